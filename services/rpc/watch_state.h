// What a Watch call sees of a ledger at one position, and what differs between two.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "outturn/v1/monitoring.pb.h"
#include "services/app/questions/monitor.h"
#include "services/rpc/errors.h"

namespace outturn::rpc {

struct WatchState {
  core::Position position = 0;
  int32_t as_of = 0;
  std::string root;                                                           // at the position
  std::vector<v1::FigureValue> figures;                                       // as asked
  std::map<std::pair<std::string, std::string>, v1::RaisedWarning> warnings;  // by rule, subject
};

// What is asked for; well-formed.
struct WatchQuestion {
  app::Question cut;
  std::vector<figures::Figure> figures;
  bool warnings = false;
  Language language = Language::kChinese;
};

// The state now, or as known at `known_at`. Trouble as Reports::Values.
[[nodiscard]] app::Asked<WatchState> LookAt(const app::Reports& reports, app::Monitor& monitor,
                                            const WatchQuestion& question,
                                            core::Position known_at = 0);

// Where nothing differs but the position, nullopt. `before` at position 0 is no state at all: then
// the update is the whole.
[[nodiscard]] std::optional<v1::WatchUpdate> UpdateBetween(const WatchState& before,
                                                           const WatchState& now);

}  // namespace outturn::rpc
