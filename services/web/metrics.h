// The book and its meters in Prometheus' text format, version 0.0.4.
#pragma once

#include <string>

#include "services/app/book.h"

namespace outturn::web {

// Any thread; waits for nobody.
[[nodiscard]] std::string MetricsText(const app::Book& book);

}  // namespace outturn::web
