// The form "reconciliation".
#include <algorithm>

#include "services/checks/declared.h"
#include "services/figures/explain/explain_table.h"
#include "services/figures/forms/reconcile.h"

namespace outturn::checks {
namespace {

using figures::Align;
using figures::Cell;
using figures::Comparison;
using figures::Language;
using figures::MoneyUnit;
using figures::RowKind;
using figures::Section;
using figures::Table;
using figures::TextCell;
using figures::Verdict;

std::string_view NameIn(Severity severity, Language language) {
  const bool zh = language == Language::kChinese;
  switch (severity) {
    case Severity::kError:
      return zh ? "错误" : "error";
    case Severity::kWarning:
      return zh ? "警告" : "warning";
    case Severity::kInfo:
      return zh ? "说明" : "info";
  }
  return "";
}

std::string Heading(Language language, const char* zh, const char* en) {
  return language == Language::kChinese ? zh : en;
}

Section ComparisonSection(const std::string& title, const std::vector<Comparison>& comparisons,
                          Language language, bool agreeing) {
  const auto say = [&](const char* zh, const char* en) { return Heading(language, zh, en); };
  Section section;
  section.title = title;
  section.columns = {
      {say("表", "form"), Align::kLeft, 10},          {say("栏目", "place"), Align::kLeft, 34},
      {say("填报数", "declared"), Align::kRight, 12}, {say("账上数", "derived"), Align::kRight, 12},
      {say("相差", "difference"), Align::kRight, 10}, {say("结论", "verdict"), Align::kLeft, 12},
      {say("说明", "remark"), Align::kLeft, 26}};
  for (const Comparison& comparison : comparisons) {
    const bool agrees =
        comparison.verdict == Verdict::kEqual || comparison.verdict == Verdict::kEqualByRounding;
    if (agrees != agreeing) continue;
    Cell derived =
        TextCell(figures::Print(comparison.derived, MoneyUnit::kWanYuan, language), Align::kRight);
    derived.figure = comparison.figure;
    derived.value = comparison.derived;
    section.rows.push_back({RowKind::kPlain,
                            {TextCell(comparison.form), TextCell(comparison.label),
                             TextCell(comparison.printed, Align::kRight), std::move(derived),
                             TextCell(comparison.difference, Align::kRight),
                             TextCell(figures::Name(comparison.verdict).In(language)),
                             TextCell(comparison.remark.In(language))}});
  }
  return section;
}

// What follows from a cause stands below it.
void AddRows(const std::vector<Finding>& findings, Language language, Section& section) {
  for (const Finding& finding : findings) {
    section.rows.push_back(
        {RowKind::kPlain,
         {TextCell(std::string(NameIn(finding.severity, language))), TextCell(finding.place.form),
          TextCell(finding.found, Align::kRight), TextCell(finding.expected, Align::kRight),
          TextCell(finding.difference, Align::kRight), TextCell(finding.words.In(language))}});
    AddRows(finding.also, language, section);
  }
}

Section FindingSection(const std::vector<Finding>& findings, Language language) {
  const auto say = [&](const char* zh, const char* en) { return Heading(language, zh, en); };
  Section section;
  section.title = say("一、填报数之间的核对", "1. Declared figures against each other");
  section.columns = {
      {say("级别", "severity"), Align::kLeft, 6},     {say("位置", "place"), Align::kLeft, 26},
      {say("填报", "printed"), Align::kRight, 12},    {say("应为", "expected"), Align::kRight, 12},
      {say("相差", "difference"), Align::kRight, 10}, {say("说明", "what"), Align::kLeft, 44}};
  AddRows(findings, language, section);
  return section;
}

std::string CountLine(const std::vector<Comparison>& comparisons, Language language) {
  std::string line;
  for (int i = 0; i <= static_cast<int>(Verdict::kUnknownFigure); ++i) {
    const auto verdict = static_cast<Verdict>(i);
    const auto count = std::count_if(comparisons.begin(), comparisons.end(),
                                     [&](const auto& c) { return c.verdict == verdict; });
    if (count == 0) continue;
    line += (line.empty()                     ? ""
             : language == Language::kChinese ? "，"
                                              : ", ") +
            figures::Name(verdict).In(language) + " " + std::to_string(count);
  }
  return line;
}

}  // namespace

Table ReconciliationTable(const figures::Cut& cut, const Rules& rules,
                          const figures::Provenance& provenance, Language language) {
  const auto say = [&](const char* zh, const char* en) { return Heading(language, zh, en); };
  const std::vector<Comparison> comparisons = figures::Compare(cut);
  Table table;
  table.id = "reconciliation";
  table.title = say("填报数与账上数核对表", "Declared against derived");
  table.subtitle = cut.ledger.opened.unit_name + "    " + std::to_string(cut.ledger.id.year) +
                   say("年度    单位：万元    内部资料", "    in 万元 (10,000 yuan)    internal");
  table.language = language;
  table.provenance = provenance;
  table.sections.push_back(FindingSection(CheckDeclared(cut, rules), language));
  table.sections.push_back(ComparisonSection(
      say("二、与账上数不一致的填报数", "2. Declared figures the events do not bear out"),
      comparisons, language, false));
  table.sections.push_back(
      ComparisonSection(say("三、与账上数一致的填报数", "3. Declared figures the events bear out"),
                        comparisons, language, true));
  if (comparisons.empty()) {
    table.notes.push_back(say("截止日前没有填报记录。", "Nothing was declared by that day."));
  } else {
    table.notes.push_back(say("共 ", "cells: ") + std::to_string(comparisons.size()) +
                          say(" 格：", ": ") + CountLine(comparisons, language));
    table.notes.push_back(
        say("相差 = 填报数 − 账上数。舍入容差：n 个加数为 0.005 ×（n + 1）。",
            "difference = declared − derived. Rounding of n addends may make 0.005 × (n + 1)."));
  }
  return table;
}

}  // namespace outturn::checks
