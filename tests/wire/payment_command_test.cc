// A payment's command as read by hand, held against the generated classes.
#include "services/wire/payment_command.h"

#include <gtest/gtest.h>

#include <random>

#include "services/wire/codec.h"
#include "tests/wire/messages.h"

namespace outturn::wire {
namespace {

v1::Command PlainPayment() {
  v1::Command command = FullCommand(v1::Command::descriptor()->FindFieldByName("payment"));
  command.mutable_payment()->clear_commitment();
  command.mutable_payment()->clear_drawn_fen();
  command.mutable_header()->clear_override();
  command.mutable_header()->set_source("treasury");
  command.mutable_header()->set_external_id("2024-0001");
  return command;
}

bool IsRead(const std::string& bytes) {
  core::Command command;
  return ReadPayment(bytes, command);
}
bool IsRead(const v1::Command& message) { return IsRead(message.SerializeAsString()); }

// What is read is what Decode makes of it.
void ExpectAsDecoded(const std::string& bytes) {
  core::Command command;
  if (!ReadPayment(bytes, command)) return;
  v1::Command message;
  ASSERT_TRUE(message.ParseFromString(bytes));
  const auto decoded = Decode(message);
  ASSERT_TRUE(std::holds_alternative<core::Command>(decoded)) << message.ShortDebugString();
  EXPECT_EQ(std::get<core::Command>(decoded), command) << message.ShortDebugString();
}

TEST(PaymentCommand, IsTheDecodedOne) {
  v1::Command command = PlainPayment();
  ASSERT_TRUE(IsRead(command));
  ExpectAsDecoded(command.SerializeAsString());
  command.mutable_payment()->set_payee("某市供应商有限公司");
  command.mutable_payment()->clear_purpose();
  command.mutable_payment()->clear_procurement();
  command.mutable_payment()->clear_method();
  command.mutable_header()->clear_document_number();
  command.mutable_header()->clear_expected_version();
  ASSERT_TRUE(IsRead(command));
  ExpectAsDecoded(command.SerializeAsString());
}

// Each field on its own: left out, at and beyond its limits, of characters that have no place.
TEST(PaymentCommand, IsLeftToFieldsWhereAnythingIsWrong) {
  const v1::Command plain = PlainPayment();
  const std::vector<std::string> texts = {"",
                                          std::string(7, 'x'),
                                          std::string(8, 'x'),
                                          std::string(64, 'x'),
                                          "a\x7f",
                                          std::string(65, 'x'),
                                          std::string(128, 'x'),
                                          std::string(129, 'x'),
                                          "a\nb",
                                          std::string(256, 'x'),
                                          std::string(257, 'x'),
                                          std::string(16'384, 'x'),
                                          "a\x1f",
                                          "办公费",
                                          "凭\u200b证",
                                          std::string(16'385, 'x'),
                                          "2024-1",
                                          std::string("a\0b", 3)};
  const std::vector<int64_t> numbers = {
      0, 1, -1, 2, 9, 1899, 1900, 2999, 3000, 20'240'229, 20'230'229, INT32_MAX, INT32_MIN};
  int read = 0;
  for (const Place& place : PlacesOf(plain)) {
    const auto* field = place.field;
    const auto set = [&](auto change) {
      v1::Command command = plain;
      auto& holder = *place.In(command);
      change(*holder.GetReflection(), holder);
      const std::string bytes = command.SerializeAsString();
      ExpectAsDecoded(bytes);
      read += IsRead(bytes) ? 1 : 0;
    };
    switch (field->cpp_type()) {
      case google::protobuf::FieldDescriptor::CPPTYPE_STRING:
        for (const std::string& text : texts) {
          set([&](const auto& of, auto& in) { of.SetString(&in, field, text); });
        }
        break;
      case google::protobuf::FieldDescriptor::CPPTYPE_INT32:
        for (const int64_t number : numbers) {
          set([&](const auto& of, auto& in) {
            of.SetInt32(&in, field, static_cast<int32_t>(number));
          });
        }
        break;
      case google::protobuf::FieldDescriptor::CPPTYPE_INT64:
        for (const int64_t number : {INT64_MIN, int64_t{-1}, int64_t{0}, core::kMaxAmount.count(),
                                     core::kMaxAmount.count() + 1}) {
          set([&](const auto& of, auto& in) { of.SetInt64(&in, field, number); });
        }
        break;
      case google::protobuf::FieldDescriptor::CPPTYPE_ENUM:
        for (const int64_t number : numbers) {
          set([&](const auto& of, auto& in) {
            of.SetEnumValue(&in, field, static_cast<int>(number));
          });
        }
        break;
      default:
        break;
    }
  }
  EXPECT_GT(read, 50) << "most of what is right is read";
}

TEST(PaymentCommand, IsNoOtherKindAndNoPaymentOfAnotherShape) {
  for (const auto* kind : Kinds()) EXPECT_FALSE(IsRead(FullCommand(kind))) << kind->name();
  v1::Command command = PlainPayment();
  command.mutable_payment()->mutable_commitment()->set_external_id("c");
  EXPECT_FALSE(IsRead(command));
  command = PlainPayment();
  command.mutable_payment()->set_drawn_fen(1);
  EXPECT_FALSE(IsRead(command));
  command = PlainPayment();
  command.mutable_header()->mutable_override();
  EXPECT_FALSE(IsRead(command));
  command = PlainPayment();
  command.mutable_header()->set_external_id("凭证—1号");
  EXPECT_FALSE(IsRead(command)) << "whether it hides characters is not looked at here";
}

TEST(PaymentCommand, OfBytesOfAnotherLayoutIsTheDecodedOneOrNone) {
  const std::string bytes = PlainPayment().SerializeAsString();
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(IsRead(bytes.substr(0, size))) << size;
  }
  EXPECT_FALSE(IsRead(bytes + bytes)) << "fields told twice are merged by the parser";
  EXPECT_FALSE(IsRead(bytes + "\x9a\x06\x01x")) << "a field nobody knows";
  EXPECT_FALSE(IsRead(std::string(300, '\xff')));
  std::mt19937_64 random(20240731);
  for (int round = 0; round < 50'000; ++round) {
    std::string changed = bytes;
    for (uint64_t flips = 1 + random() % 2; flips > 0; --flips) {
      changed[random() % changed.size()] ^= static_cast<char>(1 << random() % 8);
    }
    ExpectAsDecoded(changed);
  }
}

}  // namespace
}  // namespace outturn::wire
