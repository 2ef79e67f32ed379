// The cells a unit declared, in reach of the checks between them. For this folder only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/figures/printed.h"
#include "services/figures/reconcile.h"

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

class DeclaredIndex {
 public:
  explicit DeclaredIndex(const std::vector<DeclaredFigure>& cells);

  [[nodiscard]] const std::vector<DeclaredFigure>& cells() const { return cells_; }
  // A number printed for the figure: in `form` if there is one, else in any form; nullptr when none
  // is printed anywhere.
  [[nodiscard]] const DeclaredFigure* Number(std::string_view figure, std::string_view form) const;
  // Whether some form has a cell for the figure, printed or blank.
  [[nodiscard]] bool HasCell(std::string_view figure) const;
  [[nodiscard]] const std::vector<const DeclaredFigure*>& All(std::string_view figure) const;

 private:
  const std::vector<DeclaredFigure>& cells_;
  std::map<std::string, std::vector<const DeclaredFigure*>, std::less<>> by_figure_;
};

[[nodiscard]] inline ComparedCell AsCompared(const DeclaredFigure& cell) {
  return {cell.label, cell.printed, cell.form};
}

// The chapters of CheckDeclared.
void CheckSums(const Cut& cut, const DeclaredIndex& index, std::vector<Finding>& findings);
void CheckChange(const DeclaredIndex& index, std::vector<Finding>& findings);
void CheckRates(const DeclaredIndex& index, std::vector<Finding>& findings);
void CheckSpecialFunds(const Cut& cut, const DeclaredIndex& index, std::vector<Finding>& findings);
void CheckWeights(const Cut& cut, const DeclaredIndex& index, std::vector<Finding>& findings);
void CheckIndicators(const Cut& cut, const DeclaredIndex& index, std::vector<Finding>& findings);
void CheckBlanks(const DeclaredIndex& index, std::vector<Finding>& findings);
void CheckRepeated(const DeclaredIndex& index, std::vector<Finding>& findings);
void CheckStatements(const DeclaredIndex& index, std::vector<Finding>& findings);

}  // namespace outturn::figures
