#include "clients/client/batch_stream.h"

#include <string>
#include <utility>

namespace outturn::client {

BatchStream::BatchStream(const Connection& connection, v1::Recorder::Stub* stub,
                         std::chrono::milliseconds limit)
    : limit_(limit) {
  connection.Prepare(&context_);
  stream_ = stub->PrepareAsyncRecordStream(&context_, &queue_);
  stream_->StartCall(this);
  Note(Await(this));
}

BatchStream::~BatchStream() {
  if (!finished_) {
    context_.TryCancel();
    grpc::Status ignored;
    stream_->Finish(&ignored, this);
    Await(this);
  }
  queue_.Shutdown();
  void* tag = nullptr;
  for (bool ok = false; queue_.Next(&tag, &ok);) {
  }
}

// An operation always ends once the call is cancelled, so none outlives this.
bool BatchStream::Await(const void* awaited) {
  const auto until = std::chrono::system_clock::now() + limit_;
  while (true) {
    void* tag = nullptr;
    bool ok = false;
    if (late_) {
      if (!queue_.Next(&tag, &ok)) return false;
    } else if (queue_.AsyncNext(&tag, &ok, until) != grpc::CompletionQueue::GOT_EVENT) {
      late_ = true;
      context_.TryCancel();
      continue;
    }
    if (tag == &reply_) Arrived(ok);
    if (tag == awaited) return ok;
    if (tag == &reply_) StartRead();
  }
}

bool BatchStream::Note(bool ok) {
  broken_ = broken_ || !ok || late_;
  return !broken_;
}

void BatchStream::Arrived(bool ok) {
  reading_ = ok ? Reading::kNot : Reading::kFailed;
  if (ok) arrived_.push_back(std::move(reply_));
}

void BatchStream::StartRead() {
  if (reading_ != Reading::kNot) return;
  reading_ = Reading::kUnderWay;
  stream_->Read(&reply_, &reply_);
}

bool BatchStream::Send(const v1::RecordBatchRequest& request) {
  if (broken_) return false;
  StartRead();
  stream_->Write(request, this);
  return Note(Await(this));
}

bool BatchStream::Receive(v1::RecordBatchReply* reply) {
  if (broken_) return false;
  if (arrived_.empty()) {
    StartRead();
    if (reading_ == Reading::kUnderWay) Await(&reply_);
    if (!Note(!arrived_.empty())) return false;
  }
  *reply = std::move(arrived_.front());
  arrived_.pop_front();
  return true;
}

grpc::Status BatchStream::Finish() {
  const bool broken = broken_;
  if (!broken) {
    stream_->WritesDone(this);
    Await(this);
  }
  grpc::Status status;
  stream_->Finish(&status, this);
  finished_ = true;
  Await(this);
  if (late_) {
    return {grpc::StatusCode::DEADLINE_EXCEEDED,
            "no reply within " + std::to_string(limit_.count()) + " ms"};
  }
  if (broken && status.ok()) {
    return {grpc::StatusCode::UNAVAILABLE, "the server ended the stream before its last reply"};
  }
  return status;
}

}  // namespace outturn::client
