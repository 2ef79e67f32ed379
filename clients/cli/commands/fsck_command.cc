// outturn fsck: everything of a book derived anew, beside what the server answers from.
#include <algorithm>

#include "clients/cli/cli.h"
#include "outturn/v1/inspection.grpc.pb.h"
#include "services/audit/fsck_words.h"
#include "services/audit/store_words.h"

namespace outturn::cli {
namespace {

// nullopt: of a newer server.
std::optional<audit::FsckPart> PartOf(v1::FsckPart part) {
  switch (part) {
    case v1::FSCK_LOG:
      return audit::FsckPart::kLog;
    case v1::FSCK_IDS:
      return audit::FsckPart::kIds;
    case v1::FSCK_CHECKPOINT:
      return audit::FsckPart::kCheckpoint;
    case v1::FSCK_CHECKPOINT_FILE:
      return audit::FsckPart::kCheckpointFile;
    case v1::FSCK_RESIDENT:
      return audit::FsckPart::kResident;
    case v1::FSCK_HISTORY:
      return audit::FsckPart::kHistory;
    case v1::FSCK_DERIVED:
      return audit::FsckPart::kDerived;
    case v1::FSCK_KEY:
      return audit::FsckPart::kKey;
    case v1::FSCK_SUM:
      return audit::FsckPart::kSum;
    case v1::FSCK_BOOK:
      return audit::FsckPart::kBook;
    case v1::FSCK_TILES:
      return audit::FsckPart::kTiles;
    default:
      return std::nullopt;
  }
}

figures::Language LanguageOf(const Cli& cli) {
  return cli.english() ? figures::Language::kEnglish : figures::Language::kChinese;
}

std::string ProgressLine(const Cli& cli, const v1::FsckUpdate& update) {
  const bool events = update.stage() == v1::FSCK_EVENTS;
  std::string line = events ? cli.Say("事项 ", "events ") : cli.Say("账套 ", "ledgers ");
  line += std::to_string(update.done()) + " / " + std::to_string(update.of());
  if (update.of() > 0) {
    line += cli.Say("（", " (") + std::to_string(update.done() * 100 / update.of()) + "%" +
            cli.Say("）", ")");
  }
  return line;
}

std::string What(const Cli& cli, const v1::FsckFinding& finding) {
  return cli.english() ? finding.what() : audit::InChinese(finding.what());
}

std::string Text(const Cli& cli, const v1::FsckFinding& finding) {
  const auto part = PartOf(finding.part());
  if (!part) return cli.Say("其他：", "other: ") + What(cli, finding);
  const audit::FsckPlace place{finding.position(), finding.last_position(), finding.count()};
  return audit::FindingText(*part, place, finding.what(), LanguageOf(cli));
}

void PrintFindings(Cli* cli, const v1::FsckReport& report) {
  std::vector<audit::FsckPart> parts;
  for (const v1::FsckFinding& finding : report.findings()) {
    cli->console.Data(Text(*cli, finding) + "\n");
    const auto part = PartOf(finding.part());
    if (part && !audit::SaysRemedy(finding.what())) parts.push_back(*part);
  }
  if (report.more_findings() > 0) {
    cli->console.Data(cli->Say("另有 ", "and ") + std::to_string(report.more_findings()) +
                      cli->Say(" 处未列出\n", " more, which are not listed\n"));
  }
  cli->console.Data(audit::WhatToDo(parts, LanguageOf(*cli)));
}

void PrintReport(Cli* cli, const v1::FsckReport& report) {
  if (cli->settings.format == "table") {
    PrintFindings(cli, report);
  } else {
    Listing listing;
    listing.columns = {{{"部分", "part"}},
                       {{"位置", "position"}, true},
                       {{"发现", "finding"}},
                       {{"末位", "last"}, true},
                       {{"处数", "count"}, true}};
    for (const v1::FsckFinding& finding : report.findings()) {
      const auto part = PartOf(finding.part());
      listing.rows.push_back(
          {part ? std::string(audit::WordsOf(*part).name) : "other",
           std::to_string(finding.position()), What(*cli, finding),
           finding.last_position() == 0 ? "" : std::to_string(finding.last_position()),
           std::to_string(std::max<uint64_t>(finding.count(), 1))});
    }
    cli->Print(report, listing);
  }
  const uint64_t found = static_cast<uint64_t>(report.findings_size()) + report.more_findings();
  const auto count = [&](uint64_t number, const char* zh, const char* en) {
    return cli->english() ? audit::Counted(number, en) : std::to_string(number) + zh;
  };
  const std::string result =
      found == 0 ? cli->Say("全部相符", "all agree") : count(found, " 项发现", "finding");
  cli->console.Note(count(report.events(), " 个事项、", "event") + cli->Say("", ", ") +
                    count(report.ledgers(), " 个账套、", "ledger") + cli->Say("", ", ") +
                    count(report.checkpoints(), " 个签发过的检查点（命名 ", "checkpoint") +
                    cli->Say("", " handed out (") + count(report.names(), " 个）：", "name") +
                    cli->Say("", "): ") + result);
  cli->console.Note(cli->Say("根哈希 ", "root hash ") + Hex(report.root()));
}

int Fsck(Cli* cli) {
  const client::Connection connection = cli->Connect();
  const auto stub = v1::Inspection::NewStub(connection.channel());
  client::RetryPolicy policy = cli->Retry(3);
  if (cli->settings.timeout.empty()) policy.attempt = std::chrono::hours(24);
  v1::FsckReport report;
  bool told = false;
  cli->console.PlainProgress();
  const grpc::Status status = connection.Call(policy, [&](grpc::ClientContext* context) {
    const auto reader = stub->Fsck(context, v1::FsckRequest());
    told = false;
    for (v1::FsckUpdate update; reader->Read(&update);) {
      told = told || update.has_report();
      if (update.has_report()) report = update.report();
      if (update.stage() != v1::FSCK_STAGE_UNSPECIFIED && cli->console.ProgressDue()) {
        cli->console.Progress(ProgressLine(*cli, update));
      }
    }
    return reader->Finish();
  });
  cli->console.ClearProgress();
  if (!status.ok()) return cli->Fail(client::FailureOf(status));
  if (!told) {
    cli->console.Error(cli->settings.lang(), {"没有得到检查结果", "there was no report"});
    return kFailed;
  }
  PrintReport(cli, report);
  return report.findings().empty() ? kOk : kFailed;
}

}  // namespace

void AddFsckCommand(Cli* cli) {
  AddCommand(
      cli, &cli->app, "fsck",
      {"检查整个账簿：重算全部事项、编号、账套、历史与签发过的检查点，"
       "并读回数据目录中的检查点、密钥等文件，查看日志与各索引的文件是否齐全；"
       "有发现时退出码为 1。"
       "停机检查用 outturn-server --fsck",
       "the whole book: every event, id, ledger, its history and every checkpoint ever "
       "handed out, derived anew, the files of checkpoints and the key read back, and whether "
       "the files of the log and the indices are all there; exit code 1 when anything is found. "
       "While the server is down: outturn-server --fsck"},
      "outturn fsck\noutturn fsck --format json", [cli] { return Fsck(cli); });
}

}  // namespace outturn::cli
