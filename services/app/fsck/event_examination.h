// The log's events one after the other, each beside those before it, and what they all say of the
// book, in so far as nothing has to be folded for it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "services/core/book_state.h"
#include "services/core/event.h"
#include "store/status.h"

namespace outturn::app {

// Why the event's answer names another version of its ledger than the one the event made; nullopt
// when it does not. `after`: the book with the event.
[[nodiscard]] std::optional<std::string> WrongVersion(const core::Event& event,
                                                      const core::BookState& after);

class EventExamination {
 public:
  // Outlive it.
  explicit EventExamination(const core::CodeTablesByVersion& tables) : tables_(tables) {}

  // The next event. As Unfit (replay.h); then it is not taken.
  [[nodiscard]] std::optional<store::Status> Take(const core::Event& event);

  // Rule sets, position and time are the book's. Of a ledger there are id, version and
  // last_position, and nothing else.
  [[nodiscard]] const core::BookState& book() const { return book_; }

  // Where the ledger's events are, some thousand at a time, in order, until `use` returns false.
  void VisitPositions(const core::LedgerId& ledger,
                      const std::function<bool(const std::vector<core::Position>&)>& use) const;

 private:
  // A byte or two an event.
  struct Positions {
    std::vector<std::string> packed;
    std::vector<core::Position> last;  // not yet packed
  };

  const core::CodeTablesByVersion& tables_;
  core::BookState book_;
  std::unordered_map<core::LedgerId, Positions, core::LedgerIdHash> positions_;
};

}  // namespace outturn::app
