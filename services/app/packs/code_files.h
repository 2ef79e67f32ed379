// The code tables of one pack (deploy/packs/codes-*): CSV → CodeTables.
#pragma once

#include <string>
#include <vector>

#include "services/app/packs/packs.h"
#include "services/core/code_tables.h"

namespace outturn::app {

// Reads economic.csv, functional.csv and fund_types.csv of `pack` ("codes-2024"). Lines
// that are wrong are reported and left out: a code twice, an unknown parent, group or three-public
// expense.
[[nodiscard]] core::CodeTables ReadCodeTables(const PackFiles& files, const std::string& pack,
                                              const std::string& version,
                                              std::vector<PackError>& errors);

}  // namespace outturn::app
