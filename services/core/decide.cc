#include "services/core/decide.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "services/core/standing.h"

namespace outturn::core {
namespace {

bool OpensLedger(const Command& command) {
  return std::holds_alternative<LedgerOpened>(command.body);
}
bool IsOfTheBook(const Command& command) {
  return std::holds_alternative<PolicyAdopted>(command.body);
}

// What is asked of every command before its kind is: the ledger is there (or not yet), at the
// version expected, open, and the day is one it takes.
std::optional<Refusal> CheckLedger(const Context& context, const Command& command) {
  if (IsOfTheBook(command)) return std::nullopt;
  const LedgerId& id = command.header.ledger;
  if (OpensLedger(command)) {
    if (context.book.FindLedger(id) == nullptr) return std::nullopt;
    return Refusal{Reason::kLedgerExists, {{"ledger", id.ToString()}}};
  }
  const LedgerState* existing = context.ledger;
  if (existing == nullptr) return Refusal{Reason::kLedgerNotFound, {{"ledger", id.ToString()}}};
  const auto& expected = command.header.expected_version;
  if (expected && *expected != existing->version) {
    return Refusal{Reason::kVersionConflict,
                   {{"ledger", id.ToString()},
                    {"expected", std::to_string(*expected)},
                    {"actual", std::to_string(existing->version)}}};
  }
  return CheckStanding(context, KindName(command.body));
}

Context ContextOf(const BookState& book, const CodeTablesByVersion& tables, const Lookups& lookups,
                  Instant now, const Command& command) {
  const LedgerState* ledger = IsOfTheBook(command) || OpensLedger(command)
                                  ? nullptr
                                  : book.FindLedger(command.header.ledger);
  const Policy* policy =
      ledger == nullptr ? nullptr : &book.PolicyOf(*ledger, command.header.effective_on);
  return {book, tables, lookups, now, command.header, ledger, policy};
}

}  // namespace

Result<Event> Decide(const BookState& book, const CodeTablesByVersion& tables,
                     const Lookups& lookups, Instant now, Command&& command) {
  const Context context = ContextOf(book, tables, lookups, now, command);
  if (auto refusal = CheckLedger(context, command)) return *std::move(refusal);
  auto verdict = std::visit([&](auto& kind) { return Decide(context, kind); }, command.body);
  if (!verdict) return verdict.refusal();
  const uint64_t version = IsOfTheBook(command)        ? 0
                           : context.ledger == nullptr ? 1
                                                       : context.ledger->version + 1;
  Event event;
  event.position = book.position + 1;
  event.recorded_at = std::max(now, Instant(book.recorded_at.microseconds() + 1));
  event.outcome = {version, verdict->headroom, std::move(verdict->warnings)};
  event.command = std::move(command);
  return event;
}

void Evolve(LedgerState& ledger, const CodeTablesByVersion& tables, const Event& event) {
  if (const auto* opened = std::get_if<LedgerOpened>(&event.command.body)) {
    ledger.tables = &tables.at(opened->code_tables);
  }
  std::visit([&](const auto& kind) { Evolve(ledger, event.command.header, event.position, kind); },
             event.command.body);
  ledger.latest_on = std::max(ledger.latest_on, event.command.header.effective_on);
  ++ledger.version;
  ledger.last_position = event.position;
}

void Evolve(BookState& book, const CodeTablesByVersion& tables, const Event& event,
            const KnownUpTo& known) {
  OUTTURN_CHECK(event.position == book.position + 1);
  if (const auto* adopted = std::get_if<PolicyAdopted>(&event.command.body)) {
    Evolve(book, *adopted);
  }
  ForEachLedger(event.command, [&](const LedgerId& id) {
    const auto at = known.empty() ? known.end() : known.find(id);
    if (at == known.end() || at->second < event.position) Evolve(book.ledgers[id], tables, event);
  });
  book.position = event.position;
  book.recorded_at = event.recorded_at;
}

}  // namespace outturn::core
