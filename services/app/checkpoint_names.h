// CheckpointNames: names given to checkpoints that were handed out, so that people can say "as
// known when we filed". A file that only grows, one line each; a name is given once and never
// moved. Not derived, like the checkpoints themselves.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/file.h"
#include "store/kept_sum.h"
#include "store/merkle.h"
#include "store/status.h"

namespace outturn::app {

struct CheckpointName {
  std::string name;
  uint64_t size = 0;  // events of the checkpoint
  store::Hash root{};
  friend bool operator==(const CheckpointName&, const CheckpointName&) = default;
};

// 1 to 64 bytes, nothing that is blank or controls; no digit, '-', '+' or '@' first, so that it is
// taken for neither a position nor an instant nor a file; and no root hash.
[[nodiscard]] bool IsCheckpointName(std::string_view text);

// The lines of such a file. What is behind the last whole line was cut off by a crash before
// anybody was told of it. kCorrupt.
struct CheckpointNameLines {
  std::vector<CheckpointName> names;
  size_t whole_bytes = 0;
};
[[nodiscard]] store::Result<CheckpointNameLines> ParseCheckpointNames(std::string_view bytes);

// Threads: one at a time.
class CheckpointNames {
 public:
  // Makes the file when there is none; cuts off an unfinished end. kCorrupt, kIo. What the file had
  // (store/kept_sum.h) and has no more is kCorrupt, too.
  static store::Result<CheckpointNames> Open(const std::string& path);

  // A name nobody has. On the disk when it returns ok. kIo; then every later one is kFailed.
  store::Status Append(const CheckpointName& name);

  [[nodiscard]] const CheckpointName* Find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> Of(uint64_t size) const;
  [[nodiscard]] const std::vector<CheckpointName>& all() const { return names_; }

 private:
  std::unique_ptr<store::File> file_;
  bool failed_ = false;
  std::optional<store::KeptSum> sum_;
  std::vector<CheckpointName> names_;
};

}  // namespace outturn::app
