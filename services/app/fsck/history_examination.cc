#include "services/app/fsck/history_examination.h"

#include <algorithm>
#include <utility>

#include "services/app/derived/keys.h"
#include "services/app/fsck/comparison.h"

namespace outturn::app {

HistoryExamination::HistoryExamination(const History& history, Find find)
    : history_(history), find_(std::move(find)) {
  ReadFrontiers();
  ReadCheckpoints();
}

void HistoryExamination::ReadFrontiers() {
  const auto cursor = history_.store().Scan(kFrontierPrefix);
  while (cursor->Next()) {
    const auto size = PositionOf(cursor->key().substr(kFrontierPrefix.size()));
    if (size) frontiers_[~*size] = std::string(cursor->value());
  }
  if (!cursor->status().ok()) find_(0, cursor->status().ToString());
}

void HistoryExamination::ReadCheckpoints() {
  const auto cursor = history_.store().Scan(kCheckpointsPrefix);
  while (cursor->Next()) {
    const auto ledger = LedgerOf(cursor->key());
    if (!ledger) continue;
    const auto position = PositionOf(cursor->key().substr(CheckpointPrefix(*ledger).size()));
    if (position) checkpoints_[~*position].push_back(*ledger);
  }
  if (!cursor->status().ok()) find_(0, cursor->status().ToString());
}

void HistoryExamination::Take(const core::BookState& book, const store::Frontier& frontier) {
  const auto kept = frontiers_.find(book.position);
  if (kept != frontiers_.end() && kept->second == frontier.Serialise()) frontiers_.erase(kept);
  const auto due = checkpoints_.find(book.position);
  if (due != checkpoints_.end()) {
    for (const core::LedgerId& ledger : due->second) {
      Compare(ledger, book, History::From::kCheckpoint);
    }
    checkpoints_.erase(due);
  }
  if (book.position == history_.Followed()) CompareLedgers(book);
}

void HistoryExamination::CompareLedgers(const core::BookState& book) {
  std::vector<core::LedgerId> ledgers = history_.Ledgers();
  for (const auto& [id, ledger] : book.ledgers) ledgers.push_back(id);
  std::sort(ledgers.begin(), ledgers.end());
  ledgers.erase(std::unique(ledgers.begin(), ledgers.end()), ledgers.end());
  for (const core::LedgerId& id : ledgers) Compare(id, book, History::From::kFirstEvent);
}

void HistoryExamination::Compare(const core::LedgerId& id, const core::BookState& book,
                                 History::From from) {
  const auto kept = history_.StateAt(id, book.position, from);
  if (!kept.ok()) {
    find_(book.position, "ledger " + id.ToString() + ": " + kept.status().ToString());
    return;
  }
  const core::LedgerState* folded = book.FindLedger(id);
  const std::string_view field =
      FirstDifference(kept->ledger, folded != nullptr ? *folded : core::LedgerState());
  if (field.empty()) return;
  find_(book.position,
        "ledger " + id.ToString() + ": " + std::string(field) + " is not what its events make");
}

void HistoryExamination::Finish() {
  for (const auto& [size, bytes] : frontiers_) {
    find_(size, "a Merkle frontier that is not the log's");
  }
  for (const auto& [position, ledgers] : checkpoints_) {
    find_(position, "ledger " + ledgers.front().ToString() + ": known where the log has no event");
  }
}

}  // namespace outturn::app
