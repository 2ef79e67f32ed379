// Tables → figures: a number's row and column say together what it is.
#include <algorithm>
#include <optional>
#include <set>

#include "services/document/builder.h"
#include "services/document/table_parts.h"
#include "services/document/table_paths.h"
#include "services/document/table_sums.h"
#include "services/figures/catalogue.h"

namespace outturn::document {
namespace {

using checks::StatedRow;

bool IsProjectName(const Cell& cell) {
  const std::string bare = BareName(cell.text);
  return bare == "项目名称" || bare == "项目(政策)名称" || bare == "专项名称";
}

// "项目名称 | 法律援助": the first row of a project's table. A head over a list has more columns.
bool NamesProject(const std::vector<Cell>& row) {
  constexpr size_t kMost = 6;
  const auto first = std::find_if(
      row.begin(), row.end(), [](const Cell& cell) { return !cell.covered && !cell.text.empty(); });
  const size_t filled = Filled(row);
  return first != row.end() && IsProjectName(*first) && filled >= 2 && filled <= kMost &&
         std::none_of(row.begin(), row.end(), [](const Cell& cell) {
           return cell.text.find("预算") != std::string::npos ||
                  cell.text.find("支出") != std::string::npos;
         });
}

class TableReader {
 public:
  TableReader(Builder& builder, const Grid& grid, const TableContext& context)
      : builder_(builder), labels_(builder.labels), grid_(grid), context_(context) {
    MendNames(grid_, labels_);
    DropOrdinals(grid_, labels_);
    std::erase_if(grid_.rows, [&](const auto& row) { return NumbersColumns(row, labels_); });
    paths_.emplace(grid_, labels_);
    spot_.money_unit = context.money_unit;
    spot_.place.form = context.form;
  }

  void Read() {
    if (ContinuesIndicators(builder_, grid_) && !AnyHead() && LooksLikeIndicators()) {
      SetPlace(grid_.rows.front().front());
      return ReadMoreIndicators(builder_, grid_, spot_);
    }
    FindScope();
    if (spot_.scope.empty() && context_.goes_on) spot_.scope = builder_.last_scope;
    builder_.last_scope = spot_.scope;
    for (size_t row = 0; row < grid_.rows.size(); ++row) NoteCodes(row);
    two_sides_ = HasTwoSides(grid_);
    bool indicators = false;
    for (size_t row = 0; row < grid_.rows.size();) {
      if (IsIndicatorHead(builder_, grid_.rows[row])) {
        SetPlace(grid_.rows[row].front());
        row = ReadIndicators(builder_, grid_, row, spot_);
        list_ = false;
        indicators = true;
        continue;
      }
      NoteUnit(grid_.rows[row]);
      if (!ReadPositional(row)) ReadRow(row);
      ++row;
    }
    codes_.AddSums(builder_);
    for (size_t column = 1; column < grid_.rows.front().size(); ++column) AddNumbered(column);
    if (two_sides_) AddTwoSides(builder_, grid_, spot_);
    if (!indicators && !coded_) AddLearnedSums(builder_, grid_, spot_);
    if (indicators) AddScoreRates(builder_, grid_, spot_);
  }

 private:
  bool AnyHead() const {
    for (size_t r = 0; r < grid_.rows.size(); ++r) {
      if (IsIndicatorHead(builder_, grid_.rows[r])) return true;
      for (const Cell& cell : grid_.rows[r]) {
        const Naming naming = NameOf(cell.text, labels_);
        if (naming.measure != nullptr && naming.whole) return true;
      }
    }
    return false;
  }
  bool LooksLikeIndicators() const {
    return std::any_of(grid_.rows.begin(), grid_.rows.end(), [&](const auto& row) {
      return std::count_if(row.begin(), row.end(), [&](const Cell& cell) {
               return NumberOf(cell, labels_).has_value();
             }) >= 2;
    });
  }

  void SetPlace(const Cell& cell) {
    spot_.place.where = cell.where;
    spot_.place.order = cell.order;
  }

  // "项目名称 | 法律援助经费": the table is about this project only.
  void FindScope() {
    for (const auto& row : grid_.rows) {
      for (size_t i = 0; i + 1 < row.size(); ++i) {
        if (row[i].covered || !IsProjectName(row[i])) continue;
        for (size_t j = i + 1; j < row.size(); ++j) {
          const std::string name = Bare(row[j].text);
          if (row[j].covered || name.empty()) continue;
          // A head over a list of projects names none.
          const bool head = name.find("指标") != std::string::npos || name.ends_with("金额");
          if (!NameOf(row[j].text, labels_).empty() || head) return;
          spot_.scope = name;
          return;
        }
      }
    }
  }

  void NoteUnit(const std::vector<Cell>& row) {
    for (const Cell& cell : row) {
      const std::string unit = MoneyUnitIn(Bare(cell.text));
      const bool caption = cell.text.find("单位") != std::string::npos ||
                           cell.text.find("(") != std::string::npos ||
                           cell.text.find("（") != std::string::npos;
      if (!unit.empty() && caption) spot_.money_unit = unit;
    }
  }

  // 分值, 执行率 and 得分 of the row of all the money.
  bool ReadExecution(size_t row, size_t column, const TablePaths::Path& path,
                     const Written& number) {
    const bool all = path.row.total && paths_->UnderExecution(row);
    if (!(path.row.subject || all) || !path.row.whole) return false;
    const std::string head = paths_->WordsOver(row, column);
    Meaning meaning;
    meaning.label = path.label;
    const std::string select = Combined(path.row.selects);
    const auto says = [&](const char* words) { return head.find(words) != std::string::npos; };
    if (says("分值") || says("权重")) {
      meaning.figure = "execution_weight";
      meaning.measured = Measured::kPoints;
    } else if (says("得分")) {
      meaning.figure = "execution_score";
      meaning.measured = Measured::kPoints;
    } else if (says("执行率") || says("预算完成率")) {
      meaning.figure = "execution_rate" + select;
      meaning.measured = Measured::kPercent;
    } else {
      return false;
    }
    if (meaning.measured == Measured::kPoints && !select.empty()) return true;  // of no interest
    builder_.Put(meaning, number, spot_);
    return true;
  }

  // Whether the number was understood.
  bool ReadNumber(size_t row, size_t column, const Written& number) {
    TablePaths::Path path = paths_->PathTo(row, column);
    // 项目资金 in the table of one project is all its money.
    if (!spot_.scope.empty()) std::erase(path.row.selects, "(category=project)");
    SetPlace(grid_.rows[row][column]);
    if (paths_->IsOneOfUnits(row, column)) return false;
    const bool projects = SumsUpProjects(path);
    if (!projects && ReadExecution(row, column, path, number)) return true;
    if (two_sides_ && path.name.ends_with("总计")) return true;  // AddTwoSides puts it
    int year = 0;
    const Label* measure = paths_->MeasureIn(path, year);
    if (const Label* figure = paths_->FigureIn(path);
        figure != nullptr && FitsBeside(*figure, row, column)) {
      const bool rate = figure->measured == Measured::kPercent;
      if (rate && number.unit != "%" && paths_->UnderPoints(row, column)) return false;
      const std::string code = CodeOf(row, column);
      if (!code.empty() && figure->measured == Measured::kMoney)  // income by function: sums only
        return PutCode(code, {}, nullptr, year, path, number, KeyOf(row, column));
      if (IsRowsOwn(path) || !code.empty() || projects) return AddRowRate(row, *figure, number);
      if (IsOfSomeOther(*figure, path, row, column)) return false;
      if (measure == nullptr && path.row.figure == figure) measure = path.row.hint;
      if (figure->value == "execution_rate" && path.name.empty() && Filled(grid_.rows[row]) == 1) {
        return false;  // of the row above it or below, nobody knows
      }
      return PutFigure(*figure, measure, year, path, number);
    }
    const std::string code = CodeOf(row, column);
    std::vector<std::string> selects;
    bool subject = false;
    for (const Naming& head : path.heads) {
      if (!head.subject || !head.whole) continue;
      subject = true;
      selects.insert(selects.end(), head.selects.begin(), head.selects.end());
    }
    if (path.row.subject && path.row.whole) {
      subject = true;
      if (code.empty())  // else it is the code that says what it is
        selects.insert(selects.end(), path.row.selects.begin(), path.row.selects.end());
    }
    if (measure == nullptr && !code.empty() && NamesNothing(path)) measure = CaptionMeasure();
    if (!code.empty()) {
      AddScopeOf(context_.caption, selects);
      return PutCode(code, selects, measure, year, path, number, KeyOf(row, column));
    }
    AddFundsOf(context_.caption, selects);
    const bool total = path.row.total && path.row.whole && !path.row.subject;
    if (total) codes_.NoteTotal(column, ReckonedOf(number, "", path.label));
    if (!subject && SumsUpThreePublic(path)) {
      subject = true;
      selects.emplace_back("(three_public=total)");
    }
    if (measure == nullptr && subject && !paths_->UnderChange(row, column))
      measure = CaptionMeasure();
    const bool whole_row = total && measure != nullptr && (subject || !path.heads.empty());
    // The sum of economic classes is that of the part of the money the table is about.
    if (whole_row && by_class_ && Combined(selects).find("category=") == std::string::npos)
      return true;
    if (projects && !subject) return false;
    if (whole_row && (coded_ || paths_->UnderExecution(row)))
      return PutMoney(*measure, year, selects, path, number);
    if (path.row.counted) return true;
    if (!subject || (!path.row.whole && !path.name.empty())) return false;
    if (measure == nullptr || (total && ListsOthers())) return false;
    return PutMoney(*measure, year, selects, path, number);
  }

  // The total of projects listed by name, where the caption says so: it is not all the unit's
  // money.
  bool SumsUpProjects(const TablePaths::Path& path) {
    const bool total = path.row.total && path.row.whole && !path.row.subject;
    const auto says = [&](const char* word) {
      return context_.caption.find(word) != std::string::npos;
    };
    return total && spot_.scope.empty() && (says("项目") || says("专项")) && ListsByName();
  }

  // A rate whose column is named and whose row is something of its own: "特困供养 | … | 99.76%".
  static bool IsRowsOwn(const TablePaths::Path& path) {
    return !path.name.empty() && path.row.figure == nullptr && !path.row.whole;
  }
  // The total of a list of projects is not the unit's; nor is a column of a row of money, where
  // another column is 合计.
  bool IsOfSomeOther(const Label& figure, const TablePaths::Path& path, size_t row, size_t column) {
    if (figure.measured != Measured::kMoney) return false;
    const bool of_head = path.row.figure == nullptr;
    if (of_head) {
      return path.row.total && !figure.value.starts_with("income") && ListsByName();
    }
    return paths_->BesideTotal(row, column);
  }
  // Rows with numbers whose names are their own.
  bool ListsByName() {
    if (lists_by_name_) return *lists_by_name_;
    size_t own = 0;
    for (size_t r = 0; r < grid_.rows.size(); ++r) {
      const auto names = paths_->NamesBefore(r, grid_.rows[r].size());
      if (!paths_->HasNumbers(r) || names.empty()) continue;
      if (!NameOf(names.front()->text, labels_).whole) ++own;
    }
    lists_by_name_ = own >= 2;
    return *lists_by_name_;
  }

  // 执行率 of the row's own numbers.
  bool AddRowRate(size_t row, const Label& figure, const Written& number) {
    constexpr size_t kWide = 64;  // no table of a report is wider
    if (figure.value != "execution_rate" || grid_.rows[row].size() > kWide) return false;
    std::optional<Coded> paid;
    std::vector<Coded> budgets;
    for (size_t c = 0; c < grid_.rows[row].size(); ++c) {
      const auto other = NumberOf(grid_.rows[row][c], labels_);
      int year = 0;
      const Label* measure = other ? paths_->MeasureIn(paths_->PathTo(row, c), year) : nullptr;
      if (measure == nullptr || other->unit == "%" || builder_.Relative(year) != 0) continue;
      const Spot rate = spot_;
      SetPlace(grid_.rows[row][c]);
      Coded coded = ReckonedOf(*other, "", "");
      spot_ = rate;
      if (measure->value == "paid") paid = coded;
      if (measure->value == "full_year_budget") budgets.insert(budgets.begin(), coded);
      if (measure->value == "initial_budget") budgets.push_back(coded);
    }
    if (!paid || budgets.empty()) return false;
    AddRate(builder_, *paid, budgets, number, spot_.place);
    return true;
  }

  // The rows are schools, districts, units: their total is not the unit's.
  bool ListsOthers() {
    if (!lists_others_) lists_others_ = paths_->HasHeadOfUnits();
    return *lists_others_;
  }

  // The 合计 of a table whose caption says that it is about three-public expenses.
  bool SumsUpThreePublic(const TablePaths::Path& path) const {
    const bool total = (path.row.total && path.row.whole) ||
                       (!path.heads.empty() && path.heads.back().total && path.heads.back().whole);
    return total && context_.caption.find("三公") != std::string::npos;
  }

  // What the caption of the table says its numbers are.
  const Label* CaptionMeasure() const {
    const Naming caption = NameOf(context_.caption, labels_);
    return caption.measure != nullptr ? caption.measure : caption.hint;
  }

  bool FitsBeside(const Label& figure, size_t row, size_t column) const {
    return figure.with.empty() || paths_->SaysBeside(row, column, figure.with);
  }

  bool PutMoney(const Label& measure, int year, const std::vector<std::string>& selects,
                const TablePaths::Path& path, const Written& number) {
    const std::string name = builder_.MeasureOf(measure, year);
    if (name.empty() || !Builder::Suits(number, Measured::kMoney, true)) return false;
    Meaning meaning;
    const std::string select = Combined(selects);
    meaning.figure = name + select;
    if (!measure.also.empty() && name == measure.value)
      meaning.or_figures = {measure.also + select};
    meaning.label = path.label;
    builder_.Put(meaning, number, spot_);
    return true;
  }

  bool PutFigure(const Label& figure, const Label* measure, int year, const TablePaths::Path& path,
                 const Written& number) {
    std::string name = figure.value;
    const std::string of = measure == nullptr ? "" : builder_.MeasureOf(*measure, year);
    if (!figure.by_measure.empty()) {
      const auto by = figure.by_measure.find(of);
      name = by == figure.by_measure.end() ? "" : by->second;
    } else if (builder_.Relative(year) != 0 || of.starts_with("prior_")) {
      name.clear();
    }
    if (name.empty() || !Builder::Suits(number, figure.measured, true)) return false;
    Meaning meaning;
    meaning.figure = name;
    meaning.label = path.label;
    meaning.measured = figure.measured;
    builder_.Put(meaning, number, spot_);
    return true;
  }

  // ---- rows by code

  void NoteCodes(size_t row) {
    const size_t codes = CodeColumns(grid_.rows[row], labels_).size();
    coded_ = coded_ || codes > 0;
    by_class_ = by_class_ || (codes > 0 && CodeOf(row, 0).starts_with('3'));
    side_by_side_ = side_by_side_ || codes > 1;
  }

  // The column of the code of a cell: the nearest before it, or its own; the first, where none is.
  std::optional<size_t> CodeAt(size_t row, size_t column) const {
    std::optional<size_t> nearest;
    for (const size_t at : CodeColumns(grid_.rows[row], labels_)) {
      if (at <= column || !nearest) nearest = at;
    }
    return nearest;
  }
  std::string CodeOf(size_t row, size_t column) const {
    const auto at = CodeAt(row, column);
    return at ? CodeIn(Bare(grid_.rows[row][*at].text)) : "";
  }

  // The column whose numbers add up: of tables side by side, the same one of each.
  size_t KeyOf(size_t row, size_t column) const {
    const auto at = CodeAt(row, column);
    return side_by_side_ && at && *at <= column ? column - *at : column;
  }

  // "金额", or no head at all: the caption says what the numbers are.
  static bool NamesNothing(const TablePaths::Path& path) {
    return std::all_of(path.heads.begin(), path.heads.end(), [](const Naming& head) {
      return head.measure == nullptr && head.hint == nullptr && !head.subject;
    });
  }

  Coded ReckonedOf(const Written& number, const std::string& code, const std::string& label) const {
    return {code,
            InWan(ValueOf(number), spot_.money_unit),
            HalfOf(number, Measured::kMoney, spot_.money_unit),
            spot_.place,
            number.printed,
            spot_.money_unit,
            label};
  }

  bool PutCode(const std::string& code, const std::vector<std::string>& selects,
               const Label* measure, int year, const TablePaths::Path& path, const Written& number,
               size_t column) {
    if (number.printed == code) return true;  // the code itself
    codes_.Note(column, ReckonedOf(number, code, path.label));
    const std::string name = measure == nullptr ? "" : builder_.MeasureOf(*measure, year);
    if (name.empty()) return true;
    std::vector<std::string> all = selects;
    all.push_back(SelectOfCode(code));
    Meaning meaning;
    meaning.figure = name + Combined(all);
    meaning.label = path.label;
    builder_.Put(meaning, number, spot_);
    return true;
  }

  // The numbers of a column that stand in rows with names.
  void AddNumbered(size_t column) {
    std::vector<Coded> rows;
    for (size_t row = 0; row < grid_.rows.size(); ++row) {
      const auto number = NumberOf(grid_.rows[row][column], labels_);
      const auto names = paths_->NamesBefore(row, column);
      if (!number || names.empty()) continue;
      SetPlace(grid_.rows[row][column]);
      rows.push_back(ReckonedOf(*number, "", Bare(names.back()->text)));
    }
    AddNumberedSums(builder_, rows);
  }

  // ---- rows

  void ReadRow(size_t row) {
    const auto& cells = grid_.rows[row];
    ReadInline(cells);
    const bool has_numbers = paths_->HasNumbers(row);
    std::string name;
    size_t name_at = cells.size();
    for (size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].text.empty() || IsNumber(cells[i], labels_) || figures::IsBlank(cells[i].text))
        continue;
      if (cells[i].covered && i + 1 < cells.size()) continue;
      name = cells[i].text;
      name_at = i;
      const Naming naming = NameOf(name, labels_);
      if (naming.whole && !naming.empty()) break;
    }
    const Naming naming = NameOf(name, labels_);
    if (naming.list != nullptr) {
      list_ = true;
      return;
    }
    const bool known = naming.whole && !naming.empty();
    if (list_ && known) list_ = false;
    if (list_ && !name.empty()) return ReadListed(row, name_at, has_numbers);
    if (known && naming.subject) NoteRow(row, name_at, naming);
    if (has_numbers) PutPoints(row);
    for (size_t c = 0; has_numbers && c < cells.size(); ++c) {
      const auto number = NumberOf(cells[c], labels_);
      if (!number || ReadNumber(row, c, *number)) continue;
      const TablePaths::Path path = paths_->PathTo(row, c);
      builder_.Miss({context_.form, cells[c].where, cells[c].order}, cells[c].text, path.label);
    }
  }

  // "预算执行情况（20分） | 预算数 | …": the points for execution, where no column has them.
  void PutPoints(size_t row) {
    const std::vector<Token> points = PointsIn(grid_.rows[row], labels_);
    if (points.empty()) return;
    for (size_t c = 0; c < grid_.rows[row].size(); ++c) {
      const std::string head = paths_->WordsOver(row, c);
      if (head.find("分值") != std::string::npos || head.find("权重") != std::string::npos) return;
    }
    Meaning meaning;
    meaning.figure = "execution_weight";
    meaning.label = "预算执行/分值";
    meaning.measured = Measured::kPoints;
    SetPlace(grid_.rows[row].front());
    builder_.Put(meaning, points.front().number, spot_);
  }

  // Cells with words and numbers: "其中：一般公共预算：1922.75".
  void ReadInline(const std::vector<Cell>& cells) {
    for (const Cell& cell : cells) {
      if (cell.covered || cell.text.find_first_of("0123456789") == std::string::npos) continue;
      if (NumberOf(cell, labels_)) continue;
      const Naming naming = NameOf(cell.text, labels_);
      if (naming.whole) continue;  // a head that has a year
      SetPlace(cell);
      Prose prose;
      prose.text = cell.text;
      prose.spot = spot_;
      prose.inline_cell = true;
      ReadProse(builder_, prose);
    }
  }

  // The cells of a row that stand under a measure, filled or not.
  void NoteRow(size_t row, size_t name_at, const Naming& naming) {
    StatedRow stated;
    stated.scope = spot_.scope;
    stated.select = Combined(naming.selects);
    stated.name = BareName(grid_.rows[row][name_at].text);
    stated.place = {context_.form, grid_.rows[row][name_at].where, grid_.rows[row][name_at].order};
    for (size_t c = name_at + 1; c < grid_.rows[row].size(); ++c) {
      int year = 0;
      const TablePaths::Path path = paths_->PathTo(row, c);
      if (paths_->MeasureIn(path, year) == nullptr) continue;
      ++stated.cells;
      if (!grid_.rows[row][c].text.empty()) ++stated.filled;
      if (NumberOf(grid_.rows[row][c], labels_)) ++stated.numbers_in;
    }
    // Numbers that stand under no head, or under another: the row is not blank all the same.
    if (stated.filled == 0 && paths_->HasNumbers(row)) stated.filled = 1;
    builder_.filing.rows.push_back(std::move(stated));
  }

  void ReadListed(size_t row, size_t name_at, bool has_numbers) {
    const auto& cells = grid_.rows[row];
    StatedRow listed;
    listed.scope = spot_.scope;
    listed.name = Bare(cells[name_at].text);
    listed.listed = true;
    listed.place = {context_.form, cells[name_at].where, cells[name_at].order};
    for (const char* word : {"涉密", "不公开", "不予公开", "保密"}) {
      listed.classified = listed.classified || listed.name.find(word) != std::string::npos;
    }
    if (!has_numbers && !listed.classified) return;
    for (size_t c = name_at + 1; c < cells.size(); ++c) {
      const auto number = NumberOf(cells[c], labels_);
      if (!number) continue;
      int year = 0;
      const TablePaths::Path path = paths_->PathTo(row, c);
      const Label* measure = paths_->MeasureIn(path, year);
      const std::string name = measure == nullptr ? "" : builder_.MeasureOf(*measure, year);
      SetPlace(cells[c]);
      if (name.empty()) {
        builder_.Miss(spot_.place, cells[c].text, path.label);
        continue;
      }
      Meaning meaning;
      meaning.figure = name + "(project=" + figures::Quoted(listed.name) + ")";
      meaning.label = path.label;
      const size_t at = builder_.Put(meaning, *number, spot_);
      listed.numbers.emplace_back(name, at);
    }
    builder_.filing.rows.push_back(std::move(listed));
  }

  // The national table of three-public expenses has one row of numbers under merged heads that
  // text does not keep: its columns are the same everywhere.
  bool ReadPositional(size_t row) {
    const auto& order = labels_.three_public_order;
    if (grid_.exact || order.empty()) return false;
    std::vector<std::pair<size_t, Written>> numbers;
    size_t cells_used = 0;
    for (size_t c = 0; c < grid_.rows[row].size(); ++c) {
      if (grid_.rows[row][c].text.empty()) continue;
      ++cells_used;
      if (const auto number = NumberOf(grid_.rows[row][c], labels_))
        numbers.emplace_back(c, *number);
    }
    const bool twice = numbers.size() == 2 * order.size();
    if (numbers.size() != cells_used || (numbers.size() != order.size() && !twice)) return false;
    if (row < 1 || context_.caption.find("三公") == std::string::npos) return false;
    for (size_t i = 0; i < numbers.size(); ++i) {
      SetPlace(grid_.rows[row][numbers[i].first]);
      const bool budget = twice && i < order.size();
      const std::string& select = order[i % order.size()];
      Meaning meaning;
      meaning.figure = (budget ? "initial_budget" : "paid") + select;
      if (budget) meaning.or_figures = {"full_year_budget" + select};
      meaning.label = select + (budget ? "/预算数" : "/决算数");
      builder_.Put(meaning, numbers[i].second, spot_);
    }
    return true;
  }

  Builder& builder_;
  const Labels& labels_;
  Grid grid_;
  const TableContext& context_;
  Spot spot_;
  std::optional<TablePaths> paths_;    // of grid_, once it is mended
  bool coded_ = false;                 // rows go by functional or economic codes
  bool by_class_ = false;              // by economic ones
  bool side_by_side_ = false;          // several of them in a row
  bool two_sides_ = false;             // income on the left, expenditure on the right
  std::optional<bool> lists_others_;   // schools, districts; where it was asked
  std::optional<bool> lists_by_name_;  // things with names of their own; likewise
  bool list_ = false;                  // the rows are projects by name
  CodedColumns codes_;
};

}  // namespace

void ReadTable(Builder& builder, const Grid& grid, const TableContext& context) {
  if (grid.rows.empty() || grid.rows.front().empty()) return;
  // The tables of several projects may stand in one sheet, without a line between them.
  Grid one;
  one.exact = grid.exact;
  bool named = false;
  for (const auto& row : grid.rows) {
    const bool names = NamesProject(row);
    if (names && named) {
      TableReader(builder, one, context).Read();
      one.rows.clear();
    }
    named = named || names;
    one.rows.push_back(row);
  }
  TableReader(builder, one, context).Read();
}

}  // namespace outturn::document
