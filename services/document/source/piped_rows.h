// Rows between bars that lost cells. For this folder.
#pragma once

#include "services/document/blocks.h"

namespace outturn::document {

// Rows a line broke in two are one again; those below a merged cell have a blank one for it.
void MendPiped(Grid& grid);

}  // namespace outturn::document
