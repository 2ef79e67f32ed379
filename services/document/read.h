// A written report → what it states: figures by their labels and sentences, rows, indicators,
// claims.
#pragma once

#include "services/checks/stated.h"
#include "services/document/blocks.h"
#include "services/document/labels.h"

namespace outturn::document {

// Never fails: what is not understood stands in Filing::unread.
[[nodiscard]] checks::Filing Read(const Document& document, const Labels& labels);

}  // namespace outturn::document
