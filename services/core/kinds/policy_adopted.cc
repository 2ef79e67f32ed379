#include "services/core/kinds/policy_adopted.h"

#include <algorithm>
#include <string>

#include "services/core/control.h"
#include "services/core/kind_names.h"
#include "services/core/standing.h"

namespace outturn::core {
namespace {

Refusal Invalid(std::string field, std::string found, std::string allowed) {
  return {
      Reason::kPolicyInvalid,
      {{"field", std::move(field)}, {"found", std::move(found)}, {"allowed", std::move(allowed)}}};
}

std::optional<Refusal> CheckBands(const Policy& policy) {
  int upper = 100;
  for (const QualitativeBand& band : policy.bands) {
    if (band.to_percent != upper || band.from_percent >= band.to_percent) {
      return Invalid("bands." + band.code,
                     std::to_string(band.from_percent) + "–" + std::to_string(band.to_percent),
                     "…–" + std::to_string(upper));
    }
    upper = band.from_percent;
  }
  if (!policy.bands.empty() && upper != 0) return Invalid("bands", std::to_string(upper), "0");
  return std::nullopt;
}

std::optional<Refusal> CheckGrades(const Policy& policy) {
  int upper = policy.total_points / 100 + 1;
  for (const Grade& grade : policy.grades) {
    if (grade.from_points < 0 || grade.from_points >= upper) {
      return Invalid("grades." + grade.zh, std::to_string(grade.from_points),
                     "0–" + std::to_string(upper - 1));
    }
    upper = grade.from_points;
  }
  if (!policy.grades.empty() && upper != 0) return Invalid("grades", std::to_string(upper), "0");
  return std::nullopt;
}

std::optional<Refusal> CheckRange(const char* field, int64_t value, int64_t low, int64_t high) {
  if (value >= low && value <= high) return std::nullopt;
  return Invalid(field, std::to_string(value), std::to_string(low) + "–" + std::to_string(high));
}

std::optional<Refusal> CheckKinds(const Policy& policy) {
  for (const std::string& kind : policy.allowed_after_close) {
    if (!IsKindName(kind)) return Invalid("allowed_after_close", kind, "payment, declaration …");
  }
  return std::nullopt;
}

bool NeedsScope(WarningTest test) {
  switch (test) {
    case WarningTest::kNoBudgetSpending:
    case WarningTest::kOverBudgetSpending:
    case WarningTest::kBehindTime:
    case WarningTest::kAheadOfTime:
    case WarningTest::kYearEndRush:
      return true;
    case WarningTest::kThreePublicOverBudget:
    case WarningTest::kThreePublicOverLastYear:
    case WarningTest::kThreePublicHeadingOver:
    case WarningTest::kSuspectedThreePublic:
    case WarningTest::kIndicatorNotReported:
    case WarningTest::kTargetBehindTime:
    case WarningTest::kTargetUnlikely:
      return false;
  }
  return false;
}

std::optional<Refusal> CheckWarningRule(const Policy& policy, const WarningRule& rule) {
  const std::string at = "warning_rules." + rule.id;
  if (policy.FindWarningRule(rule.id) != &rule) return Invalid(at, rule.id, "a new id");
  if (NeedsScope(rule.test) != (rule.scope != WarningScope::kNone)) {
    return Invalid(at + ".scope", rule.scope == WarningScope::kNone ? "" : "given",
                   NeedsScope(rule.test) ? "WHOLE_LEDGER, EACH_PROJECT …" : "none");
  }
  if ((rule.test == WarningTest::kSuspectedThreePublic) == rule.words.empty()) {
    return Invalid(at + ".words", std::to_string(rule.words.size()),
                   rule.words.empty() ? "at least one" : "none");
  }
  return std::nullopt;
}

std::optional<Refusal> CheckWarningRules(const Policy& policy) {
  for (const WarningRule& rule : policy.warning_rules) {
    const std::string at = "warning_rules." + rule.id;
    for (const auto& finding :
         {CheckWarningRule(policy, rule),
          CheckRange((at + ".threshold").c_str(), rule.threshold, 0, 1'000'000),
          CheckRange((at + ".from_month").c_str(), rule.from_month, 0, 12),
          CheckRange((at + ".to_month").c_str(), rule.to_month, 0, 12),
          CheckRange((at + ".months").c_str(), rule.months, 0, 12)}) {
      if (finding) return finding;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> CheckContent(const Policy& policy) {
  for (const auto& finding :
       {CheckRange("version", policy.ref.version, 1, 999'999),
        CheckRange("total_points", policy.total_points, 100, 100'000),
        CheckRange("execution_points", policy.execution_points, 0, policy.total_points),
        CheckRange("execution_reason_below_percent", policy.execution_reason_below_percent, 0, 100),
        CheckRange("over_completion_percent", policy.over_completion_percent, 0, 10'000),
        CheckRange("score_decimals", policy.score_decimals, 0, 2), CheckBands(policy),
        CheckGrades(policy), CheckKinds(policy), CheckWarningRules(policy)}) {
    if (finding) return finding;
  }
  return std::nullopt;
}

Result<Verdict> Decide(const Context& context, PolicyAdopted& asked) {
  const PolicyRef& ref = asked.policy.ref;
  std::optional<Refusal> foremost = CheckContent(asked.policy);
  if (context.book.policies.contains(ref)) {
    KeepForemost(foremost, Refusal{Reason::kPolicyExists, {{"policy", ref.ToString()}}});
  }
  for (const LedgerId& id : asked.ledgers) {
    const LedgerState* ledger = context.book.FindLedger(id);
    KeepForemost(foremost, ledger == nullptr
                               ? Refusal{Reason::kLedgerNotFound, {{"ledger", id.ToString()}}}
                               : CheckStanding(ContextFor(context, *ledger), PolicyAdopted::kName));
  }
  if (foremost) return *foremost;
  return Verdict{};
}

void Evolve(BookState& book, const PolicyAdopted& adopted) {
  book.policies[adopted.policy.ref] = adopted.policy;
}

void Evolve(LedgerState& ledger, const Header& header, Position position,
            const PolicyAdopted& event) {
  ledger.policy.Put(header.effective_on, position, event.policy.ref);
}

}  // namespace outturn::core
