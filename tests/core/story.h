// Given / When / Then: a small book to tell stories in.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/core/decide.h"

namespace outturn::core {

inline Fen operator""_yuan(unsigned long long yuan) {
  return Fen(static_cast<int64_t>(yuan) * 100);
}

// "2024-03-01"; the test is wrong when there is no such day.
[[nodiscard]] Day D(std::string_view text);

// A command being written: what most tests want, changed by chaining. The ledger is P1/2024, the
// document number is there, the external id is made up and it is recorded on its effective day.
struct Ask {
  Ask(std::string_view day, Body body);

  [[nodiscard]] Ask Named(std::string external_id) const;
  [[nodiscard]] Ask From(std::string source) const;
  [[nodiscard]] Ask In(std::string unit, int year = 2024) const;
  [[nodiscard]] Ask On(std::string_view day) const;
  [[nodiscard]] Ask WithoutDocument() const;
  [[nodiscard]] Ask Expecting(uint64_t version) const;
  [[nodiscard]] Ask Overridden() const;
  [[nodiscard]] Ask RecordedOn(std::string_view day) const;

  Command command;
  std::optional<Day> recorded_on;
};
using Asks = std::vector<Ask>;
template <typename T>
[[nodiscard]] std::vector<T> operator+(std::vector<T> first, const std::vector<T>& then) {
  first.insert(first.end(), then.begin(), then.end());
  return first;
}

// The book, and how it answers. Lookups are over what was recorded, as the shell's index would be.
class Story : public Lookups {
 public:
  // Everything must be recorded.
  void Given(const Asks& asks);
  Result<Event> When(const Ask& ask);

  [[nodiscard]] const LedgerState& Ledger(const std::string& unit = "P1", int year = 2024) const;
  [[nodiscard]] const Line& LineOf(const LineCode& line) const;
  // The measure's total at the end of `day`; the year's end by default.
  [[nodiscard]] Fen Of(const LineCode& line, const EconomicClass& economic_class, Measure measure,
                       std::string_view day = "2024-12-31") const;
  [[nodiscard]] Fen Headroom(const LineCode& line, std::string_view day = "2024-12-31") const;
  [[nodiscard]] Fen Headroom(ThreePublic kind, std::string_view day = "2024-12-31") const;

  [[nodiscard]] const BookState& book() const { return book_; }
  [[nodiscard]] const CodeTablesByVersion& tables() const { return tables_; }
  [[nodiscard]] const std::vector<Event>& events() const { return events_; }
  [[nodiscard]] std::optional<PaymentRecord> FindPayment(const EventRef& ref) const override;

 private:
  Command Complete(const Ask& ask);

  CodeTablesByVersion tables_ = Tables();
  BookState book_;
  std::vector<Event> events_;
  std::map<EventRef, PaymentRecord> payments_;
  int asked_ = 0;

  static CodeTablesByVersion Tables();
};

// The fixture: Given(…); When(…); ThenRecorded() or ThenRefused(…).
class StoryTest : public testing::Test {
 protected:
  void Given(const Asks& asks) { story_.Given(asks); }
  void When(const Ask& ask) { answer_.emplace(story_.When(ask)); }
  // The event the last command became. Fails the test, and ends it, when it was refused.
  const Event& ThenRecorded();
  // `variables` are those the refusal must have; it may have more.
  void ThenRefused(Reason reason, const std::vector<Variable>& variables = {});

  Story story_;
  std::optional<Result<Event>> answer_;
};

void ExpectRefused(const Result<Event>& answer, Reason reason,
                   const std::vector<Variable>& variables);

}  // namespace outturn::core
