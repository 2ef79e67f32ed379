// bench_questions: what questions cost, in medians. Without --server inside one process, over a
// book folded here from made-up payments; with --server through gRPC, over whatever book is there.
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "outturn/v1/services.grpc.pb.h"
#include "services/app/packs.h"
#include "services/core/decide.h"
#include "services/figures/catalogue.h"
#include "services/wire/codec.h"
#include "tests/bench/payments.h"

namespace outturn::bench {
namespace {

const std::vector<std::string> kExecution = {"full_year_budget", "paid", "remaining", "headroom",
                                             "execution_rate"};
const std::vector<std::string> kThreePublic = {
    "paid(three_public=total)", "paid(three_public=abroad)", "paid(three_public=vehicle_purchase)",
    "paid(three_public=vehicle_operation)", "paid(three_public=reception)"};

// Calls `ask` with 0, 1, 2 … and prints the median and the 99th percentile in microseconds.
void Measure(const char* name, int times, const std::function<void(int)>& ask) {
  std::vector<double> micros;
  for (int i = 0; i < times; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    ask(i);
    micros.push_back(
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin)
            .count());
  }
  std::sort(micros.begin(), micros.end());
  std::printf("%-44s median %10.1f us   p99 %10.1f us\n", name, micros[micros.size() / 2],
              micros[micros.size() * 99 / 100]);
}

[[noreturn]] void Stop(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

// ---- inside

class NoPayments final : public core::Lookups {
  std::optional<core::PaymentRecord> FindPayment(const core::EventRef&) const override {
    return std::nullopt;
  }
};

core::CodeTablesByVersion ReadTables(const std::string& packs) {
  app::LoadedPacks loaded = app::LoadPacks(packs);
  if (!loaded.errors.empty()) Stop(loaded.errors.front().ToString(figures::Language::kEnglish));
  return std::move(loaded.packs.code_tables);
}

core::BookState Folded(const Shape& shape, uint64_t payments,
                       const core::CodeTablesByVersion& tables) {
  core::BookState book;
  const auto record = [&](const v1::Command& command) {
    auto decoded = wire::Decode(command);
    auto event = core::Decide(book, tables, NoPayments(), core::Instant(1),
                              std::get<core::Command>(std::move(decoded)));
    if (!event) Stop(std::string(core::Name(event.refusal().reason)));
    core::Evolve(book, tables, *event);
  };
  for (const v1::Command& command : Foundations(shape)) record(command);
  v1::Command payment;
  for (uint64_t i = 0; i < payments; ++i) {
    FillPayment(shape, i, payment);
    record(payment);
  }
  return book;
}

int Inside(const Shape& shape, uint64_t payments, const std::string& packs, int times) {
  const core::CodeTablesByVersion tables = ReadTables(packs);
  const core::BookState book = Folded(shape, payments, tables);
  std::vector<const core::LedgerState*> ledgers;
  for (const auto& [id, ledger] : book.ledgers) ledgers.push_back(&ledger);
  const auto parse = [](const std::vector<std::string>& names) {
    std::vector<figures::Figure> figures;
    for (const std::string& name : names) figures.push_back(*figures::ParseFigure(name));
    return figures;
  };
  const auto execution = parse(kExecution);
  const auto three_public = parse(kThreePublic);
  size_t values = 0;  // so that nothing is left out
  const auto ask = [&](const core::LedgerState& ledger, core::Day day,
                       const std::vector<figures::Figure>& figures) {
    const figures::Cut cut{book, ledger, book.PolicyOf(ledger, day), day};
    for (const auto& figure : figures) values += HasValue(figures::Evaluate(cut, figure)) ? 1 : 0;
  };
  const auto ledger = [&](int i) -> const core::LedgerState& {
    return *ledgers[static_cast<size_t>(i) % ledgers.size()];
  };
  const auto end = [&](int i) { return core::Day::LastOf(ledger(i).id.year); };
  const auto some_day = [&](int i) { return core::Day::FirstOf(ledger(i).id.year).Plus(i % 365); };
  Measure("execution figures of a unit-year, now", times,
          [&](int i) { ask(ledger(i), end(i), execution); });
  Measure("the same as of a day", times, [&](int i) { ask(ledger(i), some_day(i), execution); });
  Measure("three-public figures as of a day", times,
          [&](int i) { ask(ledger(i), some_day(i), three_public); });
  Measure("the whole city as of a day", std::max(times / 100, 10), [&](int i) {
    for (const core::LedgerState* one : ledgers) ask(*one, some_day(i), execution);
  });
  std::printf("%zu ledgers, %llu payments, %zu values\n", ledgers.size(),
              static_cast<unsigned long long>(payments), values);
  return 0;
}

// ---- through gRPC

class Asking {
 public:
  explicit Asking(const std::string& server)
      : channel_(grpc::CreateChannel(server, grpc::InsecureChannelCredentials())),
        reports_(v1::Reports::NewStub(channel_)) {
    const auto stub = v1::Ledgers::NewStub(channel_);
    grpc::ClientContext context;
    const auto status = stub->ListLedgers(&context, v1::ListLedgersRequest(), &ledgers_);
    if (!status.ok() || ledgers_.ledgers().empty()) Stop("no ledgers: " + status.error_message());
  }

  [[nodiscard]] const v1::LedgerSummary& Ledger(int i) const {
    return ledgers_.ledgers(i % ledgers_.ledgers_size());
  }
  void Ask(const v1::LedgerSummary& ledger, const std::vector<std::string>& names, int32_t as_of,
           uint64_t known_at = 0) {
    v1::GetFiguresRequest request;
    *request.mutable_ledger() = ledger.ledger();
    request.mutable_names()->Assign(names.begin(), names.end());
    request.set_as_of(as_of);
    request.set_known_at(known_at);
    v1::GetFiguresReply reply;
    grpc::ClientContext context;
    const auto status = reports_->GetFigures(&context, request, &reply);
    if (!status.ok()) Stop(status.error_message());
  }

 private:
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::Reports::Stub> reports_;
  v1::ListLedgersReply ledgers_;
};

int ThroughGrpc(const std::string& server, int times) {
  Asking asking(server);
  const auto day = [&](int i) {
    return asking.Ledger(i).ledger().year() * 10'000 + (i % 12 + 1) * 100 + i % 28 + 1;
  };
  Measure("execution figures of a unit-year, now", times,
          [&](int i) { asking.Ask(asking.Ledger(i), kExecution, 0); });
  Measure("the same as of a day", times,
          [&](int i) { asking.Ask(asking.Ledger(i), kExecution, day(i)); });
  Measure("three-public figures as of a day", times,
          [&](int i) { asking.Ask(asking.Ledger(i), kThreePublic, day(i)); });
  Measure("as known just before the ledger's last event", std::max(times / 100, 10), [&](int i) {
    const v1::LedgerSummary& ledger = asking.Ledger(i);
    asking.Ask(ledger, kExecution, day(i), ledger.last_position() - 1);
  });
  return 0;
}

}  // namespace
}  // namespace outturn::bench

int main(int argc, char** argv) {
  outturn::bench::Shape shape;
  uint64_t payments = 500'000;
  std::string packs = "deploy/packs";
  std::string server;
  int times = 2'000;
  CLI::App app{"What questions cost, inside one process or (--server) through gRPC."};
  app.add_option("--server", server, "HOST:PORT of a running server");
  app.add_option("--payments", payments)->capture_default_str();
  app.add_option("--ledgers", shape.ledgers)->capture_default_str();
  app.add_option("--lines", shape.lines)->capture_default_str();
  app.add_option("--times", times)->check(CLI::Range(100, 1'000'000))->capture_default_str();
  app.add_option("--packs", packs)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return server.empty() ? outturn::bench::Inside(shape, payments, packs, times)
                        : outturn::bench::ThroughGrpc(server, times);
}
