// The language of whoever reads what a program prints.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "services/figures/problem.h"

namespace outturn::audit {

// Looks a name up in the environment; nullopt where it is not set.
using Environment = std::function<std::optional<std::string>(const char* name)>;

// As LC_ALL, LC_MESSAGES or LANG say, the first that is set: zh or C is Chinese, any other English.
// Chinese where none is.
[[nodiscard]] figures::Language LanguageOfLocale(const Environment& environment);

}  // namespace outturn::audit
