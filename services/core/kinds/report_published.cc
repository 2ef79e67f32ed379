#include "services/core/kinds/report_published.h"

#include "services/core/decide.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, ReportPublished& asked) {
  const Position last = context.book.position;
  if (asked.known_at == 0) asked.known_at = last;
  if (asked.known_at > last) {
    return Refusal{
        Reason::kKnownAtTooLate,
        {{"known_at", std::to_string(asked.known_at)}, {"position", std::to_string(last)}}};
  }
  if (!asked.leaks.empty() && (asked.accepted_by.empty() || asked.accepted_reason.empty())) {
    return Refusal{Reason::kLeaksNotAccepted,
                   {{"form", asked.form}, {"leaks", std::to_string(asked.leaks.size())}}};
  }
  return Verdict{};
}

void Evolve(LedgerState& ledger, const Header& header, Position position,
            const ReportPublished& event) {
  ledger.publications.Put(header.effective_on, position, event);
}

}  // namespace outturn::core
