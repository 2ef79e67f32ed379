#include "services/rpc/fsck_call.h"

namespace outturn::rpc {
namespace {

v1::FsckPart Wire(app::Finding::Of of) {
  switch (of) {
    case app::Finding::Of::kLog:
      return v1::FSCK_LOG;
    case app::Finding::Of::kIds:
      return v1::FSCK_IDS;
    case app::Finding::Of::kCheckpoint:
      return v1::FSCK_CHECKPOINT;
    case app::Finding::Of::kCheckpointFile:
      return v1::FSCK_CHECKPOINT_FILE;
    case app::Finding::Of::kResident:
      return v1::FSCK_RESIDENT;
    case app::Finding::Of::kHistory:
      return v1::FSCK_HISTORY;
    case app::Finding::Of::kDerived:
      return v1::FSCK_DERIVED;
    case app::Finding::Of::kKey:
      return v1::FSCK_KEY;
    case app::Finding::Of::kSum:
      return v1::FSCK_SUM;
    case app::Finding::Of::kBook:
      return v1::FSCK_BOOK;
    case app::Finding::Of::kTiles:
      return v1::FSCK_TILES;
    case app::Finding::Of::kSnapshot:  // of what lies on the disk only
      return v1::FSCK_PART_UNSPECIFIED;
  }
  return v1::FSCK_PART_UNSPECIFIED;
}

void Fill(const app::Finding& from, v1::FsckFinding& to) {
  to.set_part(Wire(from.of));
  to.set_position(from.position);
  to.set_what(from.what);
  if (from.count <= 1) return;
  to.set_count(from.count);
  to.set_last_position(from.last);
}

}  // namespace

void FsckCall::Run(const app::ServedParts& parts, const std::atomic<bool>& stopped,
                   const std::function<void()>& over) {
  v1::FsckUpdate last;
  if (parts.proofs != nullptr) {
    const auto all = parts.proofs->EverHandedOut();
    last.mutable_report()->set_checkpoints(all.notes.size());
    last.mutable_report()->set_names(all.names.size());
  }
  app::FsckListener listener;
  listener.progress = [&](app::FsckStage stage, uint64_t done, uint64_t of) {
    v1::FsckUpdate update;
    update.set_stage(stage == app::FsckStage::kEvents ? v1::FSCK_EVENTS : v1::FSCK_LEDGERS);
    update.set_done(done);
    update.set_of(of);
    return !stopped && Send(update);
  };
  listener.found = [&](const app::Finding& finding) {
    v1::FsckUpdate update;
    Fill(finding, *update.mutable_finding());
    Send(update);
  };
  const auto examined = app::ExamineServed(parts, listener);
  over();
  if (!examined) {
    const app::Unavailable stopping{app::Unavailable::Why::kStopping, "Fsck"};
    return End(stopped ? ToGrpc(Describe(stopping, language_)) : grpc::Status::CANCELLED);
  }
  v1::FsckReport& report = *last.mutable_report();
  report.set_events(examined->events);
  report.set_ledgers(examined->ledgers);
  report.set_root(std::string(examined->root.begin(), examined->root.end()));
  for (const app::Finding& finding : examined->findings) Fill(finding, *report.add_findings());
  report.set_more_findings(examined->more);
  End(Send(last) ? grpc::Status::OK : grpc::Status::CANCELLED);
}

bool FsckCall::Send(const v1::FsckUpdate& update) {
  if (gone_) return false;
  std::unique_lock lock(mutex_);
  writing_ = true;
  StartWrite(&update);
  written_.wait(lock, [this] { return !writing_; });
  return !gone_;
}

void FsckCall::OnWriteDone(bool ok) {
  // Told under the lock: as soon as it is free, the call may end and be gone.
  const std::lock_guard lock(mutex_);
  if (!ok) gone_ = true;
  writing_ = false;
  written_.notify_one();
}

void FsckCall::End(const grpc::Status& status) {
  meter_.micros.Observe(watch_.Micros());
  meter_.End(status.error_code());
  Finish(status);
}

}  // namespace outturn::rpc
