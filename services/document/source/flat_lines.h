// Lines of tables of published accounts that lost their columns (flat/flat.h reads them). For this
// folder.
#pragma once

#include <string>
#include <vector>

#include "services/document/source/columns.h"

namespace outturn::document {

// The end of such a table, whose first line is `at`, behind its caption and "单位：万元"; `at`
// where none begins there.
[[nodiscard]] size_t FlatEnd(const std::vector<TextLine>& lines, size_t at);
// The lines [begin, end): the words and numbers of each.
[[nodiscard]] Grid FlatGrid(const std::vector<TextLine>& lines, size_t begin, size_t end);
// "1,922.75" and nothing else; no unit.
[[nodiscard]] bool IsFlatAmount(const std::string& text);

}  // namespace outturn::document
