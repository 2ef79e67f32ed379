// One sentence read from its first word to its last. For this folder.
#pragma once

#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/document/relations.h"

namespace outturn::document {

[[nodiscard]] bool IsLabel(const Token& token, Role role);

// "持平", "无变化": that something is as much as it was.
[[nodiscard]] bool SaysUnchanged(std::string_view words);

// What stands between one number and the next.
struct Segment {
  std::vector<const Token*> tokens;
  [[nodiscard]] bool Has(Role role) const;
  [[nodiscard]] bool HasText(std::string_view text) const;
  [[nodiscard]] bool Says(std::string_view words) const;  // across its tokens
  [[nodiscard]] std::string Text() const;
  // Behind the last semicolon.
  [[nodiscard]] Segment LastClauses() const;
  // Of that, behind "较上年持平，", where no change follows.
  [[nodiscard]] Segment BehindUnchanged() const;
  [[nodiscard]] bool SaysChange() const;
};

// A number belongs to the last words that name one before it; what they leave open is taken over
// from the number before it in the same sentence, as long as every word between is understood.
class SentenceReader {
 public:
  struct Level : Amount {  // a number of money and what it is
    Written number;
    std::string select;
    std::string measure;
    bool known = false;         // it has been put
    bool clean = false;         // nothing unknown stands between it and the number before
    bool now = true;            // of this year
    bool guessed = false;       // that it is the unit's
    bool compared = false;      // "比年初预算数 60": the number before is held against it
    std::string words;          // all that stands between it and the number before
    bool held_against = false;  // "较 … 减少": the change behind it is one of it
    bool next = false;          // the number right before it was one of money, and no change
  };
  struct Spoken {
    const Label* measure = nullptr;
    bool strong = false;
    int year = 0;
  };
  // What the paragraph before left open with "其中：".
  struct Outer {
    Spoken spoken;
    std::vector<Level> levels;
  };

  SentenceReader(Builder& builder, const Prose& prose);

  // Whether it is the first of its paragraph.
  void Opens(bool opens) { opens_ = opens; }
  // The sentence before, where it speaks of one thing only: "与上年相比，增加…" speaks of that.
  void ComesAfter(const SentenceReader& before);
  // "……6.35万元。其中：公务接待费3.00万元": of the same year and measure.
  void GoesInto(const Outer& outer);
  [[nodiscard]] Outer AsOuter() const;

  void Read(const std::vector<Token>& tokens);

 private:
  using Kind = Token::Kind;

  struct Counted {  // a number of something else than money
    Written number;
    std::string words;
  };

  struct Changed {  // "压减一般性支出收回 94.30 万元": what a budget was changed by
    Level by;
    int sign = 0;  // 0: nobody says which way
  };

  struct Named {
    const Label* measure = nullptr;
    const Label* hint = nullptr;
    const Label* figure = nullptr;
    std::vector<std::string> selects;
    bool subject = false;
    bool clean = true;  // nothing unknown in the whole segment
    bool bounded = true;
  };

  // Unknown words that may stand before a name: those that end the name of a unit.
  bool EndsOwner(std::string_view text) const;
  // The index of the first token from which on everything up to the number is understood.
  size_t CleanFrom(const Segment& segment) const;
  // Whether a name that begins at `at` is no part of a longer one: "法律援助|项目支出". A short
  // word before it ("政法专|项|编制") may be the end of an unknown one.
  bool Bounded(const Segment& segment, size_t at) const;
  Named NamesIn(const Segment& segment);

  void ReadNumber(const Segment& segment, const Token& token);
  // Brackets and marks before the next number: whose parts it may be of.
  void NoteMarks(const Segment& segment);
  [[nodiscard]] bool IsPartOfIncome(const Named& named) const;
  [[nodiscard]] bool IsToldHere(const std::string& figure) const;
  // Of a part of the unit where the whole of it was told, or is told by "行政编制…，事业编制…".
  bool IsOfAPart(const Named& named, const Segment& segment);
  // "三公经费4.30万元（其中：一般公共预算4.30万元": the select within that of the brackets;
  // nullopt: nothing the rules know.
  [[nodiscard]] std::optional<std::string> Within(const std::string& select) const;
  // "一般公共预算收入总计 …，本年支出": the fund of which all numbers before it are.
  void TakeMeasure(const Named& named, const Segment& segment, bool completes);
  [[nodiscard]] std::string FundOfAll() const;
  // "一般公共预算支出 …，加上解上级支出 …，支出合计": of more than the fund.
  [[nodiscard]] bool GoesBeyondFund() const;
  // "一般公共预算财政拨款基本支出 …，其中：人员经费": these are of the same funds.
  [[nodiscard]] std::string OfFundsBefore(const std::string& select) const;
  // "分别占 24.86% 和 75.14%", from the number at `at` on; the first number behind them.
  size_t ReadRespectively(const std::vector<Token>& tokens, size_t at, const Segment& segment);
  void ReadOne(const Segment& segment, const Token& token);
  // "较上年的 15.60 万元减少…": last year's number, no change.
  [[nodiscard]] static bool IsLastYears(const Segment& segment, const Written& number);
  void ReadFigure(const Named& named, const Segment& segment, const Written& number);
  // Of money whose name is known and which cannot be put: shares behind it are shares of it.
  // The number with what is before it, not yet known for anything.
  [[nodiscard]] Level LevelOf(const Named& named, const Segment& segment,
                              const Written& number) const;
  void UnknownMoney(const Named& named, const Segment& segment, const Written& number);
  void ReadMoney(const Named& named, const Segment& segment, const Written& number);
  // Whether the number was understood.
  bool Put(const Named& named, const Segment& segment, const Written& number, std::string& measure);
  // "公务接待费 8.12 万元，无因公出国（境）费和公务用车购置费": nothing is a number, too.
  void ReadNone(const Segment& rest);
  void Unknown(const Segment& segment, const Written& number);

  // "比上年增加 1.20 万元，增长 6.2%".
  void ReadChange(const Segment& segment, const Written& number);
  bool ReadNamedChange(const Segment& segment, const Written& number, bool down);
  bool ReadNamedGrowth(const Segment& segment, const Written& number, bool down);
  void ReadUnchanged(const Segment& segment);
  // States by how much something is more or less than last year.
  void PutChange(const Level& of, const Level& by);
  [[nodiscard]] bool SaysLastYear(const Segment& segment) const;
  // "较上年减少 2.5 万元，较年初预算数减少 1 万元": what the changes from here on are against.
  void NoteAgainst(const Segment& segment);
  void NoteChanged(const Segment& segment, const Written& number);
  // "本年收入合计 2324 万元，……。本年收入较上年减少 96 万元": what the sentence before said of it.
  std::vector<Level> NamedBefore(const Segment& segment);
  // "决算支出 6.35 万元，同比下降 20.63%": last year's number stands elsewhere.
  bool GrowsOnLastYear(const Segment& segment, const Written& number, bool down);
  // "决算数 54.32，比年初预算数 60.00 减少 5.68": both stand right before it and are of one thing.
  // A printed rate of growth, of nothing yet.
  [[nodiscard]] Relation Growth(Relation::Kind kind, const Written& number, bool down,
                                const Terms& of) const;
  void HoldAgainstChange(const Segment& segment, const Written& number);
  [[nodiscard]] const Level& Present() const;
  // "占本年支出合计的 71.23%": the number before it, of the first of the sentence.
  void ReadShare(const Segment& segment, const Written& number);
  // Of levels_[part]; its whole stands among the first `wholes` of them.
  void ShareOf(size_t part, size_t wholes, const Segment& segment, const Written& number);
  // "占授予中小企业合同金额的 50%": the words stand before another number of the sentence.
  bool ReadQuotedShare(const Segment& segment, const Written& number);
  // "筛查 8600 人，为年度任务 8000 人的 107.50%".
  bool ReadTaskShare(const Segment& segment, const Written& number);
  // "7.2 亿元，比 2024 年的 2.4 亿元增长 2 倍".
  void ReadTimes(const Segment& segment, const Written& number);
  // "占“三公”经费支出决算的 91.62%": the whole is named, and stands elsewhere. "占收入合计的
  // 0.67%": it stands in the sentence.
  bool ReadNamedShare(const Segment& segment, const Written& number);
  // The whole is a number of the sentence, or the figure of that name wherever it stands.
  Relation& AddShare(const Level& part, const Level* whole, std::string elsewhere,
                     const Written& number);
  // "完成预算的 98.5%": of the last two numbers of one subject, the outturn by the budget.
  bool ReadCompletion(const Segment& segment, const Written& number);
  // The budget stands elsewhere: a rate of its own.
  bool CompletionOf(const Level& paid, const Segment& segment, const Written& number);
  // "全年预算数 4573.00 万元，实际支出 4481.54 万元，预算执行率 98.00%": the rate of these two,
  // whosever they are.
  bool IsRateOfBoth(const Named& named, const Segment& segment, const Written& number);
  // "……实际支出 4481.54 万元。其中基本支出……，项目支出……": they make one of the numbers before.
  void AddUpInto();
  // The numbers of this sentence, and before them those of what it goes into.
  [[nodiscard]] std::vector<const Level*> Told() const;
  // "年初预算 4286.50 万元，追加 312.40 万元，追减 25.90 万元，全年预算 4573.00 万元", of whatever
  // the sentence speaks; of the unit a rule says so.
  void AddUpBudget();
  void AddUp(const std::vector<const Level*>& parts, const std::string& select,
             std::string_view measure);
  [[nodiscard]] Term TermOf(const Level& level) const;

  Builder& builder_;
  const Prose& prose_;
  std::string select_;
  std::string label_;
  bool subject_known_ = false;
  bool lost_ = false;  // the sentence speaks of something else now
  bool first_ = true;
  bool level_before_ = false;  // the number before was one of money
  bool opens_ = false;
  bool named_year_ = false;
  const Label* measure_ = nullptr;
  const Label* changed_before_ = nullptr;  // of the sentence before, which told changes alone
  bool strong_ = false;
  bool says_paid_ = false;  // the subject's own words say that it was paid
  int year_ = 0;
  int year_before_ = 0;  // before the words of this number
  std::vector<Level> levels_;
  std::vector<Changed> changed_;
  std::vector<Level> previous_;
  std::vector<Level> before_;  // of the sentence before, whatever they are
  std::vector<Level> wholes_;  // of the sentence this one goes into
  std::vector<Counted> counted_;
  std::string sentence_;
  std::vector<std::string> brackets_;  // what was spoken of where each open one begins
  std::set<std::string> staff_;        // figures of staff told of the whole unit
  bool parts_ = false;                 // behind "其中", up to the next semicolon
  bool followed_by_parts_ = false;     // the number that is read
  std::string so_far_;                 // what was read of the sentence
  std::optional<std::pair<std::string, std::string>> of_whole_;  // select and label before "其中"
  bool everybody_ = false;                                       // retired people among them
  bool part_quota_ = false;  // "行政编制 46 名" and none of all
  Spoken present_;           // of the last number of this year
  std::optional<Exactly> change_;
  Exactly change_half_;
  std::string change_text_;
  std::string change_unit_;
  std::string change_figure_;       // what changed, where that stands elsewhere
  bool against_last_year_ = false;  // the changes of the sentence are
  std::vector<Level> change_of_;    // what may have changed; the last of this year most likely
};

// Units that were left out where only one can be meant, each with a remark.
void MendUnits(Builder& builder, std::vector<Token>& tokens, const Prose& prose);
// "决算数小于预算数", of figures stated from the one at `first` on.
void ReadDirection(Builder& builder, const std::string& sentence, const Prose& prose, size_t first);

// Figures, relations and claims of a paragraph; `outer` is what the one before left open.
SentenceReader::Outer ReadProse(Builder& builder, const Prose& prose,
                                const SentenceReader::Outer& outer);

}  // namespace outturn::document
