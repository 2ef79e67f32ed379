// Why a question has no answer: each reason with the variables of its message, and the field that
// is wrong where the question itself is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "outturn/v1/audit.grpc.pb.h"
#include "outturn/v1/documents.grpc.pb.h"
#include "outturn/v1/inspection.grpc.pb.h"
#include "outturn/v1/monitoring.grpc.pb.h"
#include "outturn/v1/proof.grpc.pb.h"
#include "tests/rpc/support.h"

namespace outturn::rpc {
namespace {

using testing::HasSubstr;
using Variables = std::map<std::string, std::string>;

struct Wrong {
  std::string reason;
  Variables variables;
  std::string field = "";  // none: nothing is malformed
};

void ExpectTrouble(const grpc::Status& status, const Wrong& wrong) {
  SCOPED_TRACE(wrong.reason + " " + wrong.field);
  const Details details = DetailsOf(status);
  EXPECT_EQ(details.reason(), wrong.reason);
  ASSERT_EQ(details.infos.size(), 1u);
  const auto& metadata = details.infos.front().metadata();
  EXPECT_EQ(Variables(metadata.begin(), metadata.end()), wrong.variables);
  for (const auto& [name, value] : wrong.variables) {
    if (name == "figure") continue;  // the message tells the part of it that is unknown
    EXPECT_THAT(status.error_message(), HasSubstr(value)) << name;
  }
  const bool malformed = status.error_code() == grpc::StatusCode::INVALID_ARGUMENT;
  EXPECT_EQ(malformed, !wrong.field.empty());
  EXPECT_EQ(details.fields(),
            malformed ? std::vector<std::string>{wrong.field} : std::vector<std::string>{});
}

// The book ends at 4.
class TroubleTest : public testing::Test {
 protected:
  TroubleTest() { served.world.Record(Beginnings(100'000)); }

  template <typename Service, typename Request, typename Reply, typename Change>
  grpc::Status Ask(grpc::Status (Service::Stub::*call)(grpc::ClientContext*, const Request&,
                                                       Reply*),
                   Change change) {
    Request request;
    change(request);
    Reply reply;
    const auto stub = Service::NewStub(served.channel);
    return ((*stub).*call)(Context().get(), request, &reply);
  }
  // Of one that is about ledger 101001/2024.
  template <typename Service, typename Request, typename Reply, typename Change>
  grpc::Status AskLedger(grpc::Status (Service::Stub::*call)(grpc::ClientContext*, const Request&,
                                                             Reply*),
                         Change change) {
    return Ask<Service>(call, [&](Request& request) {
      request.mutable_ledger()->set_unit("101001");
      request.mutable_ledger()->set_year(2024);
      change(request);
    });
  }
  template <typename Change>
  grpc::Status Figures(const std::string& name, Change change) {
    return AskLedger<v1::Reports>(&v1::Reports::Stub::GetFigures, [&](auto& request) {
      request.add_names(name);
      change(request);
    });
  }
  template <typename Change>
  grpc::Status Diff(Change change) {
    return AskLedger<v1::Audit>(&v1::Audit::Stub::Diff, [&](auto& request) {
      request.add_names("paid");
      change(request);
    });
  }
  template <typename Change>
  grpc::Status Watch(Change change) {
    v1::WatchRequest request;
    request.mutable_ledger()->set_unit("101001");
    request.mutable_ledger()->set_year(2024);
    change(request);
    const auto stub = v1::Monitoring::NewStub(served.channel);
    const auto context = Context();
    const auto reader = stub->Watch(context.get(), request);
    v1::WatchUpdate unread;
    while (reader->Read(&unread)) continue;
    return reader->Finish();
  }

  Served served{With::kProofs};
};

TEST_F(TroubleTest, OfALedgerThatIsNotThereNamesIt) {
  const Wrong wrong{"LEDGER_NOT_FOUND", {{"ledger", "999/2024"}}};
  const auto of = [](auto& request) {
    request.mutable_ledger()->set_unit("999");
    request.mutable_ledger()->set_year(2024);
  };
  ExpectTrouble(Figures("paid", of), wrong);
  ExpectTrouble(Diff(of), wrong);
  ExpectTrouble(Watch(of), wrong);
  ExpectTrouble(Ask<v1::Inspection>(&v1::Inspection::Stub::CompareLedger, of), wrong);
}

TEST_F(TroubleTest, OfADayOutsideTheYearNamesBoth) {
  Wrong wrong{"DAY_OUTSIDE_YEAR", {{"as_of", "2025-01-01"}, {"year", "2024"}}, "as_of"};
  const auto at = [](auto& request) { request.set_as_of(20250101); };
  ExpectTrouble(Figures("paid", at), wrong);
  ExpectTrouble(Diff(at), wrong);
  ExpectTrouble(Watch(at), wrong);
  ExpectTrouble(Ask<v1::Monitoring>(&v1::Monitoring::Stub::GetRollup,
                                    [](auto& request) {
                                      request.set_year(2024);
                                      request.set_as_of(20250101);
                                    }),
                wrong);
  wrong.field = "to_as_of";
  ExpectTrouble(Diff([](auto& request) { request.set_to_as_of(20250101); }), wrong);
}

TEST_F(TroubleTest, OfAPositionBehindTheTailNamesBoth) {
  Wrong wrong{"POSITION_BEYOND_TAIL", {{"position", "99"}, {"last", "4"}}, "known.position"};
  const auto at = [](auto& request) { request.mutable_known()->set_position(99); };
  ExpectTrouble(Figures("paid", at), wrong);
  ExpectTrouble(Diff(at), wrong);
  ExpectTrouble(Ask<v1::Audit>(&v1::Audit::Stub::FindPosition, at), wrong);
  wrong.field = "to_known.position";
  ExpectTrouble(Diff([](auto& request) { request.mutable_to_known()->set_position(99); }), wrong);
  wrong.field = "from";
  ExpectTrouble(Watch([](auto& request) { request.set_from(99); }), wrong);
  const auto include = [&](auto change) {
    return Ask<v1::Proofs>(&v1::Proofs::Stub::ProveInclusion, change);
  };
  wrong.field = "position";
  ExpectTrouble(include([](auto& request) { request.set_position(99); }), wrong);
  wrong.field = "size";
  ExpectTrouble(include([](auto& request) {
                  request.set_position(1);
                  request.set_size(99);
                }),
                wrong);
  ExpectTrouble(
      include([](auto& request) {
        request.set_position(3);
        request.set_size(2);
      }),
      {"POSITION_BEYOND_TAIL", {{"position", "3"}, {"size", "2"}, {"last", "4"}}, "size"});
}

TEST_F(TroubleTest, OfInstantsSaysWhichOneIsNone) {
  const auto soon = [](v1::KnownAt* known) {
    known->set_instant_us(app::ManualClock::kStart + 1'000'000'000);
  };
  const auto expect = [](const grpc::Status& status, const std::string& reason,
                         const std::string& field, const std::string& instant,
                         const std::string& other) {
    const Details details = DetailsOf(status);
    EXPECT_EQ(details.reason(), reason);
    EXPECT_THAT(details.fields(), testing::ElementsAre(field));
    EXPECT_EQ(details.variable("instant"), instant);
    EXPECT_THAT(details.variable(other), testing::StartsWith("2024-07-15 12:0"));
    EXPECT_THAT(status.error_message(), HasSubstr(instant));
    EXPECT_THAT(status.error_message(), HasSubstr(details.variable(other)));
  };
  expect(Figures("paid", [&](auto& request) { soon(request.mutable_known()); }), "AHEAD_OF_NOW",
         "known.instant_us", "2024-07-15 12:16:40", "now");
  expect(Diff([&](auto& request) { soon(request.mutable_to_known()); }), "AHEAD_OF_NOW",
         "to_known.instant_us", "2024-07-15 12:16:40", "now");
  expect(Figures("paid", [](auto& request) { request.mutable_known()->set_instant_us(1); }),
         "BEFORE_THE_BOOK", "known.instant_us", "1970-01-01 08:00:00", "first");
}

TEST_F(TroubleTest, OfAFigureThatIsNoneNamesItAndWhatIsNear) {
  const auto nothing = [](auto&) {};
  const Details parsed = DetailsOf(Figures("payd", nothing));
  EXPECT_EQ(parsed.variable("figure"), "payd");
  EXPECT_THAT(parsed.variable("near"), HasSubstr("paid"));
  const Wrong unknown{"FIGURE_NOT_FOUND", {{"figure", "paid(line=X02)"}, {"near", "X01"}}};
  ExpectTrouble(Figures("paid(line=X02)", nothing), unknown);
  ExpectTrouble(Watch([](auto& request) { request.add_figures("paid(line=X02)"); }), unknown);
  ExpectTrouble(Diff([](auto& request) { request.add_names("paid(line=X02)"); }), unknown);
  ExpectTrouble(AskLedger<v1::Audit>(&v1::Audit::Stub::Explain,
                                     [](auto& request) { request.set_figure("paid(line=X02)"); }),
                unknown);
  EXPECT_EQ(DetailsOf(Watch([](auto& request) { request.add_figures("payd"); })).variable("figure"),
            "payd");
}

TEST_F(TroubleTest, OfFormsNamesTheForm) {
  const auto report = [&](auto change) {
    return AskLedger<v1::Reports>(&v1::Reports::Stub::GetReport, change);
  };
  ExpectTrouble(report([](auto& request) { request.set_form("none"); }),
                {"FORM_NOT_FOUND", {{"form", "none"}, {"known", "reconciliation"}}});
  const Variables form = {{"form", "reconciliation"}};
  ExpectTrouble(report([](auto& request) {
                  request.set_form("reconciliation");
                  request.set_public_version(true);
                }),
                {"FORM_NOT_PUBLIC", form, "form"});
  ExpectTrouble(
      AskLedger<v1::Documents>(&v1::Documents::Stub::FindLeaks,
                               [](auto& request) { request.add_forms("reconciliation"); }),
      {"FORM_NOT_PUBLIC", form, "forms"});
  ExpectTrouble(AskLedger<v1::Audit>(&v1::Audit::Stub::Reconcile,
                                     [](auto& request) { request.set_form("none"); }),
                {"FORM_NOT_FOUND", {{"form", "none"}, {"known", ""}}});
}

TEST_F(TroubleTest, OfATemplateNamesTheFirstLineAndHowManyAreWrong) {
  const auto status = AskLedger<v1::Documents>(
      &v1::Documents::Stub::FillTemplate,
      [](auto& request) { request.set_template_("well\n{payd}\n{payd}\n"); });
  const Details details = DetailsOf(status);
  EXPECT_EQ(details.reason(), "TEMPLATE_WRONG");
  EXPECT_EQ(details.variable("line"), "2");
  EXPECT_EQ(details.variable("problems"), "2");
  EXPECT_THAT(details.fields(), testing::ElementsAre("template"));
}

TEST_F(TroubleTest, OfUnitsNamesYearUnitAndDay) {
  const auto rollup = [&](int year, const std::string& unit) {
    return Ask<v1::Monitoring>(&v1::Monitoring::Stub::GetRollup, [&](auto& request) {
      request.set_year(year);
      request.set_unit(unit);
    });
  };
  ExpectTrouble(rollup(7, ""), {"UNIT_NOT_FOUND", {{"year", "7"}}});
  ExpectTrouble(rollup(2024, "999"),
                {"UNIT_NOT_FOUND", {{"unit", "999"}, {"as_of", "2024-07-15"}}});
}

TEST_F(TroubleTest, OfEventsNamesTheEvent) {
  ExpectTrouble(
      Ask<v1::Events>(&v1::Events::Stub::GetEvent, [](auto& request) { request.set_position(99); }),
      {"EVENT_NOT_FOUND", {{"position", "99"}}});
  ExpectTrouble(Ask<v1::Proofs>(&v1::Proofs::Stub::ProveInclusion,
                                [](auto& request) {
                                  request.mutable_ref()->set_source("test");
                                  request.mutable_ref()->set_external_id("none");
                                }),
                {"EVENT_NOT_FOUND", {{"event", "test/none"}}});
}

TEST_F(TroubleTest, OfCheckpointsNamesWhatWasAskedFor) {
  const auto checkpoint = [&](auto change) {
    return Ask<v1::Proofs>(&v1::Proofs::Stub::GetCheckpoint, change);
  };
  ExpectTrouble(checkpoint([](auto& request) { request.set_size(77); }),
                {"CHECKPOINT_NOT_FOUND", {{"size", "77"}}});
  ExpectTrouble(checkpoint([](auto& request) { request.set_signatures(5); }),
                {"CHECKPOINT_NOT_FOUND", {{"signatures", "5"}}});
  ExpectTrouble(checkpoint([](auto& request) { request.set_name("none"); }),
                {"CHECKPOINT_NOT_FOUND", {{"checkpoint", "none"}}});
  const auto unreadable = checkpoint([](auto& request) { request.set_name("no\nnote"); });
  EXPECT_EQ(DetailsOf(unreadable).reason(), "CHECKPOINT_UNREADABLE");
  EXPECT_NE(DetailsOf(unreadable).variable("detail"), "");
  EXPECT_THAT(DetailsOf(unreadable).fields(), testing::ElementsAre("name"));
  const auto known =
      Figures("paid", [](auto& request) { request.mutable_known()->set_checkpoint("no\nnote"); });
  EXPECT_THAT(DetailsOf(known).fields(), testing::ElementsAre("known.checkpoint"));
  const auto consistency = [&](uint64_t from, uint64_t to) {
    return Ask<v1::Proofs>(&v1::Proofs::Stub::ProveConsistency, [&](auto& request) {
      request.set_from(from);
      request.set_to(to);
    });
  };
  ExpectTrouble(consistency(3, 2), {"CHECKPOINTS_REVERSED", {{"from", "3"}, {"to", "2"}}, "from"});
  const Variables beyond = {{"position", "99"}, {"last", "4"}};
  ExpectTrouble(consistency(1, 99), {"POSITION_BEYOND_TAIL", beyond, "to"});
  ExpectTrouble(consistency(99, 1), {"POSITION_BEYOND_TAIL", beyond, "from"});
}

TEST_F(TroubleTest, OfACheckpointsNameAndItsWitnessesSaysTheField) {
  const auto name = [&](const std::string& called, uint64_t size) {
    return Ask<v1::Proofs>(&v1::Proofs::Stub::NameCheckpoint, [&](auto& request) {
      request.set_name(called);
      request.set_size(size);
    });
  };
  EXPECT_TRUE(name("filing", 0).ok());
  EXPECT_THAT(DetailsOf(name("1st", 0)).fields(), testing::ElementsAre("name"));
  served.world.Record({Pay("p1", "X01", 1)});
  EXPECT_TRUE(name("later", 0).ok());
  ExpectTrouble(name("filing", 5),
                {"CHECKPOINT_NAME_TAKEN", {{"name", "filing"}, {"size", "4"}}, "name"});
  ExpectTrouble(Ask<v1::Proofs>(&v1::Proofs::Stub::AddCosignature,
                                [](auto& request) {
                                  request.set_size(4);
                                  request.set_line("no signature");
                                }),
                {"COSIGNATURE_WRONG", {}, "line"});
}

}  // namespace
}  // namespace outturn::rpc
