// A validator of data packages, written from what is published: the profile tabular-data-package
// with Table Schema (specs.frictionlessdata.io, v1) and the taxonomies of the Fiscal Data Package
// 1.0rc1. Knows nothing of how ours are made.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace outturn::exporter {

// By path: "datapackage.json", "lines.csv" …
using PackageFiles = std::map<std::string, std::string>;

// Everything that is not as it has to be, each with its place: "movements.csv row 3, line: …".
[[nodiscard]] std::vector<std::string> FaultsOf(const PackageFiles& files);

// The rows of a CSV file (RFC 4180), its head first.
[[nodiscard]] std::vector<std::vector<std::string>> RowsOf(const std::string& csv);

}  // namespace outturn::exporter
