#include "services/figures/values/movements.h"

#include <algorithm>
#include <variant>

#include "services/core/overload.h"

namespace outturn::figures {
namespace {

using core::Fen;
using core::Measure;

}  // namespace

void MovementReader::Add(Measure measure, const core::LineCode& line,
                         const core::EconomicClass& economic_class, Fen amount) {
  movements_.push_back({measure, line, economic_class, amount});
}

void MovementReader::AddAll(Measure measure, const core::LineCode& line,
                            const std::vector<core::ClassAmount>& amounts) {
  for (const core::ClassAmount& part : amounts) {
    Add(measure, line, part.economic_class, part.amount);
  }
}

void MovementReader::Take(const core::Virement& event) {
  for (const core::VirementLeg& leg : event.legs) {
    if (leg.unit != unit_) continue;
    const bool in = leg.direction == core::Direction::kIn;
    Add(in ? Measure::kVirementIn : Measure::kVirementOut, leg.line, leg.economic_class,
        leg.amount);
  }
}

void MovementReader::Take(const core::Commitment& event, const core::EventRef& ref) {
  commitments_[ref] = {event.line, event.economic_class, event.procurement};
  for (const Measure measure : {Measure::kCommitted, Measure::kContracted}) {
    Add(measure, event.line, event.economic_class, event.amount);
  }
  if (event.procurement) {
    Add(Measure::kProcurementContracted, event.line, event.economic_class, event.amount);
  }
}

void MovementReader::Take(const core::CommitmentRelease& event) {
  const auto found = commitments_.find(event.commitment);
  if (found == commitments_.end()) return;  // not all of the ledger's events were read
  const Place& place = found->second;
  for (const Measure measure : {Measure::kCommitted, Measure::kContracted}) {
    Add(measure, place.line, place.economic_class, -event.amount);
  }
  if (place.procurement) {
    Add(Measure::kProcurementContracted, place.line, place.economic_class, -event.amount);
  }
}

void MovementReader::Take(const core::Payment& event) {
  Add(Measure::kPaid, event.line, event.economic_class, event.amount);
  if (event.procurement) {
    Add(Measure::kProcurementPaid, event.line, event.economic_class, event.amount);
  }
  if (!event.drawn.zero()) {
    Add(Measure::kCommitted, event.line, event.economic_class, -event.drawn);
  }
}

void MovementReader::Take(const core::Reversal& event) {
  switch (WhatWasReversed(event)) {
    case Reversed::kPriorYearRefund:
      return;
    case Reversed::kFundsReceived:
      Add(Measure::kReceived, event.line, {}, -event.amount);
      return;
    case Reversed::kPayment:
      Add(Measure::kPaid, event.line, event.economic_class, -event.amount);
      Add(Measure::kReversed, event.line, event.economic_class, event.amount);
      if (event.procurement) {
        Add(Measure::kProcurementPaid, event.line, event.economic_class, -event.amount);
      }
      return;
  }
}

void MovementReader::Take(const core::Correction& event) {
  const auto move = [&](Measure measure) {
    Add(measure, event.from_line, event.from_economic_class, -event.amount);
    Add(measure, event.to_line, event.to_economic_class, event.amount);
  };
  move(Measure::kPaid);
  if (event.procurement) move(Measure::kProcurementPaid);
}

const std::vector<Movement>& MovementReader::Read(const core::Event& event) {
  movements_.clear();
  // Kinds that move no money stand here by name: the compiler asks about a new one.
  std::visit(
      core::Overload{
          [&](const core::InitialAppropriation& e) {
            AddAll(Measure::kInitial, e.line, e.amounts);
          },
          [&](const core::CarryOverIn& e) { AddAll(Measure::kCarryIn, e.line, e.amounts); },
          [&](const core::Supplement& e) { AddAll(Measure::kSupplement, e.line, e.amounts); },
          [&](const core::Cut& e) { AddAll(Measure::kCut, e.line, e.amounts); },
          [&](const core::Virement& e) { Take(e); },
          [&](const core::FundsReceived& e) { Add(Measure::kReceived, e.line, {}, e.amount); },
          [&](const core::Commitment& e) { Take(e, event.command.header.ref); },
          [&](const core::CommitmentRelease& e) { Take(e); },
          [&](const core::Payment& e) { Take(e); },
          [&](const core::Reversal& e) { Take(e); },
          [&](const core::Correction& e) { Take(e); },
          [](const core::PriorYearRefund&) {},
          [](const core::PolicyAdopted&) {},
          [](const core::LedgerOpened&) {},
          [](const core::LedgerClosed&) {},
          [](const core::LedgerReopened&) {},
          [](const core::LineOpened&) {},
          [](const core::GoalStated&) {},
          [](const core::IndicatorSet&) {},
          [](const core::IndicatorRevised&) {},
          [](const core::ResultReported&) {},
          [](const core::IndicatorRated&) {},
          [](const core::DeviationExplained&) {},
          [](const core::TextRecorded&) {},
          [](const core::ForecastReported&) {},
          [](const core::WarningHandled&) {},
          [](const core::ReportPublished&) {},
          [](const core::QuotaSet&) {},
          [](const core::HeadcountReported&) {},
          [](const core::BuildingReported&) {},
          [](const core::PriorYearFigures&) {},
          [](const core::Declaration&) {},
      },
      event.command.body);
  return movements_;
}

Reversed WhatWasReversed(const core::Reversal& event) {
  // Resolved when it was decided: funds received name no payment, refunds sit on no line.
  if (event.payment_position == 0) return Reversed::kFundsReceived;
  return event.line.empty() ? Reversed::kPriorYearRefund : Reversed::kPayment;
}

Adjustment AdjustmentOf(const core::Event& event, const std::string& unit) {
  const core::Body& body = event.command.body;
  const auto total = [](const std::vector<core::ClassAmount>& amounts) {
    Fen sum;
    for (const core::ClassAmount& part : amounts) sum += part.amount;
    return sum;
  };
  if (const auto* e = std::get_if<core::Supplement>(&body)) return {total(e->amounts), e->cause};
  if (const auto* e = std::get_if<core::Cut>(&body)) return {total(e->amounts), e->cause};
  if (const auto* e = std::get_if<core::Virement>(&body)) {
    Fen in;
    Fen out;
    for (const core::VirementLeg& leg : e->legs) {
      if (leg.unit != unit) continue;
      (leg.direction == core::Direction::kIn ? in : out) += leg.amount;
    }
    return {std::max(in, out), e->cause};
  }
  return {};
}

Fen RefundOf(const core::Event& event) {
  const core::Body& body = event.command.body;
  if (const auto* e = std::get_if<core::PriorYearRefund>(&body)) return e->amount;
  if (const auto* e = std::get_if<core::Reversal>(&body)) {
    if (WhatWasReversed(*e) == Reversed::kPriorYearRefund) return -e->amount;
  }
  return {};
}

}  // namespace outturn::figures
