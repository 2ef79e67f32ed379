// Plain text → blocks.
#include <algorithm>
#include <map>
#include <optional>

#include "services/document/blocks.h"
#include "services/document/normal.h"
#include "services/document/source/columns.h"
#include "services/document/source/flat_lines.h"
#include "services/document/source/piped_rows.h"
#include "services/figures/forms/printed.h"
#include "services/intake/text.h"

namespace outturn::document {
namespace {

// A line without its numbers and spaces: "第 3 页" and "第 4 页" are the same.
std::string Pattern(const std::string& line) {
  std::string pattern;
  for (const char c : CellText(line)) {
    const bool digit = c >= '0' && c <= '9';
    if (c == ' ') continue;
    if (!digit || pattern.empty() || pattern.back() != '#') pattern += digit ? '#' : c;
  }
  return pattern;
}

// "- 3 -", "第 3 页 共 5 页", "3/5".
bool IsPageNumber(const std::string& pattern) {
  if (pattern.find('#') == std::string::npos) return false;
  std::string_view rest = pattern;
  while (!rest.empty()) {
    const std::string_view before = rest;
    for (const std::string_view part : {"#", "-", "—", "–", "/", "·", " ", "第", "页", "共", ","}) {
      if (rest.starts_with(part)) rest.remove_prefix(part.size());
    }
    if (rest.size() == before.size()) return false;
  }
  return true;
}

// "1,922.75", "123456789": no page is numbered so.
bool HasAmount(const std::string& line) {
  constexpr size_t kLong = 5;  // digits of no year
  size_t digits = 0;
  bool mark = false;  // a comma or point before them
  for (const char c : line + " ") {
    if (c >= '0' && c <= '9') {
      ++digits;
      continue;
    }
    if (digits >= kLong || (mark && digits >= 2)) return true;
    mark = digits > 0 && (c == '.' || c == ',');
    digits = 0;
  }
  return false;
}

// Takes out what stands at the head or foot of every page, and the blank lines around it, so that
// a paragraph or table goes on over the page. Pages end with a form feed.
std::vector<TextLine> WithoutPageEdges(const std::vector<std::vector<TextLine>>& pages) {
  std::map<std::string, size_t> edges;
  const auto first = [](const std::vector<TextLine>& page) {
    return std::find_if(page.begin(), page.end(),
                        [](const TextLine& line) { return !CellText(line.text).empty(); });
  };
  const auto last = [](const std::vector<TextLine>& page) {
    return std::find_if(page.rbegin(), page.rend(),
                        [](const TextLine& line) { return !CellText(line.text).empty(); });
  };
  for (const auto& page : pages) {
    if (first(page) == page.end()) continue;
    ++edges["<" + Pattern(first(page)->text)];
    ++edges[">" + Pattern(last(page)->text)];
  }
  const auto repeats = [&](const char* side, const std::string& text) {
    if (HasAmount(text)) return false;  // a row may look like that of another page
    const std::string pattern = Pattern(text);
    return edges[side + pattern] >= 2 || IsPageNumber(pattern);
  };
  std::vector<TextLine> lines;
  for (const auto& page : pages) {
    auto from = first(page);
    auto to = last(page).base();
    if (from == page.end()) continue;
    if (repeats("<", from->text)) ++from;
    if (from < to && repeats(">", (to - 1)->text)) --to;
    while (from < to && CellText(from->text).empty()) ++from;
    while (from < to && CellText((to - 1)->text).empty()) --to;
    lines.insert(lines.end(), from, to);
  }
  return lines;
}

// "251.89 |", a line for every cell: the bar behind it says nothing. Nor do lines of bars.
void TakeBarsOff(std::vector<TextLine>& lines) {
  constexpr size_t kLeast = 8;
  const auto bars = [](const TextLine& line) {
    return std::count(line.text.begin(), line.text.end(), '|');
  };
  const auto only_bars = [](const TextLine& line) {
    return line.text.find_first_not_of("| ") == std::string::npos;
  };
  size_t cells = 0;
  size_t rows = 0;
  for (const TextLine& line : lines) {
    if (bars(line) == 1 && line.text.ends_with('|')) ++cells;
    if (bars(line) > 1 && !only_bars(line)) ++rows;
  }
  if (cells < kLeast || rows > 0) return;
  for (TextLine& line : lines) {
    if (bars(line) == 1 && line.text.ends_with('|')) line.text.pop_back();
    if (bars(line) > 1) line.text.clear();
  }
}

std::vector<TextLine> LinesOf(const std::string& text) {
  std::vector<std::vector<TextLine>> pages(1);
  size_t number = 0;
  for (size_t at = 0; at <= text.size();) {
    size_t end = text.find_first_of("\n\f", at);
    if (end == std::string::npos) end = text.size();
    std::string line = text.substr(at, end - at);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    ++number;
    pages.back().push_back({std::move(line), number, LinePlace(number), {}});
    if (end < text.size() && text[end] == '\f') pages.emplace_back();
    at = end + 1;
  }
  auto lines = pages.size() > 1 ? WithoutPageEdges(pages) : std::move(pages.front());
  TakeBarsOff(lines);
  return lines;
}

bool IsEmpty(const TextLine& line) { return line.text.empty(); }
bool IsBlankLine(const TextLine& line) { return intake::Trim(line.text).empty(); }
bool OpensCell(const TextLine& line) { return line.text.starts_with('\t'); }

bool IsPiped(std::string_view text) {
  size_t bars = 0;
  for (const char* bar : {"|", "│", "┃", "｜"}) {
    for (size_t at = text.find(bar); at != std::string_view::npos; at = text.find(bar, at + 1)) {
      ++bars;
    }
  }
  return bars >= 2;
}

// "├────┼────┤", "|---|---|", "+----+": the lines between rows.
bool IsRule(std::string_view text) {
  bool any = false;
  for (std::string_view rest = intake::Trim(text); !rest.empty();) {
    const char32_t c = intake::TakeCodePoint(&rest);
    const bool box = c >= 0x2500 && c <= 0x257F;
    if (!box && std::u32string_view(U"-+|=: ").find(c) == std::u32string_view::npos) return false;
    any = any || box || c == U'-' || c == U'=';
  }
  return any;
}

std::vector<std::string> Split(const std::string& text, const std::vector<std::string>& marks) {
  std::vector<std::string> parts(1);
  for (size_t at = 0; at < text.size();) {
    const auto mark = std::find_if(marks.begin(), marks.end(), [&](const std::string& one) {
      return text.compare(at, one.size(), one) == 0;
    });
    if (mark != marks.end()) {
      parts.emplace_back();
      at += mark->size();
    } else {
      parts.back() += text[at++];
    }
  }
  return parts;
}

constexpr size_t kFullLine = 60;

// How far a line is moved in, in places of half a Chinese letter.
size_t IndentOf(std::string_view text) {
  size_t indent = 0;
  while (!text.empty()) {
    const char32_t letter = intake::TakeCodePoint(&text);
    if (letter != U' ' && letter != 0x3000 && letter != 0xA0) break;
    indent += letter == 0x3000 ? 2 : 1;
  }
  return indent;
}

// pdftotext -layout moves whole pages in; what is further in than the full lines around it begins
// a paragraph.
size_t LeastIndent(const std::vector<TextLine>& lines, size_t at) {
  constexpr size_t kNear = 20;
  std::optional<size_t> least;
  for (size_t i = at - std::min(at, kNear); i < std::min(lines.size(), at + kNear); ++i) {
    if (DisplayWidth(CellText(lines[i].text)) < kFullLine) continue;
    const size_t indent = IndentOf(lines[i].text);
    if (!least || indent < *least) least = indent;
  }
  return least.value_or(0);
}

// "二、", "（一）", "附件2" at the start of a line: no sentence goes on like this.
bool BeginsHeading(std::string_view text) {
  const std::string bare = CellText(text);
  std::string_view rest = bare;
  if (rest.starts_with("附件") || rest.starts_with("附表")) return DisplayWidth(rest) < 40;
  const bool bracket = rest.starts_with("（");
  if (bracket) rest.remove_prefix(std::string_view("（").size());
  size_t numerals = 0;
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view numeral :
         {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}) {
      if (!rest.starts_with(numeral)) continue;
      rest.remove_prefix(numeral.size());
      ++numerals;
      more = true;
      break;
    }
  }
  return numerals > 0 && rest.starts_with(bracket ? "）" : "、") && (bracket || numerals < 3);
}

class TextReader {
 public:
  explicit TextReader(std::vector<TextLine> lines) : lines_(std::move(lines)) {}

  Document Read() {
    while (at_ < lines_.size()) {
      if (IsBlankLine(lines_[at_]) && !OpensCell(lines_[at_])) {
        ++at_;
      } else if (const size_t flat = FlatEnd(lines_, at_); flat > at_) {
        AddGrid(FlatGrid(lines_, at_, flat));
        at_ = flat;
      } else if (BeginsCellLines()) {
        ReadCellLines();
      } else if (IsPiped(lines_[at_].text) || BeginsBox()) {
        ReadSplit({"|", "│", "┃", "｜"}, true);
      } else if (lines_[at_].text.find('\t') != std::string::npos) {
        ReadSplit({"\t"}, false);
      } else if (const size_t end = ColumnsEnd(lines_, at_); end > at_) {
        AddGrid(ColumnsGrid(lines_, at_, end));
        at_ = end;
      } else if (!ReadLonelyThreePublic() && !ReadLonelyCells()) {
        ReadParagraph();
      }
    }
    return std::move(document_);
  }

 private:
  bool BeginsBox() const {
    return IsRule(lines_[at_].text) && at_ + 1 < lines_.size() && IsPiped(lines_[at_ + 1].text);
  }

  // A row as some programs save it: every cell a line (or several) that begins with a tab.
  bool BeginsCellLines() const {
    if (!OpensCell(lines_[at_]) || lines_[at_].text.find('\t', 1) != std::string::npos)
      return false;
    for (size_t next = at_ + 1; next < lines_.size() && !IsEmpty(lines_[next]); ++next) {
      if (OpensCell(lines_[next])) return true;
    }
    return false;
  }
  void ReadCellLines() {
    Grid grid;
    grid.exact = false;
    while (at_ < lines_.size()) {
      if (IsEmpty(lines_[at_])) {
        ++at_;
        continue;
      }
      if (!OpensCell(lines_[at_]) && !LostItsTab()) break;
      grid.rows.push_back(ReadRow());
    }
    JoinBroken(grid);
    AddGrid(std::move(grid));
  }

  // The first cell of a row within a table: "总分", and the next lines open cells.
  bool LostItsTab() const {
    const std::string text = CellText(lines_[at_].text);
    return at_ + 1 < lines_.size() && OpensCell(lines_[at_ + 1]) && !text.starts_with("附") &&
           !text.ends_with("表") && DisplayWidth(text) < 24;
  }

  std::vector<Cell> ReadRow() {
    std::vector<Cell> row;
    for (; at_ < lines_.size() && !IsEmpty(lines_[at_]); ++at_) {
      const std::string& text = lines_[at_].text;
      if (OpensCell(lines_[at_]) || row.empty()) {
        row.push_back(MakeCell(text, lines_[at_]));
      } else {
        row.back().text += CellText(text);
      }
    }
    return row;
  }

  // An empty paragraph at a cell's end breaks its row in two: together they are as wide as the
  // table's other rows.
  static void JoinBroken(Grid& grid) {
    size_t width = 0;
    for (const auto& row : grid.rows) width = std::max(width, row.size());
    for (size_t i = 0; i + 1 < grid.rows.size();) {
      auto& row = grid.rows[i];
      auto& next = grid.rows[i + 1];
      const bool bare = std::none_of(row.begin(), row.end(), [](const Cell& cell) {
        return cell.text.find_first_of("0123456789") != std::string::npos;
      });
      if (bare && row.size() + next.size() == width && row.size() < 4) {
        row.insert(row.end(), next.begin(), next.end());
        grid.rows.erase(grid.rows.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      } else {
        ++i;
      }
    }
  }

  void ReadSplit(const std::vector<std::string>& marks, bool piped) {
    Grid grid;
    grid.exact = piped;
    for (; at_ < lines_.size(); ++at_) {
      const std::string& text = lines_[at_].text;
      if (piped && IsRule(text)) continue;
      if (piped ? !IsPiped(text) && !IsPipedCell() : text.find('\t') == std::string::npos) {
        const bool gap = IsEmpty(lines_[at_]) && at_ + 1 < lines_.size() && !piped &&
                         lines_[at_ + 1].text.find('\t') != std::string::npos;
        if (!gap) break;
        continue;
      }
      std::vector<std::string> parts = Split(text, marks);
      if (piped && intake::Trim(parts.front()).empty()) parts.erase(parts.begin());
      if (piped && !parts.empty() && intake::Trim(parts.back()).empty()) parts.pop_back();
      std::vector<Cell> row;
      for (const std::string& part : parts) row.push_back(MakeCell(part, lines_[at_]));
      grid.rows.push_back(std::move(row));
    }
    if (piped) MendPiped(grid);
    AddGrid(std::move(grid));
  }

  // A cell alone in its row, and the table goes on behind it.
  [[nodiscard]] bool IsPipedCell() const {
    const std::string& text = lines_[at_].text;
    return text.ends_with('|') && text.find("表") == std::string::npos &&
           text.find("附件") == std::string::npos && at_ + 1 < lines_.size() &&
           IsPiped(lines_[at_ + 1].text);
  }

  // A table of which pdftotext made a line of every cell: names of columns, then in every row one
  // name and as many numbers. Only without blank cells can it be put together again.
  bool ReadLonelyCells() {
    constexpr size_t kMostColumns = 8;
    std::vector<size_t> cells = LonelyCells();
    for (size_t numbers = 2; numbers <= kMostColumns; ++numbers) {
      const size_t width = numbers + 1;
      if (cells.size() < 3 * width) return false;
      size_t rows = 0;
      while ((rows + 1) * width <= cells.size() && IsLonelyRow(cells, rows * width, width, rows))
        ++rows;
      if (rows < 3) continue;
      const size_t end = rows * width;
      const bool form = std::any_of(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(end),
                                    [&](size_t i) { return IsFormOfMoney(lines_[i].text); });
      if (form) return false;  // its rows are not all as long: WithForms reads it
      // A number more, and nobody knows where the columns are.
      if (end < cells.size() && IsLonelyNumber(lines_[cells[end]])) continue;
      Grid grid;
      for (size_t i = 0; i < end; ++i) {
        if (i % width == 0) grid.rows.emplace_back();
        grid.rows.back().push_back(MakeCell(lines_[cells[i]].text, lines_[cells[i]]));
      }
      AddGrid(std::move(grid));
      at_ = cells[end - 1] + 1;
      return true;
    }
    return false;
  }

  static bool IsFormOfMoney(const std::string& text) {
    return text.find("年度资金总额") != std::string::npos;
  }

  // The same of the expenses on cars, receptions and going abroad, which have one row: all their
  // heads, then the row. The order of the national table holds where its sums do.
  bool ReadLonelyThreePublic() {
    constexpr size_t kMostHeads = 14;
    const std::string opens = Bare(LonelyText(lines_[at_]));
    if (opens != "三公经费" && !opens.ends_with("合计")) return false;
    std::string heads;
    std::vector<size_t> numbers;
    size_t names = 0;
    for (const size_t i : LonelyCells()) {
      const std::string text = LonelyText(lines_[i]);
      const bool number = figures::ReadPrinted(text).has_value();
      if (number) numbers.push_back(i);
      if (number || text.empty()) continue;
      if (!numbers.empty() || ++names > kMostHeads) break;
      heads += Bare(text);
    }
    for (const char* head : {"因公出国", "公务用车购置", "运行", "接待"}) {
      if (heads.find(head) == std::string::npos) return false;
    }
    if (!MakesThreePublic(numbers)) return false;
    Grid grid;
    grid.exact = false;
    grid.rows = {{MakeCell(heads, lines_[at_])}, {}};
    for (const size_t i : numbers) {
      grid.rows[1].push_back(MakeCell(LonelyText(lines_[i]), lines_[i]));
    }
    AddGrid(std::move(grid));
    at_ = numbers.back() + 1;
    return true;
  }

  // All = abroad + vehicles + reception, or vehicles = their purchase + their operation.
  bool MakesThreePublic(const std::vector<size_t>& numbers) const {
    if (numbers.size() != 6) return false;
    std::vector<figures::Exactly> amounts;
    for (const size_t i : numbers) {
      const auto printed = figures::ReadPrinted(LonelyText(lines_[i]));
      amounts.push_back(figures::Reduced(printed->digits, figures::PowerOfTen(printed->decimals)));
    }
    const bool all = amounts[0] - amounts[1] - amounts[2] == amounts[5];
    const bool vehicles = amounts[2] - amounts[3] == amounts[4];
    return (all && amounts[0].numerator > 0) || (vehicles && amounts[2].numerator > 0);
  }

  // Without the bars that stand at the end of a cell.
  static std::string LonelyText(const TextLine& line) {
    std::string text = CellText(line.text);
    while (text.ends_with('|') || text.ends_with(' ')) text.pop_back();
    return text;
  }

  enum class Lonely : uint8_t { kUnknown, kEmpty, kCell, kOther };

  // The lines from here on that may be cells.
  std::vector<size_t> LonelyCells() const {
    constexpr size_t kMost = 400;
    std::vector<size_t> cells;
    for (size_t i = at_; i < lines_.size() && cells.size() < kMost; ++i) {
      const Lonely kind = LonelyKind(i);
      if (kind == Lonely::kOther) break;
      if (kind == Lonely::kCell) cells.push_back(i);
    }
    return cells;
  }

  // Asked of every line from many lines before it.
  Lonely LonelyKind(size_t line) const {
    constexpr size_t kShort = 48;
    lonely_.resize(lines_.size(), Lonely::kUnknown);
    if (lonely_[line] != Lonely::kUnknown) return lonely_[line];
    const std::string text = CellText(lines_[line].text);
    const bool other = DisplayWidth(text) > kShort || text.find("。") != std::string::npos ||
                       text.find("  ") != std::string::npos || text.find('\t') != text.npos;
    lonely_[line] = text.empty() ? Lonely::kEmpty : other ? Lonely::kOther : Lonely::kCell;
    return lonely_[line];
  }

  static bool IsLonelyNumber(const TextLine& line) {
    const std::string text = CellText(line.text);
    return figures::ReadPrinted(text).has_value() || figures::IsBlank(text);
  }

  // Row 0 names the columns.
  bool IsLonelyRow(const std::vector<size_t>& cells, size_t from, size_t width, size_t row) const {
    if (IsLonelyNumber(lines_[cells[from]])) return false;
    for (size_t i = from + 1; i < from + width; ++i) {
      if (IsLonelyNumber(lines_[cells[i]]) != (row > 0)) return false;
    }
    return true;
  }

  // "…… 30 29.5": two numbers at its end, and the line goes on nowhere.
  static bool EndsRow(const std::string& text) {
    const size_t last = text.rfind(' ');
    const size_t before = last == std::string::npos || last == 0 ? last : text.rfind(' ', last - 1);
    return before != std::string::npos && IsFlatAmount(text.substr(last + 1)) &&
           IsFlatAmount(text.substr(before + 1, last - before - 1));
  }

  // Lines of prose that were broken where the page ended are one paragraph.
  void ReadParagraph() {
    Block block;
    block.where = lines_[at_].where;
    block.order = static_cast<int>(lines_[at_].number);
    for (bool more = true; more; ++at_) {
      const std::string text = CellText(lines_[at_].text);
      block.text += text;
      const bool goes_on = at_ + 1 < lines_.size() && lines_[at_ + 1].text.starts_with("其中");
      const bool ended =
          (text.ends_with("。") && !goes_on) || text.ends_with("：") || text.ends_with(":");
      more = !ended && DisplayWidth(text) >= kFullLine && at_ + 1 < lines_.size() &&
             !IsBlankLine(lines_[at_ + 1]) &&
             IndentOf(lines_[at_ + 1].text) <= LeastIndent(lines_, at_ + 1) + 1 &&
             !BeginsHeading(lines_[at_ + 1].text) &&
             lines_[at_ + 1].text.find('\t') == std::string::npos && !EndsRow(text) &&
             !EndsRow(CellText(lines_[at_ + 1].text)) && !IsFormOfMoney(lines_[at_ + 1].text) &&
             ColumnsEnd(lines_, at_ + 1) == at_ + 1 && FlatEnd(lines_, at_ + 1) == at_ + 1;
    }
    if (!block.text.empty()) document_.blocks.push_back(std::move(block));
  }

  static Cell MakeCell(const std::string& text, const TextLine& line) {
    return {CellText(text), line.where, static_cast<int>(line.number), false};
  }

  void AddGrid(Grid grid) {
    if (grid.rows.empty()) return;
    Block block;
    block.is_table = true;
    block.where = grid.rows.front().empty() ? Words() : grid.rows.front().front().where;
    block.order = grid.rows.front().empty() ? 0 : grid.rows.front().front().order;
    block.grid = std::move(grid);
    document_.blocks.push_back(std::move(block));
  }

  std::vector<TextLine> lines_;
  mutable std::vector<Lonely> lonely_;  // by line
  size_t at_ = 0;
  Document document_;
};

}  // namespace

Document ReadText(const std::string& text) { return ReadLines(LinesOf(text)); }

Document ReadLines(std::vector<TextLine> lines) { return TextReader(std::move(lines)).Read(); }

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) width += intake::TakeCodePoint(&text) >= 0x2E80 ? 2 : 1;
  return width;
}

std::string CellText(std::string_view text) {
  std::string whole;
  for (const char c : text) {
    if (c != '\n' && c != '\r' && c != '\t' && c != '\v') whole += c;
  }
  return std::string(intake::Trim(whole));
}

Words LinePlace(size_t line) {
  return {"第 " + std::to_string(line) + " 行", "line " + std::to_string(line)};
}

void Square(Grid& grid) {
  size_t width = 0;
  for (const auto& row : grid.rows) width = std::max(width, row.size());
  for (auto& row : grid.rows) {
    while (row.size() < width) {
      Cell blank;
      if (!row.empty()) {
        blank.where = row.back().where;
        blank.order = row.back().order;
      }
      row.push_back(std::move(blank));
    }
  }
}

}  // namespace outturn::document
