// What the commands that print reports share.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/cli.h"
#include "outturn/v1/documents.pb.h"

namespace outturn::cli {

// What --format may be for this command; the children of one that allows more say so themselves.
void AllowFormats(Cli* cli, CLI::App* command, const std::vector<std::string>& formats);

// --out FILE.
void AddOutFlag(Cli* cli, CLI::App* command, std::string* out);
// Writes to the file, or to standard output where it is empty; the exit code.
int Deliver(Cli* cli, const std::string& out, const std::string& content);

// A template's text; false, and it is told, when there is no such file or it is no UTF-8.
[[nodiscard]] bool ReadTemplate(Cli* cli, const std::string& file, std::string* text,
                                int* exit_code);
// Says where a filled template has no value.
void WarnOfGaps(Cli* cli, const v1::FillTemplateReply& reply);

}  // namespace outturn::cli
