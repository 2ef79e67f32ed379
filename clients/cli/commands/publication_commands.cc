// Publishing: the leak check is shown, what it finds is accepted by somebody or nothing happens,
// and the book remembers which bytes went out.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <thread>

#include "clients/cli/proofs.h"
#include "clients/cli/publication.h"
#include "clients/cli/receipt.h"
#include "clients/cli/report_flags.h"
#include "clients/client/recorder.h"
#include "clients/export/unfinished.h"
#include "services/audit/digests.h"
#include "services/audit/fsck_words.h"
#include "services/intake/cells.h"

namespace outturn::cli {
namespace {

struct PublishFlags {
  std::string source;
  std::string actor;
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

// What is to go out; nothing, and the exit code set, where that is told to be wrong.
bool TakeAsked(Cli* cli, const PublishFlags& flags, DocumentAsked* asked, int* code) {
  if (auto wrong = cli->Ledger(&asked->ledger)) {
    *code = cli->UsageError(*wrong);
    return false;
  }
  asked->form = flags.form;
  asked->project = flags.project;
  asked->language = cli->english() ? "en" : "zh";
  asked->format = WireFormat(*cli);
  return flags.written.empty() || ReadTemplate(cli, flags.written, &asked->written, code);
}

// Shows the insider what readers could work out, together with what was published before.
bool ShowLeaks(Cli* cli, const DocumentAsked& asked, const PublicDocument& document,
               v1::FindLeaksReply* leaks, int* code) {
  v1::FindLeaksRequest request;
  *request.mutable_ledger() = asked.ledger;
  if (asked.written.empty()) {
    request.add_forms(asked.form);
  } else {
    request.set_template_(asked.written);
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
       leaks->forms(), asked.written.empty() ? "" : asked.form);
  note({"以前公开过、但账簿里没有其模板而未检查的：",
        "published before, but not looked at, as the book does not have the template: "},
       leaks->left_out(), "");
  return true;
}

v1::Command PublicationOf(const Cli& cli, const PublishFlags& flags, const v1::LedgerRef& ledger,
                          const PublicDocument& document, const v1::FindLeaksReply& leaks) {
  v1::Command command;
  v1::Header& header = *command.mutable_header();
  const std::string hex = Hex(document.sha256);
  header.set_source(flags.source);
  header.set_external_id(flags.id.empty() ? "publish-" + flags.form + "-" + hex.substr(0, 16)
                                          : flags.id);
  header.set_actor(flags.actor);
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
  if (flags.source.empty() || flags.actor.empty()) {
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
  const auto found = static_cast<uint64_t>(leaks.findings_size());
  const std::string count = std::to_string(found);
  cli->console.Error(
      cli->settings.lang(),
      {"没有公开：照此公开会泄露涉密项目（" + count +
           " 处，见上表）。可以少公开一行或一张表、合并列示；确须公开的，由有权的人认可："
           "--accepted-by 认可人 --accepted-reason 理由 --document-number 批准文号",
       "not published: this reveals what is classified (" + audit::Counted(found, "finding") +
           ", above). Leave out a row or a form, or merge rows; where it has to be, "
           "somebody entitled to accepts it: --accepted-by WHO --accepted-reason WHY "
           "--document-number APPROVAL"});
  return kRefused;
}

// Whether the bytes are on the disk, under the name the file has while nothing is recorded.
bool WriteUnfinished(const std::string& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  const int written = file ? open(path.c_str(), O_RDONLY | O_CLOEXEC) : -1;
  const bool durable = written >= 0 && fsync(written) == 0;
  if (written >= 0) close(written);
  return durable;
}

// Where the file comes to lie, behind links; empty, and the exit code set, where what goes out
// could not be put in place at once after it is recorded.
std::string PlaceOf(Cli* cli, const PublishFlags& flags, int* code) {
  std::error_code error;
  const auto there = std::filesystem::status(flags.out, error).type();
  if (there == std::filesystem::file_type::not_found &&
      !std::filesystem::is_symlink(flags.out, error)) {
    return flags.out;
  }
  if (there == std::filesystem::file_type::none) {  // it is not known what it is
    const std::string why = error.message();
    *code =
        cli->UsageError({"无法查看文件 " + flags.out + "，没有公开（" + why + "）",
                         "cannot look at " + flags.out + ", nothing is published (" + why + ")"});
    return {};
  }
  const auto place = std::filesystem::canonical(flags.out, error);
  if (there == std::filesystem::file_type::regular && !error) return place.string();
  *code = cli->UsageError(
      {flags.out + " 不是普通文件，没有公开：文件须先完整写好才能登记，请用 --out 给出文件名",
       flags.out + " is no plain file, nothing is published: the file has to be whole before it "
                   "is recorded; say with --out which file it is to be"});
  return {};
}

// Records the publication; the file is in place only once that stands. `overtaken` is set when
// another publication came after the one that the command expects to be the last.
int RecordAndPlace(Cli* cli, const PublishFlags& flags, const v1::Command& command,
                   std::optional<exporter::Unfinished>& unfinished,
                   std::optional<client::Failure>* overtaken) {
  v1::RecordRequest request;
  *request.mutable_command() = command;
  request.set_validate_only(flags.dry_run);
  const client::Answer answer = client::Record(cli->Connect(), cli->Retry(3), request);
  if (const auto* failure = std::get_if<client::Failure>(&answer)) {
    if (failure->reason == "PUBLISHED_MEANWHILE") {
      *overtaken = *failure;
      return kConflict;
    }
    return cli->Fail(*failure);
  }
  if (unfinished && !unfinished->Place()) {
    cli->console.Error(
        cli->settings.lang(),
        {"已入账，但无法写入 " + flags.out + "；文件在 " + unfinished->path(),
         "recorded, but " + flags.out + " cannot be written; the file is " + unfinished->path()});
    unfinished->Keep();
    return kFailed;
  }
  cli->settings.format = "table";
  PrintReceipt(cli, command, std::get<v1::Receipt>(answer), flags.dry_run);
  cli->console.Note(cli->Say("摘要 ", "digest ") + command.report_published().digest());
  if (!flags.dry_run)
    cli->console.Note(cli->Say("已写入可以公开的文件：", "written, to be put out: ") + flags.out);
  return kOk;
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

// ---- the same again

// The publication that says what `document` does, of the same day and in the same shape, into
// `same`; nullptr: it is new. `published` is then what went out: the figures are the same, where
// they rest is not. Where something could not be asked, nobody knows whether it is new.
grpc::Status FindSame(const Cli& cli, const DocumentAsked& asked,
                      const std::vector<v1::Event>& events, const PublicDocument& document,
                      PublicDocument* published, const v1::Event** same) {
  *same = nullptr;
  Cut now;
  now.as_of = document.provenance.as_of();
  now.known.set_position(document.provenance.position());
  std::string says;
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    const v1::Command& command = event->command();
    const v1::ReportPublished& before = command.report_published();
    if (before.form() != asked.form || before.language() != asked.language ||
        before.format() != cli.settings.format || before.project() != asked.project ||
        command.header().effective_on() != now.as_of) {
      continue;
    }
    if (says.empty()) {
      if (auto status = WhatItSays(cli, asked, now, &says); !status.ok()) return status;
    }
    std::string said;
    if (auto status = WhatItSays(cli, asked, CutOf(command), &said); !status.ok()) return status;
    if (said != says) continue;
    auto status = MakePublic(cli, asked, CutOf(command), published);
    if (!status.ok()) return status;
    if (!audit::HasDigest(published->content, before.digest())) continue;
    *same = &*event;
    return status;
  }
  return grpc::Status::OK;
}

// What the command line says of the publication that the recorded one does not; empty: nothing.
std::string Different(const PublishFlags& flags, int32_t published_on, const v1::Command& command) {
  const v1::ReportPublished& before = command.report_published();
  std::string names;
  const auto compare = [&](const char* flag, const std::string& now, const std::string& then) {
    if (now.empty() || now == then) return;
    names += (names.empty() ? "" : ", ") + (flag + (" \"" + then + "\" → \"" + now + "\""));
  };
  compare("--place", flags.place, before.place());
  compare("--document-number", flags.document_number, command.header().document_number());
  compare("--published-on", published_on == 0 ? "" : intake::DayText(published_on),
          intake::DayText(before.published_on()));
  return names;
}

// What the file holds; nothing of a device or a FIFO, which may never end.
std::optional<std::string> ReadPlain(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) ? ReadWhole(path) : std::nullopt;
}

// The file is as it was published, or is made so; another one stays as it is.
int PlaceAgain(Cli* cli, const PublishFlags& flags, const PublicDocument& published) {
  if (flags.dry_run) return kOk;
  const auto there = ReadPlain(flags.out);
  if (!there) return Deliver(cli, flags.out, published.content);
  if (*there == published.content) {
    cli->console.Note(cli->Say("文件与公开的一致：", "the file is as it was published: ") +
                      flags.out);
    return kOk;
  }
  cli->console.Error(cli->settings.lang(),
                     {flags.out + " 是另一个文件，没有覆盖：请用 --out 另给文件名",
                      flags.out + " is another file and stays as it is: name another with --out"});
  return kConflict;
}

int TellAlready(Cli* cli, const PublishFlags& flags, const v1::Event& event,
                const PublicDocument& published) {
  const v1::ReportPublished& before = event.command().report_published();
  const std::string position = std::to_string(event.position());
  const std::string day = intake::DayText(before.published_on());
  cli->console.Data(
      cli->Say("已公开过：位置 ", "already published at position ") + position +
      cli->Say("，公开日期 ", ", on ") + day +
      cli->Say("；内容没有变化，没有再入账\n", "; nothing in it changed, nothing was recorded\n"));
  cli->console.Note(cli->Say("摘要 ", "digest ") + before.digest());
  return PlaceAgain(cli, flags, published);
}

int RefuseDifferent(Cli* cli, const v1::Event& event, const std::string& names) {
  const std::string position = std::to_string(event.position());
  cli->console.Error(
      cli->settings.lang(),
      {"已公开过（位置 " + position + "），但 " + names + "；另一次公开请用 --id 另给编号",
       "already published at position " + position + ", but " + names +
           "; another publication of it takes an --id of its own"});
  return kConflict;
}

// A file that went out, for whatever unit and year, is not lost to what goes out now.
bool WouldOverwrite(Cli* cli, const PublishFlags& flags, const std::string& content, int* code) {
  const auto there = ReadPlain(flags.out);
  if (!there || *there == content) return false;
  std::vector<v1::Event> events;
  if (!TakePublications(cli, &events, code, PublicationsOf::kBook)) return true;
  for (const v1::Event& event : events) {
    if (!audit::HasDigest(*there, event.command().report_published().digest())) continue;
    const std::string position = std::to_string(event.position());
    cli->console.Error(
        cli->settings.lang(),
        {flags.out + " 是已公开的文件（位置 " + position + "），没有覆盖：请用 --out 另给文件名",
         flags.out + " was published at position " + position +
             " and stays as it is: name another file with --out"});
    *code = kConflict;
    return true;
  }
  return false;
}

bool CannotWrite(Cli* cli, const PublishFlags& flags, int* code) {
  *code = cli->UsageError({"无法写入文件 " + flags.out + "，没有公开、没有入账",
                           "cannot write " + flags.out + ": nothing is published or recorded"});
  return false;
}

constexpr int kMostWaits = 100;  // a tenth of a second each

// Makes the file beside the place, which one publication at a time has, waiting for another; false,
// and the exit code set: it stays there, or it cannot be made.
bool TakePlace(Cli* cli, const PublishFlags& flags, const std::string& beside, int* code) {
  for (int waits = 0; waits < kMostWaits; ++waits) {
    const int made = open(beside.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (made >= 0) return close(made) == 0;
    if (errno != EEXIST) return CannotWrite(cli, flags, code);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  cli->console.Error(
      cli->settings.lang(),
      {"没有公开：另一次公开正在写 " + flags.out + "；若没有别的公开在进行，请删除 " + beside,
       "not published: another publication is writing " + flags.out +
           "; if there is none under way, remove " + beside});
  *code = kConflict;
  return false;
}

// The file, whole on the disk and not in its place; false, and the exit code set: it cannot be.
bool Prepare(Cli* cli, const PublishFlags& flags, const std::string& content,
             std::optional<exporter::Unfinished>* unfinished, int* code) {
  const std::string place = PlaceOf(cli, flags, code);
  if (place.empty() || !TakePlace(cli, flags, place + ".new", code)) return false;
  unfinished->emplace(place, ".new");
  if (WouldOverwrite(cli, flags, content, code)) return false;
  return WriteUnfinished((*unfinished)->path(), content) || CannotWrite(cli, flags, code);
}

// Without a publication to expect, nothing would tell that another one came in between.
int RefuseOlderServer(Cli* cli) {
  cli->console.Error(
      cli->settings.lang(),
      {"没有公开：服务的版本较早，不说明泄密检查看到的最后一次公开；请先升级服务",
       "not published: the server is of an earlier version and does not say which publication was "
       "the last it checked for leaks; update it first"});
  return kFailed;
}

void TellOvertaken(Cli* cli, const client::Failure& overtaken) {
  const auto actual = overtaken.variables.find("actual");
  const std::string at = actual == overtaken.variables.end() ? "?" : actual->second;
  cli->console.Note(
      cli->Say(intake::Words{"检查之后又有一份公开（位置 " + at + "），与它一并重新检查：",
                             "another publication came after the check, at position " + at +
                                 "; checked again together with it:"}));
}

constexpr int kMostChecks = 10;

// The check and the record are one step: the record expects the last publication to be the one that
// the check saw, and another one is checked together with this. What else is recorded meanwhile, as
// a busy ledger's payments are all the time, is in neither.
int PublishNew(Cli* cli, const PublishFlags& flags, const DocumentAsked& asked,
               const PublicDocument& document, int32_t published_on) {
  int code = kOk;
  std::optional<exporter::Unfinished> unfinished;  // written once, however often it is tried
  for (int check = 0; check < kMostChecks; ++check) {
    v1::FindLeaksReply leaks;
    if (!ShowLeaks(cli, asked, document, &leaks, &code)) return code;
    if (leaks.findings_size() > 0 && flags.accepted_by.empty()) return RefuseLeaks(cli, leaks);
    v1::Command command = PublicationOf(*cli, flags, asked.ledger, document, leaks);
    v1::ReportPublished& published = *command.mutable_report_published();
    published.set_published_on(published_on == 0 ? Today() : published_on);
    if (!flags.dry_run) {
      if (!leaks.has_last_publication()) return RefuseOlderServer(cli);
      published.set_last_publication(leaks.last_publication());
      if (!unfinished && !Prepare(cli, flags, document.content, &unfinished, &code)) return code;
    }
    std::optional<client::Failure> overtaken;
    code = RecordAndPlace(cli, flags, command, unfinished, &overtaken);
    if (!overtaken) return code;
    TellOvertaken(cli, *overtaken);
  }
  cli->console.Error(cli->settings.lang(),
                     {"没有公开：检查与入账之间一直有别的公开，请稍后再试",
                      "not published: other publications kept coming between the check and the "
                      "record; try again later"});
  return kConflict;
}

int Publish(Cli* cli, PublishFlags flags) {
  if (flags.form.empty()) flags.form = std::filesystem::path(flags.written).stem().string();
  if (flags.source.empty()) flags.source = cli->settings.source;
  if (flags.actor.empty()) flags.actor = cli->settings.actor;
  if (auto wrong = WrongFlags(*cli, flags)) return cli->UsageError(*wrong);
  int32_t published_on = 0;
  if (auto wrong = flags.published_on.Parse("--published-on", &published_on)) {
    return cli->UsageError(*wrong);
  }
  int code = kOk;
  DocumentAsked asked;
  if (!TakeAsked(cli, flags, &asked, &code)) return code;
  if (!flags.written.empty() && !IsNoForm(cli, flags.form, &code)) return code;
  Cut cut;
  if (!TakeCut(cli, flags.cut, &cut, &code)) return code;
  PublicDocument document;
  if (const auto status = MakePublic(*cli, asked, cut, &document); !status.ok()) {
    return cli->Fail(client::FailureOf(status));
  }
  WarnOfGaps(cli, document.filled);
  std::vector<v1::Event> events;
  if (!TakePublications(cli, &events, &code)) return code;
  PublicDocument published;
  const v1::Event* same = nullptr;
  const auto found = FindSame(*cli, asked, events, document, &published, &same);
  if (!found.ok()) return cli->Fail(client::FailureOf(found));
  if (same != nullptr) {
    const std::string different = Different(flags, published_on, same->command());
    if (different.empty()) return TellAlready(cli, flags, *same, published);
    if (flags.id.empty()) return RefuseDifferent(cli, *same, different);
    document = std::move(published);  // the same bytes go out once more
  }
  return PublishNew(cli, flags, asked, document, published_on);
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
         cli->Say("外部编号；默认由表名和摘要得出。同一内容再公开一次不会重复入账",
                  "external id; by default made of form and digest. The same content again is not "
                  "recorded twice"));
  option("--source", &flags->source,
         cli->Say("来源系统；必填，或在环境变量、配置文件中给出",
                  "source system; required, or by environment or configuration file"));
  option("--actor", &flags->actor,
         cli->Say("经办人；必填，或在环境变量、配置文件中给出",
                  "who does it; required, or by environment or configuration file"));
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
  AddPublishedCommand(cli, report);
}

}  // namespace outturn::cli
