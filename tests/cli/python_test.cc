// The example client in Python, which has nothing of ours but the .proto files, against the built
// server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/cli/at_server.h"

namespace outturn::cli {
namespace {

using testing::HasSubstr;

class PythonClient : public AtServer {
 protected:
  void SetUp() override {
    AtServer::SetUp();
    OpenLedger();
  }

  Ran Pay(std::vector<std::string> arguments) {
    std::vector<std::string> words = {
        "--server", server_.address(), "--unit", "431200-136", "--year",
        "2024",     "--line",          "GY01",   "--on",       "2024-07-31"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return RunProgram(SOURCE_DIR "/clients/example-python/pay.py", words, folder_);
  }

  nlohmann::json Book() { return MustJson({"book", "status"}); }
  uint64_t Position() { return std::stoull(Book()["position"].get<std::string>()); }
};

int CountOf(const std::string& text, const std::string& what) {
  int count = 0;
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

constexpr uint64_t kOpened = 4;  // events before the first payment

TEST_F(PythonClient, IsToldWhatBecameOfEachItemAndOfEachRetry) {
  const std::vector<std::string> words = {"--count",        "25",      "--batch", "10",
                                          "--too-much-fen", "99999999"};
  const Ran first = Pay(words);
  EXPECT_EQ(first.code, 1);
  EXPECT_THAT(first.err, HasSubstr("1 of 26 refused"));
  EXPECT_THAT(first.out, HasSubstr("P-1 recorded at 5, headroom 999900\n"));
  EXPECT_THAT(first.out, HasSubstr("P-25 recorded at 29, headroom 997500\n"));
  EXPECT_THAT(first.out, HasSubstr("P-26 refused: HEADROOM_EXCEEDED ("));
  EXPECT_THAT(first.out, HasSubstr("headroom 9975.00"));
  const Ran again = Pay(words);
  EXPECT_EQ(again.code, 1) << again.err;
  EXPECT_EQ(CountOf(again.out, " already recorded at "), 25);
  EXPECT_EQ(Position(), kOpened + 25);
}

TEST_F(PythonClient, PaysEachOnceThoughTheServerIsKilledMeanwhile) {
  constexpr uint64_t kCount = 4'000;
  Ran ran;
  std::thread paying([&] {
    ran = Pay({"--count", std::to_string(kCount), "--batch", "5", "--window", "2"});
  });
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (Position() < kOpened + 100 && std::chrono::steady_clock::now() < until) {
  }
  EXPECT_LT(Position(), kOpened + kCount) << "it was over before the server was killed";
  server_.Crash();
  paying.join();
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("the stream broke"));
  EXPECT_EQ(CountOf(ran.out, "recorded at "), static_cast<int>(kCount));
  EXPECT_EQ(Position(), kOpened + kCount) << "every payment once";
}

}  // namespace
}  // namespace outturn::cli
