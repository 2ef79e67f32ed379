#include "services/app/watch/disk_guard.h"

#include <string>

#include "services/app/log.h"
#include "store/remedy.h"

namespace outturn::app {
namespace {

// So that it does not flutter.
uint64_t EnoughToGoOn(uint64_t reserve) { return reserve + reserve / 10; }

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
  const uint64_t reserve = parts_.reserve.value_or(store::UsualReserve(space.capacity));
  Meters& meters = parts_.book.meters();
  meters.disk_free_bytes.Set(space.available);
  meters.disk_capacity_bytes.Set(space.capacity);
  meters.disk_reserve_bytes.Set(reserve);
  if (!paused_ && space.available < reserve) {
    paused_ = true;
    const uint64_t enough = EnoughToGoOn(reserve);
    const std::string why = "disk nearly full: " + parts_.folder + " has " +
                            store::Mebibytes(space.available) + " free; writes go on by " +
                            "themselves once it has " + store::Mebibytes(enough);
    Log(LogLevel::kError, "writes stop: disk nearly full; they go on once there is room",
        {{"folder", parts_.folder},
         {"free_bytes", space.available},
         {"reserve_bytes", reserve},
         {"needed_bytes", enough}});
    parts_.book.Pause(why);
  } else if (paused_ && space.available >= EnoughToGoOn(reserve)) {
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
