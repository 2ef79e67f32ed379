// Fold: from the log's bytes to the book, at start and after a failed write.
#pragma once

#include "services/app/derived.h"
#include "services/core/book_state.h"
#include "store/event_log.h"
#include "store/merkle.h"

namespace outturn::app {

struct Replayed {
  core::BookState book;
  store::Frontier frontier;  // over all events
};

// Folds the whole log. Damage is an error that names the position. `derived`, where given, is
// brought to the tail.
[[nodiscard]] store::Result<Replayed> Fold(const store::EventLog& log,
                                           const core::CodeTablesByVersion& tables,
                                           Derived* derived = nullptr);

}  // namespace outturn::app
