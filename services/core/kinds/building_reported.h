// 楼堂馆所: a building project and how far it is.
#pragma once

#include <string>
#include <string_view>

#include "services/core/decimal.h"
#include "services/core/header.h"
#include "services/core/money.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct BuildingReported {
  static constexpr std::string_view kName = "building_reported";
  std::string building;
  Decimal approved_area;  // m²
  Decimal actual_area;
  Fen approved_cost;
  Fen actual_cost;
  friend bool operator==(const BuildingReported&, const BuildingReported&) = default;
};

// Refuses: nothing of its own.
Result<Verdict> Decide(const Context& context, BuildingReported& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const BuildingReported& event);

}  // namespace outturn::core
