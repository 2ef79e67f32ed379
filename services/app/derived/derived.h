// Derived: what is written behind the log, without fsync, and brought up from it: which position an
// external id was recorded at, which positions belong to a ledger, Merkle frontiers and snapshots
// to start from.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "services/app/derived/event_pages.h"
#include "services/app/derived/snapshots.h"
#include "services/app/known_damage.h"
#include "services/core/event.h"
#include "store/event_log.h"
#include "store/ids/id_index.h"
#include "store/state_store.h"
#include "store/tree/merkle.h"

namespace outturn::app {

// Runs a task later, on another thread; tasks may overlap.
using Background = std::function<void(std::function<void()>)>;

// What an id is in the index of ids; ids of one fingerprint are told apart by their events.
[[nodiscard]] uint64_t FingerprintOf(std::string_view source, std::string_view external_id);
[[nodiscard]] inline uint64_t FingerprintOf(const core::EventRef& ref) {
  return FingerprintOf(ref.source, ref.external_id);
}

// Threads: Note by the writer only, in order of position; everything else by any thread.
class Derived {
 public:
  // In events.
  struct Limits {
    size_t write_from = 100'000;    // that make a write worth its while
    size_t most_noted = 1'000'000;  // then the writer waits
    core::Position snapshots_every = 1'000'000;
  };
  struct Parts {
    const store::EventLog& log;  // outlives it
    std::unique_ptr<store::StateStore> state;
    std::unique_ptr<store::IdIndex> ids;
    Background background;
    Limits limits;
    std::shared_ptr<KnownDamage> log_damage = nullptr;  // hears what of the log it cannot read
  };
  // kCorrupt when the log is not the one this was derived from, or has lost its end: what is
  // derived is only ever written of durable events. To go on without them is for the operator to
  // decide, by removing what was derived.
  [[nodiscard]] static store::Result<std::unique_ptr<Derived>> Open(Parts parts);
  ~Derived();  // Flush()

  // These events, the log's next ones after Noted(), are durable; `fingerprints` are those of their
  // ids, and `after` is the tree over all up to the last. Waits when the disk is far behind (but
  // not while snapshots are taken); an error when it has failed and memory would grow without
  // bound.
  [[nodiscard]] store::Status Note(std::span<const core::Event> events,
                                   std::span<const uint64_t> fingerprints,
                                   const store::Frontier& after);

  // The same of events read from the log, told by what is kept of them.
  using Positions =
      std::unordered_map<core::LedgerId, std::vector<core::Position>, core::LedgerIdHash>;
  struct Folded {
    std::vector<store::IdEntry> ids;  // of each
    Positions of_ledger;              // those of each ledger
  };
  [[nodiscard]] store::Status Note(Folded folded, const store::Frontier& after);

  // The durable event with that name. An unreadable store is an error: answering "never seen" would
  // record a payment twice.
  [[nodiscard]] store::Result<std::optional<core::Event>> FindEvent(const core::EventRef& ref,
                                                                    uint64_t fingerprint) const;
  // Asks the processor for the memory that FindEvent will read of these first.
  void Fetch(std::span<const uint64_t> fingerprints) const { ids_->Fetch(fingerprints); }
  // Whether the index of ids leads to the event at `position`; reads no event.
  [[nodiscard]] store::Result<bool> LeadsTo(uint64_t fingerprint, core::Position position) const;

  // Positions of a ledger's events from `from` on, up to Noted(), at most `most`.
  [[nodiscard]] store::Result<std::vector<core::Position>> PositionsOf(const core::LedgerId& ledger,
                                                                       core::Position from,
                                                                       size_t most) const;

  // The newest stored frontier of a tree of at most `size` leaves; the empty one when there is
  // none.
  [[nodiscard]] store::Frontier FrontierBefore(core::Position size) const;

  // Ok until something of the index of ids was found to be damaged, by a lookup or by VerifyIds:
  // then kCorrupt, with what to do. Whether any id is known can no longer be told for sure.
  [[nodiscard]] store::Status IdsDamage() const;
  // See store::IdIndex::VerifySome.
  void VerifyIds(size_t bytes);

  // The position that all indices have reached on disk.
  [[nodiscard]] core::Position Reached() const;
  // What has been written of the indices, but for the index of ids, which gathers more in memory.
  [[nodiscard]] core::Position Written() const { return state_->Reached(); }
  // Every event up to here has been noted.
  [[nodiscard]] core::Position Noted() const;

  // From now on the book is written too, from time to time; the last time was at position `last`.
  void KeepSnapshots(ReadBook read, core::Position last);
  // Writes what was noted, in the background.
  void CatchUp();
  [[nodiscard]] const store::StateStore& state() const { return *state_; }
  [[nodiscard]] const store::IdIndex& ids() const { return *ids_; }

  // Writes everything noted so far. The error is that of the last failed write.
  store::Status Flush();
  // Why nothing more is written; ok where it is.
  [[nodiscard]] store::Status Failure() const;
  // Forgets all of it, whatever of it is damaged, to be noted again from the first event on. While
  // nobody else uses it.
  store::Status MakeAnew();

 private:
  // Noted and not yet written.
  struct Behind {
    Positions of_ledger;
    size_t events = 0;
    core::Position last = 0;
    store::Frontier frontier;  // after `last`
    bool empty() const { return events == 0; }
  };

  explicit Derived(Parts parts);
  // What the index of ids answered, with what to do; damage is kept for IdsDamage.
  store::Status OfIds(const store::Status& status) const;
  // What was noted is complete up to `last`. Writes when it is worth its while.
  store::Status NotedUpTo(core::Position last, const store::Frontier& after,
                          std::unique_lock<std::mutex>& lock);
  void StartWriting(std::unique_lock<std::mutex>& lock);
  void WriteSome();  // by one thread at a time
  store::Status Write(const Behind& behind, bool all);
  store::Status WriteSnapshots();
  [[nodiscard]] bool SnapshotsDue(bool all) const;  // under mutex_

  const store::EventLog& log_;
  mutable EventPages pages_;  // of events looked up by name
  const std::unique_ptr<store::StateStore> state_;
  const std::unique_ptr<store::IdIndex> ids_;
  mutable std::mutex ids_damage_mutex_;
  mutable store::Status ids_damage_;
  const Background background_;
  const Limits limits_;
  const std::shared_ptr<KnownDamage> log_damage_;

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  Behind noted_;
  Behind being_written_;  // by WriteSome, who alone changes it
  bool writing_ = false;
  bool flush_ = false;  // WriteSome is to write everything, however little
  // Taking snapshots waits for what is being written to the log: who writes it must not wait for
  // the snapshots.
  bool taking_snapshots_ = false;
  core::Position noted_up_to_;
  ReadBook read_book_;               // empty: no snapshots
  core::Position snapshots_at_ = 0;  // the position of the last ones
  store::Status failure_;            // of a write; what could not be written stays in memory
};

}  // namespace outturn::app
