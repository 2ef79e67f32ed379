#include "services/app/comparison.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "services/app/archive.h"
#include "services/app/log.h"

namespace outturn::app {
namespace {

constexpr int kShare = 50;  // of a core: one part in so many
// What the history of ledgers has not followed yet is folded event by event: later, then.
constexpr core::Position kMostBehind = 10'000;

// As FieldsOf has them.
constexpr auto kFields = std::to_array<std::string_view>({
    "id",
    "opened",
    "opened_on",
    "policy",
    "closed",
    "closed_now",
    "version",
    "last_position",
    "turnover",
    "latest_on",
    "lines",
    "three_public_headroom",
    "adjustments",
    "commitments",
    "receipts",
    "placements",
    "prior_year_refunds",
    "prior_year_refunded",
    "indicators",
    "deviations",
    "goals",
    "texts",
    "forecasts",
    "handlings",
    "quotas",
    "headcounts",
    "buildings",
    "prior_year",
    "declarations",
    "publications",
});
static_assert(kFields.size() ==
              std::tuple_size_v<decltype(FieldsOf(std::declval<core::LedgerState&>()))>);

using Bytes = std::vector<std::string>;  // of each field

Bytes CanonicalBytes(const core::LedgerState& ledger) {
  Bytes bytes(kFields.size());
  size_t next = 0;
  const auto put = [&](const auto& field) {
    ArchiveWriter(bytes[next++], Order::kCanonical).Put(field);
  };
  std::apply([&](const auto&... fields) { (put(fields), ...); }, FieldsOf(ledger));
  return bytes;
}

// The first field that differs; kFields.size() when none does.
size_t FirstDifference(const Bytes& a, const Bytes& b) {
  return static_cast<size_t>(std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin());
}

// The ledger as it is in memory: written out while the book stands still, for writers wait, and
// read in and sorted afterwards.
std::optional<core::LedgerState> InMemory(const Book& book, const core::LedgerId& id) {
  const auto bytes = book.Read([&](const core::BookState& state, const store::Frontier&) {
    std::optional<std::string> written;
    if (const core::LedgerState* ledger = state.FindLedger(id)) {
      ArchiveWriter(written.emplace()).Put(*ledger);
    }
    return written;
  });
  if (!bytes) return std::nullopt;
  core::LedgerState ledger;
  ArchiveReader reader(*bytes);
  reader.Get(ledger);
  // A state that cannot even be read back is one no events make: it stays as far as it came.
  return ledger;
}

void Tell(const Compared& compared) {
  const bool resident = compared.finding == Compared::Finding::kResident;
  Log(LogLevel::kCritical,
      resident ? "the state in memory is not what the log's events make: figures may be wrong. "
                 "Start again without the folder derived"
               : "the history of a ledger is not what the log's events make: figures as known "
                 "earlier may be wrong. Start again without the folder history",
      {{"ledger", compared.ledger.ToString()},
       {"position", compared.position},
       {"field", compared.field}});
}

}  // namespace

store::Result<std::optional<Compared>> Comparison::Compare(const core::LedgerId& ledger) {
  const auto resident = InMemory(book_, ledger);
  if (!resident) return std::optional<Compared>();
  Compared compared{ledger, resident->last_position, resident->version, {}, ""};
  const Bytes in_memory = CanonicalBytes(*resident);
  const auto refolded = book_.LedgerAt(ledger, compared.position, History::From::kFirstEvent);
  if (!refolded.ok()) return refolded.status();
  size_t field = FirstDifference(in_memory, CanonicalBytes(*refolded));
  book_.meters().compared.Add();
  if (field == kFields.size()) return std::optional(compared);
  // Which of the two is wrong, the events themselves tell.
  const auto folded = book_.LedgerAt(ledger, compared.position, History::From::kLog);
  if (!folded.ok()) return folded.status();
  const size_t against_log = FirstDifference(in_memory, CanonicalBytes(*folded));
  const bool is_resident = against_log != kFields.size();
  compared.finding = is_resident ? Compared::Finding::kResident : Compared::Finding::kHistory;
  if (is_resident) field = against_log;
  compared.field = kFields[field];
  book_.meters().differences.Add();
  Tell(compared);
  return std::optional(compared);
}

void Comparison::CompareNext() {
  const auto begin = std::chrono::steady_clock::now();
  core::LedgerId next;
  {
    const std::lock_guard lock(mutex_);
    if (begin < not_before_) return;
    if (book_.history().Followed() + kMostBehind < book_.DurableTip().position) return;
    if (in_turn_.empty()) {
      in_turn_ = book_.Read([](const core::BookState& state, const store::Frontier&) {
        std::vector<core::LedgerId> ids;
        for (const auto& [id, ledger] : state.ledgers) ids.push_back(id);
        return ids;
      });
      std::sort(in_turn_.rbegin(), in_turn_.rend());
    }
    if (in_turn_.empty()) return;
    next = in_turn_.back();
    in_turn_.pop_back();
  }
  const auto compared = Compare(next);
  if (!compared.ok()) {
    Log(LogLevel::kError, "a ledger cannot be compared with its events",
        {{"ledger", next.ToString()}, {"reason", compared.status().ToString()}});
  }
  const auto end = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex_);
  not_before_ = begin + (end - begin) * kShare;
}

}  // namespace outturn::app
