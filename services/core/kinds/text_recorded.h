// A free-text cell of a form.
#pragma once

#include <string>
#include <string_view>

#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct TextRecorded {
  static constexpr std::string_view kName = "text_recorded";
  std::string form;
  std::string cell;
  std::string text;
  friend bool operator==(const TextRecorded&, const TextRecorded&) = default;
};

// Refuses: nothing of its own.
Result<Verdict> Decide(const Context& context, TextRecorded& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const TextRecorded& event);

}  // namespace outturn::core
