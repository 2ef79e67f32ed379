// EventPages: single events out of the log, read by the page.
//
// An event lies in a group of thousands, which is verified as a whole when it is read. Who asks for
// one event soon asks for its neighbours: a backlog that is sent again, a stream of reversals.
#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <vector>

#include "services/core/ids.h"
#include "store/event_log.h"
#include "store/status.h"

namespace outturn::app {

// Threads: any.
class EventPages {
 public:
  static constexpr size_t kEventsOfPage = 512;
  static constexpr size_t kPages = 64;  // some 8 MB of payments

  explicit EventPages(const store::EventLog& log) : log_(log) {}  // the log outlives it

  // The bytes of the durable event at `position`; kCorrupt or kIo where the log has no such event
  // or cannot show it.
  [[nodiscard]] store::Result<std::string> At(core::Position position);

 private:
  struct Page {
    core::Position first = 0;
    std::vector<std::string> events;  // of first, first + 1, …
  };
  // The page that begins at `first`, as far as it can be read.
  [[nodiscard]] Page Load(core::Position first) const;
  [[nodiscard]] store::Result<std::string> ReadAlone(core::Position position) const;

  const store::EventLog& log_;
  std::mutex mutex_;
  std::list<Page> pages_;  // the latest used first
};

}  // namespace outturn::app
