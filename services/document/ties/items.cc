// Numbered paragraphs: what they come to, how many they are.
#include <algorithm>
#include <array>

#include "services/document/prose/sentence.h"
#include "services/document/slips.h"
#include "services/document/ties/rooms.h"
#include "services/document/words.h"

namespace outturn::document {
namespace {

// "(二)黑土地保护项目": what is told of it stands in the paragraph below.
bool HeadsItem(const std::string& bare) {
  const std::string name = BareName(bare);
  return name.size() < bare.size() && bare.front() == '(' && name.size() >= 15 &&
         (name.ends_with("项目") || name.ends_with("补助") || name.ends_with("补贴"));
}

// By its start: "其中:" at its end is no number.
bool IsNumbered(const std::string& bare) { return !bare.starts_with(BareName(bare)); }

// "1.", "(一)": a paragraph of a list.
bool IsItem(const std::string& bare) {
  return IsNumbered(bare) && bare.find("。") != std::string::npos &&
         (bare.front() == '(' || (bare.front() >= '0' && bare.front() <= '9'));
}

// "上述项目预算合计" → "预算".
std::string NameOfTotal(std::string words) {
  words =
      BehindLast(std::move(words), {",", ";", ":", "。", "上述", "以上", "各项目", "项目", "年"});
  return Without(words, {"共计", "合计", "总计", "资金", "金额", "全年", "为"});
}

// "财政拨款收入", "上年结转和结余": one of those that make all income.
bool IsSourceOfIncome(const Labels& labels, const std::string& words) {
  for (const CompleteList& set : labels.complete_lists) {
    const bool of_income = std::find(set.of.begin(), set.of.end(), "收入") != set.of.end();
    if (of_income && HasAny(words, set.parts)) return true;
  }
  return false;
}

}  // namespace

void ItemTies::Note(const std::string& bare) {
  if (all_.empty() && !bare.ends_with("。")) {
    headed_ = headed_ || (!list_.empty() && IsNumbered(bare));
    heads_item_ = heads_item_ || HeadsItem(bare);
    return;
  }
  if ((IsItem(bare) || heads_item_) && !bare.ends_with("其中:")) {
    const char mark = bare.front() == '(' ? '(' : '1';
    if (!list_.empty() && mark != list_.back().mark) {  // "1." below "(一)": a list within it
      std::vector<Quantity> above;
      for (const ListItem& one : list_) above.insert(above.end(), one.all.begin(), one.all.end());
      CloseList();
      heads_ = std::move(above);
    }
    list_.push_back({all_, place_, mark});
  } else {
    headed_ = headed_ || bare.starts_with("上述") || bare.starts_with("以上");
    CloseList();
    heads_ = all_;
    heads_open_ = bare.ends_with("其中:");
  }
  heads_item_ = HeadsItem(bare);
}

void ItemTies::CloseList() {
  const std::vector<ListItem> list = std::move(list_);
  list_.clear();
  if (list.size() >= 2) {
    TellNamedSum(list);
    TellPartsOfHeads(list);
    TellCountOfItems(list);
  }
  headed_ = heads_open_ = false;
}

// "……全年预算共计 1000 万元，执行共计 966.4 万元", and a numbered paragraph each with its own.
void ItemTies::TellNamedSum(const std::vector<ListItem>& list) {
  for (const Quantity& whole : heads_) {
    if (whole.unit != "money" || !whole.Says({"共计", "合计"})) continue;
    std::string name = Without(BareName(whole.words), {"共计", "合计", "资金", "金额"});
    name = BehindLast(std::move(name), {",", ";", ":", "。", "(", ")", "、"});
    name = Without(name, {"为", "达", "达到", "共", "的"});
    while (name.size() > 6) name.erase(0, LetterLength(name));
    if (name.empty()) continue;
    std::vector<const Quantity*> parts;
    for (const ListItem& item : list) {
      const auto found = std::find_if(item.all.begin(), item.all.end(), [&](const Quantity& one) {
        return one.unit == "money" && one.words.find(name) != std::string::npos;
      });
      if (found != item.all.end()) parts.push_back(&*found);
    }
    const bool wrong =
        parts.size() == list.size() && !Agree(SumOf(parts), whole) &&
        IsSlip(whole.value, SumOf(parts).value, DigitsIn(whole.number.printed), true);
    if (wrong) AddSum(whole, parts);
  }
}

// "支出 1741.75 万元，上年 1795.45 万元。其中：", and classes of expenditure, one a paragraph;
// "收入总计 1276.03 万元，其中：", and "1.财政拨款收入……", "5.上年结转和结余……".
void ItemTies::TellPartsOfHeads(const std::vector<ListItem>& list) {
  if (!heads_open_) return;
  bool income = false;
  std::vector<const Quantity*> parts;
  for (const ListItem& item : list) {
    const auto first = std::find_if(item.all.begin(), item.all.end(),
                                    [](const Quantity& one) { return !one.unit.empty(); });
    if (first == item.all.end() || first->unit != "money" || first->number.approximate) return;
    const auto& classes = builder_.labels.function_classes;
    const bool known = std::any_of(classes.begin(), classes.end(), [&](const std::string& one) {
      return first->words.find(one + "支出") != std::string::npos;
    });
    if (!known && !IsSourceOfIncome(builder_.labels, first->words)) return;
    income = income || !known;
    parts.push_back(&*first);
  }
  const Quantity* whole = nullptr;
  for (const Quantity& one : heads_) {
    if (one.unit != "money" || one.number.approximate) continue;
    if (Agree(SumOf(parts), one)) return;
    if (whole == nullptr && !one.aside && one.Says({income ? "收入" : "支出"})) whole = &one;
  }
  if (whole == nullptr) return;
  const bool told = std::any_of(
      builder_.filing.relations.begin(), builder_.filing.relations.end(), [&](const Relation& one) {
        return one.place.order == whole->place.order && one.printed == whole->number.printed &&
               one.parts.size() == parts.size();
      });
  if (!told) AddSum(*whole, parts);
}

// "2022 年度共有 5 个项目", and below it "1、……" to "5、……", then another heading.
void ItemTies::TellCountOfItems(const std::vector<ListItem>& list) {
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

// "上述项目预算合计 1703.8 万元，实际支付合计 1703.15 万元": what each paragraph before it has
// under that name, once.
void ItemTies::ReadAllOfList(Index i) {
  const Quantity& whole = At(i);
  const bool above = whole.Says({"上述", "以上"}) ||
                     (i > 0 && At(i - 1).Says({"上述", "以上"}) &&
                      At(i - 1).sentence == whole.sentence && At(i - 1).words.starts_with("上述"));
  if (!above || list_.size() < 2 || whole.number.approximate || whole.unit != "money") return;
  const std::string name = NameOfTotal(whole.words);
  if (name.size() < 6 || Told(whole.number.printed)) return;
  std::vector<const Quantity*> parts;
  for (const ListItem& item : list_) {
    const Quantity* found = nullptr;
    for (const Quantity& one : item.all) {
      if (one.unit != "money" || one.words.find(name) == std::string::npos) continue;
      if (one.number.approximate || one.Says({"比", "较", "增加", "减少", "上年"})) return;
      if (found != nullptr && found->value != one.value) return;
      found = &one;
    }
    if (found == nullptr) return;
    parts.push_back(&*found);
  }
  if (!Agree(SumOf(parts), whole)) AddSum(whole, parts);
}

// "以上四项共计支出 4672.50 万元": the first amounts of as many numbered paragraphs.
void ItemTies::ReadAllAbove(Index i) {
  static const std::array<const char*, 9> kCounts = {"二", "三", "四", "五", "六",
                                                     "七", "八", "九", "十"};
  size_t count = 0;
  for (size_t n = 0; n < kCounts.size(); ++n) {
    const std::string counted = std::string(kCounts[n]) + "项";
    if (At(i).Says({counted.c_str()})) count = n + 2;
  }
  if (count == 0) return ReadAllOfList(i);
  if (list_.size() < count) {  // in one paragraph
    std::vector<Index> near = Before(i, At(i).unit, false);
    std::erase_if(near, [&](Index k) { return At(k).aside; });
    if (near.size() < count) return;
    std::vector<const Quantity*> all;
    for (size_t n = count; n-- > 0;) all.push_back(&At(near[n]));
    const Exactly total = SumOf(all).value;
    const bool wrong =
        At(i).value != total && IsSlip(At(i).value, total, DigitsIn(At(i).number.printed), true);
    if (wrong) AddSum(At(i), all);
    return;
  }
  std::vector<const Quantity*> parts;
  for (size_t n = list_.size() - count; n < list_.size(); ++n) {
    const std::vector<Quantity>& all = list_[n].all;
    const auto first = std::find_if(all.begin(), all.end(), [&](const Quantity& one) {
      return one.unit == At(i).unit && !one.aside;
    });
    if (first != all.end()) parts.push_back(&*first);
  }
  const Amount sum = SumOf(parts);
  const bool slip = parts.size() == count && !Agree(At(i), sum) &&
                    IsSlip(At(i).value, sum.value, DigitsIn(At(i).number.printed), true);
  if (slip) AddSum(At(i), parts);
}

}  // namespace outturn::document
