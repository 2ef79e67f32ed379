// The auditor's questions: why a figure is what it is, what changed, whether what was filed holds.
#include "clients/cli/commands/audit_commands.h"

#include <memory>

#include "clients/cli/cut_flags.h"
#include "outturn/v1/audit.grpc.pb.h"

namespace outturn::cli {
namespace {

struct Flags {
  std::vector<std::string> names;
  CutFlags cut;
  CutFlags to;
  uint32_t page_size = 0;
  std::string page;
};

// Ledger, cut, form of the answer; false when something is wrong: told.
template <typename Request>
bool Begin(Cli* cli, const Flags& flags, Request* request, int* code) {
  if (auto wrong = cli->Ledger(request->mutable_ledger())) {
    *code = cli->UsageError(*wrong);
    return false;
  }
  Cut cut;
  if (!TakeCut(cli, flags.cut, &cut, code)) return false;
  cut.PutInto(request);
  request->set_format(WireFormat(*cli));
  request->set_language(WireLanguage(*cli));
  request->set_page_size(flags.page_size);
  return true;
}

// The exit code of an answer whose events add up to its figures, or do not: told.
int Verdict(Cli* cli, bool adds_up) {
  if (adds_up) return kOk;
  cli->console.Error(cli->settings.lang(),
                     {"事项合计与指标数不等：请核查账簿（outturn-server --fsck）",
                      "the events do not add up to the figure: check the book "
                      "(outturn-server --fsck)"});
  return kFailed;
}

int Explain(Cli* cli, const Flags& flags) {
  v1::ExplainRequest request;
  int code = kOk;
  if (!Begin(cli, flags, &request, &code)) return code;
  request.set_figure(flags.names.front());
  request.set_page_token(flags.page);
  v1::ExplainReply reply;
  if (!Ask<v1::Audit>(cli, &v1::Audit::Stub::Explain, request, &reply, &code, Patience::kPatient))
    return code;
  cli->console.Data(reply.content());
  if (!reply.next_page_token().empty()) {
    cli->console.Note(cli->Say("下一页：--page ", "next page: --page ") + reply.next_page_token());
  }
  return Verdict(cli, reply.adds_up());
}

int Diff(Cli* cli, const Flags& flags) {
  v1::DiffRequest request;
  int code = kOk;
  if (!Begin(cli, flags, &request, &code)) return code;
  Cut to;
  if (!TakeCut(cli, flags.to, &to, &code)) return code;
  request.set_to_as_of(to.as_of);
  if (to.known.moment_case() != v1::KnownAt::MOMENT_NOT_SET) *request.mutable_to_known() = to.known;
  request.mutable_names()->Assign(flags.names.begin(), flags.names.end());
  v1::DiffReply reply;
  if (!Ask<v1::Audit>(cli, &v1::Audit::Stub::Diff, request, &reply, &code, Patience::kPatient))
    return code;
  cli->console.Data(reply.content());
  return Verdict(cli, reply.adds_up());
}

int Reconcile(Cli* cli, const Flags& flags) {
  v1::ReconcileRequest request;
  int code = kOk;
  if (!Begin(cli, flags, &request, &code)) return code;
  if (!flags.names.empty()) request.set_form(flags.names.front());
  v1::ReconcileReply reply;
  if (!Ask<v1::Audit>(cli, &v1::Audit::Stub::Reconcile, request, &reply, &code, Patience::kPatient))
    return code;
  cli->console.Data(reply.content());
  return Verdict(cli, reply.adds_up());
}

void AddPageSize(Cli* cli, CLI::App* command, Flags* flags) {
  command
      ->add_option("--page-size", flags->page_size,
                   cli->Say("每个清单列几项，由大到小；默认 20",
                            "events shown of each list, largest first; 20"))
      ->check(CLI::Range(1, 1000))
      ->type_name("N");
}

void AddExplain(Cli* cli) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* explain = AddCommand(
      cli, &cli->app, "explain",
      {"一个指标数或一项勾稽检查怎么来的：定义、算式、背后的事项",
       "why a figure or a check is what it is: definition, formula, the events behind it"},
      "outturn explain execution_rate --unit 145001 --year 2024\n"
      "outturn explain 'paid(three_public=reception)' --as-of 2024-07-31 --page-size 100\n"
      "outturn explain 'indicator_score(A03)' --known-at 8234 --format json\n"
      "outturn explain declared_sum                       # a check of outturn check list\n"
      "outturn explain 'check(execution_rate)' --known-at filing-2024",
      [cli, flags] { return Explain(cli, *flags); });
  explain
      ->add_option("figure", flags->names,
                   cli->Say("指标数，或检查的编号、名称；与指标数同名的检查写 check(编号)",
                            "figure, or the id or name of a check; where a figure has that name, "
                            "check(ID)"))
      ->required()
      ->expected(1);
  AddLedgerFlags(cli, explain);
  AddCutFlags(cli, explain, &flags->cut);
  AddPageSize(cli, explain, flags.get());
  explain->add_option("--page", flags->page,
                      cli->Say("哪一页：上一页末尾给出的记号",
                               "which page: the token told at the end of the one before"));
}

void AddDiff(Cli* cli) {
  const auto flags = std::make_shared<Flags>();
  flags->to.prefix = "to-";
  CLI::App* diff = AddCommand(
      cli, &cli->app, "diff",
      {"一张表或几个指标数的两个时点：变了什么、变了多少、哪些事项所致",
       "two cuts of a form or of figures: what changed, by how much, and which events did it"},
      "outturn diff annex1 --known-at 8234 --unit 145001 --year 2024\n"
      "outturn diff execution --as-of 2024-07-31 --to-as-of 2024-12-31\n"
      "outturn diff paid execution_rate --known-at '2024-08-01 12:00' --to-known-at 2024-09-01",
      [cli, flags] { return Diff(cli, *flags); });
  diff->add_option("name", flags->names, cli->Say("表或指标数", "forms or figures"))->required();
  AddLedgerFlags(cli, diff);
  AddCutFlags(cli, diff, &flags->cut);
  AddCutFlags(cli, diff, &flags->to);
  AddPageSize(cli, diff, flags.get());
}

void AddReconcile(Cli* cli) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* reconcile =
      AddCommand(cli, &cli->app, "reconcile",
                 {"填报数与账上数逐格对照：填报时与现在",
                  "declared cells beside derived ones: as known when filed, and now"},
                 "outturn reconcile --unit 145001 --year 2024\n"
                 "outturn reconcile annex1 --format csv",
                 [cli, flags] { return Reconcile(cli, *flags); });
  reconcile->add_option("form", flags->names, cli->Say("填报的表；默认全部", "form; all"))
      ->expected(0, 1);
  AddLedgerFlags(cli, reconcile);
  AddCutFlags(cli, reconcile, &flags->cut);
  AddPageSize(cli, reconcile, flags.get());
}

}  // namespace

void AddAuditCommands(Cli* cli) {
  AddExplain(cli);
  AddDiff(cli);
  AddReconcile(cli);
}

}  // namespace outturn::cli
