#include "services/app/fsck_served.h"

#include <algorithm>
#include <utility>

#include "services/app/checkpoint_examination.h"
#include "services/wire/codec.h"

namespace outturn::app {
namespace {

class Inspector {
 public:
  Inspector(const ServedParts& parts, const FsckListener& listener)
      : parts_(parts), listener_(listener) {
    // Checkpoints before the tip, so that all of them are of events that are read.
    if (parts.proofs != nullptr) {
      checkpoints_.emplace(parts.proofs->EverHandedOut(), [this](core::Position size, auto what) {
        Find(Finding::Of::kCheckpoint, size, std::move(what));
      });
    }
    tip_ = parts.book.DurableTip();
  }

  std::optional<Examined> Examine() {
    if (!ReadEvents() || !CompareLedgers()) return std::nullopt;
    return std::move(examined_);
  }

 private:
  void Find(Finding::Of of, core::Position position, std::string what) {
    if (examined_.findings.size() == kMostFindings) return;
    examined_.findings.push_back({of, position, std::move(what)});
    listener_.found(examined_.findings.back());
  }

  bool ReadEvents() {
    const core::Position step = ProgressStep(tip_.position);
    bool wanted = listener_.progress(FsckStage::kEvents, 0, tip_.position);
    bool readable = true;
    const auto take = [&](core::Position position, std::string_view bytes) {
      readable = TakeEvent(position, bytes);
      if (position % step == 0) {
        wanted = wanted && listener_.progress(FsckStage::kEvents, position, tip_.position);
      }
      return readable && wanted;
    };
    if (wanted && tip_.position > 0) {
      const auto status = parts_.book.Visit(nullptr, 1, tip_.position, take);
      if (!status.ok()) Find(Finding::Of::kLog, status.position(), status.message());
      readable = readable && status.ok();
    }
    if (!wanted) return false;
    examined_.events = frontier_.size();
    examined_.root = frontier_.Root();
    if (!readable) return true;
    if (examined_.events < tip_.position) {
      Find(Finding::Of::kLog, examined_.events + 1,
           "lost: there were events up to " + std::to_string(tip_.position));
      return true;
    }
    if (checkpoints_) checkpoints_->Finish();
    if (examined_.root != tip_.frontier.Root()) {
      Find(Finding::Of::kResident, tip_.position, "the root carried along is not the log's");
    }
    return true;
  }

  // False when it is not one.
  bool TakeEvent(core::Position position, std::string_view bytes) {
    const auto event = wire::DecodeEvent(bytes);
    if (!event || event->position != position) {
      Find(Finding::Of::kLog, position, event ? "says another position" : "unreadable event");
      return false;
    }
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

  bool CompareLedgers() {
    auto ledgers = parts_.book.Read([](const core::BookState& state, const store::Frontier&) {
      std::vector<core::LedgerId> ids;
      for (const auto& [id, ledger] : state.ledgers) ids.push_back(id);
      return ids;
    });
    std::sort(ledgers.begin(), ledgers.end());
    for (const core::LedgerId& id : ledgers) {
      if (!listener_.progress(FsckStage::kLedgers, examined_.ledgers, ledgers.size())) return false;
      ++examined_.ledgers;
      const auto compared = parts_.comparison.Compare(id);
      if (!compared.ok()) {
        Find(Finding::Of::kLog, compared.status().position(),
             "ledger " + id.ToString() + ": " + compared.status().message());
      } else if (*compared && !(*compared)->same()) {
        const bool resident = (*compared)->finding == Compared::Finding::kResident;
        Find(
            resident ? Finding::Of::kResident : Finding::Of::kHistory, (*compared)->position,
            "ledger " + id.ToString() + ": " + (*compared)->field + " is not what its events make");
      }
    }
    return listener_.progress(FsckStage::kLedgers, examined_.ledgers, ledgers.size());
  }

  const ServedParts parts_;
  const FsckListener& listener_;
  std::optional<CheckpointExamination> checkpoints_;
  Resident::Tip tip_;
  store::Frontier frontier_;
  Examined examined_;
};

}  // namespace

std::optional<Examined> ExamineServed(const ServedParts& parts, const FsckListener& listener) {
  return Inspector(parts, listener).Examine();
}

}  // namespace outturn::app
