// Which runs an id index consists of. FORMAT.md has the bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/ids/id_run.h"

namespace outturn::store {

inline constexpr std::string_view kIdManifestFile = "MANIFEST";

struct IdManifest {
  Position reached = 0;  // the runs hold everything up to here
  std::vector<IdRunName> runs;
};

std::string EncodeIdManifest(const IdManifest& manifest);

// kCorrupt for everything but what EncodeIdManifest makes.
Result<IdManifest> DecodeIdManifest(const std::string& bytes);

}  // namespace outturn::store
