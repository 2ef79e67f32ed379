// A random year of a book, and the events of its ledgers as the server would list them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "clients/export/format.h"
#include "outturn/v1/services.pb.h"
#include "tests/export/hledger.h"
#include "tests/properties/book_under_test.h"

namespace outturn::exporter {

constexpr int kClassified = 2;  // the line that is left out of the public version

class RandomYear {
 public:
  explicit RandomYear(uint64_t seed);

  int ledgers() const { return static_cast<int>(generator_.world().rules.size()); }

  // The ledger's events as the server would list them, its third line classified.
  std::vector<v1::Event> EventsOf(int ledger) const;

  // What GetBalances tells at a month's end.
  v1::GetBalancesReply BalancesOf(int ledger, core::Day day, bool with_classified) const;
  // Each line and class at the end of each month, as `changes` of a journal's accounts have it.
  void ExpectSame(int ledger, const Monthly& changes, bool with_classified) const;
  // A figure of the ledger, in fen.
  int64_t Figure(int ledger, const std::string& name, core::Day day) const;

 private:
  void ExpectLine(int ledger, int line, int month, const Monthly& changes) const;
  void ExpectPlace(int ledger, model::Place place, int month, const Monthly& changes) const;

  model::Generator generator_;
  model::Model model_;
  properties::BookUnderTest book_;
};

[[nodiscard]] core::Day EndOf(int month);

// Shows the ledger's events to the format as the command line does; how many it was given.
size_t Feed(const RandomYear& year, int ledger, bool with_classified, Format& format);

}  // namespace outturn::exporter
