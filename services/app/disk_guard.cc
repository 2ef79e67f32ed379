#include "services/app/disk_guard.h"

#include <algorithm>
#include <string>

#include "services/app/log.h"

namespace outturn::app {
namespace {

constexpr uint64_t kMostReserve = 1 << 30;

uint64_t DefaultReserve(uint64_t capacity) { return std::min(kMostReserve, capacity / 20); }

std::string Mebibytes(uint64_t bytes) { return std::to_string(bytes >> 20) + " MiB"; }

}  // namespace

void DiskGuard::Look() {
  std::filesystem::space_info space;
  try {
    space = parts_.space();
    unmeasured_ = false;
  } catch (const std::filesystem::filesystem_error& error) {
    if (!unmeasured_) Log(LogLevel::kWarning, "free space unknown", {{"error", error.what()}});
    unmeasured_ = true;
    return;
  }
  const uint64_t reserve = parts_.reserve.value_or(DefaultReserve(space.capacity));
  Meters& meters = parts_.book.meters();
  meters.disk_free_bytes.Set(space.available);
  meters.disk_capacity_bytes.Set(space.capacity);
  meters.disk_reserve_bytes.Set(reserve);
  if (!paused_ && space.available < reserve) {
    paused_ = true;
    const std::string why = "disk nearly full: " + Mebibytes(space.available) + " free, " +
                            Mebibytes(reserve) + " are kept";
    Log(LogLevel::kError, "writes stop: disk nearly full",
        {{"free_bytes", space.available}, {"reserve_bytes", reserve}});
    parts_.book.Pause(why);
  } else if (paused_ && space.available >= reserve + reserve / 10) {
    paused_ = false;
    Log(LogLevel::kInfo, "writes go on: disk has room",
        {{"free_bytes", space.available}, {"reserve_bytes", reserve}});
    parts_.book.Resume();
  }
}

SpaceOf SpaceOfFolder(const std::filesystem::path& folder) {
  return [folder] { return std::filesystem::space(folder); };
}

}  // namespace outturn::app
