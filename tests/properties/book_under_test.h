// The book that is held against the model: translates its steps into commands and its places into
// lines and classes.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/core/decide.h"
#include "tests/properties/generator.h"

namespace outturn::properties {

// The names of the model's numbers.
[[nodiscard]] core::LedgerId LedgerOf(int ledger);
[[nodiscard]] core::LineCode LineOf(int line);
[[nodiscard]] core::EconomicClass ClassOf(int klass);
[[nodiscard]] core::Day DayOf(int day);
[[nodiscard]] int FirstDayOf(int ledger);
[[nodiscard]] int LastDayOf(int ledger);
[[nodiscard]] const core::CodeTablesByVersion& Tables();
[[nodiscard]] core::Reason ReasonOf(model::Objection objection);

// What opens the world's ledgers and lines on 1 January under the world's rules.
[[nodiscard]] std::vector<core::Command> OpeningsOf(const model::World& world);
// The command for a step. `about` is the name of the commitment or payment it is about;
// `rules_version` makes the rules of a kRules step ones that no book has yet.
[[nodiscard]] core::Command CommandOf(const model::Step& step, const std::string& external_id,
                                      const core::EventRef& about, uint32_t rules_version);

class BookUnderTest : public core::Lookups {
 public:
  // OpeningsOf(world) are its first events.
  explicit BookUnderTest(const model::World& world);
  // An empty book, for telling a history again.
  BookUnderTest() = default;

  // The command for a step; `model` knows what the step names.
  [[nodiscard]] core::Command CommandOf(const model::Step& step) const;
  // What Decide says; recorded when it is an event, under the number of the step.
  core::Result<core::Event> Ask(core::Command command);
  // Records what was decided.
  void Record(const core::Event& event);

  [[nodiscard]] const core::BookState& state() const { return state_; }
  [[nodiscard]] const core::LedgerState& Ledger(int ledger) const;
  [[nodiscard]] const std::vector<core::Event>& events() const { return events_; }
  [[nodiscard]] std::optional<core::PaymentRecord> FindPayment(
      const core::EventRef& ref) const override;

 private:
  core::BookState state_;
  std::vector<core::Event> events_;
  std::map<core::EventRef, core::PaymentRecord> payments_;
  size_t opening_ = 0;  // events before the first step
};

}  // namespace outturn::properties
