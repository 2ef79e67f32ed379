// A Frictionless data package (specs.frictionlessdata.io, v1), its columns mapped to the fiscal
// concepts of the Fiscal Data Package 1.0rc1: datapackage.json and three tables.
//
//   lines.csv      the budget lines
//   events.csv     one row for each event: who, when, on what authority, in whose words
//   movements.csv  what events move, one row for each amount: joined to events by position and to
//                  lines by line. Amounts are yuan, signed so that the rows of initial, carry_in,
//                  supplement, cut and virement sum to the budget, those of paid to what was paid.
#pragma once

#include <string>
#include <utility>

#include "clients/export/format.h"

namespace outturn::exporter {

class Package : public Format {
 public:
  explicit Package(Append append) : append_(std::move(append)) {}

  void Begin(const Head& head) override;
  void Add(const v1::Event& event, const std::vector<Movement>& movements) override;
  void Balances(const v1::GetBalancesReply&) override {}
  void End() override {}

 private:
  void AddLine(const v1::Event& event);

  Append append_;
  Head head_;
};

}  // namespace outturn::exporter
