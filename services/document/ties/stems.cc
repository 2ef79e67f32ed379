// Rates that are called after their part, changes against a plan or a second year, what is left of
// it: sure by their words, whatever amount was typed.
#include <algorithm>
#include <array>

#include "services/document/ties/ties.h"

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

bool IsDown(const Quantity& one) { return one.Says({"减", "降", "节约", "少", "低"}); }

}  // namespace

// "三批累计支付 6070 万元" of "三批合计总投资 6222 万元", told before.
const Quantity* TieReader::BatchesBefore(const Quantity& part) const {
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
bool TieReader::ReadRateOfItsStem(Index i) {
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
    const bool due = one.Says({"应", "计划", "预算", "目标", "任务", "发放", "发出", "收回", "回收",
                               "编制", "下达", "到位", "抽查", "检查", "受理", "申请", "参加"});
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

// "执行额 2345 万元，超出年初目标 345 万元，超额 17.25%": of the target, 2000.
bool TieReader::ReadExcess(Index i) {
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

// "合计投资 650 万元，占项目总投资 5783 万元的 11.24%".
bool TieReader::ReadShareOfNamed(Index i) {
  if (i < 2 || !At(i - 1).words.starts_with(",占")) return false;
  const Quantity& whole = At(i - 1);
  const Quantity& part = At(i - 2);
  const bool pair = part.unit == whole.unit && !part.unit.empty() && part.unit != "%" &&
                    part.unit != "分" && part.sentence == At(i).sentence &&
                    whole.sentence == At(i).sentence && !part.number.approximate &&
                    !whole.number.approximate && !part.Says({"增", "减", "比", "较"});
  if (!pair || whole.value < part.value) return false;
  for (const Index k : Before(i - 1, whole.unit, true)) {
    if (!PercentFits(At(i), At(k), whole)) continue;
    Settle(i);
    return true;
  }
  if (Told(At(i).number.printed + "%")) return true;
  Add(Kind::kShare, "占比", At(i), {&part, &whole}, " ÷ ");
  return true;
}

// "支出 62 万元，比上年增加 39 万元，增长 168.7%；比 2019 年减少": the 62, which that fits.
const Quantity* TieReader::GrownBefore(Index i) const {
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

// "由 120 户增加到 150 户，增加 30 户", "年末 150 户，比年初的 120 户增加 30 户".
bool TieReader::ReadFromTo(Index i) {
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

// "资金 80 万元，支出 62 万元，结余 18 万元", where nothing else is told of what is left.
bool TieReader::ReadLeftOfBoth(Index i) {
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

// "预算 15.3 万元，执行 2.4 万元。完成率为 15.69%": of the sentence before, which ends so.
bool TieReader::ReadRateBehind(Index i) {
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

// "支出 432 万元，年初预算数 386 万元，预决算差异率 12.03%": of the budget.
bool TieReader::ReadDeviation(Index i) {
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

// "预算为 44.5 万元，决算为 22.6 万元，比预算节约 21.9 万元".
bool TieReader::ReadAgainstBudget(Index i) {
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

// "预算 19.3 万元，支出 3.1 万元，执行率 16.1%，尚有 16.2 万元未执行".
void TieReader::ReadNotYetSpent(Index i) {
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

}  // namespace outturn::document
