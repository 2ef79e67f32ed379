// outturn status: how the book and its server do, on one screen.
#include <algorithm>
#include <cstdio>

#include "clients/cli/cli.h"
#include "outturn/v1/services.grpc.pb.h"
#include "services/audit/fsck_words.h"
#include "services/audit/store_words.h"

namespace outturn::cli {
namespace {

// "1,234,567"
std::string Grouped(uint64_t number) {
  std::string text = std::to_string(number);
  for (size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
  return text;
}

// One decimal where the whole part is short.
std::string Rounded(double value) {
  char text[32];
  std::snprintf(text, sizeof text, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  return text;
}

std::string Bytes(uint64_t bytes) {
  constexpr const char* kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  auto value = static_cast<double>(bytes);
  size_t unit = 0;
  for (; value >= 1024 && unit < 4; ++unit) value /= 1024;
  return (unit == 0 ? std::to_string(bytes) : Rounded(value)) + " " + kUnits[unit];
}

std::string Milliseconds(const Cli& cli, uint64_t microseconds) {
  return Rounded(static_cast<double>(microseconds) / 1000) + cli.Say(" 毫秒", " ms");
}

// "3 天 2:15:09"
std::string Length(const Cli& cli, int64_t microseconds) {
  const int64_t seconds = microseconds / 1'000'000;
  char clock[32];
  std::snprintf(clock, sizeof clock, "%d:%02d:%02d", static_cast<int>(seconds / 3600 % 24),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  const int64_t days = seconds / 86'400;
  return days == 0 ? clock : std::to_string(days) + cli.Say(" 天 ", " d ") + clock;
}

std::string Disk(const Cli& cli, const v1::BookStatus& status) {
  if (status.disk_capacity_bytes() == 0) return cli.Say("未知", "unknown");
  return cli.Say("可用 ", "") + Bytes(status.disk_free_bytes()) + cli.Say("，共 ", " free of ") +
         Bytes(status.disk_capacity_bytes()) + cli.Say("（少于 ", " (writes stop below ") +
         Bytes(status.disk_reserve_bytes()) + cli.Say(" 时停止写入）", ")");
}

std::string Groups(const Cli& cli, const v1::BookStatus& status) {
  if (status.group_p99_events() == 0) return cli.Say("最近一分钟无", "none in the last minute");
  return "p50 " + Grouped(status.group_p50_events()) + cli.Say(" 笔 ", " events, ") +
         Milliseconds(cli, status.group_p50_us()) + cli.Say("；p99 ", "; p99 ") +
         Grouped(status.group_p99_events()) + cli.Say(" 笔 ", " events, ") +
         Milliseconds(cli, status.group_p99_us());
}

// Since the program started.
std::string Counted(const Cli& cli, const v1::BookStatus& status) {
  uint64_t refused = 0;
  for (const v1::ReasonCount& count : status.refused()) refused += count.count();
  return cli.Say("记录 ", "") + Grouped(status.recorded()) + cli.Say("，重发 ", " recorded, ") +
         Grouped(status.answered_again()) + cli.Say("，拒绝 ", " answered again, ") +
         Grouped(refused) + cli.Say("，格式有误 ", " refused, ") + Grouped(status.malformed()) +
         cli.Say("", " malformed");
}

// "log, event 4711: …", and what to do.
std::string LogDamage(const Cli& cli, const v1::BookStatus& status) {
  const auto language = cli.english() ? figures::Language::kEnglish : figures::Language::kChinese;
  const std::string found = audit::FindingText(
      audit::FsckPart::kLog, {status.log_damage_position()}, status.log_damage(), language);
  return cli.Say("已损坏：", "damaged: ") + found + cli.Say("；", "; ") +
         cli.Say("outturn fsck 列出全部损坏；", "outturn fsck names all that is; ") +
         audit::WordsOf(audit::FsckPart::kLog).advice.In(language);
}

Facts FactsOf(const Cli& cli, const v1::BookStatus& status) {
  Facts facts;
  facts.Add({"账簿", "book"}, status.book());
  facts.Add({"可写", "writable"},
            status.writable() ? cli.Say("是", "yes")
                              : cli.Say({"否：" + audit::InChinese(status.why_not_writable()),
                                         "no: " + status.why_not_writable()}));
  if (!status.log_damage().empty()) facts.Add({"日志", "log"}, LogDamage(cli, status));
  facts.Add({"位置", "position"}, Grouped(status.position()));
  facts.Add({"派生数据落后", "derived is behind by"},
            Grouped(status.position() - std::min(status.position(), status.derived_position())));
  facts.Add({"账套数", "ledgers"}, Grouped(status.ledgers()));
  facts.Add({"每秒记录", "events per second"}, Grouped(status.events_per_second()));
  facts.Add({"每次落盘", "per fsync"}, Groups(cli, status));
  facts.Add({"排队", "waiting"}, Grouped(status.queued_commands()) +
                                     cli.Say(" 条，", " commands, ") +
                                     Bytes(status.queued_bytes()));
  facts.Add({"打开的流", "open streams"}, Grouped(status.open_streams()));
  facts.Add({"磁盘", "disk"}, Disk(cli, status));
  facts.Add({"启动以来", "since start"}, Counted(cli, status));
  facts.Add({"运行时间", "up for"}, Length(cli, status.now_us() - status.started_us()));
  facts.Add({"程序版本", "version"}, status.version());
  return facts;
}

Listing ReasonsOf(const v1::BookStatus& status) {
  Listing reasons;
  reasons.columns = {{{"未受理原因", "not taken because"}, false, true},
                     {{"笔数", "commands"}, true}};
  for (const auto* counts : {&status.unavailable(), &status.refused()}) {
    for (const v1::ReasonCount& count : *counts) {
      reasons.rows.push_back({count.reason(), Grouped(count.count())});
    }
  }
  return reasons;
}

Listing CallsOf(const Cli& cli, const v1::BookStatus& status) {
  Listing calls;
  calls.columns = {{{"调用", "call"}, false, true}, {{"次数", "calls"}, true},
                   {{"失败", "failed"}, true},      {{"最近一分钟", "last minute"}, true},
                   {{"p50", "p50"}, true},          {{"p99", "p99"}, true}};
  for (const v1::CallStatus& call : status.calls()) {
    uint64_t failed = 0;
    for (const v1::ReasonCount& code : call.failed()) failed += code.count();
    const std::string name = call.method().substr(call.method().rfind('.') + 1);
    const bool lately = call.lately() > 0;
    calls.rows.push_back({name, Grouped(call.calls()), Grouped(failed), Grouped(call.lately()),
                          lately ? Milliseconds(cli, call.p50_us()) : "",
                          lately ? Milliseconds(cli, call.p99_us()) : ""});
  }
  return calls;
}

int ShowStatus(Cli* cli) {
  v1::BookStatus status;
  int code = kOk;
  if (!Ask<v1::Books>(cli, &v1::Books::Stub::GetBook, v1::GetBookRequest(), &status, &code)) {
    return code;
  }
  cli->Print(status, FactsOf(*cli, status));
  if (cli->settings.format == "json" || cli->settings.format == "csv") return kOk;
  for (const Listing& listing : {ReasonsOf(status), CallsOf(*cli, status)}) {
    if (listing.rows.empty()) continue;
    cli->console.Data("\n" + listing.ToText(cli->english(), cli->console.width()));
  }
  return kOk;
}

}  // namespace

void AddStatusCommand(Cli* cli) {
  AddCommand(cli, &cli->app, "status",
             {"服务一览：可写、磁盘、快慢、拒绝",
              "the server at a glance: writable, disk, speed, refusals"},
             "outturn status\noutturn status --format json", [cli] { return ShowStatus(cli); });
}

}  // namespace outturn::cli
