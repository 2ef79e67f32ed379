#include "services/rpc/record_stream.h"

#include <utility>

namespace outturn::rpc {
namespace {

// Batches read ahead of their replies; the client's flow control does the rest. While the book is
// busy only one: two hundred streams would otherwise fill the queue and be turned away.
constexpr size_t kReadAhead = 16;

}  // namespace

void RecordStreams::End() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  for (RecordStreamReactor* stream : streams_) stream->End();
}

bool RecordStreams::Add(RecordStreamReactor* stream) {
  const std::lock_guard lock(mutex_);
  streams_.insert(stream);
  return !ended_;
}

void RecordStreams::Remove(RecordStreamReactor* stream) {
  const std::lock_guard lock(mutex_);
  streams_.erase(stream);
}

RecordStreamReactor::RecordStreamReactor(app::Book& book, RecordStreams& streams, Language language)
    : book_(book),
      streams_(streams),
      meter_(book.meters().Of(app::Call::kRecordStream)),
      language_(language) {
  book_.meters().streams_open.Up();
  if (!streams_.Add(this)) {
    End();
    return;
  }
  const std::lock_guard lock(mutex_);
  Advance();
}

void RecordStreamReactor::Advance() {
  // What is pending calls this again when it is told, so a stream that holds back goes on.
  const bool may_read = pending_.empty() || (pending_.size() < kReadAhead && !book_.Busy());
  if (!reading_ && !no_more_requests_ && !broken_ && may_read) {
    reading_ = true;
    StartRead(&request_);
  }
  if (!writing_ && !broken_ && !pending_.empty() && pending_.front()->answered) {
    writing_ = true;
    StartWrite(&pending_.front()->reply);
  }
  const bool all_told = pending_.empty() || (broken_ && !writing_);
  if ((no_more_requests_ || broken_) && all_told && (!reading_ || ending_) && !finished_) {
    finished_ = true;
    Finish(status_);
  }
}

void RecordStreamReactor::End() {
  const std::lock_guard lock(mutex_);
  ending_ = true;
  if (!no_more_requests_) {
    status_ = ToGrpc(Describe(app::Unavailable{app::Unavailable::Why::kStopping, {}}, language_));
  }
  no_more_requests_ = true;
  Advance();
}

void RecordStreamReactor::OnReadDone(bool ok) {
  const app::Stopwatch watch;
  Batch batch;
  const grpc::Status status = ok ? ReadBatch(request_, book_, language_, batch) : grpc::Status::OK;
  Pending* pending = nullptr;
  {
    const std::lock_guard lock(mutex_);
    reading_ = false;
    if (ok && !ending_) status_ = status;
    if (!ok || !status_.ok()) {
      no_more_requests_ = true;
      Advance();
      return;
    }
    pending = pending_.emplace_back(std::make_unique<Pending>()).get();
    pending->watch = watch;
    unanswered_ += 2;  // until it was handed over, the stream lives, too
    // The next read waits until then: batches are taken in order.
    reading_ = true;
  }
  RecordAll(book_, std::move(batch), app::Pace::kHeldBack, language_,
            [this, pending](grpc::ByteBuffer reply) { Answered(pending, std::move(reply)); });
  bool last = false;
  {
    const std::lock_guard lock(mutex_);
    reading_ = false;
    --unanswered_;
    if (!done_) Advance();
    last = done_ && unanswered_ == 0;
  }
  if (last) delete this;
}

void RecordStreamReactor::Answered(Pending* pending, grpc::ByteBuffer reply) {
  bool last = false;
  meter_.micros.Observe(pending->watch.Micros());
  {
    const std::lock_guard lock(mutex_);
    pending->reply.Swap(&reply);
    pending->answered = true;
    --unanswered_;
    if (!done_) Advance();
    last = done_ && unanswered_ == 0;
  }
  if (last) delete this;
}

void RecordStreamReactor::OnWriteDone(bool ok) {
  const std::lock_guard lock(mutex_);
  writing_ = false;
  if (ok) {
    pending_.pop_front();
  } else {
    broken_ = true;
  }
  Advance();
}

void RecordStreamReactor::OnCancel() {
  const std::lock_guard lock(mutex_);
  broken_ = true;
  Advance();
}

void RecordStreamReactor::OnDone() {
  book_.meters().streams_open.Down();
  streams_.Remove(this);
  bool last = false;
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
    meter_.End(broken_ ? grpc::StatusCode::CANCELLED : status_.error_code());
    last = unanswered_ == 0;
  }
  if (last) delete this;
}

}  // namespace outturn::rpc
