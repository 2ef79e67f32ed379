// Replay: from the log's bytes to the book, at start.
#pragma once

#include "services/app/derived.h"
#include "services/core/book_state.h"
#include "store/event_log.h"
#include "store/merkle.h"
#include "store/state_store.h"

namespace outturn::app {

struct Replayed {
  core::BookState book;
  store::Frontier frontier;  // over all events
};

// Folds the whole log and brings `derived` to its tail; wipes derived state first when it is ahead
// of the log or of another history. Damage is an error that names the position.
[[nodiscard]] store::Result<Replayed> Replay(const store::EventLog& log,
                                             const core::CodeTablesByVersion& tables,
                                             store::StateStore& derived);

}  // namespace outturn::app
