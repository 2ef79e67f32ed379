// History: each ledger as it was known at any position, without folding it from its beginning.
//
// A follower of the log in a store of its own: of every ledger runs of its events in a form that
// folds fast (history_run.h), and checkpoints, the ledger as it was after so many of them. A state
// is the checkpoint before the position and the runs after it. Derived like everything beside the
// log: what it does not know yet, or not any more, the caller folds from the log.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "services/app/derived/event_chunk.h"
#include "services/app/derived/history_run.h"
#include "services/app/known_damage.h"
#include "services/core/book_state.h"
#include "services/core/event.h"
#include "store/event_log.h"
#include "store/state_store.h"
#include "store/tree/merkle.h"

namespace outturn::app {

// Threads: any for every call; one follows at a time.
class History {
 public:
  // How much is kept in memory, and folded at most. Tests take less.
  struct Limits {
    size_t open_events = 200'000;        // in memory, of all ledgers: about 16 bytes each
    uint64_t checkpoint_every = 50'000;  // payments of a ledger; other events count for more
    uint64_t frontier_every = 512;       // events
  };
  struct Parts {
    const store::EventLog& log;               // outlives it
    const core::CodeTablesByVersion& tables;  // likewise
    std::unique_ptr<store::StateStore> store;
    Limits limits;
    bool keep = false;
    std::shared_ptr<KnownDamage> log_damage = nullptr;  // hears what of the log cannot be followed
  };
  // What is of another log or version is thrown away; where it is to be kept, it is kCorrupt or
  // kInvalid. kIo, kCorrupt.
  [[nodiscard]] static store::Result<std::unique_ptr<History>> Open(Parts parts);

  // Follows the log up to event `until`, which is durable, for about `budget`.
  store::Status Follow(core::Position until, std::chrono::microseconds budget);
  // Writes what it holds in memory, so that the next start need not read it again.
  store::Status Flush();
  // Follows no more: from now on the log may go. Questions are answered as before.
  void Stop();
  // Every event up to here is known.
  [[nodiscard]] core::Position Followed() const;

  // The ledger as its events up to min(position, Followed()) make it; of version 0 when there are
  // none. kCorrupt, kIo: fold it from the log.
  struct State {
    core::LedgerState ledger;
    core::Position up_to = 0;  // nothing of the ledger lies between its last event and here
  };
  enum class From : uint8_t {
    kCheckpoint,  // the newest one before the position
    kFirstEvent,  // and no checkpoint, to see whether it comes to the same
    kLog,         // nothing of what is kept here: version 0, up to 0
  };
  [[nodiscard]] store::Result<State> StateAt(const core::LedgerId& ledger, core::Position position,
                                             From from = From::kCheckpoint) const;

  // Those of which any event is known, in order.
  [[nodiscard]] std::vector<core::LedgerId> Ledgers() const;

  // Where all of it is kept but what is still in memory.
  [[nodiscard]] const store::StateStore& store() const { return *parts_.store; }

  // The newest known frontier of a tree of at most `size` leaves; the empty one when there is none.
  [[nodiscard]] store::Frontier FrontierBefore(uint64_t size) const;

 private:
  explicit History(Parts parts) : parts_(std::move(parts)) {}
  [[nodiscard]] std::unique_lock<std::mutex> Lock() const;
  store::Status FollowFor(core::Position until, std::chrono::microseconds budget);
  store::Status Start();
  // Copies the next events up to `until` into `chunk` and adds them to the tree. False: no more.
  bool ReadSome(store::EventCursor& cursor, core::Position until, EventChunk& chunk);
  // The following under mutex_.
  struct Coming;
  store::Status TakeSome(const EventChunk& chunk, size_t begin);
  store::Status Find(Coming& coming);
  store::Status Take(const Coming& coming);
  void Count(HistoryRun& run);  // one event more
  // How a reading of the log ended, kept for whoever tells of its damage.
  store::Status Noted(store::Status status) const;
  store::Result<HistoryRun*> RunOf(const core::LedgerId& ledger);
  store::Status Write();  // under mutex_
  store::Status WriteCheckpoints();
  [[nodiscard]] store::Result<RunStart> LastEnd(const core::LedgerId& ledger) const;

  const Parts parts_;
  std::mutex following_;   // whose turn it is to follow
  store::Status failure_;  // why nobody follows any more

  // Whoever follows takes the mutex again and again; a question that waits holds the turnstile.
  mutable std::mutex turnstile_;
  mutable std::mutex mutex_;  // for what follows
  core::Position followed_ = 0;
  store::Frontier frontier_;  // after followed_, or the chunk about to be taken
  std::unordered_map<core::LedgerId, HistoryRun, core::LedgerIdHash> runs_;
  std::vector<HistoryRun*> open_;  // those with events
  size_t open_events_ = 0;
  bool run_is_long_ = false;
  std::vector<store::Change> frontiers_;                        // not yet written
  std::vector<std::pair<core::LedgerId, core::Position>> due_;  // for checkpoints
};

}  // namespace outturn::app
