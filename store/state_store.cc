#include "store/state_store.h"

namespace outturn::store {

Status CheckApply(std::span<const Change> changes, Position now, Position reached) {
  for (const Change& change : changes) {
    if (change.key.empty() || change.key[0] == '\0') {
      return Status(Code::kInvalid, "a key is empty or begins with 0x00");
    }
  }
  if (reached < now) return Status::WrongPosition(now, reached);
  return Status();
}

}  // namespace outturn::store
