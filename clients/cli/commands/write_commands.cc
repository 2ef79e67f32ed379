// A command per kind of event, made from the schema: noun and verb, a flag per field.
#include <google/protobuf/util/json_util.h>

#include <iostream>
#include <iterator>
#include <memory>
#include <random>

#include "clients/cli/cli.h"
#include "clients/cli/known_names.h"
#include "clients/cli/proofs.h"
#include "clients/cli/receipt.h"
#include "clients/client/recorder.h"
#include "services/intake/cells.h"
#include "services/intake/fields.h"
#include "services/intake/json_words.h"

namespace outturn::cli {
namespace {

using intake::Field;
using intake::FieldSet;
using intake::Kind;
using intake::Shape;
using intake::Words;

// What was typed for one write command.
struct Typed {
  explicit Typed(const Kind& kind_in) : kind(kind_in), values(kind_in.fields.size()) {}
  const Kind& kind;
  std::vector<std::vector<std::string>> values;  // by index into kind.fields
  std::string json_file;
  std::string proof_file;
  bool dry_run = false;
};

// Short names of the header's flags that are typed most.
std::string FlagNames(const Field& field) {
  if (field.dotted == "header.external_id") return "--id,--external-id";
  if (field.dotted == "header.effective_on") return "--on,--effective-on";
  if (field.dotted == "header.document_number") return "--document,--document-number";
  if (field.shape == Shape::kJson) return "--file,--" + field.flag;
  return "--" + field.flag;
}

std::string FirstFlag(const Field& field) {
  const std::string names = FlagNames(field);
  return names.substr(0, names.find(','));
}

std::string TypeName(const Cli& cli, const Field& field) {
  switch (field.shape) {
    case Shape::kText:
      return cli.Say("文字", "TEXT");
    case Shape::kBool:
      return "";
    case Shape::kEnum:
      return cli.Say("词", "WORD");
    case Shape::kWhole:
      return "N";
    case Shape::kYuan:
      return cli.Say("元", "YUAN");
    case Shape::kDay:
      return cli.Say("日期", "DAY");
    case Shape::kDecimal:
      return cli.Say("数", "NUMBER");
    case Shape::kPoints:
      return cli.Say("分", "POINTS");
    case Shape::kRef:
      return cli.Say("[来源/]编号", "[SOURCE/]ID");
    case Shape::kList:
      return "K=V,K=V";
    case Shape::kJson:
      return "FILE";
  }
  return "";
}

std::string Describe(const Cli& cli, const Field& field) {
  std::string text = cli.Say(field.name);
  if (field.shape == Shape::kEnum || field.shape == Shape::kList) {
    text += cli.Say("：", ": ") + cli.Say(intake::Notation(field));
  }
  if (field.shape == Shape::kList) text += cli.Say("，可重复", ", repeatable");
  if (field.dotted == "header.year") {
    text += cli.Say("；默认取生效日期的年度", "; the effective day's by default");
  } else if (field.required) {
    text += cli.Say("；必填", "; required");
  }
  for (const char* name : {"source", "actor", "unit"}) {
    if (field.dotted == std::string("header.") + name) {
      text +=
          cli.Say("，或在环境变量、配置文件中给出", ", or by environment or configuration file");
    }
  }
  if (field.dotted == "indicator_set.approval") {
    text += cli.Say(
        "：批准本指标的文号或部门；不填即为未经审核，以后用 performance revise --approval 补填",
        ": the document or office that approved the target; without it the target "
        "counts as not approved until performance revise --approval");
  }
  if (field.resolved) text += cli.Say("；可省略", "; may be left out");
  if (field.dotted == "header.external_id") {
    text += cli.Say("；auto 生成一个新编号", "; auto makes a new one");
  }
  return text;
}

// A plausible value for an example.
std::string Sample(const Field& field, bool english) {
  static const std::map<std::string, std::string> kSamples = {
      {"external-id", "Z-2024-0305"},
      {"line", "JB-302"},
      {"economic-class", "30201"},
      {"payee", "某市印刷厂"},
      {"voucher", "0305-12"},
      {"unit-name", "某市司法局"},
      {"division", "431200"},
      {"policy", "hunan-2024@1"},
      {"code-tables", "2024"},
      {"functional-class", "2040601"},
      {"fund-type", "111"},
      {"indicator", "S1"},
      {"level1", "产出指标"},
      {"level2", "数量指标"},
      {"level3", "法律援助案件数"},
      {"weight", "10"},
      {"to-line", "JB-303"},
      {"to-economic-class", "30211"},
      {"legs", "line=JB-302,direction=out,amount=5000 --legs line=JB-303,direction=in,amount=5000"},
      {"amounts", "economic-class=30201,amount=5000.00 --amounts economic-class=30211,amount=300"},
      {"cells", "label=三公经费合计,printed=20.60"},
      {"figures", "figure=paid,amount=1234567.89"},
      {"building", "业务用房"},
      {"cell", "thrift_measures"},
      {"name", "办公费"},
      {"payment", "Z-2024-0101"},
      {"commitment", "HT-7"},
      {"form", "annex1"},
      {"band", "achieved"},
      {"staff-kind", "政法专项"},
      {"percent", "90"},
      {"rule", "behind-10"},
      {"approval", "财绩〔2024〕1号"},
      {"language", "zh"},
      {"format", "pdf"},
      {"digest", "sha256:$(sha256sum annex1.pdf | cut -c-64)"},
  };
  const auto it = kSamples.find(field.flag);
  const bool file = field.shape == Shape::kJson;  // --policy of policy adopt, not of ledger open
  if (it != kSamples.end() && !file) return it->second;
  switch (field.shape) {
    case Shape::kYuan:
      return "12345.00";
    case Shape::kDay:
      return "2024-03-05";
    case Shape::kEnum: {
      const Words words = intake::EnumWords(*field.path.back()->enum_type());
      const std::string zh = words.zh.substr(0, words.zh.find("、"));
      const std::string en = words.en.substr(0, words.en.find(", "));
      return !english ? zh : en.find(' ') == std::string::npos ? en : "'" + en + "'";
    }
    case Shape::kWhole:
    case Shape::kDecimal:
    case Shape::kPoints:
      return "78";
    case Shape::kJson:
      return "deploy/packs/hunan-2024/policy.json";
    case Shape::kText:
    case Shape::kBool:
    case Shape::kRef:
    case Shape::kList:
      return "…";
  }
  return "…";
}

std::string Examples(const Kind& kind, bool english) {
  std::string line = "outturn " + kind.noun + " " + kind.verb + " --id Z-2024-0305 --on 2024-03-05";
  // The book's rules ask for a document where the budget moves.
  if (kind.noun == "budget")
    line += english ? " --document 'Doc 2024-1'" : " --document 财预〔2024〕1号";
  const int header = intake::HeaderFieldCount();
  for (int i = header; i < static_cast<int>(kind.fields.size()); ++i) {
    const Field& field = kind.fields[i];
    // Of an indicator's target kind ≥ needs the target, and approval belongs to setting it; a
    // result says something.
    const bool shown = field.required || field.dotted == "indicator_set.target" ||
                       field.dotted == "indicator_set.approval" ||
                       field.dotted == "result_reported.value" ||
                       field.dotted == "forecast_reported.amount_fen";
    if (!shown || field.parent >= 0) continue;
    line += " " + FirstFlag(field) + " " + Sample(field, english);
  }
  return line + "\noutturn " + kind.noun + " " + kind.verb +
         " --id auto --on 2024-03-05 --json body.json --dry-run";
}

std::string NewId() {
  std::random_device random;
  unsigned char bytes[16];
  for (unsigned char& byte : bytes) byte = static_cast<unsigned char>(random());
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0F) | 0x40);  // RFC 4122, version 4
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3F) | 0x80);
  std::string id = Hex(std::string(reinterpret_cast<char*>(bytes), sizeof bytes));
  for (const size_t at : {20, 16, 12, 8}) id.insert(at, "-");
  return id;
}

// '-' is standard input.
std::optional<std::string> ReadAll(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  return ReadWhole(path);
}

Words CannotRead(const std::string& path) {
  return {"无法读取文件 " + path, "cannot read the file " + path};
}

// The body from --json, before the flags.
std::optional<Words> ApplyJson(const Typed& typed, v1::Command* command, FieldSet* given) {
  auto* body = command->GetReflection()->MutableMessage(command, typed.kind.member);
  if (typed.json_file.empty()) return std::nullopt;
  const auto text = ReadAll(typed.json_file);
  if (!text) return CannotRead(typed.json_file);
  const auto status = google::protobuf::util::JsonStringToMessage(*text, body);
  if (!status.ok()) {
    const Words why = intake::JsonWords(std::string(status.message()));
    return Words{typed.json_file + " 不是“" + typed.kind.name.zh + "”的 JSON：" + why.zh,
                 typed.json_file + " is no JSON of " + typed.kind.name.en + ": " + why.en};
  }
  // What the JSON leaves out is the server's to ask for.
  for (size_t i = intake::HeaderFieldCount(); i < typed.kind.fields.size(); ++i) {
    *given |= intake::Bit(static_cast<int>(i));
  }
  return std::nullopt;
}

std::optional<Words> ApplyValue(const Field& field, const std::string& value,
                                v1::Command* command) {
  std::string text = value;
  if (field.shape == Shape::kJson) {
    const auto content = ReadAll(value);
    if (!content) return CannotRead(value);
    text = *content;
  }
  const auto expected = intake::SetField(field, text, command);
  if (!expected) return std::nullopt;
  const std::string flag = FirstFlag(field);
  return Words{flag + " 是“" + value + "”，应为" + expected->zh,
               flag + " is \"" + value + "\", expected " + expected->en};
}

void ApplySettings(const Settings& settings, Typed* typed) {
  const auto take = [&](const char* path, const std::string& value) {
    auto& values = typed->values[typed->kind.Find(path)];
    if (values.empty() && !value.empty()) values.push_back(value);
  };
  take("header.source", settings.source);
  take("header.actor", settings.actor);
  if (typed->kind.member->number() == v1::Command::kPolicyAdoptedFieldNumber) return;
  take("header.unit", settings.unit);
  take("header.year", settings.year);
}

std::optional<Words> Missing(const Kind& kind, FieldSet given) {
  Words missing;
  given |= intake::Bit(kind.Find("header.year"));  // comes with the day
  for (int i; (i = intake::FirstMissing(kind, given)) >= 0; given |= intake::Bit(i)) {
    const Field& field = kind.fields[i];
    missing.zh += (missing.zh.empty() ? "" : "、") + FirstFlag(field) + "（" + field.name.zh + "）";
    missing.en += (missing.en.empty() ? "" : ", ") + FirstFlag(field) + " (" + field.name.en + ")";
  }
  if (missing.empty()) return std::nullopt;
  return Words{"缺少 " + missing.zh, "missing: " + missing.en};
}

std::optional<Words> BuildCommand(Typed* typed, v1::Command* command) {
  FieldSet given = 0;
  if (auto wrong = ApplyJson(*typed, command, &given)) return wrong;
  for (size_t i = 0; i < typed->values.size(); ++i) {
    for (const std::string& value : typed->values[i]) {
      if (auto wrong = ApplyValue(typed->kind.fields[i], value, command)) return wrong;
      if (!intake::Trim(value).empty()) given |= intake::Bit(static_cast<int>(i));
    }
  }
  intake::CompleteYear(typed->kind, command, &given);
  return Missing(typed->kind, given);
}

// Of what gRPC takes for too large, which field it is.
void TellSize(Cli* cli, const Kind& kind, const v1::Command& command) {
  const Field* largest = nullptr;
  size_t most = 0;
  for (const Field& field : kind.fields) {
    if (field.parent >= 0) continue;
    const size_t size = intake::FieldText(field, command, cli->english()).size();
    if (size <= most) continue;
    most = size;
    largest = &field;
  }
  if (largest == nullptr) return;
  const auto kib = [](size_t bytes) { return std::to_string(bytes >> 10) + " KiB"; };
  cli->console.Note(
      cli->Say("  这条记录有 ", "  this command has ") + kib(command.ByteSizeLong()) +
      cli->Say("，最大的是 ", ", the largest field is ") + FirstFlag(*largest) +
      cli->Say("（", " (") + cli->Say(largest->name) + cli->Say("），", "), ") + kib(most) +
      cli->Say("；服务器默认一次最多收 4096 KiB", "; by default a server takes 4096 KiB at once"));
}

int FailToWrite(Cli* cli, const Typed& typed, const v1::Command& command,
                const client::Failure& failure) {
  const int code = cli->Fail(failure, &typed.kind);
  if (failure.code == grpc::StatusCode::RESOURCE_EXHAUSTED && failure.reason.empty())
    TellSize(cli, typed.kind, command);
  return code;
}

int RunWrite(Cli* cli, Typed* typed) {
  auto& id = typed->values[typed->kind.Find("header.external_id")];
  const bool made_id = id.size() == 1 && id[0] == "auto";
  if (made_id) id[0] = NewId();
  ApplySettings(cli->settings, typed);
  v1::RecordRequest request;
  if (auto wrong = BuildCommand(typed, request.mutable_command())) return cli->UsageError(*wrong);
  request.set_validate_only(typed->dry_run);
  if (!typed->proof_file.empty() && !typed->dry_run) {
    const auto proven = RecordProven(cli, request);
    if (const auto* failure = std::get_if<client::Failure>(&proven)) {
      return FailToWrite(cli, *typed, request.command(), *failure);
    }
    const auto& receipt = std::get<v1::ProvenReceipt>(proven);
    PrintReceipt(cli, request.command(), receipt.receipt(), false);
    const bool saved = SaveReceipt(cli, receipt, typed->proof_file);
    return saved && receipt.unproven().empty() ? kOk : kFailed;
  }
  const client::Answer answer = client::Record(cli->Connect(), cli->Retry(3), request);
  if (const auto* failure = std::get_if<client::Failure>(&answer)) {
    const int code = FailToWrite(cli, *typed, request.command(), *failure);
    if (code == kUnreachable && made_id) {
      const bool open = !client::NothingHappened(*failure);
      cli->console.Note(
          (open ? cli->Say("  是否已入账尚不确定；", "  whether it was recorded is not known; ")
                : std::string("  ")) +
          cli->Say("请以 --id ", "repeat it with --id ") + id[0] +
          cli->Say(" 重复，不会重复入账", ": nothing is recorded twice"));
    }
    return code;
  }
  PrintReceipt(cli, request.command(), std::get<v1::Receipt>(answer), typed->dry_run);
  if (!typed->dry_run) WarnOfUnknownNames(cli, request.command());
  return kOk;
}

void AddField(Cli* cli, CLI::App* command, const std::shared_ptr<Typed>& typed, size_t index) {
  const Field& field = typed->kind.fields[index];
  if (field.parent >= 0) return;
  std::string group = cli->Say("内容", "Fields");
  if (field.resolved) group = cli->Say("通常由账簿填写", "Usually filled in by the book");
  if (static_cast<int>(index) < intake::HeaderFieldCount()) group = cli->Say("抬头", "Header");
  CLI::Option* option = nullptr;
  std::vector<std::string>* values = &typed->values[index];
  if (field.shape == Shape::kBool) {
    option = command->add_flag_function(
        FlagNames(field), [values](int64_t count) { *values = {count > 0 ? "yes" : "no"}; },
        Describe(*cli, field));
  } else {
    option = command->add_option(FlagNames(field), *values, Describe(*cli, field))
                 ->allow_extra_args(false)
                 ->type_name(TypeName(*cli, field));
    if (field.shape != Shape::kList) option->expected(1);
  }
  option->group(group);
  if (field.shape != Shape::kEnum) return;
  std::vector<std::string>& words =
      cli->choices[typed->kind.noun + " " + typed->kind.verb + " --" + field.flag];
  const auto& values_of = *field.path.back()->enum_type();
  for (int i = 1; i < values_of.value_count(); ++i) words.push_back(values_of.value(i)->name());
}

}  // namespace

void AddWriteCommands(Cli* cli) {
  for (const Kind& kind : intake::Kinds()) {
    const auto typed = std::make_shared<Typed>(kind);
    CLI::App* command = AddCommand(cli, Noun(cli, kind.noun), kind.verb,
                                   {"入账一项“" + kind.name.zh + "”", "record: " + kind.name.en},
                                   Examples(kind, cli->english()),
                                   [cli, typed] { return RunWrite(cli, typed.get()); });
    for (const Field& field : kind.fields) {  // --format of a publication is the file's
      if (CLI::Option* common = command->get_option_no_throw("--" + field.flag)) {
        command->remove_option(common);
      }
    }
    const size_t header = intake::HeaderFieldCount();
    for (size_t i = header; i < kind.fields.size(); ++i) AddField(cli, command, typed, i);
    for (size_t i = 0; i < header; ++i) AddField(cli, command, typed, i);
    const std::string group = cli->Say("方式", "How");
    command
        ->add_option("--json", typed->json_file,
                     cli->Say("内容取自 JSON 文件（- 为标准输入）；标志优先",
                              "the fields from a JSON file (- is standard input); flags win"))
        ->type_name("FILE")
        ->group(group);
    command
        ->add_option(
            "--proof", typed->proof_file,
            cli->Say("把回执连同事项本身、在日志中的证明和签名的检查点存入此文件；有公钥的人用 "
                     "outturn proof check 即可核对，不需要服务",
                     "save the receipt there, with the event itself, the proof that it is "
                     "in the log and the signed checkpoint: whoever has the key checks it "
                     "with outturn proof check, without a server"))
        ->type_name("FILE")
        ->group(group);
    command
        ->add_flag("--dry-run,--validate-only", typed->dry_run,
                   cli->Say("只试算，不入账", "decide, but record nothing"))
        ->group(group);
  }
}

}  // namespace outturn::cli
