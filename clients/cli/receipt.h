// What is told of a command that was recorded.
#pragma once

#include <string>

#include "clients/cli/cli.h"
#include "outturn/v1/services.pb.h"

namespace outturn::cli {

// The sentence of the receipt's warning number `index`; its bare numbers from a server that says
// none.
[[nodiscard]] std::string WarningText(const v1::Receipt& receipt, int index);

// Prints the receipt in the format asked for, its warnings to standard error.
void PrintReceipt(Cli* cli, const v1::Command& command, const v1::Receipt& receipt, bool dry_run);

}  // namespace outturn::cli
