// What a simulated book is opened on: a log whose appends wait for the scheduler, and derived state
// that a crash takes back to an earlier write.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "store/ids/id_index.h"
#include "store/memory_event_log.h"
#include "store/state_store.h"

namespace outturn::simulation {

using Fate = store::MemoryDisk::NextWrite;

// Between the scheduler and the book's writer: the writer rests when everything it can answer is
// answered and, if that is not all, an append waits for its fate. The scheduler acts only while it
// rests, so nothing depends on which thread is quicker.
class Turns {
 public:
  // ---- the writer
  Fate AwaitFate();
  void Answered();

  // ---- the scheduler
  void Submitted();
  // Returns once the writer rests and at most `unanswered` calls are.
  void AwaitRest(size_t unanswered);
  [[nodiscard]] bool held();
  void Let(Fate fate);
  // From now on appends do not wait: they meet this fate; nullopt: they wait again.
  void LetAll(std::optional<Fate> fate);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool held_ = false;
  size_t unanswered_ = 0;
  std::optional<Fate> fate_;
  std::optional<Fate> fate_of_all_;
};

// Faults that last until they are taken away.
struct Faults {
  bool ids_unreadable = false;
  bool state_unwritable = false;
};

// Everything that lies on disk. What a book holds of it are parts that refer to it.
class Disk {
 public:
  explicit Disk(Turns& turns) : turns_(turns) {}

  // The parts of the next book. kCorrupt when the log cannot be opened.
  store::Result<std::unique_ptr<store::EventLog>> OpenLog();
  [[nodiscard]] std::unique_ptr<store::StateStore> OpenState();
  [[nodiscard]] std::unique_ptr<store::IdIndex> OpenIds();

  // From now on what the book still open writes behind the log goes nowhere. `state_back` and
  // `ids_back` of the last writes are lost, as far as there are so many.
  void Crash(size_t state_back, size_t ids_back);

  void SetNextSeal(Fate fate) { log_->SetNextWrite(fate); }
  Faults& faults() { return *faults_; }

  // Each Apply and Wipe so far; what a store holds is what they come to.
  struct Journal {
    struct Write {
      std::vector<store::Change> changes;
      store::Position reached = 0;
      bool wipe = false;
    };
    std::vector<Write> writes;
  };
  // Ids in order of position, and how many of them each WriteBehind left on disk.
  struct Ids {
    mutable std::mutex mutex;
    std::vector<store::IdEntry> entries;
    std::vector<size_t> written;
    [[nodiscard]] size_t on_disk() const { return written.empty() ? 0 : written.back(); }
  };

 private:
  Turns& turns_;
  std::shared_ptr<store::MemoryDisk> log_ = std::make_shared<store::MemoryDisk>();
  std::shared_ptr<Journal> state_ = std::make_shared<Journal>();
  std::shared_ptr<Ids> ids_ = std::make_shared<Ids>();
  std::shared_ptr<Faults> faults_ = std::make_shared<Faults>();
};

}  // namespace outturn::simulation
