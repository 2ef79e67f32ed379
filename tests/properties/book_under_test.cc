#include "tests/properties/book_under_test.h"

namespace outturn::properties {
namespace {

using core::Fen;
using model::Kind;
using model::Step;

core::EconomicClassInfo Class(core::ClassGroup group, std::string parent = "302") {
  core::EconomicClassInfo info;
  info.parent = std::move(parent);
  info.group = group;
  return info;
}

core::EconomicClassInfo ThreePublicClass(core::ThreePublic kind, std::string parent) {
  core::EconomicClassInfo info = Class(core::ClassGroup::kPublic, std::move(parent));
  info.is_three_public = true;
  info.three_public = kind;
  return info;
}

core::ControlMode ModeOf(model::Mode mode) {
  switch (mode) {
    case model::Mode::kForbid:
      return core::ControlMode::kForbid;
    case model::Mode::kIntercept:
      return core::ControlMode::kIntercept;
    case model::Mode::kWarn:
      return core::ControlMode::kWarn;
    case model::Mode::kRecord:
      return core::ControlMode::kRecordOnly;
  }
  return core::ControlMode::kForbid;
}

core::Policy PolicyOf(const model::Rules& rules, core::PolicyRef ref) {
  core::Policy policy;
  policy.ref = std::move(ref);
  policy.zh = "规则";
  policy.control_level =
      rules.by_class ? core::ControlLevel::kByLineAndClass : core::ControlLevel::kByLine;
  policy.over_budget = ModeOf(rules.budget);
  policy.over_three_public = ModeOf(rules.three_public);
  return policy;
}

core::Command Blank(int ledger, int day, std::string external_id) {
  core::Command command;
  command.header.ref = {"test", std::move(external_id)};
  command.header.actor = "clerk";
  command.header.ledger = LedgerOf(ledger);
  command.header.effective_on = DayOf(day);
  command.header.document_number = "1";
  return command;
}

std::vector<core::ClassAmount> AmountsOf(const Step& step) {
  std::vector<core::ClassAmount> amounts;
  for (const model::Part& part : step.parts) {
    amounts.push_back({ClassOf(part.place.klass), Fen(part.fen)});
  }
  return amounts;
}

core::Virement VirementOf(const Step& step) {
  core::Virement virement;
  virement.cause = core::Cause::kOwnDecision;
  for (const model::Part& part : step.parts) {
    const auto direction = part.fen < 0 ? core::Direction::kOut : core::Direction::kIn;
    virement.legs.push_back({LedgerOf(part.ledger).unit, LineOf(part.place.line),
                             ClassOf(part.place.klass), direction, Fen(std::abs(part.fen))});
  }
  return virement;
}

core::Payment PaymentOf(const Step& step, const core::EventRef& about) {
  core::Payment payment;
  payment.line = LineOf(step.place.line);
  payment.economic_class = ClassOf(step.place.klass);
  payment.amount = Fen(step.fen);
  payment.payee = "payee";
  payment.voucher = "1";
  if (step.about >= 0) payment.commitment = about;
  payment.drawn = Fen(step.about >= 0 ? step.drawn : 0);
  return payment;
}

core::Commitment CommitmentOf(const Step& step) {
  core::Commitment commitment;
  commitment.line = LineOf(step.place.line);
  commitment.economic_class = ClassOf(step.place.klass);
  commitment.amount = Fen(step.fen);
  return commitment;
}

core::Reversal ReversalOf(const Step& step, const core::EventRef& about) {
  core::Reversal reversal;
  reversal.payment = about;
  reversal.amount = Fen(step.fen);
  if (step.from) {
    reversal.line = LineOf(step.from->line);
    reversal.economic_class = ClassOf(step.from->klass);
  }
  return reversal;
}

core::Correction CorrectionOf(const Step& step, const core::EventRef& about) {
  core::Correction correction;
  correction.payment = about;
  correction.amount = Fen(step.fen);
  correction.reason = "reason";
  if (step.from) {
    correction.from_line = LineOf(step.from->line);
    correction.from_economic_class = ClassOf(step.from->klass);
  }
  correction.to_line = LineOf(step.place.line);
  correction.to_economic_class = ClassOf(step.place.klass);
  return correction;
}

core::Body BodyOf(const Step& step, const core::EventRef& about, uint32_t rules_version) {
  const core::LineCode line =
      step.parts.empty() ? core::LineCode() : LineOf(step.parts.front().place.line);
  switch (step.kind) {
    case Kind::kInitial:
      return core::InitialAppropriation{line, AmountsOf(step)};
    case Kind::kCarryIn:
      return core::CarryOverIn{line, AmountsOf(step)};
    case Kind::kSupplement:
      return core::Supplement{line, AmountsOf(step), core::Cause::kOwnDecision};
    case Kind::kCut:
      return core::Cut{line, AmountsOf(step), core::Cause::kStatePolicy};
    case Kind::kVirement:
      return VirementOf(step);
    case Kind::kReceive:
      return core::FundsReceived{LineOf(step.place.line), Fen(step.fen)};
    case Kind::kCommit:
      return CommitmentOf(step);
    case Kind::kRelease:
      return core::CommitmentRelease{about, Fen(step.fen)};
    case Kind::kPay:
      return PaymentOf(step, about);
    case Kind::kReverse:
      return ReversalOf(step, about);
    case Kind::kCorrect:
      return CorrectionOf(step, about);
    case Kind::kRules:
      return core::PolicyAdopted{PolicyOf(step.rules, {"changed", rules_version}),
                                 {LedgerOf(step.ledger)}};
    case Kind::kRefundEarlier:
      return core::PriorYearRefund{about, Fen(step.fen), "reason"};
    case Kind::kClose:
      return core::LedgerClosed{};
    case Kind::kReopen:
      return core::LedgerReopened{"reason"};
  }
  return core::LedgerClosed{};
}

core::LineOpened LineOpenedOf(int line, bool fiscal) {
  core::LineOpened opened;
  opened.line = LineOf(line);
  opened.name = "line";
  opened.category = core::LineCategory::kPublic;
  opened.functional_class = "2040601";
  opened.fund_type = fiscal ? "111" : "3";
  if (line == 2) {
    opened.category = core::LineCategory::kProject;
    opened.project = "X";
    opened.project_kind = core::ProjectKind::kOperation;
  }
  return opened;
}

}  // namespace

core::LedgerId LedgerOf(int ledger) {
  return {"U" + std::to_string(ledger % model::kUnits), 2024 + ledger / model::kUnits};
}
int FirstDayOf(int ledger) { return ledger < model::kUnits ? 0 : 366; }
int LastDayOf(int ledger) { return ledger < model::kUnits ? 365 : 730; }
core::LineCode LineOf(int line) { return "L" + std::to_string(line); }
core::EconomicClass ClassOf(int klass) {
  if (klass == 0) return "";
  return klass == model::kGroupClass ? "302" : "3020" + std::to_string(klass);
}
core::Day DayOf(int day) { return core::Day::FirstOf(2024).Plus(day); }

const core::CodeTablesByVersion& Tables() {
  static const auto* const tables = [] {
    core::CodeTables codes;
    codes.version = "t";
    codes.economic = {{"302", Class(core::ClassGroup::kPublic, "")},
                      {"30201", Class(core::ClassGroup::kPublic)},
                      {"30202", Class(core::ClassGroup::kPublic)},
                      {"30203", ThreePublicClass(core::ThreePublic::kAbroad, "302")},
                      {"30204", ThreePublicClass(core::ThreePublic::kVehiclePurchase, "30x")},
                      {"30205", ThreePublicClass(core::ThreePublic::kVehiclePurchase, "30y")}};
    codes.functional = {{"2040601", {}}};
    codes.fund_types = {{"111", {"", true}}, {"3", {"", false}}};
    return new core::CodeTablesByVersion{{"t", codes}};
  }();
  return *tables;
}

core::Reason ReasonOf(model::Objection objection) {
  switch (objection) {
    case model::Objection::kLedgerClosed:
      return core::Reason::kLedgerClosed;
    case model::Objection::kLedgerNotClosed:
      return core::Reason::kLedgerNotClosed;
    case model::Objection::kBeforeLatest:
      return core::Reason::kBeforeLatest;
    case model::Objection::kClassRequired:
      return core::Reason::kClassRequired;
    case model::Objection::kCommitmentNotFound:
      return core::Reason::kCommitmentNotFound;
    case model::Objection::kCommitmentMismatch:
      return core::Reason::kCommitmentMismatch;
    case model::Objection::kPaymentNotFound:
      return core::Reason::kPaymentNotFound;
    case model::Objection::kPaymentElsewhere:
      return core::Reason::kPaymentElsewhere;
    case model::Objection::kPlacementAmbiguous:
      return core::Reason::kPlacementAmbiguous;
    case model::Objection::kUnbalanced:
      return core::Reason::kVirementUnbalanced;
    case model::Objection::kToItself:
      return core::Reason::kVirementToItself;
    case model::Objection::kBeforeOriginal:
      return core::Reason::kBeforeOriginal;
    case model::Objection::kExceedsPayment:
      return core::Reason::kExceedsPayment;
    case model::Objection::kToSamePlace:
      return core::Reason::kCorrectionToItself;
    case model::Objection::kExceedsOriginal:
      return core::Reason::kExceedsOriginal;
    case model::Objection::kExceedsCommitment:
      return core::Reason::kExceedsCommitment;
    case model::Objection::kNoBudget:
      return core::Reason::kNoBudget;
    case model::Objection::kLine:
      return core::Reason::kHeadroomExceeded;
    case model::Objection::kClass:
      return core::Reason::kClassHeadroomExceeded;
    case model::Objection::kThreePublic:
      return core::Reason::kThreePublicExceeded;
    case model::Objection::kClassBudget:
      return core::Reason::kClassBudgetExceeded;
  }
  return core::Reason::kIdReused;
}

std::vector<core::Command> OpeningsOf(const model::World& world) {
  std::vector<core::Command> commands;
  for (int ledger = 0; ledger < static_cast<int>(world.rules.size()); ++ledger) {
    const auto open = [&](core::Body body) {
      core::Command command =
          Blank(ledger, FirstDayOf(ledger), "o" + std::to_string(commands.size()));
      if (std::holds_alternative<core::PolicyAdopted>(body)) command.header.ledger = {};
      command.body = std::move(body);
      commands.push_back(std::move(command));
    };
    const core::PolicyRef ref{"rules", static_cast<uint32_t>(ledger + 1)};
    core::LedgerOpened opened;
    opened.unit_name = "unit";
    opened.division = "431200";
    opened.policy = ref;
    opened.code_tables = "t";
    open(core::PolicyAdopted{PolicyOf(world.rules[ledger], ref), {}});
    open(opened);
    for (int line = 0; line < model::kLinesPerLedger; ++line) {
      open(LineOpenedOf(line, world.fiscal[ledger][line]));
    }
  }
  return commands;
}

core::Command CommandOf(const Step& step, const std::string& external_id,
                        const core::EventRef& about, uint32_t rules_version) {
  core::Command command = Blank(step.ledger, step.day, external_id);
  if (step.overridden) command.header.override_by = core::Override{"reason", "authority"};
  command.body = BodyOf(step, about, rules_version);
  if (step.kind == Kind::kRules) command.header.ledger = {};
  return command;
}

BookUnderTest::BookUnderTest(const model::World& world) {
  for (core::Command& command : OpeningsOf(world)) OUTTURN_CHECK(Ask(std::move(command)).ok());
  opening_ = events_.size();
}

core::Command BookUnderTest::CommandOf(const Step& step) const {
  const size_t number = events_.size() - opening_;
  const core::EventRef about{"", "s" + std::to_string(step.about)};
  return properties::CommandOf(step, "s" + std::to_string(number), about,
                               static_cast<uint32_t>(number + 1));
}

core::Result<core::Event> BookUnderTest::Ask(core::Command command) {
  auto answer = core::Decide(state_, Tables(), *this, core::Instant(1), std::move(command));
  if (answer) Record(*answer);
  return answer;
}

void BookUnderTest::Record(const core::Event& event) {
  core::Evolve(state_, Tables(), event);
  events_.push_back(event);
  const core::Header& header = event.command.header;
  if (const auto* payment = std::get_if<core::Payment>(&event.command.body)) {
    payments_[header.ref] = {event.position, header.ledger, header.effective_on, *payment};
  }
}

const core::LedgerState& BookUnderTest::Ledger(int ledger) const {
  const core::LedgerState* found = state_.FindLedger(LedgerOf(ledger));
  OUTTURN_CHECK(found != nullptr);
  return *found;
}

std::optional<core::PaymentRecord> BookUnderTest::FindPayment(const core::EventRef& ref) const {
  const auto found = payments_.find(ref);
  if (found == payments_.end()) return std::nullopt;
  return found->second;
}

}  // namespace outturn::properties
