// BookState: one government's ledgers and rule sets, folded from its events in order.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "services/core/code_tables.h"
#include "services/core/event.h"
#include "services/core/ledger_state.h"
#include "services/core/policy.h"

namespace outturn::core {

using CodeTablesByVersion = std::map<std::string, CodeTables>;

struct BookState {
  std::unordered_map<LedgerId, LedgerState, LedgerIdHash> ledgers;
  std::map<PolicyRef, Policy> policies;
  Position position = 0;  // of the last event folded
  Instant recorded_at;

  // nullptr when the book has none.
  [[nodiscard]] const LedgerState* FindLedger(const LedgerId& id) const;
  // The policy in force for `ledger` on `day`.
  [[nodiscard]] const Policy& PolicyOf(const LedgerState& ledger, Day day) const;
};

// A recorded payment, as a later event that names it needs it.
struct PaymentRecord {
  Position position = 0;
  LedgerId ledger;
  Day effective_on;
  Payment payment;
};

// What decisions ask that is too large to keep in the state. Answers include every event decided so
// far.
class Lookups {
 public:
  virtual ~Lookups() = default;
  // nullopt when no payment was recorded under that name.
  [[nodiscard]] virtual std::optional<PaymentRecord> FindPayment(const EventRef& ref) const = 0;
};

}  // namespace outturn::core
