// The rooms of ties: each reads what its name says, of the number at an index. For this folder.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/document/ties/room.h"

namespace outturn::document {

// "占 62.5%", "完成预算 52 万元的 78%". Those that say no whole are told when the paragraph ends.
class ShareTies : TieRoom {
 public:
  explicit ShareTies(Telling& telling) : TieRoom(telling) {}
  void ReadShare(Index i);
  size_t ReadRespectively(Index i);
  bool ReadShareOfNamed(Index i);
  bool ReadCompleted(Index i);
  void TellLearnedShares();

 private:
  struct Share {  // one without a whole so far
    Index at = 0;
    Index part = 0;
    std::string whole;
  };
  [[nodiscard]] Index BeforeBracket(Index i) const;
  void LetFit(Index i, Index part);
  void LetFitSum(const Share& share, const Quantity& sum);
  void TellSharesOfTheirSum();
  [[nodiscard]] const Quantity* FellowsWhole(const Share& share) const;
  [[nodiscard]] const Quantity* TotalBefore(Index part) const;
  [[nodiscard]] const Quantity* WholeBeside(const Share& share) const;

  std::vector<Share> open_;
  std::set<Index> of_their_sum_;  // shares that are
  std::vector<Share> fitting_;    // `part` is its whole
};

// "增长 8.8%", "增加 20 万元", "提高 2.3 个百分点".
class GrowthTies : TieRoom {
 public:
  explicit GrowthTies(Telling& telling) : TieRoom(telling) {}
  void ReadGrowth(Index i);
  [[nodiscard]] bool ReadExcess(Index i);
  void ReadDifference(Index i);
  bool ReadAgainstBudget(Index i);
  void ReadPointsApart(Index i);

 private:
  bool ReadGrowthByChange(Index i);
  void HoldAgainstBase(Index i, Index level);
  [[nodiscard]] const Quantity* GrownBefore(Index i) const;
  [[nodiscard]] bool ReadGrowthOnNamed(Index i);
  void ReadGrowthOn(Index i);
  bool ReadFromTo(Index i);
};

// "接种率 99%", "控制率 82.96%", "差异率 12.03%".
class RateTies : TieRoom {
 public:
  explicit RateTies(Telling& telling) : TieRoom(telling) {}
  void ReadRate(Index i);
  bool ReadDeviation(Index i);
  [[nodiscard]] bool ReadRateOfPlan(Index i);

 private:
  bool ReadRateBehind(Index i);
  bool ReadRateOfItsStem(Index i);
  [[nodiscard]] const Quantity* BatchesBefore(const Quantity& part) const;
  void BearOut(const Quantity& rate);
};

// "结余 18 万元", "尚有 16.2 万元未执行", "净资产 3550 万元".
class LeftTies : TieRoom {
 public:
  explicit LeftTies(Telling& telling) : TieRoom(telling) {}
  void ReadLeft(Index i);
  void ReadNotYetSpent(Index i);
  void ReadBalance(Index i);

 private:
  bool ReadLeftOfBoth(Index i);
  void ReadNetAssets(Index i);
  [[nodiscard]] const Quantity* OfTheYear(const std::string& what) const;
};

// "人均 80 元", "每吨 246 元", "日均 500 吨".
class EachTies : TieRoom {
 public:
  explicit EachTies(Telling& telling) : TieRoom(telling) {}
  void ReadAverage(Index i);
  void ReadMean(Index i);
  void ReadPerDay(Index i);
  void ReadPriced(Index i);
  void ReadTimes(Index i);

 private:
  bool ReadSureAverage(Index i);
  [[nodiscard]] const Quantity* SharedOut(Index i, Index count) const;
  [[nodiscard]] const Quantity* CountedAs(const std::string& name, const std::string& unit) const;
  [[nodiscard]] const Quantity* CountOfPrice(Index i, Index price) const;
};

// "其中：甲 20 万元、乙 18 万元", "1 台和 2 台共 4 台", "一批…、二批…合计".
class ListTies : TieRoom {
 public:
  explicit ListTies(Telling& telling) : TieRoom(telling) {}
  void ReadPart(Index i);
  void ReadParts(Index i);
  void ReadWithin(Index i);
  void ReadJoined(Index i);
  void ReadOrdinals(Index i);
  void ReadClosing(Index i);
  void ReadCountsOfTheYear(Index i);
  void ReadPersons(Index i);

 private:
  [[nodiscard]] const Quantity* WholeOfParts(Index opener, const Quantity& first,
                                             const Quantity*& announced) const;
};

// "1.…", "2.…", and "上述项目合计 1703.8 万元".
class ItemTies : TieRoom {
 public:
  explicit ItemTies(Telling& telling) : TieRoom(telling) {}
  // Whether the paragraph goes on with the list, ends it or heads another.
  void Note(const std::string& bare);
  void CloseList();
  void ReadAllAbove(Index i);
  void ReadAllOfList(Index i);

 private:
  void TellNamedSum(const std::vector<ListItem>& list);
  void TellPartsOfHeads(const std::vector<ListItem>& list);
  void TellCountOfItems(const std::vector<ListItem>& list);

  bool heads_open_ = false;      // "……，其中："
  bool headed_ = false;          // the list has ended, a heading stands behind it
  bool heads_item_ = false;      // the paragraph before was "（二）黑土地保护项目"
  std::vector<Quantity> heads_;  // of the paragraph the list stands under
};

// "收入 A，加上级补助 B，收入总计 C", "收支相抵，年终结余 D", "行政编制 0 名，事业编制 95 名".
class AccountTies : TieRoom {
 public:
  explicit AccountTies(Telling& telling) : TieRoom(telling) {}
  void ReadAccountTotal(Index i);
  void ReadSettled(Index i);
  void ReadKindsOfPosts(Index i);
  void ReadWholeYears(Index i);
  void ReadMadeUpOf(Index i);
  void KeepAccount(bool heading);

 private:
  [[nodiscard]] std::vector<Quantity> AccountBefore(Index i) const;
  [[nodiscard]] bool IsOfAGovernment(Index i) const;

  std::vector<Quantity> account_;       // money since the last account was settled
  std::optional<Quantity> all_income_;  // with the balances of other years
};

// "3,260 元（0.326 万元）"; what no figure has, told twice under one name.
class TwiceTies : TieRoom {
 public:
  explicit TwiceTies(Telling& telling) : TieRoom(telling) {}
  void ReadInOtherUnit(Index i);
  void ReadConverted(Index i);
  void ReadScore(Index i);
  void ReadAmountOfProjects(Index i);
  void TellNamesakes();

 private:
  [[nodiscard]] bool IsUnread(const Quantity& one) const;
};

}  // namespace outturn::document
