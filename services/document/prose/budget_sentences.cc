// What a sentence says of a budget, whosever it is: changed on the way, saved,
// exceeded, spent faster or slower than the year goes by.
#include <algorithm>
#include <optional>

#include "services/document/prose/said.h"

namespace outturn::document {
namespace {

using Kind = Relation::Kind;

bool Fits(const Exactly& off, const Exactly& tolerance) {
  return (tolerance - Size(off)).numerator >= 0;
}

// "结转" of another year is in what is left, too.
bool IsOfOtherYears(const std::string& words) {
  return Has(words, {"上年", "去年", "比", "较", "同期", "累计", "结转"});
}

class BudgetSentence {
 public:
  BudgetSentence(Builder& builder, std::vector<Said> said, const Place& place)
      : builder_(builder), said_(std::move(said)), place_(place) {}

  void Read() {
    for (size_t i = 0; i < said_.size(); ++i) {
      if (said_[i].number.approximate) continue;
      if (said_[i].unit == "money") {
        ReadAdjusted(i);
        ReadSaved(i);
        ReadSources(i);
      }
      if (said_[i].unit == "%") ReadSavedRate(i);
      if (said_[i].unit == "个百分点") ReadPace(i);
    }
  }

 private:
  [[nodiscard]] bool IsMoneyAt(size_t i) const {
    return said_[i].unit == "money" && !said_[i].number.approximate;
  }

  // 1: more, -1: less, 0: no change of a budget.
  static int ChangeIn(const std::string& words) {
    if (words.size() > 60 || Has(words, {"其中", "比", "较", ";", "上年", "调整后", "支出"}))
      return 0;
    if (Has(words, {"追减", "调减", "核减", "压减", "减少", "收回"})) return -1;
    if (Has(words, {"追加", "调增", "追增", "增加", "预算调整", "新增"})) return 1;
    return 0;
  }

  // "年初预算 500，追加 60，调减 10，全年预算 550": of whatever the sentence
  // speaks.
  void ReadAdjusted(size_t i) {
    const Said& full = said_[i];
    const bool full_year = full.Says({"全年预算", "调整后", "调整预算数", "最终预算"});
    if (!full_year || full.Says({"其中", "(", ";", "执行", "完成", "支出"})) return;
    std::vector<const Said*> parts;
    Exactly sum;
    Exactly tolerance = full.half;
    std::vector<bool> less;
    size_t k = i;
    while (k-- > 0) {
      const Said& one = said_[k];
      if (!IsMoneyAt(k)) return;
      const int change = ChangeIn(one.words);
      if (change == 0) break;
      parts.insert(parts.begin(), &one);
      less.insert(less.begin(), change < 0);
      sum = change < 0 ? sum - one.value : sum + one.value;
      tolerance = tolerance + one.half;
    }
    if (parts.empty() || k >= said_.size()) return;
    const Said& initial = said_[k];
    const bool begins = initial.Says({"年初", "预算"}) &&
                        !initial.Says({"全年", "调整", "支出", "执行", "完成", "上年", "比"});
    if (!begins || IsRelated(builder_, full, place_)) return;
    sum = sum + initial.value;
    tolerance = tolerance + initial.half;
    if (Fits(full.value - sum, tolerance)) return;
    Relation relation = RelationOf(Kind::kSum, "全年预算", full, {&initial}, "", place_);
    for (size_t n = 0; n < parts.size(); ++n) {
      relation.parts.push_back(less[n] ? Exactly{} - parts[n]->value : parts[n]->value);
      relation.halves.push_back(parts[n]->half);
      relation.formula += (less[n] ? " − " : " + ") + parts[n]->number.printed;
      relation.numbers.emplace_back(ShownAs(*parts[n]), place_.where);
    }
    builder_.filing.relations.push_back(std::move(relation));
  }

  static bool IsPlan(const Said& one) {
    return one.Says({"预算", "到位", "下达", "计划", "安排", "任务", "项目资金", "投入资金"}) &&
           !one.Says({"其中", "完成预算", "支出", "使用", "调出", "调入", "上解", "债"});
  }
  static bool IsDone(const Said& one) {
    return one.Says({"支出", "使用", "执行", "完成", "支付", "中标", "决算", "成交", "实现"}) &&
           !one.Says({"其中", "(", ";", "完成预算", "累计", "还本", "上解", "债", "调出"});
  }

  // "预算 80，中标 72.30，节约 7.70", "预算 300，完成 345.60，超收 45.60".
  void ReadSaved(size_t i) {
    constexpr size_t kFew = 36;  // bytes
    const Said& left = said_[i];
    if (i < 2 || left.words.size() > kFew || IsOfOtherYears(left.words)) return;
    const bool over = left.Says({"超收", "超支"});
    const bool under = left.Says({"节约", "结余", "剩余", "短收", "节支", "节省"});
    if (over == under || left.Says({"率", "其中", "(", ";"})) return;
    const Said& done = said_[i - 1];
    if (!IsMoneyAt(i - 1) || !IsDone(done) || IsOfOtherYears(done.words)) return;
    const auto listed = [](const Said& one) { return one.words.starts_with("、"); };
    for (size_t k = i + 1; k < said_.size(); ++k) {  // "结余 11，收回 7"
      if (IsMoneyAt(k) && said_[k].Says({"收回", "上缴", "缴回", "退回", "交回", "结转"})) return;
    }
    if (listed(left) || listed(done)) return;  // one of several, and no rest
    const Said* plan = nullptr;
    for (size_t k = i - 1; k-- > 0;) {
      if (!IsMoneyAt(k)) continue;
      const Said& one = said_[k];
      const Exactly due = over ? done.value - one.value : one.value - done.value;
      if (Fits(left.value - due, left.half + done.half + one.half)) return;
      if (plan == nullptr && IsPlan(one)) plan = &one;
    }
    if (plan == nullptr || plan != &said_[i - 2] || IsOfOtherYears(plan->words)) return;
    if (IsRelated(builder_, left, place_)) return;
    const Said& more = over ? done : *plan;
    const Said& less = over ? *plan : done;
    builder_.filing.relations.push_back(RelationOf(
        Kind::kDifference, over ? "超出额" : "结余或节约额", left, {&more, &less}, " − ", place_));
  }

  // "总投资 500，资金来源为：中央资金 200，省级资金 150，自筹 150": all of them.
  void ReadSources(size_t i) {
    if (i == 0 || !said_[i].Says({"资金来源为", "资金来源:", "资金来源包括", "资金来源于"})) return;
    const Said& whole = said_[i - 1];
    const bool total = IsMoneyAt(i - 1) && whole.Says({"投资", "资金", "总额", "预算", "总"}) &&
                       !whole.Says({"其中", "比", "较", "上年"});
    if (!total || IsRelated(builder_, whole, place_)) return;
    std::vector<const Said*> parts;
    Exactly sum;
    Exactly tolerance = whole.half;
    for (size_t k = i; k < said_.size(); ++k) {
      const Said& part = said_[k];
      if (!IsMoneyAt(k) || (k > i && part.Says({"其中", "(", "支出", "完成", "到位", "合计"})))
        return;
      parts.push_back(&part);
      sum = sum + part.value;
      tolerance = tolerance + part.half;
    }
    if (parts.size() < 2 || Fits(whole.value - sum, tolerance)) return;
    builder_.filing.relations.push_back(
        RelationOf(Kind::kListed, "资金来源", whole, parts, " + ", place_));
  }

  // "……节约 7.70，节约率 9.63%": of the budget.
  void ReadSavedRate(size_t i) {
    const Said& rate = said_[i];
    if (i < 3 || !rate.Says({"节约率", "节支率", "结余率", "资金节约"}) || rate.words.size() > 30)
      return;
    const Said& left = said_[i - 1];
    const bool three = IsMoneyAt(i - 1) && IsMoneyAt(i - 2) && IsMoneyAt(i - 3) &&
                       left.Says({"节约", "结余", "节省", "节支"}) && IsPlan(said_[i - 3]);
    if (!three || IsRelated(builder_, rate, place_)) return;
    Relation relation =
        RelationOf(Kind::kShare, "节约率", rate, {&left, &said_[i - 3]}, " ÷ ", place_);
    for (size_t k = 0; k + 1 < i; ++k) {
      if (IsMoneyAt(k) && said_[k].value.numerator > 0)
        relation.others.emplace_back(said_[k].value, said_[k].half);
    }
    builder_.filing.relations.push_back(std::move(relation));
  }

  // The months of "1-7月", "截至7月底" in percent of the year.
  [[nodiscard]] std::optional<Exactly> YearGoneBy(size_t i) const {
    for (size_t k = 0; k < i; ++k) {
      const Said& one = said_[k];
      const bool month = one.number.unit.empty() && one.number.decimals == 0 &&
                         one.behind.starts_with("月") && !one.behind.starts_with("月份");
      const int64_t last = Size(ValueOf(one.number)).numerator == 0 ? 0 : one.number.digits;
      const int64_t months = last < 0 ? -last : last;  // "1-7月"
      const bool span = one.words.ends_with("-") || one.words.ends_with("—") || last < 0 ||
                        one.words.ends_with("截至") || one.words.ends_with("截止") ||
                        one.words.ends_with("至");
      if (month && span && months > 0 && months <= 12) return figures::Reduced(months * 100, 12);
    }
    return std::nullopt;
  }

  // "执行进度 45.00%，低于序时进度（58.33%）13.33 个百分点".
  void ReadPace(size_t i) {
    const Said& apart = said_[i];
    const Said* pace = nullptr;
    const Said* time = nullptr;
    for (size_t k = i; k-- > 0;) {
      if (said_[k].unit != "%") continue;
      if (said_[k].Says({"序时进度", "时间进度"}) && time == nullptr)
        time = &said_[k];
      else if (said_[k].Says({"进度", "执行率", "支出率"}) && pace == nullptr)
        pace = &said_[k];
    }
    const bool of_time = time != nullptr || apart.Says({"序时进度", "时间进度"});
    if (pace == nullptr || !of_time) return;
    const bool slower = apart.Says({"低于", "慢于", "落后", "滞后", "短于", "低"});
    const bool faster = apart.Says({"高于", "快于", "超过", "超出", "超序时", "高"});
    if (slower == faster) return;
    Said gone;
    if (time != nullptr) {
      gone = *time;
    } else if (const auto year = YearGoneBy(i)) {
      gone.value = *year;
      gone.half = {1, 200};
      gone.unit = gone.number.unit = "%";
      gone.number.printed = figures::Decimals(*year);
    } else {
      return;
    }
    const Exactly due = slower ? gone.value - pace->value : pace->value - gone.value;
    if (Fits(apart.value - due, apart.half + gone.half + pace->half)) return;
    if (IsRelated(builder_, apart, place_)) return;
    Relation relation = RelationOf(
        Kind::kDifference, "与序时进度之差", apart,
        slower ? std::vector<const Said*>{&gone, pace} : std::vector<const Said*>{pace, &gone},
        " − ", place_);
    builder_.filing.relations.push_back(std::move(relation));
  }

  Builder& builder_;
  std::vector<Said> said_;
  const Place& place_;
};

}  // namespace

void ReadBudgetSentences(Builder& builder, const std::string& bare, const Place& place) {
  if (!Has(bare, {"预算", "节约", "结余", "超收", "短收", "节支", "进度", "节省", "剩余", "超支",
                  "资金来源"}))
    return;
  for (const std::string& sentence : SentencesIn(bare))
    BudgetSentence(builder, SaidIn(sentence, builder.labels), place).Read();
}

}  // namespace outturn::document
