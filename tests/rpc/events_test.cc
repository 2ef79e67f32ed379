// Reading events: page by page, by every filter, bounded in number and in bytes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/core/kind_names.h"
#include "tests/rpc/support.h"

namespace outturn::rpc {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;
using testing::IsEmpty;

using Positions = std::vector<uint64_t>;

core::Command On(core::Command command, unsigned month, unsigned day) {
  command.header.effective_on = *core::Day::Of(command.header.ledger.year, month, day);
  return command;
}

class EventsTest : public testing::Test {
 protected:
  // 1 policy · 2 ledger 101001 · 3 line X01 · 4 its budget · 5 ledger 101002 · 6 line Y01 there ·
  // 7 its budget · 8 X01 pays 30201 in March · 9 Y01 in March · 10 X01 in July · 11 a refund of 8 ·
  // 12 part of 10 moved to class 30202 · 13 from X01 to Y01 by virement
  EventsTest() {
    app::World& world = served.world;
    world.Record(Beginnings(100'000));
    core::Command line = OpenLine("line2", "Y01");
    core::Command budget = Appropriate("budget2", "Y01", 100'000);
    core::Command pay = Pay("p2", "Y01", 1'000);
    for (core::Command* command : {&line, &budget, &pay}) command->header.ledger.unit = "101002";
    world.Record({OpenLedger("l2", "101002"), line, budget});
    core::Correction correction;
    correction.payment = {"", "p3"};
    correction.amount = core::Fen(500);
    correction.to_line = "X01";
    correction.to_economic_class = "30202";
    correction.reason = "误列";
    core::Command correct = On(Pay("c1", "X01", 1), 7, 20);
    correct.body = correction;
    core::Virement virement;
    virement.cause = core::Cause::kOwnDecision;
    virement.legs = {{"", "X01", "30201", core::Direction::kOut, core::Fen(10)},
                     {"101002", "Y01", "30202", core::Direction::kIn, core::Fen(10)}};
    core::Command vire = On(Pay("v1", "X01", 1), 8, 1);
    vire.body = virement;
    pay.header.ref.source = "other";
    world.clock.Set(app::ManualClock::kStart + 1'000'000);
    world.Record({Pay("p1", "X01", 1'000), pay, On(Pay("p3", "X01", 1'000), 7, 1),
                  On(Refund("r1", "p1", 100), 7, 15), correct, vire});
  }

  v1::ListEventsReply List(const v1::ListEventsRequest& asked) {
    v1::ListEventsReply reply;
    const grpc::Status status = served.events->ListEvents(Context().get(), asked, &reply);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return reply;
  }

  // Every page there is.
  Positions All(v1::ListEventsRequest asked) {
    Positions positions;
    for (int pages = 0; pages < 100; ++pages) {
      const v1::ListEventsReply reply = List(asked);
      for (const v1::Event& event : reply.events()) positions.push_back(event.position());
      if (reply.next_page_token().empty()) return positions;
      asked.set_page_token(reply.next_page_token());
    }
    ADD_FAILURE() << "pages without end";
    return positions;
  }

  Served served;
  v1::ListEventsRequest request;
};

TEST_F(EventsTest, AreAllThereInOrderWhenNothingIsAskedFor) {
  EXPECT_THAT(All(request), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13));
}

TEST_F(EventsTest, AreTheSameOnPagesOfAnySize) {
  const Positions all = All(request);
  for (const uint32_t size : {1, 2, 5, 12, 13, 14, 1'000}) {
    request.set_page_size(size);
    EXPECT_EQ(All(request), all) << size;
  }
}

TEST_F(EventsTest, OfALedgerAreThoseThatTouchIt) {
  request.mutable_ledger()->set_unit("101002");
  request.mutable_ledger()->set_year(2024);
  EXPECT_THAT(All(request), ElementsAre(5, 6, 7, 9, 13));
  request.set_page_size(2);
  EXPECT_THAT(All(request), ElementsAre(5, 6, 7, 9, 13));
  request.mutable_ledger()->set_year(2023);
  v1::ListEventsReply reply;
  EXPECT_EQ(served.events->ListEvents(Context().get(), request, &reply).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(EventsTest, OfKindsAreOfAnyOfThem) {
  request.add_kinds("payment");
  EXPECT_THAT(All(request), ElementsAre(8, 9, 10));
  request.add_kinds("virement");
  EXPECT_THAT(All(request), ElementsAre(8, 9, 10, 13));
  request.add_kinds("paiment");
  v1::ListEventsReply reply;
  const auto status = served.events->ListEvents(Context().get(), request, &reply);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(DetailsOf(status).fields(), ElementsAre("kinds"));
}

TEST_F(EventsTest, MayBeFilteredByEveryKindThereIs) {
  size_t found = 0;
  for (const std::string_view kind : core::KindNames()) {
    request.clear_kinds();
    request.add_kinds(std::string(kind));
    found += All(request).size();
  }
  EXPECT_EQ(found, 13u) << "each event is of one kind";
}

TEST_F(EventsTest, OfALineAreThoseThatTouchIt) {
  request.set_line("Y01");
  EXPECT_THAT(All(request), ElementsAre(6, 7, 9, 13));
  request.set_line("Y0");
  EXPECT_THAT(All(request), IsEmpty());
}

TEST_F(EventsTest, OfAClassAreThoseWhoseClassBeginsWithIt) {
  request.set_economic_class("30202");
  EXPECT_THAT(All(request), ElementsAre(12, 13));
  request.set_economic_class("302");
  EXPECT_THAT(All(request), ElementsAre(4, 7, 8, 9, 10, 11, 12, 13));
}

TEST_F(EventsTest, OfWhatNoEventCanBeAreRefusedByField) {
  const auto field_of = [&](const v1::ListEventsRequest& asked) {
    v1::ListEventsReply reply;
    const auto status = served.events->ListEvents(Context().get(), asked, &reply);
    EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
    const auto fields = DetailsOf(status).fields();
    return fields.size() == 1 ? fields.front() : "";
  };
  v1::ListEventsRequest asked;
  asked.set_economic_class("3x");
  EXPECT_EQ(field_of(asked), "economic_class");
  asked = {};
  asked.set_effective_from(20240702);
  asked.set_effective_to(20240701);
  EXPECT_EQ(field_of(asked), "effective_to");
  asked = {};
  asked.set_recorded_from_us(2);
  asked.set_recorded_to_us(1);
  EXPECT_EQ(field_of(asked), "recorded_to_us");
  asked.set_recorded_to_us(2);
  EXPECT_THAT(All(asked), IsEmpty()) << "an instant alone is a range";
}

TEST_F(EventsTest, OfALineAndAClassTouchBothAtOnce) {
  request.set_line("X01");
  request.set_economic_class("30202");
  EXPECT_THAT(All(request), ElementsAre(12)) << "the virement puts 30202 on the other line";
}

TEST_F(EventsTest, OfALedgersLineLeaveOutWhatAVirementDoesToAnotherLedger) {
  request.mutable_ledger()->set_unit("101001");
  request.mutable_ledger()->set_year(2024);
  request.set_line("X01");
  EXPECT_THAT(All(request), ElementsAre(3, 4, 8, 10, 11, 12, 13));
  request.set_line("Y01");
  EXPECT_THAT(All(request), IsEmpty()) << "the virement's other leg is on the other ledger's line";
  request.clear_line();
  request.set_economic_class("30202");
  EXPECT_THAT(All(request), ElementsAre(12));
  request.mutable_ledger()->set_unit("101002");
  EXPECT_THAT(All(request), ElementsAre(13));
}

core::Command As(core::Body body, const std::string& id, int year = 2024) {
  core::Command command = Pay(id, "X01", 1);
  command.header.ledger.year = year;
  command.header.effective_on = *core::Day::Of(year, 7, 1);
  command.body = std::move(body);
  return command;
}

TEST_F(EventsTest, OfALineAreTheReleasesOfItsCommitmentsToo) {
  core::Commitment commitment;
  commitment.line = "X01";
  commitment.economic_class = "30202";
  commitment.amount = core::Fen(300);
  commitment.counterparty = "某某公司";
  commitment.contract_number = "HT-1";
  served.world.Record({As(commitment, "k1"),
                       As(core::CommitmentRelease{{"", "k1"}, core::Fen(100)}, "k2")});  // 14, 15
  request.set_effective_from(20240701);
  request.set_line("X01");
  EXPECT_THAT(All(request), ElementsAre(10, 11, 12, 13, 14, 15));
  request.set_economic_class("302");
  EXPECT_THAT(All(request), ElementsAre(10, 11, 12, 13, 14, 15));
  request.set_economic_class("30202");
  EXPECT_THAT(All(request), ElementsAre(12, 14, 15));
  request.set_line("Y01");
  EXPECT_THAT(All(request), ElementsAre(13));
}

TEST_F(EventsTest, OfALineAreTheRefundsOfWhatItPaidInAnEarlierYearToo) {
  core::Command line = OpenLine("line23", "Z01");
  core::Command budget = Appropriate("budget23", "Z01", 100'000);
  for (core::Command* command : {&line, &budget}) {
    command->header.ledger.year = 2023;
    command->header.effective_on = *core::Day::Of(2023, 1, 1);
  }
  core::Payment payment = std::get<core::Payment>(Pay("p23", "Z01", 1'000).body);
  core::PriorYearRefund refund;
  refund.payment = {"", "p23"};
  refund.amount = core::Fen(300);
  refund.reason = "退回";
  core::Command mistaken = As(std::get<core::Reversal>(Refund("", "f23", 100).body), "m23");
  served.world.Record({OpenLedger("l23", "101001", 2023), line, budget, As(payment, "p23", 2023),
                       As(core::LedgerClosed{}, "c23", 2023), As(refund, "f23"), mistaken});
  request.set_line("Z01");
  EXPECT_THAT(All(request), ElementsAre(15, 16, 17, 19, 20));
  request.set_economic_class("30201");
  EXPECT_THAT(All(request), ElementsAre(16, 17, 19, 20));
  request.mutable_ledger()->set_unit("101001");
  request.mutable_ledger()->set_year(2024);
  EXPECT_THAT(All(request), ElementsAre(19, 20));
  request.set_line("X01");
  request.set_effective_from(20240701);
  EXPECT_THAT(All(request), ElementsAre(10, 11, 12, 13));
}

TEST_F(EventsTest, AreFoundByTheirName) {
  request.mutable_ref()->set_external_id("p2");
  EXPECT_THAT(All(request), ElementsAre(9));
  request.mutable_ref()->set_source("test");
  EXPECT_THAT(All(request), IsEmpty());
  request.mutable_ref()->set_source("other");
  EXPECT_THAT(All(request), ElementsAre(9));
  request.mutable_ref()->clear_external_id();
  EXPECT_THAT(All(request), ElementsAre(9));
}

TEST_F(EventsTest, OfDaysLieWithinThemBothIncluded) {
  request.set_effective_from(20240701);
  EXPECT_THAT(All(request), ElementsAre(10, 11, 12, 13));
  request.set_effective_to(20240715);
  EXPECT_THAT(All(request), ElementsAre(10, 11));
  request.clear_effective_from();
  request.set_effective_to(20240101);
  EXPECT_THAT(All(request), ElementsAre(1, 2, 3, 4, 5, 6, 7));
}

TEST_F(EventsTest, OfInstantsLieWithinThemBothIncluded) {
  const int64_t start = app::ManualClock::kStart;
  request.set_recorded_from_us(start + 1'000'000);
  EXPECT_THAT(All(request), ElementsAre(8, 9, 10, 11, 12, 13));
  request.set_recorded_to_us(start + 1'000'001);
  EXPECT_THAT(All(request), ElementsAre(8, 9));
  request.clear_recorded_from_us();
  request.set_recorded_to_us(start);
  EXPECT_THAT(All(request), ElementsAre(1));
}

TEST_F(EventsTest, MatchAllThatIsAskedAtOnce) {
  request.mutable_ledger()->set_unit("101001");
  request.mutable_ledger()->set_year(2024);
  request.add_kinds("payment");
  request.add_kinds("reversal");
  request.set_line("X01");
  request.set_effective_from(20240401);
  request.set_page_size(1);
  EXPECT_THAT(All(request), ElementsAre(10, 11));
}

TEST_F(EventsTest, RefuseMalformedQuestionsFieldByField) {
  const auto malformed = [&](const v1::ListEventsRequest& asked) {
    v1::ListEventsReply reply;
    const auto status = served.events->ListEvents(Context().get(), asked, &reply);
    EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT) << status.error_message();
    return DetailsOf(status).fields();
  };
  for (const char* token : {"0", "-1", "1x", "x", "99999999999999999999999"}) {
    request.set_page_token(token);
    EXPECT_THAT(malformed(request), ElementsAre("page_token")) << token;
  }
  request.clear_page_token();
  request.set_page_size(1'001);
  EXPECT_THAT(malformed(request), ElementsAre("page_size"));
  request.clear_page_size();
  request.set_effective_from(20240230);
  EXPECT_THAT(malformed(request), ElementsAre("effective_from"));
  request.clear_effective_from();
  request.set_effective_to(-5);
  EXPECT_THAT(malformed(request), ElementsAre("effective_to"));
  request.clear_effective_to();
  request.mutable_ledger()->set_year(2024);
  EXPECT_THAT(malformed(request), ElementsAre("ledger.unit")) << "not the whole book instead";
}

TEST_F(EventsTest, AreEmptyBehindTheTail) {
  request.set_page_token("14");
  EXPECT_THAT(All(request), IsEmpty());
}

TEST_F(EventsTest, GoOnWithWhatIsRecordedMeanwhile) {
  request.set_page_size(13);
  EXPECT_EQ(List(request).next_page_token(), "") << "that was all";
  request.set_page_size(12);
  const std::string token = List(request).next_page_token();
  served.world.Record({Pay("p9", "X01", 1)});
  request.set_page_token(token);
  EXPECT_THAT(All(request), ElementsAre(13, 14));
}

// What clients take by default is 4 MiB.
TEST_F(EventsTest, ComeOnPagesThatClientsTake) {
  core::Declaration large;
  large.form = "annex1";
  large.filed_on = *core::Day::Of(2024, 3, 1);
  large.cells.assign(50, {"", "label", std::string(16'384, 'x')});  // 0.8 MB
  for (int i = 0; i < 8; ++i) {
    core::Command command = Pay("d" + std::to_string(i), "X01", 1);
    command.body = large;
    served.world.Record({command});
  }
  request.add_kinds("declaration");
  EXPECT_THAT(All(request), ElementsAre(14, 15, 16, 17, 18, 19, 20, 21));
}

TEST_F(EventsTest, AreGivenOneByOneAsTheyAreStored) {
  v1::GetEventRequest one;
  one.set_position(8);
  v1::Event event;
  ASSERT_TRUE(served.events->GetEvent(Context().get(), one, &event).ok());
  EXPECT_EQ(event.position(), 8u);
  EXPECT_EQ(event.command().header().external_id(), "p1");
  for (const uint64_t position : {uint64_t{0}, uint64_t{14}, UINT64_MAX}) {
    one.set_position(position);
    const auto status = served.events->GetEvent(Context().get(), one, &event);
    EXPECT_EQ(status.error_code(), StatusCode::NOT_FOUND) << position;
    EXPECT_EQ(DetailsOf(status).reason(), "EVENT_NOT_FOUND") << position;
  }
}

}  // namespace
}  // namespace outturn::rpc
