// Parts of reading tables: numbers in cells, names broken over rows, rows by code. For this folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/document/relations.h"

namespace outturn::document {

// A cell that holds a number and nothing else.
[[nodiscard]] std::optional<Written> NumberOf(const Cell& cell, const Labels& labels);

// "栏次 | 1 | 2 | 3": columns numbered, no figures.
[[nodiscard]] bool NumbersColumns(const std::vector<Cell>& row, const Labels& labels);

// Whether the text is a number, also in the columns a merged cell covers.
[[nodiscard]] bool IsNumber(const Cell& cell, const Labels& labels);
// Cells that are neither empty nor covered.
[[nodiscard]] size_t Filled(const std::vector<Cell>& row);

// Joins the words of a row broken over lines: alone they mean nothing, joined they name something.
void MendNames(Grid& grid, const Labels& labels);

// The number of "预算执行情况（20分）"; nothing where no cell says so.
[[nodiscard]] std::optional<Written> PointsOfHead(const std::vector<Cell>& row,
                                                  const Labels& labels);

// Takes the numbers of rows out of columns headed 行次 or 序号: they are no figures.
void DropOrdinals(Grid& grid, const Labels& labels);

// A functional or economic code: "204", "20406", "2040601", "301", "30201"; empty for none.
[[nodiscard]] std::string CodeIn(const std::string& bare);
// Of a table of basic expenditure: personnel and public expenditure are of its funds.
void AddFundsOf(const std::string& caption, std::vector<std::string>& selects);
// "(function=204)".
[[nodiscard]] std::string SelectOfCode(const std::string& code);

// The columns of a row that hold codes: the first with words in it, and others before a name, as
// the official table of basic expenditure has three side by side.
[[nodiscard]] std::vector<size_t> CodeColumns(const std::vector<Cell>& row, const Labels& labels);
// "(fund=gov_fund)" where the caption of a table by code says that its money is of one fund only.
[[nodiscard]] std::string FundOfCaption(const std::string& caption);
// "财政拨款支出决算表": of all of them.
[[nodiscard]] bool IsFiscalOnly(const std::string& caption);
// What the caption says of rows by class: a table of basic expenditure is of fiscal funds, unless
// it says otherwise.
void AddScopeOf(const std::string& caption, std::vector<std::string>& selects);

// A number of a row that goes by a code.
struct Coded : Term {
  std::string code;
  std::string label;
};

// `whole` is the sum of `parts`, where there are any.
void AddSum(Builder& builder, const Coded& whole, const std::vector<const Coded*>& parts);
// Unless it is told already.
void AddSumOnce(Builder& builder, const Coded& whole, const std::vector<const Coded*>& parts);
// All these names are of one set, that of the total: nothing is left out.
[[nodiscard]] bool AreAllOf(const Labels& labels, const std::string& total,
                            const std::vector<std::string>& names);
// A rate of a row: of paid and any of the budgets.
void AddRate(Builder& builder, const Coded& paid, const std::vector<Coded>& budgets,
             const Written& rate, const Place& place);
// Of one column, by their labels: "一、…", "二、…" make "本年收入合计", where nothing else stands
// between them; with the balances below it that makes "总计".
void AddNumberedSums(Builder& builder, const std::vector<Coded>& rows);

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
