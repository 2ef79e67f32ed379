// outturn check: the checks of a ledger in the book.
#include <memory>

#include "clients/cli/cut_flags.h"
#include "outturn/v1/checks.grpc.pb.h"

namespace outturn::cli {
namespace {

std::string SeverityWord(const Cli& cli, v1::FindingSeverity severity) {
  if (severity == v1::FINDING_ERROR) return cli.Say("错误", "error");
  if (severity == v1::FINDING_WARNING) return cli.Say("警告", "warning");
  return cli.Say("说明", "info");
}

std::string RoundingWord(const Cli& cli, v1::FindingRounding rounding) {
  if (rounding == v1::FINDING_ROUNDING_EXPLAINS)
    return cli.Say("舍入可以解释", "rounding explains it");
  if (rounding == v1::FINDING_ROUNDING_DOES_NOT_EXPLAIN)
    return cli.Say("舍入不能解释", "rounding does not explain it");
  return "";
}

// "年度资金总额 1971.59；基本支出 1391.79": what was held against each other. `most`: then "…".
std::string ComparedText(const Cli& cli, const v1::CheckFinding& one, int most) {
  std::string text;
  for (int i = 0; i < one.compared_size(); ++i) {
    if (i == most)
      return text + cli.Say(" 等 ", " and so on, ") + std::to_string(one.compared_size());
    const v1::ComparedFigure& compared = one.compared(i);
    text += (text.empty() ? "" : cli.Say("；", "; ")) + compared.label() + " " +
            (compared.value().empty() ? cli.Say("（空）", "(blank)") : compared.value());
  }
  return text;
}

struct CheckFlags {
  std::string ledger;  // "431200-136/2024"
  CutFlags cut;
};

// Three lines each, as check-document prints them; what follows from the same cause stands below.
std::string FindingText(const Cli& cli, const v1::CheckFinding& one, bool below) {
  const std::string indent = below ? "      " : "   ";
  std::string text =
      (below ? cli.Say("   └ 同因", "   └ same cause") : SeverityWord(cli, one.severity())) + "  " +
      one.check() + "  " + one.place() + "\n";
  std::string numbers;
  const auto add = [&](const char* zh, const char* en, const std::string& value) {
    if (value.empty()) return;
    numbers += (numbers.empty() ? "" : cli.Say("，", ", ")) + cli.Say(zh, en) + " " + value;
  };
  add("现为", "found", one.found());
  add("应为", "expected", one.expected());
  add("相差", "difference", one.difference());
  if (const std::string word = RoundingWord(cli, one.rounding()); !word.empty())
    numbers += (numbers.empty() ? "" : cli.Say("，", ", ")) + word;
  if (!numbers.empty()) text += indent + numbers + "\n";
  text += indent + one.words() + "\n";
  constexpr int kMostShown = 12;  // the other formats have all
  if (const std::string compared = ComparedText(cli, one, kMostShown); !compared.empty())
    text += indent + cli.Say("比较：", "compared: ") + compared + "\n";
  for (const v1::CheckFinding& also : one.same_cause()) text += FindingText(cli, also, true);
  return text;
}

int CheckLedger(Cli* cli, const CheckFlags& flags) {
  if (const size_t slash = flags.ledger.rfind('/'); slash != std::string::npos) {
    cli->settings.unit = flags.ledger.substr(0, slash);
    cli->settings.year = flags.ledger.substr(slash + 1);
  } else if (!flags.ledger.empty()) {
    cli->settings.unit = flags.ledger;
  }
  v1::CheckLedgerRequest request;
  if (auto wrong = cli->Ledger(request.mutable_ledger())) return cli->UsageError(*wrong);
  Cut cut;
  int code = kOk;
  if (!TakeCut(cli, flags.cut, &cut, &code)) return code;
  cut.PutInto(&request);
  request.set_language(WireLanguage(*cli));
  v1::CheckLedgerReply reply;
  if (!Ask<v1::Checks>(cli, &v1::Checks::Stub::CheckLedger, request, &reply, &code,
                       Patience::kPatient))
    return code;
  Listing listing;
  listing.columns = {
      {{"级别", "severity"}},    {{"检查", "check"}, false, true}, {{"位置", "place"}},
      {{"现为", "found"}, true}, {{"应为", "expected"}, true},     {{"相差", "difference"}, true},
      {{"舍入", "rounding"}},    {{"比较", "compared"}},           {{"说明", "what"}}};
  bool errors = false;
  const auto add = [&](const v1::CheckFinding& one, const auto& self) -> void {
    listing.rows.push_back({SeverityWord(*cli, one.severity()), one.check(), one.place(),
                            one.found(), one.expected(), one.difference(),
                            RoundingWord(*cli, one.rounding()),
                            ComparedText(*cli, one, one.compared_size()), one.words()});
    for (const v1::CheckFinding& also : one.same_cause()) self(also, self);
  };
  for (const v1::CheckFinding& one : reply.findings()) {
    errors = errors || one.severity() == v1::FINDING_ERROR;
    add(one, add);
  }
  if (cli->settings.format == "table") {
    for (const v1::CheckFinding& one : reply.findings())
      cli->console.Data(FindingText(*cli, one, false));
  } else {
    cli->Print(reply, listing);
  }
  if (reply.findings().empty()) cli->console.Note(cli->Say("没有发现问题。", "No findings."));
  TellProvenance(cli, reply.provenance());
  return errors ? kFailed : kOk;
}

int ListChecks(Cli* cli) {
  v1::ListChecksReply reply;
  int code = kOk;
  if (!Ask<v1::Checks>(cli, &v1::Checks::Stub::ListChecks, v1::ListChecksRequest(), &reply, &code))
    return code;
  Listing listing;
  listing.columns = {{{"检查", "check"}, false, true}, {{"级别", "severity"}}, {{"内容", "what"}}};
  for (const v1::CheckSummary& one : reply.checks()) {
    listing.rows.push_back(
        {one.id(), SeverityWord(*cli, one.severity()), cli->english() ? one.en() : one.zh()});
  }
  cli->Print(reply, listing);
  return kOk;
}

}  // namespace

void AddCheckCommands(Cli* cli) {
  const auto flags = std::make_shared<CheckFlags>();
  const std::string examples =
      "outturn check 431200-136/2024\n"
      "outturn check --unit 431200-136 --year 2024 --as-of 2024-07-31 --known-at 2024-08-09\n"
      "outturn check list";
  const auto add = [&](CLI::App* parent, const char* name) {
    CLI::App* command =
        AddCommand(cli, parent, name,
                   {"勾稽检查：账上数之间、与上年、与填报数",
                    "the checks of a ledger: derived figures, last year, declared figures"},
                   examples, [cli, flags] { return CheckLedger(cli, *flags); });
    command->add_option("ledger", flags->ledger,
                        cli->Say("账套：单位代码/年度", "ledger: unit/year"));
    AddLedgerFlags(cli, command);
    AddCutFlags(cli, command, &flags->cut);
    return command;
  };
  CLI::App* check = add(&cli->app, "check");
  add(check, "ledger");
  AddCommand(cli, check, "list", {"列出各项检查", "the checks there are"}, "outturn check list",
             [cli] { return ListChecks(cli); });
}

}  // namespace outturn::cli
