// Rates: two numbers before it, called by its stem or its plan.
#include <algorithm>
#include <array>

#include "services/document/slips.h"
#include "services/document/ties/rooms.h"

namespace outturn::document {
namespace {

// "，满意度" → "满意": what is right before 率 or 度.
std::string StemOf(std::string words) {
  constexpr size_t kStem = 6;  // bytes: two characters
  for (const std::string_view end : {"为", "达到", "达", "是", "约"}) {
    if (words.ends_with(end)) words.resize(words.size() - end.size());
  }
  for (const std::string_view end : {"率", "度"}) {
    if (!words.ends_with(end)) continue;
    words.resize(words.size() - end.size());
    return words.size() >= kStem ? words.substr(words.size() - kStem) : std::string();
  }
  return {};
}

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

// "应种 12600 人，实种 12474 人，接种率 99.00%": up to a slip of the pen.
void RateTies::ReadRate(Index i) {
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

// "预算 15.3 万元，执行 2.4 万元。完成率为 15.69%": of the sentence before, which ends so.
bool RateTies::ReadRateBehind(Index i) {
  constexpr size_t kFew = 24;  // bytes
  const Quantity& rate = At(i);
  const bool opens = rate.words.starts_with("。") || (i > 0 && At(i - 1).unit.empty());
  if (!opens || rate.words.size() > kFew || Told(rate.number.printed + "%")) return false;
  if (!rate.Says({"完成率", "执行率", "支付率", "支出率", "使用率"})) return false;
  Index k = i;
  while (k > 0 && At(k - 1).unit.empty()) --k;  // "1-6 月"
  if (k < 2) return false;
  const Quantity& done = At(k - 1);
  const Quantity& due = At(k - 2);
  const bool pair = done.unit == "money" && due.unit == "money" &&
                    done.sentence + 1 == rate.sentence && due.sentence == done.sentence &&
                    done.words.starts_with(",") && done.Says({"支出", "执行", "支付", "使用"}) &&
                    due.Says({"预算", "到位"}) && !done.number.approximate &&
                    !due.number.approximate;
  if (!pair || due.value.numerator <= 0 || IsKnown(rate)) return false;
  if (PercentFits(rate, done, due)) return true;
  Add(Kind::kShare, "比率", rate, {&done, &due}, " ÷ ");
  return true;
}

// "三批累计支付 6070 万元" of "三批合计总投资 6222 万元", told before.
const Quantity* RateTies::BatchesBefore(const Quantity& part) const {
  if (batches_.size() < 2) return nullptr;
  const auto& [last, count] = batches_.back();
  if (last.place.order != part.place.order || last.words != part.words) return nullptr;
  for (size_t k = batches_.size() - 1; k-- > 0;) {
    const auto& [before, as_many] = batches_[k];
    if (before.unit != part.unit || before.place.order == part.place.order) continue;
    const bool pair = count == as_many && before.value >= part.value;
    return pair ? &before : nullptr;
  }
  return nullptr;
}

// "发放问卷 200 份，满意的 190 份，满意度 95%": of the one number that says what was due.
bool RateTies::ReadRateOfItsStem(Index i) {
  constexpr size_t kFew = 30;  // bytes
  const Quantity& rate = At(i);
  if (i < 2 || rate.words.size() > kFew || Told(rate.number.printed + "%")) return false;
  const std::string stem = StemOf(rate.words);
  const Quantity& part = At(i - 1);
  const bool returned = stem == "回收" && part.Says({"收回"});
  const bool named = !stem.empty() && (returned || part.words.find(stem) != std::string::npos) &&
                     part.sentence == rate.sentence && !part.number.approximate;
  if (!named) return false;
  if (const Quantity* planned = BatchesBefore(part); planned != nullptr) {
    if (!PercentFits(rate, part, *planned))
      Add(Kind::kShare, "比率", rate, {&part, planned}, " ÷ ");
    return true;
  }
  if (part.aside) return false;
  const Quantity* whole = nullptr;
  for (Index k = i - 1; k-- > 0 && At(k).sentence == rate.sentence && whole == nullptr;) {
    const Quantity& one = At(k);
    if (one.unit != part.unit || one.Says({"满意的", "合格的"})) continue;
    // "线上回收 60 份，线下回收 38 份": both are parts.
    if (one.words.find(stem) != std::string::npos && !one.Says({"应", "发", "计划"})) return false;
    const bool due = HasAny(one.words, builder_.labels.due);
    if (!due || one.Says({"完成", "支付", "支出", "执行"})) return false;
    whole = &one;
  }
  if (whole == nullptr || whole->number.approximate || whole->value.numerator <= 0) return false;
  // "满意的 60 份，基本满意的 38 份", "不满意 2 份": which of them it is of, nobody says.
  const bool turned = part.words.find("不" + stem) != std::string::npos ||
                      part.words.find("未" + stem) != std::string::npos;
  for (const Quantity* one = whole + 1; one < &part; ++one) {
    if (one->unit == part.unit && one->words.find(stem) != std::string::npos) return false;
  }
  if (turned) return false;
  if (PercentFits(rate, part, *whole)) return true;
  Add(Kind::kShare, "比率", rate, {&part, whole}, " ÷ ");
  return true;
}

// A rate right in its own sentence is not held against what it was only guessed to be of.
void RateTies::BearOut(const Quantity& rate) {
  for (Stated& one : builder_.filing.stated) {
    const bool this_one = one.place.order == place_.order && one.measured == Measured::kPercent &&
                          one.printed == rate.number.printed;
    const bool loose = one.guessed || one.figure.find("(source=") != std::string::npos;
    if (this_one && loose) one.approximate = true;
  }
}

// "支出 432 万元，年初预算数 386 万元，预决算差异率 12.03%": of the budget.
bool RateTies::ReadDeviation(Index i) {
  constexpr size_t kFew = 36;  // bytes
  const Quantity& rate = At(i);
  if (i < 2 || rate.words.size() > kFew || !rate.Says({"差异率", "偏离率", "偏差率"})) return false;
  const bool last_is_plan = At(i - 1).Says({"预算"});
  const Quantity& plan = last_is_plan ? At(i - 1) : At(i - 2);
  const Quantity& done = last_is_plan ? At(i - 2) : At(i - 1);
  const bool pair = plan.unit == "money" && done.unit == "money" && plan.Says({"预算"}) &&
                    done.Says({"决算", "支出", "执行", "收入"}) && !done.Says({"预算数"}) &&
                    plan.sentence == rate.sentence && done.sentence == rate.sentence &&
                    !plan.number.approximate && !done.number.approximate;
  if (!pair || plan.value.numerator <= 0 || Told(rate.number.printed + "%")) return false;
  Quantity off = done;
  off.value = Size(done.value - plan.value);
  off.half = done.half + plan.half;
  Settle(i);
  if (PercentFits(rate, off, plan) || PercentFits(rate, off, done)) return true;
  Relation& relation = Add(Kind::kShare, "差异率", rate, {&off, &plan}, " ÷ ");
  relation.formula =
      "(" + done.number.printed + " − " + plan.number.printed + ") ÷ " + plan.number.printed;
  return true;
}

// "预算 86,000 元，支出 71,345.60 元，控制率 82.96%", "编制 118 名……实有 112 人，控制率 94.92%":
// what was done of what was planned, neither the other way round nor of anything else.
bool RateTies::ReadRateOfPlan(Index i) {
  constexpr size_t kFew = 30;  // bytes
  const Quantity& rate = At(i);
  if (i < 2 || !rate.words.starts_with(",") || rate.words.size() > kFew) return false;
  if (!rate.Says(
          {"控制率", "执行率", "完成率", "使用率", "支付率", "支出率", "执行进度", "支出进度"}))
    return false;
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

}  // namespace outturn::document
