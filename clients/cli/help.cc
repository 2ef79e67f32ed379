// Help: examples first, then what there is. CLI11's own formatter counts bytes, which sets Chinese
// askew; this one counts columns.
#include <algorithm>
#include <memory>

#include "clients/cli/cli.h"
#include "services/render/width.h"

namespace outturn::cli {
namespace {

class HelpFormat : public CLI::FormatterBase {
 public:
  HelpFormat(bool english, size_t width) : english_(english), width_(width) {}

  std::string make_help(const CLI::App* app, std::string, CLI::AppFormatMode) const override {
    std::string help;
    const std::string examples = ExamplesOf(app);
    if (!examples.empty()) help += Say("例：\n", "Examples:\n") + Indented(examples) + "\n";
    if (!app->get_description().empty()) help += app->get_description() + "\n\n";
    help += Say("用法：", "Usage: ") + Usage(app) + "\n";
    help += Commands(app);
    const std::string common = Say("通用", "Common");  // what every command takes, so last
    for (const std::string& group : app->get_groups()) {
      if (group != common) help += Options(app, group);
    }
    help += Options(app, common);
    if (app->get_parent() == nullptr) help += "\n" + ExitCodes();
    return help;
  }

 private:
  struct Entry {
    std::string left;
    std::string right;
  };

  std::string Say(const char* zh, const char* en) const { return english_ ? en : zh; }

  // A group of commands has no examples of its own (CLI11 hands it those of the program): the first
  // of each command.
  static std::string ExamplesOf(const CLI::App* app) {
    const auto commands = app->get_subcommands([](const CLI::App*) { return true; });
    if (app->get_parent() == nullptr || commands.empty()) return app->get_footer();
    std::string examples;
    for (const CLI::App* command : commands) {
      const std::string all = command->get_footer();
      if (all == app->get_footer()) continue;
      examples += (examples.empty() ? "" : "\n") + all.substr(0, all.find('\n'));
    }
    return examples;
  }

  static std::string Path(const CLI::App* app) {
    const CLI::App* parent = app->get_parent();
    return (parent == nullptr ? "" : Path(parent) + " ") + app->get_name();
  }

  std::string Usage(const CLI::App* app) const {
    std::string usage = Path(app);
    const bool has_commands = !app->get_subcommands([](const CLI::App*) { return true; }).empty();
    for (const CLI::Option* option : app->get_options()) {
      if (!option->get_positional()) continue;
      const std::string name = option->get_name(true);
      const std::string more = option->get_expected_max() > 1 ? "…" : "";
      usage += option->get_required() ? " " + name + more : " [" + name + more + "]";
    }
    if (has_commands)
      usage += app->get_require_subcommand_min() > 0 ? Say(" <命令>", " COMMAND") : "";
    return usage + Say(" [选项]", " [OPTIONS]");
  }

  std::string Commands(const CLI::App* app) const {
    std::vector<Entry> entries;
    for (const CLI::App* command : app->get_subcommands([](const CLI::App*) { return true; })) {
      entries.push_back({command->get_name(), command->get_description()});
    }
    if (entries.empty()) return "";
    return "\n" + Say("命令：\n", "Commands:\n") + Aligned(entries);
  }

  std::string Options(const CLI::App* app, const std::string& group) const {
    if (group.empty()) return "";
    std::vector<Entry> entries;
    const auto in_group = [&](const CLI::Option* option) { return option->get_group() == group; };
    for (const CLI::Option* option : app->get_options(in_group)) {
      if (option->get_positional()) continue;
      std::string left = option->get_name(false, true);
      std::replace(left.begin(), left.end(), ',', ' ');
      if (option->get_expected_max() > 0 && option->get_type_size_max() > 0) {
        left += " " + TypeName(option->get_type_name());
      }
      entries.push_back({left, option->get_description()});
    }
    const std::string title = group == "Options" ? Say("选项", "Options") : group;  // CLI11's own
    return entries.empty() ? "" : "\n" + title + Say("：\n", ":\n") + Aligned(entries);
  }

  std::string TypeName(const std::string& own) const {
    if (own == "TEXT") return Say("文字", "TEXT");
    return own == "UINT" ? "N" : own;
  }

  std::string ExitCodes() const {
    return Say("退出码：\n", "Exit codes:\n") +
           Aligned(
               {{"0", Say("成功", "done")},
                {"1",
                 Say("发现问题（check、fsck 等），或事项合计不等；已入账而文件无法写入；其他失败",
                     "something was found, or does not add up; recorded, but the "
                     "file cannot be written; failed otherwise")},
                {"2", Say("命令行、内容或所指文件有误，或文件无法读取、写入",
                          "the command line, a value or a file it names is wrong, or cannot be "
                          "read or written")},
                {"3", Say("按规则拒绝；导入时有行被拒绝",
                          "refused by the rules; import: rows were rejected")},
                {"4", Say("冲突：编号或名称已用于其他内容，或版本已变",
                          "conflict: id or name used for something else, or version moved on")},
                {"5", Say("没有应答：是否入账不确定，以同一编号重复即可",
                          "no answer: unknown whether recorded; repeat with the same id")},
                {"6", Say("没有找到", "not found")},
                {"7",
                 Say("不成立：被改动、不完整或不属于本账簿（verify、proof）",
                     "does not hold: changed, incomplete or never the book's (verify, proof)")},
                {"8", Say("由另一把密钥签署", "signed by another key")},
                {"9", Say("属于另一个账簿", "of another book")},
                {"10",
                 Say("分叉：两个检查点互相矛盾", "forked: two checkpoints contradict each other")},
                {"11", Say("日期不在预算年度内，查询和入账都是",
                           "the day asked for or recorded lies outside the fiscal year")},
                {"12", Say("位置、时刻或检查点不在账簿之内",
                           "the position, instant or checkpoint is not in the book")},
                {"13",
                 Say("没有这个指标数（并列出相近的）", "no such figure (those near are named)")}});
  }

  std::string Aligned(const std::vector<Entry>& entries) const {
    constexpr size_t kMostLeft = 36;
    size_t left = 0;
    for (const Entry& entry : entries) {
      const size_t own = render::DisplayWidth(entry.left);
      if (own <= kMostLeft) left = std::max(left, own);
    }
    std::string text;
    for (const Entry& entry : entries) {
      size_t at = render::DisplayWidth(entry.left);
      text += "  " + entry.left;
      if (at > left) {
        text += "\n  ";
        at = 0;
      }
      const auto lines = render::Wrap(entry.right, std::max<size_t>(width_ - left - 4, 20));
      for (size_t i = 0; i < lines.size(); ++i) {
        text += std::string((i == 0 ? left - at : left + 2) + 2, ' ') + lines[i] + "\n";
      }
    }
    return text;
  }

  static std::string Indented(const std::string& lines) {
    std::string text = "  ";
    for (const char c : lines) {
      text.push_back(c);
      if (c == '\n') text += "  ";
    }
    return text + "\n";
  }

  bool english_;
  size_t width_;
};

}  // namespace

void UseHelpFormat(Cli* cli) {
  const auto format = std::make_shared<HelpFormat>(cli->english(), cli->console.width());
  const auto apply = [&](const auto& self, CLI::App* app) -> void {
    app->formatter(format);
    app->set_help_flag("-h,--help", cli->Say("显示本帮助", "show this help"))
        ->group(cli->Say("通用", "Common"));
    for (CLI::App* command : app->get_subcommands([](const CLI::App*) { return true; })) {
      self(self, command);
    }
  };
  apply(apply, &cli->app);
}

}  // namespace outturn::cli
