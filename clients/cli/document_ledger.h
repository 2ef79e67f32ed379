// What a report states, asked of a ledger on a server.
#pragma once

#include "clients/cli/document_report.h"

namespace outturn::cli {

// Adds a finding for every stated figure the events do not bear out, below the finding that tells
// of the same figure where there is one. kOk, or the exit code of a call that failed.
[[nodiscard]] int CompareWithLedger(Cli* cli, int32_t as_of, DocumentReport* report);

}  // namespace outturn::cli
