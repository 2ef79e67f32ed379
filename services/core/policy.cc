#include "services/core/policy.h"

namespace outturn::core {

const WarningRule* Policy::FindWarningRule(std::string_view id) const {
  for (const WarningRule& rule : warning_rules) {
    if (rule.id == id) return &rule;
  }
  return nullptr;
}

}  // namespace outturn::core
