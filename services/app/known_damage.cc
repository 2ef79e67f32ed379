#include "services/app/known_damage.h"

#include <string>

#include "services/app/data_folder.h"
#include "services/app/log.h"

namespace outturn::app {

void KnownDamage::Note(const store::Status& status) {
  if (status.code() != store::Code::kCorrupt) return;
  bool is_first = false;
  {
    const std::lock_guard lock(mutex_);
    is_first = !first_;
    if (is_first || status.position() < first_->position()) first_ = status;
  }
  if (!is_first) return;
  Log(LogLevel::kCritical, std::string("the log is damaged; ") + kPutLogBack,
      {{"position", status.position()}, {"reason", status.message()}});
}

std::optional<store::Status> KnownDamage::First() const {
  const std::lock_guard lock(mutex_);
  return first_;
}

}  // namespace outturn::app
