// FetchAhead: has memory fetched for commands that are about to be decided.
#pragma once

#include <span>

#include "services/core/book_state.h"

namespace outturn::core {

// As many as FetchAhead looks at: the memory of more would push that of the first out of the
// caches.
inline constexpr size_t kFetchedAtOnce = 32;

// With hundreds of ledgers in memory, deciding a payment and folding it in mostly waits for memory:
// ledger, line, class and three series, each found through the one before. Here the waits of the
// first kFetchedAtOnce commands overlap, step by step. Changes nothing; a command that asks for
// what is not there is passed over.
void FetchAhead(const BookState& book, std::span<const Command* const> commands);

}  // namespace outturn::core
