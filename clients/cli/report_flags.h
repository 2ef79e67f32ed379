// What the commands that print reports share.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/cli.h"

namespace outturn::cli {

// What --format may be for this command; the children of one that allows more say so themselves.
void AllowFormats(Cli* cli, CLI::App* command, const std::vector<std::string>& formats);

// --out FILE.
void AddOutFlag(Cli* cli, CLI::App* command, std::string* out);
// Writes to the file, or to standard output where it is empty; the exit code.
int Deliver(Cli* cli, const std::string& out, const std::string& content);

}  // namespace outturn::cli
