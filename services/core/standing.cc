#include "services/core/standing.h"

#include <algorithm>
#include <string>

#include "services/core/control.h"
#include "services/core/kinds/ledger_reopened.h"
#include "services/core/kinds/report_published.h"

namespace outturn::core {
namespace {

std::optional<Refusal> CheckOpen(const Context& context, std::string_view kind) {
  const LedgerState& ledger = *context.ledger;
  if (kind == LedgerReopened::kName) {
    if (ledger.closed_now) return std::nullopt;
    return Refusal{Reason::kLedgerNotClosed, {{"ledger", ledger.id.ToString()}}};
  }
  // Closed years are what is published, and no figure changes by it.
  if (kind == ReportPublished::kName) return std::nullopt;
  // By recording, or by day: a reopening does not open the days that were closed before it.
  const bool* on_the_day = ledger.closed.At(context.header.effective_on);
  if (!ledger.closed_now && (on_the_day == nullptr || !*on_the_day)) return std::nullopt;
  // The year-end's rules say what a closed year takes, whatever day the event is dated.
  const auto& allowed =
      context.book.PolicyOf(ledger, Day::LastOf(ledger.id.year)).allowed_after_close;
  if (std::find(allowed.begin(), allowed.end(), kind) != allowed.end()) return std::nullopt;
  const std::string when =
      ledger.closed_now ? "" : " (" + context.header.effective_on.ToString() + ")";
  return Refusal{Reason::kLedgerClosed,
                 {{"ledger", ledger.id.ToString() + when},
                  {"kind", std::string(kind)},
                  {"allowed", Listed(allowed)}}};
}

std::optional<Refusal> CheckDay(const Context& context, std::string_view kind) {
  const Day day = context.header.effective_on;
  const LedgerState& ledger = *context.ledger;
  if (day.year() != ledger.id.year) {
    return Refusal{Reason::kDayOutsideYear,
                   {On("effective_on", day), {"year", std::to_string(ledger.id.year)}}};
  }
  const Day recorded_on = context.now.ChinaDay();
  const auto limit = static_cast<int32_t>(context.policy->backdating_days);
  // The day of a publication is the one its figures are as of.
  const bool bounded = limit > 0 && kind != ReportPublished::kName;
  if (bounded && recorded_on.since_epoch() - day.since_epoch() > limit) {
    return Refusal{Reason::kBackdatedTooFar,
                   {On("effective_on", day),
                    On("recorded_on", recorded_on),
                    {"limit_days", std::to_string(limit)}}};
  }
  if (day < ledger.opened_on) {
    return Refusal{Reason::kBeforeOpening,
                   {On("effective_on", day),
                    {"what", ledger.id.ToString()},
                    On("opened_on", ledger.opened_on)}};
  }
  return std::nullopt;
}

}  // namespace

Context ContextFor(const Context& context, const LedgerState& ledger) {
  const Policy& policy = context.book.PolicyOf(ledger, context.header.effective_on);
  return {context.book,   context.tables, context.lookups, context.now,
          context.header, &ledger,        &policy};
}

std::optional<Refusal> CheckStanding(const Context& context, std::string_view kind) {
  if (auto refusal = CheckOpen(context, kind)) return refusal;
  return CheckDay(context, kind);
}

}  // namespace outturn::core
