// 填报: a form as it was officially printed and filed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct DeclaredCell {
  std::string figure;  // empty: a statement the catalogue has no figure for
  std::string label;
  std::string printed;  // empty: printed blank
  friend bool operator==(const DeclaredCell&, const DeclaredCell&) = default;
};

struct Declaration {
  static constexpr std::string_view kName = "declaration";
  std::string form;
  Day filed_on;
  std::vector<DeclaredCell> cells;
  friend bool operator==(const Declaration&, const Declaration&) = default;
};

// Refuses: nothing of its own.
Result<Verdict> Decide(const Context& context, Declaration& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position, const Declaration& event);

}  // namespace outturn::core
