// Which tables a RocksDB database consists of, read without opening it. Included by .cc files only.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>

namespace outturn::store {

// The numbers of the tables that `manifest`, the content of the file, names after its last whole
// record. Any other table of the folder is what a start that was cut short, or merging, left
// behind: the next start removes it. nullopt: the manifest is damaged, or says what this does not
// know.
std::optional<std::set<uint64_t>> TablesOfManifest(std::string_view manifest);

}  // namespace outturn::store
