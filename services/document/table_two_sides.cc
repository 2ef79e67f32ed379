// Income on the left, expenditure on the right: 收入支出总表.
#include "services/document/table_parts.h"
#include "services/document/table_sums.h"

namespace outturn::document {

bool HasTwoSides(const Grid& grid) {
  bool income = false;
  bool expenditure = false;
  bool totals = false;
  for (const auto& row : grid.rows) {
    int here = 0;
    for (const Cell& cell : row) {
      if (cell.covered) continue;
      const std::string name = BareName(cell.text);
      income = income || name == "本年收入合计" || name == "收入合计";
      expenditure = expenditure || name == "本年支出合计" || name == "支出合计";
      if (name == "总计" || name == "合计" || name == "收入总计" || name == "支出总计") ++here;
    }
    totals = totals || here == 2;
  }
  return income && expenditure && totals;
}

void AddTwoSides(Builder& builder, const Grid& grid, const Spot& spot) {
  const bool fiscal = spot.place.form.find("财政拨款") != std::string::npos;
  for (const auto& row : grid.rows) {
    std::vector<std::pair<const Cell*, Written>> totals;
    std::string name;
    for (const Cell& cell : row) {
      if (cell.covered || cell.text.empty()) continue;
      const auto number = NumberOf(cell, builder.labels);
      if (number && name.ends_with("总计")) totals.emplace_back(&cell, *number);
      name = number ? "" : BareName(cell.text);
    }
    if (totals.size() != 2) continue;
    for (size_t side = 0; side < 2; ++side) {
      Meaning meaning;
      meaning.figure = side == 0 ? "income_all" : "expenditure_all";
      if (fiscal) meaning.figure += "(source=current)";
      meaning.label = side == 0 ? "收入/总计" : "支出/总计";
      Spot at = spot;
      at.place.where = totals[side].first->where;
      at.place.order = totals[side].first->order;
      builder.Put(meaning, totals[side].second, at);
    }
  }
}

}  // namespace outturn::document
