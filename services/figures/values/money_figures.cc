// Figures of money.
#include <algorithm>
#include <array>

#include "services/figures/definitions.h"
#include "services/figures/name.h"

namespace outturn::figures {
namespace {

using core::Cause;
using core::Fen;
using core::Measure;

Value AdjustedGross(const Cut& cut, const Figure&) {
  Fen sum;
  for (const auto& [key, series] : cut.ledger.adjustments) {
    if (CountsAsAdjusted(key.second)) sum += series.At(cut.as_of);
  }
  return sum;
}

Value PriorYearRefunds(const Cut& cut, const Figure&) {
  return cut.ledger.prior_year_refunded.At(cut.as_of);
}

Value PriorYearPaid(const Cut& cut, const Figure& figure) {
  return PriorYear(cut, "paid", figure.selector);
}
Value PriorYearBudget(const Cut& cut, const Figure& figure) {
  return PriorYear(cut, "initial_budget", figure.selector);
}

Value ProcurementBudget(const Cut& cut, const Figure& figure) {
  Selector selector = figure.selector;
  selector.procurement = true;
  return Money(cut, "initial_budget", selector);
}

Value ProcurementActual(const Cut& cut, const Figure& figure) {
  switch (cut.policy.procurement) {
    case core::ProcurementBasis::kByPayment:
      return SumOf(cut, {{Measure::kProcurementPaid, 1}}, figure.selector);
    case core::ProcurementBasis::kByContract:
      return SumOf(cut, {{Measure::kProcurementContracted, 1}}, figure.selector);
  }
  return NoValue{Absence::kNotApplicable};
}

// 12 × paid − months × budget, over 12, to the fen.
Value AheadAmount(const Cut& cut, const Figure& figure) {
  const Wide paid = Money(cut, "paid", figure.selector).count();
  const Wide budget = Money(cut, "full_year_budget", figure.selector).count();
  return Fen(static_cast<int64_t>(RoundHalfUp(12 * paid - MonthsElapsed(cut) * budget, 12)));
}

// Of each line the money carried over is spent first: min(carry-over, paid).
Fen PaidFromCarryIn(const Cut& cut, const Selector& selector) {
  Fen sum;
  for (const auto& [code, line] : cut.ledger.lines) {
    if (!selector.line.empty() && selector.line != code) continue;
    Selector one = selector;
    one.line = code;
    const Fen carried = SumOf(cut, {{Measure::kCarryIn, 1}}, one);
    const Fen paid = SumOf(cut, {{Measure::kPaid, 1}}, one);
    sum += std::max(Fen(), std::min(carried, paid));
  }
  return sum;
}
Value PaidFromCarryInFigure(const Cut& cut, const Figure& figure) {
  return PaidFromCarryIn(cut, figure.selector);
}
Value PaidFromCurrent(const Cut& cut, const Figure& figure) {
  return Money(cut, "paid", figure.selector) + -PaidFromCarryIn(cut, figure.selector);
}

Definition Sum(std::string_view name, std::string_view zh, std::string_view en,
               std::string_view definition_zh, std::string_view definition_en,
               std::vector<Term> terms, Takes takes = Takes::kSelector) {
  return {.name = name,
          .zh = zh,
          .en = en,
          .definition_zh = definition_zh,
          .definition_en = definition_en,
          .unit = "fen",
          .source = "",
          .takes = takes,
          .terms = std::move(terms),
          .numerator = {},
          .denominator = {}};
}

std::vector<Term> With(std::vector<Term> terms, const std::vector<Term>& more) {
  terms.insert(terms.end(), more.begin(), more.end());
  return terms;
}

// ---- last year

Value PriorYearFromFacts(const Cut& cut, std::string_view measure, const Selector& selector) {
  if (const auto* fact = PriorYearFact(cut, measure, selector)) return fact->value;
  const std::vector<Selector> parts = PartsOfPriorYear(selector);
  if (parts.empty()) return NoValue{Absence::kNoPriorYear};
  int64_t sum = 0;
  for (const Selector& part : parts) {
    const Value amount = PriorYearFromFacts(cut, measure, part);
    if (!HasValue(amount)) return amount;
    const auto next = Plus(sum, std::get<Fen>(amount).count());
    if (!next) return NoValue{Absence::kTooLarge};
    sum = *next;
  }
  return Fen(sum);
}

}  // namespace

bool CountsAsAdjusted(Cause cause) {
  switch (cause) {
    case Cause::kStatePolicy:
    case Cause::kForceMajeure:
    case Cause::kSuperiorTask:
      return false;
    case Cause::kUnspecified:
    case Cause::kOwnDecision:
      return true;
  }
  return true;
}

const core::DayKeyed<Fen>::Entry* PriorYearFact(const Cut& cut, std::string_view measure,
                                                const Selector& selector) {
  const std::string wanted = PutTogether(measure, selector.Arguments());
  const auto exact = cut.ledger.prior_year.find(wanted);
  if (exact != cut.ledger.prior_year.end()) {
    if (const auto* entry = exact->second.EntryAt(cut.as_of)) return entry;
  }
  for (const auto& [name, history] : cut.ledger.prior_year) {
    const auto* entry = history.EntryAt(cut.as_of);
    if (entry == nullptr || name == wanted) continue;
    const Fallible<Figure> figure = ParseFigure(name);
    if (figure && figure->Name() == wanted) return entry;
  }
  return nullptr;
}

// What a selector is made of, when it is one of the wholes everybody divides alike.
std::vector<Selector> PartsOfPriorYear(const Selector& whole) {
  const auto three_public = [](ThreePublicScope scope) {
    Selector part;
    part.three_public = scope;
    return part;
  };
  const auto category = [](CategoryScope scope) {
    Selector part;
    part.category = scope;
    return part;
  };
  if (whole == three_public(ThreePublicScope::kTotal)) {
    return {three_public(ThreePublicScope::kAbroad), three_public(ThreePublicScope::kVehicle),
            three_public(ThreePublicScope::kReception)};
  }
  if (whole == three_public(ThreePublicScope::kVehicle)) {
    return {three_public(ThreePublicScope::kVehiclePurchase),
            three_public(ThreePublicScope::kVehicleOperation)};
  }
  if (whole == category(CategoryScope::kBasic)) {
    return {category(CategoryScope::kPersonnel), category(CategoryScope::kPublic)};
  }
  if (whole == Selector()) {
    return {category(CategoryScope::kBasic), category(CategoryScope::kProject)};
  }
  return {};
}

Value PriorYear(const Cut& cut, std::string_view measure, const Selector& selector) {
  const core::LedgerId& id = cut.ledger.id;
  if (const core::LedgerState* last = cut.book.FindLedger({id.unit, id.year - 1})) {
    const core::Day end = core::Day::LastOf(id.year - 1);
    return Money({cut.book, *last, cut.policy, end}, measure, selector);
  }
  return PriorYearFromFacts(cut, measure, selector);
}

namespace {

std::vector<Definition> BudgetDefinitions() {
  const std::vector<Term> adjustments = {{Measure::kSupplement, 1},
                                         {Measure::kCut, -1},
                                         {Measure::kVirementIn, 1},
                                         {Measure::kVirementOut, -1}};
  const std::vector<Term> full_year =
      With({{Measure::kInitial, 1}, {Measure::kCarryIn, 1}}, adjustments);
  const std::vector<Term> unpaid = With(full_year, {{Measure::kPaid, -1}});
  return {
      Sum("initial_budget", "年初预算数", "initial budget",
          "年初批复的预算，不含上年结转和年中调整",
          "as approved at the start of the year, without carry-over and changes",
          {{Measure::kInitial, 1}}),
      Sum("carry_in", "上年结转", "carry-over in", "从上年结转到本年使用的资金",
          "brought over from last year", {{Measure::kCarryIn, 1}}),
      Sum("supplements", "追加", "supplements", "年中追加的预算合计", "the sum of all supplements",
          {{Measure::kSupplement, 1}}),
      Sum("cuts", "追减", "cuts", "年中追减的预算合计，记正数",
          "the sum of all cuts, as a positive amount", {{Measure::kCut, 1}}),
      Sum("virements", "调剂", "virements", "调入减调出；整个账套内互调为零",
          "in less out; zero over a ledger that only moved its own money",
          {{Measure::kVirementIn, 1}, {Measure::kVirementOut, -1}}),
      Sum("adjustments", "预算调整数", "adjustments", "追加 − 追减 + 调入 − 调出",
          "supplements − cuts + virements in − virements out", adjustments),
      Sum("budget_changes", "结转和调整", "carry-over and adjustments", "上年结转 + 预算调整数",
          "carry-over in + adjustments", With({{Measure::kCarryIn, 1}}, adjustments)),
      Sum("full_year_budget", "全年预算数", "full-year budget",
          "年初预算 + 上年结转 + 追加 − 追减 + 调入 − 调出",
          "initial + carry-over + supplements − cuts + virements in − virements out", full_year),
      Sum("received", "到位资金", "funds received", "已到位的资金", "funds that have arrived",
          {{Measure::kReceived, 1}}, Takes::kLineSelector),
      Sum("committed", "已占用未支付", "committed", "合同等已占用、尚未支付也未释放的金额",
          "reserved by commitments, neither paid nor released", {{Measure::kCommitted, 1}}),
      Sum("paid", "执行数", "paid",
          "支付减退回和红冲，更正后归到更正的去处；以后年度退回的不冲减本年",
          "payments less reversals and refunds, where corrections put them; a refund of a later "
          "year "
          "does not count",
          {{Measure::kPaid, 1}}),
      Sum("reversed", "退回红冲", "reversed", "本年退回和红冲的合计，记正数",
          "the sum of reversals and refunds within the year, as a positive amount",
          {{Measure::kReversed, 1}}),
      Sum("remaining", "结余", "remaining", "全年预算数 − 执行数", "full-year budget − paid",
          unpaid),
      Sum("headroom", "可用额度", "headroom", "全年预算数 − 执行数 − 已占用未支付",
          "full-year budget − paid − committed", With(unpaid, {{Measure::kCommitted, -1}})),
      Derived("prior_year_paid", "上年决算数", "paid last year",
              "上年账套年末的执行数；账簿没有上年账套时取录入的上年数",
              "last year's ledger at its end; without one, the figures brought in", "fen", "",
              Takes::kSelector, PriorYearPaid),
      Derived("prior_year_budget", "上年预算数", "initial budget of last year",
              "上年账套的年初预算数；账簿没有上年账套时取录入的上年数",
              "last year's ledger; without one, the figures brought in", "fen", "",
              Takes::kSelector, PriorYearBudget),
      Derived("prior_year_refunds", "收到以前年度退回", "refunds of earlier years",
              "本年收到的以前年度支出退回，不冲减本年支出",
              "refunds of closed years that arrived this year; they lower neither year's spending",
              "fen", "", Takes::kNothing, PriorYearRefunds),
      Derived("procurement_budget", "政府采购预算数", "procurement budget",
              "标为政府采购的指标的年初预算数", "initial budget of lines flagged as procurement",
              "fen", "F09", Takes::kSelector, ProcurementBudget),
      Derived("procurement_actual", "政府采购实际数", "procurement, actual",
              "按政策：标为政府采购的支付，或已签订的采购合同",
              "by policy: payments flagged as procurement, or procurement contracts signed", "fen",
              "F09", Takes::kSelector, ProcurementActual),
      Derived(
          "adjusted_gross", "预算调整总额", "gross adjustments",
          "追加、追减、调剂的绝对数之和，不含国家政策、不可抗力和上级交办引起的调整",
          "sum of all supplements, cuts and virements, none netted, without those caused by state "
          "policy, force majeure or a superior's task",
          "fen", "F04", Takes::kNothing, AdjustedGross),
      Derived("ahead_amount", "超（短）序时金额", "amount ahead of time",
              "执行数 − 全年预算数 × 序时进度，舍入到分；负数为短",
              "paid − full-year budget × time progress, to the fen; negative when behind", "fen",
              "F14", Takes::kSelector, AheadAmount),
  };
}

}  // namespace

namespace {

// What final accounts ask for beyond the budget's own figures.
std::vector<Definition> AccountDefinitions() {
  const std::vector<Term> left = {
      {Measure::kCarryIn, 1}, {Measure::kReceived, 1}, {Measure::kPaid, -1}};
  return {
      Sum("current_budget", "当年预算数", "budget of the year itself", "全年预算数 − 上年结转",
          "full-year budget − carry-over in",
          {{Measure::kInitial, 1},
           {Measure::kSupplement, 1},
           {Measure::kCut, -1},
           {Measure::kVirementIn, 1},
           {Measure::kVirementOut, -1}}),
      Derived("paid_from_carry_in", "结转资金执行数", "paid from carry-over",
              "各预算指标先用上年结转：上年结转和执行数中小者之和",
              "of each line the money carried over is spent first: the smaller of carry-over and "
              "paid",
              "fen", "", Takes::kSelector, PaidFromCarryInFigure),
      Derived("paid_from_current", "当年资金执行数", "paid from the year's own budget",
              "执行数 − 结转资金执行数", "paid − paid from carry-over", "fen", "", Takes::kSelector,
              PaidFromCurrent),
      Sum("funds_total", "收入总计", "all income", "上年结转 + 到位资金",
          "carry-over in + funds received", {{Measure::kCarryIn, 1}, {Measure::kReceived, 1}},
          Takes::kLineSelector),
      Sum("funds_left", "年末结转和结余", "funds left over", "上年结转 + 到位资金 − 执行数",
          "carry-over in + funds received − paid", left, Takes::kLineSelector),
  };
}

}  // namespace

std::vector<Definition> MoneyDefinitions() {
  std::vector<Definition> definitions = BudgetDefinitions();
  for (Definition& definition : AccountDefinitions()) definitions.push_back(std::move(definition));
  return definitions;
}

}  // namespace outturn::figures
