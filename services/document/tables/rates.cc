// Columns of percentages: rates, growth and shares of what stands beside them.
#include <algorithm>
#include <optional>
#include <set>

#include "services/document/slips.h"
#include "services/document/tables/amounts.h"
#include "services/document/tables/sums.h"

namespace outturn::document {
namespace {

// Whether the percentage in `rate` is that of x to y, or by how much x is above y.
bool RateHolds(const Coded& rate, const Coded& x, const Coded& y, bool growth) {
  const Amount part = growth ? x - y : Amount{x};
  return QuotientFits(rate, part, y, 100);
}

struct RateOf {
  size_t x = 0;
  size_t y = 0;
  bool growth = false;
  size_t holds = 0;
  std::vector<size_t> wrong;  // rows
};

RateOf TallyRate(const Numbers& numbers, size_t rate, size_t x, size_t y, bool growth) {
  RateOf of{x, y, growth, 0, {}};
  for (size_t r = 0; r < numbers.rows(); ++r) {
    const auto& printed = numbers.at(r, rate);
    const auto& part = numbers.at(r, x);
    const auto& whole = numbers.at(r, y);
    if (!printed || !part || !whole || whole->value.numerator <= 0) continue;
    if (RateHolds(*printed, *part, *whole, growth)) {
      ++of.holds;
    } else {
      of.wrong.push_back(r);
    }
  }
  return of;
}

// The percentage in `rate` of a row is not that of x to y.
void TellRate(Builder& builder, const Coded& rate, const std::string& label, const Coded& x,
              const Coded& y, bool growth) {
  const auto& stated = builder.filing.stated;
  const bool told = std::any_of(stated.begin(), stated.end(), [&](const Stated& one) {
    return one.place.order == rate.place.order && one.place.where.zh == rate.place.where.zh &&
           one.printed == rate.printed && !one.guessed;
  });
  if (told) return;
  Term printed = rate;
  printed.unit = "%";
  Term part = x;
  if (growth) static_cast<Amount&>(part) = x - y;
  Relation relation = ShareRelation(label, printed, {part, y});
  if (growth) relation.formula = "(" + x.printed + " − " + y.printed + ") ÷ " + y.printed;
  builder.filing.relations.push_back(std::move(relation));
}

void TellRates(Builder& builder, const Numbers& numbers, size_t column, const RateOf& of) {
  for (const size_t row : of.wrong) {
    TellRate(builder, *numbers.at(row, column), numbers.name(row) + "/" + numbers.head(column),
             *numbers.at(row, of.x), *numbers.at(row, of.y), of.growth);
  }
}

// Rows of parts that have both a share and an amount.
std::vector<size_t> SharesIn(const Numbers& numbers, size_t rate, size_t x) {
  std::vector<size_t> rows;
  for (size_t r = 0; r < numbers.rows(); ++r) {
    const bool both = numbers.at(r, rate) && numbers.at(r, x) && !NamesTotal(numbers.name(r));
    if (both && numbers.at(r, x)->value.numerator > 0) rows.push_back(r);
  }
  return rows;
}

struct SharesOf {
  size_t x = 0;
  Coded whole;
  size_t holds = 0;
  std::vector<size_t> wrong;
};

SharesOf TallyShares(const Numbers& numbers, size_t rate, size_t x, const Coded& whole) {
  SharesOf of{x, whole, 0, {}};
  for (const size_t r : SharesIn(numbers, rate, x)) {
    const bool holds = RateHolds(*numbers.at(r, rate), *numbers.at(r, x), whole, false);
    if (holds) ++of.holds;
    if (!holds) of.wrong.push_back(r);
  }
  return of;
}

// The shares are right and their sum is not what is printed for it.
bool TellTotal(Builder& builder, const Numbers& numbers, size_t rate, size_t x, size_t total) {
  std::vector<const Coded*> parts;
  Coded sum = *numbers.at(total, x);
  sum.value = {};
  sum.half = {};
  for (const size_t r : SharesIn(numbers, rate, x)) {
    parts.push_back(&*numbers.at(r, x));
    sum.value = sum.value + parts.back()->value;
    sum.half = sum.half + parts.back()->half;
  }
  if (parts.size() < 3 || !TallyShares(numbers, rate, x, sum).wrong.empty()) return false;
  Coded whole = *numbers.at(total, x);
  whole.label = numbers.name(total);
  AddSum(builder, whole, parts);
  return true;
}

// "累计支出进度": shares of an amount that stands elsewhere; wrong ones by a slip of the pen.
void AddSharesOfOthers(Builder& builder, const Numbers& numbers, size_t rate) {
  constexpr size_t kMostWholes = 50;  // of more some would fit by chance
  std::optional<SharesOf> best;
  for (size_t x = 0; x < numbers.columns(); ++x) {
    if (numbers.Rates(x) || !numbers.Adds(x)) continue;
    std::set<std::pair<figures::Wide, figures::Wide>> tried;
    for (const Stated& one : builder.filing.stated) {
      const bool money = one.measured == checks::Measured::kMoney && one.scope.empty() &&
                         !one.approximate && !one.figure.starts_with("prior_");
      if (!money || one.value.numerator <= 0) continue;
      const auto key = std::pair(one.value.numerator, one.value.denominator);
      if (tried.size() >= kMostWholes || !tried.insert(key).second) continue;
      SharesOf of = TallyShares(numbers, rate, x, {TermOf(one), "", ""});
      if (!best || of.holds > best->holds) best = std::move(of);
    }
  }
  if (!best || best->holds < 2 || best->holds < best->wrong.size()) return;
  for (const size_t r : best->wrong) {
    const Coded& printed = *numbers.at(r, rate);
    const Coded& x = *numbers.at(r, best->x);
    const Exactly percent = x.value / best->whole.value * 100;
    const Exactly due{figures::RoundHalfUp(percent.numerator * 100, percent.denominator), 100};
    if (!IsSlip(printed.value, due, 4, true)) continue;
    TellRate(builder, printed, numbers.name(r) + "/" + numbers.head(rate), x, best->whole, false);
  }
}

// A column of shares, of the total of another.
void AddShares(Builder& builder, const Numbers& numbers, size_t rate) {
  for (size_t total = 0; total < numbers.rows(); ++total) {
    if (!NamesTotal(numbers.name(total))) continue;
    std::optional<SharesOf> best;
    for (size_t x = 0; x < numbers.columns(); ++x) {
      if (numbers.Rates(x) || !numbers.Adds(x) || !numbers.at(total, x)) continue;
      SharesOf of = TallyShares(numbers, rate, x, *numbers.at(total, x));
      if (of.wrong.size() > of.holds && TellTotal(builder, numbers, rate, x, total)) return;
      if (!best || of.holds > best->holds) best = std::move(of);
    }
    if (!best || best->holds < 2 || best->holds < 2 * best->wrong.size()) continue;
    for (const size_t r : best->wrong) {
      TellRate(builder, *numbers.at(r, rate), numbers.name(r) + "/" + numbers.head(rate),
               *numbers.at(r, best->x), best->whole, false);
    }
    return;
  }
  AddSharesOfOthers(builder, numbers, rate);
}

// A column of percentages that are, but in one row or so, those of the same two columns.
// `scores`: those of points only.
void AddRates(Builder& builder, const Numbers& numbers, bool scores) {
  constexpr size_t kMostColumns = 20;
  if (numbers.columns() > kMostColumns) return;
  for (size_t rate = 0; rate < numbers.columns(); ++rate) {
    if (!numbers.Rates(rate) || (scores && !Has(numbers.head(rate), {"得分率", "完成率"})))
      continue;
    std::optional<RateOf> best;
    for (size_t x = 0; x < numbers.columns(); ++x) {
      for (size_t y = 0; y < numbers.columns(); ++y) {
        const bool points = Has(numbers.head(y), {"分值", "权重", "满分"});
        if (x == y || numbers.Rates(x) || numbers.Rates(y)) continue;
        if (scores && points == Has(numbers.head(rate), {"完成率"})) continue;
        for (const bool growth : {false, true}) {
          RateOf of = TallyRate(numbers, rate, x, y, growth);
          if (!best || of.holds > best->holds) best = std::move(of);
        }
      }
    }
    const size_t times = Has(numbers.head(rate), {"率", "进度", "占比", "%", "幅"}) ? 2 : 3;
    // "占预算%", "比上年增减%": of the same two columns in most of its rows.
    const bool mostly = best && best->holds >= 3 && best->wrong.size() <= 2 &&
                        best->holds > best->wrong.size() && numbers.head(rate).ends_with("%");
    const bool learned =
        mostly || (best && best->holds >= 2 && best->holds >= times * best->wrong.size());
    if (learned) {
      TellRates(builder, numbers, rate, *best);
    } else if (best && best->holds < 2 && !scores) {
      AddShares(builder, numbers, rate);
    }
  }
}

// Rows as columns.
Grid Turned(const Grid& grid) {
  Grid turned;
  turned.exact = grid.exact;
  turned.rows.resize(grid.rows.front().size());
  for (size_t c = 0; c < turned.rows.size(); ++c) {
    for (const auto& row : grid.rows) turned.rows[c].push_back(row[c]);
  }
  return turned;
}

}  // namespace

void AddRates(Builder& builder, const Grid& grid, const Spot& spot) {
  AddRates(builder, Numbers(builder, grid, spot), false);
  // "2030年 | 2031年 | 增减%" one below the other.
  const bool below = std::any_of(grid.rows.begin(), grid.rows.end(), [](const auto& row) {
    return Has(Bare(row.front().text), {"增减%", "增减比例", "增减率", "增减幅度", "比上年增长"});
  });
  if (!below || !grid.exact) return;
  const Grid turned = Turned(grid);
  AddRates(builder, Numbers(builder, turned, spot), false);
}

void AddScoreRates(Builder& builder, const Grid& grid, const Spot& spot) {
  Spot points = spot;
  points.money_unit.clear();
  AddRates(builder, Numbers(builder, grid, points), true);
}

}  // namespace outturn::document
