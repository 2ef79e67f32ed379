// What is left: of money that came and was spent, of the year, of assets without debts.
#include <algorithm>
#include <array>

#include "services/document/slips.h"
#include "services/document/ties/rooms.h"

namespace outturn::document {
// "总收入 5.62 亿元……总支出 5.45 亿元，收支相抵结余 0.17 亿元": up to a slip of the pen.
void LeftTies::ReadLeft(Index i) {
  const Quantity& left = At(i);
  if (left.Says({"上年", "年初", "使用", "收回"}) || Told(left.number.printed)) return;
  if (left.Says({"净资产"})) return ReadNetAssets(i);
  if (ReadLeftOfBoth(i)) return;
  std::vector<Index> near = Before(i, left.unit, false);
  const bool parts = std::any_of(near.begin(), near.end(), [&](Index k) {
    return At(k).sentence == left.sentence && At(k).Says({"其中"});
  });
  if (near.size() < 2 || parts || near[0] + 1 != i || near[1] + 2 != i) return;
  const Quantity* of = nullptr;
  const Quantity* less = nullptr;
  for (size_t a = 0; a < near.size(); ++a) {
    for (size_t b = 0; b < near.size(); ++b) {
      if (a == b) continue;
      const Exactly due = At(near[a]).value - At(near[b]).value;
      const Exactly tolerance = left.half + At(near[a]).half + At(near[b]).half;
      if (due.numerator >= 0 && Within(left.value - due, tolerance)) return Settle(i);
      const bool pair = a + b == 1 && At(near[1]).sentence == left.sentence;
      const bool slip = pair && IsSlip(left.value, due, DigitsIn(left.number.printed), false);
      if (!slip) continue;
      of = &At(near[a]);
      less = &At(near[b]);
    }
  }
  if (of == nullptr) return;
  Add(Kind::kDifference, "差额", left, {of, less}, " − ");
}

// "资金 80 万元，支出 62 万元，结余 18 万元", where nothing else is told of what is left.
bool LeftTies::ReadLeftOfBoth(Index i) {
  const Quantity& left = At(i);
  const bool rest = left.words == ",结余" || left.words == ",剩余" || left.words == ",结余资金" ||
                    left.words == ",剩余资金" || left.words == ",节约" ||
                    left.words == ",节约资金" || left.words == ",结余为";
  if (i < 2 || (i < 3 && At(i - 1).unit == "%") || !rest || left.unit != "money" ||
      left.number.approximate)
    return false;
  const Index at = At(i - 1).unit == "%" ? i - 2 : i - 1;  // "，使用率 94.8%，结余"
  const Quantity& done = At(at);
  const Quantity& due = At(at - 1);
  const bool pair = done.unit == "money" && due.unit == "money" && due.depth == left.depth &&
                    done.depth == left.depth && done.sentence == left.sentence &&
                    due.sentence == left.sentence && !done.number.approximate &&
                    !due.number.approximate && !done.aside && !due.aside;
  const bool spent = done.words.starts_with(",") && done.words.size() <= 30 &&
                     done.Says({"支出", "执行", "支付", "使用", "支用", "中标", "成交"});
  const bool had = due.Says({"预算", "收入", "到位", "下达", "安排", "拨付", "控制价"}) &&
                   !due.Says({"支出", "执行", "支付", "使用", "其中", "收回"});
  if (!pair || !spent || !had || Told(left.number.printed)) return false;
  for (Index k = 0; k + 1 < at; ++k) {  // there was something before
    if (At(k).unit == "money" && At(k).Says({"年初", "上年", "结转", "结余"})) return false;
  }
  const Exactly due_left = due.value - done.value;
  const bool more = i + 1 < all_.size() && At(i + 1).unit == "money" &&
                    At(i + 1).sentence == left.sentence && !At(i + 1).Says({"其中"});
  if (due_left.numerator < 0 || more) return false;
  Add(Kind::kDifference, "差额", left, {&due, &done}, " − ");
  Settle(i);
  return true;
}

// "资产总额 3860 万元……负债总额 310 万元，净资产 3550 万元".
void LeftTies::ReadNetAssets(Index i) {
  const Quantity* assets = nullptr;
  const Quantity* debts = nullptr;
  for (Index k = i; k-- > 0;) {
    if (At(k).unit != "money") continue;
    if (debts == nullptr && At(k).Says({"负债总额", "负债合计", "总负债"})) debts = &At(k);
    if (assets == nullptr && At(k).Says({"资产总额", "资产合计", "总资产"})) assets = &At(k);
  }
  if (assets == nullptr || debts == nullptr) return;
  const Exactly due = assets->value - debts->value;
  const Exactly tolerance = At(i).half + assets->half + debts->half;
  if (Within(At(i).value - due, tolerance)) return;
  if (!IsSlip(At(i).value, due, DigitsIn(At(i).number.printed), true)) return;
  Add(Kind::kDifference, "净资产", At(i), {assets, debts}, " − ");
}

// "预算 19.3 万元，支出 3.1 万元，执行率 16.1%，尚有 16.2 万元未执行".
void LeftTies::ReadNotYetSpent(Index i) {
  constexpr size_t kFew = 15;  // bytes
  const Quantity& left = At(i);
  const bool still = left.words.size() <= kFew && left.Says({"尚有", "还有", "剩余", "尚余"});
  const auto behind = [&](const char* word) {
    return left.behind.find(word) != std::string::npos && left.behind.find(word) < kFew;
  };
  if (!still || left.number.approximate || Told(left.number.printed)) return;
  if (!behind("未执行") && !behind("未支出") && !behind("未使用") && !behind("未支付")) return;
  const Quantity* due = nullptr;
  const Quantity* done = nullptr;
  for (Index k = i; k-- > 0 && At(k).sentence == left.sentence;) {
    const Quantity& one = At(k);
    if (one.unit != "money") continue;
    const bool spent = one.Says({"支出", "执行", "支付", "使用"}) && !one.words.ends_with("预算");
    const Quantity** role = spent ? &done : &due;
    if (*role != nullptr || one.number.approximate) return;
    *role = &one;
  }
  if (due == nullptr || done == nullptr) return;
  Add(Kind::kDifference, "未执行", left, {due, done}, " − ");
  Settle(i);
}

// "2031 年收入 2846.35 万元": the one amount of the document that is called no more than that.
const Quantity* LeftTies::OfTheYear(const std::string& what) const {
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
void LeftTies::ReadBalance(Index i) {
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

}  // namespace outturn::document
