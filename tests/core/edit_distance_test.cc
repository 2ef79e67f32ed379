#include "services/core/edit_distance.h"

#include <gtest/gtest.h>

namespace outturn::core {
namespace {

TEST(EditDistance, CountsCharactersNotBytes) {
  EXPECT_EQ(EditDistance("", ""), 0U);
  EXPECT_EQ(EditDistance("paid", "paid"), 0U);
  EXPECT_EQ(EditDistance("", "abc"), 3U);
  EXPECT_EQ(EditDistance("paid", "padi"), 1U) << "neighbours swapped";
  EXPECT_EQ(EditDistance("kitten", "sitting"), 3U);
  EXPECT_EQ(EditDistance("政法专项", "政法专編"), 1U);
  EXPECT_EQ(EditDistance("综合楼", "综合大楼"), 1U);
}

TEST(EditDistance, TakesAnyBytes) {
  EXPECT_EQ(EditDistance("\x80\xFF", "\x80\xFF"), 0U);
  EXPECT_GT(EditDistance("\xE7\xBB", "a"), 0U);
}

}  // namespace
}  // namespace outturn::core
