// An explanation as a table: how the figure comes about, then the events behind it.
#pragma once

#include <string>
#include <vector>

#include "services/figures/explain/explain.h"
#include "services/figures/table.h"

namespace outturn::figures {

// An event as lists of the auditor show it.
struct EventRow {
  core::Position position = 0;
  core::Day effective_on;
  core::Instant recorded_at;
  Words kind;
  std::string id;      // source/external id
  std::string papers;  // voucher, contract and document number, as far as there are any
  std::string about;   // payee, purpose, reason
};
// `kind`: what the event's kind is called.
[[nodiscard]] EventRow RowOf(const core::Event& event, Words kind);

// The events behind one basis, a page of them.
struct Behind {
  const Basis* basis = nullptr;
  size_t count = 0;  // of all shares
  int64_t sum = 0;   // of all shares
  size_t from = 0;   // how many shares stand before this page
  std::vector<std::pair<Share, EventRow>> rows;
};

[[nodiscard]] Table ExplanationTable(const Explanation& explanation,
                                     const std::vector<Behind>& behind,
                                     const std::string& unit_name, const Provenance& provenance,
                                     Language language);

// An amount in the unit of a basis: yuan, a number.
[[nodiscard]] std::string ShareText(const Basis& basis, int64_t amount);

// A cell of text.
[[nodiscard]] Cell TextCell(std::string text, Align align = Align::kLeft, int columns = 1);

}  // namespace outturn::figures
