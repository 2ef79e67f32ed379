#include "services/document/tables/sums.h"

#include <algorithm>
#include <optional>

#include "services/document/tables/amounts.h"

namespace outturn::document {
namespace {

constexpr size_t kMostParts = 60;

enum class Holds : uint8_t { kNothing, kExactly, kWithBlanks, kNot };

// Whether `whole` is the sum of `parts`; nothing can be said where words stand among them.
Holds HoldsOf(const std::optional<Coded>& whole, const std::vector<const Coded*>& parts,
              bool blanks) {
  if (!whole || parts.size() < 2) return Holds::kNothing;
  const auto nonzero = std::count_if(parts.begin(), parts.end(),
                                     [](const Coded* part) { return part->value.numerator != 0; });
  const Amount sum = SumOf(parts);
  if (whole->value == sum.value && nonzero >= 2)
    return blanks ? Holds::kWithBlanks : Holds::kExactly;
  const bool near = Agree(*whole, sum);
  return near || nonzero < 2 || whole->value.numerator == 0 ? Holds::kNothing : Holds::kNot;
}

struct Tally {
  size_t exact = 0;
  size_t most_parts = 0;  // of those that hold exactly
  bool with_blanks = false;
  std::vector<std::pair<Coded, std::vector<const Coded*>>> wrong;
  std::vector<bool> wrong_blank;
};

void Count(Tally& tally, Holds holds, const std::optional<Coded>& whole,
           const std::vector<const Coded*>& parts, bool blanks) {
  if (holds == Holds::kExactly || holds == Holds::kWithBlanks) {
    ++tally.exact;
    tally.most_parts = std::max(tally.most_parts, parts.size());
  }
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
    AddSumOnce(builder, whole, tally.wrong[i].second);
  }
}

// Row `whole` against these rows.
Tally TallyRows(const Numbers& numbers, size_t whole, const std::vector<size_t>& rows,
                size_t side) {
  Tally tally;
  for (size_t c = 0; c < numbers.columns(); ++c) {
    if (!numbers.Adds(c) || numbers.side(c) != side) continue;
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
std::vector<size_t> TopRows(const Numbers& numbers, size_t from, size_t to, size_t side) {
  constexpr size_t kMostBelow = 20;
  std::vector<size_t> tops;
  for (size_t r = from; r < to;) {
    tops.push_back(r);
    size_t next = r + 1;
    for (size_t end = r + 3; end <= std::min(to, r + kMostBelow); ++end) {
      const Tally tally = TallyRows(numbers, r, RowsFrom(r + 1, end), side);
      const size_t enough = OpensParts(numbers.name(r + 1, side)) && tally.wrong.empty() ? 1 : 2;
      if (tally.exact >= enough && tally.exact > tally.wrong.size()) next = end;
    }
    r = next;
  }
  return tops;
}

bool IsLearned(const Tally& tally, bool says_total) {
  constexpr size_t kMany = 5;  // that so many make a total is no chance
  constexpr size_t kFew = 3;
  if (tally.wrong.empty()) return false;
  const bool many = tally.most_parts >= kMany && tally.wrong.size() <= kFew;
  if (says_total) return tally.exact >= 1 && (many || tally.exact >= tally.wrong.size());
  return tally.exact >= 2 && tally.exact > tally.wrong.size();
}

void AddRows(Builder& builder, const Numbers& numbers, size_t side) {
  for (size_t whole = 0; whole < numbers.rows(); ++whole) {
    const bool total = NamesTotal(numbers.name(whole, side));
    std::optional<Tally> best;
    const auto weigh = [&](const std::vector<size_t>& rows) {
      Tally tally = TallyRows(numbers, whole, rows, side);
      if (!best || tally.exact > best->exact) best = std::move(tally);
    };
    const auto consider = [&](size_t from, size_t to) { weigh(RowsFrom(from, to)); };
    const bool opens =
        total || (whole + 1 < numbers.rows() && OpensParts(numbers.name(whole + 1, side)));
    const size_t last = opens ? std::min(numbers.rows(), whole + 1 + kMostParts) : 0;
    for (size_t to = whole + 3; to <= last; ++to) consider(whole + 1, to);
    for (size_t from = whole; total && from-- > 0 && whole - from <= kMostParts;) {
      // What opens the parts of a row above it opens no parts of the total.
      if (whole - from >= 2 && !OpensParts(numbers.name(from, side))) consider(from, whole);
    }
    if (total && numbers.rows() <= kMostParts) {  // rows of parts below the rows they are of
      const std::vector<size_t> below = TopRows(numbers, whole + 1, numbers.rows(), side);
      const std::vector<size_t> above = TopRows(numbers, 0, whole, side);
      if (below.size() >= 2) weigh(below);
      if (above.size() >= 2) weigh(above);
    }
    if (best && IsLearned(*best, total)) Tell(builder, *best, numbers.name(whole, side));
  }
}

// Column `whole` against the columns [from, to).
Tally TallyColumns(const Numbers& numbers, size_t whole, size_t from, size_t to) {
  Tally tally;
  for (size_t r = 0; r < numbers.rows(); ++r) {
    if (numbers.IsOfRates(r)) continue;
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

// "合计 | 上年结转 | 拨款收入 | 事业收入", and in most rows one part alone: it is the total.
void AddOnlyParts(Builder& builder, const Numbers& numbers) {
  constexpr size_t kEnough = 3;
  for (size_t whole = 0; whole + 2 < numbers.columns(); ++whole) {
    if (!numbers.Adds(whole) || !NamesTotal(numbers.head(whole))) continue;
    size_t holds = 0;
    std::vector<std::pair<Coded, const Coded*>> wrong;
    for (size_t r = 0; r < numbers.rows(); ++r) {
      const Coded* only = nullptr;
      size_t parts = 0;
      for (size_t c = whole + 1; c < numbers.columns(); ++c) {
        if (!numbers.at(r, c) || !numbers.Adds(c)) continue;
        only = &*numbers.at(r, c);
        ++parts;
      }
      if (parts != 1 || !numbers.at(r, whole)) continue;
      const bool same = numbers.at(r, whole)->value == only->value;
      if (same) ++holds;
      if (!same) wrong.emplace_back(*numbers.at(r, whole), only);
    }
    if (wrong.size() != 1 || holds < kEnough) continue;
    wrong.front().first.label = numbers.head(whole);
    AddSum(builder, wrong.front().first, {wrong.front().second});
  }
}

void TellDifference(Builder& builder, const Coded& printed, const std::string& label,
                    const Coded& x, const Coded& y) {
  builder.filing.relations.push_back(DifferenceRelation(label, printed, x, y));
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

}  // namespace

void AddLearnedSums(Builder& builder, const Grid& grid, const Spot& spot, bool coded) {
  Grid section;
  section.exact = grid.exact;
  bool numbers_before = false;
  const auto close = [&] {
    if (section.rows.empty()) return;
    const Numbers numbers(builder, section, spot);
    for (size_t side = 0; !coded && side < numbers.sides(); ++side) AddRows(builder, numbers, side);
    AddColumns(builder, numbers);
    AddOnlyParts(builder, numbers);
    AddRunning(builder, numbers);
    AddDifferences(builder, numbers);
    AddRates(builder, section, spot);
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

}  // namespace outturn::document
