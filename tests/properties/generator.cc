#include "tests/properties/generator.h"

#include <algorithm>

namespace outturn::model {

namespace {
constexpr int kDaysToTheSameOfTheNextYear = 365;  // 1 January is none of the days that are picked
constexpr int kLastDayOfTheFirstYear = 365;
}  // namespace

Generator::Generator(uint64_t seed, Span span) : random_(seed), span_(span) {
  const int ledgers = span == Span::kTwoYears ? 2 * kUnits : 1 + Pick(kUnits);
  strict_ = !Once(3);
  rules_change_ = !strict_ && Once(2);
  for (int i = 0; i < ledgers; ++i) {
    world_.fiscal.push_back({true, Once(2), true});
    world_.rules.push_back(AnyRules());
  }
  world_.three_public = {-1, -1, -1, 0, 1, 1, -1};
  world_.family = {0, kGroupClass, kGroupClass, kGroupClass, 4, 5, kGroupClass};
  const int days = 2 + Pick(24);
  for (int i = 0; i < days; ++i) days_.push_back(1 + Pick(365));
  length_ = 20 + Pick(80);
  if (span == Span::kTwoYears) length_ += 60;
}

Rules Generator::AnyRules() {
  Rules rules;
  rules.by_class = Once(3);
  if (strict_) return rules;
  rules.budget = static_cast<Mode>(Pick(4));
  rules.three_public = static_cast<Mode>(Pick(4));
  return rules;
}

Place Generator::AnyPlace(bool class_needed) {
  const int klass = class_needed ? 1 + Pick(kClassCount - 1) : Pick(kClassCount);
  return {Pick(kLinesPerLedger), klass};
}

Place Generator::AnySpending() { return {Pick(kLinesPerLedger), 1 + Pick(kGroupClass - 1)}; }

int Generator::Named(const Model& model, Kind kind, int ledger) {
  std::vector<int> numbers;
  for (int i = 0; i < model.recorded(); ++i) {
    const Step& step = model.step(i);
    if (step.kind == kind && (step.ledger == ledger || Once(20))) numbers.push_back(i);
  }
  return numbers.empty() ? -1
                         : numbers[static_cast<size_t>(Pick(static_cast<int>(numbers.size())))];
}

Amount Generator::AnyAmount() { return 1 + Pick(Once(4) ? 20'000 : 900); }

Amount Generator::Around(Amount edge) {
  if (Once(3)) return AnyAmount();
  return std::max<Amount>(1, edge + Pick(3) - 1);
}

void Generator::GiveBudget(const Model& model, Step& step) {
  const int kind = Pick(10);
  step.kind = kind < 4   ? Kind::kInitial
              : kind < 5 ? Kind::kCarryIn
              : kind < 7 ? Kind::kSupplement
                         : Kind::kCut;
  const int line = Pick(kLinesPerLedger);
  const int parts = 1 + Pick(3);
  for (int i = 0; i < parts; ++i) {
    const bool class_needed = model.RulesFrom(step.ledger, step.day).by_class && !Once(15);
    Place place = AnyPlace(class_needed);
    place.line = line;
    const Amount edge = Once(2) ? model.LowestHeadroom(step.ledger, line, step.day)
                                : model.LowestBudget(step.ledger, place, step.day) * parts;
    const bool cut = step.kind == Kind::kCut;
    step.parts.push_back({step.ledger, place, cut ? Around(edge / parts) : AnyAmount() * 3});
  }
}

void Generator::Shift(const Model& model, Step& step) {
  step.kind = Kind::kVirement;
  // Of the same year.
  const int first = step.ledger / kUnits * kUnits;
  const int ledgers = span_ == Span::kTwoYears ? kUnits : static_cast<int>(world_.rules.size());
  const auto leg = [&](Amount fen) {
    const int ledger = Once(2) ? step.ledger : first + Pick(ledgers);
    const bool class_needed = model.RulesFrom(ledger, step.day).by_class && !Once(15);
    step.parts.push_back({ledger, AnyPlace(class_needed), fen});
  };
  const int outs = 1 + Pick(2);
  Amount sum = 0;
  for (int i = 0; i < outs; ++i) {
    leg(-1);
    Part& out = step.parts.back();
    const Amount edge = Once(2) ? model.LowestHeadroom(out.ledger, out.place.line, step.day) / outs
                                : model.LowestBudget(out.ledger, out.place, step.day);
    out.fen = -Around(edge);
    sum -= out.fen;
  }
  if (sum > 1 && Once(2)) {
    leg(sum / 2);
    sum -= sum / 2;
  }
  leg(Once(30) ? sum + 1 : sum);
}

void Generator::Spend(const Model& model, Step& step) {
  step.kind = Once(4) ? Kind::kCommit : Kind::kPay;
  step.place = AnySpending();
  step.fen = Around(model.LowestHeadroom(step.ledger, step.place.line, step.day));
  if (step.kind != Kind::kPay || !Once(2)) return;
  step.about = Named(model, Kind::kCommit, step.ledger);
  if (step.about < 0) return;
  const Step& commitment = model.step(step.about);
  if (!Once(15)) step.place = commitment.place;
  if (!Once(10)) step.day = std::max(step.day, commitment.day);
  step.fen = Around(model.LowestLeft(step.about, step.day));
  if (Once(3)) step.drawn = Around(model.LowestLeft(step.about, step.day));
}

void Generator::FollowUp(const Model& model, Step& step) {
  const int kind = Pick(6);
  step.kind = kind < 1 ? Kind::kRelease : kind < 3 ? Kind::kReverse : Kind::kCorrect;
  const Kind names = step.kind == Kind::kRelease ? Kind::kCommit : Kind::kPay;
  step.about = Named(model, names, step.ledger);
  if (step.about < 0) {
    GiveBudget(model, step);
    return;
  }
  const Step& original = model.step(step.about);
  if (!Once(10)) step.day = std::max(step.day, original.day);
  step.fen = Around(model.LowestLeft(step.about, step.day) / (1 + Pick(3)));
  step.place = AnySpending();
  if (step.kind != Kind::kRelease && Once(2)) {
    step.from = Once(2) ? original.place : AnySpending();
  }
}

std::vector<int> Generator::DaysOf(int ledger) const {
  std::vector<int> days = days_;
  if (ledger < kUnits) return days;
  for (int& day : days) day += kDaysToTheSameOfTheNextYear;
  return days;
}

void Generator::RefundEarlier(const Model& model, Step& step) {
  const int first = step.ledger % kUnits;
  if (!model.ClosedNow(first) && !Once(4)) {
    step.ledger = first;
    CloseOrReopen(model, step);
    return;
  }
  if (!Once(10)) step.ledger = first + kUnits;
  step.about = Named(model, Kind::kRefundEarlier, step.ledger);
  if (step.about >= 0 && Once(3)) {
    step.kind = Kind::kReverse;
    if (!Once(10)) step.day = std::max(step.day, model.step(step.about).day);
    if (Once(20)) step.from = AnySpending();
  } else {
    step.kind = Kind::kRefundEarlier;
    step.about = Named(model, Kind::kPay, first);
  }
  if (step.about < 0) {
    GiveBudget(model, step);
    return;
  }
  step.fen = Around(model.LowestLeft(step.about, step.day) / (1 + Pick(3)));
}

void Generator::CloseOrReopen(const Model& model, Step& step) {
  const bool closed = model.ClosedNow(step.ledger);
  step.kind = closed == Once(10) ? Kind::kClose : Kind::kReopen;
  if (Once(6)) return;
  const int edge = closed ? model.LastClosing(step.ledger) : model.LatestDay(step.ledger);
  if (edge >= 0) step.day = edge;
}

Step Generator::Next(const Model& model) {
  Step step = Any(model);
  // What it names may be of the other year.
  step.day = step.ledger < kUnits ? std::min(step.day, kLastDayOfTheFirstYear)
                                  : std::max(step.day, kLastDayOfTheFirstYear + 1);
  return step;
}

Step Generator::Any(const Model& model) {
  Step step;
  step.ledger = Pick(static_cast<int>(world_.rules.size()));
  const std::vector<int> days = DaysOf(step.ledger);
  step.day = days[static_cast<size_t>(Pick(static_cast<int>(days.size())))];
  step.overridden = Once(3);
  if (span_ == Span::kTwoYears && model.recorded() > 30 && Once(4)) {
    Once(4) ? CloseOrReopen(model, step) : RefundEarlier(model, step);
    return step;
  }
  const int kind = Pick(20);
  if (kind == 0) {
    step.kind = rules_change_ ? Kind::kRules : Kind::kReceive;
    step.rules = AnyRules();
    step.place = AnyPlace(false);
    step.fen = AnyAmount();
  } else if (kind < 5 || model.recorded() < 3) {
    GiveBudget(model, step);
  } else if (kind < 8) {
    Shift(model, step);
  } else if (kind < 14) {
    Spend(model, step);
  } else {
    FollowUp(model, step);
  }
  return step;
}

}  // namespace outturn::model
