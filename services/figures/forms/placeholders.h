// {placeholders} in the words and figures of a form. For this folder only.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "services/figures/catalogue.h"
#include "services/figures/forms/form.h"

namespace outturn::figures {

using Placeholders = std::map<std::string, std::string, std::less<>>;

// {year}, {prior_year}, {month}, {as_of}, {unit_name} of a cut.
[[nodiscard]] Placeholders CommonPlaceholders(const Cut& cut);
// The same names with values that stand in for any cut; likewise those a repeat brings.
[[nodiscard]] Placeholders SampleCommonPlaceholders();
[[nodiscard]] Placeholders SamplePlaceholders(Over over);

// The names between braces, in order.
[[nodiscard]] std::vector<std::string> NamesIn(std::string_view text);

// The text with every known placeholder replaced; unknown ones stay.
[[nodiscard]] std::string Fill(std::string_view text, const Placeholders& placeholders);
// As Fill, for the name of a figure: values are quoted where they have to be, except {select},
// which is filled already.
[[nodiscard]] std::string FillFigure(std::string_view figure, const Placeholders& placeholders);

}  // namespace outturn::figures
