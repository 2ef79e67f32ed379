#include "tests/export/random_year.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "clients/export/disclosure.h"
#include "services/figures/catalogue.h"
#include "services/wire/codec.h"

namespace outturn::exporter {

using core::Measure;
using model::Quantity;
using properties::ClassOf;
using properties::DayOf;
using properties::LedgerOf;
using properties::LineOf;

RandomYear::RandomYear(uint64_t seed)
    : generator_(seed), model_(generator_.world()), book_(generator_.world()) {
  for (int i = 0; i < 3 * generator_.length(); ++i) {
    const model::Step step = generator_.Next(model_);
    const core::Command command = book_.CommandOf(step);
    const bool recorded = book_.Ask(command).ok();
    EXPECT_EQ(!model_.Ask(step).objection, recorded);
  }
}

std::vector<v1::Event> RandomYear::EventsOf(int ledger) const {
  std::vector<v1::Event> events;
  for (size_t i = 0; i < book_.events().size(); ++i) {
    core::Event event = book_.events()[i];
    const std::vector<core::LedgerId> of = core::LedgersOf(event.command);
    if (std::find(of.begin(), of.end(), LedgerOf(ledger)) == of.end()) continue;
    event.position = i + 1;
    v1::Event out;
    EXPECT_TRUE(out.ParseFromString(wire::EncodeEvent(event)));
    v1::Command& command = *out.mutable_command();
    if (command.has_line_opened() && command.line_opened().line() == LineOf(kClassified)) {
      command.mutable_line_opened()->set_disclosure(v1::CLASSIFIED);
    }
    events.push_back(std::move(out));
  }
  return events;
}

core::Day EndOf(int month) {
  return month == 12 ? core::Day::LastOf(2024)
                     : core::Day::Of(2024, static_cast<unsigned>(month) + 1, 1)->Plus(-1);
}

v1::GetBalancesReply RandomYear::BalancesOf(int ledger, core::Day day, bool with_classified) const {
  v1::GetBalancesReply reply;
  reply.set_as_of(day.Number());
  for (const auto& [code, line] : book_.Ledger(ledger).lines) {
    if (!with_classified && code == LineOf(kClassified)) continue;
    for (const auto& [economic_class, cell] : line.cells) {
      const auto at = [&, &cell = cell](Measure measure) { return cell[measure].At(day).count(); };
      v1::LineBalance& row = *reply.add_balances();
      row.mutable_line()->set_line(code);
      row.set_economic_class(economic_class.empty() ? "-" : economic_class);
      row.set_initial_fen(at(Measure::kInitial));
      row.set_carry_in_fen(at(Measure::kCarryIn));
      row.set_supplements_fen(at(Measure::kSupplement));
      row.set_cuts_fen(at(Measure::kCut));
      row.set_virements_fen(at(Measure::kVirementIn) - at(Measure::kVirementOut));
      row.set_received_fen(at(Measure::kReceived));
      row.set_committed_fen(at(Measure::kCommitted));
      row.set_paid_fen(at(Measure::kPaid));
      row.set_headroom_fen(cell.headroom.At(day).count());
    }
  }
  return reply;
}

int64_t RandomYear::Figure(int ledger, const std::string& name, core::Day day) const {
  const core::LedgerState& state = book_.Ledger(ledger);
  const core::PolicyRef* policy = state.policy.At(day);
  const auto& rules = book_.state().policies.at(policy != nullptr ? *policy : state.opened.policy);
  const auto figure = figures::ParseFigure(name);
  EXPECT_TRUE(figure.ok()) << name;
  const auto value = figures::Evaluate({book_.state(), state, rules, day}, *figure);
  return std::get<core::Fen>(value).count();
}

void RandomYear::ExpectLine(int ledger, int line, int month, const Monthly& changes) const {
  const core::Day day = EndOf(month);
  const std::string code = LineOf(line);
  const auto sum = [&](const std::string& account) {
    int64_t total = 0;
    for (int klass = 0; klass < model::kClassCount; ++klass) {
      const std::string part = klass == 0 ? "-" : ClassOf(klass);
      total += Until(changes, account + ":" + code + ":" + part, month);
    }
    return total;
  };
  const auto figure = [&](const char* name) {
    return Figure(ledger, std::string(name) + "(line=" + code + ")", day);
  };
  const std::string where = code + " in month " + std::to_string(month);
  EXPECT_EQ(sum("payments"), figure("paid")) << where;
  EXPECT_EQ(sum("commitments"), figure("committed")) << where;
  EXPECT_EQ(sum("available"), figure("headroom")) << where;
  EXPECT_EQ(-sum("budget:initial"), figure("initial_budget")) << where;
  EXPECT_EQ(sum("budget:cut"), figure("cuts")) << where;
  EXPECT_EQ(-(sum("budget:initial") + sum("budget:carry-in") + sum("budget:supplement") +
              sum("budget:cut") + sum("budget:virement")),
            figure("full_year_budget"))
      << where;
  EXPECT_EQ(Until(changes, "receipts:" + code, month), figure("received")) << where;
}

void RandomYear::ExpectPlace(int ledger, model::Place place, int month,
                             const Monthly& changes) const {
  const int day = EndOf(month).since_epoch() - DayOf(0).since_epoch();
  const std::string below =
      ":" + LineOf(place.line) + ":" + (place.klass == 0 ? "-" : ClassOf(place.klass));
  const auto model = [&](Quantity quantity) {
    return static_cast<int64_t>(model_.Total(quantity, ledger, place, day));
  };
  const std::string where = below + " in month " + std::to_string(month);
  EXPECT_EQ(Until(changes, "payments" + below, month), model(Quantity::kPaid)) << where;
  EXPECT_EQ(Until(changes, "commitments" + below, month), model(Quantity::kCommitted)) << where;
  EXPECT_EQ(-Until(changes, "budget:supplement" + below, month), model(Quantity::kSupplement))
      << where;
  EXPECT_EQ(-Until(changes, "budget:virement" + below, month),
            model(Quantity::kVirementIn) - model(Quantity::kVirementOut))
      << where;
}

void RandomYear::ExpectSame(int ledger, const Monthly& changes, bool with_classified) const {
  for (int month = 1; month <= 12; ++month) {
    for (int line = 0; line < model::kLinesPerLedger; ++line) {
      if (line == kClassified && !with_classified) continue;
      ExpectLine(ledger, line, month, changes);
      for (int klass = 0; klass < model::kClassCount; ++klass) {
        ExpectPlace(ledger, {line, klass}, month, changes);
      }
    }
  }
}

size_t Feed(const RandomYear& year, int ledger, bool with_classified, Format& format) {
  Head head;
  head.book = "431200";
  head.unit = LedgerOf(ledger).unit;
  head.year = 2024;
  head.is_public = !with_classified;
  format.Begin(head);
  const std::vector<v1::Event> events = year.EventsOf(ledger);
  Disclosure disclosure(head.unit);
  for (const v1::Event& event : events) {
    if (event.command().has_line_opened()) disclosure.Learn(event.command().line_opened());
  }
  Movements movements(head.unit, [](const auto&) { return std::nullopt; });
  size_t given = 0;
  for (const v1::Event& event : events) {
    const auto moved = movements.Of(event);
    EXPECT_TRUE(moved.has_value()) << event.ShortDebugString();
    const auto shown =
        with_classified ? Disclosed{event, *moved} : disclosure.Public(event, *moved);
    if (!shown) continue;
    ++given;
    format.Add(shown->event, shown->movements);
  }
  return given;
}

}  // namespace outturn::exporter
