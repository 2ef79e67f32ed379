// Sums over a ledger's money as of a day.
#include <array>
#include <cstdlib>
#include <utility>

#include "services/core/fetch.h"
#include "services/figures/catalogue.h"
#include "services/figures/definitions.h"

namespace outturn::figures {
namespace {

using core::Fen;
using core::Measure;

// How often each measure counts.
class Counts {
 public:
  explicit Counts(const std::vector<Term>& terms) {
    for (const Term& term : terms) of_[static_cast<size_t>(term.measure)] += term.sign;
  }
  int& operator[](Measure measure) { return of_[static_cast<size_t>(measure)]; }

  // Takes out the measures a budget is made of, where all of them count as they do there; how often
  // it counts.
  int TakeBudget() {
    const int times = (*this)[Measure::kInitial];
    for (int i = 0; i < core::kMeasureCount; ++i) {
      const auto measure = static_cast<Measure>(i);
      const int sign = core::BudgetSign(measure);
      if (sign != 0 && (*this)[measure] != sign * times) return 0;
    }
    for (int i = 0; i < core::kMeasureCount; ++i) {
      const auto measure = static_cast<Measure>(i);
      if (core::BudgetSign(measure) != 0) (*this)[measure] = 0;
    }
    return times;
  }
  // What is left, as terms.
  [[nodiscard]] std::vector<Term> Terms() const {
    std::vector<Term> terms;
    for (int i = 0; i < core::kMeasureCount; ++i) {
      const int times = of_[static_cast<size_t>(i)];
      if (times != 0) terms.push_back({static_cast<Measure>(i), times});
    }
    return terms;
  }

 private:
  std::array<int, core::kMeasureCount> of_{};
};

Fen Times(int times, Fen amount) {
  Fen sum;
  for (int i = 0; i < std::abs(times); ++i) sum += times > 0 ? amount : -amount;
  return sum;
}

// Asks the processor for the lines. They, their classes and series lie far apart: what FetchAll
// asks for at once, a sum would wait for one after the other.
void FetchLines(const core::LedgerState& ledger) {
  for (const auto& [code, line] : ledger.lines) core::FetchBytes(&line, sizeof(line));
}

// Terms of whole lines, as far as possible from the two series a line keeps of itself: reading each
// class of each line takes ten times as long. paid = budget − headroom − committed.
class WholeLines {
 public:
  WholeLines(const std::vector<Term>& terms, core::Day as_of) : as_of_(as_of) {
    Counts counts(terms);
    const int budget = counts.TakeBudget();
    const int paid = std::exchange(counts[Measure::kPaid], 0);
    counts[Measure::kCommitted] -= paid;
    budget_ = budget + paid;
    headroom_ = -paid;
    of_cells_ = counts.Terms();
  }

  void FetchAll(const core::LedgerState& ledger) const {
    FetchLines(ledger);
    for (const auto& [code, line] : ledger.lines) {
      if (budget_ != 0) line.budget.FetchToRead(as_of_);
      if (headroom_ != 0) line.headroom.FetchToRead(as_of_);
    }
  }

  [[nodiscard]] Fen Of(const core::Line& line) const {
    Fen sum;
    if (budget_ != 0) sum += Times(budget_, line.budget.At(as_of_));
    if (headroom_ != 0) sum += Times(headroom_, line.headroom.At(as_of_));
    if (of_cells_.empty()) return sum;
    for (const auto& [economic_class, cell] : line.cells) {
      for (const auto& [measure, times] : of_cells_) {
        const core::DaySeries& series = cell[measure];
        if (!series.empty()) sum += Times(times, series.At(as_of_));
      }
    }
    return sum;
  }

 private:
  core::Day as_of_;
  int budget_ = 0;
  int headroom_ = 0;
  std::vector<Term> of_cells_;
};

Fen OfCell(const core::Cell& cell, const std::vector<Term>& terms, core::Day as_of) {
  Fen sum;
  for (const auto& [measure, times] : terms) sum += Times(times, cell[measure].At(as_of));
  return sum;
}

// Of a line the classes that are asked for.
class ByClass {
 public:
  ByClass(const Cut& cut, const std::vector<Term>& terms, const Selector& selector)
      : cut_(cut), terms_(terms), selector_(selector) {
    if (!selector.three_public) return;
    // Few classes are three-public: they are looked for instead of looking at all.
    for (const auto& [code, info] : cut.ledger.tables->economic) {
      if (info.is_three_public && selector.MatchesClass(*cut.ledger.tables, code)) {
        codes_.push_back(&code);
      }
    }
  }

  void FetchAll(const core::LedgerState& ledger) const {
    if (!selector_.three_public) return;
    FetchLines(ledger);
    for (const auto& [code, line] : ledger.lines) line.cells.Fetch();
    std::vector<const core::Cell*> cells;
    for (const auto& [code, line] : ledger.lines) {
      for (const std::string* asked : codes_) {
        const auto* cell = line.cells.Guess(*asked);
        if (cell == nullptr) continue;
        __builtin_prefetch(&cell->first);
        for (const Term& term : terms_) __builtin_prefetch(&cell->second[term.measure]);
        cells.push_back(&cell->second);
      }
    }
    for (const core::Cell* cell : cells) {
      for (const Term& term : terms_) (*cell)[term.measure].FetchToRead(cut_.as_of);
    }
  }

  [[nodiscard]] Fen Of(const core::Line& line) const {
    Fen sum;
    if (selector_.three_public) {
      for (const std::string* code : codes_) {
        const auto found = line.cells.find(*code);
        if (found != line.cells.end()) sum += OfCell(found->second, terms_, cut_.as_of);
      }
      return sum;
    }
    for (const auto& [economic_class, cell] : line.cells) {
      if (selector_.MatchesClass(*cut_.ledger.tables, economic_class)) {
        sum += OfCell(cell, terms_, cut_.as_of);
      }
    }
    return sum;
  }

 private:
  const Cut& cut_;
  const std::vector<Term>& terms_;
  const Selector& selector_;
  std::vector<const std::string*> codes_;
};

template <typename Reading>
Fen SumOver(const Cut& cut, const Selector& selector, const Reading& reading) {
  const core::CodeTables& tables = *cut.ledger.tables;
  if (!selector.line.empty()) {  // a ledger may have thousands of lines, each a row of a report
    const core::Line* line = cut.ledger.FindLine(selector.line);
    return line != nullptr && selector.MatchesLine(tables, *line) ? reading.Of(*line) : Fen();
  }
  Fen sum;
  reading.FetchAll(cut.ledger);
  for (const auto& [code, line] : cut.ledger.lines) {
    if (selector.MatchesLine(tables, line)) sum += reading.Of(line);
  }
  return sum;
}

}  // namespace

core::Fen SumOf(const Cut& cut, const std::vector<Term>& terms, const Selector& selector) {
  return selector.ByClass() ? SumOver(cut, selector, ByClass(cut, terms, selector))
                            : SumOver(cut, selector, WholeLines(terms, cut.as_of));
}

}  // namespace outturn::figures
