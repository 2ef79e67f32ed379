// The real hledger, asked about a journal.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "tests/cli/program.h"

namespace outturn::exporter {

// By account and month (1 to 12): what was added to the account in that month, in fen.
using Monthly = std::map<std::string, std::map<int, int64_t>>;

class Hledger {
 public:
  explicit Hledger(const std::string& journal);

  // `hledger -f JOURNAL …`; messages and all.
  [[nodiscard]] cli::Ran Ask(std::vector<std::string> arguments) const;
  // Whether hledger accepts it in its strict mode: every account declared, every assertion true.
  [[nodiscard]] bool Accepts(std::string* why) const;
  // What every account was changed by in each month of the year.
  [[nodiscard]] Monthly Changes() const;
  [[nodiscard]] int Transactions() const;

 private:
  cli::Folder folder_;
};

// The sum over months up to and including `month`.
[[nodiscard]] int64_t Until(const Monthly& changes, const std::string& account, int month);

}  // namespace outturn::exporter
