#include "tests/bench/payments.h"

#include <array>
#include <cstdio>

namespace outturn::bench {
namespace {

constexpr int kYear = 2024;
constexpr std::array<const char*, 8> kClasses = {"30201", "30202", "30205", "30206",
                                                 "30207", "30211", "30213", "30227"};

uint64_t Mix(uint64_t x) {
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53ULL;
  return x ^ x >> 33;
}

std::string Format(const char* pattern, unsigned long long value) {
  char text[64];
  std::snprintf(text, sizeof text, pattern, value);
  return text;
}

std::string Unit(int ledger) { return Format("431200-%05llu", static_cast<unsigned>(ledger)); }
std::string Line(int line) { return Format("LINE-%03llu", static_cast<unsigned>(line)); }

int LinesOf(const Shape& shape, int ledger) {
  if (shape.lines > 0) return shape.lines;
  return 12 + static_cast<int>(Mix(static_cast<uint64_t>(ledger) + 1) % 39);
}

v1::Header& Start(v1::Command& command, const std::string& id, int day) {
  v1::Header& header = *command.mutable_header();
  header.set_source("bench");
  header.set_external_id(id);
  header.set_actor("bench");
  header.set_year(kYear);
  header.set_effective_on(day);
  return header;
}

v1::Command Policy() {
  v1::Command command;
  Start(command, "policy", 20240101);
  v1::Policy& policy = *command.mutable_policy_adopted()->mutable_policy();
  policy.set_id("bench");
  policy.set_version(1);
  policy.set_zh("基准测试");
  policy.set_total_points(10000);
  policy.set_execution_points(1000);
  return command;
}

void AddLedger(const Shape& shape, int ledger, std::vector<v1::Command>& commands) {
  const std::string unit = Unit(ledger);
  v1::Command open;
  Start(open, "open-" + unit, 20240101).set_unit(unit);
  open.mutable_ledger_opened()->set_unit_name("基准单位" + unit);
  open.mutable_ledger_opened()->set_division("431200");
  open.mutable_ledger_opened()->set_policy("bench@1");
  open.mutable_ledger_opened()->set_code_tables("2024");
  commands.push_back(open);
  for (int line = 0; line < LinesOf(shape, ledger); ++line) {
    v1::Command command;
    Start(command, "line-" + unit + Line(line), 20240101).set_unit(unit);
    v1::LineOpened& opened = *command.mutable_line_opened();
    opened.set_line(Line(line));
    opened.set_name(Line(line));
    opened.set_category(v1::PUBLIC);
    opened.set_functional_class("2040601");
    opened.set_fund_type("111");
    commands.push_back(command);
    v1::Command money;
    v1::Header& header = Start(money, "budget-" + unit + Line(line), 20240101);
    header.set_unit(unit);
    header.set_document_number("基准〔2024〕1号");
    v1::InitialAppropriation& budget = *money.mutable_initial_appropriation();
    budget.set_line(Line(line));
    budget.add_amounts()->set_amount_fen(10'000'000'000'000);
    commands.push_back(money);
  }
}

}  // namespace

std::vector<v1::Command> Foundations(const Shape& shape) {
  std::vector<v1::Command> commands{Policy()};
  for (int ledger = 0; ledger < shape.ledgers; ++ledger) AddLedger(shape, ledger, commands);
  return commands;
}

v1::LedgerRef LedgerOf(const Shape& shape, int i) {
  v1::LedgerRef ledger;
  ledger.set_unit(Unit(i % shape.ledgers));
  ledger.set_year(kYear);
  return ledger;
}

void FillPayment(const Shape& shape, uint64_t i, v1::Command& command) {
  const uint64_t h = Mix(i + 1 + shape.run * 0x9E3779B97F4A7C15ULL);
  v1::Header& header = *command.mutable_header();
  header.set_source("bench");
  header.set_external_id(Format("%016llx", h));  // random order
  header.set_actor("clerk");
  const int ledger =
      shape.one_line ? 0 : static_cast<int>(h % static_cast<uint64_t>(shape.ledgers));
  header.set_unit(Unit(ledger));
  header.set_year(kYear);
  const auto month = static_cast<int32_t>(1 + (h >> 8) % 12);
  const auto day = static_cast<int32_t>(1 + (h >> 16) % 28);
  header.set_effective_on(kYear * 10000 + month * 100 + day);
  v1::Payment& payment = *command.mutable_payment();
  const auto lines = static_cast<uint64_t>(LinesOf(shape, ledger));
  payment.set_line(Line(shape.one_line ? 0 : static_cast<int>((h >> 24) % lines)));
  payment.set_economic_class(kClasses[(h >> 36) % kClasses.size()]);
  payment.set_amount_fen(static_cast<int64_t>(100 + (h >> 40) % 5'000'000));
  payment.set_payee(Format("某市供应商%06llu有限公司", (h >> 17) % 40000));
  payment.set_purpose(Format("合同 %06llu 验收单", (h >> 9) % 1000000) + "，办公及会议支出");
  payment.set_voucher(Format("2024-PZ-%08llu", i));
}

}  // namespace outturn::bench
