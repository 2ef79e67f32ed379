// What the commands about proofs share, and writing with a proof for those that record.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "clients/cli/cli.h"
#include "outturn/v1/proof.pb.h"
#include "services/audit/verify.h"

namespace outturn::cli {

void AddProofCommands(Cli* cli);
void AddAuditPackCommands(Cli* cli);

// --key: the book's public key, or @FILE with nothing else in it.
struct KeyFlag {
  std::string text;

  void AddTo(Cli* cli, CLI::App* command, bool required);
  // nullopt, and it is told, when that is no key.
  [[nodiscard]] std::optional<store::VerifierKey> Parse(Cli* cli) const;
};

// Prints what was verified; the verdict's exit code.
int Tell(Cli* cli, const audit::Verification& result);

[[nodiscard]] std::optional<std::string> ReadWhole(const std::string& path);
// Of a signed note, whose lines a mail or an editor may have ended with CR LF.
[[nodiscard]] std::optional<std::string> ReadNote(const std::string& path);
[[nodiscard]] intake::Words Unreadable(const std::string& path);

// As client::Record, but the answer has the inclusion proof and the signed checkpoint with it.
[[nodiscard]] std::variant<v1::ProvenReceipt, client::Failure> RecordProven(
    Cli* cli, const v1::RecordRequest& request);

// As JSON, for outturn proof check. False, and it is told, when the file cannot be written.
[[nodiscard]] bool SaveReceipt(Cli* cli, const v1::ProvenReceipt& receipt, const std::string& path);

}  // namespace outturn::cli
