#include <memory>

#include "clients/cli/cut_flags.h"
#include "clients/cli/report_flags.h"
#include "outturn/v1/services.grpc.pb.h"
#include "services/intake/cells.h"

namespace outturn::cli {
namespace {

struct ReportFlags {
  std::string form;
  std::string out;  // a file; empty: standard output
  std::string project;
  bool for_public = false;
  CutFlags cut;
};

// Standard output takes words; a workbook goes to a file, or to another program.
std::optional<intake::Words> WrongOutput(const Cli& cli, const ReportFlags& flags) {
  if (cli.settings.format != "xlsx" || !flags.out.empty() || !Console::OutIsTerminal()) {
    return std::nullopt;
  }
  return intake::Words{
      "xlsx 是二进制文件，不在终端上显示：请加 --out 文件名，如 --out " + flags.form + ".xlsx",
      "xlsx is no text for a terminal: say where to write it, such as --out " + flags.form +
          ".xlsx"};
}

int ShowReport(Cli* cli, const ReportFlags& flags) {
  if (flags.form.empty()) {
    return cli->UsageError(
        {"缺少表名：outturn report list 列出各表", "which form? outturn report list names them"});
  }
  v1::GetReportRequest request;
  if (auto wrong = cli->Ledger(request.mutable_ledger())) return cli->UsageError(*wrong);
  Cut cut;
  if (auto wrong = WrongOutput(*cli, flags)) return cli->UsageError(*wrong);
  int code = kOk;
  if (!TakeCut(cli, flags.cut, &cut, &code)) return code;
  request.set_form(flags.form);
  cut.PutInto(&request);
  request.set_language(WireLanguage(*cli));
  request.set_format(WireFormat(*cli));
  request.set_public_version(flags.for_public);
  request.set_project(flags.project);
  v1::GetReportReply reply;
  if (!Ask<v1::Reports>(cli, &v1::Reports::Stub::GetReport, request, &reply, &code,
                        Patience::kPatient))
    return code;
  return Deliver(cli, flags.out, reply.content());
}

void AddPaperFlags(Cli* cli, CLI::App* command, ReportFlags* flags) {
  AllowFormats(cli, command, {"table", "json", "csv", "xlsx", "html"});
  const std::string group = cli->Say("输出", "Output");
  AddOutFlag(cli, command, &flags->out);
  command
      ->add_flag("--public", flags->for_public,
                 cli->Say("公开版：不出现涉密项目，合计照旧",
                          "the public version: nothing of classified projects, totals hold them"))
      ->group(group);
  command
      ->add_option("--project", flags->project,
                   cli->Say("一个项目一页的表只要这一个项目",
                            "of a form with a page for each project, only this one's"))
      ->type_name(cli->Say("项目代码", "CODE"))
      ->group(group);
}

// A form's title as printed, where nobody asked for a year: "{year}" is the year of the settings or
// left open, what hangs on a day is left out.
std::string Title(const Cli& cli, std::string title) {
  const auto replace = [&](const std::string& from, const std::string& to) {
    const size_t at = title.find(from);
    if (at != std::string::npos) title.replace(at, from.size(), to);
  };
  replace("，截至{as_of}", "");
  replace(", as of {as_of}", "");
  replace("{as_of}", cli.Say("某日", "a day"));
  replace("{year}", cli.settings.year.empty() ? cli.Say("某", "year") : cli.settings.year);
  return title;
}

int ListForms(Cli* cli) {
  v1::ListFormsReply reply;
  int code = kOk;
  if (!Ask<v1::Reports>(cli, &v1::Reports::Stub::ListForms, v1::ListFormsRequest(), &reply,
                        &code)) {
    return code;
  }
  Listing listing;
  listing.columns = {{{"表", "form"}}, {{"名称", "name"}}, {{"出处", "pack"}}};
  for (const v1::FormSummary& form : reply.forms()) {
    listing.rows.push_back(
        {form.id(), Title(*cli, cli->english() ? form.en() : form.zh()), form.pack()});
  }
  cli->Print(reply, listing);
  return kOk;
}

int ListFigures(Cli* cli) {
  v1::ListFiguresReply reply;
  int code = kOk;
  if (!Ask<v1::Reports>(cli, &v1::Reports::Stub::ListFigures, v1::ListFiguresRequest(), &reply,
                        &code)) {
    return code;
  }
  Listing listing;
  listing.columns = {{{"名称", "name"}},
                     {{"中文名", "called"}},
                     {{"单位", "unit"}},
                     {{"定义", "definition"}},
                     {{"依据", "source"}}};
  for (const v1::FigureDefinition& one : reply.figures()) {
    listing.rows.push_back({one.name(), cli->english() ? one.en() : one.zh(), one.unit(),
                            cli->english() ? one.definition_en() : one.definition_zh(),
                            one.source()});
  }
  cli->Print(reply, listing);
  const std::string& help = cli->english() ? reply.selector_help_en() : reply.selector_help_zh();
  if (cli->settings.format == "table" && !help.empty()) cli->console.Note("\n" + help);
  return kOk;
}

// What the printed and the exact value of a figure count.
struct Units {
  intake::Words printed;
  intake::Words exact;
};

Units UnitsOf(const std::string& unit) {
  if (unit == "fen") return {{"万元", "10,000 yuan"}, {"分", "fen"}};
  if (unit == "ratio" || unit == "rate_gap") return {{}, {"比值", "ratio"}};
  if (unit == "point_hundredths") return {{"分值", "points"}, {"百分之一分值", "1/100 point"}};
  if (unit == "count") return {{"个", "count"}, {"个", "count"}};
  return {};
}

// By name; empty where the server does not say.
std::map<std::string, Units> UnitsOfFigures(Cli* cli) {
  std::map<std::string, Units> units;
  v1::ListFiguresReply reply;
  int code = kOk;
  if (!Ask<v1::Reports>(cli, &v1::Reports::Stub::ListFigures, v1::ListFiguresRequest(), &reply,
                        &code)) {
    return units;
  }
  for (const v1::FigureDefinition& one : reply.figures()) units[one.name()] = UnitsOf(one.unit());
  return units;
}

int ShowFigures(Cli* cli, const std::vector<std::string>& names, const CutFlags& flags) {
  v1::GetFiguresRequest request;
  if (auto wrong = cli->Ledger(request.mutable_ledger())) return cli->UsageError(*wrong);
  Cut cut;
  int code = kOk;
  if (!TakeCut(cli, flags, &cut, &code)) return code;
  request.mutable_names()->Assign(names.begin(), names.end());
  cut.PutInto(&request);
  request.set_language(WireLanguage(*cli));
  v1::GetFiguresReply reply;
  if (!Ask<v1::Reports>(cli, &v1::Reports::Stub::GetFigures, request, &reply, &code,
                        Patience::kPatient))
    return code;
  Listing listing;
  listing.columns = {{{"名称", "name"}, false, true},
                     {{"数值", "printed"}, true},
                     {{"单位", "unit"}},
                     {{"精确值", "exact"}, true},
                     {{"精确值单位", "exact unit"}}};
  const std::map<std::string, Units> units = UnitsOfFigures(cli);
  for (const v1::FigureValue& figure : reply.figures()) {
    const auto unit = units.find(figure.name().substr(0, figure.name().find('(')));
    const Units of = unit == units.end() ? Units() : unit->second;
    listing.rows.push_back({figure.name(), figure.printed(), cli->Say(of.printed), figure.exact(),
                            cli->Say(of.exact)});
  }
  cli->Print(reply, listing);
  TellProvenance(cli, reply.provenance());
  return kOk;
}

}  // namespace

void AddReportCommands(Cli* cli) {
  const char* const examples =
      "outturn report annex1 --unit 145001 --year 2024\n"
      "outturn report execution --as-of 2024-07-31\n"
      "outturn report annex1 --format xlsx --out annex1.xlsx\n"
      "outturn report show annex2 --format json --known-at 4\n"
      "outturn report list";
  const auto flags = std::make_shared<ReportFlags>();
  const auto make = [&](CLI::App* parent, const char* name, const intake::Words& about) {
    CLI::App* command = AddCommand(cli, parent, name, about, examples,
                                   [cli, flags] { return ShowReport(cli, *flags); });
    command->add_option("form", flags->form, cli->Say("表，如 annex1", "form, such as annex1"));
    AddLedgerFlags(cli, command);
    AddCutFlags(cli, command, &flags->cut);
    AddPaperFlags(cli, command, flags.get());
    return command;
  };
  CLI::App* report =
      make(&cli->app, "report",
           {"报表：附件1、附件2、执行情况…", "forms: annex 1, annex 2, execution …"});
  make(report, "show", {"输出一张表", "print a form"});
  CLI::App* list = AddCommand(cli, report, "list", {"列出各表", "the forms there are"},
                              "outturn report list", [cli] { return ListForms(cli); });
  AllowFormats(cli, list, kPlainFormats);
}

void AddFigureCommands(Cli* cli) {
  AddCommand(
      cli, Noun(cli, "figure"), "list", {"列出指标数及其定义", "the figures and their definitions"},
      "outturn figure list\noutturn figure list --format csv", [cli] { return ListFigures(cli); });
  struct Flags {
    std::vector<std::string> names;
    CutFlags cut;
  };
  const auto flags = std::make_shared<Flags>();
  CLI::App* show =
      AddCommand(cli, Noun(cli, "figure"), "show", {"按名称取数", "figures by name"},
                 "outturn figure show paid execution_rate --unit 145001 --year 2024\n"
                 "outturn figure show 'paid(three_public=reception)' --as-of 2024-07-31",
                 [cli, flags] { return ShowFigures(cli, flags->names, flags->cut); });
  show->add_option("name", flags->names, cli->Say("名称", "names"))->required();
  AddLedgerFlags(cli, show);
  AddCutFlags(cli, show, &flags->cut);
}

}  // namespace outturn::cli
