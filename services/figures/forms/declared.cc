#include "services/figures/forms/declared.h"

#include <map>

namespace outturn::figures {

std::vector<DeclaredFigure> DeclaredFigures(const Cut& cut) {
  std::map<std::string, const core::Declaration*> last;
  std::vector<std::string> order;
  for (const auto& [day, position, declaration] : cut.ledger.declarations.entries()) {
    if (day > cut.as_of) break;
    if (last.insert_or_assign(declaration.form, &declaration).second) {
      order.push_back(declaration.form);
    }
  }
  std::vector<DeclaredFigure> cells;
  for (const std::string& form : order) {
    for (const core::DeclaredCell& cell : last[form]->cells) {
      DeclaredFigure declared{.form = form,
                              .label = cell.label,
                              .name = cell.figure,
                              .figure = std::nullopt,
                              .printed = cell.printed,
                              .number = ReadPrinted(cell.printed)};
      if (!cell.figure.empty()) {
        if (const Fallible<Figure> figure = ParseFigure(cell.figure)) {
          declared.figure = *figure;
          declared.name = figure->Name();
        }
      }
      cells.push_back(std::move(declared));
    }
  }
  return cells;
}

}  // namespace outturn::figures
