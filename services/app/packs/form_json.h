// A form's data file → FormDefinition. The notation is described in deploy/packs/README.md.
#pragma once

#include <string>
#include <vector>

#include "services/figures/forms/form.h"

namespace outturn::app {

struct FormJson {
  figures::FormDefinition form;
  // Empty: the form is good. `where` is "line 3, column 7" while the text is no JSON, else a JSON
  // pointer.
  std::vector<figures::FormProblem> problems;
};

// Unknown members are problems too: a misspelt one would silently lose its meaning.
[[nodiscard]] FormJson ReadFormJson(const std::string& text);

}  // namespace outturn::app
