// The kept inputs, and simple changes of them, through every target. Without clang: what the
// fuzzers once found stays mended.
#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "tests/fuzz/corpus.h"
#include "tests/fuzz/target.h"

namespace outturn::fuzz {
namespace {

void RunOne(const std::string& name, Target target, const std::string& input) {
  try {
    target(input);
  } catch (const std::exception& mistake) {
    ADD_FAILURE() << name << ": " << mistake.what() << "\n  " << Escaped(input);
  }
}

// A few bytes changed, taken away, doubled, or exchanged with another input's.
std::string Changed(std::string input, const std::string& other, std::mt19937_64& random) {
  const auto pick = [&](size_t n) { return static_cast<size_t>(random() % (n + 1)); };
  for (size_t times = 1 + pick(3); times > 0; --times) {
    const size_t at = pick(input.size());
    switch (pick(4)) {
      case 0:
        if (at < input.size()) input[at] = static_cast<char>(random());
        break;
      case 1:
        input.erase(at, 1 + pick(8));
        break;
      case 2:
        input.insert(at, input.substr(at, 1 + pick(16)));
        break;
      case 3:
        input.insert(at, 1, "\0\xff\x7f,\"\n"[pick(5)]);
        break;
      default:
        input = input.substr(0, at) + other.substr(std::min(at, other.size()));
    }
  }
  return input;
}

class Corpus : public testing::TestWithParam<std::string> {
 protected:
  const std::string& name() const { return GetParam(); }
  Target target() const { return Targets().at(name()); }
  std::vector<std::string> inputs() const {
    const std::string path = SOURCE_DIR "/tests/fuzz/corpus/" + name();
    std::vector<std::string> inputs = ReadCorpus(path + ".txt");
    for (std::string& input : ReadCorpus(path + "-harm.txt")) inputs.push_back(std::move(input));
    return inputs;
  }
};

TEST_P(Corpus, DoesNoHarm) {
  EXPECT_GT(inputs().size(), 10u) << "no corpus";
  for (const std::string& input : inputs()) RunOne(name(), target(), input);
}

TEST_P(Corpus, DoesNoHarmChangedALittle) {
  std::mt19937_64 random(1);  // the same changes each time
  const std::vector<std::string> kept = inputs();
  ASSERT_FALSE(kept.empty());
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  for (int i = 0; i < 20'000 && std::chrono::steady_clock::now() < end && !HasFailure(); ++i) {
    const std::string& input = kept[random() % kept.size()];
    RunOne(name(), target(), Changed(input, kept[random() % kept.size()], random));
  }
}

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const auto& [name, target] : Targets()) names.push_back(name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Of, Corpus, testing::ValuesIn(Names()),
                         [](const auto& one) { return one.param; });

TEST(CorpusFile, HoldsAnyBytesInALine) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  EXPECT_EQ(Unescaped(Escaped(bytes)), bytes);
  EXPECT_EQ(Escaped(bytes).find('\n'), std::string::npos);
}

}  // namespace
}  // namespace outturn::fuzz
