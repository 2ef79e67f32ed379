// outturn book compare: whether what the server tells is what the events say.
#include <memory>

#include "clients/cli/cli.h"
#include "outturn/v1/inspection.grpc.pb.h"
#include "outturn/v1/services.grpc.pb.h"

namespace outturn::cli {
namespace {

// The ledger named by --unit and --year; all there are where neither is named, or --all says so.
bool LedgersAsked(Cli* cli, bool all, v1::ListLedgersReply* ledgers, int* code) {
  const bool named = !cli->settings.unit.empty() || !cli->settings.year.empty();
  if (named && !all) {
    if (auto wrong = cli->Ledger(ledgers->add_ledgers()->mutable_ledger())) {
      *code = cli->UsageError(*wrong);
      return false;
    }
    return true;
  }
  return Ask<v1::Ledgers>(cli, &v1::Ledgers::Stub::ListLedgers, v1::ListLedgersRequest(), ledgers,
                          code);
}

std::string Words(const Cli& cli, const v1::CompareLedgerReply& reply) {
  if (reply.difference().empty()) return cli.Say("一致", "same");
  return (reply.difference() == "RESIDENT" ? cli.Say("内存状态不符：", "memory differs: ")
                                           : cli.Say("历史索引不符：", "history differs: ")) +
         reply.field();
}

int Compare(Cli* cli, bool all) {
  v1::ListLedgersReply ledgers;
  int code = kOk;
  if (!LedgersAsked(cli, all, &ledgers, &code)) return code;
  Listing listing;
  listing.columns = {{{"单位代码", "unit"}},
                     {{"年度", "year"}},
                     {{"事项数", "events"}, true},
                     {{"位置", "position"}, true},
                     {{"结果", "result"}}};
  v1::ComparedLedgers compared;
  int done = 0;
  int different = 0;
  for (const v1::LedgerSummary& one : ledgers.ledgers()) {
    v1::CompareLedgerRequest request;
    *request.mutable_ledger() = one.ledger();
    v1::ComparedLedger& result = *compared.add_ledgers();
    *result.mutable_ledger() = one.ledger();
    v1::CompareLedgerReply& last = *result.mutable_result();
    if (!Ask<v1::Inspection>(cli, &v1::Inspection::Stub::CompareLedger, request, &last, &code)) {
      cli->console.ClearProgress();
      return code;
    }
    different += last.difference().empty() ? 0 : 1;
    listing.rows.push_back({one.ledger().unit(), std::to_string(one.ledger().year()),
                            std::to_string(last.events()), std::to_string(last.position()),
                            Words(*cli, last)});
    ++done;
    if (cli->console.ProgressDue()) {
      cli->console.Progress(std::to_string(done) + " / " + std::to_string(ledgers.ledgers_size()));
    }
  }
  cli->console.ClearProgress();
  cli->Print(compared, listing);
  cli->console.Note(different == 0
                        ? cli->Say("内存中的账与事项重算结果逐字节一致",
                                   "memory and the events folded anew are the same, byte for byte")
                        : std::to_string(different) + cli->Say(" 个账套不一致", " ledgers differ"));
  return different == 0 ? kOk : kFailed;
}

}  // namespace

void AddInspectionCommands(Cli* cli) {
  const auto all = std::make_shared<bool>(false);
  CLI::App* compare =
      AddCommand(cli, Noun(cli, "book"), "compare",
                 {"从第一个事项起重算，与内存中的账逐字节比较；有不一致时退出码为 1",
                  "folds the events anew and compares with what is in memory, byte for byte; exit "
                  "code 1 when anything differs"},
                 "outturn book compare --all\noutturn book compare --unit 145001 --year 2024",
                 [cli, all] { return Compare(cli, *all); });
  AddLedgerFlags(cli, compare);
  compare->add_flag("--all", *all,
                    cli->Say("所有账套，不论 --unit、--year 指定了什么",
                             "every ledger, whatever --unit and --year say"));
}

}  // namespace outturn::cli
