// The auditor's commands.
#pragma once

#include "clients/cli/cli.h"

namespace outturn::cli {

void AddAuditCommands(Cli* cli);

}  // namespace outturn::cli
