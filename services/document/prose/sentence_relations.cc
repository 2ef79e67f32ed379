// What the numbers of a sentence are to each other: changes, shares, rates, sums.
#include <algorithm>

#include "services/document/prose/sentence.h"

namespace outturn::document {
namespace {

// What a part is a part of, wherever nobody says: "(three_public=total)"; nullopt: not known.
std::optional<std::string> WholeOf(const std::string& select) {
  if (select.starts_with("(function=")) {  // of all expenditure of its funds
    const size_t comma = select.find(", ");
    if (comma == std::string::npos) return std::nullopt;
    return "(" + select.substr(comma + 2);
  }
  if (select == "(three_public=abroad)" || select == "(three_public=vehicle)" ||
      select == "(three_public=reception)") {
    return "(three_public=total)";
  }
  if (select == "(category=basic)" || select == "(category=project)") return "";
  for (const std::string_view part : {"(category=personnel", "(category=public"}) {
    if (!select.starts_with(part) || select.find("class=") != std::string::npos) continue;
    const std::string funds = select.substr(part.size());
    if (funds == ")" || funds.starts_with(", ")) return "(category=basic" + funds;
  }
  return std::nullopt;
}

}  // namespace

void SentenceReader::ReadChange(const Segment& whole, const Written& number) {
  const Segment segment = whole.LastClauses();
  const std::string text = segment.Text();
  const auto has = [&](const char* word) { return text.find(word) != std::string::npos; };
  const bool down = has("减少") || has("下降") || has("降低") || has("压减") || has("节约") ||
                    has("上年少") || has("去年少");
  const bool up =
      has("增加") || has("增长") || has("上升") || has("提高") || has("上年多") || has("去年多");
  NoteChanged(segment, number);
  if (up == down) return Unknown(segment, number);
  const auto named_before = levels_.empty() ? NamedBefore(segment) : std::vector<Level>();
  const auto& levels = !levels_.empty() ? levels_ : named_before.empty() ? previous_ : named_before;
  if (IsMoney(number.unit)) change_.reset();
  if (number.counter == "倍") return ReadTimes(segment, number);
  if (named_before.empty() && ReadNamedChange(segment, number, down)) return;
  if (IsMoney(number.unit) && !levels.empty() && CleanFrom(segment) == 0) {
    change_ = InWan(ValueOf(number), number.unit);
    change_half_ = HalfOf(number, Measured::kMoney, number.unit);
    if (down) change_ = -*change_;
    change_text_ = number.printed;
    change_unit_ = number.unit;
    change_of_ = levels;
    // "较年初预算 14856.00 万元减少 876.00 万元": of what stands right before it.
    Level& last = change_of_.back();
    last.held_against = level_before_ && (last.words.find("比") != std::string::npos ||
                                          last.words.find("较") != std::string::npos);
    last.now = last.now && !last.held_against;
    HoldAgainstChange(segment, number);
    NoteAgainst(segment);
    Level by = LevelOf({}, segment, number);
    by.value = *change_;
    const int year = year_;
    const Named named = NamesIn(segment);
    year_ = year;
    const bool same = named.subject && Combined(named.selects) == Present().select;
    const bool of_another = levels_.empty() ? named_before.empty()
                                            : (named.subject || named.figure != nullptr) && !same;
    if (against_last_year_ && !last.held_against && !of_another) PutChange(Present(), by);
    return;
  }
  if (number.unit == "%" && change_ && !number.approximate && CleanFrom(segment) == 0) {
    Relation relation = Growth(Relation::Kind::kGrowth, number, down, {});
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
    relation.tied = {{present.number.printed + present.number.unit, prose_.spot.place.where},
                     {change_text_ + change_unit_, prose_.spot.place.where}};
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

void SentenceReader::NoteChanged(const Segment& segment, const Written& number) {
  const auto says = [&](std::initializer_list<const char*> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return segment.Says(word); });
  };
  if (!IsMoney(number.unit) || levels_.empty() || says({"比", "较", "结余"})) return;
  const bool less = says({"减", "收回", "缴回", "退回", "清退"});
  const bool more = says({"增", "追加"});
  changed_.push_back({LevelOf({}, segment, number), less == more ? 0 : less ? -1 : 1});
}

std::vector<SentenceReader::Level> SentenceReader::NamedBefore(const Segment& segment) {
  const int year = year_;
  const Named named = NamesIn(segment);
  year_ = year;
  std::vector<Level> found;
  if (!named.subject && named.figure == nullptr) return found;
  const std::string select = named.subject ? Combined(named.selects) : named.figure->value;
  for (const Level& level : before_) {
    if (level.known && level.now && level.select == select) found.push_back(level);
  }
  return found;
}

Relation SentenceReader::Growth(Relation::Kind kind, const Written& number, bool down,
                                const Terms& of) const {
  Relation relation = Relate(kind, "增减幅", RateOf(number, prose_.spot.place), of, "");
  if (down) relation.value = -relation.value;
  return relation;
}

bool SentenceReader::GrowsOnLastYear(const Segment& segment, const Written& number, bool down) {
  if (levels_.size() != 1 || !levels_.back().known || !levels_.back().now ||
      CleanFrom(segment) != 0 || levels_.back().measure != "paid") {
    return false;
  }
  const bool last_year = segment.HasText("同比") || segment.HasText("比上年") ||
                         segment.HasText("较上年") || segment.HasText("比去年") ||
                         segment.HasText("较去年");
  if (!last_year) return false;
  const Level& present = levels_.back();
  Relation relation = Growth(Relation::Kind::kGrowthOn, number, down, {TermOf(present)});
  relation.whole = "prior_year_paid" + present.select;
  relation.formula += " 比 ";
  builder_.filing.relations.push_back(std::move(relation));
  return true;
}

void SentenceReader::HoldAgainstChange(const Segment& segment, const Written& number) {
  if (levels_.size() < 2 || !levels_.back().compared || number.approximate || !level_before_)
    return;
  size_t at = levels_.size() - 2;
  while (at > 0 && levels_[at].compared) --at;
  const Level& now = levels_[at];
  const Level& other = levels_.back();
  const bool known =
      now.known && other.known && now.select == other.select && now.measure != other.measure;
  // "收入 A，支出 B，结余 C，比上年 D 增加": not of the B.
  const bool last_years = now.now && !other.now && now.clean && other.clean && other.next;
  const bool pair = (known || last_years) && !segment.HasText(";");
  if (!pair || now.number.approximate || other.number.approximate) return;
  const Term change{{*change_, change_half_}, number.printed, number.unit, prose_.spot.place};
  builder_.filing.relations.push_back(
      DifferenceRelation("增减额", change, TermOf(now), TermOf(other)));
}

const SentenceReader::Level& SentenceReader::Present() const {
  if (change_of_.back().held_against) return change_of_.back();
  for (size_t i = change_of_.size(); i-- > 0;) {
    if (change_of_[i].now) return change_of_[i];
  }
  return change_of_.back();
}

void SentenceReader::ReadShare(const Segment& segment, const Written& number) {
  if (levels_.empty()) return Unknown(segment, number);
  if (ReadQuotedShare(segment, number)) return;
  if (CleanFrom(segment) != 0) return Unknown(segment, number);
  if (ReadNamedShare(segment, number)) return;
  ShareOf(levels_.size() - 1, levels_.size() - 1, segment, number);
}

void SentenceReader::ShareOf(size_t part_at, size_t before, const Segment& segment,
                             const Written& number) {
  const Level& part = levels_[part_at];
  std::vector<const Level*> wholes;
  const bool item = part.select.starts_with("(function=");
  const auto whole = WholeOf(part.select);
  for (size_t i = 0; i < before; ++i) {
    if (item && levels_[i].select.starts_with("(function=")) continue;  // stands beside it
    if (whole && i > 0 && WholeOf(levels_[i].select) == whole) continue;
    if (levels_[i].known && levels_[i].measure == part.measure) wholes.push_back(&levels_[i]);
  }
  const bool sibling = !wholes.empty() && whole && WholeOf(wholes.front()->select) == whole;
  if (wholes.empty() || sibling) {
    if (!whole || !part.known || part.measure.empty()) return Unknown(segment, number);
    Relation& relation = AddShare(part, nullptr, part.measure + *whole, number);
    if (item) relation.label = kItemShare;
    return;
  }
  Relation& relation = AddShare(part, wholes.front(), "", number);
  if (item) relation.label = kItemShare;
  for (const Level* other : wholes) {
    if (other->value.numerator > 0) relation.others.emplace_back(other->value, other->half);
  }
}

bool SentenceReader::ReadNamedShare(const Segment& segment, const Written& number) {
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
  const bool figure = named.figure != nullptr && named.figure->measured == Measured::kMoney &&
                      named.figure->by_measure.empty();
  if (figure && !named.subject) {
    AddShare(part, nullptr, named.figure->value, number);
    return true;
  }
  if (!named.subject || !part.known || part.measure.empty()) return false;
  const bool told = std::any_of(levels_.begin(), levels_.end(),
                                [](const Level& level) { return level.select.empty(); });
  if (named.selects.empty() && (told || part.select.empty())) return false;
  AddShare(part, nullptr, part.measure + Combined(named.selects), number);
  return true;
}

Relation& SentenceReader::AddShare(const Level& part, const Level* whole, std::string elsewhere,
                                   const Written& number) {
  Terms of = {TermOf(part)};
  if (whole != nullptr) of.push_back(TermOf(*whole));
  Relation relation = ShareRelation("占比", RateOf(number, prose_.spot.place), of);
  if (whole == nullptr) relation.formula += " ÷ ";
  relation.whole = std::move(elsewhere);
  builder_.filing.relations.push_back(std::move(relation));
  return builder_.filing.relations.back();
}

bool SentenceReader::ReadCompletion(const Segment& segment, const Written& number) {
  const std::string text = segment.Text();
  const bool asks =
      text.find("预算的") != std::string::npos || text.find("年初预算") != std::string::npos;
  if (!asks || text.find("的") == std::string::npos || CleanFrom(segment) != 0 || levels_.empty())
    return false;
  const Level& paid = levels_.back();
  if (levels_.size() < 2 ||
      levels_[levels_.size() - 2].measure.find("budget") == std::string::npos) {
    return CompletionOf(paid, segment, number);
  }
  const Level& budget = levels_[levels_.size() - 2];
  const bool pair = paid.measure == "paid" && (paid.clean || (paid.known && budget.known)) &&
                    paid.select == budget.select;
  if (!pair) return CompletionOf(paid, segment, number);
  AddShare(paid, &budget, "", number).label = "完成预算";
  return true;
}

bool SentenceReader::CompletionOf(const Level& paid, const Segment& segment,
                                  const Written& number) {
  if (!paid.known || paid.measure != "paid") return false;
  Meaning meaning;
  const std::string text = segment.Text();
  const auto says = [&](const char* words) { return text.find(words) != std::string::npos; };
  const bool initial = says("年初");
  const bool full = says("全年") || says("调整");
  const char* rate = initial ? "execution_rate_on_initial" : "execution_rate";
  meaning.figure = (initial == full ? "completion_rate" : rate) + paid.select;
  meaning.label = "完成预算";
  meaning.measured = Measured::kPercent;
  builder_.Put(meaning, number, prose_.spot);
  return true;
}

bool SentenceReader::IsRateOfBoth(const Named& named, const Segment& segment,
                                  const Written& number) {
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
    if (budget == nullptr || (full && budget->measure != "full_year_budget")) budget = &levels_[i];
    others.push_back(&levels_[i]);
  }
  if (budget == nullptr) return false;
  Relation& relation = AddShare(levels_[paid], budget, "", number);
  relation.label = named.figure->words;
  for (size_t i = 0; i < paid; ++i) {  // "预算 100 万元，到位 80 万元，支出 80 万元，执行率 80%"
    if (levels_[i].value.numerator > 0 && !levels_[i].number.approximate)
      relation.others.emplace_back(levels_[i].value, levels_[i].half);
  }
  for (const Level* other : others) {
    const bool as_good = either || other->measure == budget->measure;
    if (as_good && other->value.numerator > 0)
      relation.others.emplace_back(other->value, other->half);
  }
  return true;
}

std::vector<const SentenceReader::Level*> SentenceReader::Told() const {
  std::vector<const Level*> told;
  for (const Level& level : wholes_) told.push_back(&level);
  for (const Level& level : levels_) told.push_back(&level);
  return told;
}

void SentenceReader::AddUpInto() {
  struct Split {
    std::string whole;
    std::vector<std::string> parts;
  };
  static const std::vector<Split> kSplits = {
      {"", {"(category=basic)", "(category=project)"}},
      {"", {"(category=personnel)", "(category=public)", "(category=project)"}},
      {"(category=basic)", {"(category=personnel)", "(category=public)"}},
      {"(category=basic, fund=general)",
       {"(category=personnel, fund=general)", "(category=public, fund=general)"}},
      {"(category=basic, source=current)",
       {"(category=personnel, source=current)", "(category=public, source=current)"}}};
  for (const char* measure : {"paid", "initial_budget", "full_year_budget"}) {
    for (const auto& [of, selects] : kSplits) {
      std::vector<const Level*> parts;
      for (const std::string& select : selects) {
        for (const Level* level : Told()) {
          const bool part = level->known && level->now && level->measure == measure &&
                            level->select == select && !level->number.approximate;
          if (part) parts.push_back(level);
        }
      }
      const bool here = std::any_of(parts.begin(), parts.end(), [&](const Level* part) {
        return !levels_.empty() && part >= levels_.data() && part < levels_.data() + levels_.size();
      });
      if (here && parts.size() == selects.size()) AddUp(parts, of, measure);
    }
  }
}

void SentenceReader::AddUpBudget() {
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
  for (const Changed& one : changed_) {
    if (one.sign == 0 || one.by.number.approximate) return;
    changes.emplace_back(&one.by, one.sign);
  }
  const bool asked = initial != nullptr && full != nullptr && !changes.empty() &&
                     initial->guessed && full->guessed && initial->select == full->select;
  if (!asked) return;
  Terms parts = {TermOf(*initial)};
  std::string formula = initial->number.printed;
  for (const auto& [level, sign] : changes) {
    parts.push_back(TermOf(*level));
    if (sign < 0) parts.back().value = -level->value;
    formula += (sign > 0 ? " + " : " − ") + level->number.printed;
  }
  Relation relation = SumRelation("全年预算", TermOf(*full), parts);
  relation.formula = std::move(formula);
  builder_.filing.relations.push_back(std::move(relation));
}

void SentenceReader::AddUp(const std::vector<const Level*>& parts, const std::string& select,
                           std::string_view measure) {
  Terms terms;
  for (const Level* part : parts) terms.push_back(TermOf(*part));
  const Exactly sum = SumOf(parts).value;
  const Level* whole = nullptr;
  std::vector<Level> wholes = wholes_;
  for (const Level& one : levels_) {  // what rules know of is left to them
    if (select.find(", ") != std::string::npos) wholes.push_back(one);
  }
  for (const Level& one : wholes) {
    const bool of_it = one.select == select && one.known && one.now && !one.number.approximate &&
                       (one.measure == measure ||
                        (measure == "initial_budget" && one.measure == "full_year_budget"));
    if (!of_it) continue;
    if (one.value == sum) return;
    whole = &one;
  }
  if (whole == nullptr) return;
  builder_.filing.relations.push_back(SumRelation("合计", TermOf(*whole), terms));
}

Term SentenceReader::TermOf(const Level& level) const {
  return {level, level.number.printed, level.number.unit, prose_.spot.place};
}

}  // namespace outturn::document
