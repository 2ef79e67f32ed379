// A report's file → blocks, by what the file is.
#pragma once

#include <string>

#include "services/document/blocks.h"
#include "services/intake/text.h"

namespace outturn::cli {

struct FileBytes {
  std::string bytes;
  intake::Words failure;  // empty: it was read
};
// At most 64 MiB.
[[nodiscard]] FileBytes ReadFileBytes(const std::string& path);

struct ReadDocument {
  document::Document document;
  intake::Words failure;  // empty: it was read
};
[[nodiscard]] ReadDocument OpenDocument(const std::string& path);

}  // namespace outturn::cli
