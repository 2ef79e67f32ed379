#include "services/app/fsck/event_ledgers.h"

#include <algorithm>

namespace outturn::app {

std::vector<core::LedgerId> LedgersOfEvent(const Book& book, core::Position position) {
  std::vector<core::LedgerId> ids;
  if (position == 0) return ids;
  book.Read([&](const core::BookState& state, const store::Frontier&) {
    ids.clear();
    for (const auto& [id, ledger] : state.ledgers) ids.push_back(id);
    return 0;
  });
  std::erase_if(ids, [&](const core::LedgerId& id) {
    const auto found = book.PositionsOf(id, position, 1);
    return !found.ok() || found->empty() || found->front() != position;
  });
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace outturn::app
