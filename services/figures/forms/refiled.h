// Refiled: each declared cell beside the derived one twice: as the events were known when it was
// filed, and as they are known now.
#pragma once

#include <string>
#include <vector>

#include "services/figures/difference.h"
#include "services/figures/forms/reconcile.h"

namespace outturn::figures {

// What the two comparisons of one cell say together.
enum class Standing : uint8_t {
  kHolds,        // agreed then, agrees now
  kWasRight,     // agreed when it was filed; later events changed the figure
  kBecameRight,  // did not agree then; later events made it agree
  kNeverRight,   // agreed neither then nor now
  kNotCompared,  // no figure, or unreadable
};
[[nodiscard]] Standing StandingOf(Verdict then, Verdict now);
[[nodiscard]] const Words& Name(Standing standing);

struct RefiledCell {
  Comparison then;
  Comparison now;
};

struct RefiledForm {
  std::string form;
  core::Day filed_on;           // as the declaration says
  core::Day for_day;            // the day it was filed for: its effective day
  core::Position position = 0;  // of the declaration
  core::Instant recorded_at;
  std::vector<RefiledCell> cells;     // in the order declared
  std::vector<ChangedBasis> changes;  // events recorded since, behind the figures that changed
};

struct Refiled {
  std::string unit_name;
  Provenance provenance;  // of now
  std::vector<RefiledForm> forms;
};

[[nodiscard]] Table RefiledTable(const Refiled& refiled, Language language);

}  // namespace outturn::figures
