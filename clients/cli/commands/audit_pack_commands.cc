// outturn audit-pack and verify.
#include <fstream>
#include <iterator>
#include <memory>

#include "clients/cli/cut_flags.h"
#include "clients/cli/proofs.h"
#include "clients/cli/year.h"
#include "clients/export/unfinished.h"
#include "outturn/v1/proof.grpc.pb.h"
#include "services/audit/store_words.h"
#include "services/audit/verify.h"
#include "services/intake/cells.h"
#include "services/render/render.h"

namespace outturn::cli {
namespace {

struct PackFlags {
  std::string ledger;
  std::string out;
  CutFlags cut;
  bool withhold = false;
  uint64_t from = 0;
  uint32_t signatures = 0;
};

// "431200-136/2024", or the flags' unit and year.
std::optional<intake::Words> TakeLedger(const Cli& cli, const std::string& text,
                                        v1::LedgerRef* ledger) {
  if (text.empty()) return cli.Ledger(ledger);
  const size_t slash = text.rfind('/');
  const std::string written = slash == std::string::npos ? "" : text.substr(slash + 1);
  const auto year = ReadYear(written);
  if (written.empty() || slash == 0) {
    return intake::Words{"账套写作 单位/年度，如 431200-136/2024",
                         "a ledger is UNIT/YEAR, such as 431200-136/2024"};
  }
  if (!year) return NoYear({"年度", "the year"}, written);
  ledger->set_unit(text.substr(0, slash));
  ledger->set_year(*year);
  return std::nullopt;
}

// What readers of a pack with something withheld can find out all the same.
void WarnOfLeaks(Cli* cli, const v1::AuditPackPart& said) {
  const Language lang = cli->settings.lang();
  for (const std::string& form : said.forms_left_out()) {
    cli->console.Warn(lang, {"表 " + form + " 印有含涉密名称或代码的文字，未放入包内",
                             "form " + form +
                                 " prints a text that names something classified: "
                                 "it is not in the pack"});
  }
  if (said.leaks().empty()) return;
  std::string what;
  for (const v1::AcceptedLeak& leak : said.leaks()) {
    what += "\n  " + leak.project() + ": " + leak.figure() + leak.where();
  }
  cli->console.Warn(lang, {"表中合计含涉密项目，减去包内的公开事项即可算出：" + what,
                           "totals in the forms hold classified projects; less the public events "
                           "in the pack they give:" +
                               what});
}

int CreatePack(Cli* cli, const PackFlags& flags) {
  v1::CreateAuditPackRequest request;
  if (auto wrong = TakeLedger(*cli, flags.ledger, request.mutable_ledger())) {
    return cli->UsageError(*wrong);
  }
  Cut cut;
  int code = kOk;
  if (!TakeCut(cli, flags.cut, &cut, &code)) return code;
  request.set_as_of(cut.as_of);
  *request.mutable_known() = cut.known;
  request.set_withhold_classified(flags.withhold);
  request.set_from(flags.from);
  request.set_signatures(flags.signatures);
  exporter::Unfinished unfinished(flags.out, ".new");
  uint64_t size = 0;
  v1::AuditPackPart said;
  bool written = true;
  const client::Connection connection = cli->Connect();
  const auto stub = v1::Proofs::NewStub(connection.channel());
  client::RetryPolicy policy = cli->Retry(600);
  policy.attempt = policy.total;
  const grpc::Status status = connection.Call(policy, [&](grpc::ClientContext* context) {
    std::ofstream out(unfinished.path(), std::ios::binary | std::ios::trunc);
    const auto reader = stub->CreateAuditPack(context, request);
    size = 0;
    said.Clear();
    for (v1::AuditPackPart part; reader->Read(&part);) {
      out << part.bytes();
      size += part.bytes().size();
      part.clear_bytes();
      if (part.ByteSizeLong() > 0) said = part;
    }
    out.close();
    written = static_cast<bool>(out);
    return reader->Finish();
  });
  if (!status.ok()) return cli->Fail(client::FailureOf(status));
  if (!written || !unfinished.Place()) {
    return cli->UsageError({"无法写入 " + flags.out, flags.out + " cannot be written"});
  }
  WarnOfLeaks(cli, said);
  const std::string bytes = std::to_string(size);
  cli->console.Note(cli->Say("已写入 ", "written: ") + flags.out + cli->Say("（", " (") + bytes +
                    cli->Say(" 字节）；核对：", " bytes); to check it: ") + "outturn verify " +
                    flags.out + " --key …");
  return kOk;
}

struct VerifyFlags {
  std::string pack;
  KeyFlag key;
  std::string checkpoint;
  std::string form;
  std::vector<std::string> witnesses;
};

int VerifyPack(Cli* cli, const VerifyFlags& flags) {
  const auto file = ReadWhole(flags.pack);
  if (!file) return cli->UsageError(Unreadable(flags.pack));
  const auto key = flags.key.Parse(cli);
  if (!key) return kUsage;
  std::optional<store::Note> known;
  if (!flags.checkpoint.empty()) {
    const auto text = ReadNote(flags.checkpoint);
    if (!text) return cli->UsageError(Unreadable(flags.checkpoint));
    const auto note = store::Note::Parse(*text);
    if (!note.ok()) {
      return cli->UsageError(
          {flags.checkpoint + " 不是检查点", flags.checkpoint + " is no checkpoint"});
    }
    known = *note;
  }
  std::vector<store::VerifierKey> witnesses;
  for (const std::string& text : flags.witnesses) {
    auto witness = store::VerifierKey::Parse(text);
    if (!witness.ok()) {
      const std::string why = witness.status().message();
      return cli->UsageError(
          {"--witness " + text + "：" + audit::InChinese(why), "--witness " + text + ": " + why});
    }
    witnesses.push_back(*std::move(witness));
  }
  const audit::Verification result = audit::Verify(*file, *key, known, witnesses);
  if (flags.form.empty()) return Tell(cli, result);
  const auto form = result.forms.find(flags.form);
  if (result.verdict != audit::Verdict::kHolds || form == result.forms.end()) {
    if (result.verdict != audit::Verdict::kHolds) return Tell(cli, result);
    std::string names;
    for (const auto& [name, table] : result.forms) names += " " + name;
    return cli->UsageError({"包内没有表 " + flags.form + "；有：" + names,
                            "the pack has no form " + flags.form + "; it has:" + names});
  }
  const std::string& format = cli->settings.format;
  cli->console.Data(format == "json"  ? render::Json(form->second)
                    : format == "csv" ? render::Csv(form->second)
                                      : render::Text(form->second, {cli->console.width()}));
  return kOk;
}

}  // namespace

void AddAuditPackCommands(Cli* cli) {
  const auto flags = std::make_shared<PackFlags>();
  CLI::App* pack = AddCommand(
      cli, &cli->app, "audit-pack",
      {"审计包：一个账套的全部事项、证明、检查点与规则，合为一个文件",
       "one file with a ledger's events, proofs, checkpoint and rules, to be checked anywhere"},
      "outturn audit-pack 431200-136/2024 --out 2024.pack\n"
      "outturn audit-pack 431200-136/2024 --out public.pack --withhold-classified\n"
      "outturn audit-pack 431200-136/2024 --out filed.pack --known-at filing-2024",
      [cli, flags] { return CreatePack(cli, *flags); });
  pack->add_option("ledger", flags->ledger, cli->Say("账套，单位/年度", "ledger, UNIT/YEAR"));
  pack->add_option("--out", flags->out, cli->Say("写入的文件", "the file to write"))
      ->required()
      ->type_name("FILE");
  AddCutFlags(cli, pack, &flags->cut);
  pack->get_option("--known-at")
      ->description(cli->Say(
          "只计到这里为止已记录的事项，须恰有签发过的检查点（outturn checkpoint list；"
          "没有时告知最近的）：写检查点的名称、根哈希、checkpoint:事项数、@文件，或其位置；"
          "默认现签一个",
          "as it was known there: where a checkpoint was handed out (outturn checkpoint "
          "list; where there is none the nearest are told), by its name, its root hash, "
          "checkpoint:EVENTS, @FILE or its position; by default one is signed now"));
  pack->add_flag("--withhold-classified", flags->withhold,
                 cli->Say("涉密事项只留哈希；表中合计仍含涉密金额，能由此算出的会警告",
                          "of what is classified only hashes; totals of forms still hold its "
                          "amounts, and what can be worked out from them is warned of"));
  pack->add_option("--from", flags->from,
                   cli->Say("附上从这个检查点（事项数）增长而来的证明",
                            "prove growth from the checkpoint of so many events"))
      ->check(cli->Unsigned());
  pack->add_option("--signatures", flags->signatures,
                   cli->Say("依据签名至少这么多的最新检查点",
                            "rest on the newest checkpoint with at least so many signatures"));
  AddLedgerFlags(cli, pack);
  const auto verify_flags = std::make_shared<VerifyFlags>();
  CLI::App* verify = AddCommand(cli, &cli->app, "verify",
                                {"核对审计包：不用服务、不用网络，只用公钥",
                                 "check an audit pack: no server, no network, only the key"},
                                "outturn verify 2024.pack --key \"$KEY\"\n"
                                "outturn verify 2024.pack --key \"$KEY\" --checkpoint june.txt\n"
                                "outturn verify 2024.pack --key \"$KEY\" --form annex1",
                                [cli, verify_flags] { return VerifyPack(cli, *verify_flags); });
  verify->add_option("pack", verify_flags->pack, cli->Say("审计包文件", "the pack"))
      ->required()
      ->type_name("FILE");
  verify_flags->key.AddTo(cli, verify, true);
  verify
      ->add_option("--checkpoint", verify_flags->checkpoint,
                   cli->Say("另行取得的检查点文件，与包内的比较",
                            "file of a checkpoint you got some other way, to compare with"))
      ->type_name("FILE");
  verify
      ->add_option("--witness", verify_flags->witnesses,
                   cli->Say("见证人的公钥：须由他共同签署过包内的检查点，可重复",
                            "the key of a witness who must have co-signed the pack's checkpoint; "
                            "repeatable"))
      ->type_name("VKEY");
  verify->add_option("--form", verify_flags->form,
                     cli->Say("全部成立时，输出按事项推导的这张表",
                              "when all holds, print this form as derived from the events"));
}

}  // namespace outturn::cli
