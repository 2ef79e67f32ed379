// A malformed field is named by its exact path, and nothing else is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "outturn/v1/about.pb.h"
#include "services/wire/codec.h"
#include "services/wire/fields.h"
#include "tests/wire/messages.h"

namespace outturn::wire {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr int64_t kTooMuch = 1'000'000'000'000'001;

v1::Notation NotationOf(const FieldDescriptor* field) {
  return field->options().GetExtension(v1::about).notation();
}

// Fields without a wrong value of their own: what a number means is core's to say, or the book
// overwrites it.
bool TakesAnyNumber(const Place& place) {
  return place.path == "header.expected_version" ||
         place.path.starts_with("policy_adopted.policy.") ||
         place.field->options().GetExtension(v1::about).decided();
}

using Spoil = std::function<void(Message&, const FieldDescriptor*)>;

void SetNumber(Message& message, const FieldDescriptor* field, int64_t value) {
  const Reflection& reflection = *message.GetReflection();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
    reflection.SetInt32(&message, field, static_cast<int32_t>(value));
  } else {
    reflection.SetInt64(&message, field, value);
  }
}

Spoil Number(int64_t value) {
  return
      [value](Message& message, const FieldDescriptor* field) { SetNumber(message, field, value); };
}

Spoil Text(const std::string& value) {
  return [value](Message& message, const FieldDescriptor* field) {
    message.GetReflection()->SetString(&message, field, value);
  };
}

Spoil Items(int count) {
  return [count](Message& message, const FieldDescriptor* field) {
    const Reflection& reflection = *message.GetReflection();
    while (reflection.FieldSize(message, field) < count) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        reflection.AddString(&message, field, "payment");
      } else {
        const Message& first = reflection.GetRepeatedMessage(message, field, 0);
        std::unique_ptr<Message> copy(first.New());
        copy->CopyFrom(first);
        reflection.AddAllocatedMessage(&message, field, copy.release());
      }
    }
  };
}

// Values that no field of this type and notation takes.
std::vector<Spoil> WrongValues(const Place& place) {
  const FieldDescriptor* field = place.field;
  if (field->is_repeated()) return {Items(501)};
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (NotationOf(field) == v1::DECIMAL) return {Text("1.2345678"), Text("abc"), Text("1e3")};
      return {Text("a\x01z"), Text(std::string("a\0z", 3)), Text("a\x7fz"),
              Text(std::string(16'385, 'x'))};
    case FieldDescriptor::CPPTYPE_ENUM:
      return {[](Message& message, const FieldDescriptor* wrong) {
                message.GetReflection()->SetEnumValue(&message, wrong, 999);
              },
              [](Message& message, const FieldDescriptor* wrong) {
                message.GetReflection()->SetEnumValue(&message, wrong, -1);
              }};
    case FieldDescriptor::CPPTYPE_INT64:
      return {Number(-1), Number(kTooMuch), Number(INT64_MIN), Number(INT64_MAX)};
    case FieldDescriptor::CPPTYPE_INT32:
      if (TakesAnyNumber(place)) return {};
      if (NotationOf(field) == v1::DAY) {
        return {Number(20240230), Number(20230229), Number(20241301),  Number(20240100),
                Number(18991231), Number(30000101), Number(-20240101), Number(1)};
      }
      return {Number(-1), Number(INT32_MIN), Number(INT32_MAX)};
    default:
      return {};
  }
}

TEST(Violations, MarkControlCharacters) {
  for (const FieldDescriptor* kind : Kinds()) {
    if (kind->name() != "payment") continue;
    v1::Command command = FullCommand(kind);
    command.mutable_payment()->set_payee("a\x01z");
    const auto decoded = Decode(command);
    ASSERT_TRUE(std::holds_alternative<Violations>(decoded));
    EXPECT_EQ(std::get<Violations>(decoded).at(0).found, "a?z");
  }
}

// Whatever its place and what stands around it.
TEST(Violations, FindEveryControlCharacterWhereverItStands) {
  Violations violations;
  Fields fields("", violations);
  for (int byte = 1; byte < 256; ++byte) {
    for (size_t size = 1; size <= 18; ++size) {
      for (size_t place = 0; place < size; ++place) {
        std::string text(size, byte % 2 == 0 ? ' ' : '\xff');
        text[place] = static_cast<char>(byte);
        violations.clear();
        (void)fields.Code("field", text, Need::kRequired);
        ASSERT_EQ(!violations.empty(), byte < 0x20 || byte == 0x7f)
            << "byte " << byte << " at " << place << " of " << size;
      }
    }
  }
}

TEST(Violations, NameExactlyTheOneFieldThatIsWrong) {
  for (const FieldDescriptor* kind : Kinds()) {
    const v1::Command full = FullCommand(kind);
    for (const Place& place : PlacesOf(full)) {
      if (place.path == "header.unit" && kind->name() == "policy_adopted") continue;
      if (place.path == "header.year" && kind->name() == "policy_adopted") continue;
      for (const Spoil& spoil : WrongValues(place)) {
        v1::Command command = full;
        spoil(*place.In(command), place.field);
        EXPECT_THAT(MalformedFields(command), ElementsAre(place.path))
            << place.In(command)->ShortDebugString().substr(0, 300);
      }
    }
  }
}

TEST(Violations, NameAWrongItemOfAListOfWordsByItsPlace) {
  v1::Command command = FullCommand(v1::Command::descriptor()->FindFieldByName("policy_adopted"));
  command.mutable_policy_adopted()->mutable_policy()->set_allowed_after_close(1, "a\nb");
  EXPECT_THAT(MalformedFields(command),
              ElementsAre("policy_adopted.policy.allowed_after_close[1]"));
}

TEST(Violations, NameEveryWrongFieldAtOnce) {
  v1::Command command = FullCommand(v1::Command::descriptor()->FindFieldByName("virement"));
  command.mutable_header()->clear_source();
  command.mutable_header()->set_effective_on(20240230);
  command.mutable_virement()->mutable_legs(0)->set_amount_fen(0);
  command.mutable_virement()->mutable_legs(1)->set_direction(v1::DIRECTION_UNSPECIFIED);
  EXPECT_THAT(MalformedFields(command),
              ElementsAre("header.source", "header.effective_on", "virement.legs[0].amount_fen",
                          "virement.legs[1].direction"));
}

TEST(Violations, NameTheBodyWhenThereIsNone) {
  v1::Command command = FullCommand(Kinds().front());
  command.clear_body();
  EXPECT_THAT(MalformedFields(command), ElementsAre("body"));
}

TEST(Violations, OfAnEmptyCommandAreTheHeaderAndTheBody) {
  EXPECT_THAT(MalformedFields(v1::Command()),
              ElementsAre("header.source", "header.external_id", "header.actor", "header.unit",
                          "header.year", "header.effective_on", "body"));
}

// ---- what is required, and what about.proto says of it

// Required although (about) cannot say so: it hangs on another field of the same command.
bool IsRequiredHere(const Place& place, const v1::Command& command) {
  static const std::set<std::string> kAlways = {
      "header.override.reason",
      "header.override.authority",  // both or neither
      "policy_adopted.policy.id",
      "policy_adopted.policy.zh",
      "policy_adopted.policy.bands[1].code",
      "policy_adopted.policy.bands[1].zh",
      "policy_adopted.policy.bands[1].en",
      "policy_adopted.policy.grades[1].zh",
      "policy_adopted.policy.warning_rules[1].id",
      "policy_adopted.policy.warning_rules[1].zh",
      "policy_adopted.policy.warning_rules[1].test",
      "policy_adopted.policy.warning_rules[1].level",
      "policy_adopted.policy.warning_rules[1].control",
      "policy_adopted.ledgers[1].unit",
      "policy_adopted.ledgers[1].year",
      "indicator_set.target",  // of a quantitative indicator
  };
  const bool of_a_ledger = !command.has_policy_adopted();
  return kAlways.contains(place.path) ||
         (of_a_ledger && (place.path == "header.unit" || place.path == "header.year"));
}

// Required of clients, but the wire cannot tell zero from nothing.
bool ZeroIsAValue(const Place& place) {
  return place.path == "quota_set.persons" || place.path == "headcount_reported.persons" ||
         place.path == "indicator_rated.percent";
}

TEST(Violations, AgreeWithAboutOnWhatIsRequired) {
  for (const FieldDescriptor* kind : Kinds()) {
    const v1::Command full = FullCommand(kind);
    for (const Place& place : PlacesOf(full)) {
      if (place.path == kind->name() || ZeroIsAValue(place)) continue;
      if (place.path == "payment.commitment") continue;  // drawn_fen hangs on it: see below
      if (place.path == "forecast_reported.indicator") continue;  // value hangs on it: likewise
      v1::Command command = full;
      Message* holder = place.In(command);
      holder->GetReflection()->ClearField(holder, place.field);
      const bool required = place.field->options().GetExtension(v1::about).required();
      if (!required && !IsRequiredHere(place, command)) {
        EXPECT_THAT(MalformedFields(command), IsEmpty()) << place.path << " left empty";
      } else if (place.field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                 place.field->message_type() == v1::EventRef::descriptor()) {
        EXPECT_THAT(MalformedFields(command), ElementsAre(place.path + ".external_id"));
      } else {
        EXPECT_THAT(MalformedFields(command), ElementsAre(place.path)) << "left empty";
      }
    }
  }
}

TEST(Violations, KeepResolvedFieldsOptional) {
  for (const FieldDescriptor* kind : Kinds()) {
    for (const Place& place : PlacesOf(FullCommand(kind))) {
      const v1::About& about = place.field->options().GetExtension(v1::about);
      EXPECT_FALSE(about.required() && about.resolved()) << place.path;
      EXPECT_FALSE(about.decided() && !about.resolved()) << place.path;
    }
  }
}

TEST(Violations, TakeOfAForecastWhatGoesWithMoneyOrWithAnIndicator) {
  v1::Command command =
      FullCommand(v1::Command::descriptor()->FindFieldByName("forecast_reported"));
  v1::ForecastReported& forecast = *command.mutable_forecast_reported();
  forecast.set_figure("paid");
  forecast.set_amount_fen(100);
  EXPECT_THAT(MalformedFields(command),
              ElementsAre("forecast_reported.figure", "forecast_reported.amount_fen"));
  forecast.clear_indicator();
  EXPECT_THAT(MalformedFields(command), ElementsAre("forecast_reported.value"));
  forecast.clear_value();
  EXPECT_THAT(MalformedFields(command), IsEmpty());
}

TEST(Violations, TakeAnExplanationOfMoneyOrOfAnIndicator) {
  v1::Command command =
      FullCommand(v1::Command::descriptor()->FindFieldByName("deviation_explained"));
  v1::DeviationExplained& explained = *command.mutable_deviation_explained();
  explained.set_figure("execution_rate(project=ZX05)");
  EXPECT_THAT(MalformedFields(command), ElementsAre("deviation_explained.figure"));
  explained.clear_indicator();
  EXPECT_THAT(MalformedFields(command), IsEmpty());
}

TEST(Violations, RefuseADrawWithoutACommitment) {
  v1::Command command = FullCommand(v1::Command::descriptor()->FindFieldByName("payment"));
  command.mutable_payment()->clear_commitment();
  EXPECT_THAT(MalformedFields(command), ElementsAre("payment.drawn_fen"));
}

TEST(Violations, AskForTheTargetThatGoesWithTheKindOfIndicator) {
  v1::Command command = FullCommand(v1::Command::descriptor()->FindFieldByName("indicator_set"));
  v1::IndicatorSet& indicator = *command.mutable_indicator_set();
  const auto malformed_as = [&](v1::IndicatorKind kind, const std::string& target) {
    indicator.set_kind(kind);
    indicator.set_target(target);
    return MalformedFields(command);
  };
  EXPECT_THAT(malformed_as(v1::AT_LEAST, "0"), ElementsAre("indicator_set.target"));
  EXPECT_THAT(malformed_as(v1::AT_MOST, "0"), IsEmpty());
  EXPECT_THAT(malformed_as(v1::EQUAL, "0"), IsEmpty());
  EXPECT_THAT(malformed_as(v1::EQUAL, "-1"), ElementsAre("indicator_set.target"));
  EXPECT_THAT(malformed_as(v1::QUALITATIVE, "5"), ElementsAre("indicator_set.target"));
  EXPECT_THAT(malformed_as(v1::QUALITATIVE, ""), IsEmpty());
  EXPECT_THAT(malformed_as(v1::TIMELINESS, ""), IsEmpty());
  indicator.clear_due();
  EXPECT_THAT(MalformedFields(command), ElementsAre("indicator_set.due"));
}

TEST(Violations, RefuseADivisionThatIsNotSixOrNineDigits) {
  v1::Command command = FullCommand(v1::Command::descriptor()->FindFieldByName("ledger_opened"));
  for (const char* division : {"43120", "4312000", "43120x", "4312000000"}) {
    command.mutable_ledger_opened()->set_division(division);
    EXPECT_THAT(MalformedFields(command), ElementsAre("ledger_opened.division")) << division;
  }
  command.mutable_ledger_opened()->set_division("431200000");
  EXPECT_THAT(MalformedFields(command), IsEmpty());
}

TEST(Violations, RefuseAPolicyReferenceWithoutAVersion) {
  v1::Command command = FullCommand(v1::Command::descriptor()->FindFieldByName("ledger_opened"));
  for (const char* policy : {"hunan-2024", "hunan-2024@", "@1", "hunan-2024@0", "hunan-2024@x",
                             "hunan-2024@-1", "hunan-2024@12345678"}) {
    command.mutable_ledger_opened()->set_policy(policy);
    EXPECT_THAT(MalformedFields(command), ElementsAre("ledger_opened.policy")) << policy;
  }
}

TEST(Violations, RefuseAnotherCurrency) {
  v1::Command command = FullCommand(v1::Command::descriptor()->FindFieldByName("ledger_opened"));
  command.mutable_ledger_opened()->set_currency("USD");
  EXPECT_THAT(MalformedFields(command), ElementsAre("ledger_opened.currency"));
}

TEST(Violations, RefuseAnEconomicClassThatIsNoDigits) {
  v1::Command command = FullCommand(v1::Command::descriptor()->FindFieldByName("supplement"));
  command.mutable_supplement()->mutable_amounts(1)->set_economic_class("30X01");
  EXPECT_THAT(MalformedFields(command), ElementsAre("supplement.amounts[1].economic_class"));
}

TEST(Violations, SayWhatWasFoundShortAndWhatWouldBeRight) {
  v1::Command command = FullCommand(v1::Command::descriptor()->FindFieldByName("payment"));
  std::string payee = "a";
  for (int i = 0; i < 100; ++i) payee += "收款";  // the cut falls inside a character
  command.mutable_payment()->set_payee(payee);
  const auto decoded = Decode(command);
  const FieldViolation& violation = std::get<Violations>(decoded).at(0);
  EXPECT_EQ(violation.field, "payment.payee");
  EXPECT_LE(violation.found.size(), 84u);
  EXPECT_TRUE(violation.found.ends_with("款…") || violation.found.ends_with("收…"))
      << violation.found;
  EXPECT_EQ(violation.wanted_en, "at most 256 bytes");
  EXPECT_EQ(violation.wanted_zh, "至多 256 字节");
}

// ---- limits: the last value that is taken and the first that is not

TEST(Limits, OfAnAmountAreOneFenAndTenTrillionYuan) {
  v1::Command command = FullCommand(v1::Command::descriptor()->FindFieldByName("funds_received"));
  const auto malformed_with = [&](int64_t fen) {
    command.mutable_funds_received()->set_amount_fen(fen);
    return MalformedFields(command);
  };
  EXPECT_THAT(malformed_with(0), ElementsAre("funds_received.amount_fen"));
  EXPECT_THAT(malformed_with(1), IsEmpty());
  EXPECT_THAT(malformed_with(kTooMuch - 1), IsEmpty());
  EXPECT_THAT(malformed_with(kTooMuch), ElementsAre("funds_received.amount_fen"));
}

TEST(Limits, OfAListAreFiveHundredItemsAndTwoLegs) {
  v1::Command command = FullCommand(v1::Command::descriptor()->FindFieldByName("virement"));
  const auto* legs = v1::Virement::descriptor()->FindFieldByName("legs");
  Items(500)(*command.mutable_virement(), legs);
  EXPECT_THAT(MalformedFields(command), IsEmpty());
  Items(501)(*command.mutable_virement(), legs);
  EXPECT_THAT(MalformedFields(command), ElementsAre("virement.legs"));
  command.mutable_virement()->mutable_legs()->DeleteSubrange(1, 500);
  EXPECT_THAT(MalformedFields(command), ElementsAre("virement.legs"));
}

TEST(Limits, OfTextsAreCountedInBytes) {
  v1::Command command = FullCommand(v1::Command::descriptor()->FindFieldByName("payment"));
  const auto fits = [&](auto&& set, size_t most) {
    set(std::string(most, 'x'));
    EXPECT_THAT(MalformedFields(command), IsEmpty()) << most;
    set(std::string(most + 1, 'x'));
    EXPECT_EQ(MalformedFields(command).size(), 1u) << most + 1;
    set("x");
  };
  v1::Header& header = *command.mutable_header();
  fits([&](const std::string& text) { header.set_source(text); }, 64);
  fits([&](const std::string& text) { header.set_external_id(text); }, 128);
  fits([&](const std::string& text) { header.set_actor(text); }, 64);
  fits([&](const std::string& text) { header.set_document_number(text); }, 128);
  v1::Payment& payment = *command.mutable_payment();
  fits([&](const std::string& text) { payment.set_line(text); }, 64);
  fits([&](const std::string& text) { payment.set_economic_class(text); }, 7);
  fits([&](const std::string& text) { payment.set_payee(text); }, 256);
  fits([&](const std::string& text) { payment.set_voucher(text); }, 128);
  fits([&](const std::string& text) { payment.set_purpose(text); }, 16'384);
}

TEST(Limits, LetFreeTextBreakItsLinesButNoCode) {
  v1::Command command = FullCommand(v1::Command::descriptor()->FindFieldByName("payment"));
  command.mutable_payment()->set_purpose("办公用品\r\n\t其中：纸张");
  EXPECT_THAT(MalformedFields(command), IsEmpty());
  command.mutable_payment()->set_payee("某某公司\n");
  EXPECT_THAT(MalformedFields(command), ElementsAre("payment.payee"));
}

TEST(Limits, OfDaysAreTheCalendar) {
  v1::Command command = FullCommand(v1::Command::descriptor()->FindFieldByName("payment"));
  for (const int32_t day : {20240229, 20000229, 19000101, 29991231}) {
    command.mutable_header()->set_effective_on(day);
    EXPECT_THAT(MalformedFields(command), IsEmpty()) << day;
  }
  for (const int32_t day : {0, 19000229, 21000229, 20240431, 20240732, INT32_MAX, INT32_MIN}) {
    command.mutable_header()->set_effective_on(day);
    EXPECT_THAT(MalformedFields(command), ElementsAre("header.effective_on")) << day;
  }
}

TEST(Limits, OfYearsAreThoseThatHaveDays) {
  v1::Command command = FullCommand(v1::Command::descriptor()->FindFieldByName("payment"));
  for (const int year : {1899, 3000, 0, -2024}) {
    command.mutable_header()->set_year(year);
    EXPECT_THAT(MalformedFields(command), ElementsAre("header.year")) << year;
  }
}

}  // namespace
}  // namespace outturn::wire
