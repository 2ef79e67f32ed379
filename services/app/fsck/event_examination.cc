#include "services/app/fsck/event_examination.h"

#include <variant>

#include "services/app/derived/keys.h"
#include "services/app/derived/replay.h"

namespace outturn::app {
namespace {

constexpr size_t kPackedTogether = 4'096;

}  // namespace

std::optional<std::string> WrongVersion(const core::Event& event, const core::BookState& after) {
  const core::LedgerId& id = event.command.header.ledger;
  const bool of_the_book = std::holds_alternative<core::PolicyAdopted>(event.command.body);
  const core::LedgerState* ledger = of_the_book ? nullptr : after.FindLedger(id);
  const uint64_t made = ledger == nullptr ? 0 : ledger->version;
  if (event.outcome.ledger_version == made) return std::nullopt;
  const std::string of = of_the_book ? "a rule set" : "ledger " + id.ToString();
  return "of " + of + ": its answer says version " + std::to_string(event.outcome.ledger_version) +
         ", it made version " + std::to_string(made);
}

std::optional<store::Status> EventExamination::Take(const core::Event& event) {
  if (auto unfit = Unfit(event, book_, tables_)) return unfit;
  if (const auto* adopted = std::get_if<core::PolicyAdopted>(&event.command.body)) {
    core::Evolve(book_, *adopted);
  }
  core::ForEachLedger(event.command, [&](const core::LedgerId& id) {
    core::LedgerState& ledger = book_.ledgers[id];
    ledger.id = id;
    ++ledger.version;
    ledger.last_position = event.position;
    Positions& positions = positions_[id];
    positions.last.push_back(event.position);
    if (positions.last.size() == kPackedTogether) {
      positions.packed.push_back(Packed(positions.last));
      positions.last.clear();
    }
  });
  book_.position = event.position;
  book_.recorded_at = event.recorded_at;
  return std::nullopt;
}

void EventExamination::VisitPositions(
    const core::LedgerId& ledger,
    const std::function<bool(const std::vector<core::Position>&)>& use) const {
  const auto found = positions_.find(ledger);
  if (found == positions_.end()) return;
  for (const std::string& packed : found->second.packed) {
    if (!use(*Unpacked(packed))) return;
  }
  if (!found->second.last.empty()) use(found->second.last);
}

}  // namespace outturn::app
