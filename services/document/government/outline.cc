// Tables of a government's accounts: totals of what is numbered, rows of what stands below them,
// both sides in balance, balances from year to year.
#include "services/document/government/outline.h"

#include <algorithm>
#include <optional>

#include "services/document/government/government.h"
#include "services/document/slips.h"
#include "services/document/tables/sums.h"

namespace outturn::document {
namespace {

constexpr size_t kMostRows = 200;
constexpr size_t kMostColumns = 20;

int RankOf(const std::string& bare) {
  static const std::string kNumerals = "一二三四五六七八九十";
  if (bare.empty()) return 0;
  const bool bracket = bare.front() == '(';
  const std::string start = bare.substr(bracket ? 1 : 0);
  const size_t letter = LetterLength(start);
  const bool numeral = letter == 3 && kNumerals.find(start.substr(0, letter)) != std::string::npos;
  if (numeral && bracket) return 2;
  if (numeral && start.find("、") != std::string::npos && start.find("、") <= 9) return 1;
  const bool digit = start.front() >= '0' && start.front() <= '9';
  return digit && start.size() > 1 && BareName(bare) != bare ? 3 : 0;
}

bool IsGrandTotal(const std::string& name) {
  return name == "总计" || name == "合计" || name == "收入总计" || name == "支出总计" ||
         name == "收入合计" || name == "支出合计";
}

// What is numbered above it makes it, what stands below is added to it.
bool IsOfTheYear(const std::string& name) {
  return name == "本年收入合计" || name == "本年支出合计";
}

using Rows = std::vector<size_t>;

// The columns' own numbers.
std::vector<const Coded*> PartsIn(const Numbers& numbers, const Rows& rows, size_t column) {
  std::vector<const Coded*> parts;
  for (const size_t row : rows) {
    if (numbers.at(row, column)) parts.push_back(&*numbers.at(row, column));
  }
  return parts;
}

struct Off {
  Exactly by;
  bool holds = false;
  bool slip = false;  // one of them is a slip of the pen
};

size_t DigitsOf(const Coded& one) { return DigitsIn(one.printed); }

Off OffBy(const Coded& whole, const std::vector<const Coded*>& parts) {
  Exactly sum;
  Exactly tolerance = whole.half;
  for (const Coded* part : parts) {
    sum = sum + part->value;
    tolerance = tolerance + part->half;
  }
  Off off;
  off.by = whole.value - sum;
  off.holds = Within(off.by, tolerance);
  off.slip = IsSlip(whole.value, sum, DigitsOf(whole), true) ||
             std::any_of(parts.begin(), parts.end(), [&](const Coded* part) {
               return IsSlip(part->value, part->value + off.by, DigitsOf(*part), true);
             });
  return off;
}

bool IsToldAt(const Builder& builder, const Coded& whole) {
  const auto& all = builder.filing.relations;
  return std::any_of(all.rbegin(), all.rend(), [&](const Relation& one) {
    return one.place.order == whole.place.order && one.printed == whole.printed &&
           one.place.where.zh == whole.place.where.zh && one.parts.size() > 1;
  });
}

void TellParts(Builder& builder, Coded whole, const std::string& label,
               const std::vector<const Coded*>& parts) {
  if (IsToldAt(builder, whole)) return;
  whole.label = label;
  AddSum(builder, whole, parts);
}

// A row and those below it that it is made of.
struct Family {
  size_t parent = 0;  // in the outline
  Rows rows;
  bool sure = false;
  bool opens = false;  // "其中": there may be others
  size_t holds = 0;
  std::vector<size_t> wrong;  // columns
};

bool IsComplete(const Labels& labels, const std::string& parent,
                const std::vector<std::string>& names) {
  return std::any_of(
      labels.complete_lists.begin(), labels.complete_lists.end(), [&](const CompleteList& set) {
        const auto in = [](const std::string& name, const std::string& word) {
          return name.find(word) != std::string::npos;
        };
        const bool of = std::any_of(set.of.begin(), set.of.end(),
                                    [&](const std::string& word) { return in(parent, word); });
        const bool all = std::all_of(names.begin(), names.end(), [&](const std::string& name) {
          return std::any_of(set.parts.begin(), set.parts.end(),
                             [&](const std::string& word) { return in(name, word); });
        });
        const bool needed = std::all_of(set.needs.begin(), set.needs.end(), [&](const auto& group) {
          return std::any_of(names.begin(), names.end(), [&](const auto& name) {
            return std::any_of(group.begin(), group.end(),
                               [&](const std::string& word) { return in(name, word); });
          });
        });
        return of && all && needed && !set.needs.empty() && names.size() >= 2;
      });
}

// The rows of a family's parts below `at`: of a row without a number as many as are named
// completely, since nobody knows where "其中" ends.
std::vector<size_t> PartsBelow(const std::vector<OutlineRow>& outline, size_t at,
                               const Labels& labels, bool& complete) {
  std::vector<size_t> below = ChildrenOf(outline, at);
  std::vector<std::string> names;
  std::vector<size_t> known;
  for (const size_t child : below) {
    names.push_back(outline[child].name);
    if (IsComplete(labels, outline[at].name, names))
      known.assign(below.begin(), below.begin() + std::ssize(names));
  }
  complete = !below.empty() && known.size() == below.size();
  if (outline[at].numbered) return below;
  complete = !known.empty();
  return complete ? known : below;
}

// From `from` to `to`, without those that stand below another.
Family FamilyOfTotal(const std::vector<OutlineRow>& outline, size_t total, const Labels& labels) {
  const auto is_total = [&](size_t at) { return IsGrandTotal(outline[at].name); };
  Family family;
  family.parent = total;
  size_t from = total == 0 ? 1 : total;
  size_t to = total == 0 ? 1 : total;
  while (total == 0 && to < outline.size() && !is_total(to)) ++to;
  while (total > 0 && from > 0 && !is_total(from - 1)) --from;
  for (size_t at = to; total > 0 && at-- > from;) {
    if (IsOfTheYear(outline[at].name)) from = at;
  }
  bool numbered = false;
  for (size_t at = from; at < to; ++at) numbered = numbered || outline[at].numbered;
  bool accounts = true;
  for (size_t at = from; at < to; ++at) {
    if (numbered && outline[at].rank != 1) continue;
    family.rows.push_back(outline[at].row);
    accounts = accounts && std::any_of(labels.account_words.begin(), labels.account_words.end(),
                                       [&](const std::string& word) {
                                         return outline[at].name.find(word) != std::string::npos;
                                       });
    if (numbered) continue;
    bool complete = false;
    const Rows below = PartsBelow(outline, at, labels, complete);
    if (below.empty()) continue;
    if (!complete) return {};
    at = below.back();
  }
  family.sure =
      numbered ? from < to && outline[from].numbered && outline[from].rank == 1 : accounts;
  return family;
}

std::vector<Family> FamiliesOf(const std::vector<OutlineRow>& outline, const Labels& labels) {
  std::vector<Family> families;
  for (size_t at = 0; at < outline.size(); ++at) {
    if (IsGrandTotal(outline[at].name)) {
      Family family = FamilyOfTotal(outline, at, labels);
      if (family.rows.size() >= 2) families.push_back(std::move(family));
      continue;
    }
    Family family;
    family.parent = at;
    const Rows children = PartsBelow(outline, at, labels, family.sure);
    if (children.size() < 2 || (!family.sure && !outline[at].numbered)) continue;
    for (const size_t child : children) family.rows.push_back(outline[child].row);
    family.opens = outline[children.front()].opens && !family.sure;
    families.push_back(std::move(family));
  }
  return families;
}

void Count(Family& family, const Numbers& numbers, const std::vector<OutlineRow>& outline,
           size_t column) {
  const auto& whole = numbers.at(outline[family.parent].row, column);
  const auto parts = PartsIn(numbers, family.rows, column);
  if (!whole || parts.size() < 2) return;
  const Off off = OffBy(*whole, parts);
  const auto nonzero = std::count_if(parts.begin(), parts.end(),
                                     [](const Coded* part) { return part->value.numerator != 0; });
  if (off.holds && nonzero >= 2) ++family.holds;
  if (!off.holds) family.wrong.push_back(column);
}

void TellFamily(Builder& builder, const Numbers& numbers, const std::vector<OutlineRow>& outline,
                const Family& family, size_t others_hold, size_t others_wrong) {
  for (const size_t column : family.wrong) {
    const Coded& whole = *numbers.at(outline[family.parent].row, column);
    const auto parts = PartsIn(numbers, family.rows, column);
    const Off off = OffBy(whole, parts);
    const bool many = family.holds > family.wrong.size();
    const bool mostly = family.opens ? many && family.holds >= 2
                                     : many || (family.holds >= 1 && off.slip &&
                                                family.holds >= family.wrong.size());
    const bool alone = !family.opens && family.holds == 0 && family.wrong.size() == 1 &&
                       ((others_hold >= 1 && off.slip) || (others_hold >= 2 && others_wrong == 0));
    const bool sure = family.sure && (family.wrong.size() == 1 || mostly);
    if (!(mostly || alone || sure)) continue;
    // "其中" of one part, and its own below: what is more than the whole is no list of parts.
    TellParts(builder, whole, outline[family.parent].name, parts);
  }
}

// "收入总计 | A | 支出总计 | B": A = B.
void TellBothSides(Builder& builder, const Numbers& numbers) {
  for (size_t r = 0; r < numbers.rows(); ++r) {
    const std::string left = BareName(numbers.name(r, 0));
    const std::string right = BareName(numbers.name(r, 1));
    const bool totals =
        (left == "收入总计" && right == "支出总计") || (left == "总计" && right == "总计");
    if (!totals) continue;
    std::vector<const Coded*> sides[2];
    for (size_t c = 0; c < numbers.columns(); ++c) {
      if (numbers.Adds(c) && numbers.at(r, c)) sides[numbers.side(c)].push_back(&*numbers.at(r, c));
    }
    if (sides[0].size() != sides[1].size() || sides[0].size() != 1) continue;
    const Coded& income = *sides[0][0];
    const Coded& spent = *sides[1][0];
    if (Within(income.value - spent.value, income.half + spent.half)) continue;
    // What is left may stand below both.
    const Exactly off = income.value - spent.value;
    bool rest = false;
    for (size_t k = 0; k < numbers.rows(); ++k) {
      for (size_t c = 0; c < numbers.columns(); ++c) {
        rest =
            rest || (k != r && numbers.at(k, c) && figures::IsZero(numbers.at(k, c)->value - off) &&
                     Has(numbers.name(k, numbers.side(c)), {"结余", "结转"}));
      }
    }
    if (!rest || IsSlip(income.value, spent.value, DigitsOf(spent), true))
      TellParts(builder, spent, "收支总计", {&income});
  }
}

// What a row is in the balance of a fund or of debt.
enum class Flow : uint8_t { kNone, kIn, kOut, kYear, kOpening, kClosing };

Flow FlowOf(const OutlineRow& row, bool first) {
  const std::string& name = row.name;
  const auto has = [&](std::initializer_list<const char*> words) { return Has(name, words); };
  if (has({"本年收支结余", "当年收支结余", "本年结余", "当年结余", "收支结余"}) &&
      !has({"滚存", "年末", "上年"}))
    return Flow::kYear;
  if (has({"结余", "余额"})) {
    if (has({"限额", "其中"})) return Flow::kNone;
    if (has({"上年", "年初"}) || (first && has({"年末"}))) return Flow::kOpening;
    return has({"年末", "年终", "期末", "滚存"}) ? Flow::kClosing : Flow::kNone;
  }
  if (has({"还本", "偿还"}) || name == "支出" || name == "基金支出" || name == "本年支出合计")
    return Flow::kOut;
  if (has({"发行额", "举借额", "发行数"}) || name == "收入" || name == "基金收入" ||
      name == "本年收入合计")
    return Flow::kIn;
  return Flow::kNone;
}

Coded Minus(const Coded& one) {
  Coded less = one;
  less.value = Exactly{} - one.value;
  return less;
}

struct Flows {
  std::optional<Coded> in, out, year, opening, closing;
};

std::optional<Coded>* Of(Flows& flows, Flow flow) {
  switch (flow) {
    case Flow::kIn:
      return &flows.in;
    case Flow::kOut:
      return &flows.out;
    case Flow::kYear:
      return &flows.year;
    case Flow::kOpening:
      return &flows.opening;
    case Flow::kClosing:
      return &flows.closing;
    case Flow::kNone:
      return nullptr;
  }
  return nullptr;
}

// A number and what makes it, a column.
struct Kept {
  Coded whole;
  std::string label;
  std::vector<Coded> parts;
};

// Income less expenditure is what is left of the year; with what was left before it, all there is.
void AddKept(std::vector<Kept>& kept, const Flows& flows) {
  if (flows.year && flows.in && flows.out)
    kept.push_back({*flows.year, "本年收支结余", {*flows.in, Minus(*flows.out)}});
  if (!flows.closing || !flows.opening) return;
  if (flows.year) {
    kept.push_back({*flows.closing, "年末滚存结余", {*flows.opening, *flows.year}});
  } else if (flows.in && flows.out) {
    kept.push_back({*flows.closing, "年末余额", {*flows.opening, *flows.in, Minus(*flows.out)}});
  }
}

// One that does not hold is told where it holds in another column, or as a slip of the pen.
void TellKept(Builder& builder, const std::vector<Kept>& kept) {
  const auto off_of = [](const Kept& one) {
    std::vector<const Coded*> parts;
    for (const Coded& part : one.parts) parts.push_back(&part);
    return OffBy(one.whole, parts);
  };
  for (const Kept& one : kept) {
    const Off off = off_of(one);
    const bool learned = std::any_of(kept.begin(), kept.end(), [&](const Kept& other) {
      return other.label == one.label && off_of(other).holds;
    });
    if (off.holds || !(learned || off.slip) || IsToldAt(builder, one.whole)) continue;
    Coded told = one.whole;
    told.label = one.label;
    std::vector<const Coded*> parts;
    std::string formula;
    for (const Coded& part : one.parts) {
      const bool less = part.value.numerator < 0 && !part.printed.starts_with('-');
      if (!formula.empty()) formula += less ? " − " : " + ";
      formula += part.printed;
      parts.push_back(&part);
    }
    AddSum(builder, told, parts);
    builder.filing.relations.back().formula = formula;
  }
}

// Each amount column, together with the one of the same head on the other side.
void ReadFlows(Builder& builder, const Numbers& numbers,
               const std::vector<std::vector<OutlineRow>>& sides) {
  std::vector<std::vector<size_t>> columns(numbers.sides());
  for (size_t c = 0; c < numbers.columns(); ++c) {
    if (numbers.Adds(c)) columns[numbers.side(c)].push_back(c);
  }
  std::vector<Kept> kept;
  for (size_t n = 0; n < columns[0].size(); ++n) {
    Flows flows;
    bool clear = true;
    for (size_t side = 0; side < sides.size(); ++side) {
      if (columns[side].size() != columns[0].size()) return TellKept(builder, kept);
      bool first = side == 0;
      for (const OutlineRow& row : sides[side]) {
        const bool own = row.rank == 1;
        const Flow flow = own ? FlowOf(row, first) : Flow::kNone;
        first = first && !own;
        std::optional<Coded>* place = Of(flows, flow);
        if (place == nullptr || !numbers.at(row.row, columns[side][n])) continue;
        clear = clear && !*place;
        *place = numbers.at(row.row, columns[side][n]);
      }
    }
    if (clear) AddKept(kept, flows);
  }
  TellKept(builder, kept);
}

}  // namespace

std::vector<OutlineRow> OutlineOf(const Numbers& numbers, size_t side) {
  std::vector<OutlineRow> outline;
  int numbered = 0;  // the rank of the last row with a number
  for (size_t r = 0; r < numbers.rows(); ++r) {
    const std::string bare = numbers.name(r, side);
    bool any = false;
    for (size_t c = 0; c < numbers.columns(); ++c)
      any = any || (numbers.side(c) == side && numbers.at(r, c));
    if (bare.empty() || !any) continue;
    OutlineRow row{r, 0, bare.starts_with("其中"), false, BareName(bare)};
    const std::string_view among = "其中:";
    const int rank = row.opens ? 0 : RankOf(bare);
    if (IsGrandTotal(row.name) || IsOfTheYear(row.name)) {
      numbered = 0;
      row.rank = IsOfTheYear(row.name) ? 1 : 0;
    } else if (rank > 0) {
      row.rank = numbered = rank;
      row.numbered = true;
      if (!outline.empty() && outline.back().opens) row.rank = outline.back().rank;
    } else if (row.opens) {
      const int inner = bare.size() > among.size() ? RankOf(bare.substr(among.size())) : 0;
      row.rank = (outline.empty() ? numbered : std::max(numbered, outline.back().rank)) + 1;
      if (inner > numbered) numbered = row.rank = inner;
    } else {
      const bool goes_on = !outline.empty() && outline.back().rank > numbered;
      row.rank = goes_on ? outline.back().rank : numbered + 1;
    }
    outline.push_back(std::move(row));
  }
  return outline;
}

std::vector<size_t> ChildrenOf(const std::vector<OutlineRow>& outline, size_t at) {
  std::vector<size_t> children;
  int rank = 0;
  for (size_t k = at + 1; k < outline.size() && outline[k].rank > outline[at].rank; ++k) {
    if (rank == 0) rank = outline[k].rank;
    if (outline[k].rank == rank) children.push_back(k);
    if (outline[k].rank < rank) return {};
  }
  return children;
}

void GovernmentReader::ReadOutline(const Grid& grid, const Spot& spot) {
  if (grid.rows.size() > kMostRows || grid.rows.front().size() > kMostColumns) return;
  const Numbers numbers(builder_, grid, spot);
  std::vector<std::vector<OutlineRow>> sides;
  for (size_t side = 0; side < numbers.sides(); ++side) sides.push_back(OutlineOf(numbers, side));
  std::vector<std::pair<size_t, Family>> families;  // by side
  size_t hold = 0;
  size_t wrong = 0;
  for (size_t side = 0; side < sides.size(); ++side) {
    for (Family& family : FamiliesOf(sides[side], builder_.labels)) {
      for (size_t c = 0; c < numbers.columns(); ++c) {
        if (numbers.Adds(c) && numbers.side(c) == side) Count(family, numbers, sides[side], c);
      }
      if (family.holds > 0) ++hold;
      if (!family.wrong.empty()) ++wrong;
      families.emplace_back(side, std::move(family));
    }
  }
  for (const auto& [side, family] : families) {
    if (family.wrong.empty()) continue;
    TellFamily(builder_, numbers, sides[side], family, hold - (family.holds > 0 ? 1 : 0),
               wrong - 1);
  }
  if (numbers.sides() == 2) TellBothSides(builder_, numbers);
  if (numbers.sides() <= 2) ReadFlows(builder_, numbers, sides);
}

}  // namespace outturn::document
