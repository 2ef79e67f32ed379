// What lies where: /metrics, /healthz, /, and the log for others to follow (log_pages.h).
#pragma once

#include <atomic>

#include "services/app/book.h"
#include "services/app/proofs/proofs.h"
#include "services/web/http_server.h"

namespace outturn::web {

// Threads: any.
class Pages {
 public:
  // Both outlive it; without proofs there are no pages of them.
  explicit Pages(const app::Book& book, app::Proofs* proofs = nullptr)
      : book_(book), proofs_(proofs) {}

  [[nodiscard]] Response Answer(const Request& request) const;
  // Whether it may read much of the log first: a probe should not wait behind it.
  [[nodiscard]] static bool IsSlow(const Request& request);

  // /healthz is 503 from now on.
  void GoDown() { going_down_ = true; }

 private:
  [[nodiscard]] Response Health() const;

  const app::Book& book_;
  app::Proofs* const proofs_;
  std::atomic<bool> going_down_ = false;
};

}  // namespace outturn::web
