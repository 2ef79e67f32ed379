// Lines of text → flat tables: where they begin and end.
#include "services/document/source/flat_lines.h"

#include <algorithm>

#include "services/document/normal.h"
#include "services/document/tables/parts.h"
#include "services/figures/forms/printed.h"
#include "services/intake/text.h"

namespace outturn::document {
namespace {

bool Contains(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

// "单位：万元", "编制部门：某局 单位：元".
bool NamesUnit(const TextLine& line) {
  constexpr size_t kMost = 200;  // bytes
  if (line.text.size() > kMost || !Contains(line.text, "单位")) return false;
  const std::string bare = Bare(line.text);
  return Contains(bare, "单位:") && !MoneyUnitIn(bare).empty() && !Contains(bare, "。");
}

// "收入决算表", "收入决算表（续）", "收入决算表（单位：万元）"; not "公开02表".
std::string CaptionOf(const TextLine& line) {
  constexpr size_t kMost = 120;  // bytes
  constexpr size_t kNumbered = 20;
  if (line.text.size() > kMost || !Contains(line.text, "表")) return "";
  std::string bare = Bare(line.text);
  for (const std::string_view unit : {"(单位:", "(金额单位:", "金额单位:", "单位:"}) {
    bare.resize(std::min(bare.find(unit), bare.size()));
  }
  for (const std::string_view more : {"(续)", "续", "(续表)"}) {
    if (bare.ends_with(more)) bare.resize(bare.size() - more.size());
  }
  if (bare.starts_with("公开") && bare.size() < kNumbered) return "";
  return bare.ends_with("表") && !Contains(bare, "。") ? bare : "";
}

// "12", "- 12 -", "第 12 页".
bool NumbersPage(const std::string& line) {
  constexpr size_t kMost = 3;
  size_t digits = 0;
  for (std::string_view rest = line; !rest.empty();) {
    const char32_t letter = intake::TakeCodePoint(&rest);
    const bool digit = letter >= U'0' && letter <= U'9';
    if (digit) ++digits;
    const bool mark = std::u32string_view(U" -–—第页").find(letter) != std::u32string_view::npos;
    if (!digit && !mark) return false;
  }
  return digits > 0 && digits <= kMost;
}

// The words and numbers of a line; "1,234,500一、社会保障" is both.
std::vector<std::string> PartsOf(const std::string& line) {
  constexpr size_t kLongestYear = 4;  // digits
  std::vector<std::string> parts;
  bool open = false;
  for (std::string_view rest = line; !rest.empty();) {
    const std::string_view before = rest;
    const char32_t letter = intake::TakeCodePoint(&rest);
    if (letter <= U' ' || letter == 0x3000 || letter == 0xA0) {
      open = false;
      continue;
    }
    const std::string_view bytes = before.substr(0, before.size() - rest.size());
    // A code begins its line and is glued to its name.
    const bool glued = open && letter >= 0x2E80 && IsFlatAmount(parts.back()) &&
                       (parts.back().find_first_of(".,") != std::string::npos ||
                        (parts.size() > 1 && parts.back().size() > kLongestYear + 1));
    if (!open || glued) parts.emplace_back();
    parts.back() += bytes;
    open = true;
  }
  return parts;
}

bool HasCells(const std::string& line) {
  return Contains(line, "|") || Contains(line, "│") || Contains(line, "\t");
}

bool IsRow(const std::vector<std::string>& parts) {
  for (size_t i = 0; i < parts.size(); ++i) {
    const bool dated = i + 1 < parts.size() && parts[i + 1].starts_with("年");
    if (IsFlatAmount(parts[i]) && !dated) return true;
  }
  return !parts.empty() && !CodeIn(Bare(parts.front())).empty();
}

bool IsProse(const std::string& line) {
  return Contains(line, "。") || Contains(line, "，") || Contains(line, "；");
}

bool EndsTable(const std::string& line) {
  return line.starts_with("注：") || line.starts_with("注:") || line.starts_with("说明：") ||
         line.starts_with("备注：") || (line.starts_with("第") && Contains(line, "部分 "));
}

// The line with words before `at`; `at` where the text begins.
size_t LineBefore(const std::vector<TextLine>& lines, size_t at) {
  for (size_t i = at; i-- > 0 && at < lines.size();) {
    if (!CellText(lines[i].text).empty()) return i;
  }
  return at;
}

// The caption of the table that begins at `at`: within the lines above its unit.
std::string CaptionAbove(const std::vector<TextLine>& lines, size_t at) {
  constexpr size_t kNear = 6;
  size_t line = at;
  for (size_t i = 0; i < kNear; ++i) {
    const size_t before = LineBefore(lines, line);
    if (before == line) break;
    line = before;
    if (const std::string caption = CaptionOf(lines[line]); !caption.empty()) return caption;
  }
  return "";
}

// Lines between a table and its caption printed again on the next page; 0: no such caption.
size_t CaptionAgain(const std::vector<TextLine>& lines, size_t at, const std::string& caption) {
  constexpr size_t kNear = 8;
  if (CaptionOf(lines[at]) != caption) return 0;
  for (size_t i = at + 1; i < lines.size() && i <= at + kNear; ++i) {
    if (NamesUnit(lines[i])) return i - at + 1;
  }
  return 1;
}

}  // namespace

bool IsFlatAmount(const std::string& text) {
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == ',' || c == '-';
  });
  return digits && !text.ends_with('.') && figures::ReadPrinted(text).has_value();
}

size_t FlatEnd(const std::vector<TextLine>& lines, size_t at) {
  constexpr size_t kWords = 40;   // lines without numbers
  constexpr size_t kRows = 3000;  // no such table is longer
  const size_t unit = LineBefore(lines, at);
  if (unit == at || !NamesUnit(lines[unit])) return at;
  const std::string caption = CaptionAbove(lines, at);
  if (caption.empty()) return at;
  size_t end = at;
  size_t above = 0;    // words right above the last row
  size_t words = 0;    // since then
  size_t amounts = 0;  // rows with some
  bool heads_gap = false;
  size_t gaps = 0;  // rows whose cells may be lined up
  for (size_t i = at; i < lines.size() && words <= kWords && amounts < kRows; ++i) {
    const std::string text = CellText(lines[i].text);
    if (HasCells(lines[i].text) || !lines[i].pieces.empty()) return at;
    if (const size_t more = CaptionAgain(lines, i, caption); more > 0) {
      i += more - 1;
      continue;
    }
    if (NumbersPage(text)) continue;
    if (EndsTable(text) || IsProse(text) || !CaptionOf(lines[i]).empty()) break;
    const std::vector<std::string> parts = PartsOf(text);
    if (IsRow(parts)) {
      if (parts.size() > 1) ++amounts;
      if (Contains(text, "  ")) ++gaps;
      above = std::min<size_t>(words, 2);
      words = 0;
      end = i + 1;
    } else if (!parts.empty()) {
      ++words;
      heads_gap = heads_gap || Contains(text, "  ");
    }
  }
  // Numbers may be padded where heads are not; with both, the columns are lined up.
  if (amounts == 0 || (heads_gap && gaps > 0)) return at;
  return std::min(end + std::min(above, words), lines.size());
}

Grid FlatGrid(const std::vector<TextLine>& lines, size_t begin, size_t end) {
  Grid grid;
  grid.exact = false;
  grid.flat = true;
  grid.caption = CaptionAbove(lines, begin);
  grid.unit = MoneyUnitIn(Bare(lines[LineBefore(lines, begin)].text));
  for (size_t i = begin; i < end; ++i) {
    if (const size_t more = CaptionAgain(lines, i, grid.caption); more > 0) {
      i += more - 1;
      continue;
    }
    std::vector<Cell> row;
    if (NumbersPage(CellText(lines[i].text))) continue;
    for (std::string& part : PartsOf(CellText(lines[i].text))) {
      row.push_back({std::move(part), lines[i].where, static_cast<int>(lines[i].number), false});
    }
    if (!row.empty()) grid.rows.push_back(std::move(row));
  }
  return grid;
}

}  // namespace outturn::document
