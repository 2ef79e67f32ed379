// What the commands share: settings, console, the connection, and how a command is added.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "clients/cli/console.h"
#include "clients/cli/exit_codes.h"
#include "clients/cli/listing.h"
#include "clients/cli/settings.h"
#include "clients/client/connection.h"
#include "clients/client/failure.h"
#include "outturn/v1/ledger.pb.h"
#include "services/intake/kinds.h"

namespace outturn::cli {

// What --format may be everywhere.
inline const std::vector<std::string> kPlainFormats = {"table", "json", "csv"};

struct Cli {
  Settings settings;
  Console console;
  CLI::App app;
  std::function<int()> run;  // what the command line asked for; set while it is parsed
  // "payment make" + " --method" → the words completion offers.
  std::map<std::string, std::vector<std::string>> choices;

  std::vector<std::string> formats = kPlainFormats;  // of the command asked for

  Cli(Settings settings_in, Console console_in);

  [[nodiscard]] bool english() const { return settings.lang() == Language::kEnglish; }
  [[nodiscard]] std::string Say(const char* zh, const char* en) const {
    return english() ? en : zh;
  }
  [[nodiscard]] const std::string& Say(const intake::Words& words) const {
    return In(settings.lang(), words);
  }
  [[nodiscard]] client::Connection Connect() const;
  // For single calls: an answer or a failure within seconds.
  [[nodiscard]] client::RetryPolicy Retry(int seconds) const;
  // For calls the server reads a ledger's events for: a minute to answer, but a server that is not
  // there is given up as soon as by any other.
  [[nodiscard]] client::RetryPolicy Patient() const;

  // Prints what is wrong with the command line and gives its exit code.
  int UsageError(const intake::Words& words);
  // Prints the failure with its numbers; fields of `kind` are named by their flags.
  int Fail(const client::Failure& failure, const intake::Kind* kind = nullptr);

  // Prints the reply in the format asked for.
  void Print(const google::protobuf::Message& reply, const Listing& listing);
  void Print(const google::protobuf::Message& reply, const Facts& facts);

  // For flags of counts and positions: CLI11 takes -1 for 2^64 - 1.
  [[nodiscard]] CLI::Validator Unsigned() const;

  // The year, of 1900 to 2999; tells what is missing or wrong.
  [[nodiscard]] std::optional<intake::Words> Year(int32_t* year) const;
  // unit and year as a ledger; tells the flag that is missing.
  [[nodiscard]] std::optional<intake::Words> Ledger(v1::LedgerRef* ledger) const;
};

// What a server says of a field ("found \"0\", wanted 1–100000") in the units people type: yuan and
// points, where the wire has fen and hundredths.
[[nodiscard]] std::string AsTyped(const std::string& description, intake::Shape shape);

// The noun's command ("payment"), made when first asked for.
CLI::App* Noun(Cli* cli, const std::string& noun);

// Adds a command with the flags every command takes. Examples stand first in its help, one per
// line. `body` runs after the whole command line has been understood.
CLI::App* AddCommand(Cli* cli, CLI::App* parent, const std::string& verb,
                     const intake::Words& about, const std::string& examples,
                     std::function<int()> body);

// --unit and --year, for commands that read one ledger.
void AddLedgerFlags(Cli* cli, CLI::App* command);

// A flag holding a day; Parse gives yyyymmdd, 0 where it was not given.
struct DayFlag {
  std::string text;
  [[nodiscard]] std::optional<intake::Words> Parse(const char* flag, int32_t* day) const;
};

// One call of a reading service: prints the failure and gives false where there is no reply.
enum class Patience : bool { kPlain, kPatient };
template <typename Service, typename Request, typename Reply>
bool Ask(Cli* cli,
         grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
         const Request& request, Reply* reply, int* exit_code,
         Patience patience = Patience::kPlain) {
  const client::Connection connection = cli->Connect();
  const auto stub = Service::NewStub(connection.channel());
  const auto policy = patience == Patience::kPatient ? cli->Patient() : cli->Retry(3);
  const grpc::Status status = connection.Call(policy, [&](grpc::ClientContext* context) {
    return ((*stub).*method)(context, request, reply);
  });
  if (!status.ok()) *exit_code = cli->Fail(client::FailureOf(status));
  return status.ok();
}

// The commands, by file.
void AddWriteCommands(Cli* cli);
void AddLedgerCommands(Cli* cli);
void AddPaymentCommands(Cli* cli);
void AddPerformanceCommands(Cli* cli);
void AddReportCommands(Cli* cli);
void AddDocumentCommands(Cli* cli);     // after AddReportCommands
void AddPublicationCommands(Cli* cli);  // after AddReportCommands
void AddFigureCommands(Cli* cli);
void AddEventCommands(Cli* cli);
void AddMonitoringCommands(Cli* cli);
void AddWatchCommand(Cli* cli);
void AddBookCommands(Cli* cli);
void AddInspectionCommands(Cli* cli);
void AddFsckCommand(Cli* cli);
void AddStatusCommand(Cli* cli);
void AddDocumentCommand(Cli* cli);
void AddCheckCommands(Cli* cli);
void AddImportCommand(Cli* cli);
void AddExportCommand(Cli* cli);
void AddCompletionCommand(Cli* cli);

// Help with the examples first, aligned for wide characters.
void UseHelpFormat(Cli* cli);

// Parses and runs; the exit code.
int Main(const std::vector<std::string>& arguments, Cli* cli);

}  // namespace outturn::cli
