// Words and their places on the page → lines and pieces of lines.
#include <algorithm>
#include <cmath>
#include <pugixml.hpp>

#include "services/document/source/columns.h"
#include "services/document/source/files.h"

namespace outturn::document {
namespace {

struct Word {
  std::string text;
  double left;
  double right;
  double top;
  double bottom;
  [[nodiscard]] double middle() const { return (top + bottom) / 2; }
  [[nodiscard]] double height() const { return bottom - top; }
};

constexpr size_t kMostWords = 400'000;

std::vector<Word> WordsOf(const pugi::xml_node& page) {
  std::vector<Word> words;
  for (const pugi::xml_node& node : page.children("word")) {
    Word word{node.text().get(), node.attribute("xMin").as_double(),
              node.attribute("xMax").as_double(), node.attribute("yMin").as_double(),
              node.attribute("yMax").as_double()};
    const bool sound = std::isfinite(word.left) && std::isfinite(word.right) &&
                       std::isfinite(word.top) && std::isfinite(word.bottom) && word.left >= 0 &&
                       word.right < 1e5 && word.left <= word.right && word.top >= 0 &&
                       word.bottom < 1e5 && word.height() > 0.5;
    if (sound && !CellText(word.text).empty() && words.size() < kMostWords)
      words.push_back(std::move(word));
  }
  return words;
}

// Words whose middles lie at one height are a line.
std::vector<std::vector<Word>> LinesOf(std::vector<Word> words) {
  std::stable_sort(words.begin(), words.end(),
                   [](const Word& a, const Word& b) { return a.middle() < b.middle(); });
  std::vector<std::vector<Word>> lines;
  for (Word& word : words) {
    const bool same =
        !lines.empty() && word.middle() - lines.back().front().middle() <
                              0.4 * std::min(word.height(), lines.back().front().height());
    if (!same) lines.emplace_back();
    lines.back().push_back(std::move(word));
  }
  for (auto& line : lines) {
    std::stable_sort(line.begin(), line.end(),
                     [](const Word& a, const Word& b) { return a.left < b.left; });
  }
  return lines;
}

// "38" and "95.00%" stand side by side in narrow columns: together they would be another number.
bool TwoNumbers(const std::string& before, const std::string& after) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !before.empty() && !after.empty() && (digit(before.back()) || before.back() == '%') &&
         digit(after.front());
}

// Words nearer than a quarter of a letter belong together; the space a program puts between Chinese
// and digits is narrower.
TextLine LineOf(const std::vector<Word>& words, double letter) {
  TextLine line;
  const double unit = letter / 2 / static_cast<double>(kColumn);
  double end = -1e9;
  for (const Word& word : words) {
    const auto from = static_cast<size_t>(word.left / unit);
    const auto to = std::max(from + 1, static_cast<size_t>(word.right / unit));
    const bool joins = !line.pieces.empty() && word.left - end < 0.25 * word.height() &&
                       !TwoNumbers(line.pieces.back().text, word.text);
    if (!joins) line.pieces.push_back({"", from, from});
    line.pieces.back().text += CellText(word.text);
    line.pieces.back().to = to;
    end = word.right;
  }
  for (const Piece& piece : line.pieces) line.text += (line.text.empty() ? "" : "  ") + piece.text;
  return line;
}

double LetterOf(const std::vector<Word>& words) {
  std::vector<double> heights;
  for (const Word& word : words) heights.push_back(word.height());
  if (heights.empty()) return 10;
  const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  return std::max(*middle, 1.0);
}

}  // namespace

Opened ReadPdfWords(const std::string& xhtml) {
  pugi::xml_document parsed;
  if (!parsed.load_buffer(xhtml.data(), xhtml.size())) {
    return {{}, {"pdftotext 的输出无法解析", "what pdftotext wrote is no sound XML"}};
  }
  std::vector<TextLine> lines;
  size_t page_number = 0;
  size_t number = 0;
  for (const pugi::xml_node& page :
       parsed.document_element().child("body").child("doc").children("page")) {
    ++page_number;
    std::vector<Word> words = WordsOf(page);
    const double letter = LetterOf(words);
    size_t on_page = 0;
    for (const auto& line_words : LinesOf(std::move(words))) {
      TextLine line = LineOf(line_words, letter);
      line.number = ++number;
      const std::string p = std::to_string(page_number);
      const std::string l = std::to_string(++on_page);
      line.where = {"第 " + p + " 页第 " + l + " 行", "page " + p + ", line " + l};
      lines.push_back(std::move(line));
    }
  }
  if (lines.empty())
    return {{}, {"里面没有文字（可能是扫描件）", "it holds no text: it may be scanned"}};
  return {ReadLines(std::move(lines)), {}};
}

}  // namespace outturn::document
