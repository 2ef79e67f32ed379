// The same figure stated in several places, and numbers that a sentence makes of its own others.
#include <algorithm>
#include <set>
#include <tuple>

#include "services/checks/index.h"

namespace outturn::checks {
namespace {

constexpr char kText[] = "正文";

// One number, printed once with fewer decimals than the other time, is still the same number.
bool Agree(const Stated& a, const Stated& b) {
  // Ten thousand times as much, in 万元 and in 元: the unit was taken from the wrong place.
  const bool taken = a.measured == Measured::kMoney && (a.unit_taken || b.unit_taken);
  const bool same = a.unit != b.unit && (figures::IsZero(Times(a.value, 10'000) - b.value) ||
                                         figures::IsZero(Times(b.value, 10'000) - a.value));
  if (taken && same) return true;
  const Exactly& coarser = NoMoreThan(a.coarse, b.coarse) ? b.coarse : a.coarse;
  return NoMoreThan(Magnitude(a.value - b.value), coarser);
}

// Numbers of one figure: the one most places agree with, tables before text, stands; the others are
// told together.
void CheckFigure(const std::vector<const Stated*>& all, std::vector<Finding>& findings) {
  const Stated* stands = nullptr;
  size_t most = 0;
  // The same number again has as many that agree with it.
  using Printed = std::tuple<int64_t, int64_t, int64_t, int64_t, std::string, bool, bool>;
  std::set<Printed> seen;
  constexpr size_t kMostDifferent = 200;
  for (const Stated* candidate : all) {
    const bool new_one =
        seen.size() < kMostDifferent &&
        seen.insert({candidate->value.numerator, candidate->value.denominator,
                     candidate->coarse.numerator, candidate->coarse.denominator, candidate->unit,
                     candidate->unit_taken, candidate->place.form == kText})
            .second;
    if (!new_one) continue;
    const auto count = static_cast<size_t>(std::count_if(
        all.begin(), all.end(), [&](const Stated* other) { return Agree(*candidate, *other); }));
    const bool table =
        count == most && stands->place.form == kText && candidate->place.form != kText;
    if (count > most || table) {
      most = count;
      stands = candidate;
    }
  }
  // How much more than last year: of "持平" and an amount only one can be right; of two amounts
  // each may be held against something of its own.
  const bool change = stands->figure.find("_change") != std::string::npos;
  std::vector<const Stated*> others;
  for (const Stated* other : all) {
    const bool one_is_zero = figures::IsZero(stands->value) != figures::IsZero(other->value);
    if (!Agree(*stands, *other) && (!change || one_is_zero)) others.push_back(other);
  }
  if (others.empty()) return;
  const Stated& first = *others.front();
  Finding finding{.check = "same_figure",
                  .severity = Severity::kError,
                  .scope = first.scope,
                  .figure = first.figure,
                  .place = first.place,
                  .found = Shown(first),
                  .expected = Shown(*stands),
                  .difference = NumberLike(first.value - stands->value, first),
                  .rounding = Rounding::kDoesNotExplain,
                  .words = {"同一个数前后不一：“" + first.label + "”为 " + Shown(first) + "，“" +
                                stands->label + "”为 " + Shown(*stands),
                            "the same figure differs: \"" + first.label + "\" is " + Shown(first) +
                                ", \"" + stands->label + "\" is " + Shown(*stands)},
                  .compared = {AsCompared(*stands)},
                  .also = {}};
  for (const Stated* other : others) finding.compared.push_back(AsCompared(*other));
  findings.push_back(std::move(finding));
}

// A number whose measure was guessed agrees with any measure its words may mean.
void CheckGuessed(Index& index, const Stated& guessed, std::vector<Finding>& findings) {
  std::vector<std::string> figures = guessed.or_figures;
  figures.insert(figures.begin(), guessed.figure);
  const auto& likeliest = index.All(guessed.scope, guessed.figure);
  const Stated* nearest = likeliest.empty() ? nullptr : likeliest.front();
  for (const std::string& figure : figures) {
    for (const Stated* stated : index.All(guessed.scope, figure)) {
      if (!Agree(guessed, *stated)) continue;
      index.Touch(guessed);
      return;
    }
  }
  if (nearest == nullptr) return;
  findings.push_back({.check = "same_figure",
                      .severity = Severity::kWarning,
                      .scope = guessed.scope,
                      .figure = guessed.figure,
                      .place = guessed.place,
                      .found = Shown(guessed),
                      .expected = Shown(*nearest),
                      .difference = NumberLike(guessed.value - nearest->value, guessed),
                      .rounding = Rounding::kDoesNotExplain,
                      .words = {"“" + guessed.label + "” " + Shown(guessed) + " 在别处没有相同的数",
                                "\"" + guessed.label + "\" " + Shown(guessed) +
                                    " agrees with none of the other places"},
                      .compared = {AsCompared(guessed), AsCompared(*nearest)},
                      .also = {}});
}

// "比上年增加 1.20 万元" of a figure and last year's, both stated elsewhere.
void CheckChangeAmount(const Index& index, const Stated& change, std::vector<Finding>& findings) {
  constexpr std::string_view kChange = "_change";
  const size_t at = change.figure.find(kChange);
  if (at == std::string::npos || change.or_figures.empty()) return;
  const std::string figure = Replaced(change.figure, kChange, "");
  const Stated* now = nullptr;
  const Stated* then = nullptr;
  for (const Stated& present : index.filing().stated) {
    if (present.scope != change.scope || present.figure != figure || present.approximate) continue;
    for (const Stated* prior : index.All(change.scope, change.or_figures.front())) {
      const Exactly off = change.value - (present.value - prior->value);
      if (NoMoreThan(Magnitude(off), change.half + present.half + prior->half)) return;
      if (now != nullptr || present.guessed) continue;
      now = &present;
      then = prior;
    }
  }
  if (then == nullptr) return;
  const Exactly due = now->value - then->value;
  const std::string formula = now->printed + " − " + then->printed;
  const std::string expected = NumberLike(due, change);
  findings.push_back(
      {.check = "difference",
       .severity = Severity::kError,
       .scope = change.scope,
       .figure = change.figure,
       .place = change.place,
       .found = Shown(change),
       .expected = expected,
       .difference = NumberLike(change.value - due, change),
       .rounding = Rounding::kDoesNotExplain,
       .words = {change.label + "：" + formula + " = " + expected + "，印为 " + change.printed,
                 change.label + ": " + formula + " = " + expected + ", but " + change.printed +
                     " is printed"},
       .compared = {AsCompared(change), AsCompared(*now), AsCompared(*then)},
       .also = {}});
}

const char* CheckOf(const Relation& relation) {
  switch (relation.kind) {
    case Relation::Kind::kShare:
      return "share";
    case Relation::Kind::kGrowth:
    case Relation::Kind::kGrowthOn:
      return "growth";
    case Relation::Kind::kSum:
      return "table_sum";
    case Relation::Kind::kDifference:
      return "difference";
    case Relation::Kind::kListed:
      return "listed_sum";
    case Relation::Kind::kAverage:
      return "average";
    case Relation::Kind::kAtMost:
      if (relation.label.starts_with("等级")) return "grade";
      return relation.label.ends_with("得分") ? "score_within_weight" : "part_within_whole";
    case Relation::Kind::kDirection:
      return "direction";
    case Relation::Kind::kNamed:
      return "named_count";
  }
  return "";
}

struct Reckoned {
  bool holds = true;
  Exactly value;
};

// Fills in the whole that stands elsewhere; false where it is not stated.
bool FindWhole(Index& index, Relation& relation) {
  const auto& all = index.All("", relation.whole);
  if (all.empty()) return false;
  for (const Stated* stated : all) index.Touch(*stated);
  const bool growth = relation.kind == Relation::Kind::kGrowth;  // the present comes first
  relation.parts.insert(growth ? relation.parts.begin() : relation.parts.end(), all.front()->value);
  relation.halves.insert(growth ? relation.halves.begin() : relation.halves.end(),
                         all.front()->half);
  for (const Stated* stated : all) relation.others.emplace_back(stated->value, stated->half);
  if (growth) {
    const bool less = relation.parts[1].numerator < 0;
    relation.formula +=
        " ÷ (" + all.front()->printed + (less ? " + " : " − ") + relation.formula + ")";
  } else {
    relation.formula += all.front()->printed;
  }
  relation.numbers.emplace_back(Shown(*all.front()), all.front()->place.where);
  return true;
}

Reckoned ShareOf(const Relation& relation) {
  const auto& p = relation.parts;
  const auto& h = relation.halves;
  if (p[1].numerator <= 0) return {};
  const auto fits = [&](const Exactly& whole, const Exactly& half) {
    return PercentFits(relation.value, relation.half, p[0], h[0], whole, half);
  };
  bool holds = fits(p[1], h[1]);
  for (const auto& [whole, half] : relation.others) holds = holds || fits(whole, half);
  return {holds, PercentOf(p[0], p[1])};
}

Reckoned GrowthOf(const Relation& relation) {
  const auto& p = relation.parts;
  const auto& h = relation.halves;
  const Exactly prior = p[0] - p[1];
  if (prior.numerator <= 0) return {};
  const auto fits = [&](const Exactly& present, const Exactly& half) {
    return PercentFits(relation.value, relation.half, p[1], h[1], present - p[1], half + h[1]);
  };
  bool holds = fits(p[0], h[0]);
  for (const auto& [present, half] : relation.others) {
    // One below its own growth cannot have grown so.
    holds = holds || ((present - p[1] - half - h[1]).numerator > 0 && fits(present, half));
  }
  return {holds, PercentOf(p[1], prior)};
}

Reckoned SumOf(const Relation& relation) {
  Exactly sum;
  Exactly tolerance = relation.half;
  for (size_t i = 0; i < relation.parts.size(); ++i) {
    sum = sum + relation.parts[i];
    tolerance = tolerance + relation.halves[i];
  }
  return {NoMoreThan(Magnitude(relation.value - sum), tolerance), sum};
}

Reckoned GrowthOnOf(const Relation& relation) {
  const auto& p = relation.parts;
  const auto& h = relation.halves;
  const Exactly hundred{100, 1};
  const auto fits = [&](const Exactly& prior, const Exactly& half) {
    return prior.numerator <= 0 ||
           PercentFits(relation.value + hundred, relation.half, p[0], h[0], prior, half);
  };
  bool holds = fits(p[1], h[1]);
  for (const auto& [prior, half] : relation.others) holds = holds || fits(prior, half);
  if (holds) return {};
  return {false, PercentOf(p[0], p[1]) - hundred};
}

Reckoned DifferenceOf(const Relation& relation) {
  const Exactly difference = relation.parts[0] - relation.parts[1];
  const Exactly tolerance = relation.half + relation.halves[0] + relation.halves[1];
  return {NoMoreThan(Magnitude(relation.value - difference), tolerance), difference};
}

// Whether the rounded average can be that of numbers that were rounded themselves.
Reckoned AverageOf(const Relation& relation) {
  const auto& p = relation.parts;
  const auto& h = relation.halves;
  const Exactly hundred_fold = Times(relation.value, 100);
  if (p[1].numerator <= 0) return {};
  const bool holds = PercentFits(hundred_fold, Times(relation.half, 100), p[0], h[0], p[1], h[1]);
  const Exactly percent = PercentOf(p[0], p[1]);
  return {holds, figures::Reduced(percent.numerator, percent.denominator * 100)};
}

Reckoned Reckon(const Relation& relation) {
  switch (relation.kind) {
    case Relation::Kind::kShare:
      return ShareOf(relation);
    case Relation::Kind::kGrowth:
      return GrowthOf(relation);
    case Relation::Kind::kSum:
    case Relation::Kind::kListed:
      return SumOf(relation);
    case Relation::Kind::kDifference:
      return DifferenceOf(relation);
    case Relation::Kind::kGrowthOn:
      return GrowthOnOf(relation);
    case Relation::Kind::kAverage:
      return AverageOf(relation);
    case Relation::Kind::kAtMost:
      return {NoMoreThan(relation.value, relation.parts[0]), relation.parts[0]};
    case Relation::Kind::kNamed:
      return {figures::IsZero(relation.value - relation.parts[0]), relation.parts[0]};
    case Relation::Kind::kDirection:
      return {};
  }
  return {};
}

// "公务接待费 0.3 万元，增加 0.3 万元，增长 100%": of nothing there is no rate.
bool GrewFromNothing(const Relation& relation, std::vector<Finding>& findings) {
  if (relation.kind != Relation::Kind::kGrowth || relation.value.numerator == 0) return false;
  const bool nothing =
      relation.parts[0].numerator > 0 && figures::IsZero(relation.parts[0] - relation.parts[1]);
  if (!nothing) return false;
  for (const auto& [present, half] : relation.others) {
    if (!figures::IsZero(present - relation.parts[1])) return false;
  }
  Finding finding = Blank("zero_base", Severity::kWarning);
  finding.place = relation.place;
  finding.found = relation.printed;
  finding.words = {"上年为 0，不能计算增减幅：" + relation.formula + "，印为 " + relation.printed,
                   "last year was 0, so there is no rate: " + relation.formula + ", but " +
                       relation.printed + " is printed"};
  for (const auto& [number, where] : relation.numbers) {
    finding.compared.push_back({relation.label, number, where});
  }
  findings.push_back(std::move(finding));
  return true;
}

// "决算数小于预算数" of 26.00 and 20.00. Where both are printed alike more decimals may differ.
void CheckDirection(const Relation& relation, std::vector<Finding>& findings) {
  const Exactly difference = relation.parts[0] - relation.parts[1];
  const bool alike = figures::IsZero(difference);
  const bool rounded = NoMoreThan(Magnitude(difference), relation.halves[0] + relation.halves[1]);
  const bool said_alike = relation.value.numerator == 0;
  if (alike || (said_alike && rounded)) return;
  const bool more = difference.numerator > 0;
  if (!said_alike && more == (relation.value.numerator > 0)) return;
  const Words expected = more ? Words{"大于", "more"} : Words{"小于", "less"};
  Finding finding = Blank("direction", Severity::kError);
  finding.place = relation.place;
  finding.found = relation.printed;
  finding.expected = expected.zh;
  finding.words = {relation.label + "：" + relation.formula + "，应为" + expected.zh + "，文中为“" +
                       relation.printed + "”",
                   "outturn and budget: " + relation.formula + " is " + expected.en + ", not " +
                       relation.printed};
  for (const auto& [number, where] : relation.numbers) {
    finding.compared.push_back({relation.label, number, where});
  }
  findings.push_back(std::move(finding));
}

}  // namespace

void CheckSame(Index& index, std::vector<Finding>& findings) {
  std::set<std::pair<std::string, std::string>> done;
  for (const Stated& stated : index.filing().stated) {
    if (stated.guessed) {
      if (!stated.approximate) CheckGuessed(index, stated, findings);
      continue;
    }
    CheckChangeAmount(index, stated, findings);
    if (!done.insert({stated.scope, stated.figure}).second) continue;
    const auto& all = index.All(stated.scope, stated.figure);
    if (all.size() < 2) continue;
    for (const Stated* one : all) index.Touch(*one);
    CheckFigure(all, findings);
  }
}

void TouchRelated(Index& index) {
  std::set<Printed> numbers;
  const auto bare = [](const std::string& number) {
    return number.substr(number.starts_with('-') ? 1 : 0);
  };
  for (const Relation& relation : index.filing().relations) {
    if (!relation.whole.empty() && index.All("", relation.whole).empty()) continue;
    for (const auto& [number, where] : relation.numbers) numbers.insert({bare(number), where.zh});
    for (const auto& [number, where] : relation.tied) numbers.insert({bare(number), where.zh});
  }
  for (const Stated& stated : index.filing().stated) {
    if (numbers.contains({bare(Shown(stated)), stated.place.where.zh})) index.Touch(stated);
  }
}

std::set<Printed> BorneOut(const Index& index) {
  std::set<Printed> numbers;
  for (const Relation& relation : index.filing().relations) {
    const bool rate =
        relation.kind == Relation::Kind::kShare || relation.kind == Relation::Kind::kGrowth;
    const bool whole = relation.parts.size() == 2 && relation.parts[1].numerator != 0;
    // Of one that fits another number of its sentence nobody knows which it is of.
    if (!rate || !whole || relation.value.numerator == 0) continue;
    Relation alone = relation;
    alone.others.clear();
    if (!Reckon(alone).holds) continue;
    for (const auto& [number, where] : relation.numbers) numbers.insert({number, where.zh});
  }
  return numbers;
}

// "3365.38 元" of parts in 万元: the unit is told where it is not that of all.
std::string UnitToTell(const Relation& relation) {
  for (const auto& [number, where] : relation.numbers) {
    const size_t end = number.find_first_not_of("0123456789.,-");
    if (end != std::string::npos && number.substr(end) != relation.unit) return relation.unit;
  }
  return "";
}

Words WordsOf(const Relation& relation, const std::string& expected) {
  if (relation.kind == Relation::Kind::kNamed) {
    return {"文中为 " + relation.printed + " 个，按名称列出 " + relation.formula + " 个",
            relation.printed + " are told, " + relation.formula + " are named"};
  }
  const std::string unit = UnitToTell(relation);
  if (relation.kind == Relation::Kind::kAtMost && relation.numbers.size() > 1) {
    const std::string& one = relation.numbers[0].first;
    const std::string& most = relation.numbers[1].first;
    return {relation.label + "：" + one + " 大于 " + most,
            relation.label + ": " + one + " is more than " + most};
  }
  return {relation.label + "：" + relation.formula + " = " + expected + unit + "，印为 " +
              relation.printed + unit,
          relation.label + ": " + relation.formula + " = " + expected + unit + ", but " +
              relation.printed + unit + " is printed"};
}

void CheckRelations(Index& index, std::vector<Finding>& findings) {
  for (Relation relation : index.filing().relations) {
    if (relation.kind == Relation::Kind::kDirection) {
      CheckDirection(relation, findings);
      continue;
    }
    if (!relation.whole.empty() && !FindWhole(index, relation)) continue;
    if (GrewFromNothing(relation, findings)) continue;
    const Reckoned reckoned = Reckon(relation);
    if (reckoned.holds) continue;
    const bool named = relation.kind == Relation::Kind::kNamed;
    const bool listed = named || relation.kind == Relation::Kind::kListed;
    const bool percent = !listed && relation.kind != Relation::Kind::kSum &&
                         relation.kind != Relation::Kind::kDifference &&
                         relation.kind != Relation::Kind::kAverage &&
                         relation.kind != Relation::Kind::kAtMost;
    // "下降 8.09%" is held against a decrease: without signs, where none is printed.
    const bool down = relation.value.numerator < 0 && !relation.printed.starts_with('-');
    const auto shown = [&](const Exactly& number) {
      const Exactly in_unit = percent ? number : FromWan(number, relation.unit);
      return figures::Decimals(down ? Exactly{} - in_unit : in_unit, percent || named ? 0 : 2);
    };
    const std::string expected = shown(reckoned.value);
    const bool rounded =
        percent && IsRoundedOtherwise(relation.value - reckoned.value, relation.half);
    findings.push_back({.check = CheckOf(relation),
                        .severity = rounded ? Severity::kInfo
                                    : listed || relation.kind == Relation::Kind::kAverage
                                        ? Severity::kWarning
                                        : Severity::kError,
                        .scope = "",
                        .figure = "",
                        .place = relation.place,
                        .found = relation.printed,
                        .expected = expected + (percent ? "%" : ""),
                        .difference = shown(relation.value - reckoned.value),
                        .rounding = rounded ? Rounding::kExplains : Rounding::kDoesNotExplain,
                        .words = WordsOf(relation, expected + (percent ? "%" : "")),
                        .compared = {},
                        .also = {}});
    for (const auto& [number, where] : relation.numbers) {
      findings.back().compared.push_back({relation.label, number, where});
    }
  }
}

}  // namespace outturn::checks
