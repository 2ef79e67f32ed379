#include <memory>

#include "clients/cli/cut_flags.h"
#include "outturn/v1/services.grpc.pb.h"
#include "services/intake/cells.h"
#include "services/intake/fields.h"

namespace outturn::cli {
namespace {

// "≥ 300 件", or the words the form prints.
std::string TargetText(const v1::IndicatorSet& indicator, bool english) {
  if (!indicator.target_text().empty()) return indicator.target_text();
  if (indicator.due() != 0) return intake::DayText(indicator.due());
  v1::Command command;
  *command.mutable_indicator_set() = indicator;
  const intake::Kind& kind = *intake::FindKind("indicator_set");
  const int field = kind.FindPath("indicator_set.kind");
  return intake::FieldText(kind.fields[field], command, english) + " " + indicator.target() +
         indicator.unit();
}

int ListIndicators(Cli* cli, const CutFlags& flags) {
  v1::ListIndicatorsRequest request;
  if (auto wrong = cli->Ledger(request.mutable_ledger())) return cli->UsageError(*wrong);
  Cut cut;
  int code = kOk;
  if (!TakeCut(cli, flags, &cut, &code)) return code;
  cut.PutInto(&request);
  v1::ListIndicatorsReply reply;
  if (!Ask<v1::Performance>(cli, &v1::Performance::Stub::ListIndicators, request, &reply, &code,
                            Patience::kPatient)) {
    return code;
  }
  Listing listing;
  listing.columns = {{{"代码", "code"}},
                     {{"一级指标", "level 1"}},
                     {{"二级指标", "level 2"}},
                     {{"三级指标", "level 3"}},
                     {{"年度指标值", "target"}},
                     {{"实际完成值", "actual"}},
                     {{"完成率%", "done %"}, true},
                     {{"分值", "weight"}, true},
                     {{"得分", "score"}, true},
                     {{"偏差原因", "reason"}}};
  for (const v1::IndicatorStatus& status : reply.indicators()) {
    const v1::IndicatorSet& indicator = status.indicator();
    const bool lacks_reason = status.reason_needed() && status.reason().empty();
    listing.rows.push_back(
        {indicator.indicator(), indicator.level1(), indicator.level2(), indicator.level3(),
         TargetText(indicator, cli->english()), status.actual(), status.completion(),
         intake::PointsText(indicator.weight()),
         status.scored() ? intake::PointsText(status.score()) : "",
         lacks_reason ? cli->Say("（须说明原因）", "(a reason is due)") : status.reason()});
  }
  cli->Print(reply, listing);
  TellProvenance(cli, reply.provenance());
  return kOk;
}

}  // namespace

void AddPerformanceCommands(Cli* cli) {
  const auto cut = std::make_shared<CutFlags>();
  CLI::App* list = AddCommand(cli, Noun(cli, "performance"), "list",
                              {"绩效指标、完成值与得分", "indicators, results and scores"},
                              "outturn performance list --unit 145001 --year 2024\n"
                              "outturn performance list --as-of 2024-07-31 --format csv",
                              [cli, cut] { return ListIndicators(cli, *cut); });
  AddLedgerFlags(cli, list);
  AddCutFlags(cli, list, cut.get());
}

}  // namespace outturn::cli
