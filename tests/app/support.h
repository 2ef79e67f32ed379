// A book over memory: its clock, its disk and its derived state are the test's to bend.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "services/app/book.h"
#include "store/memory_event_log.h"
#include "store/memory_state_store.h"

namespace outturn::app {

// Stands still until told otherwise.
class ManualClock final : public Clock {
 public:
  core::Instant Now() const override {
    if (asked_in > 0 && --asked_in == 0) and_then();
    return core::Instant(now_us_.load());
  }
  void Set(int64_t microseconds) { now_us_ = microseconds; }
  // When this thread has asked for the time this often from now on, `and_then` runs on it: what
  // happens between two steps of a question that asks as it goes.
  static inline thread_local int asked_in = 0;
  static inline thread_local std::function<void()> and_then;
  // 2024-07-15T12:00:00+08:00.
  static constexpr int64_t kStart = 1'721'016'000'000'000;

 private:
  std::atomic<int64_t> now_us_ = kStart;
};

// Stops appends at a gate, so that a test can look while a flush is under way.
class Gate {
 public:
  void Close();
  void Open();
  // Returns once `count` appends have reached the gate since it was made.
  void AwaitArrivals(int count);
  // Runs `what` when the append that is the `arrival`-th passes.
  void AtArrival(int arrival, std::function<void()> what);
  void Pass();  // by the log
  [[nodiscard]] int arrivals() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool closed_ = false;
  int openings_ = 0;
  int arrivals_ = 0;
  std::map<int, std::function<void()>> at_arrival_;
};

// A state store that outlives the book it was lent to, and that fails on request.
class SharedState final : public store::StateStore {
 public:
  struct Faults {
    std::atomic<bool> apply_fails = false;
    std::atomic<bool> get_fails = false;
    std::atomic<bool> ids_damaged = false;
  };
  SharedState(std::shared_ptr<store::StateStore> state, std::shared_ptr<Faults> faults)
      : state_(std::move(state)), faults_(std::move(faults)) {}

  store::Status Apply(std::span<const store::Change> changes, store::Position reached) override;
  store::Position Reached() const override { return state_->Reached(); }
  store::Result<std::string> Get(std::string_view key) const override;
  std::unique_ptr<store::StateCursor> Scan(std::string_view prefix,
                                           std::string_view from) const override {
    return state_->Scan(prefix, from);
  }
  store::Status Wipe() override { return state_->Wipe(); }

 private:
  std::shared_ptr<store::StateStore> state_;
  std::shared_ptr<Faults> faults_;
};

// The state as it is now, to be put back later.
std::shared_ptr<store::MemoryStateStore> CopyOf(const store::StateStore& state);

// As SharedState, for the index of ids.
class SharedIds final : public store::IdIndex {
 public:
  SharedIds(std::shared_ptr<store::IdIndex> ids, std::shared_ptr<SharedState::Faults> faults)
      : ids_(std::move(ids)), faults_(std::move(faults)) {}

  void Add(uint64_t fingerprint, store::Position position) override {
    ids_->Add(fingerprint, position);
  }
  store::Result<std::vector<store::Position>> Find(uint64_t fingerprint) const override;
  store::Position Reached() const override { return ids_->Reached(); }
  store::Status WriteBehind(bool all) override { return ids_->WriteBehind(all); }
  bool WantsWriting() const override { return ids_->WantsWriting(); }
  store::Status Wipe() override { return ids_->Wipe(); }

 private:
  std::shared_ptr<store::IdIndex> ids_;
  std::shared_ptr<SharedState::Faults> faults_;
};

// Background tasks: run on a thread of their own, or kept until the test lets them run.
class Tasks {
 public:
  Tasks();
  ~Tasks();  // runs what is left
  void Post(std::function<void()> task);
  void Hold();
  void Release();

 private:
  void Run();
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool held_ = false;
  bool ending_ = false;
  std::thread thread_;
};

core::CodeTablesByVersion Tables();

// Everything a book is opened on, and the book.
struct World {
  World();
  ~World();

  // Opens the book on what is there; the one before is closed.
  store::Status Reopen();

  core::CodeTablesByVersion tables = Tables();  // from the next Reopen on
  Derived::Limits derived_limits;               // likewise
  store::Position unreadable = 0;               // likewise: reading the log from there on fails
  ManualClock clock;
  Gate gate;
  Tasks tasks;
  std::shared_ptr<store::MemoryDisk> disk = std::make_shared<store::MemoryDisk>();
  std::shared_ptr<store::MemoryStateStore> state = std::make_shared<store::MemoryStateStore>();
  std::shared_ptr<store::IdIndex> ids = store::NewMemoryIdIndex();
  std::shared_ptr<store::MemoryStateStore> history = std::make_shared<store::MemoryStateStore>();
  std::shared_ptr<SharedState::Faults> faults = std::make_shared<SharedState::Faults>();
  std::shared_ptr<SharedState::Faults> history_faults = std::make_shared<SharedState::Faults>();
  std::unique_ptr<Book> book;

  Answer Ask(core::Command command, bool validate_only = false);
  // Submits without waiting; the answer lands in the place returned.
  struct Pending {
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<Answer> answer;
    Answer Await();
    bool answered();
  };
  std::shared_ptr<Pending> Submit(core::Command command, bool validate_only = false);
  // Each is expected to be recorded.
  void Record(const std::vector<core::Command>& commands);

  core::Position position() const;
  core::BookState state_now() const;
};

// ---- what the next start begins from, made wrong; the book is closed

void ChangeSnapshot(World& world, const core::LedgerId& ledger,
                    const std::function<void(core::LedgerState&)>& change);
// The book without its ledgers, as snapshots have it.
struct SnapshotHead {
  core::Position base = 0;
  std::map<core::PolicyRef, core::Policy> policies;
  std::vector<core::LedgerId> ledgers;
};
void ChangeSnapshotHead(World& world, const std::function<void(SnapshotHead&)>& change);

// ---- commands; external ids are the test's to choose, everything else has a plausible default

core::Command AdoptPolicy(const std::string& id = "policy");
core::Command OpenLedger(const std::string& id = "ledger", const std::string& unit = "101001",
                         int year = 2024);
core::Command OpenLine(const std::string& id, const std::string& line);
core::Command Appropriate(const std::string& id, const std::string& line, int64_t fen);
core::Command Pay(const std::string& id, const std::string& line, int64_t fen);
core::Command Refund(const std::string& id, const std::string& payment, int64_t fen);

// Policy, ledger 101001/2024, line X01 with `fen` of budget: 4 events.
std::vector<core::Command> Beginnings(int64_t fen);

// The answer as one of its kinds; a test failure where it is another.
Receipt AsReceipt(const Answer& answer);
core::Refusal AsRefusal(const Answer& answer);
Unavailable AsUnavailable(const Answer& answer);
// "receipt 5", "receipt 5 again", "HEADROOM_EXCEEDED", "overloaded" …
std::string Show(const Answer& answer);
// The value of a refusal's variable.
std::string ValueOf(const core::Refusal& refusal, const std::string& name);

}  // namespace outturn::app
