#include "clients/client/recorder.h"

#include <algorithm>
#include <utility>

namespace outturn::client {
namespace {

grpc::Status StatusOf(const google::rpc::Status& error) {
  return {static_cast<grpc::StatusCode>(error.code()), error.message(), error.SerializeAsString()};
}

}  // namespace

bool NothingHappened(const Failure& failure) {
  const std::string& reason = failure.reason;
  return reason == "READ_ONLY" || reason == "DISK_NEARLY_FULL" || reason == "STOPPING" ||
         reason == "OVERLOADED";
}

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
      retries_(options_.retry),
      stub_(v1::Recorder::NewStub(connection_.channel())) {
  retries_.Progressed();
}

std::optional<Failure> Recorder::Submit(v1::Command command, uint64_t tag) {
  const size_t bytes = command.ByteSizeLong();
  if (!filling_.tags.empty() && filling_.bytes + bytes > options_.batch_bytes) {
    if (auto failure = Exchange(options_.window)) return failure;
  }
  *filling_.request.add_commands() = std::move(command);
  filling_.tags.push_back(tag);
  filling_.bytes += bytes;
  if (filling_.tags.size() < options_.batch_commands) return std::nullopt;
  return Exchange(options_.window);
}

std::optional<Failure> Recorder::Flush() {
  if (auto failure = Exchange(0)) return failure;
  // Everything is answered: how the stream ends says nothing more.
  if (stream_) (void)stream_->Finish();
  stream_.reset();
  return std::nullopt;
}

std::optional<Failure> Recorder::Exchange(size_t most) {
  if (!filling_.tags.empty()) {
    filling_.request.set_validate_only(options_.validate_only);
    filling_.answers.resize(filling_.tags.size());
    waiting_.push_back(std::move(filling_));
    filling_ = Batch();
  }
  while (true) {
    const grpc::Status status = Attempt(most);
    if (status.ok()) return std::nullopt;
    if (!retries_.Again(status)) return FailureOf(status);
    connection_.Reconnect();
  }
}

grpc::Status Recorder::Attempt(size_t most) {
  if (waiting_.empty()) {
    lost_ = false;
    return grpc::Status::OK;
  }
  if (!stream_) {
    stream_ = std::make_unique<BatchStream>(connection_, stub_.get(), options_.retry.attempt);
  }
  if (!SendWaiting()) return Break();
  grpc::Status gap;  // with one, the replies under way are still taken, but nothing is told
  while (gap.ok() ? waiting_.size() > most : sent_ > 0) {
    v1::RecordBatchReply reply;
    if (!stream_->Receive(&reply)) {
      const grpc::Status why = Break();
      return gap.ok() ? why : gap;
    }
    Batch& batch = waiting_[waiting_.size() - sent_];
    --sent_;
    const grpc::Status noted = NoteReply(reply, &batch);
    if (noted.error_code() == grpc::StatusCode::INTERNAL) return noted;
    if (gap.ok()) {
      const size_t before = waiting_.front().told;
      gap = noted;
      Tell();
      if (waiting_.empty() || gap.ok() || waiting_.front().told > before) retries_.Progressed();
    }
  }
  if (gap.ok()) return gap;
  Break();
  return gap;
}

bool Recorder::MayHaveRecorded() const {
  const auto recorded = [](const std::optional<Answer>& answer) {
    return answer && std::holds_alternative<v1::Receipt>(*answer);
  };
  return lost_ || std::any_of(waiting_.begin(), waiting_.end(), [&](const Batch& batch) {
           return std::any_of(batch.answers.begin() + static_cast<std::ptrdiff_t>(batch.told),
                              batch.answers.end(), recorded);
         });
}

bool Recorder::SendWaiting() {
  while (sent_ < waiting_.size()) {
    Batch& batch = waiting_[sent_];
    v1::RecordBatchRequest rest;
    rest.set_validate_only(options_.validate_only);
    for (const size_t i : batch.asked) {
      *rest.add_commands() = batch.request.commands(static_cast<int>(i));
    }
    ++sent_;
    if (!stream_->Send(batch.asked.empty() ? batch.request : rest)) return false;
  }
  return true;
}

grpc::Status Recorder::NoteReply(const v1::RecordBatchReply& reply, Batch* batch) {
  const size_t asked = batch->asked.empty() ? batch->tags.size() : batch->asked.size();
  if (reply.answers_size() != static_cast<int>(asked)) {
    return {grpc::StatusCode::INTERNAL, "the server answered another number of commands than sent"};
  }
  grpc::Status unanswered;
  for (size_t i = 0; i < asked; ++i) {
    const auto& answer = reply.answers(static_cast<int>(i));
    std::optional<Answer>& noted = batch->answers[batch->asked.empty() ? i : batch->asked[i]];
    if (noted) continue;  // a receipt of an earlier attempt: it says "recorded now"
    if (answer.has_receipt()) {
      noted = answer.receipt();
      continue;
    }
    const grpc::Status error = StatusOf(answer.error());
    if (!IsUnanswered(error)) {
      noted = FailureOf(answer.error());
    } else {
      lost_ = lost_ || !NothingHappened(FailureOf(answer.error()));
      if (unanswered.ok()) unanswered = error;
    }
  }
  return unanswered;
}

void Recorder::Tell() {
  while (!waiting_.empty()) {
    Batch& batch = waiting_.front();
    for (; batch.told < batch.tags.size(); ++batch.told) {
      const std::optional<Answer>& answer = batch.answers[batch.told];
      if (!answer) return;
      on_answer_(batch.tags[batch.told], batch.request.commands(static_cast<int>(batch.told)),
                 *answer);
    }
    waiting_.pop_front();
    if (waiting_.size() <= sent_) return;  // the reply to the next one has not come
  }
}

grpc::Status Recorder::Break() {
  const grpc::Status why = stream_->Finish();
  stream_.reset();
  lost_ = lost_ || sent_ > 0;
  sent_ = 0;
  for (Batch& batch : waiting_) {
    batch.asked.clear();
    for (size_t i = batch.told; i < batch.tags.size(); ++i) {
      std::optional<Answer>& answer = batch.answers[i];
      // What was refused after the gap may have needed what is in it.
      if (answer && std::holds_alternative<Failure>(*answer)) answer.reset();
      if (!answer) batch.asked.push_back(i);
    }
  }
  return why;
}

}  // namespace outturn::client
