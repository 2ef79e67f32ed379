// PaymentColumns: what a fold of the log gathers by ledger: plain payments, until there are enough
// to fold them in bulk (core/bulk_payments.h), and the positions of the ledger's events.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "services/core/book_state.h"
#include "services/core/decide.h"
#include "services/wire/glance.h"

namespace outturn::app {

// One thread at a time.
class PaymentColumns {
 public:
  // Both outlive it. Ledgers that are `known` to be at an event or beyond do not get it again.
  // `most` payments are gathered, at 16 bytes each, before they are folded.
  PaymentColumns(core::BookState& book, const core::KnownUpTo& known, size_t most)
      : book_(book), known_(known), most_(most) {}

  // Where a payment belongs, before that is looked up: by then the memory is there.
  [[nodiscard]] uint64_t Fetch(const wire::PaymentGlance& payment) const;
  void FetchPlace(uint64_t hash) const;
  // Takes the book's next event, if it is a payment that the ledger, its line and the day are there
  // for, and notes its position where asked to. False: it is to be folded as any other. `hash` is
  // what Fetch gave.
  [[nodiscard]] bool Take(const wire::PaymentGlance& payment, uint64_t hash, bool note);

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
  struct Column {
    core::LedgerId id;
    core::LedgerState* ledger = nullptr;  // nullptr: not yet opened
    core::Position known = 0;
    std::vector<Payment> payments;
    core::Position last = 0;  // of those payments
    std::vector<core::Position> positions;
    std::vector<uint32_t> in_bulk;  // places that have a number there
  };
  // A class of a line of a ledger, as payments name it.
  struct Place {
    std::string unit;
    int32_t year;
    std::string line;
    std::string economic_class;
    bool procurement;
    Column* column;
    uint32_t of_bulk;  // its number where its column is being folded, else kNone
  };
  static constexpr uint32_t kNone = UINT32_MAX;

  Column& ColumnOf(const core::LedgerId& ledger);
  // nullptr when the book has no such ledger or line.
  const Place* Find(const wire::PaymentGlance& payment, uint64_t hash, uint32_t* number);
  const Place* Make(const wire::PaymentGlance& payment, uint64_t hash, uint32_t* number);
  void Enter(uint64_t hash, uint32_t number);  // into slots_, which has room
  void Fold(Column& column);

  core::BookState& book_;
  const core::KnownUpTo& known_;
  const size_t most_;
  std::unordered_map<core::LedgerId, std::unique_ptr<Column>, core::LedgerIdHash> columns_;
  std::vector<Place> places_;
  std::vector<uint64_t> hashes_;  // of places_
  // Open addressing by hash: one more than a number in places_; 0 is free. At most half full.
  std::vector<uint32_t> slots_ = std::vector<uint32_t>(1 << 12);
  size_t gathered_ = 0;
};

}  // namespace outturn::app
