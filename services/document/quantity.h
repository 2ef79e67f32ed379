// The numbers of a text with the words before each. For this folder.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "services/document/relations.h"

namespace outturn::document {

// A number of a paragraph and the words since the one before it: money in 万元, counted things one
// by one and without a half.
struct Quantity : Amount {
  Written number;
  std::string words;
  std::string behind;  // up to the next number or the end of the sentence
  int depth = 0;       // of brackets
  std::string unit;    // "money", what is counted without 万, "%", "分"
  size_t sentence = 0;
  bool aside = false;  // a change, an average, of another year: no part of anything
  Place place;
  [[nodiscard]] bool Says(std::initializer_list<const char*> any) const;
};

[[nodiscard]] std::vector<Quantity> QuantitiesIn(const std::vector<Token>& tokens,
                                                 const Place& place);
// How many single things "万人" counts.
[[nodiscard]] int64_t ScaleOf(const Written& number);
// What it is called: behind the last mark, without "共计" and the like.
[[nodiscard]] std::string NameIn(const std::string& words);
// "人均", "平均每公里", "每村平均" of 13 个村: whether the words tell of one that `count` counts.
[[nodiscard]] bool IsPer(const std::string& words, const Quantity& count);
// The quotient as percent; of b = 0 or less nothing.
[[nodiscard]] Exactly PercentOf(const Exactly& a, const Exactly& b);
// Whether `printed` percent can be a ÷ b.
[[nodiscard]] bool PercentFits(const Amount& printed, const Amount& a, const Amount& b);
// Half up.
[[nodiscard]] Exactly Rounded(const Exactly& value, int decimals);

}  // namespace outturn::document
