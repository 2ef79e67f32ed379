// bench_auditor: what an auditor's questions cost inside the server, over a book of the size that
// PostgreSQL is measured with (postgresql.sh). Medians, a line for each question, with what was to
// be reached.
#include <CLI/CLI.hpp>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

#include "services/app/book.h"
#include "services/app/data_folder.h"
#include "services/app/fsck/comparison.h"
#include "services/app/packs/packs.h"
#include "services/app/questions/reports.h"
#include "services/figures/catalogue.h"
#include "tests/bench/auditor_book.h"
#include "tests/bench/measure.h"

namespace outturn::bench {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kExecution = {"full_year_budget", "paid", "remaining", "headroom",
                                             "execution_rate"};
const std::vector<std::string> kThreePublic = {
    "paid(three_public=total)", "paid(three_public=abroad)", "paid(three_public=vehicle_purchase)",
    "paid(three_public=vehicle_operation)", "paid(three_public=reception)"};
constexpr int kRuns = 5;

struct Options {
  std::string data;
  std::string packs = "deploy/packs";
  std::string rows;  // where to write them; empty: nowhere
  BookShape shape;
  int times = 2'000;
};

template <typename T>
T Must(store::Result<T> result) {
  if (!result.ok()) Stop(result.status().ToString());
  return *std::move(result);
}
void Must(const store::Status& status) {
  if (!status.ok()) Stop(status.ToString());
}

uint64_t Mixed(uint64_t x) {
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33;
  return x * 0xc4ceb9fe1a85ec53ULL >> 20;
}

// ---- the questions

class Auditor {
 public:
  Auditor(const app::Book& book, const app::Packs& packs, int times)
      : book_(book), reports_(book, packs), times_(times) {
    book.Read([&](const core::BookState& state, const store::Frontier&) {
      ledgers_.clear();
      for (const auto& [id, ledger] : state.ledgers) {
        if (id != LargeLedger()) ledgers_.push_back(id);
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
    Measure("any day, any position, of the large ledger", std::max(times_ / 50, 10), "5 ms",
            [&](int i) {
              const core::Position at = tail / 100 + Number(i + 77) % (tail - tail / 100);
              Ask({LargeLedger(), SomeDay(i, kLastYear), at}, execution_);
            });
    RecomputeAll();
    std::printf("%zu ledgers and a large one, %llu events, %llu values\n", ledgers_.size(),
                static_cast<unsigned long long>(tail), static_cast<unsigned long long>(values_));
  }

 private:
  static uint64_t Number(int i) { return Mixed(static_cast<uint64_t>(i) + 5); }
  const core::LedgerId& Any(int i) const { return ledgers_[Number(i) % ledgers_.size()]; }
  static core::Day SomeDay(int i, int year) {
    return core::Day::FirstOf(year).Plus(static_cast<int32_t>(Number(i + 9) % 365));
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

  // Every ledger but the large one, from its first event on: its balances as its payments, all of
  // them, make them; and then as `book compare` does, held against memory byte for byte.
  void RecomputeAll() {
    const auto refold = [&](const core::LedgerId& id) {
      const auto last = book_.DurableTip().position;
      if (Must(book_.LedgerAt(id, last, app::History::From::kFirstEvent)).version == 0) {
        Stop(id.ToString() + " has no events");
      }
    };
    app::Comparison comparison(book_);
    const auto compare = [&](const core::LedgerId& id) {
      const auto compared = Must(comparison.Compare(id));
      if (!compared || !compared->same()) Stop(id.ToString() + " differs from its events");
    };
    const uint64_t events = EventsOfAll();
    MeasureAll("every balance recomputed from all payments", events, "1.0 s", refold);
    MeasureAll("and compared with memory, byte for byte", events, "-", compare);
  }
  uint64_t EventsOfAll() const {
    return book_.Read([&](const core::BookState& book, const store::Frontier&) {
      uint64_t events = 0;
      for (const core::LedgerId& id : ledgers_) events += book.FindLedger(id)->version;
      return events;
    });
  }
  // On as many threads as PostgreSQL has processors.
  void MeasureAll(const char* name, uint64_t events, const char* reach,
                  const std::function<void(const core::LedgerId&)>& use) {
    std::vector<double> times;
    for (int run = 0; run < kRuns; ++run) {
      std::atomic<size_t> next = 0;
      times.push_back(TimeOf([&] {
        std::vector<std::thread> threads;
        for (unsigned i = 0; i < std::max(std::thread::hardware_concurrency(), 1u); ++i) {
          threads.emplace_back([&] {
            for (size_t at = next++; at < ledgers_.size(); at = next++) use(ledgers_[at]);
          });
        }
        for (std::thread& thread : threads) thread.join();
      }));
    }
    PrintRow(name, Rate(events, Median(std::move(times))), reach);
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

void MakeIfNone(const Options& options, const core::CodeTablesByVersion& tables) {
  if (fs::exists(options.data)) return;
  const auto folder = Must(app::OpenDataFolder(options.data, "431200"));
  const double took = TimeOf([&] { MakeBook(options.shape, tables, *folder.log); });
  std::printf("made %llu events in %.1f s\n", static_cast<unsigned long long>(folder.log->Tail()),
              took / 1e6);
}

// A book whose derived state is made anew from its log, `micros` how long that took.
std::unique_ptr<app::Book> Rebuild(const Options& options, const core::CodeTablesByVersion& tables,
                                   Background& background, double* micros) {
  for (const char* derived : {"derived", "ids", "history"}) {
    fs::remove_all(fs::path(options.data) / derived);
  }
  auto folder = Must(app::OpenDataFolder(options.data, ""));
  app::BookParts parts;
  parts.name = folder.book;
  parts.log = std::move(folder.log);
  parts.derived = std::move(folder.derived);
  parts.ids = std::move(folder.ids);
  parts.history = std::move(folder.history);
  parts.tables = tables;
  parts.background = [&](std::function<void()> task) { background.Post(std::move(task)); };
  std::unique_ptr<app::Book> book;
  *micros = TimeOf([&] { book = Must(app::Book::Open(std::move(parts))); });
  return book;
}

int Run(const Options& options) {
  const app::LoadedPacks loaded = app::LoadPacks(fs::path(options.packs));
  if (!loaded.errors.empty()) Stop(loaded.errors.front().ToString(figures::Language::kEnglish));
  MakeIfNone(options, loaded.packs.code_tables);
  if (!options.rows.empty()) {
    WriteRows(*Must(app::OpenDataFolder(options.data, "")).log, options.rows);
  }
  Background background;
  std::unique_ptr<app::Book> book;
  std::vector<double> times(kRuns);
  for (double& took : times) {
    book.reset();
    book = Rebuild(options, loaded.packs.code_tables, background, &took);
  }
  const core::Position tail = book->DurableTip().position;
  PrintRow("full rebuild of derived state from the log", Rate(tail, Median(times)), "2.5 M/s");
  const double followed = TimeOf([&] { Must(book->FollowHistory()); });
  PrintRow("and of the history of every ledger (behind, while the server answers)",
           Rate(tail, followed), "-");
  if (options.times > 0) Auditor(*book, loaded.packs, options.times).AskAll();
  return 0;
}

}  // namespace
}  // namespace outturn::bench

int main(int argc, char** argv) {
  outturn::bench::Options options;
  CLI::App app{"What an auditor's questions cost inside the server."};
  app.add_option("--data", options.data, "a book's folder; made when it is not there")->required();
  app.add_option("--payments", options.shape.payments)->capture_default_str();
  app.add_option("--large", options.shape.large)->capture_default_str();
  app.add_option("--units", options.shape.units)->capture_default_str();
  app.add_option("--years", options.shape.years)->capture_default_str();
  app.add_option("--lines", options.shape.lines)->capture_default_str();
  app.add_option("--times", options.times, "questions a run; 0: the rebuild only")
      ->capture_default_str();
  app.add_option("--packs", options.packs)->capture_default_str();
  app.add_option("--rows", options.rows, "writes the payments as rows for PostgreSQL");
  CLI11_PARSE(app, argc, argv);
  return outturn::bench::Run(options);
}
