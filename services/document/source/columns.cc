#include "services/document/source/columns.h"

#include <algorithm>
#include <array>
#include <map>

#include "services/intake/text.h"

namespace outturn::document {
namespace {

bool IsNumber(const std::string& text) {
  bool digit = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digit = true;
    const bool fits =
        (c >= '0' && c <= '9') || c == '.' || c == ',' || c == '%' || c == '-' || c == ' ';
    if (!fits) return false;
  }
  return digit;
}

// How far a Chinese letter reaches: two places where people lined the columns up, one where
// pdftotext -layout did, which counts letters.
enum class Reach : uint8_t { kTwo, kOne };

// Whether the single space before `rest` parts two cells all the same: "8 552.14" behind a wide
// gap is a row's number and an amount, "36,512.40 一、基本支出" an amount and the next name.
// `in_table`: "2019年预算数 1,000.00" is a name and an amount, too.
bool PartsCells(const std::string& before, std::string_view rest, bool in_table) {
  if (before.ends_with("行次") || before.ends_with("栏次")) return true;
  const std::string next(rest.substr(0, std::min(rest.find(' '), rest.size())));
  const auto is_amount = [](const std::string& text) {
    const size_t point = text.find('.');
    return IsNumber(text) && point != std::string::npos && text.size() - point == 3;
  };
  if (!IsNumber(before)) {
    const bool named = !before.empty() && static_cast<unsigned char>(before.back()) >= 0x80;
    return in_table && named && is_amount(next);
  }
  const bool rate = before.ends_with('%') && IsNumber(next);
  const bool amount = is_amount(before) || rate;
  if (IsNumber(next)) return rate || (is_amount(next) && (amount || before.size() <= 2));
  std::string_view letter = rest;
  const bool chinese = !rest.empty() && intake::TakeCodePoint(&letter) >= 0x2E80;
  static constexpr std::array<std::string_view, 5> kUnits = {"万", "亿", "元", "千", "人"};
  return amount && chinese && std::none_of(kUnits.begin(), kUnits.end(), [&](const auto& unit) {
           return rest.starts_with(unit);
         });
}

std::vector<Piece> PiecesOf(const TextLine& of, Reach reach = Reach::kTwo, bool in_table = false) {
  if (!of.pieces.empty()) return of.pieces;
  std::string_view line = of.text;
  std::vector<Piece> pieces;
  size_t column = 0;
  size_t gap = 2;
  while (!line.empty()) {
    const std::string_view before = line;
    const char32_t letter = intake::TakeCodePoint(&line);
    const std::string_view bytes = before.substr(0, before.size() - line.size());
    const bool space = letter == U' ' || letter == 0x3000 || letter == 0xA0 || letter == U'\t';
    const size_t width = letter >= 0x2E80 && reach == Reach::kTwo ? 2 : 1;
    if (space) {
      gap += letter >= 0x2E80 ? 2 : 1;
    } else {
      const bool parts =
          gap == 1 && !pieces.empty() && PartsCells(pieces.back().text, before, in_table);
      if (gap >= 2 || pieces.empty() || parts) {
        pieces.push_back({"", column * kColumn, column * kColumn});
      } else if (gap > 0) {
        pieces.back().text += std::string(gap, ' ');
      }
      pieces.back().text += bytes;
      pieces.back().to = (column + width) * kColumn;
      gap = 0;
    }
    column += width;
  }
  return pieces;
}

// Where more cells begin or end under one another.
Reach ReachOf(const std::vector<TextLine>& lines, size_t begin, size_t end) {
  size_t best = 0;
  Reach reach = Reach::kTwo;
  for (const Reach tried : {Reach::kTwo, Reach::kOne}) {
    std::map<size_t, size_t> edges;
    for (size_t i = begin; i < end; ++i) {
      const auto pieces = PiecesOf(lines[i], tried, true);
      for (size_t p = 1; p < pieces.size(); ++p) {
        ++edges[IsNumber(pieces[p].text) ? pieces[p].to * 2 + 1 : pieces[p].from * 2];
        if (IsNumber(pieces[p].text)) ++edges[pieces[p].from * 2];
      }
    }
    size_t same = 0;
    for (const auto& [edge, count] : edges) same += (count - 1) * (count - 1);
    if (same > best) {
      best = same;
      reach = tried;
    }
  }
  return reach;
}

bool IsColumnar(const std::vector<Piece>& pieces) {
  constexpr size_t kWide = 44 * kColumn;
  if (pieces.size() < 2) return false;
  const bool number = std::any_of(pieces.begin(), pieces.end(),
                                  [](const Piece& piece) { return IsNumber(piece.text); });
  constexpr size_t kShort = 24 * kColumn;  // the end of a reason in a narrow column
  const bool narrow = std::all_of(pieces.begin(), pieces.end(), [](const Piece& piece) {
    const size_t width = piece.to - piece.from;
    return width <= (piece.text.find("。") == std::string::npos ? kWide : kShort);
  });
  return narrow || (number && pieces.size() > 2);
}

// A line of a cell that was broken over lines.
bool MayContinue(const std::vector<Piece>& pieces) {
  constexpr size_t kWide = 40 * kColumn;
  if (pieces.size() != 1) return false;
  const Piece& piece = pieces.front();
  constexpr std::string_view kColon = "：";
  const size_t colon = piece.text.find(kColon);  // "项目支出：" is a row, "单位：万元" is none
  return piece.to - piece.from <= kWide && piece.text.find("。") == std::string::npos &&
         !piece.text.starts_with("附") &&
         (colon == std::string::npos || colon + kColon.size() == piece.text.size());
}

struct Span {
  size_t from;
  size_t to;
};

size_t Overlap(const Piece& piece, const Span& span) {
  const size_t from = std::max(piece.from, span.from);
  const size_t to = std::min(piece.to, span.to);
  return to > from ? to - from : 0;
}

size_t Distance(const Piece& piece, const Span& span) {
  const size_t a = piece.from + piece.to;
  const size_t b = span.from + span.to;
  return a > b ? a - b : b - a;
}

// Whether one holds words only, the other numbers only, and no row has something in both: the head
// stands at the left of its column or in the middle, the numbers at the right.
bool AreOneColumn(const std::vector<std::vector<Piece>>& rows, const Span& left,
                  const Span& right) {
  std::array<bool, 2> words{};
  std::array<bool, 2> numbers{};
  for (const auto& row : rows) {
    std::array<bool, 2> there{};
    for (const Piece& piece : row) {
      const bool on_left = Overlap(piece, left) > 0;
      if (on_left == (Overlap(piece, right) > 0)) continue;  // over both: a head of several
      const size_t side = on_left ? 0 : 1;
      there[side] = true;
      (IsNumber(piece.text) ? numbers : words)[side] = true;
    }
    if (there[0] && there[1]) return false;
  }
  return words[0] != numbers[0] && words[1] != numbers[1] && words[0] != words[1];
}

void JoinHeadsWithNumbers(const std::vector<std::vector<Piece>>& rows, std::vector<Span>& spans) {
  for (size_t i = 0; i + 1 < spans.size();) {
    if (!AreOneColumn(rows, spans[i], spans[i + 1])) {
      ++i;
      continue;
    }
    spans[i].to = std::max(spans[i].to, spans[i + 1].to);
    spans.erase(spans.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
}

// Columns: those of the row with the most pieces, and where others stand beside all of them.
std::vector<Span> SpansOf(const std::vector<std::vector<Piece>>& rows) {
  const auto longest = std::max_element(
      rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  std::vector<Span> spans;
  for (const Piece& piece : *longest) spans.push_back({piece.from, piece.to});
  const auto add = [&](const Piece& piece) {
    const bool beside = std::none_of(spans.begin(), spans.end(),
                                     [&](const Span& span) { return Overlap(piece, span) > 0; });
    if (beside) spans.push_back({piece.from, piece.to});
    if (beside || !IsNumber(piece.text)) return;
    for (Span& span : spans) {  // numbers of a column end under one another but begin anywhere
      if (Overlap(piece, span) == 0) continue;
      span = {std::min(span.from, piece.from), std::max(span.to, piece.to)};
      return;
    }
  };
  for (const auto& row : rows) {
    for (const Piece& piece : row) {
      if (IsNumber(piece.text)) add(piece);
    }
  }
  for (const auto& row : rows) {
    if (row.size() < 2) continue;
    for (const Piece& piece : row) add(piece);
  }
  std::sort(spans.begin(), spans.end(),
            [](const Span& a, const Span& b) { return a.from < b.from; });
  JoinHeadsWithNumbers(rows, spans);
  return spans;
}

size_t ColumnFor(const Piece& piece, const std::vector<Span>& spans, size_t least) {
  size_t best = std::min(least, spans.size() - 1);
  for (size_t i = best; i < spans.size(); ++i) {
    const size_t now = Overlap(piece, spans[i]);
    const size_t then = Overlap(piece, spans[best]);
    if (now > then || (now == then && Distance(piece, spans[i]) < Distance(piece, spans[best])))
      best = i;
  }
  return best;
}

std::vector<Cell> RowOf(const std::vector<Piece>& pieces, const std::vector<Span>& spans,
                        const TextLine& line) {
  std::vector<Cell> row(spans.size());
  for (Cell& cell : row) {
    cell.where = line.where;
    cell.order = static_cast<int>(line.number);
  }
  size_t least = 0;
  for (const Piece& piece : pieces) {
    const size_t column = ColumnFor(piece, spans, least);
    // Two numbers in one column are no number: better not read than read together.
    const bool two = IsNumber(piece.text) && IsNumber(row[column].text);
    row[column].text += (two ? " / " : "") + piece.text;
    least = std::min(column + 1, spans.size() - 1);
    if (IsNumber(piece.text)) continue;
    for (size_t i = column + 1; i < spans.size() && Overlap(piece, spans[i]) > 0; ++i) {
      if (!row[i].text.empty()) break;
      row[i].text = piece.text;  // a head over several columns
      row[i].covered = true;
    }
  }
  return row;
}

bool HasNumbers(const std::vector<Piece>& pieces) {
  return std::any_of(pieces.begin(), pieces.end(),
                     [](const Piece& piece) { return IsNumber(piece.text); });
}

// "项目名称 | 法律援助", "（2024年度） | 单位：万元": whole lines, no heads.
bool StandsAlone(const std::vector<Cell>& row) {
  return std::any_of(row.begin(), row.end(), [](const Cell& cell) {
    for (const char* whole : {"项目名称", "专项名称", "主管部门", "实施单位", "部门名称"}) {
      if (cell.text == whole) return true;
    }
    return cell.text.starts_with("附件") || cell.text.find("单位：") != std::string::npos ||
           cell.text.find("单位:") != std::string::npos;
  });
}

// Heads broken over lines: "年初" over "预算数". Words of lines that touch, without numbers.
void JoinHeads(std::vector<std::vector<Cell>>& rows, const std::vector<bool>& bare,
               const std::vector<size_t>& lines) {
  for (size_t i = rows.size(); i-- > 1;) {
    if (!bare[i] || !bare[i - 1] || lines[i] != lines[i - 1] + 1) continue;
    const auto filled = [](const std::vector<Cell>& row) {
      return std::count_if(row.begin(), row.end(),
                           [](const Cell& cell) { return !cell.text.empty(); });
    };
    const auto covered = [](const std::vector<Cell>& row) {
      return std::any_of(row.begin(), row.end(), [](const Cell& cell) { return cell.covered; });
    };
    if (filled(rows[i]) < 2 && filled(rows[i - 1]) < 2) continue;
    if (covered(rows[i - 1]) || StandsAlone(rows[i]) || StandsAlone(rows[i - 1])) continue;
    for (size_t c = 0; c < rows[i].size(); ++c) {
      rows[i - 1][c].text += rows[i][c].text;
    }
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

// "表1  分季度支出进度（万元）": a table begins below it, and the one above has ended.
bool IsCaption(const TextLine& line) {
  const std::string text = CellText(line.text);
  constexpr size_t kMost = 120;  // bytes
  std::string_view rest = text;
  if (rest.starts_with("附")) rest.remove_prefix(std::string_view("附").size());
  const bool table = rest.starts_with("表");
  if ((!table && !text.starts_with("附件")) || text.size() > kMost) return false;
  rest.remove_prefix(std::string_view("表").size());
  while (rest.starts_with(" ")) rest.remove_prefix(1);
  const bool numbered = !rest.empty() && rest.front() >= '1' && rest.front() <= '9';
  const auto pieces = PiecesOf(line);
  return numbered && pieces.size() <= 2 &&
         std::none_of(pieces.begin(), pieces.end(),
                      [](const Piece& piece) { return IsNumber(piece.text); });
}

// Whether the lines from `at` on are cells broken over lines: single words up to the next row.
bool AreBrokenCells(const std::vector<TextLine>& lines, size_t at) {
  constexpr size_t kMost = 12;
  for (size_t i = at; i < lines.size() && i <= at + kMost; ++i) {
    const auto pieces = PiecesOf(lines[i]);
    if (IsColumnar(pieces)) return true;
    if (!MayContinue(pieces) || pieces.front().text.ends_with("表")) return false;
  }
  return false;
}

}  // namespace

size_t ColumnsEnd(const std::vector<TextLine>& lines, size_t at) {
  constexpr size_t kGap = 2;    // blank lines within a table
  constexpr size_t kHeads = 4;  // fewer may be the next lines of a row broken over several
  if (!IsColumnar(PiecesOf(lines[at])) || IsCaption(lines[at])) return at;
  size_t end = at;
  size_t columnar = 0;
  bool number = false;
  for (size_t i = at; i < lines.size(); ++i) {
    const auto pieces = PiecesOf(lines[i]);
    if (i > at && IsCaption(lines[i])) break;
    if (pieces.empty()) {
      if (i - end > kGap) break;
      continue;
    }
    if (IsColumnar(pieces)) {
      // A row of heads behind numbers begins another table, with columns of its own.
      if (number && pieces.size() >= kHeads && !HasNumbers(pieces)) break;
      end = i + 1;
      ++columnar;
      number = number || HasNumbers(pieces);
    } else if (!MayContinue(pieces) || (i > end + 1 && !AreBrokenCells(lines, end))) {
      break;
    }
  }
  return columnar >= 2 && number ? end : at;
}

Grid ColumnsGrid(const std::vector<TextLine>& lines, size_t begin, size_t end) {
  std::vector<std::vector<Piece>> rows;
  std::vector<size_t> numbers;
  std::vector<const TextLine*> from;
  std::vector<bool> bare;
  const Reach reach = ReachOf(lines, begin, end);
  for (size_t i = begin; i < end; ++i) {
    auto pieces = PiecesOf(lines[i], reach, true);
    if (pieces.empty()) continue;
    bare.push_back(!HasNumbers(pieces));
    rows.push_back(std::move(pieces));
    numbers.push_back(lines[i].number);
    from.push_back(&lines[i]);
  }
  Grid grid;
  grid.exact = false;
  if (rows.empty()) return grid;
  const std::vector<Span> spans = SpansOf(rows);
  for (size_t i = 0; i < rows.size(); ++i) grid.rows.push_back(RowOf(rows[i], spans, *from[i]));
  JoinHeads(grid.rows, bare, numbers);
  return grid;
}

}  // namespace outturn::document
