// One history of a book: clients, faults and crashes, all chosen by a seed, held against the oracle
// answer by answer.
//
// The real Book, with its writer's threads. They are the only others, apart from readers that wait
// for a flush, and the scheduler acts only while they rest (see Turns): one with an append that is
// held, the other with what it decided on top. So the order of submissions, the groups, and where a
// fault strikes are the seed's alone.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "services/app/book.h"
#include "tests/app/support.h"
#include "tests/properties/generator.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/oracle.h"

namespace outturn::simulation {

struct Counts {
  int commands = 0;
  int recorded = 0;
  int refused = 0;
  int again = 0;
  int unknown = 0;
  int crashes = 0;
  int failed_writes = 0;
  int openings = 0;
};

class Simulation {
 public:
  explicit Simulation(uint64_t seed);
  ~Simulation();

  // Stops at the first thing that is wrong: then Trouble() tells it.
  void Run();
  [[nodiscard]] const std::string& trouble() const { return trouble_; }
  // What happened, a line each.
  [[nodiscard]] const std::vector<std::string>& history() const { return history_; }
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  // One call of a client.
  struct Call {
    int client = 0;
    bool validate_only = false;
    std::vector<OpPtr> ops;
    std::vector<std::string> expected;
    std::vector<app::Answer> answers;  // written by the writer's thread before it rests
    int answered = 0;                  // how often
  };
  using CallPtr = std::shared_ptr<Call>;
  // What a client knows of what it sent.
  struct Sent {
    OpPtr op;
    bool unknown = false;
  };

  int Pick(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
  bool Once(int in) { return Pick(in) == 0; }
  void Note(std::string line);
  void Fail(const std::string& what);
  [[nodiscard]] bool failed() const { return !trouble_.empty(); }
  void Expect(bool holds, const std::string& what);

  // ---- what may happen next
  void Act();
  void Submit(bool all_unknown);
  void Let(Fate fate);
  void ReadOnTheSide();
  void Look();
  void LookWhileHeld();
  void Disturb();
  void MoveClock();
  void Pause(bool pause);
  void CloseAndReopen();
  void Crash();
  void Settle();

  // ---- clients (clients.cc)
  [[nodiscard]] CallPtr NextCall();
  OpPtr AnyOp(int client);
  OpPtr NewOp();
  OpPtr ConflictingOp(const Op& op);
  OpPtr ClosingOp();
  void Learn(const Call& call);
  void Forget(const Call& call);  // its outcome is unknown

  // ---- the book
  void Reopen();
  [[nodiscard]] app::BookParts Parts();
  void RunTasks();
  void Send(const CallPtr& call);
  // Asks the oracle what the writer is about to decide.
  void Decide(const std::vector<CallPtr>& calls, Oracle& oracle);
  // The append that was held succeeded: what follows it takes its turn. Gives the calls that are
  // answered now.
  std::vector<CallPtr> MoveOn();
  void AwaitRest();
  void CheckAnswered();
  void CheckReader();
  [[nodiscard]] std::optional<std::string> WhyUnavailable() const;

  // ---- what must hold of the whole book at rest (checks.cc)
  void CheckLog();
  void CheckRoot(core::Position position);
  void CheckState();
  void CheckFigures();
  void CheckLedger(int ledger);

  std::mt19937_64 random_;
  model::Generator generator_;
  std::vector<std::string> history_;
  std::string trouble_;
  Counts counts_;

  // The courses: `durable_` is told, `flight_` is so if the append that is held succeeds, `ahead_`
  // has what was decided on top of it, `guess_` moreover has what clients made up meanwhile.
  Oracle durable_;
  Oracle flight_;
  Oracle ahead_;
  Oracle guess_;
  std::optional<Oracle> kept_;  // what a failed write left behind all the same

  Turns turns_;
  Disk disk_{turns_};
  app::ManualClock clock_;
  std::mutex tasks_mutex_;
  std::deque<std::function<void()>> tasks_;
  bool tasks_at_once_ = false;
  std::unique_ptr<app::Book> book_;
  bool read_only_ = false;
  bool paused_ = false;

  std::vector<CallPtr> decided_;  // wait for the append that is held, or are answered
  std::vector<CallPtr> on_top_;   // decided after them, in a group of their own
  std::vector<CallPtr> queued_;   // wait for the writer

  struct Reader;
  std::unique_ptr<Reader> reader_;

  std::vector<std::vector<Sent>> clients_;
  int next_id_ = 1;
  std::map<std::string, core::Position> told_;  // every position a client was told
  core::Position seen_ = 0;                     // the highest position a reader was told
};

}  // namespace outturn::simulation
