#include "services/document/ties/ties.h"

#include <set>
#include <tuple>

namespace outturn::document {

void TieReader::ReadParagraph(const std::string& text, const Place& place) {
  const std::string bare = Bare(text);
  told_.place = place;
  told_.all = QuantitiesIn(Tokens(bare, told_.builder.labels), place);
  for (size_t i = 0; i < told_.all.size(); ++i) {
    if (told_.all[i].number.approximate) continue;
    if (told_.all[i].unit == "%") {
      ReadPercent(i);
    } else {
      ReadAmount(i);
    }
  }
  shares_.TellLearnedShares();
  items_.Note(bare);
  accounts_.KeepAccount(!bare.ends_with("。"));
  KeepNames();
  if (!told_.all.empty()) told_.last = told_.all;
}

void TieReader::KeepNames() {
  for (const Quantity& one : told_.all) {
    const std::string name = NameIn(one.words);
    if (!name.empty() && !one.aside) told_.named[name].push_back(one);
  }
  // "事业收入 18,642.37 万元(全部为医疗收入)": another name of the same.
  for (size_t i = 0; i + 1 < told_.all.size(); ++i) {
    for (const std::string_view also : {"(全部为", "(均为", "(全部是", "(即"}) {
      const std::string& words = told_.all[i + 1].words;
      const size_t end = words.find(')');
      if (!words.starts_with(also) || end == std::string::npos) continue;
      told_.named[words.substr(also.size(), end - also.size())].push_back(told_.all[i]);
    }
  }
}

void TieReader::ReadPercent(size_t i) {
  const Quantity& rate = told_.all[i];
  if (rate.words == "的" && (shares_.ReadCompleted(i) || shares_.ReadShareOfNamed(i))) return;
  if (growth_.ReadExcess(i) || rates_.ReadDeviation(i) || rates_.ReadRateOfPlan(i)) return;
  if (rate.Says({"分别"})) {
    (void)shares_.ReadRespectively(i);
  } else if (rate.Says({"占"})) {
    shares_.ReadShare(i);
  } else if (rate.Says({"增", "下降", "降低", "减少", "上升", "提高", "降幅"})) {
    growth_.ReadGrowth(i);
  } else {
    rates_.ReadRate(i);
  }
}

void TieReader::ReadAmount(size_t i) {
  const Quantity& one = told_.all[i];
  if (one.unit.empty()) return;
  if (one.number.unit == "个百分点") return growth_.ReadPointsApart(i);
  if (one.unit == "分") twice_.ReadScore(i);
  lists_.ReadPart(i);
  lists_.ReadParts(i);
  lists_.ReadJoined(i);
  lists_.ReadOrdinals(i);
  lists_.ReadPersons(i);
  accounts_.ReadKindsOfPosts(i);
  if (one.unit != "money" && one.Says({"年中"})) lists_.ReadCountsOfTheYear(i);
  if (one.unit == "money") ReadMoney(i);
  if (growth_.ReadAgainstBudget(i)) return;
  if (one.Says({"日均"})) return each_.ReadPerDay(i);
  if (one.Says({"平均"}) && one.unit == "分") return each_.ReadMean(i);
  if (one.Says({"均"})) return each_.ReadAverage(i);
  if (one.Says({"增加", "减少", "净增", "增长", "下降", "提高", "降低", "增收", "减收", "增支",
                "减支", "调增", "调减"}))
    return growth_.ReadDifference(i);
  if (one.Says({"以上", "上述"}) && one.Says({"共计", "合计", "总计"}))
    return items_.ReadAllAbove(i);
  if (one.unit == "money" && one.Says({"合计"})) items_.ReadAllOfList(i);
  if (one.Says({"合计", "共计", "总计", "总数", "总得分", "总分", "综合得分"}))
    return lists_.ReadClosing(i);
  if (one.Says({"结余", "差额", "净值", "净资产", "节约", "结转"})) left_.ReadLeft(i);
}

void TieReader::ReadMoney(size_t i) {
  twice_.ReadInOtherUnit(i);
  twice_.ReadConverted(i);
  lists_.ReadWithin(i);
  left_.ReadBalance(i);
  twice_.ReadAmountOfProjects(i);
  accounts_.ReadAccountTotal(i);
  accounts_.ReadSettled(i);
  accounts_.ReadWholeYears(i);
  accounts_.ReadMadeUpOf(i);
  each_.ReadPriced(i);
  each_.ReadTimes(i);
  left_.ReadNotYetSpent(i);
}

// What a figure's own words tied to a number that stood further below is not told twice.
void TieReader::Finish() {
  items_.CloseList();
  twice_.TellNamesakes();
  std::set<std::string> figures;
  for (const Stated& one : told_.builder.filing.stated) {
    if (!one.guessed && one.scope.empty()) figures.insert(one.figure);
  }
  std::set<std::tuple<int, std::string, std::string>> named;
  auto& all = told_.builder.filing.relations;
  for (const Relation& one : all) {
    if (one.parts.size() == 1 && figures.contains(one.whole))
      named.insert({one.place.order, one.label, one.printed});
  }
  std::erase_if(all, [&](const Relation& one) {
    return one.parts.size() > 1 && named.contains({one.place.order, one.label, one.printed});
  });
}

}  // namespace outturn::document
