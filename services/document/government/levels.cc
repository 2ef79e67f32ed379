// A level and what a report says about it: last year's, the budget's, the change, the rate, the
// share.
#include <algorithm>
#include <functional>

#include "services/document/government/government.h"

namespace outturn::document {
namespace {

bool IsComparison(const Told& told) { return Has(told.clause, {"比", "较"}); }

// A bracket behind the number that tells last year's: "(上年为 800 万元)".
bool OpensPrior(const Told& told) {
  const std::string& words = told.number.words;
  return told.part == Part::kPrior &&
         (words.starts_with("(上年") || words.starts_with("(去年") || words.starts_with(")(上年"));
}

bool Fits(const Quantity& change, bool down, const Quantity& level, const Quantity& base) {
  const Exactly due = down ? base.value - level.value : level.value - base.value;
  return Within(change.value - due, change.half + level.half + base.half);
}

bool GrowthFits(const Quantity& growth, bool down, const Quantity& level, const Quantity& base) {
  Quantity change = level;
  change.value = down ? base.value - level.value : level.value - base.value;
  change.half = level.half + base.half;
  return PercentFits(growth, change, base);
}

}  // namespace

void GovernmentReader::ReadLevels() {
  Said said;
  const Told* before = nullptr;
  for (Index i = 0; i < told_.size(); before = &told_[i++]) {
    const Told& one = told_[i];
    if (before != nullptr && before->number.sentence != one.number.sentence) said = {};
    if (said.level != nullptr && one.number.depth > said.level->number.depth) {
      if (OpensPrior(one) && said.base == nullptr) {
        said.base = &one;
        HoldAgainstBase(said, true);
      }
      continue;
    }
    const bool next = said.base != nullptr && before == said.base;
    switch (one.part) {
      case Part::kLevel:
        said = {&one, nullptr, nullptr, nullptr};
        break;
      case Part::kPrior:
      case Part::kPlan:
        if (said.level == nullptr) break;
        // "短收 16 万元，为预算 68 万元的 77%"
        if (one.part == Part::kPlan && said.change != nullptr && before == said.change &&
            Has(before->clause, {"短收", "超收"}))
          HoldAgainstBase({said.level, &one, said.change, nullptr}, true);
        said = {said.level, &one, nullptr, nullptr};
        break;
      case Part::kChange:
        if (!next && IsComparison(one)) said.base = nullptr;
        said.change = &one;
        said.growth = nullptr;
        if (next) HoldAgainstBase(said, false);
        break;
      case Part::kGrowth:
        if (!next && IsComparison(one)) said.base = nullptr;
        said.growth = &one;
        if (next || (said.base != nullptr && before == said.change)) HoldAgainstBase(said, false);
        break;
      case Part::kRate:
        if (said.level != nullptr && next) ReadDone(*said.level, *said.base, one);
        break;
      case Part::kShare:
        if (said.level != nullptr) ReadShareOf(*said.level, i);
        break;
      case Part::kOther:
        if (one.number.unit == "money") said = {};
        break;
    }
  }
}

bool GovernmentReader::AnotherLevel(const Told& level, const Told& until,
                                    const std::function<bool(const Quantity&)>& fits) const {
  return std::any_of(told_.data(), &until, [&](const Told& one) {
    return &one != &level && one.number.unit == "money" &&
           one.number.sentence == level.number.sentence && fits(one.number);
  });
}

// "收入 810 万元，比上年 750 万元增收 60 万元，增长 8%"; `late`: last year's stands behind both.
void GovernmentReader::HoldAgainstBase(const Said& said, bool late) {
  if (said.level == nullptr || said.base == nullptr) return;
  const Quantity& level = said.level->number;
  const Quantity& base = said.base->number;
  if (said.change != nullptr && (late || said.growth == nullptr)) {
    const Quantity& change = said.change->number;
    const bool down = said.change->down;
    const auto fits = [&](const Quantity& one) { return Fits(change, down, one, base); };
    if (!fits(level) && !AnotherLevel(*said.level, *said.base, fits)) {
      Quantity signed_change = change;
      if (down) signed_change.value = Exactly{} - change.value;
      Tell(Kind::kDifference, "增减额", signed_change, {&level, &base}, " − ");
      return;
    }
  }
  if (said.growth == nullptr || base.value.numerator <= 0) return;
  const Quantity& growth = said.growth->number;
  const bool down = said.growth->down;
  if (growth.value.numerator < 0) return;
  const auto fits = [&](const Quantity& one) { return GrowthFits(growth, down, one, base); };
  if (fits(level) || AnotherLevel(*said.level, *said.base, fits)) return;
  Relation* relation = Tell(Kind::kGrowthOn, "增减幅", growth, {&level, &base}, " ÷ ");
  if (relation == nullptr) return;
  if (down) relation->value = Exactly{} - relation->value;
  relation->formula += " − 100%";
}

// "完成年初预算 800 万元的 101.25%".
void GovernmentReader::ReadDone(const Told& level, const Told& plan, const Told& rate) {
  const auto fits = [&](const Quantity& one) { return PercentFits(rate.number, one, plan.number); };
  if (plan.number.value.numerator <= 0 || fits(level.number) || AnotherLevel(level, plan, fits))
    return;
  Tell(Kind::kShare, "完成率", rate.number, {&level.number, &plan.number}, " ÷ ");
}

// Levels of that name, of this paragraph before `before` and of those before it; nearest first.
std::vector<const Told*> GovernmentReader::Named(const std::string& name, Index before) const {
  constexpr size_t kLong = 18;  // bytes: six characters say enough
  const std::string wanted = WithoutOwner(name);
  std::vector<const Told*> found;
  const auto take = [&](const Told& one) {
    if (one.part != Part::kLevel || one.number.unit != "money") return;
    const std::string bare = WithoutOwner(one.name);
    const bool same = bare == wanted || (wanted.size() >= kLong && bare.ends_with(wanted));
    if (same) found.push_back(&one);
  };
  for (Index k = before; k-- > 0;) take(told_[k]);
  for (Index k = chapter_.size(); k-- > 0;) take(chapter_[k]);
  return found;
}

// "税收收入 560 万元……，占一般公共预算收入的 69.1%": of the one that has this name.
void GovernmentReader::ReadShareOf(const Told& level, Index at) {
  constexpr size_t kLeast = 12;  // bytes: four characters
  const Told& share = told_[at];
  if (share.name.size() < kLeast || share.number.value.numerator < 0) return;
  const std::string subject = share.clause.substr(0, share.clause.rfind("占"));
  const bool of_it = subject.empty() || subject == "," ||
                     level.name.find(WithoutOwner(subject)) != std::string::npos ||
                     (level.name.size() >= kLeast && subject.find(level.name) != std::string::npos);
  if (!of_it) return;
  std::vector<const Told*> wholes = Named(share.name, at);
  std::erase(wholes, &level);
  if (wholes.empty()) return;
  const auto fits = [&](const Told* one) {
    return PercentFits(share.number, level.number, one->number);
  };
  if (std::any_of(wholes.begin(), wholes.end(), fits)) return;
  // "占市级一般公共预算收入的": not of that of all the city.
  const bool owned = WithoutOwner(share.name) != share.name;
  if (owned && wholes.front()->name.find(share.name) == std::string::npos) return;
  const Quantity& whole = wholes.front()->number;
  const bool here = whole.place.order == place_.order;
  const bool one = std::all_of(wholes.begin(), wholes.end(), [&](const Told* other) {
    return figures::IsZero(other->number.value - whole.value);
  });
  if (!(here || one) || (whole.value - level.number.value).numerator < 0) return;
  Tell(Kind::kShare, "占比", share.number, {&level.number, &whole}, " ÷ ");
}

}  // namespace outturn::document
