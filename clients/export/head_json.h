// What an export is of, for programs: the same object in every form that has one.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "clients/export/format.h"

namespace outturn::exporter {

// {"book": …, "unit": …, "year": …, "position": …, "known_at": "2024-07-31T01:02:03.000004Z",
// "root": hexadecimal, "policy": …, "public": …}
[[nodiscard]] nlohmann::ordered_json HeadJson(const Head& head);

// 2024-07-31T01:02:03.000004Z
[[nodiscard]] std::string InstantText(int64_t microseconds);

}  // namespace outturn::exporter
