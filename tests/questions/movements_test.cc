// What single events are said to move, held against what folding them makes of the ledger.
#include "services/figures/values/movements.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "services/figures/catalogue.h"
#include "services/figures/explain/explain.h"
#include "tests/properties/book_under_test.h"

namespace outturn::properties {
namespace {

using core::Fen;
using core::Measure;

// A random history, as long as it is.
BookUnderTest Play(uint64_t seed) {
  model::Generator generator(seed);
  model::Model model(generator.world());
  BookUnderTest book(generator.world());
  for (int i = 0; i < generator.length(); ++i) {
    const model::Step step = generator.Next(model);
    (void)model.Ask(step);
    (void)book.Ask(book.CommandOf(step));
  }
  return book;
}

bool IsOf(const core::Event& event, const core::LedgerId& ledger) {
  const auto ledgers = core::LedgersOf(event.command);
  return std::find(ledgers.begin(), ledgers.end(), ledger) != ledgers.end();
}

// By measure, line, class and day.
using Sums = std::map<std::tuple<Measure, core::LineCode, core::EconomicClass, core::Day>, Fen>;

Sums Moved(const BookUnderTest& book, const core::LedgerState& ledger) {
  figures::MovementReader reader(ledger.id.unit);
  Sums sums;
  for (const core::Event& event : book.events()) {
    if (!IsOf(event, ledger.id)) continue;
    for (const figures::Movement& m : reader.Read(event)) {
      sums[{m.measure, m.line, m.economic_class, event.command.header.effective_on}] += m.amount;
    }
  }
  std::erase_if(sums, [](const auto& sum) { return sum.second.zero(); });
  return sums;
}

Sums Folded(const core::LedgerState& ledger) {
  Sums sums;
  for (const auto& [code, line] : ledger.lines) {
    for (const auto& [economic_class, cell] : line.cells) {
      for (int m = 0; m < core::kMeasureCount; ++m) {
        const auto measure = static_cast<Measure>(m);
        for (const auto& change : cell[measure].changes()) {
          sums[{measure, code, economic_class, change.day}] += change.amount;
        }
      }
    }
  }
  return sums;
}

TEST(Movements, AddUpToWhatFoldingTheSameEventsMakes) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    const BookUnderTest book = Play(seed);
    for (const auto& [id, ledger] : book.state().ledgers) {
      EXPECT_TRUE(Moved(book, ledger) == Folded(ledger))
          << "seed " << seed << ", " << id.ToString();
    }
  }
}

// Every figure that says its events add up to it.
TEST(Movements, OfEveryFigureOfARandomYearAddUpToIt) {
  size_t sums = 0;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const BookUnderTest book = Play(seed);
    for (const auto& [id, ledger] : book.state().ledgers) {
      for (const core::Day day : {core::Day::LastOf(id.year), *core::Day::Of(id.year, 6, 30)}) {
        const figures::Cut cut{book.state(), ledger, book.state().PolicyOf(ledger, day), day};
        for (const figures::Definition& definition : figures::Catalogue()) {
          const auto figure = figures::ParseFigure(definition.name);
          if (!figure) continue;  // of an indicator
          const auto told = figures::Explain(cut, *figure, figures::Language::kEnglish);
          for (const figures::Basis& basis : told.bases) {
            figures::Tally tally(basis);
            for (const core::Event& event : book.events()) {
              if (tally.Walks() && IsOf(event, basis.ledger)) tally.Take(event);
            }
            EXPECT_TRUE(tally.AddsUp()) << "seed " << seed << ", " << basis.figure << ": "
                                        << tally.sum() << " of " << *basis.exact;
            sums += basis.exact ? 1 : 0;
          }
        }
      }
    }
  }
  EXPECT_GT(sums, 1000u);
}

}  // namespace
}  // namespace outturn::properties
