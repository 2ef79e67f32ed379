#include "clients/client/recorder.h"

#include <utility>

namespace outturn::client {
namespace {

grpc::Status StatusOf(const google::rpc::Status& error) {
  return {static_cast<grpc::StatusCode>(error.code()), error.message(), error.SerializeAsString()};
}

}  // namespace

Answer Record(const Connection& connection, const RetryPolicy& policy,
              const v1::RecordRequest& request) {
  const auto stub = v1::Recorder::NewStub(connection.channel());
  v1::Receipt receipt;
  const grpc::Status status = connection.Call(policy, [&](grpc::ClientContext* context) {
    return stub->Record(context, request, &receipt);
  });
  if (!status.ok()) return FailureOf(status);
  return receipt;
}

Recorder::Recorder(const Connection& connection, RecorderOptions options, OnAnswer on_answer)
    : connection_(connection),
      options_(std::move(options)),
      on_answer_(std::move(on_answer)),
      stub_(v1::Recorder::NewStub(connection_.channel())) {
  batch_.set_validate_only(options_.validate_only);
}

std::optional<Failure> Recorder::Submit(v1::Command command, uint64_t tag) {
  const size_t bytes = command.ByteSizeLong();
  if (!tags_.empty() && batch_bytes_ + bytes > options_.batch_bytes) {
    if (auto failure = Send()) return failure;
  }
  *batch_.add_commands() = std::move(command);
  tags_.push_back(tag);
  batch_bytes_ += bytes;
  if (tags_.size() < options_.batch_commands) return std::nullopt;
  return Send();
}

std::optional<Failure> Recorder::Flush() {
  if (tags_.empty()) return std::nullopt;
  return Send();
}

std::optional<Failure> Recorder::Send() {
  answers_.assign(tags_.size(), std::nullopt);
  size_t from = 0;
  const grpc::Status status = connection_.Call(
      options_.retry, [&](grpc::ClientContext* context) { return SendFrom(&from, context); });
  for (size_t i = 0; i < tags_.size(); ++i) {
    if (answers_[i]) on_answer_(tags_[i], batch_.commands(static_cast<int>(i)), *answers_[i]);
  }
  if (!status.ok()) return FailureOf(status);
  batch_.clear_commands();
  batch_bytes_ = 0;
  tags_.clear();
  return std::nullopt;
}

grpc::Status Recorder::SendFrom(size_t* from, grpc::ClientContext* context) {
  v1::RecordBatchRequest rest;
  if (*from > 0) {
    rest.set_validate_only(options_.validate_only);
    for (size_t i = *from; i < tags_.size(); ++i) {
      *rest.add_commands() = batch_.commands(static_cast<int>(i));
    }
  }
  v1::RecordBatchReply reply;
  const grpc::Status status = stub_->RecordBatch(context, *from > 0 ? rest : batch_, &reply);
  if (!status.ok()) return status;
  if (reply.answers_size() != static_cast<int>(tags_.size() - *from)) {
    return {grpc::StatusCode::INTERNAL, "the server answered another number of commands than sent"};
  }
  return NoteAnswers(reply, from);
}

grpc::Status Recorder::NoteAnswers(const v1::RecordBatchReply& reply, size_t* from) {
  const size_t first = *from;
  grpc::Status unanswered;
  for (size_t i = first; i < tags_.size(); ++i) {
    const auto& answer = reply.answers(static_cast<int>(i - first));
    std::optional<Answer>& noted = answers_[i];
    if (answer.has_receipt()) {
      // A receipt from an earlier attempt says that it was recorded now, not before.
      if (!noted || !std::holds_alternative<v1::Receipt>(*noted)) noted = answer.receipt();
      continue;
    }
    const grpc::Status error = StatusOf(answer.error());
    if (!IsUnanswered(error)) {
      noted = FailureOf(answer.error());
    } else if (unanswered.ok()) {
      unanswered = error;
      *from = i;
    }
  }
  if (unanswered.ok()) return unanswered;
  // What was refused after the gap may have needed what is in it.
  for (size_t i = *from; i < tags_.size(); ++i) {
    if (answers_[i] && std::holds_alternative<Failure>(*answers_[i])) answers_[i].reset();
  }
  return unanswered;
}

}  // namespace outturn::client
