// Fold: from the log's bytes to the book, at start and after a failed write.
#pragma once

#include <optional>

#include "services/app/derived/derived.h"
#include "services/core/book_state.h"
#include "store/event_log.h"
#include "store/tree/merkle.h"

namespace outturn::app {

// Why an event whose bytes are whole is not fit to be the book's next: a later program wrote it, or
// somebody else. nullopt when it is.
[[nodiscard]] std::optional<store::Status> Unfit(const core::Event& event,
                                                 const core::BookState& book,
                                                 const core::CodeTablesByVersion& tables);

struct Replayed {
  core::BookState book;
  store::Frontier frontier;     // over all events
  core::Position begun_at = 0;  // where the snapshots it began from stand; 0: from nothing
};

// Folds the log, from the snapshots on where there are any, and brings `derived` to its tail.
// Damage is an error that names the position. `gather`: payments that are folded together; tests
// take fewer.
[[nodiscard]] store::Result<Replayed> Fold(const store::EventLog& log,
                                           const core::CodeTablesByVersion& tables,
                                           Derived& derived, size_t gather = 8'000'000);

}  // namespace outturn::app
