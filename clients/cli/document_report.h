// What check-document found, as a table, JSON or CSV.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/cli.h"
#include "services/checks/check.h"

namespace outturn::cli {

struct DocumentReport {
  std::string file;
  std::vector<figures::Words> notes;
  checks::Filing filing;
  std::vector<checks::Finding> findings;
  std::vector<const checks::Stated*> untied;   // of the filing; held against nothing
  std::vector<checks::Compared> not_compared;  // stated figures the ledger has nothing for
  std::string ledger;                          // "145001/2024"; empty: against none
  size_t agreeing = 0;                         // stated figures the events bear out
  bool findings_only = false;
};

// No number of it was understood: there was nothing to check.
[[nodiscard]] bool NothingRead(const DocumentReport& report);
[[nodiscard]] bool HasErrors(const DocumentReport& report);
[[nodiscard]] std::string Render(const Cli& cli, const DocumentReport& report);

}  // namespace outturn::cli
