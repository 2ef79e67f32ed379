#include "services/document/table_sums.h"

#include <algorithm>
#include <optional>

#include "services/document/slips.h"
#include "services/document/table_parts.h"

namespace outturn::document {
namespace {

constexpr size_t kMostRows = 200;
constexpr size_t kMostParts = 60;

bool Has(const std::string& text, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return text.find(word) != std::string::npos; });
}

bool NamesTotal(const std::string& text) { return Has(text, {"合计", "总计", "小计"}); }

// The numbers of a table where they stand, without names and rates.
class Numbers {
 public:
  Numbers(const Builder& builder, const Grid& grid, const Spot& spot)
      : grid_(grid), spot_(spot), columns_(grid.rows.front().size()) {
    heads_.resize(columns_);
    rates_.resize(columns_);
    for (size_t r = 0; r < std::min(grid.rows.size(), kMostRows); ++r) {
      std::vector<std::optional<Coded>> row(columns_);
      std::string name;
      for (size_t c = 0; c < columns_; ++c) {
        const Cell& cell = grid.rows[r][c];
        const auto number = NumberOf(cell, builder.labels);
        if (number) {
          rates_[c] = rates_[c] || number->unit == "%";
          row[c] = CodedOf(*number, cell);
        } else if (!cell.text.empty() && !IsNumber(cell, builder.labels)) {
          if (name.empty() && !cell.covered) name = Bare(cell.text);
          row[c] = std::nullopt;
        }
      }
      const bool any = std::any_of(row.begin(), row.end(), [](const auto& c) { return c; });
      for (size_t c = 0; !any && c < columns_; ++c) heads_[c] += Bare(grid.rows[r][c].text);
      if (!any) continue;
      rows_.push_back(std::move(row));
      names_.push_back(name);
      at_.push_back(r);
    }
  }

  [[nodiscard]] size_t rows() const { return rows_.size(); }
  [[nodiscard]] size_t columns() const { return columns_; }
  [[nodiscard]] const std::string& name(size_t row) const { return names_[row]; }
  [[nodiscard]] const std::string& head(size_t column) const { return heads_[column]; }
  [[nodiscard]] const std::optional<Coded>& at(size_t row, size_t column) const {
    return rows_[row][column];
  }
  // Nothing stands there, not even a dash.
  [[nodiscard]] bool Blank(size_t row, size_t column) const {
    return grid_.rows[at_[row]][column].text.empty();
  }
  // Whether words or a covered cell stand there.
  [[nodiscard]] bool Words(size_t row, size_t column) const {
    const std::string& text = grid_.rows[at_[row]][column].text;
    return !rows_[row][column] && !text.empty() && !figures::IsBlank(text);
  }
  // Whether it holds percentages.
  [[nodiscard]] bool Rates(size_t column) const { return rates_[column]; }
  // Whether its numbers can be added up.
  [[nodiscard]] bool Adds(size_t column) const {
    const std::string& head = heads_[column];
    if (Has(head, {"比"}) && (!Has(head, {"增减"}) || Has(head, {"比例", "比重"}))) return false;
    return !rates_[column] &&
           !Has(head, {"率", "均", "%", "序号", "行次", "编码", "代码", "标准", "得分", "单价"});
  }

 private:
  [[nodiscard]] Coded CodedOf(const Written& number, const Cell& cell) const {
    const std::string& unit = number.unit.empty() ? spot_.money_unit : number.unit;
    Place place = spot_.place;
    place.where = cell.where;
    place.order = cell.order;
    const bool percent = number.unit == "%";
    return {"",
            percent ? ValueOf(number) : InWan(ValueOf(number), unit),
            percent ? CoarseOf(number, "") : HalfOf(number, Measured::kMoney, unit),
            place,
            number.printed,
            unit,
            ""};
  }

  const Grid& grid_;
  const Spot& spot_;
  size_t columns_;
  std::vector<std::string> heads_;
  std::vector<bool> rates_;
  std::vector<std::vector<std::optional<Coded>>> rows_;
  std::vector<std::string> names_;
  std::vector<size_t> at_;  // rows of the grid
};

enum class Holds : uint8_t { kNothing, kExactly, kWithBlanks, kNot };

// Whether `whole` is the sum of `parts`; nothing can be said where words stand among them.
Holds HoldsOf(const std::optional<Coded>& whole, const std::vector<const Coded*>& parts,
              bool blanks) {
  if (!whole || parts.size() < 2) return Holds::kNothing;
  Exactly sum;
  Exactly tolerance = whole->half;
  int nonzero = 0;
  for (const Coded* part : parts) {
    sum = sum + part->value;
    tolerance = tolerance + part->half;
    if (part->value.numerator != 0) ++nonzero;
  }
  const Exactly off = whole->value - sum;
  if (off.numerator == 0 && nonzero >= 2) return blanks ? Holds::kWithBlanks : Holds::kExactly;
  const Exactly size = off.numerator < 0 ? Exactly{} - off : off;
  const bool near = (tolerance - size).numerator >= 0;
  return near || nonzero < 2 || whole->value.numerator == 0 ? Holds::kNothing : Holds::kNot;
}

struct Tally {
  size_t exact = 0;
  bool with_blanks = false;
  std::vector<std::pair<Coded, std::vector<const Coded*>>> wrong;
  std::vector<bool> wrong_blank;
};

void Count(Tally& tally, Holds holds, const std::optional<Coded>& whole,
           const std::vector<const Coded*>& parts, bool blanks) {
  if (holds == Holds::kExactly || holds == Holds::kWithBlanks) ++tally.exact;
  tally.with_blanks = tally.with_blanks || holds == Holds::kWithBlanks;
  if (holds != Holds::kNot) return;
  tally.wrong.emplace_back(*whole, parts);
  tally.wrong_blank.push_back(blanks);
}

void Tell(Builder& builder, const Tally& tally, const std::string& label) {
  for (size_t i = 0; i < tally.wrong.size(); ++i) {
    if (tally.wrong_blank[i] && !tally.with_blanks) continue;
    Coded whole = tally.wrong[i].first;
    whole.label = label;
    const auto& relations = builder.filing.relations;
    const bool told = std::any_of(relations.begin(), relations.end(), [&](const Relation& one) {
      return one.kind == Relation::Kind::kSum && one.place.order == whole.place.order &&
             one.place.where.zh == whole.place.where.zh && one.printed == whole.printed;
    });
    if (!told) AddSum(builder, whole, tally.wrong[i].second);
  }
}

// Row `whole` against these rows.
Tally TallyRows(const Numbers& numbers, size_t whole, const std::vector<size_t>& rows) {
  Tally tally;
  for (size_t c = 0; c < numbers.columns(); ++c) {
    if (!numbers.Adds(c)) continue;
    std::vector<const Coded*> parts;
    bool blanks = false;
    bool words = false;
    for (const size_t r : rows) {
      words = words || numbers.Words(r, c);
      blanks = blanks || numbers.Blank(r, c);
      if (numbers.at(r, c)) parts.push_back(&*numbers.at(r, c));
    }
    if (words) continue;
    Count(tally, HoldsOf(numbers.at(whole, c), parts, blanks), numbers.at(whole, c), parts, blanks);
  }
  return tally;
}

std::vector<size_t> RowsFrom(size_t from, size_t to) {
  std::vector<size_t> rows;
  for (size_t r = from; r < to; ++r) rows.push_back(r);
  return rows;
}

// "其中：主体班培训" below a row opens its parts; without that round numbers add up by chance.
bool OpensParts(const std::string& name) { return name.starts_with("其中"); }

// The rows [from, to) without those that make the row above them.
std::vector<size_t> TopRows(const Numbers& numbers, size_t from, size_t to) {
  constexpr size_t kMostBelow = 20;
  std::vector<size_t> tops;
  for (size_t r = from; r < to;) {
    tops.push_back(r);
    size_t next = r + 1;
    for (size_t end = r + 3; end <= std::min(to, r + kMostBelow); ++end) {
      const Tally tally = TallyRows(numbers, r, RowsFrom(r + 1, end));
      const size_t enough = OpensParts(numbers.name(r + 1)) && tally.wrong.empty() ? 1 : 2;
      if (tally.exact >= enough && tally.exact > tally.wrong.size()) next = end;
    }
    r = next;
  }
  return tops;
}

bool IsLearned(const Tally& tally, bool says_total) {
  if (tally.wrong.empty()) return false;
  if (says_total) return tally.exact >= 1 && tally.exact >= tally.wrong.size();
  return tally.exact >= 2 && tally.exact > tally.wrong.size();
}

void AddRows(Builder& builder, const Numbers& numbers) {
  for (size_t whole = 0; whole < numbers.rows(); ++whole) {
    const bool total = NamesTotal(numbers.name(whole));
    std::optional<Tally> best;
    const auto weigh = [&](const std::vector<size_t>& rows) {
      Tally tally = TallyRows(numbers, whole, rows);
      if (!best || tally.exact > best->exact) best = std::move(tally);
    };
    const auto consider = [&](size_t from, size_t to) { weigh(RowsFrom(from, to)); };
    const bool opens = total || (whole + 1 < numbers.rows() && OpensParts(numbers.name(whole + 1)));
    const size_t last = opens ? std::min(numbers.rows(), whole + 1 + kMostParts) : 0;
    for (size_t to = whole + 3; to <= last; ++to) consider(whole + 1, to);
    for (size_t from = whole; total && from-- > 0 && whole - from <= kMostParts;) {
      // What opens the parts of a row above it opens no parts of the total.
      if (whole - from >= 2 && !OpensParts(numbers.name(from))) consider(from, whole);
    }
    if (total && numbers.rows() <= kMostParts) {  // rows of parts below the rows they are of
      const std::vector<size_t> below = TopRows(numbers, whole + 1, numbers.rows());
      const std::vector<size_t> above = TopRows(numbers, 0, whole);
      if (below.size() >= 2) weigh(below);
      if (above.size() >= 2) weigh(above);
    }
    if (best && IsLearned(*best, total)) Tell(builder, *best, numbers.name(whole));
  }
}

// Column `whole` against the columns [from, to).
Tally TallyColumns(const Numbers& numbers, size_t whole, size_t from, size_t to) {
  Tally tally;
  for (size_t r = 0; r < numbers.rows(); ++r) {
    std::vector<const Coded*> parts;
    bool blanks = false;
    bool words = false;
    for (size_t c = from; c < to; ++c) {
      if (!numbers.Adds(c)) return {};
      words = words || numbers.Words(r, c);
      blanks = blanks || numbers.Blank(r, c);
      if (numbers.at(r, c)) parts.push_back(&*numbers.at(r, c));
    }
    if (words) continue;
    Count(tally, HoldsOf(numbers.at(r, whole), parts, blanks), numbers.at(r, whole), parts, blanks);
  }
  return tally;
}

void AddColumns(Builder& builder, const Numbers& numbers) {
  if (numbers.columns() > kMostParts) return;
  for (size_t whole = 0; whole < numbers.columns(); ++whole) {
    if (!numbers.Adds(whole)) continue;
    std::optional<Tally> best;
    const auto consider = [&](size_t from, size_t to) {
      Tally tally = TallyColumns(numbers, whole, from, to);
      if (!best || tally.exact > best->exact) best = std::move(tally);
    };
    for (size_t to = whole + 3; to <= numbers.columns(); ++to) consider(whole + 1, to);
    for (size_t from = whole; from-- > 0;) {
      if (whole - from >= 2) consider(from, whole);
    }
    if (!best || best->wrong.empty()) continue;
    const size_t few = best->wrong.size() == 1 ? 1 : 2;  // for every one that is wrong
    const bool total = NamesTotal(numbers.head(whole)) && best->exact >= few * best->wrong.size();
    const bool most = best->exact >= 3 && best->exact >= 4 * best->wrong.size();
    if (total || most) Tell(builder, *best, numbers.head(whole));
  }
}

void TellDifference(Builder& builder, const Coded& printed, const std::string& label,
                    const Coded& x, const Coded& y) {
  Relation relation;
  relation.kind = Relation::Kind::kDifference;
  relation.place = printed.place;
  relation.label = label;
  relation.printed = printed.printed;
  relation.unit = printed.unit;
  relation.value = printed.value;
  relation.half = printed.half;
  relation.parts = {x.value, y.value};
  relation.halves = {x.half, y.half};
  relation.formula = x.printed + " − " + y.printed;
  relation.numbers = {{x.printed + x.unit, x.place.where}, {y.printed + y.unit, y.place.where}};
  builder.filing.relations.push_back(std::move(relation));
}

// "2024年 | 2025年 | 增减额": what most rows have as the difference of the same two columns.
void AddDifferences(Builder& builder, const Numbers& numbers) {
  constexpr size_t kMostColumns = 20;
  for (size_t d = 0; d < numbers.columns() && numbers.columns() <= kMostColumns; ++d) {
    if (!numbers.Adds(d) || !Has(numbers.head(d), {"增减", "差额", "差异", "变动"})) continue;
    Tally best;
    for (size_t x = 0; x < numbers.columns(); ++x) {
      for (size_t y = 0; y < numbers.columns(); ++y) {
        if (x == y || x == d || y == d || !numbers.Adds(x) || !numbers.Adds(y)) continue;
        Tally tally;
        for (size_t r = 0; r < numbers.rows(); ++r) {
          if (!numbers.at(r, x) || !numbers.at(r, y) || !numbers.at(r, d)) continue;
          const std::vector<const Coded*> parts = {&*numbers.at(r, x), &*numbers.at(r, y)};
          const Coded& printed = *numbers.at(r, d);
          const Exactly off = printed.value - (parts[0]->value - parts[1]->value);
          if (!figures::IsZero(off)) tally.wrong.emplace_back(printed, parts);
          if (figures::IsZero(off) && !figures::IsZero(printed.value)) ++tally.exact;
        }
        if (tally.exact > best.exact) best = std::move(tally);
      }
    }
    if (best.exact < 2 || best.exact < 2 * best.wrong.size()) continue;
    for (const auto& [printed, parts] : best.wrong) {
      TellDifference(builder, printed, numbers.head(d), *parts[0], *parts[1]);
    }
  }
}

// Whether the percentage in `rate` is that of x to y, or by how much x is above y.
bool RateHolds(const Coded& rate, const Coded& x, const Coded& y, bool growth) {
  Exactly least = y.value - y.half;
  if (least.numerator <= 0) return false;
  const Exactly part = growth ? x.value - y.value : x.value;
  const Exactly half = growth ? x.half + y.half : x.half;
  const auto percent = [](const Exactly& a, const Exactly& b) {
    return figures::Reduced(a.numerator * b.denominator * 100, a.denominator * b.numerator);
  };
  const Exactly one = percent(part - half, least);  // which is lower depends on the sign
  const Exactly two = percent(part + half, least);
  const Exactly three = percent(part - half, y.value + y.half);
  const Exactly four = percent(part + half, y.value + y.half);
  const auto below = [](const Exactly& a, const Exactly& b) { return (b - a).numerator >= 0; };
  const Exactly& low = below(one, three) ? one : three;
  const Exactly& high = below(two, four) ? four : two;
  return below(low, rate.value + rate.half) && below(rate.value - rate.half, high);
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
  Relation relation;
  relation.kind = Relation::Kind::kShare;
  relation.place = rate.place;
  relation.label = label;
  relation.printed = rate.printed + "%";
  relation.value = rate.value;
  relation.half = rate.half;
  relation.parts = {growth ? x.value - y.value : x.value, y.value};
  relation.halves = {growth ? x.half + y.half : x.half, y.half};
  relation.formula = growth ? "(" + x.printed + " − " + y.printed + ") ÷ " + y.printed
                            : x.printed + " ÷ " + y.printed;
  relation.numbers = {{x.printed + x.unit, x.place.where}, {y.printed + y.unit, y.place.where}};
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
  std::optional<SharesOf> best;
  for (size_t x = 0; x < numbers.columns(); ++x) {
    if (numbers.Rates(x) || !numbers.Adds(x)) continue;
    for (const Stated& one : builder.filing.stated) {
      const bool money = one.measured == checks::Measured::kMoney && one.scope.empty() &&
                         !one.approximate && !one.figure.starts_with("prior_");
      if (!money || one.value.numerator <= 0) continue;
      SharesOf of = TallyShares(numbers, rate, x,
                                {"", one.value, one.half, one.place, one.printed, one.unit, ""});
      if (!best || of.holds > best->holds) best = std::move(of);
    }
  }
  if (!best || best->holds < 2 || best->holds < best->wrong.size()) return;
  for (const size_t r : best->wrong) {
    const Coded& printed = *numbers.at(r, rate);
    const Coded& x = *numbers.at(r, best->x);
    const Exactly percent =
        figures::Reduced(x.value.numerator * best->whole.value.denominator * 100,
                         x.value.denominator * best->whole.value.numerator);
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

// "当季支出 | 累计支出": each the sum of those so far.
void AddRunning(Builder& builder, const Numbers& numbers) {
  for (size_t y = 1; y < numbers.columns(); ++y) {
    if (!numbers.Adds(y) || !Has(numbers.head(y), {"累计"}) || !numbers.Adds(y - 1)) continue;
    std::vector<const Coded*> parts;
    std::vector<std::pair<const Coded*, size_t>> wrong;
    size_t holds = 0;
    for (size_t r = 0; r < numbers.rows() && !NamesTotal(numbers.name(r)); ++r) {
      if (!numbers.at(r, y) || !numbers.at(r, y - 1)) break;
      parts.push_back(&*numbers.at(r, y - 1));
      const Holds now = HoldsOf(numbers.at(r, y), parts, false);
      if (now == Holds::kExactly) ++holds;
      if (now == Holds::kNot) wrong.emplace_back(&*numbers.at(r, y), parts.size());
    }
    if (holds < 2 || holds < 2 * wrong.size()) continue;
    for (const auto& [whole, count] : wrong) {
      Coded told = *whole;
      told.label = numbers.head(y);
      AddSum(builder, told, {parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(count)});
    }
  }
}

// A column of percentages that are, but in one row or so, those of the same two columns.
// `scores`: those of points only.
void AddRates(Builder& builder, const Numbers& numbers, bool scores = false) {
  constexpr size_t kMostColumns = 20;
  if (numbers.columns() > kMostColumns) return;
  for (size_t rate = 0; rate < numbers.columns(); ++rate) {
    if (!numbers.Rates(rate) || (scores && !Has(numbers.head(rate), {"得分率", "完成率"})))
      continue;
    std::optional<RateOf> best;
    for (size_t x = 0; x < numbers.columns(); ++x) {
      for (size_t y = 0; y < numbers.columns(); ++y) {
        if (x == y || numbers.Rates(x) || numbers.Rates(y)) continue;
        for (const bool growth : {false, true}) {
          RateOf of = TallyRate(numbers, rate, x, y, growth);
          if (!best || of.holds > best->holds) best = std::move(of);
        }
      }
    }
    const bool learned = best && best->holds >= 2 && best->holds >= 3 * best->wrong.size();
    if (learned) {
      TellRates(builder, numbers, rate, *best);
    } else if (best && best->holds < 2 && !scores) {
      AddShares(builder, numbers, rate);
    }
  }
}

}  // namespace

void AddLearnedSums(Builder& builder, const Grid& grid, const Spot& spot) {
  Grid section;
  section.exact = grid.exact;
  bool numbers_before = false;
  const auto close = [&] {
    if (section.rows.empty()) return;
    const Numbers numbers(builder, section, spot);
    AddRows(builder, numbers);
    AddColumns(builder, numbers);
    AddRunning(builder, numbers);
    AddDifferences(builder, numbers);
    AddRates(builder, numbers);
    section.rows.clear();
  };
  for (const auto& row : grid.rows) {
    const auto words = std::count_if(row.begin(), row.end(), [&](const Cell& cell) {
      return !cell.covered && !figures::IsBlank(cell.text) && !cell.text.empty();
    });
    const bool numbers = std::any_of(row.begin(), row.end(), [&](const Cell& cell) {
      return NumberOf(cell, builder.labels).has_value();
    });
    if (!numbers && numbers_before && words >= 3) close();  // heads of other columns
    numbers_before = numbers;
    section.rows.push_back(row);
  }
  close();
}

void AddScoreRates(Builder& builder, const Grid& grid, const Spot& spot) {
  Spot points = spot;
  points.money_unit.clear();
  AddRates(builder, Numbers(builder, grid, points), true);
}

}  // namespace outturn::document
