// What is said where the system refuses permission or room.
#include "store/remedy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/store/temp_folder.h"

namespace outturn::store {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

TEST(Remedy, OfPermissionIsToLookAtOwnerAndMode) {
  const std::string said = WithRemedy("/d/key: Permission denied");
  EXPECT_EQ(said,
            "/d/key: Permission denied; no permission: check the owner and the mode of the folder "
            "and of what is in it");
  EXPECT_TRUE(HasRemedy(said));
  EXPECT_EQ(WithRemedy(said), said) << "said once";
}

TEST(Remedy, OfRoomNamesTheFolderWhatItHasAndWhatItNeeds) {
  const TempFolder folder;
  const std::string file = folder.Sub("4.log");
  const auto says =
      AllOf(HasSubstr("; the disk is full: " + file.substr(0, file.rfind('/')) + " has "),
            HasSubstr(" MiB free and needs "),
            HasSubstr("; make room there, then the server can be started again"));
  EXPECT_THAT(WithRemedy(file + ": No space left on device", file), says);
  EXPECT_THAT(WithRemedy("IO error: No space left on device: While appending to file: " + file +
                         ": No space left on device"),
              AllOf(StartsWith("IO error: "), says));
  EXPECT_THAT(WithRemedy("No space left on device", "/no/such/place/file"),
              HasSubstr("; the disk is full: make room and start the server again"));
}

TEST(Remedy, IsNoneOfWhatIsDamagedOrMissing) {
  for (const char* said : {"", "/d/key: No such file or directory", "Corruption: bad block"}) {
    EXPECT_EQ(WithRemedy(said), said);
    EXPECT_FALSE(HasRemedy(said));
  }
}

TEST(Remedy, KeepsFreeATwentiethOfASmallDiskAndOneGibibyteOfALargeOne) {
  EXPECT_EQ(UsualReserve(100 << 20), 5u << 20);
  EXPECT_EQ(UsualReserve(uint64_t{1} << 40), uint64_t{1} << 30);
  EXPECT_EQ(Mebibytes(uint64_t{1} << 30), "1024 MiB");
}

}  // namespace
}  // namespace outturn::store
