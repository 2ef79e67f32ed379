#include "services/core/fetch_ahead.h"

#include <algorithm>
#include <array>
#include <variant>

namespace outturn::core {
namespace {

// What a command will touch, as far as it has been found. Each step reads only what the step
// before has asked for.
struct Path {
  Day day;
  const LineCode* line_code = nullptr;
  const EconomicClass* economic_class = nullptr;
  const LedgerState* ledger = nullptr;
  const Line* line = nullptr;
  const Cell* cell = nullptr;
};

Path FindLedger(const BookState& book, const Command& command) {
  Path path;
  path.day = command.header.effective_on;
  if (const auto* payment = std::get_if<Payment>(&command.body)) {
    path.line_code = &payment->line;
    path.economic_class = &payment->economic_class;
    __builtin_prefetch(&payment->commitment);
    __builtin_prefetch(&payment->drawn);
  } else if (const auto* commitment = std::get_if<Commitment>(&command.body)) {
    path.line_code = &commitment->line;
    path.economic_class = &commitment->economic_class;
  } else {
    return path;
  }
  path.ledger = book.FindLedger(command.header.ledger);
  if (path.ledger != nullptr) path.ledger->lines.Fetch();
  return path;
}

void FindLine(Path& path) {
  if (path.ledger == nullptr) return;
  const auto* found = path.ledger->lines.Guess(*path.line_code);
  if (found == nullptr) return;
  path.line = &found->second;
  __builtin_prefetch(&found->first);
  __builtin_prefetch(&path.line->facts.category);
  __builtin_prefetch(&path.line->opened_on);
  __builtin_prefetch(&path.line->cells);
  __builtin_prefetch(&path.line->headroom);
}

void FindSeriesOfLine(Path& path) {
  if (path.line == nullptr) return;
  path.line->headroom.FetchToRead(path.day);
  path.line->cells.Fetch();
}

void FindCell(Path& path) {
  if (path.line == nullptr) return;
  const auto* found = path.line->cells.Guess(*path.economic_class);
  if (found == nullptr) return;
  path.cell = &found->second;
  __builtin_prefetch(&found->first);
  __builtin_prefetch(&(*path.cell)[Measure::kPaid]);
  __builtin_prefetch(&path.cell->headroom);
}

void FindSeriesOfCell(Path& path) {
  if (path.cell == nullptr) return;
  (*path.cell)[Measure::kPaid].FetchToAdd(path.day);
  path.cell->headroom.FetchToAdd(path.day);
}

}  // namespace

void FetchAhead(const BookState& book, std::span<const Command* const> commands) {
  std::array<Path, kFetchedAtOnce> paths;
  const size_t count = std::min(commands.size(), kFetchedAtOnce);
  const std::span<Path> all(paths.data(), count);
  for (size_t i = 0; i < count; ++i) paths[i] = FindLedger(book, *commands[i]);
  for (const auto step : {FindLine, FindSeriesOfLine, FindCell, FindSeriesOfCell}) {
    for (Path& path : all) step(path);
  }
}

}  // namespace outturn::core
