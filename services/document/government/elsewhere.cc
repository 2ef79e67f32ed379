// What the text says of a table's rows: where some of a paragraph's amounts are those of a table,
// another of the same name is, too.
#include <algorithm>
#include <map>

#include "services/document/government/government.h"
#include "services/document/slips.h"
#include "services/document/tables/amounts.h"

namespace outturn::document {
namespace {

constexpr size_t kLeast = 12;  // bytes of a name: four characters

std::string RowName(const std::string& name) { return WithoutOwner(NameOfAmount(BareName(name))); }

bool Agree(const Quantity& told, const Quantity& cell) {
  return Within(told.value - cell.value, told.half + cell.half);
}

// The cell rounded as the text prints it.
Exactly AsPrinted(const Quantity& cell, const Quantity& told) {
  constexpr int64_t kWanInYi = 10'000;
  const int64_t unit = told.number.unit == "亿元" ? kWanInYi : 1;
  const Exactly in_unit = figures::Reduced(cell.value.numerator, cell.value.denominator * unit);
  const Exactly rounded = Rounded(in_unit, told.number.decimals);
  return figures::Reduced(rounded.numerator * unit, rounded.denominator);
}

}  // namespace

void GovernmentReader::NoteRows(const Grid& grid, const Spot& spot) {
  constexpr size_t kMostRows = 200;
  if (grid.rows.size() > kMostRows) return;
  const Numbers numbers(builder_, grid, spot);
  for (size_t r = 0; r < numbers.rows(); ++r) {
    for (size_t side = 0; side < numbers.sides(); ++side) {
      Row row{RowName(numbers.name(r, side)), tables_, {}};
      if (row.name.size() < kLeast) continue;
      for (size_t c = 0; c < numbers.columns(); ++c) {
        if (numbers.side(c) != side || !numbers.Adds(c) || !numbers.at(r, c)) continue;
        const Coded& coded = *numbers.at(r, c);
        Quantity cell;
        cell.value = coded.value;
        cell.half = coded.half;
        cell.unit = "money";
        cell.number.printed = coded.printed;
        cell.number.unit = coded.unit;
        cell.place = coded.place;
        row.cells.emplace_back(c, std::move(cell));
      }
      if (!row.cells.empty()) rows_.push_back(std::move(row));
    }
  }
}

void GovernmentReader::HoldAgainstTables(const std::vector<Told>& paragraph) {
  // Rows of that name by table; more than one of a table say nothing.
  std::map<size_t, std::map<size_t, size_t>> votes;  // table, column: matches
  std::map<size_t, std::vector<std::pair<const Told*, const Row*>>> pairs;
  for (const Told& told : paragraph) {
    if (told.part != Part::kLevel || told.number.unit != "money") continue;
    const std::string name = WithoutOwner(told.name);
    if (name.size() < kLeast || told.number.number.approximate) continue;
    std::map<size_t, std::vector<const Row*>> found;
    for (const Row& row : rows_) {
      if (row.name == name) found[row.table].push_back(&row);
    }
    for (const auto& [table, rows] : found) {
      if (rows.size() != 1) continue;
      pairs[table].emplace_back(&told, rows.front());
      for (const auto& [column, cell] : rows.front()->cells) {
        if (Agree(told.number, cell)) ++votes[table][column];
      }
    }
  }
  std::vector<std::pair<const Told*, const Row*>> best;
  size_t column = 0;
  size_t most = 1;  // two at least
  for (const auto& [table, columns] : votes) {
    for (const auto& [at, count] : columns) {
      if (count <= most) continue;
      most = count;
      column = at;
      best = pairs[table];
    }
  }
  std::erase_if(best, [&](const auto& pair) {
    return std::any_of(pair.second->cells.begin(), pair.second->cells.end(),
                       [&](const auto& cell) { return Agree(pair.first->number, cell.second); });
  });
  // Of more than one that differs the paragraph tells of something else: another level, a plan.
  if (best.size() != 1) return;
  const auto& [told, row] = best.front();
  const auto cell = std::find_if(row->cells.begin(), row->cells.end(),
                                 [&](const auto& one) { return one.first == column; });
  // Of two sides the column of the other has other matches: a row's only amount will do.
  if (cell == row->cells.end() && row->cells.size() != 1) return;
  const Quantity& printed = cell == row->cells.end() ? row->cells.front().second : cell->second;
  constexpr size_t kMany = 3;
  const bool slip = IsSlip(told->number.value, AsPrinted(printed, told->number),
                           DigitsIn(told->number.number.printed), true);
  if (most >= kMany || slip) Tell(Kind::kListed, told->name, told->number, {&printed}, "");
}

}  // namespace outturn::document
