// What comes in goes out again: no field of any kind is forgotten on the way through core.
#include <gtest/gtest.h>

#include <set>

#include "outturn/v1/about.pb.h"
#include "services/core/kind_names.h"
#include "services/wire/codec.h"
#include "tests/wire/messages.h"

namespace outturn::wire {
namespace {

using google::protobuf::FieldDescriptor;

TEST(Codec, KnowsTheSameKindsAsCore) {
  std::set<std::string> on_the_wire;
  for (const FieldDescriptor* kind : Kinds()) on_the_wire.insert(kind->name());
  const auto& names = core::KindNames();
  EXPECT_EQ(on_the_wire, (std::set<std::string>(names.begin(), names.end())));
  EXPECT_EQ(on_the_wire.size(), names.size());
}

TEST(Codec, NamesEveryKindForPeopleAndForTheCommandLine) {
  std::set<std::string> spoken;
  for (const FieldDescriptor* kind : Kinds()) {
    SCOPED_TRACE(kind->name());
    const v1::KindAbout& about = kind->options().GetExtension(v1::kind);
    EXPECT_FALSE(about.zh().empty());
    EXPECT_FALSE(about.en().empty());
    EXPECT_NE(about.cli().find(' '), std::string::npos) << "noun and verb";
    EXPECT_TRUE(spoken.insert(about.cli()).second) << "said twice: " << about.cli();
  }
}

// Policy and what hangs below it are read from files whole; nobody types them field by field.
TEST(Codec, NamesEveryFieldForPeople) {
  for (const FieldDescriptor* kind : Kinds()) {
    for (const Place& place : PlacesOf(FullCommand(kind))) {
      if (place.path.starts_with("policy_adopted.policy.")) continue;
      const v1::About& about = place.field->options().GetExtension(v1::about);
      EXPECT_FALSE(about.zh().empty()) << place.path;
      EXPECT_FALSE(about.en().empty()) << place.path;
    }
  }
}

TEST(Codec, KeepsEveryFieldOfEveryCommand) {
  for (const FieldDescriptor* kind : Kinds()) {
    SCOPED_TRACE(kind->name());
    const v1::Command sent = FullCommand(kind);
    const auto decoded = Decode(sent);
    ASSERT_TRUE(std::holds_alternative<core::Command>(decoded))
        << testing::PrintToString(MalformedFields(sent));
    EXPECT_EQ(core::KindName(std::get<core::Command>(decoded).body), kind->name());
    v1::Command back;
    Encode(std::get<core::Command>(decoded), back);
    EXPECT_EQ(DifferenceOf(sent, back), "");
  }
}

TEST(Codec, KeepsEveryFieldOfEveryEvent) {
  for (const FieldDescriptor* kind : Kinds()) {
    SCOPED_TRACE(kind->name());
    const v1::Event stored = FullEvent(kind);
    const auto event = DecodeEvent(stored.SerializeAsString());
    ASSERT_TRUE(event.has_value());
    v1::Event back;
    ASSERT_TRUE(back.ParseFromString(EncodeEvent(*event)));
    EXPECT_EQ(DifferenceOf(stored, back), "");
  }
}

// The state folded from a live event and from its stored bytes would differ otherwise.
TEST(Codec, DecodesWhatItEncodesToTheSameCommand) {
  for (const FieldDescriptor* kind : Kinds()) {
    SCOPED_TRACE(kind->name());
    v1::Command sent = FullCommand(kind);
    const core::Command once = std::get<core::Command>(Decode(sent));
    v1::Command written;
    Encode(once, written);
    EXPECT_TRUE(std::get<core::Command>(Decode(written)) == once);
  }
}

// Sends each command with each optional field left out.
TEST(Codec, DecodesSparseCommandsToTheSameCommandToo) {
  for (const FieldDescriptor* kind : Kinds()) {
    const v1::Command full = FullCommand(kind);
    for (const Place& place : PlacesOf(full)) {
      v1::Command sparse = full;
      auto* holder = place.In(sparse);
      holder->GetReflection()->ClearField(holder, place.field);
      const auto once = Decode(sparse);
      if (!std::holds_alternative<core::Command>(once)) continue;
      v1::Command written;
      Encode(std::get<core::Command>(once), written);
      const auto again = Decode(written);
      ASSERT_TRUE(std::holds_alternative<core::Command>(again)) << place.path;
      EXPECT_TRUE(std::get<core::Command>(again) == std::get<core::Command>(once)) << place.path;
    }
  }
}

TEST(Codec, KeepsTheKindsOfIndicatorsThatHaveNoTarget) {
  for (const v1::IndicatorKind kind : {v1::QUALITATIVE, v1::TIMELINESS}) {
    v1::Command sent = FullCommand(v1::Command::descriptor()->FindFieldByName("indicator_set"));
    sent.mutable_indicator_set()->set_kind(kind);
    sent.mutable_indicator_set()->clear_target();
    v1::Command back;
    Encode(std::get<core::Command>(Decode(sent)), back);
    EXPECT_EQ(DifferenceOf(sent, back), "");
  }
}

}  // namespace
}  // namespace outturn::wire
