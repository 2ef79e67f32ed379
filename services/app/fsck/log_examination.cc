#include "services/app/fsck/log_examination.h"

#include <algorithm>
#include <utility>

#include "services/app/fsck/event_examination.h"
#include "services/wire/codec.h"

namespace outturn::app {

LogExamination::LogExamination(Parts parts, Findings& findings)
    : parts_(std::move(parts)), findings_(findings) {
  const auto find = [this](Finding::Of of) {
    return [this, of](core::Position position, std::string what) {
      findings_.Find(of, position, std::move(what));
    };
  };
  if (parts_.signed_by != nullptr) {
    checkpoints_.emplace(*parts_.signed_by, find(Finding::Of::kCheckpoint));
  }
  if (parts_.tiles != nullptr) tiles_.emplace(*parts_.tiles, find(Finding::Of::kTiles));
}

bool LogExamination::ReadTo(core::Position to) {
  if (step_ == 0) step_ = ProgressStep(to);
  const auto take = [&](core::Position position, std::string_view bytes) {
    whole_ ? Take(position, bytes) : TakeAlone(position, bytes);
    Tell(position);
    return wanted_;
  };
  for (std::optional<core::Position> from = read_to_ + 1; wanted_ && from && *from <= to;) {
    const auto status = parts_.visit(*from, to, take);
    if (status.ok()) break;
    whole_ = false;
    from = ReadableBehind(status, to);
    FindInLog(status.position(), status.message(), from);
    Tell(from.value_or(to));
  }
  if (!wanted_) return false;
  read_to_ = std::max(read_to_, to);
  if (whole_ && frontier_.size() < to) {
    whole_ = false;
    findings_.Find(Finding::Of::kLog, frontier_.size() + 1,
                   "lost: there were events up to " + std::to_string(to));
  }
  return true;
}

void LogExamination::FinishCheckpoints() {
  if (whole_ && checkpoints_) checkpoints_->Finish();
}

void LogExamination::Take(core::Position position, std::string_view bytes) {
  const auto event = wire::DecodeEvent(bytes);
  const auto unfit = event ? parts_.follow(*event)
                           : store::Status::Corrupt(position, "no event this program knows");
  if (unfit) {
    whole_ = false;
    return FindInLog(position, unfit->message());
  }
  if (auto wrong = WrongVersion(*event, parts_.book)) {
    findings_.Find(Finding::Of::kLog, position, *std::move(wrong));
  }
  frontier_.Append(store::LeafHash(bytes));
  if (checkpoints_) checkpoints_->Take(bytes);
  if (tiles_) tiles_->Take(bytes);
  const auto found = parts_.has_id(*event);
  if (!found.ok()) {
    findings_.Find(Finding::Of::kIds, position, found.status().ToString());
  } else if (!*found) {
    findings_.Find(Finding::Of::kIds, position, "its id is not in the index");
  }
  if (parts_.taken) parts_.taken(*event);
}

// Behind the first damage.
void LogExamination::TakeAlone(core::Position position, std::string_view bytes) {
  const auto event = wire::DecodeEvent(bytes);
  if (!event) FindInLog(position, "no event this program knows");
  if (event && event->position != position) {
    FindInLog(position, "the event says it is number " + std::to_string(event->position));
  }
}

// Where the log can be read again behind what `status` says cannot be; nullopt: nowhere. Each look
// takes about as long as reading a group: behind the first events it looks ever further ahead, and
// then back to where what can be read begins, though what lies between two damages that near may be
// passed over.
std::optional<core::Position> LogExamination::ReadableBehind(const store::Status& status,
                                                             core::Position to) const {
  constexpr core::Position kOneByOne = 64;
  const auto readable = [&](core::Position at) {
    return parts_.visit(at, at, [](core::Position, std::string_view) { return true; }).ok();
  };
  if (status.code() != store::Code::kCorrupt || status.position() == 0) return std::nullopt;
  core::Position unreadable = status.position();
  core::Position step = 1;
  while (unreadable < to) {
    core::Position at = std::min(unreadable + step, to);
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

// With the ledgers whose event the index says it is, where that can still be told.
void LogExamination::FindInLog(core::Position position, std::string what,
                               std::optional<core::Position> goes_on_at) {
  if (position > 0 && !findings_.full()) {  // it takes its time
    for (const core::LedgerId& id : parts_.ledgers_of(position)) {
      what += "; an event of ledger " + id.ToString();
    }
  }
  if (goes_on_at) what += "; read on from event " + std::to_string(*goes_on_at);
  findings_.Find(Finding::Of::kLog, position, std::move(what));
}

void LogExamination::Tell(core::Position position) {
  if (position < told_at_ + step_) return;
  told_at_ = position - position % step_;
  wanted_ = parts_.progress(position);
}

}  // namespace outturn::app
