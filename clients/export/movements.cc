#include "clients/export/movements.h"

#include <array>
#include <utility>

namespace outturn::exporter {
namespace {

constexpr size_t kMostRemembered = 100'000;

std::string KeyOf(const std::string& source, const std::string& external_id) {
  return source + '\0' + external_id;
}

// Of the budget kinds: an amount for each class of one line.
template <typename Kind>
std::vector<Movement> Amounts(Account account, const Kind& kind) {
  std::vector<Movement> movements;
  for (const v1::ClassAmount& amount : kind.amounts()) {
    movements.push_back({account, kind.line(), amount.economic_class(), amount.amount_fen()});
  }
  return movements;
}

std::vector<Movement> Legs(const v1::Virement& virement, const std::string& unit) {
  std::vector<Movement> movements;
  for (const v1::VirementLeg& leg : virement.legs()) {
    if (leg.unit() != unit) continue;
    const int64_t fen = leg.direction() == v1::OUT ? -leg.amount_fen() : leg.amount_fen();
    movements.push_back({Account::kVirement, leg.line(), leg.economic_class(), fen});
  }
  return movements;
}

std::vector<Movement> Committed(const v1::Commitment& made) {
  return {{Account::kCommitted, made.line(), made.economic_class(), made.amount_fen()}};
}

std::vector<Movement> Paid(const v1::Payment& payment) {
  std::vector<Movement> movements = {
      {Account::kPaid, payment.line(), payment.economic_class(), payment.amount_fen()}};
  if (payment.drawn_fen() != 0) {
    movements.push_back(
        {Account::kCommitted, payment.line(), payment.economic_class(), -payment.drawn_fen()});
  }
  return movements;
}

// A payment always has a class, a receipt never; of receipts only a refund has no line.
std::vector<Movement> Reversed(const v1::Reversal& reversal) {
  const int64_t fen = -reversal.amount_fen();
  if (!reversal.economic_class().empty()) {
    return {{Account::kPaid, reversal.line(), reversal.economic_class(), fen}};
  }
  if (!reversal.line().empty()) return {{Account::kReceived, reversal.line(), "", fen}};
  return {{Account::kPriorYearRefund, "", "", fen}};
}

std::vector<Movement> Corrected(const v1::Correction& correction) {
  const int64_t fen = correction.amount_fen();
  return {{Account::kPaid, correction.from_line(), correction.from_economic_class(), -fen},
          {Account::kPaid, correction.to_line(), correction.to_economic_class(), fen}};
}

}  // namespace

std::string_view AccountName(Account account) {
  static constexpr std::array<std::string_view, kAccountCount> kNames = {
      "initial",  "carry_in",          "supplement", "cut", "virement",
      "received", "prior_year_refund", "committed",  "paid"};
  return kNames[static_cast<size_t>(account)];
}

int HeadroomSign(Account account) {
  switch (account) {
    case Account::kInitial:
    case Account::kCarryIn:
    case Account::kSupplement:
    case Account::kVirement:
      return 1;
    case Account::kCut:
    case Account::kCommitted:
    case Account::kPaid:
      return -1;
    case Account::kReceived:
    case Account::kPriorYearRefund:
      return 0;
  }
  return 0;
}

Movements::Movements(std::string unit, FindCommitment find)
    : unit_(std::move(unit)), find_(std::move(find)) {}

std::optional<std::vector<Movement>> Movements::Of(const v1::Event& event) {
  const v1::Command& command = event.command();
  switch (command.body_case()) {
    case v1::Command::kInitialAppropriation:
      return Amounts(Account::kInitial, command.initial_appropriation());
    case v1::Command::kCarryOverIn:
      return Amounts(Account::kCarryIn, command.carry_over_in());
    case v1::Command::kSupplement:
      return Amounts(Account::kSupplement, command.supplement());
    case v1::Command::kCut:
      return Amounts(Account::kCut, command.cut());
    case v1::Command::kVirement:
      return Legs(command.virement(), unit_);
    case v1::Command::kFundsReceived:
      return std::vector<Movement>{{Account::kReceived, command.funds_received().line(), "",
                                    command.funds_received().amount_fen()}};
    case v1::Command::kCommitment:
      Remember(event);
      return Committed(command.commitment());
    case v1::Command::kCommitmentRelease:
      return Released(command.commitment_release());
    case v1::Command::kPayment:
      return Paid(command.payment());
    case v1::Command::kReversal:
      return Reversed(command.reversal());
    case v1::Command::kPriorYearRefund:
      return std::vector<Movement>{
          {Account::kPriorYearRefund, "", "", command.prior_year_refund().amount_fen()}};
    case v1::Command::kCorrection:
      return Corrected(command.correction());
    case v1::Command::kPolicyAdopted:
    case v1::Command::kLedgerOpened:
    case v1::Command::kLedgerClosed:
    case v1::Command::kLedgerReopened:
    case v1::Command::kLineOpened:
    case v1::Command::kGoalStated:
    case v1::Command::kIndicatorSet:
    case v1::Command::kIndicatorRevised:
    case v1::Command::kResultReported:
    case v1::Command::kIndicatorRated:
    case v1::Command::kDeviationExplained:
    case v1::Command::kTextRecorded:
    case v1::Command::kForecastReported:
    case v1::Command::kWarningHandled:
    case v1::Command::kReportPublished:
    case v1::Command::kQuotaSet:
    case v1::Command::kHeadcountReported:
    case v1::Command::kBuildingReported:
    case v1::Command::kPriorYearFigures:
    case v1::Command::kDeclaration:
    case v1::Command::BODY_NOT_SET:
      return std::vector<Movement>();
  }
  return std::nullopt;  // a kind newer than this program
}

std::optional<std::vector<Movement>> Movements::Released(const v1::CommitmentRelease& release) {
  const auto place = PlaceOf(release.commitment());
  if (!place) return std::nullopt;
  return std::vector<Movement>{
      {Account::kCommitted, place->line, place->economic_class, -release.amount_fen()}};
}

std::optional<Movements::Place> Movements::PlaceOf(const v1::EventRef& ref) {
  const std::string key = KeyOf(ref.source(), ref.external_id());
  auto known = commitments_.find(key);
  if (known == commitments_.end()) {
    const auto event = find_(ref);
    if (!event || !event->command().has_commitment()) return std::nullopt;
    Remember(*event);
    known = commitments_.find(key);
    if (known == commitments_.end()) return std::nullopt;
  }
  return known->second;
}

void Movements::Remember(const v1::Event& commitment) {
  if (commitments_.size() >= kMostRemembered) commitments_.clear();
  const v1::Header& header = commitment.command().header();
  const v1::Commitment& made = commitment.command().commitment();
  commitments_[KeyOf(header.source(), header.external_id())] = {made.line(), made.economic_class()};
}

}  // namespace outturn::exporter
