// Random histories, held against the model step by step and against the book's laws at the end.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "tests/properties/book_under_test.h"

namespace outturn::properties {
namespace {

using core::Fen;
using core::Measure;
using model::Quantity;

Measure MeasureOf(Quantity quantity) {
  constexpr Measure kMeasures[] = {Measure::kInitial,  Measure::kCarryIn,    Measure::kSupplement,
                                   Measure::kCut,      Measure::kVirementIn, Measure::kVirementOut,
                                   Measure::kReceived, Measure::kCommitted,  Measure::kContracted,
                                   Measure::kPaid,     Measure::kReversed};
  return kMeasures[static_cast<size_t>(quantity)];
}

// One history: what was asked, the model and the book.
class History {
 public:
  History(uint64_t seed, model::Span span)
      : generator_(seed, span), model_(generator_.world()), book_(generator_.world()) {}

  // Every check below, until one fails.
  void Run();
  [[nodiscard]] int recorded() const { return model_.recorded(); }
  [[nodiscard]] int refused() const { return refused_; }
  // How often the kind was recorded.
  [[nodiscard]] int Count(std::string_view kind) const;

 private:
  void AskBoth();
  void ExpectNothingExceeded();
  void ExpectSameFigures();
  void ExpectVirementsToSumToZero();
  void ExpectCorrectionsToBeNeutral();
  void ExpectCutLaw();
  void ExpectFilteredHistoryToBeAccepted();
  void ExpectOrderNotToMatter();
  void ExpectLedgersRebuiltAlone();

  [[nodiscard]] int ledgers() const { return static_cast<int>(generator_.world().rules.size()); }
  // The days on which something happened, the day before each, and the borders of the year: of one
  // ledger, or of all.
  [[nodiscard]] std::vector<int> DaysOfInterest(int ledger) const;
  [[nodiscard]] std::vector<int> DaysOfInterest() const;
  [[nodiscard]] std::vector<core::Event> EventsOf(int ledger, core::Day until) const;

  model::Generator generator_;
  model::Model model_;
  BookUnderTest book_;
  int refused_ = 0;
};

void History::Run() {
  for (int i = 0; i < generator_.length() && !testing::Test::HasFailure(); ++i) AskBoth();
  for (const auto check : {&History::ExpectSameFigures, &History::ExpectVirementsToSumToZero,
                           &History::ExpectCorrectionsToBeNeutral, &History::ExpectCutLaw,
                           &History::ExpectFilteredHistoryToBeAccepted,
                           &History::ExpectOrderNotToMatter, &History::ExpectLedgersRebuiltAlone}) {
    if (testing::Test::HasFailure()) return;
    (this->*check)();
  }
}

void History::AskBoth() {
  const model::Step step = generator_.Next(model_);
  const int number = model_.recorded();
  const core::Command command = book_.CommandOf(step);
  const model::Answer expected = model_.Ask(step);
  const auto answer = book_.Ask(command);
  const std::string what = "step " + std::to_string(number) + ", " +
                           std::string(core::KindName(command.body)) + " on " +
                           command.header.effective_on.ToString();
  const std::string wanted =
      expected.objection ? std::string(core::Name(ReasonOf(*expected.objection))) : "recorded";
  const std::string got = answer ? "recorded" : std::string(core::Name(answer.refusal().reason));
  EXPECT_EQ(got, wanted)
      << what << (answer ? "" : ": " + core::Message(answer.refusal(), core::Language::kEnglish));
  if (!answer || testing::Test::HasFailure()) {
    ++refused_;
    return;
  }
  EXPECT_EQ(static_cast<int>(answer->outcome.warnings.size()), expected.warnings) << what;
  if (generator_.strict()) ExpectNothingExceeded();
}

void History::ExpectNothingExceeded() {
  for (int ledger = 0; ledger < ledgers(); ++ledger) {
    const core::LedgerState& state = book_.Ledger(ledger);
    const core::Day first = DayOf(0);
    const bool by_class = generator_.world().rules[static_cast<size_t>(ledger)].by_class;
    for (const auto& [code, line] : state.lines) {
      EXPECT_GE(line.headroom.LowestFrom(first).amount, Fen()) << code;
      for (const auto& [economic_class, cell] : line.cells) {
        Fen budget;
        for (int i = 0; i < core::kMeasureCount; ++i) {
          const auto measure = static_cast<Measure>(i);
          budget += core::BudgetSign(measure) < 0 ? -cell[measure].Last() : Fen();
          budget += core::BudgetSign(measure) > 0 ? cell[measure].Last() : Fen();
        }
        EXPECT_GE(budget, Fen()) << code << " " << economic_class;
      }
    }
    for (int line = 0; by_class && line < model::kLinesPerLedger; ++line) {
      for (const int family : {0, 4, 5, model::kGroupClass}) {
        for (const int day : DaysOfInterest(ledger)) {
          EXPECT_GE(model_.FamilyLeft(ledger, line, family, day), 0) << line << " " << family;
        }
      }
    }
    for (const core::DaySeries& headroom : state.three_public_headroom) {
      EXPECT_GE(headroom.LowestFrom(first).amount, Fen());
    }
  }
}

std::vector<int> History::DaysOfInterest(int ledger) const {
  std::vector<int> days = {FirstDayOf(ledger), LastDayOf(ledger)};
  for (const int day : generator_.DaysOf(ledger)) {
    days.push_back(day);
    days.push_back(std::max(day - 1, FirstDayOf(ledger)));
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

std::vector<int> History::DaysOfInterest() const {
  std::vector<int> days = DaysOfInterest(0);
  for (const int day : DaysOfInterest(ledgers() - 1)) {
    if (day > days.back()) days.push_back(day);
  }
  return days;
}

void History::ExpectSameFigures() {
  for (int ledger = 0; ledger < ledgers(); ++ledger) {
    const core::LedgerState& state = book_.Ledger(ledger);
    EXPECT_EQ(state.closed_now, model_.ClosedNow(ledger));
    for (const int day : DaysOfInterest(ledger)) {
      EXPECT_EQ(state.prior_year_refunded.At(DayOf(day)).count(),
                model_.RefundedEarlier(ledger, day));
      for (int line = 0; line < model::kLinesPerLedger; ++line) {
        const core::Line& found = *state.FindLine(LineOf(line));
        EXPECT_EQ(found.headroom.At(DayOf(day)).count(), model_.Headroom(ledger, line, day));
        for (int klass = 0; klass < model::kClassCount; ++klass) {
          const auto at = found.cells.find(ClassOf(klass));
          const core::Cell empty;
          const core::Cell& cell = at == found.cells.end() ? empty : at->second;
          EXPECT_EQ(cell.headroom.At(DayOf(day)).count(),
                    model_.ClassHeadroom(ledger, {line, klass}, day));
          for (int i = 0; i < model::kQuantityCount; ++i) {
            const auto quantity = static_cast<Quantity>(i);
            EXPECT_EQ(cell[MeasureOf(quantity)].At(DayOf(day)).count(),
                      model_.Total(quantity, ledger, {line, klass}, day))
                << "measure " << i << ", line " << line << ", class " << klass << ", day " << day;
          }
        }
      }
      for (int kind = 0; kind < 2; ++kind) {
        EXPECT_EQ(state.three_public_headroom[static_cast<size_t>(kind)].At(DayOf(day)).count(),
                  model_.ThreePublicHeadroom(ledger, kind, day));
      }
    }
  }
}

Fen SumOf(const core::LedgerState& ledger, Measure measure, core::Day day) {
  Fen sum;
  for (const auto& [code, line] : ledger.lines) {
    for (const auto& [economic_class, cell] : line.cells) sum += cell[measure].At(day);
  }
  return sum;
}

void History::ExpectVirementsToSumToZero() {
  for (const int day : DaysOfInterest()) {
    Fen in;
    Fen out;
    for (int ledger = 0; ledger < ledgers(); ++ledger) {
      in += SumOf(book_.Ledger(ledger), Measure::kVirementIn, DayOf(day));
      out += SumOf(book_.Ledger(ledger), Measure::kVirementOut, DayOf(day));
    }
    EXPECT_EQ(in, out) << "day " << day;
  }
}

void History::ExpectCorrectionsToBeNeutral() {
  for (int ledger = 0; ledger < ledgers(); ++ledger) {
    for (const int day : DaysOfInterest(ledger)) {
      model::Amount paid = 0;
      for (int i = 0; i < model_.recorded(); ++i) {
        const model::Step& step = model_.step(i);
        if (step.ledger != ledger || step.day > day) continue;
        if (step.kind == model::Kind::kPay) paid += step.fen;
        const bool reversal =
            step.kind == model::Kind::kReverse && model_.step(step.about).kind == model::Kind::kPay;
        if (reversal) paid -= step.fen;
      }
      EXPECT_EQ(SumOf(book_.Ledger(ledger), Measure::kPaid, DayOf(day)).count(), paid);
    }
  }
}

std::vector<core::Event> History::EventsOf(int ledger, core::Day until) const {
  std::vector<core::Event> events;
  for (const core::Event& event : book_.events()) {
    const auto ids = core::LedgersOf(event.command);
    if (event.command.header.effective_on > until) continue;
    if (std::find(ids.begin(), ids.end(), LedgerOf(ledger)) != ids.end()) events.push_back(event);
  }
  return events;
}

core::LedgerState Fold(const std::vector<core::Event>& events) {
  core::LedgerState ledger;
  for (const core::Event& event : events) core::Evolve(ledger, Tables(), event);
  return ledger;
}

void History::ExpectCutLaw() {
  for (int ledger = 0; ledger < ledgers(); ++ledger) {
    for (const int number : DaysOfInterest(ledger)) {
      const core::Day day = DayOf(number);
      EXPECT_TRUE(core::SameContent(core::CutAt(book_.Ledger(ledger), day),
                                    core::CutAt(Fold(EventsOf(ledger, day)), day)))
          << "ledger " << ledger << " cut at " << day.ToString();
    }
  }
}

// Positions differ when the history is told again, so only what does not hang on them is compared.
void ExpectSameMoney(const core::LedgerState& a, const core::LedgerState& b) {
  EXPECT_EQ(a.lines, b.lines);
  EXPECT_EQ(a.three_public_headroom, b.three_public_headroom);
  EXPECT_EQ(a.adjustments, b.adjustments);
  EXPECT_EQ(a.commitments, b.commitments);
  EXPECT_EQ(a.prior_year_refunded, b.prior_year_refunded);
}

// Closings are decided in the order they were recorded, whatever their day: a history cut within
// their year may have one without the reopening after it. Of a year that is over it has all.
bool ClosesOrReopensIn(const core::Event& event, int year) {
  const bool closes = std::holds_alternative<core::LedgerClosed>(event.command.body) ||
                      std::holds_alternative<core::LedgerReopened>(event.command.body);
  return closes && event.command.header.effective_on.year() == year;
}

void History::ExpectFilteredHistoryToBeAccepted() {
  for (const int number : DaysOfInterest()) {
    const core::Day day = DayOf(number);
    BookUnderTest again;
    for (const core::Event& event : book_.events()) {
      if (event.command.header.effective_on > day) continue;
      if (ClosesOrReopensIn(event, day.year())) continue;
      auto answer = core::Decide(again.state(), Tables(), again, core::Instant(1),
                                 core::Command(event.command));
      ASSERT_TRUE(answer.ok()) << "position " << event.position << " in the history up to "
                               << day.ToString() << ": "
                               << core::Message(answer.refusal(), core::Language::kEnglish);
      // What was drawn was settled once and for all, when more was known than here.
      if (auto* payment = std::get_if<core::Payment>(&answer->command.body)) {
        payment->drawn = std::get<core::Payment>(event.command.body).drawn;
      }
      again.Record(*answer);
    }
    for (int ledger = 0; ledger < ledgers(); ++ledger) {
      if (FirstDayOf(ledger) > number) continue;
      ExpectSameMoney(core::CutAt(book_.Ledger(ledger), day),
                      core::CutAt(again.Ledger(ledger), day));
    }
  }
}

// A commitment before what draws on it, a refund before it is found to be a mistake, a ledger
// before its lines, lines before everything: what an event names must be there when it is folded.
void Shuffle(std::vector<core::Event>& events, uint64_t seed) {
  const auto rank = [](const core::Event& event) {
    if (std::holds_alternative<core::LedgerOpened>(event.command.body)) return 0;
    if (std::holds_alternative<core::LineOpened>(event.command.body)) return 1;
    if (std::holds_alternative<core::Commitment>(event.command.body)) return 2;
    if (std::holds_alternative<core::PriorYearRefund>(event.command.body)) return 2;
    return 3;
  };
  std::shuffle(events.begin(), events.end(), std::mt19937_64(seed));
  std::stable_sort(events.begin(), events.end(),
                   [&](const core::Event& a, const core::Event& b) { return rank(a) < rank(b); });
}

void History::ExpectOrderNotToMatter() {
  for (int ledger = 0; ledger < ledgers(); ++ledger) {
    std::vector<core::Event> events = EventsOf(ledger, DayOf(LastDayOf(ledger)));
    Shuffle(events, static_cast<uint64_t>(generator_.Pick(1 << 30)));
    const core::LedgerState shuffled = Fold(events);
    for (const int day : DaysOfInterest(ledger)) {
      EXPECT_TRUE(core::SameContent(core::CutAt(shuffled, DayOf(day)),
                                    core::CutAt(book_.Ledger(ledger), DayOf(day))));
    }
  }
}

void History::ExpectLedgersRebuiltAlone() {
  for (int ledger = 0; ledger < ledgers(); ++ledger) {
    const core::LedgerState alone = Fold(EventsOf(ledger, DayOf(LastDayOf(ledger))));
    const core::LedgerState& in_book = book_.Ledger(ledger);
    EXPECT_TRUE(core::SameContent(alone, in_book));
    EXPECT_EQ(alone.version, in_book.version);
    EXPECT_EQ(alone.turnover, in_book.turnover);
    EXPECT_EQ(alone.last_position, in_book.last_position);
  }
}

int History::Count(std::string_view kind) const {
  return static_cast<int>(std::count_if(
      book_.events().begin(), book_.events().end(),
      [&](const core::Event& event) { return core::KindName(event.command.body) == kind; }));
}

// Those of odd seeds go on into a second year. OUTTURN_SEED replays one history; otherwise `count`
// of them, from `first` on.
void RunHistories(uint64_t first, uint64_t count, const std::string& test) {
  if (const char* seed = std::getenv("OUTTURN_SEED")) {
    first = std::strtoull(seed, nullptr, 10);
    count = 1;
  }
  const std::vector<std::string_view> rare = {
      core::PriorYearRefund::kName, core::LedgerClosed::kName, core::LedgerReopened::kName};
  std::map<std::string_view, int> of_kind;
  int recorded = 0;
  int refused = 0;
  for (uint64_t seed = first; seed < first + count; ++seed) {
    SCOPED_TRACE("replay with: OUTTURN_SEED=" + std::to_string(seed) +
                 " build/dev/bin/test_properties --gtest_filter=" + test);
    const auto span = seed % 2 == 0 ? model::Span::kOneYear : model::Span::kTwoYears;
    auto history = std::make_unique<History>(seed, span);
    history->Run();
    recorded += history->recorded();
    refused += history->refused();
    for (const std::string_view kind : rare) of_kind[kind] += history->Count(kind);
    if (testing::Test::HasFailure()) return;
  }
  // A generator that only ever asks for the impossible, or the easy, proves nothing.
  if (count > 1) {
    EXPECT_GT(recorded, static_cast<int>(count) * 10);
    EXPECT_GT(refused, static_cast<int>(count) * 10);
    for (const auto& [kind, times] : of_kind) EXPECT_GT(times, static_cast<int>(count) / 5) << kind;
  }
}

TEST(RandomHistories, AgreeWithTheModelAndKeepTheLaws) {
  RunHistories(1, 300, "RandomHistories.AgreeWithTheModelAndKeepTheLaws");
}

TEST(SlowRandomHistories, AgreeWithTheModelAndKeepTheLaws) {
  RunHistories(1'000'000, 4'000, "SlowRandomHistories.AgreeWithTheModelAndKeepTheLaws");
}

}  // namespace
}  // namespace outturn::properties
