#include "services/app/writing/writer.h"

#include <algorithm>
#include <cstdlib>
#include <span>
#include <utility>
#include <vector>

#include "services/app/derived/replay.h"
#include "services/app/log.h"
#include "services/app/writing/pending_ids.h"
#include "services/core/check.h"
#include "services/core/fetch_ahead.h"
#include "services/wire/codec.h"
#include "store/tree/merkle.h"

namespace outturn::app {
namespace {

// Commands waiting; beyond it Submit answers kOverloaded. What holds back is bounded by its bytes.
constexpr size_t kMostQueued = 65'536;
constexpr size_t kBusyFrom = 16'384;  // two groups: nothing is gained by more waiting
constexpr size_t kMostQueuedBytes = 256 << 20;
constexpr size_t kMostInGroup = 8'192;          // events of one flush, and a batch more
constexpr size_t kMostBytesInGroup = 16 << 20;  // likewise; far below store::kMaxGroupBytes

Unavailable NotWritable(Unavailable::Why why, std::string detail) {
  return {why, std::move(detail)};
}

}  // namespace

// What one carrier carries. Everything but the batches stays as it is from the end of its turn to
// decide to the beginning of its next, so that the other carrier may look for what is on its way.
struct Writer::Group {
  std::deque<Batch> batches;
  std::optional<Unavailable> refusing;  // nothing is decided
  const Group* before = nullptr;        // the other's, which was being written when deciding began
  std::vector<const core::Command*> all;  // of the batches, while they are decided
  std::vector<uint64_t> fingerprints;     // of their ids
  std::vector<core::Event> events;
  std::vector<uint64_t> ids_of_events;  // fingerprints
  std::string bytes;                    // of the events, one after the other
  std::vector<size_t> ends;             // of each in `bytes`
  PendingIds ids;                       // of the events
  size_t in_tree = 0;                   // so many of the events are in the tree
  Resident::Tip tip;                    // the book after the last event

  // While they are decided: the next command in `all`, the book they change, and what is recorded
  // under the ids of the next ones, where that is anything or cannot be told.
  struct Known {
    size_t command;
    store::Result<std::optional<core::Event>> recorded;
  };
  size_t next = 0;
  core::BookState* book = nullptr;
  std::deque<Known> known;

  // Keeps the memory: groups follow each other by the thousand.
  void Clear() {
    batches.clear();
    refusing.reset();
    events.clear();
    ids_of_events.clear();
    bytes.clear();
    ends.clear();
    ids.Clear();
    in_tree = 0;
  }
  // Among the events that are decided and not durable.
  [[nodiscard]] const core::Event* FindPending(const core::EventRef& ref,
                                               uint64_t fingerprint) const {
    const core::Event* own = Find(ref, fingerprint);
    return own != nullptr || before == nullptr ? own : before->Find(ref, fingerprint);
  }
  [[nodiscard]] const core::Event* Find(const core::EventRef& ref, uint64_t fingerprint) const {
    const auto found = ids.Find(
        fingerprint, [&](size_t event) { return events[event].command.header.ref == ref; });
    return found ? &events[*found] : nullptr;
  }
  // Of the events from index `first` on.
  [[nodiscard]] std::vector<std::string_view> Views(size_t first = 0) const {
    std::vector<std::string_view> views;
    views.reserve(ends.size() - first);
    size_t begin = first == 0 ? 0 : ends[first - 1];
    for (; first < ends.size(); ++first) {
      views.push_back(std::string_view(bytes).substr(begin, ends[first] - begin));
      begin = ends[first];
    }
    return views;
  }
  // Looks for the ids of the next commands among the durable events: before readers are held off,
  // as it may read from the disk.
  void LookUp(const Derived& derived) {
    known.clear();
    const size_t end = std::min(next + core::kFetchedAtOnce, all.size());
    for (size_t i = next; i < end; ++i) {
      auto recorded = derived.FindEvent(all[i]->header.ref, fingerprints[i]);
      if (!recorded.ok() || *recorded) known.push_back({i, std::move(recorded)});
    }
  }
  // What that found of the next command; nullptr: its id is not recorded.
  [[nodiscard]] const store::Result<std::optional<core::Event>>* KnownOfNext() {
    while (!known.empty() && known.front().command < next) known.pop_front();
    return known.empty() || known.front().command > next ? nullptr : &known.front().recorded;
  }
  // Several leaves side by side take half the time.
  void AddToTree(store::Frontier& frontier) {
    if (in_tree == ends.size()) return;
    frontier.Append(store::LeafHashes(Views(in_tree)));
    in_tree = ends.size();
  }
};

namespace {

// Payments by name: those of the group being gathered, then the durable ones.
class RecordedPayments final : public core::Lookups {
 public:
  using FindPending = std::function<const core::Event*(const core::EventRef&)>;
  RecordedPayments(const Derived& derived, FindPending pending)
      : derived_(derived), pending_(std::move(pending)) {}

  std::optional<core::PaymentRecord> FindPayment(const core::EventRef& ref) const override {
    if (const core::Event* event = pending_(ref)) return RecordOf(*event);
    const auto event = derived_.FindEvent(ref, FingerprintOf(ref));
    if (!event.ok()) {
      failure_ = event.status();
      return std::nullopt;
    }
    return *event ? RecordOf(**event) : std::nullopt;
  }

  // A disk that could not answer; a decision made without the answer does not count.
  const store::Status& failure() const { return failure_; }

 private:
  static std::optional<core::PaymentRecord> RecordOf(const core::Event& event) {
    const auto* payment = std::get_if<core::Payment>(&event.command.body);
    if (payment == nullptr) return std::nullopt;
    const core::Header& header = event.command.header;
    return core::PaymentRecord{event.position, header.ledger, header.effective_on, *payment};
  }

  const Derived& derived_;
  FindPending pending_;
  mutable store::Status failure_;
};

}  // namespace

Writer::Writer(const Parts& parts)
    : parts_(parts), groups_{std::make_unique<Group>(), std::make_unique<Group>()} {
  carriers_[0] = std::thread([this] { Carry(*groups_[0], *groups_[1]); });
  carriers_[1] = std::thread([this] { Carry(*groups_[1], *groups_[0]); });
}

Writer::~Writer() { Stop(); }

void Writer::Submit(std::vector<core::Command> commands, size_t bytes, bool validate_only,
                    OnAnswers on_answers, Pace pace) {
  const size_t count = commands.size();
  OUTTURN_CHECK(count > 0);
  Unavailable unavailable{};
  {
    std::unique_lock lock(mutex_);
    if (auto refusing = Refusing()) {
      unavailable = *std::move(refusing);
    } else if (stopping_) {
      unavailable = NotWritable(Unavailable::Why::kStopping, "the server is going down");
    } else if (queued_bytes_ + bytes > kMostQueuedBytes ||
               (pace == Pace::kAsItComes && queued_ - held_back_ + count > kMostQueued)) {
      unavailable = NotWritable(Unavailable::Why::kOverloaded, "too many commands are waiting");
    } else {
      const bool awaited = !MayDecide();
      queue_.push_back(
          {std::move(commands), bytes, validate_only, std::move(on_answers), pace, {}});
      Count(queue_.back(), +1);
      const bool wake = awaited && MayDecide();
      lock.unlock();  // else who wakes up sleeps once more, until the lock is free
      if (wake) may_decide_.notify_one();
      return;
    }
  }
  parts_.meters.unavailable[static_cast<size_t>(unavailable.why)].Add(count);
  on_answers(std::vector<Answer>(count, unavailable));
}

void Writer::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    may_decide_.notify_all();
  }
  std::call_once(joined_, [this] {
    for (std::thread& carrier : carriers_) carrier.join();
  });
}

void Writer::Pause(const std::string& why) {
  const std::lock_guard lock(mutex_);
  why_paused_ = why;
}

void Writer::Resume() {
  const std::lock_guard lock(mutex_);
  why_paused_.clear();
}

std::optional<Unavailable> Writer::Refusing() const {
  if (!why_not_writable_.empty()) {
    return NotWritable(answered_, why_not_writable_);
  }
  if (!why_paused_.empty()) return NotWritable(Unavailable::Why::kDiskFull, why_paused_);
  return std::nullopt;
}

std::string Writer::WhyNotWritable() const {
  const std::lock_guard lock(mutex_);
  const auto refusing = Refusing();
  return refusing ? refusing->detail : "";
}

Writer::Queue Writer::Waiting() const {
  const std::lock_guard lock(mutex_);
  return {queued_, queued_bytes_, being_decided_};
}

void Writer::Carry(Group& group, const Group& other) {
  while (TakeTurnToDecide(group, other)) {
    if (group.refusing) {
      EndTurns(true, false);
      AnswerAll(group, *group.refusing);
      continue;
    }
    DecideAll(group);
    const store::Status status = TakeTurnToWrite(group)
                                     ? Write(group)
                                     : store::Status(store::Code::kFailed, WhyNotWritable());
    if (status.ok()) {
      AnswerAll(group);
    } else {
      // Refusals too: they may rest on events of this group. Only a failed write leaves the outcome
      // open.
      const auto why = status.code() == store::Code::kFailed ? Unavailable::Why::kUnknownOutcome
                                                             : Unavailable::Why::kReadOnly;
      AnswerAll(group, NotWritable(why, status.ToString()));
    }
    const std::lock_guard lock(mutex_);
    --decided_;
    if (MayDecide()) may_decide_.notify_all();
  }
}

bool Writer::MayDecide() const {
  if (deciding_) return false;
  return stopping_ || queued_ >= (decided_ > 0 ? parts_.decide_ahead : 1);
}

void Writer::Count(const Batch& batch, int direction) {
  const auto add = [direction](size_t& to, size_t what) {
    direction > 0 ? to += what : to -= what;
  };
  add(queued_, batch.commands.size());
  add(queued_bytes_, batch.bytes);
  if (batch.pace == Pace::kHeldBack) add(held_back_, batch.commands.size());
}

bool Writer::Busy() const {
  const std::lock_guard lock(mutex_);
  return queued_ >= kBusyFrom;
}

bool Writer::TakeTurnToDecide(Group& group, const Group& other) {
  std::unique_lock lock(mutex_);
  may_decide_.wait(lock, [this] { return MayDecide(); });
  if (queue_.empty()) return false;
  deciding_ = true;
  group.Clear();
  group.before = writing_ ? &other : nullptr;
  group.refusing = Refusing();
  size_t taken = 0;
  size_t taken_bytes = 0;
  while (!queue_.empty() && taken < kMostInGroup && taken_bytes < kMostBytesInGroup) {
    taken += queue_.front().commands.size();
    taken_bytes += queue_.front().bytes;
    Count(queue_.front(), -1);
    group.batches.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  being_decided_ = taken;
  return true;
}

bool Writer::TakeTurnToWrite(Group& group) {
  std::unique_lock lock(mutex_);
  for (; !group.batches.empty() && !group.batches.back().decided(); group.batches.pop_back()) {
    Batch& batch = group.batches.back();
    Count(batch, +1);
    queue_.push_front(std::move(batch));
  }
  being_decided_ = 0;
  may_write_.wait(lock, [this] { return !writing_; });
  writing_ = true;
  deciding_ = false;
  ++decided_;
  if (MayDecide()) may_decide_.notify_all();
  if (!lost_) return true;
  writing_ = false;
  may_write_.notify_all();
  return false;
}

void Writer::EndTurns(bool deciding, bool writing) {
  const std::lock_guard lock(mutex_);
  if (deciding) {
    deciding_ = false;
    being_decided_ = 0;
  }
  if (writing) writing_ = false;
  may_write_.notify_all();
  if (MayDecide()) may_decide_.notify_all();
}

store::Status Writer::Write(Group& group) {
  if (group.events.empty()) {
    EndTurns(false, true);
    return {};
  }
  if (auto status = Flush(group); !status.ok()) {
    Lose(status);
    return status;
  }
  parts_.resident.Written(group.tip.position);
  if (const auto status =
          parts_.derived.Note(group.events, group.ids_of_events, group.tip.frontier);
      !status.ok()) {
    TurnReadOnly("what is derived from the log cannot be written: " + status.ToString());
  }
  parts_.resident.Publish(std::move(group.tip));
  EndTurns(false, true);
  return {};
}

void Writer::AnswerAll(Group& group) {
  for (Batch& batch : group.batches) batch.on_answers(std::move(batch.answers));
}

void Writer::AnswerAll(Group& group, const Unavailable& why) {
  for (Batch& batch : group.batches) {
    const size_t count = batch.decided() ? batch.answers.size() : batch.commands.size();
    parts_.meters.unavailable[static_cast<size_t>(why.why)].Add(count);
    batch.on_answers(std::vector<Answer>(count, why));
  }
}

void Writer::DecideAll(Group& group) {
  group.all.clear();
  group.fingerprints.clear();
  for (const Batch& batch : group.batches) {
    for (const core::Command& command : batch.commands) {
      group.all.push_back(&command);
      group.fingerprints.push_back(FingerprintOf(command.header.ref));
    }
  }
  group.next = 0;
  auto batch = group.batches.begin();
  // Counted by what the events take: it can be several times what the commands did.
  const auto is_full = [&] { return group.bytes.size() >= kMostBytesInGroup; };
  const auto done = [&] {
    return batch == group.batches.end() || (batch->answers.empty() && is_full());
  };
  // Some together: their memory is waited for at once, readers are held off once, and the leaves
  // are hashed side by side.
  while (!done()) {
    FetchAhead(group, group.next);
    group.LookUp(parts_.derived);
    parts_.resident.Change([&](core::BookState& book, store::Frontier& frontier) {
      group.book = &book;
      for (const size_t end = group.next + core::kFetchedAtOnce; group.next < end && !done();) {
        if (batch->answers.empty()) batch->answers.reserve(batch->commands.size());
        core::Command& command = batch->commands[batch->answers.size()];
        const uint64_t fingerprint = group.fingerprints[group.next];
        batch->answers.push_back(
            DecideOne(std::move(command), fingerprint, batch->validate_only, group));
        if (batch->answers.size() == batch->commands.size()) ++batch;
        ++group.next;
      }
      group.AddToTree(frontier);
    });
  }
  group.tip = parts_.resident.NewestTip();
}

void Writer::FetchAhead(const Group& group, size_t decided) const {
  const auto later = std::span(group.fingerprints).subspan(decided);
  const auto next = later.first(std::min(later.size(), core::kFetchedAtOnce));
  parts_.derived.Fetch(next);
  for (const uint64_t fingerprint : next) {
    group.ids.Fetch(fingerprint);
    if (group.before != nullptr) group.before->ids.Fetch(fingerprint);
  }
  core::FetchAhead(parts_.resident.book(), std::span(group.all).subspan(decided));
}

Answer Writer::DecideOne(core::Command&& command, uint64_t fingerprint, bool validate_only,
                         Group& group) {
  const core::EventRef& ref = command.header.ref;
  if (const core::Event* pending = group.FindPending(ref, fingerprint)) {
    return AnswerAgain(command, *pending);
  }
  if (const auto* recorded = group.KnownOfNext()) {
    return recorded->ok() ? AnswerAgain(command, ***recorded) : NotLookedUp(recorded->status());
  }

  const RecordedPayments payments(parts_.derived, [&group](const core::EventRef& asked) {
    return group.FindPending(asked, FingerprintOf(asked));
  });
  auto event = core::Decide(parts_.resident.book(), parts_.tables, payments, parts_.clock.Now(),
                            std::move(command));
  if (!payments.failure().ok()) return NotLookedUp(payments.failure());
  if (!event) {
    parts_.meters.refused[static_cast<size_t>(event.refusal().reason)].Add();
    return event.refusal();
  }
  if (validate_only) return Receipt{0, event->recorded_at, false, event->outcome};
  Receipt receipt{event->position, event->recorded_at, false, event->outcome};
  Enter(*std::move(event), fingerprint, group);
  return receipt;
}

void Writer::Enter(core::Event&& event, uint64_t fingerprint, Group& group) {
  wire::AppendEvent(event, group.bytes);
  group.ends.push_back(group.bytes.size());
  core::Evolve(*group.book, parts_.tables, event);
  group.ids.Add(fingerprint, group.events.size());
  group.ids_of_events.push_back(fingerprint);
  group.events.push_back(std::move(event));
}

// The same id came before: the original answer when the content is the same, else what differs.
Answer Writer::AnswerAgain(const core::Command& command, const core::Event& recorded) const {
  v1::Command before;
  v1::Command now;
  wire::Encode(recorded.command, before);
  wire::Encode(command, now);
  if (const auto difference = wire::FirstDifference(before, now)) {
    parts_.meters.refused[static_cast<size_t>(core::Reason::kIdReused)].Add();
    return core::Refusal{core::Reason::kIdReused,
                         {{"ref", command.header.ref.ToString()},
                          {"position", std::to_string(recorded.position)},
                          {"field", difference->field},
                          {"recorded", difference->recorded},
                          {"sent", difference->sent}}};
  }
  parts_.meters.answered_again.Add();
  return Receipt{recorded.position, recorded.recorded_at, true, recorded.outcome};
}

Answer Writer::NotLookedUp(const store::Status& why) {
  TakeNoMoreIfIdsAreDamaged();
  if (parts_.derived.IdsDamage().ok()) parts_.log_damage.Note(why);
  const std::string said = why.ToString();
  if (std::exchange(not_looked_up_, said) != said) {
    Log(LogLevel::kError, "what is recorded cannot be read to answer a command",
        {{"reason", said}});
  }
  const bool damaged = why.code() == store::Code::kCorrupt;
  return NotWritable(damaged ? Unavailable::Why::kDamaged : Unavailable::Why::kReadOnly, said);
}

void Writer::TakeNoMoreIfIdsAreDamaged() {
  const store::Status ids = parts_.derived.IdsDamage();
  if (ids.ok()) return;
  TurnReadOnly("whether an id is recorded already cannot be told: " + ids.message(),
               Unavailable::Why::kDamaged);
}

store::Status Writer::Flush(const Group& group) {
  const Stopwatch watch;
  auto status = parts_.log.Append(parts_.epoch, group.events.front().position, group.Views());
  if (!status.ok()) {
    parts_.meters.failed_groups.Add();
    return status;
  }
  parts_.meters.group_micros.Observe(watch.Micros());
  parts_.meters.group_events.Observe(group.events.size());
  parts_.meters.group_bytes.Add(group.bytes.size());
  return status;
}

void Writer::Lose(const store::Status& why) {
  TurnReadOnly(why.ToString());
  {
    // Whoever decided on top of what is lost finds out at its turn to write. Then nobody is left.
    std::unique_lock lock(mutex_);
    lost_ = true;
    writing_ = false;
    may_write_.notify_all();
    may_write_.wait(lock, [this] { return !deciding_ && !writing_; });
    deciding_ = writing_ = true;
  }
  auto durable = Fold(parts_.log, parts_.tables, parts_.derived);
  // Neither written nor read: nothing true can be told any more. The next start says what is wrong.
  if (!durable.ok()) {
    Log(LogLevel::kCritical, "the log cannot be read either",
        {{"reason", durable.status().ToString()}});
    std::abort();
  }
  parts_.resident.Restore(std::move(durable->book), std::move(durable->frontier));
  EndTurns(true, true);
}

void Writer::TurnReadOnly(const std::string& why, Unavailable::Why answered) {
  {
    const std::lock_guard lock(mutex_);
    if (why_not_writable_ == why) return;
    why_not_writable_ = why;
    answered_ = answered;
  }
  Log(LogLevel::kCritical, "the book turns read-only", {{"reason", why}});
}

}  // namespace outturn::app
