// A batch from the wire, decided and folded by a small book, each event stored and read again.
#include <google/protobuf/stubs/logging.h>

#include <algorithm>

#include "services/wire/codec.h"
#include "services/wire/payment_command.h"
#include "tests/fuzz/target.h"
#include "tests/properties/book_under_test.h"

namespace outturn::fuzz {
namespace {

using properties::BookUnderTest;

// One ledger with lines, a budget, a commitment and a payment.
BookUnderTest Begun() {
  model::World world;
  world.fiscal = {{true, false, true}};
  world.rules = {model::Rules()};
  BookUnderTest book(world);
  model::Step budget;
  budget.parts = {{0, {0, 1}, 100'000}, {0, {0, 2}, 50'000}};
  model::Step commitment;
  commitment.kind = model::Kind::kCommit;
  commitment.place = {0, 1};
  commitment.fen = 5'000;
  model::Step payment = commitment;
  payment.kind = model::Kind::kPay;
  int number = 0;
  for (const model::Step& step : {budget, commitment, payment}) {
    Require(book.Ask(properties::CommandOf(step, "s" + std::to_string(number++), {}, 1)).ok(),
            "the book does not begin");
  }
  return book;
}

bool Knows(const BookUnderTest& book, const core::EventRef& ref) {
  return std::any_of(book.events().begin(), book.events().end(),
                     [&](const core::Event& event) { return event.command.header.ref == ref; });
}

void CheckEvent(const core::Event& event, const v1::Command& sent) {
  const std::string bytes = wire::EncodeEvent(event);
  const auto again = wire::DecodeEvent(bytes);
  Require(again.has_value(), "an event cannot be read again");
  Require(again->command == event.command && again->position == event.position &&
              again->recorded_at == event.recorded_at,
          "an event is read as another");
  Require(wire::EncodeEvent(*again) == bytes, "an event's bytes change");
  v1::Command recorded;
  wire::Encode(event.command, recorded);
  const auto difference = wire::FirstDifference(recorded, sent);
  Require(!difference, "a retry differs: " + (difference ? difference->field : ""));
}

void CheckCommand(const v1::Command& sent, BookUnderTest& book) {
  auto decoded = wire::Decode(sent);
  core::Command plain;
  const bool is_plain = wire::ReadPayment(sent.SerializeAsString(), plain);
  if (const auto* violations = std::get_if<wire::Violations>(&decoded)) {
    return Require(!violations->empty() && !is_plain, "refused for nothing, or not refused");
  }
  core::Command& command = std::get<core::Command>(decoded);
  Require(!is_plain || plain == command, "a payment is read as another command");
  v1::Command encoded;
  wire::Encode(command, encoded);
  const auto again = wire::Decode(encoded);
  Require(std::holds_alternative<core::Command>(again) && std::get<core::Command>(again) == command,
          "a command is read as another");
  if (Knows(book, command.header.ref)) return;
  const auto event = book.Ask(std::move(command));
  if (event) return CheckEvent(*event, encoded);
  for (const auto language : {core::Language::kChinese, core::Language::kEnglish}) {
    Require(!core::Message(event.refusal(), language).empty(), "a refusal without words");
  }
}

void Run(std::string_view bytes) {
  v1::RecordBatchRequest request;
  if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  static const BookUnderTest begun = Begun();
  BookUnderTest book = begun;
  for (const v1::Command& command : request.commands()) CheckCommand(command, book);
}

// The library tells of every text that is no UTF-8.
[[maybe_unused]] const auto quiet = google::protobuf::SetLogHandler(nullptr);
const Registered registered("wire", Run);

}  // namespace
}  // namespace outturn::fuzz
