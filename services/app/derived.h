// Derived: what is written behind the log, without fsync, and rebuilt from it: which position an
// external id was recorded at, which positions belong to a ledger, Merkle frontiers to start from.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "services/core/event.h"
#include "store/event_log.h"
#include "store/merkle.h"
#include "store/state_store.h"

namespace outturn::app {

// Runs a task later, on another thread; tasks may overlap.
using Background = std::function<void(std::function<void()>)>;

// Threads: Note by the writer only, in order of position; everything else by any thread.
class Derived {
 public:
  // One durable event as the indices need it.
  struct Entry {
    core::Position position;
    core::EventRef ref;
    std::vector<core::LedgerId> ledgers;
    store::Hash leaf;
  };

  // `frontier` is the tree over the events up to state->Reached().
  Derived(std::unique_ptr<store::StateStore> state, store::Frontier frontier,
          Background background);
  ~Derived();  // waits for what is under way

  // The event is durable. Waits when the disk is far behind.
  void Note(Entry entry);

  // The position of a durable event with that name. An unreadable store is an error: answering
  // "never seen" would record a payment twice.
  [[nodiscard]] store::Result<std::optional<core::Position>> FindId(
      const core::EventRef& ref) const;

  // Positions of a ledger's events from `from` on, up to Reached(), at most `most`.
  [[nodiscard]] store::Result<std::vector<core::Position>> PositionsOf(const core::LedgerId& ledger,
                                                                       core::Position from,
                                                                       size_t most) const;

  // The newest stored frontier of a tree of at most `size` leaves; the empty one when there is
  // none.
  [[nodiscard]] store::Frontier FrontierBefore(core::Position size) const;

  [[nodiscard]] core::Position Reached() const { return state_->Reached(); }

  // Writes everything noted so far.
  void Flush();

  // The changes that bring `state` one entry further; also moves `frontier`. For rebuilding.
  static void AddChanges(const Entry& entry, store::Frontier& frontier,
                         std::vector<store::Change>& changes);
  // Notes the history that the state has reached the end of, with every Apply.
  static void AddReached(const store::Frontier& frontier, std::vector<store::Change>& changes);
  // Whether `state` was made from the history whose first Reached() events have this frontier.
  [[nodiscard]] static bool IsOf(const store::StateStore& state, const store::Frontier& frontier);

 private:
  void WriteSome();  // one batch; by one thread at a time

  std::unique_ptr<store::StateStore> state_;
  store::Frontier frontier_;  // after the last entry written
  Background background_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Entry> noted_;  // not yet written
  std::unordered_map<core::EventRef, core::Position, core::EventRefHash> recent_;  // likewise
  bool writing_ = false;
  bool failed_ = false;  // the store refuses: memory keeps everything, the next start rebuilds
};

}  // namespace outturn::app
