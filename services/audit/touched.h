// What withheld events are about that is public: the figures that cannot be checked without them.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "services/core/event.h"
#include "services/core/ledger_state.h"
#include "services/figures/catalogue.h"
#include "store/status.h"

namespace outturn::audit {

struct Touched {
  std::set<std::string> lines;
  std::set<std::string> projects;
  std::set<std::string> indicators;
  bool staff = false;
  bool buildings = false;
  bool texts = false;

  [[nodiscard]] bool empty() const;
  // What the event is about; projects of lines and indicators as `ledger` has them.
  void Add(const core::Command& command, const core::LedgerState& ledger);
  void Add(const Touched& other);

  // As a pack has it (PACK.md, section "touched").
  [[nodiscard]] std::string ToString() const;
  // kCorrupt.
  [[nodiscard]] static store::Result<Touched> Parse(std::string_view text);
};

// Whether the figure follows from the events given though others are withheld: what it counts is a
// line, project or indicator of the ledger that none of `touched` is about, or nothing that
// classified events move. `cut` is of the events given; `prior` whether any of the year before are
// withheld.
[[nodiscard]] bool IsCheckable(const figures::Cut& cut, const Touched& touched, bool prior,
                               const std::string& figure);

}  // namespace outturn::audit
