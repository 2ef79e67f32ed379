#include "clients/cli/cli.h"

#include <charconv>
#include <utility>

#include "clients/cli/year.h"
#include "services/intake/cells.h"
#include "services/intake/fields.h"

namespace outturn::cli {
namespace {

// What every noun is about.
intake::Words NounAbout(const std::string& noun) {
  static const std::map<std::string, intake::Words> kAbout = {
      {"policy", {"政策：一个地区一个年度的规则", "policies: the rules of a region and year"}},
      {"ledger", {"账套：一个单位一个年度", "ledgers: one unit and one year each"}},
      {"line", {"预算指标", "budget lines"}},
      {"budget",
       {"预算批复、追加、追减、调剂、资金到位", "appropriations, changes and funds received"}},
      {"commitment", {"合同冻结与解冻", "commitments and their release"}},
      {"payment", {"支付、退回与更正", "payments, refunds and corrections"}},
      {"performance", {"绩效目标、指标与完成情况", "goals, indicators and results"}},
      {"unit", {"单位基本情况", "facts about the unit"}},
      {"declaration", {"填报数", "what was officially filed"}},
      {"warning", {"预警及其处理", "warnings and what was decided about them"}},
      {"monitor", {"进度汇总与排名", "progress rolled up, and ranking"}},
      {"figure", {"指标数：按名称取数", "figures by name"}},
      {"event", {"事项流水", "the recorded events"}},
      {"book", {"账簿", "the book itself"}},
      {"checkpoint", {"签名的检查点与公钥", "signed checkpoints, and the key"}},
      {"proof",
       {"事项在日志中、日志未被改写的证明",
        "proofs that events are in the log, and that it only grew"}},
      {"publication", {"公开的登记", "publications, as recorded"}},
      {"completion", {"命令补全", "shell completion"}},
  };
  const auto it = kAbout.find(noun);
  return it == kAbout.end() ? intake::Words{noun, noun} : it->second;
}

void AddCommonFlags(Cli* cli, CLI::App* command) {
  const std::string group = cli->Say("通用", "Common");
  Settings& settings = cli->settings;
  command
      ->add_option("--server", settings.server,
                   cli->Say("服务地址；环境变量 OUTTURN_SERVER",
                            "server address; environment OUTTURN_SERVER"))
      ->type_name("HOST:PORT")
      ->group(group);
  command
      ->add_option("--format", settings.format,
                   cli->Say("输出格式；报表另有 xlsx、html",
                            "form of the output; reports also have xlsx and html"))
      ->type_name("table|json|csv")
      ->group(group);
  command->add_option("--lang", settings.language, cli->Say("语言", "language"))
      ->type_name("zh|en")
      ->group(group);
  command
      ->add_option("--timeout", settings.timeout,
                   cli->Say("最多等待多少秒", "seconds to wait at most"))
      ->type_name(cli->Say("秒", "SECONDS"))
      ->group(group);
  // Read before the flags are parsed (settings.h); here for the help and so that it is accepted.
  command
      ->add_option_function<std::string>(
          "--config", [](const std::string&) {},
          cli->Say("配置文件，默认 ~/.config/outturn/config.ini",
                   "configuration file; ~/.config/outturn/config.ini"))
      ->type_name("FILE")
      ->group(group);
}

std::string ClassWords(const Cli& cli, client::FailureClass what) {
  switch (what) {
    case client::FailureClass::kMalformed:
      return cli.Say("内容有误", "malformed");
    case client::FailureClass::kRefused:
      return cli.Say("被拒绝", "refused");
    case client::FailureClass::kConflict:
      return cli.Say("冲突", "conflict");
    case client::FailureClass::kNotFound:
      return cli.Say("没有找到", "not found");
    case client::FailureClass::kUnreachable:
      return cli.Say("没有应答", "no answer");
    case client::FailureClass::kOther:
      return cli.Say("失败", "failed");
  }
  return "";
}

// The server speaks of what it was sent: “123456” is fen.
std::string InYuan(const std::string& description) {
  for (const auto& [open, close] : {std::pair<std::string, std::string>{"“", "”"}, {"\"", "\""}}) {
    const size_t begin = description.find(open);
    if (begin == std::string::npos) continue;
    const size_t from = begin + open.size();
    const size_t to = description.find(close, from);
    int64_t fen = 0;
    if (to == std::string::npos) continue;
    const auto [end, error] = std::from_chars(&description[from], &description[to], fen);
    if (error != std::errc() || end != &description[to]) continue;
    return description.substr(0, from) + intake::YuanText(fen) + description.substr(to);
  }
  return description;
}

// “0”, 1–100000: all numbers said of points are hundredths.
std::string InPoints(const std::string& description) {
  std::string text;
  const char* at = description.data();
  const char* const end = at + description.size();
  while (at != end) {
    int32_t hundredths = 0;
    const auto [after, error] = std::from_chars(at, end, hundredths);
    if (error == std::errc()) {
      text += intake::PointsText(hundredths);
      at = after;
    } else {
      text += *at++;
    }
  }
  return text;
}

}  // namespace

std::string AsTyped(const std::string& description, intake::Shape shape) {
  if (shape == intake::Shape::kYuan) return InYuan(description);
  return shape == intake::Shape::kPoints ? InPoints(description) : description;
}

Cli::Cli(Settings settings_in, Console console_in)
    : settings(std::move(settings_in)),
      console(console_in),
      app(Say("Outturn：预算执行与绩效，从事项到报表",
              "Outturn: budget execution and performance, "
              "from events to forms"),
          "outturn") {
  app.require_subcommand(1);
  AddCommonFlags(this, &app);
  app.set_version_flag("--version", OUTTURN_VERSION, Say("版本", "version"))
      ->group(Say("通用", "Common"));
}

client::Connection Cli::Connect() const {
  return client::Connection({settings.server, settings.language});
}

client::RetryPolicy Cli::Retry(int seconds) const {
  if (!settings.timeout.empty()) {
    std::from_chars(settings.timeout.data(), settings.timeout.data() + settings.timeout.size(),
                    seconds);
  }
  client::RetryPolicy policy;
  policy.total = std::chrono::seconds(seconds);
  policy.attempt = std::min(policy.attempt, policy.total);
  return policy;
}

client::RetryPolicy Cli::Patient() const {
  client::RetryPolicy policy = Retry(3);
  if (settings.timeout.empty()) policy.attempt = std::chrono::seconds(60);
  return policy;
}

int Cli::UsageError(const intake::Words& words) {
  console.Error(settings.lang(), words);
  return kUsage;
}

int Cli::Fail(const client::Failure& failure, const intake::Kind* kind) {
  const client::FailureClass what = failure.Class();
  const bool silent = what == client::FailureClass::kUnreachable && failure.reason.empty();
  std::string text = ClassWords(*this, what);
  if (what == client::FailureClass::kUnreachable && !silent) text = Say("暂不可用", "unavailable");
  // The message of malformed input only strings its fields together; another reason's says it all.
  const bool by_field =
      !failure.fields.empty() && failure.fields.front().description != failure.message;
  if (!by_field) text += Say("：", ": ") + Say(client::PlainWords(failure));
  if (!failure.reason.empty()) text += Say("（", " (") + failure.reason + Say("）", ")");
  console.Error(settings.lang(), {text, text});
  for (const client::FieldViolation& violation : failure.fields) {
    if (!by_field) break;
    const int field = kind == nullptr ? -1 : kind->FindPath(violation.field);
    const bool page = violation.field == "page_token";
    const std::string name = page        ? "--page"
                             : field < 0 ? violation.field
                                         : "--" + kind->fields[field].flag;
    const auto shape = field < 0 ? intake::Shape::kText : kind->fields[field].shape;
    std::string said = AsTyped(violation.description, shape);
    const size_t wire = page ? said.find("next_page_token") : said.npos;
    if (wire != said.npos) said.replace(wire, sizeof "next_page_token" - 1, name);
    console.Note("  " + name + Say("：", ": ") + said);
  }
  for (const std::string& description : failure.preconditions) {
    if (failure.message.find(description) == std::string::npos) console.Note("  " + description);
  }
  if (failure.reason == "PAYMENT_NOT_FOUND" && kind != nullptr && kind->noun == "payment") {
    console.Note(Say(
        "  须给出原支付的编号；退回本身不能再退回或更正：退错了请另记一笔支付",
        "  name the payment itself: a refund cannot be refunded or corrected; what was refunded "
        "by mistake is paid again by a payment of its own"));
  }
  if (silent) {
    console.Note(Say("  服务地址：", "  server: ") + settings.server +
                 Say("（--server 或 OUTTURN_SERVER 可更改）",
                     " (--server or OUTTURN_SERVER names another)"));
    console.Note(Say("  启动服务：", "  to start one: ") +
                 "outturn-server --data DIR --book CODE --listen " + settings.server);
  }
  return ExitCodeOf(failure);
}

void Cli::Print(const google::protobuf::Message& reply, const Listing& listing) {
  if (settings.format == "json") {
    console.Data(ToJson(reply));
  } else if (settings.format == "csv") {
    console.Data(listing.ToCsv(english()));
  } else {
    console.Data(listing.ToText(english(), console.width()));
  }
}

void Cli::Print(const google::protobuf::Message& reply, const Facts& facts) {
  if (settings.format == "json") {
    console.Data(ToJson(reply));
  } else if (settings.format == "csv") {
    console.Data(facts.ToCsv(english()));
  } else {
    console.Data(facts.ToText(english(), console.width()));
  }
}

CLI::Validator Cli::Unsigned() const {
  const std::string wanted = Say("应为 0 以上的整数", "expected a whole number from 0");
  return CLI::Validator(
      [wanted](const std::string& text) {
        return text.starts_with('-') ? text + ": " + wanted : std::string();
      },
      "");
}

std::optional<intake::Words> Cli::Year(int32_t* year) const {
  if (settings.year.empty()) {
    return intake::Words{"缺少 --year（预算年度，如 2024；也可用 OUTTURN_YEAR 或配置文件）",
                         "--year is missing (or OUTTURN_YEAR, or the configuration file)"};
  }
  const auto read = ReadYear(settings.year);
  if (!read) {
    return NoYear({"预算年度（--year、OUTTURN_YEAR 或配置文件）",
                   "the year (--year, OUTTURN_YEAR or the configuration file)"},
                  settings.year);
  }
  *year = *read;
  return std::nullopt;
}

std::optional<intake::Words> Cli::Ledger(v1::LedgerRef* ledger) const {
  if (settings.unit.empty()) {
    return intake::Words{"缺少 --unit（单位代码；也可用 OUTTURN_UNIT 或配置文件）",
                         "--unit is missing (or OUTTURN_UNIT, or the configuration file)"};
  }
  int32_t year = 0;
  if (auto wrong = Year(&year)) return wrong;
  ledger->set_unit(settings.unit);
  ledger->set_year(year);
  return std::nullopt;
}

CLI::App* Noun(Cli* cli, const std::string& noun) {
  for (CLI::App* existing : cli->app.get_subcommands([](const CLI::App*) { return true; })) {
    if (existing->get_name() == noun) return existing;
  }
  CLI::App* app = cli->app.add_subcommand(noun, cli->Say(NounAbout(noun)));
  app->require_subcommand(1);
  return app;
}

CLI::App* AddCommand(Cli* cli, CLI::App* parent, const std::string& verb,
                     const intake::Words& about, const std::string& examples,
                     std::function<int()> body) {
  CLI::App* command = parent->add_subcommand(verb, cli->Say(about));
  command->footer(examples);
  AddCommonFlags(cli, command);
  command->callback([cli, command, body = std::move(body)] {
    // A command with commands below it runs only when none of them was named.
    if (command->get_subcommands().empty()) cli->run = body;
  });
  return command;
}

void AddLedgerFlags(Cli* cli, CLI::App* command) {
  const std::string group = cli->Say("账套", "Ledger");
  command->add_option("--unit", cli->settings.unit, cli->Say("单位代码", "unit"))
      ->type_name(cli->Say("代码", "CODE"))
      ->group(group);
  command->add_option("--year", cli->settings.year, cli->Say("预算年度", "year"))
      ->type_name("YYYY")
      ->group(group);
}

std::optional<intake::Words> DayFlag::Parse(const char* flag, int32_t* day) const {
  *day = 0;
  if (intake::Trim(text).empty()) return std::nullopt;
  const auto parsed = intake::ParseDayCell(text);
  if (parsed.value) {
    *day = parsed.value->Number();
    return std::nullopt;
  }
  const std::string name = flag;
  return intake::Words{name + " 是“" + text + "”，应为" + parsed.expected.zh,
                       name + " is \"" + text + "\", expected " + parsed.expected.en};
}

}  // namespace outturn::cli
