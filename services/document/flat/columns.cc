// Which columns the numbers of rows with blanks stand in: sums tell.
#include <algorithm>
#include <functional>
#include <map>

#include "services/document/flat/flat.h"

namespace outturn::document {
namespace {

constexpr int64_t kHalf = 5'000;  // half a hundredth, in millionths

using Columns = std::vector<int>;

// The amounts of a row by column; blank ones are 0.
std::vector<int64_t> ValuesOf(const FlatRow& row, const Columns& at, int width) {
  std::vector<int64_t> values(static_cast<size_t>(width));
  for (size_t i = 0; i < at.size(); ++i) {
    if (at[i] >= 0 && at[i] < width) values[static_cast<size_t>(at[i])] = row.amounts[i].micro;
  }
  return values;
}

Columns AtOf(const FlatRow& row) {
  Columns at;
  for (const FlatAmount& amount : row.amounts) at.push_back(amount.at);
  return at;
}

void Set(FlatRow& row, const Columns& at) {
  for (size_t i = 0; i < at.size(); ++i) row.amounts[i].at = at[i];
}

// Every way to put `count` amounts in order into the columns [from, width).
std::vector<Columns> Ways(size_t count, int from, int width) {
  std::vector<Columns> ways;
  Columns now;
  const std::function<void(int)> take = [&](int next) {
    if (now.size() == count) return ways.push_back(now);
    for (int c = next; c < width; ++c) {
      now.push_back(c);
      take(c + 1);
      now.pop_back();
    }
  };
  take(from);
  return ways;
}

// Rows that together make another, and that one; of rows whose first column is the sum of the rest.
class Group {
 public:
  // `tries`: how many more may be made in the document.
  Group(FlatRow& whole, std::vector<FlatRow*> parts, int width, size_t& tries)
      : whole_(whole), parts_(std::move(parts)), width_(width), tries_(tries) {}

  // Whether anything became known.
  bool Solve() {
    if (parts_.empty()) return false;
    std::vector<FlatRow*> open;
    for (FlatRow* part : parts_) {
      if (!part->Known()) open.push_back(part);
    }
    if (open.empty()) return !whole_.Known() && SolveWhole();
    return whole_.Known() && SolveParts(open);
  }

 private:
  bool SolveWhole() {
    const std::vector<int64_t> sums = Sums();
    std::vector<Columns> fits;
    for (Columns& way : WaysOf(whole_)) {
      if (Matches(ValuesOf(whole_, way, width_), sums) == width_ - 1) fits.push_back(way);
    }
    if (fits.size() != 1) return false;
    Set(whole_, fits.front());
    return true;
  }

  // Blank in the whole is blank in its parts, where that leaves a way.
  bool SolveParts(const std::vector<FlatRow*>& open) {
    due_ = ValuesOf(whole_, AtOf(whole_), width_);
    ways_.clear();
    for (const FlatRow* row : open) {
      const std::vector<Columns> all = WaysOf(*row);
      std::vector<Columns> likely;
      for (const Columns& way : all) {
        const bool blank = std::any_of(way.begin(), way.end(),
                                       [&](int c) { return due_[static_cast<size_t>(c)] == 0; });
        if (!blank) likely.push_back(way);
      }
      ways_.push_back(likely.empty() ? all : std::move(likely));
    }
    constexpr size_t kMost = 1 << 16;
    size_t all = 1;
    for (const auto& ways : ways_) {
      all *= ways.size();
      if (all == 0 || all > kMost || all > tries_) return false;
    }
    tries_ -= all;
    now_.assign(open.size(), 0);
    sums_ = Sums();
    most_ = -1;
    Try(open, 0);
    // One column may be wrong.
    if (!alone_ || most_ < std::max(1, width_ - 2)) return false;
    for (size_t i = 0; i < open.size(); ++i) Set(*open[i], ways_[i][best_[i]]);
    return true;
  }

  // Every choice for the rows from `i` on.
  void Try(const std::vector<FlatRow*>& open, size_t i) {
    if (i == open.size()) {
      const int matches = Matches(due_, sums_);
      alone_ = matches > most_ || (matches < most_ && alone_);
      if (matches > most_) best_ = now_;
      most_ = std::max(most_, matches);
      return;
    }
    for (now_[i] = 0; now_[i] < ways_[i].size(); ++now_[i]) {
      const auto values = ValuesOf(*open[i], ways_[i][now_[i]], width_);
      for (size_t c = 1; c < sums_.size(); ++c) sums_[c] += values[c];
      Try(open, i + 1);
      for (size_t c = 1; c < sums_.size(); ++c) sums_[c] -= values[c];
    }
  }

  // The first amount is the sum of the rest.
  [[nodiscard]] std::vector<Columns> WaysOf(const FlatRow& row) const {
    std::vector<Columns> ways = Ways(row.amounts.size() - 1, 1, width_);
    for (Columns& way : ways) way.insert(way.begin(), 0);
    return ways;
  }

  // Of the parts that are known, by column.
  [[nodiscard]] std::vector<int64_t> Sums() const {
    std::vector<int64_t> sums(static_cast<size_t>(width_));
    for (const FlatRow* part : parts_) {
      if (!part->Known()) continue;
      const auto values = ValuesOf(*part, AtOf(*part), width_);
      for (size_t c = 0; c < sums.size(); ++c) sums[c] += values[c];
    }
    return sums;
  }

  // Columns but the first that agree.
  [[nodiscard]] int Matches(const std::vector<int64_t>& a, const std::vector<int64_t>& b) const {
    int matches = 0;
    for (size_t c = 1; c < a.size(); ++c) {
      if (FlatNear(a[c] - b[c], parts_.size())) ++matches;
    }
    return matches;
  }

  FlatRow& whole_;
  std::vector<FlatRow*> parts_;
  int width_;
  size_t& tries_;
  // While the ways of rows are tried:
  std::vector<int64_t> due_;
  std::vector<int64_t> sums_;
  std::vector<std::vector<Columns>> ways_;
  std::vector<size_t> now_;
  std::vector<size_t> best_;
  int most_ = -1;       // columns that agree in the best
  bool alone_ = false;  // and no other is as good
};

// What another table said of a row with the same code and sum: the columns it fills.
using Patterns = std::map<std::pair<std::string, int64_t>, Columns>;

void Learn(const FlatTable& table, Patterns& patterns) {
  for (const FlatRow& row : table.rows) {
    if (row.code.empty() || row.amounts.empty() || !row.Known()) continue;
    Columns filled;
    for (const FlatAmount& amount : row.amounts) {
      if (amount.micro != 0) filled.push_back(amount.at);
    }
    patterns.emplace(std::make_pair(row.code, row.amounts.front().micro), filled);
  }
}

bool Apply(FlatTable& table, const Patterns& patterns) {
  bool any = false;
  for (FlatRow& row : table.rows) {
    if (row.code.empty() || row.amounts.empty() || row.Known()) continue;
    const auto found = patterns.find({row.code, row.amounts.front().micro});
    if (found == patterns.end() || found->second.size() != row.amounts.size()) continue;
    if (found->second.back() >= table.width) continue;
    Set(row, found->second);
    any = true;
  }
  return any;
}

// Rows that have every column, or but the first.
void Begin(FlatTable& table) {
  size_t width = 1;
  for (const FlatRow& row : table.rows) width = std::max(width, row.amounts.size());
  table.width = static_cast<int>(width);
  for (FlatRow& row : table.rows) {
    for (size_t i = 0; i < row.amounts.size(); ++i) {
      if (row.amounts.size() == width || i == 0) row.amounts[i].at = static_cast<int>(i);
    }
  }
}

bool SolveTree(FlatTable& table, size_t& tries) {
  bool any = false;
  const auto solve = [&](size_t whole, const std::string& code) {
    std::vector<FlatRow*> parts;
    for (const size_t row : table.Below(code)) parts.push_back(&table.rows[row]);
    any = Group(table.rows[whole], std::move(parts), table.width, tries).Solve() || any;
  };
  if (const auto total = table.Total()) solve(*total, "");
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const FlatRow& row = table.rows[i];
    if (!row.code.empty() && !row.amounts.empty()) solve(i, row.code);
  }
  return any;
}

// Of the right side: what it sums up to, and its classes.
void SolveSides(FlatTable& table, size_t& tries) {
  std::vector<FlatRow*> parts;
  for (FlatRow& row : table.rows) {
    if (row.left) {
      for (FlatAmount& amount : row.amounts) amount.at = 0;
      continue;
    }
    if (row.amounts.empty()) continue;
    const bool whole =
        row.name.find("合计") != std::string::npos || row.name.find("总计") != std::string::npos;
    if (!whole) {
      parts.push_back(&row);
      continue;
    }
    // "9,000.00 4,000.00 5,000.00": only the last columns may be left out.
    if (!row.Known()) {
      for (size_t i = 0; i < row.amounts.size(); ++i) row.amounts[i].at = static_cast<int>(i);
    }
    Group(row, parts, table.width, tries).Solve();
    parts.clear();
  }
}

// The last of the balances and the income before the heads, of those behind the last one.
void SetHeaded(FlatRow& row) {
  constexpr int kIncome = 1;
  constexpr int kCarriedOut = 5;
  const size_t before = row.headed == 0 ? row.amounts.size() : row.headed;
  if (before > 2) return;
  for (size_t i = 0; i < before; ++i)
    row.amounts[i].at = kIncome - static_cast<int>(before - 1 - i);
  if (row.amounts.size() == before + 1) row.amounts[before].at = kCarriedOut;
}

// A row in which one number is wrong fits nowhere: it stands as those with as many amounts do,
// where they all stand alike.
void SetAsOthers(FlatTable& table) {
  constexpr size_t kLeast = 2;
  std::map<size_t, std::map<Columns, size_t>> layouts;  // by how many amounts
  for (const FlatRow& row : table.rows) {
    if (!row.code.empty() && row.Known()) ++layouts[row.amounts.size()][AtOf(row)];
  }
  for (FlatRow& row : table.rows) {
    const auto& alike = layouts[row.amounts.size()];
    const bool open = !row.code.empty() && !row.amounts.empty() && !row.Known();
    if (open && alike.size() == 1 && alike.begin()->second >= kLeast)
      Set(row, alike.begin()->first);
  }
}

// carried in + income = expenditure + carried out; expenditure = basic + project.
void SolveFlow(FlatTable& table, const Patterns& patterns) {
  constexpr int kColumns = 6;
  table.width = kColumns;
  for (FlatRow& row : table.rows) {
    for (FlatAmount& amount : row.amounts) amount.at = -1;
    // A head took the rest of the total's line: what stands there is the income of the year.
    if (row.headed > 0 || (row.code.empty() && row.amounts.size() == 1)) {
      SetHeaded(row);
      continue;
    }
    if (row.amounts.size() < 3 || row.amounts.size() > kColumns) continue;
    std::vector<Columns> fits;
    for (const Columns& way : Ways(row.amounts.size(), 0, kColumns)) {
      const auto v = ValuesOf(row, way, kColumns);
      const auto known = patterns.find({row.code, v[2]});
      const bool like = known == patterns.end() ||
                        std::all_of(known->second.begin(), known->second.end(),
                                    [&](int c) { return v[static_cast<size_t>(c) + 2] != 0; });
      if (v[2] != 0 && like && FlatNear(v[0] + v[1] - v[2] - v[5], 3) &&
          FlatNear(v[2] - v[3] - v[4], 2))
        fits.push_back(way);
    }
    // Of money that may have come in this year or before, most came this year; that of funds goes
    // to projects. A printed 0 is nothing.
    const auto rank = [&](const Columns& way) {
      const auto v = ValuesOf(row, way, kColumns);
      return std::make_pair(v[1] != 0 ? 0 : 1, v[4] != 0 ? 0 : 1);
    };
    const auto best = std::min_element(
        fits.begin(), fits.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    if (best != fits.end()) Set(row, *best);
  }
  SetAsOthers(table);
}

constexpr int kKinds = 6;    // total, abroad, vehicles, bought, run, reception
constexpr int kNoWay = 201;  // one number stands in two sums

// How odd it is that the amounts stand in these slots: sums that do not hold, a total left out, of
// budget and outturn only one, cars that are bought and never run.
int Oddness(const FlatRow& row, const Columns& at, bool twice) {
  std::vector<int64_t> values(2 * kKinds);
  std::vector<bool> there(2 * kKinds);
  for (size_t i = 0; i < at.size(); ++i) {
    const auto slot = static_cast<size_t>(twice ? at[i] : 2 * at[i]);
    values[slot] = row.amounts[i].micro;
    there[slot] = true;
  }
  int odd = 0;
  for (size_t series = 0; series < (twice ? 2 : 1); ++series) {
    const auto of = [&](size_t kind) { return values[2 * kind + series]; };
    if (!FlatNear(of(0) - of(1) - of(2) - of(5), 3)) odd += 100;
    if (!FlatNear(of(2) - of(3) - of(4), 2)) odd += 100;
    if (of(3) != 0 && of(4) == 0) ++odd;
    if (!there[series]) odd += 10;
  }
  for (size_t kind = 0; twice && kind < kKinds; ++kind) {
    if (there[2 * kind] != there[2 * kind + 1]) odd += 10;
  }
  return odd;
}

}  // namespace

bool FlatNear(int64_t off, size_t addends) {
  constexpr int64_t kTwoHundredths = 20'000;
  const int64_t size = off < 0 ? -off : off;
  const int64_t rounding = kHalf * static_cast<int64_t>(addends + 1);
  return size <= (addends >= 2 ? std::max(rounding, kTwoHundredths) : rounding);
}

void FindFlatColumns(std::vector<FlatTable>& tables) {
  constexpr int kRounds = 8;
  size_t tries = 1 << 20;
  for (FlatTable& table : tables) {
    if (table.kind != FlatKind::kUnknown) Begin(table);
    if (table.kind == FlatKind::kTwoSides) SolveSides(table, tries);
  }
  Patterns patterns;
  const auto by_code = [](const FlatTable& table) {
    return table.kind == FlatKind::kExpenditure || table.kind == FlatKind::kIncome ||
           table.kind == FlatKind::kEconomic;
  };
  bool any = true;
  for (int round = 0; any && round < kRounds; ++round) {
    any = false;
    for (FlatTable& table : tables) {
      if (!by_code(table) || table.width < 2) continue;
      any = SolveTree(table, tries) || any;
      if (table.kind != FlatKind::kExpenditure) continue;
      any = Apply(table, patterns) || any;
      Learn(table, patterns);
    }
  }
  for (FlatTable& table : tables) {
    if (table.kind == FlatKind::kFlow) SolveFlow(table, patterns);
  }
}

std::vector<int> ThreePublicSlots(const FlatTable& table) {
  const FlatRow* row = nullptr;
  for (const FlatRow& one : table.rows) {
    if (one.amounts.size() > 1 && row != nullptr) return {};
    if (one.amounts.size() > 1) row = &one;
  }
  if (row == nullptr) return {};
  const std::string heads = table.heads + row->name;
  const bool twice = heads.find("决算数") != std::string::npos;
  const bool in_turn = heads.find("预算数决算数预算数") != std::string::npos;
  const bool office = heads.find("机关运行") != std::string::npos;
  const size_t count = row->amounts.size() - (office ? 1 : 0);
  const int slots = (twice ? 2 : 1) * kKinds;
  if (count > static_cast<size_t>(slots)) return {};
  std::vector<Columns> best;
  int least = 10 * kNoWay;
  for (const bool early : {false, true}) {
    if (early && twice) break;
    // Some forms have reception before vehicles.
    const Columns order = early ? Columns{0, 1, 5, 2, 3, 4} : Columns{0, 1, 2, 3, 4, 5};
    for (Columns& way : Ways(count, 0, slots)) {
      for (int& slot : way) {
        if (!twice) slot = order[static_cast<size_t>(slot)];
        if (twice && !in_turn) slot = 2 * (slot % kKinds) + slot / kKinds;
      }
      const int odd = Oddness(*row, way, twice);
      if (odd < least) best.clear();
      least = std::min(least, odd);
      if (odd == least && (best.empty() || best.back() != way)) best.push_back(way);
    }
  }
  const bool full = count == static_cast<size_t>(slots);
  if (best.empty() || (least >= kNoWay && !full)) return {};
  Columns sure = best.front();
  for (const Columns& other : best) {
    for (size_t i = 0; i < sure.size(); ++i) sure[i] = sure[i] == other[i] ? sure[i] : -1;
  }
  if (office) sure.push_back(2 * kKinds);
  return sure;
}

}  // namespace outturn::document
