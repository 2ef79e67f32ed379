// What readers met of the log that cannot be read. A start does not read all of it, so damage may
// first be seen by whoever asks for an old event: then the server knows, and says so to all.
#pragma once

#include <mutex>
#include <optional>

#include "store/status.h"

namespace outturn::app {

// Threads: any.
class KnownDamage {
 public:
  // How a reading of the log ended. Told once in the server's log, with the first place known then.
  // Anything but kCorrupt says nothing of what is stored.
  void Note(const store::Status& status);

  // The damage nearest to the first event of those met since the start; nullopt: none was met.
  [[nodiscard]] std::optional<store::Status> First() const;

 private:
  mutable std::mutex mutex_;
  std::optional<store::Status> first_;
};

}  // namespace outturn::app
