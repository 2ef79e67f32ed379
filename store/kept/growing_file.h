// A file that only grows and is not derived: what was said to be in it was told to somebody. What
// is appended is on the disk before anybody hears of it, and a byte that changed or an end that is
// gone is told when it is opened (kept_sum.h).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "store/file.h"
#include "store/kept/kept_sum.h"
#include "store/status.h"

namespace outturn::store {

// Threads: one at a time.
class GrowingFile {
 public:
  // Reads what the file holds and says how many bytes of it are whole: what is behind them is left
  // over from a write that was cut off, and nobody was told of it. kCorrupt where it is neither.
  using Take = std::function<Result<size_t>(std::string_view content)>;

  // Makes the file when there is none, cuts off an unfinished end, and forces out what may not be
  // on the disk: an end that a failed write left in the system's memory would be gone with it.
  // kCorrupt: what `take` says, or the file does not begin with what it had. kIo. Then nothing was
  // changed.
  static Result<GrowingFile> Open(const std::string& path, const Take& take);

  // On the disk when it returns ok. kIo; then every later one is kFailed until reopened, as part of
  // it may be in the file.
  Status Append(std::string_view bytes);

  // What the file holds for sure.
  const Extent& extent() const { return sum_->extent(); }

 private:
  std::unique_ptr<File> file_;
  bool failed_ = false;
  std::optional<KeptSum> sum_;
};

}  // namespace outturn::store
