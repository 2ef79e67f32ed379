// Growth, rates, averages and differences of counted things.
#include <algorithm>
#include <array>

#include "services/document/prose/sentence.h"
#include "services/document/prose/slips.h"
#include "services/document/ties/ties.h"

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

// What one of many is called before 均, and what they are counted in.
struct Each {
  const char* one;
  std::array<const char*, 3> units;
};
constexpr std::array<Each, 9> kEach = {{{"人", {"人", "人次", "人"}},
                                        {"户", {"户", "户次", "户"}},
                                        {"亩", {"亩", "亩", "亩"}},
                                        {"车", {"辆", "台", "辆"}},
                                        {"床", {"张", "床", "张"}},
                                        {"生", {"人", "名", "人"}},
                                        {"件", {"件", "件", "件"}},
                                        {"次", {"人次", "次", "批次"}},
                                        {"村", {"个", "村", "个"}}}};

// How far a quotient of rounded numbers may be off.
// `times` 100: in percent.
Exactly QuotientOf(const Exactly& a, const Exactly& b, int times = 1) {
  if (b.numerator <= 0) return {};
  return a / b * times;
}

}  // namespace

bool IsPer(const std::string& words, const Quantity& count) {
  const std::string& unit = count.unit;
  if (words.find("均每" + unit) != std::string::npos) return true;
  if (words.find("每" + unit + "平均") != std::string::npos) return true;
  std::string_view noun = count.behind;
  if (noun.starts_with(count.number.counter)) noun.remove_prefix(count.number.counter.size());
  const std::string first(noun.substr(0, LetterLength(noun)));
  const bool called = first.size() > 1 && words.find("均") != std::string::npos &&
                      words.find("每" + first) != std::string::npos;
  return called || std::any_of(kEach.begin(), kEach.end(), [&](const Each& each) {
           const bool counted = std::any_of(each.units.begin(), each.units.end(),
                                            [&](const char* one) { return unit == one; });
           return counted && words.find(std::string(each.one) + "均") != std::string::npos;
         });
}

Exactly PercentOf(const Exactly& a, const Exactly& b) { return QuotientOf(a, b, 100); }

bool PercentFits(const Quantity& printed, const Quantity& a, const Quantity& b) {
  return QuotientFits(printed, a, b, 100);
}

Exactly Rounded(const Exactly& value, int decimals) {
  const auto power = figures::PowerOfTen(decimals);
  return figures::Reduced(figures::RoundHalfUp(value.numerator * power, value.denominator), power);
}

void TieReader::ReadGrowth(Index i) {
  if (i == 0 || At(i).Says({"百分点", "分别"})) return;
  const Quantity& before = At(i - 1);
  if (before.sentence != At(i).sentence || before.unit == "%" || before.unit.empty()) return;
  if (Told(At(i).number.printed + "%")) return;
  if (!IsChange(before) && ReadGrowthOnNamed(i)) return;
  if (!IsChange(before)) return ReadGrowthOn(i);
  (void)ReadGrowthByChange(i);
}

// "240 万人次，比上年增加 20 万人次，增长 9.09%".
bool TieReader::ReadGrowthByChange(Index i) {
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
void TieReader::HoldAgainstBase(Index i, Index level) {
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

// "2025 年执行数为 48 万元，2026 年预算安排 60 万元，比 2025 年执行数增加 25%": of the one number
// before it that has that name and year.
bool TieReader::ReadGrowthOnNamed(Index i) {
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
void TieReader::ReadGrowthOn(Index i) {
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

// "18 座，比上年的 15 座增加 3 座".
void TieReader::ReadDifference(Index i) {
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

// "应种 12600 人，实种 12474 人，接种率 99.00%": up to a slip of the pen.
void TieReader::ReadRate(Index i) {
  if (ReadRateBehind(i)) return;
  constexpr size_t kMost = 45;  // bytes
  const Quantity& rate = At(i);
  std::string words = rate.words;
  for (const char* end : {"为", "达到", "达", "是", "约"}) {
    if (words.ends_with(end)) words.resize(words.size() - std::string_view(end).size());
  }
  const bool completes = words.ends_with("的") && rate.Says({"完成", "为"});
  const bool asks = words.ends_with("率") || words.ends_with("满意度") ||
                    words.ends_with("药占比") || words.ends_with("耗占比") || completes;
  if (!asks || rate.words.size() > kMost || i == 0 || Told(rate.number.printed + "%")) return;
  const std::string& unit = At(i - 1).unit;
  if (unit.empty() || unit == "%" || unit == "分") return;
  std::vector<const Quantity*> near;  // nearest first
  for (const Index k : Before(i, unit, false)) near.push_back(&At(k));
  if (At(i - 1).sentence != rate.sentence || near.empty()) return;
  const size_t here = near.size();
  for (size_t k = last_.size(); k-- > 0 && near.size() < here + 4;) {
    if (last_[k].unit == unit && !last_[k].number.approximate) near.push_back(&last_[k]);
  }
  const Quantity* slip_a = nullptr;
  const Quantity* slip_b = nullptr;
  for (size_t a = 0; a < near.size(); ++a) {
    for (size_t b = 0; b < near.size(); ++b) {
      if (a == b || near[b]->value.numerator <= 0) continue;
      if (PercentFits(rate, *near[a], *near[b])) {
        if (a < here && b < here) BearOut(rate);
        return Settle(i);
      }
      Quantity rest = *near[b];
      rest.value = rest.value - near[a]->value;
      if (rest.value.numerator > 0 && PercentFits(rate, rest, *near[b])) return;
      const bool pair = a == 0 && (b < 3 || completes) && !near[a]->aside;
      // What was done is of what was due, not of what else was done.
      const bool due_one = !near[b]->Says({"完成", "执行", "决算"});
      const bool order = completes ? due_one
                                   : near[b]->value >= near[a]->value ||
                                         near[b]->Says({"计划", "目标", "任务", "应"});
      if (!pair || !order) continue;
      const Exactly due = Rounded(PercentOf(near[a]->value, near[b]->value), rate.number.decimals);
      if (slip_a == nullptr && IsSlip(rate.value, due, DigitsIn(rate.number.printed), true)) {
        slip_a = near[a];
        slip_b = near[b];
      }
    }
  }
  if (IsKnown(rate)) return;  // of what is known a rule asks
  if (slip_a == nullptr) return (void)ReadRateOfItsStem(i);
  Add(Kind::kShare, "比率", rate, {slip_a, slip_b}, " ÷ ");
}

bool TieReader::IsKnown(const Quantity& rate) const {
  const auto& stated = builder_.filing.stated;
  return std::any_of(stated.begin(), stated.end(), [&](const Stated& one) {
    return one.place.order == place_.order && one.measured == Measured::kPercent && !one.guessed &&
           one.printed == rate.number.printed;
  });
}

// A rate right in its own sentence is not held against what it was only guessed to be of.
void TieReader::BearOut(const Quantity& rate) {
  for (Stated& one : builder_.filing.stated) {
    const bool this_one = one.place.order == place_.order && one.measured == Measured::kPercent &&
                          one.printed == rate.number.printed;
    const bool loose = one.guessed || one.figure.find("(source=") != std::string::npos;
    if (this_one && loose) one.approximate = true;
  }
}

// "总收入 5.62 亿元……总支出 5.45 亿元，收支相抵结余 0.17 亿元": up to a slip of the pen.
void TieReader::ReadLeft(Index i) {
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

// "资产总额 3860 万元……负债总额 310 万元，净资产 3550 万元".
void TieReader::ReadNetAssets(Index i) {
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

// "780 人，支出 912.60 万元，人均 11700 元".
void TieReader::ReadAverage(Index i) {
  constexpr size_t kFew = 33;  // bytes
  const Quantity& each = At(i);
  if (each.Says({"每月", "月均", "人均月", "每天", "标准", "比上年", "较上年", "提高", "增加"}))
    return;
  if (each.unit != "money" && each.unit != "分") return (void)ReadSureAverage(i);
  std::vector<const Quantity*> money;
  std::vector<const Quantity*> counts;
  size_t money_here = 0;
  size_t counts_here = 0;
  constexpr size_t kNearest = 6;  // of each
  for (Index k = i; k-- > 0;) {
    const Quantity& one = At(k);
    if (one.number.approximate) continue;
    const bool here = one.sentence == each.sentence;
    if (one.sentence + 1 < each.sentence || i - k > kNearest * 4) break;
    if (one.unit == each.unit && !one.Says({"均", "每"})) {
      money.push_back(&one);
      if (here) ++money_here;
    } else if (IsPer(each.words, one)) {
      counts.push_back(&one);
      if (here) ++counts_here;
    }
  }
  const Quantity* slip_a = nullptr;
  const Quantity* slip_b = nullptr;
  for (const Quantity* a : money) {
    for (const Quantity* b : counts) {
      if (b->value.numerator <= 0) continue;
      if (QuotientFits(each, *a, *b)) return Settle(i);
      if (slip_a != nullptr) continue;
      const Exactly in_unit = QuotientOf(a->value, b->value);
      const bool yuan = each.number.unit == "元";
      const Exactly due = Rounded(yuan ? in_unit * 10'000 : in_unit, each.number.decimals);
      const Exactly printed = ValueOf(each.number);
      const bool next = i > 0 && b == &At(i - 1) && each.words.size() <= 9;
      const bool short_of = money_here == 1 && counts_here == 1 && each.words.size() <= kFew &&
                            each.words.starts_with(",");
      // Less than four times as much, either way.
      const bool tight = short_of && due < printed * 4 && printed < due * 4;
      const size_t digits = DigitsIn(each.number.printed) + (short_of ? 2 : 0);
      if (!tight && !IsSlip(printed, due, digits, next)) continue;
      slip_a = a;
      slip_b = b;
    }
  }
  if (slip_a == nullptr) return (void)ReadSureAverage(i);
  if (Told(each.number.printed)) return;
  Add(Kind::kAverage, "平均", each, {slip_a, slip_b}, " ÷ ");
}

void TieReader::ReadMean(Index i) {
  std::vector<const Quantity*> run;
  for (Index k = i; k-- > 0 && At(k).unit == "分" && At(k).sentence == At(i).sentence;) {
    run.push_back(&At(k));
    if (At(k).Says({"分别"})) break;
  }
  if (run.empty()) {  // of the numbered paragraphs, one each
    for (const Item& item : list_) {
      for (const Quantity& one : item.all) {
        if (one.unit == "分" && one.Says({"得分", "自评"})) run.push_back(&one);
      }
    }
    if (run.size() != list_.size()) return;
  } else if (!run.back()->Says({"分别"})) {
    return;
  }
  if (run.size() < 2) return;
  Quantity sum = At(i);
  sum.value = {};
  sum.half = {};
  for (const Quantity* one : run) sum.value = sum.value + one->value;
  sum.number.printed = figures::AllDecimals(sum.value);
  Quantity count = At(i);
  count.value = {static_cast<int64_t>(run.size()), 1};
  count.half = {};
  count.number.printed = std::to_string(run.size());
  Quantity mean = At(i);
  mean.half = CoarseOf(mean.number, "");
  if (QuotientFits(mean, sum, count)) return;
  Add(Kind::kAverage, "平均", mean, {&sum, &count}, " ÷ ");
}

}  // namespace outturn::document
