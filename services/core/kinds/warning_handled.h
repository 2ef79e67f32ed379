// 预警处理: what was decided about one warning.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

enum class WarningHandling : uint8_t { kLetPass = 1, kRectify, kProhibit };

struct WarningHandled {
  static constexpr std::string_view kName = "warning_handled";
  std::string rule;
  std::string subject;  // as the warning names it; empty: the whole ledger
  WarningHandling handling = WarningHandling::kLetPass;
  std::string reason;
  std::string attachment;
  friend bool operator==(const WarningHandled&, const WarningHandled&) = default;
};

// Warnings are derived, so core cannot say whether this one is raised; the policy in force says
// whether there is such a rule, what its warnings are about, and what its control lets anybody do.
// Refuses: kWarningRuleNotFound, kSubjectMismatch, kAttachmentMissing,
// kHandlingNotAllowed.
Result<Verdict> Decide(const Context& context, WarningHandled& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const WarningHandled& event);

}  // namespace outturn::core
