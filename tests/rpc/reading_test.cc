// Reading over the wire: ledgers, balances, payments, indicators, events, reports, the book.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "outturn/v1/audit.pb.h"
#include "outturn/v1/checks.pb.h"
#include "outturn/v1/documents.pb.h"
#include "outturn/v1/inspection.grpc.pb.h"
#include "outturn/v1/monitoring.pb.h"
#include "outturn/v1/proof.pb.h"
#include "services/core/kind_names.h"
#include "tests/rpc/support.h"

namespace outturn::rpc {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;

v1::LedgerRef Ledger(const std::string& unit = "101001", int year = 2024) {
  v1::LedgerRef ref;
  ref.set_unit(unit);
  ref.set_year(year);
  return ref;
}

core::Command On(core::Command command, unsigned month, unsigned day) {
  command.header.effective_on = *core::Day::Of(command.header.ledger.year, month, day);
  return command;
}

class ReadingTest : public testing::Test {
 protected:
  ReadingTest() {
    served.world.Record(Beginnings(100'000));
    served.world.Record({OpenLedger("l2", "101002"), OpenLedger("l3", "101001", 2025)});
  }
  Served served;
};

TEST_F(ReadingTest, ListsLedgersInOrderAndByYearAndUnit) {
  const auto list = [&](int year, const std::string& unit) {
    v1::ListLedgersRequest request;
    request.set_year(year);
    request.set_unit(unit);
    v1::ListLedgersReply reply;
    EXPECT_TRUE(served.ledgers->ListLedgers(Context().get(), request, &reply).ok());
    std::vector<std::string> found;
    for (const auto& ledger : reply.ledgers()) {
      found.push_back(ledger.ledger().unit() + "/" + std::to_string(ledger.ledger().year()));
    }
    return found;
  };
  EXPECT_THAT(list(0, ""), ElementsAre("101001/2024", "101001/2025", "101002/2024"));
  EXPECT_THAT(list(2024, ""), ElementsAre("101001/2024", "101002/2024"));
  EXPECT_THAT(list(0, "101001"), ElementsAre("101001/2024", "101001/2025"));
  EXPECT_THAT(list(2025, "101002"), ElementsAre());
}

TEST_F(ReadingTest, SummarisesALedger) {
  v1::ListLedgersReply reply;
  ASSERT_TRUE(served.ledgers->ListLedgers(Context().get(), {}, &reply).ok());
  const v1::LedgerSummary& ledger = reply.ledgers(0);
  EXPECT_EQ(ledger.unit_name(), "某某局");
  EXPECT_EQ(ledger.division(), "431200");
  EXPECT_EQ(ledger.policy(), "test@1");
  EXPECT_EQ(ledger.code_tables(), "2024");
  EXPECT_FALSE(ledger.closed());
  EXPECT_EQ(ledger.version(), 3u);
  EXPECT_EQ(ledger.last_position(), 4u);
}

TEST_F(ReadingTest, BalancesALineWholeAndByClass) {
  core::Command supplement = Pay("s1", "X01", 1);
  supplement.body = core::Supplement{
      "X01", {{"30202", core::Fen(5'000)}, {"", core::Fen(700)}}, core::Cause::kSuperiorTask};
  core::Command received = Pay("f1", "X01", 1);
  received.body = core::FundsReceived{"X01", core::Fen(60'000)};
  served.world.Record({supplement, received, Pay("p1", "X01", 30'000),
                       On(Pay("p2", "X01", 10'000), 10, 8), Refund("r1", "p1", 1'000)});
  v1::GetBalancesRequest request;
  *request.mutable_ledger() = Ledger();
  request.set_as_of(20240930);
  request.set_by_class(true);
  v1::GetBalancesReply reply;
  ASSERT_TRUE(served.ledgers->GetBalances(Context().get(), request, &reply).ok());
  EXPECT_EQ(reply.as_of(), 20240930);
  EXPECT_EQ(reply.position(), 11u);
  std::map<std::string, v1::LineBalance> by_class;
  for (const auto& balance : reply.balances()) by_class[balance.economic_class()] = balance;
  ASSERT_EQ(by_class.size(), static_cast<size_t>(reply.balances_size()));
  const v1::LineBalance& whole = by_class.at("");
  EXPECT_EQ(whole.line().line(), "X01");
  EXPECT_EQ(whole.initial_fen(), 100'000);
  EXPECT_EQ(whole.supplements_fen(), 5'700);
  EXPECT_EQ(whole.full_year_fen(), 105'700);
  EXPECT_EQ(whole.received_fen(), 60'000);
  EXPECT_EQ(whole.paid_fen(), 29'000) << "the payment of October is not in it";
  EXPECT_EQ(whole.headroom_fen(), 76'700);
  EXPECT_EQ(by_class.at("30201").initial_fen(), 100'000);
  EXPECT_EQ(by_class.at("30201").paid_fen(), 29'000);
  EXPECT_EQ(by_class.at("30202").supplements_fen(), 5'000);
  // The parts make the whole.
  int64_t full_year = 0;
  int64_t headroom = 0;
  for (const auto& [code, balance] : by_class) {
    if (code.empty()) continue;
    full_year += balance.full_year_fen();
    headroom += balance.headroom_fen();
  }
  EXPECT_EQ(full_year, whole.full_year_fen());
  EXPECT_EQ(headroom, whole.headroom_fen());
}

TEST_F(ReadingTest, BalancesOneLineOrNone) {
  served.world.Record({OpenLine("line2", "X02")});
  v1::GetBalancesRequest request;
  *request.mutable_ledger() = Ledger();
  v1::GetBalancesReply reply;
  ASSERT_TRUE(served.ledgers->GetBalances(Context().get(), request, &reply).ok());
  EXPECT_EQ(reply.balances_size(), 2);
  EXPECT_EQ(reply.as_of(), 20240715) << "today";
  request.set_line("X02");
  ASSERT_TRUE(served.ledgers->GetBalances(Context().get(), request, &reply).ok());
  ASSERT_EQ(reply.balances_size(), 1);
  EXPECT_EQ(reply.balances(0).line().line(), "X02");
  request.set_line("X03");
  EXPECT_EQ(served.ledgers->GetBalances(Context().get(), request, &reply).error_code(),
            StatusCode::NOT_FOUND);
}

TEST_F(ReadingTest, ListsPoliciesAsAdopted) {
  v1::ListPoliciesReply reply;
  ASSERT_TRUE(served.ledgers->ListPolicies(Context().get(), {}, &reply).ok());
  ASSERT_EQ(reply.policies_size(), 1);
  EXPECT_EQ(reply.policies(0).id(), "test");
  EXPECT_EQ(reply.policies(0).version(), 1u);
  EXPECT_EQ(reply.policies(0).over_budget(), v1::FORBID);
}

// ---- payments

class PaymentTest : public ReadingTest {
 protected:
  v1::GetPaymentReply Get(const std::string& id) {
    v1::GetPaymentRequest request;
    request.mutable_payment()->set_source("test");
    request.mutable_payment()->set_external_id(id);
    v1::GetPaymentReply reply;
    const grpc::Status status = served.payments->GetPayment(Context().get(), request, &reply);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return reply;
  }

  static core::Command Correct(const std::string& id, const std::string& payment, int64_t fen,
                               const std::string& to_class) {
    core::Correction correction;
    correction.payment = {"", payment};
    correction.amount = core::Fen(fen);
    correction.from_line = correction.to_line = "X01";
    correction.from_economic_class = "30201";
    correction.to_economic_class = to_class;
    correction.reason = "误列";
    core::Command command = Pay(id, "X01", 1);
    command.body = correction;
    return command;
  }
};

TEST_F(PaymentTest, ComesWithWhatFollowedItAndWhereItsMoneySits) {
  served.world.Record({Pay("p1", "X01", 30'000), Pay("p2", "X01", 5), Refund("r1", "p1", 10'000),
                       Correct("c1", "p1", 4'000, "30202"), Refund("r2", "p2", 5)});
  const v1::GetPaymentReply reply = Get("p1");
  EXPECT_EQ(reply.payment().position(), 7u);
  EXPECT_EQ(reply.payment().command().payment().amount_fen(), 30'000);
  ASSERT_EQ(reply.follow_ups_size(), 2);
  EXPECT_EQ(reply.follow_ups(0).command().reversal().amount_fen(), 10'000);
  EXPECT_EQ(reply.follow_ups(1).command().correction().amount_fen(), 4'000);
  std::map<std::string, int64_t> places;
  for (const auto& place : reply.placements()) {
    EXPECT_EQ(place.line(), "X01");
    places[place.economic_class()] = place.amount_fen();
  }
  EXPECT_EQ(places, (std::map<std::string, int64_t>{{"30201", 16'000}, {"30202", 4'000}}));
}

TEST_F(PaymentTest, IsShownAsOfADayAndAsKnownAtAPosition) {
  served.world.Record({On(Pay("p1", "X01", 30'000), 3, 1),               // 7
                       On(Refund("r1", "p1", 10'000), 5, 1),             // 8
                       On(Correct("c1", "p1", 4'000, "30202"), 4, 1)});  // 9
  const auto get = [&](int32_t as_of, uint64_t known_at) {
    v1::GetPaymentRequest request;
    request.mutable_payment()->set_source("test");
    request.mutable_payment()->set_external_id("p1");
    request.set_as_of(as_of);
    request.set_known_at(known_at);
    v1::GetPaymentReply reply;
    const grpc::Status status = served.payments->GetPayment(Context().get(), request, &reply);
    if (!status.ok()) return DetailsOf(status).reason();
    std::string told = std::to_string(reply.provenance().as_of()) + " at " +
                       std::to_string(reply.provenance().position()) + ":";
    for (const v1::Event& event : reply.follow_ups()) {
      told += " #" + std::to_string(event.position());
    }
    for (const auto& place : reply.placements()) {
      told += " " + place.economic_class() + "=" + std::to_string(place.amount_fen());
    }
    return told;
  };
  EXPECT_EQ(get(0, 0), "20241231 at 9: #8 #9 30201=16000 30202=4000");
  EXPECT_EQ(get(20240430, 0), "20240430 at 9: #9 30201=26000 30202=4000");
  EXPECT_EQ(get(20240430, 8), "20240430 at 8: 30201=30000");
  EXPECT_EQ(get(0, 8), "20241231 at 8: #8 30201=20000");
  EXPECT_EQ(get(20240228, 0), "20240228 at 9:") << "not paid yet";
  EXPECT_EQ(get(0, 6), "PAYMENT_NOT_FOUND");
  EXPECT_EQ(get(0, 10), "POSITION_BEYOND_TAIL");
  EXPECT_EQ(get(20250101, 0), "DAY_OUTSIDE_YEAR");
}

TEST_F(PaymentTest, ThatIsReversedSitsNowhere) {
  served.world.Record({Pay("p1", "X01", 30'000), Refund("r1", "p1", 30'000)});
  EXPECT_EQ(Get("p1").placements_size(), 0);
  EXPECT_EQ(Get("p1").follow_ups_size(), 1);
}

TEST_F(PaymentTest, TellsOfRefundsInLaterYearsInTheOrderOfTheBook) {
  served.world.Record({Pay("p1", "X01", 30'000)});
  core::Command close = On(Pay("close", "X01", 1), 12, 31);
  close.body = core::LedgerClosed{"年度关账"};
  core::Command refund = On(OpenLedger("refund", "101001", 2025), 2, 1);
  core::PriorYearRefund refunded;
  refunded.payment = {"test", "p1"};
  refunded.amount = core::Fen(1'000);
  refund.body = refunded;
  core::Command reopen = On(Pay("reopen", "X01", 1), 12, 31);
  reopen.body = core::LedgerReopened{"审计"};
  served.world.Record({close, refund, reopen, On(Refund("r1", "p1", 2'000), 12, 31)});
  const v1::GetPaymentReply reply = Get("p1");
  ASSERT_EQ(reply.follow_ups_size(), 2);
  EXPECT_TRUE(reply.follow_ups(0).command().has_prior_year_refund());
  EXPECT_TRUE(reply.follow_ups(1).command().has_reversal());
}

TEST_F(PaymentTest, IsNotFoundUnderAnotherKindsName) {
  v1::GetPaymentRequest request;
  v1::GetPaymentReply reply;
  for (const char* id : {"budget", "nobody", ""}) {
    request.mutable_payment()->set_source("test");
    request.mutable_payment()->set_external_id(id);
    const auto status = served.payments->GetPayment(Context().get(), request, &reply);
    EXPECT_EQ(status.error_code(), StatusCode::NOT_FOUND) << id;
    EXPECT_EQ(DetailsOf(status).reason(), "PAYMENT_NOT_FOUND") << id;
  }
}

// ---- indicators

TEST_F(ReadingTest, ListsIndicatorsWithWhatWasReported) {
  core::IndicatorSet set;
  set.indicator = "A01";
  set.level1 = "产出指标";
  set.level2 = "数量指标";
  set.level3 = "办结案件";
  set.kind = core::IndicatorKind::kAtLeast;
  set.target = core::Decimal(100);
  set.unit = "件";
  set.weight = 1'000;
  core::Command indicator = On(Pay("i1", "X01", 1), 1, 2);
  indicator.body = set;
  const auto result = [&](const char* id, unsigned month, int value) {
    core::ResultReported reported;
    reported.indicator = "A01";
    reported.value = core::Decimal(value);
    core::Command command = On(Pay(id, "X01", 1), month, 30);
    command.body = reported;
    return command;
  };
  served.world.Record({indicator, result("r1", 3, 50), result("r2", 6, 96)});
  v1::ListIndicatorsRequest request;
  *request.mutable_ledger() = Ledger();
  request.set_as_of(20241231);
  v1::ListIndicatorsReply reply;
  ASSERT_TRUE(served.performance->ListIndicators(Context().get(), request, &reply).ok());
  ASSERT_EQ(reply.indicators_size(), 1);
  const v1::IndicatorStatus& status = reply.indicators(0);
  EXPECT_EQ(status.indicator().indicator(), "A01");
  EXPECT_EQ(status.actual(), "96件");
  EXPECT_TRUE(status.scored());
  EXPECT_EQ(status.score(), 960);
  EXPECT_EQ(status.completion(), "96.00%");
  ASSERT_EQ(status.reports_size(), 2);
  EXPECT_EQ(status.reports(0).command().header().external_id(), "r1");
  EXPECT_EQ(status.reports(1).command().header().external_id(), "r2");
  request.set_as_of(20240401);
  ASSERT_TRUE(served.performance->ListIndicators(Context().get(), request, &reply).ok());
  EXPECT_EQ(reply.indicators(0).reports_size(), 1);
  request.set_as_of(20240101);
  ASSERT_TRUE(served.performance->ListIndicators(Context().get(), request, &reply).ok());
  EXPECT_EQ(reply.indicators_size(), 0) << "not set yet";
}

// ---- reports and the book

TEST_F(ReadingTest, ListsWhatFormsAndFiguresThereAre) {
  v1::ListFormsReply forms;
  ASSERT_TRUE(served.reporting->ListForms(Context().get(), {}, &forms).ok());
  ASSERT_EQ(forms.forms_size(), 1);
  EXPECT_EQ(forms.forms(0).id(), "reconciliation");
  v1::ListFiguresReply figures;
  ASSERT_TRUE(served.reporting->ListFigures(Context().get(), {}, &figures).ok());
  std::set<std::string> names;
  for (const auto& figure : figures.figures()) {
    EXPECT_TRUE(names.insert(figure.name()).second) << figure.name();
    EXPECT_FALSE(figure.zh().empty() || figure.en().empty()) << figure.name();
    EXPECT_FALSE(figure.definition_zh().empty() || figure.definition_en().empty());
    EXPECT_FALSE(figure.unit().empty()) << figure.name();
  }
  EXPECT_TRUE(names.contains("paid"));
  EXPECT_FALSE(figures.selector_help_zh().empty());
  EXPECT_FALSE(figures.selector_help_en().empty());
}

TEST_F(ReadingTest, GivesAReportInEveryFormatWithItsProvenance) {
  v1::GetReportRequest request;
  *request.mutable_ledger() = Ledger();
  request.set_form("reconciliation");
  for (const auto& [format, media_type] :
       std::map<v1::Format, std::string>{{v1::FORMAT_UNSPECIFIED, "text/plain; charset=utf-8"},
                                         {v1::TABLE, "text/plain; charset=utf-8"},
                                         {v1::JSON, "application/json"},
                                         {v1::CSV, "text/csv; charset=utf-8"}}) {
    request.set_format(format);
    v1::GetReportReply reply;
    const auto status = served.reporting->GetReport(Context().get(), request, &reply);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(reply.media_type(), media_type);
    EXPECT_FALSE(reply.content().empty());
    EXPECT_EQ(reply.provenance().book(), "431200");
    EXPECT_EQ(reply.provenance().position(), 6u);
    EXPECT_EQ(reply.provenance().root().size(), 32u);
    EXPECT_EQ(reply.provenance().as_of(), 20240715);
  }
  request.set_format(static_cast<v1::Format>(9));
  v1::GetReportReply reply;
  const auto status = served.reporting->GetReport(Context().get(), request, &reply);
  EXPECT_THAT(DetailsOf(status).fields(), ElementsAre("format"));
}

TEST_F(ReadingTest, GivesFiguresExactAndPrinted) {
  served.world.Record({Pay("p1", "X01", 30'000)});
  v1::GetFiguresRequest request;
  *request.mutable_ledger() = Ledger();
  request.add_names("paid");
  request.add_names("paid(line=X01)");
  v1::GetFiguresReply reply;
  ASSERT_TRUE(served.reporting->GetFigures(Context().get(), request, &reply).ok());
  ASSERT_EQ(reply.figures_size(), 2);
  EXPECT_EQ(reply.figures(0).name(), "paid");
  EXPECT_EQ(reply.figures(0).exact(), "30000");
  EXPECT_EQ(reply.figures(1).exact(), "30000");
  EXPECT_FALSE(reply.figures(0).printed().empty());
  EXPECT_EQ(reply.provenance().position(), 7u);
  request.set_known_at(6);
  ASSERT_TRUE(served.reporting->GetFigures(Context().get(), request, &reply).ok());
  EXPECT_EQ(reply.figures(0).exact(), "0");
  EXPECT_EQ(reply.provenance().position(), 6u);
}

TEST_F(ReadingTest, TellsWhatTheServerCounted) {
  const auto call = [](const v1::BookStatus& status, const std::string& method) {
    for (const v1::CallStatus& one : status.calls()) {
      if (one.method() == method) return one;
    }
    return v1::CallStatus();
  };
  EXPECT_TRUE(served.Record(Message(Pay("counted", "X01", 1))).ok());
  EXPECT_TRUE(served.Record(Message(Pay("counted", "X01", 1))).ok());
  EXPECT_FALSE(served.Record(Message(Pay("counted", "X01", 2))).ok());
  EXPECT_FALSE(served.Record(Message(Pay("absent", "NO", 2))).ok());
  v1::Command malformed = Message(Pay("bad", "X01", 1));
  malformed.mutable_payment()->clear_voucher();
  EXPECT_FALSE(served.Record(malformed).ok());
  v1::GetEventRequest nothing;
  nothing.set_position(1'000'000);
  v1::Event event;
  EXPECT_FALSE(served.events->GetEvent(Context().get(), nothing, &event).ok());
  served.world.book->Sample();
  v1::BookStatus status;
  ASSERT_TRUE(served.books->GetBook(Context().get(), {}, &status).ok());
  EXPECT_EQ(status.recorded(), 7u);
  EXPECT_EQ(status.answered_again(), 1u);
  EXPECT_EQ(status.malformed(), 1u);
  ASSERT_EQ(status.refused_size(), 2);
  EXPECT_EQ(status.refused(0).count(), 1u);
  const v1::CallStatus record = call(status, "outturn.v1.Recorder/Record");
  EXPECT_EQ(record.calls(), 5u);
  EXPECT_EQ(record.failed_size(), 3);  // INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS
  EXPECT_EQ(record.lately(), 5u);
  EXPECT_GT(record.p99_us(), 0u);
  EXPECT_GE(record.p99_us(), record.p50_us());
  const v1::CallStatus get = call(status, "outturn.v1.Events/GetEvent");
  ASSERT_EQ(get.failed_size(), 1);
  EXPECT_EQ(get.failed(0).reason(), "NOT_FOUND");
}

TEST_F(ReadingTest, CountsTheBatchesOfAStream) {
  v1::RecordBatchRequest request;
  *request.add_commands() = Message(Pay("s1", "X01", 1));
  const auto context = Context();
  const auto stream = served.recorder->RecordStream(context.get());
  v1::RecordBatchReply reply;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(stream->Write(request));
    ASSERT_TRUE(stream->Read(&reply));
  }
  app::Meters& meters = served.world.book->meters();
  EXPECT_EQ(meters.streams_open.Get(), 1u);
  EXPECT_EQ(meters.Of(app::Call::kRecordStream).micros.Get().count(), 3u);
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
  // The client hears of the end a moment before the server's reactor does.
  served.server->Shutdown(std::chrono::seconds(10));
  EXPECT_EQ(meters.Of(app::Call::kRecordStream).ended[0].Get(), 1u);
  EXPECT_EQ(meters.streams_open.Get(), 0u);
}

// A call added to the schema must be counted, too.
TEST(Calls, HaveTheNamesOfTheSchema) {
  std::set<std::string> named;
  for (size_t i = 0; i < app::kCallCount; ++i) named.emplace(Name(static_cast<app::Call>(i)));
  std::set<std::string> there;
  for (const auto* file :
       {v1::RecordRequest::descriptor()->file(), v1::CheckLedgerRequest::descriptor()->file(),
        v1::WatchRequest::descriptor()->file(), v1::ExplainRequest::descriptor()->file(),
        v1::FindLeaksRequest::descriptor()->file(), v1::GetCheckpointRequest::descriptor()->file(),
        v1::CompareLedgerRequest::descriptor()->file()}) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        there.insert(file->service(s)->full_name() + "/" + file->service(s)->method(m)->name());
      }
    }
  }
  EXPECT_EQ(named, there);
}

TEST_F(ReadingTest, ComparesALedgerWithItsEvents) {
  const auto inspection = v1::Inspection::NewStub(served.channel);
  v1::CompareLedgerRequest request;
  request.mutable_ledger()->set_unit("101001");
  request.mutable_ledger()->set_year(2024);
  v1::CompareLedgerReply reply;
  ASSERT_TRUE(inspection->CompareLedger(Context().get(), request, &reply).ok());
  EXPECT_EQ(reply.difference(), "");
  EXPECT_EQ(reply.field(), "");
  const core::LedgerState ledger = served.world.state_now().ledgers.at({"101001", 2024});
  EXPECT_EQ(reply.position(), ledger.last_position);
  EXPECT_EQ(reply.events(), ledger.version);
  request.mutable_ledger()->set_year(1999);
  const auto status = inspection->CompareLedger(Context().get(), request, &reply);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(DetailsOf(status).reason(), "LEDGER_NOT_FOUND");
  request.clear_ledger();
  const auto nothing = inspection->CompareLedger(Context().get(), request, &reply);
  EXPECT_EQ(nothing.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(DetailsOf(nothing).fields(), testing::ElementsAre("ledger.unit"));
}

TEST_F(ReadingTest, TellsHowTheBookIs) {
  v1::BookStatus status;
  ASSERT_TRUE(served.books->GetBook(Context().get(), {}, &status).ok());
  EXPECT_EQ(status.book(), "431200");
  EXPECT_EQ(status.position(), 6u);
  EXPECT_EQ(status.ledgers(), 3u);
  EXPECT_TRUE(status.writable());
  EXPECT_EQ(status.why_not_writable(), "");
  EXPECT_EQ(status.version(), OUTTURN_VERSION);
  EXPECT_EQ(status.now_us(), app::ManualClock::kStart);
  const store::Hash root = *served.world.book->RootAt(6);
  EXPECT_EQ(status.root(), std::string(root.begin(), root.end()));
}

}  // namespace
}  // namespace outturn::rpc
