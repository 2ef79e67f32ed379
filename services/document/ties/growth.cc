// Growth and differences: against last year, a plan or a target, and from one number to another.
#include <algorithm>
#include <array>

#include "services/document/prose/sentence.h"
#include "services/document/slips.h"
#include "services/document/ties/rooms.h"

namespace outturn::document {
namespace {

// "比上年多", "较去年少".
bool EndsMoreOrLess(const Quantity& one, const char* word) {
  return one.words.ends_with(word) && one.Says({"比", "较"});
}

bool SaysDown(const Quantity& one) {
  return one.Says({"减", "降", "压缩", "节约"}) || EndsMoreOrLess(one, "少");
}

// "较上年持平；公务接待费": what is told of the number before is not told of this one.
bool FollowsUnchanged(const std::string& words) {
  const size_t end = words.find_last_of(",;");
  return end != std::string::npos && SaysUnchanged(std::string_view(words).substr(0, end));
}

bool IsLastYears(const Quantity& one) {
  if (FollowsUnchanged(one.words)) return false;
  const bool year = one.Says({"上年", "去年", "上一年", "同期", "年的", "年决算", "年度决算"}) ||
                    one.words.ends_with("年");
  return one.Says({"比", "较", "(上年", "(去年", "(20"}) && year;
}

// "增加到" names a level.
bool IsChange(const Quantity& one) {
  for (const char* level : {"到", "至", "为"}) {
    if (one.words.ends_with(level)) return false;
  }
  return one.Says({"增加", "减少", "增长", "下降", "净增", "提高", "降低", "压减", "增收", "减收",
                   "增支", "减支"}) ||
         EndsMoreOrLess(one, "多") || EndsMoreOrLess(one, "少") || one.words.ends_with("节约");
}

bool Comes(const Quantity& one, const char* word) {
  return one.words.find(word) != std::string::npos;
}

bool IsDown(const Quantity& one) { return one.Says({"减", "降", "节约", "少", "低"}); }

}  // namespace

void GrowthTies::ReadGrowth(Index i) {
  if (i == 0 || At(i).Says({"百分点", "分别"})) return;
  const Quantity& before = At(i - 1);
  if (before.sentence != At(i).sentence || before.unit == "%" || before.unit.empty()) return;
  if (Told(At(i).number.printed + "%")) return;
  if (!IsChange(before) && ReadGrowthOnNamed(i)) return;
  if (!IsChange(before)) return ReadGrowthOn(i);
  (void)ReadGrowthByChange(i);
}

// "240 万人次，比上年增加 20 万人次，增长 9.09%".
bool GrowthTies::ReadGrowthByChange(Index i) {
  constexpr size_t kFew = 30;  // bytes
  const Quantity& change = At(i - 1);
  if (At(i).words.size() > kFew || change.number.approximate) return false;
  const bool behind = i > 1 && IsLastYears(At(i - 2)) && At(i - 2).sentence == change.sentence;
  if (!behind && !change.Says({"比", "较", "上年", "去年", "同期"})) return false;
  if (SaysDown(change) != SaysDown(At(i))) return false;
  Quantity signed_change = change;
  if (SaysDown(change)) signed_change.value = -change.value;
  std::vector<Index> levels = Before(i - 1, change.unit, false);
  const Quantity* present = nullptr;
  for (const Index k : levels) {
    if (IsChange(At(k))) continue;
    Quantity prior = At(k);
    prior.value = prior.value - signed_change.value;
    prior.half = prior.half + change.half;
    if (PercentFits(At(i), change, prior) || PercentFits(At(i), change, At(k))) {
      if (behind && PercentFits(At(i), change, prior)) HoldAgainstBase(i, k);
      Settle(i - 1);
      Settle(i);
      return true;
    }
    const bool near = At(k).sentence == At(i).sentence && !IsLastYears(At(k));
    if (present == nullptr && near) present = &At(k);
  }
  // "相比 2030 年的 23.4 万元减少 3.3 万元，下降 14.3%": of that.
  if (behind && present == nullptr && change.words.size() <= 9 && At(i - 2).unit == change.unit &&
      !At(i - 2).number.approximate && !Told(At(i).number.printed + "%")) {
    Settle(i);
    if (!PercentFits(At(i), change, At(i - 2)))
      Add(Kind::kShare, "增减幅", At(i), {&change, &At(i - 2)}, " ÷ ");
    return true;
  }
  // "收入 792 万元。同比增加 189 万元，增加 31.39%": of the sentence before.
  const bool opens = change.words.starts_with("。同比") || change.words.starts_with("。比上年") ||
                     change.words.starts_with("。较上年");
  if (present == nullptr && opens && i > 1 && At(i - 2).unit == change.unit &&
      At(i - 2).sentence + 1 == change.sentence && !IsChange(At(i - 2)) && !At(i - 2).aside &&
      !At(i - 2).Says({"其中"})) {
    present = &At(i - 2);
  }
  if (present == nullptr && Comes(change, "总计")) {
    for (const Quantity& one : last_) {
      if (present == nullptr && one.unit == change.unit && Comes(one, "总计")) present = &one;
    }
    Quantity prior = present == nullptr ? change : *present;
    prior.value = prior.value - signed_change.value;
    if (PercentFits(At(i), change, prior)) {
      Settle(i - 1);
      Settle(i);
      return true;
    }
  }
  if (change.words.starts_with(";")) present = GrownBefore(i - 1);
  if (present == nullptr) return false;
  if (Comes(change, ";") && !change.words.starts_with(";比") && !change.words.starts_with(";较"))
    return false;
  Relation& relation = Add(Kind::kGrowth, "增减幅", At(i), {present, &signed_change}, " / ");
  if (SaysDown(change)) relation.value = -relation.value;
  relation.formula = change.number.printed + " ÷ (" + present->number.printed +
                     (SaysDown(change) ? " + " : " − ") + change.number.printed + ")";
  return true;
}

// "公务接待费 20.10 万元……相比 2018 年的 23.45 万元减少 3.35 万元": the 23.45 is what is told now
// and the change.
void GrowthTies::HoldAgainstBase(Index i, Index level) {
  const Quantity& base = At(i - 2);
  const Quantity& change = At(i - 1);
  const bool plain = change.words.size() <= 9 && base.unit == change.unit && level + 2 < i &&
                     !base.number.approximate && !change.number.approximate && base.Says({"的"});
  if (!plain || Told(base.number.printed)) return;
  Quantity by = change;
  if (SaysDown(change)) by.value = -change.value;
  const Exactly due = At(level).value - by.value;
  if (Within(base.value - due, base.half + At(level).half + change.half)) return;
  Relation& relation = Add(Kind::kDifference, "上年数", base, {&At(level), &by}, " − ");
  relation.formula =
      At(level).number.printed + (SaysDown(change) ? " + " : " − ") + change.number.printed;
}

// "支出 62 万元，比上年增加 39 万元，增长 168.7%；比 2019 年减少": the 62, which that fits.
const Quantity* GrowthTies::GrownBefore(Index i) const {
  for (Index rate = i; rate-- > 1 && At(rate).sentence == At(i).sentence;) {
    if (At(rate).unit != "%") continue;
    Quantity change = At(rate - 1);
    if (change.unit != At(i).unit || change.sentence != At(i).sentence) return nullptr;
    if (!change.Says({"增", "减"})) return nullptr;
    if (IsDown(change)) change.value = -change.value;
    for (Index k = rate - 1; k-- > 0 && At(k).sentence == At(i).sentence;) {
      Quantity prior = At(k);
      if (prior.unit != change.unit || prior.aside || prior.number.approximate) continue;
      prior.value = prior.value - change.value;
      change.value = Size(change.value);
      if (prior.value.numerator > 0 && PercentFits(At(rate), change, prior)) return &At(k);
    }
    return nullptr;
  }
  return nullptr;
}

// "2025 年执行数为 48 万元，2026 年预算安排 60 万元，比 2025 年执行数增加 25%": of the one number
// before it that has that name and year.
bool GrowthTies::ReadGrowthOnNamed(Index i) {
  const Quantity& present = At(i - 1);
  const std::string& words = At(i).words;
  const size_t from = words.find("比");
  size_t end = std::string::npos;
  for (const char* change : {"增", "减", "下降", "上升", "提高", "降低"}) {
    end = std::min(end, words.find(change, from == std::string::npos ? 0 : from));
  }
  if (from == std::string::npos || end == std::string::npos || end <= from) return false;
  const std::string_view than = "比";
  const std::string base = words.substr(from + than.size(), end - from - than.size());
  const std::string_view mark = "年";
  const size_t year = base.find(mark);
  const std::string name = year == std::string::npos ? "" : base.substr(year + mark.size());
  if (name.size() < 9 || year < 4 || present.number.approximate) return false;
  const Quantity* prior = nullptr;
  for (Index k = 0; k + 1 < i; ++k) {
    if (At(k).sentence != present.sentence) continue;
    const bool named = At(k).unit == present.unit && !At(k).number.approximate &&
                       Comes(At(k), name.c_str()) && Comes(At(k), base.substr(0, year).c_str());
    if (!named || IsChange(At(k))) continue;
    if (prior != nullptr) return false;
    prior = &At(k);
  }
  if (prior == nullptr || prior->value.numerator <= 0 || Comes(present, name.c_str())) return false;
  Relation& relation = Add(Kind::kGrowthOn, "增减幅", At(i), {&present, prior}, " ÷ ");
  if (SaysDown(At(i))) relation.value = -relation.value;
  relation.formula += " − 100%";
  Settle(i);
  return true;
}

// "12480 人次，比 2020 年的 10400 人次增长 20%", "187.64 万元（上年 178.64 万元），增长 5%".
void GrowthTies::ReadGrowthOn(Index i) {
  const Quantity* prior = &At(i - 1);
  const std::vector<Index> before = Before(i - 1, prior->unit, true);
  const auto level = std::find_if(before.begin(), before.end(), [&](Index k) {
    return !At(k).Says({"均", "每", "标准", "比", "较"}) && !IsChange(At(k));
  });
  if (level == before.end()) return;
  const Quantity* present = &At(*level);
  const bool apart = *level + 1 != i - 1;
  const bool from = Comes(*present, "由") || Comes(*present, "从");
  const bool grown = from && prior->Says({"到", "至", "为"});
  if (grown) std::swap(prior, present);
  const std::string& words = At(i).words;
  const bool open = IsLastYears(*prior) || grown;
  if (!open || words.find(";") != std::string::npos || words.size() > 40) return;
  if (prior->number.approximate || present->number.approximate) return;
  const bool down = SaysDown(At(i));
  Quantity change = *present;
  change.half = present->half + prior->half;
  const auto fits = [&](const Quantity& now) {
    change.value = down ? prior->value - now.value : now.value - prior->value;
    return change.value.numerator >= 0 && PercentFits(At(i), change, *prior);
  };
  if (fits(*present)) return Settle(i);
  for (const Index k : before) {
    if (fits(At(k))) return Settle(i);
  }
  (void)fits(*present);
  const Exactly due = Rounded(PercentOf(change.value, prior->value), At(i).number.decimals);
  // Where others stand between them, only a slip of the pen, or the wrong word for it.
  Quantity other_way = change;
  other_way.value = -change.value;
  const bool turned = other_way.value.numerator > 0 && PercentFits(At(i), other_way, *prior);
  if (apart && !turned && !IsSlip(At(i).value, due, DigitsIn(At(i).number.printed), false)) return;
  Relation& relation = Add(Kind::kGrowthOn, "增减幅", At(i), {present, prior}, " ÷ ");
  if (down) relation.value = -relation.value;
  relation.formula += " − 100%";
}

// "执行额 2345 万元，超出年初目标 345 万元，超额 17.25%": of the target, 2000.
bool GrowthTies::ReadExcess(Index i) {
  constexpr size_t kFew = 24;  // bytes
  const Quantity& rate = At(i);
  if (i < 2 || rate.words.size() > kFew || !rate.words.starts_with(",超")) return false;
  const Quantity& more = At(i - 1);
  const Quantity& done = At(i - 2);
  const bool over = more.words.starts_with(",超") && more.Says({"目标", "计划", "任务", "预算"}) &&
                    more.unit == done.unit && !more.unit.empty() && more.unit != "%" &&
                    more.sentence == rate.sentence && done.sentence == rate.sentence &&
                    !more.Says({"同期", "上年", "去年"});
  if (!over || more.number.approximate || done.number.approximate || done.aside) return false;
  if (done.value <= more.value) return false;
  if (Told(rate.number.printed + "%")) return true;
  Relation& relation = Add(Kind::kGrowth, "超额", rate, {&done, &more}, " / ");
  relation.formula =
      more.number.printed + " ÷ (" + done.number.printed + " − " + more.number.printed + ")";
  Settle(i);
  return true;
}

// "18 座，比上年的 15 座增加 3 座".
void GrowthTies::ReadDifference(Index i) {
  if (ReadFromTo(i)) return;
  constexpr size_t kFew = 18;  // bytes
  const Quantity& change = At(i);
  if (i < 2 || change.words.size() > kFew || Told(change.number.printed)) return;
  const Quantity& prior = At(i - 1);
  const Quantity& present = At(i - 2);
  const bool same = prior.unit == change.unit && present.unit == change.unit &&
                    prior.sentence == change.sentence && present.sentence == change.sentence;
  if (!same || !IsLastYears(prior) || IsChange(prior) || IsChange(present)) return;
  if (prior.number.approximate || present.number.approximate) return;
  Quantity signed_change = change;
  if (SaysDown(change)) signed_change.value = -change.value;
  const Exactly tolerance = change.half + prior.half + present.half;
  for (const Index k : Before(i - 1, change.unit, true)) {
    if (Within(signed_change.value - (At(k).value - prior.value), tolerance)) return;
  }
  Add(Kind::kDifference, "增减额", signed_change, {&present, &prior}, " − ");
}

// "由 120 户增加到 150 户，增加 30 户", "年末 150 户，比年初的 120 户增加 30 户".
bool GrowthTies::ReadFromTo(Index i) {
  constexpr size_t kFew = 18;  // bytes
  const Quantity& change = At(i);
  if (i < 2 || change.words.size() > kFew || change.number.approximate) return false;
  const bool down = IsDown(change);
  if (down == change.Says({"增", "提高", "上升", "多"}) || Told(change.number.printed))
    return false;
  const Quantity& near = At(i - 1);
  const Quantity& far = At(i - 2);
  const bool pair = near.unit == change.unit && far.unit == change.unit && change.unit != "%" &&
                    near.sentence == change.sentence && far.sentence == change.sentence &&
                    !near.number.approximate && !far.number.approximate;
  const bool from_to =
      (far.Says({"由"}) || far.Says({"从"})) && near.words.size() <= 2 * kFew &&
      (near.words.ends_with("到") || near.words.ends_with("至") || near.words.ends_with("为"));
  const bool since = near.words.starts_with(",比年初的") || near.words.starts_with(",较年初的");
  if (!pair || !(from_to || since)) return false;
  const Quantity& last = from_to ? near : far;
  const Quantity& first = from_to ? far : near;
  if (down) {
    Add(Kind::kDifference, "增减额", change, {&first, &last}, " − ");
  } else {
    Add(Kind::kDifference, "增减额", change, {&last, &first}, " − ");
  }
  Settle(i);
  return true;
}

// "预算为 44.5 万元，决算为 22.6 万元，比预算节约 21.9 万元".
bool GrowthTies::ReadAgainstBudget(Index i) {
  constexpr size_t kFew = 36;  // bytes
  const Quantity& change = At(i);
  if (i < 2 || change.words.size() > kFew || change.number.approximate) return false;
  constexpr std::array<const char*, 6> kPlans = {"预算",     "年初预算", "计划",
                                                 "年度计划", "目标",     "任务"};
  const bool against = std::any_of(kPlans.begin(), kPlans.end(), [&](const std::string& plan) {
    return change.words.starts_with(",比" + plan) || change.words.starts_with(",较" + plan);
  });
  const bool down = IsDown(change);
  if (!against || down == change.Says({"增", "超", "多"})) return false;
  const Quantity& one = At(i - 1);
  const Quantity& other = At(i - 2);
  const bool pair = one.unit == change.unit && other.unit == change.unit && change.unit != "%" &&
                    one.sentence == change.sentence && other.sentence == change.sentence &&
                    !one.number.approximate && !other.number.approximate;
  const auto is_done = [](const Quantity& q) { return q.Says({"决算", "执行数", "实际"}); };
  const auto is_due = [&](const Quantity& q) {
    return q.Says({"预算", "计划", "目标", "任务"}) && !is_done(q);
  };
  if (!pair || !((is_done(one) && is_due(other)) || (is_done(other) && is_due(one)))) return false;
  if (Told(change.number.printed)) return true;
  const Quantity& done = is_done(one) ? one : other;
  const Quantity& due = is_done(one) ? other : one;
  if (down) {
    Add(Kind::kDifference, "与预算相比", change, {&due, &done}, " − ");
  } else {
    Add(Kind::kDifference, "与预算相比", change, {&done, &due}, " − ");
  }
  Settle(i);
  return true;
}

// "86.4%，较上年的 84.1% 提高 2.3 个百分点", "由 63.4% 提高到 71.9%，提高 8.5 个百分点".
void GrowthTies::ReadPointsApart(Index i) {
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

}  // namespace outturn::document
