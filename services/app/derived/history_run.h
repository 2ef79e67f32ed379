// HistoryRun: a run of one ledger's events, as folding them fast needs them. Of a plain payment 16
// bytes, in columns; of everything else the event's bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/core/bulk_payments.h"
#include "services/core/ids.h"

namespace outturn::app {

// What the run before leaves to the next.
struct RunStart {
  uint64_t version = 0;  // events of the ledger before the run
  uint64_t weight =
      0;  // of its events since the last checkpoint: about how long folding them takes
};

// Where a payment goes.
struct PaymentPlace {
  std::string_view line;
  std::string_view economic_class;
  bool procurement;
  [[nodiscard]] uint64_t Hash() const;
};

// A run that grows at its end. One thread at a time.
class HistoryRun {
 public:
  HistoryRun(const core::LedgerId& ledger, RunStart start);

  // Asks the processor for the memory that AddPayment will read and write.
  void Fetch(uint64_t hash) const;
  // False when the payment does not fit, in time or place: it is to be added as any other event.
  // Positions rise; `hash` is the place's.
  [[nodiscard]] bool AddPayment(core::Position position, core::Day day, const PaymentPlace& place,
                                uint64_t hash, int64_t fen);
  void AddEvent(core::Position position, std::string_view bytes);

  [[nodiscard]] size_t events() const { return payments_.size() + others_.size(); }
  [[nodiscard]] core::Position first() const { return first_; }
  [[nodiscard]] core::Position last() const { return last_; }
  // What the next run starts from.
  [[nodiscard]] RunStart end() const {
    return {start_.version + events(), start_.weight + weight_};
  }
  [[nodiscard]] const core::LedgerId& ledger() const { return ledger_; }

  [[nodiscard]] std::string Serialise() const;
  void Clear();                          // a new run follows this one
  void WasKept() { start_.weight = 0; }  // by a checkpoint, before anything was added

 private:
  friend class RunView;
  struct Payment {
    uint32_t offset;  // of its position, from the run's first
    uint16_t place;
    uint16_t day;  // of the year, from 0
    int64_t fen;
  };
  struct Other {
    core::Position position;
    std::string bytes;
  };
  static constexpr uint32_t kNone = UINT32_MAX;
  struct Slot {
    uint32_t tag = 0;    // of the hash
    uint32_t place = 0;  // one more than its number; 0: free
  };
  void Note(core::Position position);
  // The number of the place, given one where it has none; kNone when there are too many.
  uint32_t NumberOf(const PaymentPlace& place, uint64_t hash);
  void Enter(uint64_t hash, uint32_t number);  // into slots_, which has room

  core::LedgerId ledger_;
  int32_t first_day_;
  RunStart start_;
  uint64_t weight_ = 0;
  core::Position first_ = 0;
  core::Position last_ = 0;
  std::vector<std::string> places_;  // line, '\0' or '\1' for procurement, class
  std::vector<uint64_t> hashes_;     // of places_
  std::vector<Slot> slots_;          // by hash; at most half full
  std::vector<Payment> payments_;
  std::vector<Other> others_;
};

// A run as it was written. Keeps its own bytes.
class RunView {
 public:
  // nullopt of bytes that Serialise did not write.
  [[nodiscard]] static std::optional<RunView> Parse(std::string bytes);

  [[nodiscard]] core::Position first() const { return first_; }
  [[nodiscard]] core::Position last() const { return last_; }
  [[nodiscard]] RunStart end() const { return end_; }

  // How many events have a position in (after, until].
  [[nodiscard]] size_t CountIn(core::Position after, core::Position until) const;
  // Position of the last event at or before `until`; 0 when there is none.
  [[nodiscard]] core::Position LastUntil(core::Position until) const;
  // Folds payments at positions in (after, until].
  void AddPayments(core::Position after, core::Position until, core::LedgerId ledger,
                   core::BulkPayments& to) const;
  // Calls `use(position, bytes)` for other events in (after, until], in order; false ends it.
  template <typename Use>
  bool VisitOthers(core::Position after, core::Position until, Use use) const {
    for (const auto& [position, begin, size] : others_) {
      if (position <= after || position > until) continue;
      if (!use(position, std::string_view(bytes_).substr(begin, size))) return false;
    }
    return true;
  }

 private:
  struct Place {
    std::string line;
    std::string economic_class;
    bool procurement;
  };
  struct Other {
    core::Position position;
    size_t begin;
    size_t size;
  };
  // The index of the first payment after `position`.
  [[nodiscard]] size_t PaymentAfter(core::Position position) const;
  [[nodiscard]] HistoryRun::Payment PaymentAt(size_t index) const;

  std::string bytes_;
  core::Position first_ = 0;
  core::Position last_ = 0;
  RunStart end_;
  std::vector<Place> places_;
  std::vector<Other> others_;
  size_t payments_ = 0;        // how many
  size_t payments_begin_ = 0;  // in bytes_
};

}  // namespace outturn::app
