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

// A project is classified as soon as one of its lines is.
[[nodiscard]] bool IsClassifiedProject(const Cut& cut, const std::string& project);
[[nodiscard]] bool HasClassifiedProjects(const Cut& cut);
// Whether a figure is of a classified line, project or indicator, or of a part of the ledger (a
// class, a kind of fund …) that only classified lines have, and no total that holds it.
[[nodiscard]] bool NamesClassified(const Cut& cut, const Figure& figure);

}  // namespace outturn::figures
