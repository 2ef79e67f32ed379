#include "tests/properties/model.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace outturn::model {
namespace {

constexpr int kEndOfTime = 10'000;

int SignOfHeadroom(Quantity quantity) {
  switch (quantity) {
    case Quantity::kInitial:
    case Quantity::kCarryIn:
    case Quantity::kSupplement:
    case Quantity::kVirementIn:
      return 1;
    case Quantity::kCut:
    case Quantity::kVirementOut:
    case Quantity::kCommitted:
    case Quantity::kPaid:
      return -1;
    case Quantity::kReceived:
    case Quantity::kContracted:
    case Quantity::kReversed:
    case Quantity::kRefundedEarlier:
      return 0;
  }
  return 0;
}

// What is left of such a step is the sum of its entries of this quantity.
Quantity QuantityLeft(Kind kind) {
  if (kind == Kind::kPay) return Quantity::kPaid;
  return kind == Kind::kCommit ? Quantity::kCommitted : Quantity::kRefundedEarlier;
}

// Ledgers an event belongs to.
bool Touches(const Step& step, int ledger) {
  return step.ledger == ledger ||
         std::any_of(step.parts.begin(), step.parts.end(),
                     [&](const Part& part) { return part.ledger == ledger; });
}

bool IsBudget(Quantity quantity) {
  return SignOfHeadroom(quantity) != 0 && quantity != Quantity::kCommitted &&
         quantity != Quantity::kPaid;
}

Quantity BudgetQuantity(Kind kind) {
  if (kind == Kind::kInitial) return Quantity::kInitial;
  if (kind == Kind::kCarryIn) return Quantity::kCarryIn;
  if (kind == Kind::kSupplement) return Quantity::kSupplement;
  return Quantity::kCut;
}

}  // namespace

Model::Model(World world) : world_(std::move(world)) {}

template <typename Sum>
Amount Model::Lowest(int day, Sum sum) const {
  Amount lowest = sum(day);
  for (const Entry& entry : entries_) {
    if (entry.day > day) lowest = std::min(lowest, sum(entry.day));
  }
  return lowest;
}

Amount Model::Total(Quantity quantity, int ledger, Place place, int day) const {
  Amount total = 0;
  for (const Entry& entry : entries_) {
    if (entry.quantity == quantity && entry.ledger == ledger && entry.place == place &&
        entry.day <= day) {
      total += entry.fen;
    }
  }
  return total;
}

Amount Model::Headroom(int ledger, int line, int day) const {
  Amount total = 0;
  for (const Entry& entry : entries_) {
    if (entry.ledger == ledger && entry.place.line == line && entry.day <= day) {
      total += SignOfHeadroom(entry.quantity) * entry.fen;
    }
  }
  return total;
}

Amount Model::ClassHeadroom(int ledger, Place place, int day) const {
  Amount total = 0;
  for (const Entry& entry : entries_) {
    if (entry.ledger == ledger && entry.place == place && entry.day <= day) {
      total += SignOfHeadroom(entry.quantity) * entry.fen;
    }
  }
  return total;
}

Amount Model::FamilyLeft(int ledger, int line, int family, int day,
                         const std::vector<std::pair<Place, Amount>>& more) const {
  Amount left = 0;
  for (int klass = 0; klass < static_cast<int>(world_.family.size()); ++klass) {
    if (world_.family[static_cast<size_t>(klass)] != family) continue;
    Amount own = ClassHeadroom(ledger, {line, klass}, day);
    for (const auto& [place, fen] : more) {
      if (place == Place{line, klass}) own += fen;
    }
    if (klass == family || own < 0) left += own;
  }
  return left;
}

Amount Model::ThreePublicHeadroom(int ledger, int three_public, int day) const {
  Amount total = 0;
  for (const Entry& entry : entries_) {
    const bool counts = entry.ledger == ledger && entry.day <= day &&
                        world_.fiscal[ledger][entry.place.line] &&
                        world_.three_public[entry.place.klass] == three_public;
    if (counts) total += SignOfHeadroom(entry.quantity) * entry.fen;
  }
  return total;
}

Amount Model::LowestHeadroom(int ledger, int line, int day) const {
  return Lowest(day, [&](int d) { return Headroom(ledger, line, d); });
}

Amount Model::LowestBudget(int ledger, Place place, int day) const {
  return Lowest(day, [&](int d) {
    Amount total = 0;
    for (const Entry& entry : entries_) {
      if (entry.ledger == ledger && entry.place == place && entry.day <= d &&
          IsBudget(entry.quantity)) {
        total += SignOfHeadroom(entry.quantity) * entry.fen;
      }
    }
    return total;
  });
}

Amount Model::Left(int about, std::optional<Place> place, int day) const {
  const Quantity quantity = QuantityLeft(step(about).kind);
  Amount left = 0;
  for (const Entry& entry : entries_) {
    const bool counts = entry.about == about && entry.day <= day && entry.quantity == quantity &&
                        (!place || entry.place == *place);
    if (counts) left += entry.fen;
  }
  return left;
}

Amount Model::LowestLeft(int about, int day) const {
  return Lowest(day, [&](int d) { return Left(about, std::nullopt, d); });
}

Amount Model::RefundedEarlier(int ledger, int day) const {
  return Total(Quantity::kRefundedEarlier, ledger, {}, day);
}

Amount Model::LowestNotRefunded(int payment, int day) const {
  return Lowest(day, [&](int d) {
    Amount left = Left(payment, std::nullopt, d);
    for (const Entry& entry : entries_) {
      const bool refunded = entry.quantity == Quantity::kRefundedEarlier && entry.day <= d &&
                            step(entry.about).about == payment;
      if (refunded) left -= entry.fen;
    }
    return left;
  });
}

bool Model::ClosedNow(int ledger) const {
  bool closed = false;
  for (const Step& step : steps_) {
    if (step.ledger != ledger) continue;
    closed = step.kind == Kind::kClose || (closed && step.kind != Kind::kReopen);
  }
  return closed;
}

int Model::LastClosing(int ledger) const {
  int day = -1;
  for (const Step& step : steps_) {
    if (step.ledger == ledger && step.kind == Kind::kClose) day = step.day;
  }
  return day;
}

int Model::LatestDay(int ledger) const {
  int latest = -1;
  for (const Step& step : steps_) {
    if (Touches(step, ledger)) latest = std::max(latest, step.day);
  }
  return latest;
}

bool Model::Closed(int ledger, int day) const {
  bool closed = false;
  int since = -1;
  for (const Step& step : steps_) {
    const bool says = step.kind == Kind::kClose || step.kind == Kind::kReopen;
    if (!says || step.ledger != ledger || step.day > day || step.day < since) continue;
    closed = step.kind == Kind::kClose;
    since = step.day;
  }
  return closed || ClosedNow(ledger);
}

Rules Model::RulesOn(int ledger, int day) const {
  Rules rules = world_.rules[ledger];
  int since = -1;
  for (const Step& step : steps_) {
    if (step.kind == Kind::kRules && step.ledger == ledger && step.day <= day &&
        step.day >= since) {
      rules = step.rules;
      since = step.day;
    }
  }
  return rules;
}

Rules Model::RulesFrom(int ledger, int day) const {
  Rules strictest = RulesOn(ledger, day);
  for (const Step& step : steps_) {
    if (step.kind != Kind::kRules || step.ledger != ledger || step.day <= day) continue;
    strictest.by_class = strictest.by_class || step.rules.by_class;
    strictest.budget = std::min(strictest.budget, step.rules.budget);
    strictest.three_public = std::min(strictest.three_public, step.rules.three_public);
  }
  return strictest;
}

std::vector<Place> Model::PlacesWithMoney(const Step& step) const {
  std::vector<Place> places;
  for (const Entry& entry : entries_) {
    if (entry.about != step.about || entry.quantity != Quantity::kPaid) continue;
    if (step.from && !(*step.from == entry.place)) continue;
    if (Left(step.about, entry.place, kEndOfTime) == 0) continue;
    if (std::find(places.begin(), places.end(), entry.place) == places.end()) {
      places.push_back(entry.place);
    }
  }
  return places;
}

void Model::Exceeded(Mode mode, bool always, const Step& step, Objection objection,
                     Objections& objections, int& warnings) const {
  const bool refused =
      always || mode == Mode::kForbid || (mode == Mode::kIntercept && !step.overridden);
  if (refused) {
    objections.push_back(objection);
  } else {
    ++warnings;
  }
}

void Model::Control(int ledger, const Step& step, const std::vector<Take>& takes, bool always,
                    Objections& objections, int& warnings) const {
  const Rules rules = RulesFrom(ledger, step.day);
  std::map<int, Amount> lines;
  std::map<int, Amount> three_publics;
  for (const Take& take : takes) {
    lines[take.place.line] += take.fen;
    const int kind = world_.three_public[take.place.klass];
    if (kind >= 0 && world_.fiscal[ledger][take.place.line]) three_publics[kind] += take.fen;
  }
  for (const auto& [line, fen] : lines) {
    if (fen >= 0 || LowestHeadroom(ledger, line, step.day) + fen >= 0) continue;
    Amount budget = 0;
    for (const Entry& entry : entries_) {
      if (entry.ledger == ledger && entry.place.line == line && entry.day <= step.day &&
          IsBudget(entry.quantity)) {
        budget += SignOfHeadroom(entry.quantity) * entry.fen;
      }
    }
    Exceeded(rules.budget, always, step, budget <= 0 ? Objection::kNoBudget : Objection::kLine,
             objections, warnings);
  }
  if (rules.by_class) ControlFamilies(ledger, step, takes, always, objections, warnings);
  for (const auto& [kind, fen] : three_publics) {
    if (fen >= 0) continue;
    const int which = kind;
    if (Lowest(step.day, [&](int d) { return ThreePublicHeadroom(ledger, which, d); }) + fen >= 0) {
      continue;
    }
    Exceeded(rules.three_public, always, step, Objection::kThreePublic, objections, warnings);
  }
}

void Model::ControlFamilies(int ledger, const Step& step, const std::vector<Take>& takes,
                            bool always, Objections& objections, int& warnings) const {
  std::vector<std::pair<Place, Amount>> more;
  std::vector<std::pair<int, int>> touched;  // line and family
  for (const Take& take : takes) {
    more.emplace_back(take.place, take.fen);
    const std::pair<int, int> at{take.place.line,
                                 world_.family[static_cast<size_t>(take.place.klass)]};
    if (std::find(touched.begin(), touched.end(), at) == touched.end()) touched.push_back(at);
  }
  std::set<int> days = {step.day};
  for (const Entry& entry : entries_) {
    if (entry.day > step.day) days.insert(entry.day);
  }
  for (const auto& [line, family] : touched) {
    bool exceeded = false;
    for (const int day : days) {
      const Amount before = FamilyLeft(ledger, line, family, day);
      const Amount after = FamilyLeft(ledger, line, family, day, more);
      exceeded = exceeded || (after < 0 && after < before);
    }
    if (!exceeded) continue;
    Exceeded(RulesFrom(ledger, step.day).budget, always, step, Objection::kClass, objections,
             warnings);
  }
}

bool Model::TakesBudgetNotThere(int ledger, const Step& step,
                                const std::vector<Take>& takes) const {
  for (const Take& take : takes) {
    Amount net = 0;
    for (const Take& other : takes) net += other.place == take.place ? other.fen : 0;
    if (net < 0 && LowestBudget(ledger, take.place, step.day) + net < 0) return true;
  }
  return false;
}

void Model::ConsiderBudget(const Step& step, Objections& objections, int& warnings) const {
  Amount sum = 0;
  std::map<int, std::vector<Take>> takes;
  for (const Part& part : step.parts) {
    if (part.place.klass == 0 && RulesFrom(part.ledger, step.day).by_class) {
      objections.push_back(Objection::kClassRequired);
    }
    sum += part.fen;
    const Amount change = step.kind == Kind::kCut ? -part.fen : part.fen;
    takes[part.ledger].push_back({part.place, change});
  }
  if (step.kind == Kind::kVirement && sum != 0) objections.push_back(Objection::kUnbalanced);
  for (const Part& out : step.parts) {
    for (const Part& in : step.parts) {
      const bool same = out.ledger == in.ledger && out.place == in.place;
      if (same && out.fen < 0 && in.fen > 0) objections.push_back(Objection::kToItself);
    }
  }
  for (const auto& [ledger, changes] : takes) {
    Control(ledger, step, changes, true, objections, warnings);
    if (TakesBudgetNotThere(ledger, step, changes)) objections.push_back(Objection::kClassBudget);
  }
}

void Model::ConsiderPayment(Step& step, Objections& objections, int& warnings) const {
  Amount net = step.fen;
  if (step.about >= 0) {
    const Step& commitment = this->step(step.about);
    if (commitment.ledger != step.ledger) {
      objections.push_back(Objection::kCommitmentNotFound);
      return;
    }
    if (!(commitment.place == step.place)) objections.push_back(Objection::kCommitmentMismatch);
    if (step.day < commitment.day) objections.push_back(Objection::kBeforeOriginal);
    if (!objections.empty()) return;
    const Amount left = LowestLeft(step.about, step.day);
    if (step.drawn == 0) step.drawn = std::min(step.fen, left);
    if (step.drawn > step.fen) objections.push_back(Objection::kExceedsPayment);
    if (step.drawn > left) objections.push_back(Objection::kExceedsCommitment);
    net -= step.drawn;
  }
  if (objections.empty()) {
    Control(step.ledger, step, {{step.place, -net}}, false, objections, warnings);
  }
}

void Model::ConsiderRelease(const Step& step, Objections& objections) const {
  const Step& commitment = this->step(step.about);
  if (commitment.ledger != step.ledger) {
    objections.push_back(Objection::kCommitmentNotFound);
    return;
  }
  if (step.day < commitment.day) objections.push_back(Objection::kBeforeOriginal);
  if (step.fen > LowestLeft(step.about, step.day)) {
    objections.push_back(Objection::kExceedsCommitment);
  }
}

void Model::ConsiderFollowUp(Step& step, Objections& objections, int& warnings) const {
  const Step& payment = this->step(step.about);
  if (payment.ledger != step.ledger) {
    objections.push_back(Objection::kPaymentElsewhere);
    return;
  }
  const std::vector<Place> places = PlacesWithMoney(step);
  if (places.size() > 1) objections.push_back(Objection::kPlacementAmbiguous);
  if (step.day < payment.day) objections.push_back(Objection::kBeforeOriginal);
  if (places.empty()) objections.push_back(Objection::kExceedsPayment);
  if (places.size() != 1) return;
  step.from = places.front();
  const Amount left = Lowest(step.day, [&](int d) { return Left(step.about, step.from, d); });
  const bool reverses = step.kind == Kind::kReverse;
  if (step.fen > left || (reverses && step.fen > LowestNotRefunded(step.about, step.day))) {
    objections.push_back(Objection::kExceedsPayment);
  }
  if (!reverses) {
    if (step.place == *step.from) objections.push_back(Objection::kToSamePlace);
    Control(step.ledger, step, {{*step.from, step.fen}, {step.place, -step.fen}}, false, objections,
            warnings);
  }
}

void Model::ConsiderRefund(const Step& step, Objections& objections) const {
  const int paid_from = this->step(step.about).ledger;
  const bool earlier = paid_from % kUnits == step.ledger % kUnits && paid_from < step.ledger;
  if (!earlier || !ClosedNow(paid_from)) {
    objections.push_back(Objection::kPaymentElsewhere);
  } else if (step.fen > LowestNotRefunded(step.about, step.day)) {
    objections.push_back(Objection::kExceedsPayment);
  }
}

void Model::ConsiderMistakenRefund(const Step& step, Objections& objections) const {
  const Step& refund = this->step(step.about);
  if (refund.ledger != step.ledger) {
    objections.push_back(Objection::kPaymentNotFound);
  } else if (step.day < refund.day) {
    objections.push_back(Objection::kBeforeOriginal);
  } else if (step.from || step.fen > LowestLeft(step.about, step.day)) {
    objections.push_back(Objection::kExceedsOriginal);
  }
}

void Model::ConsiderClosing(const Step& step, Objections& objections) const {
  if (step.kind == Kind::kClose) {
    if (step.day < LatestDay(step.ledger)) objections.push_back(Objection::kBeforeLatest);
  } else if (step.day < LastClosing(step.ledger)) {
    objections.push_back(Objection::kBeforeOriginal);
  }
}

Model::Objections Model::Consider(Step& step, int& warnings) const {
  Objections objections;
  for (int ledger = 0; ledger < static_cast<int>(world_.rules.size()); ++ledger) {
    if (!Touches(step, ledger)) continue;
    if (step.kind == Kind::kReopen) {
      if (!ClosedNow(ledger)) return {Objection::kLedgerNotClosed};
    } else if (Closed(ledger, step.day)) {
      return {Objection::kLedgerClosed};
    }
  }
  switch (step.kind) {
    case Kind::kInitial:
    case Kind::kCarryIn:
    case Kind::kSupplement:
    case Kind::kCut:
    case Kind::kVirement:
      ConsiderBudget(step, objections, warnings);
      break;
    case Kind::kCommit:
      Control(step.ledger, step, {{step.place, -step.fen}}, false, objections, warnings);
      break;
    case Kind::kRelease:
      ConsiderRelease(step, objections);
      break;
    case Kind::kPay:
      ConsiderPayment(step, objections, warnings);
      break;
    case Kind::kReverse:
      if (this->step(step.about).kind == Kind::kRefundEarlier) {
        ConsiderMistakenRefund(step, objections);
      } else {
        ConsiderFollowUp(step, objections, warnings);
      }
      break;
    case Kind::kCorrect:
      ConsiderFollowUp(step, objections, warnings);
      break;
    case Kind::kRefundEarlier:
      ConsiderRefund(step, objections);
      break;
    case Kind::kClose:
    case Kind::kReopen:
      ConsiderClosing(step, objections);
      break;
    case Kind::kReceive:
    case Kind::kRules:
      break;
  }
  return objections;
}

void Model::Enter(Quantity quantity, const Step& step, int ledger, Place place, Amount fen,
                  int about) {
  entries_.push_back({quantity, ledger, place, step.day, fen, about});
}

void Model::Record(const Step& step) {
  const int number = recorded();
  const auto enter = [&](Quantity quantity, Place place, Amount fen, int about) {
    Enter(quantity, step, step.ledger, place, fen, about);
  };
  for (const Part& part : step.parts) {
    const Quantity shifted = part.fen < 0 ? Quantity::kVirementOut : Quantity::kVirementIn;
    const bool virement = step.kind == Kind::kVirement;
    Enter(virement ? shifted : BudgetQuantity(step.kind), step, part.ledger, part.place,
          std::abs(part.fen), -1);
  }
  switch (step.kind) {
    case Kind::kReceive:
      enter(Quantity::kReceived, {step.place.line, 0}, step.fen, -1);
      break;
    case Kind::kCommit:
      enter(Quantity::kCommitted, step.place, step.fen, number);
      enter(Quantity::kContracted, step.place, step.fen, -1);
      break;
    case Kind::kRelease:
      enter(Quantity::kCommitted, this->step(step.about).place, -step.fen, step.about);
      enter(Quantity::kContracted, this->step(step.about).place, -step.fen, -1);
      break;
    case Kind::kPay:
      enter(Quantity::kPaid, step.place, step.fen, number);
      if (step.about >= 0) enter(Quantity::kCommitted, step.place, -step.drawn, step.about);
      break;
    case Kind::kReverse:
      if (this->step(step.about).kind == Kind::kRefundEarlier) {
        enter(Quantity::kRefundedEarlier, {}, -step.fen, step.about);
        break;
      }
      enter(Quantity::kPaid, *step.from, -step.fen, step.about);
      enter(Quantity::kReversed, *step.from, step.fen, -1);
      break;
    case Kind::kCorrect:
      enter(Quantity::kPaid, *step.from, -step.fen, step.about);
      enter(Quantity::kPaid, step.place, step.fen, step.about);
      break;
    case Kind::kRefundEarlier:
      enter(Quantity::kRefundedEarlier, {}, step.fen, number);
      break;
    case Kind::kClose:
    case Kind::kReopen:
    case Kind::kInitial:
    case Kind::kCarryIn:
    case Kind::kSupplement:
    case Kind::kCut:
    case Kind::kVirement:
    case Kind::kRules:
      break;
  }
  steps_.push_back(step);
}

Answer Model::Ask(const Step& asked) {
  Step step = asked;
  Answer answer;
  const Objections objections = Consider(step, answer.warnings);
  if (!objections.empty()) {
    return {*std::min_element(objections.begin(), objections.end()), 0};
  }
  Record(step);
  return answer;
}

}  // namespace outturn::model
