// Numbers that hang together whatever they are called: shares, growth, averages, rates and sums of
// any counted thing. What the figures' own words say is read elsewhere (sentence.h). For this
// folder.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "services/document/relations.h"

namespace outturn::document {

// A number of a paragraph and the words since the one before it: money in 万元, counted things one
// by one and without a half.
struct Quantity : Amount {
  Written number;
  std::string words;
  std::string behind;  // up to the next number or the end of the sentence
  int depth = 0;       // of brackets
  std::string unit;    // "money", what is counted without 万, "%", "分"
  size_t sentence = 0;
  bool aside = false;  // a change, an average, of another year: no part of anything
  Place place;
  [[nodiscard]] bool Says(std::initializer_list<const char*> any) const;
};

// Follows the paragraphs of a document and adds the relations that do not hold, or might be meant.
class TieReader {
 public:
  explicit TieReader(Builder& builder) : builder_(builder) {}

  // Once the paragraph's own figures were read: what was tied there is not tied again.
  void ReadParagraph(const std::string& text, const Place& place);
  void Finish();

 private:
  using Kind = Relation::Kind;
  using Index = size_t;
  struct Item {  // a numbered paragraph
    std::vector<Quantity> all;
    Place place;
    char mark = '(';  // '(' of "(一)", else '1'
  };
  struct Share {  // one without a whole so far
    Index at = 0;
    Index part = 0;
    std::string whole;
  };
  // Of the paragraph.
  [[nodiscard]] const Quantity& At(Index i) const { return all_[i]; }
  [[nodiscard]] std::vector<Index> Before(Index i, const std::string& unit, bool sentence) const;
  [[nodiscard]] bool Told(const std::string& printed) const;  // a relation has it already
  // It was tied: no number that was seen and not understood.
  void Settle(Index i);

  void ReadPercent(Index i);
  void ReadAmount(Index i);

  void ReadShare(Index i);
  [[nodiscard]] Index BeforeBracket(Index i) const;
  void LetFit(Index i, Index part);
  // The one amount that these words name, in this paragraph or before it.
  [[nodiscard]] const Quantity* NamedWhole(const std::string& words, const std::string& unit) const;
  void LetFitSum(const Share& share, const Quantity& sum);
  void TellSharesOfTheirSum();
  [[nodiscard]] const Quantity* FellowsWhole(const Share& share) const;
  [[nodiscard]] const Quantity* TotalBefore(Index part) const;
  [[nodiscard]] const Quantity* WholeBeside(const Share& share) const;
  void TellLearnedShares();
  size_t ReadRespectively(Index i);
  void ReadGrowth(Index i);
  bool ReadGrowthByChange(Index i);
  void HoldAgainstBase(Index i, Index level);
  void ReadGrowthOn(Index i);
  [[nodiscard]] bool ReadGrowthOnNamed(Index i);
  void ReadRate(Index i);
  bool ReadRateOfItsStem(Index i);
  [[nodiscard]] const Quantity* BatchesBefore(const Quantity& part) const;
  [[nodiscard]] bool ReadExcess(Index i);
  bool ReadShareOfNamed(Index i);
  [[nodiscard]] const Quantity* GrownBefore(Index i) const;
  bool ReadAgainstBudget(Index i);
  bool ReadFromTo(Index i);
  bool ReadLeftOfBoth(Index i);
  bool ReadRateBehind(Index i);
  bool ReadDeviation(Index i);
  void ReadNotYetSpent(Index i);
  // A figure's own words say what it is.
  [[nodiscard]] bool IsKnown(const Quantity& rate) const;
  void BearOut(const Quantity& rate);
  void ReadDifference(Index i);
  void ReadLeft(Index i);
  void ReadNetAssets(Index i);
  void ReadClosing(Index i);
  void ReadAllAbove(Index i);
  void ReadCountsOfTheYear(Index i);
  void ReadAmountOfProjects(Index i);
  void ReadAverage(Index i);
  bool ReadSureAverage(Index i);
  [[nodiscard]] const Quantity* SharedOut(Index i, Index count) const;
  [[nodiscard]] const Quantity* CountedAs(const std::string& name, const std::string& unit) const;
  [[nodiscard]] const Quantity* CountOfPrice(Index i, Index price) const;
  void ReadPriced(Index i);
  void ReadTimes(Index i);
  void ReadMean(Index i);
  void ReadInOtherUnit(Index i);
  void ReadWithin(Index i);
  void ReadBalance(Index i);
  [[nodiscard]] const Quantity* OfTheYear(const std::string& what) const;
  bool ReadCompleted(Index i);
  void ReadPerDay(Index i);
  void ReadConverted(Index i);
  void ReadPointsApart(Index i);
  void ReadScore(Index i);
  void ReadPart(Index i);
  void ReadParts(Index i);
  [[nodiscard]] const Quantity* WholeOfParts(Index opener, const Quantity& first,
                                             const Quantity*& announced) const;
  void AddNamed(const Quantity& count, int64_t listed);
  void ReadJoined(Index i);
  void ReadOrdinals(Index i);
  void ReadPersons(Index i);
  void ReadAccountTotal(Index i);
  [[nodiscard]] std::vector<Quantity> AccountBefore(Index i) const;
  void ReadSettled(Index i);
  void KeepAccount(bool heading);
  void ReadKindsOfPosts(Index i);
  [[nodiscard]] bool IsOfAGovernment(Index i) const;
  void ReadWholeYears(Index i);
  void ReadMadeUpOf(Index i);
  [[nodiscard]] bool ReadRateOfPlan(Index i);
  void CloseList();
  void TellNamedSum(const std::vector<Item>& list);
  void TellPartsOfHeads(const std::vector<Item>& list);
  void TellCountOfItems(const std::vector<Item>& list);
  void ReadAllOfList(Index i);
  // What no figure has, told twice under one name.
  void TellNamesakes();
  [[nodiscard]] bool IsUnread(const Quantity& one) const;

  Relation& Add(Kind kind, const std::string& label, const Quantity& result,
                const std::vector<const Quantity*>& parts, const std::string& sign);
  void AddSum(const Quantity& whole, const std::vector<const Quantity*>& parts);

  Builder& builder_;
  Place place_;
  std::vector<Quantity> all_;
  std::vector<Quantity> last_;          // of the paragraph before
  std::vector<Quantity> account_;       // money since the last account was settled
  std::optional<Quantity> all_income_;  // with the balances of other years
  std::vector<Share> open_;
  std::set<Index> of_their_sum_;                        // shares that are
  std::vector<Share> fitting_;                          // `part` is its whole
  std::map<std::string, std::vector<Quantity>> named_;  // by their words
  std::vector<std::pair<Quantity, size_t>> batches_;    // totals of so many "一批", "二批"
  std::vector<Item> list_;
  bool heads_open_ = false;      // "……，其中："
  bool headed_ = false;          // the list has ended, a heading stands behind it
  bool heads_item_ = false;      // the paragraph before was "（二）黑土地保护项目"
  std::vector<Quantity> heads_;  // of the paragraph the list stands under
};

// Whether `printed` percent can be a ÷ b.
[[nodiscard]] bool PercentFits(const Quantity& printed, const Quantity& a, const Quantity& b);
// The quotient as percent; of b = 0 nothing.
[[nodiscard]] Exactly PercentOf(const Exactly& a, const Exactly& b);
// "人均", "平均每公里", "每村平均" of 13 个村: whether the words tell of one that `count` counts.
[[nodiscard]] bool IsPer(const std::string& words, const Quantity& count);
// a ÷ b rounded as `like` is printed.
[[nodiscard]] Exactly Rounded(const Exactly& value, int decimals);

}  // namespace outturn::document
