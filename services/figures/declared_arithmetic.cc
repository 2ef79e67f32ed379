// Checks of declared cells that are sums and quotients.
#include <algorithm>
#include <array>
#include <set>

#include "services/figures/declared.h"

namespace outturn::figures {
namespace {

bool Within(const Exactly& difference, const Exactly& tolerance) {
  const Exactly magnitude = difference.numerator < 0
                                ? Exactly{-difference.numerator, difference.denominator}
                                : difference;
  return (tolerance - magnitude).numerator >= 0;
}
// What the rounding of n addends and of their sum can make: 0.005 × (n + 1).
Exactly Tolerance(size_t addends) { return Reduced(static_cast<Wide>(addends + 1), 200); }

std::string Money(const Exactly& amount) { return Decimals(amount, 2); }

std::string Place(const DeclaredFigure& cell) { return cell.form + " " + cell.label; }

struct SumRule {
  const char* whole;
  std::vector<const char*> parts;
};

// The measures that forms print by these divisions.
constexpr std::array<const char*, 4> kMeasures = {"prior_year_paid", "initial_budget",
                                                  "full_year_budget", "paid"};
const std::vector<SumRule>& SumRules() {
  static const std::vector<SumRule> kRules = {
      {"(three_public=total)",
       {"(three_public=abroad)", "(three_public=vehicle)", "(three_public=reception)"}},
      {"(three_public=vehicle)",
       {"(three_public=vehicle_purchase)", "(three_public=vehicle_operation)"}},
      {"", {"(category=basic)", "(category=project)"}},
      {"(category=basic)", {"(category=personnel)", "(category=public)"}},
      {"", {"(fund=general)", "(fund=gov_fund)", "(fund=special_account)", "(fund=other)"}},
  };
  return kRules;
}

struct Addends {
  std::vector<const DeclaredFigure*> printed;
  Exactly sum;
  std::string formula;  // "18.79 + 0 + 1.8"
};

// nullopt when a part has no cell anywhere, or none is printed: then nothing can be said.
std::optional<Addends> AddendsOf(const DeclaredIndex& index, const std::string& measure,
                                 const std::vector<const char*>& parts, const std::string& form) {
  Addends addends;
  for (const char* part : parts) {
    const DeclaredFigure* cell = index.Number(measure + part, form);
    if (cell == nullptr && !index.HasCell(measure + part)) return std::nullopt;
    if (cell == nullptr) continue;  // printed blank: nothing to add
    addends.printed.push_back(cell);
    addends.sum = addends.sum + cell->number->Exact();
    addends.formula += (addends.formula.empty() ? "" : " + ") + cell->number->ToString();
  }
  if (addends.printed.empty()) return std::nullopt;
  return addends;
}

// "精确数 18.7949 + 0 + 1.8048 = 20.5997": what the events have behind the printed sum.
Words ExactSum(const Cut& cut, const DeclaredFigure& whole, const Addends& addends) {
  const auto exact = InPrintedUnit(Evaluate(cut, *whole.figure), "");
  if (!exact) return {};
  std::string formula;
  for (const DeclaredFigure* part : addends.printed) {
    const auto number = InPrintedUnit(Evaluate(cut, *part->figure), "");
    if (!number) return {};
    formula += (formula.empty() ? "" : " + ") + AllDecimals(*number);
  }
  formula += " = " + AllDecimals(*exact);
  return {"；账上精确数 " + formula, "; exactly, by the events, " + formula};
}

void CheckSum(const Cut& cut, const DeclaredIndex& index, const std::string& measure,
              const SumRule& rule, const DeclaredFigure& whole, std::vector<Finding>& findings) {
  const auto addends = AddendsOf(index, measure, rule.parts, whole.form);
  if (!addends) return;
  const Exactly difference = whole.number->Exact() - addends->sum;
  if (IsZero(difference)) return;
  const bool rounding = Within(difference, Tolerance(addends->printed.size()));
  const Words exact = rounding ? ExactSum(cut, whole, *addends) : Words();
  const std::string sum = addends->formula + " = " + Money(addends->sum);
  Finding finding{.check = "sum",
                  .severity = rounding ? Severity::kInfo : Severity::kError,
                  .place = Place(whole),
                  .found = whole.number->ToString(),
                  .expected = Money(addends->sum),
                  .difference = Money(difference),
                  .words = {}};
  if (rounding) {
    finding.words = {"印出的加数 " + sum + "，舍入可以解释" + exact.zh,
                     "the printed parts make " + sum + "; rounding explains it" + exact.en};
  } else {
    finding.words = {"合计不等于各部分之和：" + sum + "，舍入不能解释",
                     "the sum is not that of its parts: " + sum + "; rounding does not explain it"};
  }
  finding.rounding = rounding ? Rounding::kExplains : Rounding::kDoesNotExplain;
  finding.compared = {AsCompared(whole)};
  for (const DeclaredFigure* part : addends->printed) finding.compared.push_back(AsCompared(*part));
  findings.push_back(std::move(finding));
}

// The printed whole of a division, and how it changed between two measures.
struct Change {
  Exactly amount;
  std::string formula;
  std::vector<ComparedCell> cells;
};
std::optional<Change> ChangeOf(const DeclaredIndex& index, const std::string& selector) {
  const DeclaredFigure* initial = index.Number("initial_budget" + selector, "");
  const DeclaredFigure* full = index.Number("full_year_budget" + selector, "");
  if (initial == nullptr || full == nullptr) return std::nullopt;
  return Change{full->number->Exact() - initial->number->Exact(),
                full->number->ToString() + " − " + initial->number->ToString(),
                {AsCompared(*initial), AsCompared(*full)}};
}

struct RateRule {
  const char* rate;
  const char* numerator;
  const char* denominator;
};
constexpr std::array<RateRule, 4> kRates = {{
    {"staff_control_rate", "staff_on_post", "staff_quota"},
    {"execution_rate", "paid", "full_year_budget"},
    {"execution_rate(category=project)", "paid(category=project)",
     "full_year_budget(category=project)"},
    {"execution_rate(category=basic)", "paid(category=basic)", "full_year_budget(category=basic)"},
}};

Exactly PercentOf(const Exactly& numerator, const Exactly& denominator) {
  return Reduced(numerator.numerator * denominator.denominator * 100,
                 numerator.denominator * denominator.numerator);
}

bool RoundsTo(const Exactly& exact, const PrintedNumber& printed) {
  const Exactly difference = printed.Exact() - exact;
  const Wide step = 2 * PowerOfTen(printed.decimals);  // half a unit of the last decimal printed
  return Within(difference, Exactly{1, step});
}

// Everything was spent to the last decimal: then the rate says nothing, the initial budget might.
void CheckFullIsPaid(const DeclaredIndex& index, std::vector<Finding>& findings) {
  const DeclaredFigure* initial = index.Number("initial_budget", "");
  const DeclaredFigure* full = index.Number("full_year_budget", "");
  const DeclaredFigure* paid = index.Number("paid", "");
  if (initial == nullptr || full == nullptr || paid == nullptr) return;
  if (!IsZero(full->number->Exact() - paid->number->Exact())) return;
  if (IsZero(full->number->Exact() - initial->number->Exact())) return;
  if (initial->number->digits <= 0) return;
  const std::string on_initial =
      Decimals(PercentOf(paid->number->Exact(), initial->number->Exact())) + "%";
  Words words{
      "全年预算数等于执行数，执行率必为 100%；占填报的年初预算 " + on_initial,
      "the full-year budget equals what was paid, so the rate is 100% by construction; on the "
      "initial budget declared it is " +
          on_initial};
  const auto parts =
      AddendsOf(index, "initial_budget", {"(category=basic)", "(category=project)"}, "");
  if (parts && parts->sum.numerator > 0 && !IsZero(parts->sum - initial->number->Exact())) {
    const std::string on_parts = Decimals(PercentOf(paid->number->Exact(), parts->sum)) + "%";
    words.zh += "，占各部分之和 " + Money(parts->sum) + " 为 " + on_parts;
    words.en += ", on the sum of its parts, " + Money(parts->sum) + ", " + on_parts;
  }
  findings.push_back({.check = "full_is_paid",
                      .severity = Severity::kWarning,
                      .place = Place(*full),
                      .found = full->number->ToString(),
                      .expected = "",
                      .difference = "",
                      .words = std::move(words),
                      .compared = {AsCompared(*initial), AsCompared(*full), AsCompared(*paid)}});
}

}  // namespace

void CheckSums(const Cut& cut, const DeclaredIndex& index, std::vector<Finding>& findings) {
  for (const char* measure : kMeasures) {
    for (const SumRule& rule : SumRules()) {
      std::set<std::string> forms;  // the same sum printed twice in a form is one finding
      for (const DeclaredFigure* whole : index.All(std::string(measure) + rule.whole)) {
        if (!whole->number || !forms.insert(whole->form).second) continue;
        CheckSum(cut, index, measure, rule, *whole, findings);
        break;
      }
    }
  }
}

void CheckChange(const DeclaredIndex& index, std::vector<Finding>& findings) {
  const auto whole = ChangeOf(index, "");
  const auto basic = ChangeOf(index, "(category=basic)");
  const auto project = ChangeOf(index, "(category=project)");
  if (!whole || !basic || !project) return;
  const Exactly parts = basic->amount + project->amount;
  const Exactly difference = whole->amount - parts;
  if (Within(difference, Tolerance(4))) return;
  const DeclaredFigure* full = index.Number("full_year_budget", "");
  const std::string sum = Money(basic->amount) + " + " + Money(project->amount);
  std::vector<ComparedCell> cells = whole->cells;
  for (const auto* part : {&*basic, &*project})
    cells.insert(cells.end(), part->cells.begin(), part->cells.end());
  findings.push_back({.check = "change",
                      .severity = Severity::kError,
                      .place = Place(*full),
                      .found = Money(whole->amount),
                      .expected = Money(parts),
                      .difference = Money(difference),
                      .words = {"年初到全年的变动（" + whole->formula +
                                    "）不等于基本支出与项目支出变动之和（" + sum + "）",
                                "the change from initial to full year (" + whole->formula +
                                    ") is not that of basic and project expenditure (" + sum + ")"},
                      .compared = std::move(cells),
                      .rounding = Rounding::kDoesNotExplain});
}

void CheckRates(const DeclaredIndex& index, std::vector<Finding>& findings) {
  for (const RateRule& rule : kRates) {
    const DeclaredFigure* rate = index.Number(rule.rate, "");
    if (rate == nullptr) continue;
    const DeclaredFigure* numerator = index.Number(rule.numerator, rate->form);
    const DeclaredFigure* denominator = index.Number(rule.denominator, rate->form);
    if (numerator == nullptr || denominator == nullptr || denominator->number->digits <= 0)
      continue;
    const Exactly percent = PercentOf(numerator->number->Exact(), denominator->number->Exact());
    if (RoundsTo(percent, *rate->number)) continue;
    findings.push_back(
        {.check = "rate",
         .severity = Severity::kError,
         .place = Place(*rate),
         .found = rate->printed,
         .expected = Decimals(percent) + "%",
         .difference = Decimals(rate->number->Exact() - percent),
         .words = {"比率与印出的分子分母不符：" + numerator->number->ToString() + " ÷ " +
                       denominator->number->ToString(),
                   "the rate is not that of the printed parts: " + numerator->number->ToString() +
                       " ÷ " + denominator->number->ToString()},
         .compared = {AsCompared(*rate), AsCompared(*numerator), AsCompared(*denominator)},
         .rounding = Rounding::kDoesNotExplain});
  }
  CheckFullIsPaid(index, findings);
}

void CheckWeights(const Cut& cut, const DeclaredIndex& index, std::vector<Finding>& findings) {
  std::map<std::string, std::vector<const DeclaredFigure*>> by_form;
  for (const DeclaredFigure& cell : index.cells()) {
    if (!cell.number) continue;
    const bool named =
        cell.name == "execution_weight" || cell.name.starts_with("indicator_weight(");
    // Rows the catalogue has no figure for: a second table of indicators.
    const bool labelled = cell.name.empty() && cell.label.ends_with("/分值") &&
                          cell.label.find("总分") == std::string::npos;
    if (named || labelled) by_form[cell.form].push_back(&cell);
  }
  const Exactly due = Reduced(cut.policy.total_points, 100);
  for (const auto& [form, weights] : by_form) {
    Exactly sum;
    std::string extra;
    for (const DeclaredFigure* cell : weights) {
      sum = sum + cell->number->Exact();
      if (cell->name.empty()) extra += (extra.empty() ? "" : "、") + cell->label;
    }
    if (weights.size() < 3 || IsZero(sum - due)) continue;
    const std::string others = extra.empty() ? "" : "（含 " + extra + "）";
    const std::string others_en = extra.empty() ? "" : " (with " + extra + ")";
    std::vector<ComparedCell> cells;
    for (const DeclaredFigure* cell : weights) cells.push_back(AsCompared(*cell));
    findings.push_back({.check = "weights",
                        .severity = Severity::kError,
                        .place = form,
                        .found = Decimals(sum),
                        .expected = Decimals(due),
                        .difference = Decimals(sum - due),
                        .words = {"分值合计应为 " + Decimals(due) + others,
                                  "the weights are to make " + Decimals(due) + others_en},
                        .compared = std::move(cells),
                        .rounding = Rounding::kDoesNotExplain});
  }
}

}  // namespace outturn::figures
