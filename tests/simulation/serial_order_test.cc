// Real clients over a real server: what they are told has a serial order, whatever breaks.
#include "tests/simulation/serial_order.h"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <random>
#include <thread>

#include "services/rpc/server.h"
#include "services/wire/codec.h"
#include "tests/rpc/support.h"

namespace outturn::simulation {
namespace {

constexpr int64_t kBudget = 3'000;
constexpr int64_t kOther = 2'000;
constexpr int kClients = 6;

// What the clients share.
struct Shared {
  std::atomic<uint64_t> clock = 1;
  std::atomic<int> next_id = 0;
  std::mutex mutex;
  std::vector<Done> acknowledged;  // payments
  std::vector<Done> answers;
};

class Client {
 public:
  Client(Shared& shared, uint64_t seed) : shared_(shared), random_(seed) {}

  // Until it has made `calls` or the server takes no more; first what it does not know.
  void Run(const std::shared_ptr<grpc::Channel>& channel, int calls);
  [[nodiscard]] bool knows_everything() const { return unknown_.empty(); }

 private:
  int Pick(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
  Done Next();
  Done Acknowledged();
  // False when the server takes no more.
  bool Ask(Done done);
  bool AskBatch(std::vector<Done> batch);
  void Look();
  static v1::Command CommandOf(const Done& done);
  static void Take(const v1::Receipt& receipt, Done& done);
  static void Take(const google::rpc::Status& status, Done& done);
  bool Keep(Done done);

  Shared& shared_;
  std::mt19937_64 random_;
  std::vector<Done> unknown_;
  std::unique_ptr<v1::Recorder::Stub> recorder_;
  std::unique_ptr<v1::Ledgers::Stub> ledgers_;
};

v1::Command Client::CommandOf(const Done& done) {
  if (done.asked == Asked::kPay) return rpc::Message(app::Pay(done.id, "X01", done.fen));
  if (done.asked == Asked::kRefund) return rpc::Message(app::Refund(done.id, done.about, done.fen));
  core::Command command = app::Pay(done.id, "X01", 1);
  const core::Direction in = done.fen > 0 ? core::Direction::kIn : core::Direction::kOut;
  const core::Direction out = done.fen > 0 ? core::Direction::kOut : core::Direction::kIn;
  core::Virement virement;
  virement.cause = core::Cause::kOwnDecision;
  virement.legs = {{"", "X01", "30201", in, core::Fen(std::abs(done.fen))},
                   {"", "X02", "30201", out, core::Fen(std::abs(done.fen))}};
  command.body = virement;
  return rpc::Message(command);
}

Done Client::Acknowledged() {
  const std::lock_guard lock(shared_.mutex);
  if (shared_.acknowledged.empty()) return {};
  return shared_
      .acknowledged[static_cast<size_t>(Pick(static_cast<int>(shared_.acknowledged.size())))];
}

Done Client::Next() {
  Done done;
  const int what = Pick(20);
  Done before = Acknowledged();
  if (what < 5 && before.asked == Asked::kPay) {
    if (what < 2) return before;  // once more
    if (what < 3) {
      before.fen += 1;  // something else under its name
      return before;
    }
    done.asked = Asked::kRefund;
    done.about = before.id;
    done.fen = 1 + Pick(static_cast<int>(before.fen));
  } else if (what < 8) {
    done.asked = Asked::kShift;
    done.fen = (Pick(2) == 0 ? 1 : -1) * (1 + Pick(400));
  } else {
    done.asked = Asked::kPay;
    done.fen = 1 + Pick(120);
  }
  const int number = shared_.next_id++;
  done.id = "n" + std::to_string(number);
  if (done.asked == Asked::kPay && what > 16) {  // two clients with one payment at the same time
    done.id = "race" + std::to_string(number / 4);
    done.fen = 1 + number / 4 % 50;
  }
  return done;
}

void Client::Take(const v1::Receipt& receipt, Done& done) {
  done.told = receipt.already_recorded() ? Told::kAgain : Told::kRecorded;
  done.position = receipt.position();
  const bool of_the_line = done.asked == Asked::kPay && done.told == Told::kRecorded;
  done.headroom = of_the_line ? receipt.outcome().headroom_fen() : -1;
}

void Client::Take(const google::rpc::Status& status, Done& done) {
  const std::string reason = rpc::DetailsOf(status).reason();
  const bool lacks = reason == "HEADROOM_EXCEEDED" || reason == "NO_BUDGET" ||
                     (reason == "EXCEEDS_PAYMENT" && done.asked == Asked::kRefund);
  done.told = lacks ? Told::kRefused : reason == "ID_REUSED" ? Told::kConflict : Told::kUnknown;
  const bool unavailable = status.code() == static_cast<int>(grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(done.told != Told::kUnknown || unavailable) << done.id << ": " << status.message();
}

// False when its outcome is unknown.
bool Client::Keep(Done done) {
  if (done.told == Told::kUnknown) {
    unknown_.push_back(std::move(done));
    return false;
  }
  const std::lock_guard lock(shared_.mutex);
  if (done.told == Told::kRecorded && done.asked == Asked::kPay) {
    shared_.acknowledged.push_back(done);
  }
  shared_.answers.push_back(std::move(done));
  return true;
}

bool Client::Ask(Done done) {
  v1::RecordRequest request;
  *request.mutable_command() = CommandOf(done);
  v1::Receipt receipt;
  if (done.called == 0) done.called = shared_.clock++;
  const grpc::Status status = recorder_->Record(rpc::Context().get(), request, &receipt);
  done.returned = shared_.clock++;
  done.told = Told::kUnknown;
  google::rpc::Status inside;
  if (status.ok()) {
    Take(receipt, done);
  } else if (inside.ParseFromString(status.error_details()) && inside.details_size() > 0) {
    Take(inside, done);
  }
  return Keep(std::move(done));
}

bool Client::AskBatch(std::vector<Done> batch) {
  v1::RecordBatchRequest request;
  v1::RecordBatchReply reply;
  const uint64_t called = shared_.clock++;
  for (Done& done : batch) {
    *request.add_commands() = CommandOf(done);
    done.called = called;
    done.told = Told::kUnknown;
  }
  const grpc::Status status = recorder_->RecordBatch(rpc::Context().get(), request, &reply);
  const uint64_t returned = shared_.clock++;
  bool known = true;
  for (size_t i = 0; i < batch.size(); ++i) {
    batch[i].returned = returned;
    if (status.ok()) {
      const auto& answer = reply.answers(static_cast<int>(i));
      if (answer.has_receipt()) {
        Take(answer.receipt(), batch[i]);
      } else {
        Take(answer.error(), batch[i]);
      }
    }
    known = Keep(std::move(batch[i])) && known;
  }
  return known;
}

void Client::Look() {
  v1::GetBalancesRequest request;
  request.mutable_ledger()->set_unit("101001");
  request.mutable_ledger()->set_year(2024);
  request.set_line("X01");
  request.set_as_of(20241231);
  v1::GetBalancesReply reply;
  Done done;
  done.called = shared_.clock++;
  const grpc::Status status = ledgers_->GetBalances(rpc::Context().get(), request, &reply);
  done.returned = shared_.clock++;
  if (!status.ok() || reply.balances_size() != 1) {
    ADD_FAILURE() << "the balance cannot be read: " << status.error_message();
    return;
  }
  done.id = "somebody";
  done.told = Told::kSaw;
  done.position = reply.position();
  done.headroom = reply.balances(0).headroom_fen();
  Keep(std::move(done));
}

void Client::Run(const std::shared_ptr<grpc::Channel>& channel, int calls) {
  recorder_ = v1::Recorder::NewStub(channel);
  ledgers_ = v1::Ledgers::NewStub(channel);
  for (Done& done : std::exchange(unknown_, {})) (void)Ask(std::move(done));
  for (int i = 0; i < calls; ++i) {
    const int what = Pick(10);
    if (what < 3) {
      Look();
    } else if (what < 8) {
      if (!Ask(Next())) return;
    } else {
      std::vector<Done> batch;
      for (int n = 2 + Pick(3); n > 0; --n) batch.push_back(Next());
      if (!AskBatch(std::move(batch))) return;
    }
  }
}

// What the log holds after its first `opening` events.
std::vector<Done> LogOf(const app::Book& book, uint64_t opening) {
  std::vector<Done> log;
  const auto take = [&](core::Position, std::string_view bytes) {
    const core::Command command = wire::DecodeEvent(bytes)->command;
    Done event;
    event.id = command.header.ref.external_id;
    if (const auto* payment = std::get_if<core::Payment>(&command.body)) {
      event.asked = Asked::kPay;
      event.fen = payment->amount.count();
    } else if (const auto* refund = std::get_if<core::Reversal>(&command.body)) {
      event.asked = Asked::kRefund;
      event.fen = refund->amount.count();
      event.about = refund->payment.external_id;
    } else if (const auto* virement = std::get_if<core::Virement>(&command.body)) {
      const core::VirementLeg& leg = virement->legs.front();
      event.asked = Asked::kShift;
      event.fen = leg.direction == core::Direction::kIn ? leg.amount.count() : -leg.amount.count();
    }
    log.push_back(event);
    return true;
  };
  EXPECT_TRUE(book.Visit(nullptr, opening + 1, 0, take).ok());
  return log;
}

// One term of the server; the clients call until they are done or it takes no more.
void Serve(app::World& world, std::vector<Client>& clients, int calls) {
  const app::Packs packs = [] {
    app::Packs made;
    made.code_tables = app::Tables();
    return made;
  }();
  const app::Reports reports(*world.book, packs);
  const auto server = rpc::Server::Start("127.0.0.1:0", *world.book, reports);
  ASSERT_NE(server, nullptr);
  std::vector<std::thread> threads;
  for (Client& client : clients) {
    threads.emplace_back([&client, &server, calls] {
      grpc::ChannelArguments own;  // a connection of its own
      own.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
      client.Run(grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(server->port()),
                                           grpc::InsecureChannelCredentials(), own),
                 calls);
    });
  }
  for (std::thread& thread : threads) thread.join();
  server->Shutdown(std::chrono::seconds(5));
}

void Race(uint64_t seed) {
  using Fate = store::MemoryDisk::NextWrite;
  app::World world;
  world.Record(app::Beginnings(kBudget));
  world.Record({app::OpenLine("line2", "X02"), app::Appropriate("budget2", "X02", kOther)});
  const uint64_t opening = world.position();
  Shared shared;
  std::vector<Client> clients;
  for (uint64_t i = 0; i < kClients; ++i) clients.emplace_back(shared, seed * 100 + i);
  for (const Fate fate : {Fate::kSucceeds, Fate::kFailsAndIsKept, Fate::kFailsAndIsLost}) {
    if (fate != Fate::kSucceeds) {
      // Kept by the gate: it may come to pass in a later term.
      world.gate.AtArrival(world.gate.arrivals() + 25, [&world, fate] {
        // A slow write that fails in the end: nobody may be told of it meanwhile.
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        world.disk->SetNextWrite(fate);
      });
    }
    Serve(world, clients, 40);
    ASSERT_TRUE(world.Reopen().ok());
  }
  const auto everybody_knows = [&clients] {
    return std::all_of(clients.begin(), clients.end(),
                       [](const Client& client) { return client.knows_everything(); });
  };
  // A busy machine may leave a call without an answer once more.
  for (int i = 0; i < 10 && (i == 0 || !everybody_knows()); ++i) Serve(world, clients, 5);
  EXPECT_TRUE(everybody_knows());
  const std::vector<Done> log = LogOf(*world.book, opening);
  EXPECT_EQ(WhyNotSerial(shared.answers, log, opening, kBudget, kOther), "") << "seed " << seed;
  int refused = 0;
  for (const Done& done : shared.answers) refused += done.told == Told::kRefused ? 1 : 0;
  EXPECT_GT(log.size(), 100u);
  EXPECT_GT(refused, 0) << "nobody raced for the last yuan";
}

TEST(SerialOrder, ExplainsWhatManyClientsOfOneLineAreTold) {
  spdlog::set_level(spdlog::level::off);  // faults are what is logged here
  for (uint64_t seed = 1; seed <= 20 && !testing::Test::HasFailure(); ++seed) Race(seed);
}

// The judge is worth nothing unless it finds what is wrong.
TEST(SerialOrder, IsNotFoundWhereThereIsNone) {
  const Done a{"a", Asked::kPay, 60, "", Told::kRecorded, 1, 40, 1, 2};
  const Done b{"b", Asked::kPay, 30, "", Told::kRecorded, 2, 10, 3, 4};
  const Done saw_b{"r", Asked::kLook, 0, "", Told::kSaw, 2, 10, 5, 6};
  const std::vector<Done> log = {a, b};
  const auto judge = [&](std::vector<Done> answers) {
    return WhyNotSerial(std::move(answers), log, 0, 100, 0);
  };
  EXPECT_EQ(judge({a, b, saw_b}), "");
  Done stale = saw_b;  // after b was acknowledged, the book without it
  stale.position = 1;
  stale.headroom = 40;
  EXPECT_NE(judge({a, b, stale}), "");
  Done overlapping = stale;
  overlapping.called = 3;
  EXPECT_EQ(judge({a, b, overlapping}), "");
  Done wrong = saw_b;
  wrong.headroom = 11;
  EXPECT_NE(judge({a, b, wrong}), "");
  Done refused{"c", Asked::kPay, 20, "", Told::kRefused, 0, -1, 5, 6};
  EXPECT_EQ(judge({a, b, refused}), "");
  refused.fen = 10;
  EXPECT_NE(judge({a, b, refused}), "") << "there was enough";
  Done early = refused;  // refused for what came only later
  early.fen = 50;
  early.called = 0;
  early.returned = 1;
  EXPECT_EQ(judge({a, b, early}), "") << "it overlaps";
  Done twice = a;
  twice.called = 5;
  twice.returned = 6;
  EXPECT_NE(judge({a, b, twice}), "") << "recorded twice";
  twice.told = Told::kAgain;
  EXPECT_EQ(judge({a, b, twice}), "");
  Done swapped = b;  // acknowledged before a was asked for
  swapped.called = 0;
  swapped.returned = 0;
  EXPECT_NE(judge({a, swapped}), "");
  EXPECT_NE(WhyNotSerial({}, log, 0, 80, 0), "") << "overspent";
}

}  // namespace
}  // namespace outturn::simulation
