// As known when: every question takes a position, an instant or a checkpoint, means the same by
// it, and says what it rests on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "outturn/v1/audit.grpc.pb.h"
#include "outturn/v1/checks.grpc.pb.h"
#include "outturn/v1/documents.grpc.pb.h"
#include "outturn/v1/monitoring.grpc.pb.h"
#include "outturn/v1/proof.grpc.pb.h"
#include "services/app/proofs/proofs.h"
#include "store/tree/signed_note.h"
#include "tests/rpc/support.h"
#include "tests/store/temp_folder.h"

namespace outturn::rpc {
namespace {

using app::ManualClock;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr int64_t kSecond = 1'000'000;

// A book of 7 events: 4 at the start, one a minute later, two a minute after that. Of the first 5
// there is a checkpoint called june.
class KnownAtTest : public testing::Test {
 protected:
  KnownAtTest() {
    world.Record(Beginnings(100'000));
    world.clock.Set(ManualClock::kStart + 60 * kSecond);
    world.Record({Pay("p1", "X01", 100)});
    proofs = app::Proofs::Open({*world.book, app::ProofFiles(folder.Sub("")), {}, {}}).value();
    june = proofs->NameCheckpoint("june", 0)->note.ToString();
    world.clock.Set(ManualClock::kStart + 120 * kSecond);
    world.Record({Pay("p2", "X01", 200), Pay("p3", "X01", 300)});
    packs.code_tables = app::Tables();
    reports.emplace(*world.book, packs);
    server = Server::Start("127.0.0.1:0", *world.book, *reports, proofs.get(), nullptr);
    if (server == nullptr) throw std::runtime_error("cannot listen on a free port");
    channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(server->port()),
                                  grpc::InsecureChannelCredentials());
  }

  template <typename Request>
  static Request About(const v1::KnownAt& known) {
    Request request;
    request.mutable_ledger()->set_unit("101001");
    request.mutable_ledger()->set_year(2024);
    *request.mutable_known() = known;
    return request;
  }
  // "5 <root>", or the reason of the error.
  std::string Told(const grpc::Status& status, const v1::Provenance& from) const {
    if (!status.ok()) return DetailsOf(status).reason();
    const store::Hash root = *world.book->RootAt(from.position());
    const bool right = from.root() == std::string(root.begin(), root.end());
    return std::to_string(from.position()) + (right ? "" : " of another root");
  }
  template <typename Service, typename Request, typename Reply>
  std::string Ask(grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&,
                                                        Reply*),
                  const Request& request) const {
    const auto stub = Service::NewStub(channel);
    Reply reply;
    const grpc::Status status = ((*stub).*method)(Context().get(), request, &reply);
    return Told(status, reply.provenance());
  }

  // Every call that takes a KnownAt and says what its answer rests on.
  std::map<std::string, std::string> AskAll(const v1::KnownAt& known) const {
    std::map<std::string, std::string> told;
    told["GetBalances"] =
        Ask<v1::Ledgers>(&v1::Ledgers::Stub::GetBalances, About<v1::GetBalancesRequest>(known));
    v1::GetPaymentRequest payment;
    payment.mutable_payment()->set_source("test");
    payment.mutable_payment()->set_external_id("p1");
    *payment.mutable_known() = known;
    told["GetPayment"] = Ask<v1::Payments>(&v1::Payments::Stub::GetPayment, payment);
    v1::ListLedgersRequest ledgers;
    *ledgers.mutable_known() = known;
    told["ListLedgers"] = Ask<v1::Ledgers>(&v1::Ledgers::Stub::ListLedgers, ledgers);
    told["ListEvents"] =
        Ask<v1::Events>(&v1::Events::Stub::ListEvents, About<v1::ListEventsRequest>(known));
    told["ListIndicators"] = Ask<v1::Performance>(&v1::Performance::Stub::ListIndicators,
                                                  About<v1::ListIndicatorsRequest>(known));
    auto figures = About<v1::GetFiguresRequest>(known);
    figures.add_names("paid");
    told["GetFigures"] = Ask<v1::Reports>(&v1::Reports::Stub::GetFigures, figures);
    auto report = About<v1::GetReportRequest>(known);
    report.set_form("reconciliation");
    told["GetReport"] = Ask<v1::Reports>(&v1::Reports::Stub::GetReport, report);
    auto explain = About<v1::ExplainRequest>(known);
    explain.set_figure("paid");
    told["Explain"] = Ask<v1::Audit>(&v1::Audit::Stub::Explain, explain);
    told["Reconcile"] =
        Ask<v1::Audit>(&v1::Audit::Stub::Reconcile, About<v1::ReconcileRequest>(known));
    told["CheckLedger"] =
        Ask<v1::Checks>(&v1::Checks::Stub::CheckLedger, About<v1::CheckLedgerRequest>(known));
    auto stated = About<v1::CheckStatedRequest>(known);
    stated.add_stated()->set_figure("paid");
    told["CheckStated"] = Ask<v1::Checks>(&v1::Checks::Stub::CheckStated, stated);
    told["ListWarnings"] = Ask<v1::Monitoring>(&v1::Monitoring::Stub::ListWarnings,
                                               About<v1::ListWarningsRequest>(known));
    v1::GetRollupRequest rollup;
    rollup.set_year(2024);
    *rollup.mutable_known() = known;
    told["GetRollup"] = Ask<v1::Monitoring>(&v1::Monitoring::Stub::GetRollup, rollup);
    auto fill = About<v1::FillTemplateRequest>(known);
    fill.set_template_("paid {{paid}}");
    told["FillTemplate"] = Ask<v1::Documents>(&v1::Documents::Stub::FillTemplate, fill);
    told["FindLeaks"] =
        Ask<v1::Documents>(&v1::Documents::Stub::FindLeaks, About<v1::FindLeaksRequest>(known));
    const auto audit = v1::Audit::NewStub(channel);
    auto diff = About<v1::DiffRequest>(known);
    diff.add_names("paid");
    *diff.mutable_to_known() = known;
    v1::DiffReply difference;
    const grpc::Status compared = audit->Diff(Context().get(), diff, &difference);
    told["Diff from"] = Told(compared, difference.from());
    told["Diff to"] = Told(compared, difference.to());
    v1::FindPositionRequest find;
    *find.mutable_known() = known;
    v1::FindPositionReply found;
    const grpc::Status position = audit->FindPosition(Context().get(), find, &found);
    told["FindPosition"] =
        position.ok() ? std::to_string(found.position()) : DetailsOf(position).reason();
    return told;
  }
  // Which calls say something else than `expected`.
  void ExpectAll(const v1::KnownAt& known, const std::string& expected) const {
    for (const auto& [call, told] : AskAll(known)) EXPECT_EQ(told, expected) << call;
  }
  static v1::KnownAt AtPosition(uint64_t position) {
    v1::KnownAt known;
    known.set_position(position);
    return known;
  }
  static v1::KnownAt AtSecond(int64_t seconds) {
    v1::KnownAt known;
    known.set_instant_us(ManualClock::kStart + seconds * kSecond);
    return known;
  }
  static v1::KnownAt AtCheckpoint(const std::string& said) {
    v1::KnownAt known;
    known.set_checkpoint(said);
    return known;
  }

  store::TempFolder folder;
  app::World world;
  app::Packs packs;
  std::optional<app::Reports> reports;
  std::unique_ptr<app::Proofs> proofs;
  std::unique_ptr<Server> server;
  std::shared_ptr<grpc::Channel> channel;
  std::string june;
};

TEST_F(KnownAtTest, MeansTheSamePositionInEveryCall) {
  ExpectAll(AtPosition(5), "5");
  ExpectAll(AtPosition(6), "6");
}

TEST_F(KnownAtTest, MeansTheLastEventRecordedByAnInstant) {
  ExpectAll(AtSecond(119), "5");
  ExpectAll(AtSecond(120 - 1000), "BEFORE_THE_BOOK");
  ExpectAll(AtSecond(1'000'000), "AHEAD_OF_NOW");
}

// A page asked for after midnight, or after more was recorded, goes on where the one before it
// ended.
TEST_F(KnownAtTest, PagesOfAnExplanationAreOfOneCut) {
  const auto audit = v1::Audit::NewStub(channel);
  auto request = About<v1::ExplainRequest>({});
  request.set_figure("paid");
  request.set_page_size(1);
  v1::ExplainReply first;
  ASSERT_TRUE(audit->Explain(Context().get(), request, &first).ok());
  world.clock.Set(ManualClock::kStart + 86'400 * kSecond);
  world.Record({Pay("p4", "X01", 400)});
  request.set_page_token(first.next_page_token());
  v1::ExplainReply second;
  ASSERT_TRUE(audit->Explain(Context().get(), request, &second).ok());
  EXPECT_EQ(second.provenance().position(), first.provenance().position());
  EXPECT_EQ(second.provenance().as_of(), first.provenance().as_of());
  EXPECT_TRUE(second.adds_up());

  const auto refused = [&] {
    v1::ExplainReply reply;
    const auto status = audit->Explain(Context().get(), request, &reply);
    return status.ok() ? "" : status.error_message();
  };
  request.set_as_of(20240630);
  EXPECT_THAT(refused(), HasSubstr("page_token"));
  request.set_as_of(first.provenance().as_of());
  EXPECT_EQ(refused(), "");
  for (const char* token : {"7", "7.20240715", "7.20241315.1", "7.20240715.1x", "0.20240715.1",
                            "7.20240715.", "7.99999999999.1"}) {
    request.set_page_token(token);
    EXPECT_THAT(refused(), HasSubstr("page_token")) << token;
  }
}

TEST_F(KnownAtTest, MeansNowByTheEndOfToday) {
  ExpectAll(AtSecond(12 * 3'600 - 1), "AHEAD_OF_NOW");
  v1::KnownAt today;
  today.set_instant_us(ManualClock::kStart + 12 * 3'600 * kSecond - 1);  // from noon in China
  ExpectAll(today, std::to_string(world.position()));
}

TEST_F(KnownAtTest, MeansACheckpointByNameOrByTheNoteSomebodyKept) {
  ExpectAll(AtCheckpoint("june"), "5");
  ExpectAll(AtCheckpoint(june), "5");
  ExpectAll(AtCheckpoint("juni"), "CHECKPOINT_NOT_FOUND");
}

TEST_F(KnownAtTest, IsRefusedBeyondTheTailByEveryCall) {
  ExpectAll(AtPosition(8), "POSITION_BEYOND_TAIL");
}

TEST_F(KnownAtTest, IsRefusedOfAForkByEveryCall) {
  std::string forked = june;
  const auto stranger = store::SigningKey::Generate("outturn/431200", {}).value();
  const store::Checkpoint other{"outturn/431200", 5, store::LeafHash("another history")};
  ExpectAll(AtCheckpoint(store::Note::Sign(other.ToString(), stranger).ToString()),
            "CHECKPOINT_OF_ANOTHER_KEY");
  ExpectAll(AtCheckpoint(proofs->Sign(other.ToString()).ToString()), "CHECKPOINT_FORKED");
}

TEST_F(KnownAtTest, CountsBeforeTheOlderField) {
  auto figures = About<v1::GetFiguresRequest>(AtCheckpoint("june"));
  figures.add_names("paid");
  figures.set_known_at(7);
  EXPECT_EQ(Ask<v1::Reports>(&v1::Reports::Stub::GetFigures, figures), "5");
  figures.clear_known();
  EXPECT_EQ(Ask<v1::Reports>(&v1::Reports::Stub::GetFigures, figures), "7");
  figures.set_known_at(6);
  EXPECT_EQ(Ask<v1::Reports>(&v1::Reports::Stub::GetFigures, figures), "6");
}

TEST_F(KnownAtTest, BalancesAreThoseOfThen) {
  const auto ledgers = v1::Ledgers::NewStub(channel);
  v1::GetBalancesReply reply;
  ASSERT_TRUE(ledgers
                  ->GetBalances(Context().get(),
                                About<v1::GetBalancesRequest>(AtCheckpoint("june")), &reply)
                  .ok());
  ASSERT_EQ(reply.balances_size(), 1);
  EXPECT_EQ(reply.balances(0).paid_fen(), 100);
  EXPECT_EQ(reply.provenance().known_at_us(), ManualClock::kStart + 60 * kSecond);
}

TEST_F(KnownAtTest, ListsAreThoseOfThen) {
  const auto events = v1::Events::NewStub(channel);
  auto request = About<v1::ListEventsRequest>(AtCheckpoint("june"));
  v1::ListEventsReply listed;
  ASSERT_TRUE(events->ListEvents(Context().get(), request, &listed).ok());
  ASSERT_GT(listed.events_size(), 0);
  EXPECT_EQ(listed.events(listed.events_size() - 1).position(), 5u);
  EXPECT_EQ(listed.provenance().as_of(), 0) << "events of any day";
  request.clear_known();
  ASSERT_TRUE(events->ListEvents(Context().get(), request, &listed).ok());
  EXPECT_EQ(listed.events(listed.events_size() - 1).position(), 7u);
  EXPECT_EQ(listed.provenance().position(), 7u) << "now";

  world.Record({OpenLedger("other", "101002")});  // 8
  const auto ledgers = v1::Ledgers::NewStub(channel);
  v1::ListLedgersRequest of_ledgers;
  v1::ListLedgersReply told;
  ASSERT_TRUE(ledgers->ListLedgers(Context().get(), of_ledgers, &told).ok());
  ASSERT_EQ(told.ledgers_size(), 2);
  EXPECT_EQ(told.ledgers(0).last_position(), 7u);
  EXPECT_EQ(told.provenance().position(), 8u);
  *of_ledgers.mutable_known() = AtCheckpoint("june");
  ASSERT_TRUE(ledgers->ListLedgers(Context().get(), of_ledgers, &told).ok());
  ASSERT_EQ(told.ledgers_size(), 1) << "the other was opened later";
  EXPECT_EQ(told.ledgers(0).last_position(), 5u);
  EXPECT_EQ(told.ledgers(0).unit_name(), "某某局");
}

TEST_F(KnownAtTest, APaymentIsShownAsItWasKnownThen) {
  const auto payments = v1::Payments::NewStub(channel);
  v1::GetPaymentRequest request;
  request.mutable_payment()->set_source("test");
  request.mutable_payment()->set_external_id("p2");
  v1::GetPaymentReply reply;
  *request.mutable_known() = AtCheckpoint("june");
  EXPECT_EQ(DetailsOf(payments->GetPayment(Context().get(), request, &reply)).reason(),
            "PAYMENT_NOT_FOUND")
      << "recorded later";
  *request.mutable_known() = AtPosition(6);
  ASSERT_TRUE(payments->GetPayment(Context().get(), request, &reply).ok());
  EXPECT_EQ(reply.payment().position(), 6u);
}

TEST_F(KnownAtTest, CheckpointsAreNamedOnceAndListed) {
  const auto stub = v1::Proofs::NewStub(channel);
  v1::NameCheckpointRequest name;
  name.set_name("july");
  v1::Checkpoint checkpoint;
  ASSERT_TRUE(stub->NameCheckpoint(Context().get(), name, &checkpoint).ok());
  EXPECT_EQ(checkpoint.size(), 7u);
  EXPECT_THAT(checkpoint.names(), ElementsAre("july"));
  EXPECT_FALSE(checkpoint.already_named());
  ASSERT_TRUE(stub->NameCheckpoint(Context().get(), name, &checkpoint).ok());
  EXPECT_TRUE(checkpoint.already_named());
  const auto reason = [&](const std::string& text, uint64_t size) {
    v1::NameCheckpointRequest request;
    request.set_name(text);
    request.set_size(size);
    v1::Checkpoint ignored;
    return DetailsOf(stub->NameCheckpoint(Context().get(), request, &ignored)).reason();
  };
  EXPECT_EQ(reason("june", 7), "CHECKPOINT_NAME_TAKEN");
  EXPECT_EQ(reason("2024", 7), "CHECKPOINT_NAME_WRONG");
  EXPECT_EQ(reason("six", 6), "CHECKPOINT_NOT_FOUND");
  v1::ListCheckpointsRequest list;
  list.set_page_size(1);
  v1::ListCheckpointsReply listed;
  ASSERT_TRUE(stub->ListCheckpoints(Context().get(), list, &listed).ok());
  ASSERT_EQ(listed.checkpoints_size(), 1);
  EXPECT_EQ(listed.checkpoints(0).size(), 7u);
  list.set_below(listed.next_below());
  ASSERT_TRUE(stub->ListCheckpoints(Context().get(), list, &listed).ok());
  ASSERT_EQ(listed.checkpoints_size(), 1);
  EXPECT_THAT(listed.checkpoints(0).names(), ElementsAre("june"));
  EXPECT_EQ(listed.next_below(), 0u);
  list.set_page_size(1001);
  EXPECT_THAT(DetailsOf(stub->ListCheckpoints(Context().get(), list, &listed)).fields(),
              ElementsAre("page_size"));
  v1::GetCheckpointRequest get;
  get.set_name("july");
  ASSERT_TRUE(stub->GetCheckpoint(Context().get(), get, &checkpoint).ok());
  EXPECT_EQ(checkpoint.size(), 7u);
}

TEST_F(KnownAtTest, APackRestsOnTheCheckpointOfThen) {
  const auto stub = v1::Proofs::NewStub(channel);
  const auto create = [&](const v1::KnownAt& known) -> std::string {
    const auto context = Context();
    const auto reader =
        stub->CreateAuditPack(context.get(), About<v1::CreateAuditPackRequest>(known));
    std::string pack;
    for (v1::AuditPackPart part; reader->Read(&part);) pack += part.bytes();
    const grpc::Status status = reader->Finish();
    return status.ok() ? pack : DetailsOf(status).reason();
  };
  EXPECT_THAT(create(AtCheckpoint("june")), HasSubstr("\nsize 5\n"));
  EXPECT_EQ(create(AtPosition(6)), "CHECKPOINT_NOT_FOUND") << "nobody was handed one of 6";
  EXPECT_EQ(create(AtCheckpoint("juni")), "CHECKPOINT_NOT_FOUND");
}

}  // namespace
}  // namespace outturn::rpc
