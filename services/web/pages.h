// What lies where: /metrics, /healthz, /.
#pragma once

#include <atomic>

#include "services/app/book.h"
#include "services/web/http_server.h"

namespace outturn::web {

// Threads: any.
class Pages {
 public:
  explicit Pages(const app::Book& book) : book_(book) {}  // outlives it

  [[nodiscard]] Response Answer(const Request& request) const;

  // /healthz is 503 from now on.
  void GoDown() { going_down_ = true; }

 private:
  [[nodiscard]] Response Health() const;

  const app::Book& book_;
  std::atomic<bool> going_down_ = false;
};

}  // namespace outturn::web
