#include "tests/simulation/oracle.h"

#include <algorithm>
#include <utility>

#include "services/core/refusal.h"
#include "tests/app/support.h"
#include "tests/properties/book_under_test.h"

namespace outturn::simulation {
namespace {

using core::Reason;
using model::Kind;

bool TellsHeadroom(const Op& op) { return op.step && op.step->kind == Kind::kPay; }

std::string ShowOutcome(int64_t recorded_at, uint64_t version, size_t warnings,
                        std::optional<int64_t> headroom) {
  return " at " + std::to_string(recorded_at) + " version " + std::to_string(version) +
         " warnings " + std::to_string(warnings) +
         (headroom ? " headroom " + std::to_string(*headroom) : "");
}

}  // namespace

std::string Op::Show() const {
  std::string text = id + (content > 0 ? "′" + std::to_string(content) : "") + " " +
                     std::string(core::KindName(command.body)) + " ledger " +
                     std::to_string(ledger) + " day " + std::to_string(day);
  if (step) {
    text += " line " + std::to_string(step->place.line) + " class " +
            std::to_string(step->place.klass) + " fen " + std::to_string(step->fen);
    for (const model::Part& part : step->parts) {
      text += " [" + std::to_string(part.ledger) + " " + std::to_string(part.place.line) + " " +
              std::to_string(part.place.klass) + " " + std::to_string(part.fen) + "]";
    }
  }
  if (!about.empty()) text += " about " + about;
  if (expects) text += " expects version " + std::to_string(*expects);
  return text;
}

std::string ShowRefusal(Reason reason) { return "refused " + std::string(core::Name(reason)); }

std::string Show(const Op& op, const app::Answer& answer) {
  if (const auto* refusal = std::get_if<core::Refusal>(&answer)) {
    return ShowRefusal(refusal->reason);
  }
  if (!std::holds_alternative<app::Receipt>(answer)) return app::Show(answer);
  const auto& receipt = std::get<app::Receipt>(answer);
  std::optional<int64_t> headroom;
  if (TellsHeadroom(op) && receipt.outcome.headroom) {
    headroom = receipt.outcome.headroom->amount.count();
  }
  return (receipt.already_recorded ? "again " : "recorded ") + std::to_string(receipt.position) +
         ShowOutcome(receipt.recorded_at.microseconds(), receipt.outcome.ledger_version,
                     receipt.outcome.warnings.size(), headroom);
}

Oracle::Oracle(model::World world)
    : model_(world),
      closed_(world.rules.size()),
      latest_(world.rules.size()),
      versions_(world.rules.size()) {}

core::Position Oracle::Find(const std::string& id) const {
  const auto found = known_.find(id);
  return found == known_.end() ? 0 : found->second.position;
}

std::vector<core::Position> Oracle::PositionsOf(int ledger) const {
  std::vector<core::Position> positions;
  for (core::Position position = 1; position <= events_.size(); ++position) {
    const auto& ledgers = at(position).ledgers;
    if (std::find(ledgers.begin(), ledgers.end(), ledger) != ledgers.end()) {
      positions.push_back(position);
    }
  }
  return positions;
}

int64_t Oracle::RecordedAt(int64_t now) const {
  return events_.empty() ? now : std::max(now, events_.back().recorded_at + 1);
}

std::vector<int> Oracle::LedgersOf(const Op& op) {
  const auto* adopted = std::get_if<core::PolicyAdopted>(&op.command.body);
  if (adopted != nullptr && adopted->ledgers.empty()) return {};
  std::vector<int> ledgers = {op.ledger};
  if (!op.step || op.step->kind != Kind::kVirement) return ledgers;
  for (const model::Part& part : op.step->parts) {
    if (std::find(ledgers.begin(), ledgers.end(), part.ledger) == ledgers.end()) {
      ledgers.push_back(part.ledger);
    }
  }
  return ledgers;
}

std::string Oracle::Record(const Op& op, std::string told, int64_t now) {
  Recorded recorded{std::make_shared<const Op>(op), RecordedAt(now), LedgersOf(op)};
  for (const int ledger : recorded.ledgers) {
    ++versions_[static_cast<size_t>(ledger)];
    int& latest = latest_[static_cast<size_t>(ledger)];
    latest = std::max(latest, op.day);
  }
  if (op.closes) closed_[static_cast<size_t>(op.ledger)] = true;
  int step = -1;
  if (op.step) {
    step = static_cast<int>(names_.size());
    names_.push_back(op.id);
  }
  events_.push_back(std::move(recorded));
  told = std::to_string(position()) + told;
  known_[op.id] = {position(), op.content, told, step};
  return "recorded " + told;
}

void Oracle::Open(const Op& op, int64_t now) { Record(op, "", now); }

std::optional<model::Step> Oracle::StepOf(const Op& op) const {
  model::Step step = *op.step;
  if (op.about.empty()) return step;
  const auto found = known_.find(op.about);
  if (found == known_.end()) return std::nullopt;
  step.about = found->second.step;
  return step;
}

std::optional<Reason> Oracle::Objection(const Op& op) const {
  const auto ledger = static_cast<size_t>(op.ledger);
  if (op.expects && *op.expects != versions_[ledger]) return Reason::kVersionConflict;
  for (const int touched : LedgersOf(op)) {
    if (closed_[static_cast<size_t>(touched)]) return Reason::kLedgerClosed;
  }
  if (op.closes) {
    return op.day < latest_[ledger] ? std::optional(Reason::kBeforeLatest) : std::nullopt;
  }
  if (StepOf(op)) return std::nullopt;
  const bool of_payment = op.step->kind == Kind::kReverse || op.step->kind == Kind::kCorrect;
  return of_payment ? Reason::kPaymentNotFound : Reason::kCommitmentNotFound;
}

std::string Oracle::Ask(const Op& op, bool validate_only, int64_t now) {
  const auto known = known_.find(op.id);
  if (known != known_.end()) {
    return known->second.content == op.content ? "again " + known->second.told
                                               : ShowRefusal(Reason::kIdReused);
  }
  if (const auto objection = Objection(op)) return ShowRefusal(*objection);
  model::Model after = model_;
  size_t warnings = 0;
  std::optional<int64_t> headroom;
  if (op.step) {
    const model::Step step = *StepOf(op);
    const model::Answer answer = after.Ask(step);
    if (answer.objection) return ShowRefusal(properties::ReasonOf(*answer.objection));
    warnings = static_cast<size_t>(answer.warnings);
    if (TellsHeadroom(op)) headroom = after.LowestHeadroom(op.ledger, step.place.line, op.day);
  }
  const bool of_the_book = std::holds_alternative<core::PolicyAdopted>(op.command.body);
  const uint64_t version = of_the_book ? 0 : versions_[static_cast<size_t>(op.ledger)] + 1;
  std::string told = ShowOutcome(RecordedAt(now), version, warnings, headroom);
  if (validate_only) return "recorded 0" + told;
  model_ = std::move(after);
  return Record(op, std::move(told), now);
}

}  // namespace outturn::simulation
