#include "services/app/derived/event_pages.h"

#include <algorithm>
#include <utility>

namespace outturn::app {

store::Result<std::string> EventPages::At(core::Position position) {
  const core::Position first = (position - 1) / kEventsOfPage * kEventsOfPage + 1;
  const size_t place = position - first;
  const std::lock_guard lock(mutex_);
  auto page = std::find_if(pages_.begin(), pages_.end(),
                           [first](const Page& known) { return known.first == first; });
  if (page != pages_.end() && place < page->events.size()) {
    pages_.splice(pages_.begin(), pages_, page);
    return page->events[place];
  }
  if (page != pages_.end()) pages_.erase(page);  // the log has grown since
  pages_.push_front(Load(first));
  if (pages_.size() > kPages) pages_.pop_back();
  // A page that breaks off before the event does not say that the event itself is damaged.
  return place < pages_.front().events.size() ? pages_.front().events[place] : ReadAlone(position);
}

EventPages::Page EventPages::Load(core::Position first) const {
  Page page{first, {}};
  page.events.reserve(kEventsOfPage);
  const auto cursor = log_.Read(first);
  while (page.events.size() < kEventsOfPage && cursor->Next()) {
    page.events.emplace_back(cursor->event());
  }
  return page;
}

store::Result<std::string> EventPages::ReadAlone(core::Position position) const {
  const auto cursor = log_.Read(position);
  if (cursor->Next()) return std::string(cursor->event());
  return cursor->status().ok() ? store::Status::Corrupt(position, "the event is missing")
                               : cursor->status();
}

}  // namespace outturn::app
