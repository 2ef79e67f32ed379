#include "services/core/day.h"

#include "services/core/check.h"

namespace outturn::core {
namespace {
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2999;

std::optional<int> Digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}
}  // namespace

std::optional<Day> Day::Of(int year, unsigned month, unsigned day) {
  // chrono keeps months and days in one byte each: 257 would pass for 1.
  if (year < kFirstYear || year > kLastYear || month > 12 || day > 31) return std::nullopt;
  const std::chrono::year_month_day civil{std::chrono::year(year), std::chrono::month(month),
                                          std::chrono::day(day)};
  if (!civil.ok()) return std::nullopt;
  return Day(static_cast<int32_t>(std::chrono::sys_days(civil).time_since_epoch().count()));
}

std::optional<Day> Day::OfNumber(int32_t yyyymmdd) {
  if (yyyymmdd < 0) return std::nullopt;
  return Of(yyyymmdd / 10000, static_cast<unsigned>(yyyymmdd / 100 % 100),
            static_cast<unsigned>(yyyymmdd % 100));
}

std::optional<Day> Day::Parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = Digits(text.substr(0, 4));
  const auto month = Digits(text.substr(5, 2));
  const auto day = Digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return Of(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

Day Day::FirstOf(int year) {
  const auto day = Of(year, 1, 1);
  OUTTURN_CHECK(day.has_value());
  return *day;
}

Day Day::LastOf(int year) {
  const auto day = Of(year, 12, 31);
  OUTTURN_CHECK(day.has_value());
  return *day;
}

std::chrono::year_month_day Day::Civil() const {
  return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(days_)));
}

int Day::year() const { return static_cast<int>(Civil().year()); }
unsigned Day::month() const { return static_cast<unsigned>(Civil().month()); }
unsigned Day::day_of_month() const { return static_cast<unsigned>(Civil().day()); }

int32_t Day::Number() const {
  const auto civil = Civil();
  return static_cast<int>(civil.year()) * 10000 +
         static_cast<int32_t>(static_cast<unsigned>(civil.month()) * 100 +
                              static_cast<unsigned>(civil.day()));
}

std::string Day::ToString() const {
  std::string text = std::to_string(Number());
  text.insert(6, "-");
  text.insert(4, "-");
  return text;
}

Day Day::Plus(int32_t days) const { return Day(days_ + days); }

Day Instant::ChinaDay() const {
  constexpr int64_t kHour = 3'600'000'000;
  const Day first = *Day::Of(kFirstYear, 1, 1);
  const Day last = *Day::Of(kLastYear, 12, 31);
  // Anybody may ask about any instant: those beside the calendar are of its first or last day.
  if (microseconds_ < first.since_epoch() * 24 * kHour) return first;
  if (microseconds_ >= last.since_epoch() * 24 * kHour) return last;
  const int64_t local = microseconds_ + 8 * kHour;
  const int64_t days = local / (24 * kHour) - (local % (24 * kHour) < 0 ? 1 : 0);
  return first.Plus(static_cast<int32_t>(days) - first.since_epoch());
}

}  // namespace outturn::core
