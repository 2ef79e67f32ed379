// bench_stages: what each step of a payment's way in costs one core, without gRPC and disk:
// nanoseconds per payment, in the order in which a payment meets them.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "outturn/v1/services.pb.h"
#include "services/app/packs/packs.h"
#include "services/core/decide.h"
#include "services/core/fetch_ahead.h"
#include "services/wire/codec.h"
#include "services/wire/message_bytes.h"
#include "services/wire/payment_bytes.h"
#include "services/wire/payment_command.h"
#include "store/record.h"
#include "store/tree/merkle.h"
#include "tests/bench/payments.h"

namespace outturn::bench {
namespace {

class NoPayments final : public core::Lookups {
  std::optional<core::PaymentRecord> FindPayment(const core::EventRef&) const override {
    return std::nullopt;
  }
};

class Stage {
 public:
  explicit Stage(const char* name) : name_(name) {}
  template <typename Function>
  void Run(Function function) {
    const auto begin = std::chrono::steady_clock::now();
    function();
    total_ += std::chrono::steady_clock::now() - begin;
  }
  void Print(uint64_t payments) const {
    std::printf(
        "%-34s %6.0f ns\n", name_,
        std::chrono::duration<double, std::nano>(total_).count() / static_cast<double>(payments));
  }

 private:
  const char* name_;
  std::chrono::steady_clock::duration total_{};
};

core::Event Decided(const core::BookState& book, const core::CodeTablesByVersion& tables,
                    core::Command command) {
  auto event = core::Decide(book, tables, NoPayments(), core::Instant(1), std::move(command));
  if (!event) {
    std::fprintf(stderr, "refused: %s\n", std::string(core::Name(event.refusal().reason)).c_str());
    std::exit(1);
  }
  return *std::move(event);
}

int Run(const Shape& shape, uint64_t payments, const std::string& packs) {
  const app::LoadedPacks loaded = app::LoadPacks(std::filesystem::path(packs));
  const core::CodeTablesByVersion& tables = loaded.packs.code_tables;
  for (const app::PackError& error : loaded.errors)
    std::fprintf(stderr, "%s\n", error.ToString(figures::Language::kEnglish).c_str());
  core::BookState book;
  for (const v1::Command& command : Foundations(shape)) {
    const auto decoded = wire::Decode(command);
    const auto event = Decided(book, tables, std::get<core::Command>(decoded));
    core::Evolve(book, tables, event);
  }
  Stage fill("client: fill and serialise"), read("read"), fetch("fetch ahead"), decide("decide"),
      evolve("evolve"), encode("encode"), hash("leaf and frontier"), record("record"),
      answer("answer");
  store::Frontier frontier;
  v1::RecordBatchRequest sent;
  constexpr uint64_t kBatch = 100;
  for (uint64_t i = 0; i < kBatch; ++i) sent.add_commands();
  for (uint64_t done = 0; done < payments; done += kBatch) {
    std::string wire_bytes;
    std::vector<core::Command> commands;
    std::vector<core::Event> events;
    std::vector<std::string> bytes;
    std::string out;
    fill.Run([&] {
      for (uint64_t i = 0; i < kBatch; ++i) {
        FillPayment(shape, done + i, *sent.mutable_commands(static_cast<int>(i)));
      }
      wire_bytes = sent.SerializeAsString();
    });
    read.Run([&] {
      commands.reserve(kBatch);
      for (wire::Scan scan(wire_bytes); scan.Next();) {
        if (!wire::ReadPayment(scan.bytes, commands.emplace_back())) std::exit(1);
      }
    });
    std::vector<const core::Command*> ahead;
    for (const core::Command& command : commands) ahead.push_back(&command);
    for (size_t i = 0; i < kBatch; ++i) {
      core::Command& command = commands[i];
      if (i % core::kFetchedAtOnce == 0) {
        fetch.Run([&] { core::FetchAhead(book, std::span(ahead).subspan(i)); });
      }
      decide.Run([&] { events.push_back(Decided(book, tables, std::move(command))); });
      evolve.Run([&] { core::Evolve(book, tables, events.back()); });
    }
    encode.Run([&] {
      for (const core::Event& event : events) bytes.push_back(wire::EncodeEvent(event));
    });
    const std::vector<std::string_view> views(bytes.begin(), bytes.end());
    hash.Run([&] {
      for (size_t i = 0; i < kBatch; i += core::kFetchedAtOnce) {
        const size_t some = std::min(core::kFetchedAtOnce, kBatch - i);
        frontier.Append(store::LeafHashes(std::span(views).subspan(i, some)));
      }
    });
    record.Run([&] { store::EncodeRecord(events.front().position, views, &out); });
    std::string reply;
    answer.Run([&] {
      for (const core::Event& event : events) {
        wire::AppendReceipt(event.position, event.recorded_at, false, event.outcome, reply);
      }
    });
  }
  for (const Stage* stage :
       {&fill, &read, &fetch, &decide, &evolve, &encode, &hash, &record, &answer}) {
    stage->Print(payments);
  }
  return 0;
}

}  // namespace
}  // namespace outturn::bench

int main(int argc, char** argv) {
  outturn::bench::Shape shape;
  uint64_t payments = 500'000;
  std::string packs = "deploy/packs";
  CLI::App app{"What each step of a payment's way in costs one core."};
  app.add_option("--payments", payments)->capture_default_str();
  app.add_option("--ledgers", shape.ledgers)->capture_default_str();
  app.add_option("--lines", shape.lines)->capture_default_str();
  app.add_option("--packs", packs)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return outturn::bench::Run(shape, payments, packs);
}
