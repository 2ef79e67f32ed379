#include "services/rpc/batch.h"

#include <string>
#include <utility>
#include <vector>

#include "services/rpc/command.h"
#include "services/wire/codec.h"
#include "services/wire/refusal_words.h"

namespace outturn::rpc {
namespace {

constexpr int kMaxBatch = 1000;

void Fill(const app::Receipt& from, Language language, v1::Receipt& to) {
  to.set_position(from.position);
  to.set_recorded_at_us(from.recorded_at.microseconds());
  to.set_already_recorded(from.already_recorded);
  wire::Encode(from.outcome, *to.mutable_outcome());
  for (const core::Warning& warning : from.outcome.warnings) {
    to.add_warning_texts(core::Message(wire::InWords(warning.exceeded, language), language));
  }
}

}  // namespace

grpc::Status CheckSize(const v1::RecordBatchRequest& request, Language language) {
  const int count = request.commands_size();
  if (count >= 1 && count <= kMaxBatch) return grpc::Status::OK;
  return Malformed(language, "commands", std::to_string(count) + " commands",
                   {"1 至 1000 条", "1 to 1000 commands"});
}

std::optional<google::rpc::Status> Settle(const app::Answer& answer, Language language,
                                          v1::Receipt& receipt) {
  if (const auto* recorded = std::get_if<app::Receipt>(&answer)) {
    Fill(*recorded, language, receipt);
    return std::nullopt;
  }
  if (const auto* refusal = std::get_if<core::Refusal>(&answer)) {
    return Describe(*refusal, language);
  }
  return Describe(std::get<app::Unavailable>(answer), language);
}

void RecordAll(app::Book& book, const v1::RecordBatchRequest& request, app::Pace pace,
               Language language, v1::RecordBatchReply& reply, std::function<void()> done) {
  std::vector<core::Command> commands;
  std::vector<int> places;  // of the well-formed ones among the answers
  commands.reserve(static_cast<size_t>(request.commands_size()));
  reply.mutable_answers()->Reserve(request.commands_size());
  for (int i = 0; i < request.commands_size(); ++i) {
    v1::RecordBatchReply::Answer& place = *reply.add_answers();
    auto decoded = Understand(request.commands(i), book);
    if (const auto* violations = std::get_if<wire::Violations>(&decoded)) {
      book.meters().malformed.Add();
      *place.mutable_error() = Describe(*violations, language);
    } else {
      commands.push_back(std::get<core::Command>(std::move(decoded)));
      places.push_back(i);
    }
  }
  if (commands.empty()) {
    done();
    return;
  }
  book.Submit(
      std::move(commands), request.ByteSizeLong(), request.validate_only(),
      [&reply, language, places = std::move(places),
       done = std::move(done)](const std::vector<app::Answer>& answers) {
        for (size_t i = 0; i < answers.size(); ++i) {
          auto& place = *reply.mutable_answers(places[i]);
          auto error = Settle(answers[i], language, *place.mutable_receipt());
          if (error) *place.mutable_error() = *std::move(error);
        }
        done();
      },
      pace);
}

}  // namespace outturn::rpc
