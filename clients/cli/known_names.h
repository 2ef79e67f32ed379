// Names a book takes as they are, and that no form and no check would ever look up.
#pragma once

#include "clients/cli/cli.h"

namespace outturn::cli {

// Warns where a text or a declaration names a form, cell or figure the server does not know, and
// says what it knows. Says nothing of other commands, nor where the server cannot be asked.
void WarnOfUnknownNames(Cli* cli, const v1::Command& command);

}  // namespace outturn::cli
