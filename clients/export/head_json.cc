#include "clients/export/head_json.h"

#include <cstdio>
#include <ctime>

namespace outturn::exporter {

nlohmann::ordered_json HeadJson(const Head& head) {
  return {{"book", head.book},
          {"unit", head.unit},
          {"year", head.year},
          {"position", head.position},
          {"known_at", InstantText(head.known_at_us)},
          {"root", head.root},
          {"policy", head.policy},
          {"public", head.is_public}};
}

std::string InstantText(int64_t microseconds) {
  const int64_t seconds = microseconds / 1'000'000;
  std::tm utc{};
  const auto time = static_cast<std::time_t>(seconds);
  gmtime_r(&time, &utc);
  char text[64];
  const size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
  std::snprintf(text + size, sizeof text - size, ".%06dZ",
                static_cast<int>(microseconds % 1'000'000));
  return text;
}

}  // namespace outturn::exporter
