#include "services/core/refusal.h"

#include <array>

namespace outturn::core {
namespace {

// {variable} is replaced by the refusal's variable of that name.
struct Words {
  Reason reason;
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};

// In the order of Reason; the assertion below finds a missing one.
constexpr std::array<Words, kReasonCount> kWords = {{
    {Reason::kIdReused, "ID_REUSED",
     "外部编号 {ref} 已用于另一条记录（位置 {position}）：字段 {field} 原为 {recorded}，现为 "
     "{sent}",
     "external id {ref} already names another record (position {position}): field {field} was "
     "{recorded}, now {sent}"},
    {Reason::kLedgerNotFound, "LEDGER_NOT_FOUND", "没有账套 {ledger}；请先建账",
     "there is no ledger {ledger}; open it first"},
    {Reason::kLedgerExists, "LEDGER_EXISTS", "账套 {ledger} 已存在",
     "ledger {ledger} exists already"},
    {Reason::kVersionConflict, "VERSION_CONFLICT",
     "账套 {ledger} 当前版本为 {actual}，期望版本为 {expected}",
     "ledger {ledger} stands at version {actual}, {expected} was expected"},
    {Reason::kPolicyNotFound, "POLICY_NOT_FOUND", "本账簿未采用政策 {policy}；已采用：{known}",
     "policy {policy} was not adopted in this book; adopted: {known}"},
    {Reason::kPolicyExists, "POLICY_EXISTS", "政策 {policy} 已采用，版本不可更改；请用新版本号",
     "policy {policy} was adopted before and cannot change; use a new version"},
    {Reason::kPolicyInvalid, "POLICY_INVALID", "政策字段 {field} 为 {found}，应为 {allowed}",
     "policy field {field} is {found}, should be {allowed}"},
    {Reason::kCodeTablesNotFound, "CODE_TABLES_NOT_FOUND",
     "没有版本为 {code_tables} 的代码表；现有：{known}",
     "there are no code tables {code_tables}; known: {known}"},
    {Reason::kLedgerClosed, "LEDGER_CLOSED",
     "账套 {ledger} 已关账，不再受理 {kind}；关账后可受理：{allowed}",
     "ledger {ledger} is closed and takes no {kind}; after closing it takes: {allowed}"},
    {Reason::kLedgerNotClosed, "LEDGER_NOT_CLOSED", "账套 {ledger} 未关账，无需重新开账",
     "ledger {ledger} is not closed, so it cannot be reopened"},
    {Reason::kDayOutsideYear, "DAY_OUTSIDE_YEAR",
     "日期 {effective_on}{completed_on} 不在预算年度 {year} 内",
     "day {effective_on}{completed_on} lies outside fiscal year {year}"},
    {Reason::kBackdatedTooFar, "BACKDATED_TOO_FAR",
     "生效日期 {effective_on} 早于登记日期 {recorded_on} 超过 {limit_days} 天",
     "effective day {effective_on} is more than {limit_days} days before the day of recording "
     "{recorded_on}"},
    {Reason::kDayTooLate, "DAY_TOO_LATE", "{field} {day} 晚于 {bound} {bound_day}",
     "{field} {day} is after {bound} {bound_day}"},
    {Reason::kBeforeOpening, "BEFORE_OPENING",
     "生效日期 {effective_on} 早于 {what} 的设立日期 {opened_on}",
     "effective day {effective_on} is before {what} began on {opened_on}"},
    {Reason::kBeforeLatest, "BEFORE_LATEST",
     "生效日期 {effective_on} 早于账套 {ledger} 已有记录的最晚日期 {latest_on}，不能在此日关账",
     "effective day {effective_on} is before {latest_on}, the last day ledger {ledger} has an "
     "event "
     "on: it cannot be closed then"},
    {Reason::kLineNotFound, "LINE_NOT_FOUND", "账套 {ledger} 没有预算指标 {line}",
     "ledger {ledger} has no line {line}"},
    {Reason::kLineExists, "LINE_EXISTS", "预算指标 {line} 已存在", "line {line} exists already"},
    {Reason::kUnknownCode, "UNKNOWN_CODE", "{field} {code} 不在代码表 {code_tables} 中",
     "{field} {code} is not in code tables {code_tables}"},
    {Reason::kClassNotDetailed, "CLASS_NOT_DETAILED",
     "经济分类 {economic_class} 应填到“款”（五位）",
     "economic class {economic_class} must be given to level 款 (five digits)"},
    {Reason::kClassNotInCategory, "CLASS_NOT_IN_CATEGORY",
     "经济分类 {economic_class} 不能列入支出类别 {category} 的指标",
     "economic class {economic_class} cannot be spent from a line of category {category}"},
    {Reason::kThreePublicMismatch, "THREE_PUBLIC_MISMATCH",
     "指标 {line} 标识为“三公”，经济分类 {economic_class} 不属三公经费",
     "line {line} is flagged three-public, economic class {economic_class} is not"},
    {Reason::kProjectMismatch, "PROJECT_MISMATCH", "{field} 为“{found}”，应为 {allowed}",
     "{field} is \"{found}\", should be {allowed}"},
    {Reason::kProjectDiffers, "PROJECT_DIFFERS",
     "项目 {project} 的 {field} 在指标 {line} "
     "中为“{recorded}”，现为“{asked}”；同一项目代码只能有一个",
     "{field} of project {project} is \"{recorded}\" on line {line}, now \"{asked}\": a project "
     "code "
     "has one only"},
    {Reason::kDocumentMissing, "DOCUMENT_MISSING", "{kind}须有文号",
     "{kind} needs a document number 文号"},
    {Reason::kClassRequired, "CLASS_REQUIRED",
     "本政策按经济分类控制，指标 {line} 的金额须填经济分类",
     "the policy controls by economic class: amounts of line {line} must name one"},
    {Reason::kCommitmentNotFound, "COMMITMENT_NOT_FOUND", "没有合同（冻结）{commitment}",
     "there is no commitment {commitment}"},
    {Reason::kCommitmentMismatch, "COMMITMENT_MISMATCH",
     "支付的 {field} 为 {asked}，合同为 {committed}",
     "the payment's {field} is {asked}, the commitment's is {committed}"},
    {Reason::kPaymentNotFound, "PAYMENT_NOT_FOUND", "没有支付 {payment}",
     "there is no payment {payment}"},
    {Reason::kPaymentElsewhere, "PAYMENT_ELSEWHERE",
     "支付 {payment} 属于账套 {ledger}，不能在 {asked} 中这样处理",
     "payment {payment} belongs to ledger {ledger} and cannot be dealt with like this in "
     "{asked}"},
    {Reason::kPlacementAmbiguous, "PLACEMENT_AMBIGUOUS",
     "支付 {payment} 经更正后分在多处（{placements}），请指明指标和经济分类",
     "payment {payment} was split by corrections ({placements}): name line and economic "
     "class"},
    {Reason::kIndicatorNotFound, "INDICATOR_NOT_FOUND", "没有绩效指标 {indicator}",
     "there is no indicator {indicator}"},
    {Reason::kIndicatorExists, "INDICATOR_EXISTS", "绩效指标 {indicator} 已设定；请用指标调整",
     "indicator {indicator} was set before; revise it instead"},
    {Reason::kIndicatorKindMismatch, "INDICATOR_KIND_MISMATCH",
     "指标 {indicator} 的性质为 {kind}，与所填或缺少的 {field} 不符",
     "indicator {indicator} is of kind {kind}, which does not go with {field} as given or "
     "missing"},
    {Reason::kResultBelowZero, "RESULT_BELOW_ZERO",
     "指标 {indicator} 的完成值于 {on} 为 {sum}{unit}：只有比率（%、百分点）可以小于零",
     "the result of indicator {indicator} is {sum}{unit} on {on}: only rates (%, 百分点) may be "
     "below zero"},
    {Reason::kRatingOutsideBand, "RATING_OUTSIDE_BAND",
     "评级 {band} {percent}% 不在政策的档次内：{allowed}",
     "rating {band} {percent}% is in no band of the policy: {allowed}"},
    {Reason::kWeightsExceedTotal, "WEIGHTS_EXCEED_TOTAL",
     "指标分值合计 {sum} 分，自 {on} 起超过 {allowed} 分",
     "the weights add up to {sum} points from {on} on, more than {allowed}"},
    {Reason::kWarningRuleNotFound, "WARNING_RULE_NOT_FOUND",
     "政策 {policy} 没有预警规则 {rule}；现有：{known}",
     "policy {policy} has no warning rule {rule}; it has: {known}"},
    {Reason::kSubjectMismatch, "SUBJECT_MISMATCH",
     "预警规则 {rule} 没有叫“{found}”的预警，{field}应为 {allowed}",
     "rule {rule} raises no warning about \"{found}\": {field} should be {allowed}"},
    {Reason::kAttachmentMissing, "ATTACHMENT_MISSING", "按控制方式，处理预警 {rule} 须有附件",
     "a warning of rule {rule} is not handled without an attachment"},
    {Reason::kHandlingNotAllowed, "HANDLING_NOT_ALLOWED",
     "预警 {rule} 的控制方式为禁止，不能放行，只能改正或禁止",
     "rule {rule} forbids: its warnings cannot be let pass, only corrected or forbidden"},
    {Reason::kKnownAtTooLate, "KNOWN_AT_TOO_LATE",
     "已知位置 {known_at} 晚于账簿现有的最后位置 {position}",
     "known at {known_at} is beyond {position}, the last position there is"},
    {Reason::kPublishedMeanwhile, "PUBLISHED_MEANWHILE",
     "账套 {ledger} 的上一次公开在位置 {actual}，不是 {expected}：请连同它重新检查",
     "the last publication of ledger {ledger} is at position {actual}, not {expected}: check again "
     "together with it"},
    {Reason::kLeaksNotAccepted, "LEAKS_NOT_ACCEPTED",
     "公开 {form} 会泄露涉密项目（{leaks} 处）：须写明认可人和认可理由",
     "publishing {form} reveals what is classified ({leaks} findings): somebody must accept that, "
     "accepted_by, and say why, accepted_reason"},
    {Reason::kVirementUnbalanced, "VIREMENT_UNBALANCED", "调剂不平：调入 {in} 元，调出 {out} 元",
     "the virement does not balance: in {in} yuan, out {out} yuan"},
    {Reason::kVirementToItself, "VIREMENT_TO_ITSELF",
     "单位 {unit} 指标 {line} 经济分类“{economic_class}”既调入又调出",
     "unit {unit}, line {line}, class \"{economic_class}\" is shifted to itself"},
    {Reason::kTargetsMissing, "TARGETS_MISSING",
     "项目 {project} 没有审核通过的绩效目标，不安排预算",
     "project {project} has no approved performance targets: no appropriation"},
    {Reason::kBeforeOriginal, "BEFORE_ORIGINAL",
     "生效日期 {effective_on} 早于原业务日期 {original_on}",
     "effective day {effective_on} is before the original's {original_on}"},
    {Reason::kExceedsPayment, "EXCEEDS_PAYMENT",
     "金额 {asked} 元超过该支付于 {on} 尚余的 {left} 元",
     "{asked} yuan is more than the {left} yuan left of the payment on {on}"},
    {Reason::kCorrectionToItself, "CORRECTION_TO_ITSELF",
     "支付 {payment} 的这笔金额已在指标 {line} 经济分类 {economic_class} 上，更正须指明另一处",
     "the money of payment {payment} sits on line {line}, class {economic_class} already: a "
     "correction moves it elsewhere"},
    {Reason::kExceedsOriginal, "EXCEEDS_ORIGINAL",
     "金额 {asked} 元超过 {original} 于 {on} 尚余的 {left} 元",
     "{asked} yuan is more than the {left} yuan left of {original} on {on}"},
    {Reason::kExceedsCommitment, "EXCEEDS_COMMITMENT",
     "金额 {asked} 元超过该合同于 {on} 尚余的 {left} 元",
     "{asked} yuan is more than the {left} yuan the commitment still reserves on {on}"},
    {Reason::kAmountTooLarge, "AMOUNT_TOO_LARGE",
     "金额 {asked} 元使账套累计发生额 {turnover} 元超过上限 {limit} 元",
     "{asked} yuan takes the ledger's turnover of {turnover} yuan over the limit of {limit}"},
    {Reason::kNoBudget, "NO_BUDGET", "指标 {line} 于 {on} 无预算，不得支出 {asked} 元",
     "line {line} has no budget on {on}: {asked} yuan cannot be spent from it"},
    {Reason::kHeadroomExceeded, "HEADROOM_EXCEEDED",
     "指标 {line} 可用 {headroom} 元（{on} 最低），申请 {asked} 元",
     "line {line} has {headroom} yuan left (lowest on {on}), {asked} yuan asked"},
    {Reason::kClassHeadroomExceeded, "CLASS_HEADROOM_EXCEEDED",
     "指标 {line} 经济分类 {economic_class} 可用 {headroom} 元（{on} 最低），申请 {asked} 元",
     "line {line}, class {economic_class} has {headroom} yuan left (lowest on {on}), {asked} "
     "yuan asked"},
    {Reason::kThreePublicExceeded, "THREE_PUBLIC_EXCEEDED",
     "三公经费 {three_public} 可用 {headroom} 元（{on} 最低），申请 {asked} 元",
     "three-public {three_public} has {headroom} yuan left (lowest on {on}), {asked} yuan "
     "asked"},
    {Reason::kClassBudgetExceeded, "CLASS_BUDGET_EXCEEDED",
     "指标 {line} 经济分类“{economic_class}”预算 {budget} 元（{on} 最低），不能减少 {asked} 元",
     "line {line}, class \"{economic_class}\" was budgeted {budget} yuan (lowest on {on}), {asked} "
     "yuan cannot be taken"},
}};

constexpr bool EveryReasonHasWords() {
  for (size_t i = 0; i < kWords.size(); ++i) {
    if (static_cast<size_t>(kWords[i].reason) != i || kWords[i].zh.empty()) return false;
  }
  return true;
}
static_assert(EveryReasonHasWords());

const Words& WordsOf(Reason reason) { return kWords[static_cast<size_t>(reason)]; }

std::string_view ValueOf(const Refusal& refusal, std::string_view name) {
  for (const Variable& variable : refusal.variables) {
    if (variable.name == name) return variable.value;
  }
  return {};
}

}  // namespace

std::string_view Name(Reason reason) { return WordsOf(reason).name; }

std::optional<Reason> ReasonNamed(std::string_view name) {
  for (int i = 0; i < kReasonCount; ++i) {
    const auto reason = static_cast<Reason>(i);
    if (Name(reason) == name) return reason;
  }
  return std::nullopt;
}

namespace {

// Budget taken from where there is none is not spent.
constexpr Words kNothingToTake = {
    Reason::kNoBudget, "NO_BUDGET", "指标 {line} 于 {on} 无预算，没有可调减的 {asked} 元",
    "line {line} has no budget on {on}: there are no {asked} yuan to take from it"};

// What to do about it, where that depends on the refusal's values.
std::string Advice(const Refusal& refusal, Language language) {
  const bool chinese = language == Language::kChinese;
  if (ValueOf(refusal, "control") == "intercept") {
    return chinese ? "；如需放行，请填放行原因和依据"
                   : "; an override with reason and authority lets it pass";
  }
  // Of a refund of an earlier year's payment.
  if (const std::string refunding(ValueOf(refusal, "refunding")); !refunding.empty()) {
    return chinese ? "；账簿没有支付所属年度的账套时，先补开该年度账套，记入这笔支付并关账，再在 " +
                         refunding + " 记收回"
                   : "; where the book has no ledger of the payment's year, open one, record the "
                     "payment in it, close it, and then record the refund in " +
                         refunding;
  }
  // Budget given by class is not under "no class".
  if (refusal.reason == Reason::kClassBudgetExceeded &&
      ValueOf(refusal, "economic_class").empty()) {
    return chinese ? "；预算按经济分类下达的，请填明经济分类"
                   : "; where the budget was given by economic class, name the class";
  }
  return {};
}

}  // namespace

std::string Message(const Refusal& refusal, Language language) {
  const bool taken = refusal.reason == Reason::kNoBudget && ValueOf(refusal, "control") == "taking";
  const Words& words = taken ? kNothingToTake : WordsOf(refusal.reason);
  std::string_view rest = language == Language::kChinese ? words.zh : words.en;
  std::string message;
  while (true) {
    const size_t open = rest.find('{');
    message += rest.substr(0, open);
    if (open == std::string_view::npos) break;
    const size_t close = rest.find('}', open);
    message += ValueOf(refusal, rest.substr(open + 1, close - open - 1));
    rest.remove_prefix(close + 1);
  }
  message += Advice(refusal, language);
  return message;
}

}  // namespace outturn::core
