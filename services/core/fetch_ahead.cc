#include "services/core/fetch_ahead.h"

#include <algorithm>
#include <array>
#include <variant>

namespace outturn::core {
namespace {

// What a command will touch, as far as it has been found.
struct Path {
  Day day;
  const LineCode* line_code = nullptr;
  const EconomicClass* economic_class = nullptr;
  const LedgerState* ledger = nullptr;
  const Line* line = nullptr;
  const Cell* cell = nullptr;
};

Path Begin(const BookState& book, const Command& command) {
  Path path;
  path.day = command.header.effective_on;
  if (const auto* payment = std::get_if<Payment>(&command.body)) {
    path.line_code = &payment->line;
    path.economic_class = &payment->economic_class;
  } else if (const auto* commitment = std::get_if<Commitment>(&command.body)) {
    path.line_code = &commitment->line;
    path.economic_class = &commitment->economic_class;
  } else {
    return path;
  }
  path.ledger = book.FindLedger(command.header.ledger);
  if (path.ledger != nullptr) __builtin_prefetch(&path.ledger->lines);
  return path;
}

void FindLine(Path& path) {
  if (path.ledger == nullptr) return;
  path.line = path.ledger->FindLine(*path.line_code);
  if (path.line == nullptr) return;
  __builtin_prefetch(&path.line->cells);
  __builtin_prefetch(&path.line->headroom);
}

void FindCell(Path& path) {
  if (path.line == nullptr) return;
  path.line->headroom.FetchEnds();
  const auto found = path.line->cells.find(*path.economic_class);
  if (found == path.line->cells.end()) return;
  path.cell = &found->second;
  __builtin_prefetch(&(*path.cell)[Measure::kPaid]);
  __builtin_prefetch(&path.cell->headroom);
}

void FetchSeries(Path& path) {
  if (path.line != nullptr) path.line->headroom.FetchAround(path.day);
  if (path.cell == nullptr) return;
  (*path.cell)[Measure::kPaid].FetchEnds();
  path.cell->headroom.FetchEnds();
}

void FetchDay(Path& path) {
  if (path.cell == nullptr) return;
  (*path.cell)[Measure::kPaid].FetchAround(path.day);
  path.cell->headroom.FetchAround(path.day);
}

}  // namespace

void FetchAhead(const BookState& book, std::span<const Command> commands) {
  std::array<Path, kFetchedAtOnce> paths;
  const size_t count = std::min(commands.size(), kFetchedAtOnce);
  const std::span<Path> all(paths.data(), count);
  for (size_t i = 0; i < count; ++i) paths[i] = Begin(book, commands[i]);
  for (const auto step : {FindLine, FindCell, FetchSeries, FetchDay}) {
    for (Path& path : all) step(path);
  }
}

}  // namespace outturn::core
