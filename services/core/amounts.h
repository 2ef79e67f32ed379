// Shared words of the budget kinds: amounts by economic class, causes and document numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "services/core/ids.h"
#include "services/core/money.h"

namespace outturn::core {

struct ClassAmount {
  EconomicClass economic_class;  // empty: the document names no class
  Fen amount;                    // positive
  friend bool operator==(const ClassAmount&, const ClassAmount&) = default;
};

// Why a budget changed.
enum class Cause : uint8_t {
  kUnspecified,
  kStatePolicy,
  kForceMajeure,
  kSuperiorTask,
  kOwnDecision
};

}  // namespace outturn::core
