// Lines that a page broke → paragraphs. For this folder.
#pragma once

#include <vector>

#include "services/document/blocks.h"

namespace outturn::document {

// The blocks with paragraphs put together that a narrow page broke into lines; tables, headings
// and captions stay as they are. Where most lines do not end at one edge nothing was broken.
[[nodiscard]] std::vector<Block> WithWholeParagraphs(const std::vector<Block>& blocks);

}  // namespace outturn::document
