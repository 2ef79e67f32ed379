// What clients send, and what they make of the answers.
#include <algorithm>

#include "tests/properties/book_under_test.h"
#include "tests/simulation/simulation.h"

namespace outturn::simulation {

OpPtr Simulation::NewOp() {
  const model::Step step = generator_.Next(guess_.model());
  Op op;
  op.id = "c" + std::to_string(next_id_);
  op.about = step.about < 0 ? "" : guess_.NameOf(step.about);
  op.ledger = step.ledger;
  op.day = step.day;
  op.command = properties::CommandOf(step, op.id, {"", op.about}, static_cast<uint32_t>(next_id_));
  op.step = step;
  const bool of_the_book = step.kind == model::Kind::kRules;
  if (!of_the_book && Once(12)) {
    op.expects = guess_.version(op.ledger) - (Once(2) ? 1 : 0);
    op.command.header.expected_version = op.expects;
  }
  ++next_id_;
  return std::make_shared<const Op>(std::move(op));
}

OpPtr Simulation::ClosingOp() {
  Op op;
  op.id = "c" + std::to_string(next_id_++);
  op.ledger = Pick(static_cast<int>(generator_.world().rules.size()));
  op.day = Once(3) ? Pick(365) : std::max(guess_.latest(op.ledger), 300);
  op.closes = true;
  op.command.header.ref = {"test", op.id};
  op.command.header.actor = "clerk";
  op.command.header.ledger = properties::LedgerOf(op.ledger);
  op.command.header.effective_on = properties::DayOf(op.day);
  op.command.body = core::LedgerClosed{};
  return std::make_shared<const Op>(std::move(op));
}

// The same id for something else: that one must not be taken for the other.
OpPtr Simulation::ConflictingOp(const Op& op) {
  Op other = op;
  other.content = next_id_++;
  other.command.header.document_number = "other " + std::to_string(other.content);
  return std::make_shared<const Op>(std::move(other));
}

// Mostly something new; else something sent before, whatever became of it.
OpPtr Simulation::AnyOp(int client) {
  auto& sent = clients_[static_cast<size_t>(client)];
  const auto any = [&]() -> const Sent& {
    return sent[static_cast<size_t>(Pick(static_cast<int>(sent.size())))];
  };
  if (!sent.empty() && Once(4)) {
    const auto unknown =
        std::find_if(sent.begin(), sent.end(), [](const Sent& one) { return one.unknown; });
    return unknown != sent.end() && !Once(4) ? unknown->op : any().op;
  }
  OpPtr op = !sent.empty() && Once(16) ? ConflictingOp(*any().op)
             : Once(150)               ? ClosingOp()
                                       : NewOp();
  sent.push_back({op});
  return op;
}

Simulation::CallPtr Simulation::NextCall() {
  auto call = std::make_shared<Call>();
  call->client = Pick(static_cast<int>(clients_.size()));
  call->validate_only = Once(15);
  const int count = Once(2) ? 1 : 1 + Pick(6);
  for (int i = 0; i < count; ++i) {
    call->ops.push_back(AnyOp(call->client));
    // Later ones may be about this one. That it is not there yet matters to nobody.
    if (!call->validate_only) {
      (void)guess_.Ask(*call->ops.back(), false, clock_.Now().microseconds());
    }
  }
  return call;
}

void Simulation::Forget(const Call& call) {
  if (call.validate_only) return;
  for (const OpPtr& op : call.ops) {
    for (Sent& sent : clients_[static_cast<size_t>(call.client)]) {
      if (sent.op == op) sent.unknown = true;
    }
    ++counts_.unknown;
  }
}

void Simulation::Learn(const Call& call) {
  if (call.answers.size() != call.ops.size()) return Fail("as many answers as commands, not so");
  for (size_t i = 0; i < call.ops.size(); ++i) {
    const Op& op = *call.ops[i];
    const std::string got = Show(op, call.answers[i]);
    Note("  " + op.id + " → " + got);
    // The openings are known without having been asked.
    const std::string expected = call.expected.empty() ? "" : call.expected[i];
    if (!expected.empty() && got != expected) {
      return Fail(op.Show() + "\n  is answered " + got + "\n  instead of  " + expected);
    }
    if (const auto* unavailable = std::get_if<app::Unavailable>(&call.answers[i])) {
      if (unavailable->why == app::Unavailable::Why::kUnknownOutcome) {
        Forget({call.client, call.validate_only, {call.ops[i]}, {}, {}, 0});
      }
      continue;
    }
    for (auto& client : clients_) {
      for (Sent& sent : client) {
        if (sent.op == call.ops[i] && !call.validate_only) sent.unknown = false;
      }
    }
    const auto* receipt = std::get_if<app::Receipt>(&call.answers[i]);
    counts_.refused += receipt == nullptr ? 1 : 0;
    if (receipt == nullptr || receipt->position == 0) continue;
    counts_.recorded += receipt->already_recorded ? 0 : 1;
    counts_.again += receipt->already_recorded ? 1 : 0;
    const auto [told, first] = told_.emplace(op.id, receipt->position);
    if (!first && told->second != receipt->position) {
      return Fail(op.id + " was recorded twice, at " + std::to_string(told->second) + " and " +
                  std::to_string(receipt->position));
    }
    if (!first && !receipt->already_recorded) return Fail(op.id + " was recorded again");
  }
}

}  // namespace outturn::simulation
