#include "services/figures/reconcile.h"

#include <algorithm>
#include <array>

#include "services/figures/declared.h"
#include "services/figures/printed.h"

namespace outturn::figures {
namespace {

std::string WithoutSpaces(const std::string& text) {
  std::string bare;
  for (const char c : Plain(text)) {
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t') bare += c;
  }
  return bare;
}

void CompareNumbers(const PrintedNumber& printed, const Exactly& exact, Comparison& comparison) {
  const Exactly difference = printed.Exact() - exact;
  if (IsZero(difference)) {
    comparison.verdict = Verdict::kEqual;
    return;
  }
  const Wide rounded =
      RoundHalfUp(exact.numerator * PowerOfTen(printed.decimals), exact.denominator);
  if (rounded == printed.digits) {
    const std::string all = AllDecimals(exact);
    comparison.verdict = Verdict::kEqualByRounding;
    comparison.remark = {printed.ToString() + " 由 " + all + " 四舍五入而来",
                         printed.ToString() + " is " + all + " rounded"};
    return;
  }
  comparison.verdict = Verdict::kDifferent;
  const bool money = std::holds_alternative<core::Fen>(comparison.derived);
  comparison.difference = Decimals(difference, money ? 2 : 0);
}

void CompareTexts(Comparison& comparison) {
  const bool same = WithoutSpaces(comparison.printed) == WithoutSpaces(Print(comparison.derived));
  comparison.verdict = same ? Verdict::kEqual : Verdict::kDifferent;
}

void CompareCell(const DeclaredFigure& cell, Comparison& comparison) {
  const bool blank = IsBlank(cell.printed);
  if (!HasValue(comparison.derived)) {
    const Words& why = Why(std::get<NoValue>(comparison.derived).why);
    comparison.verdict = blank ? Verdict::kEqual : Verdict::kNoValue;
    comparison.remark = why;
    return;
  }
  if (blank) {
    comparison.verdict = Verdict::kPrintedBlank;
    return;
  }
  const auto exact =
      InPrintedUnit(comparison.derived, cell.number ? cell.number->suffix : std::string());
  if (exact && cell.number) {
    CompareNumbers(*cell.number, *exact, comparison);
  } else if (exact && WithoutSpaces(cell.printed) != WithoutSpaces(Print(comparison.derived))) {
    comparison.verdict = Verdict::kUnreadable;
    comparison.remark = {"此处应为数字", "a number is due here"};
  } else {
    CompareTexts(comparison);
  }
}

std::string_view Name(Severity severity, Language language) {
  const bool zh = language == Language::kChinese;
  switch (severity) {
    case Severity::kError:
      return zh ? "错误" : "error";
    case Severity::kWarning:
      return zh ? "提示" : "warning";
    case Severity::kInfo:
      return zh ? "说明" : "info";
  }
  return "";
}

Cell Label(std::string text, Align align = Align::kLeft) {
  Cell cell;
  cell.printed = std::move(text);
  cell.align = align;
  return cell;
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
    Cell derived = Label(Print(comparison.derived, MoneyUnit::kWanYuan, language), Align::kRight);
    derived.figure = comparison.figure;
    derived.value = comparison.derived;
    section.rows.push_back(
        {RowKind::kPlain,
         {Label(comparison.form), Label(comparison.label), Label(comparison.printed, Align::kRight),
          std::move(derived), Label(comparison.difference, Align::kRight),
          Label(Name(comparison.verdict).In(language)), Label(comparison.remark.In(language))}});
  }
  return section;
}

Section FindingSection(const std::vector<Finding>& findings, Language language) {
  const auto say = [&](const char* zh, const char* en) { return Heading(language, zh, en); };
  Section section;
  section.title = say("一、填报数之间的核对", "1. Declared figures against each other");
  section.columns = {
      {say("级别", "severity"), Align::kLeft, 6},     {say("位置", "place"), Align::kLeft, 26},
      {say("填报", "printed"), Align::kRight, 12},    {say("应为", "expected"), Align::kRight, 12},
      {say("相差", "difference"), Align::kRight, 10}, {say("说明", "what"), Align::kLeft, 44}};
  for (const Finding& finding : findings) {
    section.rows.push_back(
        {RowKind::kPlain,
         {Label(std::string(Name(finding.severity, language))), Label(finding.place),
          Label(finding.found, Align::kRight), Label(finding.expected, Align::kRight),
          Label(finding.difference, Align::kRight), Label(finding.words.In(language))}});
  }
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
            Name(verdict).In(language) + " " + std::to_string(count);
  }
  return line;
}

}  // namespace

const Words& Name(Verdict verdict) {
  static const std::array<Words, 8> kNames = {
      Words{"一致", "equal"},
      Words{"舍入后一致", "equal by rounding"},
      Words{"不一致", "different"},
      Words{"填报为空", "printed blank"},
      Words{"账上无数", "no derived value"},
      Words{"无对应指标", "no figure"},
      Words{"无法识读", "unreadable"},
      Words{"指标名未知", "unknown figure"},
  };
  return kNames[static_cast<size_t>(verdict)];
}

std::vector<Comparison> Compare(const Cut& cut) {
  std::vector<Comparison> comparisons;
  for (const DeclaredFigure& cell : DeclaredFigures(cut)) {
    Comparison comparison{.form = cell.form,
                          .label = cell.label,
                          .figure = cell.name,
                          .printed = cell.printed,
                          .derived = NoValue{},
                          .verdict = Verdict::kNoFigure,
                          .difference = "",
                          .remark = {}};
    if (cell.figure) {
      comparison.derived = Evaluate(cut, *cell.figure);
      CompareCell(cell, comparison);
    } else if (!cell.name.empty()) {
      comparison.verdict = Verdict::kUnknownFigure;
      comparison.remark = Sentence(ParseFigure(cell.name).problem());
    }
    comparisons.push_back(std::move(comparison));
  }
  return comparisons;
}

std::vector<Finding> CheckDeclared(const Cut& cut) {
  const std::vector<DeclaredFigure> cells = DeclaredFigures(cut);
  const DeclaredIndex index(cells);
  std::vector<Finding> findings;
  CheckSums(cut, index, findings);
  CheckChange(index, findings);
  CheckRates(index, findings);
  CheckSpecialFunds(cut, index, findings);
  CheckWeights(cut, index, findings);
  CheckIndicators(cut, index, findings);
  CheckBlanks(index, findings);
  CheckRepeated(index, findings);
  CheckStatements(index, findings);
  std::stable_sort(findings.begin(), findings.end(),
                   [](const auto& a, const auto& b) { return a.severity < b.severity; });
  return findings;
}

Table ReconciliationTable(const Cut& cut, const Provenance& provenance, Language language) {
  const auto say = [&](const char* zh, const char* en) { return Heading(language, zh, en); };
  const std::vector<Comparison> comparisons = Compare(cut);
  Table table;
  table.id = "reconciliation";
  table.title = say("填报数与账上数核对表", "Declared against derived");
  table.subtitle = cut.ledger.opened.unit_name + "    " + std::to_string(cut.ledger.id.year) +
                   say("年度    单位：万元    内部资料", "    in 万元 (10,000 yuan)    internal");
  table.language = language;
  table.provenance = provenance;
  table.sections.push_back(FindingSection(CheckDeclared(cut), language));
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

}  // namespace outturn::figures
