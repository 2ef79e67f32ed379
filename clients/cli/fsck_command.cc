// outturn fsck: everything of a book derived anew, beside what the server answers from.
#include "clients/cli/cli.h"
#include "outturn/v1/inspection.grpc.pb.h"
#include "services/audit/store_words.h"

namespace outturn::cli {
namespace {

struct PartWords {
  const char* name;
  intake::Words what;
  intake::Words remedy;
};

PartWords WordsOf(v1::FsckPart part) {
  switch (part) {
    case v1::FSCK_LOG:
      return {"log", {"日志", "log"}, {"从备份恢复", "restore it from a backup"}};
    case v1::FSCK_IDS:
      return {"ids",
              {"编号索引", "index of ids"},
              {"删除数据目录中的 ids 后重启", "start again without the folder ids"}};
    case v1::FSCK_CHECKPOINT:
      return {"checkpoint",
              {"检查点", "checkpoint"},
              {"日志或检查点不是本账簿的；保全两者，查明何者被换",
               "the log or the checkpoints are not the book's: keep both, find out which"}};
    case v1::FSCK_RESIDENT:
      return {"resident",
              {"内存中的账", "state in memory"},
              {"删除数据目录中的 derived 后重启", "start again without the folder derived"}};
    case v1::FSCK_HISTORY:
      return {"history",
              {"历史索引", "history"},
              {"删除数据目录中的 history 后重启", "start again without the folder history"}};
    case v1::FSCK_DERIVED:
      return {"derived",
              {"派生索引", "derived state"},
              {"删除数据目录中的 derived 后重启", "start again without the folder derived"}};
    case v1::FSCK_KEY:
      return {"key",
              {"签名密钥", "signing key"},
              {"从备份放回 key，否则重启后无法签发检查点",
               "put the file key back from a backup: without it a server that starts again cannot "
               "sign"}};
    case v1::FSCK_SUM:
      return {"sum",
              {"校验文件", "checksum file"},
              {"重启即重写此文件", "the next start writes it anew"}};
    case v1::FSCK_BOOK:
      return {"book",
              {"账簿名文件", "name of the book"},
              {"从备份放回 BOOK", "put the file BOOK back from a backup"}};
    case v1::FSCK_TILES:
      return {"tiles",
              {"哈希树分块", "tiles of the tree"},
              {"删除数据目录中的 tiles 后重启", "start again without the file tiles"}};
    default:
      return {"other", {"其他", "other"}, {"", ""}};
  }
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

// "checkpoint, event 6: …", what to do about it below.
std::string FindingText(const Cli& cli, const v1::FsckFinding& finding) {
  const PartWords words = WordsOf(finding.part());
  std::string text = cli.english() ? words.what.en : words.what.zh;
  if (finding.position() > 0) {
    text += cli.Say("，事项 ", ", event ") + std::to_string(finding.position());
  }
  return text + cli.Say("：", ": ") + What(cli, finding) + "\n    " +
         (cli.english() ? words.remedy.en : words.remedy.zh) + "\n";
}

void PrintReport(Cli* cli, const v1::FsckReport& report) {
  if (cli->settings.format == "table") {
    for (const v1::FsckFinding& finding : report.findings()) {
      cli->console.Data(FindingText(*cli, finding));
    }
    if (report.more_findings() > 0) {
      cli->console.Data(cli->Say("另有 ", "and ") + std::to_string(report.more_findings()) +
                        cli->Say(" 处未列出\n", " more, which are not listed\n"));
    }
  } else {
    Listing listing;
    listing.columns = {{{"部分", "part"}}, {{"位置", "position"}, true}, {{"发现", "finding"}}};
    for (const v1::FsckFinding& finding : report.findings()) {
      listing.rows.push_back(
          {WordsOf(finding.part()).name, std::to_string(finding.position()), What(*cli, finding)});
    }
    cli->Print(report, listing);
  }
  const uint64_t found = static_cast<uint64_t>(report.findings_size()) + report.more_findings();
  const std::string result = found == 0 ? cli->Say("全部相符", "all agree")
                                        : std::to_string(found) + cli->Say(" 处发现", " findings");
  cli->console.Note(std::to_string(report.events()) + cli->Say(" 个事项、", " events, ") +
                    std::to_string(report.ledgers()) + cli->Say(" 个账套、", " ledgers, ") +
                    std::to_string(report.checkpoints()) +
                    cli->Say(" 个签发过的检查点（命名 ", " checkpoints handed out (") +
                    std::to_string(report.names()) + cli->Say(" 个）：", " names): ") + result);
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
