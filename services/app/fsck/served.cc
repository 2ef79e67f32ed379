#include "services/app/fsck/served.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/app/data_folder.h"
#include "services/app/fsck/event_examination.h"
#include "services/app/fsck/event_ledgers.h"
#include "services/app/fsck/kept_files.h"
#include "services/app/fsck/log_examination.h"
#include "services/app/fsck/rule_sets.h"

namespace outturn::app {
namespace {

// What is compared of the book in memory at one position of it, ledger by ledger later on.
struct Held {
  struct Ledger {
    uint64_t version = 0;
    core::Position last_position = 0;
    friend bool operator==(const Ledger&, const Ledger&) = default;
  };
  core::Position position = 0;
  std::map<core::LedgerId, Ledger> ledgers;
  PolicyMap policies;
};

const std::vector<core::Position> kNone;

Held HeldBy(const Book& book) {
  return book.Read([](const core::BookState& state, const store::Frontier&) {
    Held held{state.position, {}, state.policies};
    for (const auto& [id, ledger] : state.ledgers) {
      held.ledgers[id] = {ledger.version, ledger.last_position};
    }
    return held;
  });
}

class Inspector {
 public:
  Inspector(const ServedParts& parts, const FsckListener& listener)
      : parts_(parts),
        listener_(listener),
        findings_(listener.found),
        events_(parts.book.tables()) {
    ReadFiles();
    // Checkpoints and tiles before the tip, so that all of them are of events that are read.
    if (parts.proofs != nullptr) ReadBeside(*parts.proofs);
    tip_ = parts.book.DurableTip();
    log_.emplace(OfTheLog(), findings_);
  }

  std::optional<Examined> Examine() {
    if (!ReadEvents() || !CompareLedgers()) return std::nullopt;
    findings_.MoveTo(examined_);
    return std::move(examined_);
  }

 private:
  // What is open may be read on though it is gone from the folder: the next start has it no more.
  // Nor need anybody have read what is damaged.
  void ReadFiles() {
    const Book::BadFiles bad = parts_.book.ReadFiles();
    const auto find = [&](Finding::Of of, const std::vector<store::Status>& found,
                          const std::string& derived) {
      for (const store::Status& status : found) {
        Find(of, status.position(),
             (derived.empty() ? status : MadeAnew(status, derived)).message());
      }
    };
    find(Finding::Of::kLog, bad.log, "");
    find(Finding::Of::kDerived, bad.derived, "the folder derived");
    find(Finding::Of::kIds, bad.ids, "the folder ids");
    find(Finding::Of::kHistory, bad.history, "the folder history");
  }

  // In memory or on the disk: what either has is held against the tree.
  void ReadBeside(const Proofs& proofs) {
    KeptFiles kept;
    proofs.Show([&](const SignedCheckpoints& all, const std::string& folder) {
      kept = ReadKeptFilesBeside(all, folder, parts_.book.name());
    });
    for (Finding& finding : kept.findings) {
      Find(finding.of, finding.position, std::move(finding.what));
    }
    checkpoints_ = SignedCheckpoints{proofs.key(), std::move(kept.notes), std::move(kept.names)};
    tiles_ = proofs.ReadBackTiles([this](core::Position position, std::string what) {
      Find(Finding::Of::kTiles, position, std::move(what));
    });
  }

  LogExamination::Parts OfTheLog() {
    const Book& book = parts_.book;
    return {[&book](core::Position from, core::Position to, const VisitEvent& visit) {
              return book.Visit(nullptr, from, to, visit);
            },
            [this](const core::Event& event) { return events_.Take(event); },
            events_.book(),
            [&book](const core::Event& event) {
              return book.LeadsTo(event.command.header.ref, event.position);
            },
            nullptr,
            [&book](core::Position position) { return LedgersOfEvent(book, position); },
            [this](core::Position done) {
              return listener_.progress(FsckStage::kEvents, std::min(done, tip_.position),
                                        tip_.position);
            },
            checkpoints_ ? &*checkpoints_ : nullptr,
            tiles_ ? &*tiles_ : nullptr};
  }

  void Find(Finding::Of of, core::Position position, std::string what) {
    findings_.Find(of, position, std::move(what));
  }

  bool ReadEvents() {
    if (!listener_.progress(FsckStage::kEvents, 0, tip_.position)) return false;
    if (!log_->ReadTo(tip_.position)) return false;
    examined_.events = log_->frontier().size();
    examined_.root = log_->frontier().Root();
    log_->FinishCheckpoints();
    if (log_->whole() && examined_.root != tip_.frontier.Root()) {
      Find(Finding::Of::kResident, tip_.position, "the root carried along is not the log's");
    }
    return true;
  }

  bool CompareLedgers() {
    // The book as it is in memory, and the events up to there.
    Held held = HeldBy(parts_.book);
    if (log_->whole() && !log_->ReadTo(held.position)) return false;
    std::map<core::LedgerId, Held::Ledger> by_events;
    if (log_->whole()) {
      ComparePolicies(held);
      for (const auto& [id, ledger] : events_.book().ledgers) {
        by_events[id] = {ledger.version, ledger.last_position};
      }
    }
    auto ledgers = held.ledgers;
    ledgers.insert(by_events.begin(), by_events.end());
    for (const auto& [id, any] : ledgers) {
      if (!listener_.progress(FsckStage::kLedgers, examined_.ledgers, ledgers.size())) return false;
      ++examined_.ledgers;
      // The comparison folds what the index says are the ledger's events: that first.
      const bool same = !log_->whole() || ComparePositions(id) ? CompareLedger(id) : true;
      if (same && log_->whole()) CompareExtent(id, held.ledgers[id], by_events[id]);
    }
    return listener_.progress(FsckStage::kLedgers, examined_.ledgers, ledgers.size());
  }

  // Whether nothing was found. What is recorded meanwhile lies behind.
  bool ComparePositions(const core::LedgerId& id) {
    core::Position next = 1;
    std::optional<core::Position> wrong;
    const auto compare = [&](const std::vector<core::Position>& expected, size_t most) {
      const auto found = parts_.book.PositionsOf(id, next, most);
      const std::vector<core::Position>& stored = found.ok() ? *found : kNone;
      const auto [want, have] =
          std::mismatch(expected.begin(), expected.end(), stored.begin(), stored.end());
      if (want != expected.end()) {
        wrong = have != stored.end() ? std::min(*want, *have) : *want;
      } else if (have != stored.end() && *have <= events_.book().position) {
        wrong = *have;
      }
      if (!expected.empty()) next = expected.back() + 1;
      return !wrong;
    };
    events_.VisitPositions(
        id, [&](const auto& expected) { return compare(expected, expected.size()); });
    if (!wrong) compare({}, 1);
    if (!wrong) return true;
    Find(Finding::Of::kDerived, *wrong, "the positions of ledger " + id.ToString());
    return false;
  }

  // Whether nothing was found.
  bool CompareLedger(const core::LedgerId& id) {
    const std::string ledger = "ledger " + id.ToString();
    const auto compared = parts_.comparison.Compare(id);
    if (!compared.ok()) {
      Find(Finding::Of::kLog, compared.status().position(),
           ledger + ": " + compared.status().message());
      return false;
    }
    if (!*compared || (*compared)->same()) return true;
    const Compared& found = **compared;
    const bool resident = found.finding == Compared::Finding::kResident;
    Find(resident ? Finding::Of::kResident : Finding::Of::kHistory, found.position,
         found.field == Compared::kMissing
             ? ledger + ": is not there, but its events are"
             : ledger + ": " + found.field + " is not what its events make");
    return false;
  }

  void CompareExtent(const core::LedgerId& id, const Held::Ledger& held,
                     const Held::Ledger& by_events) {
    if (held == by_events) return;
    const auto told = [](const Held::Ledger& ledger) {
      return std::to_string(ledger.version) + " events up to " +
             std::to_string(ledger.last_position);
    };
    Find(Finding::Of::kResident, by_events.last_position,
         "ledger " + id.ToString() + ": is of " + told(held) + ", the log has " + told(by_events));
  }

  void ComparePolicies(const Held& held) {
    for (std::string& what : RuleSetDifferences(held.policies, events_.book().policies)) {
      Find(Finding::Of::kResident, 0, std::move(what));
    }
  }

  const ServedParts parts_;
  const FsckListener& listener_;
  Findings findings_;
  std::optional<SignedCheckpoints> checkpoints_;
  std::optional<KeptTiles> tiles_;
  EventExamination events_;
  Resident::Tip tip_;
  std::optional<LogExamination> log_;
  Examined examined_;
};

}  // namespace

std::optional<Examined> ExamineServed(const ServedParts& parts, const FsckListener& listener) {
  return Inspector(parts, listener).Examine();
}

}  // namespace outturn::app
