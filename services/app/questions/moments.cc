#include "services/app/questions/moments.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>

namespace outturn::app {
namespace {

// Whether it is the last of the second, or of the day in China, that `now` is in: how clients say
// "at this second" and "today".
bool IsEndOfWhatIsNow(core::Instant instant, core::Instant now) {
  constexpr int64_t kSecond = 1'000'000;
  if (instant.microseconds() / kSecond == now.microseconds() / kSecond) {
    return instant.microseconds() % kSecond == kSecond - 1;
  }
  const core::Day today = now.ChinaDay();
  return instant.ChinaDay() == today &&
         core::Instant(instant.microseconds() + 1).ChinaDay() != today;
}

// "2024-08-01 12:00:00", in China's time (UTC+8).
std::string InChina(core::Instant instant) {
  constexpr int64_t kSecond = 1'000'000;
  constexpr int64_t kDay = 86'400;
  const core::Day day = instant.ChinaDay();
  const int64_t midnight = day.since_epoch() * kDay - 8 * 3'600;
  const int64_t seconds = std::clamp<int64_t>(
      (instant.microseconds() - midnight * kSecond) / kSecond, 0, kDay - 1);  // beside the calendar
  char time[32];
  std::snprintf(time, sizeof time, " %02d:%02d:%02d", static_cast<int>(seconds / 3'600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  return day.ToString() + time;
}

Trouble AheadOfNow(core::Instant asked, core::Instant now) {
  const std::string at = InChina(asked);
  const std::string is = InChina(now);
  return Invalid("known.instant_us", "AHEAD_OF_NOW",
                 {"时刻 " + at + " 还没有到，现在是 " + is + "（北京时间）",
                  "the instant " + at + " has not come yet, it is " + is + " (China's time)"},
                 {{"instant", at}, {"now", is}});
}

Trouble BeforeTheBook(core::Instant asked, core::Instant first) {
  const std::string at = InChina(asked);
  const std::string began = InChina(first);
  return Invalid("known.instant_us", "BEFORE_THE_BOOK",
                 {"时刻 " + at + " 账簿还没有任何记录，首个事项记录于 " + began + "（北京时间）",
                  "at " + at + " nothing had been recorded: the first event was at " + began +
                      " (China's time)"},
                 {{"instant", at}, {"first", began}});
}

}  // namespace

Asked<Moments::Moment> Moments::At(core::Position position) const {
  const core::Position tail = book_.DurableTip().position;
  if (position == 0 || position > tail) return BeyondTail("known.position", position, tail);
  const auto event = book_.EventAt(position);
  if (!event.ok()) return Damaged(event.status());
  return Moment{position, event->recorded_at};
}

Asked<core::Instant> Moments::Latest() const {
  const core::Position tail = book_.DurableTip().position;
  const auto last = tail > 0 ? At(tail) : Asked<Moment>(Moment());
  if (!last.ok()) return last.trouble();
  return std::max(book_.clock().Now(), last->recorded_at);
}

Asked<Moments::Moment> Moments::At(core::Instant instant) const {
  const auto latest = Latest();
  if (!latest.ok()) return latest.trouble();
  if (instant > *latest && !IsEndOfWhatIsNow(instant, *latest)) {
    return AheadOfNow(instant, *latest);
  }
  // Instants rise strictly with positions.
  Moment known;  // recorded at or before the instant
  core::Position later = book_.DurableTip().position + 1;
  while (later - known.position > 1) {
    const auto middle = At(known.position + (later - known.position) / 2);
    if (!middle.ok()) return middle.trouble();
    if (middle->recorded_at <= instant) {
      known = *middle;
    } else {
      later = middle->position;
    }
  }
  if (known.position > 0) return known;
  if (book_.DurableTip().position == 0) {
    return Invalid("known.instant_us", "BEFORE_THE_BOOK",
                   {"账簿还没有任何记录", "nothing has been recorded yet"});
  }
  const auto first = At(core::Position{1});
  return first.ok() ? BeforeTheBook(instant, first->recorded_at) : first.trouble();
}

Asked<figures::Provenance> Moments::BookAt(core::Position position) const {
  figures::Provenance from;
  from.book = book_.name();
  if (position == 0) {
    book_.Read([&](const core::BookState& book, const store::Frontier& frontier) {
      const store::Hash root = frontier.Root();
      from.position = book.position;
      from.root.assign(root.begin(), root.end());
      from.known_at = book.recorded_at;
    });
    return from;
  }
  const auto moment = At(position);
  if (!moment.ok()) return moment.trouble();
  const auto root = book_.RootAt(position);
  if (!root.ok()) return Damaged(root.status());
  from.position = moment->position;
  from.root.assign(root->begin(), root->end());
  from.known_at = moment->recorded_at;
  return from;
}

Asked<core::Position> Moments::OfCheckpoint(const std::string& said) const {
  if (proofs_ == nullptr) {
    return NotFound("CHECKPOINT_NOT_FOUND",
                    {"本服务不签发检查点", "this server hands out no checkpoints"});
  }
  const auto note = proofs_->FindCheckpoint(said);
  if (!note.ok()) {
    Trouble trouble = note.trouble();
    if (!trouble.field.empty()) trouble.field = "known.checkpoint";
    return trouble;
  }
  const auto checkpoint = store::Checkpoint::Parse(note->text);
  if (!checkpoint.ok()) return Damaged(checkpoint.status());
  if (checkpoint->size > 0) return core::Position{checkpoint->size};
  return Invalid("known.checkpoint", "BEFORE_THE_BOOK",
                 {"检查点签发时账簿还没有任何记录", "the checkpoint is of an empty book"});
}

}  // namespace outturn::app
