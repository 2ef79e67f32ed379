// From arguments to an exit code.
#include <algorithm>
#include <cstdio>
#include <utility>

#include "clients/cli/cli.h"
#include "clients/cli/commands/audit_commands.h"
#include "clients/cli/proofs.h"
#include "services/intake/cells.h"
#include "services/intake/near_names.h"
#include "services/intake/text.h"

namespace outturn::cli {
namespace {

constexpr auto kAll = [](const CLI::App*) { return true; };

CLI::App* Deepest(CLI::App* app) {
  while (!app->get_subcommands().empty()) app = app->get_subcommands().back();
  return app;
}

std::string PathOf(const CLI::App* app) {
  const CLI::App* parent = app->get_parent();
  return parent == nullptr ? app->get_name() : PathOf(parent) + " " + app->get_name();
}

// The flag or command nearest to what was typed; "" where none is near.
std::string Nearest(const CLI::App* app, const std::string& typed) {
  std::vector<std::string> names;
  for (const CLI::App* command : app->get_subcommands(kAll)) names.push_back(command->get_name());
  for (const CLI::Option* option : app->get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  const auto near = intake::Nearest(typed.substr(0, typed.find('=')), names, 1);
  return near.empty() ? "" : near.front();
}

bool IsUtf8(const std::string& text) {
  bool cut_off = false;
  return intake::ValidUtf8Prefix(text, &cut_off) == text.size();
}

// What is no UTF-8 byte by byte, so that the terminal shows where it is: "a\xff".
std::string Shown(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    bool cut_off = false;
    const size_t valid = intake::ValidUtf8Prefix(text, &cut_off);
    shown += text.substr(0, valid);
    text.remove_prefix(valid);
    if (text.empty()) break;
    char byte[5];
    std::snprintf(byte, sizeof byte, "\\x%02x", static_cast<unsigned char>(text.front()));
    shown += byte;
    text.remove_prefix(1);
  }
  return shown;
}

intake::Words Unknown(const CLI::App* app, const std::string& typed) {
  const std::string near = Nearest(app, typed);
  intake::Words words = {"不认识“" + Shown(typed) + "”", "unknown: " + Shown(typed)};
  if (!near.empty()) {
    words.zh += "，是否为 " + near;
    words.en += "; did you mean " + near + "?";
  }
  return words;
}

// What the command line's library says in English only.
std::string InChinese(const CLI::ParseError& error) {
  const std::string said = error.what();
  const auto before = [&](std::string_view part) { return said.substr(0, said.find(part)); };
  constexpr std::string_view kNotConverted = "Could not convert: ";
  constexpr std::string_view kTwice = ": At Most 1 required but received ";
  constexpr std::string_view kNotInRange = " not in range ";
  if (said.ends_with(" is required")) return "缺少 " + before(" is required");
  if (said.ends_with(" missing")) return before(":") + " 之后缺少值";
  if (said.find(kTwice) != std::string::npos) return before(kTwice) + " 只能给一次";
  if (const size_t at = said.find(kNotInRange); at != std::string::npos) {
    std::string range = said.substr(at + kNotInRange.size());
    if (const size_t to = range.find(" to "); to != std::string::npos) range.replace(to, 4, " 至 ");
    return said.substr(0, said.find(':')) + " 应为 " + range;
  }
  if (said.starts_with(kNotConverted)) {
    return "无法理解 " + said.substr(kNotConverted.size()) + "，应为整数";
  }
  return "命令行有误：" + said;
}

int ParseFailure(Cli* cli, const CLI::ParseError& error) {
  CLI::App* app = Deepest(&cli->app);
  const std::vector<std::string> remaining = cli->app.remaining(true);
  intake::Words words = {InChinese(error), error.what()};
  const bool needs_command = app->get_require_subcommand_min() > 0;
  // Flags stand behind the command that is missing: they are not what is wrong.
  const bool flags_only = remaining.empty() || remaining.front().starts_with('-');
  if (!remaining.empty() && !(needs_command && flags_only)) {
    words = Unknown(app, remaining.front());
  } else if (needs_command) {
    std::string names;
    for (const CLI::App* command : app->get_subcommands(kAll)) names += " " + command->get_name();
    words = {PathOf(app) + " 之后应为：" + names, PathOf(app) + " needs one of:" + names};
  }
  cli->UsageError(words);
  cli->console.Note(cli->Say("帮助：", "help: ") + PathOf(app) + " --help");
  return kUsage;
}

// Names of files are the system's, whatever their bytes, and are not sent.
bool IsFile(const Cli& cli, const CLI::Option* option) {
  const std::string type = option->get_type_name();
  return type == "FILE" || type == "PATH" || type == "JSON" || type == cli.Say("文件", "FILE");
}

intake::Words NoUtf8(const std::string& name, const std::string& text) {
  return {name + " 是“" + Shown(text) + "”，不是 UTF-8 文字",
          name + " is \"" + Shown(text) + "\", which is no UTF-8 text"};
}

// No text of a message may be anything else: said of the flag or argument it came with, and of the
// settings (environment, configuration file) that fill in for flags.
std::optional<intake::Words> CheckUtf8(const Cli& cli) {
  std::vector<const CLI::App*> commands = {&cli.app};
  while (!commands.back()->get_subcommands().empty()) {
    commands.push_back(commands.back()->get_subcommands().back());
  }
  for (const CLI::App* command : commands) {
    for (const CLI::Option* option : command->get_options()) {
      if (IsFile(cli, option)) continue;
      for (const std::string& text : option->results()) {
        if (!IsUtf8(text)) return NoUtf8(option->get_name(), text);
      }
    }
  }
  // The others are held against what they may be.
  const Settings& settings = cli.settings;
  const std::pair<const char*, const std::string*> given[] = {{"server", &settings.server},
                                                              {"unit", &settings.unit},
                                                              {"source", &settings.source},
                                                              {"actor", &settings.actor}};
  for (const auto& [name, value] : given) {
    if (!IsUtf8(*value)) return NoUtf8(cli.Say("设置 ", "the setting ") + name, *value);
  }
  return std::nullopt;
}

intake::Words Found(const std::string& flag, const std::string& value,
                    const intake::Words& wanted) {
  return {flag + " 是“" + Shown(value) + "”，应为 " + wanted.zh,
          flag + " is \"" + Shown(value) + "\", expected " + wanted.en};
}

// Help is of what there is: "payment nosuch --help" is told as "payment nosuch".
bool NamesNone(const CLI::App& app) {
  const std::vector<std::string> remaining = app.remaining(true);
  const CLI::App* deepest = &app;
  while (!deepest->get_subcommands().empty()) deepest = deepest->get_subcommands().back();
  return deepest->get_require_subcommand_min() > 0 && !remaining.empty() &&
         !remaining.front().starts_with('-');
}

std::optional<intake::Words> CheckSettings(const Settings& settings,
                                           const std::vector<std::string>& formats) {
  if (!settings.unreadable.empty()) {
    return intake::Words{
        "无法读取配置文件 " + settings.unreadable + "（--config 或 OUTTURN_CONFIG）",
        "cannot read the configuration file " + settings.unreadable +
            " (--config or OUTTURN_CONFIG)"};
  }
  if (settings.server.empty()) {
    return Found("--server", settings.server,
                 {"服务地址，如 127.0.0.1:7300", "its address, such as 127.0.0.1:7300"});
  }
  if (settings.language != "zh" && settings.language != "en") {
    return Found("--lang", settings.language, {"zh 或 en", "zh or en"});
  }
  if (std::find(formats.begin(), formats.end(), settings.format) == formats.end()) {
    intake::Words words;
    for (size_t i = 0; i < formats.size(); ++i) {
      const bool last = i + 1 == formats.size();
      words.zh += (i == 0 ? "" : last ? " 或 " : "、") + formats[i];
      words.en += (i == 0 ? "" : last ? " or " : ", ") + formats[i];
    }
    return Found("--format", settings.format, words);
  }
  if (!settings.timeout.empty()) {
    const auto seconds = intake::ParseWholeCell(settings.timeout, 86'400);
    if (!seconds.value || *seconds.value == 0) {
      return Found("--timeout", settings.timeout, {"1 到 86400 的秒数", "1 to 86400 seconds"});
    }
  }
  return std::nullopt;
}

}  // namespace

int Main(const std::vector<std::string>& arguments, Cli* cli) {
  for (const intake::Words& warning : cli->settings.warnings) {
    cli->console.Warn(cli->settings.lang(), warning);
  }
  cli->app.footer(
      "outturn import payments.csv --source budget-system --actor clerk --unit 145001\n"
      "outturn report annex1 --unit 145001 --year 2024 --as-of 2024-07-31\n"
      "outturn ledger balances --unit 145001 --year 2024 --format csv\n"
      "outturn event list --kind payment --from 2024-07-01 --limit 20\n"
      "outturn payment make --help");
  AddWriteCommands(cli);
  AddLedgerCommands(cli);
  AddPaymentCommands(cli);
  AddPerformanceCommands(cli);
  AddReportCommands(cli);
  AddAuditCommands(cli);
  AddDocumentCommands(cli);
  AddPublicationCommands(cli);
  AddFigureCommands(cli);
  AddEventCommands(cli);
  AddMonitoringCommands(cli);
  AddWatchCommand(cli);
  AddBookCommands(cli);
  AddInspectionCommands(cli);
  AddFsckCommand(cli);
  AddStatusCommand(cli);
  AddDocumentCommand(cli);
  AddCheckCommands(cli);
  AddProofCommands(cli);
  AddAuditPackCommands(cli);
  AddImportCommand(cli);
  AddExportCommand(cli);
  AddCompletionCommand(cli);
  UseHelpFormat(cli);
  try {
    cli->app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp& help) {
    if (NamesNone(cli->app)) return ParseFailure(cli, help);
    cli->console.Data(cli->app.help());
    return kOk;
  } catch (const CLI::CallForVersion& version) {
    cli->console.Data(std::string(version.what()) + "\n");
    return kOk;
  } catch (const CLI::ParseError& error) {
    return ParseFailure(cli, error);
  }
  if (auto wrong = CheckUtf8(*cli)) return cli->UsageError(*wrong);
  if (auto wrong = CheckSettings(cli->settings, cli->formats)) return cli->UsageError(*wrong);
  return cli->run();
}

}  // namespace outturn::cli
