// "支出合计 | 其中：基本支出 | 项目支出": parts that heads name.
#include <algorithm>
#include <optional>

#include "services/document/tables/amounts.h"
#include "services/document/tables/sums.h"

namespace outturn::document {
namespace {

bool Opens(const Cell& cell) { return !cell.covered && Bare(cell.text).starts_with("其中"); }

// The columns below a head, the nested "其中" of one of them left out.
struct Under {
  size_t whole = 0;
  std::vector<size_t> parts;
};

// "其中:人员支出 | 公用支出": nobody knows how far it goes.
bool IsOpenEnded(const Cell& cell) {
  const std::string bare = Bare(cell.text);
  return Opens(cell) && bare != "其中" && bare != "其中:";
}

std::vector<size_t> WithoutNested(const Grid& grid, size_t row, size_t from, size_t to) {
  std::vector<size_t> parts;
  for (size_t c = from; c < to; ++c) {
    const bool below = row + 1 < grid.rows.size();
    if (below && IsOpenEnded(grid.rows[row + 1][c])) return {};
    if (below && Opens(grid.rows[row + 1][c])) {
      while (c + 1 < to && grid.rows[row + 1][c + 1].covered) ++c;
      continue;
    }
    parts.push_back(c);
  }
  return parts;
}

// "合计 | 三公经费（小计 | …） | 会议费 | 培训费": the heads right of 合计, each by its 小计 or
// whole.
std::optional<Under> TopHeads(const Grid& grid, size_t first_data) {
  if (first_data == 0) return std::nullopt;
  size_t whole = 0;
  size_t at = 0;
  for (size_t r = 0; r < first_data && whole == 0; ++r) {
    const auto& row = grid.rows[r];
    for (size_t c = 1; c + 2 < row.size(); ++c) {
      const std::string name = row[c].covered ? "" : BareName(row[c].text);
      if (name != "合计" && name != "总计") continue;
      whole = c;
      at = r;
      break;
    }
  }
  if (whole == 0) return std::nullopt;
  Under under{whole, {}};
  const auto& row = grid.rows[at];
  for (size_t c = whole + 1; c < row.size();) {
    if (row[c].text.empty() || Opens(row[c])) return std::nullopt;
    size_t end = c + 1;
    while (end < row.size() && row[end].covered && row[end].text == row[c].text) ++end;
    const bool below = at + 1 < first_data;
    const std::string sub = below ? BareName(grid.rows[at + 1][c].text) : "";
    if (end > c + 1 && sub != "小计" && sub != "合计") return std::nullopt;
    under.parts.push_back(c);
    c = end;
  }
  return under;
}

std::vector<Under> HeadsIn(const Grid& grid, size_t first_data) {
  std::vector<Under> heads;
  for (size_t r = 0; r < first_data; ++r) {
    const auto& row = grid.rows[r];
    for (size_t c = 1; c < row.size(); ++c) {
      if (!Opens(row[c])) continue;
      size_t end = c + 1;
      while (end < row.size() && row[end].covered && row[end].text == row[c].text) ++end;
      heads.push_back({c - 1, WithoutNested(grid, r, c, end)});
    }
  }
  return heads;
}

// The names of the parts are all there are of the whole.
bool AreAll(const Builder& builder, const Numbers& numbers, const Under& under) {
  std::vector<std::string> names;
  for (const size_t c : under.parts) names.push_back(numbers.head(c));
  return AreAllOf(builder.labels, numbers.head(under.whole), names);
}

void Check(Builder& builder, const Numbers& numbers, const Under& under) {
  const bool total = NamesTotal(numbers.head(under.whole));
  if (under.parts.size() < 2 || !(total || AreAll(builder, numbers, under))) return;
  std::vector<std::pair<size_t, std::vector<const Coded*>>> wrong;
  size_t holds = 0;
  for (size_t r = 0; r < numbers.rows(); ++r) {
    const auto& whole = numbers.at(r, under.whole);
    std::vector<const Coded*> parts;
    for (const size_t c : under.parts) {
      if (numbers.Words(r, c) || !numbers.Adds(c)) return;
      if (!numbers.at(r, c)) continue;
      parts.push_back(&*numbers.at(r, c));
    }
    if (!whole || parts.size() < 2) continue;
    const bool fits = Agree(*whole, SumOf(parts));
    if (fits) ++holds;
    if (!fits) wrong.emplace_back(r, std::move(parts));
  }
  constexpr size_t kFew = 2;  // rows: of more it is learned
  if (wrong.size() != 1 || holds + wrong.size() > kFew) return;
  Coded whole = *numbers.at(wrong.front().first, under.whole);
  whole.label = numbers.head(under.whole);
  AddSumOnce(builder, whole, wrong.front().second);
}

}  // namespace

void AddHeadedParts(Builder& builder, const Grid& grid, const Spot& spot) {
  const Numbers numbers(builder, grid, spot);
  if (numbers.rows() == 0) return;
  for (const Under& under : HeadsIn(grid, numbers.in_grid(0))) Check(builder, numbers, under);
  if (const auto top = TopHeads(grid, numbers.in_grid(0))) Check(builder, numbers, *top);
}

}  // namespace outturn::document
