// By how much something is more or less than it was last year.
#include <algorithm>

#include "services/document/prose/sentence.h"

namespace outturn::document {
namespace {

// The clause at the end of a text, or at its beginning.
std::string LastClause(const std::string& text) {
  const size_t mark = text.find_last_of(",;:");
  return mark == std::string::npos ? text : text.substr(mark + 1);
}

// "公务接待费" of "，其中：公务接待费支出决算比 2024 年度减少".
std::string Subject(const std::string& words) {
  std::string subject = LastClause(words);
  for (const std::string_view end : {"比", "较", "与", "增加", "减少", "为"}) {
    const size_t at = subject.find(end);
    if (at != std::string::npos && at > 0) subject.resize(at);
  }
  return subject;
}

std::string FirstClause(const std::string& text) {
  const size_t from = text.find_first_not_of(",;:");
  if (from == std::string::npos) return "";
  return text.substr(from, text.find_first_of(",;:", from) - from);
}

// What a change of it is reckoned from, as the words before the change say; empty: nobody knows.
std::string PriorOf(const std::string& measure, const std::string& select,
                    const std::string& words) {
  const auto says = [&](const char* word) { return words.find(word) != std::string::npos; };
  const bool paid = says("决算") || says("执行") || says("支出数");
  if (measure == "paid") return says("预算") ? "" : "prior_year_paid" + select;
  if (measure == "initial_budget") return (paid ? "prior_year_paid" : "prior_year_budget") + select;
  return "";
}

}  // namespace

bool SentenceReader::SaysLastYear(const Segment& segment) const {
  if (segment.Says("上年") || segment.Says("去年") || segment.Says("同期") || segment.Says("同比"))
    return true;
  return std::any_of(segment.tokens.begin(), segment.tokens.end(), [&](const Token* token) {
    return token->kind == Kind::kYear && builder_.Relative(token->year) == -1;
  });
}

void SentenceReader::NoteAgainst(const Segment& segment) {
  const bool compared = segment.Says("比") || segment.Says("较");
  const bool older = std::any_of(  // "比 2019 年减少"
      segment.tokens.begin(), segment.tokens.end(), [&](const Token* token) {
        return token->kind == Kind::kYear && builder_.Relative(token->year) < -1;
      });
  if (SaysLastYear(segment)) {
    against_last_year_ = true;
  } else if (compared && (segment.Says("预算") || older)) {
    against_last_year_ = false;
  }
}

void SentenceReader::PutChange(const Level& of, const Level& by) {
  if (!of.known || !of.now || of.guessed || by.number.approximate) return;
  Stated stated;
  stated.scope = prose_.spot.scope;
  stated.figure = (of.measure.empty() ? of.select : of.measure) + "_change" +
                  (of.measure.empty() ? "" : of.select);
  const bool less = by.value.numerator < 0;
  stated.label = Subject(of.words) + (less ? "比上年减少" : "比上年增加");
  const std::string prior = PriorOf(of.measure, of.select, by.words);
  if (!prior.empty()) stated.or_figures = {prior};
  stated.place = prose_.spot.place;
  stated.printed = (less ? "-" : "") + by.number.printed;
  stated.unit = by.number.unit;
  stated.value = by.value;
  stated.half = by.half;
  stated.coarse = CoarseOf(by.number, by.number.unit);
  builder_.filing.stated.push_back(std::move(stated));
}

// "公务接待费支出决算增加 0.3 万元，增长 100%": what it is now stands elsewhere.
bool SentenceReader::ReadNamedChange(const Segment& segment, const Written& number, bool down) {
  if (number.unit == "%") return ReadNamedGrowth(segment, number, down);
  if (!IsMoney(number.unit)) return false;
  change_figure_.clear();
  if (number.approximate || CleanFrom(segment) != 0) return false;
  const int year = year_;
  const Named named = NamesIn(segment);
  year_ = year;
  const std::string select = named.subject ? Combined(named.selects) : "";
  const bool here = std::any_of(levels_.begin(), levels_.end(),
                                [&](const Level& level) { return level.select == select; });
  if (select.find("three_public=") == std::string::npos || here) return false;
  const Label* measure = named.measure != nullptr ? named.measure : named.hint;
  if (measure == nullptr) measure = measure_ != nullptr ? measure_ : changed_before_;
  if (measure == nullptr && !prose_.outturn && !prose_.budget) return false;
  if (measure_ == nullptr) measure_ = measure;  // of the changes behind it, too
  Level of = LevelOf(named, segment, number);
  of.measure = measure != nullptr ? measure->value : prose_.budget ? "initial_budget" : "paid";
  of.select = select;
  of.words = LastClause(segment.Text());
  of.known = of.now = true;
  change_figure_ = of.measure + select;
  change_ = down ? -of.value : of.value;
  change_half_ = of.half;
  change_text_ = number.printed;
  change_unit_ = number.unit;
  Level by = of;
  by.value = *change_;
  NoteAgainst(segment);
  if (against_last_year_) PutChange(of, by);
  return true;
}

bool SentenceReader::ReadNamedGrowth(const Segment& segment, const Written& number, bool down) {
  const bool asked = !change_figure_.empty() && change_ && CleanFrom(segment) == 0;
  if (!asked || number.approximate) return false;
  Relation relation = Growth(Relation::Kind::kGrowth, number, down, {});
  relation.parts = {*change_};
  relation.halves = {change_half_};
  relation.whole = change_figure_;
  relation.formula = change_text_;
  relation.tied = {{change_text_ + change_unit_, prose_.spot.place.where}};
  builder_.filing.relations.push_back(std::move(relation));
  change_.reset();
  return true;
}

// "公务接待费 0.40 万元，与 2025 年预算持平": nothing more and nothing less.
void SentenceReader::ReadUnchanged(const Segment& segment) {
  const std::string text = segment.Text();
  const std::string clause = FirstClause(text);
  const bool same = clause.ends_with("持平") || clause.find("无增减变化") != std::string::npos;
  const bool joined = clause.find("增加持平") != std::string::npos;
  if (!same || joined || levels_.empty() || !level_before_ || !SaysLastYear(segment)) return;
  if (!NameOf(clause, builder_.labels).selects.empty()) return;
  Level by = levels_.back();
  by.value = {};
  by.number.printed = "0";
  PutChange(levels_.back(), by);
}

}  // namespace outturn::document
