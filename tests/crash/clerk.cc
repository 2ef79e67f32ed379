#include "tests/crash/clerk.h"

#include <utility>

namespace outturn::crash {
namespace {

constexpr int64_t kPlenty = 1'000'000'000'000;
constexpr int64_t kLittle = 2'000'000;
constexpr size_t kRemembered = 200;

v1::Command With(const std::string& id, const std::string& unit, int day) {
  v1::Command command;
  v1::Header& header = *command.mutable_header();
  header.set_source("crash");
  header.set_external_id(id);
  header.set_actor("clerk");
  header.set_unit(unit);
  header.set_year(2024);
  header.set_effective_on(day);
  return command;
}

}  // namespace

std::vector<std::string> Units() { return {"101001", "101002"}; }
std::vector<std::string> Lines() { return {"X01", "X02", "TIGHT"}; }
int64_t BudgetOf(const std::string& line) { return line == "TIGHT" ? kLittle : kPlenty; }

std::vector<v1::Command> Beginnings() {
  std::vector<v1::Command> commands;
  v1::Command& adopt = commands.emplace_back(With("policy", "", 20240101));
  adopt.mutable_header()->clear_year();
  v1::Policy& policy = *adopt.mutable_policy_adopted()->mutable_policy();
  policy.set_id("test");
  policy.set_version(1);
  policy.set_zh("测试政策");
  policy.set_total_points(10'000);
  for (const std::string& unit : Units()) {
    v1::Command& open = commands.emplace_back(With("ledger-" + unit, unit, 20240101));
    open.mutable_ledger_opened()->set_unit_name("某某局");
    open.mutable_ledger_opened()->set_division("431200");
    open.mutable_ledger_opened()->set_policy("test@1");
    open.mutable_ledger_opened()->set_code_tables("2024");
    for (const std::string& line : Lines()) {
      v1::Command& opened = commands.emplace_back(With("line-" + unit + line, unit, 20240101));
      opened.mutable_line_opened()->set_line(line);
      opened.mutable_line_opened()->set_name("公用经费");
      opened.mutable_line_opened()->set_category(v1::PUBLIC);
      opened.mutable_line_opened()->set_functional_class("2040601");
      opened.mutable_line_opened()->set_fund_type("111");
      v1::Command& budget = commands.emplace_back(With("budget-" + unit + line, unit, 20240101));
      budget.mutable_header()->set_document_number("财预〔2024〕1号");
      budget.mutable_initial_appropriation()->set_line(line);
      auto& amount = *budget.mutable_initial_appropriation()->add_amounts();
      amount.set_economic_class("30201");
      amount.set_amount_fen(BudgetOf(line));
    }
  }
  return commands;
}

v1::Command Clerk::New(const std::string& kind) {
  const std::vector<std::string> units = Units();
  const int day =
      20240101 + 100 * static_cast<int>(random_() % 12) + static_cast<int>(random_() % 28);
  return With(name_ + "-" + kind + std::to_string(++made_), units[random_() % units.size()], day);
}

Asked Clerk::Next() {
  switch (random_() % 20) {
    case 0:
      return PayTooMuch();
    case 1:
      return PayFromNowhere();
    case 2:
      return PayNothing();
    case 3:
      return Commit();
    case 4:
      return Draw();
    case 5:
      return Release();
    case 6:
    case 7:
      return Refund();
    case 8:
      return RefundTooMuch();
    case 9:
      return SayOtherwise();
    case 10:
    case 11:
      return PayTight();
    case 12: {
      Asked again;
      return told_.Some(random_, again) ? again : Pay();
    }
    default:
      return Pay();
  }
}

void Clerk::Learn(const v1::Command& command) {
  if (command.has_payment() && command.payment().line() != "TIGHT") {
    payments_.push_back({command, command.payment().amount_fen()});
  } else if (command.has_commitment()) {
    commitments_.push_back({command, command.commitment().amount_fen()});
  }
  if (payments_.size() > kRemembered) payments_.erase(payments_.begin());
  if (commitments_.size() > kRemembered) commitments_.erase(commitments_.begin());
}

Asked Clerk::Pay() {
  v1::Command command = New("pay");
  v1::Payment& payment = *command.mutable_payment();
  payment.set_line(random_() % 2 == 0 ? "X01" : "X02");
  payment.set_economic_class("30201");
  payment.set_amount_fen(Below(100'000));
  payment.set_payee("某某公司");
  payment.set_purpose("合同验收单，办公及会议支出");
  payment.set_voucher("v-" + command.header().external_id());
  return {std::move(command), Fate::kRecorded};
}

Asked Clerk::PayTight() {
  Asked asked = Pay();
  asked.command.mutable_payment()->set_line("TIGHT");
  asked.fate = Fate::kEither;
  return asked;
}

Asked Clerk::PayTooMuch() {
  Asked asked = Pay();
  asked.command.mutable_payment()->set_amount_fen(2 * kPlenty);
  asked.fate = Fate::kRefused;
  return asked;
}

Asked Clerk::PayFromNowhere() {
  Asked asked = Pay();
  asked.command.mutable_payment()->set_line("NOWHERE");
  asked.fate = Fate::kRefused;
  return asked;
}

Asked Clerk::PayNothing() {
  Asked asked = Pay();
  asked.command.mutable_payment()->set_amount_fen(0);
  asked.fate = Fate::kRefused;
  return asked;
}

Asked Clerk::Commit() {
  v1::Command command = New("commit");
  v1::Commitment& commitment = *command.mutable_commitment();
  commitment.set_line("X01");
  commitment.set_economic_class("30201");
  commitment.set_amount_fen(Below(100'000));
  commitment.set_counterparty("某某公司");
  return {std::move(command), Fate::kRecorded};
}

Asked Clerk::Draw() {
  if (commitments_.empty()) return Commit();
  Open& open = commitments_[random_() % commitments_.size()];
  if (open.left < 2) return Commit();
  Asked asked = Pay();
  v1::Header& header = *asked.command.mutable_header();
  header.set_unit(open.command.header().unit());
  header.set_effective_on(20241230);
  v1::Payment& payment = *asked.command.mutable_payment();
  payment.set_line("X01");
  payment.set_amount_fen(1 + open.left / 2);
  payment.mutable_commitment()->set_external_id(open.command.header().external_id());
  payment.set_drawn_fen(payment.amount_fen());
  open.left -= payment.amount_fen();
  return asked;
}

Asked Clerk::Release() {
  if (commitments_.empty()) return Commit();
  Open& open = commitments_[random_() % commitments_.size()];
  if (open.left < 2) return Commit();
  v1::Command command = New("release");
  command.mutable_header()->set_unit(open.command.header().unit());
  command.mutable_header()->set_effective_on(20241230);
  v1::CommitmentRelease& release = *command.mutable_commitment_release();
  release.mutable_commitment()->set_external_id(open.command.header().external_id());
  release.set_amount_fen(open.left / 2);
  open.left -= release.amount_fen();
  return {std::move(command), Fate::kRecorded};
}

Asked Clerk::Refund() {
  if (payments_.empty()) return Pay();
  Open& open = payments_[random_() % payments_.size()];
  if (open.left < 2) return Pay();
  v1::Command command = New("refund");
  command.mutable_header()->set_unit(open.command.header().unit());
  command.mutable_header()->set_effective_on(20241231);
  v1::Reversal& reversal = *command.mutable_reversal();
  reversal.mutable_payment()->set_external_id(open.command.header().external_id());
  reversal.set_amount_fen(open.left / 2);
  reversal.set_kind(v1::REFUNDED);
  open.left -= reversal.amount_fen();
  return {std::move(command), Fate::kRecorded};
}

Asked Clerk::RefundTooMuch() {
  Asked asked = Refund();
  if (!asked.command.has_reversal()) return asked;
  asked.command.mutable_reversal()->set_amount_fen(kPlenty);
  asked.fate = Fate::kRefused;  // what Refund took off is lost to later refunds: no harm
  return asked;
}

// The id of something recorded with other content.
Asked Clerk::SayOtherwise() {
  if (payments_.empty()) return Pay();
  Asked asked{payments_[random_() % payments_.size()].command, Fate::kRefused};
  asked.command.mutable_payment()->set_payee("另一公司");
  return asked;
}

}  // namespace outturn::crash
