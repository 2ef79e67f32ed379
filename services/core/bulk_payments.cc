#include "services/core/bulk_payments.h"

#include <algorithm>
#include <utility>

namespace outturn::core {

uint32_t BulkPayments::Place(const LineCode& line, const EconomicClass& economic_class,
                             bool procurement) {
  std::string key = line;
  key += procurement ? '\1' : '\0';  // codes hold no control characters
  key += economic_class;
  const auto [found, is_new] =
      numbers_.try_emplace(std::move(key), static_cast<uint32_t>(places_.size()));
  if (is_new) {
    places_.push_back({line, economic_class, procurement, false, DaySums(ledger_.id.year)});
  }
  return found->second;
}

void BulkPayments::Finish() {
  for (OfPlace& place : places_) {
    if (!place.used) continue;
    Cell& cell = ledger_.lines.at(place.line).cells[place.economic_class];
    const DaySeries paid = place.sums.Take();
    const auto add = [&](Measure measure) {
      DaySeries& series = cell.measures[static_cast<size_t>(measure)];
      if (series.empty()) {
        series = paid;
        return;
      }
      place.sums.Add(paid, 1);
      place.sums.Add(series, 1);
      series = place.sums.Take();
    };
    add(Measure::kPaid);
    if (place.procurement) add(Measure::kProcurementPaid);
  }
  ledger_.turnover += turnover_;
  ledger_.latest_on = std::max(ledger_.latest_on, latest_on_);
  ReckonHeadroom(ledger_);
}

namespace {

// What moves a cell's headroom, and whether it adds to it.
struct Moves {
  Measure measure;
  int budget;
  int headroom;
};

std::vector<Moves> MovingMeasures() {
  std::vector<Moves> moving;
  for (int i = 0; i < kMeasureCount; ++i) {
    const auto measure = static_cast<Measure>(i);
    if (HeadroomSign(measure) == 0) continue;
    moving.push_back({measure, BudgetSign(measure), HeadroomSign(measure)});
  }
  return moving;
}

}  // namespace

void ReckonHeadroom(LedgerState& ledger) {
  const std::vector<Moves> moving = MovingMeasures();
  const int year = ledger.id.year;
  DaySums budget(year);
  DaySums of_line(year);
  DaySums of_cell(year);
  std::vector<DaySums> three_public(kThreePublics.size(), DaySums(year));
  for (auto& [code, line] : ledger.lines) {
    for (auto& [economic_class, cell] : line.cells) {
      for (const auto& [measure, to_budget, to_headroom] : moving) {
        const DaySeries& series = cell[measure];
        if (series.empty()) continue;
        of_cell.Add(series, to_headroom);
        if (to_budget != 0) budget.Add(series, to_budget);
      }
      cell.headroom = of_cell.Take();
      of_line.Add(cell.headroom, 1);
      const EconomicClassInfo* info =
          line.fiscal ? ledger.tables->Economic(economic_class) : nullptr;
      if (info != nullptr && info->is_three_public) {
        three_public[static_cast<size_t>(info->three_public)].Add(cell.headroom, 1);
      }
    }
    line.budget = budget.Take();
    line.headroom = of_line.Take();
  }
  for (size_t i = 0; i < three_public.size(); ++i) {
    ledger.three_public_headroom[i] = three_public[i].Take();
  }
}

void DropHeadroom(LedgerState& ledger) {
  for (auto& [code, line] : ledger.lines) {
    for (auto& [economic_class, cell] : line.cells) cell.headroom = {};
    line.budget = {};
    line.headroom = {};
  }
  ledger.three_public_headroom = {};
}

}  // namespace outturn::core
