#include "services/render/width.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace outturn::render {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Unicode 15 EastAsianWidth W and F, neighbours joined where only unassigned code points lie
// between.
constexpr std::array kWide = std::to_array<Range>({
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x23F0, 0x23F0},   {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},
    {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27B0},   {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x303E},
    {0x3041, 0x4DBF},   {0x4E00, 0xA4C6},   {0xA960, 0xA97C},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6B},   {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x16FE0, 0x18D08}, {0x1AFF0, 0x1B2FB}, {0x1F004, 0x1F004},
    {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F200, 0x1F320},
    {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C}, {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA},
    {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4}, {0x1F3F8, 0x1F43E},
    {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F567},
    {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F},
    {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF},
    {0x1F6EB, 0x1F6EC}, {0x1F6F4, 0x1F6FC}, {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F9FF},
    {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
});

// Marks that stand on the character before them, and invisible ones, as far as Chinese and Western
// text meets them.
constexpr std::array kZero = std::to_array<Range>({
    {0x0300, 0x036F},
    {0x0483, 0x0489},
    {0x0591, 0x05BD},
    {0x200B, 0x200F},
    {0x202A, 0x202E},
    {0x2060, 0x2069},
    {0x20D0, 0x20F0},
    {0x302A, 0x302D},
    {0x3099, 0x309A},
    {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F},
    {0xFEFF, 0xFEFF},
    {0xE0100, 0xE01EF},
});

template <size_t N>
bool In(const std::array<Range, N>& ranges, char32_t c) {
  const auto found =
      std::lower_bound(ranges.begin(), ranges.end(), c,
                       [](const Range& range, char32_t x) { return range.last < x; });
  return found != ranges.end() && found->first <= c;
}

constexpr char32_t kReplacement = 0xFFFD;

// Takes one character off the front of `rest`; a byte that begins none is taken alone.
char32_t TakeCharacter(std::string_view& rest) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(rest[i]); };
  const unsigned char first = byte(0);
  size_t length = 1;
  char32_t c = first;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
    c = first & 0x1F;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    c = first & 0x0F;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    c = first & 0x07;
  } else if (first >= 0x80) {
    c = kReplacement;
  }
  bool whole = length <= rest.size();
  for (size_t i = 1; whole && i < length; ++i) {
    whole = (byte(i) & 0xC0) == 0x80;
    c = (c << 6) | (byte(i) & 0x3F);
  }
  constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};  // shorter is a forgery
  if (!whole || c < kLeast[length] || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF) {
    length = 1;
    c = kReplacement;
  }
  rest.remove_prefix(length);
  return c;
}

bool IsControl(char32_t c) {
  const bool steers_direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || steers_direction || c == 0x2028 || c == 0x2029;
}

size_t WidthOf(char32_t c) {
  if (c < 0x300 || IsControl(c)) return 1;
  if (In(kZero, c)) return 0;
  return In(kWide, c) ? 2 : 1;
}

// Marks that may not begin a line.
bool Closes(char32_t c) {
  constexpr std::u32string_view kClosing = U"，。、；：？！）》〉】〕」』”’%％,.;:?!)]}…";
  return kClosing.find(c) != std::u32string_view::npos;
}
// Marks that may not end one.
bool Opens(char32_t c) {
  constexpr std::u32string_view kOpening = U"（《〈【〔「『“‘([{";
  return kOpening.find(c) != std::u32string_view::npos;
}

struct Glyph {
  std::string_view bytes;
  char32_t character;
  size_t width;
};

std::vector<Glyph> GlyphsOf(std::string_view line) {
  std::vector<Glyph> glyphs;
  while (!line.empty()) {
    const std::string_view before = line;
    const char32_t c = TakeCharacter(line);
    glyphs.push_back({before.substr(0, before.size() - line.size()), c, WidthOf(c)});
  }
  return glyphs;
}

bool MayBreakBetween(const Glyph& left, const Glyph& right) {
  if (right.width == 0 || Closes(right.character) || Opens(left.character)) return false;
  return left.character == ' ' || left.width == 2 || right.width == 2;
}

std::string Join(const std::vector<Glyph>& glyphs, size_t from, size_t to) {
  while (to > from && glyphs[to - 1].character == ' ') --to;
  std::string text;
  for (size_t i = from; i < to; ++i) text += glyphs[i].bytes;
  return text;
}

void WrapLine(std::string_view line, size_t width, std::vector<std::string>& lines) {
  const std::vector<Glyph> glyphs = GlyphsOf(line);
  size_t start = 0;
  while (start < glyphs.size()) {
    size_t used = 0;
    size_t end = start;
    size_t last_break = start;  // none so far
    while (end < glyphs.size() && used + glyphs[end].width <= width) {
      used += glyphs[end].width;
      ++end;
      const bool breaks = end < glyphs.size() && MayBreakBetween(glyphs[end - 1], glyphs[end]);
      if (breaks || end == glyphs.size()) last_break = end;
    }
    if (end < glyphs.size() && glyphs[end].character == ' ') last_break = end;
    if (last_break == start) last_break = std::max(end, start + 1);
    lines.push_back(Join(glyphs, start, last_break));
    start = last_break;
    while (start < glyphs.size() && glyphs[start].character == ' ') ++start;
  }
  if (glyphs.empty()) lines.emplace_back();
}

}  // namespace

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) width += WidthOf(TakeCharacter(text));
  return width;
}

std::string Printable(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const std::string_view before = text;
    const char32_t c = TakeCharacter(text);
    if (c == kReplacement) {
      safe += "\xEF\xBF\xBD";
    } else if (IsControl(c)) {
      safe += ' ';
    } else {
      safe += before.substr(0, before.size() - text.size());
    }
  }
  return safe;
}

std::vector<std::string> Wrap(std::string_view text, size_t width) {
  std::vector<std::string> lines;
  while (true) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    WrapLine(Printable(line), std::max<size_t>(width, 2), lines);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  while (lines.size() > 1 && lines.back().empty()) lines.pop_back();
  return lines;
}

}  // namespace outturn::render
