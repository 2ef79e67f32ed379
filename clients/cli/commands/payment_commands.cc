#include <memory>

#include "clients/cli/cut_flags.h"
#include "clients/cli/event_text.h"
#include "outturn/v1/services.grpc.pb.h"
#include "services/intake/cells.h"

namespace outturn::cli {
namespace {

Listing Placements(const v1::GetPaymentReply& reply) {
  Listing listing;
  listing.columns = {
      {{"指标", "line"}},
      {{"经济分类", "class"}},
      {{"余下（元，不计以后年度退回）", "left (yuan), refunds of later years aside"}, true}};
  for (const auto& placement : reply.placements()) {
    listing.rows.push_back(
        {placement.line(), placement.economic_class(), intake::YuanText(placement.amount_fen())});
  }
  return listing;
}

struct PaymentFlags {
  std::string id;
  std::string source;
  CutFlags cut;
};

int ShowPayment(Cli* cli, const PaymentFlags& flags) {
  const auto& [id, source, asked] = flags;
  v1::GetPaymentRequest request;
  const size_t slash = id.find('/');
  const bool has_source = source.empty() && slash != std::string::npos;
  request.mutable_payment()->set_external_id(has_source ? id.substr(slash + 1) : id);
  request.mutable_payment()->set_source(has_source ? id.substr(0, slash) : source);
  if (request.payment().source().empty())
    request.mutable_payment()->set_source(cli->settings.source);
  if (request.payment().source().empty()) {
    return cli->UsageError({"缺少来源系统：用 --source 或写成 来源/编号",
                            "which source system? Say --source or SOURCE/ID"});
  }
  Cut cut;
  int code = kOk;
  if (!TakeCut(cli, asked, &cut, &code)) return code;
  cut.PutInto(&request);
  v1::GetPaymentReply reply;
  if (!Ask<v1::Payments>(cli, &v1::Payments::Stub::GetPayment, request, &reply, &code)) return code;
  const Listing placements = Placements(reply);
  if (cli->settings.format != "table") {
    cli->Print(reply, placements);
    TellProvenance(cli, reply.provenance());
    return kOk;
  }
  const bool english = cli->english();
  cli->console.Data(EventFacts(reply.payment(), english).ToText(english, cli->console.width()));
  Listing follow_ups{EventColumns(), {}};
  for (const v1::Event& event : reply.follow_ups()) {
    follow_ups.rows.push_back(EventRow(event, english, true));
  }
  if (!follow_ups.rows.empty()) {
    cli->console.Data("\n" + cli->Say("后续事项", "what followed") + "\n\n");
    cli->console.Data(follow_ups.ToText(english, cli->console.width()));
  }
  cli->console.Data("\n" + placements.ToText(english, cli->console.width()));
  TellProvenance(cli, reply.provenance());
  return kOk;
}

}  // namespace

void AddPaymentCommands(Cli* cli) {
  const auto flags = std::make_shared<PaymentFlags>();
  CLI::App* show =
      AddCommand(cli, Noun(cli, "payment"), "show",
                 {"一笔支付：内容、后续的退回与更正、余下金额何在",
                  "a payment: what it says, what followed, and where what is left of it sits"},
                 "outturn payment show Z-2024-0305 --source budget-system\n"
                 "outturn payment show budget-system/Z-2024-0305 --format json\n"
                 "outturn payment show Z-2024-0305 --as-of 2024-07-31 --known-at filing-2024",
                 [cli, flags] { return ShowPayment(cli, *flags); });
  show->add_option("id", flags->id, cli->Say("外部编号，或 来源/编号", "external id, or SOURCE/ID"))
      ->required();
  show->add_option(
          "--source", flags->source,
          cli->Say("来源系统；给出后编号中可以有 /", "source system; the id may then hold a /"))
      ->group(cli->Say("筛选", "Filters"));
  AddCutFlags(cli, show, &flags->cut);
}

}  // namespace outturn::cli
