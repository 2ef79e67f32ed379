// PaymentColumns: what a fold of the log gathers by ledger: plain payments, until there are enough
// to fold them in bulk (core/bulk_payments.h), and the positions of the ledger's events.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "services/app/derived/seen_payment.h"
#include "services/core/book_state.h"
#include "services/core/decide.h"

namespace outturn::app {

// One thread at a time.
class PaymentColumns {
 public:
  // Both outlive it. Ledgers that are `known` to be at an event or beyond do not get it again.
  // `most` payments are gathered, at 16 bytes each, before they are folded.
  PaymentColumns(core::BookState& book, const core::KnownUpTo& known, size_t most)
      : book_(book), known_(known), most_(most) {}

  // The memory that Take will look at. One after the other, each for some payments at once: by then
  // what the next one needs is there.
  void FetchSlot(const SeenPayment& payment) const;
  void FetchPlace(const SeenPayment& payment) const;
  void FetchColumn(const SeenPayment& payment) const;
  // Takes the book's next event, if it is a payment that the ledger, its line and the day are there
  // for, and notes its position where asked to. False: it is to be folded as any other. `payment`
  // is what was seen of `event`.
  [[nodiscard]] bool Take(const SeenPayment& payment, std::string_view event, bool note);

  // Folds what was gathered. Until then the ledgers are without it; whatever else is folded into
  // them meanwhile comes to the same.
  void Fold();

  // The event belongs to the ledger, too.
  void Note(const core::LedgerId& ledger, core::Position position);
  // The positions noted since the last call, of payments as well, by ledger; rising.
  using Positions =
      std::unordered_map<core::LedgerId, std::vector<core::Position>, core::LedgerIdHash>;
  [[nodiscard]] Positions TakePositions();

 private:
  struct Payment {
    uint32_t place;  // in places_
    core::Day day;
    int64_t fen;
  };
  struct alignas(64) Column {
    // What a payment touches comes first: one line of the cache.
    core::Position known = 0;
    core::Position last = 0;  // of the payments
    std::vector<Payment> payments;
    std::vector<core::Position> positions;
    core::LedgerId id;
    core::LedgerState* ledger = nullptr;  // nullptr: not yet opened
    std::vector<uint32_t> in_bulk;        // places that have a number there
  };
  // What is looked at for each payment: one line of the processor's cache.
  struct alignas(64) Place {
    PlaceName name;
    Column* column;
  };
  // The rest of what is known of it.
  struct PlaceFacts {
    std::string line;
    std::string economic_class;
    std::string unnamed;  // what of the texts its name has no room for
    uint32_t of_bulk;     // its number where its column is being folded, else kNone
  };
  static constexpr uint32_t kNone = UINT32_MAX;

  // Days by their numbers, as the wire has them: to tell whether there is such a day takes long.
  class Days {
   public:
    std::optional<core::Day> Of(int32_t number) {
      Known& known = known_[static_cast<uint32_t>(number) % kKnown];
      if (known.number != number) known = {number, core::Day::OfNumber(number)};
      return known.day;
    }

   private:
    // Of three years in a row none has the place of another.
    static constexpr uint32_t kKnown = 8192;
    struct Known {
      int32_t number = 0;  // which is none
      std::optional<core::Day> day;
    };
    std::vector<Known> known_ = std::vector<Known>(kKnown);
  };

  Column& ColumnOf(const core::LedgerId& ledger);
  // nullptr when the book has no such ledger or line.
  const Place* Find(const SeenPayment& payment, std::string_view event, uint32_t* number);
  const Place* Make(const SeenPayment& payment, std::string_view event, uint32_t* number);
  void Enter(uint64_t hash, uint32_t number);  // into slots_, which has room
  void Fold(Column& column);

  core::BookState& book_;
  const core::KnownUpTo& known_;
  const size_t most_;
  std::unordered_map<core::LedgerId, std::unique_ptr<Column>, core::LedgerIdHash> columns_;
  std::vector<Place> places_;
  std::vector<PlaceFacts> facts_;  // of places_
  std::vector<uint64_t> hashes_;   // likewise
  Days days_;
  // Open addressing by hash: one more than a number in places_; 0 is free. At most half full.
  std::vector<uint32_t> slots_ = std::vector<uint32_t>(1 << 12);
  size_t gathered_ = 0;
};

}  // namespace outturn::app
