// What is UTF-8, held against the library that parses the wire.
#include "services/wire/characters.h"

#include <google/protobuf/stubs/common.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace outturn::wire {
namespace {

void ExpectAsTheLibrary(const std::string& text) {
  ASSERT_EQ(IsUtf8(text), google::protobuf::internal::IsStructurallyValidUTF8(
                              text.data(), static_cast<int>(text.size())))
      << testing::PrintToString(text);
}

// Every first and second byte, with each kind of byte behind them, cut off anywhere, in a text.
TEST(Characters, AreUtf8WhereTheLibrarySaysSo) {
  const std::string behind("\x00\x7f\x80\x8f\xbf\xc0\xe4", 7);
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      for (const char third : behind) {
        for (const char fourth : behind) {
          const char bytes[] = {static_cast<char>(first), static_cast<char>(second), third, fourth};
          for (size_t size = 1; size <= 4; ++size) ExpectAsTheLibrary(std::string(bytes, size));
        }
        ExpectAsTheLibrary("12345678" + std::string(1, static_cast<char>(first)) +
                           static_cast<char>(second) + third + "87654321");
      }
    }
  }
}

TEST(Characters, AreUtf8InTextsOfAnyLength) {
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8("合同 000001 验收单，办公及会议支出"));
  std::mt19937_64 random(20240731);
  const std::vector<std::string> pieces = {"a", "12345678", "é", "凭证", "\U0001F600", "号"};
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (uint64_t i = random() % 8; i > 0; --i) text += pieces[random() % pieces.size()];
    ExpectAsTheLibrary(text);
    EXPECT_TRUE(IsUtf8(text));
    if (text.empty()) continue;
    text[random() % text.size()] = static_cast<char>(random());
    ExpectAsTheLibrary(text);
  }
}

}  // namespace
}  // namespace outturn::wire
