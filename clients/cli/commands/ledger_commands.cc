#include <memory>

#include "clients/cli/cut_flags.h"
#include "clients/cli/year.h"
#include "outturn/v1/services.grpc.pb.h"
#include "services/intake/cells.h"
#include "services/intake/fields.h"

namespace outturn::cli {
namespace {

using intake::YuanText;

struct LedgerFilter {
  std::string unit;
  std::string year;
  std::string known_at;
};

int ListLedgers(Cli* cli, const LedgerFilter& filter) {
  v1::ListLedgersRequest request;
  request.set_unit(filter.unit);
  if (!filter.year.empty()) {
    const auto year = ReadYear(filter.year);
    if (!year) return cli->UsageError(NoYear({"--year ", "--year"}, filter.year));
    request.set_year(*year);
  }
  int code = kOk;
  if (!TakeKnownAt(cli, "--known-at", filter.known_at, request.mutable_known(), &code)) return code;
  v1::ListLedgersReply reply;
  if (!Ask<v1::Ledgers>(cli, &v1::Ledgers::Stub::ListLedgers, request, &reply, &code)) return code;
  Listing listing;
  listing.columns = {{{"单位代码", "unit"}},      {{"年度", "year"}},
                     {{"单位名称", "name"}},      {{"财政区划", "division"}},
                     {{"政策", "policy"}},        {{"状态", "state"}},
                     {{"版本", "version"}, true}, {{"最后位置", "last position"}, true}};
  for (const v1::LedgerSummary& ledger : reply.ledgers()) {
    listing.rows.push_back(
        {ledger.ledger().unit(), std::to_string(ledger.ledger().year()), ledger.unit_name(),
         ledger.division(), ledger.policy(),
         ledger.closed() ? cli->Say("已关账", "closed") : cli->Say("开账", "open"),
         std::to_string(ledger.version()), std::to_string(ledger.last_position())});
  }
  cli->Print(reply, listing);
  TellProvenance(cli, reply.provenance());
  return kOk;
}

struct BalanceFlags {
  CutFlags cut;
  std::string line;
  bool by_class = false;
};

int ShowBalances(Cli* cli, const BalanceFlags& flags) {
  v1::GetBalancesRequest request;
  if (auto wrong = cli->Ledger(request.mutable_ledger())) return cli->UsageError(*wrong);
  Cut cut;
  int code = kOk;
  if (!TakeCut(cli, flags.cut, &cut, &code)) return code;
  cut.PutInto(&request);
  request.set_line(flags.line);
  request.set_by_class(flags.by_class);
  v1::GetBalancesReply reply;
  if (!Ask<v1::Ledgers>(cli, &v1::Ledgers::Stub::GetBalances, request, &reply, &code,
                        Patience::kPatient))
    return code;
  Listing listing;
  listing.columns = {{{"指标", "line"}, false, true}, {{"名称", "name"}},
                     {{"年初预算", "initial"}, true}, {{"结转", "carry-in"}, true},
                     {{"追加", "supplements"}, true}, {{"追减", "cuts"}, true},
                     {{"调剂", "virements"}, true},   {{"全年预算", "full year"}, true},
                     {{"到位", "received"}, true},    {{"冻结", "committed"}, true},
                     {{"支付", "paid"}, true},        {{"余额", "headroom"}, true}};
  if (flags.by_class) {
    listing.columns.insert(listing.columns.begin() + 2, Listing::Column{{"经济分类", "class"}});
  }
  for (const v1::LineBalance& one : reply.balances()) {
    std::vector<std::string> row = {one.line().line(), one.line().name()};
    if (flags.by_class) row.push_back(one.economic_class());
    for (const int64_t fen :
         {one.initial_fen(), one.carry_in_fen(), one.supplements_fen(), one.cuts_fen(),
          one.virements_fen(), one.full_year_fen(), one.received_fen(), one.committed_fen(),
          one.paid_fen(), one.headroom_fen()}) {
      row.push_back(YuanText(fen));
    }
    listing.rows.push_back(std::move(row));
  }
  cli->Print(reply, listing);
  cli->console.Note(cli->Say("单位：元", "in yuan"));
  TellProvenance(cli, reply.provenance());
  return kOk;
}

int ListPolicies(Cli* cli) {
  v1::ListPoliciesReply reply;
  int code = kOk;
  if (!Ask<v1::Ledgers>(cli, &v1::Ledgers::Stub::ListPolicies, v1::ListPoliciesRequest(), &reply,
                        &code)) {
    return code;
  }
  Listing listing;
  listing.columns = {{{"政策", "policy"}}, {{"名称", "name"}}, {{"依据", "source"}}};
  for (const v1::Policy& policy : reply.policies()) {
    listing.rows.push_back({policy.id() + "@" + std::to_string(policy.version()),
                            cli->english() ? policy.en() : policy.zh(), policy.source()});
  }
  cli->Print(reply, listing);
  return kOk;
}

}  // namespace

void AddLedgerCommands(Cli* cli) {
  const auto filter = std::make_shared<LedgerFilter>();
  CLI::App* list =
      AddCommand(cli, Noun(cli, "ledger"), "list", {"列出账套", "the ledgers of the book"},
                 "outturn ledger list\noutturn ledger list --year 2024 --format json\n"
                 "outturn ledger list --known-at 2024-07-31",
                 [cli, filter] { return ListLedgers(cli, *filter); });
  const std::string group = cli->Say("筛选", "Filters");
  list->add_option("--unit", filter->unit, cli->Say("单位代码", "unit"))->group(group);
  list->add_option("--year", filter->year, cli->Say("预算年度", "year"))->group(group);
  AddKnownAtFlag(cli, list, "--known-at", &filter->known_at);

  const auto flags = std::make_shared<BalanceFlags>();
  CLI::App* balances =
      AddCommand(cli, Noun(cli, "ledger"), "balances",
                 {"各预算指标的预算、冻结、支付与余额（元）",
                  "budget, committed, paid and headroom of each line, in yuan"},
                 "outturn ledger balances --unit 145001 --year 2024\n"
                 "outturn ledger balances --as-of 2024-07-31 --line JB-302 --by-class\n"
                 "outturn ledger balances --known-at \"2024-08-01 12:00\"",
                 [cli, flags] { return ShowBalances(cli, *flags); });
  AddLedgerFlags(cli, balances);
  AddCutFlags(cli, balances, &flags->cut);
  balances->add_option("--line", flags->line, cli->Say("只看一个预算指标", "one line only"))
      ->group(group);
  balances->add_flag("--by-class", flags->by_class, cli->Say("按经济分类细分", "by economic class"))
      ->group(group);

  AddCommand(cli, Noun(cli, "policy"), "list", {"列出已采用的政策", "the policies adopted"},
             "outturn policy list\noutturn policy list --format json",
             [cli] { return ListPolicies(cli); });
}

}  // namespace outturn::cli
