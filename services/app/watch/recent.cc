#include "services/app/watch/recent.h"

#include <algorithm>

namespace outturn::app {

void Recent::Sample(const Meters& meters, core::Position durable, Instant now) {
  Taken taken{now, durable, meters.group_events.Get(), meters.group_micros.Get(), {}};
  for (size_t i = 0; i < kCallCount; ++i) taken.call_micros[i] = meters.calls[i].micros.Get();
  const std::lock_guard lock(mutex_);
  taken_.push_back(taken);
  while (now - taken_.front().at > kKept) taken_.pop_front();
}

Recent::Span Recent::Last(std::chrono::seconds length) const {
  const std::lock_guard lock(mutex_);
  Span span;
  if (taken_.empty()) return span;
  const Taken& last = taken_.back();
  const auto from = std::find_if(taken_.begin(), taken_.end(),
                                 [&](const Taken& taken) { return last.at - taken.at <= length; });
  span.length = std::chrono::duration_cast<std::chrono::milliseconds>(last.at - from->at);
  // A failed write may take the book back.
  span.events = last.durable > from->durable ? last.durable - from->durable : 0;
  span.group_events = last.group_events.Since(from->group_events);
  span.group_micros = last.group_micros.Since(from->group_micros);
  for (size_t i = 0; i < kCallCount; ++i) {
    span.call_micros[i] = last.call_micros[i].Since(from->call_micros[i]);
  }
  return span;
}

uint64_t Recent::Span::EventsPerSecond() const {
  const auto milliseconds = static_cast<uint64_t>(length.count());
  return milliseconds == 0 ? 0 : events * 1000 / milliseconds;
}

}  // namespace outturn::app
