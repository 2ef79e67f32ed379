#include "services/figures/forms/placeholders.h"

namespace outturn::figures {
namespace {

constexpr std::string_view kSelect = "select";

template <typename Replace>
std::string FillWith(std::string_view text, Replace replace) {
  std::string filled;
  while (true) {
    const size_t open = text.find('{');
    const size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return filled.append(text);
    filled += text.substr(0, open);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    if (!replace(name, filled)) filled += text.substr(open, close - open + 1);
    text.remove_prefix(close + 1);
  }
}

}  // namespace

Placeholders CommonPlaceholders(const Cut& cut) {
  const int year = cut.ledger.id.year;
  return {{"year", std::to_string(year)},
          {"prior_year", std::to_string(year - 1)},
          {"month", std::to_string(cut.as_of.month())},
          {"as_of", cut.as_of.ToString()},
          {"unit_name", cut.ledger.opened.unit_name}};
}

Placeholders SampleCommonPlaceholders() {
  return {{"year", "2024"},
          {"prior_year", "2023"},
          {"month", "7"},
          {"as_of", "2024-07-31"},
          {"unit_name", "unit"}};
}

Placeholders SamplePlaceholders(Over over) {
  switch (over) {
    case Over::kProjects:
      return {{"project", "P"}, {"project_name", "name"}, {"mark", ""}};
    case Over::kLines:
      return {{"line", "L"}, {"line_name", "name"}, {"mark", ""}};
    case Over::kFunctionalClasses:
      return {{"function", "204"}, {"function_name", "name"}};
    case Over::kEconomicClasses:
      return {{"class", "302"}, {"class_name", "name"}};
    case Over::kIndicators:
      return {{"indicator", "I"}, {"level1", "1"},          {"level2", "2"}, {"level3", "3"},
              {"project", "P"},   {"project_name", "name"}, {"mark", ""}};
    case Over::kBuildings:
      return {{"building", "B"}};
  }
  return {};
}

std::vector<std::string> NamesIn(std::string_view text) {
  std::vector<std::string> names;
  (void)FillWith(text, [&](std::string_view name, std::string&) {
    names.emplace_back(name);
    return true;
  });
  return names;
}

std::string Fill(std::string_view text, const Placeholders& placeholders) {
  return FillWith(text, [&](std::string_view name, std::string& filled) {
    const auto found = placeholders.find(name);
    if (found == placeholders.end()) return false;
    filled += found->second;
    return true;
  });
}

std::string FillFigure(std::string_view figure, const Placeholders& placeholders) {
  return FillWith(figure, [&](std::string_view name, std::string& filled) {
    const auto found = placeholders.find(name);
    if (found == placeholders.end()) return false;
    filled += name == kSelect ? found->second : Quoted(found->second);
    return true;
  });
}

}  // namespace outturn::figures
