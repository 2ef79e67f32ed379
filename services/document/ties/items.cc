// Numbered paragraphs: what they come to, how many they are.
#include <algorithm>

#include "services/document/prose/sentence.h"
#include "services/document/prose/slips.h"
#include "services/document/ties/ties.h"

namespace outturn::document {
namespace {

struct Sum {
  std::vector<const Quantity*> parts;
  Exactly value;
  Exactly half;
};

void Put(Sum& sum, const Quantity& part) {
  sum.parts.push_back(&part);
  sum.value = sum.value + part.value;
  sum.half = sum.half + part.half;
}

bool Makes(const Sum& sum, const Quantity& whole) {
  const Exactly off = whole.value - sum.value;
  return figures::IsZero(off) || Within(off, whole.half + sum.half);
}

// "上述项目预算合计" → "预算".
std::string NameOfTotal(std::string words) {
  for (const std::string_view mark :
       {",", ";", ":", "。", "上述", "以上", "各项目", "项目", "年"}) {
    const size_t at = words.rfind(mark);
    if (at != std::string::npos) words.erase(0, at + mark.size());
  }
  return Without(words, {"共计", "合计", "总计", "资金", "金额", "全年", "为"});
}

// "财政拨款收入", "上年结转和结余": one of those that make all income.
bool IsSourceOfIncome(const Labels& labels, const std::string& words) {
  for (const CompleteList& set : labels.complete_lists) {
    const bool of_income = std::find(set.of.begin(), set.of.end(), "收入") != set.of.end();
    const bool named = std::any_of(set.parts.begin(), set.parts.end(), [&](const std::string& one) {
      return words.find(one) != std::string::npos;
    });
    if (of_income && named) return true;
  }
  return false;
}

}  // namespace

void TieReader::CloseList() {
  const std::vector<Item> list = std::move(list_);
  list_.clear();
  if (list.size() >= 2) {
    TellNamedSum(list);
    TellPartsOfHeads(list);
    TellCountOfItems(list);
  }
  headed_ = heads_open_ = false;
}

// "……全年预算共计 1000 万元，执行共计 966.4 万元", and a numbered paragraph each with its own.
void TieReader::TellNamedSum(const std::vector<Item>& list) {
  for (const Quantity& whole : heads_) {
    if (whole.unit != "money" || !whole.Says({"共计", "合计"})) continue;
    std::string name = Without(BareName(whole.words), {"共计", "合计", "资金", "金额"});
    for (const std::string_view mark : {",", ";", ":", "。", "(", ")", "、"}) {
      const size_t at = name.rfind(mark);
      if (at != std::string::npos) name.erase(0, at + mark.size());
    }
    name = Without(name, {"为", "达", "达到", "共", "的"});
    while (name.size() > 6) name.erase(0, LetterLength(name));
    if (name.empty()) continue;
    Sum sum;
    for (const Item& item : list) {
      const auto found = std::find_if(item.all.begin(), item.all.end(), [&](const Quantity& one) {
        return one.unit == "money" && one.words.find(name) != std::string::npos;
      });
      if (found != item.all.end()) Put(sum, *found);
    }
    const bool wrong = sum.parts.size() == list.size() && !Makes(sum, whole) &&
                       IsSlip(whole.value, sum.value, DigitsIn(whole.number.printed), true);
    if (wrong) AddSum(whole, sum.parts);
  }
}

// "支出 1741.75 万元，上年 1795.45 万元。其中：", and classes of expenditure, one a paragraph;
// "收入总计 1276.03 万元，其中：", and "1.财政拨款收入……", "5.上年结转和结余……".
void TieReader::TellPartsOfHeads(const std::vector<Item>& list) {
  if (!heads_open_) return;
  bool income = false;
  Sum sum;
  for (const Item& item : list) {
    const auto first = std::find_if(item.all.begin(), item.all.end(),
                                    [](const Quantity& one) { return !one.unit.empty(); });
    if (first == item.all.end() || first->unit != "money" || first->number.approximate) return;
    const auto& classes = builder_.labels.function_classes;
    const bool known = std::any_of(classes.begin(), classes.end(), [&](const std::string& one) {
      return first->words.find(one + "支出") != std::string::npos;
    });
    if (!known && !IsSourceOfIncome(builder_.labels, first->words)) return;
    income = income || !known;
    Put(sum, *first);
  }
  const Quantity* whole = nullptr;
  for (const Quantity& one : heads_) {
    if (one.unit != "money" || one.number.approximate) continue;
    if (Makes(sum, one)) return;
    if (whole == nullptr && !one.aside && one.Says({income ? "收入" : "支出"})) whole = &one;
  }
  if (whole == nullptr) return;
  const bool told = std::any_of(
      builder_.filing.relations.begin(), builder_.filing.relations.end(), [&](const Relation& one) {
        return one.place.order == whole->place.order && one.printed == whole->number.printed &&
               one.parts.size() == sum.parts.size();
      });
  if (!told) AddSum(*whole, sum.parts);
}

// "2022 年度共有 5 个项目", and below it "1、……" to "5、……", then another heading.
void TieReader::TellCountOfItems(const std::vector<Item>& list) {
  if (heads_.empty() || !headed_ || list.front().mark != '1') return;
  const Quantity& count = heads_.back();
  const bool plain = (count.unit == "个" || count.unit == "项") && count.number.decimals == 0 &&
                     !count.number.approximate && !count.aside;
  std::string_view noun = count.behind;
  if (noun.starts_with(count.number.counter)) noun.remove_prefix(count.number.counter.size());
  while (noun.ends_with(":") || noun.ends_with("。")) {
    noun.remove_suffix(noun.ends_with(":") ? 1 : std::string_view("。").size());
  }
  const bool of_projects = noun.ends_with("项目") && noun.size() <= 18;
  const std::string& words = count.words;
  const bool in_all = words.ends_with("共有") || words.ends_with("共") || words.ends_with("共计") ||
                      words.ends_with("共安排") || words.ends_with("共实施");
  const auto items = static_cast<int64_t>(list.size());
  if (!plain || !of_projects || !in_all || count.number.digits == items) return;
  AddNamed(count, items);
}

void TieReader::AddNamed(const Quantity& count, int64_t listed) {
  const Term told{{count.value, {}}, count.number.printed, count.number.counter, count.place};
  builder_.filing.relations.push_back(NamedRelation("所列各项", told, listed));
}

// "上述项目预算合计 1703.8 万元，实际支付合计 1703.15 万元": what each paragraph before it has
// under that name, once.
void TieReader::ReadAllOfList(Index i) {
  const Quantity& whole = At(i);
  const bool above = whole.Says({"上述", "以上"}) ||
                     (i > 0 && At(i - 1).Says({"上述", "以上"}) &&
                      At(i - 1).sentence == whole.sentence && At(i - 1).words.starts_with("上述"));
  if (!above || list_.size() < 2 || whole.number.approximate || whole.unit != "money") return;
  const std::string name = NameOfTotal(whole.words);
  if (name.size() < 6 || Told(whole.number.printed)) return;
  Sum sum;
  for (const Item& item : list_) {
    const Quantity* found = nullptr;
    for (const Quantity& one : item.all) {
      if (one.unit != "money" || one.words.find(name) == std::string::npos) continue;
      if (one.number.approximate || one.Says({"比", "较", "增加", "减少", "上年"})) return;
      if (found != nullptr && found->value != one.value) return;
      found = &one;
    }
    if (found == nullptr) return;
    Put(sum, *found);
  }
  if (!Makes(sum, whole)) AddSum(whole, sum.parts);
}

}  // namespace outturn::document
