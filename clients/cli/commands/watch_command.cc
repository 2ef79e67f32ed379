// outturn watch: figures and warnings as they change.
#include <chrono>
#include <memory>
#include <optional>

#include "clients/cli/cli.h"
#include "outturn/v1/about.pb.h"
#include "outturn/v1/monitoring.grpc.pb.h"
#include "services/intake/cells.h"
#include "services/intake/fields.h"

namespace outturn::cli {
namespace {

struct WatchFlags {
  std::vector<std::string> figures;
  bool warnings = false;
  DayFlag as_of;
  uint64_t from = 0;
  DayFlag from_as_of;
  uint64_t updates = 0;
};

std::string LevelOf(const Cli& cli, v1::WarningLevel level) {
  const auto* value = v1::WarningLevel_descriptor()->FindValueByNumber(level);
  if (value == nullptr) return std::to_string(level);
  const v1::Word& word = value->options().GetExtension(v1::word);
  return cli.english() ? word.en() : word.zh();
}

std::string NameOf(const std::string& rule, const std::string& subject) {
  return subject.empty() ? rule : rule + " " + subject;
}

// One line per change, the position before it, and what it rests on: for people and for grep.
Listing ToListing(const Cli& cli, const v1::WatchUpdate& update) {
  Listing listing;
  listing.columns = {{{"位置", "position"}, true},
                     {{"变化", "change"}},
                     {{"名称", "name"}, false, true},
                     {{"内容", "content"}}};
  const std::string position = std::to_string(update.position());
  for (const v1::FigureValue& figure : update.figures()) {
    listing.rows.push_back({position, cli.Say("数", "figure"), figure.name(), figure.printed()});
  }
  for (const v1::RaisedWarning& warning : update.raised()) {
    listing.rows.push_back({position, LevelOf(cli, warning.level()),
                            NameOf(warning.rule(), warning.subject()),
                            warning.subject_name() + cli.Say("：", ": ") + warning.text()});
  }
  for (const v1::WatchUpdate::Cleared& cleared : update.cleared()) {
    listing.rows.push_back(
        {position, cli.Say("解除", "cleared"), NameOf(cleared.rule(), cleared.subject()), ""});
  }
  listing.rows.push_back({position, cli.Say("根哈希", "root"), Hex(update.root()),
                          cli.Say("截至 ", "as of ") + intake::DayText(update.as_of())});
  return listing;
}

std::string OneLine(const google::protobuf::Message& message) {
  std::string line;
  bool start = false;  // of a line: what indents it says nothing
  for (const char c : ToJson(message)) {
    if (c == '\n') {
      start = true;
    } else if (!start || c != ' ') {
      start = false;
      line += c;
    }
  }
  return line + "\n";
}

void PrintUpdate(Cli* cli, const v1::WatchUpdate& update, bool first, std::vector<size_t>* widths) {
  const Listing listing = ToListing(*cli, update);
  if (cli->settings.format == "json") {
    cli->console.Data(OneLine(update));
  } else if (cli->settings.format == "csv") {
    cli->console.Data(listing.ToCsv(cli->english(), first));
  } else {
    cli->console.Data(listing.ToText(cli->english(), cli->console.width(), widths));
  }
  cli->console.Flush();
}

using Clock = std::chrono::system_clock;

// Where --timeout, or the configuration, says how long to watch.
std::optional<Clock::time_point> EndOf(const Cli& cli) {
  if (cli.settings.timeout.empty()) return std::nullopt;
  return Clock::now() + cli.Retry(0).total;
}

// One connection: until it breaks, or enough was seen. `request` then asks from where it stopped.
grpc::Status WatchOnce(Cli* cli, const client::Connection& connection, client::Retries* retries,
                       std::optional<Clock::time_point> end, v1::WatchRequest* request,
                       uint64_t* left, std::vector<size_t>* widths, bool* first) {
  grpc::ClientContext context;
  if (end) context.set_deadline(*end);
  connection.Prepare(&context);
  const auto stub = v1::Monitoring::NewStub(connection.channel());
  const auto stream = stub->Watch(&context, *request);
  v1::WatchUpdate update;
  while (stream->Read(&update)) {
    retries->Progressed();
    PrintUpdate(cli, update, *first, widths);
    *first = false;
    request->set_from(update.position());
    request->set_from_as_of(update.as_of());
    if (*left > 0 && --*left == 0) {
      context.TryCancel();
      (void)stream->Finish();
      return grpc::Status::OK;
    }
  }
  return stream->Finish();
}

int Watch(Cli* cli, const WatchFlags& flags) {
  v1::WatchRequest request;
  if (auto wrong = cli->Ledger(request.mutable_ledger())) return cli->UsageError(*wrong);
  int32_t as_of = 0;
  if (auto wrong = flags.as_of.Parse("--as-of", &as_of)) return cli->UsageError(*wrong);
  int32_t from_as_of = 0;
  if (auto wrong = flags.from_as_of.Parse("--from-as-of", &from_as_of)) {
    return cli->UsageError(*wrong);
  }
  request.mutable_figures()->Assign(flags.figures.begin(), flags.figures.end());
  request.set_warnings(flags.warnings);
  request.set_as_of(as_of);
  request.set_from(flags.from);
  request.set_from_as_of(from_as_of);
  request.set_language(cli->english() ? v1::EN : v1::ZH);
  const client::Connection connection = cli->Connect();
  client::RetryPolicy policy = cli->Retry(60);
  policy.on_retry = [cli](const grpc::Status&, std::chrono::milliseconds) {
    cli->console.Note(cli->Say("连接中断，重新连接…", "the connection broke, trying again …"));
  };
  client::Retries retries(policy);
  const auto end = EndOf(*cli);
  uint64_t left = flags.updates;
  std::vector<size_t> widths;
  bool first = true;
  while (true) {
    const grpc::Status status =
        WatchOnce(cli, connection, &retries, end, &request, &left, &widths, &first);
    if (status.ok() || (end && !first && Clock::now() >= *end)) return kOk;
    if (!retries.Again(status)) return cli->Fail(client::FailureOf(status));
    connection.Reconnect();
  }
}

}  // namespace

void AddWatchCommand(Cli* cli) {
  const auto flags = std::make_shared<WatchFlags>();
  CLI::App* watch =
      AddCommand(cli, &cli->app, "watch",
                 {"随时显示变化的数和预警；断线后从断处继续；给了 --timeout 的到时结束",
                  "figures and warnings as they change; until --timeout where that is given"},
                 "outturn watch --unit 431200-136 --year 2024 --warnings\n"
                 "outturn watch --unit 431200-136 --year 2024 --timeout 600\n"
                 "outturn watch paid 'paid(three_public=reception)' --from 1200 --format json",
                 [cli, flags] { return Watch(cli, *flags); });
  watch->add_option("figure", flags->figures,
                    cli->Say("名称；默认全年预算、执行数、执行率、超短序时", "names of figures"));
  AddLedgerFlags(cli, watch);
  const std::string group = cli->Say("范围", "What");
  watch->add_flag("--warnings", flags->warnings, cli->Say("连同预警", "warnings, too"))
      ->group(group);
  watch
      ->add_option("--as-of", flags->as_of.text, cli->Say("截至生效日", "as of this effective day"))
      ->type_name(cli->Say("日期", "DAY"))
      ->group(group);
  watch
      ->add_option("--from", flags->from,
                   cli->Say("只说这一位置之后的变化；默认先给出全部",
                            "only what changed after this position; everything first by default"))
      ->check(cli->Unsigned())
      ->type_name(cli->Say("位置", "POSITION"))
      ->group(group);
  watch
      ->add_option("--from-as-of", flags->from_as_of.text,
                   cli->Say("那次更新的截至日；换了日子时由此算起",
                            "the day that update was as of, where another has begun since"))
      ->type_name(cli->Say("日期", "DAY"))
      ->group(group);
  watch
      ->add_option("--updates", flags->updates,
                   cli->Say("收到这么多次更新后结束；默认不结束",
                            "end after so many updates; never by default"))
      ->check(CLI::PositiveNumber)
      ->type_name(cli->Say("次", "N"))
      ->group(group);
}

}  // namespace outturn::cli
