#include "services/document/source/paragraphs.h"

#include <algorithm>
#include <array>
#include <map>

#include "services/document/normal.h"
#include "services/intake/text.h"

namespace outturn::document {
namespace {

using Texts = std::vector<std::string_view>;

bool StartsWithAny(std::string_view text, const Texts& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.starts_with(word); });
}

bool EndsWithAny(std::string_view text, const Texts& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.ends_with(word); });
}

// As wide as it is printed: a quotation mark takes a whole letter there, a space next to nothing.
size_t PrintedWidth(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    const char32_t letter = intake::TakeCodePoint(&text);
    if (letter == U' ') continue;
    width += letter >= 0x2010 ? 2 : 1;
  }
  return width;
}

// What no line is broken within: a letter, or a number with its point.
size_t FirstPart(std::string_view text) {
  size_t end = 0;
  while (end < text.size() && (IsDigit(text[end]) || text[end] == '.' || text[end] == ',')) ++end;
  return end > 0 ? end : 2;
}

// "1、", "12.", "（三）", "二、", "第三部分": no sentence goes on like this.
bool BeginsItem(const std::string& text) {
  const std::string bare = Bare(text);
  const std::string_view rest = bare;
  static const Texts kNumerals = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
  if (StartsWithAny(rest, {"第", "附件", "附表", "注:", "单位:"})) return true;
  size_t at = 0;
  if (rest.starts_with("(")) at = 1;
  const size_t from = at;
  while (at < rest.size() && IsDigit(rest[at])) ++at;
  while (StartsWithAny(rest.substr(at), kNumerals)) at += 3;
  if (at == from || at - from > 9) return false;
  const std::string_view behind = rest.substr(at);
  if (from == 1) return behind.starts_with(")");
  const bool number = behind.size() > 1 && behind[0] == '.' && IsDigit(behind[1]);
  return StartsWithAny(behind, {"、", "."}) && !number;
}

// "收入决算表", "2025 年度部门决算表": the name of a table.
bool NamesTable(const std::string& text) {
  const std::string bare = Bare(text);
  return bare.ends_with("表") && bare.find("。") == std::string::npos && bare.size() < 150;
}

// "九、国有资本经营预算财政拨款收入支出决算情况说明".
bool IsHeading(const std::string& text) {
  const bool marked = text.find("，") != std::string::npos || text.find("。") != std::string::npos;
  return !marked && BeginsItem(text) && EndsWithAny(text, {"说明", "情况", "概况", "构成", "职能"});
}

// A row of a table: a number behind a space that no unit follows, more than once or at the end.
bool IsRow(const std::string& text) {
  size_t alone = 0;
  bool last = false;
  size_t words = 0;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = std::string_view(text).substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    const bool number = std::all_of(word.begin(), word.end(),
                                    [](char c) { return IsDigit(c) || c == '.' || c == ','; });
    const bool unit = StartsWithAny(
        word, {"万", "元", "亿", "年", "个", "辆", "人",   "月",   "日",   "批",  "台",
               "次", "项", "家", "号", "分", "弄", "名，", "名、", "名。", "名；"});
    if (last && number) alone += 2;
    if (last && !number && !unit) ++alone;
    last = number;
    if (!number) ++words;
  }
  return alone >= 2 || words == 0;
}

class Joiner {
 public:
  explicit Joiner(const std::vector<Block>& blocks) : blocks_(blocks) { FindEdge(); }

  std::vector<Block> Join() const {
    std::vector<Block> joined;
    Line last;
    for (const Block& block : blocks_) {
      const size_t width = PrintedWidth(block.text);
      const bool text = edge_ > 0 && !joined.empty() && !joined.back().is_table && !block.is_table;
      const bool goes_on = text && GoesOn(joined.back().text, last, block);
      if (goes_on) {
        joined.back().text += block.text;
      } else {
        joined.push_back(block);
      }
      const size_t more = edge_ > 0 && width > 0 ? (width - 1) / (edge_ + kLoose) : 0;
      last = {width, block.order + static_cast<int>(more), !goes_on && more == 0};
    }
    return joined;
  }

 private:
  static constexpr size_t kIndent = 4;
  static constexpr size_t kLoose = 6;  // places a line may end before the edge, or behind it

  // The edge most lines end at; 0: there is none.
  void FindEdge() {
    constexpr size_t kFew = 6;
    constexpr size_t kNarrowest = 36;
    constexpr size_t kWidest = 70;  // wider lines were put together when the text was read
    std::map<size_t, size_t> widths;
    size_t wide = 0;
    for (const Block& block : blocks_) {
      if (block.is_table || IsRow(block.text)) continue;
      const size_t width = PrintedWidth(block.text);
      if (width >= kNarrowest) ++wide;
      if (width >= kNarrowest && width <= kWidest) ++widths[width];
    }
    size_t most = 0;
    for (const auto& [width, count] : widths) {
      size_t near = 0;
      for (size_t w = width - 3; w <= width; ++w) near += widths.contains(w) ? widths.at(w) : 0;
      if (near < most) continue;
      most = near;
      edge_ = width;
    }
    if (most < kFew || most * 3 < wide) edge_ = 0;
  }

  struct Line {
    size_t width = 0;
    int number = 0;
    bool first = false;  // of its paragraph
  };

  bool GoesOn(const std::string& before, const Line& last, const Block& next) const {
    const bool ended = EndsWithAny(before, {"。", "！", "？"});
    // "……（款）事业单位医疗（项），主要用于医疗保险。" ends no paragraph before its amounts, not
    // even where the page ends.
    const bool amounts = StartsWithAny(next.text, {"年初预算为", "年初预算数为", "支出决算为"});
    const bool near = next.order - last.number <= 4;
    if (amounts && near && BeginsItem(before) && before.find("（项）") != std::string::npos)
      return true;
    // The end of a page counts as a line.
    if (next.order - last.number > (ended ? 1 : 2)) return false;
    if (NamesTable(before) || NamesTable(next.text) || BeginsItem(next.text)) return false;
    if (IsRow(before) || IsRow(next.text) || IsHeading(before)) return false;
    // The first line of a paragraph is moved in by two letters.
    const size_t loose = last.first ? kLoose + kIndent : kLoose;
    const bool full = last.width + FirstPart(next.text) + loose > edge_;
    return full && !(ended && next.text.starts_with("“"));
  }

  const std::vector<Block>& blocks_;
  size_t edge_ = 0;
};

}  // namespace

std::vector<Block> WithWholeParagraphs(const std::vector<Block>& blocks) {
  return Joiner(blocks).Join();
}

}  // namespace outturn::document
