// What one of many comes to: averages, prices times quantities, the same amount for each.
#include <algorithm>
#include <array>

#include "services/document/slips.h"
#include "services/document/ties/rooms.h"
#include "services/document/words.h"

namespace outturn::document {
namespace {

// Less than three times as much, either way: what was mistyped, and no other thing.
bool Comparable(const Exactly& x, const Exactly& y) {
  return x.numerator > 0 && y.numerator > 0 && x < y * 3 && y < x * 3;
}

bool Fits(const Quantity& each, const Quantity& all, const Quantity& count) {
  const Exactly half = each.half + each.half;  // cut off as well as rounded
  const Exactly low = (all.value - all.half) / count.value;
  const Exactly high = (all.value + all.half) / count.value;
  return each.value + half >= low && high + half >= each.value;
}

// ",平均每辆车运行费" → "运行费".
std::string NameOfEach(std::string words, const std::string& unit) {
  words = BehindLast(std::move(words), {",", ";", ":", "。", ")", "("});
  for (const std::string& part : {"每" + unit, std::string("人均"), std::string("车均"),
                                  std::string("户均"), std::string("平均"), std::string("均")}) {
    const size_t at = words.find(part);
    if (at != std::string::npos) words.erase(at, part.size());
  }
  for (const std::string_view start : {"车", "每", "村", "的"}) {
    if (words.starts_with(start)) words.erase(0, start.size());
  }
  for (const std::string_view end : {"为", "达到", "达", "约", "支出", "用", "标准"}) {
    if (words.ends_with(end)) words.resize(words.size() - end.size());
  }
  return words;
}

}  // namespace

// "780 人，支出 912.60 万元，人均 11700 元".
void EachTies::ReadAverage(Index i) {
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
      const Exactly in_unit = a->value / b->value;
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

// What was shared out among `count`: that which the average names, or else the money right before.
const Quantity* EachTies::SharedOut(Index i, Index count) const {
  constexpr size_t kLeast = 6;  // bytes: two characters
  const Quantity& each = At(i);
  const std::string name = NameOfEach(each.words, At(count).unit);
  const auto may_be = [&](const Quantity& one) {
    return one.unit == each.unit && !one.number.approximate && !one.aside && !one.Says({"预算"});
  };
  if (name.size() >= kLeast) {
    for (Index k = i; k-- > 0;) {
      if (may_be(At(k)) && At(k).words.find(name) != std::string::npos) return &At(k);
    }
    return nullptr;
  }
  for (Index k = count; k-- > 0 && At(k).sentence == At(count).sentence;) {
    if (At(k).unit == each.unit) return may_be(At(k)) ? &At(k) : nullptr;
    if (At(k).unit == "%" || At(k).unit.empty()) return nullptr;
  }
  // "13 个村分红 66.30 万元，每村平均": the money between them.
  const bool between = count + 2 == i && At(i - 1).sentence == At(count).sentence;
  return between && may_be(At(i - 1)) ? &At(i - 1) : nullptr;
}

// "接待费 0.76 万元，接待 9 批次、95 人次，人均 80 元": whatever was typed for 80, where nothing
// around it fits (ReadAverage). False where it is not sure what was shared out.
bool EachTies::ReadSureAverage(Index i) {
  constexpr size_t kFew = 45;  // bytes
  const Quantity& each = At(i);
  if (i < 2 || each.words.size() > kFew || each.number.approximate) return false;
  if (each.Says({"每年", "每天", "每次", "月", "日"}) || Told(each.number.printed)) return false;
  Index count = i;
  for (Index k = i; k-- > 0 && count == i && i - k <= 2;) {
    const bool counted = At(k).unit != each.unit && At(k).unit != "%" && !At(k).unit.empty();
    if (counted) count = k;
  }
  if (count == i || At(count).sentence != each.sentence) return false;
  const Quantity& among = At(count);
  if (!IsPer(each.words, among) || among.value.numerator <= 0 || among.number.approximate)
    return false;
  const Quantity* all = SharedOut(i, count);
  if (all == nullptr || all->value.numerator <= 0) return false;
  for (Index k = 0; k < i; ++k) {  // or what is left of another without it
    Quantity rest = At(k);
    rest.value = rest.value - all->value;
    if (At(k).unit == all->unit && Fits(each, At(k), among)) return false;
    const bool more = rest.unit == all->unit && rest.value.numerator > 0;
    if (more && Fits(each, rest, among)) return false;
  }
  if (Fits(each, *all, among) || !Comparable(each.value, all->value / among.value)) return false;
  Add(Kind::kAverage, "平均", each, {all, &among}, " ÷ ");
  return true;
}

void EachTies::ReadMean(Index i) {
  std::vector<const Quantity*> run;
  for (Index k = i; k-- > 0 && At(k).unit == "分" && At(k).sentence == At(i).sentence;) {
    run.push_back(&At(k));
    if (At(k).Says({"分别"})) break;
  }
  if (run.empty()) {  // of the numbered paragraphs, one each
    for (const ListItem& item : list_) {
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
  sum.value = SumOf(run).value;
  sum.half = {};
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

// "18.25 万吨，日均 500 吨": of the days of a year, but for a slip of the pen.
void EachTies::ReadPerDay(Index i) {
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

// The one number before it that counts what is called so.
const Quantity* EachTies::CountedAs(const std::string& name, const std::string& unit) const {
  constexpr size_t kLeast = 6;  // bytes: two characters
  if (name.size() < kLeast) return nullptr;
  const Quantity* found = nullptr;
  for (const auto& [words, all] : named_) {
    if (!words.ends_with(name)) continue;
    for (const Quantity& one : all) {
      if (one.unit != unit) continue;
      if (found != nullptr && found->value != one.value) return nullptr;
      found = &one;
    }
  }
  return found;
}

// What is counted at so much each: right beside the price, or named before.
const Quantity* EachTies::CountOfPrice(Index i, Index price) const {
  const std::string_view each = "每";
  const std::string& words = At(price).words;
  const size_t by = words.rfind(each);
  if (by == std::string::npos) return nullptr;
  const std::string unit = words.substr(by + each.size());
  const Index beside = price + 1 == i ? price - 1 : price + 1;
  if (price + 1 < i || price > 0) {
    const Quantity& one = At(beside);
    const bool counts = !one.unit.empty() && one.unit != "money" && one.unit != "%" &&
                        unit.starts_with(one.unit) && one.sentence == At(i).sentence;
    if (counts) return &one;
  }
  if (price + 1 != i) return nullptr;
  std::string name = words.substr(0, by);
  for (const std::string_view end : {"标准", "按照", "按"}) {
    if (name.ends_with(end)) name.resize(name.size() - end.size());
  }
  return CountedAs(BehindLast(std::move(name), {",", ";", ":", "。", "、"}), unit);
}

// "成品粮 500 吨……成品粮按每吨 246 元补贴，计 12.3 万元", "每人 500 元，42 人，共计 2.1 万元".
void EachTies::ReadPriced(Index i) {
  constexpr size_t kFew = 36;  // bytes
  const Quantity& all = At(i);
  if (i == 0 || all.words.size() > kFew || all.number.approximate) return;
  const bool total = all.Says({",计", ",共计", ",合计", ",需", ",共", ",补贴", ",补助"});
  if (!total || all.Says({"增", "减", "比", "其中", "占", "每", "均", "结余", "支出"})) return;
  for (const Index price : {i - 1, i - std::min<Index>(i, 2)}) {
    const Quantity& one = At(price);
    const bool asks = one.unit == "money" && one.sentence == all.sentence &&
                      !one.number.approximate && one.Says({"每"}) && !one.Says({"均", "每年"});
    const Quantity* count = asks ? CountOfPrice(i, price) : nullptr;
    if (count == nullptr || count->value.numerator <= 0 || count->number.approximate) continue;
    if (Told(one.number.printed) || Fits(one, all, *count)) return;
    if (!Comparable(one.value, all.value / count->value)) return;
    Add(Kind::kAverage, "单价", one, {&all, count}, " ÷ ");
    return;
  }
}

// "13 个村分别投资都是 50 万元，合计投资 650 万元".
void EachTies::ReadTimes(Index i) {
  constexpr size_t kFew = 30;  // bytes
  const Quantity& all = At(i);
  if (i < 2 || all.words.size() > kFew || all.number.approximate) return;
  const Quantity& each = At(i - 1);
  const Quantity& count = At(i - 2);
  const bool total = all.words.starts_with(",共") || all.words.starts_with(",合计") ||
                     all.words.starts_with(",总计") || all.words.starts_with(",累计");
  const bool alike = each.Says({"都是", "均为", "都为", "各", "每个", "每家", "每人", "每户"}) &&
                     each.words.size() <= 3 * kFew;
  const bool one = each.unit == all.unit && all.unit == "money" && count.unit != "money" &&
                   count.unit != "%" && !count.unit.empty() && each.sentence == all.sentence &&
                   count.sentence == all.sentence && !each.number.approximate;
  if (!total || !alike || !one || each.Says({";", "。", "各类", "各项", "各级", "各种"})) return;
  if (count.value.numerator <= 0 || Told(all.number.printed)) return;
  const Exactly due = each.value * count.value;
  if (Within(all.value - due, all.half) || !Comparable(all.value, due)) return;
  Add(Kind::kAverage, "每个", each, {&all, &count}, " ÷ ");
}

}  // namespace outturn::document
