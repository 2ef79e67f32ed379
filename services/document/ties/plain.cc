// Amounts told twice, parts of what was named before, balances, what was completed, days of a year,
// what came to a count within it.
#include <algorithm>
#include <array>

#include "services/document/prose/sentence.h"
#include "services/document/prose/slips.h"
#include "services/document/ties/ties.h"

namespace outturn::document {
namespace {

// "支出预算为 44.52 万元", "公用经费年初 45.76 万元".
bool IsPlan(const Quantity& one) {
  for (const char* end : {"预算", "预算为", "预算数", "预算数为"}) {
    if (one.words.ends_with(end)) return true;
  }
  if (one.Says({"支出", "完成", "实际", "执行", "决算", "行政", "事业", "结转", "结余"}))
    return false;
  return one.Says({"编制", "预算", "计划", "任务", "目标", "已到位"}) ||
         one.words.ends_with("年初") || one.words.ends_with("到位资金") ||
         one.words.ends_with("资金到位");
}

}  // namespace

// "3,260.00 元（0.326 万元）": the same in another unit, but for a slip of the pen.
void TieReader::ReadInOtherUnit(Index i) {
  if (i == 0 || At(i).words != "(" || At(i - 1).unit != "money") return;
  const Quantity& before = At(i - 1);
  if (before.number.unit == At(i).number.unit || before.number.approximate) return;
  if (Within(At(i).value - before.value, At(i).half + before.half)) return Settle(i);
  if (!IsSlip(At(i).value, before.value, DigitsIn(At(i).number.printed), true)) return;
  Add(Kind::kListed, "换算", At(i), {&before}, "");
}

// "医疗收入中，门诊收入 4123.65 万元、住院收入 8742.28 万元": parts of what was named before.
void TieReader::ReadWithin(Index i) {
  constexpr std::string_view kOf = "中,";
  const std::string& words = At(i).words;
  const size_t at = words.find(kOf);
  if (at == std::string::npos || words.find("其中") != std::string::npos) return;
  std::string name = words.substr(0, at);
  for (const std::string_view mark : {",", ";", ":", "。", ")"}) {
    const size_t end = name.rfind(mark);
    if (end != std::string::npos) name.erase(0, end + mark.size());
  }
  const Quantity* whole = NamedWhole(name, "money");
  std::vector<const Quantity*> parts;
  Exactly sum;
  for (Index k = i; whole != nullptr && k < all_.size(); ++k) {
    const bool next = k == i || At(k).words.starts_with("、") || At(k).words.starts_with(",") ||
                      At(k).words.starts_with("和");
    if (!next || At(k).sentence != At(i).sentence || At(k).unit != "money" || At(k).aside) break;
    parts.push_back(&At(k));
    sum = sum + At(k).value;
  }
  if (parts.size() < 2) return;
  const Exactly off = whole->value - sum;
  if (figures::IsZero(off)) return;
  const bool slip =
      IsSlip(whole->value, sum, DigitsIn(whole->number.printed), false) ||
      std::any_of(parts.begin(), parts.end(), [&](const Quantity* part) {
        return IsSlip(part->value, part->value + off, DigitsIn(part->number.printed), false);
      });
  if (slip) AddSum(*whole, parts);
}

// "2031 年收入 2846.35 万元": the one amount of the document that is called no more than that.
const Quantity* TieReader::OfTheYear(const std::string& what) const {
  const Quantity* found = nullptr;
  for (const auto& [name, all] : named_) {
    const std::string_view year = "年";
    const size_t at = name.rfind(year);
    std::string rest = at == std::string::npos ? name : name.substr(at + year.size());
    for (const std::string_view start : {"度", "本", "全", "总"}) {
      if (rest.starts_with(start)) rest.erase(0, start.size());
    }
    if (rest != what && rest != what + "合计" && rest != what + "总额") continue;
    for (const Quantity& one : all) {
      if (one.unit != "money" || one.number.approximate) continue;
      if (found != nullptr && found->value != one.value) return nullptr;
      found = &one;
    }
  }
  return found;
}

// "年初结转 A，本年收入合计 B，本年支出合计 C，年末结转和结余 D": A + B − C, but for a slip.
void TieReader::ReadBalance(Index i) {
  if (!At(i).Says({"年末结转", "年末结余"}) || Told(At(i).number.printed)) return;
  const auto first = [&](std::initializer_list<const char*> any) -> const Quantity* {
    for (Index k = 0; k < i; ++k) {
      const bool money = At(k).unit == "money" && !At(k).number.approximate && !At(k).aside;
      if (money && At(k).Says(any)) return &At(k);
    }
    return nullptr;
  };
  const Quantity* opening = first({"年初结转", "年初结余"});
  const Quantity* income = first({"收入合计", "总收入", "本年收入"});
  const Quantity* spent = first({"支出合计", "总支出", "本年支出"});
  if (income == nullptr && spent == nullptr) {  // in paragraphs before it
    income = OfTheYear("收入");
    spent = OfTheYear("支出");
  }
  if (opening == nullptr || income == nullptr || spent == nullptr) return;
  const auto& stated = builder_.filing.stated;
  const bool known = std::any_of(stated.begin(), stated.end(), [&](const Stated& one) {
    return one.place.order == place_.order && one.figure == "carry_in_all";
  });
  if (known) return;  // a rule asks of it
  const Exactly due = opening->value + income->value - spent->value;
  const Exactly tolerance = At(i).half + opening->half + income->half + spent->half;
  if (Within(At(i).value - due, tolerance)) return Settle(i);
  if (!IsSlip(At(i).value, due, DigitsIn(At(i).number.printed), true)) {
    if (income->place.order == place_.order) return;
    Quantity less = *spent;  // a warning: something may have been shared out besides
    less.value = -spent->value;
    Add(Kind::kListed, "年末结转和结余", At(i), {opening, income, &less}, " + ").formula =
        opening->number.printed + " + " + income->number.printed + " − " + spent->number.printed;
    return;
  }
  Quantity all = *opening;  // there was to spend
  all.value = opening->value + income->value;
  all.half = opening->half + income->half;
  Relation& relation = Add(Kind::kDifference, "年末结转和结余", At(i), {&all, spent}, " − ");
  relation.numbers = {{opening->number.printed + opening->number.unit, place_.where},
                      {income->number.printed + income->number.unit, place_.where},
                      {spent->number.printed + spent->number.unit, place_.where}};
  relation.formula =
      opening->number.printed + " + " + income->number.printed + " − " + spent->number.printed;
}

// "41.36 万元，完成预算 52.80 万元的 78.33%"; false where it is not said like this.
bool TieReader::ReadCompleted(Index i) {
  if (i < 2 || !At(i - 1).Says({"完成"})) return false;
  const Quantity& whole = At(i - 1);
  const Quantity& part = At(i - 2);
  const bool amounts = !whole.unit.empty() && whole.unit != "%" && whole.unit != "分";
  const bool pair = amounts && part.unit == whole.unit && part.sentence == At(i).sentence &&
                    whole.sentence == At(i).sentence && !part.number.approximate &&
                    !whole.number.approximate;
  if (!pair) return false;
  for (const Index k : Before(i - 1, whole.unit, true)) {
    if (!PercentFits(At(i), At(k), whole)) continue;
    Settle(i);
    return true;
  }
  Quantity clause = part;  // "……(基数为 0，不可比)；公务接待费支出决算为"
  clause.words.erase(0, part.words.rfind(';') + 1);
  const bool aside =
      clause.Says({"增加", "减少", "增长", "下降", "比", "较", "上年", "去年", "均", "每"});
  if (aside || Told(At(i).number.printed + "%")) return true;
  Add(Kind::kShare, "完成率", At(i), {&part, &whole}, " ÷ ");
  return true;
}

// "18.25 万吨，日均 500 吨": of the days of a year, but for a slip of the pen.
void TieReader::ReadPerDay(Index i) {
  if (i == 0 || At(i - 1).unit != At(i).unit || At(i - 1).sentence != At(i).sentence) return;
  const Quantity& all = At(i - 1);
  if (all.number.approximate || Told(At(i).number.printed)) return;
  bool slip = false;
  for (const int64_t days : {366, 365}) {
    const Exactly due = all.value / days;
    const Exactly unit{1, figures::PowerOfTen(At(i).number.decimals)};
    if (Within(At(i).value - due, unit + At(i).half)) return Settle(i);
    slip = IsSlip(At(i).value, Rounded(due, At(i).number.decimals), DigitsIn(At(i).number.printed),
                  true);
  }
  if (!slip) return;
  Quantity days = all;
  days.value = {365, 1};
  days.half = {};
  days.number.printed = "365";
  days.number.unit.clear();
  days.number.counter = "天";
  Add(Kind::kAverage, "日均", At(i), {&all, &days}, " ÷ ");
}

// "支出 77,995,381.23 元……折合 7799.54 万元": one before it, but for the place of the point.
void TieReader::ReadConverted(Index i) {
  const Quantity& one = At(i);
  if (!one.Says({"折合"}) || one.number.approximate || Told(one.number.printed)) return;
  const Quantity* moved = nullptr;
  for (Index k = 0; k < i; ++k) {
    const Quantity& before = At(k);
    if (before.unit != "money" || before.number.unit == one.number.unit) continue;
    if (Within(one.value - before.value, one.half + before.half)) return Settle(i);
    for (const int64_t times : {10, 100}) {
      const bool more = Within(one.value - before.value * times, one.half + before.half * times);
      const bool less = Within(one.value * times - before.value, one.half * times + before.half);
      if (more || less) moved = &before;
    }
  }
  if (moved != nullptr) Add(Kind::kListed, "换算", one, {moved}, "");
}

// "86.4%，较上年的 84.1% 提高 2.3 个百分点", "由 63.4% 提高到 71.9%，提高 8.5 个百分点".
void TieReader::ReadPointsApart(Index i) {
  constexpr size_t kFew = 18;  // bytes
  const Quantity& apart = At(i);
  if (i < 2 || apart.words.size() > kFew || Told(apart.number.printed)) return;
  const Quantity& second = At(i - 1);
  const Quantity& first = At(i - 2);
  const bool rates = first.unit == "%" && second.unit == "%" && first.sentence == apart.sentence &&
                     second.sentence == apart.sentence && !second.Says({";"});
  const bool prior = second.Says({"比", "较"}) && second.Says({"上年", "去年", "同期", "年的"});
  const bool grown = first.Says({"由", "从"}) && second.Says({"到", "至"});
  if (!rates || !(prior || grown) || apart.Says({";", "分别"})) return;
  Quantity high = grown ? second : first;
  Quantity low = grown ? first : second;
  if (apart.Says({"降", "低", "减"})) std::swap(high, low);
  const Exactly off = apart.value - (high.value - low.value);
  const Exactly half = CoarseOf(apart.number, "") + high.half + low.half;
  if (Within(off, half)) return Settle(i);
  high.unit = low.unit = "";
  Add(Kind::kDifference, "百分点", apart, {&high, &low}, " − ").half = half;
}

// "产出指标分值 30 分，得分 28.9 分".
void TieReader::ReadScore(Index i) {
  if (i == 0 || At(i - 1).unit != "分" || At(i - 1).sentence != At(i).sentence) return;
  const std::string& words = At(i).words;
  const bool scored = words == ",得分" || words == ",得" || words == ",自评得分";
  const bool weight = !At(i - 1).Says({"得", "扣", "总分"});
  if (scored && weight) Add(Kind::kAtMost, "得分", At(i), {&At(i - 1)}, "");
}

// "自评的项目 57 个……其中评级为优的项目 59 个": no part is more than its whole.
void TieReader::ReadPart(Index i) {
  constexpr size_t kNoun = 6;  // bytes: "项目"
  const Quantity& part = At(i);
  const bool counted = part.unit != "money" && part.unit != "%" && part.unit != "分";
  if (!counted || part.aside || !part.Says({"其中"}) || part.words.size() < kNoun) return;
  const std::string noun = part.words.substr(part.words.size() - kNoun);
  for (Index k = i; k-- > 0;) {
    const Quantity& whole = At(k);
    if (whole.unit != part.unit) continue;
    if (!whole.words.ends_with(noun) || whole.aside || whole.number.approximate ||
        Told(whole.number.printed))
      return;
    if (part.value <= whole.value) return;
    Add(Kind::kAtMost, "其中的一部分", part, {&whole}, "");
    return;
  }
}

// "出国团组 0 个、累计 4 人次", "30 批次、12 人次": nobody without a group, none without a person.
void TieReader::ReadPersons(Index i) {
  constexpr size_t kFew = 24;  // bytes
  const Quantity& persons = At(i);
  if (i == 0 || persons.unit != "人次" || persons.words.size() > kFew) return;
  const Quantity& groups = At(i - 1);
  const bool pair = groups.sentence == persons.sentence && groups.unit != "人次" &&
                    (groups.Says({"团组", "批次"}) || groups.unit == "批次") &&
                    !groups.number.approximate &&
                    (!groups.Says({"其中"}) || persons.words == "、") &&
                    !persons.Says({";", ")", "车", "比", "较", "增", "减", "均"});
  if (!pair) return;
  const bool of_nothing = groups.value.numerator == 0 && persons.value.numerator > 0;
  const bool fewer = groups.value.numerator > 0 && groups.value > persons.value;
  if (of_nothing) Add(Kind::kAtMost, "人次", persons, {&groups}, "");
  if (fewer) Add(Kind::kAtMost, "团组或批次", groups, {&persons}, "");
}

// "预算 86,000 元，支出 71,345.60 元，控制率 82.96%", "编制 118 名……实有 112 人，控制率 94.92%":
// what was done of what was planned, neither the other way round nor of anything else.
bool TieReader::ReadRateOfPlan(Index i) {
  constexpr size_t kFew = 30;  // bytes
  const Quantity& rate = At(i);
  if (i < 2 || !rate.words.starts_with(",") || rate.words.size() > kFew) return false;
  if (!rate.Says({"控制率", "执行率", "完成率", "使用率", "支付率", "支出率"})) return false;
  // "预算 44 万元，决算 22 万元，比预算节约 22 万元，控制率": not of what was saved.
  const Index at = i > 2 && At(i - 1).Says({",比预算", ",较预算"}) ? i - 2 : i - 1;
  const Quantity& done = At(at);
  const bool says_done =
      done.Says({"支出", "完成", "实有", "在职", "实际", "执行", "决算", "使用", "支付"});
  if (!says_done || done.unit.empty() || done.unit == "%" || done.number.approximate) return false;
  const Quantity* plan = nullptr;
  const std::vector<Index> before = Before(at, done.unit, true);
  for (const Index k : before) {
    if (PercentFits(rate, done, At(k))) return false;
    if (IsPlan(At(k)) && plan == nullptr) plan = &At(k);
  }
  if (plan == nullptr || done.sentence != rate.sentence) return false;
  // "资金已到位 672.44 万元，使用 627.44 万元，使用率": of the money that came.
  const bool used = rate.Says({"使用率", "支付率", "支出率"});
  if (used && !(done.Says({"使用", "支付", "支出"}) && plan->Says({"到位", "预算"}))) return false;
  const bool turned = PercentFits(rate, *plan, done);
  const bool next = plan == &At(before.front()) && !IsKnown(rate);  // else a rule asks
  if (!(turned || next) || Told(rate.number.printed + "%")) return false;
  Add(Kind::kShare, "比率", rate, {&done, plan}, " ÷ ");
  return true;
}

// "实施项目共 16 个，年初批复 9 个（含 1 个…），年中增加 7 个": what was there at first and what
// came or went on the way make the whole.
void TieReader::ReadCountsOfTheYear(Index i) {
  const Quantity& added = At(i);
  if (!added.Says({"年中增加", "年中新增", "年中追加"})) return;
  const Quantity* whole = nullptr;
  const Quantity* first = nullptr;
  int depth = 0;
  for (Index k = 0; k < all_.size(); ++k) {
    const Quantity& one = At(k);
    depth += static_cast<int>(std::count(one.words.begin(), one.words.end(), '(')) -
             static_cast<int>(std::count(one.words.begin(), one.words.end(), ')'));
    if (one.sentence != added.sentence || one.unit != added.unit || depth > 0 || k == i) continue;
    const bool in_all = Without(one.words, {"有", "计"}).ends_with("共") ||
                        one.Says({"共实施", "共安排", "共开展", "共有"});
    const Quantity** role = in_all ? &whole : one.Says({"年初"}) ? &first : nullptr;
    // Nobody knows of a second one, or of what went, what it is a part of.
    if (role == nullptr || *role != nullptr || one.number.approximate) return;
    *role = &one;
  }
  if (whole == nullptr || first == nullptr) return;
  if (whole->value - first->value != added.value) AddSum(*whole, {first, &added});
}

// "编报目标的项目 43 个，涉及预算金额 123.45 万元；自评的项目 43 个，涉及预算金额 123.45 万元": as
// many projects have the same amount, and the same amount is of as many, but for a slip of the pen.
void TieReader::ReadAmountOfProjects(Index i) {
  const auto is_one = [&](Index k) {
    return k > 0 && At(k).unit == "money" && At(k).Says({"涉及预算金额", "涉及金额"}) &&
           At(k - 1).unit == "个" && !At(k).number.approximate;
  };
  if (!is_one(i) || At(i).words.size() > 30) return;
  std::vector<Index> amounts;  // others of as many projects
  std::vector<Index> counts;   // others of the same amount
  for (Index k = 0; k < all_.size(); ++k) {
    if (k == i || !is_one(k) || At(k).sentence != At(i).sentence) continue;
    const bool as_many = At(k - 1).value == At(i - 1).value;
    const bool as_much = At(k).value == At(i).value;
    if (as_many && as_much) return Settle(i);
    if (as_many) amounts.push_back(k);
    if (as_much && At(i).value.numerator > 0) counts.push_back(k);
  }
  // Of two that differ the second is told; of three the one that is like no other.
  const auto told = [&](const std::vector<Index>& others) {
    return !others.empty() && (others.front() < i || others.size() > 1);
  };
  const bool slips = std::all_of(amounts.begin(), amounts.end(), [&](Index k) {
    return IsSlip(At(i).value, At(k).value, DigitsIn(At(i).number.printed), false);
  });
  if (slips && told(amounts)) AddSum(At(i), {&At(amounts.front())});
  if (counts.size() > 1) AddSum(At(i - 1), {&At(counts.front() - 1)});
}

bool TieReader::IsUnread(const Quantity& one) const {
  const auto& unread = builder_.filing.unread;
  return std::any_of(unread.begin(), unread.end(), [&](const checks::Unread& other) {
    return other.place.order == one.place.order &&
           other.text == one.number.printed + one.number.unit;
  });
}

// "本年度拆违经费预算金额为 349.80 万元", and pages later "…为 394.80 万元": a slip of the pen.
void TieReader::TellNamesakes() {
  constexpr size_t kLeast = 24;  // bytes of the name: eight characters
  for (const auto& [name, all] : named_) {
    if (name.size() < kLeast || all.size() != 2) continue;
    const Quantity& first = all[0];
    const Quantity& second = all[1];
    const bool pair = first.unit == "money" && second.unit == "money" &&
                      !first.number.approximate && !second.number.approximate &&
                      first.place.order != second.place.order;
    if (!pair || !IsUnread(first) || !IsUnread(second)) continue;
    if (!IsSlip(second.value, first.value, DigitsIn(second.number.printed), true)) continue;
    place_ = second.place;
    Add(Kind::kListed, name, second, {&first}, "");
  }
}

// "以上四项共计支出 4672.50 万元": the first amounts of as many numbered paragraphs.
void TieReader::ReadAllAbove(Index i) {
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
    Exactly total;
    for (size_t n = count; n-- > 0;) {
      all.push_back(&At(near[n]));
      total = total + At(near[n]).value;
    }
    const bool wrong =
        At(i).value != total && IsSlip(At(i).value, total, DigitsIn(At(i).number.printed), true);
    if (wrong) AddSum(At(i), all);
    return;
  }
  std::vector<const Quantity*> parts;
  Exactly sum;
  Exactly tolerance = At(i).half;
  for (size_t n = list_.size() - count; n < list_.size(); ++n) {
    for (const Quantity& one : list_[n].all) {
      if (one.unit != At(i).unit || one.aside) continue;
      parts.push_back(&one);
      sum = sum + one.value;
      tolerance = tolerance + one.half;
      break;
    }
  }
  const bool slip = parts.size() == count && !Within(At(i).value - sum, tolerance) &&
                    IsSlip(At(i).value, sum, DigitsIn(At(i).number.printed), true);
  if (slip) AddSum(At(i), parts);
}

}  // namespace outturn::document
