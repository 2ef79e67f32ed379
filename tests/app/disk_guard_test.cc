// Writes stop before the disk is full, and go on when there is room.
#include "services/app/watch/disk_guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/app/support.h"

namespace outturn::app {
namespace {

using testing::HasSubstr;

constexpr uint64_t kGiB = 1ULL << 30;

class DiskGuardTest : public testing::Test {
 protected:
  DiskGuardTest() {
    world.Record(Beginnings(1'000));
    space.capacity = 100 * kGiB;
    space.available = 50 * kGiB;
  }
  DiskGuard Guard(std::optional<uint64_t> reserve = std::nullopt) {
    return DiskGuard({*world.book, "/books/431200",
                      [this] {
                        if (broken) {
                          throw std::filesystem::filesystem_error(
                              "gone", std::make_error_code(std::errc::io_error));
                        }
                        return space;
                      },
                      reserve});
  }

  World world;
  std::filesystem::space_info space{};
  bool broken = false;
};

TEST_F(DiskGuardTest, LetsWritesThroughWhileThereIsRoom) {
  DiskGuard guard = Guard();
  guard.Look();
  EXPECT_EQ(world.book->WhyNotWritable(), "");
  EXPECT_EQ(Show(world.Ask(Pay("p1", "X01", 1))), "receipt 5");
  EXPECT_EQ(world.book->meters().disk_free_bytes.Get(), 50 * kGiB);
  EXPECT_EQ(world.book->meters().disk_capacity_bytes.Get(), 100 * kGiB);
}

TEST_F(DiskGuardTest, StopsWritesBelowTheReserveAndSaysWhy) {
  DiskGuard guard = Guard();
  space.available = kGiB - 1;
  guard.Look();
  const Unavailable answer = AsUnavailable(world.Ask(Pay("p1", "X01", 1)));
  EXPECT_EQ(answer.why, Unavailable::Why::kDiskFull);
  EXPECT_THAT(answer.detail, HasSubstr("/books/431200 has 1023 MiB free; writes go on by "
                                       "themselves once it has 1126 MiB"));
  EXPECT_EQ(world.book->WhyNotWritable(), answer.detail);
  EXPECT_EQ(world.position(), 4u);
  const auto why = static_cast<size_t>(Unavailable::Why::kDiskFull);
  EXPECT_EQ(world.book->meters().unavailable[why].Get(), 1u);
}

TEST_F(DiskGuardTest, LetsWritesGoOnOnceThereIsATenthMoreThanTheReserve) {
  DiskGuard guard = Guard(1'000);
  space.available = 999;
  guard.Look();
  space.available = 1'099;
  guard.Look();
  EXPECT_EQ(Show(world.Ask(Pay("p1", "X01", 1))), "disk full");
  space.available = 1'100;
  guard.Look();
  EXPECT_EQ(Show(world.Ask(Pay("p1", "X01", 1))), "receipt 5");
  EXPECT_EQ(world.book->WhyNotWritable(), "");
}

TEST_F(DiskGuardTest, KeepsFiveHundredthsOfASmallDiskAndAGibibyteOfALargeOne) {
  DiskGuard guard = Guard();
  guard.Look();
  EXPECT_EQ(world.book->meters().disk_reserve_bytes.Get(), kGiB);
  space.capacity = 2 * kGiB;
  guard.Look();
  EXPECT_EQ(world.book->meters().disk_reserve_bytes.Get(), 2 * kGiB / 20);
}

TEST_F(DiskGuardTest, NeverStopsWritesWithAReserveOfNothing) {
  DiskGuard guard = Guard(0);
  space.available = 0;
  guard.Look();
  EXPECT_EQ(Show(world.Ask(Pay("p1", "X01", 1))), "receipt 5");
}

TEST_F(DiskGuardTest, ChangesNothingWhenTheDiskCannotBeMeasured) {
  DiskGuard guard = Guard(1'000);
  broken = true;
  guard.Look();
  EXPECT_EQ(world.book->WhyNotWritable(), "");
  broken = false;
  space.available = 1;
  guard.Look();
  broken = true;
  guard.Look();
  EXPECT_EQ(Show(world.Ask(Pay("p1", "X01", 1))), "disk full");
}

TEST_F(DiskGuardTest, DoesNotHideThatAWriteHasFailed) {
  DiskGuard guard = Guard(1'000);
  world.disk->SetNextWrite(store::MemoryDisk::NextWrite::kFailsAndIsLost);
  EXPECT_EQ(Show(world.Ask(Pay("p1", "X01", 1))), "unknown outcome");
  space.available = 1;
  guard.Look();
  EXPECT_EQ(Show(world.Ask(Pay("p2", "X01", 1))), "read-only");
  space.available = 50 * kGiB;
  guard.Look();
  EXPECT_EQ(Show(world.Ask(Pay("p3", "X01", 1))), "read-only");
}

TEST(SpaceOfFolder, MeasuresARealDisk) {
  const auto space = SpaceOfFolder("/")();
  EXPECT_GT(space.capacity, 0u);
  EXPECT_LE(space.available, space.capacity);
  EXPECT_THROW(SpaceOfFolder("/no/such/folder")(), std::filesystem::filesystem_error);
}

}  // namespace
}  // namespace outturn::app
