// What is wrong with a JSON text, by what the parser itself says of it.
#include "services/intake/json_words.h"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "outturn/v1/event.pb.h"

namespace outturn::intake {
namespace {

Words Said(const std::string& json) {
  v1::Command command;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &command);
  EXPECT_FALSE(status.ok()) << json;
  return JsonWords(std::string(status.message()));
}

TEST(JsonWords, NameTheFieldAndWhatItHolds) {
  EXPECT_EQ(Said(R"({"payment":{"line":"x","foo":1}})").zh, "没有字段 payment.foo");
  EXPECT_EQ(Said(R"({"payment":{"foo":1}})").en, "there is no field payment.foo");
  EXPECT_EQ(Said(R"({"payment":{"amount_fen":"abc"}})").zh,
            "payment.amount_fen 是 \"abc\"，应为整数");
  EXPECT_EQ(Said(R"({"payment":{"amount_fen":1.5}})").en,
            "payment.amount_fen is 1.5, expected a whole number");
  EXPECT_EQ(Said(R"({"payment":{"line":5}})").zh, "payment.line 是 5，应为引号中的文字");
}

TEST(JsonWords, SayWhereTheTextBreaksOff) {
  EXPECT_EQ(Said(R"({"payment":{"line":"x")").zh, "没有写完：缺少引号或括号");
  EXPECT_EQ(Said("[]").zh, "最外层应为 {…}");
  EXPECT_EQ(Said("abc").zh, "写法不合 JSON，在“abc”一带");
  EXPECT_EQ(Said(R"({"payment" 1})").zh.substr(0, 17), "写法不合 JSON");
}

TEST(JsonWords, GiveWhatIsNotKnownAsItIs) {
  EXPECT_EQ(JsonWords("something new\nx\n^").zh, "写法有误（something new）");
  EXPECT_EQ(JsonWords("").en, "");
}

}  // namespace
}  // namespace outturn::intake
