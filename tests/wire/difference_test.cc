// Whether a request sent again says the same, and if not, where.
#include <gtest/gtest.h>

#include "outturn/v1/about.pb.h"
#include "services/wire/codec.h"
#include "tests/wire/messages.h"

namespace outturn::wire {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

const FieldDescriptor* Kind(const char* name) {
  return v1::Command::descriptor()->FindFieldByName(name);
}

// As the book compares: both through core.
v1::Command ThroughCore(const v1::Command& sent) {
  v1::Command written;
  Encode(std::get<core::Command>(Decode(sent)), written);
  return written;
}

// Another value that is well-formed too.
void Change(Message& message, const FieldDescriptor* field) {
  const Reflection& reflection = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.SetString(&message, field,
                                  reflection.GetString(message, field) == "9" ? "8" : "9");
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(&message, field, !reflection.GetBool(message, field));
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(&message, field, reflection.GetInt32(message, field) + 1);
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(&message, field, reflection.GetInt64(message, field) + 1);
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.SetUInt32(&message, field, reflection.GetUInt32(message, field) + 1);
    case FieldDescriptor::CPPTYPE_UINT64:
      return reflection.SetUInt64(&message, field, reflection.GetUInt64(message, field) + 1);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&message, field,
                                     reflection.GetEnumValue(message, field) == 1 ? 2 : 1);
    default:
      FAIL() << field->full_name();
  }
}

TEST(Difference, IsNoneForTheSameContent) {
  for (const FieldDescriptor* kind : Kinds()) {
    const v1::Command command = FullCommand(kind);
    EXPECT_FALSE(FirstDifference(command, command)) << kind->name();
    EXPECT_FALSE(FirstDifference(ThroughCore(command), ThroughCore(command))) << kind->name();
  }
}

TEST(Difference, NamesAnyFieldThatDiffersWithBothValues) {
  for (const FieldDescriptor* kind : Kinds()) {
    const v1::Command recorded = FullCommand(kind);
    for (const Place& place : PlacesOf(recorded)) {
      if (place.field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE ||
          place.field->is_repeated()) {
        continue;
      }
      v1::Command sent = recorded;
      Change(*place.In(sent), place.field);
      const auto difference = FirstDifference(recorded, sent);
      const bool heeded = !place.field->options().GetExtension(v1::about).decided() &&
                          place.path != "header.expected_version" &&
                          place.path != "report_published.last_publication";
      ASSERT_EQ(difference.has_value(), heeded) << place.path;
      if (!heeded) continue;
      EXPECT_EQ(difference->field, place.path);
      EXPECT_NE(difference->recorded, difference->sent) << place.path;
    }
  }
}

TEST(Difference, IsNoneWhereTheRequestLeavesToTheBookWhatTheBookResolves) {
  for (const FieldDescriptor* kind : Kinds()) {
    const v1::Command recorded = FullCommand(kind);
    v1::Command sent = recorded;
    for (const Place& place : PlacesOf(recorded)) {
      if (!place.field->options().GetExtension(v1::about).resolved()) continue;
      Message* holder = place.In(sent);
      holder->GetReflection()->ClearField(holder, place.field);
    }
    const auto difference = FirstDifference(recorded, sent);
    EXPECT_FALSE(difference) << kind->name() << ": " << difference->field;
  }
}

TEST(Difference, CountsAnEmptyFieldThatTheBookDoesNotResolve) {
  const v1::Command recorded = FullCommand(Kind("payment"));
  v1::Command sent = recorded;
  sent.mutable_payment()->clear_purpose();
  const auto difference = FirstDifference(recorded, sent);
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->field, "payment.purpose");
  EXPECT_EQ(difference->recorded, recorded.payment().purpose());
  EXPECT_EQ(difference->sent, "");
}

TEST(Difference, CountsAFilledFieldThatWasEmpty) {
  v1::Command recorded = FullCommand(Kind("payment"));
  const v1::Command sent = recorded;
  recorded.mutable_header()->clear_document_number();
  const auto difference = FirstDifference(recorded, sent);
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->field, "header.document_number");
  EXPECT_EQ(difference->recorded, "");
}

TEST(Difference, CountsAWholePartThatIsMissing) {
  const v1::Command recorded = FullCommand(Kind("payment"));
  v1::Command sent = recorded;
  sent.mutable_payment()->clear_commitment();
  sent.mutable_payment()->clear_drawn_fen();
  const auto difference = FirstDifference(recorded, sent);
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->field, "payment.commitment");
  EXPECT_EQ(difference->sent, "");
}

TEST(Difference, NamesTheItemOfAListAndItsField) {
  const v1::Command recorded = FullCommand(Kind("virement"));
  v1::Command sent = recorded;
  sent.mutable_virement()->mutable_legs(1)->set_amount_fen(5);
  const auto difference = FirstDifference(recorded, sent);
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->field, "virement.legs[1].amount_fen");
  EXPECT_EQ(difference->sent, "5");
}

TEST(Difference, NamesAListOfAnotherLength) {
  const v1::Command recorded = FullCommand(Kind("initial_appropriation"));
  v1::Command sent = recorded;
  sent.mutable_initial_appropriation()->mutable_amounts()->RemoveLast();
  const auto difference = FirstDifference(recorded, sent);
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->field, "initial_appropriation.amounts");
  EXPECT_EQ(difference->recorded, "2 items");
  EXPECT_EQ(difference->sent, "1 items");
}

TEST(Difference, NamesAListOfWordsByItsItem) {
  const v1::Command recorded = FullCommand(Kind("policy_adopted"));
  v1::Command sent = recorded;
  sent.mutable_policy_adopted()->mutable_policy()->set_allowed_after_close(1, "payment");
  const auto difference = FirstDifference(recorded, sent);
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->field, "policy_adopted.policy.allowed_after_close[1]");
}

TEST(Difference, OfAnotherKindIsTheBody) {
  const auto difference =
      FirstDifference(FullCommand(Kind("cut")), FullCommand(Kind("supplement")));
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->field, "body");
  EXPECT_EQ(difference->recorded, "cut");
  EXPECT_EQ(difference->sent, "supplement");
}

TEST(Difference, IgnoresTheVersionExpected) {
  const v1::Command recorded = FullCommand(Kind("payment"));
  v1::Command sent = recorded;
  sent.mutable_header()->set_expected_version(77);
  EXPECT_FALSE(FirstDifference(recorded, sent));
}

}  // namespace
}  // namespace outturn::wire
