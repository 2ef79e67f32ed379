// What was published: listed, made again, and of a file whether it is what went out.
#include <memory>

#include "clients/cli/proofs.h"
#include "clients/cli/publication.h"
#include "clients/cli/report_flags.h"
#include "services/audit/digests.h"
#include "services/intake/cells.h"

namespace outturn::cli {
namespace {

struct PublishedFlags {
  std::vector<std::string> files;
  std::vector<std::string> templates;
  bool again = false;
};

struct Known {
  std::set<std::string> forms;
  std::vector<std::string> templates;  // their texts
};

// The command that makes the document again; empty of what was made elsewhere.
std::string HowToMake(const Cli& cli, const v1::Command& command,
                      const std::set<std::string>& forms) {
  const v1::ReportPublished& published = command.report_published();
  if (FormatNamed(published.format()) == v1::FORMAT_UNSPECIFIED) return "";
  const std::string what =
      forms.contains(published.form()) ? published.form() : "fill " + cli.Say("模板", "TEMPLATE");
  return "outturn report " + what + " --public --unit " + command.header().unit() + " --year " +
         std::to_string(command.header().year()) + " --as-of " +
         intake::DayText(command.header().effective_on()) + " --known-at " +
         std::to_string(published.known_at()) + " --lang " + published.language() + " --format " +
         published.format() +
         (published.project().empty() ? "" : " --project " + published.project());
}

// "same", "differs", or why it cannot be told. The template of a whole report is none of the
// book's: whichever of those given makes what went out is its.
std::string MadeAgain(Cli* cli, const v1::Command& command, const Known& known) {
  const v1::ReportPublished& published = command.report_published();
  DocumentAsked asked;
  asked.ledger.set_unit(command.header().unit());
  asked.ledger.set_year(command.header().year());
  asked.form = published.form();
  asked.project = published.project();
  asked.language = published.language();
  asked.format = FormatNamed(published.format());
  if (asked.format == v1::FORMAT_UNSPECIFIED) return cli->Say("另行制作", "made elsewhere");
  const bool whole = !known.forms.contains(published.form());
  if (whole && known.templates.empty()) {
    return cli->Say("请用 --template 给出其模板", "give its template with --template");
  }
  std::string verdict;
  for (const std::string& written : whole ? known.templates : std::vector<std::string>{""}) {
    asked.written = written;
    PublicDocument document;
    const grpc::Status status = MakePublic(*cli, asked, CutOf(command), &document);
    if (status.ok() && audit::HasDigest(document.content, published.digest())) {
      return cli->Say("一致", "same");
    }
    if (status.ok()) {
      verdict = cli->Say("不同", "differs");
    } else if (verdict.empty()) {
      verdict = client::FailureOf(status).message;
    }
  }
  return verdict;
}

int ListPublications(Cli* cli, const std::vector<v1::Event>& events, const Known& known,
                     bool again) {
  Listing listing;
  listing.columns = {{{"位置", "position"}, true},
                     {{"公开日期", "published on"}, false, true},
                     {{"表", "form"}, false, true},
                     {{"截至", "as of"}, false, true},
                     {{"已知位置", "known at"}, true},
                     {{"语言", "language"}},
                     {{"格式", "format"}},
                     {{"摘要", "digest"}},
                     {{"文号", "document"}},
                     {{"认可的泄密", "leaks accepted"}}};
  if (again) listing.columns.push_back({{"再生成", "made again"}, false, true});
  v1::ListEventsReply reply;
  const bool table = cli->settings.format == "table";
  for (const v1::Event& event : events) {
    const v1::Command& command = event.command();
    const v1::ReportPublished& published = command.report_published();
    const std::string accepted =
        published.leaks_size() == 0
            ? ""
            : std::to_string(published.leaks_size()) + ", " + published.accepted_by();
    listing.rows.push_back(
        {std::to_string(event.position()), intake::DayText(published.published_on()),
         published.form() + (published.project().empty() ? "" : " " + published.project()),
         intake::DayText(command.header().effective_on()), std::to_string(published.known_at()),
         published.language(), published.format(),
         table ? published.digest().substr(0, 23) + "…" : published.digest(),
         command.header().document_number(), accepted});
    if (again) listing.rows.back().push_back(MadeAgain(cli, command, known));
    *reply.add_events() = event;
  }
  cli->Print(reply, listing);
  return kOk;
}

// Tells of one file whether it is one that was published; false: it is not.
bool CheckFile(Cli* cli, const std::string& name, const std::string& content,
               const std::vector<v1::Event>& events, const std::set<std::string>& forms) {
  for (const v1::Event& event : events) {
    const v1::Command& command = event.command();
    const v1::ReportPublished& published = command.report_published();
    if (!audit::HasDigest(content, published.digest())) continue;
    cli->console.Data(name + cli->Say("：与公开的一致，位置 ", ": as it was published, position ") +
                      std::to_string(event.position()) + cli->Say("，公开日期 ", ", on ") +
                      intake::DayText(published.published_on()) + cli->Say("，表 ", ", form ") +
                      published.form() + cli->Say("，摘要 ", ", digest ") + published.digest() +
                      "\n");
    const std::string how = HowToMake(*cli, command, forms);
    if (!how.empty()) cli->console.Note(cli->Say("  再生成：", "  to make it again: ") + how);
    return true;
  }
  cli->console.Error(
      cli->settings.lang(),
      {name + "：没有公开过这样的文件（" + audit::DigestOf(content) + "）",
       name + ": nothing like this was published (" + audit::DigestOf(content) + ")"});
  return false;
}

int CheckFiles(Cli* cli, const std::vector<std::string>& files,
               const std::vector<v1::Event>& events, const std::set<std::string>& forms) {
  bool all = true;
  bool readable = true;
  for (const std::string& file : files) {
    const auto content = ReadWhole(file);
    if (!content) cli->console.Error(cli->settings.lang(), Unreadable(file));
    readable &= content.has_value();
    if (content) all &= CheckFile(cli, file, *content, events, forms);
  }
  return !readable ? kUsage : all ? kOk : kNotFound;
}

int ShowPublished(Cli* cli, const PublishedFlags& flags) {
  int code = kOk;
  Known known;
  for (const std::string& file : flags.templates) {
    if (!ReadTemplate(cli, file, &known.templates.emplace_back(), &code)) return code;
  }
  std::vector<v1::Event> events;
  if (!TakePublications(cli, &events, &code)) return code;
  if (!TakeForms(cli, &known.forms, &code)) return code;
  if (flags.files.empty()) return ListPublications(cli, events, known, flags.again);
  return CheckFiles(cli, flags.files, events, known.forms);
}

}  // namespace

void AddPublishedCommand(Cli* cli, CLI::App* report) {
  const auto flags = std::make_shared<PublishedFlags>();
  CLI::App* published =
      AddCommand(cli, report, "published",
                 {"公开过哪些表；给出文件则核对它是否就是公开的那一份",
                  "what was published; of files, whether they are what was published"},
                 "outturn report published\noutturn report published --again --format csv\n"
                 "outturn report published --again --template "
                 "deploy/packs/hunan-2024/templates/self-evaluation.txt\n"
                 "outturn report published annex1.html",
                 [cli, flags] { return ShowPublished(cli, *flags); });
  AllowFormats(cli, published, kPlainFormats);
  published->add_option("file", flags->files, cli->Say("要核对的文件", "files to check"))
      ->type_name("FILE");
  AddLedgerFlags(cli, published);
  CLI::Option* again =
      published->add_flag("--again", flags->again,
                          cli->Say("按登记的时点再生成一次，与摘要比较",
                                   "make each again as it was known then and compare the digest"));
  published
      ->add_option("--template", flags->templates,
                   cli->Say("再生成整篇报告所用的模板，可重复",
                            "the templates to make whole reports again from, repeatable"))
      ->allow_extra_args(false)
      ->needs(again)
      ->type_name(cli->Say("文件", "FILE"));
}

}  // namespace outturn::cli
