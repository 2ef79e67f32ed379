#include "services/rpc/command.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>

#include "services/figures/catalogue.h"
#include "services/wire/codec.h"
#include "services/wire/unseen.h"

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

// The text with its hidden characters written out; empty where it has none. Texts of the wire are
// UTF-8.
std::string Revealed(std::string_view text) {
  std::string shown;
  bool hides = false;
  while (!text.empty()) {
    const std::string_view before = text;
    const char32_t c = wire::TakeCharacter(text);
    if (wire::IsUnseen(c)) {
      char written[16];
      std::snprintf(written, sizeof written, "<U+%04X>", static_cast<unsigned>(c));
      shown += written;
      hides = true;
    } else {
      shown += before.substr(0, before.size() - text.size());
    }
  }
  return hides ? shown : std::string();
}

void CheckShown(const std::string& field, const std::string& value, wire::Violations& violations) {
  const bool ascii = std::all_of(value.begin(), value.end(),
                                 [](char c) { return static_cast<signed char>(c) >= 0; });
  if (ascii) return;
  const std::string shown = Revealed(value);
  if (shown.empty()) return;
  violations.push_back({field, wire::Shortened(shown), "没有看不见的字符",
                        "text without characters that cannot be seen"});
}

// Codes and names that others will have to type or tell apart. Names of what there is already need
// no check: there is nothing of another name.
void CheckCodes(const core::Command& command, wire::Violations& violations) {
  CheckShown("header.source", command.header.ref.source, violations);
  CheckShown("header.external_id", command.header.ref.external_id, violations);
  if (const auto* ledger = std::get_if<core::LedgerOpened>(&command.body)) {
    CheckShown("header.unit", command.header.ledger.unit, violations);
    CheckShown("ledger_opened.unit_name", ledger->unit_name, violations);
    CheckShown("ledger_opened.division", ledger->division, violations);
    CheckShown("ledger_opened.parent_unit", ledger->parent_unit, violations);
  } else if (const auto* line = std::get_if<core::LineOpened>(&command.body)) {
    CheckShown("line_opened.line", line->line, violations);
    CheckShown("line_opened.name", line->name, violations);
    CheckShown("line_opened.project", line->project, violations);
    CheckShown("line_opened.project_name", line->project_name, violations);
  } else if (const auto* indicator = std::get_if<core::IndicatorSet>(&command.body)) {
    CheckShown("indicator_set.indicator", indicator->indicator, violations);
    CheckShown("indicator_set.level3", indicator->level3, violations);
  }
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
    CheckCodes(*command, violations);
    if (violations.empty()) return decoded;
    const auto recorded = book.FindId(command->header.ref);
    if (!recorded.ok() || !*recorded) return violations;
  }
  return decoded;
}

}  // namespace outturn::rpc
