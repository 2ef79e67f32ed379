// A glance at an event's bytes, held against parsing them whole.
#include "services/wire/glance.h"

#include <gtest/gtest.h>

#include "services/wire/codec.h"
#include "tests/wire/messages.h"

namespace outturn::wire {
namespace {

v1::Event EventOf(v1::Command command) {
  v1::Event event;
  event.set_position(4711);
  event.set_recorded_at_us(1'721'016'000'000'000);
  *event.mutable_command() = std::move(command);
  event.mutable_outcome()->set_ledger_version(7);
  event.mutable_outcome()->set_has_headroom(true);
  event.mutable_outcome()->set_headroom_fen(-5);
  event.mutable_outcome()->set_headroom_on(20240301);
  return event;
}

v1::Event PlainPayment() {
  const auto* kind = v1::Command::descriptor()->FindFieldByName("payment");
  v1::Command command = FullCommand(kind);
  command.mutable_payment()->clear_commitment();
  command.mutable_payment()->clear_drawn_fen();
  return EventOf(command);
}

void ExpectAsParsed(const v1::Event& event) {
  const std::string bytes = event.SerializeAsString();
  const auto glance = GlanceAtPayment(bytes);
  ASSERT_TRUE(glance) << event.ShortDebugString();
  const v1::Header& header = event.command().header();
  const v1::Payment& payment = event.command().payment();
  EXPECT_EQ(glance->position, event.position());
  EXPECT_EQ(glance->recorded_at_us, event.recorded_at_us());
  EXPECT_EQ(glance->source, header.source());
  EXPECT_EQ(glance->external_id, header.external_id());
  EXPECT_EQ(glance->unit, header.unit());
  EXPECT_EQ(glance->year, header.year());
  EXPECT_EQ(glance->effective_on, header.effective_on());
  EXPECT_EQ(glance->line, payment.line());
  EXPECT_EQ(glance->economic_class, payment.economic_class());
  EXPECT_EQ(glance->amount_fen, payment.amount_fen());
  EXPECT_EQ(glance->procurement, payment.procurement());
}

TEST(Glance, SeesOfAPlainPaymentWhatParsingItSees) {
  v1::Event event = PlainPayment();
  ExpectAsParsed(event);
  event.mutable_command()->mutable_payment()->set_procurement(false);
  event.mutable_command()->mutable_header()->clear_override();
  event.mutable_command()->mutable_header()->set_expected_version(99);
  event.mutable_command()->mutable_payment()->set_amount_fen(INT64_MAX);
  ExpectAsParsed(event);
  event.clear_outcome();
  ExpectAsParsed(event);
}

TEST(Glance, LeavesEveryOtherKindToTheParser) {
  for (const auto* kind : Kinds()) {
    if (kind->name() == "payment") continue;
    EXPECT_FALSE(GlanceAtPayment(EventOf(FullCommand(kind)).SerializeAsString())) << kind->name();
  }
}

TEST(Glance, LeavesPaymentsThatDrawOnACommitmentToTheParser) {
  v1::Event event = PlainPayment();
  event.mutable_command()->mutable_payment()->mutable_commitment()->set_external_id("c");
  EXPECT_FALSE(GlanceAtPayment(event.SerializeAsString()));
  event = PlainPayment();
  event.mutable_command()->mutable_payment()->set_drawn_fen(1);
  EXPECT_FALSE(GlanceAtPayment(event.SerializeAsString()));
}

TEST(Glance, LeavesBytesOfAnotherLayoutToTheParser) {
  const std::string bytes = PlainPayment().SerializeAsString();
  for (size_t size = 0; size < bytes.size(); ++size) {
    const std::string_view part = std::string_view(bytes).substr(0, size);
    // What is cut between two fields of the event is one without the last.
    EXPECT_TRUE(!GlanceAtPayment(part) || DecodeEvent(part)) << size;
  }
  EXPECT_FALSE(GlanceAtPayment(bytes + bytes)) << "fields told twice are merged by the parser";
  EXPECT_FALSE(GlanceAtPayment(bytes + "\x2a\x01x")) << "a field nobody knows";
  EXPECT_FALSE(GlanceAtPayment(std::string(300, '\xff')));
}

}  // namespace
}  // namespace outturn::wire
