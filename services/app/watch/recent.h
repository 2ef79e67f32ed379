// Recent: what happened lately, from samples of the meters taken about once a second.
#pragma once

#include <array>
#include <chrono>
#include <deque>
#include <mutex>

#include "services/app/watch/meters.h"
#include "services/core/event.h"

namespace outturn::app {

// Threads: any.
class Recent {
 public:
  using Instant = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::seconds kKept{60};

  void Sample(const Meters& meters, core::Position durable, Instant now);

  // What happened between two samples.
  struct Span {
    std::chrono::milliseconds length{0};  // 0: there is no other sample yet
    uint64_t events = 0;                  // that became durable
    Histogram::Counts group_events;
    Histogram::Counts group_micros;
    std::array<Histogram::Counts, kCallCount> call_micros;

    [[nodiscard]] uint64_t EventsPerSecond() const;
  };
  // Up to the last sample, beginning with the oldest one that is at most `length` (at most kKept)
  // before it.
  [[nodiscard]] Span Last(std::chrono::seconds length) const;

 private:
  struct Taken {
    Instant at;
    core::Position durable;
    Histogram::Counts group_events;
    Histogram::Counts group_micros;
    std::array<Histogram::Counts, kCallCount> call_micros;
  };
  mutable std::mutex mutex_;
  std::deque<Taken> taken_;
};

}  // namespace outturn::app
