#include "clients/cli/year.h"

#include "services/intake/cells.h"

namespace outturn::cli {

std::optional<int32_t> ReadYear(const std::string& text) {
  constexpr uint64_t kFirst = 1900;
  constexpr uint64_t kLast = 2999;
  const auto read = intake::ParseWholeCell(text, kLast);
  if (!read.value || *read.value < kFirst) return std::nullopt;
  return static_cast<int32_t>(*read.value);
}

intake::Words NoYear(const intake::Words& what, const std::string& text) {
  return {what.zh + "是“" + text + "”，应为 1900 到 2999 的年份",
          what.en + " is \"" + text + "\", expected a year from 1900 to 2999"};
}

}  // namespace outturn::cli
