#include "services/rpc/batch.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/rpc/command.h"
#include "services/wire/codec.h"
#include "services/wire/message_bytes.h"
#include "services/wire/payment_bytes.h"
#include "services/wire/payment_command.h"
#include "services/wire/payment_fields.h"
#include "services/wire/refusal_words.h"

namespace outturn::rpc {
namespace {

constexpr size_t kMaxBatch = 1000;

void Fill(const app::Receipt& from, Language language, v1::Receipt& to) {
  to.set_position(from.position);
  to.set_recorded_at_us(from.recorded_at.microseconds());
  to.set_already_recorded(from.already_recorded);
  wire::Encode(from.outcome, *to.mutable_outcome());
  for (const core::Warning& warning : from.outcome.warnings) {
    to.add_warning_texts(core::Message(wire::InWords(warning.exceeded, language), language));
  }
}

// The bytes in one piece. `space` holds them where they came in several.
std::string_view InOnePiece(const grpc::ByteBuffer& buffer, grpc::Slice& space) {
  if (!buffer.TrySingleSlice(&space).ok() && !buffer.DumpToSingleSlice(&space).ok()) return {};
  return {reinterpret_cast<const char*>(space.begin()), space.size()};
}

// Where the commands lie. False: not as the generated classes write it.
bool FindCommands(std::string_view request, std::vector<std::string_view>& commands,
                  bool& validate_only) {
  wire::Scan scan(request);
  while (scan.Next()) {
    if (scan.field == wire::kCommands && !scan.is_number) {
      commands.push_back(scan.bytes);
    } else if (scan.field == wire::kValidateOnly && scan.is_number) {
      validate_only = scan.number != 0;
    } else {
      return false;
    }
  }
  return scan.good();
}

// The same with unknown fields left out; nullopt where it is no such message.
std::optional<std::string> AsGenerated(std::string_view request) {
  v1::RecordBatchRequest message;
  if (!message.ParseFromArray(request.data(), static_cast<int>(request.size()))) {
    return std::nullopt;
  }
  message.DiscardUnknownFields();
  return message.SerializeAsString();
}

// False: the bytes are no command.
bool ReadCommand(std::string_view bytes, const app::Book& book, Language language, Batch& to) {
  if (wire::ReadPayment(bytes, to.commands.emplace_back())) return true;
  to.commands.pop_back();
  v1::Command message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return false;
  auto understood = Understand(message, book);
  if (const auto* violations = std::get_if<wire::Violations>(&understood)) {
    book.meters().malformed.Add();
    to.errors.emplace_back(to.commands.size() + to.errors.size(), Describe(*violations, language));
  } else {
    to.commands.push_back(std::get<core::Command>(std::move(understood)));
  }
  return true;
}

grpc::Status NoBatch(Language language) {
  return Malformed(language, "", "other bytes",
                   {"RecordBatchRequest 消息", "a RecordBatchRequest"});
}

// Appends to the answers of a reply.
void AppendError(google::rpc::Status error, std::string& reply) {
  v1::RecordBatchReply one;
  *one.add_answers()->mutable_error() = std::move(error);
  one.AppendToString(&reply);
}
void AppendAnswer(const app::Answer& answer, Language language, std::string& reply) {
  const auto* receipt = std::get_if<app::Receipt>(&answer);
  if (receipt != nullptr && receipt->outcome.warnings.empty()) {
    wire::AppendReceipt(receipt->position, receipt->recorded_at, receipt->already_recorded,
                        receipt->outcome, reply);
    return;
  }
  v1::RecordBatchReply one;
  auto error = Settle(answer, language, *one.add_answers()->mutable_receipt());
  if (error) return AppendError(*std::move(error), reply);
  one.AppendToString(&reply);
}

grpc::ByteBuffer ReplyOf(const std::vector<std::pair<size_t, google::rpc::Status>>& errors,
                         const std::vector<app::Answer>& answers, Language language) {
  constexpr size_t kUsualBytes = 64;  // of an answer
  std::string reply;
  reply.reserve(kUsualBytes * answers.size());
  size_t told = 0;
  auto error = errors.begin();
  for (size_t place = 0; place < answers.size() + errors.size(); ++place) {
    if (error != errors.end() && error->first == place) {
      AppendError((error++)->second, reply);
    } else {
      AppendAnswer(answers[told++], language, reply);
    }
  }
  const grpc::Slice slice(reply);
  return {&slice, 1};
}

}  // namespace

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

grpc::Status ReadBatch(const grpc::ByteBuffer& request, const app::Book& book, Language language,
                       Batch& to) {
  grpc::Slice space;
  std::string_view bytes = InOnePiece(request, space);
  to.bytes = bytes.size();
  std::vector<std::string_view> commands;
  std::optional<std::string> again;
  if (!FindCommands(bytes, commands, to.validate_only)) {
    again = AsGenerated(bytes);
    commands.clear();
    to.validate_only = false;
    if (!again || !FindCommands(*again, commands, to.validate_only)) return NoBatch(language);
  }
  if (commands.empty() || commands.size() > kMaxBatch) {
    return Malformed(language, "commands", std::to_string(commands.size()) + " commands",
                     {"1 至 1000 条", "1 to 1000 commands"});
  }
  to.commands.reserve(commands.size());
  for (const std::string_view command : commands) {
    if (!ReadCommand(command, book, language, to)) return NoBatch(language);
  }
  return grpc::Status::OK;
}

void RecordAll(app::Book& book, Batch batch, app::Pace pace, Language language,
               std::function<void(grpc::ByteBuffer)> done) {
  if (batch.commands.empty()) {
    done(ReplyOf(batch.errors, {}, language));
    return;
  }
  book.Submit(
      std::move(batch.commands), batch.bytes, batch.validate_only,
      [language, errors = std::move(batch.errors), done = std::move(done)](
          const std::vector<app::Answer>& answers) { done(ReplyOf(errors, answers, language)); },
      pace);
}

}  // namespace outturn::rpc
