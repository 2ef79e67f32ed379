#include "services/app/derived/event_pages.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "store/memory_event_log.h"

namespace outturn::app {
namespace {

// A log that counts how often it is read from.
class WatchedLog final : public store::EventLog {
 public:
  explicit WatchedLog(int groups, int of_each) : disk_(std::make_shared<store::MemoryDisk>()) {
    log_ = *store::MemoryEventLog::Open(disk_);
    for (int group = 0; group < groups; ++group) Add(of_each);
  }
  void Add(int events) {
    std::vector<std::string> texts;
    for (int i = 1; i <= events; ++i) texts.push_back(Text(log_->Tail() + static_cast<size_t>(i)));
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    EXPECT_TRUE(log_->Append(epoch_, log_->Tail() + 1, views).ok());
  }
  static std::string Text(store::Position position) { return "event " + std::to_string(position); }

  store::Status Append(store::Epoch epoch, store::Position first,
                       std::span<const std::string_view> group) override {
    return log_->Append(epoch, first, group);
  }
  std::unique_ptr<store::EventCursor> Read(store::Position from) const override {
    ++reads;
    return log_->Read(from);
  }
  store::Position Tail() const override { return log_->Tail(); }
  store::Status Seal(store::Epoch epoch) override { return log_->Seal(epoch); }
  store::Epoch SealedEpoch() const override { return log_->SealedEpoch(); }

  void DamageGroupOf(store::Position position) { disk_->FlipBit(position, 40); }

  mutable int reads = 0;

 private:
  std::shared_ptr<store::MemoryDisk> disk_;
  std::unique_ptr<store::EventLog> log_;
  const store::Epoch epoch_ = 0;
};

TEST(EventPages, ReadsAGroupOnceForManyOfItsEvents) {
  const WatchedLog log(2, 4'000);
  EventPages pages(log);
  for (store::Position position = 1; position <= 8'000; ++position) {
    const auto event = pages.At(position);
    ASSERT_TRUE(event.ok()) << position;
    ASSERT_EQ(*event, WatchedLog::Text(position));
  }
  EXPECT_EQ(log.reads, 16);
  ASSERT_TRUE(pages.At(1).ok());
  EXPECT_EQ(log.reads, 16) << "what was read lately is still there";
}

TEST(EventPages, SeesWhatTheLogHasGainedSince) {
  WatchedLog log(1, 100);
  EventPages pages(log);
  EXPECT_EQ(*pages.At(100), "event 100");
  EXPECT_EQ(pages.At(101).status().code(), store::Code::kCorrupt) << "not there";
  log.Add(50);
  EXPECT_EQ(*pages.At(150), "event 150");
}

TEST(EventPages, ShowsAnEventBehindADamagedOne) {
  WatchedLog log(2, 100);
  log.DamageGroupOf(1);
  EventPages pages(log);
  EXPECT_EQ(*pages.At(150), "event 150");
  EXPECT_EQ(pages.At(50).status().code(), store::Code::kCorrupt);
}

TEST(EventPages, KeepsSoManyPagesAndNoMore) {
  constexpr store::Position kPage = EventPages::kEventsOfPage;
  const WatchedLog log(70, static_cast<int>(kPage));
  EventPages pages(log);
  for (size_t page = 0; page <= EventPages::kPages; ++page) {
    ASSERT_TRUE(pages.At(page * kPage + 1).ok());
  }
  const int before = log.reads;
  ASSERT_TRUE(pages.At(EventPages::kPages * kPage + 1).ok());
  EXPECT_EQ(log.reads, before);
  ASSERT_TRUE(pages.At(1).ok());
  EXPECT_EQ(log.reads, before + 1) << "the page used longest ago has made room";
}

}  // namespace
}  // namespace outturn::app
