// Text without what only decorates it, and its words found again.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "services/document/labels.h"

namespace outturn::document {

// Half-width, without spaces and quotation marks.
[[nodiscard]] std::string Bare(std::string_view text);
// Of a cell that names a row or column: also without its number, "其中：", units and remarks in
// brackets at its end.
[[nodiscard]] std::string BareName(std::string_view text);
[[nodiscard]] inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }
// Bytes of the first character; 0 for none.
[[nodiscard]] size_t LetterLength(std::string_view text);

// Whether any of the words stands in the text.
[[nodiscard]] bool Has(const std::string& text, std::initializer_list<const char*> words);

[[nodiscard]] bool HasAny(std::string_view text, const std::vector<std::string>& words);

struct Written {
  std::string printed;  // "1,922.75"
  int64_t digits = 0;
  int decimals = 0;
  std::string unit;  // one of those known, or empty
  std::string counter;  // what is counted where it is no money: "人次", "公里", "倍"; may be empty
  bool approximate = false;
};

[[nodiscard]] bool IsMoney(std::string_view unit);
[[nodiscard]] inline bool IsMoney(const Written& number) { return IsMoney(number.unit); }
// Digits of a printed number.
[[nodiscard]] size_t DigitsIn(std::string_view printed);

struct Token {
  enum class Kind : uint8_t { kLabel, kYear, kNumber, kMark, kUnknown };
  Kind kind = Kind::kUnknown;
  std::string_view text;
  const Label* label = nullptr;
  int year = 0;  // 2024; -1: the year before
  Written number;
};

// The words of a bare text, all of it, in order. `text` outlives them.
[[nodiscard]] std::vector<Token> Tokens(std::string_view text, const Labels& labels);

// What a cell that names a row or column says.
struct Naming {
  const Label* measure = nullptr;
  const Label* hint = nullptr;
  const Label* figure = nullptr;
  const Label* list = nullptr;
  std::vector<std::string> selects;
  bool subject = false;  // it names a part of the money, be it all of it
  bool total = false;
  bool counted = false;  // it says in brackets what it counts: "(辆)"
  int year = 0;          // 0: none
  bool whole = false;    // nothing in it is left over
  [[nodiscard]] bool empty() const {
    return measure == nullptr && hint == nullptr && figure == nullptr && !subject && !total &&
           list == nullptr && year == 0;
  }
};
// `beside`: what stands over it; subjects that go only with some word look for it there.
[[nodiscard]] Naming NameOf(std::string_view cell, const Labels& labels,
                            std::string_view beside = {});

// "(category=basic, fund=general)" of both: in the catalogue's order.
[[nodiscard]] std::string Combined(const std::vector<std::string>& selects);

// 万元 and the like in a caption or head; empty where none is named.
[[nodiscard]] std::string MoneyUnitIn(std::string_view bare);

}  // namespace outturn::document
