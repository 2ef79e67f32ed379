// Parts of reading tables: numbers in cells, names broken over rows, rows by code. For this folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/document/builder.h"

namespace outturn::document {

// A cell that holds a number and nothing else.
[[nodiscard]] std::optional<Written> NumberOf(const Cell& cell, const Labels& labels);

// "栏次 | 1 | 2 | 3": columns numbered, no figures.
[[nodiscard]] bool NumbersColumns(const std::vector<Cell>& row, const Labels& labels);

// Joins the words of a row broken over lines: alone they mean nothing, joined they name something.
void MendNames(Grid& grid, const Labels& labels);

// A functional or economic code: "204", "20406", "2040601", "301", "30201"; empty for none.
[[nodiscard]] std::string CodeIn(const std::string& bare);
// "(function=204)".
[[nodiscard]] std::string SelectOfCode(const std::string& code);

// A number of a row that goes by a code.
struct Coded {
  std::string code;
  Exactly value;
  Exactly half;
  Place place;
  std::string printed;
  std::string unit;
  std::string label;
};

// "一、", "十二、" at the start of a row of the official forms.
[[nodiscard]] bool HasNumeral(const std::string& bare);
// `whole` is the sum of `parts`, where there are any.
void AddSum(Builder& builder, const Coded& whole, const std::vector<const Coded*>& parts);

// Such numbers by column: 项 make their 款, 款 their 类, 类 the total.
class CodedColumns {
 public:
  void Note(size_t column, Coded coded) { by_column_[column].push_back(std::move(coded)); }
  void NoteTotal(size_t column, Coded total) { totals_[column] = std::move(total); }
  void AddSums(Builder& builder) const;

 private:
  std::map<size_t, std::vector<Coded>> by_column_;
  std::map<size_t, Coded> totals_;
};

}  // namespace outturn::document
