// The history of ledgers as it is kept, beside a book that is folded from the log's events.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "services/app/derived/history.h"
#include "services/core/book_state.h"
#include "store/tree/merkle.h"

namespace outturn::app {

class HistoryExamination {
 public:
  // Hears of what is not the same, with the position it is known at.
  using Find = std::function<void(core::Position, std::string)>;

  // `history`, which follows no more, outlives it.
  HistoryExamination(const History& history, Find find);

  // The book with its next event, and the tree. Each checkpoint of a ledger is compared where it
  // was made, and all that is known of each ledger where the history ends.
  void Take(const core::BookState& book, const store::Frontier& frontier);
  // What is left was not met with.
  void Finish();

 private:
  void ReadFrontiers();
  void ReadCheckpoints();
  void CompareLedgers(const core::BookState& book);
  void Compare(const core::LedgerId& ledger, const core::BookState& book, History::From from);

  const History& history_;
  const Find find_;
  std::map<core::Position, std::string> frontiers_;                    // those not yet reached
  std::map<core::Position, std::vector<core::LedgerId>> checkpoints_;  // likewise
};

}  // namespace outturn::app
