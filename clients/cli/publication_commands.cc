// Publishing: the leak check is shown, what it finds is accepted by somebody or nothing happens,
// and the book remembers which bytes went out.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>

#include "clients/cli/cut_flags.h"
#include "clients/cli/proofs.h"
#include "clients/cli/receipt.h"
#include "clients/cli/report_flags.h"
#include "clients/client/recorder.h"
#include "outturn/v1/documents.grpc.pb.h"
#include "services/audit/digests.h"
#include "services/intake/cells.h"

namespace outturn::cli {
namespace {

struct PublishFlags {
  std::string form;     // of a whole report its template's name
  std::string written;  // the template's file; empty: a form is published
  std::string out;
  std::string project;
  std::string id;
  std::string document_number;
  std::string place;
  std::string accepted_by;
  std::string accepted_reason;
  DayFlag published_on;
  CutFlags cut;
  bool dry_run = false;
};

// Today in China, yyyymmdd.
int32_t Today() {
  constexpr int64_t kSecond = 1'000'000;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::string text =
      InstantText(std::chrono::duration_cast<std::chrono::seconds>(now).count() * kSecond);
  const auto day = intake::ParseDayCell(text.substr(0, 10));
  return day.value ? day.value->Number() : 0;
}

// What is to go out.
struct Document {
  std::string written;  // the template's text
  std::string content;
  std::string sha256;
  v1::Provenance provenance;
};

template <typename Request>
void Prepare(const Cli& cli, const v1::LedgerRef& ledger, const Cut& cut, Request* request) {
  *request->mutable_ledger() = ledger;
  cut.PutInto(request);
  request->set_language(WireLanguage(cli));
  request->set_format(WireFormat(cli));
  request->set_public_version(true);
}

template <typename Reply>
void Take(const Reply& reply, Document* document) {
  document->content = reply.content();
  document->sha256 = reply.sha256();
  document->provenance = reply.provenance();
}

// The public version of the form or of the whole report, at the cut the rest rests on.
bool TakeDocument(Cli* cli, const PublishFlags& flags, const v1::LedgerRef& ledger,
                  Document* document, int* code) {
  Cut cut;
  if (!TakeCut(cli, flags.cut, &cut, code)) return false;
  if (!flags.written.empty()) {
    v1::FillTemplateRequest request;
    v1::FillTemplateReply reply;
    if (!ReadTemplate(cli, flags.written, &document->written, code)) return false;
    Prepare(*cli, ledger, cut, &request);
    request.set_template_(document->written);
    if (!Ask<v1::Documents>(cli, &v1::Documents::Stub::FillTemplate, request, &reply, code)) {
      return false;
    }
    WarnOfGaps(cli, reply);
    Take(reply, document);
    return true;
  }
  v1::GetReportRequest request;
  v1::GetReportReply reply;
  Prepare(*cli, ledger, cut, &request);
  request.set_form(flags.form);
  request.set_project(flags.project);
  if (!Ask<v1::Reports>(cli, &v1::Reports::Stub::GetReport, request, &reply, code)) return false;
  Take(reply, document);
  return true;
}

// Shows the insider what readers could work out, together with what was published before.
bool ShowLeaks(Cli* cli, const PublishFlags& flags, const v1::LedgerRef& ledger,
               const Document& document, v1::FindLeaksReply* leaks, int* code) {
  v1::FindLeaksRequest request;
  *request.mutable_ledger() = ledger;
  if (flags.written.empty()) {
    request.add_forms(flags.form);
  } else {
    request.set_template_(document.written);
  }
  request.set_with_published(true);
  request.set_as_of(document.provenance.as_of());
  request.set_known_at(document.provenance.position());
  request.set_language(WireLanguage(*cli));
  if (!Ask<v1::Documents>(cli, &v1::Documents::Stub::FindLeaks, request, leaks, code)) return false;
  cli->console.Data(leaks->content());
  const auto note = [&](const intake::Words& words, const auto& forms, std::string names) {
    for (const std::string& form : forms) names += (names.empty() ? "" : ", ") + form;
    if (!names.empty()) cli->console.Note(cli->Say(words) + names);
  };
  note({"一并检查的（本次公开的和以前公开过的）：",
        "looked at together, this and what was published before: "},
       leaks->forms(), flags.written.empty() ? "" : flags.form);
  note({"以前公开过、但账簿里没有其模板而未检查的：",
        "published before, but not looked at, as the book does not have the template: "},
       leaks->left_out(), "");
  return true;
}

v1::Command PublicationOf(const Cli& cli, const PublishFlags& flags, const v1::LedgerRef& ledger,
                          const Document& document, const v1::FindLeaksReply& leaks) {
  v1::Command command;
  v1::Header& header = *command.mutable_header();
  const std::string hex = Hex(document.sha256);
  header.set_source(cli.settings.source);
  header.set_external_id(flags.id.empty() ? "publish-" + flags.form + "-" + hex.substr(0, 16)
                                          : flags.id);
  header.set_actor(cli.settings.actor);
  header.set_unit(ledger.unit());
  header.set_year(ledger.year());
  header.set_effective_on(document.provenance.as_of());
  header.set_document_number(flags.document_number);
  v1::ReportPublished& published = *command.mutable_report_published();
  published.set_form(flags.form);
  published.set_language(cli.english() ? "en" : "zh");
  published.set_format(cli.settings.format);
  published.set_known_at(document.provenance.position());
  published.set_digest("sha256:" + hex);
  published.set_place(flags.place);
  published.set_project(flags.project);
  *published.mutable_leaks() = leaks.findings();
  if (leaks.findings_size() > 0) {
    published.set_accepted_by(flags.accepted_by);
    published.set_accepted_reason(flags.accepted_reason);
  }
  return command;
}

std::optional<intake::Words> WrongFlags(const Cli& cli, const PublishFlags& flags) {
  if (cli.settings.source.empty() || cli.settings.actor.empty()) {
    return intake::Words{"公开要入账：请给出 --source 与 --actor，或在环境变量、配置文件中给出",
                         "publishing is recorded: say --source and --actor, or set them by "
                         "environment or configuration file"};
  }
  if (flags.form.empty()) {
    return intake::Words{"公开哪张表？或用 --template 给出模板公开整篇报告",
                         "which form? Or a whole report: --template FILE"};
  }
  if (!flags.written.empty() && cli.settings.format != "table" && cli.settings.format != "html") {
    return intake::Words{"整篇报告的 --format 为 table 或 html",
                         "--format of a whole report is table or html"};
  }
  if (flags.out.empty() && !flags.dry_run) {
    return intake::Words{
        "请用 --out 给出要公开的文件，如 --out " + flags.form + ".html",
        "say with --out which file is to be published, such as --out " + flags.form + ".html"};
  }
  if (flags.accepted_by.empty() != flags.accepted_reason.empty()) {
    return intake::Words{"--accepted-by 与 --accepted-reason 须一起给出",
                         "--accepted-by and --accepted-reason go together"};
  }
  return std::nullopt;
}

int RefuseLeaks(Cli* cli, const v1::FindLeaksReply& leaks) {
  const std::string count = std::to_string(leaks.findings_size());
  cli->console.Error(
      cli->settings.lang(),
      {"没有公开：照此公开会泄露涉密项目（" + count +
           " 处，见上表）。可以少公开一行或一张表、合并列示；确须公开的，由有权的人认可："
           "--accepted-by 认可人 --accepted-reason 理由 --document-number 批准文号",
       "not published: this reveals what is classified (" + count +
           " findings, above). Leave out a row or a form, or merge rows; where it has to be, "
           "somebody entitled to accepts it: --accepted-by WHO --accepted-reason WHY "
           "--document-number APPROVAL"});
  return kRefused;
}

// Records the publication; the file is in place only once that stands.
int RecordAndPlace(Cli* cli, const PublishFlags& flags, const v1::Command& command,
                   const std::string& content) {
  v1::RecordRequest request;
  *request.mutable_command() = command;
  request.set_validate_only(flags.dry_run);
  const std::string unfinished = flags.out + ".new";
  int code = kOk;
  if (!flags.dry_run) code = Deliver(cli, unfinished, content);
  if (code != kOk) return code;
  const client::Answer answer = client::Record(cli->Connect(), cli->Retry(3), request);
  if (const auto* failure = std::get_if<client::Failure>(&answer)) {
    std::remove(unfinished.c_str());
    return cli->Fail(*failure);
  }
  if (!flags.dry_run && std::rename(unfinished.c_str(), flags.out.c_str()) != 0) {
    return cli->UsageError(
        {"已入账，但无法写入 " + flags.out + "；文件在 " + unfinished,
         "recorded, but " + flags.out + " cannot be written; the file is " + unfinished});
  }
  cli->settings.format = "table";
  PrintReceipt(cli, command, std::get<v1::Receipt>(answer), flags.dry_run);
  cli->console.Note(cli->Say("摘要 ", "digest ") + command.report_published().digest());
  if (!flags.dry_run)
    cli->console.Note(cli->Say("可以公开的文件：", "to be put out: ") + flags.out);
  return kOk;
}

// The forms there are: what was published under another name is a whole report.
bool TakeForms(Cli* cli, std::set<std::string>* forms, int* code) {
  v1::ListFormsReply reply;
  if (!Ask<v1::Reports>(cli, &v1::Reports::Stub::ListForms, v1::ListFormsRequest(), &reply, code)) {
    return false;
  }
  for (const v1::FormSummary& form : reply.forms()) forms->insert(form.id());
  return true;
}

// A whole report goes by a name that no form has.
bool IsNoForm(Cli* cli, const std::string& name, int* code) {
  std::set<std::string> forms;
  if (!TakeForms(cli, &forms, code)) return false;
  if (!forms.contains(name)) return true;
  *code = cli->UsageError({name + " 是一张表的名字：请给这篇报告另起名称",
                           name + " is a form: call this report something else"});
  return false;
}

int Publish(Cli* cli, PublishFlags flags) {
  if (flags.form.empty()) flags.form = std::filesystem::path(flags.written).stem().string();
  if (auto wrong = WrongFlags(*cli, flags)) return cli->UsageError(*wrong);
  v1::LedgerRef ledger;
  if (auto wrong = cli->Ledger(&ledger)) return cli->UsageError(*wrong);
  int32_t published_on = 0;
  if (auto wrong = flags.published_on.Parse("--published-on", &published_on)) {
    return cli->UsageError(*wrong);
  }
  int code = kOk;
  if (!flags.written.empty() && !IsNoForm(cli, flags.form, &code)) return code;
  Document document;
  if (!TakeDocument(cli, flags, ledger, &document, &code)) return code;
  v1::FindLeaksReply leaks;
  if (!ShowLeaks(cli, flags, ledger, document, &leaks, &code)) return code;
  if (leaks.findings_size() > 0 && flags.accepted_by.empty()) return RefuseLeaks(cli, leaks);
  v1::Command command = PublicationOf(*cli, flags, ledger, document, leaks);
  command.mutable_report_published()->set_published_on(published_on == 0 ? Today() : published_on);
  return RecordAndPlace(cli, flags, command, document.content);
}

// ---- what was published

struct PublishedFlags {
  std::vector<std::string> files;
  bool again = false;
};

// Every publication of the ledger, or of the whole book where the settings name none.
bool TakePublications(Cli* cli, std::vector<v1::Event>* events, int* code) {
  v1::ListEventsRequest request;
  request.add_kinds("report_published");
  request.set_page_size(1'000);
  if (!cli->settings.unit.empty() && !cli->settings.year.empty()) {
    if (auto wrong = cli->Ledger(request.mutable_ledger())) {
      *code = cli->UsageError(*wrong);
      return false;
    }
  }
  do {
    v1::ListEventsReply reply;
    if (!Ask<v1::Events>(cli, &v1::Events::Stub::ListEvents, request, &reply, code)) return false;
    events->insert(events->end(), reply.events().begin(), reply.events().end());
    request.set_page_token(reply.next_page_token());
  } while (!request.page_token().empty());
  return true;
}

v1::Format FormatNamed(const std::string& name) {
  if (name == "table") return v1::TABLE;
  if (name == "json") return v1::JSON;
  if (name == "csv") return v1::CSV;
  if (name == "xlsx") return v1::XLSX;
  if (name == "html") return v1::HTML;
  return v1::FORMAT_UNSPECIFIED;
}

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

// "same", "differs", or why it cannot be told.
std::string MadeAgain(Cli* cli, const v1::Command& command, const std::set<std::string>& forms) {
  const v1::ReportPublished& published = command.report_published();
  if (!forms.contains(published.form())) return cli->Say("须用其模板", "takes its template");
  v1::GetReportRequest request;
  request.mutable_ledger()->set_unit(command.header().unit());
  request.mutable_ledger()->set_year(command.header().year());
  request.set_form(published.form());
  request.set_as_of(command.header().effective_on());
  request.set_known_at(published.known_at());
  request.set_language(published.language() == "en" ? v1::EN : v1::ZH);
  request.set_format(FormatNamed(published.format()));
  request.set_public_version(true);
  request.set_project(published.project());
  if (request.format() == v1::FORMAT_UNSPECIFIED) return cli->Say("另行制作", "made elsewhere");
  v1::GetReportReply reply;
  int code = kOk;
  if (!Ask<v1::Reports>(cli, &v1::Reports::Stub::GetReport, request, &reply, &code)) return "—";
  return audit::HasDigest(reply.content(), published.digest()) ? cli->Say("一致", "same")
                                                               : cli->Say("不同", "differs");
}

int ListPublications(Cli* cli, const std::vector<v1::Event>& events,
                     const std::set<std::string>& forms, bool again) {
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
    if (again) listing.rows.back().push_back(MadeAgain(cli, command, forms));
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

int ShowPublished(Cli* cli, const PublishedFlags& flags) {
  std::vector<std::string> contents;
  for (const std::string& file : flags.files) {
    auto content = ReadWhole(file);
    if (!content) return cli->UsageError(Unreadable(file));
    contents.push_back(*std::move(content));
  }
  std::vector<v1::Event> events;
  int code = kOk;
  if (!TakePublications(cli, &events, &code)) return code;
  std::set<std::string> forms;
  if (!TakeForms(cli, &forms, &code)) return code;
  if (flags.files.empty()) return ListPublications(cli, events, forms, flags.again);
  bool all = true;
  for (size_t i = 0; i < contents.size(); ++i) {
    all &= CheckFile(cli, flags.files[i], contents[i], events, forms);
  }
  return all ? kOk : kNotFound;
}

void AddPublishFlags(Cli* cli, CLI::App* publish, PublishFlags* flags) {
  publish->add_option("form", flags->form,
                      cli->Say("表，如 annex1；整篇报告的名称，默认为模板文件名",
                               "form, such as annex1; of a whole report its name, by default the "
                               "template's"));
  AddLedgerFlags(cli, publish);
  AddCutFlags(cli, publish, &flags->cut);
  AddOutFlag(cli, publish, &flags->out);
  const std::string group = cli->Say("公开", "Publication");
  const auto option = [&](const char* name, std::string* value, const std::string& about) {
    return publish->add_option(name, *value, about)->group(group);
  };
  option("--template", &flags->written,
         cli->Say("公开按这个模板填好的整篇报告", "publish a whole report filled in from this"))
      ->type_name(cli->Say("文件", "FILE"));
  option("--project", &flags->project,
         cli->Say("一个项目一页的表只公开这一个项目",
                  "of a form with a page for each project, only this one's"));
  option("--document-number", &flags->document_number, cli->Say("批准公开的文号", "the approval"));
  option("--published-on", &flags->published_on.text,
         cli->Say("公开日期；默认今天", "the day it goes out; today by default"))
      ->type_name(cli->Say("日期", "DAY"));
  option("--place", &flags->place, cli->Say("公开渠道，如门户网站", "where: a web site"));
  option("--accepted-by", &flags->accepted_by,
         cli->Say("泄密检查有发现时，谁认可仍然公开",
                  "who accepts what the leak check found, where it found something"));
  option("--accepted-reason", &flags->accepted_reason, cli->Say("认可的理由", "and why"));
  option("--id,--external-id", &flags->id,
         cli->Say("外部编号；默认由表名和摘要得出，同一文件再公开一次不会重复入账",
                  "external id; by default made of form and digest, so the same file again is not "
                  "recorded twice"));
  publish
      ->add_flag("--dry-run,--validate-only", flags->dry_run,
                 cli->Say("只检查，不写文件、不入账", "check only: no file, no event"))
      ->group(group);
}

}  // namespace

void AddPublicationCommands(Cli* cli) {
  CLI::App* report = cli->app.get_subcommand("report");
  const auto flags = std::make_shared<PublishFlags>();
  CLI::App* publish = AddCommand(
      cli, report, "publish",
      {"公开一张表或一篇报告：先做泄密检查，再生成公开版并登记摘要",
       "publish a form or a report: the leak check first, then the public version, its digest "
       "recorded"},
      "outturn report publish annex1 --format html --out annex1.html --dry-run\n"
      "outturn report publish final-03 --format xlsx --out final-03.xlsx --place 门户网站\n"
      "outturn report publish --template deploy/packs/hunan-2024/templates/self-evaluation.txt "
      "--format html --out report.html --dry-run",
      [cli, flags] { return Publish(cli, *flags); });
  AllowFormats(cli, publish, {"table", "json", "csv", "xlsx", "html"});
  AddPublishFlags(cli, publish, flags.get());
  const auto published_flags = std::make_shared<PublishedFlags>();
  CLI::App* published =
      AddCommand(cli, report, "published",
                 {"公开过哪些表；给出文件则核对它是否就是公开的那一份",
                  "what was published; of files, whether they are what was published"},
                 "outturn report published\noutturn report published --again --format csv\n"
                 "outturn report published annex1.html",
                 [cli, published_flags] { return ShowPublished(cli, *published_flags); });
  AllowFormats(cli, published, kPlainFormats);
  published->add_option("file", published_flags->files, cli->Say("要核对的文件", "files to check"))
      ->type_name("FILE");
  AddLedgerFlags(cli, published);
  published->add_flag("--again", published_flags->again,
                      cli->Say("按登记的时点再生成一次，与摘要比较",
                               "make each again as it was known then and compare the digest"));
}

}  // namespace outturn::cli
