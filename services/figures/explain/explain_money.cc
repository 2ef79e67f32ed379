// How derived figures of money and rates come about.
#include "services/figures/definitions.h"
#include "services/figures/explain/explainer.h"

namespace outturn::figures {
namespace {

using core::Fen;
using core::Measure;

int64_t FenOf(const Value& value) {
  const auto* amount = std::get_if<Fen>(&value);
  return amount == nullptr ? 0 : amount->count();
}

std::optional<int64_t> SumIfAny(const Value& value) {
  if (!HasValue(value)) return std::nullopt;
  return FenOf(value);
}

void AdjustedGross(Explainer& explainer, Step& step, const Cut& cut, const Figure&) {
  explainer.RestOn(step, cut, FromAdjustments{}, FenOf(step.value));
}

void PriorYearRefunds(Explainer& explainer, Step& step, const Cut& cut, const Figure&) {
  explainer.RestOn(step, cut, FromPriorYearRefunds{}, FenOf(step.value));
}

// The facts that were brought in, or those of the parts they are put together from.
void CollectFacts(const Cut& cut, std::string_view measure, const Selector& selector,
                  FromRecords& from) {
  if (const auto* fact = PriorYearFact(cut, measure, selector)) {
    from.records.emplace_back(fact->position, fact->value.count());
    return;
  }
  for (const Selector& part : PartsOfPriorYear(selector)) CollectFacts(cut, measure, part, from);
}

void OfPriorYear(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure,
                 std::string_view measure) {
  const core::LedgerId& id = cut.ledger.id;
  if (const core::LedgerState* last = cut.book.FindLedger({id.unit, id.year - 1})) {
    const Cut before{cut.book, *last, cut.policy, core::Day::LastOf(id.year - 1)};
    step.parts.push_back(explainer.Of(before, measure, figure.selector));
    step.formula = step.parts.back().ledger + " " + explainer.Named(step.parts.back());
    return;
  }
  FromRecords from;
  CollectFacts(cut, measure, figure.selector, from);
  explainer.RestOn(step, cut, std::move(from), SumIfAny(step.value));
}

void PriorYearPaid(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  OfPriorYear(explainer, step, cut, figure, "paid");
}
void PriorYearBudget(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  OfPriorYear(explainer, step, cut, figure, "initial_budget");
}

void ProcurementBudget(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  Selector selector = figure.selector;
  selector.procurement = true;
  explainer.RestOn(step, cut, MovementsFrom(cut, {{Measure::kInitial, 1}}, selector),
                   FenOf(step.value));
}

void ProcurementActual(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  const bool paid = cut.policy.procurement == core::ProcurementBasis::kByPayment;
  step.formula = cut.policy.ref.ToString() +
                 (paid ? explainer.Say("：取标为政府采购的支付", ": payments of procurement")
                       : explainer.Say("：取已签订的采购合同", ": procurement contracts"));
  const Measure measure = paid ? Measure::kProcurementPaid : Measure::kProcurementContracted;
  explainer.RestOn(step, cut, MovementsFrom(cut, {{measure, 1}}, figure.selector),
                   FenOf(step.value));
}

std::string MonthsOf(const Cut& cut) { return std::to_string(MonthsElapsed(cut)); }

void AheadAmount(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  step.parts.push_back(explainer.Of(cut, "paid", figure.selector));
  step.parts.push_back(explainer.Of(cut, "full_year_budget", figure.selector));
  step.formula = explainer.Named(step.parts[0]) + " − " + explainer.Named(step.parts[1]) + " × " +
                 MonthsOf(cut) + " ÷ 12 = " + explainer.Shown(step.value);
}

void TimeProgress(Explainer& explainer, Step& step, const Cut& cut, const Figure&) {
  step.formula = MonthsOf(cut) + " ÷ 12 = " + explainer.Shown(step.value);
}

void AheadOfTime(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  step.parts.push_back(explainer.Of(cut, "execution_rate", figure.selector));
  step.parts.push_back(explainer.Of(cut, "time_progress", Selector()));
  step.formula = explainer.Named(step.parts[0]) + " − " + explainer.Named(step.parts[1]) + " = " +
                 explainer.Shown(step.value) + explainer.Say(" 个百分点", " points");
}

void PaidFromCarryIn(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  step.parts.push_back(explainer.Of(cut, "carry_in", figure.selector));
  step.parts.push_back(explainer.Of(cut, "paid", figure.selector));
  step.formula = explainer.Say("各指标取上年结转和执行数中的小者，合计 = ",
                               "of each line the smaller of carry-over and paid, together = ") +
                 explainer.Shown(step.value);
}

void PaidFromCurrent(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  step.parts.push_back(explainer.Of(cut, "paid", figure.selector));
  step.parts.push_back(explainer.Of(cut, "paid_from_carry_in", figure.selector));
  step.formula = explainer.Named(step.parts[0]) + " − " + explainer.Named(step.parts[1]) + " = " +
                 explainer.Shown(step.value);
}

void ThreePublicChange(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  const bool budgets = cut.policy.three_public_change == core::ComparisonBasis::kOnBudgets;
  Step now = explainer.Of(cut, budgets ? "initial_budget" : "paid", figure.selector);
  Step before =
      explainer.Of(cut, budgets ? "prior_year_budget" : "prior_year_paid", figure.selector);
  const std::string last = explainer.Named(before);
  step.formula = "(" + explainer.Named(now) + " − " + last + ") ÷ " + last + " = " +
                 explainer.Shown(step.value) + explainer.Say("（口径依政策 ", " (as policy ") +
                 cut.policy.ref.ToString() + explainer.Say("）", " says)");
  step.parts.push_back(std::move(now));
  step.parts.push_back(std::move(before));
}

}  // namespace

Explainings MoneyExplainings() {
  return {
      {"adjusted_gross", AdjustedGross},
      {"ahead_amount", AheadAmount},
      {"ahead_of_time", AheadOfTime},
      {"paid_from_carry_in", PaidFromCarryIn},
      {"paid_from_current", PaidFromCurrent},
      {"prior_year_budget", PriorYearBudget},
      {"prior_year_paid", PriorYearPaid},
      {"prior_year_refunds", PriorYearRefunds},
      {"procurement_actual", ProcurementActual},
      {"procurement_budget", ProcurementBudget},
      {"three_public_change_rate", ThreePublicChange},
      {"time_progress", TimeProgress},
  };
}

}  // namespace outturn::figures
