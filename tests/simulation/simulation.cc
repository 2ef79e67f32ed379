#include "tests/simulation/simulation.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "tests/properties/book_under_test.h"

namespace outturn::simulation {
namespace {

using app::Unavailable;

std::string ShowUnavailable(Unavailable::Why why) { return app::Show(Unavailable{why, ""}); }

const char* NameOf(Fate fate) {
  switch (fate) {
    case Fate::kSucceeds:
      return "succeeds";
    case Fate::kFailsAndIsLost:
      return "fails and is lost";
    case Fate::kFailsAndIsKept:
      return "fails and is kept";
    case Fate::kFailsAndIsTorn:
      return "fails and is torn";
  }
  return "?";
}

constexpr Fate kFailures[] = {Fate::kFailsAndIsLost, Fate::kFailsAndIsKept, Fate::kFailsAndIsTorn};

}  // namespace

// A read that began while an append was held: it saw what is not durable yet.
struct Simulation::Reader {
  std::atomic<bool> looked = false;
  core::Position told = 0;
  core::Position expected = 0;
  std::thread thread;
};

Simulation::Simulation(uint64_t seed)
    : random_(seed ^ 0x9E3779B97F4A7C15),
      generator_(seed),
      durable_(generator_.world()),
      flight_(durable_),
      ahead_(durable_),
      guess_(durable_),
      clients_(static_cast<size_t>(2 + Pick(4))) {}

Simulation::~Simulation() {
  turns_.LetAll(Fate::kFailsAndIsLost);
  RunTasks();
  tasks_at_once_ = true;
  book_.reset();
  if (reader_) reader_->thread.join();
}

void Simulation::Note(std::string line) { history_.push_back(std::move(line)); }

void Simulation::Fail(const std::string& what) {
  if (trouble_.empty()) trouble_ = what;
}

void Simulation::Expect(bool holds, const std::string& what) {
  if (!holds) Fail(what);
}

void Simulation::Run() {
  Reopen();
  auto opening = std::make_shared<Call>();
  for (core::Command& command : properties::OpeningsOf(generator_.world())) {
    Op op;
    op.id = command.header.ref.external_id;
    op.ledger = static_cast<int>(opening->ops.size()) / (2 + model::kLinesPerLedger);
    op.command = std::move(command);
    opening->ops.push_back(std::make_shared<const Op>(std::move(op)));
    flight_.Open(*opening->ops.back(), clock_.Now().microseconds());
  }
  guess_ = ahead_ = flight_;
  decided_ = {opening};
  Send(opening);
  AwaitRest();
  decided_.clear();
  Let(Fate::kSucceeds);
  for (int i = 0; i < generator_.length() && !failed(); ++i) Act();
  if (!failed()) Settle();
}

void Simulation::Act() {
  // What refuses everything does not last: a history is more than its refusals.
  if (read_only_ && Once(3)) return CloseAndReopen();
  if (paused_ && Once(3)) return Pause(false);
  if (disk_.faults().ids_unreadable && Once(3)) disk_.faults().ids_unreadable = false;
  const bool held = turns_.held();
  const int what = Pick(100);
  if (what < 45) return Submit(false);
  if (what < 68 && held) return Let(Fate::kSucceeds);
  if (what < 68) return Submit(false);
  if (what < 71 && held) return Let(kFailures[Pick(3)]);
  if (what < 75) return Crash();
  if (what < 78) return CloseAndReopen();
  if (what < 81 && held) return ReadOnTheSide();
  if (what < 92) return held ? LookWhileHeld() : Look();
  Disturb();
}

void Simulation::Pause(bool pause) {
  paused_ = pause;
  Note(paused_ ? "the disk is nearly full" : "the disk has room again");
  return paused_ ? book_->Pause("full") : book_->Resume();
}

// By seconds, as clocks that are kept right are; by days and years, as those that somebody sets.
void Simulation::MoveClock() {
  constexpr int64_t kSecond = 1'000'000;
  constexpr int64_t kDay = 86'400 * kSecond;
  constexpr int64_t kYear = 365 * kDay;
  constexpr int64_t kMost = 900 * kYear;  // there are days up to the year 2999
  int64_t by = (Pick(7) - 2) * kSecond;
  if (Once(3)) by = (Pick(801) - 400) * kDay + Pick(1'000'000);
  if (Once(4)) by = (Pick(61) - 30) * kYear - Pick(1'000'000);
  clock_.Set(std::clamp(clock_.Now().microseconds() + by, -60 * kYear, kMost));
  Note("the clock says " + std::to_string(clock_.Now().microseconds()));
}

void Simulation::Disturb() {
  switch (Pick(6)) {
    case 0:
      return Pause(!paused_);
    case 1:
      disk_.faults().ids_unreadable = !disk_.faults().ids_unreadable;
      return Note(disk_.faults().ids_unreadable ? "ids cannot be read" : "ids can be read");
    case 2:
      disk_.faults().state_unwritable = !disk_.faults().state_unwritable;
      return Note("derived state can" + std::string(disk_.faults().state_unwritable ? "not" : "") +
                  " be written");
    case 3:
      return MoveClock();
    case 4:
      Note("what is derived catches up");
      return book_->CatchUp();
    default:
      Note("background tasks run");
      return RunTasks();
  }
}

// ---- the book

app::BookParts Simulation::Parts() {
  app::BookParts parts;
  parts.name = "431200";
  parts.derived = disk_.OpenState();
  parts.ids = disk_.OpenIds();
  parts.tables = properties::Tables();
  parts.clock = &clock_;
  parts.background = [this](std::function<void()> task) {
    if (tasks_at_once_) return task();
    const std::lock_guard lock(tasks_mutex_);
    tasks_.push_back(std::move(task));
  };
  parts.decide_ahead = 1;  // a history has few commands
  return parts;
}

void Simulation::RunTasks() {
  while (true) {
    std::unique_lock lock(tasks_mutex_);
    if (tasks_.empty()) return;
    const auto task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
  }
}

// Opens the book on what the disk holds, at the second attempt where the first meets a fault.
void Simulation::Reopen() {
  tasks_at_once_ = true;
  disk_.faults().ids_unreadable = false;
  const bool seal_fails = Once(10);
  if (seal_fails) disk_.SetNextSeal(Once(2) ? Fate::kFailsAndIsLost : Fate::kFailsAndIsKept);
  for (int attempt = 1; book_ == nullptr && !failed(); ++attempt) {
    const bool fault = attempt == 1 && (seal_fails || disk_.faults().state_unwritable);
    auto log = disk_.OpenLog();
    if (!log.ok()) return Fail("the log does not open: " + log.status().ToString());
    app::BookParts parts = Parts();
    parts.log = *std::move(log);
    auto opened = app::Book::Open(std::move(parts));
    if (opened.ok()) {
      book_ = *std::move(opened);
    } else if (!fault) {
      return Fail("the book does not open: " + opened.status().ToString());
    } else {
      Note("a first attempt to open fails: " + opened.status().ToString());
    }
    disk_.faults().state_unwritable = false;
  }
  tasks_at_once_ = false;
  turns_.LetAll(std::nullopt);
  read_only_ = paused_ = false;
  flight_ = ahead_ = guess_ = durable_;
  ++counts_.openings;
  Note("opened, at " + std::to_string(durable_.position()));
  CheckLog();
  CheckState();
}

std::optional<std::string> Simulation::WhyUnavailable() const {
  if (read_only_) return ShowUnavailable(Unavailable::Why::kReadOnly);
  if (paused_) return ShowUnavailable(Unavailable::Why::kDiskFull);
  return std::nullopt;
}

void Simulation::Send(const CallPtr& call) {
  std::vector<core::Command> commands;
  for (const OpPtr& op : call->ops) commands.push_back(op->command);
  counts_.commands += static_cast<int>(commands.size());
  turns_.Submitted();
  book_->Submit(std::move(commands), 0, call->validate_only,
                [this, call](std::vector<app::Answer> answers) {
                  call->answers = std::move(answers);
                  ++call->answered;
                  turns_.Answered();
                });
}

void Simulation::AwaitRest() {
  const bool writes = flight_.position() > durable_.position();
  const size_t unanswered = decided_.size() + on_top_.size() + queued_.size();
  turns_.AwaitRest(writes ? unanswered : 0);
  while (true) {
    const auto waiting = book_->Waiting();
    if (waiting.commands == 0 && waiting.being_decided == 0) break;
    std::this_thread::yield();
  }
}

void Simulation::Decide(const std::vector<CallPtr>& calls, Oracle& oracle) {
  const auto why = WhyUnavailable();
  const int64_t now = clock_.Now().microseconds();
  const auto expected = [&](const Op& op, bool validate_only) {
    if (why) return *why;
    // What is on its way is known without asking the disk.
    const bool on_its_way = oracle.Find(op.id) > durable_.position();
    if (disk_.faults().ids_unreadable && !on_its_way) {
      return ShowUnavailable(Unavailable::Why::kReadOnly);
    }
    return oracle.Ask(op, validate_only, now);
  };
  for (const CallPtr& call : calls) {
    for (const OpPtr& op : call->ops) {
      call->expected.push_back(expected(*op, call->validate_only));
    }
  }
}

void Simulation::Submit(bool all_unknown) {
  const CallPtr call = all_unknown ? std::make_shared<Call>() : NextCall();
  if (all_unknown) {
    for (auto& sent : clients_) {
      for (const Sent& one : sent) {
        if (one.unknown) call->ops.push_back(one.op);
      }
    }
    if (call->ops.empty()) return;
  }
  std::string line =
      "client " + std::to_string(call->client) + (call->validate_only ? " would send" : " sends");
  for (const OpPtr& op : call->ops) line += "\n      " + op->Show();
  Note(line);
  const bool held = turns_.held();
  // What is not taken is answered at once; what is taken while an append is held waits its turn.
  if (held && !WhyUnavailable() && !on_top_.empty()) {
    queued_.push_back(call);
    return Send(call);
  }
  if (held && !WhyUnavailable()) {
    on_top_ = {call};
    Decide(on_top_, ahead_);
    guess_ = ahead_;
    Send(call);
    return AwaitRest();
  }
  if (held) {
    call->expected.assign(call->ops.size(), *WhyUnavailable());
    Send(call);
    if (call->answered != 1) return Fail("a call that is not taken was not answered");
    return Learn(*call);
  }
  decided_ = {call};
  Decide(decided_, flight_);
  guess_ = ahead_ = flight_;
  Send(call);
  AwaitRest();
  CheckAnswered();
}

// At rest: what was decided is answered as expected, unless it waits for the append that is held.
void Simulation::CheckAnswered() {
  const bool writes = flight_.position() > durable_.position();
  if (turns_.held() != writes) {
    return Fail(writes ? "nothing is written, though something is to be recorded"
                       : "something is written, though nothing is to be recorded");
  }
  for (const CallPtr& call : decided_) {
    if (call->answered != (writes ? 0 : 1)) return Fail("a call is answered too early or never");
  }
  for (const CallPtr& call : on_top_) {
    if (call->answered != 0) return Fail("a call is answered before what it rests on is durable");
  }
  if (writes) return;
  for (const CallPtr& call : std::exchange(decided_, {})) Learn(*call);
}

std::vector<Simulation::CallPtr> Simulation::MoveOn() {
  std::vector<CallPtr> answered = std::exchange(decided_, {});
  std::vector<CallPtr> rest = std::exchange(queued_, {});
  durable_ = flight_;
  flight_ = ahead_;
  const bool writes = flight_.position() > durable_.position();
  decided_ = std::exchange(on_top_, {});
  if (!writes) {  // nothing but answers
    answered.insert(answered.end(), decided_.begin(), decided_.end());
    decided_.clear();
  }
  Decide(rest, writes ? ahead_ : flight_);
  if (WhyUnavailable()) {
    answered.insert(answered.end(), rest.begin(), rest.end());
  } else {
    (writes ? on_top_ : decided_) = rest;
  }
  if (!writes) ahead_ = flight_;
  guess_ = ahead_;
  return answered;
}

void Simulation::Let(Fate fate) {
  Note(std::string("the append ") + NameOf(fate));
  std::vector<CallPtr> told;
  if (fate == Fate::kSucceeds) {
    told = MoveOn();
  } else {
    ++counts_.failed_writes;
    if (fate == Fate::kFailsAndIsKept) kept_ = flight_;
    flight_ = ahead_ = guess_ = durable_;
    read_only_ = true;
    told = std::exchange(decided_, {});
    for (const CallPtr& call : std::exchange(on_top_, {})) told.push_back(call);
    for (const CallPtr& call : told) {
      call->expected.assign(call->ops.size(), ShowUnavailable(Unavailable::Why::kUnknownOutcome));
    }
    Decide(queued_, flight_);
    for (const CallPtr& call : std::exchange(queued_, {})) told.push_back(call);
    if (reader_) reader_->expected = durable_.position();
  }
  turns_.Let(fate);
  AwaitRest();
  for (const CallPtr& call : told) {
    if (call->answered != 1) return Fail("what was written is not answered");
    Learn(*call);
  }
  CheckReader();
  CheckAnswered();
}

void Simulation::CloseAndReopen() {
  Note("the server stops");
  RunTasks();
  tasks_at_once_ = true;
  std::vector<CallPtr> told;
  while (turns_.held() && !(decided_.empty() && on_top_.empty() && queued_.empty())) {
    for (const CallPtr& call : MoveOn()) told.push_back(call);
  }
  turns_.LetAll(Fate::kSucceeds);
  book_->StopWriting();
  durable_ = flight_;
  CheckReader();
  book_.reset();
  for (const CallPtr& call : told) {
    if (call->answered != 1) return Fail("a call is not answered though the server stopped");
    Learn(*call);
  }
  if (kept_) durable_ = *std::exchange(kept_, std::nullopt);
  Reopen();
}

void Simulation::Crash() {
  ++counts_.crashes;
  const bool power = Once(2);
  const Fate fate = kFailures[Pick(3)];
  Note(std::string(power ? "the power fails" : "the server is killed") +
       (turns_.held() ? std::string(": the append ") + NameOf(fate) : ""));
  if (turns_.held() && fate == Fate::kFailsAndIsKept) kept_ = flight_;
  disk_.Crash(power ? static_cast<size_t>(Pick(4)) : 0, power ? static_cast<size_t>(Pick(3)) : 0);
  for (const auto* calls : {&decided_, &on_top_, &queued_}) {
    for (const CallPtr& call : *calls) Forget(*call);
  }
  // The writer meets only failures from now on, and nobody hears what it says.
  turns_.LetAll(turns_.held() ? fate : Fate::kFailsAndIsLost);
  RunTasks();
  tasks_at_once_ = true;
  book_->StopWriting();
  if (reader_) reader_->thread.join();
  reader_.reset();
  book_.reset();
  decided_.clear();
  on_top_.clear();
  queued_.clear();
  if (kept_) durable_ = *std::exchange(kept_, std::nullopt);
  Reopen();
}

// ---- readers

void Simulation::ReadOnTheSide() {
  if (reader_) return;
  Note("somebody reads while the append is held");
  reader_ = std::make_unique<Reader>();
  reader_->expected = ahead_.position();
  Reader& reader = *reader_;
  reader.thread = std::thread([this, &reader] {
    reader.told = book_->Read([&](const core::BookState& state, const auto&) {
      reader.looked = true;
      reader.looked.notify_all();
      return state.position;
    });
  });
  reader.looked.wait(false);
}

void Simulation::CheckReader() {
  if (!reader_ || reader_->expected > durable_.position()) return;
  reader_->thread.join();
  const core::Position told = reader_->told;
  Expect(told == reader_->expected, "a reader was told of position " + std::to_string(told) +
                                        " instead of " + std::to_string(reader_->expected));
  Expect(told >= seen_, "a reader saw the book go back");
  seen_ = std::max(seen_, told);
  reader_.reset();
}

// Everything is given its last chance: faults end, clients send again what they do not know.
void Simulation::Settle() {
  disk_.faults() = {};
  while (turns_.held() && !failed()) Let(Fate::kSucceeds);
  if (!failed()) CloseAndReopen();
  if (!failed()) Submit(true);
  while (turns_.held() && !failed()) Let(Fate::kSucceeds);
  if (failed()) return;
  for (const auto& sent : clients_) {
    for (const Sent& one : sent) {
      Expect(!one.unknown, "the outcome of " + one.op->id + " is still unknown");
    }
  }
  CloseAndReopen();
  if (failed()) return;
  CheckFigures();
  for (int ledger = 0; ledger < static_cast<int>(generator_.world().rules.size()); ++ledger) {
    CheckLedger(ledger);
  }
}

}  // namespace outturn::simulation
