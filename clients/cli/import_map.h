// The mapping an import reads by: a file named on the command line, or the one remembered for the
// source system.
#pragma once

#include <optional>
#include <string>

#include "clients/cli/cli.h"
#include "services/intake/mapping.h"

namespace outturn::cli {

class ImportMap {
 public:
  // `said`: a file, the name of a remembered mapping, "none", or empty: the one remembered for the
  // source of the settings, if any. A mapping that names its source sets that of the settings.
  // Returns what is wrong.
  [[nodiscard]] std::optional<intake::Words> Load(Cli* cli, const std::string& said);
  // nullptr: none.
  [[nodiscard]] const intake::Mapping* mapping() const { return mapping_ ? &*mapping_ : nullptr; }
  // Keeps a file that was named for the next import of its source; tells so when it is new.
  void Remember(Cli* cli) const;

 private:
  std::optional<intake::Mapping> mapping_;
  std::string path_;
  std::string text_;
};

}  // namespace outturn::cli
