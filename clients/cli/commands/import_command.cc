#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "clients/cli/import_file.h"
#include "clients/cli/import_map.h"
#include "services/intake/fields.h"

namespace outturn::cli {
namespace {

struct ImportFlags {
  std::vector<std::string> files;
  std::string type;
  std::string kind;
  std::string encoding = "auto";
  std::string document;
  std::string rejects;
  std::string map;
  bool ignore_unknown_columns = false;
  bool dry_run = false;
  bool progress = false;
};

std::optional<FileType> TypeOf(const std::string& path, const std::string& said) {
  if (said == "csv") return FileType::kCsv;
  if (said == "ndjson") return FileType::kNdjson;
  if (said == "xlsx") return FileType::kXlsx;
  const std::string ending = intake::NameKey(std::filesystem::path(path).extension().string());
  if (ending == ".csv" || ending == ".tsv" || ending == ".txt") return FileType::kCsv;
  if (ending == ".xlsx" || ending == ".xlsm") return FileType::kXlsx;
  if (ending == ".ndjson" || ending == ".jsonl") return FileType::kNdjson;
  return std::nullopt;
}

// The header fields the rows need not say, read as a cell would be.
std::optional<intake::Words> SetDefaults(const Cli& cli, const ImportFlags& flags,
                                         v1::Header* header) {
  const intake::Kind& any = intake::Kinds().front();
  v1::Command command;
  const std::pair<const char*, const std::string*> values[] = {
      {"header.source", &cli.settings.source},
      {"header.actor", &cli.settings.actor},
      {"header.unit", &cli.settings.unit},
      {"header.year", &cli.settings.year},
      {"header.document_number", &flags.document}};
  for (const auto& [path, value] : values) {
    const intake::Field& field = any.fields[any.FindPath(path)];
    if (auto expected = intake::SetField(field, *value, &command)) {
      return intake::Words{"--" + field.flag + " 应为" + expected->zh,
                           "--" + field.flag + " should be " + expected->en};
    }
  }
  *header = command.header();
  return std::nullopt;
}

std::optional<intake::Words> BuildOptions(const Cli& cli, const ImportFlags& flags,
                                          ImportOptions* options) {
  if (auto wrong = SetDefaults(cli, flags, &options->defaults.header)) return wrong;
  if (!flags.kind.empty()) {
    options->defaults.kind = intake::FindKind(flags.kind);
    if (options->defaults.kind == nullptr) {
      return intake::Words{"--kind 是“" + flags.kind + "”，应为一类事项，如 支付、payment",
                           "--kind is \"" + flags.kind + "\", expected a kind such as payment"};
    }
  }
  const auto encoding = intake::ParseEncoding(flags.encoding);
  if (!encoding) {
    return intake::Words{"--encoding 应为 auto、utf-8、gb18030、utf-16le 或 utf-16be",
                         "--encoding is one of auto, utf-8, gb18030, utf-16le, utf-16be"};
  }
  options->encoding = *encoding;
  options->defaults.ignore_unknown_columns = flags.ignore_unknown_columns;
  options->dry_run = flags.dry_run;
  options->rejects = flags.rejects;
  return std::nullopt;
}

std::vector<std::string> SummaryRow(const std::string& file, const ImportCounts& counts) {
  return {file,
          std::to_string(counts.rows),
          std::to_string(counts.recorded),
          std::to_string(counts.already),
          std::to_string(counts.rejected),
          std::to_string(counts.warnings),
          counts.rejects};
}

// On paper the files' names are enough, and a last line has the sums; CSV has paths and no sums.
Listing SummaryListing(const Cli& cli, const std::vector<std::string>& files,
                       const std::vector<ImportCounts>& counts, bool dry_run) {
  const intake::Words recorded =
      dry_run ? intake::Words{"可入账", "would record"} : intake::Words{"入账", "recorded"};
  Listing listing;
  listing.columns = {{{"文件", "file"}, false, true},
                     {{"行数", "rows"}, true},
                     {recorded, true},
                     {{"此前已入账", "already there"}, true},
                     {{"拒绝", "rejected"}, true},
                     {{"预警", "warnings"}, true},
                     {{"拒绝的行写入", "rejects written to"}}};
  const bool paper = cli.settings.format == "table";
  ImportCounts sum;
  for (size_t i = 0; i < counts.size(); ++i) {
    const std::string name = std::filesystem::path(files[i]).filename().string();
    listing.rows.push_back(SummaryRow(paper ? name : files[i], counts[i]));
    sum.rows += counts[i].rows;
    sum.recorded += counts[i].recorded;
    sum.already += counts[i].already;
    sum.rejected += counts[i].rejected;
    sum.warnings += counts[i].warnings;
  }
  if (paper && counts.size() > 1) listing.rows.push_back(SummaryRow(cli.Say("合计", "total"), sum));
  return listing;
}

std::string SummaryJson(const std::vector<std::string>& files,
                        const std::vector<ImportCounts>& counts, bool dry_run) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (size_t i = 0; i < counts.size(); ++i) {
    json.push_back({{"file", files[i]},
                    {"dry_run", dry_run},
                    {"rows", counts[i].rows},
                    {"recorded", counts[i].recorded},
                    {"already_recorded", counts[i].already},
                    {"rejected", counts[i].rejected},
                    {"warnings", counts[i].warnings},
                    {"rejects", counts[i].rejects}});
  }
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

// Every file is looked at before the first row of any is sent: a slip in one name is no reason for
// half an import.
bool CheckFiles(Cli* cli, const ImportFlags& flags) {
  int wrong = 0;
  for (const std::string& path : flags.files) {
    auto why = CannotRead(path);
    if (!why && !TypeOf(path, flags.type)) {
      why = intake::Words{
          path + "：看不出文件类型，请用 --type csv、--type xlsx 或 --type ndjson",
          path + ": which type of file? Say --type csv, --type xlsx or --type ndjson"};
    }
    if (!why) continue;
    ++wrong;
    cli->UsageError(*why);
  }
  if (!flags.rejects.empty() && !flags.dry_run) {
    if (auto why = CannotAppend(flags.rejects, flags.files)) {
      ++wrong;
      cli->UsageError(*why);
    }
  }
  if (wrong > 0 && flags.files.size() > 1) {
    cli->console.Note(cli->Say("  各文件均未导入", "  no file was imported"));
  }
  return wrong == 0;
}

// What a failure in the middle left undone.
void TellUntried(Cli* cli, const ImportFlags& flags, size_t tried) {
  std::string names;
  for (size_t i = tried; i < flags.files.size(); ++i) names += " " + flags.files[i];
  if (!names.empty()) {
    cli->console.Note(
        cli->Say("  其后的文件没有导入：", "  not imported, because they come after:") + names);
  }
}

// Refused rows are told by their own code; anything worse stops with its own.
int RunImport(Cli* cli, const ImportFlags& flags) {
  ImportOptions options;
  ImportMap map;
  if (auto wrong = map.Load(cli, flags.map)) return cli->UsageError(*wrong);
  if (auto wrong = BuildOptions(*cli, flags, &options)) return cli->UsageError(*wrong);
  options.defaults.mapping = map.mapping();
  if (!CheckFiles(cli, flags)) return kUsage;
  if (flags.progress) cli->console.PlainProgress();
  std::vector<ImportCounts> counts;
  int code = kOk;
  for (const std::string& path : flags.files) {
    options.type = *TypeOf(path, flags.type);
    const bool table = options.type != FileType::kNdjson;
    options.preview =
        flags.dry_run && table && (map.mapping() != nullptr || options.type == FileType::kXlsx);
    ImportFile file(cli, path, options);
    const int own = file.Run();
    counts.push_back(file.counts());
    if (own != kOk) code = own;
    if (own == kOk || own == kRefused) continue;
    TellUntried(cli, flags, counts.size());
    break;
  }
  if (!flags.dry_run && (code == kOk || code == kRefused)) map.Remember(cli);
  if (cli->settings.format == "json") {
    cli->console.Data(SummaryJson(flags.files, counts, flags.dry_run));
  } else {
    const Listing summary = SummaryListing(*cli, flags.files, counts, flags.dry_run);
    const bool csv = cli->settings.format == "csv";
    cli->console.Data(csv ? summary.ToCsv(cli->english())
                          : summary.ToText(cli->english(), cli->console.width()));
  }
  if (flags.dry_run) {
    cli->console.Note(cli->Say("试算：逐行对照现有账簿判断，未入账",
                               "dry run: each row was judged against the book as it stands; "
                               "nothing was recorded"));
  }
  return code;
}

void AddFileFlags(Cli* cli, CLI::App* command, ImportFlags* flags) {
  const std::string group = cli->Say("文件", "File");
  command
      ->add_option("--type", flags->type,
                   cli->Say("文件类型；默认看扩展名", "type; by the file's ending"))
      ->type_name("csv|xlsx|ndjson")
      ->group(group);
  command
      ->add_option("--map", flags->map,
                   cli->Say("映射文件：来源系统的列名、常量和写法；导入后按来源记住；none 为不用",
                            "mapping file: how the source names and writes things; remembered by "
                            "source once imported with; none for none"))
      ->type_name("FILE")
      ->group(group);
  command
      ->add_option("--kind", flags->kind,
                   cli->Say("各行的事项；默认看“事项”列或各列名",
                            "kind of the rows; by a column \"kind\" or by the columns"))
      ->type_name(cli->Say("事项", "KIND"))
      ->group(group);
  command
      ->add_option("--encoding", flags->encoding,
                   cli->Say("auto、utf-8、gb18030、utf-16le、utf-16be",
                            "auto, utf-8, gb18030, utf-16le, utf-16be"))
      ->type_name(cli->Say("编码", "NAME"))
      ->group(group);
  command
      ->add_option("--rejects", flags->rejects,
                   cli->Say("被拒绝的行追加到此文件；默认 文件名.rejects.csv，不覆盖已有文件",
                            "append rejected rows here; NAME.rejects.csv by default, never over an "
                            "existing file"))
      ->type_name("FILE")
      ->group(group);
  command
      ->add_flag("--ignore-unknown-columns", flags->ignore_unknown_columns,
                 cli->Say("略过不认识的列", "leave out columns of unknown names"))
      ->group(group);
}

}  // namespace

void AddImportCommand(Cli* cli) {
  const auto flags = std::make_shared<ImportFlags>();
  CLI::App* command = AddCommand(
      cli, &cli->app, "import",
      {"导入 CSV、XLSX 或 NDJSON 文件，逐行入账", "record the rows of CSV, XLSX or NDJSON files"},
      "outturn import payments.csv --source budget-system --actor clerk --unit 145001\n"
      "outturn import 支付明细.csv --kind 支付 --encoding gb18030 --dry-run\n"
      "outturn import 支付导出.xlsx --map caiwu.map --dry-run\n"
      "outturn import events.ndjson --format json\n"
      "outturn import payments.rejects.csv",
      [cli, flags] { return RunImport(cli, *flags); });
  command
      ->add_option("file", flags->files,
                   cli->Say("文件；- 为标准输入", "files; - is standard input"))
      ->required()
      ->type_name("FILE");
  AddFileFlags(cli, command, flags.get());
  const std::string header = cli->Say("文件没有这一列时", "Where the file has no such column");
  const auto fallback = [&](const char* name, std::string* value, const std::string& about) {
    command->add_option(name, *value, about)->group(header);
  };
  fallback("--source", &cli->settings.source, cli->Say("来源系统", "source"));
  fallback("--actor", &cli->settings.actor, cli->Say("经办人", "actor"));
  fallback("--unit", &cli->settings.unit, cli->Say("单位代码", "unit"));
  fallback("--year", &cli->settings.year,
           cli->Say("预算年度；默认取生效日期的年度", "year; of the effective day by default"));
  fallback("--document", &flags->document, cli->Say("文号", "document number"));
  const std::string how = cli->Say("方式", "How");
  command
      ->add_flag("--dry-run,--validate-only", flags->dry_run,
                 cli->Say("只试算，不入账", "decide, but record nothing"))
      ->group(how);
  command
      ->add_flag("--progress", flags->progress,
                 cli->Say("显示进度（终端上默认显示；否则每隔数秒一行）",
                          "show progress (always on a terminal; elsewhere a line every few "
                          "seconds)"))
      ->group(how);
  for (const intake::Kind& kind : intake::Kinds()) {
    cli->choices["import --kind"].push_back(kind.member->name());
  }
  cli->choices["import --type"] = {"csv", "xlsx", "ndjson"};
  cli->choices["import --encoding"] = {"auto", "utf-8", "gb18030", "utf-16le", "utf-16be"};
}

}  // namespace outturn::cli
