#include "clients/cli/cli.h"
#include "outturn/v1/services.grpc.pb.h"
#include "services/audit/store_words.h"

namespace outturn::cli {
namespace {

int ShowStatus(Cli* cli) {
  v1::BookStatus status;
  int code = kOk;
  if (!Ask<v1::Books>(cli, &v1::Books::Stub::GetBook, v1::GetBookRequest(), &status, &code)) {
    return code;
  }
  Facts facts;
  facts.Add({"账簿", "book"}, status.book());
  facts.Add({"位置", "position"}, std::to_string(status.position()));
  facts.Add({"派生数据到", "derived up to"}, std::to_string(status.derived_position()));
  facts.Add({"根哈希", "root"}, Hex(status.root()));
  facts.Add({"账套数", "ledgers"}, std::to_string(status.ledgers()));
  facts.Add({"可写", "writable"},
            status.writable() ? cli->Say("是", "yes")
                              : cli->Say({"否：" + audit::InChinese(status.why_not_writable()),
                                          "no: " + status.why_not_writable()}));
  facts.Add({"程序版本", "version"}, status.version());
  facts.Add({"服务器时间", "server time"}, InstantText(status.now_us()));
  cli->Print(status, facts);
  return kOk;
}

}  // namespace

void AddBookCommands(Cli* cli) {
  AddCommand(cli, Noun(cli, "book"), "status", {"账簿状态", "how the book stands"},
             "outturn book status\noutturn book status --format json",
             [cli] { return ShowStatus(cli); });
}

}  // namespace outturn::cli
