#include "services/rpc/command.h"

#include <string>

#include "services/figures/catalogue.h"
#include "services/wire/codec.h"

namespace outturn::rpc {
namespace {

// Empty names nothing and is somebody else's to judge.
void CheckFigure(const std::string& field, const std::string& name, wire::Violations& violations) {
  if (name.empty()) return;
  const auto figure = figures::ParseFigure(name);
  if (figure) return;
  const figures::Words why = figures::Sentence(figure.problem());
  violations.push_back(
      {field, name, "指标目录中的名称：" + why.zh, "a name of the figure catalogue: " + why.en});
}

wire::Violations CheckFigures(const core::Body& body) {
  wire::Violations violations;
  if (const auto* deviation = std::get_if<core::DeviationExplained>(&body)) {
    CheckFigure("deviation_explained.figure", deviation->figure, violations);
  } else if (const auto* forecast = std::get_if<core::ForecastReported>(&body)) {
    CheckFigure("forecast_reported.figure", forecast->figure, violations);
  } else if (const auto* indicator = std::get_if<core::IndicatorSet>(&body)) {
    CheckFigure("indicator_set.derived_from", indicator->derived_from, violations);
  } else if (const auto* last_year = std::get_if<core::PriorYearFigures>(&body)) {
    for (size_t i = 0; i < last_year->figures.size(); ++i) {
      const std::string path =
          wire::ItemPath("prior_year_figures", "figures", static_cast<int>(i)) + ".figure";
      CheckFigure(path, last_year->figures[i].figure, violations);
    }
  }
  return violations;
}

}  // namespace

std::variant<core::Command, wire::Violations> Understand(const v1::Command& from,
                                                         const app::Book& book) {
  auto decoded = wire::Decode(from);
  if (const auto* command = std::get_if<core::Command>(&decoded)) {
    wire::Violations violations = CheckFigures(command->body);
    if (violations.empty()) return decoded;
    const auto recorded = book.FindId(command->header.ref);
    if (!recorded.ok() || !*recorded) return violations;
  }
  return decoded;
}

}  // namespace outturn::rpc
