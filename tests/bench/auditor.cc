// bench_auditor: what an auditor's questions cost inside the server, over a book of the size that
// PostgreSQL was measured with (README.md says how to measure it beside). Medians, a line for each
// question, with what was to be reached.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "services/app/book.h"
#include "services/app/data_folder.h"
#include "services/app/packs.h"
#include "services/app/reports.h"
#include "services/core/decide.h"
#include "services/figures/catalogue.h"
#include "services/wire/codec.h"

namespace outturn::bench {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kExecution = {"full_year_budget", "paid", "remaining", "headroom",
                                             "execution_rate"};
const std::vector<std::string> kThreePublic = {
    "paid(three_public=total)", "paid(three_public=abroad)", "paid(three_public=vehicle_purchase)",
    "paid(three_public=vehicle_operation)", "paid(three_public=reception)"};
constexpr int kLastYear = 2024;

struct Options {
  std::string data;
  std::string packs = "deploy/packs";
  uint64_t payments = 10'000'000;
  uint64_t large = 1'000'000;  // payments of the one large ledger, beside those
  int units = 200;
  int years = 3;
  int lines = 12;
  int times = 2'000;
};

[[noreturn]] void Stop(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}
template <typename T>
T Must(store::Result<T> result) {
  if (!result.ok()) Stop(result.status().ToString());
  return *std::move(result);
}
void Must(const store::Status& status) {
  if (!status.ok()) Stop(status.ToString());
}

uint64_t Mix(uint64_t x) {
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53ULL;
  return x ^ x >> 33;
}
std::string Format(const char* pattern, unsigned long long value) {
  char text[64];
  std::snprintf(text, sizeof text, pattern, value);
  return text;
}

// ---- the book

const core::LedgerId kLarge{"431200-99999", kLastYear};
constexpr std::array<const char*, 12> kClasses = {"30201", "30202", "30205", "30206",
                                                  "30207", "30211", "30213", "30227",
                                                  "30212", "30217", "30231", "31013"};

// Decides what the book is made of and appends it to its log in large groups.
class Maker final : public core::Lookups {
 public:
  Maker(const Options& options, const core::CodeTablesByVersion& tables, store::EventLog& log)
      : options_(options), tables_(tables), log_(log) {}

  void Make() {
    Must(log_.Seal(log_.SealedEpoch() + 1));
    core::PolicyAdopted policy;
    policy.policy.ref = {"bench", 1};
    policy.policy.zh = "基准测试";
    Record("policy", {}, 101, policy);
    for (int year = kLastYear - options_.years + 1; year <= kLastYear; ++year) {
      for (int unit = 0; unit < options_.units; ++unit) OpenLedger(Ledger(unit, year));
    }
    OpenLedger(kLarge);
    const uint64_t all = options_.payments + options_.large;
    for (uint64_t i = 0; i < all; ++i) {
      const uint64_t h = Mix(i + 1);
      const bool large = Mix(h) % all < options_.large;
      const int year =
          kLastYear - static_cast<int>((h >> 20) % static_cast<uint64_t>(options_.years));
      Pay(i, h,
          large ? kLarge
                : Ledger(static_cast<int>(h % static_cast<uint64_t>(options_.units)), year));
    }
    Append();
  }

 private:
  std::optional<core::PaymentRecord> FindPayment(const core::EventRef&) const override {
    return std::nullopt;
  }
  static core::LedgerId Ledger(int unit, int year) {
    return {Format("431200-%05llu", static_cast<unsigned>(unit)), year};
  }
  static std::string Line(int line) { return Format("LINE-%03llu", static_cast<unsigned>(line)); }

  void OpenLedger(const core::LedgerId& id) {
    core::LedgerOpened opened;
    opened.unit_name = "基准单位";
    opened.division = "431200";
    opened.policy = {"bench", 1};
    opened.code_tables = "2024";
    Record("open-" + id.ToString(), id, 101, opened);
    for (int line = 0; line < options_.lines; ++line) {
      core::LineOpened facts;
      facts.line = facts.name = Line(line);
      facts.category = core::LineCategory::kPublic;
      facts.functional_class = "2040601";
      facts.fund_type = "111";
      Record("line-" + id.ToString() + Line(line), id, 101, facts);
      core::InitialAppropriation budget{Line(line), {}};
      for (const char* code : kClasses)
        budget.amounts.push_back({code, core::Fen(1'000'000'000'000)});
      Record("budget-" + id.ToString() + Line(line), id, 101, budget);
    }
  }

  void Pay(uint64_t number, uint64_t h, const core::LedgerId& id) {
    core::Payment payment;
    payment.line = Line(static_cast<int>((h >> 24) % static_cast<uint64_t>(options_.lines)));
    payment.economic_class = kClasses[(h >> 36) % kClasses.size()];
    payment.amount = core::Fen(static_cast<int64_t>(100 + (h >> 40) % 5'000'000));
    payment.payee = Format("某市供应商%06llu有限公司", (h >> 17) % 40000);
    payment.purpose = Format("合同 %06llu 验收单，办公及会议支出", (h >> 9) % 1000000);
    payment.voucher = Format("2024-PZ-%08llu", number);
    const int month = 1 + static_cast<int>((h >> 8) % 12);
    const int day = 1 + static_cast<int>((h >> 16) % 28);
    Record(Format("%016llx", h), id, month * 100 + day, std::move(payment));
  }

  void Record(const std::string& external_id, const core::LedgerId& id, int month_and_day,
              core::Body body) {
    core::Command command{{}, std::move(body)};
    command.header.ref = {"bench", external_id};
    command.header.actor = "clerk";
    command.header.ledger = id;
    const int year = id.unit.empty() ? kLastYear - options_.years + 1 : id.year;
    command.header.effective_on = *core::Day::OfNumber(year * 10'000 + month_and_day);
    command.header.document_number = "基准〔2024〕1号";
    const core::Instant now(1'735'000'000'000'000 + static_cast<int64_t>(book_.position));
    auto event = core::Decide(book_, tables_, *this, now, std::move(command));
    if (!event) Stop(core::Message(event.refusal(), core::Language::kEnglish));
    core::Evolve(book_, tables_, *event);
    group_.push_back(wire::EncodeEvent(*event));
    if (group_.size() == 4'096) Append();
  }
  void Append() {
    const std::vector<std::string_view> views(group_.begin(), group_.end());
    if (!views.empty()) Must(log_.Append(log_.SealedEpoch(), log_.Tail() + 1, views));
    group_.clear();
  }

  const Options& options_;
  const core::CodeTablesByVersion& tables_;
  store::EventLog& log_;
  core::BookState book_;
  std::vector<std::string> group_;
};

// ---- measuring

double Now() {
  return std::chrono::duration<double, std::micro>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void PrintRow(const std::string& name, const std::string& is, const std::string& reach) {
  std::printf("%-62s %18s   reach %s\n", name.c_str(), is.c_str(), reach.c_str());
  std::fflush(stdout);
}
std::string Micros(double micros) {
  char text[64];
  std::snprintf(text, sizeof text, micros < 1'000 ? "%.1f us" : "%.0f us", micros);
  return text;
}

// The median of five runs' medians, each of `times` questions.
void Measure(const char* name, int times, const char* reach, const std::function<void(int)>& ask) {
  std::vector<double> medians;
  int number = 0;
  for (int run = 0; run < 5; ++run) {
    std::vector<double> micros;
    for (int i = 0; i < times; ++i) {
      const double begin = Now();
      ask(number++);
      micros.push_back(Now() - begin);
    }
    std::sort(micros.begin(), micros.end());
    medians.push_back(micros[micros.size() / 2]);
  }
  std::sort(medians.begin(), medians.end());
  PrintRow(name, Micros(medians[2]), reach);
}

// ---- the questions

class Auditor {
 public:
  Auditor(const app::Book& book, const app::Packs& packs, int times)
      : book_(book), reports_(book, packs), times_(times) {
    book.Read([&](const core::BookState& state, const store::Frontier&) {
      ledgers_.clear();
      for (const auto& [id, ledger] : state.ledgers) {
        if (id != kLarge) ledgers_.push_back(id);
      }
    });
    for (const std::string& name : kExecution) execution_.push_back(*figures::ParseFigure(name));
    for (const std::string& name : kThreePublic) {
      three_public_.push_back(*figures::ParseFigure(name));
    }
  }

  void AskAll() {
    Measure("execution figures of a unit-year, now", times_, "10 us", [&](int i) {
      Ask({Any(i), core::Day::LastOf(Any(i).year), 0}, execution_);
    });
    Measure("execution figures of a unit-year, as of a day", times_, "20 us", [&](int i) {
      Ask({Any(i), SomeDay(i, Any(i).year), 0}, execution_);
    });
    Measure("three-public figures of a unit-year, as of a day", times_, "20 us", [&](int i) {
      Ask({Any(i), SomeDay(i, Any(i).year), 0}, three_public_);
    });
    Measure("the whole city (a year's ledgers) as of a day", std::max(times_ / 100, 10), "2 ms",
            [&](int i) { AskCity(i); });
    const core::Position tail = book_.DurableTip().position;
    Measure(
        "any day, any position, of the large ledger", std::max(times_ / 50, 10), "5 ms",
        [&](int i) {
          const auto h = static_cast<core::Position>(Mix(static_cast<uint64_t>(i) + 77));
          Ask({kLarge, SomeDay(i, kLastYear), tail / 100 + h % (tail - tail / 100)}, execution_);
        });
    std::printf("%zu ledgers and a large one, %llu events, %llu values\n", ledgers_.size(),
                static_cast<unsigned long long>(tail), static_cast<unsigned long long>(values_));
  }

 private:
  const core::LedgerId& Any(int i) const {
    return ledgers_[Mix(static_cast<uint64_t>(i) + 5) % ledgers_.size()];
  }
  static core::Day SomeDay(int i, int year) {
    return core::Day::FirstOf(year).Plus(static_cast<int32_t>(Mix(static_cast<uint64_t>(i)) % 365));
  }
  void Evaluate(const figures::Cut& cut, const std::vector<figures::Figure>& figures) {
    for (const figures::Figure& figure : figures) {
      values_ += figures::HasValue(figures::Evaluate(cut, figure)) ? 1 : 0;
    }
  }
  void Ask(const app::Question& question, const std::vector<figures::Figure>& figures) {
    const auto trouble = reports_.WithCut(
        question,
        [&](const figures::Cut& cut, const figures::Provenance&) { Evaluate(cut, figures); });
    if (trouble) Stop(trouble->reason);
  }
  void AskCity(int i) {
    const int year = ledgers_.front().year;
    const core::Day day = SomeDay(i, year);
    book_.Read([&](const core::BookState& book, const store::Frontier&) {
      for (const auto& [id, ledger] : book.ledgers) {
        if (id.year == year) Evaluate({book, ledger, book.PolicyOf(ledger, day), day}, execution_);
      }
    });
  }

  const app::Book& book_;
  const app::Reports reports_;
  const int times_;
  std::vector<core::LedgerId> ledgers_;
  std::vector<figures::Figure> execution_;
  std::vector<figures::Figure> three_public_;
  uint64_t values_ = 0;
};

// Tasks on one thread, as the server has it.
class Background {
 public:
  Background() : thread_([this] { Run(); }) {}
  ~Background() {
    Post({});
    thread_.join();
  }
  void Post(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    changed_.notify_one();
  }

 private:
  void Run() {
    while (true) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return !tasks_.empty(); });
      const std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      if (!task) return;
      task();
    }
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  std::thread thread_;
};

void PrintRate(const char* name, uint64_t events, double micros, const char* reach) {
  char text[64];
  std::snprintf(text, sizeof text, "%.2f s, %.2f M/s", micros / 1e6,
                static_cast<double>(events) / micros);
  PrintRow(name, text, reach);
}

// What is derived is made anew from the log; then every ledger once more, and compared.
int Run(const Options& options) {
  app::LoadedPacks loaded = app::LoadPacks(fs::path(options.packs));
  if (!loaded.errors.empty()) Stop(loaded.errors.front().ToString(figures::Language::kEnglish));
  const bool made = !fs::exists(options.data);
  if (made) {
    auto folder = Must(app::OpenDataFolder(options.data, "431200"));
    const double begin = Now();
    Maker(options, loaded.packs.code_tables, *folder.log).Make();
    std::printf("made %llu events in %.1f s\n", static_cast<unsigned long long>(folder.log->Tail()),
                (Now() - begin) / 1e6);
  }
  for (const char* derived : {"derived", "ids", "history"}) {
    fs::remove_all(fs::path(options.data) / derived);
  }
  auto folder = Must(app::OpenDataFolder(options.data, ""));
  Background background;
  app::BookParts parts;
  parts.name = folder.book;
  parts.log = std::move(folder.log);
  parts.derived = std::move(folder.derived);
  parts.ids = std::move(folder.ids);
  parts.history = std::move(folder.history);
  parts.tables = loaded.packs.code_tables;
  parts.background = [&](std::function<void()> task) { background.Post(std::move(task)); };
  const double begin = Now();
  auto book = Must(app::Book::Open(std::move(parts)));
  const core::Position tail = book->DurableTip().position;
  PrintRate("full rebuild of derived state from the log", tail, Now() - begin, "2.5 M/s");
  const double followed = Now();
  Must(book->FollowHistory());
  PrintRate("and of the history of every ledger", tail, Now() - followed, "-");
  Auditor(*book, loaded.packs, options.times).AskAll();
  return 0;
}

}  // namespace
}  // namespace outturn::bench

int main(int argc, char** argv) {
  outturn::bench::Options options;
  CLI::App app{"What an auditor's questions cost inside the server."};
  app.add_option("--data", options.data, "a book's folder; made when it is not there")->required();
  app.add_option("--payments", options.payments)->capture_default_str();
  app.add_option("--large", options.large)->capture_default_str();
  app.add_option("--units", options.units)->capture_default_str();
  app.add_option("--years", options.years)->capture_default_str();
  app.add_option("--lines", options.lines)->capture_default_str();
  app.add_option("--times", options.times)->capture_default_str();
  app.add_option("--packs", options.packs)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return outturn::bench::Run(options);
}
