#include "services/core/code_map.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace outturn::core {
namespace {

TEST(CodeMap, KeepsTheOrderOfCodesAndFindsWhatWasAdded) {
  std::mt19937 random(3);
  CodeMap<int> map;
  std::map<std::string, int> model;
  for (int i = 0; i < 3000; ++i) {
    const std::string code = "X" + std::to_string(random() % 400);
    if (random() % 3 == 0 && map.contains(code)) {
      map.erase(map.find(code));
      model.erase(code);
    } else {
      map[code] = i;
      model[code] = i;
    }
    const std::string asked = "X" + std::to_string(random() % 400);
    const auto found = map.find(asked);
    ASSERT_EQ(found == map.end(), !model.contains(asked));
    if (found != map.end()) {
      ASSERT_EQ(found->first, asked);
      ASSERT_EQ(found->second, model[asked]);
      ASSERT_EQ(map.at(asked), model[asked]);
    }
  }
  ASSERT_EQ(map.size(), model.size());
  EXPECT_TRUE(std::equal(map.begin(), map.end(), model.begin(), model.end()));
}

TEST(CodeMap, CopiesAreTheirOwn) {
  CodeMap<int> one;
  one["a"] = 1;
  CodeMap<int> other = one;
  EXPECT_EQ(one, other);
  other["a"] = 2;
  EXPECT_EQ(one.at("a"), 1);
  EXPECT_NE(one, other);
  one = other;
  EXPECT_EQ(one, other);
}

TEST(CodeMap, LeavesEntriesWhereTheyAre) {
  CodeMap<int> map;
  const int* m = &map["m"];
  for (char c = 'a'; c <= 'z'; ++c) map[std::string(1, c)] = c;
  EXPECT_EQ(&map.at("m"), m);
}

// Two codes of one FNV-1a tag.
TEST(CodeMap, TellsCodesOfOneTagApart) {
  CodeMap<int> map;
  map["costarring"] = 1;
  EXPECT_FALSE(map.contains("liquid"));
  map["liquid"] = 2;
  EXPECT_EQ(map.at("costarring"), 1);
  EXPECT_EQ(map.at("liquid"), 2);
}

}  // namespace
}  // namespace outturn::core
