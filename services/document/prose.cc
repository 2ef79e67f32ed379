// Sentences → figures. A number belongs to the last words that name one before it; what they leave
// open is taken over from the number before it in the same sentence, as long as every word between
// is understood.
#include <algorithm>
#include <optional>

#include "services/document/builder.h"

namespace outturn::document {
namespace {

using Kind = Token::Kind;

bool IsLabel(const Token& token, Role role) {
  return token.label != nullptr && token.label->role == role;
}

bool IsMoney(const std::string& unit) {
  return unit == "元" || unit == "万元" || unit == "亿元" || unit == "千元";
}

// What stands between one number and the next.
struct Segment {
  std::vector<const Token*> tokens;
  [[nodiscard]] bool Has(Role role) const {
    return std::any_of(tokens.begin(), tokens.end(),
                       [&](const Token* t) { return IsLabel(*t, role); });
  }
  [[nodiscard]] bool HasText(std::string_view text) const {
    return std::any_of(tokens.begin(), tokens.end(),
                       [&](const Token* t) { return t->text == text; });
  }
  [[nodiscard]] std::string Text() const {
    std::string text;
    for (const Token* token : tokens) text += token->text;
    return text;
  }
};

class SentenceReader {
 public:
  SentenceReader(Builder& builder, const Prose& prose) : builder_(builder), prose_(prose) {
    if (!prose.heading_sure) return;
    select_ = prose.heading_select;
    label_ = prose.heading_label;
    subject_known_ = true;
  }

  // Whether it is the first of its paragraph.
  void Opens(bool opens) { opens_ = opens; }
  // The sentence before, where it speaks of one thing only: "与上年相比，增加…" speaks of that.
  void ComesAfter(const SentenceReader& before) {
    const auto& levels = before.levels_;
    const bool one = std::all_of(levels.begin(), levels.end(), [&](const Level& level) {
      return level.known &&
             (level.select == levels[0].select || (level.value - levels[0].value).numerator == 0);
    });
    if (one) previous_ = levels;
  }

  // "……6.35万元。其中：公务接待费3.00万元": of the same year and measure.
  void GoesInto(const SentenceReader& before) {
    measure_ = before.present_.measure;
    strong_ = before.present_.strong;
    year_ = before.present_.year;
    wholes_ = before.levels_;
  }

  void Read(const std::vector<Token>& tokens) {
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

  // "公务接待费 8.12 万元，无因公出国（境）费和公务用车购置费": nothing is a number, too.
  void ReadNone(const Segment& rest) {
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

  // "……实际支出 4481.54 万元。其中基本支出……，项目支出……": they make one of the numbers before.
  void AddUpInto() {
    using Selects = std::vector<std::string>;
    static const std::vector<Selects> kParts = {
        {"(category=basic)", "(category=project)"},
        {"(category=personnel)", "(category=public)", "(category=project)"}};
    for (const char* measure : {"paid", "initial_budget", "full_year_budget"}) {
      for (const Selects& selects : kParts) {
        std::vector<const Level*> parts;
        for (const std::string& select : selects) {
          for (const Level& level : levels_) {
            const bool part = level.known && level.now && level.measure == measure &&
                              level.select == select && !level.number.approximate;
            if (part) parts.push_back(&level);
          }
        }
        if (parts.size() == selects.size()) AddUp(parts, measure);
      }
    }
  }

 private:
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

  // "年初预算 4286.50 万元，追加 312.40 万元，追减 25.90 万元，全年预算 4573.00 万元", of whatever
  // the sentence speaks; of the unit a rule says so.
  void AddUpBudget() {
    const Level* initial = nullptr;
    const Level* full = nullptr;
    std::vector<std::pair<const Level*, int>> changes;
    for (const Level& level : levels_) {
      if (!level.now || level.number.approximate || level.compared) continue;
      if (level.measure == "initial_budget" && initial == nullptr) initial = &level;
      if (level.measure == "full_year_budget" && full == nullptr) full = &level;
      const std::string& figure = level.select;
      if (figure == "supplements" || figure == "adjustments" || figure == "carry_in")
        changes.emplace_back(&level, 1);
      if (figure == "cuts") changes.emplace_back(&level, -1);
    }
    const bool asked = initial != nullptr && full != nullptr && !changes.empty() &&
                       initial->guessed && full->guessed && initial->select == full->select;
    if (!asked) return;
    Relation relation;
    relation.kind = Relation::Kind::kSum;
    relation.place = prose_.spot.place;
    relation.label = "全年预算";
    relation.printed = full->number.printed;
    relation.unit = full->number.unit;
    relation.value = full->value;
    relation.half = full->half;
    relation.parts = {initial->value};
    relation.halves = {initial->half};
    relation.formula = initial->number.printed;
    relation.numbers = {NumberOf(*full), NumberOf(*initial)};
    for (const auto& [level, sign] : changes) {
      relation.parts.push_back(sign > 0 ? level->value : Exactly{} - level->value);
      relation.halves.push_back(level->half);
      relation.formula += (sign > 0 ? " + " : " − ") + level->number.printed;
      relation.numbers.push_back(NumberOf(*level));
    }
    builder_.filing.relations.push_back(std::move(relation));
  }

  void AddUp(const std::vector<const Level*>& parts, std::string_view measure) {
    Relation relation;
    relation.kind = Relation::Kind::kSum;
    relation.place = prose_.spot.place;
    Exactly sum;
    for (const Level* part : parts) {
      relation.parts.push_back(part->value);
      relation.halves.push_back(part->half);
      relation.formula += (relation.formula.empty() ? "" : " + ") + part->number.printed;
      relation.numbers.push_back(NumberOf(*part));
      sum = sum + part->value;
    }
    const Level* whole = nullptr;
    for (const Level& one : wholes_) {
      const bool of_it = one.select.empty() && one.now && !one.number.approximate &&
                         (one.measure == measure ||
                          (measure == "initial_budget" && one.measure == "full_year_budget"));
      if (!of_it) continue;
      if (figures::IsZero(one.value - sum)) return;
      whole = &one;
    }
    if (whole == nullptr) return;
    relation.label = "合计";
    relation.printed = whole->number.printed;
    relation.unit = whole->number.unit;
    relation.numbers.push_back(NumberOf(*whole));
    relation.value = whole->value;
    relation.half = whole->half;
    builder_.filing.relations.push_back(std::move(relation));
  }

  std::pair<std::string, figures::Words> NumberOf(const Level& level) const {
    return {level.number.printed + level.number.unit, prose_.spot.place.where};
  }

  // Unknown words that may stand before a name: those that end the name of a unit.
  bool EndsOwner(std::string_view text) const {
    std::string_view last;
    for (std::string_view rest = text; !rest.empty();) {
      last = rest.substr(0, LetterLength(rest));
      rest.remove_prefix(last.size());
    }
    return builder_.labels.owners.find(last) != std::string::npos;
  }

  // The index of the first token from which on everything up to the number is understood.
  size_t CleanFrom(const Segment& segment) const {
    size_t clean = segment.tokens.size();
    while (clean > 0 && segment.tokens[clean - 1]->kind != Kind::kUnknown) --clean;
    return clean;
  }

  // Whether a name that begins at `at` is no part of a longer one: "法律援助|项目支出". A short
  // word before it ("政法专|项|编制") may be the end of an unknown one.
  bool Bounded(const Segment& segment, size_t at) const {
    constexpr size_t kShortWord = 3;  // bytes: one character
    while (at > 0 && segment.tokens[at - 1]->text != "的" &&
           segment.tokens[at - 1]->text.size() <= kShortWord &&
           IsLabel(*segment.tokens[at - 1], Role::kFiller)) {
      --at;
    }
    if (at == 0) return true;
    const Token& before = *segment.tokens[at - 1];
    return before.kind != Kind::kUnknown || EndsOwner(before.text);
  }

  // Says by itself what a number is, whatever was said before.
  static bool IsDefinite(const Label& hint) { return hint.words == "决算" || hint.words == "执行"; }

  struct Named {
    const Label* measure = nullptr;
    const Label* hint = nullptr;
    const Label* figure = nullptr;
    std::vector<std::string> selects;
    bool subject = false;
    bool clean = true;  // nothing unknown in the whole segment
    bool bounded = true;
  };

  Named NamesIn(const Segment& segment) {
    Named named;
    const size_t clean = CleanFrom(segment);
    named.clean = clean == 0;
    bool adjacent = false;
    for (size_t i = 0; i < segment.tokens.size(); ++i) {
      const Token& token = *segment.tokens[i];
      if (token.kind == Kind::kYear) {
        year_ = token.year;
        named_year_ = true;
      }
      if (i < clean) continue;
      if (token.kind == Kind::kMark) adjacent = false;
      if (token.label == nullptr) continue;
      const Role role = token.label->role;
      if (role == Role::kSubject) {
        if (!adjacent) named.selects.clear();
        if (!named.subject) named.bounded = Bounded(segment, i);
        named.subject = true;
        named.figure = nullptr;
        if (!token.label->value.empty()) named.selects.push_back(token.label->value);
        adjacent = true;
      } else if (role == Role::kMeasure) {
        named.measure = token.label;
        if (!named.subject) named.bounded = named.bounded && Bounded(segment, i);
      } else if (role == Role::kWeakMeasure) {
        const bool weaker =
            named.hint != nullptr && token.label->value == "paid" && named.hint->value != "paid";
        if (!weaker) named.hint = token.label;
      } else if (role == Role::kFigure) {
        named.figure = token.label;
        named.bounded = Bounded(segment, i);
      } else if (role == Role::kList) {
        named.clean = false;
      }
    }
    return named;
  }

  void ReadNumber(const Segment& segment, const Token& token) {
    const size_t levels = levels_.size();
    ReadOne(segment, token);
    level_before_ = levels_.size() > levels;
  }

  void ReadOne(const Segment& segment, const Token& token) {
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

  // "全年预算数 4573.00 万元，实际支出 4481.54 万元，预算执行率 98.00%": the rate of these two,
  // whosever they are.
  bool IsRateOfBoth(const Named& named, const Segment& segment, const Written& number) {
    const std::string& figure = named.figure->value;
    const bool either = figure == "completion_rate";
    if ((figure != "execution_rate" && !either) || named.subject || CleanFrom(segment) != 0)
      return false;
    size_t paid = levels_.size();
    while (paid > 0 && levels_[paid - 1].measure != "paid") --paid;
    if (paid-- < 2 || !levels_[paid].now || levels_[paid].number.approximate) return false;
    const Level* budget = nullptr;
    std::vector<const Level*> others;
    for (size_t i = paid; i-- > 0 && levels_[i + 1].clean;) {
      const bool full = levels_[i].measure == "full_year_budget";
      if (!full && levels_[i].measure != "initial_budget") continue;
      if (levels_[i].select != levels_[paid].select) continue;
      if (budget == nullptr || (full && budget->measure != "full_year_budget"))
        budget = &levels_[i];
      others.push_back(&levels_[i]);
    }
    if (budget == nullptr) return false;
    Relation& relation = AddShare(levels_[paid], budget, "", number);
    relation.label = named.figure->words;
    for (const Level* other : others) {
      const bool as_good = either || other->measure == budget->measure;
      if (as_good && other->value.numerator > 0)
        relation.others.emplace_back(other->value, other->half);
    }
    return true;
  }

  void ReadFigure(const Named& named, const Segment& segment, const Written& number) {
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

  void ReadMoney(const Named& named, const Segment& segment, const Written& number) {
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

  static std::string SubjectWords(const Segment& segment) {
    std::string words;
    for (const Token* token : segment.tokens) {
      if (IsLabel(*token, Role::kSubject)) words = token->text;
    }
    return words;
  }

  // Whether the number was understood.
  bool Put(const Named& named, const Segment& segment, const Written& number,
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

  // "比上年增加 1.20 万元，增长 6.2%".
  void ReadChange(const Segment& segment, const Written& number) {
    const std::string text = segment.Text();
    const auto has = [&](const char* word) { return text.find(word) != std::string::npos; };
    const bool down = has("减少") || has("下降") || has("降低") || has("压减") || has("节约");
    const bool up = has("增加") || has("增长") || has("上升") || has("提高");
    if (up == down) return Unknown(segment, number);
    const auto& levels = levels_.empty() ? previous_ : levels_;
    if (IsMoney(number.unit) && !levels.empty() && CleanFrom(segment) == 0) {
      change_ = InWan(ValueOf(number), number.unit);
      change_half_ = HalfOf(number, Measured::kMoney, number.unit);
      if (down) change_ = Exactly{} - *change_;
      change_text_ = number.printed;
      change_of_ = levels;
      HoldAgainstChange(segment, number);
      return;
    }
    if (number.unit == "%" && change_ && !number.approximate && CleanFrom(segment) == 0) {
      Relation relation;
      relation.kind = Relation::Kind::kGrowth;
      relation.place = prose_.spot.place;
      relation.label = "增减幅";
      relation.printed = number.printed + "%";
      relation.value = down ? Exactly{} - ValueOf(number) : ValueOf(number);
      relation.half = CoarseOf(number, "");
      Level present = Present();
      if (!present.now) {  // "与上年决算数 30.00 相比减少 2.40，下降 8.00%"
        relation.formula = change_text_ + " ÷ " + present.number.printed;
        present.value = present.value + *change_;
        present.half = present.half + change_half_;
      } else {
        relation.formula = change_text_ + " ÷ (" + present.number.printed +
                           (change_->numerator < 0 ? " + " : " − ") + change_text_ + ")";
      }
      relation.parts = {present.value, *change_};
      relation.halves = {present.half, change_half_};
      for (const Level& other : change_of_) {
        if (other.now) relation.others.emplace_back(other.value, other.half);
      }
      if (!present.number.approximate) builder_.filing.relations.push_back(std::move(relation));
      change_.reset();
      return;
    }
    if (number.unit == "%" && !number.approximate && GrowsOnLastYear(segment, number, down)) return;
    Unknown(segment, number);
  }

  // "决算支出 6.35 万元，同比下降 20.63%": last year's number stands elsewhere.
  bool GrowsOnLastYear(const Segment& segment, const Written& number, bool down) {
    if (levels_.size() != 1 || !levels_.back().known || !levels_.back().now ||
        CleanFrom(segment) != 0 || levels_.back().measure != "paid") {
      return false;
    }
    const bool last_year = segment.HasText("同比") || segment.HasText("比上年") ||
                           segment.HasText("较上年") || segment.HasText("比去年") ||
                           segment.HasText("较去年");
    if (!last_year) return false;
    const Level& present = levels_.back();
    Relation relation;
    relation.kind = Relation::Kind::kGrowthOn;
    relation.place = prose_.spot.place;
    relation.label = "增减幅";
    relation.printed = number.printed + "%";
    relation.value = down ? Exactly{} - ValueOf(number) : ValueOf(number);
    relation.half = CoarseOf(number, "");
    relation.parts = {present.value};
    relation.halves = {present.half};
    relation.whole = "prior_year_paid" + present.select;
    relation.formula = present.number.printed + " 比 ";
    relation.numbers = {NumberOf(present)};
    builder_.filing.relations.push_back(std::move(relation));
    return true;
  }

  // "决算数 54.32，比年初预算数 60.00 减少 5.68": both stand right before it and are of one thing.
  void HoldAgainstChange(const Segment& segment, const Written& number) {
    if (levels_.size() < 2 || !levels_.back().compared || number.approximate || !level_before_)
      return;
    size_t at = levels_.size() - 2;
    while (at > 0 && levels_[at].compared) --at;
    const Level& now = levels_[at];
    const Level& other = levels_.back();
    const bool pair = now.known && other.known && now.select == other.select &&
                      now.measure != other.measure && !segment.HasText(";");
    if (!pair || now.number.approximate || other.number.approximate) return;
    Relation relation;
    relation.kind = Relation::Kind::kDifference;
    relation.place = prose_.spot.place;
    relation.label = "增减额";
    relation.printed = number.printed;
    relation.unit = number.unit;
    relation.value = *change_;
    relation.half = change_half_;
    relation.parts = {now.value, other.value};
    relation.halves = {now.half, other.half};
    relation.formula = now.number.printed + " − " + other.number.printed;
    relation.numbers = {NumberOf(now), NumberOf(other)};
    builder_.filing.relations.push_back(std::move(relation));
  }

  [[nodiscard]] const Level& Present() const {
    for (size_t i = change_of_.size(); i-- > 0;) {
      if (change_of_[i].now) return change_of_[i];
    }
    return change_of_.back();
  }

  // "占“三公”经费支出决算的 91.62%": the whole is named, and stands elsewhere. "占收入合计的
  // 0.67%": it stands in the sentence.
  bool ReadNamedShare(const Segment& segment, const Written& number) {
    const Named named = NamesIn(segment);
    const Level& part = levels_.back();
    if (named.figure != nullptr && part.known) {
      for (const Level& whole : levels_) {
        if (&whole != &part && whole.known && whole.select == named.figure->value) {
          AddShare(part, &whole, "", number);
          return true;
        }
      }
    }
    if (!named.subject || named.selects.empty() || !part.known || part.measure.empty())
      return false;
    AddShare(part, nullptr, part.measure + Combined(named.selects), number);
    return true;
  }

  // The whole is a number of the sentence, or the figure of that name wherever it stands.
  Relation& AddShare(const Level& part, const Level* whole, std::string elsewhere,
                     const Written& number) {
    Relation relation;
    relation.kind = Relation::Kind::kShare;
    relation.place = prose_.spot.place;
    relation.label = "占比";
    relation.printed = number.printed + "%";
    relation.value = ValueOf(number);
    relation.half = CoarseOf(number, "");
    relation.parts = {part.value};
    relation.halves = {part.half};
    relation.formula = part.number.printed + " ÷ ";
    relation.numbers = {NumberOf(part)};
    if (whole != nullptr) {
      relation.numbers.push_back(NumberOf(*whole));
      relation.parts.push_back(whole->value);
      relation.halves.push_back(whole->half);
      relation.formula += whole->number.printed;
    }
    relation.whole = std::move(elsewhere);
    builder_.filing.relations.push_back(std::move(relation));
    return builder_.filing.relations.back();
  }

  // What a part is a part of, wherever nobody says: "(three_public=total)"; nullptr: not known.
  static const char* WholeOf(const std::string& select) {
    if (select == "(three_public=abroad)" || select == "(three_public=vehicle)" ||
        select == "(three_public=reception)") {
      return "(three_public=total)";
    }
    if (select == "(category=basic)" || select == "(category=project)") return "";
    return nullptr;
  }

  // "占本年支出合计的 71.23%": the number before it, of the first of the sentence.
  void ReadShare(const Segment& segment, const Written& number) {
    if (levels_.empty() || CleanFrom(segment) != 0) return Unknown(segment, number);
    if (ReadNamedShare(segment, number)) return;
    const Level& part = levels_.back();
    std::vector<const Level*> wholes;
    for (size_t i = 0; i + 1 < levels_.size(); ++i) {
      if (levels_[i].known && levels_[i].measure == part.measure) wholes.push_back(&levels_[i]);
    }
    const bool sibling = !wholes.empty() && WholeOf(wholes.front()->select) != nullptr;
    if (wholes.empty() || sibling) {
      const char* whole = WholeOf(part.select);
      if (whole == nullptr || !part.known || part.measure.empty()) return Unknown(segment, number);
      AddShare(part, nullptr, part.measure + whole, number);
      return;
    }
    Relation& relation = AddShare(part, wholes.front(), "", number);
    for (const Level* other : wholes) {
      if (other->value.numerator > 0) relation.others.emplace_back(other->value, other->half);
    }
  }

  // "完成预算的 98.5%": of the last two numbers of one subject, the outturn by the budget.
  bool ReadCompletion(const Segment& segment, const Written& number) {
    const std::string text = segment.Text();
    const bool asks =
        text.find("预算的") != std::string::npos || text.find("年初预算") != std::string::npos;
    if (!asks || text.find("的") == std::string::npos || CleanFrom(segment) != 0 || levels_.empty())
      return false;
    const Level& paid = levels_.back();
    if (levels_.size() < 2 ||
        levels_[levels_.size() - 2].measure.find("budget") == std::string::npos) {
      return CompletionOf(paid, number);
    }
    const Level& budget = levels_[levels_.size() - 2];
    const bool pair = paid.measure == "paid" && (paid.clean || (paid.known && budget.known)) &&
                      paid.select == budget.select;
    if (!pair) return CompletionOf(paid, number);
    Relation relation;
    relation.kind = Relation::Kind::kShare;
    relation.place = prose_.spot.place;
    relation.label = "完成预算";
    relation.printed = number.printed + "%";
    relation.value = ValueOf(number);
    relation.half = CoarseOf(number, "");
    relation.parts = {paid.value, budget.value};
    relation.halves = {paid.half, budget.half};
    relation.formula = paid.number.printed + " ÷ " + budget.number.printed;
    relation.numbers = {NumberOf(paid), NumberOf(budget)};
    builder_.filing.relations.push_back(std::move(relation));
    return true;
  }

  // The budget stands elsewhere: a rate of its own.
  bool CompletionOf(const Level& paid, const Written& number) {
    if (!paid.known || paid.measure != "paid") return false;
    Meaning meaning;
    meaning.figure = "completion_rate" + paid.select;
    meaning.label = "完成预算";
    meaning.measured = Measured::kPercent;
    builder_.Put(meaning, number, prose_.spot);
    return true;
  }

  void Unknown(const Segment& segment, const Written& number) {
    if (number.unit.empty() && !prose_.inline_cell) return;  // a count of something
    builder_.Miss(prose_.spot.place, number.printed + number.unit, segment.Text());
  }

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

std::vector<std::string> SentencesOf(const std::string& bare) {
  std::vector<std::string> sentences(1);
  for (std::string_view rest = bare; !rest.empty();) {
    const size_t length = LetterLength(rest);
    const std::string_view letter = rest.substr(0, length);
    rest.remove_prefix(length);
    if (letter == "。" || letter == "!" || letter == "?") {
      sentences.emplace_back();
    } else {
      sentences.back() += letter;
    }
  }
  return sentences;
}

// "1.公务接待费。2023年决算数1.32万元，……": what the sentences behind it are about.
bool HeadsParagraph(const std::string& sentence, const Labels& labels, Prose& prose) {
  const Naming naming = NameOf(sentence, labels);
  const bool heads = naming.whole && naming.subject && !naming.selects.empty() &&
                     naming.measure == nullptr && naming.year == 0;
  if (!heads) return false;
  prose.heading_select = Combined(naming.selects);
  prose.heading_label = BareName(sentence);
  prose.heading_sure = true;
  return true;
}

// "（二）预算执行情况。": no more than that it is about money; the next sentence opens the
// paragraph.
bool HeadsTheWhole(const std::string& sentence, const Labels& labels) {
  const Naming naming = NameOf(sentence, labels);
  return naming.whole && naming.selects.empty() && naming.figure == nullptr;
}

}  // namespace

void ReadProse(Builder& builder, const Prose& of) {
  Prose prose = of;
  std::optional<SentenceReader> before;
  bool first = true;
  for (const std::string& sentence : SentencesOf(Bare(prose.text))) {
    if (!prose.inline_cell && HeadsParagraph(sentence, builder.labels, prose)) {
      before.reset();
      first = false;
      continue;
    }
    if (sentence.find_first_of("0123456789") == std::string::npos) {
      before.reset();
      first = first && HeadsTheWhole(sentence, builder.labels);
      continue;
    }
    const std::vector<Token> tokens = Tokens(sentence, builder.labels);
    SentenceReader reader(builder, prose);
    reader.Opens(first);
    first = false;
    if (before) reader.ComesAfter(*before);
    const bool parts = sentence.starts_with("其中") || sentence.starts_with("按支出性质分");
    if (before && parts) reader.GoesInto(*before);
    reader.Read(tokens);
    before.emplace(reader);
  }
}

}  // namespace outturn::document
