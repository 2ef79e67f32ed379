// What an event moves: signed amounts between a line's accounts, read off its wire form. The book's
// own rules are not repeated here; the tests hold the sums against its figures to the fen.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "outturn/v1/event.pb.h"

namespace outturn::exporter {

enum class Account : uint8_t {
  kInitial,
  kCarryIn,
  kSupplement,
  kCut,              // positive: the budget is less
  kVirement,         // in less out
  kReceived,         // funds received; of a line, without a class
  kPriorYearRefund,  // income of the ledger; of no line
  kCommitted,        // what is still reserved
  kPaid,             // net of reversals
};
inline constexpr int kAccountCount = static_cast<int>(Account::kPaid) + 1;

// "initial", "carry_in" … as the exports name them.
[[nodiscard]] std::string_view AccountName(Account account);

// How an amount of the account changes the line's headroom: +1, −1 or 0.
[[nodiscard]] int HeadroomSign(Account account);

struct Movement {
  Account account = Account::kInitial;
  std::string line;            // empty: kPriorYearRefund
  std::string economic_class;  // empty: none named
  int64_t fen = 0;             // of either sign
  friend bool operator==(const Movement&, const Movement&) = default;
};

// One ledger's events, given in order of position. Memory does not grow with the ledger: of its
// commitments so many are remembered, the others are asked for.
class Movements {
 public:
  // The commitment of this name, from wherever events are; nullopt when it cannot be had.
  using FindCommitment = std::function<std::optional<v1::Event>(const v1::EventRef& ref)>;

  Movements(std::string unit, FindCommitment find);

  // nullopt: a commitment that it names cannot be had, or it is of a kind newer than this program.
  [[nodiscard]] std::optional<std::vector<Movement>> Of(const v1::Event& event);

 private:
  struct Place {
    std::string line;
    std::string economic_class;
  };
  std::optional<std::vector<Movement>> Released(const v1::CommitmentRelease& release);
  std::optional<Place> PlaceOf(const v1::EventRef& ref);
  void Remember(const v1::Event& commitment);

  std::string unit_;
  FindCommitment find_;
  std::unordered_map<std::string, Place> commitments_;  // by source, a zero byte, external id
};

}  // namespace outturn::exporter
