#include "services/core/ledger_state.h"

namespace outturn::core {

int BudgetSign(Measure measure) {
  switch (measure) {
    case Measure::kInitial:
    case Measure::kCarryIn:
    case Measure::kSupplement:
    case Measure::kVirementIn:
      return 1;
    case Measure::kCut:
    case Measure::kVirementOut:
      return -1;
    case Measure::kReceived:
    case Measure::kCommitted:
    case Measure::kContracted:
    case Measure::kPaid:
    case Measure::kReversed:
    case Measure::kProcurementPaid:
    case Measure::kProcurementContracted:
      return 0;
  }
  return 0;
}

int HeadroomSign(Measure measure) {
  if (measure == Measure::kCommitted || measure == Measure::kPaid) return -1;
  return BudgetSign(measure);
}

void LedgerState::Move(const LineCode& line_code, const EconomicClass& economic_class,
                       Measure measure, Day day, Fen amount) {
  const auto found = lines.find(line_code);
  OUTTURN_CHECK(found != lines.end());
  Line& line = found->second;
  Cell& cell = line.cells[economic_class];
  cell.measures[static_cast<size_t>(measure)].Add(day, amount);
  if (const int sign = BudgetSign(measure); sign != 0) {
    line.budget.Add(day, sign > 0 ? amount : -amount);
  }
  const int sign = HeadroomSign(measure);
  if (sign == 0) return;
  const Fen change = sign > 0 ? amount : -amount;
  line.headroom.Add(day, change);
  cell.headroom.Add(day, change);
  const EconomicClassInfo* info = tables->Economic(economic_class);
  if (line.fiscal && info != nullptr && info->is_three_public) {
    three_public_headroom[static_cast<size_t>(info->three_public)].Add(day, change);
  }
}

const Line* LedgerState::FindLine(const LineCode& line) const {
  const auto found = lines.find(line);
  return found == lines.end() ? nullptr : &found->second;
}

IndicatorSet IndicatorState::TargetAt(Day day) const {
  IndicatorSet target = set;
  for (const auto& [from, position, revised] : revisions.entries()) {
    if (from > day) break;
    if (revised.target) target.target = *revised.target;
    if (revised.target || !revised.target_text.empty()) target.target_text = revised.target_text;
    if (revised.due) target.due = revised.due;
    if (revised.weight != 0) target.weight = revised.weight;
    if (!revised.approval.empty()) target.approval = revised.approval;
  }
  return target;
}

namespace {

// Leaves out of a map the facts that began after `day`, after cutting each.
template <typename Map, typename CutOne>
void CutMap(Map& map, CutOne cut_one) {
  for (auto entry = map.begin(); entry != map.end();) {
    entry = cut_one(entry->second) ? std::next(entry) : map.erase(entry);
  }
}

template <typename Map>
void CutKeyed(Map& map, Day day) {
  CutMap(map, [day](auto& history) {
    history.CutAt(day);
    return !history.entries().empty();
  });
}

bool CutSeries(DaySeries& series, Day day) {
  series = series.CutAt(day);
  return !series.empty();
}

bool CutCell(Cell& cell, Day day) {
  bool any = false;
  for (DaySeries& measure : cell.measures) any |= CutSeries(measure, day);
  cell.headroom = cell.headroom.CutAt(day);
  return any;
}

bool CutLine(Line& line, Day day) {
  if (line.opened_on > day) return false;
  CutMap(line.cells, [day](Cell& cell) { return CutCell(cell, day); });
  line.budget = line.budget.CutAt(day);
  line.headroom = line.headroom.CutAt(day);
  return true;
}

bool CutIndicator(IndicatorState& indicator, Day day) {
  if (indicator.set_on > day) return false;
  indicator.revisions.CutAt(day);
  indicator.results.CutAt(day);
  indicator.ratings.CutAt(day);
  return true;
}

void CutMoney(LedgerState& cut, Day day) {
  CutMap(cut.lines, [day](Line& line) { return CutLine(line, day); });
  for (DaySeries& headroom : cut.three_public_headroom) headroom = headroom.CutAt(day);
  CutMap(cut.adjustments, [day](DaySeries& series) { return CutSeries(series, day); });
  CutMap(cut.commitments, [day](CommitmentState& commitment) {
    commitment.left = commitment.left.CutAt(day);
    return commitment.made_on <= day;
  });
  CutMap(cut.receipts, [day](ReceiptState& receipt) {
    receipt.left = receipt.left.CutAt(day);
    return receipt.made_on <= day;
  });
  CutMap(cut.placements, [day](PlacementChanges& changes) {
    CutMap(changes, [day](DaySeries& series) { return CutSeries(series, day); });
    return !changes.empty();
  });
  CutMap(cut.prior_year_refunds, [day](DaySeries& series) { return CutSeries(series, day); });
  cut.prior_year_refunded = cut.prior_year_refunded.CutAt(day);
}

}  // namespace

LedgerState CutAt(const LedgerState& ledger, Day day) {
  LedgerState cut = ledger;
  cut.version = 0;
  cut.last_position = 0;
  cut.turnover = Fen();
  cut.latest_on = Day();
  cut.closed_now = false;
  cut.policy.CutAt(day);
  cut.closed.CutAt(day);
  CutMoney(cut, day);
  CutMap(cut.indicators, [day](IndicatorState& indicator) { return CutIndicator(indicator, day); });
  CutKeyed(cut.deviations, day);
  CutKeyed(cut.goals, day);
  CutKeyed(cut.texts, day);
  CutKeyed(cut.forecasts, day);
  CutKeyed(cut.handlings, day);
  CutKeyed(cut.quotas, day);
  CutKeyed(cut.headcounts, day);
  CutKeyed(cut.buildings, day);
  CutKeyed(cut.prior_year, day);
  cut.declarations.CutAt(day);
  cut.publications.CutAt(day);
  return cut;
}

bool SameContent(const LedgerState& a, const LedgerState& b) {
  return a.id == b.id && a.opened == b.opened && a.opened_on == b.opened_on &&
         a.policy == b.policy && a.closed == b.closed && a.lines == b.lines &&
         a.three_public_headroom == b.three_public_headroom && a.adjustments == b.adjustments &&
         a.commitments == b.commitments && a.receipts == b.receipts &&
         a.placements == b.placements && a.prior_year_refunds == b.prior_year_refunds &&
         a.prior_year_refunded == b.prior_year_refunded && a.indicators == b.indicators &&
         a.deviations == b.deviations && a.goals == b.goals && a.texts == b.texts &&
         a.forecasts == b.forecasts && a.handlings == b.handlings && a.quotas == b.quotas &&
         a.headcounts == b.headcounts && a.buildings == b.buildings &&
         a.prior_year == b.prior_year && a.declarations == b.declarations &&
         a.publications == b.publications;
}

}  // namespace outturn::core
