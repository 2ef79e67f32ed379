// "总额 5540 万元，其中：流动资产 1286 万元、固定资产 …": whether the parts make the whole.
#include <algorithm>

#include "services/document/builder.h"

namespace outturn::document {
namespace {

struct Listed {
  const Token* whole = nullptr;
  std::string words;  // before it
  std::vector<const Token*> parts;
};

bool Has(const std::string& text, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return text.find(word) != std::string::npos; });
}

bool IsMoney(const Written& number) {
  return number.unit == "元" || number.unit == "万元" || number.unit == "亿元" ||
         number.unit == "千元";
}

bool OfOneKind(const Written& a, const Written& b) {
  if (a.approximate || b.approximate) return false;
  if (IsMoney(a)) return IsMoney(b);
  const auto counter = [](const Written& number) {
    return number.counter == "名" ? std::string("人") : number.counter;
  };
  return !IsMoney(b) && !a.counter.empty() && counter(a) == counter(b);
}

Exactly AmountOf(const Written& number) {
  return IsMoney(number) ? InWan(ValueOf(number), number.unit) : ValueOf(number);
}

// Words of a number that is no part: a change, a rate, an average, of another time.
bool IsAside(const std::string& words) {
  return Has(words,
             {"增",   "减",   "降",   "升",   "占",   "比",   "较",   "均",   "每",   "完成",
              "标准", "上年", "累计", "提高", "节约", "预算", "结转", "目标", "任务", "计划"});
}

// Its digits down to the sixth decimal: "3.7" is "3700000".
std::string DigitsOf(const Exactly& amount) {
  constexpr size_t kDecimals = 6;
  std::string text = figures::AllDecimals(amount);
  const size_t point = std::min(text.find('.'), text.size());
  std::string digits = text.substr(0, point);
  std::string behind = point < text.size() ? text.substr(point + 1) : "";
  behind.resize(kDecimals, '0');
  return digits == "0" ? behind.substr(std::min(behind.find_first_not_of('0'), kDecimals))
                       : digits + behind;
}

// Whether one is the other with two neighbours changed places, one digit wrong, or the point moved.
bool IsSlip(const Exactly& a, const Exactly& b, size_t printed_digits, bool said_in_all) {
  if (a.numerator <= 0 || b.numerator <= 0) return false;
  const std::string one = DigitsOf(a);
  const std::string two = DigitsOf(b);
  const auto strip = [](std::string text) {
    while (text.size() > 1 && text.back() == '0') text.pop_back();
    return text;
  };
  const size_t digits = std::max({strip(one).size(), strip(two).size(), printed_digits});
  if (one.size() != two.size()) return digits >= 3 && strip(one) == strip(two);
  std::vector<size_t> wrong;
  for (size_t i = 0; i < one.size(); ++i) {
    if (one[i] != two[i]) wrong.push_back(i);
  }
  const bool swapped = wrong.size() == 2 && wrong[1] == wrong[0] + 1 &&
                       one[wrong[0]] == two[wrong[1]] && one[wrong[1]] == two[wrong[0]];
  if (swapped) return digits >= 3;
  return wrong.size() == 1 && digits >= (said_in_all ? 3U : 4U);
}

void Close(Builder& builder, const Listed& listed, const Place& place) {
  if (listed.parts.size() < 2) return;
  const Written& whole = listed.whole->number;
  Relation relation;
  relation.kind = Relation::Kind::kListed;
  relation.place = place;
  relation.label = "其中各项";
  relation.printed = whole.printed;
  relation.unit = IsMoney(whole) ? whole.unit : "";
  relation.value = AmountOf(whole);
  relation.numbers = {{whole.printed + whole.unit, place.where}};
  Exactly sum;
  for (const Token* part : listed.parts) {
    relation.parts.push_back(AmountOf(part->number));
    relation.halves.push_back(HalfOf(
        part->number, IsMoney(whole) ? Measured::kMoney : Measured::kCount, part->number.unit));
    relation.formula += (relation.formula.empty() ? "" : " + ") + part->number.printed;
    relation.numbers.emplace_back(part->number.printed + part->number.unit, place.where);
    sum = sum + relation.parts.back();
  }
  const bool said_in_all = Has(listed.words, {"共", "合计", "总", "计"});
  const auto digits = static_cast<size_t>(std::count_if(
      whole.printed.begin(), whole.printed.end(), [](char c) { return c >= '0' && c <= '9'; }));
  if (IsSlip(relation.value, sum, whole.decimals > 0 ? digits : 0, said_in_all))
    builder.filing.relations.push_back(std::move(relation));
}

}  // namespace

void ReadListedSums(Builder& builder, const std::vector<Token>& tokens, const Place& place) {
  const Token* before = nullptr;  // the number before
  std::string before_words;
  std::string words;
  Listed open;  // its whole is null: none
  int depth = 0;
  int at_depth = 0;
  const auto close = [&] {
    if (open.whole != nullptr) Close(builder, open, place);
    open = {};
  };
  for (const Token& token : tokens) {
    if (token.text == "(") ++depth;
    if (token.text == ")") --depth;
    if (open.whole != nullptr && (depth < at_depth || (depth == at_depth && token.text == ";")))
      close();
    if (token.kind != Token::Kind::kNumber) {
      words += token.text;
      const bool begins = words.ends_with("其中") || words.ends_with("其中:");
      if (begins && depth <= at_depth) close();
      if (begins && open.whole == nullptr && before != nullptr && words.size() < 60) {
        open = Listed{before, before_words, {}};
        at_depth = depth;
      }
      continue;
    }
    if (open.whole != nullptr && depth == at_depth) {
      const bool same = OfOneKind(open.whole->number, token.number);
      if (same && IsAside(words)) close();
      if (open.whole != nullptr && same) open.parts.push_back(&token);
    }
    before = &token;
    before_words = words;
    words.clear();
  }
  close();
}

}  // namespace outturn::document
