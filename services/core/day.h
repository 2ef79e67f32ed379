// Day: a calendar day. Instant: a moment.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace outturn::core {

// A calendar day of the years 1900 to 2999, without a time zone.
class Day {
 public:
  constexpr Day() = default;  // 1970-01-01

  // nullopt when there is no such day.
  [[nodiscard]] static std::optional<Day> Of(int year, unsigned month, unsigned day);
  // The wire's notation: 20240731.
  [[nodiscard]] static std::optional<Day> OfNumber(int32_t yyyymmdd);
  // "2024-07-31".
  [[nodiscard]] static std::optional<Day> Parse(std::string_view text);
  [[nodiscard]] static Day FirstOf(int year);
  [[nodiscard]] static Day LastOf(int year);

  [[nodiscard]] int year() const;
  [[nodiscard]] unsigned month() const;
  [[nodiscard]] unsigned day_of_month() const;
  [[nodiscard]] int32_t Number() const;        // 20240731
  [[nodiscard]] std::string ToString() const;  // "2024-07-31"
  [[nodiscard]] constexpr int32_t since_epoch() const { return days_; }
  [[nodiscard]] Day Plus(int32_t days) const;

  friend constexpr auto operator<=>(Day, Day) = default;

 private:
  constexpr explicit Day(int32_t days) : days_(days) {}
  [[nodiscard]] std::chrono::year_month_day Civil() const;
  int32_t days_ = 0;  // since 1970-01-01
};

// Microseconds since 1970-01-01T00:00:00Z.
class Instant {
 public:
  constexpr Instant() = default;
  constexpr explicit Instant(int64_t microseconds) : microseconds_(microseconds) {}
  [[nodiscard]] constexpr int64_t microseconds() const { return microseconds_; }
  // The day it is in China (UTC+8, no summer time); before or behind the years of Day, the first or
  // last of them.
  [[nodiscard]] Day ChinaDay() const;
  friend constexpr auto operator<=>(Instant, Instant) = default;

 private:
  int64_t microseconds_ = 0;
};

}  // namespace outturn::core
