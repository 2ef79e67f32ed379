// What a report states, asked of a ledger on a server.
#pragma once

#include "clients/cli/cut_flags.h"
#include "clients/cli/document_report.h"

namespace outturn::cli {

// Adds a finding for every stated figure the events do not bear out, below the finding that tells
// of the same figure where there is one, and tells on which cut. kOk, or the exit code of a call
// that failed.
[[nodiscard]] int CompareWithLedger(Cli* cli, const Cut& cut, DocumentReport* report);

}  // namespace outturn::cli
