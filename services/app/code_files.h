// The code tables of one pack (deploy/packs/codes-*): CSV → CodeTables.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "services/app/packs.h"
#include "services/core/code_tables.h"

namespace outturn::app {

// Reads economic.csv, functional.csv and fund_types.csv of `pack`, a folder below `root`. Lines
// that are wrong are reported and left out: a code twice, an unknown parent, group or three-public
// expense.
[[nodiscard]] core::CodeTables ReadCodeTables(const std::filesystem::path& root,
                                              const std::filesystem::path& pack,
                                              const std::string& version,
                                              std::vector<PackError>& errors);

}  // namespace outturn::app
