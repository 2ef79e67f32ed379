// Book: one government's event log with everything that keeps it: the writer, the resident state,
// the derived indices. Opening it replays the log.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/app/answer.h"
#include "services/app/clock.h"
#include "services/app/derived/derived.h"
#include "services/app/derived/event_visit.h"
#include "services/app/derived/history.h"
#include "services/app/known_damage.h"
#include "services/app/log.h"
#include "services/app/watch/meters.h"
#include "services/app/watch/recent.h"
#include "services/app/writing/resident.h"
#include "services/app/writing/writer.h"
#include "services/core/book_state.h"
#include "store/event_log.h"
#include "store/ids/id_index.h"
#include "store/state_store.h"

namespace outturn::app {

struct BookParts {
  std::string name;  // administrative division code of the government
  std::unique_ptr<store::EventLog> log;
  std::unique_ptr<store::StateStore> derived;
  std::unique_ptr<store::IdIndex> ids;
  std::unique_ptr<store::StateStore> history;  // nullptr: kept in memory
  core::CodeTablesByVersion tables;
  const Clock* clock = &SystemClock();
  Background background;
  History::Limits history_limits;
  Derived::Limits derived_limits;
  size_t decide_ahead = Writer::kDecideAhead;  // see Writer::Parts
};

// Threads: any, for every call.
class Book {
 public:
  // Takes office as the log's writer, replays the log, brings derived state to its tail or rebuilds
  // it.
  [[nodiscard]] static store::Result<std::unique_ptr<Book>> Open(BookParts parts);
  ~Book();

  // See Writer::Submit.
  void Submit(std::vector<core::Command> commands, size_t bytes, bool validate_only,
              OnAnswers on_answers, Pace pace = Pace::kAsItComes);
  [[nodiscard]] bool Busy() const { return writer_->Busy(); }
  void Submit(core::Command command, bool validate_only, OnAnswer on_answer, size_t bytes = 0);
  // Lets what is derived follow the log in the background, however little there is; the history of
  // ledgers for a quarter of a second at most. To be called about once a second.
  void CatchUp();
  // Verifies some more of the index of ids as it lies on the disk, to be called about once a
  // second: damage turns the book read-only before an id is asked for in vain.
  void VerifyIds();
  // Lets the history of ledgers follow to the end, here and now.
  store::Status FollowHistory();
  [[nodiscard]] const History& history() const { return *history_; }
  // Answers what was submitted, then takes no more. Reads go on.
  void StopWriting();

  // See Writer.
  void Pause(const std::string& why) { writer_->Pause(why); }
  void Resume() { writer_->Resume(); }
  void TurnReadOnly(const std::string& why) { writer_->TurnReadOnly(why); }
  [[nodiscard]] Writer::Queue Waiting() const { return writer_->Waiting(); }

  // What the server counts about itself, for whoever counts or reads.
  [[nodiscard]] Meters& meters() const { return *meters_; }
  // What happened lately, as far as somebody calls Sample about once a second.
  [[nodiscard]] const Recent& recent() const { return *recent_; }
  void Sample();

  // Runs `function(const core::BookState&, const store::Frontier&)` on the state and returns what
  // it returned once everything it saw is durable. It may run again: what it fills in from outside
  // it empties first.
  template <typename Function>
  auto Read(Function function) const {
    return resident_->Read(std::move(function));
  }

  // The durable end of the book; waits for nobody.
  [[nodiscard]] Resident::Tip DurableTip() const { return resident_->DurableTip(); }

  // Calls `visit(position, bytes)` for the durable events from `from` to `to` (0: the end) in
  // order: the ledger's, or all where it is nullptr, until it returns false.
  [[nodiscard]] store::Status Visit(const core::LedgerId* ledger, core::Position from,
                                    core::Position to, const VisitEvent& visit) const;
  // As Visit, with each event decoded; one that cannot be is damage like any other.
  using VisitDecoded = std::function<bool(const core::Event&, std::string_view bytes)>;
  [[nodiscard]] store::Status VisitEvents(const core::LedgerId* ledger, core::Position from,
                                          core::Position to, const VisitDecoded& visit) const;
  // The durable event at a position, at least 1 and at most the tip's.
  [[nodiscard]] store::Result<core::Event> EventAt(core::Position position) const;
  // What the log holds there is no event: kept for LogDamage, and how that is told.
  [[nodiscard]] store::Status Unreadable(core::Position position) const;

  // Positions of the ledger's durable events from `from` on, at most `most`, as the index has them.
  [[nodiscard]] store::Result<std::vector<core::Position>> PositionsOf(const core::LedgerId& ledger,
                                                                       core::Position from,
                                                                       size_t most) const {
    return derived_->PositionsOf(ledger, from, most);
  }

  // The position recorded under a name; nullopt when there is none.
  [[nodiscard]] store::Result<std::optional<core::Position>> FindId(
      const core::EventRef& ref) const;
  // Whether looking the name up leads to the event at `position`; reads no event.
  [[nodiscard]] store::Result<bool> LeadsTo(const core::EventRef& ref,
                                            core::Position position) const;

  // What was known at `position`: the ledger and the unit's ledger of the year before, with the
  // rule sets of now (none ever changes). Without the ledger when it was not opened by then.
  [[nodiscard]] store::Result<core::BookState> KnownAt(const core::LedgerId& ledger,
                                                       core::Position position) const;

  // The ledger as its events up to `position` make it; of version 0 when there are none.
  [[nodiscard]] store::Result<core::LedgerState> LedgerAt(
      const core::LedgerId& ledger, core::Position position,
      History::From from = History::From::kCheckpoint) const;

  // Which files it lives from are not as they were written under their names, by part of the data
  // folder (store::EventLog::ReadFiles).
  struct BadFiles {
    std::vector<store::Status> log;
    std::vector<store::Status> derived;
    std::vector<store::Status> ids;
    std::vector<store::Status> history;
  };
  [[nodiscard]] std::vector<store::Status> LookAtLog() const { return log_->LookAtFiles(); }
  // Reads of what is on the disk whatever reading events and looking up their ids does not.
  [[nodiscard]] BadFiles ReadFiles() const {
    return {log_->ReadFiles(), derived_->state().ReadFiles(), derived_->ids().LookAtFiles(),
            history_->store().ReadFiles()};
  }

  // Root of the tree over the events 1 … position, which are durable.
  [[nodiscard]] store::Result<store::Hash> RootAt(core::Position position) const;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] core::Instant opened_at() const { return opened_at_; }
  [[nodiscard]] const Clock& clock() const { return *clock_; }
  [[nodiscard]] core::Position DerivedPosition() const { return derived_->Written(); }
  // What of the log could not be read since the start, as far as anybody met it.
  [[nodiscard]] std::optional<store::Status> LogDamage() const { return log_damage_->First(); }
  [[nodiscard]] std::string WhyNotWritable() const { return writer_->WhyNotWritable(); }
  [[nodiscard]] const core::CodeTablesByVersion& tables() const { return tables_; }

 private:
  Book() = default;
  // How a reading of the log ended, kept for LogDamage.
  store::Status Noted(store::Status status) const;

  std::string name_;
  const Clock* clock_ = nullptr;
  core::Instant opened_at_;
  core::CodeTablesByVersion tables_;
  const std::unique_ptr<Meters> meters_ = std::make_unique<Meters>();
  const std::unique_ptr<Recent> recent_ = std::make_unique<Recent>();
  std::unique_ptr<store::EventLog> log_;
  // And of what was posted to the background.
  const std::shared_ptr<KnownDamage> log_damage_ = std::make_shared<KnownDamage>();
  std::unique_ptr<Derived> derived_;
  std::shared_ptr<History> history_;  // and of what was posted to the background
  const std::shared_ptr<RepeatedWarning> history_behind_ =
      std::make_shared<RepeatedWarning>("the history of ledgers is behind");
  Background background_;
  std::unique_ptr<Resident> resident_;
  std::unique_ptr<Writer> writer_;
};

}  // namespace outturn::app
