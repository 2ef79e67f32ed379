// Warnings of three-public expenses, and of payments that look like them.
#include <algorithm>
#include <optional>

#include "services/core/three_public_words.h"
#include "services/figures/definitions.h"
#include "services/figures/monitoring/monitoring.h"
#include "services/figures/monitoring/warning_tests.h"
#include "services/figures/public/classified.h"

namespace outturn::figures {
namespace {

using core::Fen;
using core::WarningTest;

LedgerPart ThreePublicPart(ThreePublicScope scope, Words name) {
  LedgerPart part{.selector = {}, .name = std::move(name)};
  part.selector.three_public = scope;
  return part;
}

LedgerPart ThreePublicPart(ThreePublicScope scope, core::ThreePublic kind) {
  const core::ThreePublicWords words = core::WordsOf(kind);
  return ThreePublicPart(scope, Words{std::string(words.zh), std::string(words.en)});
}

const std::vector<LedgerPart>& Expenses() {
  using core::ThreePublic;
  static const std::vector<LedgerPart> kExpenses = {
      ThreePublicPart(ThreePublicScope::kAbroad, ThreePublic::kAbroad),
      ThreePublicPart(ThreePublicScope::kVehiclePurchase, ThreePublic::kVehiclePurchase),
      ThreePublicPart(ThreePublicScope::kVehicleOperation, ThreePublic::kVehicleOperation),
      ThreePublicPart(ThreePublicScope::kReception, ThreePublic::kReception)};
  return kExpenses;
}
const LedgerPart& AllExpenses() {
  static const LedgerPart kAll =
      ThreePublicPart(ThreePublicScope::kTotal, Words{"三公经费", "three-public expenses"});
  return kAll;
}

std::optional<RaisedWarning> OverBudget(const Asking& asking, const LedgerPart& part) {
  const Fen paid = Money(asking.cut, "paid", part.selector);
  const Fen budget = Money(asking.cut, "full_year_budget", part.selector);
  if (paid <= budget || paid <= Fen()) return std::nullopt;
  return Raise(asking, part, {"full_year_budget", "paid"},
               {"已支付 " + Yuan(paid).zh + "，超过全年预算 " + Yuan(budget).zh,
                "paid " + Yuan(paid).en + ", above the full-year budget of " + Yuan(budget).en},
               {.amount = (paid - budget).count()});
}

std::optional<RaisedWarning> OverLastYear(const Asking& asking, const LedgerPart& part) {
  const Fen paid = Money(asking.cut, "paid", part.selector);
  const Value last = PriorYear(asking.cut, "paid", part.selector);
  const auto* before = std::get_if<Fen>(&last);
  if (before == nullptr || paid <= *before || paid <= Fen()) return std::nullopt;
  return Raise(asking, part, {"paid", "prior_year_paid"},
               {"已支付 " + Yuan(paid).zh + "，超过上年决算 " + Yuan(*before).zh,
                "paid " + Yuan(paid).en + ", above last year's " + Yuan(*before).en},
               {.amount = (paid - *before).count()});
}

// Above the limit by the rule's threshold, in percent of it.
bool Exceeds(Fen amount, Fen limit, int threshold) {
  return static_cast<Wide>(amount.count()) * 10'000 >
         static_cast<Wide>(limit.count()) * (10'000 + threshold);
}

std::optional<RaisedWarning> HeadingOver(const Asking& asking, const LedgerPart& part) {
  const Cut& cut = asking.cut;
  const Value computed = ForecastComputed(cut, part.selector);
  const auto* forecast = std::get_if<Fen>(&computed);
  if (forecast == nullptr || *forecast <= Fen()) return std::nullopt;
  const Fen budget = Money(cut, "full_year_budget", part.selector);
  const Value last = PriorYear(cut, "paid", part.selector);
  const auto* before = std::get_if<Fen>(&last);
  const bool over_budget = Exceeds(*forecast, budget, asking.rule.threshold);
  const bool over_last = before != nullptr && Exceeds(*forecast, *before, asking.rule.threshold);
  if (!over_budget && !over_last) return std::nullopt;
  Words words{"照此进度全年约 " + Yuan(*forecast).zh,
              "by the course so far about " + Yuan(*forecast).en + " by the year's end"};
  if (over_budget) {
    words.zh += "，超过全年预算 " + Yuan(budget).zh;
    words.en += ", above the full-year budget of " + Yuan(budget).en;
  }
  if (over_last) {
    words.zh += "，超过上年决算 " + Yuan(*before).zh;
    words.en += ", above last year's " + Yuan(*before).en;
  }
  // A forecast goes up and down with every payment: a twentieth of the limit is a new matter.
  const Fen limit = over_budget && over_last ? std::min(budget, *before)
                    : over_budget            ? budget
                                             : *before;
  return Raise(
      asking, part, {"paid", "forecast_computed", "full_year_budget", "prior_year_paid"},
      std::move(words),
      {.amount = (*forecast - limit).count(), .step = std::max<Wide>(1, limit.count() / 20)});
}

using Test = std::optional<RaisedWarning> (*)(const Asking&, const LedgerPart&);

Test TestOf(WarningTest test) {
  if (test == WarningTest::kThreePublicOverBudget) return OverBudget;
  if (test == WarningTest::kThreePublicOverLastYear) return OverLastYear;
  return HeadingOver;
}

// ---- payments

bool IsThreePublic(const Cut& cut, const core::EconomicClass& economic_class) {
  const core::EconomicClassInfo* info = cut.ledger.tables->Economic(economic_class);
  return info != nullptr && info->is_three_public;
}

// What is left of the payment on the day of the cut outside the three-public classes, wherever
// corrections put it.
Fen LeftElsewhere(const Cut& cut, const WatchedPayment& payment) {
  Fen left;
  bool at_home = false;
  const auto add = [&](const core::EconomicClass& economic_class, Fen amount) {
    if (!IsThreePublic(cut, economic_class)) left += amount;
  };
  const auto placements = cut.ledger.placements.find(payment.position);
  if (placements != cut.ledger.placements.end()) {
    for (const auto& [place, changes] : placements->second) {
      const bool home = place == std::pair(payment.line, payment.economic_class);
      at_home = at_home || home;
      add(place.second, changes.At(cut.as_of) + (home ? payment.amount : Fen()));
    }
  }
  if (!at_home) add(payment.economic_class, payment.amount);
  return left;
}

std::optional<RaisedWarning> AskPayment(const Asking& asking, const WatchedPayment& payment) {
  const Cut& cut = asking.cut;
  const std::vector<std::string>& words = asking.rule.words;
  if (payment.effective_on > cut.as_of || payment.amount < asking.rule.least) return std::nullopt;
  if (!HoldsAny(payment.purpose, words) && !HoldsAny(payment.payee, words)) return std::nullopt;
  const core::Line* line = cut.ledger.FindLine(payment.line);
  if (line == nullptr || !line->fiscal) return std::nullopt;
  const Fen left = LeftElsewhere(cut, payment);
  if (left <= Fen()) return std::nullopt;
  const std::string what = "“" + payment.purpose + "”（" + payment.payee + "）";
  RaisedWarning warning;
  warning.rule = &asking.rule;
  warning.subject = "payment=" + payment.ref.ToString();
  warning.name = {line->facts.name + " " + payment.economic_class,
                  line->facts.name + " " + payment.economic_class};
  warning.words = {payment.effective_on.ToString() + " 支付 " + Yuan(left).zh + " " + what +
                       "，列支经济分类 " + payment.economic_class + "，不属三公科目",
                   "paid on " + payment.effective_on.ToString() + ": " + Yuan(left).en + ", " +
                       what + ", booked under " + payment.economic_class +
                       ", which is no three-public class"};
  warning.events = {payment.position};
  warning.extent.amount = left.count();
  warning.classified = line->facts.classified || IsClassifiedProject(cut, line->facts.project);
  return warning;
}

// A line without the mark 三公标识 and without a budget for the class, which pays it all the same.
void AskLine(const Asking& asking, const std::string& code, const core::Line& line,
             RaisedWarnings& warnings) {
  const Cut& cut = asking.cut;
  if (line.opened_on > cut.as_of || !line.fiscal || line.facts.three_public) return;
  for (const auto& [economic_class, cell] : line.cells) {
    if (!IsThreePublic(cut, economic_class)) continue;
    LedgerPart part;
    part.selector.line = code;
    part.selector.classes = {economic_class};
    part.name = {line.facts.name, line.facts.name};
    part.classified = line.facts.classified || IsClassifiedProject(cut, line.facts.project);
    const Fen paid = Money(cut, "paid", part.selector);
    const Fen budget = Money(cut, "full_year_budget", part.selector);
    if (paid <= Fen() || budget > Fen() || paid < asking.rule.least) continue;
    warnings.push_back(
        Raise(asking, part, {"full_year_budget", "paid"},
              {"没有三公标识、也没有该科目预算的指标，在三公科目 " + economic_class + " 列支 " +
                   Yuan(paid).zh,
               "a line without the three-public mark and without a budget for it paid " +
                   Yuan(paid).en + " under the three-public class " + economic_class},
              {.amount = paid.count()}));
  }
}

}  // namespace

// Where one expense is over, the total says nothing new.
RaisedWarnings ThreePublicWarnings(const Asking& asking) {
  const Test test = TestOf(asking.rule.test);
  RaisedWarnings warnings;
  for (const LedgerPart& part : Expenses()) {
    if (auto warning = test(asking, part)) warnings.push_back(*std::move(warning));
  }
  if (!warnings.empty()) return warnings;
  if (auto warning = test(asking, AllExpenses())) warnings.push_back(*std::move(warning));
  return warnings;
}

RaisedWarnings PaymentWarnings(const Asking& asking) {
  RaisedWarnings warnings;
  for (const WatchedPayment& payment : asking.payments) {
    if (auto warning = AskPayment(asking, payment)) warnings.push_back(*std::move(warning));
  }
  for (const auto& [code, line] : asking.cut.ledger.lines) AskLine(asking, code, line, warnings);
  return warnings;
}

}  // namespace outturn::figures
