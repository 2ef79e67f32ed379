// What a warning is about, by the name its subject has. Warnings are derived outside of core; here
// their names are only read.
#pragma once

#include <optional>
#include <string>

#include "services/core/decide.h"

namespace outturn::core {

// kSubjectMismatch of field "subject" where a warning of this rule is not named so, or names what
// the ledger does not have. `allowed` tells the form, or the subjects that are near. That the
// warning is raised now is not asked: one that ceased may still be handled.
[[nodiscard]] std::optional<Refusal> CheckSubject(const Context& context, const WarningRule& rule,
                                                  const std::string& subject);

}  // namespace outturn::core
