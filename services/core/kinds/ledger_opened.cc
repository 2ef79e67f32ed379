#include "services/core/kinds/ledger_opened.h"

#include <string>
#include <vector>

#include "services/core/control.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, LedgerOpened& asked) {
  const Header& header = context.header;
  if (!context.book.policies.contains(asked.policy)) {
    std::vector<std::string> known;
    for (const auto& [ref, policy] : context.book.policies) known.push_back(ref.ToString());
    return Refusal{Reason::kPolicyNotFound,
                   {{"policy", asked.policy.ToString()}, {"known", Listed(known)}}};
  }
  if (!context.tables.contains(asked.code_tables)) {
    std::vector<std::string> known;
    for (const auto& [version, tables] : context.tables) known.push_back(version);
    return Refusal{Reason::kCodeTablesNotFound,
                   {{"code_tables", asked.code_tables}, {"known", Listed(known)}}};
  }
  if (header.effective_on.year() != header.ledger.year) {
    return Refusal{
        Reason::kDayOutsideYear,
        {On("effective_on", header.effective_on), {"year", std::to_string(header.ledger.year)}}};
  }
  if (asked.currency.empty()) asked.currency = "CNY";
  return Verdict{};
}

void Evolve(LedgerState& ledger, const Header& header, Position position,
            const LedgerOpened& event) {
  ledger.id = header.ledger;
  ledger.opened = event;
  ledger.opened_on = header.effective_on;
  ledger.policy.Put(header.effective_on, position, event.policy);
}

}  // namespace outturn::core
