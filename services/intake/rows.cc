#include "services/intake/rows.h"

namespace outturn::intake {
namespace {

// Enough of a cell to recognise it by.
std::string Shortened(const std::string& text) {
  constexpr size_t kMost = 60;
  std::string result;
  std::string_view rest = text;
  for (size_t n = 0; n < kMost && !rest.empty(); ++n) {
    const char32_t c = TakeCodePoint(&rest);
    AppendUtf8(c == '\n' || c == '\r' || c == '\t' ? U' ' : c, &result);
  }
  return rest.empty() ? result : result + "…";
}

}  // namespace

Words Describe(const Problem& problem) {
  Words words;
  if (!problem.column.empty()) {
    words.zh = "“" + problem.column + "”";
    words.en = "\"" + problem.column + "\" ";
  }
  if (!problem.instead.empty()) {
    words.zh += problem.instead.zh;
    words.en += problem.instead.en;
  } else if (problem.found.empty()) {
    words.zh += "为空，应为" + problem.expected.zh;
    words.en += "is empty, expected " + problem.expected.en;
  } else {
    words.zh += "是“" + Shortened(problem.found) + "”，应为" + problem.expected.zh;
    words.en += "is \"" + Shortened(problem.found) + "\", expected " + problem.expected.en;
  }
  return words;
}

}  // namespace outturn::intake
