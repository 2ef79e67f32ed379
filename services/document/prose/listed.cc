// "总额 5540 万元，其中：流动资产 1286 万元、固定资产 …": whether the parts make the whole.
#include <algorithm>
#include <array>

#include "services/document/builder.h"
#include "services/document/prose/slips.h"

namespace outturn::document {
namespace {

struct Listed {
  const Token* whole = nullptr;
  std::string words;  // before it
  std::vector<const Token*> parts;
  std::vector<std::string> names;  // of the parts
};

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
bool IsAside(std::string words) {
  // An award is paid, and due to nobody; a fund is no budget.
  for (const std::string_view name :
       {"目标奖", "目标考核", "一般公共预算财政拨款收入", "政府性基金预算财政拨款收入"}) {
    const size_t at = words.find(name);
    if (at != std::string::npos) words.erase(at, name.size());
  }
  return Has(words, {"增加", "增长", "净增", "新增", "调增", "减",   "降",   "升",
                     "占",   "比",   "较",   "均",   "每",   "完成", "标准", "上年",
                     "累计", "提高", "节约", "预算", "结转", "目标", "任务", "计划"}) ||
         words.starts_with(",合计") || words.starts_with(",共计");
}

// The name of a part that the words before the whole announce: "其中部门项目支出" where they say
// "有部门项目支出、专项支出两类".
bool IsAnnounced(const Listed& listed, std::string name) {
  constexpr size_t kLeast = 9;  // bytes: three characters
  const size_t colon = name.rfind(':');
  if (colon != std::string::npos) name.erase(0, colon + 1);
  for (const std::string_view start : {",", "、", "其中"}) {
    if (name.starts_with(start)) name.erase(0, start.size());
  }
  return name.size() >= kLeast && listed.words.find(name) != std::string::npos;
}

// All parts are announced, and how many they are.
bool AreAnnounced(const Listed& listed) {
  static const std::array<std::vector<std::string>, 4> kCounts = {
      {{"二", "两"}, {"三"}, {"四"}, {"五"}}};
  const size_t count = listed.names.size();
  if (count < 2 || count - 2 >= kCounts.size()) return false;
  const auto counted = [&](const std::string& number) {
    return Has(listed.words, {(number + "类").c_str(), (number + "部分").c_str()});
  };
  const auto& numbers = kCounts[count - 2];
  return std::any_of(numbers.begin(), numbers.end(), counted) &&
         std::all_of(listed.names.begin(), listed.names.end(),
                     [&](const std::string& name) { return IsAnnounced(listed, name); });
}

// "其他用车 16 辆" ends a list, "男 54 人，女 35 人" has nobody besides: nothing is left out.
bool LeavesNothingOut(const Builder& builder, const Listed& listed) {
  if (AreAnnounced(listed)) return true;
  const std::string& last = listed.names.back();
  const bool counted = !IsMoney(listed.whole->number);
  if (counted && listed.names.size() > 2 && Has(last, {"其他", "其它", "其余"})) return true;
  for (const auto& [one, other] : builder.labels.opposites) {
    const std::string& first = listed.names.front();
    const bool pair =
        listed.names.size() == 2 &&
        ((first.find(one) != std::string::npos && last.find(other) != std::string::npos) ||
         (first.find(other) != std::string::npos && last.find(one) != std::string::npos));
    if (pair) return true;
  }
  return false;
}

// "行政编制 42 名，事业编制 134 名" of "编制 186 名": all end alike, as does what they are parts
// of.
bool AreOfOneSort(const Listed& listed) {
  std::string common;
  for (const std::string& name : listed.names) {
    std::string last;
    for (std::string_view rest = name; !rest.empty();) {
      last = rest.substr(0, LetterLength(rest));
      rest.remove_prefix(last.size());
    }
    if (!common.empty() && last != common) return false;
    common = last;
  }
  return !common.empty() && listed.words.find(common) != std::string::npos;
}

// One of the parts is the one that makes the whole, but for a slip of the pen.
// "8.6" for 0.86 is told of however few digits: all of the whole's bear it out.
bool OnePartSlipped(const Listed& listed, const Exactly& off, bool sure) {
  return std::any_of(listed.parts.begin(), listed.parts.end(), [&](const Token* part) {
    const Exactly amount = AmountOf(part->number);
    const size_t digits = DigitsIn(part->number.printed);
    const auto tenfold = [](const Exactly& a, const Exactly& b) { return a * 10 == b; };
    const Exactly due = amount + off;
    const bool moved = due.numerator > 0 && listed.whole->number.decimals > 1 &&
                       (tenfold(amount, due) || tenfold(due, amount));
    if (moved && DigitsIn(listed.whole->number.printed) > 3) return true;
    return IsSlip(amount, amount + off, sure ? digits + 1 : digits, sure);
  });
}

// All are whole 万元 or the like: each may be half of one off.
bool RoundingExplains(const Listed& listed, const Exactly& off) {
  const auto whole_number = [](const Token* token) { return token->number.decimals == 0; };
  const bool whole = IsMoney(listed.whole->number) && whole_number(listed.whole) &&
                     std::all_of(listed.parts.begin(), listed.parts.end(), whole_number);
  const auto count = static_cast<int64_t>(listed.parts.size()) + 1;
  const Exactly most = InWan({count, 2}, listed.whole->number.unit);
  const Exactly size = Size(off);
  return whole && most >= size;
}

// The number behind the list is what its parts lack, whatever it is called.
bool MakesUpWith(const Listed& listed, const Written& number) {
  Exactly sum = AmountOf(number);
  for (const Token* part : listed.parts) sum = sum + AmountOf(part->number);
  return AmountOf(listed.whole->number) == sum;
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
  relation.numbers = {
      {whole.printed + (whole.unit.empty() ? whole.counter : whole.unit), place.where}};
  Exactly sum;
  for (const Token* part : listed.parts) {
    relation.parts.push_back(AmountOf(part->number));
    relation.halves.push_back(HalfOf(
        part->number, IsMoney(whole) ? Measured::kMoney : Measured::kCount, part->number.unit));
    relation.formula += (relation.formula.empty() ? "" : " + ") + part->number.printed;
    const Written& number = part->number;
    relation.numbers.emplace_back(
        number.printed + (number.unit.empty() ? number.counter : number.unit), place.where);
    sum = sum + relation.parts.back();
    // "在职 90 人，其中管理 12 人，技术 70 人，工勤 8 人，退休 30 人": others follow.
    const bool all = relation.parts.size() > 1 && relation.value == sum;
    if (all && part != listed.parts.back()) return;
  }
  const bool said_in_all = Has(listed.words, {"共", "合计", "总", "计"});
  const size_t digits = DigitsIn(whole.printed);
  const Exactly off = relation.value - sum;
  if (figures::IsZero(off) || RoundingExplains(listed, off)) return;
  const bool asked = IsSlip(relation.value, sum, whole.decimals > 0 ? digits : 0, said_in_all) ||
                     OnePartSlipped(listed, off, AreOfOneSort(listed)) ||
                     (AreOfOneSort(listed) && off.numerator < 0) ||
                     LeavesNothingOut(builder, listed);
  if (asked) builder.filing.relations.push_back(std::move(relation));
}

// "1516.64 万元，较上年减少 58.49 万元，降低 3.71%。其中": the last number that is no change of
// one.
const Token* LastLevelIn(const std::vector<Token>& sentence) {
  const Token* last = nullptr;
  std::string words;
  for (const Token& token : sentence) {
    if (token.kind != Token::Kind::kNumber) {
      words += token.text;
      continue;
    }
    const bool change = last != nullptr && Has(words, {"比", "较"}) && Has(words, {"增加", "减少"});
    if (token.number.unit != "%" && !change) last = &token;
    words.clear();
  }
  return last;
}

}  // namespace

void ReadListedSums(Builder& builder, const std::vector<Token>& tokens, const Place& place,
                    const std::vector<Token>& sentence_before) {
  const Token* before = LastLevelIn(sentence_before);  // the number before
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
    const bool amounts_first =  // "其中：30 万元用于编制；30 万元用于审计"
        !open.names.empty() &&
        (open.names[0].ends_with("其中") || open.names[0].ends_with("其中:"));
    const bool ends = depth == at_depth && token.text == ";" && !amounts_first;
    if (open.whole != nullptr && (depth < at_depth || ends)) close();
    if (token.kind != Token::Kind::kNumber) {
      words += token.text;
      const bool begins = words.ends_with("其中") || words.ends_with("其中:");
      if (begins && depth <= at_depth) close();
      if (begins && open.whole == nullptr && before != nullptr && words.size() < 60) {
        open = Listed{before, before_words, {}, {}};
        at_depth = depth;
      }
      continue;
    }
    if (open.whole != nullptr && depth == at_depth) {
      const bool same = OfOneKind(open.whole->number, token.number);
      // "未执行 390.75 万元，其中结转下年 240.75 万元、财政收回 150.00 万元".
      const bool left = Has(words, {"结转"}) && Has(open.words, {"未执行", "未使用", "未支出"}) &&
                        !Has(words, {"上年", "比", "较", "预算"});
      const bool carried = Has(words, {"年初结转和结余", "年末结转和结余"}) &&
                           Has(open.words, {"总计"}) && !Has(words, {"比", "较", "上年"});
      const bool named =
          carried || (amounts_first && words.starts_with("用于")) || IsAnnounced(open, words);
      if (same && IsAside(words) && !left && !named) {
        if (MakesUpWith(open, token.number)) open = {};
        close();
      }
      if (open.whole != nullptr && same) {
        open.parts.push_back(&token);
        open.names.push_back(words);
      }
    }
    if (token.number.unit == "%") {  // "533 户，占 9%，其中"
      words.clear();
      continue;
    }
    // "4.68 亿尾，完成年度任务 4.50 亿尾的 104%，其中": of what was done, not of what was due.
    const bool passing = before != nullptr && OfOneKind(before->number, token.number) &&
                         Has(words, {"完成"}) && Has(words, {"任务", "计划", "目标", "预算"});
    if (!passing) {
      before = &token;
      before_words = words;
    }
    words.clear();
  }
  close();
}

}  // namespace outturn::document
