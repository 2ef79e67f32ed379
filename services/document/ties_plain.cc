// Amounts told twice, parts of what was named before, balances, what was completed, days of a year.
#include <algorithm>

#include "services/document/slips.h"
#include "services/document/ties.h"

namespace outturn::document {

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
  if (opening == nullptr || income == nullptr || spent == nullptr) return;
  const auto& stated = builder_.filing.stated;
  const bool known = std::any_of(stated.begin(), stated.end(), [&](const Stated& one) {
    return one.place.order == place_.order && one.figure == "carry_in_all";
  });
  if (known) return;  // a rule asks of it
  const Exactly due = opening->value + income->value - spent->value;
  const Exactly tolerance = At(i).half + opening->half + income->half + spent->half;
  if (Within(At(i).value - due, tolerance)) return Settle(i);
  if (!IsSlip(At(i).value, due, DigitsIn(At(i).number.printed), true)) return;
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
  if (i < 2 || !At(i - 1).Says({"完成"}) || At(i - 1).unit != "money") return false;
  const Quantity& whole = At(i - 1);
  const Quantity& part = At(i - 2);
  const bool pair = part.unit == "money" && part.sentence == At(i).sentence &&
                    whole.sentence == At(i).sentence && !part.number.approximate &&
                    !whole.number.approximate;
  if (!pair) return false;
  for (const Index k : Before(i - 1, "money", true)) {
    if (!PercentFits(At(i), At(k), whole)) continue;
    Settle(i);
    return true;
  }
  if (part.aside || Told(At(i).number.printed + "%")) return true;
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
    const Exactly due = figures::Reduced(all.value.numerator, all.value.denominator * days);
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

}  // namespace outturn::document
