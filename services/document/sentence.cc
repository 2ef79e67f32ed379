#include "services/document/sentence.h"

#include <algorithm>

namespace outturn::document {
namespace {

// Says by itself what a number is, whatever was said before.
bool IsDefinite(const Label& hint) { return hint.words == "决算" || hint.words == "执行"; }

std::string SubjectWords(const Segment& segment) {
  std::string words;
  for (const Token* token : segment.tokens) {
    if (IsLabel(*token, Role::kSubject)) words = token->text;
  }
  return words;
}

}  // namespace

bool IsMoney(const std::string& unit) {
  return unit == "元" || unit == "万元" || unit == "亿元" || unit == "千元";
}

SentenceReader::SentenceReader(Builder& builder, const Prose& prose)
    : builder_(builder), prose_(prose) {
  if (!prose.heading_sure) return;
  select_ = prose.heading_select;
  label_ = prose.heading_label;
  subject_known_ = true;
}

void SentenceReader::ComesAfter(const SentenceReader& before) {
  const auto& levels = before.levels_;
  const bool one = std::all_of(levels.begin(), levels.end(), [&](const Level& level) {
    return level.known &&
           (level.select == levels[0].select || (level.value - levels[0].value).numerator == 0);
  });
  if (one) previous_ = levels;
}

void SentenceReader::GoesInto(const SentenceReader& before) {
  measure_ = before.present_.measure;
  strong_ = before.present_.strong;
  year_ = before.present_.year;
  wholes_ = before.levels_;
}

void SentenceReader::Read(const std::vector<Token>& tokens) {
  Segment segment;
  for (const Token& token : tokens) {
    if (token.kind == Kind::kNumber) {
      ReadNumber(segment, token);
      segment.tokens.clear();
      first_ = false;
    } else {
      segment.tokens.push_back(&token);
    }
  }
  ReadNone(segment);
  AddUpInto();
  AddUpBudget();
}

void SentenceReader::ReadNumber(const Segment& segment, const Token& token) {
  const size_t levels = levels_.size();
  ReadOne(segment, token);
  level_before_ = levels_.size() > levels;
}

void SentenceReader::ReadOne(const Segment& segment, const Token& token) {
  const Written& number = token.number;
  if (segment.Has(Role::kChange)) return ReadChange(segment, number);
  if (number.unit == "%" && segment.HasText("占")) return ReadShare(segment, number);
  Named named = NamesIn(segment);
  if (number.unit == "%" && segment.Text().find("完成") != std::string::npos &&
      ReadCompletion(segment, number)) {
    return;
  }
  if (named.figure != nullptr &&
      Builder::Suits(number, named.figure->measured, prose_.inline_cell)) {
    return ReadFigure(named, segment, number);
  }
  const bool bare = number.unit.empty() && prose_.inline_cell && named.subject && named.clean;
  if (IsMoney(number.unit) || bare) ReadMoney(named, segment, number);
}

void SentenceReader::ReadFigure(const Named& named, const Segment& segment, const Written& number) {
  if (!named.bounded) return Unknown(segment, number);
  const bool sure = named.subject || subject_known_;
  if (!sure && number.unit == "%" && IsRateOfBoth(named, segment, number) && lost_) return;
  std::string figure = named.figure->value;
  const bool rate = figure == "execution_rate" || figure == "received_rate" ||
                    figure == "execution_rate_on_initial";
  if (builder_.Relative(year_) != 0) return Unknown(segment, number);
  if (!named.figure->by_measure.empty()) {
    std::string measure;
    if (named.measure != nullptr) measure = named.measure->value;
    if (named.measure == nullptr && named.hint != nullptr) measure = named.hint->value;
    const auto by = named.figure->by_measure.find(measure);
    figure = by == named.figure->by_measure.end() ? "" : by->second;
    if (figure.empty()) return Unknown(segment, number);
  }
  const bool plain = named.figure->measured == Measured::kMoney &&
                     named.figure->by_measure.empty() && figure.find('(') == std::string::npos;
  const bool carried = plain && !named.subject && (subject_known_ || lost_);
  if (carried && (lost_ || !named.clean)) return Unknown(segment, number);
  if (plain) figure += named.subject ? Combined(named.selects) : carried ? select_ : "";
  if (rate) {
    std::string select = named.subject ? Combined(named.selects) : select_;
    if (!named.subject && !subject_known_) select = prose_.heading_select;
    // A rate of something that is not known is not the unit's.
    if (!named.subject && !subject_known_ && !named.clean && !named.bounded) {
      return Unknown(segment, number);
    }
    if (lost_) return Unknown(segment, number);
    figure += select;
  }
  Meaning meaning;
  meaning.figure = figure;
  meaning.label = named.figure->words;
  meaning.measured = named.figure->measured;
  meaning.guessed = rate && !named.subject && !subject_known_;
  builder_.Put(meaning, number, prose_.spot);
  if (meaning.measured != Measured::kMoney) return;
  levels_.push_back({number, figure, "", true, named.clean, true,
                     InWan(ValueOf(number), number.unit),
                     HalfOf(number, Measured::kMoney, number.unit), false, false});
  if (!carried) {
    subject_known_ = false;
    select_.clear();
  }
}

void SentenceReader::ReadMoney(const Named& named, const Segment& segment, const Written& number) {
  if (named.subject && named.bounded) {
    select_ = Combined(named.selects);
    subject_known_ = true;
    lost_ = false;
    label_ = SubjectWords(segment);
  } else if (named.subject ||
             (!named.clean && !(named.measure != nullptr && named.bounded && first_))) {
    subject_known_ = false;
    lost_ = true;
  }
  if (named.measure != nullptr) {
    measure_ = named.measure;
    strong_ = true;
  } else if (named.hint != nullptr &&
             (measure_ == nullptr || !strong_ || named.subject || IsDefinite(*named.hint))) {
    const bool keeps =
        strong_ && measure_ != nullptr && named.hint->value == "paid" && !IsDefinite(*named.hint);
    if (!keeps) {
      measure_ = named.hint;
      strong_ = IsDefinite(*named.hint);
    }
  }
  Level level{number,
              select_,
              "",
              false,
              named.clean,
              builder_.Relative(year_) == 0,
              InWan(ValueOf(number), number.unit),
              HalfOf(number, Measured::kMoney, number.unit),
              false,
              false};
  if (measure_ != nullptr) level.measure = builder_.MeasureOf(*measure_, year_);
  level.now = level.now && !level.measure.starts_with("prior_");
  if (level.now) present_ = {measure_, strong_, year_};
  level.compared = segment.HasText("比") || segment.HasText("较") || segment.HasText("与");
  level.known = Put(named, segment, number, level.measure);
  level.guessed = !subject_known_;
  levels_.push_back(std::move(level));
}

bool SentenceReader::Put(const Named& named, const Segment& segment, const Written& number,
                         std::string& measure) {
  const bool heading = !subject_known_ && !lost_ && prose_.heading_known;
  const bool whole = !subject_known_ && !lost_ && named.measure != nullptr && named.bounded &&
                     opens_ && named_year_;
  if (lost_ || (!subject_known_ && !heading && !whole) ||
      (measure_ == nullptr && !subject_known_)) {
    Unknown(segment, number);
    return false;
  }
  const std::string select = subject_known_ ? select_ : heading ? prose_.heading_select : "";
  static const Label kPaid = [] {
    Label label;
    label.value = "paid";
    label.prior = "prior_year_paid";
    return label;
  }();
  const Label& label = measure_ == nullptr ? kPaid : *measure_;
  measure = builder_.MeasureOf(label, year_);
  if (measure.empty()) {
    Unknown(segment, number);
    return false;
  }
  Meaning meaning;
  meaning.figure = measure + select;
  const bool budget = label.value.find("budget") != std::string::npos;
  meaning.guessed = measure_ == nullptr || (!strong_ && !budget) || !subject_known_;
  if (!label.also.empty() && measure == label.value)
    meaning.or_figures.push_back(label.also + select);
  if (meaning.guessed && builder_.Relative(year_) == 0) {
    for (const char* other : {"paid", "full_year_budget", "initial_budget"}) {
      if (other != measure) meaning.or_figures.push_back(other + select);
    }
  }
  const std::string words = measure_ == nullptr ? "" : measure_->words;
  meaning.label = (subject_known_ ? label_ : std::string()) + words;
  builder_.Put(meaning, number, prose_.spot);
  return true;
}

void SentenceReader::ReadNone(const Segment& rest) {
  if (present_.measure == nullptr || levels_.empty()) return;
  bool none = false;
  for (const Token* token : rest.tokens) {
    const bool says = token->text.ends_with("无") || token->text.ends_with("没有") ||
                      token->text.ends_with("未发生");
    if (token->kind == Kind::kUnknown) none = says;
    if (!none || !IsLabel(*token, Role::kSubject) || token->label->value.empty()) continue;
    Written zero;
    zero.printed = "0";
    zero.unit = "万元";
    Meaning meaning;
    meaning.figure = builder_.MeasureOf(*present_.measure, present_.year) + token->label->value;
    meaning.label = token->text;
    if (meaning.figure.starts_with("(")) continue;
    builder_.Put(meaning, zero, prose_.spot);
  }
}

void SentenceReader::Unknown(const Segment& segment, const Written& number) {
  if (number.unit.empty() && !prose_.inline_cell) return;  // a count of something
  builder_.Miss(prose_.spot.place, number.printed + number.unit, segment.Text());
}

}  // namespace outturn::document
