#include "services/core/kinds/report_published.h"

#include <algorithm>

#include "services/core/control.h"
#include "services/core/decide.h"

namespace outturn::core {
namespace {

// Nothing of a year goes out before it begins, or on a day that has not come.
std::optional<Refusal> CheckPublishedOn(const Context& context, Day published_on) {
  const auto late = [](const char* field, Day day, const char* bound, Day bound_day) {
    return Refusal{
        Reason::kDayTooLate,
        {{"field", field}, On("day", day), {"bound", bound}, On("bound_day", bound_day)}};
  };
  const Day begins = Day::FirstOf(context.header.ledger.year);
  if (published_on < begins) return late("fiscal_year", begins, "published_on", published_on);
  const Day today = context.now.ChinaDay();
  if (published_on > today) return late("published_on", published_on, "recorded_on", today);
  return std::nullopt;
}

}  // namespace

Result<Verdict> Decide(const Context& context, ReportPublished& asked) {
  if (auto refusal = CheckPublishedOn(context, asked.published_on)) return *std::move(refusal);
  const Position last = context.book.position;
  if (asked.known_at == 0) asked.known_at = last;
  if (asked.known_at > last) {
    return Refusal{
        Reason::kKnownAtTooLate,
        {{"known_at", std::to_string(asked.known_at)}, {"position", std::to_string(last)}}};
  }
  const Position last_publication = LastPublication(*context.ledger);
  if (asked.last_publication && *asked.last_publication != last_publication) {
    return Refusal{Reason::kPublishedMeanwhile,
                   {{"ledger", context.ledger->id.ToString()},
                    {"expected", std::to_string(*asked.last_publication)},
                    {"actual", std::to_string(last_publication)}}};
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

Position LastPublication(const LedgerState& ledger) {
  Position last = 0;
  for (const auto& entry : ledger.publications.entries()) last = std::max(last, entry.position);
  return last;
}

}  // namespace outturn::core
