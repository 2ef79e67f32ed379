#include "services/figures/forms/reconcile.h"

#include <array>

#include "services/figures/forms/declared.h"
#include "services/figures/forms/printed.h"

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

}  // namespace outturn::figures
