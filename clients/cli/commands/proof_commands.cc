// outturn checkpoint and proof.
#include <google/protobuf/util/json_util.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "clients/cli/cli.h"
#include "clients/cli/event_text.h"
#include "clients/cli/proofs.h"
#include "outturn/v1/proof.grpc.pb.h"
#include "services/audit/receipt.h"
#include "services/audit/store_words.h"

namespace outturn::cli {
namespace {

audit::InclusionClaim ClaimOf(const v1::InclusionProof& proof) {
  return {proof.position(),
          proof.size(),
          proof.leaf(),
          {proof.hashes().begin(), proof.hashes().end()},
          proof.checkpoint().note(),
          0,
          proof.event()};
}

// What was proved, in words.
void PrintProvenEvent(Cli* cli, const v1::InclusionProof& proof) {
  v1::Event event;
  if (cli->settings.format != "table" || proof.event().empty()) return;
  if (!event.ParseFromString(proof.event())) return;
  cli->console.Data("\n");
  cli->Print(event, EventFacts(event, cli->english()));
}

// By a size or by a name; both unset: the newest.
struct WhichCheckpoint {
  uint64_t size = 0;
  uint32_t signatures = 0;
  std::string name = {};
};

bool GetCheckpoint(Cli* cli, const WhichCheckpoint& which, v1::Checkpoint* reply, int* code) {
  v1::GetCheckpointRequest request;
  request.set_size(which.size);
  request.set_signatures(which.signatures);
  request.set_name(which.name);
  return Ask<v1::Proofs>(cli, &v1::Proofs::Stub::GetCheckpoint, request, reply, code);
}

int ShowCheckpoint(Cli* cli, const WhichCheckpoint& which, bool key) {
  v1::Checkpoint reply;
  int code = kOk;
  if (!GetCheckpoint(cli, which, &reply, &code)) return code;
  if (cli->settings.format == "json") {
    cli->console.Data(ToJson(reply));
  } else {
    cli->console.Data(key ? reply.verifier_key() + "\n" : reply.note());
    // As everything else prints it; the note has it in base64.
    if (!key) cli->console.Note(cli->Say("根哈希 ", "root hash ") + Hex(reply.root()));
  }
  return kOk;
}

int ListCheckpoints(Cli* cli, bool named_only, uint64_t below) {
  v1::ListCheckpointsRequest request;
  request.set_named_only(named_only);
  request.set_below(below);
  v1::ListCheckpointsReply reply;
  int code = kOk;
  if (!Ask<v1::Proofs>(cli, &v1::Proofs::Stub::ListCheckpoints, request, &reply, &code)) {
    return code;
  }
  Listing listing;
  listing.columns = {{{"事项数", "events"}, true},
                     {{"名称", "names"}},
                     {{"根哈希", "root hash"}, false, true},
                     {{"签名", "signed by"}}};
  for (const v1::Checkpoint& one : reply.checkpoints()) {
    std::string names;
    for (const std::string& name : one.names()) names += (names.empty() ? "" : " ") + name;
    std::string by;
    const auto note = store::Note::Parse(one.note());
    if (note.ok()) {
      for (const store::NoteSignature& signature : note->signatures) {
        by += (by.empty() ? "" : " ") + signature.name;
      }
    }
    listing.rows.push_back({std::to_string(one.size()), names, Hex(one.root()), by});
  }
  cli->Print(reply, listing);
  if (reply.next_below() > 0) {
    cli->console.Note(cli->Say("更早的：--below ", "earlier ones: --below ") +
                      std::to_string(reply.next_below()));
  }
  return kOk;
}

int NameCheckpoint(Cli* cli, const WhichCheckpoint& which) {
  v1::NameCheckpointRequest request;
  request.set_name(which.name);
  request.set_size(which.size);
  v1::Checkpoint reply;
  int code = kOk;
  if (!Ask<v1::Proofs>(cli, &v1::Proofs::Stub::NameCheckpoint, request, &reply, &code)) {
    return code;
  }
  cli->console.Data(cli->settings.format == "json" ? ToJson(reply) : reply.note());
  if (reply.already_named()) {
    cli->console.Note(cli->Say("此前已有此名，未作改动；位置 ",
                               "it already had that name, nothing was changed; position ") +
                      std::to_string(reply.size()));
  }
  cli->console.Note(cli->Say("此后可用 --known-at ", "from now on: --known-at ") + which.name);
  return kOk;
}

void AddNamedCheckpoints(Cli* cli, CLI::App* noun) {
  const auto which = std::make_shared<WhichCheckpoint>();
  CLI::App* name =
      AddCommand(cli, noun, "name",
                 {"给检查点起名，此后 --known-at 可用此名；一经给出不再改动，"
                  "已用于另一位置时退出码为 4",
                  "give a checkpoint a name that --known-at takes from then on; it is never moved: "
                  "exit code 4 where it stands at another position"},
                 "outturn checkpoint name filing-2024\noutturn checkpoint name 年报 --size 998",
                 [cli, which] { return NameCheckpoint(cli, *which); });
  name->add_option("name", which->name, cli->Say("名称", "name"))->required();
  name->add_option("--size", which->size,
                   cli->Say("曾签发的、含这么多事项的那一个；默认现在签一个",
                            "the one handed out of so many events; one of now"))
      ->check(cli->Unsigned());
  struct Flags {
    bool named = false;
    uint64_t below = 0;
  };
  const auto flags = std::make_shared<Flags>();
  CLI::App* list = AddCommand(
      cli, noun, "list", {"签发过的检查点，新的在前", "what was handed out, the newest first"},
      "outturn checkpoint list\noutturn checkpoint list --named",
      [cli, flags] { return ListCheckpoints(cli, flags->named, flags->below); });
  list->add_flag("--named", flags->named, cli->Say("只列有名称的", "only those with a name"));
  list->add_option("--below", flags->below,
                   cli->Say("只列事项数少于此的", "only those of fewer events"))
      ->check(cli->Unsigned());
}

void AddCheckpointCommands(Cli* cli) {
  struct Flags : WhichCheckpoint {
    std::string line;
  };
  const auto flags = std::make_shared<Flags>();
  CLI::App* noun = Noun(cli, "checkpoint");
  CLI::App* show =
      AddCommand(cli, noun, "show",
                 {"签名的检查点（C2SP signed note）", "a signed checkpoint (C2SP signed note)"},
                 "outturn checkpoint show\noutturn checkpoint show filing-2024\n"
                 "outturn checkpoint show --size 998",
                 [cli, flags] { return ShowCheckpoint(cli, *flags, false); });
  show->add_option("name", flags->name,
                   cli->Say("名称或根哈希；默认现在的", "its name or root hash; one of now"));
  show->add_option(
          "--size", flags->size,
          cli->Say("曾签发的、含这么多事项的那一个", "the one handed out of so many events"))
      ->check(cli->Unsigned());
  show->add_option(
      "--signatures", flags->signatures,
      cli->Say("签名至少这么多的最新一个", "the newest with at least so many signatures"));
  AddCommand(cli, noun, "key",
             {"账簿的公钥；核对时应由别的途径取得",
              "the book's public key; to be had some other way, too, to prove anything"},
             "outturn checkpoint key", [cli] { return ShowCheckpoint(cli, {}, true); });
  CLI::App* cosign = AddCommand(
      cli, noun, "cosign",
      {"加上见证人的共同签名；服务以启动时给出的见证人公钥（--witness）核对，每位见证人一次",
       "add a witness's co-signature; the server checks it with the key it was started with "
       "(--witness), one of each witness"},
      "outturn checkpoint cosign '— witness.example AAAA…' --size 998", [cli, flags] {
        v1::AddCosignatureRequest request;
        request.set_size(flags->size);
        request.set_line(flags->line);
        v1::Checkpoint reply;
        int code = kOk;
        if (!Ask<v1::Proofs>(cli, &v1::Proofs::Stub::AddCosignature, request, &reply, &code)) {
          return code;
        }
        cli->console.Data(cli->settings.format == "json" ? ToJson(reply) : reply.note());
        if (reply.already_cosigned()) {
          cli->console.Note(cli->Say("这位见证人此前已签过这个检查点，未作改动",
                                     "this witness had co-signed the checkpoint before, nothing "
                                     "was changed"));
        }
        return int{kOk};
      });
  cosign->add_option("--size", flags->size, cli->Say("检查点的事项数", "the checkpoint's events"))
      ->check(cli->Unsigned())
      ->required();
  cosign->add_option("line", flags->line, cli->Say("签名行", "the signature line"))->required();
  AddNamedCheckpoints(cli, noun);
}

struct ProofFlags {
  uint64_t position = 0;
  std::string id;
  uint64_t size = 0;
  std::string since;
  std::string file;
  KeyFlag key;
};

void PrintProof(Cli* cli, const v1::InclusionProof& proof) {
  Facts facts;
  facts.Add({"位置", "position"}, std::to_string(proof.position()));
  facts.Add({"树的事项数", "tree size"}, std::to_string(proof.size()));
  facts.Add({"叶哈希", "leaf"}, Hex(proof.leaf()));
  for (const std::string& hash : proof.hashes()) facts.Add({"路径", "path"}, Hex(hash));
  cli->Print(proof, facts);
  if (cli->settings.format == "table") cli->console.Data("\n" + proof.checkpoint().note());
  PrintProvenEvent(cli, proof);
}

int ShowInclusion(Cli* cli, const ProofFlags& flags) {
  v1::ProveInclusionRequest request;
  request.set_position(flags.position);
  request.set_size(flags.size);
  if (!flags.id.empty()) {
    const size_t slash = flags.id.find('/');
    const bool has_source = slash != std::string::npos;
    request.mutable_ref()->set_source(has_source ? flags.id.substr(0, slash)
                                                 : cli->settings.source);
    request.mutable_ref()->set_external_id(has_source ? flags.id.substr(slash + 1) : flags.id);
  } else if (flags.position == 0) {
    return cli->UsageError({"请给出事项的位置，或 --id 来源/编号",
                            "which event? Give its position, or --id SOURCE/ID"});
  }
  v1::InclusionProof proof;
  int code = kOk;
  if (!Ask<v1::Proofs>(cli, &v1::Proofs::Stub::ProveInclusion, request, &proof, &code)) return code;
  if (flags.key.text.empty()) {
    PrintProof(cli, proof);
    return kOk;
  }
  const auto key = flags.key.Parse(cli);
  if (!key) return kUsage;
  const int told = Tell(cli, audit::VerifyInclusion(ClaimOf(proof), *key));
  if (told == kOk) PrintProvenEvent(cli, proof);
  return told;
}

int ShowConsistency(Cli* cli, const ProofFlags& flags) {
  const auto note = ReadNote(flags.since);
  if (!note) return cli->UsageError(Unreadable(flags.since));
  const auto key = flags.key.Parse(cli);
  if (!key) return kUsage;
  const auto parsed = store::Note::Parse(*note);
  const auto old = parsed.ok() ? store::Checkpoint::Parse(parsed->text)
                               : store::Result<store::Checkpoint>(parsed.status());
  if (!old.ok()) {
    return cli->UsageError({flags.since + " 不是检查点", flags.since + " is no checkpoint"});
  }
  v1::Checkpoint newest;
  int code = kOk;
  if (!GetCheckpoint(cli, {.size = flags.size}, &newest, &code)) return code;
  // What was once handed out and is longer than the log can have no proof: the log was cut or
  // forked.
  if (flags.size == 0 && old->size > newest.size()) {
    return Tell(cli, audit::VerifyGrowth({*note, newest.note(), {}}, *key));
  }
  v1::ProveConsistencyRequest request;
  request.set_from(old->size);
  request.set_to(newest.size());
  v1::ConsistencyProof proof;
  if (!Ask<v1::Proofs>(cli, &v1::Proofs::Stub::ProveConsistency, request, &proof, &code)) {
    return code;
  }
  return Tell(cli,
              audit::VerifyGrowth(
                  {*note, newest.note(), {proof.hashes().begin(), proof.hashes().end()}}, *key));
}

int CheckReceipt(Cli* cli, const ProofFlags& flags) {
  const auto text = ReadWhole(flags.file);
  if (!text) return cli->UsageError(Unreadable(flags.file));
  const auto key = flags.key.Parse(cli);
  if (!key) return kUsage;
  v1::ProvenReceipt receipt;
  if (!google::protobuf::util::JsonStringToMessage(*text, &receipt).ok()) {
    return cli->UsageError({flags.file + " 不是回执", flags.file + " is no receipt with a proof"});
  }
  audit::InclusionClaim claim = ClaimOf(receipt.proof());
  claim.told_position = receipt.receipt().position();
  const int told = Tell(cli, audit::VerifyInclusion(claim, *key));
  if (told == kOk) PrintProvenEvent(cli, receipt.proof());
  return told;
}

void AddProofVerbs(Cli* cli) {
  const auto flags = std::make_shared<ProofFlags>();
  CLI::App* noun = Noun(cli, "proof");
  CLI::App* inclusion = AddCommand(
      cli, noun, "inclusion",
      {"事项在日志中的证明；给出 --key 则当场核对",
       "the proof that an event is in the log; with --key it is checked at once"},
      "outturn proof inclusion 998\noutturn proof inclusion --id accounting/Z-1 --key \"$KEY\"",
      [cli, flags] { return ShowInclusion(cli, *flags); });
  inclusion->add_option("position", flags->position, cli->Say("位置", "position"))
      ->check(cli->Unsigned());
  inclusion->add_option("--id", flags->id, cli->Say("来源/编号", "SOURCE/ID"));
  inclusion
      ->add_option("--size", flags->size,
                   cli->Say("树的事项数；默认最新检查点的", "tree size; the newest checkpoint's"))
      ->check(cli->Unsigned());
  flags->key.AddTo(cli, inclusion, false);
  CLI::App* consistency = AddCommand(
      cli, noun, "consistency",
      {"现在的日志由所持检查点增长而来的证明", "that the log grew from a checkpoint you have"},
      "outturn proof consistency checkpoint-2024.txt --key \"$KEY\"",
      [cli, flags] { return ShowConsistency(cli, *flags); });
  consistency
      ->add_option("checkpoint", flags->since, cli->Say("所持的检查点文件", "file of a checkpoint"))
      ->required()
      ->type_name("FILE");
  consistency
      ->add_option("--to", flags->size,
                   cli->Say("到哪个检查点；默认最新", "to the checkpoint of that size; the newest"))
      ->check(cli->Unsigned());
  flags->key.AddTo(cli, consistency, true);
  CLI::App* check = AddCommand(
      cli, noun, "check",
      {"核对入账时用 --proof 存下的回执：其中的事项在所说位置，在签名检查点所定的日志中，并列出"
       "事项；余额等其他内容没有证明（不需要服务）",
       "check what a write saved with --proof: that the event in it is at its position "
       "in the log of the signed checkpoint, and say what it is; headroom and the like "
       "are not proved; needs no server"},
      "outturn proof check receipt.json --key \"$KEY\"",
      [cli, flags] { return CheckReceipt(cli, *flags); });
  check->add_option("receipt", flags->file, cli->Say("回执文件", "file of the receipt"))
      ->required()
      ->type_name("FILE");
  flags->key.AddTo(cli, check, true);
}

}  // namespace

std::optional<std::string> ReadWhole(const std::string& path) {
  std::error_code error;
  const auto kind = std::filesystem::status(path, error).type();
  using std::filesystem::file_type;  // a device need not ever end
  if (kind == file_type::directory || kind == file_type::character) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::optional<std::string> ReadNote(const std::string& path) {
  auto text = ReadWhole(path);
  for (size_t at = 0; text && (at = text->find("\r\n", at)) != text->npos;) text->erase(at, 1);
  return text;
}

intake::Words Unreadable(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return {"没有文件 " + path, "there is no file " + path};
  if (std::filesystem::is_directory(status)) {
    return {path + " 是文件夹，不是文件", path + " is a folder, not a file"};
  }
  return {"无权读取文件 " + path, "the file " + path + " may not be read"};
}

int Tell(Cli* cli, const audit::Verification& result) {
  const auto language = cli->english() ? figures::Language::kEnglish : figures::Language::kChinese;
  cli->console.Data(cli->settings.format == "json" ? result.ToJson() : result.ToText(language));
  switch (result.verdict) {
    case audit::Verdict::kHolds:
      return kOk;
    case audit::Verdict::kDoesNotHold:
      return kDoesNotHold;
    case audit::Verdict::kWrongKey:
      return kWrongKey;
    case audit::Verdict::kAnotherBook:
      return kAnotherBook;
    case audit::Verdict::kForked:
      return kForked;
  }
  return kFailed;
}

void KeyFlag::AddTo(Cli* cli, CLI::App* command, bool required) {
  command
      ->add_option(
          "--key", text,
          cli->Say("账簿的公钥（outturn-server --print-key），或 @存有公钥的文件；环境变量 "
                   "OUTTURN_KEY",
                   "the book's public key (outturn-server --print-key), or @FILE that "
                   "holds it; environment OUTTURN_KEY"))
      ->envname("OUTTURN_KEY")
      ->required(required)
      ->type_name("VKEY|@FILE");
}

std::optional<store::VerifierKey> KeyFlag::Parse(Cli* cli) const {
  std::string given = text;
  if (text.starts_with('@')) {
    const auto read = ReadWhole(text.substr(1));
    if (!read) {
      cli->UsageError(Unreadable(text.substr(1)));
      return std::nullopt;
    }
    given = intake::Trim(*read);
  }
  auto key = store::VerifierKey::Parse(given);
  if (key.ok()) return *std::move(key);
  const std::string why = key.status().message();
  cli->UsageError(
      {"--key 不是公钥：" + audit::InChinese(why) + "；存于文件的写作 --key @文件",
       "--key is no verifier key: " + why + "; one kept in a file is given as --key @FILE"});
  return std::nullopt;
}

std::variant<v1::ProvenReceipt, client::Failure> RecordProven(Cli* cli,
                                                              const v1::RecordRequest& request) {
  const client::Connection connection = cli->Connect();
  const auto stub = v1::Proofs::NewStub(connection.channel());
  v1::ProvenReceipt receipt;
  const grpc::Status status = connection.Call(cli->Retry(3), [&](grpc::ClientContext* context) {
    return stub->RecordProven(context, request, &receipt);
  });
  if (!status.ok()) return client::FailureOf(status);
  return receipt;
}

bool SaveReceipt(Cli* cli, const v1::ProvenReceipt& receipt, const std::string& path) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << ToJson(receipt);
  out.close();
  if (!receipt.unproven().empty()) {
    const std::string position = std::to_string(receipt.receipt().position());
    cli->console.Warn(
        cli->settings.lang(),
        {"已入账（位置 " + position + "），但没有证明：" + receipt.unproven_message() +
             "；以后可用 outturn proof inclusion " + position + " 取得",
         "recorded at " + position + ", but without a proof: " + receipt.unproven_message() +
             "; outturn proof inclusion " + position + " gets it later"});
  }
  if (out) return true;
  cli->console.Error(cli->settings.lang(), {"已入账，但无法写入 " + path,
                                            "recorded, but " + path + " cannot be written"});
  return false;
}

void AddProofCommands(Cli* cli) {
  AddCheckpointCommands(cli);
  AddProofVerbs(cli);
}

}  // namespace outturn::cli
