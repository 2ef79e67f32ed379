#include "services/core/kinds/warning_handled.h"

#include <vector>

#include "services/core/control.h"
#include "services/core/warning_subjects.h"

namespace outturn::core {
namespace {

bool NeedsAttachment(WarningControl control) {
  switch (control) {
    case WarningControl::kNotifyWithAttachment:
    case WarningControl::kHold:
      return true;
    case WarningControl::kNotify:
    case WarningControl::kBan:
    case WarningControl::kLog:
      return false;
  }
  return false;
}

}  // namespace

Result<Verdict> Decide(const Context& context, WarningHandled& asked) {
  const WarningRule* rule = context.policy->FindWarningRule(asked.rule);
  if (rule == nullptr) {
    std::vector<std::string> known;
    for (const WarningRule& other : context.policy->warning_rules) known.push_back(other.id);
    return Refusal{Reason::kWarningRuleNotFound,
                   {{"rule", asked.rule},
                    {"policy", context.policy->ref.ToString()},
                    {"known", Listed(known)}}};
  }
  if (auto refusal = CheckSubject(context, *rule, asked.subject)) return *std::move(refusal);
  if (NeedsAttachment(rule->control) && asked.attachment.empty()) {
    return Refusal{Reason::kAttachmentMissing, {{"rule", asked.rule}}};
  }
  if (rule->control == WarningControl::kBan && asked.handling == WarningHandling::kLetPass) {
    return Refusal{Reason::kHandlingNotAllowed, {{"rule", asked.rule}}};
  }
  return Verdict{};
}

void Evolve(LedgerState& ledger, const Header& header, Position position,
            const WarningHandled& event) {
  ledger.handlings[{event.rule, event.subject}].Put(header.effective_on, position, event);
}

}  // namespace outturn::core
