// What the words around a cell of a table say. For this folder.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/document/builder.h"

namespace outturn::document {

// `grid` outlives it and stays as it is.
class TablePaths {
 public:
  TablePaths(const Grid& grid, const Labels& labels);

  struct Path {
    Naming row;
    std::vector<Naming> heads;
    std::string label;
    std::string name;  // of the row, as printed
  };

  // Whether a row has numbers.
  [[nodiscard]] bool HasNumbers(size_t row) const { return numbers_[row]; }
  // The nearest words to the left, and what else stands before them in the row.
  [[nodiscard]] std::vector<const Cell*> NamesBefore(size_t row, size_t column) const;
  [[nodiscard]] Path PathTo(size_t row, size_t column) const;
  [[nodiscard]] const Label* MeasureIn(const Path& path, int& year) const;
  // What the column or row is a whole figure of.
  [[nodiscard]] const Label* FigureIn(const Path& path) const;
  [[nodiscard]] bool SaysBeside(size_t row, size_t column, const std::string& words) const;
  // The nearest words above a cell, whatever they are.
  [[nodiscard]] std::string WordsOver(size_t row, size_t column) const;
  // "预算执行率 | 分值 10 | 得分 9.77": points, whatever the row is called.
  [[nodiscard]] bool UnderPoints(size_t row, size_t column) const;
  // "增减额": no word of the caption is for it.
  [[nodiscard]] bool UnderChange(size_t row, size_t column) const;
  // The rows are schools, districts, units.
  [[nodiscard]] bool HasHeadOfUnits() const;
  // The row is one of several units whose total stands in the table: a part, never the whole unit.
  [[nodiscard]] bool IsOneOfUnits(size_t row, size_t column) const;
  // Whether the head over a cell is none of all, and another in its row is.
  [[nodiscard]] bool BesideTotal(size_t row, size_t column) const;
  // Whether the heads above hold 执行率: 合计 is then all the money.
  [[nodiscard]] bool UnderExecution(size_t row) const;

 private:
  // The heads above a cell: rows of words up to the next row of numbers, nearest last.
  [[nodiscard]] const std::vector<const Cell*>& HeadsOver(size_t row, size_t column) const;
  // The nearest head over a head.
  [[nodiscard]] std::string TextOver(size_t row, size_t column) const;
  [[nodiscard]] std::vector<const Cell*> FindHeads(size_t row, size_t column) const;
  // The subject named further left in the row, for a name that has none.
  void AddGroup(const std::vector<const Cell*>& names, Naming& row) const;

  const Grid& grid_;
  const Labels& labels_;
  std::vector<bool> numbers_;        // whether a row has numbers
  std::vector<size_t> words_above_;  // rows without numbers above each row, and one
  struct Heads {
    size_t words = 0;
    std::vector<const Cell*> heads;
  };
  // Whether a row of numbers is called a total in this column.
  [[nodiscard]] bool IsSummed(size_t column) const;
  mutable std::map<size_t, bool> summed_;
  // By column: the words over the row that was asked for last.
  mutable std::map<size_t, std::pair<size_t, std::string>> over_;
  mutable std::map<size_t, Heads> heads_;  // by column: those of the rows between two rows of words
};

}  // namespace outturn::document
