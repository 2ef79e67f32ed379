// Reads a table: its rows in tables.cc, its numbers in table_numbers.cc. For this folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/document/builder.h"
#include "services/document/tables/parts.h"
#include "services/document/tables/paths.h"

namespace outturn::document {

class TableReader {
 public:
  TableReader(Builder& builder, const Grid& grid, const TableContext& context);
  void Read();

 private:
  [[nodiscard]] bool AnyHead() const;
  [[nodiscard]] bool LooksLikeIndicators() const;
  void SetPlace(const Cell& cell);
  // "项目名称 | 法律援助经费": the table is about this project only.
  void FindScope();
  void NoteUnit(const std::vector<Cell>& row);
  // 分值, 执行率 and 得分 of the row of all the money.
  bool ReadExecution(size_t row, size_t column, const TablePaths::Path& path,
                     const Written& number);
  // Whether the number was understood.
  bool ReadNumber(size_t row, size_t column, const Written& number);
  // The total of projects listed by name, where the caption says so: it is not all the unit's
  // money.
  bool SumsUpProjects(const TablePaths::Path& path);
  [[nodiscard]] bool IsOfIncome(size_t column) const;
  [[nodiscard]] bool ReadNamed(size_t row, size_t column, const Label& figure,
                               const TablePaths::Path& path, const Written& number);
  [[nodiscard]] bool TellsOutturnToo(size_t row, const Label& measure);
  // A rate whose column is named and whose row is something of its own: "特困供养 | … | 99.76%".
  [[nodiscard]] static bool IsRowsOwn(const TablePaths::Path& path, const Label& figure);
  [[nodiscard]] bool IsChangeOf(const Label& figure, const TablePaths::Path& path, size_t row,
                                size_t column) const;
  // The total of a list of projects is not the unit's; nor is a column of a row of money, where
  // another column is 合计.
  bool IsOfSomeOther(const Label& figure, const TablePaths::Path& path, size_t row, size_t column);
  // Rows with numbers whose names are their own.
  bool ListsByName();
  [[nodiscard]] std::optional<Coded> CarriedIn(size_t row);
  // 执行率 of the row's own numbers.
  bool AddRowRate(size_t row, const Label& figure, const Written& number);
  // The rows are schools, districts, units: their total is not the unit's.
  bool ListsOthers();
  // The 合计 of a table whose caption says that it is about three-public expenses.
  [[nodiscard]] bool SumsUpThreePublic(const TablePaths::Path& path) const;
  // What the caption of the table says its numbers are.
  [[nodiscard]] const Label* CaptionMeasure() const;
  [[nodiscard]] bool FitsBeside(const Label& figure, size_t row, size_t column) const;
  bool PutMoney(const Label& measure, int year, const std::vector<std::string>& selects,
                const TablePaths::Path& path, const Written& number);
  bool PutFigure(const Label& figure, const Label* measure, int year, const TablePaths::Path& path,
                 const Written& number);
  // Rows by code and their total are of the fund that the caption names.
  void AddCaptionFund(std::vector<std::string>& selects);
  void NoteCodes(size_t row);
  // The column of the code of a cell: the nearest before it, or its own; the first, where none is.
  [[nodiscard]] std::optional<size_t> CodeAt(size_t row, size_t column) const;
  [[nodiscard]] std::string CodeOf(size_t row, size_t column) const;
  // The column whose numbers add up: of tables side by side, the same one of each.
  [[nodiscard]] size_t KeyOf(size_t row, size_t column) const;
  // "金额", or no head at all: the caption says what the numbers are.
  [[nodiscard]] static bool NamesNothing(const TablePaths::Path& path);
  // "本年支出合计", "基本支出" under 支出决算表: parts of what was paid.
  [[nodiscard]] bool NamesOnlyParts(const TablePaths::Path& path) const;
  [[nodiscard]] Coded ReckonedOf(const Written& number, const std::string& code,
                                 const std::string& label) const;
  bool PutCode(const std::string& code, const std::vector<std::string>& selects,
               const Label* measure, int year, const TablePaths::Path& path, const Written& number,
               size_t column);
  // The numbers of a column that stand in rows with names.
  void AddNumbered(size_t column);
  void NameTheWhole();
  void ReckonAmounts(size_t rows);
  void ReadRow(size_t row);
  // "预算执行情况（20分） | 预算数 | …": the points for execution, where no column has them.
  void PutPoints(size_t row);
  [[nodiscard]] bool PutRateWithPoints(size_t row, size_t column);
  // "得分（20分*执行率）": the same points.
  void PutPointsOfHead(size_t row, size_t column, const std::string& head);
  // 0.86 under 执行率（B/A）: the fraction itself.
  [[nodiscard]] bool IsFraction(size_t row, size_t column, const Written& number) const;
  void PutRate(const Meaning& meaning, size_t row, size_t column, const Written& number);
  // Cells with words and numbers: "其中：一般公共预算：1922.75".
  void ReadInline(const std::vector<Cell>& cells);
  // The cells of a row that stand under a measure, filled or not.
  void NoteRow(size_t row, size_t name_at, const Naming& naming);
  void ReadListed(size_t row, size_t name_at, bool has_numbers);
  // The national table of three-public expenses has one row of numbers under merged heads that
  // text does not keep: its columns are the same everywhere.
  bool ReadPositional(size_t row);

  Builder& builder_;
  const Labels& labels_;
  Grid grid_;
  const TableContext& context_;
  Spot spot_;
  std::optional<TablePaths> paths_;        // of grid_, once it is mended
  bool coded_ = false;                     // rows go by functional or economic codes
  bool by_class_ = false;                  // by economic ones
  bool side_by_side_ = false;              // several of them in a row
  bool two_sides_ = false;                 // income on the left, expenditure on the right
  std::optional<bool> lists_others_;       // schools, districts; where it was asked
  std::optional<bool> lists_by_name_;      // things with names of their own; likewise
  std::map<std::string, Exactly> of_row_;  // money the row was taken to tell
  bool numbered_ = false;                  // its rows have ordinals
  bool list_ = false;                      // the rows are projects by name
  CodedColumns codes_;
};

}  // namespace outturn::document
