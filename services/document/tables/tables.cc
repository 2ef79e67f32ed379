// Tables → figures: a number's row and column say together what it is.
#include <algorithm>

#include "services/document/tables/goals.h"
#include "services/document/tables/sums.h"
#include "services/document/tables/table_reader.h"
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

}  // namespace

TableReader::TableReader(Builder& builder, const Grid& grid, const TableContext& context)
    : builder_(builder), labels_(builder.labels), grid_(grid), context_(context) {
  MendNames(grid_, labels_);
  NameTheWhole();
  numbered_ = HasNumberedRows(grid_, labels_);
  DropOrdinals(grid_, labels_);
  std::erase_if(grid_.rows, [&](const auto& row) { return NumbersColumns(row, labels_); });
  paths_.emplace(grid_, labels_);
  spot_.money_unit = context.money_unit;
  spot_.place.form = context.form;
}

// "预算执行情况 | 总额": of all the money, as other forms say in more words.
void TableReader::NameTheWhole() {
  const bool execution = std::any_of(grid_.rows.begin(), grid_.rows.end(), [](const auto& row) {
    return std::any_of(row.begin(), row.end(), [](const Cell& cell) {
      return Bare(cell.text).find("预算执行情况") != std::string::npos;
    });
  });
  for (size_t r = 0; execution && r < grid_.rows.size(); ++r) {
    for (Cell& cell : grid_.rows[r]) {
      if (Bare(cell.text) == "总额") cell.text = "年度资金总额";
    }
  }
}

void TableReader::Read() {
  if (ContinuesIndicators(builder_, grid_) && !AnyHead() && LooksLikeIndicators()) {
    SetPlace(grid_.rows.front().front());
    return ReadMoreIndicators(builder_, grid_, spot_);
  }
  FindScope();
  if (spot_.scope.empty() && context_.goes_on) spot_.scope = builder_.last_scope;
  builder_.last_scope = spot_.scope;
  const size_t first = builder_.filing.stated.size();
  for (size_t row = 0; row < grid_.rows.size(); ++row) NoteCodes(row);
  two_sides_ = HasTwoSides(grid_);
  bool indicators = false;
  size_t above = grid_.rows.size();  // rows above the first indicators
  for (size_t row = 0; row < grid_.rows.size();) {
    if (IsIndicatorHead(builder_, grid_.rows[row])) {
      above = std::min(above, row);
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
  ReckonAmounts(above);
  if (indicators) AddScoreRates(builder_, grid_, spot_);
  if (indicators) ReadGoals(builder_, grid_, spot_);
  AddNatures(builder_, first);
}

// What the rows above the indicators, all where there are none, add up to.
void TableReader::ReckonAmounts(size_t rows) {
  if (rows == 0) return;
  Grid amounts = grid_;
  amounts.rows.resize(rows);
  AddLearnedSums(builder_, amounts, spot_, coded_);
  AddHeadedParts(builder_, amounts, spot_);
  AddNamedColumns(builder_, amounts, spot_);
  AddProducts(builder_, amounts, spot_);
  AddTotalsOfNamed(builder_, amounts, spot_);
  if (numbered_) AddNumberedTotals(builder_, amounts, spot_);
}

bool TableReader::AnyHead() const {
  for (size_t r = 0; r < grid_.rows.size(); ++r) {
    if (IsIndicatorHead(builder_, grid_.rows[r])) return true;
    for (const Cell& cell : grid_.rows[r]) {
      const Naming naming = NameOf(cell.text, labels_);
      if (naming.measure != nullptr && naming.whole) return true;
    }
  }
  return false;
}

bool TableReader::LooksLikeIndicators() const {
  return std::any_of(grid_.rows.begin(), grid_.rows.end(), [&](const auto& row) {
    return std::count_if(row.begin(), row.end(), [&](const Cell& cell) {
             return NumberOf(cell, labels_).has_value();
           }) >= 2;
  });
}

void TableReader::SetPlace(const Cell& cell) {
  spot_.place.where = cell.where;
  spot_.place.order = cell.order;
}

void TableReader::FindScope() {
  for (const auto& row : grid_.rows) {
    for (size_t i = 0; i + 1 < row.size(); ++i) {
      if (row[i].covered || !IsProjectName(row[i])) continue;
      for (size_t j = i + 1; j < row.size(); ++j) {
        const std::string name = Bare(row[j].text);
        if (row[j].covered || name.empty()) continue;
        // A head over a list of projects names none.
        const bool head = name.find("指标") != std::string::npos || name.ends_with("金额");
        const Naming naming = NameOf(row[j].text, labels_);
        if (naming.measure != nullptr || (naming.whole && !naming.empty()) || head) return;
        spot_.scope = name;
        return;
      }
    }
  }
}

void TableReader::NoteUnit(const std::vector<Cell>& row) {
  for (const Cell& cell : row) {
    const std::string unit = MoneyUnitIn(Bare(cell.text));
    const bool caption = cell.text.find("单位") != std::string::npos ||
                         cell.text.find("(") != std::string::npos ||
                         cell.text.find("（") != std::string::npos;
    if (!unit.empty() && caption) spot_.money_unit = unit;
  }
}

void TableReader::NoteCodes(size_t row) {
  const size_t codes = CodeColumns(grid_.rows[row], labels_).size();
  coded_ = coded_ || codes > 0;
  by_class_ = by_class_ || (codes > 0 && CodeOf(row, 0).starts_with('3'));
  side_by_side_ = side_by_side_ || codes > 1;
}

void TableReader::AddNumbered(size_t column) {
  std::vector<Coded> rows;
  for (size_t row = 0; row < grid_.rows.size(); ++row) {
    const auto number = NumberOf(grid_.rows[row][column], labels_);
    const auto names = paths_->NamesBefore(row, column);
    if (!number || names.empty()) continue;
    // "决算数为预算数%": rates make no total.
    if (number->unit == "%" || paths_->WordsOver(row, column).ends_with("%")) return;
    SetPlace(grid_.rows[row][column]);
    rows.push_back(ReckonedOf(*number, "", Bare(names.back()->text)));
  }
  AddNumberedSums(builder_, rows);
}

void TableReader::ReadRow(size_t row) {
  of_row_.clear();
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
    if (!number && PutRateWithPoints(row, c)) continue;
    if (!number || ReadNumber(row, c, *number)) continue;
    const TablePaths::Path path = paths_->PathTo(row, c);
    builder_.Miss({context_.form, cells[c].where, cells[c].order}, cells[c].text, path.label);
  }
}

void TableReader::PutPoints(size_t row) {
  std::optional<Written> points = PointsOfHead(grid_.rows[row], labels_);
  size_t told = row;
  if (!points && row > 0 && !paths_->HasNumbers(row - 1) && paths_->UnderExecution(row)) {
    told = row - 1;
    points = PointsOfHead(grid_.rows[told], labels_);
  }
  if (!points) return;
  for (size_t c = 0; c < grid_.rows[row].size(); ++c) {
    const std::string head = paths_->WordsOver(row, c);
    if (head.find("分值") != std::string::npos || head.find("权重") != std::string::npos) return;
    PutPointsOfHead(row, c, head);
  }
  Meaning meaning;
  meaning.figure = "execution_weight";
  meaning.label = "预算执行/分值";
  meaning.measured = Measured::kPoints;
  SetPlace(grid_.rows[told].front());
  builder_.Put(meaning, *points, spot_);
}

// "执行率（得分）": "98.50%（9.85）" of all the money.
bool TableReader::PutRateWithPoints(size_t row, size_t column) {
  const Cell& cell = grid_.rows[row][column];
  const std::string bare = Bare(cell.text);
  const size_t open = bare.find("%(");
  if (cell.covered || open == std::string::npos || !bare.ends_with(')')) return false;
  const std::string head = paths_->WordsOver(row, column);
  const TablePaths::Path path = paths_->PathTo(row, column);
  const bool both =
      head.find("执行率") != std::string::npos && head.find("得分") != std::string::npos;
  if (!both || !path.row.subject || !path.row.whole || !path.row.selects.empty()) return false;
  const auto put = [&](const std::string& text, const char* figure, Measured measured) {
    Cell part = cell;
    part.text = text;
    const auto number = NumberOf(part, labels_);
    if (!number) return;
    Meaning meaning;
    meaning.figure = figure;
    meaning.label = path.label;
    meaning.measured = measured;
    SetPlace(cell);
    builder_.Put(meaning, *number, spot_);
  };
  put(bare.substr(0, open + 1), "execution_rate", Measured::kPercent);
  put(bare.substr(open + 2, bare.size() - open - 3), "execution_score", Measured::kPoints);
  return true;
}

void TableReader::PutPointsOfHead(size_t row, size_t column, const std::string& head) {
  constexpr std::string_view kOpens = "得分(";
  const std::string bare = Bare(head);
  const size_t open = bare.find(kOpens);
  const size_t end = bare.find("分*", open == std::string::npos ? 0 : open);
  if (open == std::string::npos || end == std::string::npos) return;
  const std::string points = bare.substr(open + kOpens.size(), end - open - kOpens.size());
  const std::vector<Token> tokens = Tokens(points, labels_);
  if (tokens.size() != 1 || tokens.front().kind != Token::Kind::kNumber) return;
  Meaning meaning;
  meaning.figure = "execution_weight";
  meaning.label = "得分/分值";
  meaning.measured = Measured::kPoints;
  SetPlace(grid_.rows[row][column]);
  builder_.Put(meaning, tokens.front().number, spot_);
}

void TableReader::ReadInline(const std::vector<Cell>& cells) {
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

void TableReader::NoteRow(size_t row, size_t name_at, const Naming& naming) {
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

void TableReader::ReadListed(size_t row, size_t name_at, bool has_numbers) {
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

bool TableReader::ReadPositional(size_t row) {
  const auto& order = labels_.three_public_order;
  if (grid_.exact || order.empty()) return false;
  std::vector<std::pair<size_t, Written>> numbers;
  size_t cells_used = 0;
  for (size_t c = 0; c < grid_.rows[row].size(); ++c) {
    if (grid_.rows[row][c].text.empty()) continue;
    ++cells_used;
    if (const auto number = NumberOf(grid_.rows[row][c], labels_)) numbers.emplace_back(c, *number);
  }
  const bool twice = numbers.size() == 2 * order.size();
  if (numbers.size() != cells_used || (numbers.size() != order.size() && !twice)) return false;
  if (row < 1 || context_.caption.find("三公") == std::string::npos) return false;
  const bool planned = context_.caption.find("预算表") != std::string::npos &&
                       context_.caption.find("决算") == std::string::npos;
  for (size_t i = 0; i < numbers.size(); ++i) {
    SetPlace(grid_.rows[row][numbers[i].first]);
    const bool budget = twice ? i < order.size() : planned;
    const std::string& select = order[i % order.size()];
    Meaning meaning;
    meaning.figure = (budget ? "initial_budget" : "paid") + select;
    if (budget) meaning.or_figures = {"full_year_budget" + select};
    meaning.label = select + (budget ? "/预算数" : "/决算数");
    builder_.Put(meaning, numbers[i].second, spot_);
  }
  return true;
}

void ReadTable(Builder& builder, const Grid& grid, const TableContext& context) {
  if (grid.rows.empty() || grid.rows.front().empty()) return;
  // The tables of several projects may stand in one sheet, without a line between them.
  Grid one;
  one.exact = grid.exact;
  one.partial = grid.partial;
  one.goals = grid.goals;
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
