// DiskGuard: stops writing before the disk is full, and lets it go on when there is room again. A
// write that fails for want of space leaves the book read-only until reopened; one that was never
// begun leaves it whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "services/app/book.h"

namespace outturn::app {

// How much room there is; throws std::filesystem::filesystem_error.
using SpaceOf = std::function<std::filesystem::space_info()>;

class DiskGuard {
 public:
  struct Parts {
    Book& book;          // outlives it
    std::string folder;  // whose disk it is
    SpaceOf space;
    // Bytes that stay free. nullopt: 1 GiB or 5 % of the disk, whichever is less. 0: never stops.
    std::optional<uint64_t> reserve;
  };
  explicit DiskGuard(Parts parts) : parts_(std::move(parts)) {}

  // Measures, puts what it found into the book's meters, and pauses or resumes the book: paused
  // below the reserve, resumed once a tenth more than the reserve is free, so that it does not
  // flutter. A disk that cannot be measured changes nothing. By one thread; call it about once a
  // second: what is written between two calls must fit into the reserve.
  void Look();

  [[nodiscard]] bool paused() const { return paused_; }

 private:
  const Parts parts_;
  bool paused_ = false;
  bool unmeasured_ = false;  // and that was told
};

// The room a process may use on the disk that holds the folder.
[[nodiscard]] SpaceOf SpaceOfFolder(const std::filesystem::path& folder);

}  // namespace outturn::app
