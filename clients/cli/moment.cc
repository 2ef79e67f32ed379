#include "clients/cli/moment.h"

#include <string>

#include "services/intake/cells.h"

namespace outturn::cli {
namespace {

constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kDay = 86'400 * kSecond;
constexpr int64_t kChina = 8 * 3'600 * kSecond;

// Takes exactly two digits up to `most` off the front.
std::optional<int64_t> TakeTwo(std::string_view& text, int64_t most) {
  if (text.size() < 2) return std::nullopt;
  int64_t number = 0;
  for (const char c : text.substr(0, 2)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(2);
  return number <= most ? std::optional(number) : std::nullopt;
}

bool TakeChar(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text[0]) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// ".5" → microseconds; digits behind the sixth are left out.
std::optional<int64_t> TakeFraction(std::string_view& text) {
  if (!TakeChar(text, ".")) return 0;
  int64_t micros = 0;
  int64_t unit = kSecond / 10;
  size_t digits = 0;
  for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
    micros += unit * (text[digits] - '0');
    unit /= 10;
  }
  if (digits == 0) return std::nullopt;
  text.remove_prefix(digits);
  return micros;
}

// What stands behind the time: nothing is China's, "Z", "+08:00".
std::optional<int64_t> TakeOffset(std::string_view& text) {
  if (text.empty()) return kChina;
  if (TakeChar(text, "Zz")) return 0;
  const bool west = text[0] == '-';
  if (!TakeChar(text, "+-")) return std::nullopt;
  const auto hours = TakeTwo(text, 23);
  if (!hours || !TakeChar(text, ":")) return std::nullopt;
  const auto minutes = TakeTwo(text, 59);
  if (!minutes) return std::nullopt;
  const int64_t offset = (*hours * 60 + *minutes) * 60 * kSecond;
  return west ? -offset : offset;
}

}  // namespace

std::optional<int64_t> ParseMoment(std::string_view text) {
  constexpr size_t kDayLength = 10;
  if (text.size() < kDayLength || text[4] != '-') return std::nullopt;
  const auto day = intake::ParseDayCell(std::string(text.substr(0, kDayLength)));
  if (!day.value) return std::nullopt;
  const int64_t midnight = day.value->since_epoch() * kDay;
  text.remove_prefix(kDayLength);
  if (text.empty()) return midnight + kDay - kChina - 1;
  if (!TakeChar(text, "Tt ")) return std::nullopt;
  const auto hour = TakeTwo(text, 23);
  if (!hour || !TakeChar(text, ":")) return std::nullopt;
  const auto minute = TakeTwo(text, 59);
  if (!minute) return std::nullopt;
  int64_t time = (*hour * 60 + *minute) * 60 * kSecond;
  bool to_the_second = true;
  if (TakeChar(text, ":")) {
    const auto second = TakeTwo(text, 59);
    to_the_second = text.empty() || text[0] != '.';
    const auto fraction = second ? TakeFraction(text) : std::nullopt;
    if (!fraction) return std::nullopt;
    time += *second * kSecond + *fraction;
  }
  if (to_the_second) time += kSecond - 1;
  const auto offset = TakeOffset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return midnight + time - *offset;
}

}  // namespace outturn::cli
