#include <algorithm>
#include <memory>

#include "clients/cli/cut_flags.h"
#include "clients/export/disclosure.h"
#include "clients/export/journal.h"
#include "clients/export/ndjson.h"
#include "clients/export/output.h"
#include "clients/export/package.h"
#include "outturn/v1/audit.grpc.pb.h"
#include "outturn/v1/services.grpc.pb.h"
#include "services/intake/cells.h"

namespace outturn::cli {
namespace {

struct ExportFlags {
  std::string format;
  std::string out;
  std::string known_at;
  bool is_public = false;
};

constexpr const char* kFormats[] = {"hledger", "ndjson", "csv-datapackage"};

// One export: asks the server page by page, so that a long ledger needs no memory.
class Export {
 public:
  Export(Cli* cli, const ExportFlags& flags)
      : cli_(cli),
        flags_(flags),
        connection_(cli->Connect()),
        events_(v1::Events::NewStub(connection_.channel())),
        ledgers_(v1::Ledgers::NewStub(connection_.channel())),
        reports_(v1::Reports::NewStub(connection_.channel())),
        audit_(v1::Audit::NewStub(connection_.channel())) {}

  int Run();

 private:
  template <typename Stub, typename Request, typename Reply>
  bool Call(const Stub& stub,
            grpc::Status (Stub::element_type::*method)(grpc::ClientContext*, const Request&,
                                                       Reply*),
            const Request& request, Reply* reply);
  bool FindPosition();
  bool GetBalances(int32_t as_of, v1::GetBalancesReply* reply);
  bool FillHead();
  bool EachEvent(const std::vector<std::string>& kinds,
                 const std::function<bool(const v1::Event&)>& use);
  bool LearnLines();
  bool WriteEvents(exporter::Format* format);
  bool WriteBalances(exporter::Format* format);
  std::unique_ptr<exporter::Format> MakeFormat(exporter::Output* output) const;
  void Tell() const;

  Cli* cli_;
  const ExportFlags& flags_;
  client::Connection connection_;
  std::unique_ptr<v1::Events::Stub> events_;
  std::unique_ptr<v1::Ledgers::Stub> ledgers_;
  std::unique_ptr<v1::Reports::Stub> reports_;
  std::unique_ptr<v1::Audit::Stub> audit_;
  v1::LedgerRef ledger_;
  exporter::Head head_;
  std::unique_ptr<exporter::Disclosure> disclosure_;
  v1::Provenance provenance_;
  uint64_t written_ = 0;
  int code_ = kOk;
};

template <typename Stub, typename Request, typename Reply>
bool Export::Call(const Stub& stub,
                  grpc::Status (Stub::element_type::*method)(grpc::ClientContext*, const Request&,
                                                             Reply*),
                  const Request& request, Reply* reply) {
  const grpc::Status status = connection_.Call(cli_->Patient(), [&](grpc::ClientContext* context) {
    return ((*stub).*method)(context, request, reply);
  });
  if (!status.ok()) code_ = cli_->Fail(client::FailureOf(status));
  return status.ok();
}

// Where the export ends: what --known-at says, else where the balances of the year's end were read.
bool Export::FindPosition() {
  v1::FindPositionRequest request;
  if (!TakeKnownAt(cli_, "--known-at", flags_.known_at, request.mutable_known(), &code_)) {
    return false;
  }
  if (request.known().has_position()) {
    head_.position = request.known().position();
    return true;
  }
  if (request.known().moment_case() == v1::KnownAt::MOMENT_NOT_SET) {
    v1::GetBalancesReply reply;
    if (!GetBalances(head_.year * 10'000 + 1'231, &reply)) return false;
    head_.position = reply.position();
    return true;
  }
  v1::FindPositionReply reply;
  if (!Call(audit_, &v1::Audit::Stub::FindPosition, request, &reply)) return false;
  head_.position = reply.position();
  return true;
}

// As known where the export ends; the book itself, where it has not gone on meanwhile.
bool Export::GetBalances(int32_t as_of, v1::GetBalancesReply* reply) {
  v1::GetBalancesRequest request;
  *request.mutable_ledger() = ledger_;
  request.set_as_of(as_of);
  request.set_by_class(true);
  if (flags_.known_at.empty()) {
    if (!Call(ledgers_, &v1::Ledgers::Stub::GetBalances, request, reply)) return false;
    if (head_.position == 0 || reply->position() == head_.position) return true;
  }
  request.set_known_at(head_.position);
  return Call(ledgers_, &v1::Ledgers::Stub::GetBalances, request, reply);
}

bool Export::FillHead() {
  v1::GetFiguresRequest request;
  *request.mutable_ledger() = ledger_;
  request.add_names("paid");
  request.set_as_of(head_.year * 10'000 + 1'231);
  request.set_known_at(head_.position);
  v1::GetFiguresReply reply;
  if (!Call(reports_, &v1::Reports::Stub::GetFigures, request, &reply)) return false;
  provenance_ = reply.provenance();
  head_.book = provenance_.book();
  head_.known_at_us = provenance_.known_at_us();
  head_.root = Hex(provenance_.root());
  head_.policy = provenance_.policy();
  return true;
}

bool Export::EachEvent(const std::vector<std::string>& kinds,
                       const std::function<bool(const v1::Event&)>& use) {
  v1::ListEventsRequest request;
  *request.mutable_ledger() = ledger_;
  for (const std::string& kind : kinds) request.add_kinds(kind);
  request.set_page_size(1'000);
  while (true) {
    v1::ListEventsReply reply;
    if (!Call(events_, &v1::Events::Stub::ListEvents, request, &reply)) return false;
    for (const v1::Event& event : reply.events()) {
      if (event.position() > head_.position) return true;
      if (!use(event)) return false;
    }
    if (reply.next_page_token().empty()) return true;
    request.set_page_token(reply.next_page_token());
  }
}

bool Export::LearnLines() {
  disclosure_ = std::make_unique<exporter::Disclosure>(ledger_.unit());
  return EachEvent({"line_opened"}, [&](const v1::Event& event) {
    disclosure_->Learn(event.command().line_opened());
    return true;
  });
}

bool Export::WriteEvents(exporter::Format* format) {
  const auto find = [&](const v1::EventRef& ref) -> std::optional<v1::Event> {
    v1::ListEventsRequest request;
    *request.mutable_ledger() = ledger_;
    *request.mutable_ref() = ref;
    request.add_kinds("commitment");
    while (true) {
      v1::ListEventsReply reply;
      if (!Call(events_, &v1::Events::Stub::ListEvents, request, &reply)) return std::nullopt;
      if (reply.events_size() > 0) return reply.events(0);
      if (reply.next_page_token().empty()) return std::nullopt;
      request.set_page_token(reply.next_page_token());
    }
  };
  exporter::Movements movements(ledger_.unit(), find);
  return EachEvent({}, [&](const v1::Event& event) {
    const auto moved = movements.Of(event);
    if (!moved) {
      if (code_ == kOk) {
        code_ = kFailed;
        const std::string at = std::to_string(event.position());
        cli_->console.Error(cli_->settings.lang(), {"无法理解位置 " + at + " 的事项",
                                                    "cannot make out the event at " + at});
      }
      return false;
    }
    if (disclosure_ == nullptr) {
      ++written_;
      format->Add(event, *moved);
    } else if (const auto disclosed = disclosure_->Public(event, *moved)) {
      ++written_;
      format->Add(disclosed->event, disclosed->movements);
    }
    return true;
  });
}

// The ends of the months by line and class, as they were known where the export ends.
bool Export::WriteBalances(exporter::Format* format) {
  for (int month = 1; month <= 12; ++month) {
    constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = head_.year % 4 == 0 && (head_.year % 100 != 0 || head_.year % 400 == 0);
    const int day = kDays[month - 1] + (month == 2 && leap ? 1 : 0);
    v1::GetBalancesReply reply;
    if (!GetBalances(head_.year * 10'000 + month * 100 + day, &reply)) return false;
    if (disclosure_ != nullptr) {
      auto* rows = reply.mutable_balances();
      const auto hidden = [&](const v1::LineBalance& row) {
        return disclosure_->IsClassified(row.line().line());
      };
      rows->erase(std::remove_if(rows->begin(), rows->end(), hidden), rows->end());
    }
    format->Balances(reply);
  }
  return true;
}

std::unique_ptr<exporter::Format> Export::MakeFormat(exporter::Output* output) const {
  const auto append = [output](std::string_view file, std::string_view bytes) {
    output->Append(file, bytes);
  };
  if (flags_.format == "hledger") return std::make_unique<exporter::Journal>(append);
  if (flags_.format == "ndjson") return std::make_unique<exporter::Ndjson>(append);
  return std::make_unique<exporter::Package>(append);
}

void Export::Tell() const {
  std::string text =
      cli_->Say("导出 ", "exported ") + std::to_string(written_) + cli_->Say(" 个事项", " events");
  if (disclosure_ != nullptr) {
    text +=
        cli_->Say("；公开版，不含涉密指标：略去 ", "; public version without classified lines: ") +
        std::to_string(disclosure_->withheld()) +
        cli_->Say(" 个事项，删节 ", " events withheld, ") +
        std::to_string(disclosure_->shortened()) + cli_->Say(" 个", " shortened");
  }
  cli_->console.Note(text);
  TellProvenance(cli_, provenance_);
}

int Export::Run() {
  if (auto wrong = cli_->Ledger(&ledger_)) return cli_->UsageError(*wrong);
  head_.unit = ledger_.unit();
  head_.year = ledger_.year();
  head_.is_public = flags_.is_public;
  head_.english = cli_->english();
  const bool several = flags_.format == "csv-datapackage";
  std::unique_ptr<exporter::Output> output;
  if (flags_.out.empty() || flags_.out == "-") {
    if (several) {
      return cli_->UsageError({"csv-datapackage 有多个文件，请用 --out 指明文件夹或 .zip",
                               "csv-datapackage has several files: say --out FOLDER or FILE.zip"});
    }
    output = std::make_unique<exporter::Output>(
        [this](std::string_view bytes) { cli_->console.Data(bytes); });
  } else {
    output = std::make_unique<exporter::Output>(flags_.out, several);
  }
  if (!FindPosition() || !FillHead()) return code_;
  if (flags_.is_public && !LearnLines()) return code_;
  if (auto wrong = output->Begin()) return cli_->UsageError(*wrong);
  const auto format = MakeFormat(output.get());
  format->Begin(head_);
  if (!WriteEvents(format.get())) return code_;
  if (flags_.format == "hledger" && !WriteBalances(format.get())) return code_;
  format->End();
  if (auto wrong = output->Commit()) return cli_->UsageError(*wrong);
  Tell();
  return kOk;
}

int RunExport(Cli* cli, const ExportFlags& flags) {
  for (const char* known : kFormats) {
    if (flags.format == known) return Export(cli, flags).Run();
  }
  return cli->UsageError(
      {"--format 是“" + flags.format + "”，应为 hledger、ndjson 或 csv-datapackage",
       "--format is \"" + flags.format + "\", expected hledger, ndjson or csv-datapackage"});
}

}  // namespace

void AddExportCommand(Cli* cli) {
  const auto flags = std::make_shared<ExportFlags>();
  CLI::App* command = AddCommand(
      cli, &cli->app, "export",
      {"导出一个账套，供别的程序独立核对", "a ledger in forms that other programs check and read"},
      "outturn export --format hledger --unit 145001 --year 2024 --out 2024.journal\n"
      "hledger -f 2024.journal balance --monthly payments\n"
      "outturn export --format ndjson --known-at \"2024-06-09 17:30\" --out events.ndjson\n"
      "outturn export --format csv-datapackage --public --out 2024.zip",
      [cli, flags] { return RunExport(cli, *flags); });
  AddLedgerFlags(cli, command);
  command->remove_option(command->get_option("--format"));
  const std::string group = cli->Say("导出", "Export");
  command
      ->add_option("--format", flags->format,
                   cli->Say("hledger：记账簿；ndjson：逐行事项，首行说明所据；"
                            "csv-datapackage：数据包",
                            "hledger: a journal; ndjson: an event a line, behind a line that says "
                            "what they are; csv-datapackage: tables"))
      ->type_name("hledger|ndjson|csv-datapackage")
      ->required()
      ->group(group);
  command
      ->add_option("--out", flags->out,
                   cli->Say("文件；数据包为文件夹或 .zip；默认标准输出",
                            "file; of a data package a folder or .zip; standard output by default"))
      ->type_name("PATH")
      ->group(group);
  AddKnownAtFlag(cli, command, "--known-at", &flags->known_at);
  command
      ->add_flag("--public", flags->is_public,
                 cli->Say("公开版：不含涉密指标及提及它们的内容；默认全部导出",
                          "public version: without classified lines and what names them; all is "
                          "exported by default"))
      ->group(group);
  cli->choices["export --format"] = {"hledger", "ndjson", "csv-datapackage"};
}

}  // namespace outturn::cli
