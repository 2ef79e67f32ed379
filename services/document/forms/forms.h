// 项目支出绩效自评表 in text that lost its cells. For this folder.
#pragma once

#include <vector>

#include "services/document/blocks.h"
#include "services/document/labels.h"

namespace outturn::document {

// The blocks, and behind the paragraphs of each form of the national layout that can be put
// together again its table. A form of which a cell may be missing is left as it is; where that is
// its indicators, a table without rows says so.
[[nodiscard]] std::vector<Block> WithForms(const std::vector<Block>& blocks, const Labels& labels);

}  // namespace outturn::document
