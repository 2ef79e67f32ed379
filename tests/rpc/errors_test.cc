// What an error says: the right code, exactly one ErrorInfo, the details that go with it, and
// always so that it arrives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/rpc/support.h"

namespace outturn::rpc {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ErrorsTest : public testing::Test {
 protected:
  ErrorsTest() { served.world.Record(Beginnings(100'000)); }
  Served served;
};

TEST_F(ErrorsTest, OfARefusalTellTheNumbersBehindIt) {
  const grpc::Status status = served.Record(Message(Pay("p1", "X01", 123'456)));
  EXPECT_EQ(status.error_code(), StatusCode::FAILED_PRECONDITION);
  const Details details = DetailsOf(status);
  EXPECT_EQ(details.reason(), "HEADROOM_EXCEEDED");
  EXPECT_EQ(details.variable("line"), "X01");
  EXPECT_EQ(details.variable("asked"), "1234.56");
  EXPECT_EQ(details.variable("headroom"), "1000.00");
  EXPECT_EQ(details.variable("on"), "2024-03-01");
  EXPECT_EQ(details.variable("blamed_field"), "amount_fen");
  ASSERT_EQ(details.failures.size(), 1u);
  ASSERT_EQ(details.failures[0].violations_size(), 1);
  EXPECT_EQ(details.failures[0].violations(0).type(), "HEADROOM_EXCEEDED");
  EXPECT_EQ(details.failures[0].violations(0).subject(), "X01");
  EXPECT_EQ(details.failures[0].violations(0).description(), status.error_message());
  EXPECT_THAT(details.bad_requests, IsEmpty());
}

TEST_F(ErrorsTest, OfMalformedInputNameTheFields) {
  v1::Command command = Message(Pay("p1", "X01", 1));
  command.mutable_payment()->set_amount_fen(0);
  command.mutable_payment()->clear_voucher();
  const grpc::Status status = served.Record(command);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  const Details details = DetailsOf(status);
  EXPECT_EQ(details.reason(), "MALFORMED");
  EXPECT_EQ(details.variable("field"), "payment.amount_fen");
  EXPECT_EQ(details.variable("violations"), "2");
  EXPECT_THAT(details.fields(), ElementsAre("payment.amount_fen", "payment.voucher"));
  EXPECT_THAT(details.failures, IsEmpty());
  EXPECT_THAT(status.error_message(), HasSubstr("payment.voucher: found \"\", wanted: required"));
}

TEST_F(ErrorsTest, OfAFullDiskSayWhenToTryAgain) {
  served.world.book->Pause(
      "disk nearly full: /d has 1 MiB free; writes go on by themselves once it has 2 MiB");
  const grpc::Status status = served.Record(Message(Pay("p1", "X01", 1)));
  EXPECT_EQ(status.error_code(), StatusCode::UNAVAILABLE);
  const Details details = DetailsOf(status);
  EXPECT_EQ(details.reason(), "DISK_NEARLY_FULL");
  EXPECT_THAT(status.error_message(), HasSubstr("1 MiB free"));
  const grpc::Status chinese = served.Record(Message(Pay("p1", "X01", 1)), nullptr, "zh");
  EXPECT_EQ(chinese.error_message(),
            "磁盘将满，暂停写入，未作处理（磁盘将满：/d 剩余 1 MiB；达到 2 MiB 后自动恢复写入）");
  ASSERT_EQ(details.retries.size(), 1u);
  EXPECT_GT(details.retries[0].retry_delay().seconds(), 0);
  served.world.book->Resume();
  EXPECT_TRUE(served.Record(Message(Pay("p1", "X01", 1))).ok());
}

// Waiting does not help: a client that tries again for half a minute only delays the news.
TEST_F(ErrorsTest, OfDamagedIdsSayWhatToDoAndNotToTryAgain) {
  served.world.faults->ids_damaged = true;
  for (int round = 0; round < 2; ++round) {  // met by the first, told to the second
    const grpc::Status status = served.Record(Message(Pay("p1", "X01", 1)));
    EXPECT_EQ(status.error_code(), StatusCode::DATA_LOSS);
    const Details details = DetailsOf(status);
    EXPECT_EQ(details.reason(), "DATA_DAMAGED");
    EXPECT_THAT(details.retries, IsEmpty());
    EXPECT_THAT(status.error_message(),
                HasSubstr("the folder ids is derived from the log: remove"));
  }
  const grpc::Status chinese = served.Record(Message(Pay("p1", "X01", 1)), nullptr, "zh");
  EXPECT_EQ(chinese.error_message(),
            "存储数据损坏，未作处理（无法判断外部编号是否已记录：/d/ids/run-0：第 3 块损坏；ids "
            "目录由日志派生：停止服务后删除，下次启动即重新生成）");
}

TEST_F(ErrorsTest, HaveTheCodeThatTellsAClientWhatToDo) {
  served.world.Record({Pay("p1", "X01", 1)});
  const auto expect = [&](core::Command command, StatusCode code, const std::string& reason) {
    const grpc::Status status = served.Record(Message(command));
    EXPECT_EQ(status.error_code(), code) << reason;
    EXPECT_EQ(DetailsOf(status).reason(), reason);
    EXPECT_EQ(DetailsOf(status).failures.size(), 1u) << reason;
  };
  expect(Pay("p1", "X01", 2), StatusCode::ALREADY_EXISTS, "ID_REUSED");
  expect(OpenLedger("again"), StatusCode::ALREADY_EXISTS, "LEDGER_EXISTS");
  expect(OpenLine("again", "X01"), StatusCode::ALREADY_EXISTS, "LINE_EXISTS");
  expect(AdoptPolicy("again"), StatusCode::ALREADY_EXISTS, "POLICY_EXISTS");
  expect(Pay("p2", "X99", 1), StatusCode::NOT_FOUND, "LINE_NOT_FOUND");
  expect(Refund("r1", "p99", 1), StatusCode::NOT_FOUND, "PAYMENT_NOT_FOUND");
  expect(Refund("r1", "p1", 2), StatusCode::FAILED_PRECONDITION, "EXCEEDS_PAYMENT");
  core::Command elsewhere = Pay("p3", "X01", 1);
  elsewhere.header.ledger.unit = "999";
  expect(elsewhere, StatusCode::NOT_FOUND, "LEDGER_NOT_FOUND");
  core::Command expecting = Pay("p4", "X01", 1);
  expecting.header.expected_version = 99;
  expect(expecting, StatusCode::ABORTED, "VERSION_CONFLICT");
}

TEST_F(ErrorsTest, SpeakTheCallersLanguageAndChineseByDefault) {
  const v1::Command command = Message(Pay("p1", "X01", 123'456));
  EXPECT_THAT(served.Record(command, nullptr, "en").error_message(), HasSubstr("yuan left"));
  EXPECT_THAT(served.Record(command, nullptr, "en-GB,en;q=0.9").error_message(),
              HasSubstr("yuan left"));
  EXPECT_THAT(served.Record(command, nullptr, "zh-CN").error_message(), HasSubstr("可用"));
  EXPECT_THAT(served.Record(command, nullptr, "").error_message(), HasSubstr("可用"));
  EXPECT_THAT(served.Record(command, nullptr, "fr").error_message(), HasSubstr("可用"));
}

// ---- what is long arrives all the same

TEST_F(ErrorsTest, OfVeryManyMalformedFieldsTellTheFirstOnes) {
  v1::Command command = Message(Pay("v1", "X01", 1));
  command.clear_payment();
  for (int i = 0; i < 500; ++i) command.mutable_virement()->add_legs();
  for (const char* language : {"zh", "en"}) {
    const grpc::Status status = served.Record(command, nullptr, language);
    ASSERT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT) << status.error_message();
    const Details details = DetailsOf(status);
    EXPECT_EQ(details.variable("violations"), "1501");
    EXPECT_EQ(details.fields().front(), "virement.cause");
    EXPECT_GT(details.fields().size(), 5u);
    EXPECT_THAT(status.error_message(), HasSubstr(std::to_string(1501 - details.fields().size())));
  }
}

TEST_F(ErrorsTest, OfLongTextsTellTheirBeginning) {
  std::string text;
  for (int i = 0; i < 4'000; ++i) text += "办公";
  core::Command pay = Pay("p1", "X01", 1);
  std::get<core::Payment>(pay.body).purpose = text.substr(0, 16'380);
  served.world.Record({pay});
  std::get<core::Payment>(pay.body).purpose = "另" + text.substr(0, 16'374);
  for (const char* language : {"zh", "en"}) {
    const grpc::Status status = served.Record(Message(pay), nullptr, language);
    ASSERT_EQ(status.error_code(), StatusCode::ALREADY_EXISTS) << status.error_message();
    const Details details = DetailsOf(status);
    EXPECT_EQ(details.variable("field"), "payment.purpose");
    EXPECT_THAT(details.variable("sent"), testing::StartsWith("另办公"));
    EXPECT_THAT(details.variable("recorded"), testing::EndsWith("…"));
  }
}

TEST_F(ErrorsTest, OfReadsArriveWhateverNonsenseWasAskedFor) {
  const std::string nonsense(100'000, 'x');
  v1::LedgerRef ledger;
  ledger.set_unit("101001");
  ledger.set_year(2024);

  v1::GetReportRequest report;
  *report.mutable_ledger() = ledger;
  report.set_form(nonsense);
  v1::GetReportReply report_reply;
  auto status = served.reporting->GetReport(Context().get(), report, &report_reply);
  EXPECT_EQ(status.error_code(), StatusCode::NOT_FOUND) << status.error_message();
  EXPECT_EQ(DetailsOf(status).reason(), "FORM_NOT_FOUND");

  v1::GetFiguresRequest figures;
  *figures.mutable_ledger() = ledger;
  figures.add_names(nonsense);
  v1::GetFiguresReply figures_reply;
  status = served.reporting->GetFigures(Context().get(), figures, &figures_reply);
  EXPECT_EQ(status.error_code(), StatusCode::NOT_FOUND) << status.error_message();
  EXPECT_EQ(DetailsOf(status).reason(), "FIGURE_NOT_FOUND");

  v1::GetBalancesRequest balances;
  *balances.mutable_ledger() = ledger;
  balances.set_line(nonsense);
  v1::GetBalancesReply balances_reply;
  status = served.ledgers->GetBalances(Context().get(), balances, &balances_reply);
  EXPECT_EQ(status.error_code(), StatusCode::NOT_FOUND) << status.error_message();
  EXPECT_EQ(DetailsOf(status).reason(), "LINE_NOT_FOUND");

  balances.mutable_ledger()->set_unit(nonsense);
  status = served.ledgers->GetBalances(Context().get(), balances, &balances_reply);
  EXPECT_EQ(status.error_code(), StatusCode::NOT_FOUND) << status.error_message();
  EXPECT_EQ(DetailsOf(status).reason(), "LEDGER_NOT_FOUND");

  v1::GetPaymentRequest payment;
  payment.mutable_payment()->set_source(nonsense);
  v1::GetPaymentReply payment_reply;
  status = served.payments->GetPayment(Context().get(), payment, &payment_reply);
  EXPECT_EQ(status.error_code(), StatusCode::NOT_FOUND) << status.error_message();
  EXPECT_EQ(DetailsOf(status).reason(), "PAYMENT_NOT_FOUND");

  v1::ListEventsRequest events;
  events.set_page_token(nonsense);
  v1::ListEventsReply events_reply;
  status = served.events->ListEvents(Context().get(), events, &events_reply);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT) << status.error_message();
  EXPECT_THAT(DetailsOf(status).fields(), ElementsAre("page_token"));
}

TEST_F(ErrorsTest, OfReadsNameEveryMalformedField) {
  v1::GetBalancesRequest request;
  request.set_as_of(20240230);
  v1::GetBalancesReply reply;
  const auto status = served.ledgers->GetBalances(Context().get(), request, &reply);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(DetailsOf(status).fields(), ElementsAre("ledger.unit", "as_of"));
}

TEST_F(ErrorsTest, OfADayOutsideTheYearAndAPositionBeyondTheTailAreTheCallers) {
  v1::GetFiguresRequest request;
  request.mutable_ledger()->set_unit("101001");
  request.mutable_ledger()->set_year(2024);
  request.add_names("paid");
  request.set_as_of(20250101);
  v1::GetFiguresReply reply;
  auto status = served.reporting->GetFigures(Context().get(), request, &reply);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailsOf(status).reason(), "DAY_OUTSIDE_YEAR");
  request.set_as_of(0);
  request.set_known_at(99);
  status = served.reporting->GetFigures(Context().get(), request, &reply);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailsOf(status).reason(), "POSITION_BEYOND_TAIL");
  request.set_known_at(0);
  request.clear_names();
  status = served.reporting->GetFigures(Context().get(), request, &reply);
  EXPECT_THAT(DetailsOf(status).fields(), ElementsAre("names"));
}

TEST_F(ErrorsTest, OfDamagedDataSaySo) {
  served.world.disk->FlipBit(3, 40);
  v1::GetEventRequest request;
  request.set_position(3);
  v1::Event event;
  const auto status = served.events->GetEvent(Context().get(), request, &event);
  EXPECT_EQ(status.error_code(), StatusCode::DATA_LOSS);
  EXPECT_EQ(DetailsOf(status).reason(), "DATA_DAMAGED");
  EXPECT_THAT(status.error_message(), HasSubstr("position 3"));
  const auto chinese = served.events->GetEvent(Context("zh").get(), request, &event);
  EXPECT_THAT(chinese.error_message(), HasSubstr("存储数据无法读取：位置 3 处损坏："));
  EXPECT_EQ(DetailsOf(chinese).variable("detail"), DetailsOf(status).variable("detail"));
}

}  // namespace
}  // namespace outturn::rpc
