// The cells a unit declared, read: the figure each is for, the number printed in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/figures/catalogue.h"
#include "services/figures/forms/printed.h"

namespace outturn::figures {

struct DeclaredFigure {
  std::string form;
  std::string label;
  std::string name;  // canonical; as declared when the catalogue does not know it; may be empty
  std::optional<Figure> figure;
  std::string printed;
  std::optional<PrintedNumber> number;
};

// The last declaration of every form up to the cut, in the order of the forms' first filing.
[[nodiscard]] std::vector<DeclaredFigure> DeclaredFigures(const Cut& cut);

}  // namespace outturn::figures
