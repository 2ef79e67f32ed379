// LedgerState: everything known about one ledger, folded from its events.
#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "services/core/amounts.h"
#include "services/core/code_map.h"
#include "services/core/code_tables.h"
#include "services/core/day_keyed.h"
#include "services/core/day_series.h"
#include "services/core/header.h"
#include "services/core/ids.h"
#include "services/core/kinds/building_reported.h"
#include "services/core/kinds/declaration.h"
#include "services/core/kinds/deviation_explained.h"
#include "services/core/kinds/forecast_reported.h"
#include "services/core/kinds/indicator_rated.h"
#include "services/core/kinds/indicator_revised.h"
#include "services/core/kinds/indicator_set.h"
#include "services/core/kinds/ledger_opened.h"
#include "services/core/kinds/line_opened.h"
#include "services/core/kinds/report_published.h"
#include "services/core/kinds/result_reported.h"
#include "services/core/kinds/warning_handled.h"

namespace outturn::core {

// What is counted for each economic class of each line. Every measure is a sum of positive
// amounts, except where said.
enum class Measure : uint8_t {
  kInitial,                // 年初预算
  kCarryIn,                // 上年结转
  kSupplement,             // 追加
  kCut,                    // 追减
  kVirementIn,             // 调入
  kVirementOut,            // 调出
  kReceived,               // 资金到位; class empty
  kCommitted,              // still reserved: commitments less releases less draws
  kContracted,             // commitments as signed, releases taken off, draws not
  kPaid,                   // payments less reversals, corrections moved
  kReversed,               // reversals and refunds
  kProcurementPaid,        // the part of kPaid flagged as procurement
  kProcurementContracted,  // the part of kContracted flagged as procurement
};
inline constexpr int kMeasureCount = static_cast<int>(Measure::kProcurementContracted) + 1;

// One economic class of one line.
struct Cell {
  std::array<DaySeries, kMeasureCount> measures;
  DaySeries headroom;  // budget − committed − paid of this class
  [[nodiscard]] const DaySeries& operator[](Measure measure) const {
    return measures[static_cast<size_t>(measure)];
  }
  friend bool operator==(const Cell&, const Cell&) = default;
};

struct Line {
  LineOpened facts;
  Day opened_on;
  bool fiscal = false;  // 财政拨款: counts for three-public control and figures
  CodeMap<Cell> cells;  // by economic class
  DaySeries budget;     // 全年预算数: initial + carry-in + supplements − cuts ± virements
  DaySeries headroom;   // budget − committed − paid
  friend bool operator==(const Line&, const Line&) = default;
};

struct CommitmentState {
  LineCode line;
  EconomicClass economic_class;
  bool procurement = false;
  Day made_on;
  DaySeries left;  // what it still reserves
  friend bool operator==(const CommitmentState&, const CommitmentState&) = default;
};

// Money that came in and may be found to be a mistake: funds received, or a refund of an earlier
// year.
struct ReceiptState {
  LineCode line;          // funds received
  Position refunded = 0;  // the payment refunded; 0: funds received
  Day made_on;
  DaySeries left;  // not taken back
  friend bool operator==(const ReceiptState&, const ReceiptState&) = default;
};

struct IndicatorState {
  IndicatorSet set;
  Day set_on;
  DayKeyed<IndicatorRevised> revisions;
  DayKeyed<ResultReported> results;
  DayKeyed<IndicatorRated> ratings;

  // The target as revised up to `day`.
  [[nodiscard]] IndicatorSet TargetAt(Day day) const;
  friend bool operator==(const IndicatorState&, const IndicatorState&) = default;
};

// Where the money of one payment was moved by reversals and corrections, relative to the payment
// itself.
using PlacementChanges = std::map<std::pair<LineCode, EconomicClass>, DaySeries>;

struct LedgerState {
  // ---- identity and standing
  LedgerId id;
  const CodeTables* tables = nullptr;  // not owned; outlives the state
  LedgerOpened opened;
  Day opened_on;
  DayKeyed<PolicyRef> policy;
  DayKeyed<bool> closed;    // by effective day
  bool closed_now = false;  // by order of recording, whatever the day

  // ---- bookkeeping of the fold itself: no part of any figure
  uint64_t version = 0;  // events of this ledger so far
  Position last_position = 0;
  Fen turnover;   // sum of all amounts, of whatever direction
  Day latest_on;  // the last effective day of any event

  // ---- money
  CodeMap<Line> lines;                                                // by code
  std::array<DaySeries, kThreePublics.size()> three_public_headroom;  // by ThreePublic
  std::map<std::pair<Measure, Cause>, DaySeries> adjustments;  // kSupplement, kCut, kVirementIn
  std::unordered_map<EventRef, CommitmentState, EventRefHash> commitments;
  std::unordered_map<EventRef, ReceiptState, EventRefHash> receipts;
  std::unordered_map<Position, PlacementChanges> placements;   // payments with follow-ups only
  std::unordered_map<Position, DaySeries> prior_year_refunds;  // by the payment refunded
  DaySeries prior_year_refunded;

  // ---- performance
  std::map<std::string, IndicatorState> indicators;
  // By indicator and figure as named, one of them empty; both: the execution rate of the whole.
  std::map<std::pair<std::string, std::string>, DayKeyed<DeviationExplained>> deviations;
  std::map<std::string, DayKeyed<std::string>> goals;  // by project; "" is the department
  std::map<std::pair<std::string, std::string>, DayKeyed<std::string>> texts;  // by form and cell
  // By indicator and figure as named, one of them empty.
  std::map<std::pair<std::string, std::string>, DayKeyed<ForecastReported>> forecasts;
  // By the warning's rule and subject.
  std::map<std::pair<std::string, std::string>, DayKeyed<WarningHandled>> handlings;

  // ---- unit facts and declarations
  std::map<std::string, DayKeyed<int>> quotas;  // by kind of post
  std::map<std::string, DayKeyed<int>> headcounts;
  std::map<std::string, DayKeyed<BuildingReported>> buildings;
  std::map<std::string, DayKeyed<Fen>> prior_year;  // by figure name
  DayKeyed<Declaration> declarations;
  DayKeyed<ReportPublished> publications;  // by the day their figures are as of

  // Adds `amount` (negative: takes it back) to a measure of a line from `day` on, and to
  // everything that follows from it: the line's budget and headroom, the three-public headroom.
  // The line exists.
  void Move(const LineCode& line, const EconomicClass& economic_class, Measure measure, Day day,
            Fen amount);
  // nullptr when there is no such line.
  [[nodiscard]] const Line* FindLine(const LineCode& line) const;
};

// How an amount of `measure` changes headroom: +1, −1 or 0; and the same for the budget.
[[nodiscard]] int HeadroomSign(Measure measure);
[[nodiscard]] int BudgetSign(Measure measure);

// The ledger as its events with effective_on ≤ `day` make it, whenever they were recorded. The
// bookkeeping fields (version, last_position, turnover, closed_now) are zero in a cut. Law:
// CutAt(Fold(all), D) == CutAt(Fold(those with effective_on ≤ D), D).
[[nodiscard]] LedgerState CutAt(const LedgerState& ledger, Day day);

// Whether two states tell the same about everything but their bookkeeping.
[[nodiscard]] bool SameContent(const LedgerState& a, const LedgerState& b);

}  // namespace outturn::core
