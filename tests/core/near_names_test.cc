// Names that look like another: the one rule behind every "did you mean".
#include "services/core/near_names.h"

#include <gtest/gtest.h>

namespace outturn::core {
namespace {

using Names = std::vector<std::string>;

TEST(NearNames, AreASlipOfThePenAway) {
  EXPECT_TRUE(IsNear("payd", "paid"));
  EXPECT_TRUE(IsNear("annex1", "anex1"));
  EXPECT_TRUE(IsNear("政法专項", "政法专项"));
  EXPECT_FALSE(IsNear("nosuch", "execution_rate"));
  EXPECT_FALSE(IsNear("ls", "id")) << "of two characters one may differ";
  EXPECT_FALSE(IsNear("支出", "收入")) << "characters count, not bytes";
}

TEST(NearNames, ContainWhatWasAskedForOrAreItInFull) {
  EXPECT_TRUE(IsNear("rate", "execution_rate"));
  EXPECT_TRUE(IsNear("exec_rate", "execution_rate"));
  EXPECT_FALSE(IsNear("exec_rate", "execution_score"));
  EXPECT_FALSE(IsNear("exec_rate", "execution_rate_on_initial"));
  EXPECT_FALSE(IsNear("e_r", "execution_rate")) << "too little to go by";
}

TEST(NearNames, AreNoneOfWhatIsEmptyOrVeryLong) {
  EXPECT_FALSE(IsNear("", "a"));
  EXPECT_FALSE(IsNear(std::string(65, 'x'), std::string(65, 'x')));
}

TEST(NearNames, ComeNearestFirstAndFew) {
  EXPECT_EQ(Nearest("paid", {"paid_x", "paids", "pai", "payd", "other"}),
            (Names{"pai", "paids", "payd"}));
  EXPECT_EQ(Nearest("paid", {"paid_x", "paids"}, 1), Names{"paids"});
  EXPECT_EQ(Nearest("nosuch", {"paid"}), Names());
}

TEST(NearNames, AreFoundForWhoeverWritesThemShortOrInCapitals) {
  EXPECT_EQ(Nearest("PAYMENT", {"payment", "policy"}), Names{"payment"});
  EXPECT_EQ(Nearest("Pay", {"payment", "policy"}), Names{"payment"});
  EXPECT_EQ(Nearest("Annx1", {"annex1", "execution"}), Names{"annex1"});
  EXPECT_EQ(Nearest("le", {"ledger", "payment"}), Names{"ledger"}) << "as it begins";
  EXPECT_EQ(Nearest("qz", {"ledger", "payment"}), Names());
}

}  // namespace
}  // namespace outturn::core
