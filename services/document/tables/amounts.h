// The numbers of a table where they stand. For this folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/document/tables/parts.h"

namespace outturn::document {

[[nodiscard]] bool NamesTotal(const std::string& text);

// The numbers of a table where they stand, without names and rates. `grid` and `spot` outlive it.
class Numbers {
 public:
  Numbers(const Builder& builder, const Grid& grid, const Spot& spot);

  [[nodiscard]] size_t rows() const { return rows_.size(); }
  [[nodiscard]] size_t columns() const { return columns_; }
  [[nodiscard]] const std::string& name(size_t row) const { return names_[row]; }
  // "收入 | 金额 | 支出 | 金额" has two sides, each with names of its own.
  [[nodiscard]] size_t sides() const { return sides_; }
  [[nodiscard]] size_t side(size_t column) const { return side_[column]; }
  [[nodiscard]] std::string name(size_t row, size_t side) const;
  [[nodiscard]] const std::string& head(size_t column) const { return heads_[column]; }
  [[nodiscard]] const std::optional<Coded>& at(size_t row, size_t column) const {
    return rows_[row][column];
  }
  // Where the row stands in the grid.
  [[nodiscard]] size_t in_grid(size_t row) const { return at_[row]; }
  // "增减%": what stands in this row are no amounts.
  [[nodiscard]] bool IsOfRates(size_t row) const;
  // Nothing stands there, not even a dash.
  [[nodiscard]] bool Blank(size_t row, size_t column) const {
    return grid_.rows[at_[row]][column].text.empty();
  }
  // Whether words or a covered cell stand there.
  [[nodiscard]] bool Words(size_t row, size_t column) const;
  // Whether it holds percentages.
  [[nodiscard]] bool Rates(size_t column) const { return rates_[column]; }
  // Whether its numbers can be added up.
  [[nodiscard]] bool Adds(size_t column) const;

 private:
  void FindSides();
  [[nodiscard]] Coded CodedOf(const Written& number, const Cell& cell, bool percent) const;

  const Grid& grid_;
  const Spot& spot_;
  size_t columns_;
  size_t sides_ = 1;
  std::vector<size_t> side_;      // of each column
  std::vector<size_t> names_at_;  // of each side: its first column of names
  std::vector<std::string> heads_;
  std::vector<bool> rates_;
  std::vector<std::vector<std::optional<Coded>>> rows_;
  std::vector<std::string> names_;
  std::vector<size_t> at_;  // rows of the grid
};

}  // namespace outturn::document
