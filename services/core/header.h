// What every command carries, whatever it asks for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/core/day.h"
#include "services/core/day_series.h"
#include "services/core/ids.h"
#include "services/core/policy.h"
#include "services/core/refusal.h"

namespace outturn::core {

// Why and on whose authority an intercepted command goes through all the same; both are non-empty.
struct Override {
  std::string reason;
  std::string authority;
  friend bool operator==(const Override&, const Override&) = default;
};

struct Header {
  EventRef ref;
  std::string actor;
  LedgerId ledger;  // the unit is empty only for policy_adopted
  Day effective_on;
  std::string document_number;
  std::optional<uint64_t> expected_version;
  std::optional<Override> override_by;
  friend bool operator==(const Header&, const Header&) = default;
};

// A control that was exceeded and let pass under `mode`.
struct Warning {
  Refusal exceeded;
  ControlMode mode;
  friend bool operator==(const Warning&, const Warning&) = default;
};

// What the decision of one kind says beside "recorded".
struct Verdict {
  // Least headroom of the line from the effective day on, after the event; none for kinds that move
  // no money.
  std::optional<DaySeries::Low> headroom;
  std::vector<Warning> warnings;
};

}  // namespace outturn::core
