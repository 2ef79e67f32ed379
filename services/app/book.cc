#include "services/app/book.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "services/app/derived/replay.h"
#include "services/app/log.h"
#include "services/core/decide.h"
#include "services/wire/codec.h"
#include "store/memory_state_store.h"
#include "store/remedy.h"

namespace outturn::app {

namespace {

// The state as the log makes it, and all that is derived written up to there.
store::Result<Replayed> FoldAndFlush(const store::EventLog& log,
                                     const core::CodeTablesByVersion& tables, Derived& derived) {
  auto replayed = Fold(log, tables, derived);
  if (!replayed.ok()) return replayed;
  if (auto status = derived.Flush(); !status.ok()) return status;
  return replayed;
}

// Likewise, and where what is derived cannot be written on, as where a file of it is damaged that
// is to be merged, it is made anew; not where it is the log that cannot be read, at a position.
store::Result<Replayed> Replay(const store::EventLog& log, const core::CodeTablesByVersion& tables,
                               Derived& derived) {
  auto replayed = FoldAndFlush(log, tables, derived);
  const store::Status failure = derived.Failure();
  if (failure.ok() || store::HasRemedy(failure.message())) return replayed;
  if (failure.code() == store::Code::kCorrupt && failure.position() > 0) return replayed;
  Log(LogLevel::kWarning, "derived state cannot be written on: making it anew from the log",
      {{"reason", failure.ToString()}});
  if (auto status = derived.MakeAnew(); !status.ok()) return status;
  return FoldAndFlush(log, tables, derived);
}

}  // namespace

store::Result<std::unique_ptr<Book>> Book::Open(BookParts parts) {
  auto book = std::unique_ptr<Book>(new Book);
  book->name_ = std::move(parts.name);
  book->clock_ = parts.clock;
  book->opened_at_ = book->clock_->Now();
  book->tables_ = std::move(parts.tables);
  book->log_ = std::move(parts.log);
  const store::Epoch epoch = book->log_->SealedEpoch() + 1;
  if (auto status = book->log_->Seal(epoch); !status.ok()) return status;
  book->background_ = parts.background;
  auto derived =
      Derived::Open({*book->log_, std::move(parts.derived), std::move(parts.ids),
                     std::move(parts.background), parts.derived_limits, book->log_damage_});
  if (!derived.ok()) return derived.status();
  book->derived_ = *std::move(derived);
  auto replayed = Replay(*book->log_, book->tables_, *book->derived_);
  if (!replayed.ok()) return replayed.status();
  if (parts.history == nullptr) parts.history = std::make_unique<store::MemoryStateStore>();
  auto history = History::Open({*book->log_, book->tables_, std::move(parts.history),
                                parts.history_limits, false, book->log_damage_});
  if (!history.ok()) return history.status();
  book->history_ = *std::move(history);
  const core::Position snapshots_at = replayed->begun_at;
  book->resident_ =
      std::make_unique<Resident>(std::move(replayed->book), std::move(replayed->frontier));
  const auto read = [&resident = *book->resident_](const auto& use) {
    resident.ReadWritten([&](const core::BookState& state, const auto&) { use(state); });
  };
  book->derived_->KeepSnapshots(read, snapshots_at);
  book->writer_ = std::make_unique<Writer>(
      Writer::Parts{*book->log_, epoch, book->tables_, *book->clock_, *book->derived_,
                    *book->resident_, *book->meters_, *book->log_damage_, parts.decide_ahead});
  book->Sample();
  return book;
}

Book::~Book() {
  if (writer_) writer_->Stop();
  if (history_) {
    (void)history_->Flush();
    history_->Stop();
  }
  if (resident_) (void)derived_->Flush();  // while there is a book to take snapshots of
}

void Book::Submit(std::vector<core::Command> commands, size_t bytes, bool validate_only,
                  OnAnswers on_answers, Pace pace) {
  writer_->Submit(std::move(commands), bytes, validate_only, std::move(on_answers), pace);
}

void Book::Submit(core::Command command, bool validate_only, OnAnswer on_answer, size_t bytes) {
  std::vector<core::Command> commands;
  commands.push_back(std::move(command));
  writer_->Submit(std::move(commands), bytes, validate_only,
                  [on_answer = std::move(on_answer)](std::vector<Answer> answers) {
                    on_answer(std::move(answers.front()));
                  });
}

void Book::Sample() {
  recent_->Sample(*meters_, DurableTip().position, std::chrono::steady_clock::now());
}

void Book::CatchUp() {
  derived_->CatchUp();
  const core::Position tip = DurableTip().position;
  if (history_->Followed() >= tip) return;
  background_([history = history_, tip, behind = history_behind_] {
    const auto status = history->Follow(tip, std::chrono::milliseconds(250));
    behind->Tell(status.ok() ? "" : status.ToString());
  });
}

void Book::VerifyIds() {
  constexpr size_t kBytes = 4 << 20;  // of a quarter of a million ids
  derived_->VerifyIds(kBytes);
  writer_->TakeNoMoreIfIdsAreDamaged();
}

store::Status Book::FollowHistory() {
  return history_->Follow(DurableTip().position, std::chrono::hours(24));
}

void Book::StopWriting() { writer_->Stop(); }

store::Result<bool> Book::LeadsTo(const core::EventRef& ref, core::Position position) const {
  return derived_->LeadsTo(FingerprintOf(ref), position);
}

store::Result<std::optional<core::Position>> Book::FindId(const core::EventRef& ref) const {
  const auto event = derived_->FindEvent(ref, FingerprintOf(ref));
  // Where the index of ids is damaged, that is told by itself.
  if (!event.ok() && derived_->IdsDamage().ok()) return Noted(event.status());
  if (!event.ok()) return event.status();
  return *event ? std::optional((*event)->position) : std::nullopt;
}

namespace {

// Brings `cursor` to the event at `position`, which lies behind it: onwards when it is near, since
// a group is verified as a whole when it is sought. False on damage.
bool MoveTo(const store::EventLog& log, core::Position position,
            std::unique_ptr<store::EventCursor>& cursor) {
  constexpr core::Position kNear = 4096;
  if (cursor == nullptr || position - cursor->position() > kNear) {
    cursor = log.Read(position);
    return cursor->Next();
  }
  while (cursor->position() < position) {
    if (!cursor->Next()) return false;
  }
  return true;
}

}  // namespace

store::Status Book::Noted(store::Status status) const {
  log_damage_->Note(status);
  return status;
}

store::Status Book::Visit(const core::LedgerId* ledger, core::Position from, core::Position to,
                          const VisitEvent& visit) const {
  constexpr size_t kPage = 4096;
  const core::Position tail = DurableTip().position;
  const core::Position last = to == 0 ? tail : std::min(to, tail);
  core::Position next = std::max<core::Position>(from, 1);
  if (ledger == nullptr) return Noted(VisitLog(*log_, next, last, visit));
  std::unique_ptr<store::EventCursor> cursor;
  while (next <= last) {
    const auto positions = derived_->PositionsOf(*ledger, next, kPage);
    if (!positions.ok()) return positions.status();
    for (const core::Position position : *positions) {
      if (position > last) return {};
      if (!MoveTo(*log_, position, cursor)) return Noted(cursor->status());
      if (!visit(position, cursor->event())) return {};
    }
    if (positions->size() < kPage) return {};
    next = positions->back() + 1;
  }
  return {};
}

store::Status Book::VisitEvents(const core::LedgerId* ledger, core::Position from,
                                core::Position to, const VisitDecoded& visit) const {
  store::Status unreadable;
  const auto decode = [&](core::Position at, std::string_view bytes) {
    const auto event = wire::DecodeEvent(bytes);
    if (event) return visit(*event, bytes);
    unreadable = Unreadable(at);
    return false;
  };
  const auto status = Visit(ledger, from, to, decode);
  return unreadable.ok() ? status : unreadable;
}

store::Result<core::Event> Book::EventAt(core::Position position) const {
  std::optional<core::Event> found;
  const auto status = VisitEvents(nullptr, position, position, [&](const core::Event& event, auto) {
    found = event;
    return false;
  });
  if (!status.ok()) return status;
  if (!found) return store::Status(store::Code::kNotFound, "there is no such event");
  return *std::move(found);
}

store::Status Book::Unreadable(core::Position position) const {
  return Noted(store::Status::Corrupt(position, "unreadable event"));
}

store::Result<core::BookState> Book::KnownAt(const core::LedgerId& id,
                                             core::Position position) const {
  core::BookState known;
  known.policies = Read([](const core::BookState& book, const auto&) { return book.policies; });
  known.position = position;
  if (position == 0) return known;
  const auto last = EventAt(position);
  if (!last.ok()) return last.status();
  known.recorded_at = last->recorded_at;
  for (const int year : {id.year - 1, id.year}) {
    const core::LedgerId ledger{id.unit, year};
    auto state = LedgerAt(ledger, position);
    if (!state.ok()) return state.status();
    if (state->version > 0) known.ledgers.emplace(ledger, *std::move(state));
  }
  return known;
}

store::Result<core::LedgerState> Book::LedgerAt(const core::LedgerId& ledger,
                                                core::Position position, History::From from) const {
  auto known = history_->StateAt(ledger, position, from);
  if (!known.ok()) {
    Log(LogLevel::kWarning, "a ledger is folded from its beginning",
        {{"reason", known.status().ToString()}});
    known = History::State();
  }
  core::LedgerState state = std::move(known->ledger);
  const auto fold = [&](const core::Event& event, std::string_view) {
    core::Evolve(state, tables_, event);
    return true;
  };
  if (known->up_to < position) {
    const auto status = VisitEvents(&ledger, known->up_to + 1, position, fold);
    if (!status.ok()) return status;
  }
  return state;
}

store::Result<store::Hash> Book::RootAt(core::Position position) const {
  store::Frontier frontier = history_->FrontierBefore(position);
  if (store::Frontier other = derived_->FrontierBefore(position); other.size() > frontier.size()) {
    frontier = std::move(other);
  }
  const auto cursor = log_->Read(frontier.size() + 1);
  while (frontier.size() < position && cursor->Next()) {
    frontier.Append(store::LeafHash(cursor->event()));
  }
  if (!cursor->status().ok()) return Noted(cursor->status());
  return frontier.Root();
}

}  // namespace outturn::app
