// A payment's bytes as written by hand, held against the generated classes.
#include "services/wire/payment_bytes.h"

#include <gtest/gtest.h>

#include <random>

#include "services/wire/codec.h"
#include "tests/wire/messages.h"

namespace outturn::wire {
namespace {

core::Event PlainPayment() {
  const auto* kind = v1::Command::descriptor()->FindFieldByName("payment");
  v1::Command command = FullCommand(kind);
  command.mutable_payment()->clear_commitment();
  command.mutable_payment()->clear_drawn_fen();
  command.mutable_header()->clear_override();
  core::Event event;
  event.position = 4711;
  event.recorded_at = core::Instant(1'721'016'000'000'000);
  event.command = std::get<core::Command>(Decode(command));
  event.outcome.ledger_version = 7;
  event.outcome.headroom = core::DaySeries::Low{core::Fen(-5), *core::Day::Of(2024, 3, 1)};
  return event;
}

void ExpectAsGenerated(const core::Event& event) {
  v1::Event message;
  message.set_position(event.position);
  message.set_recorded_at_us(event.recorded_at.microseconds());
  Encode(event.command, *message.mutable_command());
  Encode(event.outcome, *message.mutable_outcome());
  std::string bytes = "before";
  ASSERT_TRUE(AppendPayment(event, bytes));
  EXPECT_EQ(bytes, "before" + message.SerializeAsString()) << message.ShortDebugString();
}

TEST(PaymentBytes, AreTheGeneratedOnes) {
  core::Event event = PlainPayment();
  ExpectAsGenerated(event);
  event.outcome.headroom.reset();
  ExpectAsGenerated(event);
  event.outcome.ledger_version = 0;
  ExpectAsGenerated(event);
  event.command = core::Command{{}, core::Payment{}};
  ExpectAsGenerated(event);
}

// Lengths and numbers at which a byte more is needed, in every field, independently.
TEST(PaymentBytes, AreTheGeneratedOnesAtEveryLength) {
  std::mt19937_64 random(20240731);
  const auto number = [&] { return random() >> (random() % 64); };
  const auto text = [&](size_t most) {
    return std::string(number() % (most + 1), static_cast<char>('a' + random() % 26));
  };
  for (int round = 0; round < 5'000; ++round) {
    core::Event event = PlainPayment();
    core::Header& header = event.command.header;
    auto& payment = std::get<core::Payment>(event.command.body);
    event.position = number();
    event.recorded_at = core::Instant(static_cast<int64_t>(number()));
    header.ref = {text(64), text(300)};
    header.actor = text(40);
    header.ledger = {text(20), static_cast<int>(number() % 3'000)};
    header.document_number = text(200);
    header.expected_version = number();
    header.effective_on = core::Day::FirstOf(1900 + static_cast<int>(random() % 1'100));
    payment.line = text(20);
    payment.economic_class = text(5);
    payment.amount = core::Fen(static_cast<int64_t>(number()));
    payment.payee = text(256);
    payment.purpose = text(20'000);
    payment.voucher = text(130);
    payment.procurement = random() % 2 == 0;
    payment.method =
        random() % 2 == 0 ? core::PaymentMethod::kTransfer : core::PaymentMethod::kUnspecified;
    event.outcome.ledger_version = number();
    event.outcome.headroom->amount = core::Fen(static_cast<int64_t>(number()));
    ExpectAsGenerated(event);
  }
}

TEST(PaymentBytes, LeaveEverythingElseToTheGeneratedClasses) {
  std::string bytes;
  const auto expect_left = [&](const core::Event& event) {
    EXPECT_FALSE(AppendPayment(event, bytes));
    EXPECT_EQ(bytes, "");
  };
  core::Event event = PlainPayment();
  std::get<core::Payment>(event.command.body).commitment = core::EventRef{"s", "c"};
  expect_left(event);
  event = PlainPayment();
  std::get<core::Payment>(event.command.body).drawn = core::Fen(1);
  expect_left(event);
  event = PlainPayment();
  event.command.header.override_by = core::Override{"reason", "authority"};
  expect_left(event);
  event = PlainPayment();
  event.outcome.warnings.push_back({{core::Reason::kNoBudget, {}}, core::ControlMode::kWarn});
  expect_left(event);
  for (const auto* kind : Kinds()) {
    if (kind->name() == "payment") continue;
    const auto other = DecodeEvent(FullEvent(kind).SerializeAsString());
    ASSERT_TRUE(other) << kind->name();
    expect_left(*other);
  }
}

// The same numbers as in the message, independently.
TEST(ReceiptBytes, AreTheGeneratedOnes) {
  std::mt19937_64 random(20240731);
  const auto number = [&] { return random() >> (random() % 64); };
  for (int round = 0; round < 5'000; ++round) {
    core::Outcome outcome;
    outcome.ledger_version = round == 0 ? 0 : number();
    if (round % 3 != 0) {
      outcome.headroom = core::DaySeries::Low{core::Fen(static_cast<int64_t>(number())),
                                              core::Day::FirstOf(1900 + round % 1'100)};
    }
    v1::RecordBatchReply reply;
    v1::Receipt& receipt = *reply.add_answers()->mutable_receipt();
    receipt.set_position(round == 0 ? 0 : number());
    receipt.set_recorded_at_us(static_cast<int64_t>(number()));
    receipt.set_already_recorded(round % 2 == 0);
    Encode(outcome, *receipt.mutable_outcome());
    std::string bytes = "before";
    AppendReceipt(receipt.position(), core::Instant(receipt.recorded_at_us()),
                  receipt.already_recorded(), outcome, bytes);
    ASSERT_EQ(bytes, "before" + reply.SerializeAsString()) << reply.ShortDebugString();
  }
}

}  // namespace
}  // namespace outturn::wire
