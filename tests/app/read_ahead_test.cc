// Reading ahead: every event, in order, with the tree over it, on another thread.
#include "services/app/derived/read_ahead.h"

#include <gtest/gtest.h>

#include "store/memory_event_log.h"

namespace outturn::app {
namespace {

constexpr core::Position kEvents = 50'000;  // 49 chunks: more than are kept waiting

std::string EventAt(core::Position position) {
  return "event " + std::to_string(position) + std::string(position % 7, '.');
}

struct Logged {
  Logged() {
    EXPECT_TRUE(log->Seal(1).ok());
    std::vector<std::string> group;
    for (core::Position at = 1; at <= kEvents; ++at) {
      group.push_back(EventAt(at));
      if (at % 1'000 != 0) continue;
      const std::vector<std::string_view> views(group.begin(), group.end());
      EXPECT_TRUE(log->Append(1, at - views.size() + 1, views).ok());
      group.clear();
    }
  }
  store::Frontier FrontierAt(core::Position position) const {
    store::Frontier frontier;
    for (core::Position at = 1; at <= position; ++at) frontier.Append(store::LeafHash(EventAt(at)));
    return frontier;
  }
  std::shared_ptr<store::MemoryDisk> disk = std::make_shared<store::MemoryDisk>();
  std::unique_ptr<store::EventLog> log = *store::MemoryEventLog::Open(disk);
};

TEST(ReadAhead, GivesEveryEventOnceWithTheTreeOverThem) {
  const Logged logged;
  const core::Position hashed = 20'000;
  ReadAhead ahead(*logged.log, 10'001, logged.FrontierAt(hashed));
  core::Position next = 10'001;
  while (const auto chunk = ahead.Next()) {
    ASSERT_EQ(chunk->first, next);
    for (size_t i = 0; i < chunk->size(); ++i) ASSERT_EQ(chunk->event(i), EventAt(next++));
    ASSERT_EQ(chunk->after.size(), std::max(next - 1, hashed));
  }
  EXPECT_TRUE(ahead.status().ok());
  EXPECT_EQ(next, kEvents + 1);
}

TEST(ReadAhead, TheTreeIsTheLogs) {
  const Logged logged;
  ReadAhead ahead(*logged.log, 1, {});
  store::Frontier last;
  while (const auto chunk = ahead.Next()) last = chunk->after;
  EXPECT_EQ(last.Root(), logged.FrontierAt(kEvents).Root());
}

TEST(ReadAhead, TellsDamageAfterTheEventsBeforeIt) {
  Logged logged;
  logged.disk->RemoveRecord(30'001);
  ReadAhead ahead(*logged.log, 1, {});
  core::Position last = 0;
  while (const auto chunk = ahead.Next()) last = chunk->first + chunk->size() - 1;
  EXPECT_EQ(last, 30'000u);
  EXPECT_EQ(ahead.status().code(), store::Code::kCorrupt);
  EXPECT_EQ(ahead.status().position(), 30'001u);
}

TEST(ReadAhead, CanBeLeftAtAnyTime) {
  const Logged logged;
  for (const int chunks : {0, 1, 3}) {
    ReadAhead ahead(*logged.log, 1, {});
    for (int i = 0; i < chunks; ++i) EXPECT_NE(ahead.Next(), nullptr);
  }
}

}  // namespace
}  // namespace outturn::app
