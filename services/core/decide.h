// The two functions of the book: Decide a command, Evolve by an event.
#pragma once

#include <unordered_map>

#include "services/core/book_state.h"
#include "services/core/event.h"
#include "services/core/result.h"

namespace outturn::core {

// What a kind's Decide may look at. Everything outlives the call.
struct Context {
  const BookState& book;
  const CodeTablesByVersion& tables;
  const Lookups& lookups;
  Instant now;
  const Header& header;
  const LedgerState* ledger;  // the header's; nullptr for policy_adopted and ledger_opened
  const Policy* policy;       // in force for the ledger on the effective day; nullptr likewise
};

// The event that `command` becomes as the book's next one, or why it does not. Changes nothing.
// `now` is the clock's; the event's recorded_at is later than its predecessor's even if the clock
// went back. Whether the same external id was recorded before is asked by the caller, who keeps
// that index.
[[nodiscard]] Result<Event> Decide(const BookState& book, const CodeTablesByVersion& tables,
                                   const Lookups& lookups, Instant now, Command&& command);

// What Evolve makes of events; raised whenever a kind's Evolve comes to mean something else, so
// that states folded before are not taken for those folded now.
inline constexpr int kFoldVersion = 1;

// How far single ledgers of a state are.
using KnownUpTo = std::unordered_map<LedgerId, Position, LedgerIdHash>;

// Folds the next event in. `event.position` is book.position + 1. Ledgers that are `known` to be at
// the event or beyond stay as they are.
void Evolve(BookState& book, const CodeTablesByVersion& tables, const Event& event,
            const KnownUpTo& known = {});

// Folds an event into one of its ledgers only; for rebuilding a ledger as known at some position.
// An event that opens the ledger initialises it.
void Evolve(LedgerState& ledger, const CodeTablesByVersion& tables, const Event& event);

}  // namespace outturn::core
