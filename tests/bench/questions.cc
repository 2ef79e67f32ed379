// bench_questions: what questions cost through gRPC, one after the other, over whatever book a
// server has. Medians, a line for each question, with what was to be reached.
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <vector>

#include "outturn/v1/inspection.grpc.pb.h"
#include "outturn/v1/monitoring.grpc.pb.h"
#include "outturn/v1/services.grpc.pb.h"
#include "tests/bench/measure.h"

namespace outturn::bench {
namespace {

const std::vector<std::string> kExecution = {"full_year_budget", "paid", "remaining", "headroom",
                                             "execution_rate"};
const std::vector<std::string> kThreePublic = {
    "paid(three_public=total)", "paid(three_public=abroad)", "paid(three_public=vehicle_purchase)",
    "paid(three_public=vehicle_operation)", "paid(three_public=reception)"};

class Asking {
 public:
  explicit Asking(const std::string& server)
      : channel_(grpc::CreateChannel(server, grpc::InsecureChannelCredentials())),
        ledgers_stub_(v1::Ledgers::NewStub(channel_)),
        reports_(v1::Reports::NewStub(channel_)),
        monitoring_(v1::Monitoring::NewStub(channel_)),
        inspection_(v1::Inspection::NewStub(channel_)) {
    Call(*ledgers_stub_, &v1::Ledgers::Stub::ListLedgers, v1::ListLedgersRequest(), &ledgers_);
    if (ledgers_.ledgers().empty()) Stop("the book has no ledgers");
    large_ =
        &*std::max_element(ledgers_.ledgers().begin(), ledgers_.ledgers().end(),
                           [](const auto& a, const auto& b) { return a.version() < b.version(); });
  }

  void AskAll(int times) const {
    Measure("execution figures of a unit-year, now", times, "0.2 ms",
            [&](int i) { Figures(Any(i), kExecution, 0); });
    Measure("execution figures of a unit-year, as of a day", times, "0.25 ms",
            [&](int i) { Figures(Any(i), kExecution, SomeDay(i, Any(i))); });
    Measure("three-public figures of a unit-year, as of a day", times, "0.25 ms",
            [&](int i) { Figures(Any(i), kThreePublic, SomeDay(i, Any(i))); });
    Measure("the whole city, ranked by unit, as of a day", std::max(times / 100, 10), "-",
            [&](int i) { City(SomeDay(i, Any(0))); });
    Measure("any day, any position, of the largest ledger", std::max(times / 50, 10), "5 ms",
            [&](int i) {
              const uint64_t last = large_->last_position();
              const uint64_t at = last / 100 + Number(i) % (last - last / 100);
              Figures(*large_, kExecution, SomeDay(i, *large_), at);
            });
    Measure("every ledger compared with its events, one call each", 1, "-",
            [&](int) { CompareAll(); });
    std::printf("%d ledgers, the largest of %llu events\n", ledgers_.ledgers_size(),
                static_cast<unsigned long long>(large_->version()));
  }

 private:
  template <typename Stub, typename Method, typename Request, typename Reply>
  static void Call(Stub& stub, Method method, const Request& request, Reply* reply) {
    grpc::ClientContext context;
    const grpc::Status status = (stub.*method)(&context, request, reply);
    if (!status.ok()) Stop(status.error_message());
  }
  static uint64_t Number(int i) {
    uint64_t x = (static_cast<uint64_t>(i) + 5) * 0xff51afd7ed558ccdULL;
    x ^= x >> 33;
    return x * 0xc4ceb9fe1a85ec53ULL >> 20;
  }
  [[nodiscard]] const v1::LedgerSummary& Any(int i) const {
    return ledgers_.ledgers(static_cast<int>(Number(i) % uint64_t(ledgers_.ledgers_size())));
  }
  static int32_t SomeDay(int i, const v1::LedgerSummary& ledger) {
    const auto day = static_cast<int32_t>(Number(i + 9) % (12 * 28));
    return ledger.ledger().year() * 10'000 + (day / 28 + 1) * 100 + day % 28 + 1;
  }

  void Figures(const v1::LedgerSummary& ledger, const std::vector<std::string>& names,
               int32_t as_of, uint64_t known_at = 0) const {
    v1::GetFiguresRequest request;
    *request.mutable_ledger() = ledger.ledger();
    request.mutable_names()->Assign(names.begin(), names.end());
    request.set_as_of(as_of);
    request.set_known_at(known_at);
    v1::GetFiguresReply reply;
    Call(*reports_, &v1::Reports::Stub::GetFigures, request, &reply);
  }
  void City(int32_t as_of) const {
    v1::GetRollupRequest request;
    request.set_year(as_of / 10'000);
    request.set_as_of(as_of);
    request.set_group_by(v1::BY_UNIT);
    v1::GetRollupReply reply;
    Call(*monitoring_, &v1::Monitoring::Stub::GetRollup, request, &reply);
  }
  void CompareAll() const {
    for (const v1::LedgerSummary& ledger : ledgers_.ledgers()) {
      v1::CompareLedgerRequest request;
      *request.mutable_ledger() = ledger.ledger();
      v1::CompareLedgerReply reply;
      Call(*inspection_, &v1::Inspection::Stub::CompareLedger, request, &reply);
      if (!reply.difference().empty()) Stop(ledger.unit_name() + " differs from its events");
    }
  }

  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::Ledgers::Stub> ledgers_stub_;
  std::unique_ptr<v1::Reports::Stub> reports_;
  std::unique_ptr<v1::Monitoring::Stub> monitoring_;
  std::unique_ptr<v1::Inspection::Stub> inspection_;
  v1::ListLedgersReply ledgers_;
  const v1::LedgerSummary* large_ = nullptr;
};

}  // namespace
}  // namespace outturn::bench

int main(int argc, char** argv) {
  std::string server;
  int times = 2'000;
  CLI::App app{"What questions cost through gRPC."};
  app.add_option("--server", server, "HOST:PORT of a running server")->required();
  app.add_option("--times", times)->check(CLI::Range(100, 1'000'000))->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  outturn::bench::Asking(server).AskAll(times);
  return 0;
}
