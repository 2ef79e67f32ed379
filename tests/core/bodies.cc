#include "tests/core/bodies.h"

namespace outturn::core {
namespace {

std::vector<ClassAmount> ByClass(const Amounts& amounts) {
  std::vector<ClassAmount> parts;
  for (const auto& [economic_class, amount] : amounts) parts.push_back({economic_class, amount});
  return parts;
}

// The budget kinds differ in what they mean, not in what they say.
template <typename Kind>
Kind BudgetOf(LineCode line, const Amounts& amounts) {
  Kind kind;
  kind.line = std::move(line);
  kind.amounts = ByClass(amounts);
  return kind;
}

LineOpened LineOf(LineCode line, LineCategory category) {
  LineOpened opened;
  opened.name = "指标" + line;
  opened.line = std::move(line);
  opened.category = category;
  opened.functional_class = "2040601";
  opened.fund_type = "111";
  return opened;
}

}  // namespace

Policy Strict() {
  Policy policy;
  policy.ref = {"r", 1};
  policy.bands = {{"good", "达成", "achieved", 80, 100},
                  {"fair", "部分达成", "partly", 60, 80},
                  {"poor", "未达成", "missed", 0, 60}};
  policy.grades = {{"优", "excellent", 90}, {"差", "poor", 0}};
  policy.warning_rules = {Watch("behind")};
  return policy;
}

PolicyAdopted Adopt(Policy policy, std::vector<LedgerId> ledgers) {
  return {std::move(policy), std::move(ledgers)};
}

LedgerOpened OpenLedger() {
  LedgerOpened opened;
  opened.unit_name = "司法局";
  opened.division = "431200";
  opened.policy = {"r", 1};
  opened.code_tables = "2024";
  return opened;
}

LineOpened PublicLine(LineCode line) { return LineOf(std::move(line), LineCategory::kPublic); }
LineOpened PersonnelLine(LineCode line) {
  return LineOf(std::move(line), LineCategory::kPersonnel);
}
LineOpened ProjectLine(LineCode line, std::string project) {
  LineOpened opened = LineOf(std::move(line), LineCategory::kProject);
  opened.project_name = "项目" + project;
  opened.project = std::move(project);
  opened.project_kind = ProjectKind::kBusinessWork;
  return opened;
}

InitialAppropriation Appropriate(LineCode line, const Amounts& amounts) {
  return BudgetOf<InitialAppropriation>(std::move(line), amounts);
}
CarryOverIn CarryIn(LineCode line, const Amounts& amounts) {
  return BudgetOf<CarryOverIn>(std::move(line), amounts);
}
Supplement Add(LineCode line, const Amounts& amounts) {
  auto supplement = BudgetOf<Supplement>(std::move(line), amounts);
  supplement.cause = Cause::kSuperiorTask;
  return supplement;
}
Cut Take(LineCode line, const Amounts& amounts) {
  auto cut = BudgetOf<Cut>(std::move(line), amounts);
  cut.cause = Cause::kStatePolicy;
  return cut;
}
FundsReceived Receive(LineCode line, Fen amount) { return {std::move(line), amount}; }

VirementLeg Out(LineCode line, EconomicClass economic_class, Fen amount, std::string unit) {
  return {std::move(unit), std::move(line), std::move(economic_class), Direction::kOut, amount};
}
VirementLeg In(LineCode line, EconomicClass economic_class, Fen amount, std::string unit) {
  return {std::move(unit), std::move(line), std::move(economic_class), Direction::kIn, amount};
}
Virement Vire(std::vector<VirementLeg> legs) { return {std::move(legs), Cause::kOwnDecision}; }

Commitment Commit(LineCode line, EconomicClass economic_class, Fen amount) {
  Commitment commitment;
  commitment.line = std::move(line);
  commitment.economic_class = std::move(economic_class);
  commitment.amount = amount;
  return commitment;
}
CommitmentRelease Release(std::string commitment, Fen amount) {
  return {{"", std::move(commitment)}, amount};
}
Payment Pay(LineCode line, EconomicClass economic_class, Fen amount) {
  Payment payment;
  payment.line = std::move(line);
  payment.economic_class = std::move(economic_class);
  payment.amount = amount;
  payment.payee = "某某印务公司";
  payment.voucher = "记-1";
  return payment;
}
Payment Draw(std::string commitment, LineCode line, EconomicClass economic_class, Fen amount,
             Fen drawn) {
  Payment payment = Pay(std::move(line), std::move(economic_class), amount);
  payment.commitment = EventRef{"", std::move(commitment)};
  payment.drawn = drawn;
  return payment;
}
Reversal Reverse(std::string payment, Fen amount, LineCode line, EconomicClass economic_class) {
  Reversal reversal;
  reversal.payment.external_id = std::move(payment);
  reversal.amount = amount;
  reversal.line = std::move(line);
  reversal.economic_class = std::move(economic_class);
  return reversal;
}
Correction Correct(std::string payment, Fen amount, LineCode to_line, EconomicClass to_class,
                   LineCode from_line, EconomicClass from_class) {
  Correction correction;
  correction.payment.external_id = std::move(payment);
  correction.amount = amount;
  correction.from_line = std::move(from_line);
  correction.from_economic_class = std::move(from_class);
  correction.to_line = std::move(to_line);
  correction.to_economic_class = std::move(to_class);
  correction.reason = "科目用错";
  return correction;
}
PriorYearRefund Refund(std::string payment, Fen amount) {
  PriorYearRefund refund;
  refund.payment.external_id = std::move(payment);
  refund.amount = amount;
  return refund;
}

IndicatorSet Indicator(std::string code, IndicatorKind kind, int points, std::string project) {
  IndicatorSet set;
  set.level3 = "指标" + code;
  set.indicator = std::move(code);
  set.project = std::move(project);
  set.kind = kind;
  set.weight = points * 100;
  set.approval = "绩审〔2024〕3号";
  if (IsQuantitative(kind)) set.target = Decimal(300);
  if (kind == IndicatorKind::kTimeliness) set.due = D("2024-11-30");
  return set;
}
IndicatorRevised Revise(std::string code, int points) {
  IndicatorRevised revised;
  revised.indicator = std::move(code);
  revised.weight = points * 100;
  revised.reason = "年中调整";
  return revised;
}
ResultReported Report(std::string code, int value) {
  ResultReported result;
  result.indicator = std::move(code);
  result.value = Decimal(value);
  return result;
}
IndicatorRated Rate(std::string code, std::string band, int percent) {
  return {std::move(code), std::move(band), percent};
}
DeviationExplained Explain(std::string code) {
  DeviationExplained explained;
  explained.indicator = std::move(code);
  explained.cause = DeviationCause::kFunding;
  explained.reason = "资金到位较晚";
  return explained;
}

ForecastReported Expect(std::string code, int value) {
  ForecastReported forecast;
  forecast.indicator = std::move(code);
  forecast.value = Decimal(value);
  forecast.likelihood = Likelihood::kPossible;
  return forecast;
}
WarningRule Watch(std::string id) {
  WarningRule rule;
  rule.id = std::move(id);
  rule.zh = "短序时";
  rule.test = WarningTest::kBehindTime;
  rule.scope = WarningScope::kWholeLedger;
  rule.threshold = 1000;
  return rule;
}
WarningHandled Handle(std::string rule) {
  WarningHandled handled;
  handled.rule = std::move(rule);
  handled.handling = WarningHandling::kRectify;
  handled.reason = "下月起按月调度";
  return handled;
}

ReportPublished Publish(std::string form) {
  ReportPublished published;
  published.form = std::move(form);
  published.language = "zh";
  published.format = "html";
  published.digest = "sha256:" + std::string(64, '0');
  published.published_on = D("2024-02-20");
  return published;
}

Asks Opening(const Policy& policy) {
  LedgerOpened opened = OpenLedger();
  opened.policy = policy.ref;
  return {Ask("2024-01-01", Adopt(policy)).In("", 0), Ask("2024-01-02", opened),
          Ask("2024-01-02", PublicLine("BG")), Ask("2024-01-02", PersonnelLine("RY")),
          Ask("2024-01-02", ProjectLine("XM", "X1"))};
}

Asks Funded(const Policy& policy) {
  return Opening(policy) +
         Asks{Ask("2024-01-05", Appropriate("BG", {{"", 900_yuan}, {"30217", 100_yuan}}))};
}

}  // namespace outturn::core
