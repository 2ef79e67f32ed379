// One sentence read from its first word to its last. For this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/document/builder.h"

namespace outturn::document {

[[nodiscard]] bool IsLabel(const Token& token, Role role);
[[nodiscard]] bool IsMoney(const std::string& unit);

// What stands between one number and the next.
struct Segment {
  std::vector<const Token*> tokens;
  [[nodiscard]] bool Has(Role role) const;
  [[nodiscard]] bool HasText(std::string_view text) const;
  [[nodiscard]] std::string Text() const;
};

// A number belongs to the last words that name one before it; what they leave open is taken over
// from the number before it in the same sentence, as long as every word between is understood.
class SentenceReader {
 public:
  SentenceReader(Builder& builder, const Prose& prose);

  // Whether it is the first of its paragraph.
  void Opens(bool opens) { opens_ = opens; }
  // The sentence before, where it speaks of one thing only: "与上年相比，增加…" speaks of that.
  void ComesAfter(const SentenceReader& before);
  // "……6.35万元。其中：公务接待费3.00万元": of the same year and measure.
  void GoesInto(const SentenceReader& before);

  void Read(const std::vector<Token>& tokens);

 private:
  using Kind = Token::Kind;

  struct Level {  // a number of money and what it is
    Written number;
    std::string select;
    std::string measure;
    bool known = false;  // it has been put
    bool clean = false;  // nothing unknown stands between it and the number before
    bool now = true;     // of this year
    Exactly value;
    Exactly half;
    bool guessed = false;   // that it is the unit's
    bool compared = false;  // "比年初预算数 60": the number before is held against it
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
  void ReadOne(const Segment& segment, const Token& token);
  void ReadFigure(const Named& named, const Segment& segment, const Written& number);
  void ReadMoney(const Named& named, const Segment& segment, const Written& number);
  // Whether the number was understood.
  bool Put(const Named& named, const Segment& segment, const Written& number, std::string& measure);
  // "公务接待费 8.12 万元，无因公出国（境）费和公务用车购置费": nothing is a number, too.
  void ReadNone(const Segment& rest);
  void Unknown(const Segment& segment, const Written& number);

  // "比上年增加 1.20 万元，增长 6.2%".
  void ReadChange(const Segment& segment, const Written& number);
  // "决算支出 6.35 万元，同比下降 20.63%": last year's number stands elsewhere.
  bool GrowsOnLastYear(const Segment& segment, const Written& number, bool down);
  // "决算数 54.32，比年初预算数 60.00 减少 5.68": both stand right before it and are of one thing.
  void HoldAgainstChange(const Segment& segment, const Written& number);
  [[nodiscard]] const Level& Present() const;
  // "占本年支出合计的 71.23%": the number before it, of the first of the sentence.
  void ReadShare(const Segment& segment, const Written& number);
  // "占“三公”经费支出决算的 91.62%": the whole is named, and stands elsewhere. "占收入合计的
  // 0.67%": it stands in the sentence.
  bool ReadNamedShare(const Segment& segment, const Written& number);
  // The whole is a number of the sentence, or the figure of that name wherever it stands.
  Relation& AddShare(const Level& part, const Level* whole, std::string elsewhere,
                     const Written& number);
  // "完成预算的 98.5%": of the last two numbers of one subject, the outturn by the budget.
  bool ReadCompletion(const Segment& segment, const Written& number);
  // The budget stands elsewhere: a rate of its own.
  bool CompletionOf(const Level& paid, const Written& number);
  // "全年预算数 4573.00 万元，实际支出 4481.54 万元，预算执行率 98.00%": the rate of these two,
  // whosever they are.
  bool IsRateOfBoth(const Named& named, const Segment& segment, const Written& number);
  // "……实际支出 4481.54 万元。其中基本支出……，项目支出……": they make one of the numbers before.
  void AddUpInto();
  // "年初预算 4286.50 万元，追加 312.40 万元，追减 25.90 万元，全年预算 4573.00 万元", of whatever
  // the sentence speaks; of the unit a rule says so.
  void AddUpBudget();
  void AddUp(const std::vector<const Level*>& parts, std::string_view measure);
  std::pair<std::string, figures::Words> NumberOf(const Level& level) const;

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
  bool strong_ = false;
  int year_ = 0;
  std::vector<Level> levels_;
  std::vector<Level> previous_;
  std::vector<Level> wholes_;  // of the sentence this one goes into
  struct Spoken {
    const Label* measure = nullptr;
    bool strong = false;
    int year = 0;
  };
  Spoken present_;  // of the last number of this year
  std::optional<Exactly> change_;
  Exactly change_half_;
  std::string change_text_;
  std::vector<Level> change_of_;  // what may have changed; the last of this year most likely
};

}  // namespace outturn::document
