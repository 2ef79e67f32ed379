#include "services/document/government/told.h"

#include <algorithm>

#include "services/document/prose/sentence.h"
#include "services/document/words.h"

namespace outturn::document {
namespace {

using Words = std::initializer_list<std::string_view>;

bool StartsWithAny(const std::string& text, Words words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view one) { return text.starts_with(one); });
}

std::string WithoutStart(std::string text, Words starts) {
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view start : starts) {
      if (text.size() < start.size() || !text.starts_with(start)) continue;
      text.erase(0, start.size());
      more = true;
    }
  }
  return text;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "2022年度一般公共预算" → "一般公共预算".
std::string WithoutYear(const std::string& text) {
  constexpr size_t kYear = 4;
  constexpr std::string_view kMark = "年";
  const bool year = text.size() > kYear + kMark.size() &&
                    std::all_of(text.begin(), text.begin() + kYear, IsDigit) &&
                    text.compare(kYear, kMark.size(), kMark) == 0;
  return year ? WithoutStart(text.substr(kYear + kMark.size()), {"度"}) : text;
}

// What is left of "比上年同期", "比2017年决算数": nothing.
bool EndsAsPrior(const std::string& clause) {
  size_t at = std::string::npos;
  for (const std::string_view year : {"上年", "去年", "同期", "上一年"}) {
    const size_t found = clause.rfind(year);
    if (found == std::string::npos) continue;
    if (at == std::string::npos || found + year.size() > at) at = found + year.size();
  }
  if (at == std::string::npos && StartsWithAny(clause, {"比", "较"})) {  // "比2017年"
    const std::string_view mark = "年";
    const std::string rest = WithoutStart(clause, {"比", "较"});
    const size_t year = rest.find(mark);
    const bool digits = year == 4 && std::all_of(rest.begin(), rest.begin() + 4, IsDigit);
    const std::string_view start = "年初";
    if (rest.starts_with(start)) at = clause.size() - rest.size() + start.size();
    if (digits) at = clause.size() - rest.size() + year + mark.size();
  }
  if (at == std::string::npos) return false;
  std::string rest = clause.substr(at);
  if (StartsWithAny(clause, {"比", "较"}))
    rest = WithoutStart(rest, {"末", "底", "政府", "债务", "余额"});
  return WithoutStart(rest, {"同期", "决算", "执行", "完成", "实际", "实现", "数", "的", "为", "度",
                             "收入", "支出", "基数", "水平"})
      .empty();
}

constexpr std::array<std::string_view, 7> kDown = {"减收", "减支", "减少", "下降",
                                                   "短收", "调减", "净减"};
constexpr std::array<std::string_view, 7> kUp = {"增收", "增支", "增加", "增长",
                                                 "超收", "调增", "净增"};

// 1, -1: how its last words say what became of the level; 0: they do not.
int ChangeAtEnd(std::string clause) {
  clause = Without(clause, {"额", "额为", "了"});
  const auto ends = [&](std::string_view one) { return clause.ends_with(one); };
  if (std::any_of(kUp.begin(), kUp.end(), ends)) return 1;
  return std::any_of(kDown.begin(), kDown.end(), ends) ? -1 : 0;
}

Part PartOfPercent(const Quantity& rate, const Told* before, const std::string& clause) {
  if (Has(clause, {"同口径", "可比", "剔除", "扣除", "还原", "分别", "百分点"}))
    return Part::kOther;
  if (rate.words == "的" && before != nullptr && before->part == Part::kPlan) return Part::kRate;
  if (Has(clause, {"占"})) return Part::kShare;
  return ChangeAtEnd(clause) != 0 ? Part::kGrowth : Part::kOther;
}

Part PartOfMoney(const Quantity& one, const std::string& clause) {
  if (one.number.approximate || Has(clause, {"均", "每", "标准", "同口径", "剔除"}))
    return Part::kOther;
  if (ChangeAtEnd(clause) != 0) return Part::kChange;
  if (EndsAsPrior(clause)) return Part::kPrior;
  const bool of_plan = Has(clause, {"预算", "预期", "任务", "计划"});
  if (of_plan && StartsWithAny(clause, {"完成", "占", "为", "比", "较"}) &&
      !Has(clause, {"收入完成", "支出完成"}))
    return Part::kPlan;
  if (StartsWithAny(clause, {"比", "较"})) return Part::kOther;
  return Part::kLevel;
}

std::string WholeOfShare(const std::string& clause) {
  const std::string_view share = "占";
  return WithoutStart(
      Without(clause.substr(clause.rfind(share) + share.size()),
              {"的", "比例", "比重", "比", "约", "为", "达", "达到", "总额", "总量", "总数"}),
      {"全部", "当年", "本年", "全年"});
}

}  // namespace

std::string LastClause(const std::string& words) {
  std::string clause = words;
  for (const std::string_view mark : {",", ";", ":", "。", "(", ")", "、", "——"}) {
    const size_t at = clause.rfind(mark);
    if (at != std::string::npos) clause.erase(0, at + mark.size());
  }
  return clause;
}

std::string NameOfAmount(const std::string& words) {
  std::string name = LastClause(words);
  const std::string_view among = "其中";
  if (const size_t at = name.rfind(among); at != std::string::npos)
    name.erase(0, at + among.size());
  const std::string_view add = "加";
  if (name.starts_with("加上年")) name.erase(0, add.size());  // "加上" is another word
  name =
      WithoutStart(name, {"加上", "减去", "加", "减", "以及", "和", "及", "截至", "当年", "本年"});
  name = WithoutYear(name);
  return Without(name, {"预计", "完成", "执行数", "执行", "决算数", "决算", "为", "达到", "达",
                        "累计", "实现", "共计", "共", "安排", "数", "总量", "资金"});
}

std::string WithoutOwner(std::string name) {
  return WithoutStart(std::move(name),
                      {"全县",   "全市",   "全区",   "全省",   "全州", "全旗", "全镇",
                       "县本级", "市本级", "区本级", "省本级", "本级", "县级", "市级",
                       "区级",   "省级",   "我县",   "我市",   "我区", "我省", "地方"});
}

std::vector<Told> ToldIn(const std::string& bare, const Place& place, const Labels& labels) {
  std::vector<Told> all;
  bool listed = false;
  bool added = false;
  const std::vector<Token> tokens = Tokens(bare, labels);
  for (Quantity& one : QuantitiesIn(tokens, place)) {
    const bool fresh = all.empty() || all.back().number.sentence != one.sentence;
    if (fresh) listed = added = false;
    if (one.Says({"其中"}) && one.depth == 0) listed = true;
    const std::string clause = LastClause(one.words);
    if (StartsWithAny(clause, {"加", "减去"})) {
      listed = false;
      added = true;
    }
    if (one.unit != "money" && one.unit != "%") continue;
    Told told;
    const Told* before = all.empty() || fresh ? nullptr : &all.back();
    told.part = one.unit == "%" ? PartOfPercent(one, before, clause) : PartOfMoney(one, clause);
    told.name = told.part == Part::kShare ? WholeOfShare(clause) : NameOfAmount(one.words);
    told.down = ChangeAtEnd(clause) < 0;
    told.clause = clause;
    told.listed = listed;
    told.added = added;
    told.number = std::move(one);
    all.push_back(std::move(told));
  }
  return all;
}

}  // namespace outturn::document
