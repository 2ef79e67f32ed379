// How figures are written: measure(key=value, value, "quoted value").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/figures/problem.h"
#include "services/figures/selector.h"

namespace outturn::figures {

struct WrittenName {
  std::string measure;
  std::vector<Argument> arguments;
};

// Takes a name apart; knows no measure and no key. "paid()" has no arguments.
[[nodiscard]] Fallible<WrittenName> TakeApart(std::string_view name);

// The other way round, in canonical notation: "paid(category=project, fund=general)".
[[nodiscard]] std::string PutTogether(std::string_view measure,
                                      const std::vector<Argument>& arguments);

// What was asked, short enough to stand in a message: cut between characters, "…" behind.
[[nodiscard]] std::string Shown(std::string_view text);

}  // namespace outturn::figures
