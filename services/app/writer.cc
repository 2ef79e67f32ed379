#include "services/app/writer.h"

#include <spdlog/spdlog.h>

#include <unordered_map>
#include <utility>
#include <vector>

#include "services/wire/codec.h"
#include "store/merkle.h"

namespace outturn::app {
namespace {

constexpr size_t kMostQueued = 65'536;  // commands waiting; beyond it Submit answers kOverloaded
constexpr size_t kMostQueuedBytes = 256 << 20;
constexpr size_t kMostInGroup = 8'192;          // events of one flush, and a batch more
constexpr size_t kMostBytesInGroup = 16 << 20;  // likewise; far below store::kMaxGroupBytes

Unavailable NotWritable(Unavailable::Why why, std::string detail) {
  return {why, std::move(detail)};
}

}  // namespace

// The events decided since the last flush.
struct Writer::Group {
  std::vector<core::Event> events;
  std::vector<std::string> bytes;
  size_t total_bytes = 0;
  std::unordered_map<core::EventRef, size_t, core::EventRefHash> by_ref;  // index into events
};

namespace {

// Payments by name: those of the group being gathered, then the durable ones.
class RecordedPayments final : public core::Lookups {
 public:
  using FindPending = std::function<const core::Event*(const core::EventRef&)>;
  RecordedPayments(const store::EventLog& log, const Derived& derived, FindPending pending)
      : log_(log), derived_(derived), pending_(std::move(pending)) {}

  std::optional<core::PaymentRecord> FindPayment(const core::EventRef& ref) const override {
    if (const core::Event* event = pending_(ref)) return RecordOf(*event);
    const auto position = derived_.FindId(ref);
    if (!position.ok()) {
      failure_ = position.status();
      return std::nullopt;
    }
    if (!*position) return std::nullopt;
    const auto cursor = log_.Read(**position);
    if (!cursor->Next()) {
      failure_ = cursor->status();
      return std::nullopt;
    }
    const auto event = wire::DecodeEvent(cursor->event());
    return event ? RecordOf(*event) : std::nullopt;
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

  const store::EventLog& log_;
  const Derived& derived_;
  FindPending pending_;
  mutable store::Status failure_;
};

}  // namespace

Writer::Writer(const Parts& parts, core::BookState ahead)
    : parts_(parts), ahead_(std::move(ahead)), thread_([this] { Run(); }) {}

Writer::~Writer() { Stop(); }

void Writer::Submit(std::vector<core::Command> commands, size_t bytes, bool validate_only,
                    OnAnswers on_answers) {
  const size_t count = commands.size();
  Unavailable unavailable{};
  {
    const std::lock_guard lock(mutex_);
    if (!why_not_writable_.empty()) {
      unavailable = NotWritable(Unavailable::Why::kReadOnly, why_not_writable_);
    } else if (stopping_) {
      unavailable = NotWritable(Unavailable::Why::kStopping, "the server is going down");
    } else if (queued_ + count > kMostQueued || queued_bytes_ + bytes > kMostQueuedBytes) {
      unavailable = NotWritable(Unavailable::Why::kOverloaded, "too many commands are waiting");
    } else {
      queue_.push_back({std::move(commands), bytes, validate_only, std::move(on_answers), {}});
      queued_ += count;
      queued_bytes_ += bytes;
      if (queue_.size() == 1) changed_.notify_one();
      return;
    }
  }
  on_answers(std::vector<Answer>(count, unavailable));
}

void Writer::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  std::call_once(joined_, [this] { thread_.join(); });
}

std::string Writer::WhyNotWritable() const {
  const std::lock_guard lock(mutex_);
  return why_not_writable_;
}

std::deque<Writer::Batch> Writer::NextBatches() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  std::deque<Batch> batches;
  size_t taken = 0;
  size_t taken_bytes = 0;
  while (!queue_.empty() && taken < kMostInGroup && taken_bytes < kMostBytesInGroup) {
    taken += queue_.front().commands.size();
    taken_bytes += queue_.front().bytes;
    batches.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  queued_ -= taken;
  queued_bytes_ -= taken_bytes;
  return batches;
}

void Writer::Run() {
  while (true) {
    std::deque<Batch> batches = NextBatches();
    if (batches.empty()) return;
    Carry(std::move(batches));
  }
}

void Writer::Carry(std::deque<Batch> batches) {
  while (!batches.empty()) {
    if (const std::string why = WhyNotWritable(); !why.empty()) {
      const Answer answer = NotWritable(Unavailable::Why::kReadOnly, why);
      for (Batch& batch : batches) {
        batch.on_answers(std::vector<Answer>(batch.commands.size(), answer));
      }
      return;
    }
    Group group;
    std::vector<Batch> members;
    // Counted by what the events take: it can be several times what the commands did.
    while (!batches.empty() && group.total_bytes < kMostBytesInGroup) {
      members.push_back(std::move(batches.front()));
      batches.pop_front();
      DecideAll(members.back(), group);
    }
    Settle(group, members);
  }
}

void Writer::Settle(Group& group, std::vector<Batch>& batches) {
  const store::Status status = group.events.empty() ? store::Status() : Flush(group);
  if (status.ok()) {
    Publish(group);
  } else {
    TurnReadOnly(status.ToString());
    // Refusals too: they may rest on events of this group. Only a failed write leaves the outcome
    // open.
    const auto why = status.code() == store::Code::kFailed ? Unavailable::Why::kUnknownOutcome
                                                           : Unavailable::Why::kReadOnly;
    const Answer answer = NotWritable(why, status.ToString());
    for (Batch& batch : batches) batch.answers.assign(batch.answers.size(), answer);
  }
  for (Batch& batch : batches) batch.on_answers(std::move(batch.answers));
}

void Writer::DecideAll(Batch& batch, Group& group) {
  batch.answers.reserve(batch.commands.size());
  for (core::Command& command : batch.commands) {
    batch.answers.push_back(DecideOne(std::move(command), batch.validate_only, group));
  }
}

Answer Writer::DecideOne(core::Command command, bool validate_only, Group& group) {
  const core::EventRef ref = command.header.ref;
  const auto pending = group.by_ref.find(ref);
  if (pending != group.by_ref.end()) {
    return AnswerAgain(command, ref, group.events[pending->second].position, group);
  }
  const auto recorded = parts_.derived.FindId(ref);
  if (!recorded.ok()) return NotWritable(Unavailable::Why::kReadOnly, recorded.status().ToString());
  if (*recorded) return AnswerAgain(command, ref, **recorded, group);

  const RecordedPayments payments(
      parts_.log, parts_.derived, [&group](const core::EventRef& asked) -> const core::Event* {
        const auto found = group.by_ref.find(asked);
        return found == group.by_ref.end() ? nullptr : &group.events[found->second];
      });
  auto event =
      core::Decide(ahead_, parts_.tables, payments, parts_.clock.Now(), std::move(command));
  if (!payments.failure().ok()) {
    return NotWritable(Unavailable::Why::kReadOnly, payments.failure().ToString());
  }
  if (!event) return event.refusal();
  if (validate_only) return Receipt{0, event->recorded_at, false, event->outcome};
  core::Evolve(ahead_, parts_.tables, *event);
  Receipt receipt{event->position, event->recorded_at, false, event->outcome};
  group.bytes.push_back(wire::EncodeEvent(*event));
  group.total_bytes += group.bytes.back().size();
  group.by_ref.emplace(ref, group.events.size());
  group.events.push_back(*std::move(event));
  return receipt;
}

// The same id came before: the original answer when the content is the same, else what differs.
Answer Writer::AnswerAgain(const core::Command& command, const core::EventRef& ref,
                           core::Position position, const Group& group) {
  std::optional<core::Event> recorded;
  const auto pending = group.by_ref.find(ref);
  if (pending != group.by_ref.end()) {
    recorded = group.events[pending->second];
  } else {
    const auto cursor = parts_.log.Read(position);
    if (cursor->Next()) recorded = wire::DecodeEvent(cursor->event());
  }
  if (!recorded) {
    return NotWritable(Unavailable::Why::kReadOnly,
                       "event " + std::to_string(position) + " cannot be read");
  }
  v1::Command before;
  v1::Command now;
  wire::Encode(recorded->command, before);
  wire::Encode(command, now);
  if (const auto difference = wire::FirstDifference(before, now)) {
    return core::Refusal{core::Reason::kIdReused,
                         {{"ref", ref.ToString()},
                          {"position", std::to_string(position)},
                          {"field", difference->field},
                          {"recorded", difference->recorded},
                          {"sent", difference->sent}}};
  }
  return Receipt{position, recorded->recorded_at, true, recorded->outcome};
}

store::Status Writer::Flush(Group& group) {
  const std::vector<std::string_view> bytes(group.bytes.begin(), group.bytes.end());
  return parts_.log.Append(parts_.epoch, group.events.front().position, bytes);
}

// The group is durable: now readers may see it and indices may follow.
void Writer::Publish(Group& group) {
  if (group.events.empty()) return;
  std::vector<Derived::Entry> entries;
  entries.reserve(group.events.size());
  for (size_t i = 0; i < group.events.size(); ++i) {
    const core::Event& event = group.events[i];
    entries.push_back({event.position, event.command.header.ref, core::LedgersOf(event.command),
                       store::LeafHash(group.bytes[i])});
  }
  parts_.resident.Change([&](core::BookState& book, store::Frontier& frontier) {
    for (size_t i = 0; i < group.events.size(); ++i) {
      core::Evolve(book, parts_.tables, group.events[i]);
      frontier.Append(entries[i].leaf);
    }
  });
  for (Derived::Entry& entry : entries) parts_.derived.Note(std::move(entry));
}

void Writer::TurnReadOnly(const std::string& why) {
  spdlog::critical("the book turns read-only: {}", why);
  const std::lock_guard lock(mutex_);
  why_not_writable_ = why;
}

}  // namespace outturn::app
