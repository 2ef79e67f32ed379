#include "services/document/source/piped_rows.h"

#include <algorithm>

#include "services/document/normal.h"
#include "services/figures/forms/printed.h"

namespace outturn::document {
namespace {

// Cells up to the last that is not blank.
size_t WidthOf(const std::vector<Cell>& row) {
  size_t width = row.size();
  while (width > 0 && row[width - 1].text.empty()) --width;
  return width;
}

bool IsNumberCell(const Cell& cell) { return figures::ReadPrinted(cell.text).has_value(); }

bool HasNumber(const std::vector<Cell>& row) {
  return std::any_of(row.begin(), row.end(), IsNumberCell);
}

bool IsIndicatorHeads(const std::vector<Cell>& row) {
  return std::any_of(row.begin(), row.end(),
                     [](const Cell& cell) { return Bare(cell.text) == "三级指标"; });
}

// "数量指标 | 新建合作社（个） |" and below it "15 | 6 | 8.0 |": a line break within a cell.
void JoinBroken(Grid& grid) {
  size_t width = 0;
  for (const auto& row : grid.rows) width = std::max(width, WidthOf(row));
  for (size_t i = 0; i + 1 < grid.rows.size(); ++i) {
    auto& row = grid.rows[i];
    const auto& next = grid.rows[i + 1];
    const size_t cells = WidthOf(row);
    const size_t more = WidthOf(next);
    const bool broken = cells > 0 && more > 0 && !HasNumber(row) && IsNumberCell(next.front()) &&
                        cells + more <= width && cells + more + 1 >= width;
    if (!broken) continue;
    row.resize(cells);
    row.insert(row.end(), next.begin(), next.end());
    grid.rows.erase(grid.rows.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
}

// "总体资金 | 资金来源 | 年初预算数 | …" and below it "年度资金总额 | 1172.55 | …": the first
// cell goes on over these rows, which lost it.
void MoveBehindMerged(Grid& grid) {
  size_t merged = 0;
  for (auto& row : grid.rows) {
    const auto source = std::find_if(
        row.begin(), row.end(), [](const Cell& cell) { return Bare(cell.text) == "资金来源"; });
    if (source != row.end()) {
      merged = static_cast<size_t>(source - row.begin());
      continue;
    }
    if (merged == 0 || row.empty()) continue;
    bool money = false;
    for (const char* name : {"年度资金总额", "基本支出", "项目支出", "其他"})
      money = money || row.front().text.starts_with(name);
    if (!money) {
      if (row.front().text.find("目标") != std::string::npos) merged = 0;
      continue;
    }
    Cell lost = row.front();
    lost.text.clear();
    row.insert(row.begin(), merged, lost);
  }
}

// "产出指标 | 数量指标 | …" and below it "质量指标 | …": the first level goes on.
void MoveBehindLevel(Grid& grid) {
  size_t heads = 0;
  for (auto& row : grid.rows) {
    if (IsIndicatorHeads(row)) {
      const bool level = !row.empty() && Bare(row.front().text) == "一级指标";
      heads = level ? WidthOf(row) : 0;
      continue;
    }
    if (heads == 0 || WidthOf(row) + 1 != heads) continue;
    const std::string name = Bare(row.front().text);
    bool second = false;
    for (const char* kind : {"数量", "质量", "时效", "成本", "经济效益", "社会效益", "生态效益",
                             "可持续影响", "服务对象满意度"})
      second = second || name == std::string(kind) + "指标";
    if (!second) continue;
    Cell lost = row.front();
    lost.text.clear();
    row.insert(row.begin(), std::move(lost));
  }
}

}  // namespace

void MendPiped(Grid& grid) {
  std::erase_if(grid.rows, [](const auto& row) { return WidthOf(row) == 0; });  // "||||"
  JoinBroken(grid);
  MoveBehindMerged(grid);
  MoveBehindLevel(grid);
}

}  // namespace outturn::document
