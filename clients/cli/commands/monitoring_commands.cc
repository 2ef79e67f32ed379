// Warnings and roll-ups.
#include <memory>
#include <tuple>

#include "clients/cli/cut_flags.h"
#include "outturn/v1/about.pb.h"
#include "outturn/v1/monitoring.grpc.pb.h"
#include "services/intake/cells.h"
#include "services/intake/fields.h"
#include "services/render/text_table.h"

namespace outturn::cli {
namespace {

using intake::YuanText;

std::string WordOf(const Cli& cli, const google::protobuf::EnumDescriptor* type, int number) {
  const auto* value = type->FindValueByNumber(number);
  if (value == nullptr) return std::to_string(number);
  const v1::Word& word = value->options().GetExtension(v1::word);
  return cli.english() ? word.en() : word.zh();
}

struct WarningFlags {
  std::string rule;
  std::string subject;
  CutFlags cut;
  std::vector<std::string> levels;
  bool pending = false;
  uint32_t behind = 0;
};

// "red", "红色预警", "RED".
std::optional<v1::WarningLevel> LevelOf(const std::string& text) {
  const auto* type = v1::WarningLevel_descriptor();
  for (int i = 1; i < type->value_count(); ++i) {
    const v1::Word& word = type->value(i)->options().GetExtension(v1::word);
    const bool zh = !text.empty() && word.zh().starts_with(text);
    if (zh || text == word.en() || text == type->value(i)->name()) {
      return static_cast<v1::WarningLevel>(type->value(i)->number());
    }
  }
  return std::nullopt;
}

std::optional<intake::Words> Fill(const Cli& cli, const WarningFlags& flags,
                                  v1::ListWarningsRequest* request) {
  if (auto wrong = cli.Ledger(request->mutable_ledger())) return wrong;
  request->set_language(WireLanguage(cli));
  request->set_rule(flags.rule);
  request->set_subject(flags.subject);
  request->set_pending_only(flags.pending);
  request->set_events_behind(flags.behind);
  for (const std::string& text : flags.levels) {
    const auto level = LevelOf(text);
    if (!level) {
      return intake::Words{"--level 是“" + text + "”，应为 red、orange、yellow、blue 或 grey",
                           "--level is \"" + text + "\", not red, orange, yellow, blue or grey"};
    }
    request->add_levels(*level);
  }
  return std::nullopt;
}

std::string HandlingOf(const Cli& cli, const v1::RaisedWarning& warning) {
  const std::string handled =
      warning.has_handled()
          ? WordOf(cli, v1::WarningHandling_descriptor(), warning.handled().handling()) + " " +
                intake::DayText(warning.handled_on())
          : "—";
  if (warning.outgrown() && warning.pending())
    return cli.Say("待处理：已", "pending: grown since ") + handled + cli.Say("，之后又加重", "");
  return warning.pending() ? cli.Say("待处理", "pending") : handled;
}

void ShowBehind(Cli* cli, const v1::RaisedWarning& warning) {
  if (warning.behind().empty()) return;
  Listing listing;
  listing.columns = {{{"所属合计", "sum"}, false, true},
                     {{"位置", "position"}, true},
                     {{"日期", "day"}},
                     {{"金额（元）", "yuan"}, true},
                     {{"编号", "id"}},
                     {{"单据", "papers"}},
                     {{"事由", "about"}}};
  for (const auto& one : warning.behind()) {
    listing.rows.push_back({one.figure(), std::to_string(one.position()),
                            intake::DayText(one.effective_on()), YuanText(one.amount_fen()),
                            one.id(), one.papers(), one.about()});
  }
  cli->console.Data(cli->Say("所据事项，金额大者在前：\n", "events behind it, largest first:\n") +
                    listing.ToText(cli->english(), cli->console.width()) + "\n");
}

// A policy without rules finds nothing, which is not to look like a clean ledger.
void NoteProvenance(Cli* cli, const v1::ListWarningsReply& reply) {
  const v1::Provenance& from = reply.provenance();
  if (reply.rules() == 0) {
    cli->console.Warn(cli->settings.lang(),
                      {"政策 " + from.policy() + " 没有预警规则，什么也没有检查",
                       "policy " + from.policy() + " has no warning rules: nothing was checked"});
  }
  cli->console.Note(std::to_string(reply.rules()) + cli->Say(" 条预警规则", " warning rules"));
  TellProvenance(cli, from);
}

Listing ToListing(const Cli& cli, const v1::ListWarningsReply& reply) {
  Listing listing;
  listing.columns = {{{"级别", "level"}},
                     {{"规则", "rule"}, false, true},
                     {{"对象", "subject"}, false, true},
                     {{"名称", "name"}},
                     {{"情况", "what"}},
                     {{"控制方式", "control"}},
                     {{"处理", "handling"}}};
  for (const v1::RaisedWarning& warning : reply.warnings()) {
    listing.rows.push_back({WordOf(cli, v1::WarningLevel_descriptor(), warning.level()),
                            warning.rule(), warning.subject(),
                            warning.subject_name() +
                                (warning.classified() ? cli.Say("（涉密）", " (classified)") : ""),
                            warning.text(),
                            WordOf(cli, v1::WarningControl_descriptor(), warning.control()),
                            HandlingOf(cli, warning)});
  }
  return listing;
}

// What a warning says is a sentence, which in a column of its own would be broken over ten lines:
// it stands under the warning, across the table, with what is to be done of it.
std::string ToText(const Cli& cli, const v1::ListWarningsReply& reply) {
  render::TextTable table;
  table.columns = {{cli.Say("级别", "level"), false, false},
                   {cli.Say("规则", "rule"), false, false},
                   {cli.Say("对象", "subject")},  // a long one is broken where else no room is
                   {cli.Say("名称", "name")},
                   {cli.Say("处理", "handling")}};
  const size_t beside_level = table.columns.size() - 1;
  for (const std::vector<std::string>& one : ToListing(cli, reply).rows) {
    const auto& [level, rule, subject, name, what, control, handling] =
        std::tie(one[0], one[1], one[2], one[3], one[4], one[5], one[6]);
    table.rows.push_back({{level, rule, subject, name, handling}});
    table.rows.push_back({{"", {what + cli.Say("；", "; ") + control, beside_level}}});
  }
  return table.ToText(cli.console.width());
}

bool AskWarnings(Cli* cli, const WarningFlags& flags, v1::ListWarningsReply* reply, int* code) {
  v1::ListWarningsRequest request;
  if (auto wrong = Fill(*cli, flags, &request)) {
    *code = cli->UsageError(*wrong);
    return false;
  }
  Cut cut;
  if (!TakeCut(cli, flags.cut, &cut, code)) return false;
  cut.PutInto(&request);
  return Ask<v1::Monitoring>(cli, &v1::Monitoring::Stub::ListWarnings, request, reply, code,
                             Patience::kPatient);
}

int ListWarnings(Cli* cli, const WarningFlags& flags) {
  v1::ListWarningsReply reply;
  int code = kOk;
  if (!AskWarnings(cli, flags, &reply, &code)) return code;
  if (cli->settings.format == "table") {
    cli->console.Data(ToText(*cli, reply));
  } else {
    cli->Print(reply, ToListing(*cli, reply));
  }
  NoteProvenance(cli, reply);
  return kOk;
}

void ShowWarning(Cli* cli, const v1::RaisedWarning& warning) {
  Facts facts;
  facts.Add({"规则", "rule"}, warning.rule() + " " + warning.title());
  facts.Add({"对象", "subject"}, warning.subject() + " " + warning.subject_name());
  facts.Add({"级别", "level"}, WordOf(*cli, v1::WarningLevel_descriptor(), warning.level()));
  facts.Add({"控制方式", "control"},
            WordOf(*cli, v1::WarningControl_descriptor(), warning.control()));
  facts.Add({"情况", "what"}, warning.text());
  for (const v1::FigureValue& number : warning.numbers()) {
    facts.Add({number.name(), number.name()}, number.printed());
  }
  std::string events;
  for (const uint64_t position : warning.events()) {
    events += (events.empty() ? "" : ", ") + std::to_string(position);
  }
  if (!events.empty()) facts.Add({"事项位置", "events"}, events);
  facts.Add({"处理", "handling"}, HandlingOf(*cli, warning));
  if (warning.has_handled()) {
    facts.Add({"处理意见", "reason"}, warning.handled().reason());
    facts.Add({"附件", "attachment"}, warning.handled().attachment());
    facts.Add({"处理所在位置", "handled at position"}, std::to_string(warning.handled_position()));
  }
  cli->console.Data(facts.ToText(cli->english(), cli->console.width()) + "\n");
  ShowBehind(cli, warning);
}

// What the rule warns of instead, so that nobody has to look for the subject's spelling.
int NoSuchWarning(Cli* cli, WarningFlags flags) {
  cli->console.Error(cli->settings.lang(),
                     {"此时没有这样的预警：outturn warning list 列出各预警",
                      "there is no such warning now: outturn warning list names them"});
  if (flags.subject.empty()) return kNotFound;
  flags.subject.clear();
  v1::ListWarningsReply reply;
  int code = kOk;
  if (!AskWarnings(cli, flags, &reply, &code) || reply.warnings().empty()) return kNotFound;
  std::string names;
  for (const v1::RaisedWarning& one : reply.warnings())
    names += (names.empty() ? "" : cli->Say("、", ", ")) + one.subject();
  cli->console.Note(cli->Say("  这条规则此时预警的对象：", "  what the rule warns of now: ") +
                    names);
  return kNotFound;
}

int ShowWarnings(Cli* cli, const WarningFlags& flags) {
  v1::ListWarningsReply reply;
  int code = kOk;
  if (!AskWarnings(cli, flags, &reply, &code)) return code;
  if (reply.warnings().empty()) return NoSuchWarning(cli, flags);
  if (cli->settings.format == "table") {
    for (const v1::RaisedWarning& warning : reply.warnings()) ShowWarning(cli, warning);
  } else {
    cli->Print(reply, ToListing(*cli, reply));
  }
  NoteProvenance(cli, reply);
  return kOk;
}

// ---- roll-ups

struct RollupFlags {
  std::string by;
  uint32_t levels = 0;
  CutFlags cut;
};

const std::map<std::string, v1::GroupBy>& Groups() {
  static const std::map<std::string, v1::GroupBy> kGroups = {{"unit", v1::BY_UNIT},
                                                             {"category", v1::BY_CATEGORY},
                                                             {"project-kind", v1::BY_PROJECT_KIND},
                                                             {"function", v1::BY_FUNCTION},
                                                             {"fund", v1::BY_FUND_TYPE},
                                                             {"three-public", v1::BY_THREE_PUBLIC}};
  return kGroups;
}

enum class Scope { kUnit, kCity };

std::optional<intake::Words> Fill(const Cli& cli, const RollupFlags& flags, Scope scope,
                                  v1::GetRollupRequest* request) {
  v1::LedgerRef ledger;
  int32_t year = 0;
  if (auto wrong = cli.Year(&year)) return wrong;
  if (scope == Scope::kUnit) {
    if (auto wrong = cli.Ledger(&ledger)) return wrong;
    request->set_unit(ledger.unit());
  }
  request->set_year(year);
  request->set_levels(flags.levels);
  request->set_language(WireLanguage(cli));
  const auto by = Groups().find(flags.by);
  if (by == Groups().end()) {
    return intake::Words{
        "--by 是“" + flags.by +
            "”，应为 unit、category、project-kind、function、fund、three-public",
        "--by is \"" + flags.by +
            "\", not unit, category, project-kind, function, fund or three-public"};
  }
  request->set_group_by(by->second);
  return std::nullopt;
}

std::vector<std::string> RowOf(const v1::RollupRow& row) {
  return {row.rank() == 0 ? "" : std::to_string(row.rank()),
          row.key(),
          row.name(),
          std::to_string(row.units()),
          YuanText(row.initial_fen()),
          YuanText(row.full_year_fen()),
          YuanText(row.committed_fen()),
          YuanText(row.paid_fen()),
          row.execution_rate(),
          row.ahead_points(),
          YuanText(row.ahead_fen())};
}

int ShowRollup(Cli* cli, const RollupFlags& flags, Scope scope) {
  v1::GetRollupRequest request;
  if (auto wrong = Fill(*cli, flags, scope, &request)) return cli->UsageError(*wrong);
  Cut cut;
  int code = kOk;
  if (!TakeCut(cli, flags.cut, &cut, &code)) return code;
  cut.PutInto(&request);
  v1::GetRollupReply reply;
  if (!Ask<v1::Monitoring>(cli, &v1::Monitoring::Stub::GetRollup, request, &reply, &code,
                           Patience::kPatient)) {
    return code;
  }
  Listing listing;
  listing.columns = {{{"名次", "rank"}, true},
                     {{"代码", "code"}, false, true},
                     {{"名称", "name"}},
                     {{"单位数", "units"}, true},
                     {{"年初预算", "initial"}, true},
                     {{"全年预算", "full year"}, true},
                     {{"已占用", "committed"}, true},
                     {{"执行数", "paid"}, true},
                     {{"执行率", "rate"}, true},
                     {{"超短序时（点）", "ahead (points)"}, true},
                     {{"超短序时金额", "amount ahead"}, true}};
  for (const v1::RollupRow& row : reply.rows()) listing.rows.push_back(RowOf(row));
  std::vector<std::string> total = RowOf(reply.total());
  total[2] = cli->Say("合计", "total");
  listing.rows.push_back(std::move(total));
  cli->Print(reply, listing);
  cli->console.Note(cli->Say("序时进度 ", "time progress ") + reply.time_progress() +
                    cli->Say("，单位：元；执行率分母为全年预算数",
                             ", in yuan; rates are on the full-year budget"));
  TellProvenance(cli, reply.provenance());
  return kOk;
}

void AddWarningFlags(Cli* cli, CLI::App* command, WarningFlags* flags) {
  AddLedgerFlags(cli, command);
  AddCutFlags(cli, command, &flags->cut);
}

void AddRollupCommand(Cli* cli, const char* verb, const intake::Words& about, const std::string& by,
                      Scope scope, const char* examples) {
  const auto flags = std::make_shared<RollupFlags>();
  flags->by = by;
  CLI::App* command = AddCommand(cli, Noun(cli, "monitor"), verb, about, examples,
                                 [cli, flags, scope] { return ShowRollup(cli, *flags, scope); });
  AddLedgerFlags(cli, command);
  AddCutFlags(cli, command, &flags->cut);
  const std::string group = cli->Say("分组", "Groups");
  command->add_option("--by", flags->by, cli->Say("分组方式", "what the rows are"))
      ->type_name("unit|category|project-kind|function|fund|three-public")
      ->group(group);
  command
      ->add_option(
          "--levels", flags->levels,
          cli->Say("功能分类到哪一级：1 类、2 款、3 项", "of functional classes: 1, 2 or 3"))
      ->group(group);
}

}  // namespace

void AddMonitoringCommands(Cli* cli) {
  const auto flags = std::make_shared<WarningFlags>();
  CLI::App* list = AddCommand(cli, Noun(cli, "warning"), "list",
                              {"预警：按政策规则得出", "the warnings the policy's rules raise"},
                              "outturn warning list --as-of 2024-07-31\n"
                              "outturn warning list --level red --level orange --pending",
                              [cli, flags] { return ListWarnings(cli, *flags); });
  AddWarningFlags(cli, list, flags.get());
  const std::string group = cli->Say("筛选", "Filters");
  list->add_option("--level", flags->levels, cli->Say("只看这些级别", "these levels only"))
      ->type_name("red|orange|yellow|blue|grey")
      ->group(group);
  list->add_option("--rule", flags->rule, cli->Say("只看这条规则", "of this rule only"))
      ->group(group);
  list->add_flag("--pending", flags->pending, cli->Say("只看待处理的", "only what is pending"))
      ->group(group);

  const auto one = std::make_shared<WarningFlags>();
  CLI::App* show =
      AddCommand(cli, Noun(cli, "warning"), "show",
                 {"一条预警所据的数和事项", "the numbers and events behind a warning"},
                 "outturn warning show project-behind-30 project=ZX03 --as-of 2024-07-31",
                 [cli, one] { return ShowWarnings(cli, *one); });
  show->add_option("rule", one->rule, cli->Say("规则", "rule"))->required();
  show->add_option("subject", one->subject, cli->Say("对象", "subject"));
  one->behind = 10;
  show->add_option(
          "--events", one->behind,
          cli->Say("列出多少笔所据事项，至多 100", "how many of the events behind, to 100"))
      ->check(CLI::Range(0, 100))
      ->type_name(cli->Say("笔", "N"))
      ->group(cli->Say("范围", "What"));
  AddWarningFlags(cli, show, one.get());

  AddRollupCommand(cli, "unit", {"一个单位连同所属单位的进度", "a unit with the units below it"},
                   "unit", Scope::kUnit,
                   "outturn monitor unit --unit 431200-136 --year 2024 --as-of 2024-07-31\n"
                   "outturn monitor unit --by function --levels 2");
  AddRollupCommand(cli, "city", {"全市汇总", "the whole city"}, "category", Scope::kCity,
                   "outturn monitor city --year 2024 --as-of 2024-07-31\n"
                   "outturn monitor city --by fund");
  AddRollupCommand(cli, "ranking", {"各单位执行进度排名", "units by execution rate"}, "unit",
                   Scope::kCity, "outturn monitor ranking --year 2024 --as-of 2024-07-31");
}

}  // namespace outturn::cli
