// Whose an event is that cannot be read: the index of positions may still tell.
#pragma once

#include <vector>

#include "services/app/book.h"

namespace outturn::app {

// The ledgers whose event the index says is at `position`, in order; none where it does not say.
[[nodiscard]] std::vector<core::LedgerId> LedgersOfEvent(const Book& book, core::Position position);

}  // namespace outturn::app
