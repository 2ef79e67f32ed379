// CheckpointNames: names given to checkpoints that were handed out, so that people can say "as
// known when we filed". A file that only grows, one line each; a name is given once and never
// moved. Not derived, like the checkpoints themselves.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/kept/growing_file.h"
#include "store/status.h"
#include "store/tree/merkle.h"

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
  // As GrowingFile::Open.
  static store::Result<CheckpointNames> Open(const std::string& path);

  // A name nobody has. As GrowingFile::Append.
  store::Status Append(const CheckpointName& name);

  [[nodiscard]] const CheckpointName* Find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> Of(uint64_t size) const;
  [[nodiscard]] const std::vector<CheckpointName>& all() const { return names_; }
  [[nodiscard]] const store::Extent& extent() const { return file_.extent(); }

 private:
  CheckpointNames(store::GrowingFile file, std::vector<CheckpointName> names)
      : file_(std::move(file)), names_(std::move(names)) {}

  store::GrowingFile file_;
  std::vector<CheckpointName> names_;
};

}  // namespace outturn::app
