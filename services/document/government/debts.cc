// Debt: no more than its limit, and what was borrowed and paid back makes its change.
#include <algorithm>

#include "services/document/government/government.h"
#include "services/document/slips.h"

namespace outturn::document {
namespace {

// "一般", "专项" or empty for all of it; what is no debt has no kind.
std::string KindOf(const Told& told) {
  for (const char* kind : {"一般债", "专项债"}) {
    if (told.number.words.find(kind) != std::string::npos) return kind;
  }
  return "";
}

bool IsOf(const Told& told, const char* word) {
  return told.part == Part::kLevel && told.number.unit == "money" &&
         !told.number.number.approximate && told.name.find(word) != std::string::npos &&
         !told.number.Says({"新增", "再融资", "上年", "增加", "偿还"}) &&
         !Has(told.clause, {"比", "低于"});
}

}  // namespace

// "本金 24800 万元、利息 19460 万元，还本付息合计 44260 万元".
void GovernmentReader::ReadService(Index i) {
  const Told& all = told_[i];
  if (i < 2 || !Has(all.clause, {"还本付息", "本息"}) || !all.number.Says({"合计", "共计"})) return;
  const Told& interest = told_[i - 1];
  const Told& principal = told_[i - 2];
  const bool pair = interest.number.Says({"利息", "付息"}) &&
                    principal.number.Says({"本金", "还本"}) && all.part == Part::kLevel &&
                    interest.number.unit == "money" && principal.number.unit == "money" &&
                    principal.number.sentence == all.number.sentence &&
                    principal.part == Part::kLevel && interest.part == Part::kLevel;
  const Exactly off = all.number.value - principal.number.value - interest.number.value;
  const Exactly half = all.number.half + principal.number.half + interest.number.half;
  if (pair && !Within(off, half)) TellSum(all.number, {&principal.number, &interest.number});
}

void GovernmentReader::ReadDebts() {
  for (Index i = 0; i < told_.size(); ++i) ReadService(i);
  ReadLimits();
  ReadBorrowed();
}

// No balance is above its limit, "余额比限额低 12 万元" what lies between.
void GovernmentReader::ReadLimits() {
  for (Index i = 0; i < told_.size(); ++i) {
    const Told& balance = told_[i];
    if (!IsOf(balance, "余额") || !balance.number.Says({"债务"})) continue;
    const Told* limit = nullptr;
    bool covered = false;
    for (Index k = 0; k < told_.size(); ++k) {
      const Told& one = told_[k];
      if (!IsOf(one, "限额") || KindOf(one) != KindOf(balance) || one.listed != balance.listed)
        continue;
      limit = &one;
      covered = covered || (one.number.value - balance.number.value).numerator >= 0;
    }
    if (limit != nullptr && !covered && !IsTold(balance.number)) {
      Tell(Kind::kAtMost, "债务余额与限额", balance.number, {&limit->number}, "");
    }
    for (Index k = i + 1; k < told_.size() && limit != nullptr; ++k) {
      const Told& apart = told_[k];
      if (apart.number.unit != "money" || !apart.number.Says({"比限额低", "低于限额", "比限额少"}))
        continue;
      const Exactly off = apart.number.value - (limit->number.value - balance.number.value);
      if (!balance.listed &&
          !Within(off, apart.number.half + limit->number.half + balance.number.half)) {
        Tell(Kind::kDifference, "限额与余额", apart.number, {&limit->number, &balance.number},
             " − ");
      }
      break;
    }
  }
}

// "余额 A，比上年末增加 B。新增债券 C，偿还到期债券 D": B = C − D.
void GovernmentReader::ReadBorrowed() {
  const Told* change = nullptr;
  const Told* more = nullptr;
  const Told* again = nullptr;
  const Told* back = nullptr;
  for (const Told& one : told_) {
    if (one.number.unit != "money" || one.listed || one.number.number.approximate) continue;
    const Told** role = nullptr;
    if (one.part == Part::kChange && one.number.Says({"比上年末", "较上年末", "比年初", "较年初"}))
      role = &change;
    else if (one.number.Says({"再融资"}))
      role = &again;
    else if (one.number.Says({"新增"}) && one.part == Part::kLevel)
      role = &more;
    else if (one.number.Says({"偿还", "还本"}))
      role = &back;
    if (role == nullptr) continue;
    if (*role != nullptr) return;
    *role = &one;
  }
  if (change == nullptr || more == nullptr || back == nullptr || change->down) return;
  if (!change->number.Says({"债", "余额"}) && KindOf(*more).empty() && !more->number.Says({"债"}))
    return;
  Quantity all = more->number;
  if (again != nullptr) {
    all.value = all.value + again->number.value;
    all.half = all.half + again->number.half;
  }
  const Exactly off = change->number.value - (all.value - back->number.value);
  if (Within(off, change->number.half + all.half + back->number.half)) return;
  // What was borrowed to pay back may stand nowhere: a slip of the pen only.
  const auto slips = [&](const Told& one, const Exactly& due) {
    return IsSlip(one.number.value, due, DigitsIn(one.number.number.printed), true);
  };
  if (!slips(*change, change->number.value - off) && !slips(*back, back->number.value - off) &&
      !slips(*more, more->number.value + off))
    return;
  Relation* relation =
      Tell(Kind::kListed, "债务增减", change->number, {&all, &back->number}, " − ");
  if (relation != nullptr) relation->parts[1] = Exactly{} - relation->parts[1];
}

}  // namespace outturn::document
