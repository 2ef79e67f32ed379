// Meters: what the server counts about itself. Plain counters bumped where things happen, without a
// lock and without a library: once per group or call, and per command only where one is refused,
// answered again or malformed. Whoever wants to know reads them (services/web, Books.GetBook).
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "services/app/answer.h"
#include "services/core/refusal.h"

namespace outturn::app {

// Threads: any, for every call of every meter. Readers see each number as of about now; numbers of
// different meters need not agree to the last event.
class Counter {
 public:
  void Add(uint64_t more = 1) { value_.fetch_add(more, std::memory_order_relaxed); }
  [[nodiscard]] uint64_t Get() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<uint64_t> value_ = 0;
};

// What stands at a number now; may go down.
class Gauge {
 public:
  void Set(uint64_t value) { value_.store(value, std::memory_order_relaxed); }
  void Up() { value_.fetch_add(1, std::memory_order_relaxed); }
  void Down() { value_.fetch_sub(1, std::memory_order_relaxed); }
  [[nodiscard]] uint64_t Get() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<uint64_t> value_ = 0;
};

// How many observations fell into each of some fixed buckets.
class Histogram {
 public:
  static constexpr size_t kMostBounds = 28;

  // Upper bounds of the buckets, included, ascending, at most kMostBounds; static storage. What is
  // above the last one falls into a bucket of its own.
  explicit constexpr Histogram(std::span<const uint64_t> bounds) : bounds_(bounds) {}

  void Observe(uint64_t value);

  struct Counts {
    std::array<uint64_t, kMostBounds + 1> buckets{};  // not cumulative; those beyond bounds are 0
    uint64_t sum = 0;                                 // of the values observed

    [[nodiscard]] uint64_t count() const;
    [[nodiscard]] Counts Since(const Counts& earlier) const;
  };
  [[nodiscard]] Counts Get() const;
  [[nodiscard]] std::span<const uint64_t> bounds() const { return bounds_; }

 private:
  std::span<const uint64_t> bounds_;
  std::array<std::atomic<uint64_t>, kMostBounds + 1> buckets_{};
  std::atomic<uint64_t> sum_ = 0;
};

// The value that `percent` of the observations do not exceed, guessed within its bucket; 0 when
// there are none. Above the last bound it is the last bound.
[[nodiscard]] uint64_t Quantile(std::span<const uint64_t> bounds, const Histogram::Counts& counts,
                                int percent);

// Microseconds, from the quickest call to the longest a client waits.
inline constexpr std::array<uint64_t, 25> kMicroseconds = {
    50,     100,     150,     200,     300,       500,       750,       1'000,  1'500,
    2'000,  3'000,   5'000,   7'500,   10'000,    15'000,    20'000,    30'000, 50'000,
    75'000, 100'000, 200'000, 500'000, 1'000'000, 2'000'000, 10'000'000};
inline constexpr std::array<uint64_t, 14> kGroupSizes = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1'000, 2'000, 4'000, 8'000, 16'000};

// The calls of the services, by the names the schema gives them.
enum class Call : uint8_t {
  kRecord,
  kRecordBatch,
  kRecordStream,
  kListLedgers,
  kGetBalances,
  kListPolicies,
  kGetPayment,
  kListIndicators,
  kListForms,
  kGetReport,
  kListFigures,
  kGetFigures,
  kCheckLedger,
  kCheckStated,
  kListChecks,
  kListEvents,
  kGetEvent,
  kGetBook,
  kListWarnings,
  kGetRollup,
  kWatch,
  kGetCheckpoint,
  kProveInclusion,
  kProveConsistency,
  kRecordProven,
  kNameCheckpoint,
  kListCheckpoints,
  kAddCosignature,
  kCreateAuditPack,
  kExplain,
  kDiff,
  kReconcile,
  kFindPosition,
  kFillTemplate,
  kFindLeaks,
  kCompareLedger,
  kFsck,
  kLast = kFsck,
};
inline constexpr size_t kCallCount = static_cast<size_t>(Call::kLast) + 1;
// "outturn.v1.Recorder/Record"
[[nodiscard]] std::string_view Name(Call call);

inline constexpr size_t kStatusCodeCount = 17;  // of gRPC: OK (0) to UNAUTHENTICATED (16)
// "DEADLINE_EXCEEDED"
[[nodiscard]] std::string_view StatusCodeName(size_t code);

struct alignas(64) CallMeter {
  std::array<Counter, kStatusCodeCount> ended;  // by status code
  // From the arrival of the request to its reply being handed to gRPC; of a stream, each batch.
  Histogram micros{kMicroseconds};

  void End(int code) { ended[static_cast<size_t>(code) % kStatusCodeCount].Add(); }
};

inline constexpr size_t kUnavailableCount = static_cast<size_t>(Unavailable::Why::kDamaged) + 1;
// "OVERLOADED": the reason on the wire.
[[nodiscard]] std::string_view Name(Unavailable::Why why);

struct Meters {
  // ---- the writer's
  alignas(64) Histogram group_events{kGroupSizes};  // per group that became durable
  Histogram group_micros{kMicroseconds};            // of its write and fsync
  Counter group_bytes;
  Counter failed_groups;
  Counter answered_again;                           // retries that got their original answer
  std::array<Counter, core::kReasonCount> refused;  // by reason; validate_only and ID_REUSED too
  alignas(64) std::array<Counter, kUnavailableCount> unavailable;  // commands, by why

  // ---- the comparison's
  Counter compared;              // ledgers, in memory against folded anew
  Counter differences;           // of those, with a difference
  Counter rule_sets_compared;    // in memory against those the log's events adopt
  Counter rule_set_differences;  // of those, with a difference
  // Of the one that goes on by itself:
  Gauge last_compared_seconds;  // when it last compared a ledger, since 1970; 0: never
  Gauge ledgers_to_compare;     // left of those it compares in turn
  Gauge history_behind;         // events; while it is far behind nothing is compared

  // ---- of checkpoints that were handed out
  Counter checkpoints_checked;     // since the start, against the tree
  Counter checkpoint_differences;  // of those, not of this log

  // ---- the calls'
  alignas(64) std::array<CallMeter, kCallCount> calls;
  Counter malformed;  // commands
  Gauge streams_open;

  // ---- the disk's, as last looked at; capacity 0: not looked at
  Gauge disk_free_bytes;
  Gauge disk_capacity_bytes;
  Gauge disk_reserve_bytes;

  CallMeter& Of(Call call) { return calls[static_cast<size_t>(call)]; }
  [[nodiscard]] const CallMeter& Of(Call call) const { return calls[static_cast<size_t>(call)]; }
};

// Microseconds since it was made.
class Stopwatch {
 public:
  [[nodiscard]] uint64_t Micros() const {
    return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                     std::chrono::steady_clock::now() - began_)
                                     .count());
  }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace outturn::app
