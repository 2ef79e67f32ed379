// Figures that are of less or more than the unit, though their own words do not say so.
#pragma once

#include "services/checks/stated.h"
#include "services/document/blocks.h"

namespace outturn::document {

// Once all was read, what nobody can hold against the figures of the whole unit is left alone:
// amounts of a text that tells of "全县" and "县级" at once, and those of a chapter on one kind of
// money ("四、一般公共预算财政拨款支出决算情况说明") where that is not all there is.
void LeaveOtherScopes(const Document& document, checks::Filing& filing);
// Of a government nobody knows which of its funds, levels and years an amount is of.
void LeaveWhatIsOfAGovernment(checks::Filing& filing);

}  // namespace outturn::document
