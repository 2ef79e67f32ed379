// Columns and cells of which the heads say what must hold, in tables too short
// to learn from: 年初预算 + 追加 = 全年预算, 支出进度 = 执行数 ÷ 预算数,
// 公用经费合计.
#include <algorithm>
#include <optional>

#include "services/document/tables/amounts.h"
#include "services/document/tables/sums.h"

namespace outturn::document {
namespace {

bool IsTold(const Builder& builder, const Place& place, const std::string& printed) {
  const auto& all = builder.filing.relations;
  return std::any_of(all.begin(), all.end(), [&](const Relation& one) {
    return one.place.order == place.order && one.place.where.zh == place.where.zh &&
           one.printed == printed;
  });
}

bool Fits(const Exactly& off, const Exactly& tolerance) {
  return (tolerance - Size(off)).numerator >= 0;
}

struct Changed {
  size_t column = 0;
  int sign = 1;
};

struct BudgetColumns {
  std::optional<size_t> initial;
  std::optional<size_t> full;
  std::vector<Changed> changes;
  bool clear = true;
};

// "追加(减)数" is signed itself, "追减数" is not.
std::optional<int> SignOf(const std::string& head) {
  if (Has(head, {"率", "%", "执行", "支出", "比上年", "较上年", "原因", "后", "比预算"}))
    return std::nullopt;
  const bool less = Has(head, {"追减", "调减", "核减", "压减"});
  const bool more = Has(
      head, {"追加", "调增", "追增", "上年结转", "调整数", "调整额", "预算调整", "调剂", "增减"});
  if (more) return 1;
  return less ? std::optional(-1) : std::nullopt;
}

BudgetColumns BudgetColumnsOf(const Numbers& numbers) {
  BudgetColumns found;
  for (size_t c = 0; c < numbers.columns(); ++c) {
    const std::string& head = numbers.head(c);
    if (head.empty() || numbers.Rates(c)) continue;
    if (Has(head, {"全年预算", "调整后", "调整预算数", "最终预算"})) {
      found.clear = found.clear && !found.full;
      found.full = c;
    } else if (Has(head, {"年初预算", "年初批复", "年初数"}) && !Has(head, {"率", "比"})) {
      found.clear = found.clear && !found.initial;
      found.initial = c;
    } else if (const auto sign = SignOf(head); sign && found.initial && !found.full) {
      found.changes.push_back({c, *sign});
    } else if (found.initial && !found.full) {
      found.clear = false;  // something else between them
    }
  }
  return found;
}

void AddAdjusted(Builder& builder, const Numbers& numbers) {
  const BudgetColumns columns = BudgetColumnsOf(numbers);
  if (!columns.clear || !columns.initial || !columns.full || columns.changes.empty()) return;
  std::vector<std::pair<size_t, std::vector<const Coded*>>> wrong;
  size_t holds = 0;
  for (size_t r = 0; r < numbers.rows(); ++r) {
    const auto& initial = numbers.at(r, *columns.initial);
    const auto& full = numbers.at(r, *columns.full);
    if (!initial || !full) continue;
    std::vector<const Coded*> parts = {&*initial};
    Exactly sum = initial->value;
    Exactly tolerance = initial->half + full->half;
    for (const Changed& change : columns.changes) {
      const auto& by = numbers.at(r, change.column);
      if (!by) continue;
      parts.push_back(&*by);
      sum = change.sign > 0 ? sum + by->value : sum - Size(by->value);
      tolerance = tolerance + by->half;
    }
    if (Fits(full->value - sum, tolerance)) {
      ++holds;
    } else {
      wrong.emplace_back(r, std::move(parts));
    }
  }
  if (wrong.empty() || wrong.size() > std::max<size_t>(holds, 1)) return;
  for (const auto& [row, parts] : wrong) {
    const Coded& full = *numbers.at(row, *columns.full);
    if (IsTold(builder, full.place, full.printed)) continue;
    Relation relation;
    relation.kind = Relation::Kind::kSum;
    relation.place = full.place;
    relation.label = numbers.name(row) + "/" + numbers.head(*columns.full);
    relation.printed = full.printed;
    relation.unit = full.unit;
    relation.value = full.value;
    relation.half = full.half;
    relation.numbers = {{full.printed + full.unit, full.place.where}};
    for (size_t n = 0; n < parts.size(); ++n) {
      const bool less = n > 0 && columns.changes[n - 1].sign < 0;
      relation.parts.push_back(less ? Exactly{} - Size(parts[n]->value) : parts[n]->value);
      relation.halves.push_back(parts[n]->half);
      relation.formula += (n == 0 ? "" : less ? " − " : " + ") + parts[n]->printed;
      relation.numbers.emplace_back(parts[n]->printed + parts[n]->unit, parts[n]->place.where);
    }
    builder.filing.relations.push_back(std::move(relation));
  }
}

// "500人次", "80.00": the number and what it counts.
struct Counted {
  Written number;
  std::string unit;
};

std::optional<Counted> CountedIn(const Cell& cell, const Labels& labels) {
  constexpr size_t kLongest = 12;  // bytes of a counter
  if (cell.covered) return std::nullopt;
  const std::string bare = Bare(cell.text);
  const std::vector<Token> tokens = Tokens(bare, labels);
  if (tokens.empty() || tokens.front().kind != Token::Kind::kNumber) return std::nullopt;
  const Token& first = tokens.front();
  const std::string rest = bare.substr(first.text.size());
  if (rest.size() > kLongest || rest.find_first_of("0123456789-~(") != std::string::npos)
    return std::nullopt;
  if (first.number.approximate || first.number.decimals > 4) return std::nullopt;
  return Counted{first.number, first.number.unit + rest};
}

struct RateColumns {
  size_t rate = 0;
  std::vector<size_t> done;
  std::vector<size_t> planned;
};

// "年度指标值 | 1-7月执行情况 | 完成率", "预算数 | 执行数 | 支出进度".
std::vector<RateColumns> RateColumnsOf(const std::vector<std::string>& heads) {
  std::vector<RateColumns> found;
  for (size_t c = 0; c < heads.size(); ++c) {
    if (!Has(heads[c], {"完成率", "支出进度", "执行进度", "完成进度", "完成比例"})) continue;
    if (Has(heads[c], {"预计", "序时", "全年"})) continue;
    RateColumns columns{c, {}, {}};
    for (size_t k = 0; k < heads.size(); ++k) {
      const std::string& head = heads[k];
      if (k == c || Has(head, {"率", "进度", "预计", "原因", "比", "分", "结余", "上年"})) continue;
      const bool done = Has(head, {"执行数", "执行情况", "完成情况", "完成值", "支出数", "完成数",
                                   "执行金额", "支出金额", "实际完成"});
      const bool planned = Has(head, {"预算", "指标值", "目标值", "计划数", "任务数"});
      if (done && !planned) columns.done.push_back(k);
      if (planned && !done) columns.planned.push_back(k);
    }
    if (columns.done.size() == 1 && !columns.planned.empty()) found.push_back(columns);
  }
  return found;
}

class ClearRates {
 public:
  ClearRates(Builder& builder, const Grid& grid, const Spot& spot)
      : builder_(builder), grid_(grid), spot_(spot) {}

  void Read() {
    std::vector<std::string> heads(grid_.rows.front().size());
    for (const auto& row : grid_.rows) {
      const bool numbers = std::any_of(row.begin(), row.end(), [&](const Cell& cell) {
        return NumberOf(cell, builder_.labels).has_value();
      });
      if (!numbers) {
        for (size_t c = 0; c < row.size() && c < heads.size(); ++c) {
          if (!row[c].text.empty()) heads[c] = Bare(row[c].text);
        }
        columns_ = RateColumnsOf(heads);
        continue;
      }
      for (const RateColumns& columns : columns_) ReadRow(row, columns);
    }
    if (wrong_.size() > std::max<size_t>(holds_, 1)) return;
    for (Relation& relation : wrong_) builder_.filing.relations.push_back(std::move(relation));
  }

 private:
  void ReadRow(const std::vector<Cell>& row, const RateColumns& columns) {
    const auto rate = CountedIn(row[columns.rate], builder_.labels);
    const auto done = CountedIn(row[columns.done.front()], builder_.labels);
    if (!rate || !done || rate->unit != "%") return;
    Relation relation;
    for (const size_t c : columns.planned) {
      const auto planned = CountedIn(row[c], builder_.labels);
      const Exactly whole = planned ? ValueOf(planned->number) : Exactly{};
      if (!planned || planned->unit != done->unit || whole.numerator <= 0) continue;
      const Exactly percent =
          figures::Reduced(ValueOf(done->number).numerator * whole.denominator * 100,
                           ValueOf(done->number).denominator * whole.numerator);
      const Exactly half = CoarseOf(rate->number, "");
      const Exactly more = figures::Reduced(half.numerator * 11, half.denominator * 10);
      if (Fits(percent - ValueOf(rate->number), more)) {
        ++holds_;
        return;
      }
      if (relation.parts.empty()) relation = Of(row, columns, c, *rate, *done, *planned);
    }
    if (relation.parts.empty()) return;
    if (!IsTold(builder_, relation.place, relation.printed)) wrong_.push_back(std::move(relation));
  }

  [[nodiscard]] Relation Of(const std::vector<Cell>& row, const RateColumns& columns, size_t whole,
                            const Counted& rate, const Counted& done,
                            const Counted& planned) const {
    const Cell& cell = row[columns.rate];
    Relation relation;
    relation.kind = Relation::Kind::kShare;
    relation.place = {spot_.place.form, cell.where, cell.order};
    relation.label = Bare(row.front().text) + "/完成率";
    relation.printed = rate.number.printed + "%";
    relation.value = ValueOf(rate.number);
    relation.half = CoarseOf(rate.number, "");
    relation.parts = {ValueOf(done.number), ValueOf(planned.number)};
    relation.halves = {CoarseOf(done.number, ""), CoarseOf(planned.number, "")};
    if (done.number.decimals == 0) relation.halves = {{}, {}};
    relation.formula = done.number.printed + " ÷ " + planned.number.printed;
    relation.numbers = {{done.number.printed + done.unit, row[columns.done.front()].where},
                        {planned.number.printed + planned.unit, row[whole].where}};
    return relation;
  }

  Builder& builder_;
  const Grid& grid_;
  const Spot& spot_;
  std::vector<RateColumns> columns_;
  std::vector<Relation> wrong_;
  size_t holds_ = 0;
};

// "人员经费合计 | 550 | 公用经费合计 | 95" below the classes 301, 303 and 302,
// 310 side by side.
class BasicTotals {
 public:
  BasicTotals(Builder& builder, const Grid& grid, const Spot& spot)
      : builder_(builder), grid_(grid), spot_(spot) {}

  void Read() {
    for (const auto& row : grid_.rows) {
      for (size_t c = 0; c < row.size(); ++c) ReadCell(row, c);
    }
    if (personnel_.empty() || public_.empty()) return;
    Tell(personnel_total_, personnel_, "人员经费合计");
    Tell(public_total_, public_, "公用经费合计");
  }

 private:
  static bool IsCode(const std::string& text) {
    return (text.size() == 3 || text.size() == 5) && text[0] == '3' &&
           text.find_first_not_of("0123456789") == std::string::npos;
  }

  void ReadCell(const std::vector<Cell>& row, size_t column) {
    if (row[column].covered) return;
    const std::string bare = BareName(row[column].text);
    const bool code = bare.size() == 3 && IsCode(bare);
    const bool total = bare == "人员经费合计" || bare == "公用经费合计";
    if (!code && !total) return;
    // "人员经费合计" may go over code and name.
    for (size_t c = column + 1; c < row.size(); ++c) {
      const auto number = NumberOf(row[c], builder_.labels);
      const bool name = !number && !row[c].text.empty() && !row[c].covered;
      if (total && name && !figures::IsBlank(row[c].text)) return;
      if (!number) continue;
      if (IsCode(number->printed)) return;  // the number between was lost
      Coded coded = CodedOf(*number, row[c]);
      if (code && (bare == "301" || bare == "303"))
        personnel_.push_back(std::move(coded));
      else if (code)
        public_.push_back(std::move(coded));
      else if (bare.starts_with("人员"))
        personnel_total_ = std::move(coded);
      else
        public_total_ = std::move(coded);
      return;
    }
  }

  [[nodiscard]] Coded CodedOf(const Written& number, const Cell& cell) const {
    const std::string& unit = number.unit.empty() ? spot_.money_unit : number.unit;
    Coded coded;
    static_cast<Term&>(coded) = MoneyOf(number, unit, {spot_.place.form, cell.where, cell.order});
    return coded;
  }

  void Tell(const std::optional<Coded>& total, const std::vector<Coded>& parts, const char* label) {
    if (!total) return;
    Exactly sum;
    Exactly tolerance = total->half;
    for (const Coded& part : parts) {
      sum = sum + part.value;
      tolerance = tolerance + part.half;
    }
    if (Fits(total->value - sum, tolerance)) return;
    if (IsTold(builder_, total->place, total->printed)) return;
    Coded whole = *total;
    whole.label = label;
    std::vector<const Coded*> each;
    for (const Coded& part : parts) each.push_back(&part);
    AddSum(builder_, whole, each);
  }

  Builder& builder_;
  const Grid& grid_;
  const Spot& spot_;
  std::vector<Coded> personnel_;
  std::vector<Coded> public_;
  std::optional<Coded> personnel_total_;
  std::optional<Coded> public_total_;
};

}  // namespace

void AddNamedColumns(Builder& builder, const Grid& grid, const Spot& spot) {
  if (grid.rows.empty() || grid.rows.front().empty()) return;
  constexpr size_t kMostColumns = 40;
  if (grid.rows.front().size() > kMostColumns) return;
  AddAdjusted(builder, Numbers(builder, grid, spot));
  ClearRates(builder, grid, spot).Read();
  BasicTotals(builder, grid, spot).Read();
}

}  // namespace outturn::document
