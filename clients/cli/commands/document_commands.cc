// Whole reports from a template, and what a public version would reveal.
#include <memory>

#include "clients/cli/cut_flags.h"
#include "clients/cli/report_flags.h"
#include "outturn/v1/documents.grpc.pb.h"

namespace outturn::cli {
namespace {

struct FillFlags {
  std::string file;
  std::string out;
  bool for_public = false;
  CutFlags cut;
};

int FillTemplate(Cli* cli, const FillFlags& flags) {
  v1::FillTemplateRequest request;
  int code = kOk;
  if (!ReadTemplate(cli, flags.file, request.mutable_template_(), &code)) return code;
  if (auto wrong = cli->Ledger(request.mutable_ledger())) return cli->UsageError(*wrong);
  Cut cut;
  if (!TakeCut(cli, flags.cut, &cut, &code)) return code;
  cut.PutInto(&request);
  request.set_format(WireFormat(*cli));
  request.set_language(WireLanguage(*cli));
  request.set_public_version(flags.for_public);
  v1::FillTemplateReply reply;
  if (!Ask<v1::Documents>(cli, &v1::Documents::Stub::FillTemplate, request, &reply, &code,
                          Patience::kPatient)) {
    return code;
  }
  WarnOfGaps(cli, reply);
  return Deliver(cli, flags.out, reply.content());
}

struct LeakFlags {
  std::vector<std::string> forms;
  std::string written;  // a template's file
  std::string out;
  CutFlags cut;
};

int ShowLeaks(Cli* cli, const LeakFlags& flags) {
  v1::FindLeaksRequest request;
  if (auto wrong = cli->Ledger(request.mutable_ledger())) return cli->UsageError(*wrong);
  Cut cut;
  int code = kOk;
  if (!TakeCut(cli, flags.cut, &cut, &code)) return code;
  if (!flags.written.empty() &&
      !ReadTemplate(cli, flags.written, request.mutable_template_(), &code)) {
    return code;
  }
  request.mutable_forms()->Assign(flags.forms.begin(), flags.forms.end());
  cut.PutInto(&request);
  request.set_format(WireFormat(*cli));
  request.set_language(WireLanguage(*cli));
  v1::FindLeaksReply reply;
  if (!Ask<v1::Documents>(cli, &v1::Documents::Stub::FindLeaks, request, &reply, &code,
                          Patience::kPatient)) {
    return code;
  }
  return Deliver(cli, flags.out, reply.content());
}

void AddFill(Cli* cli, CLI::App* report) {
  const auto flags = std::make_shared<FillFlags>();
  CLI::App* fill = AddCommand(
      cli, report, "fill",
      {"把文字模板里的指标和表填好", "a text template with figures and tables filled in"},
      "outturn report fill deploy/packs/hunan-2024/templates/self-evaluation.txt\n"
      "outturn report fill report.txt --format html --out report-2024.html --public",
      [cli, flags] { return FillTemplate(cli, *flags); });
  AllowFormats(cli, fill, {"table", "html"});
  fill->add_option("template", flags->file,
                   cli->Say("模板文件，UTF-8；{指标名} 处填数，{table 表名} 独占一行插入一张表",
                            "template, UTF-8: {figure} is filled in, {table FORM} alone on a line "
                            "is a form's table"))
      ->required()
      ->type_name("FILE");
  AddLedgerFlags(cli, fill);
  AddCutFlags(cli, fill, &flags->cut);
  AddOutFlag(cli, fill, &flags->out);
  fill->add_flag("--public", flags->for_public,
                 cli->Say("公开版：模板要写涉密的数就拒绝",
                          "the public version: refused where it names what is classified"))
      ->group(cli->Say("输出", "Output"));
}

void AddLeaks(Cli* cli, CLI::App* report) {
  const auto flags = std::make_shared<LeakFlags>();
  CLI::App* leaks =
      AddCommand(cli, report, "leaks",
                 {"公开前检查：由公开的数能算出哪些涉密金额",
                  "before publishing: which classified amounts the printed figures reveal"},
                 "outturn report leaks\noutturn report leaks annex1 final-03 --as-of 2024-12-31\n"
                 "outturn report leaks --template deploy/packs/hunan-2024/templates/"
                 "self-evaluation.txt",
                 [cli, flags] { return ShowLeaks(cli, *flags); });
  AllowFormats(cli, leaks, {"table", "json", "csv", "html"});
  leaks->add_option("form", flags->forms,
                    cli->Say("一起公开的表；不写为所有公开的表",
                             "forms to be published together; none: all that are for the public"));
  leaks
      ->add_option("--template", flags->written,
                   cli->Say("连同按这个模板填好的报告", "with a whole report from this template"))
      ->type_name(cli->Say("文件", "FILE"));
  AddLedgerFlags(cli, leaks);
  AddCutFlags(cli, leaks, &flags->cut);
  AddOutFlag(cli, leaks, &flags->out);
}

}  // namespace

void AddDocumentCommands(Cli* cli) {
  CLI::App* report = cli->app.get_subcommand("report");
  AddFill(cli, report);
  AddLeaks(cli, report);
}

}  // namespace outturn::cli
