#include "services/app/derived/history.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "services/app/derived/archive.h"
#include "services/app/derived/keys.h"
#include "services/app/derived/made_of.h"
#include "services/app/log.h"
#include "services/core/decide.h"
#include "services/wire/codec.h"
#include "services/wire/glance.h"

namespace outturn::app {
namespace {

constexpr size_t kInChunk = 1'024;  // events followed under one lock
constexpr size_t kTogether = 32;    // whose memory is waited for together

// What runs and checkpoints are written by.
uint64_t Version() {
  static const std::string shape =
      "history 1" + ShapeOf<core::LedgerState>() + std::to_string(core::kFoldVersion);
  return XXH3_64bits(shape.data(), shape.size());
}

// Whose history it is: the last event and the tree up to it.
std::string Head(const store::Hash& leaf, const store::Frontier& frontier) {
  return BigEndian(Version()) + std::string(leaf.begin(), leaf.end()) + frontier.Serialise();
}

store::Result<store::Hash> LeafAt(const store::EventLog& log, core::Position position) {
  const auto cursor = log.Read(position);
  if (!cursor->Next()) return cursor->status();
  return store::LeafHash(cursor->event());
}

store::Status Damaged(const core::LedgerId& ledger) {
  return {store::Code::kCorrupt, "the history of " + ledger.ToString() + " is damaged"};
}

}  // namespace

store::Result<std::unique_ptr<History>> History::Open(Parts parts) {
  auto history = std::unique_ptr<History>(new History(std::move(parts)));
  if (auto status = history->Start(); !status.ok()) return status;
  return history;
}

store::Status History::Start() {
  const core::Position reached = parts_.store->Reached();
  if (reached == 0) return {};
  const auto stored = parts_.store->Get(kReachedKey);
  if (stored.ok() && reached <= parts_.log.Tail()) {
    const auto leaf = LeafAt(parts_.log, reached);
    if (!leaf.ok()) return leaf.status();
    const size_t begin = 8 + leaf->size();
    auto frontier =
        store::Frontier::Parse(std::string_view(*stored).substr(std::min(begin, stored->size())));
    if (frontier.ok() && frontier->size() == reached && *stored == Head(*leaf, *frontier)) {
      followed_ = reached;
      frontier_ = *std::move(frontier);
      return {};
    }
  }
  if (parts_.keep) {
    const bool of_version = stored.ok() && stored->starts_with(BigEndian(Version()));
    return of_version ? store::Status::Corrupt(reached, "damaged, or of another log")
                      : store::Status(store::Code::kInvalid, "of another version");
  }
  Log(LogLevel::kWarning,
      "the history of ledgers is damaged, of another log or of another version: making it anew");
  return parts_.store->Wipe();
}

std::unique_lock<std::mutex> History::Lock() const {
  const std::lock_guard turn(turnstile_);
  return std::unique_lock(mutex_);
}

core::Position History::Followed() const {
  const auto lock = Lock();
  return followed_;
}

void History::Stop() {
  const std::lock_guard turn(following_);
  failure_ = {store::Code::kFailed, "stopped"};
}

store::Status History::Follow(core::Position until, std::chrono::microseconds budget) {
  const std::lock_guard turn(following_);
  return failure_.ok() ? FollowFor(until, budget) : failure_;
}

store::Status History::FollowFor(core::Position until, std::chrono::microseconds budget) {
  const auto begin = std::chrono::steady_clock::now();
  if (Followed() >= until) return {};
  const auto cursor = parts_.log.Read(Followed() + 1);
  EventChunk chunk;
  while (std::chrono::steady_clock::now() - begin < budget && ReadSome(*cursor, until, chunk)) {
    {
      const auto lock = Lock();
      for (size_t first = 0; first < chunk.size(); first += kTogether) {
        if (failure_ = TakeSome(chunk, first); !failure_.ok()) return failure_;
      }
      const bool write = run_is_long_ || open_events_ >= parts_.limits.open_events;
      if (failure_ = write ? Write() : store::Status(); !failure_.ok()) return failure_;
    }
    if (failure_ = WriteCheckpoints(); !failure_.ok()) return failure_;
  }
  return Noted(cursor->status());  // which may pass
}

store::Status History::Noted(store::Status status) const {
  if (parts_.log_damage != nullptr) parts_.log_damage->Note(status);
  return status;
}

store::Status History::Flush() {
  const std::lock_guard turn(following_);
  if (!failure_.ok()) return failure_;
  {
    const auto lock = Lock();
    if (followed_ == parts_.store->Reached()) return {};
    if (auto status = Write(); !status.ok()) return status;
  }
  return WriteCheckpoints();
}

store::Result<RunStart> History::LastEnd(const core::LedgerId& ledger) const {
  const auto cursor = parts_.store->Scan(RunPrefix(ledger));
  if (!cursor->Next()) {
    if (!cursor->status().ok()) return cursor->status();
    return RunStart();
  }
  const auto run = RunView::Parse(std::string(cursor->value()));
  return run ? store::Result<RunStart>(run->end()) : store::Result<RunStart>(Damaged(ledger));
}

bool History::ReadSome(store::EventCursor& cursor, core::Position until, EventChunk& chunk) {
  chunk.Clear();
  while (chunk.size() < kInChunk && frontier_.size() + chunk.size() < until && cursor.Next()) {
    chunk.Add(cursor.position(), cursor.event());
  }
  std::vector<std::string_view> leaves;
  for (size_t i = 0; i < chunk.size(); ++i) {
    leaves.push_back(chunk.event(i));
    const bool kept = chunk.position(i) % parts_.limits.frontier_every == 0;
    if (!kept && i + 1 < chunk.size()) continue;
    frontier_.Append(store::LeafHashes(leaves));
    leaves.clear();
    if (kept) frontiers_.push_back({FrontierKey(chunk.position(i)), frontier_.Serialise()});
  }
  return chunk.size() > 0;
}

store::Result<HistoryRun*> History::RunOf(const core::LedgerId& ledger) {
  auto found = runs_.find(ledger);
  if (found == runs_.end()) {
    const auto start = LastEnd(ledger);
    if (!start.ok()) return start.status();
    found = runs_.emplace(ledger, HistoryRun(ledger, *start)).first;
  }
  return &found->second;
}

// An event, and where it goes if it is a plain payment.
struct History::Coming {
  core::Position position = 0;
  std::string_view bytes;
  std::optional<wire::PaymentGlance> payment;
  PaymentPlace place{};
  uint64_t hash = 0;
  HistoryRun* run = nullptr;
};

store::Status History::TakeSome(const EventChunk& chunk, size_t begin) {
  std::array<Coming, kTogether> all;
  const std::span coming(all.data(), std::min(kTogether, chunk.size() - begin));
  for (size_t i = 0; i < coming.size(); ++i) {
    coming[i].position = chunk.position(begin + i);
    coming[i].bytes = chunk.event(begin + i);
    if (auto status = Find(coming[i]); !status.ok()) return status;
  }
  for (const Coming& one : coming) {
    if (one.run != nullptr) one.run->Fetch(one.hash);
  }
  for (const Coming& one : coming) {
    if (auto status = Take(one); !status.ok()) return status;
    followed_ = one.position;
  }
  return {};
}

store::Status History::Find(Coming& coming) {
  coming.payment = wire::GlanceAtPayment(coming.bytes);
  if (!coming.payment) return {};
  const wire::PaymentGlance& payment = *coming.payment;
  coming.place = {payment.line, payment.economic_class, payment.procurement};
  coming.hash = coming.place.Hash();
  const auto run = RunOf({std::string(payment.unit), payment.year});
  if (!run.ok()) return run.status();
  coming.run = *run;
  __builtin_prefetch(coming.run);
  return {};
}

store::Status History::Take(const Coming& coming) {
  const core::Position position = coming.position;
  if (coming.run != nullptr) {
    HistoryRun& run = *coming.run;
    const auto day = core::Day::OfNumber(coming.payment->effective_on);
    const bool added = day && run.AddPayment(position, *day, coming.place, coming.hash,
                                             coming.payment->amount_fen);
    if (!added) run.AddEvent(position, coming.bytes);
    Count(run);
    return {};
  }
  const auto event = wire::DecodeEvent(coming.bytes);
  if (!event) {
    return Noted(store::Status::Corrupt(position, "no event this program understands"));
  }
  store::Status status;
  core::ForEachLedger(event->command, [&](const core::LedgerId& ledger) {
    const auto run = RunOf(ledger);
    if (!run.ok()) {
      status = run.status();
      return;
    }
    (*run)->AddEvent(position, coming.bytes);
    Count(**run);
  });
  return status;
}

void History::Count(HistoryRun& run) {
  if (run.events() == 1) open_.push_back(&run);
  ++open_events_;
  run_is_long_ |= run.end().weight >= parts_.limits.checkpoint_every;
}

store::Status History::Write() {
  const auto leaf = LeafAt(parts_.log, followed_);
  if (!leaf.ok()) return Noted(leaf.status());
  std::vector<store::Change> changes = frontiers_;
  for (const HistoryRun* run : open_) {
    changes.push_back({RunPrefix(run->ledger()) + BigEndian(~run->first()), run->Serialise()});
  }
  changes.push_back({std::string(kReachedKey), Head(*leaf, frontier_)});
  AddFirstEvent(parts_.log, *parts_.store, changes);
  if (auto status = parts_.store->Apply(changes, followed_); !status.ok()) return status;
  for (HistoryRun* run : open_) {
    if (run->end().weight >= parts_.limits.checkpoint_every) {
      due_.emplace_back(run->ledger(), run->last());
    }
    run->Clear();
  }
  frontiers_.clear();
  open_.clear();
  open_events_ = 0;
  run_is_long_ = false;
  return {};
}

store::Status History::WriteCheckpoints() {
  std::vector<std::pair<core::LedgerId, core::Position>> due;
  {
    const auto lock = Lock();
    due.swap(due_);
  }
  for (const auto& [id, position] : due) {
    auto state = StateAt(id, position);
    if (!state.ok()) return state.status();
    core::DropHeadroom(state->ledger);  // less to write and to read: it is reckoned again
    std::string bytes;
    ArchiveWriter(bytes).Put(state->ledger);
    const store::Change change{CheckpointPrefix(id) + BigEndian(~position), std::move(bytes)};
    if (auto status = parts_.store->Apply({&change, 1}, parts_.store->Reached()); !status.ok()) {
      return status;
    }
    const auto lock = Lock();
    runs_.at(id).WasKept();
  }
  return {};
}

namespace {

// A state being put together, latest part first.
class Gathering {
 public:
  Gathering(const core::LedgerId& id, core::Position until, const core::CodeTablesByVersion& tables)
      : id_(id), until_(until), tables_(tables) {}

  // The newest checkpoint that is not too new, if there is one.
  store::Status TakeCheckpoint(const store::StateStore& store) {
    const std::string prefix = CheckpointPrefix(id_);
    const auto cursor = store.Scan(prefix, prefix + BigEndian(~until_));
    if (!cursor->Next()) return cursor->status();
    const auto position = PositionOf(cursor->key().substr(prefix.size()));
    ArchiveReader reader(cursor->value());
    reader.Get(ledger_);
    const auto tables = tables_.find(ledger_.opened.code_tables);
    if (!position || !reader.good() || !reader.at_end() || tables == tables_.end()) {
      return Damaged(id_);
    }
    ledger_.tables = &tables->second;
    after_ = ~*position;
    return {};
  }

  store::Status TakeRuns(const store::StateStore& store) {
    const std::string prefix = RunPrefix(id_);
    const auto cursor = store.Scan(prefix, prefix + BigEndian(~until_));
    while (cursor->Next()) {
      auto run = RunView::Parse(std::string(cursor->value()));
      if (!run) return Damaged(id_);
      if (run->last() <= after_) return {};
      Take(*std::move(run));
    }
    return cursor->status();
  }

  // One that may be among the others already.
  void Take(RunView run) {
    for (const RunView& other : runs_) {
      if (other.first() == run.first()) return;
    }
    runs_.push_back(std::move(run));
  }

  store::Result<core::LedgerState> Fold() {
    std::sort(runs_.begin(), runs_.end(),
              [](const RunView& a, const RunView& b) { return a.first() < b.first(); });
    const core::Position base = after_;
    uint64_t version = ledger_.version;
    core::Position last = ledger_.last_position;
    for (const RunView& run : runs_) {
      version += run.CountIn(base, until_);
      last = std::max(last, run.LastUntil(until_));
    }
    for (const RunView& run : runs_) {
      const bool read = run.VisitOthers(base, until_, [&](core::Position, std::string_view bytes) {
        const auto event = wire::DecodeEvent(bytes);
        if (event) core::Evolve(ledger_, tables_, *event);
        return event.has_value();
      });
      if (!read) return Damaged(id_);
    }
    if (version == 0) return std::move(ledger_);
    if (ledger_.tables == nullptr) return Damaged(id_);
    core::BulkPayments payments(ledger_);
    for (const RunView& run : runs_) run.AddPayments(base, until_, id_, payments);
    payments.Finish();
    ledger_.version = version;
    ledger_.last_position = last;
    return std::move(ledger_);
  }

 private:
  const core::LedgerId& id_;
  const core::Position until_;
  const core::CodeTablesByVersion& tables_;
  core::LedgerState ledger_;
  core::Position after_ = 0;  // the checkpoint's
  std::vector<RunView> runs_;
};

}  // namespace

store::Result<History::State> History::StateAt(const core::LedgerId& ledger,
                                               core::Position position, From from) const {
  if (from == From::kLog) return State();
  // What is in memory first: it may be on the disk, too, by the time that is read.
  std::string open;
  core::Position until = position;
  {
    const auto lock = Lock();
    until = std::min(position, followed_);
    const auto found = runs_.find(ledger);
    const bool any = found != runs_.end() && found->second.events() > 0;
    if (any && found->second.first() <= until) open = found->second.Serialise();
  }
  Gathering gathering(ledger, until, parts_.tables);
  if (!open.empty()) {
    auto run = RunView::Parse(std::move(open));
    if (!run) return Damaged(ledger);
    gathering.Take(*std::move(run));
  }
  if (from == From::kCheckpoint) {
    if (auto status = gathering.TakeCheckpoint(*parts_.store); !status.ok()) return status;
  }
  if (auto status = gathering.TakeRuns(*parts_.store); !status.ok()) return status;
  auto folded = gathering.Fold();
  if (!folded.ok()) return folded.status();
  return State{*std::move(folded), until};
}

std::vector<core::LedgerId> History::Ledgers() const {
  std::vector<core::LedgerId> ledgers;
  {
    const auto lock = Lock();
    for (const auto& [id, run] : runs_) ledgers.push_back(id);
  }
  // From a ledger's first run past its last one.
  std::string from;
  for (auto cursor = parts_.store->Scan(kRunsPrefix); cursor->Next();
       cursor = parts_.store->Scan(kRunsPrefix, from)) {
    const auto ledger = LedgerOf(cursor->key());
    if (!ledger) break;  // not written by us
    ledgers.push_back(*ledger);
    from = RunPrefix(*ledger) + std::string(9, '\xff');
  }
  std::sort(ledgers.begin(), ledgers.end());
  ledgers.erase(std::unique(ledgers.begin(), ledgers.end()), ledgers.end());
  return ledgers;
}

store::Frontier History::FrontierBefore(uint64_t size) const {
  const auto cursor = parts_.store->Scan(kFrontierPrefix, FrontierKey(size));
  if (!cursor->Next()) return {};
  auto frontier = store::Frontier::Parse(cursor->value());
  return frontier.ok() ? *std::move(frontier) : store::Frontier();
}

}  // namespace outturn::app
