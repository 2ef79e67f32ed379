// Which position an instant means.
#include "services/app/audit.h"
#include "services/app/audit_rows.h"

namespace outturn::app {

Asked<Audit::Moment> Audit::PositionAt(core::Instant instant) const {
  if (instant > book_.clock().Now()) {
    return Trouble{Trouble::Kind::kInvalid,
                   "AHEAD_OF_NOW",
                   {"所问时刻还没有到", "the instant asked for has not come yet"}};
  }
  // Instants rise strictly with positions.
  Moment known;  // recorded at or before the instant
  core::Position later = book_.DurableTip().position + 1;
  while (later - known.position > 1) {
    const core::Position middle = known.position + (later - known.position) / 2;
    const auto event = EventAt(middle);
    if (!event.ok()) return Damaged(event.status());
    if (event->recorded_at <= instant) {
      known = {middle, event->recorded_at};
    } else {
      later = middle;
    }
  }
  if (known.position > 0) return known;
  return Trouble{Trouble::Kind::kInvalid,
                 "BEFORE_THE_BOOK",
                 {"账簿在所问时刻还没有任何记录", "nothing had been recorded at that instant"}};
}

}  // namespace outturn::app
