#include "clients/client/batch_stream.h"

#include <string>

namespace outturn::client {

// One operation at a time is under way, so operations need no tags to be told apart.
BatchStream::BatchStream(const Connection& connection, v1::Recorder::Stub* stub,
                         std::chrono::milliseconds limit)
    : limit_(limit) {
  connection.Prepare(&context_);
  stream_ = stub->PrepareAsyncRecordStream(&context_, &queue_);
  stream_->StartCall(this);
  Note(Await());
}

BatchStream::~BatchStream() {
  if (!finished_) {
    context_.TryCancel();
    grpc::Status ignored;
    stream_->Finish(&ignored, this);
    Await();
  }
  queue_.Shutdown();
  void* tag = nullptr;
  for (bool ok = false; queue_.Next(&tag, &ok);) {
  }
}

// An operation always ends once the call is cancelled, so none outlives this.
bool BatchStream::Await() {
  void* tag = nullptr;
  bool ok = false;
  const auto until = std::chrono::system_clock::now() + limit_;
  if (queue_.AsyncNext(&tag, &ok, until) == grpc::CompletionQueue::GOT_EVENT) return ok;
  late_ = true;
  context_.TryCancel();
  return queue_.Next(&tag, &ok) && ok;
}

bool BatchStream::Note(bool ok) {
  broken_ = broken_ || !ok || late_;
  return !broken_;
}

bool BatchStream::Send(const v1::RecordBatchRequest& request) {
  if (broken_) return false;
  stream_->Write(request, this);
  return Note(Await());
}

bool BatchStream::Receive(v1::RecordBatchReply* reply) {
  if (broken_) return false;
  stream_->Read(reply, this);
  return Note(Await());
}

grpc::Status BatchStream::Finish() {
  const bool broken = broken_;
  if (!broken) {
    stream_->WritesDone(this);
    Await();
  }
  grpc::Status status;
  stream_->Finish(&status, this);
  finished_ = true;
  Await();
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
