// A bash script made from the commands there are: words after the command typed so far.
#include <algorithm>
#include <sstream>

#include "clients/cli/cli.h"

namespace outturn::cli {
namespace {

constexpr auto kAll = [](const CLI::App*) { return true; };

std::string PathOf(const CLI::App* app) {
  const CLI::App* parent = app->get_parent();
  if (parent == nullptr) return "";
  const std::string above = PathOf(parent);
  return above.empty() ? app->get_name() : above + " " + app->get_name();
}

void AppendCases(const CLI::App* app, std::ostream* script) {
  *script << "    '" << PathOf(app) << "') words='";
  for (const CLI::App* command : app->get_subcommands(kAll)) *script << command->get_name() << ' ';
  for (const CLI::Option* option : app->get_options()) {
    for (const std::string& name : option->get_lnames()) *script << "--" << name << ' ';
  }
  *script << "' ;;\n";
  for (const CLI::App* command : app->get_subcommands(kAll)) AppendCases(command, script);
}

void AppendPaths(const CLI::App* app, std::ostream* script) {
  for (const CLI::App* command : app->get_subcommands(kAll)) {
    *script << "|'" << PathOf(command) << '\'';
    AppendPaths(command, script);
  }
}

std::string BashScript(const Cli& cli) {
  std::ostringstream script;
  script << "# outturn: eval \"$(outturn completion bash)\"\n"
            "_outturn() {\n"
            "  local word path='' try words='' current=\"${COMP_WORDS[COMP_CWORD]}\"\n"
            "  local previous=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
            "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
            "    try=\"${path:+$path }$word\"\n"
            "    case \"$try\" in\n"
            "    ''";
  AppendPaths(&cli.app, &script);
  script << ") path=\"$try\" ;;\n    esac\n  done\n  case \"$path $previous\" in\n";
  for (const auto& [flag, words] : cli.choices) {
    script << "    '" << flag << "') words='";
    for (const std::string& word : words) script << word << ' ';
    script << "' ;;\n";
  }
  script << "    'report'*' --format') words='table json csv xlsx html' ;;\n"
            "    *' --format') words='table json csv' ;;\n"
            "    *' --lang') words='zh en' ;;\n"
            "    *' --file'|*' --json'|*' --config') words='' ;;\n"
            "    *) case \"$path\" in\n";
  AppendCases(&cli.app, &script);
  script << "    esac ;;\n  esac\n"
            "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
            "}\n"
            "complete -o default -F _outturn outturn\n";
  return script.str();
}

}  // namespace

void AddCompletionCommand(Cli* cli) {
  AddCommand(cli, Noun(cli, "completion"), "bash", {"bash 的命令补全", "completion for bash"},
             "eval \"$(outturn completion bash)\"\n"
             "outturn completion bash > /etc/bash_completion.d/outturn",
             [cli] {
               cli->console.Data(BashScript(*cli));
               return kOk;
             });
}

}  // namespace outturn::cli
