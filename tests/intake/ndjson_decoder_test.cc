#include "services/intake/ndjson_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/intake/json_keys.h"
#include "tests/intake/support.h"

namespace outturn::intake {
namespace {

using testing::HasSubstr;

Decoded DecodeNdjson(const std::string& text, const IntakeDefaults& defaults, size_t piece) {
  Decoded decoded;
  NdjsonDecoder decoder(defaults, &decoded);
  for (size_t at = 0; at < text.size() && !decoded.failure; at += piece) {
    decoded.failure = decoder.Feed(std::string_view(text).substr(at, piece));
  }
  if (!decoded.failure) decoded.failure = decoder.Finish();
  return decoded;
}

const char kPayment[] =
    R"({"header":{"external_id":"Z-1","effectiveOn":20240305},"payment":{"line":"P-01","amount_fen":"1250"}})";

TEST(NdjsonDecoder, ReadsACommandPerLine) {
  const std::string text = std::string("\xEF\xBB\xBF") + kPayment + "\r\n\n" + kPayment;
  for (const size_t piece : {1, 10, 100000}) {
    const Decoded decoded = DecodeNdjson(text, Defaults(), piece);
    ASSERT_FALSE(decoded.failure);
    ASSERT_EQ(decoded.accepted.size(), 2u);
    EXPECT_EQ(decoded.accepted[1].row.number, 3u);
    const v1::Command& command = decoded.accepted[0].command;
    EXPECT_EQ(command.payment().amount_fen(), 1250);
    EXPECT_EQ(command.header().source(), "budget-system");
    EXPECT_EQ(command.header().year(), 2024);
  }
}

TEST(NdjsonDecoder, APolicyTakesNoUnitFromTheDefaults) {
  IntakeDefaults defaults = Defaults();
  defaults.header.set_year(2024);
  const Decoded decoded = DecodeNdjson(
      R"({"header":{"external_id":"A","effective_on":20240101},"policy_adopted":{"policy":{"id":"p"}}})",
      defaults, 100);
  ASSERT_EQ(decoded.accepted.size(), 1u);
  EXPECT_EQ(decoded.accepted[0].command.header().unit(), "");
  EXPECT_EQ(decoded.accepted[0].command.header().year(), 0);
  EXPECT_EQ(decoded.accepted[0].command.header().actor(), "clerk");
}

TEST(NdjsonDecoder, RejectsWhatIsNoCommand) {
  const Decoded decoded = DecodeNdjson(
      "{broken\n{\"payment\":{\"colour\":1}}\n[]\n{\"header\":{}}\n{\"payment\":{}}\n\xFF{}\n",
      Defaults(), 1000);
  EXPECT_EQ(decoded.accepted.size(), 0u);
  ASSERT_EQ(decoded.rejected.size(), 6u);
  EXPECT_THAT(decoded.rejected[1].problems[0].expected.en, HasSubstr("colour"));
  EXPECT_THAT(decoded.rejected[3].problems[0].expected.en, HasSubstr("body"));
  EXPECT_EQ(decoded.rejected[4].problems[0].column, "header.external_id");
}

TEST(NdjsonDecoder, CanReadItsRejectsAgain) {
  const std::string line = WithError(kPayment, "第 1 行：\"金额\" \\ 不对\n");
  EXPECT_THAT(line, HasSubstr("\"error\":"));
  EXPECT_EQ(WithoutError(line), kPayment);
  EXPECT_EQ(DecodeNdjson(line, Defaults(), 7).accepted.size(), 1u);
  EXPECT_EQ(WithoutError(WithError("{}", "x")), "{}");
  EXPECT_EQ(WithError("oops", "x"), R"({"error":"x","line":"oops"})");
}

TEST(NdjsonDecoder, ALineThatIsTooLongCostsOnlyItself) {
  const std::string too_long =
      "{\"x\":\"" + std::string(NdjsonDecoder::kMostLineBytes, 'x') + "\"}\n";
  for (const size_t piece : {1 << 16, 64 << 20}) {
    const Decoded decoded =
        DecodeNdjson(std::string(kPayment) + "\n" + too_long + kPayment, Defaults(), piece);
    EXPECT_FALSE(decoded.failure);
    ASSERT_EQ(decoded.accepted.size(), 2u);
    EXPECT_EQ(decoded.accepted[1].row.number, 3u);
    ASSERT_EQ(decoded.rejected.size(), 1u);
    EXPECT_EQ(decoded.rejected[0].row.number, 2u);
    EXPECT_EQ(Describe(decoded.rejected[0].problems[0]).en, "the line is longer than 4 MiB");
    EXPECT_LT(WithError(decoded.rejected[0].row.line, "").size(), 300u);
  }
  EXPECT_EQ(DecodeNdjson(std::string(9 << 20, 'x'), Defaults(), 1 << 20).rejected.size(), 1u);
}

TEST(NdjsonDecoder, RefusesAMemberThatIsGivenTwice) {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"payment":{"amount_fen":"1","line":"P","amount_fen":"2"}})", "payment.amount_fen"},
      {R"({"payment":{"amount_fen":"1","amountFen":"2"}})", "payment.amountFen"},
      {R"({"header":{"unit":"a"},"payment":{},"header":{"unit":"b"}})", "header"},
      {R"({"virement":{"legs":[{"line":"{\"x"},{"line":"P","l\u0069ne":"Q"}]}})",
       "virement.legs[1].line"}};
  for (const auto& [json, key] : rows) {
    const Decoded decoded = DecodeNdjson(json, Defaults(), 100);
    EXPECT_TRUE(decoded.accepted.empty()) << json;
    ASSERT_EQ(decoded.rejected.size(), 1u) << json;
    EXPECT_EQ(Describe(decoded.rejected[0].problems[0]).zh,
              "“" + std::string(key) + "”给出了两次，只能给一次");
  }
  EXPECT_EQ(DecodeNdjson(kPayment, Defaults(), 100).accepted.size(), 1u);
  EXPECT_EQ(DoubleJsonKey(R"({"a":{"b":1,"c":["b","b",{"b":2}]},"b":"a","c":{"b":1}})"),
            std::nullopt);
}

}  // namespace
}  // namespace outturn::intake
