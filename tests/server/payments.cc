#include "tests/server/payments.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>

namespace outturn::server {
namespace {

v1::Command CommandOf(const std::string& id) {
  v1::Command command;
  v1::Header& header = *command.mutable_header();
  header.set_source("test");
  header.set_external_id(id);
  header.set_actor("clerk");
  header.set_unit("101001");
  header.set_year(2024);
  header.set_effective_on(20240101);
  header.set_document_number("财预〔2024〕1号");
  return command;
}

v1::Receipt Record(Running& server, const v1::Command& command) {
  v1::RecordRequest request;
  *request.mutable_command() = command;
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  context.set_wait_for_ready(true);
  context.AddMetadata("accept-language", "en");
  v1::Receipt receipt;
  const grpc::Status status = server.recorder->Record(&context, request, &receipt);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return receipt;
}

}  // namespace

void OpenBook(Running& server) {
  v1::Command adopt = CommandOf("policy");
  adopt.mutable_header()->clear_unit();
  adopt.mutable_header()->clear_year();
  v1::Policy& policy = *adopt.mutable_policy_adopted()->mutable_policy();
  policy.set_id("test");
  policy.set_version(1);
  policy.set_zh("测试政策");
  policy.set_total_points(10'000);
  Record(server, adopt);
  v1::Command open = CommandOf("ledger");
  open.mutable_ledger_opened()->set_unit_name("某某局");
  open.mutable_ledger_opened()->set_division("431200");
  open.mutable_ledger_opened()->set_policy("test@1");
  open.mutable_ledger_opened()->set_code_tables("2024");
  Record(server, open);
  v1::Command line = CommandOf("line");
  line.mutable_line_opened()->set_line("X01");
  line.mutable_line_opened()->set_name("公用经费");
  line.mutable_line_opened()->set_category(v1::PUBLIC);
  line.mutable_line_opened()->set_functional_class("2040601");
  line.mutable_line_opened()->set_fund_type("111");
  Record(server, line);
  v1::Command budget = CommandOf("budget");
  budget.mutable_initial_appropriation()->set_line("X01");
  v1::ClassAmount& amount = *budget.mutable_initial_appropriation()->add_amounts();
  amount.set_economic_class("30201");
  amount.set_amount_fen(1'000'000'000);
  Record(server, budget);
}

v1::Command PaymentOf(const std::string& id, int64_t fen) {
  v1::Command command = CommandOf(id);
  command.mutable_header()->set_effective_on(20240301);
  v1::Payment& payment = *command.mutable_payment();
  payment.set_line("X01");
  payment.set_economic_class("30201");
  payment.set_amount_fen(fen);
  payment.set_payee("某某公司");
  payment.set_voucher("v-" + id);
  return command;
}

v1::Receipt Pay(Running& server, const std::string& id, int64_t fen) {
  return Record(server, PaymentOf(id, fen));
}

uint64_t PositionOf(Running& server) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  context.set_wait_for_ready(true);
  v1::BookStatus status;
  const grpc::Status asked = server.books->GetBook(&context, {}, &status);
  EXPECT_TRUE(asked.ok()) << asked.error_message();
  return status.position();
}

}  // namespace outturn::server
