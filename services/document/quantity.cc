#include "services/document/quantity.h"

#include <algorithm>
#include <array>

#include "services/document/prose/sentence.h"
#include "services/document/words.h"

namespace outturn::document {
namespace {

std::string UnitOf(const Written& number) {
  if (IsMoney(number.unit)) return "money";
  if (number.unit == "%" || number.unit == "分") return number.unit;
  std::string counter = number.counter;
  if (ScaleOf(number) > 1) counter.erase(0, LetterLength(counter));
  return counter == "名" ? "人" : counter;
}

bool EndsSentence(std::string_view text) { return text == "。" || text == "!" || text == "?"; }

// A change, an average, a task or another year's number is no part of a sum.
bool IsAside(const std::string& words) {
  return Has(words,
             {"增",   "减",   "降",   "升",   "比",   "较",   "均",   "每",   "标准", "上年",
              "去年", "同期", "累计", "提高", "节约", "目标", "任务", "计划", "以上", "以下"});
}

// What one of many is called before 均, and what they are counted in.
struct Each {
  const char* one;
  std::array<const char*, 3> units;
};
constexpr std::array<Each, 9> kEach = {{{"人", {"人", "人次", "人"}},
                                        {"户", {"户", "户次", "户"}},
                                        {"亩", {"亩", "亩", "亩"}},
                                        {"车", {"辆", "台", "辆"}},
                                        {"床", {"张", "床", "张"}},
                                        {"生", {"人", "名", "人"}},
                                        {"件", {"件", "件", "件"}},
                                        {"次", {"人次", "次", "批次"}},
                                        {"村", {"个", "村", "个"}}}};

}  // namespace

bool Quantity::Says(std::initializer_list<const char*> any) const { return Has(words, any); }

// How many single things "万人" counts.
int64_t ScaleOf(const Written& number) {
  if (number.counter.starts_with("万")) return 10'000;
  return number.counter.starts_with("亿") ? 100'000'000 : 1;
}

std::vector<Quantity> QuantitiesIn(const std::vector<Token>& tokens, const Place& place) {
  std::vector<Quantity> all;
  std::string words;
  size_t sentence = 0;
  int depth = 0;
  for (const Token& token : tokens) {
    if (token.kind != Token::Kind::kNumber) {
      if (token.text == "(") ++depth;
      if (token.text == ")" && depth > 0) --depth;
      if (EndsSentence(token.text)) {
        ++sentence;
        words.clear();
      } else if (!all.empty() && all.back().sentence == sentence) {
        all.back().behind += token.text;
      }
      words += token.text;
      continue;
    }
    if (!all.empty() && all.back().sentence == sentence) {  // "公里": the counter is no word
      const Written& last = all.back().number;
      const std::string rest = last.counter.substr(std::min(last.unit.size(), last.counter.size()));
      if (words.starts_with(rest)) words.erase(0, rest.size());
    }
    Quantity one;
    one.number = token.number;
    one.words = words;
    one.depth = depth;
    one.unit = UnitOf(token.number);
    one.sentence = sentence;
    one.place = place;
    one.aside = IsAside(words);
    const Exactly coarse = CoarseOf(token.number, "");
    if (one.unit == "money") {
      one.value = InWan(ValueOf(token.number), token.number.unit);
      one.half = InWan(coarse, token.number.unit);
    } else {
      const int64_t scale = ScaleOf(token.number);
      const Exactly value = ValueOf(token.number);
      one.value = value * scale;
      const bool rounded = scale > 1 || token.number.decimals > 0 || one.unit == "%";
      if (rounded) one.half = coarse * scale;
    }
    all.push_back(std::move(one));
    words.clear();
  }
  return all;
}

std::string NameIn(const std::string& words) {
  return BehindLast(Without(words, {"为", "达", "达到", "共", "共计", "合计", "的", ":"}),
                    {",", ";", ":", "。", "(", ")", "、"});
}

bool IsPer(const std::string& words, const Quantity& count) {
  const std::string& unit = count.unit;
  if (words.find("均每" + unit) != std::string::npos) return true;
  if (words.find("每" + unit + "平均") != std::string::npos) return true;
  std::string_view noun = count.behind;
  if (noun.starts_with(count.number.counter)) noun.remove_prefix(count.number.counter.size());
  const std::string first(noun.substr(0, LetterLength(noun)));
  const bool called = first.size() > 1 && words.find("均") != std::string::npos &&
                      words.find("每" + first) != std::string::npos;
  return called || std::any_of(kEach.begin(), kEach.end(), [&](const Each& each) {
           const bool counted = std::any_of(each.units.begin(), each.units.end(),
                                            [&](const char* one) { return unit == one; });
           return counted && words.find(std::string(each.one) + "均") != std::string::npos;
         });
}

Exactly PercentOf(const Exactly& a, const Exactly& b) {
  return b.numerator > 0 ? a / b * 100 : Exactly{};
}

bool PercentFits(const Amount& printed, const Amount& a, const Amount& b) {
  return QuotientFits(printed, a, b, 100);
}

Exactly Rounded(const Exactly& value, int decimals) {
  const auto power = figures::PowerOfTen(decimals);
  return figures::Reduced(figures::RoundHalfUp(value.numerator * power, value.denominator), power);
}

}  // namespace outturn::document
