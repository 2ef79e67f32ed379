#include "tests/app/support.h"

#include <gtest/gtest.h>

#include "services/app/derived/archive.h"
#include "services/app/derived/keys.h"

namespace outturn::app {
namespace {

class UnreadableCursor final : public store::EventCursor {
 public:
  explicit UnreadableCursor(store::Position at) : status_(store::Status::Corrupt(at, "injected")) {}
  bool Next() override { return false; }
  store::Position position() const override { return 0; }
  std::string_view event() const override { return {}; }
  const store::Status& status() const override { return status_; }

 private:
  const store::Status status_;
};

// The memory log behind a gate, and a position from which on reading it fails.
class GatedLog final : public store::EventLog {
 public:
  GatedLog(std::unique_ptr<store::EventLog> log, Gate& gate, store::Position unreadable)
      : log_(std::move(log)), gate_(gate), unreadable_(unreadable) {}

  store::Status Append(store::Epoch epoch, store::Position first,
                       std::span<const std::string_view> group) override {
    gate_.Pass();
    return log_->Append(epoch, first, group);
  }
  std::unique_ptr<store::EventCursor> Read(store::Position from) const override {
    if (from > 0 && from == unreadable_) return std::make_unique<UnreadableCursor>(from);
    return log_->Read(from);
  }
  store::Position Tail() const override { return log_->Tail(); }
  store::Status Seal(store::Epoch epoch) override { return log_->Seal(epoch); }
  store::Epoch SealedEpoch() const override { return log_->SealedEpoch(); }

 private:
  std::unique_ptr<store::EventLog> log_;
  Gate& gate_;
  const store::Position unreadable_;
};

core::Day Of(int year, unsigned month, unsigned day) { return *core::Day::Of(year, month, day); }

core::Command Make(const std::string& id, core::Body body) {
  core::Command command{{}, std::move(body)};
  command.header.ref = {"test", id};
  command.header.actor = "clerk";
  command.header.ledger = {"101001", 2024};
  command.header.effective_on = Of(2024, 3, 1);
  command.header.document_number = "财预〔2024〕1号";
  return command;
}

}  // namespace

void Gate::Close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
}

void Gate::Open() {
  const std::lock_guard lock(mutex_);
  closed_ = false;
  ++openings_;
  changed_.notify_all();
}

void Gate::AwaitArrivals(int count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return arrivals_ >= count; });
}

void Gate::AtArrival(int arrival, std::function<void()> what) {
  const std::lock_guard lock(mutex_);
  at_arrival_[arrival] = std::move(what);
}

void Gate::Pass() {
  std::unique_lock lock(mutex_);
  const int arrival = ++arrivals_;
  changed_.notify_all();
  const int openings = openings_;
  changed_.wait(lock, [&] { return !closed_ || openings_ > openings; });
  const auto what = at_arrival_.find(arrival);
  if (what != at_arrival_.end()) what->second();
}

int Gate::arrivals() const {
  const std::lock_guard lock(mutex_);
  return arrivals_;
}

store::Status SharedState::Apply(std::span<const store::Change> changes, store::Position reached) {
  if (faults_->apply_fails) return {store::Code::kFailed, "injected"};
  return state_->Apply(changes, reached);
}

store::Result<std::string> SharedState::Get(std::string_view key) const {
  if (faults_->get_fails) return store::Status(store::Code::kIo, "injected");
  return state_->Get(key);
}

store::Result<std::vector<store::Position>> SharedIds::Find(uint64_t fingerprint) const {
  if (faults_->get_fails) return store::Status(store::Code::kIo, "injected");
  if (faults_->ids_damaged) return store::Status::Corrupt(0, "/d/ids/run-0: block 3 is damaged");
  return ids_->Find(fingerprint);
}

std::shared_ptr<store::MemoryStateStore> CopyOf(const store::StateStore& state) {
  std::vector<store::Change> changes;
  const auto cursor = state.Scan("", "");
  while (cursor->Next()) {
    changes.push_back({std::string(cursor->key()), std::string(cursor->value())});
  }
  auto copy = std::make_shared<store::MemoryStateStore>();
  EXPECT_TRUE(copy->Apply(changes, state.Reached()).ok());
  return copy;
}

Tasks::Tasks() : thread_([this] { Run(); }) {}

Tasks::~Tasks() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    held_ = false;
    changed_.notify_all();
  }
  thread_.join();
}

void Tasks::Post(std::function<void()> task) {
  const std::lock_guard lock(mutex_);
  tasks_.push_back(std::move(task));
  changed_.notify_all();
}

void Tasks::Hold() {
  const std::lock_guard lock(mutex_);
  held_ = true;
}

void Tasks::Release() {
  const std::lock_guard lock(mutex_);
  held_ = false;
  changed_.notify_all();
}

void Tasks::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return !held_ && (ending_ || !tasks_.empty()); });
    if (tasks_.empty()) return;
    const std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    lock.lock();
  }
}

World::World() {
  const store::Status status = Reopen();
  EXPECT_TRUE(status.ok()) << status.ToString();
}

World::~World() {
  gate.Open();
  tasks.Release();
  book.reset();
}

store::Status World::Reopen() {
  gate.Open();
  tasks.Release();
  book.reset();
  auto log = store::MemoryEventLog::Open(disk);
  if (!log.ok()) return log.status();
  BookParts parts;
  parts.name = "431200";
  parts.log = std::make_unique<GatedLog>(*std::move(log), gate, unreadable);
  parts.derived = std::make_unique<SharedState>(state, faults);
  parts.ids = std::make_unique<SharedIds>(ids, faults);
  parts.history = std::make_unique<SharedState>(history, history_faults);
  parts.tables = tables;
  parts.clock = &clock;
  parts.background = [this](std::function<void()> task) { tasks.Post(std::move(task)); };
  parts.derived_limits = derived_limits;
  parts.decide_ahead = 1;  // tests have few commands
  auto opened = Book::Open(std::move(parts));
  if (!opened.ok()) return opened.status();
  book = *std::move(opened);
  return {};
}

Answer World::Pending::Await() {
  std::unique_lock lock(mutex);
  changed.wait(lock, [this] { return answer.has_value(); });
  return *answer;
}

bool World::Pending::answered() {
  const std::lock_guard lock(mutex);
  return answer.has_value();
}

std::shared_ptr<World::Pending> World::Submit(core::Command command, bool validate_only) {
  auto pending = std::make_shared<Pending>();
  book->Submit(std::move(command), validate_only, [pending](Answer answer) {
    const std::lock_guard lock(pending->mutex);
    EXPECT_FALSE(pending->answer.has_value()) << "answered twice";
    pending->answer = std::move(answer);
    pending->changed.notify_all();
  });
  return pending;
}

Answer World::Ask(core::Command command, bool validate_only) {
  return Submit(std::move(command), validate_only)->Await();
}

void World::Record(const std::vector<core::Command>& commands) {
  for (const core::Command& command : commands) {
    const Answer answer = Ask(command);
    EXPECT_TRUE(std::holds_alternative<Receipt>(answer))
        << command.header.ref.ToString() << ": " << Show(answer);
  }
}

core::Position World::position() const {
  return book->Read(
      [](const core::BookState& state_read, const auto&) { return state_read.position; });
}

core::BookState World::state_now() const {
  return book->Read([](const core::BookState& state_read, const auto&) { return state_read; });
}

namespace {

// What is archived under a key, behind the version and the position it is of.
template <typename T>
void ChangeArchived(World& world, const std::string& key, const std::function<void(T&)>& change) {
  world.book.reset();
  const std::string stored = *world.state->Get(key);
  ArchiveReader reader(stored);
  const uint64_t version = reader.Number();
  const uint64_t position = reader.Number();
  T value;
  reader.Get(value);
  ASSERT_TRUE(reader.good());
  change(value);
  std::string bytes;
  ArchiveWriter writer(bytes);
  writer.Number(version);
  writer.Number(position);
  writer.Put(value);
  const store::Change changed{key, bytes};
  ASSERT_TRUE(world.state->Apply({&changed, 1}, world.state->Reached()).ok());
}

}  // namespace

void ChangeSnapshot(World& world, const core::LedgerId& ledger,
                    const std::function<void(core::LedgerState&)>& change) {
  ChangeArchived(world, SnapshotKey(ledger), change);
}

void ChangeSnapshotHead(World& world, const std::function<void(SnapshotHead&)>& change) {
  ChangeArchived(world, std::string(kSnapshotHeadKey), change);
}

core::CodeTablesByVersion Tables() {
  core::CodeTables tables;
  tables.version = "2024";
  tables.economic["302"] = {"商品和服务支出", "", core::ClassGroup::kPublic, false, {}};
  tables.economic["30201"] = {"办公费", "302", core::ClassGroup::kPublic, false, {}};
  tables.economic["30202"] = {"印刷费", "302", core::ClassGroup::kPublic, false, {}};
  tables.economic["30217"] = {"公务接待费", "302", core::ClassGroup::kPublic, true,
                              core::ThreePublic::kReception};
  tables.functional["2040601"] = {"行政运行", "20406"};
  tables.fund_types["111"] = {"一般公共预算资金", true};
  return {{"2024", tables}};
}

core::Command AdoptPolicy(const std::string& id) {
  core::PolicyAdopted adopted;
  adopted.policy.ref = {"test", 1};
  adopted.policy.zh = "测试政策";
  core::Command command = Make(id, adopted);
  command.header.ledger = {};
  command.header.effective_on = Of(2024, 1, 1);
  return command;
}

core::Command OpenLedger(const std::string& id, const std::string& unit, int year) {
  core::LedgerOpened opened;
  opened.unit_name = "某某局";
  opened.division = "431200";
  opened.policy = {"test", 1};
  opened.code_tables = "2024";
  core::Command command = Make(id, opened);
  command.header.ledger = {unit, year};
  command.header.effective_on = Of(year, 1, 1);
  return command;
}

core::Command OpenLine(const std::string& id, const std::string& line) {
  core::LineOpened opened;
  opened.line = line;
  opened.name = "公用经费";
  opened.category = core::LineCategory::kPublic;
  opened.functional_class = "2040601";
  opened.fund_type = "111";
  core::Command command = Make(id, opened);
  command.header.effective_on = Of(2024, 1, 1);
  return command;
}

core::Command Appropriate(const std::string& id, const std::string& line, int64_t fen) {
  core::Command command = Make(id, core::InitialAppropriation{line, {{"30201", core::Fen(fen)}}});
  command.header.effective_on = Of(2024, 1, 1);
  return command;
}

core::Command Pay(const std::string& id, const std::string& line, int64_t fen) {
  core::Payment payment;
  payment.line = line;
  payment.economic_class = "30201";
  payment.amount = core::Fen(fen);
  payment.payee = "某某公司";
  payment.voucher = "v-" + id;
  return Make(id, payment);
}

core::Command Refund(const std::string& id, const std::string& payment, int64_t fen) {
  core::Reversal reversal;
  reversal.payment = {"", payment};
  reversal.amount = core::Fen(fen);
  reversal.kind = core::ReversalKind::kRefunded;
  return Make(id, reversal);
}

std::vector<core::Command> Beginnings(int64_t fen) {
  return {AdoptPolicy(), OpenLedger(), OpenLine("line", "X01"), Appropriate("budget", "X01", fen)};
}

Receipt AsReceipt(const Answer& answer) {
  EXPECT_TRUE(std::holds_alternative<Receipt>(answer)) << Show(answer);
  return std::holds_alternative<Receipt>(answer) ? std::get<Receipt>(answer) : Receipt{};
}

core::Refusal AsRefusal(const Answer& answer) {
  EXPECT_TRUE(std::holds_alternative<core::Refusal>(answer)) << Show(answer);
  if (!std::holds_alternative<core::Refusal>(answer)) return {};
  return std::get<core::Refusal>(answer);
}

Unavailable AsUnavailable(const Answer& answer) {
  EXPECT_TRUE(std::holds_alternative<Unavailable>(answer)) << Show(answer);
  if (!std::holds_alternative<Unavailable>(answer)) return {};
  return std::get<Unavailable>(answer);
}

std::string Show(const Answer& answer) {
  if (const auto* receipt = std::get_if<Receipt>(&answer)) {
    return "receipt " + std::to_string(receipt->position) +
           (receipt->already_recorded ? " again" : "");
  }
  if (const auto* refusal = std::get_if<core::Refusal>(&answer)) {
    return std::string(core::Name(refusal->reason));
  }
  switch (std::get<Unavailable>(answer).why) {
    case Unavailable::Why::kOverloaded:
      return "overloaded";
    case Unavailable::Why::kReadOnly:
      return "read-only";
    case Unavailable::Why::kUnknownOutcome:
      return "unknown outcome";
    case Unavailable::Why::kStopping:
      return "stopping";
    case Unavailable::Why::kDiskFull:
      return "disk full";
    case Unavailable::Why::kDamaged:
      return "damaged";
  }
  return "?";
}

std::string ValueOf(const core::Refusal& refusal, const std::string& name) {
  for (const core::Variable& variable : refusal.variables) {
    if (variable.name == name) return variable.value;
  }
  ADD_FAILURE() << "no variable " << name;
  return "";
}

}  // namespace outturn::app
