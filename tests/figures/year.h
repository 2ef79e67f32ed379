// A hand-made year: states put together without events, so that figures are tested alone.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "services/core/book_state.h"
#include "services/figures/catalogue.h"

namespace outturn::figures::testing {

inline core::Day On(const std::string& text) { return core::Day::Parse(text).value(); }

class Year {
 public:
  explicit Year(int year = 2024) {
    tables.version = "test";
    const auto economic = [&](const char* code, core::ClassGroup group) -> auto& {
      core::EconomicClassInfo& info = tables.economic[code];
      info.name = std::string("class ") + code;
      info.group = group;
      return info;
    };
    for (const char* code : {"301", "30101"}) economic(code, core::ClassGroup::kPersonnel);
    for (const char* code : {"302", "30201", "30205", "30206", "30211"}) {
      economic(code, core::ClassGroup::kPublic);
    }
    const auto three_public = [&](const char* code, core::ThreePublic kind) {
      core::EconomicClassInfo& info = economic(code, core::ClassGroup::kPublic);
      info.is_three_public = true;
      info.three_public = kind;
    };
    three_public("30212", core::ThreePublic::kAbroad);
    three_public("30217", core::ThreePublic::kReception);
    three_public("30231", core::ThreePublic::kVehicleOperation);
    three_public("31013", core::ThreePublic::kVehiclePurchase);
    three_public("30913", core::ThreePublic::kVehiclePurchase);
    tables.functional["204"] = {"public security", ""};
    tables.functional["20406"] = {"justice", "204"};
    tables.functional["2040601"] = {"running", "20406"};
    tables.fund_types["111"] = {"general", true, core::FundGroup::kGeneral};
    tables.fund_types["112"] = {"government fund", true, core::FundGroup::kGovernmentFund};
    tables.fund_types["113"] = {"state capital", true, core::FundGroup::kStateCapital};
    tables.fund_types["2"] = {"special account", false, core::FundGroup::kSpecialAccount};
    tables.fund_types["3"] = {"unit", false};
    policy.ref = {"test", 1};
    ledger = &AddLedger(year);
  }

  core::LedgerState& AddLedger(int year) {
    core::LedgerState& added = book.ledgers[{"U", year}];
    added.id = {"U", year};
    added.tables = &tables;
    added.opened.unit_name = "司法局";
    added.opened_on = core::Day::FirstOf(year);
    return added;
  }

  // A form filed on that day.
  void Declare(const std::string& form, std::vector<core::DeclaredCell> cells,
               const std::string& day) {
    core::Declaration declaration;
    declaration.form = form;
    declaration.cells = std::move(cells);
    ledger->declarations.Put(On(day), ++position, declaration);
  }

  core::LineOpened& AddLine(const std::string& code, core::LineCategory category) {
    core::Line& line = ledger->lines[code];
    line.facts.line = code;
    line.facts.name = "line " + code;
    line.facts.category = category;
    line.facts.functional_class = "2040601";
    line.facts.fund_type = "111";
    line.opened_on = core::Day::FirstOf(ledger->id.year);
    line.fiscal = true;
    return line.facts;
  }
  core::LineOpened& AddProject(const std::string& line, const std::string& project,
                               core::ProjectKind kind = core::ProjectKind::kSpecialFund) {
    core::LineOpened& facts = AddLine(line, core::LineCategory::kProject);
    facts.project = project;
    facts.project_name = "project " + project;
    facts.project_kind = kind;
    return facts;
  }

  void Move(const std::string& line, const std::string& economic_class, core::Measure measure,
            int64_t fen, const std::string& day = "2024-01-05") {
    ledger->Move(line, economic_class, measure, On(day), core::Fen(fen));
  }

  core::IndicatorSet& AddIndicator(const std::string& code, core::IndicatorKind kind,
                                   const std::string& target, int weight) {
    core::IndicatorState& indicator = ledger->indicators[code];
    indicator.set.indicator = code;
    indicator.set.level1 = "产出指标";
    indicator.set.level2 = "数量指标";
    indicator.set.level3 = "indicator " + code;
    indicator.set.kind = kind;
    indicator.set.target = core::Decimal::Parse(target).value();
    indicator.set.weight = weight;
    indicator.set_on = core::Day::FirstOf(ledger->id.year);
    return indicator.set;
  }
  void Report(const std::string& code, const std::string& value, const std::string& day,
              core::ResultMode mode = core::ResultMode::kCumulative) {
    core::ResultReported result;
    result.indicator = code;
    result.mode = mode;
    result.value = core::Decimal::Parse(value).value();
    ledger->indicators[code].results.Put(On(day), ++position, result);
  }

  [[nodiscard]] Cut At(const std::string& day = "2024-12-31") const {
    return {book, *ledger, policy, On(day)};
  }
  // As printed in 万元; "!" and the problem when the name is not understood.
  [[nodiscard]] std::string Printed(const std::string& name,
                                    const std::string& day = "2024-12-31") const {
    const Fallible<Figure> figure = ParseFigure(name);
    return figure ? Print(Evaluate(At(day), *figure)) : "!" + figure.problem().words.en;
  }
  [[nodiscard]] std::string ExactValue(const std::string& name,
                                       const std::string& day = "2024-12-31") const {
    const Fallible<Figure> figure = ParseFigure(name);
    return figure ? Exact(Evaluate(At(day), *figure)) : "!" + figure.problem().words.en;
  }
  [[nodiscard]] Value Of(const std::string& name, const std::string& day = "2024-12-31") const {
    return Evaluate(At(day), *ParseFigure(name));
  }

  core::CodeTables tables;
  core::Policy policy;
  core::BookState book;
  core::LedgerState* ledger = nullptr;
  uint64_t position = 0;
};

}  // namespace outturn::figures::testing
