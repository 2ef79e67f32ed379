// Tables → figures: a number's row and column say together what it is.
#include <algorithm>
#include <optional>
#include <set>

#include "services/document/builder.h"
#include "services/document/table_parts.h"
#include "services/figures/catalogue.h"

namespace outturn::document {
namespace {

using checks::StatedRow;

bool HasNumber(const std::vector<Cell>& row, const Labels& labels) {
  return std::any_of(row.begin(), row.end(),
                     [&](const Cell& cell) { return NumberOf(cell, labels).has_value(); });
}

class TableReader {
 public:
  TableReader(Builder& builder, const Grid& grid, const TableContext& context)
      : builder_(builder), labels_(builder.labels), grid_(grid), context_(context) {
    MendNames(grid_, labels_);
    std::erase_if(grid_.rows, [&](const auto& row) { return NumbersColumns(row, labels_); });
    for (const auto& row : grid_.rows) {
      numbers_.push_back(HasNumber(row, labels_));
      words_above_.push_back(
          words_above_.empty() ? 1 : words_above_.back() + (numbers_[numbers_.size() - 2] ? 0 : 1));
    }
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
    for (size_t row = 0; row < grid_.rows.size();) {
      if (IsIndicatorHead(builder_, grid_.rows[row])) {
        SetPlace(grid_.rows[row].front());
        row = ReadIndicators(builder_, grid_, row, spot_);
        list_ = false;
        continue;
      }
      NoteUnit(grid_.rows[row]);
      if (!ReadPositional(row)) ReadRow(row);
      ++row;
    }
    codes_.AddSums(builder_);
    for (size_t column = 1; column < grid_.rows.front().size(); ++column) AddNumbered(column);
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
        const std::string bare = BareName(row[i].text);
        if (row[i].covered ||
            (bare != "项目名称" && bare != "项目(政策)名称" && bare != "专项名称"))
          continue;
        for (size_t j = i + 1; j < row.size(); ++j) {
          const std::string name = Bare(row[j].text);
          if (row[j].covered || name.empty()) continue;
          // A head over a list of projects names none.
          if (!NameOf(row[j].text, labels_).empty() || name.find("指标") != std::string::npos)
            return;
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

  // The heads above a cell: rows of words up to the next row of numbers, nearest last.
  const std::vector<const Cell*>& HeadsOver(size_t row, size_t column) const {
    Heads& known = heads_[column];
    if (known.words != words_above_[row]) known = {words_above_[row], FindHeads(row, column)};
    return known.heads;
  }
  std::vector<const Cell*> FindHeads(size_t row, size_t column) const {
    std::vector<const Cell*> heads;
    size_t found = 0;
    for (size_t r = row; r-- > 0;) {
      if (column >= grid_.rows[r].size()) continue;
      const Cell& cell = grid_.rows[r][column];
      if (numbers_[r]) {
        if (!heads.empty()) break;
        continue;
      }
      if (cell.text.empty() || NameOf(cell.text, labels_).empty()) {
        if (!heads.empty()) break;
        continue;
      }
      if (!heads.empty() && found - r > 1) break;
      if (heads.empty() || heads.front()->text != cell.text) heads.insert(heads.begin(), &cell);
      found = r;
    }
    return heads;
  }

  // The nearest words to the left, and what else stands before them in the row.
  std::vector<const Cell*> NamesBefore(size_t row, size_t column) const {
    std::vector<const Cell*> names;
    const auto& cells = grid_.rows[row];
    for (size_t c = std::min(column, cells.size()); c-- > 0;) {
      if (cells[c].text.empty() || IsNumber(cells[c], labels_)) continue;
      if (figures::IsBlank(cells[c].text)) continue;
      if (names.empty() || names.front()->text != cells[c].text)
        names.insert(names.begin(), &cells[c]);
    }
    return names;
  }

  struct Path {
    Naming row;
    std::vector<Naming> heads;
    std::string label;
    std::string name;  // of the row, as printed
  };

  Path PathTo(size_t row, size_t column) const {
    Path path;
    const auto names = NamesBefore(row, column);
    if (!names.empty()) {
      path.name = names.back()->text;
      path.row = NameOf(path.name, labels_);
      // "三公经费 | 合计": what a group is called stands before it.
      if (path.row.empty() || (path.row.total && !path.row.subject)) {
        for (size_t i = names.size() - 1; i-- > 0;) {
          Naming group = NameOf(names[i]->text, labels_);
          if (!group.whole || group.empty()) continue;
          if (path.row.total) path.row = group;
          break;
        }
      }
    }
    path.label = Bare(path.name);
    for (const Cell* head : HeadsOver(row, column)) {
      path.heads.push_back(NameOf(head->text, labels_));
      path.label += (path.label.empty() ? "" : "/") + Bare(head->text);
    }
    return path;
  }

  const Label* MeasureIn(const Path& path, int& year) const {
    const Label* measure = nullptr;
    for (const Naming& head : path.heads) {
      if (head.year != 0) year = head.year;
      if (head.measure != nullptr && head.whole) measure = head.measure;
    }
    for (const Naming& head : path.heads) {
      if (measure == nullptr && head.hint != nullptr && head.whole && !head.subject)
        measure = head.hint;
    }
    if (path.row.year != 0) year = path.row.year;
    if (path.row.measure != nullptr && path.row.whole) measure = path.row.measure;
    if (measure == nullptr && year != 0 && path.row.hint != nullptr && path.row.whole)
      measure = path.row.hint;
    return measure;
  }

  // What the column or row is a whole figure of.
  const Label* FigureIn(const Path& path) const {
    const Label* figure = nullptr;
    for (const Naming& head : path.heads) {
      if (head.figure != nullptr && head.whole) figure = head.figure;
    }
    if (path.row.figure != nullptr && path.row.whole) figure = path.row.figure;
    return figure;
  }

  bool SaysBeside(size_t row, size_t column, const std::string& words) const {
    for (size_t r = row; r-- > 0;) {
      if (column < grid_.rows[r].size() && !NameOf(grid_.rows[r][column].text, labels_).empty()) {
        return std::any_of(grid_.rows[r].begin(), grid_.rows[r].end(), [&](const Cell& cell) {
          return cell.text.find(words) != std::string::npos;
        });
      }
    }
    return false;
  }

  // The nearest words above a cell, whatever they are.
  std::string WordsOver(size_t row, size_t column) const {
    for (size_t r = row; r-- > 0;) {
      const Cell& cell = grid_.rows[r][column];
      if (!cell.text.empty() && !NumberOf(cell, labels_)) return Bare(cell.text);
    }
    return "";
  }

  // Whether the heads above hold 执行率: 合计 is then all the money.
  bool UnderExecution(size_t row) const {
    for (size_t r = row; r-- > 0;) {
      if (numbers_[r]) continue;
      return std::any_of(grid_.rows[r].begin(), grid_.rows[r].end(), [](const Cell& cell) {
        return cell.text.find("执行率") != std::string::npos;
      });
    }
    return false;
  }

  // 分值, 执行率 and 得分 of the row of all the money.
  bool ReadExecution(size_t row, size_t column, const Path& path, const Written& number) {
    const bool all = path.row.total && UnderExecution(row);
    if (!(path.row.subject || all) || !path.row.whole) return false;
    const std::string head = WordsOver(row, column);
    Meaning meaning;
    meaning.label = path.label;
    const std::string select = Combined(path.row.selects);
    if (head.find("执行率") != std::string::npos || head.find("预算完成率") != std::string::npos) {
      meaning.figure = "execution_rate" + select;
      meaning.measured = Measured::kPercent;
    } else if (head.find("分值") != std::string::npos || head.find("权重") != std::string::npos) {
      meaning.figure = "execution_weight";
      meaning.measured = Measured::kPoints;
    } else if (head.find("得分") != std::string::npos) {
      meaning.figure = "execution_score";
      meaning.measured = Measured::kPoints;
    } else {
      return false;
    }
    if (meaning.measured == Measured::kPoints && !select.empty()) return true;  // of no interest
    builder_.Put(meaning, number, spot_);
    return true;
  }

  // Whether the number was understood.
  bool ReadNumber(size_t row, size_t column, const Written& number) {
    const Path path = PathTo(row, column);
    SetPlace(grid_.rows[row][column]);
    if (ReadExecution(row, column, path, number)) return true;
    int year = 0;
    const Label* measure = MeasureIn(path, year);
    if (const Label* figure = FigureIn(path);
        figure != nullptr && FitsBeside(*figure, row, column)) {
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
    const bool total = path.row.total && path.row.whole && !path.row.subject;
    if (total) codes_.NoteTotal(column, ReckonedOf(number, "", path.label));
    if (!subject && SumsUpThreePublic(path)) {
      subject = true;
      selects.emplace_back("(three_public=total)");
    }
    if (measure == nullptr && subject) measure = CaptionMeasure();
    const bool whole_row = total && measure != nullptr && (subject || !path.heads.empty());
    if (whole_row && (coded_ || UnderExecution(row)))
      return PutMoney(*measure, year, selects, path, number);
    if (!subject || (!path.row.whole && !path.name.empty())) return false;
    if (measure == nullptr) return false;
    return PutMoney(*measure, year, selects, path, number);
  }

  // The 合计 of a table whose caption says that it is about three-public expenses.
  bool SumsUpThreePublic(const Path& path) const {
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
    return figure.with.empty() || SaysBeside(row, column, figure.with);
  }

  bool PutMoney(const Label& measure, int year, const std::vector<std::string>& selects,
                const Path& path, const Written& number) {
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

  bool PutFigure(const Label& figure, const Label* measure, int year, const Path& path,
                 const Written& number) {
    std::string name = figure.value;
    const std::string of = measure == nullptr ? "" : builder_.MeasureOf(*measure, year);
    if (!figure.by_measure.empty()) {
      const auto by = figure.by_measure.find(of);
      name = by == figure.by_measure.end() ? "" : by->second;
    } else if (figure.measured == Measured::kMoney && builder_.Relative(year) != 0) {
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
  static bool NamesNothing(const Path& path) {
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
               const Label* measure, int year, const Path& path, const Written& number,
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
      const auto names = NamesBefore(row, column);
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
    const bool has_numbers = numbers_[row];
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
    for (size_t c = 0; has_numbers && c < cells.size(); ++c) {
      const auto number = NumberOf(cells[c], labels_);
      if (!number || ReadNumber(row, c, *number)) continue;
      const Path path = PathTo(row, c);
      builder_.Miss({context_.form, cells[c].where, cells[c].order}, cells[c].text, path.label);
    }
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
      const Path path = PathTo(row, c);
      if (MeasureIn(path, year) == nullptr) continue;
      ++stated.cells;
      if (!grid_.rows[row][c].text.empty()) ++stated.filled;
      if (NumberOf(grid_.rows[row][c], labels_)) ++stated.numbers_in;
    }
    // Numbers that stand under no head, or under another: the row is not blank all the same.
    if (stated.filled == 0 && numbers_[row]) stated.filled = 1;
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
      const Path path = PathTo(row, c);
      const Label* measure = MeasureIn(path, year);
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
  bool coded_ = false;               // rows go by functional or economic codes
  bool side_by_side_ = false;        // several of them in a row
  bool list_ = false;                // the rows are projects by name
  std::vector<bool> numbers_;        // whether a row has numbers
  std::vector<size_t> words_above_;  // rows without numbers above each row, and one
  struct Heads {
    size_t words = 0;
    std::vector<const Cell*> heads;
  };
  mutable std::map<size_t, Heads> heads_;  // by column: those of the rows between two rows of words
  CodedColumns codes_;
};

}  // namespace

void ReadTable(Builder& builder, const Grid& grid, const TableContext& context) {
  if (grid.rows.empty() || grid.rows.front().empty()) return;
  TableReader(builder, grid, context).Read();
}

}  // namespace outturn::document
