#include "services/app/fsck/fsck.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "services/app/derived/derived.h"
#include "services/app/derived/event_visit.h"
#include "services/app/derived/keys.h"
#include "services/app/derived/replay.h"
#include "services/app/derived/snapshots.h"
#include "services/app/fsck/history_examination.h"
#include "services/app/fsck/log_examination.h"
#include "services/core/decide.h"

namespace outturn::app {
namespace {

// A twentieth of the log, but not for a few events.
constexpr core::Position kFewEvents = 10'000;

// What the next start makes anew.
bool IsDerived(Finding::Of of) {
  return of == Finding::Of::kDerived || of == Finding::Of::kIds || of == Finding::Of::kSnapshot ||
         of == Finding::Of::kHistory || of == Finding::Of::kTiles;
}

// What may be found wrong with a folder; the name of the whole of it first.
std::vector<Finding::Of> OfPart(const std::string& folder) {
  if (folder == "ids") return {Finding::Of::kIds};
  if (folder == "history") return {Finding::Of::kHistory};
  return {Finding::Of::kDerived, Finding::Of::kSnapshot};
}

bool SameLedger(const core::LedgerState& a, const core::LedgerState& b) {
  return core::SameContent(a, b) && a.version == b.version && a.turnover == b.turnover &&
         a.last_position == b.last_position && a.latest_on == b.latest_on &&
         a.closed_now == b.closed_now;
}

class Examination {
 public:
  Examination(const core::CodeTablesByVersion& tables, const store::StateStore& state,
              const store::IdIndex& ids, Findings& findings)
      : tables_(tables), state_(state), ids_(ids), findings_(findings) {
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

  // As Unfit; then it is not taken.
  std::optional<store::Status> Follow(const core::Event& event) {
    if (auto unfit = Unfit(event, book_, tables_)) return unfit;
    core::Evolve(book_, tables_, event);
    return std::nullopt;
  }

  store::Result<bool> HasId(const core::Event& event) {
    if (event.position > ids_.Reached()) return true;
    const auto found = ids_.Find(FingerprintOf(event.command.header.ref));
    if (!found.ok()) return found.status();
    if (std::find(found->begin(), found->end(), event.position) != found->end()) return true;
    if (unknown_++ == 0) first_unknown_ = event.position;
    return false;
  }

  // Followed, and in `frontier`.
  void Taken(const core::Event& event, const store::Frontier& frontier) {
    CheckFrontier(event.position, frontier);
    core::ForEachLedger(event.command, [&](const core::LedgerId& ledger) {
      if (event.position <= state_.Reached()) of_ledger_[ledger].push_back(event.position);
      CheckSnapshot(ledger, event.position);
    });
  }

  std::vector<core::LedgerId> LedgersOf(core::Position position) const {
    std::vector<core::LedgerId> ledgers;
    const auto cursor = state_.Scan(kPositionsPrefix);
    while (cursor->Next()) {
      const auto ledger = LedgerOf(cursor->key());
      const auto chunk = Unpacked(cursor->value());
      if (!ledger || !chunk || !std::binary_search(chunk->begin(), chunk->end(), position))
        continue;
      ledgers.push_back(*ledger);
    }
    return ledgers;
  }

  // Somebody else knows events up to `reached`.
  void AddKnownBy(const std::string& who, core::Position reached) {
    known_by_.emplace_back(who, reached);
  }

  [[nodiscard]] const core::BookState& book() const { return book_; }

  // Whatever is derived from events the log lost differs; that they are lost is the finding.
  bool FindLoss(core::Position tail) {
    for (const MadeOf& one : parts_) {
      if (!one.is(MadeOf::Verdict::kAnotherLog)) AddKnownBy(one.part, one.reached);
    }
    const auto lost = LostEnd(tail, known_by_);
    if (lost.ok()) return false;
    Find(Finding::Of::kLog, lost.position(), lost.message());
    return true;
  }

  // Holds what is derived against the log, which may be damaged.
  void TakeParts(const store::EventLog& log, const std::optional<MadeOf>& history) {
    const auto derived = HoldAgainst(log, state_, "derived");
    const auto nothing = MadeOf::Verdict::kNothing;
    parts_.push_back(derived.ok() ? *derived : MadeOf{"derived", nothing, state_.Reached()});
    const auto some = HoldAgainst(log, ids_);
    MadeOf ids = some.ok() ? *some : MadeOf{"ids", nothing, ids_.Reached()};
    // All were looked up: none is known from one event on.
    const core::Position last = std::min(log.Tail(), ids.reached);
    if (unknown_ > 0 && first_unknown_ + unknown_ - 1 == last) {
      ids.verdict = MadeOf::Verdict::kAnotherLog;
    }
    if (unknown_ > 0) ids.differs_at = first_unknown_;
    parts_.push_back(ids);
    if (history) parts_.push_back(*history);
  }

  // What is derived was made of another log, or the log is another one than that was made of: then
  // true. As at a start, but an index of ids that only lost some looks the same as another log's:
  // each was named, and alone they tell nothing of the log.
  bool FindOtherLog(core::Position tail, std::optional<core::Position> covered) {
    for (const MadeOf& one : parts_) {
      if (!one.is(MadeOf::Verdict::kDamaged) || one.part == "ids") continue;
      const auto of = OfPart(one.part);
      findings_.Drop(of);
      foreign_.push_back(of.front());
      Find(of.front(), 0, MadeAnew(one.damage, "the folder " + one.part).message());
    }
    const Judged judged = Judge(parts_, covered);
    for (const MadeOf& one : judged.foreign) {
      for (MadeOf& part : parts_) {
        if (part.part == one.part) part.verdict = one.verdict;
      }
      if (one.part == "ids" && one.reached <= tail) continue;
      const auto of = OfPart(one.part);
      findings_.Drop(of);
      foreign_.push_back(of.front());
      const auto status = OfAnotherLog(one);
      Find(of.front(), status.position(), status.message());
    }
    const auto says = [](const MadeOf& one) {
      return one.part != "ids" &&
             (one.is(MadeOf::Verdict::kAnotherLog) || one.is(MadeOf::Verdict::kMoreOfIt));
    };
    const bool any = !judged.against.empty() && std::any_of(parts_.begin(), parts_.end(), says);
    if (!any) return false;
    const auto other = OfAnotherLog(judged);
    findings_.DropDerived();
    Find(Finding::Of::kLog, other.position(), other.message());
    return true;
  }

  // Where the log could be folded to its end. If not, what is derived from the rest says nothing.
  void CompareWithDerived() {
    const auto derived = std::find(foreign_.begin(), foreign_.end(), Finding::Of::kDerived);
    if (derived != foreign_.end()) return;
    for (const auto& [ledger, positions] : of_ledger_) CheckPositions(ledger, positions);
    for (const auto& [size, bytes] : frontiers_) {
      Find(Finding::Of::kDerived, size, "a Merkle frontier that is not the log's");
    }
  }

 private:
  void Find(Finding::Of of, core::Position position, std::string what) {
    findings_.Find(of, position, std::move(what));
  }

  void CheckFrontier(core::Position position, const store::Frontier& frontier) {
    const auto stored = frontiers_.find(position);
    if (stored == frontiers_.end()) return;
    if (stored->second == frontier.Serialise()) frontiers_.erase(stored);
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
  std::map<core::Position, std::string> frontiers_;  // stored, and not yet found to be right
  std::unordered_map<core::LedgerId, std::vector<core::Position>, core::LedgerIdHash> of_ledger_;
  std::optional<Snapshot> snapshot_;
  core::Position first_unknown_ = 0;  // by its id, of those there have been
  uint64_t unknown_ = 0;
  KnownBy known_by_;
  std::vector<MadeOf> parts_;         // what is derived, and of which log
  std::vector<Finding::Of> foreign_;  // those that certainly were made of another one
  Findings& findings_;
};

}  // namespace

std::string Finding::ToString() const {
  std::string text(audit::WordsOf(of).name);
  return text + audit::PlaceText(place(), core::Language::kEnglish) + ": " + what;
}

void Findings::Find(Finding::Of of, core::Position position, std::string what) {
  const auto same = std::find_if(kept_.begin(), kept_.end(), [&](const Finding& known) {
    return known.of == of && known.what == what;
  });
  if (same != kept_.end()) {
    ++same->count;
    same->last = std::max(same->last, std::max(same->position, position));
    same->position = std::min(same->position, position);
    return;
  }
  if (full()) {
    const auto other = std::find_if(kept_.rbegin(), kept_.rend(), [](const Finding& known) {
      return known.of != Finding::Of::kLog;
    });
    if (of != Finding::Of::kLog || other == kept_.rend()) return CountOnly(of, 1);
    CountOnly(other->of, other->count);
    kept_.erase(std::next(other).base());
  }
  kept_.push_back({of, position, std::move(what)});
  if (told_) told_(kept_.back());
}

void Findings::CountOnly(Finding::Of of, uint64_t count) { more_[of] += count; }

void Findings::DropDerived() {
  std::erase_if(more_, [](const auto& of) { return IsDerived(of.first); });
  std::erase_if(kept_, [](const Finding& finding) { return IsDerived(finding.of); });
}

void Findings::Drop(const std::vector<Finding::Of>& parts) {
  for (const Finding::Of part : parts) {
    more_.erase(part);
    std::erase_if(kept_, [&](const Finding& finding) { return finding.of == part; });
  }
}

void Findings::MoveTo(Examined& examined) {
  LogFirst(kept_);
  examined.findings = std::move(kept_);
  examined.more = 0;
  for (const auto& [of, count] : more_) examined.more += count;
}

void LogFirst(std::vector<Finding>& findings) {
  std::stable_partition(findings.begin(), findings.end(),
                        [](const Finding& finding) { return finding.of == Finding::Of::kLog; });
}

core::Position ProgressStep(core::Position tail) { return std::max(tail / 20, kFewEvents); }

Examined Examine(const store::EventLog& log, const core::CodeTablesByVersion& tables,
                 const store::StateStore& state, const store::IdIndex& ids,
                 const FsckProgress& progress, const Beside& beside) {
  Findings findings;
  Examination examination(tables, state, ids, findings);
  std::optional<HistoryExamination> history;
  if (beside.history != nullptr) {
    history.emplace(*beside.history, [&](core::Position position, std::string what) {
      findings.Find(Finding::Of::kHistory, position, std::move(what));
    });
  }
  std::optional<LogExamination> reading;
  LogExamination::Parts parts{
      [&](core::Position from, core::Position to, const VisitEvent& visit) {
        return VisitLog(log, from, to, visit);
      },
      [&](const core::Event& event) { return examination.Follow(event); },
      examination.book(),
      [&](const core::Event& event) { return examination.HasId(event); },
      [&](const core::Event& event) {
        examination.Taken(event, reading->frontier());
        if (history) history->Take(examination.book(), reading->frontier());
      },
      [&](core::Position position) { return examination.LedgersOf(position); },
      [&](core::Position done) {
        progress(done, log.Tail());
        return true;
      },
      beside.signed_by,
      beside.tiles};
  reading.emplace(std::move(parts), findings);
  (void)reading->ReadTo(log.Tail());  // nobody gives it up
  if (reading->whole() && history) history->Finish();
  for (const auto& [who, reached] : beside.known_by) examination.AddKnownBy(who, reached);
  if (beside.tiles != nullptr) examination.AddKnownBy("tiles", beside.tiles->events());
  examination.AddKnownBy(kCheckpointsFile, reading->CheckpointsLeft());
  examination.TakeParts(log, beside.history_of);
  const bool other =
      reading->whole() && examination.FindOtherLog(log.Tail(), reading->CoveredBySigned());
  if (!other && !examination.FindLoss(log.Tail()) && reading->whole()) {
    examination.CompareWithDerived();
  }
  const core::BookState& book = examination.book();
  Examined examined{book.position, reading->frontier().Root(), book.ledgers.size(), {}, 0, other};
  findings.MoveTo(examined);
  return examined;
}

}  // namespace outturn::app
