// Command and Event: one member of Body per kind.
#pragma once

#include <string_view>
#include <variant>

#include "services/core/header.h"
#include "services/core/kinds/building_reported.h"
#include "services/core/kinds/carry_over_in.h"
#include "services/core/kinds/commitment.h"
#include "services/core/kinds/commitment_release.h"
#include "services/core/kinds/correction.h"
#include "services/core/kinds/cut.h"
#include "services/core/kinds/declaration.h"
#include "services/core/kinds/deviation_explained.h"
#include "services/core/kinds/forecast_reported.h"
#include "services/core/kinds/funds_received.h"
#include "services/core/kinds/goal_stated.h"
#include "services/core/kinds/headcount_reported.h"
#include "services/core/kinds/indicator_rated.h"
#include "services/core/kinds/indicator_revised.h"
#include "services/core/kinds/indicator_set.h"
#include "services/core/kinds/initial_appropriation.h"
#include "services/core/kinds/ledger_closed.h"
#include "services/core/kinds/ledger_opened.h"
#include "services/core/kinds/ledger_reopened.h"
#include "services/core/kinds/line_opened.h"
#include "services/core/kinds/payment.h"
#include "services/core/kinds/policy_adopted.h"
#include "services/core/kinds/prior_year_figures.h"
#include "services/core/kinds/prior_year_refund.h"
#include "services/core/kinds/quota_set.h"
#include "services/core/kinds/report_published.h"
#include "services/core/kinds/result_reported.h"
#include "services/core/kinds/reversal.h"
#include "services/core/kinds/supplement.h"
#include "services/core/kinds/text_recorded.h"
#include "services/core/kinds/virement.h"
#include "services/core/kinds/warning_handled.h"

namespace outturn::core {

using AnyBody =
    std::variant<PolicyAdopted, LedgerOpened, LedgerClosed, LedgerReopened, LineOpened,
                 InitialAppropriation, CarryOverIn, Supplement, Cut, Virement, FundsReceived,
                 Commitment, CommitmentRelease, Payment, Reversal, PriorYearRefund, Correction,
                 GoalStated, IndicatorSet, IndicatorRevised, ResultReported, IndicatorRated,
                 DeviationExplained, TextRecorded, ForecastReported, WarningHandled,
                 ReportPublished, QuotaSet, HeadcountReported, BuildingReported, PriorYearFigures,
                 Declaration>;

// Copied, moved, compared and dropped in event.cc: with so many alternatives a compiler needs
// seconds for each of these, in every file that meets a command.
struct Body : AnyBody {
  using AnyBody::AnyBody;
  Body();
  Body(const Body&);
  Body(Body&&) noexcept;
  Body& operator=(const Body&);
  Body& operator=(Body&&) noexcept;
  ~Body();
  friend bool operator==(const Body& a, const Body& b);
};

// What a client asks to have recorded.
struct Command {
  Header header;
  Body body;
  friend bool operator==(const Command&, const Command&) = default;
};

// What the book answered when it recorded the event; a retry gets the same again.
struct Outcome {
  uint64_t ledger_version = 0;  // events of the header's ledger so far, this one included
  std::optional<DaySeries::Low> headroom;
  std::vector<Warning> warnings;
};

// An immutable fact: the command with the fields marked "resolved" filled in, and when it was
// recorded.
struct Event {
  Position position = 0;
  Instant recorded_at;  // strictly rising with position
  Command command;
  Outcome outcome;
};

// "payment": the kind's name on the wire and in policies.
[[nodiscard]] std::string_view KindName(const Body& body);

// The ledgers an event belongs to, the header's first, each once. None for a policy adopted for no
// ledger.
[[nodiscard]] std::vector<LedgerId> LedgersOf(const Command& command);

// The same without copies for what is of one ledger: nearly everything.
template <typename Function>
void ForEachLedger(const Command& command, Function function) {
  if (std::holds_alternative<Virement>(command.body) ||
      std::holds_alternative<PolicyAdopted>(command.body)) {
    for (const LedgerId& ledger : LedgersOf(command)) function(ledger);
  } else {
    function(command.header.ledger);
  }
}

}  // namespace outturn::core
