// Fold: from a pack's events to the state its forms are derived from, by the rules the book itself
// goes by (core::Evolve).
#pragma once

#include <string>
#include <vector>

#include "services/audit/pack.h"
#include "services/core/book_state.h"
#include "services/figures/problem.h"

namespace outturn::audit {

struct Folded {
  core::BookState book;  // the pack's ledger, that of the year before, the policies
  // What is wrong with the events as a history of the ledger, at most 20.
  std::vector<figures::Words> problems;
  uint64_t events = 0;    // folded in
  uint64_t withheld = 0;  // of the pack's ledger
  uint64_t withheld_prior = 0;
  uint64_t resting = 0;  // left out because what they rest on is withheld
  Touched touched;       // by those

  void Find(std::string zh, std::string en);
};

// The entries' bytes are proved to be the book's before this is called: only what the pack leaves
// out can be wrong with them. `tables` outlives the state.
[[nodiscard]] Folded Fold(const Facts& facts, const std::vector<Entry>& entries,
                          const core::CodeTablesByVersion& tables);

}  // namespace outturn::audit
