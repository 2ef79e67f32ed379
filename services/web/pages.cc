#include "services/web/pages.h"

#include "services/web/log_pages.h"
#include "services/web/metrics.h"

namespace outturn::web {

bool Pages::IsSlow(const Request& request) {
  return request.path != "/metrics" && request.path != "/healthz" && request.path != "/";
}

Response Pages::Answer(const Request& request) const {
  if (request.path == "/metrics") {
    return {200, "text/plain; version=0.0.4; charset=utf-8", MetricsText(book_)};
  }
  if (request.path == "/healthz") return Health();
  if (request.path == "/") {
    return {200,
            {},
            "outturn " OUTTURN_VERSION
            ": /metrics for Prometheus, /healthz for probes, "
            "/checkpoint and /tile/... for whoever follows the log\n"};
  }
  if (proofs_ != nullptr) {
    if (auto page = LogPage(*proofs_, request.path)) return *std::move(page);
  }
  return {404, {}, "there are /, /metrics, /healthz, /checkpoint and /tile/...\n"};
}

// As the gRPC health service: not serving once writes are refused, though reads go on.
Response Pages::Health() const {
  if (going_down_) return {503, {}, "going down\n"};
  const std::string why = book_.WhyNotWritable();
  if (!why.empty()) return {503, {}, "no writes: " + why + "\n"};
  // The end of the log is sound, so writes and most questions are still answered.
  if (const auto damage = book_.LogDamage()) {
    return {200,
            {},
            "serving, but the log is damaged, event " + std::to_string(damage->position()) + ": " +
                damage->message() + "\n"};
  }
  return {200, {}, "serving\n"};
}

}  // namespace outturn::web
