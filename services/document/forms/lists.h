// Lists and funds in text that lost its tables. For this folder.
#pragma once

#include "services/document/builder.h"

namespace outturn::document {

// "1 … 20 2 … 15 … 合计 35", a cell a line, and "资金总额 100 其中：财政拨款 100 其他资金": what
// the total is to be.
void ReadLonelyLists(Builder& builder, const Document& document);

}  // namespace outturn::document
