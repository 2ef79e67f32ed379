#include "services/app/fsck_served.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/app/checkpoint_examination.h"
#include "services/app/event_examination.h"
#include "services/app/event_ledgers.h"
#include "services/app/kept_files.h"
#include "services/app/rule_sets.h"
#include "services/wire/codec.h"

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
      : parts_(parts), listener_(listener), events_(parts.book.tables()) {
    // Checkpoints before the tip, so that all of them are of events that are read.
    if (parts.proofs != nullptr) ReadKept(*parts.proofs);
    tip_ = parts.book.DurableTip();
  }

  std::optional<Examined> Examine() {
    if (!ReadEvents() || !CompareLedgers()) return std::nullopt;
    return std::move(examined_);
  }

 private:
  // In memory or on the disk: what either has is held against the tree.
  void ReadKept(const Proofs& proofs) {
    KeptFiles kept = proofs.ReadBack();
    for (Finding& finding : kept.findings) {
      Find(finding.of, finding.position, std::move(finding.what));
    }
    checkpoints_.emplace(
        SignedCheckpoints{proofs.key(), std::move(kept.notes), std::move(kept.names)},
        [this](core::Position size, auto what) {
          Find(Finding::Of::kCheckpoint, size, std::move(what));
        });
  }

  void Find(Finding::Of of, core::Position position, std::string what) {
    if (examined_.findings.size() == kMostFindings) return;
    examined_.findings.push_back({of, position, std::move(what)});
    listener_.found(examined_.findings.back());
  }

  // With the ledger whose event the index says it is, where that can still be told.
  void FindInLog(core::Position position, std::string what) {
    for (const core::LedgerId& id : LedgersOfEvent(parts_.book, position)) {
      what += "; an event of ledger " + id.ToString();
    }
    Find(Finding::Of::kLog, position, std::move(what));
  }

  bool ReadEvents() {
    const core::Position step = ProgressStep(tip_.position);
    bool wanted = listener_.progress(FsckStage::kEvents, 0, tip_.position);
    const auto take = [&](core::Position position, std::string_view bytes) {
      readable_ = TakeEvent(position, bytes);
      if (position % step == 0) {
        wanted = wanted && listener_.progress(FsckStage::kEvents, position, tip_.position);
      }
      return readable_ && wanted;
    };
    if (wanted && tip_.position > 0) Visit(1, tip_.position, take);
    if (!wanted) return false;
    examined_.events = frontier_.size();
    examined_.root = frontier_.Root();
    if (!readable_) return true;
    if (examined_.events < tip_.position) {
      Find(Finding::Of::kLog, examined_.events + 1,
           "lost: there were events up to " + std::to_string(tip_.position));
      readable_ = false;
      return true;
    }
    if (checkpoints_) checkpoints_->Finish();
    if (examined_.root != tip_.frontier.Root()) {
      Find(Finding::Of::kResident, tip_.position, "the root carried along is not the log's");
    }
    return true;
  }

  void Visit(core::Position from, core::Position to,
             const std::function<bool(core::Position, std::string_view)>& take) {
    const auto status = parts_.book.Visit(nullptr, from, to, take);
    if (status.ok()) return;
    FindInLog(status.position(), status.message());
    readable_ = false;
  }

  // False when it is not one, or not fit to be the next.
  bool TakeEvent(core::Position position, std::string_view bytes) {
    const auto event = Decode(position, bytes);
    if (!event) return false;
    frontier_.Append(store::LeafHash(bytes));
    if (checkpoints_) checkpoints_->Take(bytes);
    const auto found = parts_.book.LeadsTo(event->command.header.ref, position);
    if (!found.ok()) {
      Find(Finding::Of::kIds, position, found.status().ToString());
    } else if (!*found) {
      Find(Finding::Of::kIds, position, "its id is not in the index");
    }
    return true;
  }

  std::optional<core::Event> Decode(core::Position position, std::string_view bytes) {
    auto event = wire::DecodeEvent(bytes);
    const auto unfit = event ? events_.Take(*event)
                             : store::Status::Corrupt(position, "no event this program knows");
    if (unfit) {
      FindInLog(position, unfit->message());
      return std::nullopt;
    }
    if (auto wrong = WrongVersion(*event, events_.book())) {
      Find(Finding::Of::kLog, position, *std::move(wrong));
    }
    return event;
  }

  // The book as it is in memory, and the events up to there.
  Held CatchUp() {
    Held held = HeldBy(parts_.book);
    const auto take = [&](core::Position position, std::string_view bytes) {
      readable_ = Decode(position, bytes).has_value();
      return readable_;
    };
    if (readable_ && held.position > tip_.position) Visit(tip_.position + 1, held.position, take);
    return held;
  }

  bool CompareLedgers() {
    Held held = CatchUp();
    std::map<core::LedgerId, Held::Ledger> by_events;
    if (readable_) {
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
      const bool same = !readable_ || ComparePositions(id) ? CompareLedger(id) : true;
      if (same && readable_) CompareExtent(id, held.ledgers[id], by_events[id]);
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
  std::optional<CheckpointExamination> checkpoints_;
  EventExamination events_;
  Resident::Tip tip_;
  store::Frontier frontier_;
  bool readable_ = true;  // every event so far, and fit
  Examined examined_;
};

}  // namespace

std::optional<Examined> ExamineServed(const ServedParts& parts, const FsckListener& listener) {
  return Inspector(parts, listener).Examine();
}

}  // namespace outturn::app
