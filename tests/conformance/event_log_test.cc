// What every event log must do, whatever is below it.
#include "store/event_log.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/conformance/event_log_harness.h"

namespace outturn::store {
namespace {

using Events = std::vector<std::pair<Position, std::string>>;

class EventLogConformance : public testing::TestWithParam<EventLogKind> {
 protected:
  EventLogConformance() : harness_(GetParam().make()) { Reopen(); }

  void Reopen() {
    log_.reset();
    Result<std::unique_ptr<EventLog>> opened = harness_->Open();
    ASSERT_TRUE(opened.ok()) << opened.status().ToString();
    log_ = std::move(*opened);
  }

  Status Append(Position first, const std::vector<std::string>& group, Epoch epoch = 0) {
    const std::vector<std::string_view> views(group.begin(), group.end());
    return log_->Append(epoch, first, views);
  }

  void MustAppend(Position first, const std::vector<std::string>& group, Epoch epoch = 0) {
    const Status status = Append(first, group, epoch);
    ASSERT_TRUE(status.ok()) << status.ToString();
  }

  Events ReadAll(Position from) const {
    Events events;
    const auto cursor = log_->Read(from);
    while (cursor->Next()) events.emplace_back(cursor->position(), cursor->event());
    EXPECT_TRUE(cursor->status().ok()) << cursor->status().ToString();
    return events;
  }

  const std::unique_ptr<EventLogHarness> harness_;
  std::unique_ptr<EventLog> log_;
};

TEST_P(EventLogConformance, AFreshLogIsEmpty) {
  EXPECT_EQ(log_->Tail(), 0u);
  EXPECT_EQ(log_->SealedEpoch(), 0u);
  EXPECT_EQ(ReadAll(0), Events());
  EXPECT_EQ(ReadAll(1), Events());
  EXPECT_EQ(ReadAll(17), Events());
}

TEST_P(EventLogConformance, GroupsGetGaplessPositions) {
  MustAppend(1, {"a", "", "c"});
  EXPECT_EQ(log_->Tail(), 3u);
  MustAppend(4, {"d"});
  EXPECT_EQ(log_->Tail(), 4u);
  const Events all = {{1, "a"}, {2, ""}, {3, "c"}, {4, "d"}};
  EXPECT_EQ(ReadAll(0), all);
  EXPECT_EQ(ReadAll(1), all);
}

TEST_P(EventLogConformance, ReadingMayBeginWithinAGroup) {
  MustAppend(1, {"a", "b"});
  MustAppend(3, {"c", "d", "e"});
  MustAppend(6, {"f"});
  EXPECT_EQ(ReadAll(2), (Events{{2, "b"}, {3, "c"}, {4, "d"}, {5, "e"}, {6, "f"}}));
  EXPECT_EQ(ReadAll(4), (Events{{4, "d"}, {5, "e"}, {6, "f"}}));
  EXPECT_EQ(ReadAll(6), (Events{{6, "f"}}));
  EXPECT_EQ(ReadAll(7), Events());
}

TEST_P(EventLogConformance, BytesAreOpaque) {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every.push_back(static_cast<char>(byte));
  MustAppend(1, {std::string(1, '\0'), every});
  Reopen();
  EXPECT_EQ(ReadAll(1), (Events{{1, std::string(1, '\0')}, {2, every}}));
}

TEST_P(EventLogConformance, AWrongPositionIsRefusedWithTheRightOne) {
  MustAppend(1, {"a", "b"});
  for (const Position wrong : {0, 1, 2, 4, 100}) {
    const Status status = Append(wrong, {"x"});
    EXPECT_EQ(status.code(), Code::kWrongPosition);
    EXPECT_EQ(status.expected(), 3u);
    EXPECT_EQ(status.actual(), wrong);
  }
  EXPECT_EQ(log_->Tail(), 2u);
  MustAppend(3, {"c"});
  EXPECT_EQ(ReadAll(1), (Events{{1, "a"}, {2, "b"}, {3, "c"}}));
}

TEST_P(EventLogConformance, AnEmptyGroupIsRefused) {
  EXPECT_EQ(log_->Append(0, 1, {}).code(), Code::kInvalid);
  EXPECT_EQ(log_->Tail(), 0u);
}

TEST_P(EventLogConformance, GroupsOverTheLimitsAreRefused) {
  const std::string largest(kMaxEventBytes, 'x');
  EXPECT_EQ(Append(1, {largest + "x"}).code(), Code::kInvalid);
  const std::vector<std::string_view> too_many(kMaxGroupEvents + 1);
  EXPECT_EQ(log_->Append(0, 1, too_many).code(), Code::kInvalid);
  std::vector<std::string_view> too_much(kMaxGroupBytes / kMaxEventBytes, largest);
  too_much.push_back("x");
  EXPECT_EQ(log_->Append(0, 1, too_much).code(), Code::kInvalid);
  EXPECT_EQ(log_->Tail(), 0u);
  MustAppend(1, {largest});
  EXPECT_EQ(ReadAll(1), (Events{{1, largest}}));
}

TEST_P(EventLogConformance, AGroupOfTenThousandEventsIsOneGroup) {
  std::vector<std::string> group;
  for (int i = 1; i <= 10000; ++i) group.push_back("event " + std::to_string(i));
  MustAppend(1, {"before"});
  MustAppend(2, group);
  MustAppend(10002, {"after"});
  Reopen();
  EXPECT_EQ(log_->Tail(), 10002u);
  const Events tail = ReadAll(9999);
  ASSERT_EQ(tail.size(), 4u);
  EXPECT_EQ(tail[0], (std::pair<Position, std::string>(9999, "event 9998")));
  EXPECT_EQ(tail[3], (std::pair<Position, std::string>(10002, "after")));
  EXPECT_EQ(ReadAll(1).size(), 10002u);
}

TEST_P(EventLogConformance, ACursorShowsTheLogAsItWasWhenOpened) {
  MustAppend(1, {"a"});
  const auto cursor = log_->Read(1);
  MustAppend(2, {"b"});
  EXPECT_TRUE(cursor->Next());
  EXPECT_EQ(cursor->event(), "a");
  EXPECT_FALSE(cursor->Next());
  EXPECT_FALSE(cursor->Next());
  EXPECT_TRUE(cursor->status().ok());
}

TEST_P(EventLogConformance, ReopeningFindsTailAndEvents) {
  MustAppend(1, {"a", "b"});
  MustAppend(3, {"c"});
  for (int times = 0; times < 3; ++times) {
    Reopen();
    EXPECT_EQ(log_->Tail(), 3u);
    EXPECT_EQ(ReadAll(2), (Events{{2, "b"}, {3, "c"}}));
  }
  MustAppend(4, {"d"});
  Reopen();
  EXPECT_EQ(ReadAll(3), (Events{{3, "c"}, {4, "d"}}));
}

TEST_P(EventLogConformance, SealingFencesOlderWriters) {
  MustAppend(1, {"a"}, 4);
  ASSERT_TRUE(log_->Seal(5).ok());
  EXPECT_EQ(log_->SealedEpoch(), 5u);
  const Status status = Append(2, {"b"}, 4);
  EXPECT_EQ(status.code(), Code::kFenced);
  EXPECT_EQ(status.expected(), 5u);
  EXPECT_EQ(status.actual(), 4u);
  EXPECT_EQ(log_->Tail(), 1u);
  MustAppend(2, {"b"}, 5);
}

TEST_P(EventLogConformance, OfTwoThatSealTheSameEpochOneIsRefused) {
  ASSERT_TRUE(log_->Seal(2).ok());
  EXPECT_EQ(log_->Seal(2).code(), Code::kFenced);
  EXPECT_EQ(log_->Seal(1).code(), Code::kFenced);
  EXPECT_TRUE(log_->Seal(3).ok());
}

TEST_P(EventLogConformance, ASealOutlastsTheLogThatWasOpen) {
  ASSERT_TRUE(log_->Seal(7).ok());
  Reopen();
  EXPECT_EQ(log_->SealedEpoch(), 7u);
  EXPECT_EQ(Append(1, {"a"}, 6).code(), Code::kFenced);
  MustAppend(1, {"a"}, 7);
  Reopen();
  EXPECT_EQ(log_->SealedEpoch(), 7u);
}

TEST_P(EventLogConformance, RefusalsComeInOrderOfPrecedence) {
  ASSERT_TRUE(log_->Seal(2).ok());
  EXPECT_EQ(log_->Append(1, 9, {}).code(), Code::kInvalid);
  EXPECT_EQ(Append(9, {"x"}, 1).code(), Code::kFenced);
  harness_->FailNextWrite(false);
  EXPECT_EQ(Append(1, {"a"}, 2).code(), Code::kFailed);
  EXPECT_EQ(log_->Append(1, 9, {}).code(), Code::kInvalid);
  EXPECT_EQ(Append(9, {"x"}, 1).code(), Code::kFailed);
  harness_->Heal();
}

TEST_P(EventLogConformance, AfterAFailedAppendEveryWriteIsRefusedUntilReopened) {
  for (const bool kept : {false, true}) {
    const Position tail = log_->Tail();
    MustAppend(tail + 1, {"before"});
    harness_->FailNextWrite(kept);
    EXPECT_EQ(Append(tail + 2, {"lost", "or not"}).code(), Code::kFailed);
    harness_->Heal();
    EXPECT_EQ(Append(tail + 2, {"x"}).code(), Code::kFailed);
    EXPECT_EQ(log_->Seal(100).code(), Code::kFailed);
    EXPECT_EQ(log_->Tail(), tail + 1);
    EXPECT_EQ(ReadAll(tail + 1), (Events{{tail + 1, "before"}}));

    Reopen();
    EXPECT_EQ(log_->Tail(), tail + (kept ? 3 : 1)) << "all of the group or nothing";
    MustAppend(log_->Tail() + 1, {"after"});
    EXPECT_EQ(ReadAll(1).size(), log_->Tail());
  }
}

TEST_P(EventLogConformance, AfterAFailedSealEveryWriteIsRefusedUntilReopened) {
  harness_->FailNextWrite(false);
  EXPECT_EQ(log_->Seal(3).code(), Code::kFailed);
  harness_->Heal();
  EXPECT_EQ(Append(1, {"a"}, 3).code(), Code::kFailed);
  EXPECT_EQ(log_->SealedEpoch(), 0u);
  Reopen();
  EXPECT_EQ(log_->SealedEpoch(), 0u);
  MustAppend(1, {"a"});
}

TEST_P(EventLogConformance, AFlippedBitIsFoundOnReadingAndLocated) {
  MustAppend(1, {"a", "b"});
  MustAppend(3, {"c", "d", "e"});
  MustAppend(6, {"f"});
  log_.reset();
  harness_->FlipBit(4, 17);
  Reopen();
  EXPECT_EQ(log_->Tail(), 6u);

  const auto whole = log_->Read(1);
  EXPECT_TRUE(whole->Next() && whole->Next());
  EXPECT_FALSE(whole->Next());
  EXPECT_EQ(whole->status().code(), Code::kCorrupt);
  EXPECT_EQ(whole->status().position(), 3u);
  EXPECT_FALSE(whole->Next());

  const auto middle = log_->Read(5);
  EXPECT_FALSE(middle->Next());
  EXPECT_EQ(middle->status().position(), 5u);
  EXPECT_EQ(ReadAll(6), (Events{{6, "f"}})) << "what is not damaged can still be read";
}

TEST_P(EventLogConformance, EveryFlippedBitOfARecordIsFound) {
  MustAppend(1, {"some", "events", ""});
  MustAppend(4, {"more"});
  log_.reset();
  const size_t record_bytes = 1 + 8 + 1 + 3 + 10 + 4;
  for (size_t offset = 0; offset < record_bytes; ++offset) {
    harness_->FlipBit(1, offset);
    Reopen();
    auto cursor = log_->Read(1);
    EXPECT_FALSE(cursor->Next()) << offset;
    EXPECT_EQ(cursor->status().code(), Code::kCorrupt) << offset;
    cursor.reset();
    log_.reset();
    harness_->FlipBit(1, offset);
  }
}

TEST_P(EventLogConformance, ADamagedLastRecordIsFoundAtOpening) {
  MustAppend(1, {"a"});
  MustAppend(2, {"b", "c"});
  log_.reset();
  harness_->FlipBit(2, 3);
  const auto opened = harness_->Open();
  EXPECT_EQ(opened.status().code(), Code::kCorrupt);
  EXPECT_EQ(opened.status().position(), 2u);
}

TEST_P(EventLogConformance, AMissingRecordIsFoundOnReadingAndLocated) {
  MustAppend(1, {"a", "b"});
  MustAppend(3, {"c", "d"});
  MustAppend(5, {"e"});
  log_.reset();
  harness_->RemoveRecord(3);
  Reopen();
  const auto cursor = log_->Read(1);
  EXPECT_TRUE(cursor->Next() && cursor->Next());
  EXPECT_FALSE(cursor->Next());
  EXPECT_EQ(cursor->status().code(), Code::kCorrupt);
  EXPECT_EQ(cursor->status().position(), 3u);
  const auto within = log_->Read(4);
  EXPECT_FALSE(within->Next());
  EXPECT_EQ(within->status().position(), 4u);
}

TEST_P(EventLogConformance, AMissingBeginningIsFoundAtOpening) {
  MustAppend(1, {"a", "b"});
  MustAppend(3, {"c"});
  log_.reset();
  harness_->RemoveRecord(1);
  const auto opened = harness_->Open();
  EXPECT_EQ(opened.status().code(), Code::kCorrupt);
  EXPECT_EQ(opened.status().position(), 1u);
}

TEST_P(EventLogConformance, ReadersSeeOnlyWholeGroupsWhileAWriterAppends) {
  constexpr Position kLast = 3000;
  std::atomic<bool> good = true;
  std::thread reader([&] {
    while (log_->Tail() < kLast) {
      const Position tail = log_->Tail();
      Position seen = 0;
      const auto cursor = log_->Read(1);
      while (cursor->Next()) {
        good = good && cursor->position() == ++seen &&
               cursor->event() == std::to_string(cursor->position());
      }
      good = good && cursor->status().ok() && seen >= tail && seen % 3 == 0;
    }
  });
  for (Position at = 1; at <= kLast; at += 3) {
    MustAppend(at, {std::to_string(at), std::to_string(at + 1), std::to_string(at + 2)});
  }
  reader.join();
  EXPECT_TRUE(good);
}

TEST_P(EventLogConformance, OfRacingWritersOneWinsEachPosition) {
  std::atomic<int> won = 0;
  std::vector<std::thread> writers;
  for (const std::string name : {"a", "b", "c", "d"}) {
    writers.emplace_back([this, &won, name] {
      for (Position at = 1; at <= 200; ++at) won += Append(at, {name}).ok() ? 1 : 0;
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(log_->Tail(), static_cast<Position>(won));
  EXPECT_EQ(ReadAll(1).size(), static_cast<size_t>(won));
}

INSTANTIATE_TEST_SUITE_P(Logs, EventLogConformance,
                         testing::Values(EventLogKind{"Memory", MemoryHarness},
                                         EventLogKind{"Rocksdb", RocksdbHarness}),
                         [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace outturn::store
