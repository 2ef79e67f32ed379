// What a form's goals say of its own money and indicators. For this folder.
#pragma once

#include "services/document/builder.h"

namespace outturn::document {

// "预期目标 | 实际完成情况" and the cells below them: amounts that are to be the budget or what was
// paid, and counts that are an indicator's result. Only what does not agree is stated.
void ReadGoals(Builder& builder, const Grid& grid, const Spot& spot);

}  // namespace outturn::document
