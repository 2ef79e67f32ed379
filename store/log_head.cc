#include "store/log_head.h"

#include "store/record.h"

namespace outturn::store {
namespace {

Status FailedEarlier() {
  return Status(Code::kFailed, "an earlier write failed; the log has to be reopened");
}

}  // namespace

Status LogHead::CheckAppend(Epoch epoch, Position first,
                            std::span<const std::string_view> group) const {
  if (Status status = CheckGroup(group); !status.ok()) return status;
  if (failed) return FailedEarlier();
  if (epoch < sealed) return Status::Fenced(sealed, epoch);
  if (first != tail + 1) return Status::WrongPosition(tail + 1, first);
  return Status();
}

Status LogHead::CheckSeal(Epoch epoch) const {
  if (failed) return FailedEarlier();
  if (epoch <= sealed) return Status::Fenced(sealed, epoch);
  return Status();
}

Status LogHead::Fail(const std::string& reason) {
  failed = true;
  return Status(Code::kFailed, "the outcome of this write is unknown: " + reason);
}

}  // namespace outturn::store
