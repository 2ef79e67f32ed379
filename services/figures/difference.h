// What changed between two cuts of one ledger: each figure, by how much, and the events that did
// it.
#pragma once

#include <string>
#include <vector>

#include "services/figures/explain/explain_table.h"

namespace outturn::figures {

// A figure in both cuts.
struct ChangedFigure {
  std::string label;   // where it stands in the form, or what it is called
  std::string figure;  // canonical name
  Value before;
  Value after;
};

// after − before where both are amounts of one kind: yuan, points, percentage points, a number;
// else empty.
[[nodiscard]] std::string ChangeText(const Value& before, const Value& after);

// A share that only one of two tallies has.
struct ChangedShare {
  core::Position position = 0;
  std::optional<int64_t> amount;  // what it adds to the change: of one that is gone, its opposite
  std::string line;
  std::string economic_class;
  bool gone = false;
};
// The shares of `after` that `before` lacks and the other way round, in the order of the events.
[[nodiscard]] std::vector<ChangedShare> Changes(const std::vector<Share>& before,
                                                const std::vector<Share>& after);

// The events that changed one figure that rests on events.
struct ChangedBasis {
  Basis basis;                    // of the later cut where it is in both
  std::optional<int64_t> change;  // of its exact value; none: it is no sum in both
  int64_t sum = 0;                // of all shares that changed
  size_t count = 0;
  std::vector<std::pair<ChangedShare, EventRow>> rows;  // the largest of them

  // False only where the book is damaged: the events give another change than the figures.
  [[nodiscard]] bool AddsUp() const { return !change || *change == sum; }
};
[[nodiscard]] bool AddUp(const std::vector<ChangedBasis>& bases);

struct Difference {
  std::string title;
  std::string unit_name;
  Provenance before;
  Provenance after;
  size_t compared = 0;  // figures
  std::vector<ChangedFigure> changed;
  std::vector<ChangedBasis> bases;
};
[[nodiscard]] Table DifferenceTable(const Difference& difference, Language language);

// The section of one changed basis; `number` stands before its title.
[[nodiscard]] Section ChangedSection(const ChangedBasis& changed, core::Position known_before,
                                     size_t number, Language language);

}  // namespace outturn::figures
