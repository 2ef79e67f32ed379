// What is told twice: in another unit, of the same projects, under the same name.
#include <algorithm>
#include <array>

#include "services/document/slips.h"
#include "services/document/ties/rooms.h"

namespace outturn::document {

// "3,260.00 元（0.326 万元）": the same in another unit, but for a slip of the pen.
void TwiceTies::ReadInOtherUnit(Index i) {
  if (i == 0 || At(i).words != "(" || At(i - 1).unit != "money") return;
  const Quantity& before = At(i - 1);
  if (before.number.unit == At(i).number.unit || before.number.approximate) return;
  if (Within(At(i).value - before.value, At(i).half + before.half)) return Settle(i);
  if (!IsSlip(At(i).value, before.value, DigitsIn(At(i).number.printed), true)) return;
  Add(Kind::kListed, "换算", At(i), {&before}, "");
}

// "支出 77,995,381.23 元……折合 7799.54 万元": one before it, but for the place of the point.
void TwiceTies::ReadConverted(Index i) {
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

// "产出指标分值 30 分，得分 28.9 分".
void TwiceTies::ReadScore(Index i) {
  if (i == 0 || At(i - 1).unit != "分" || At(i - 1).sentence != At(i).sentence) return;
  const std::string& words = At(i).words;
  const bool scored = words == ",得分" || words == ",得" || words == ",自评得分";
  const bool weight = !At(i - 1).Says({"得", "扣", "总分"});
  if (scored && weight) Add(Kind::kAtMost, "得分", At(i), {&At(i - 1)}, "");
}

// "编报目标的项目 43 个，涉及预算金额 123.45 万元；自评的项目 43 个，涉及预算金额 123.45 万元": as
// many projects have the same amount, and the same amount is of as many, but for a slip of the pen.
void TwiceTies::ReadAmountOfProjects(Index i) {
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

bool TwiceTies::IsUnread(const Quantity& one) const {
  const auto& unread = builder_.filing.unread;
  return std::any_of(unread.begin(), unread.end(), [&](const checks::Unread& other) {
    return other.place.order == one.place.order &&
           other.text == one.number.printed + one.number.unit;
  });
}

// "本年度拆违经费预算金额为 349.80 万元", and pages later "…为 394.80 万元": a slip of the pen.
void TwiceTies::TellNamesakes() {
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

}  // namespace outturn::document
