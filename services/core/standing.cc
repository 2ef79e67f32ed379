#include "services/core/standing.h"

#include <algorithm>
#include <string>

#include "services/core/control.h"
#include "services/core/kinds/ledger_reopened.h"

namespace outturn::core {
namespace {

std::optional<Refusal> CheckOpen(const Context& context, std::string_view kind) {
  const auto& allowed = context.policy->allowed_after_close;
  if (!context.ledger->closed_now || kind == LedgerReopened::kName ||
      std::find(allowed.begin(), allowed.end(), kind) != allowed.end()) {
    return std::nullopt;
  }
  std::string names;
  for (const std::string& name : allowed) names += (names.empty() ? "" : ", ") + name;
  return Refusal{
      Reason::kLedgerClosed,
      {{"ledger", context.ledger->id.ToString()}, {"kind", std::string(kind)}, {"allowed", names}}};
}

std::optional<Refusal> CheckDay(const Context& context) {
  const Day day = context.header.effective_on;
  const LedgerState& ledger = *context.ledger;
  if (day.year() != ledger.id.year) {
    return Refusal{Reason::kDayOutsideYear,
                   {On("effective_on", day), {"year", std::to_string(ledger.id.year)}}};
  }
  const Day recorded_on = context.now.ChinaDay();
  const auto limit = static_cast<int32_t>(context.policy->backdating_days);
  if (limit > 0 && recorded_on.since_epoch() - day.since_epoch() > limit) {
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

std::optional<Refusal> CheckStanding(const Context& context, std::string_view kind) {
  if (auto refusal = CheckOpen(context, kind)) return refusal;
  return CheckDay(context);
}

}  // namespace outturn::core
