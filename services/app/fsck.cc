#include "services/app/fsck.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "services/app/checkpoint_examination.h"
#include "services/app/derived.h"
#include "services/app/event_examination.h"
#include "services/app/history_examination.h"
#include "services/app/keys.h"
#include "services/app/replay.h"
#include "services/app/snapshots.h"
#include "services/core/decide.h"
#include "services/wire/codec.h"

namespace outturn::app {
namespace {

// A twentieth of the log, but not for a few events.
constexpr core::Position kFewEvents = 10'000;

bool SameLedger(const core::LedgerState& a, const core::LedgerState& b) {
  return core::SameContent(a, b) && a.version == b.version && a.turnover == b.turnover &&
         a.last_position == b.last_position && a.latest_on == b.latest_on &&
         a.closed_now == b.closed_now;
}

class Examination {
 public:
  Examination(const core::CodeTablesByVersion& tables, const store::StateStore& state,
              const store::IdIndex& ids)
      : tables_(tables), state_(state), ids_(ids) {
    const auto cursor = state.Scan(kFrontierPrefix);
    while (cursor->Next()) {
      const auto size = PositionOf(cursor->key().substr(kFrontierPrefix.size()));
      if (size) frontiers_[~*size] = std::string(cursor->value());
    }
    if (!cursor->status().ok()) Find(Finding::Of::kDerived, 0, cursor->status().ToString());
    auto snapshot = ReadSnapshots(state, tables);
    if (!snapshot.ok()) {
      Find(Finding::Of::kSnapshot, 0, snapshot.status().ToString());
    } else {
      snapshot_ = *std::move(snapshot);
    }
  }

  // False when the log is not fit to go on with.
  bool Take(core::Position position, std::string_view bytes) {
    const auto event = wire::DecodeEvent(bytes);
    const auto unfit = event ? Unfit(*event, book_, tables_)
                             : store::Status::Corrupt(position, "no event this program knows");
    if (unfit) {
      FindInLog(position, unfit->message());
      return false;
    }
    core::Evolve(book_, tables_, *event);
    if (auto wrong = WrongVersion(*event, book_)) {
      Find(Finding::Of::kLog, position, *std::move(wrong));
    }
    frontier_.Append(store::LeafHash(bytes));
    CheckId(*event);
    CheckFrontier(position);
    core::ForEachLedger(event->command, [&](const core::LedgerId& ledger) {
      if (position <= state_.Reached()) of_ledger_[ledger].push_back(position);
      CheckSnapshot(ledger, position);
    });
    return true;
  }

  // Behind the first damage: alone.
  void TakeUnfolded(core::Position position, std::string_view bytes) {
    const auto event = wire::DecodeEvent(bytes);
    if (!event) FindInLog(position, "no event this program knows");
    if (event && event->position != position) {
      FindInLog(position, "the event says it is number " + std::to_string(event->position));
    }
  }

  // With the ledger whose event the index says it is, where that can still be told.
  void FindInLog(core::Position position, std::string what,
                 std::optional<core::Position> goes_on_at = std::nullopt) {
    if (findings_.size() == kMostFindings) return;  // what follows takes its time
    const auto cursor = state_.Scan(kPositionsPrefix);
    while (position > 0 && cursor->Next()) {
      const auto ledger = LedgerOf(cursor->key());
      const auto chunk = Unpacked(cursor->value());
      if (!ledger || !chunk || !std::binary_search(chunk->begin(), chunk->end(), position))
        continue;
      what += "; an event of ledger " + ledger->ToString();
    }
    if (goes_on_at) what += "; read on from event " + std::to_string(*goes_on_at);
    Find(Finding::Of::kLog, position, std::move(what));
  }

  // Somebody else knows events up to `reached`.
  void KnownBy(const char* who, core::Position reached) { known_by_.emplace_back(who, reached); }

  [[nodiscard]] const core::BookState& book() const { return book_; }
  [[nodiscard]] const store::Frontier& frontier() const { return frontier_; }

  // `whole`: the log could be folded to its end. If not, what is derived from the rest says
  // nothing.
  Examined Finish(core::Position tail, bool whole) {
    if (whole) CompareWith(tail);
    return {book_.position, frontier_.Root(), book_.ledgers.size(), std::move(findings_)};
  }

  void Find(Finding::Of of, core::Position position, std::string what) {
    if (findings_.size() < kMostFindings) findings_.push_back({of, position, std::move(what)});
  }

 private:
  void CompareWith(core::Position tail) {
    if (FindLoss(tail)) return;
    for (const auto& [ledger, positions] : of_ledger_) CheckPositions(ledger, positions);
    for (const auto& [size, bytes] : frontiers_) {
      Find(Finding::Of::kDerived, size, "a Merkle frontier that is not the log's");
    }
  }

  // Whatever is derived from events the log lost differs; that they are lost is the finding.
  bool FindLoss(core::Position tail) {
    const auto told_by = [&](const char* who, core::Position reached) {
      if (reached <= tail) return false;
      Find(Finding::Of::kLog, tail + 1,
           std::string("lost: ") + who + " knows events up to " + std::to_string(reached));
      return true;
    };
    const bool state = told_by("derived state", state_.Reached());
    const bool ids = told_by("the index of ids", ids_.Reached());
    bool others = false;
    for (const auto& [who, reached] : known_by_) others |= told_by(who, reached);
    return state || ids || others;
  }

  void CheckId(const core::Event& event) {
    if (event.position > ids_.Reached()) return;
    const auto found = ids_.Find(FingerprintOf(event.command.header.ref));
    if (!found.ok()) {
      Find(Finding::Of::kIds, event.position, found.status().ToString());
    } else if (std::find(found->begin(), found->end(), event.position) == found->end()) {
      Find(Finding::Of::kIds, event.position, "its id is not in the index");
    }
  }

  void CheckFrontier(core::Position position) {
    const auto stored = frontiers_.find(position);
    if (stored == frontiers_.end()) return;
    if (stored->second == frontier_.Serialise()) frontiers_.erase(stored);
  }

  // At the event where the snapshot of the ledger was taken, both are the same.
  void CheckSnapshot(const core::LedgerId& ledger, core::Position position) {
    if (!snapshot_) return;
    const auto known = snapshot_->known.find(ledger);
    if (known == snapshot_->known.end() || known->second != position) return;
    if (!SameLedger(snapshot_->book.ledgers.at(ledger), book_.ledgers.at(ledger))) {
      Find(Finding::Of::kSnapshot, position, "of " + ledger.ToString() + " is not what was folded");
    }
  }

  void CheckPositions(const core::LedgerId& ledger, const std::vector<core::Position>& expected) {
    std::vector<core::Position> stored;
    const auto cursor = state_.Scan(LedgerPrefix(ledger));
    while (cursor->Next()) {
      const auto chunk = Unpacked(cursor->value());
      if (chunk) stored.insert(stored.end(), chunk->begin(), chunk->end());
    }
    if (!cursor->status().ok() || stored != expected) {
      Find(Finding::Of::kDerived, 0, "the positions of ledger " + ledger.ToString());
    }
  }

  const core::CodeTablesByVersion& tables_;
  const store::StateStore& state_;
  const store::IdIndex& ids_;
  core::BookState book_;
  store::Frontier frontier_;
  std::map<core::Position, std::string> frontiers_;  // stored, and not yet found to be right
  std::unordered_map<core::LedgerId, std::vector<core::Position>, core::LedgerIdHash> of_ledger_;
  std::optional<Snapshot> snapshot_;
  std::vector<std::pair<const char*, core::Position>> known_by_;
  std::vector<Finding> findings_;
};

// Where the log can be read again behind what `status` says cannot be; nullopt: nowhere, or all was
// read.
std::optional<core::Position> ReadableBehind(const store::EventLog& log,
                                             const store::Status& status) {
  constexpr core::Position kOneByOne = 4'096;  // larger groups are rare
  const auto readable = [&](core::Position at) { return log.Read(at)->Next(); };
  if (status.code() != store::Code::kCorrupt || status.position() == 0) return std::nullopt;
  core::Position unreadable = status.position();
  core::Position step = 1;
  while (unreadable < log.Tail()) {
    core::Position at = std::min(unreadable + step, log.Tail());
    if (!readable(at)) {
      unreadable = at;
      if (at - status.position() >= kOneByOne) step *= 2;
      continue;
    }
    while (at - unreadable > 1) {
      const core::Position middle = unreadable + (at - unreadable) / 2;
      (readable(middle) ? at : unreadable) = middle;
    }
    return at;
  }
  return std::nullopt;
}

}  // namespace

std::string_view Name(Finding::Of of) {
  switch (of) {
    case Finding::Of::kLog:
      return "log";
    case Finding::Of::kDerived:
      return "derived";
    case Finding::Of::kIds:
      return "ids";
    case Finding::Of::kSnapshot:
      return "snapshot";
    case Finding::Of::kCheckpoint:
      return "checkpoint";
    case Finding::Of::kResident:
      return "resident";
    case Finding::Of::kHistory:
      return "history";
    case Finding::Of::kTiles:
      return "tiles";
    case Finding::Of::kBook:
      return "book";
    case Finding::Of::kKey:
      return "key";
    case Finding::Of::kSum:
      return "sum";
  }
  return "";
}

std::string Finding::ToString() const {
  std::string text(Name(of));
  if (position != 0) text += ", event " + std::to_string(position);
  return text + ": " + what;
}

core::Position ProgressStep(core::Position tail) { return std::max(tail / 20, kFewEvents); }

Examined Examine(const store::EventLog& log, const core::CodeTablesByVersion& tables,
                 const store::StateStore& state, const store::IdIndex& ids,
                 const FsckProgress& progress, const Beside& beside) {
  Examination examination(tables, state, ids);
  const auto find = [&](Finding::Of of) {
    return [&examination, of](core::Position position, std::string what) {
      examination.Find(of, position, std::move(what));
    };
  };
  std::optional<CheckpointExamination> checkpoints;
  std::optional<HistoryExamination> history;
  std::optional<TileExamination> tiles;
  if (beside.signed_by != nullptr) {
    checkpoints.emplace(*beside.signed_by, find(Finding::Of::kCheckpoint));
  }
  if (beside.history != nullptr) history.emplace(*beside.history, find(Finding::Of::kHistory));
  if (beside.tiles != nullptr) tiles.emplace(*beside.tiles, find(Finding::Of::kTiles));
  const core::Position step = ProgressStep(log.Tail());
  bool whole = true;  // so far
  const auto take = [&](core::Position position, std::string_view event) {
    if (!whole) return examination.TakeUnfolded(position, event);
    whole = examination.Take(position, event);
    if (checkpoints) checkpoints->Take(event);
    if (tiles) tiles->Take(event);
    if (whole && history) history->Take(examination.book(), examination.frontier());
  };
  for (std::optional<core::Position> from = 1; from;) {
    const auto cursor = log.Read(*from);
    while (cursor->Next()) {
      take(cursor->position(), cursor->event());
      if (cursor->position() % step == 0) progress(cursor->position(), log.Tail());
    }
    from = ReadableBehind(log, cursor->status());
    if (cursor->status().ok()) continue;
    whole = false;
    examination.FindInLog(cursor->status().position(), cursor->status().message(), from);
  }
  if (whole && checkpoints) checkpoints->Finish();
  if (whole && history) history->Finish();
  if (beside.tiles != nullptr) examination.KnownBy("a root of the tiles", beside.tiles->events());
  return examination.Finish(log.Tail(), whole);
}

}  // namespace outturn::app
