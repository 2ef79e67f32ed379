#include "clients/cli/receipt.h"

#include <nlohmann/json.hpp>

#include "clients/cli/event_text.h"
#include "services/intake/cells.h"

namespace outturn::cli {
namespace {

Facts ReceiptFacts(const Cli& cli, const v1::Command& command, const v1::Receipt& receipt,
                   bool dry_run) {
  Facts facts;
  facts.Add({"编号", "id"}, command.header().source() + "/" + command.header().external_id());
  if (dry_run && !receipt.already_recorded()) {
    facts.Add({"结果", "result"}, cli.Say("试算通过，未入账", "would be recorded (dry run)"));
  } else {
    facts.Add({"位置", "position"}, std::to_string(receipt.position()));
    facts.Add({"记录时间", "recorded at"}, InstantText(receipt.recorded_at_us()));
  }
  const v1::Outcome& outcome = receipt.outcome();
  if (outcome.ledger_version() > 0) {
    facts.Add({"账套版本", "ledger version"}, std::to_string(outcome.ledger_version()));
  }
  if (outcome.has_headroom()) {
    facts.Add({"可用余额（元）", "headroom (yuan)"}, intake::YuanText(outcome.headroom_fen()));
    facts.Add({"最低余额日", "least on"}, intake::DayText(outcome.headroom_on()));
  }
  return facts;
}

// With the id it was recorded under: of --id auto nobody else knows it.
std::string ReceiptJson(const v1::Command& command, const v1::Receipt& receipt) {
  nlohmann::ordered_json json = {{"source", command.header().source()},
                                 {"external_id", command.header().external_id()}};
  json.update(nlohmann::ordered_json::parse(ToJson(receipt)));
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string WarningText(const v1::Receipt& receipt, int index) {
  if (index < receipt.warning_texts_size()) return receipt.warning_texts(index);
  return BareWarning(receipt.outcome().warnings(index));
}

void PrintReceipt(Cli* cli, const v1::Command& command, const v1::Receipt& receipt, bool dry_run) {
  if (cli->settings.format == "json") {
    cli->console.Data(ReceiptJson(command, receipt));
  } else {
    cli->Print(receipt, ReceiptFacts(*cli, command, receipt, dry_run));
  }
  if (receipt.already_recorded()) {
    cli->console.Note(
        cli->Say("此前已入账，没有重复记录", "recorded earlier; nothing was recorded twice"));
  }
  for (int i = 0; i < receipt.outcome().warnings_size(); ++i) {
    const std::string text = WarningText(receipt, i);
    cli->console.Warn(cli->settings.lang(), {text, text});
  }
}

}  // namespace outturn::cli
