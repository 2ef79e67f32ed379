// What the rows of a form repeat over. For this folder only.
#pragma once

#include <string>
#include <vector>

#include "services/figures/forms/form.h"
#include "services/figures/forms/placeholders.h"

namespace outturn::figures {

// One row to print: the placeholders it brings, how deep its first label stands, and whether its
// figures are left out (a group without indicators).
struct Instance {
  Placeholders placeholders;
  int indent = 0;
  bool labels_only = false;
};

// In the order of the form; empty when there is nothing to repeat. `project`: whose page it is, and
// so whose indicators; empty: the department's.
[[nodiscard]] std::vector<Instance> Instances(const Repeat& repeat, const Cut& cut,
                                              Audience audience, Language language,
                                              const std::string& project);

}  // namespace outturn::figures
