// Random histories: what might be asked of a book, much of it at the very edge of what is allowed.
#pragma once

#include <cstdint>
#include <random>

#include "tests/properties/model.h"

namespace outturn::model {

inline constexpr int kLinesPerLedger = 3;
// 0: none named; 1 and 2 ordinary; 3, 4, 5 three-public; 6 is the 类 of 1, 2 and 3: budgets may
// name it, spending may not.
inline constexpr int kClassCount = 7;
inline constexpr int kGroupClass = 6;

// Whether a history is of one year, or goes on into the next: then years are closed and reopened,
// and payments of the first refunded in the second.
enum class Span : bool { kOneYear, kTwoYears };

// All of a history follows from its seed and its span.
class Generator {
 public:
  explicit Generator(uint64_t seed, Span span = Span::kOneYear);

  [[nodiscard]] const World& world() const { return world_; }
  // Whether nothing in this history may ever be exceeded: every rule forbids, from the first day
  // on.
  [[nodiscard]] bool strict() const { return strict_; }
  // Those of the ledger's year on which something may happen.
  [[nodiscard]] std::vector<int> DaysOf(int ledger) const;
  [[nodiscard]] int length() const { return length_; }
  // The next step; `model` is what was recorded so far, to find edges and things to name.
  Step Next(const Model& model);
  // 0 … n − 1.
  int Pick(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }

 private:
  bool Once(int in) { return Pick(in) == 0; }
  Step Any(const Model& model);
  Rules AnyRules();
  Place AnyPlace(bool class_needed);
  Place AnySpending();
  // The number of a recorded step of that kind, mostly of `ledger`; −1 when there is none.
  int Named(const Model& model, Kind kind, int ledger);
  Amount AnyAmount();
  // About `edge`: just under, on it, just over; or anything.
  Amount Around(Amount edge);
  void GiveBudget(const Model& model, Step& step);
  void Shift(const Model& model, Step& step);
  void Spend(const Model& model, Step& step);
  void FollowUp(const Model& model, Step& step);
  void RefundEarlier(const Model& model, Step& step);
  void CloseOrReopen(const Model& model, Step& step);

  std::mt19937_64 random_;
  World world_;
  std::vector<int> days_;  // of each year
  Span span_;
  bool strict_ = false;
  bool rules_change_ = false;
  int length_ = 0;
};

}  // namespace outturn::model
