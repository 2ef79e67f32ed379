// Tables of indicators: 一级 二级 三级指标, 指标值, 完成值, 分值, 得分, 原因.
#include <algorithm>
#include <optional>

#include "services/document/relations.h"

namespace outturn::document {
namespace {

using checks::Direction;
using checks::IndicatorTable;
using checks::StatedCell;
using checks::StatedIndicator;

constexpr size_t kNone = static_cast<size_t>(-1);
using ColumnsAt = std::array<size_t, static_cast<size_t>(Column::kCount)>;

size_t& At(ColumnsAt& columns, Column column) { return columns[static_cast<size_t>(column)]; }

bool Taken(const ColumnsAt& columns, size_t at) {
  return std::find(columns.begin(), columns.end(), at) != columns.end();
}

// Which column each head names; the words of actual come before those of target, which they hold.
ColumnsAt ColumnsOf(const Labels& labels, const std::vector<Cell>& head) {
  static constexpr std::array kOrder = {Column::kLevel1, Column::kLevel2,   Column::kName,
                                        Column::kActual, Column::kTarget,   Column::kFirstTarget,
                                        Column::kReason, Column::kWeight,   Column::kScore,
                                        Column::kUnit,   Column::kDirection};
  ColumnsAt columns;
  columns.fill(kNone);
  for (const bool exact : {true, false}) {
    for (size_t i = 0; i < head.size(); ++i) {
      if (head[i].covered || Taken(columns, i)) continue;
      const std::string bare = Bare(head[i].text);
      if (bare.empty() || bare.size() > 60 || bare.find("系数") != std::string::npos) continue;
      for (const Column column : kOrder) {
        const auto& words = labels.columns[static_cast<size_t>(column)];
        const bool says = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
          return exact ? bare == word : bare.find(word) != std::string::npos;
        });
        const bool names = exact && column == Column::kName && bare == "指标";  // nothing besides
        if (!says && !names) continue;
        if (At(columns, column) == kNone) At(columns, column) = i;
        break;
      }
    }
  }
  return columns;
}

// "一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值": each level has its points behind it. Those
// of the indicators are the last; the others are told with the name before them.
struct LevelPoints {
  size_t level1 = kNone;
  size_t level2 = kNone;
};

LevelPoints TakeLevelPoints(const Labels& labels, const std::vector<Cell>& head,
                            ColumnsAt& columns) {
  LevelPoints points;
  const auto& words = labels.columns[static_cast<size_t>(Column::kWeight)];
  const auto level = [&](Column column) {
    const size_t at = At(columns, column);
    const bool weighted =
        at != kNone && at + 1 < head.size() && !head[at + 1].covered &&
        std::find(words.begin(), words.end(), Bare(head[at + 1].text)) != words.end();
    return weighted ? at + 1 : kNone;
  };
  const bool named = At(columns, Column::kName) != kNone;  // else the second level is the last
  const size_t own = level(named ? Column::kName : Column::kLevel2);
  if (own == kNone) return points;
  At(columns, Column::kWeight) = own;
  points.level1 = level(Column::kLevel1);
  if (named) points.level2 = level(Column::kLevel2);
  return points;
}

// "相关性(5分)": 5.
std::string PointsBehind(const std::string& name) {
  constexpr std::string_view kEnd = "分)";
  const size_t open = name.rfind('(');
  if (open == std::string::npos || open == 0 || !name.ends_with(kEnd)) return "";
  const std::string points = name.substr(open + 1, name.size() - kEnd.size() - open - 1);
  return figures::ReadPrinted(points) ? points : "";
}

// The number of a target or result: "≥95%", "不少于20次", "300". nullopt for words and days.
std::optional<Token> NumberIn(const std::string& bare, const Labels& labels) {
  std::optional<Token> number;
  for (const Token& token : Tokens(bare, labels)) {
    if (token.kind == Token::Kind::kYear) return std::nullopt;
    if (token.kind != Token::Kind::kNumber) continue;
    if (number) return std::nullopt;
    number = token;
  }
  return number;
}

std::string UnitBehind(const std::string& bare, const Token& number) {
  if (!number.number.unit.empty()) return number.number.unit;
  const size_t end = static_cast<size_t>(number.text.data() - bare.data()) + number.text.size();
  std::string unit = bare.substr(end);
  return unit.size() <= 12 ? unit : "";
}

StatedCell CellOf(const Cell& cell, const Labels& labels, const std::string& form) {
  StatedCell stated;
  stated.text = cell.covered ? "" : cell.text;
  stated.place = {form, cell.where, cell.order};
  const std::string bare = Bare(stated.text);
  if (const auto number = NumberIn(bare, labels)) {
    stated.number = ValueOf(number->number);
    stated.unit = UnitBehind(bare, *number);
    const bool day = stated.unit.starts_with("月") || stated.unit.starts_with("日");
    if (day) stated.number.reset();
  }
  return stated;
}

Direction DirectionOf(const std::string& target, const std::string& column) {
  const std::string text = Bare(column) + Bare(target);
  const auto has = [&](const char* word) { return text.find(word) != std::string::npos; };
  if (has("≥") || has(">") || has("不低于") || has("不少于") || has("以上") || has("大于") ||
      has("正向")) {
    return Direction::kAtLeast;
  }
  if (has("≤") || has("<") || has("不超过") || has("不高于") || has("以内") || has("以下") ||
      has("小于") || has("控制在") || has("反向")) {
    return Direction::kAtMost;
  }
  if (text.starts_with("=")) return Direction::kEqual;
  return Direction::kUnknown;
}

// A column of remarks asks for none.
bool AsksReason(const std::string& head) {
  return head.find("原因") != std::string::npos || head.find("改进") != std::string::npos ||
         head.find("分析") != std::string::npos || head.find("偏差") != std::string::npos;
}

class IndicatorReader {
 public:
  IndicatorReader(Builder& builder, const Grid& grid, const Spot& spot)
      : builder_(builder), grid_(grid), spot_(spot) {}

  size_t FromHead(size_t row) {
    columns_ = ColumnsOf(builder_.labels, grid_.rows[row]);
    points_ = TakeLevelPoints(builder_.labels, grid_.rows[row], columns_);
    width_ = grid_.rows[row].size();
    const Cell* reason = CellAt(grid_.rows[row], Column::kReason);
    asks_reason_ = reason != nullptr && AsksReason(reason->text);
    return Rows(row + 1, false);
  }
  void Continue(const ColumnsAt& columns) {
    columns_ = columns;
    asks_reason_ = At(columns_, Column::kReason) != kNone;
    (void)Rows(0, true);
  }
  [[nodiscard]] const ColumnsAt& columns() const { return columns_; }

 private:
  [[nodiscard]] const Cell* CellAt(const std::vector<Cell>& row, Column column) const {
    const size_t at = columns_[static_cast<size_t>(column)];
    return at == kNone || at >= row.size() ? nullptr : &row[at];
  }
  [[nodiscard]] StatedCell Read(const std::vector<Cell>& row, Column column) const {
    const Cell* cell = CellAt(row, column);
    return cell == nullptr ? StatedCell() : CellOf(*cell, builder_.labels, spot_.place.form);
  }
  [[nodiscard]] std::string Text(const std::vector<Cell>& row, Column column) const {
    const Cell* cell = CellAt(row, column);
    return cell == nullptr ? "" : Bare(cell->text);
  }

  bool IsTotal(const std::vector<Cell>& row) const {
    for (const Cell& cell : row) {
      const std::string bare = Bare(cell.text);
      if (bare.empty() || cell.covered) continue;
      const std::string stem = bare.substr(0, bare.find_first_of("0123456789("));
      return stem == "总分" || stem == "合计" || stem == "总计" || stem == "得分合计" ||
             stem == "总得分" || stem == "分值合计" || stem == "自评总分";
    }
    return false;
  }

  // 分值 and 得分 of the row that sums up; where its cells moved, the numbers it has, in order.
  void ReadTotal(const std::vector<Cell>& row) {
    std::vector<StatedCell> numbers;
    bool first = true;
    for (const Cell& cell : row) {
      if (Bare(cell.text).empty() || cell.covered) continue;
      StatedCell stated = CellOf(cell, builder_.labels, spot_.place.form);
      if (!first && stated.number) numbers.push_back(std::move(stated));
      first = false;
    }
    const auto points = [](const StatedCell& cell) { return cell.unit != "%"; };
    if (std::count_if(numbers.begin(), numbers.end(), points) >= 2)  // "100 | 94% | 94": no rate
      std::erase_if(numbers, [&](const StatedCell& cell) { return !points(cell); });
    if (numbers.empty()) return;
    const bool both =
        At(columns_, Column::kWeight) != kNone && At(columns_, Column::kScore) != kNone;
    const StatedCell weight = grid_.exact ? Read(row, Column::kWeight) : StatedCell();
    const StatedCell score = grid_.exact ? Read(row, Column::kScore) : StatedCell();
    if (both && weight.number && score.number) {
      table_.total_weight = weight;
      table_.total_score = score;
    } else if (numbers.size() >= 2 && both) {
      table_.total_weight = numbers[0];
      table_.total_score = numbers[1];
    } else if (both && grid_.exact && Read(row, Column::kWeight).number) {
      table_.total_weight = numbers[0];
    } else if (numbers.size() >= 2 && grid_.exact && Read(row, Column::kScore).number) {
      table_.total_weight = numbers[0];  // of a column the rows do not have
      table_.total_score = Read(row, Column::kScore);
    } else {
      (At(columns_, Column::kScore) != kNone ? table_.total_score : table_.total_weight) =
          numbers[0];
    }
    if (table_.total_score.number && !table_.headless) PutScore(table_.total_score);
  }

  void PutScore(const StatedCell& cell) {
    const auto number = NumberIn(Bare(cell.text), builder_.labels);
    if (!number) return;
    Meaning meaning;
    meaning.figure = "total_score";
    meaning.label = "总分/得分";
    meaning.measured = Measured::kPoints;
    Spot spot = spot_;
    spot.place = cell.place;
    builder_.Put(meaning, number->number, spot);
  }

  // "28分（满分30分）": a score that says its weight.
  void SplitFullMarks(const std::vector<Cell>& row, StatedIndicator& one) const {
    constexpr std::string_view kFull = "(满分";
    const Cell* cell = CellAt(row, Column::kScore);
    const std::string bare = cell == nullptr ? "" : Bare(cell->text);
    const size_t open = bare.find(kFull);
    if (open == std::string::npos || !bare.ends_with(')')) return;
    Cell part = *cell;
    part.text = bare.substr(0, open);
    one.score = CellOf(part, builder_.labels, spot_.place.form);
    part.text = bare.substr(open + kFull.size(), bare.size() - open - kFull.size() - 1);
    one.weight = CellOf(part, builder_.labels, spot_.place.form);
  }

  // "投入(13分)" of "投入 | 13".
  [[nodiscard]] std::string LevelOf(const std::vector<Cell>& row, Column column,
                                    size_t points) const {
    const std::string name = Text(row, column);
    const std::string number = points < row.size() ? Bare(row[points].text) : "";
    const bool plain = figures::ReadPrinted(number) && number.find('%') == std::string::npos;
    return name.empty() || !plain ? name : name + "(" + number + "分)";
  }

  // Where no column has the weights they may stand behind the names.
  void TakePointsOfName(const std::vector<Cell>& row, StatedIndicator& one) const {
    const Cell* name = CellAt(row, Column::kName);
    const std::string points = PointsBehind(one.name);
    if (name == nullptr || points.empty() ||
        columns_[static_cast<size_t>(Column::kWeight)] != kNone)
      return;
    one.weight.text = points;
    one.weight.number = ValueOf(NumberIn(points, builder_.labels)->number);
    one.weight.place = {spot_.place.form, name->where, name->order};
  }

  void ReadRow(const std::vector<Cell>& row) {
    const std::string level1 = LevelOf(row, Column::kLevel1, points_.level1);
    const std::string level2 = LevelOf(row, Column::kLevel2, points_.level2);
    if (!level1.empty()) level1_ = level1;
    if (!level2.empty()) level2_ = level2;
    StatedIndicator one;
    one.level1 = level1_;
    one.level2 = level2_;
    one.name = Text(row, Column::kName);
    one.target = Read(row, Column::kTarget);
    if (one.target.text.empty()) one.target = Read(row, Column::kFirstTarget);
    one.actual = Read(row, Column::kActual);
    one.weight = Read(row, Column::kWeight);
    one.score = Read(row, Column::kScore);
    if (one.weight.text.empty()) SplitFullMarks(row, one);
    TakePointsOfName(row, one);
    one.reason = Read(row, Column::kReason);
    if (figures::IsBlank(one.reason.text) || Bare(one.reason.text) == "无") one.reason.text.clear();
    one.unit = Text(row, Column::kUnit);
    one.direction = DirectionOf(one.target.text, Text(row, Column::kDirection));
    one.less_is_better = HasAny(one.level1 + one.level2 + one.name, builder_.labels.less_is_better);
    const bool control = one.name.find("控制率") != std::string::npos && one.target.unit == "%";
    if (control && one.direction == Direction::kUnknown) one.direction = Direction::kAtMost;
    if (one.target.number && one.target.unit.empty()) one.target.unit = one.unit;
    if (one.actual.number && one.actual.unit.empty()) one.actual.unit = one.unit;
    const bool nothing =
        one.target.text.empty() && one.actual.text.empty() && one.weight.text.empty();
    if (nothing || (one.name.empty() && !one.weight.number)) {
      if (!one.name.empty() && one.weight.text.empty()) return;
      return;
    }
    if (one.name.empty()) one.name = level2_.empty() ? level1_ : level2_;
    table_.indicators.push_back(std::move(one));
  }

  // "产出指标小计 | 50 | 48.5": no indicator; where its weights are those of the rows since the
  // last such row, its scores are, too.
  bool ReadSubtotal(const std::vector<Cell>& row) {
    const bool subtotal = std::any_of(row.begin(), row.end(), [](const Cell& cell) {
      return !cell.covered && Bare(cell.text).ends_with("小计");
    });
    if (!subtotal) return false;
    const StatedCell weight = Read(row, Column::kWeight);
    const StatedCell score = Read(row, Column::kScore);
    Exactly weights;
    Terms scores;
    for (size_t i = subtotal_from_; i < table_.indicators.size(); ++i) {
      const StatedIndicator& one = table_.indicators[i];
      weights = weights + one.weight.number.value_or(Exactly{});
      if (one.score.number) scores.push_back(TermOf(one.score));
    }
    subtotal_from_ = table_.indicators.size();
    if (weight.number && score.number && *weight.number == weights)
      builder_.filing.relations.push_back(SumRelation("小计", TermOf(score), scores));
    return true;
  }

  // The first row behind the table.
  size_t Rows(size_t row, bool headless) {
    table_.scope = spot_.scope;
    table_.place = spot_.place;
    table_.headless = headless;
    table_.partial = grid_.partial;
    table_.exact = grid_.exact;
    if (row < grid_.rows.size() && !grid_.rows[row].empty()) {
      table_.place.where = grid_.rows[row].front().where;
      table_.place.order = grid_.rows[row].front().order;
    }
    table_.has_reason = asks_reason_;
    table_.has_unit = At(columns_, Column::kUnit) != kNone;
    table_.has_actual = At(columns_, Column::kActual) != kNone;
    table_.has_score = At(columns_, Column::kScore) != kNone;
    for (; row < grid_.rows.size(); ++row) {
      if (IsIndicatorHead(builder_, grid_.rows[row])) break;
      if (IsTotal(grid_.rows[row])) {
        ReadTotal(grid_.rows[row]);
        ++row;
        break;
      }
      if (!ReadSubtotal(grid_.rows[row])) ReadRow(grid_.rows[row]);
    }
    if (!table_.indicators.empty() || table_.total_score.number) Keep();
    return row;
  }

  // A table that a page broke in two goes on behind the break, with its head again or without.
  void Keep() {
    auto& tables = builder_.filing.indicators;
    const bool goes_on = !tables.empty() && !tables.back().total_score.number &&
                         !tables.back().total_weight.number && tables.back().scope == table_.scope;
    if (!goes_on) {
      tables.push_back(std::move(table_));
      return;
    }
    IndicatorTable& before = tables.back();
    std::move(table_.indicators.begin(), table_.indicators.end(),
              std::back_inserter(before.indicators));
    before.total_weight = std::move(table_.total_weight);
    before.total_score = std::move(table_.total_score);
    if (before.total_score.number && table_.headless) PutScore(before.total_score);
  }

  Builder& builder_;
  const Grid& grid_;
  const Spot& spot_;
  ColumnsAt columns_{};
  LevelPoints points_;
  size_t width_ = 0;
  bool asks_reason_ = false;
  std::string level1_;
  std::string level2_;
  size_t subtotal_from_ = 0;
  IndicatorTable table_;
};

// The columns moved by `by`; nullopt where one would stand outside.
std::optional<ColumnsAt> Moved(ColumnsAt columns, int by, size_t width) {
  for (size_t& at : columns) {
    if (at == kNone) continue;
    const auto moved = static_cast<int64_t>(at) + by;
    if (moved < 0) return std::nullopt;
    at = static_cast<size_t>(moved) < width ? static_cast<size_t>(moved) : kNone;
  }
  return columns;
}

// Whether rows have points where these columns have weights and scores: plain numbers, none above
// its weight.
bool HavePoints(const Labels& labels, const Grid& grid, ColumnsAt columns) {
  const size_t weight_at = At(columns, Column::kWeight);
  const size_t score_at = At(columns, Column::kScore);
  const auto points = [&](const std::vector<Cell>& row, size_t at) {
    const StatedCell cell = at < row.size() ? CellOf(row[at], labels, "") : StatedCell();
    return cell.unit.empty() ? cell.number : std::nullopt;
  };
  return std::any_of(grid.rows.begin(), grid.rows.end(), [&](const auto& row) {
    const auto weight = points(row, weight_at);
    const auto score = points(row, score_at);
    return weight && score && *weight >= *score;
  });
}

bool SpeaksOfIndicators(const Grid& grid) {
  return std::any_of(grid.rows.begin(), grid.rows.end(), [](const auto& row) {
    return std::any_of(row.begin(), row.end(), [](const Cell& cell) {
      return cell.text.find("指标") != std::string::npos || cell.text.starts_with("总分");
    });
  });
}

// The columns of the last head as they stand in a table without one. Where a column is empty
// throughout it may be missing, and those behind it stand further left.
std::optional<ColumnsAt> ContinuedColumns(const Builder& builder, const Grid& grid) {
  if (builder.last_head.empty() || grid.rows.empty()) return std::nullopt;
  size_t width = 0;
  for (const auto& row : grid.rows) width = std::max(width, row.size());
  const ColumnsAt columns = ColumnsOf(builder.labels, builder.last_head);
  const bool as_wide = width == builder.last_head.size();
  if (!as_wide && (width + 2 < builder.last_head.size() || !SpeaksOfIndicators(grid)))
    return std::nullopt;
  for (const int by : {0, -1, -2, 1}) {
    const auto moved = Moved(columns, by, width);
    if (moved && HavePoints(builder.labels, grid, *moved)) return moved;
  }
  return as_wide ? std::optional(columns) : std::nullopt;
}

bool SaysIndicator(const std::vector<Cell>& row) {
  return std::any_of(row.begin(), row.end(),
                     [](const Cell& cell) { return cell.text.find("指标") != std::string::npos; });
}

}  // namespace

bool IsIndicatorHead(const Builder& builder, const std::vector<Cell>& row) {
  ColumnsAt columns = ColumnsOf(builder.labels, row);
  const auto has = [&](Column column) { return At(columns, column) != kNone; };
  const bool names = has(Column::kName) || has(Column::kLevel2);
  const bool values = has(Column::kTarget) || has(Column::kFirstTarget) || has(Column::kActual);
  // Tables that only score: no targets, but a weight and a score for every name.
  const bool scored = (names || has(Column::kLevel1)) && has(Column::kWeight) &&
                      has(Column::kScore) && SaysIndicator(row);
  // "一级指标 二级指标 三级指标 得分": the weights stand behind the names.
  const bool bracketed = has(Column::kName) && has(Column::kLevel1) && has(Column::kScore) &&
                         !has(Column::kTarget) && !has(Column::kActual);
  if (scored || bracketed) return true;
  return names && values && (has(Column::kWeight) || has(Column::kScore) || has(Column::kActual));
}

size_t ReadIndicators(Builder& builder, const Grid& grid, size_t row, const Spot& spot) {
  IndicatorReader reader(builder, grid, spot);
  const size_t end = reader.FromHead(row);
  builder.last_head = grid.rows[row];
  return end;
}

bool ContinuesIndicators(const Builder& builder, const Grid& grid) {
  return ContinuedColumns(builder, grid).has_value();
}

void ReadMoreIndicators(Builder& builder, const Grid& grid, const Spot& spot) {
  const auto columns = ContinuedColumns(builder, grid);
  if (columns) IndicatorReader(builder, grid, spot).Continue(*columns);
}

}  // namespace outturn::document
