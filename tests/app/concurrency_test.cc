// Many threads at once: no yuan is spent twice, no reader and no writer waits for ever.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <set>
#include <thread>

#include "tests/app/support.h"

namespace outturn::app {
namespace {

TEST(Concurrency, LetsExactlyAsManySpendTheLastYuanAsThereAre) {
  constexpr int kThreads = 8;
  constexpr int kEach = 50;
  constexpr int kYuan = 137;
  World world;
  world.Record(Beginnings(kYuan * 100));
  std::latch start(kThreads);
  std::mutex mutex;
  std::set<core::Position> positions;
  int refused = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      start.arrive_and_wait();
      for (int i = 0; i < kEach; ++i) {
        const std::string id = std::to_string(t) + "-" + std::to_string(i);
        const Answer answer = world.Ask(Pay(id, "X01", 100));
        const std::lock_guard lock(mutex);
        if (const auto* receipt = std::get_if<Receipt>(&answer)) {
          EXPECT_TRUE(positions.insert(receipt->position).second) << "a position twice";
          EXPECT_GE(receipt->outcome.headroom->amount, core::Fen());
        } else {
          ++refused;
          EXPECT_EQ(AsRefusal(answer).reason, core::Reason::kHeadroomExceeded);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(positions.size(), static_cast<size_t>(kYuan));
  EXPECT_EQ(refused, kThreads * kEach - kYuan);
  EXPECT_EQ(*positions.begin(), 5u);
  EXPECT_EQ(*positions.rbegin(), 4u + kYuan) << "without gaps";
}

TEST(Concurrency, RecordsWhatManySendUnderOneIdOnce) {
  constexpr int kThreads = 8;
  World world;
  world.Record(Beginnings(1'000'000));
  std::latch start(kThreads);
  std::atomic<int> fresh = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      for (int i = 0; i < 50; ++i) {
        const Answer answer = world.Ask(Pay("p" + std::to_string(i), "X01", 100));
        if (!AsReceipt(answer).already_recorded) ++fresh;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(fresh, 50);
  EXPECT_EQ(world.position(), 54u);
}

// What a reader sees is always a state the book was in: what was paid fits the position.
TEST(Concurrency, ShowsReadersOnlyStatesTheBookWasIn) {
  World world;
  world.Record(Beginnings(1'000'000));
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int t = 0; t < 3; ++t) {
    readers.emplace_back([&] {
      core::Position last = 0;
      while (!done) {
        world.book->Read([&](const core::BookState& book, const store::Frontier& frontier) {
          EXPECT_GE(book.position, last);
          last = book.position;
          EXPECT_EQ(frontier.size(), book.position);
          const core::Line* line = book.FindLedger({"101001", 2024})->FindLine("X01");
          EXPECT_EQ(line->headroom.Last(),
                    core::Fen(1'000'000 - 100 * static_cast<int64_t>(book.position - 4)));
        });
        const auto known = world.book->KnownAt({"101001", 2024}, last);
        EXPECT_TRUE(known.ok());
        EXPECT_EQ(known->FindLedger({"101001", 2024})->version, last - 1);
      }
    });
  }
  for (int i = 0; i < 300; ++i) world.Record({Pay("p" + std::to_string(i), "X01", 100)});
  done = true;
  for (std::thread& reader : readers) reader.join();
}

// Readers that overlap without a pause between them leave the writer its turn all the same.
TEST(Concurrency, LetsTheWriterInBetweenReadersThatNeverPause) {
  World world;
  world.Record(Beginnings(1'000'000));
  std::atomic<bool> done = false;
  std::atomic<int> reading = 0;
  std::vector<std::thread> readers;
  for (int t = 0; t < 4; ++t) {
    readers.emplace_back([&] {
      while (!done) {
        world.book->Read([&](const core::BookState&, const auto&) {
          ++reading;
          // Not before another reader is in too, so that the lock is never free on its own account.
          const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(5);
          while (!done && reading < 2 && std::chrono::steady_clock::now() < until) {
            std::this_thread::yield();
          }
          --reading;
        });
      }
    });
  }
  for (int i = 0; i < 20; ++i) world.Record({Pay("p" + std::to_string(i), "X01", 100)});
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(world.position(), 24u);
}

TEST(Concurrency, MayCloseTheBookWhileItIsWrittenAndRead) {
  World world;
  world.Record(Beginnings(1'000'000));
  std::atomic<int> stopping = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0;; ++i) {
        const Answer answer = world.Ask(Pay(std::to_string(t) + "-" + std::to_string(i), "X01", 1));
        if (std::holds_alternative<Receipt>(answer)) continue;
        EXPECT_EQ(AsUnavailable(answer).why, Unavailable::Why::kStopping);
        ++stopping;
        return;
      }
    });
  }
  while (world.position() < 50) std::this_thread::yield();
  world.book->StopWriting();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(stopping, 4);
  const core::Position position = world.position();
  ASSERT_TRUE(world.Reopen().ok());
  EXPECT_EQ(world.position(), position);
}

}  // namespace
}  // namespace outturn::app
