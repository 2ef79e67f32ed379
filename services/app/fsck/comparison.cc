#include "services/app/fsck/comparison.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "services/app/data_folder.h"
#include "services/app/derived/archive.h"
#include "services/app/fsck/event_ledgers.h"
#include "services/app/log.h"

namespace outturn::app {
namespace {

constexpr int kShare = 50;  // of a core: one part in so many
// What the history of ledgers has not followed yet is folded event by event: later, then.
constexpr core::Position kMostBehind = 10'000;
constexpr auto kReadingAtOnce = std::chrono::milliseconds(10);  // for rule sets

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

// The first field that differs; empty when none does.
std::string_view FirstDifference(const Bytes& a, const Bytes& b) {
  const auto first = std::mismatch(a.begin(), a.end(), b.begin()).first;
  return first == a.end() ? std::string_view() : kFields[static_cast<size_t>(first - a.begin())];
}

struct Held {
  core::Position position = 0;  // of the book: every event of the ledger up to here is to be in it
  std::optional<core::LedgerState> ledger;
};

// The ledger as it is in memory: written out while the book stands still, for writers wait, and
// read in and sorted afterwards.
Held InMemory(const Book& book, const core::LedgerId& id) {
  const auto [position, bytes] =
      book.Read([&](const core::BookState& state, const store::Frontier&) {
        std::pair<core::Position, std::optional<std::string>> written{state.position, {}};
        if (const core::LedgerState* ledger = state.FindLedger(id)) {
          ArchiveWriter(written.second.emplace()).Put(*ledger);
        }
        return written;
      });
  Held held{position, std::nullopt};
  if (!bytes) return held;
  ArchiveReader reader(*bytes);
  // A state that cannot even be read back is one no events make: it stays as far as it came.
  reader.Get(held.ledger.emplace());
  return held;
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

// That `what` could not be done, for the log cannot be read: with the event and its ledgers, where
// they are known.
void TellUnreadable(const Book& book, std::string_view what, const store::Status& status) {
  if (status.code() != store::Code::kCorrupt || status.position() == 0) {
    return Log(LogLevel::kError, what, {{"reason", status.ToString()}});
  }
  std::string ledgers;
  for (const core::LedgerId& id : LedgersOfEvent(book, status.position())) {
    ledgers += (ledgers.empty() ? "" : ", ") + id.ToString();
  }
  Log(LogLevel::kCritical, std::string(what) + ": an event cannot be read; " + kPutLogBack,
      {{"position", status.position()}, {"ledger", ledgers}, {"reason", status.message()}});
}

}  // namespace

std::string_view FirstDifference(const core::LedgerState& a, const core::LedgerState& b) {
  return FirstDifference(CanonicalBytes(a), CanonicalBytes(b));
}

store::Result<std::optional<Compared>> Comparison::Compare(const core::LedgerId& ledger) {
  const Held held = InMemory(book_, ledger);
  auto refolded = book_.LedgerAt(ledger, held.position, History::From::kFirstEvent);
  if (!refolded.ok()) return refolded.status();
  if (!held.ledger && refolded->version == 0) return std::optional<Compared>();
  const Bytes in_memory = CanonicalBytes(held.ledger.value_or(core::LedgerState()));
  std::string_view field = FirstDifference(in_memory, CanonicalBytes(*refolded));
  Compared compared{ledger, refolded->last_position, refolded->version, {}, ""};
  book_.meters().compared.Add();
  if (field.empty()) return std::optional(compared);
  // Which of the two is wrong, the events themselves tell.
  const auto folded = book_.LedgerAt(ledger, held.position, History::From::kLog);
  if (!folded.ok()) return folded.status();
  compared.position = folded->last_position;
  compared.events = folded->version;
  const std::string_view against_log = FirstDifference(in_memory, CanonicalBytes(*folded));
  const bool is_resident = !against_log.empty();
  compared.finding = is_resident ? Compared::Finding::kResident : Compared::Finding::kHistory;
  if (is_resident) field = against_log;
  compared.field = is_resident && !held.ledger ? Compared::kMissing : field;
  book_.meters().differences.Add();
  Tell(compared);
  return std::optional(compared);
}

std::vector<core::LedgerId> Comparison::Ledgers() const {
  std::vector<core::LedgerId> ids = book_.history().Ledgers();
  const auto in_memory = book_.Read([](const core::BookState& state, const store::Frontier&) {
    std::vector<core::LedgerId> held;
    for (const auto& [id, ledger] : state.ledgers) held.push_back(id);
    return held;
  });
  ids.insert(ids.end(), in_memory.begin(), in_memory.end());
  std::sort(ids.rbegin(), ids.rend());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

void Comparison::CompareNext() {
  const auto begin = std::chrono::steady_clock::now();
  Meters& meters = book_.meters();
  std::optional<core::LedgerId> next;
  {
    const std::lock_guard lock(mutex_);
    if (begin < not_before_) return;
    const core::Position tip = book_.DurableTip().position;
    const core::Position followed = std::min(book_.history().Followed(), tip);
    meters.history_behind.Set(tip - followed);
    if (tip - followed > kMostBehind) return;
    if (in_turn_.empty()) {
      in_turn_ = Ledgers();
      meters.ledgers_to_compare.Set(in_turn_.size());
      rule_sets_due_ = true;
    }
    if (!in_turn_.empty()) {
      next = in_turn_.back();
      in_turn_.pop_back();
    }
  }
  if (rule_sets_due_) CompareRuleSets();
  if (next) CompareInTurn(*next);
  const auto end = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex_);
  meters.ledgers_to_compare.Set(in_turn_.size());
  not_before_ = begin + (end - begin) * kShare;
}

void Comparison::CompareRuleSets() {
  const auto compared = rule_sets_.Compare(kReadingAtOnce);
  if (!compared.ok()) {
    rule_sets_due_ = false;  // the next round tries again
    return TellUnreadable(book_, "the rule sets cannot be compared with the log",
                          compared.status());
  }
  if (!*compared) return;
  rule_sets_due_ = false;
  book_.meters().rule_sets_compared.Add((*compared)->rule_sets);
  for (const std::string& difference : (*compared)->differences) {
    book_.meters().rule_set_differences.Add();
    Log(LogLevel::kCritical,
        "a rule set in memory is not what the log's events make: refusals, scores and warnings may "
        "be wrong. Start again without the folder derived",
        {{"difference", difference}});
  }
}

void Comparison::CompareInTurn(const core::LedgerId& ledger) {
  const auto compared = Compare(ledger);
  if (!compared.ok()) {
    return TellUnreadable(book_,
                          "ledger " + ledger.ToString() + " cannot be compared with its events",
                          compared.status());
  }
  book_.meters().last_compared_seconds.Set(
      static_cast<uint64_t>(book_.clock().Now().microseconds() / 1'000'000));
}

}  // namespace outturn::app
