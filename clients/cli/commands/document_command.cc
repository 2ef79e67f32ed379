// outturn check-document: a written report's figures against each other and the events.
#include <memory>

#include "clients/cli/cli.h"
#include "clients/cli/document_file.h"
#include "clients/cli/document_ledger.h"
#include "clients/cli/document_report.h"
#include "services/document/read.h"

namespace outturn::cli {
namespace {

struct DocumentFlags {
  std::string file;
  std::string rules;
  std::string labels;
  bool findings_only = false;
  CutFlags cut;
  CLI::Option* unit = nullptr;  // given on the command line: then a ledger is meant
};

void Problems(Cli* cli, const std::string& file,
              const std::vector<checks::RulesProblem>& problems) {
  for (const checks::RulesProblem& problem : problems) {
    cli->console.Error(cli->settings.lang(),
                       {file + "：" + problem.where + "：" + problem.words.zh,
                        file + ": " + problem.where + ": " + problem.words.en});
  }
}

// What was found instead of figures, and what is looked for.
intake::Words NothingToCheck(const DocumentReport& report) {
  const std::string& file = report.file;
  if (report.filing.unread.empty()) {
    return {
        file + "：没有读出任何数，什么也没有核对。应给出写好的报告，如“全年预算数 1922.75 万元”",
        file + ": no number was read, so nothing was checked. A written report is due, with " +
            "figures such as “全年预算数 1922.75 万元”"};
  }
  const std::string count = std::to_string(report.filing.unread.size());
  return {
      file + "：看到 " + count + " 个数，但认不出是什么指标，什么也没有核对。应有名称，如“全年" +
          "预算数 1922.75 万元”；别的叫法用 --labels 给出",
      file + ": " + count + " numbers seen, but not what they are of, so nothing was " +
          "checked. They need names, such as “全年预算数 1922.75 万元”; other words are given " +
          "by --labels"};
}

int CheckDocument(Cli* cli, const DocumentFlags& flags) {
  if (flags.file.empty()) {
    return cli->UsageError(
        {"缺少文件：.txt、.docx、.xlsx 或 .pdf", "which file? .txt, .docx, .xlsx or .pdf"});
  }
  checks::LoadedRules rules;
  document::LoadedLabels labels;
  if (!flags.rules.empty()) {
    const FileBytes bytes = ReadFileBytes(flags.rules);
    if (!bytes.failure.empty()) return cli->UsageError(bytes.failure);
    rules = checks::LoadRules(bytes.bytes);
    Problems(cli, flags.rules, rules.problems);
  }
  if (!flags.labels.empty()) {
    const FileBytes bytes = ReadFileBytes(flags.labels);
    if (!bytes.failure.empty()) return cli->UsageError(bytes.failure);
    labels = document::LoadLabels(bytes.bytes);
    Problems(cli, flags.labels, labels.problems);
  }
  if (!rules.problems.empty() || !labels.problems.empty()) return kUsage;
  const ReadDocument read = OpenDocument(flags.file);
  if (!read.failure.empty()) return cli->UsageError(read.failure);
  const document::Labels& words = flags.labels.empty() ? document::BuiltInLabels() : labels.labels;
  const checks::Rules& sums = flags.rules.empty() ? checks::BuiltInRules() : rules.rules;
  DocumentReport report;
  report.file = flags.file;
  report.notes = read.document.notes;
  report.filing = document::Read(read.document, words);
  checks::Checked checked = checks::CheckAll(report.filing, sums);
  report.findings = std::move(checked.findings);
  report.untied = std::move(checked.untied);
  report.findings_only = flags.findings_only;
  if (NothingRead(report)) {
    cli->console.Data(Render(*cli, report));
    return cli->UsageError(NothingToCheck(report));
  }
  if (flags.unit->count() > 0) {
    Cut cut;
    int code = kOk;
    if (!TakeCut(cli, flags.cut, &cut, &code)) return code;
    code = CompareWithLedger(cli, cut, &report);
    if (code != kOk) return code;
  }
  cli->console.Data(Render(*cli, report));
  return HasErrors(report) ? kFailed : kOk;
}

}  // namespace

void AddDocumentCommand(Cli* cli) {
  const auto flags = std::make_shared<DocumentFlags>();
  CLI::App* command = AddCommand(
      cli, &cli->app, "check-document",
      {"核对写好的报告：找出其中的数，互相勾稽，给了账套的再与账上核对",
       "check a written report: its figures against each other and, given a ledger, the events"},
      "outturn check-document 自评报告.docx\n"
      "outturn check-document report.pdf --format json\n"
      "outturn check-document report.txt --unit 145001 --year 2024",
      [cli, flags] { return CheckDocument(cli, *flags); });
  command
      ->add_option(
          "file", flags->file,
          cli->Say("报告文件（txt、docx、xlsx、pdf）", "the report: txt, docx, xlsx or pdf"))
      ->type_name(cli->Say("文件", "FILE"));
  command
      ->add_option(
          "--rules", flags->rules,
          cli->Say("另一份勾稽规则（默认为程序自带的）", "other rules than those built in"))
      ->type_name("JSON");
  command
      ->add_option("--labels", flags->labels,
                   cli->Say("另一份词语表（默认为程序自带的）", "other words than those built in"))
      ->type_name("JSON");
  command->add_flag("--findings-only", flags->findings_only,
                    cli->Say("只列出问题，不列出读到的数", "list the findings, not what was read"));
  AddLedgerFlags(cli, command);
  flags->unit = command->get_option("--unit");
  AddCutFlags(cli, command, &flags->cut);
}

}  // namespace outturn::cli
