#include "tests/simulation/disk.h"

#include <algorithm>
#include <string>

#include "store/memory_state_store.h"

namespace outturn::simulation {
namespace {

using store::Code;
using store::Position;
using store::Status;

class Log final : public store::EventLog {
 public:
  Log(std::unique_ptr<store::EventLog> log, std::shared_ptr<store::MemoryDisk> disk, Turns& turns)
      : log_(std::move(log)), disk_(std::move(disk)), turns_(turns) {}

  Status Append(store::Epoch epoch, Position first,
                std::span<const std::string_view> group) override {
    disk_->SetNextWrite(turns_.AwaitFate());
    return log_->Append(epoch, first, group);
  }
  std::unique_ptr<store::EventCursor> Read(Position from) const override {
    return log_->Read(from);
  }
  Position Tail() const override { return log_->Tail(); }
  Status Seal(store::Epoch epoch) override { return log_->Seal(epoch); }
  store::Epoch SealedEpoch() const override { return log_->SealedEpoch(); }

 private:
  const std::unique_ptr<store::EventLog> log_;
  const std::shared_ptr<store::MemoryDisk> disk_;
  Turns& turns_;
};

class State final : public store::StateStore {
 public:
  State(std::shared_ptr<Disk::Journal> journal, std::shared_ptr<Faults> faults)
      : journal_(std::move(journal)), faults_(std::move(faults)) {
    for (const Disk::Journal::Write& write : journal_->writes) {
      if (write.wipe) {
        (void)content_.Wipe();
      } else {
        (void)content_.Apply(write.changes, write.reached);
      }
    }
  }

  Status Apply(std::span<const store::Change> changes, Position reached) override {
    if (faults_->state_unwritable) return {Code::kFailed, "injected"};
    const Status status = content_.Apply(changes, reached);
    if (status.ok()) journal_->writes.push_back({{changes.begin(), changes.end()}, reached});
    return status;
  }
  Position Reached() const override { return content_.Reached(); }
  store::Result<std::string> Get(std::string_view key) const override { return content_.Get(key); }
  std::unique_ptr<store::StateCursor> Scan(std::string_view prefix,
                                           std::string_view from) const override {
    return content_.Scan(prefix, from);
  }
  Status Wipe() override {
    journal_->writes.push_back({{}, 0, true});
    return content_.Wipe();
  }

 private:
  store::MemoryStateStore content_;
  const std::shared_ptr<Disk::Journal> journal_;
  const std::shared_ptr<Faults> faults_;
};

// Wants writing after a handful of ids, so that even short histories have runs.
class IdIndex final : public store::IdIndex {
 public:
  IdIndex(std::shared_ptr<Disk::Ids> ids, std::shared_ptr<Faults> faults)
      : ids_(std::move(ids)), faults_(std::move(faults)) {}

  void Add(uint64_t fingerprint, Position position) override {
    const std::lock_guard lock(ids_->mutex);
    if (!ids_->entries.empty() && position <= ids_->entries.back().position) return;
    ids_->entries.push_back({fingerprint, position});
  }
  store::Result<std::vector<Position>> Find(uint64_t fingerprint) const override {
    if (faults_->ids_unreadable) return Status(Code::kIo, "injected");
    const std::lock_guard lock(ids_->mutex);
    std::vector<Position> found;
    for (const store::IdEntry& entry : ids_->entries) {
      if (entry.fingerprint == fingerprint) found.push_back(entry.position);
    }
    return found;
  }
  Position Reached() const override {
    const std::lock_guard lock(ids_->mutex);
    const size_t on_disk = ids_->on_disk();
    return on_disk == 0 ? 0 : ids_->entries[on_disk - 1].position;
  }
  Status WriteBehind(bool) override {
    const std::lock_guard lock(ids_->mutex);
    ids_->written.push_back(ids_->entries.size());
    return {};
  }
  bool WantsWriting() const override {
    constexpr size_t kRun = 12;
    const std::lock_guard lock(ids_->mutex);
    return ids_->entries.size() - ids_->on_disk() >= kRun;
  }
  Status Wipe() override {
    const std::lock_guard lock(ids_->mutex);
    ids_->entries.clear();
    ids_->written.clear();
    return {};
  }

 private:
  const std::shared_ptr<Disk::Ids> ids_;
  const std::shared_ptr<Faults> faults_;
};

}  // namespace

Fate Turns::AwaitFate() {
  std::unique_lock lock(mutex_);
  if (fate_of_all_) return *fate_of_all_;
  held_ = true;
  changed_.notify_all();
  changed_.wait(lock, [this] { return fate_.has_value(); });
  return *std::exchange(fate_, std::nullopt);
}

void Turns::Answered() {
  const std::lock_guard lock(mutex_);
  --unanswered_;
  changed_.notify_all();
}

void Turns::Submitted() {
  const std::lock_guard lock(mutex_);
  ++unanswered_;
}

void Turns::AwaitRest(size_t unanswered) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return unanswered_ <= unanswered && (held_ || unanswered_ == 0); });
}

bool Turns::held() {
  const std::lock_guard lock(mutex_);
  return held_;
}

void Turns::Let(Fate fate) {
  const std::lock_guard lock(mutex_);
  fate_ = fate;
  held_ = false;
  changed_.notify_all();
}

void Turns::LetAll(std::optional<Fate> fate) {
  const std::lock_guard lock(mutex_);
  fate_of_all_ = fate;
  if (!fate || !held_) return;
  fate_ = fate;
  held_ = false;
  changed_.notify_all();
}

store::Result<std::unique_ptr<store::EventLog>> Disk::OpenLog() {
  auto log = store::MemoryEventLog::Open(log_);
  if (!log.ok()) return log.status();
  return std::unique_ptr<store::EventLog>(std::make_unique<Log>(*std::move(log), log_, turns_));
}

std::unique_ptr<store::StateStore> Disk::OpenState() {
  return std::make_unique<State>(state_, faults_);
}

std::unique_ptr<store::IdIndex> Disk::OpenIds() {
  // What had only gathered in memory went with the book that gathered it.
  ids_->entries.resize(ids_->on_disk());
  return std::make_unique<IdIndex>(ids_, faults_);
}

void Disk::Crash(size_t state_back, size_t ids_back) {
  auto state = std::make_shared<Journal>(*state_);
  state->writes.resize(state->writes.size() - std::min(state_back, state->writes.size()));
  state_ = std::move(state);
  auto ids = std::make_shared<Ids>();
  ids->entries = ids_->entries;
  ids->written = ids_->written;
  ids->written.resize(ids->written.size() - std::min(ids_back, ids->written.size()));
  ids_ = std::move(ids);
}

}  // namespace outturn::simulation
