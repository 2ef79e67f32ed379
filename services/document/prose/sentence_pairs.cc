// Numbers that a sentence sets side by side: of last year, respectively, of a task, so many times.
#include <algorithm>

#include "services/document/prose/sentence.h"
#include "services/document/words.h"

namespace outturn::document {
namespace {

bool SaysDirection(const Segment& segment) {
  for (const char* word : {"增", "减", "降", "升", "提高", "节约", "压缩", "超支", "节支", "上年多",
                           "上年少", "去年多", "去年少"}) {
    if (segment.Says(word)) return true;
  }
  return false;
}

// "和", "、": what may stand between numbers told respectively.
bool OnlyJoins(const Token& token) {
  for (const char* word : {"和", "与", "及", "、", ",", "以及"}) {
    if (token.text == word) return true;
  }
  return false;
}

bool IsTask(const std::string& words) {
  for (const char* word : {"任务", "目标", "计划"}) {
    if (words.find(word) != std::string::npos) return true;
  }
  return false;
}

// Counted things are exact; what is told in 万 or with decimals was rounded.
Exactly RoundingOf(const Written& number) {
  return number.decimals == 0 ? Exactly{} : CoarseOf(number, "");
}

}  // namespace

bool SentenceReader::IsLastYears(const Segment& segment, const Written& number) {
  if (!IsMoney(number.unit) || SaysDirection(segment)) return false;
  for (const char* word : {"比上年", "较上年", "比去年", "较去年"}) {
    if (segment.Says(word)) return true;
  }
  return false;
}

size_t SentenceReader::ReadRespectively(const std::vector<Token>& tokens, size_t at,
                                        const Segment& segment) {
  if (!segment.Says("分别")) return at;
  std::vector<size_t> run = {at};
  size_t behind = at + 1;
  for (size_t i = behind; i < tokens.size(); ++i) {
    if (OnlyJoins(tokens[i])) continue;
    const bool next = tokens[i].kind == Kind::kNumber && i > run.back() + 1 &&
                      tokens[i].number.unit == tokens[at].number.unit;
    if (!next) break;
    run.push_back(i);
    behind = i + 1;
  }
  if (run.size() < 2) return at;
  const size_t levels = levels_.size();
  const bool shares = tokens[at].number.unit == "%" && segment.HasText("占") &&
                      levels >= run.size() && CleanFrom(segment) == 0;
  for (size_t i = 0; i < run.size(); ++i) {
    const Written& number = tokens[run[i]].number;
    if (shares) {
      ShareOf(levels - run.size() + i, levels - run.size(), segment, number);
    } else if (IsMoney(number.unit) || segment.Has(Role::kChange)) {
      Unknown(segment, number);
    }
  }
  level_before_ = false;
  return behind;
}

bool SentenceReader::ReadQuotedShare(const Segment& segment, const Written& number) {
  constexpr size_t kLeast = 12;  // bytes: fewer words may stand anywhere
  if (CleanFrom(segment) == 0 || !level_before_ || number.approximate) return false;
  const std::string text = segment.Text();
  const std::string_view share = "占";
  const std::string whole_words =
      Without(text.substr(text.rfind(share) + share.size()),
              {"的", "比例", "比重", "比例为", "比重为", "约", "为", "达"});
  if (whole_words.size() < kLeast) return false;
  const Level* whole = nullptr;
  for (size_t i = 0; i + 1 < levels_.size(); ++i) {
    const std::string words = Without(levels_[i].words, {"为", "达", "共", "共计"});
    if (!words.ends_with(whole_words)) continue;
    if (whole != nullptr) return false;
    whole = &levels_[i];
  }
  const Level& part = levels_.back();
  if (whole == nullptr || whole->number.approximate || part.number.approximate) return false;
  AddShare(part, whole, "", number);
  return true;
}

bool SentenceReader::ReadTaskShare(const Segment& segment, const Written& number) {
  std::string text = segment.Text();
  if (!counted_.empty()) {  // "亩的": the counter's letters are no unit
    const Written& last = counted_.back().number;
    const std::string rest = last.counter.substr(std::min(last.unit.size(), last.counter.size()));
    if (text.starts_with(rest)) text.erase(0, rest.size());
  }
  const bool asks = text == "的" || text == ",完成率" || text == ",完成率为" || text == ",完成率达";
  if (!asks || counted_.size() < 2 || number.approximate) return false;
  const Counted& task = counted_.back();
  if (!IsTask(task.words) || task.number.counter.empty() || task.number.digits <= 0) return false;
  const Exactly due = ValueOf(task.number);
  const Exactly percent = ValueOf(number);
  const Counted* done = nullptr;
  for (size_t i = counted_.size() - 1; i-- > 0;) {
    const Written& one = counted_[i].number;
    if (one.counter != task.number.counter || one.approximate) continue;
    if (done == nullptr || text != "的") done = &counted_[i];  // the nearest, or the first told
    const Exactly allowed =
        CoarseOf(number, "") * due + RoundingOf(one) * 100 + RoundingOf(task.number) * percent;
    if (Size(ValueOf(one) * 100 - percent * due) <= allowed) return true;
  }
  if (done == nullptr || task.number.approximate) return false;
  const auto term = [&](const Written& one) {
    return Term{{ValueOf(one), RoundingOf(one)}, one.printed, one.counter, prose_.spot.place};
  };
  builder_.filing.relations.push_back(ShareRelation("完成任务", RateOf(number, prose_.spot.place),
                                                    {term(done->number), term(task.number)}));
  return true;
}

void SentenceReader::ReadTimes(const Segment& segment, const Written& number) {
  const bool up = segment.Says("增") || segment.Says("提高") || segment.Says("上升");
  const bool pair = levels_.size() > 1 && level_before_ && levels_.back().compared &&
                    levels_.back().clean && levels_[levels_.size() - 2].now;
  if (!up || !pair || CleanFrom(segment) != 0 || number.approximate) {
    return Unknown(segment, number);
  }
  const Level& now = levels_[levels_.size() - 2];
  const Level& then = levels_.back();
  if (now.number.approximate || then.number.approximate) return;
  Term times = RateOf(number, prose_.spot.place);
  times.value = times.value * 100;
  times.half = times.half * 100;
  Relation relation =
      Relate(Relation::Kind::kGrowthOn, "增长倍数", times, {TermOf(now), TermOf(then)}, " ÷ ");
  relation.printed = number.printed + "倍";
  relation.formula += " − 100%";
  builder_.filing.relations.push_back(std::move(relation));
}

}  // namespace outturn::document
