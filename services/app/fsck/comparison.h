// Comparison: the state in memory, that every figure comes from, held against what the ledger's
// events make folded anew from the first one, byte for byte; and the rule sets likewise.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/app/book.h"
#include "services/app/fsck/rule_sets.h"

namespace outturn::app {

struct Compared {
  enum class Finding : uint8_t {
    kSame,
    kResident,  // not what the log's events make: figures are wrong; a start without the folder
                // derived makes it anew
    kHistory,   // the state is right, but what was kept for folding fast is not: questions about
                // earlier positions are answered wrongly; a start without the folder history …
  };
  core::LedgerId ledger;
  core::Position position = 0;  // of the ledger's last event, by its events
  uint64_t events = 0;          // of the ledger up to there
  Finding finding = Finding::kSame;
  std::string field;                                       // the first that differs: "lines"
  static constexpr std::string_view kMissing = "missing";  // the field, of one not in memory at all

  [[nodiscard]] bool same() const { return finding == Finding::kSame; }
};

// The first field that differs, byte for byte; empty when none does.
[[nodiscard]] std::string_view FirstDifference(const core::LedgerState& a,
                                               const core::LedgerState& b);

// Threads: any, for every call. The book outlives it.
class Comparison {
 public:
  explicit Comparison(const Book& book) : book_(book), rule_sets_(book) {}

  // The ledger with every event up to where the book is: one that the state never took is missing
  // in it. Takes some milliseconds for a million events; as long as folding them all where a
  // difference is found, which then is logged as critical and counted (Meters). nullopt: no such
  // ledger, neither in memory nor by its events. kCorrupt, kIo: the log cannot be read.
  [[nodiscard]] store::Result<std::optional<Compared>> Compare(const core::LedgerId& ledger);

  // Compares the next ledger in turn, and once in each round of all of them the rule sets, unless
  // that would take more than a fiftieth of a core's time. To be called from time to time, by one
  // thread.
  void CompareNext();

 private:
  // Those in memory and those that have a history, the last first.
  [[nodiscard]] std::vector<core::LedgerId> Ledgers() const;
  void CompareRuleSets();
  void CompareInTurn(const core::LedgerId& ledger);

  const Book& book_;
  std::mutex mutex_;
  std::vector<core::LedgerId> in_turn_;  // the last one is next
  std::chrono::steady_clock::time_point not_before_;
  RuleSets rule_sets_;          // of CompareNext
  bool rule_sets_due_ = false;  // likewise: not yet compared in this round
};

}  // namespace outturn::app
