// What the budget rules mean, written a second time and as plainly as can be: a flat list of
// entries, every question answered by adding them up again. Shares no code with services/core.
#pragma once

#include <optional>
#include <utility>
#include <vector>

namespace outturn::model {

using Amount = long long;  // fen

enum class Mode { kForbid, kIntercept, kWarn, kRecord };
struct Rules {
  bool by_class = false;
  Mode budget = Mode::kForbid;
  Mode three_public = Mode::kForbid;
};

// Lines and classes by number; class 0 is "the document names none".
struct Place {
  int line = 0;
  int klass = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

// Ledger n is of unit n % kUnits; those from kUnits on are the same units' of the next year. Days
// are counted on from one year to the next, 0 is 1 January of the first.
inline constexpr int kUnits = 3;

struct World {
  std::vector<std::vector<bool>> fiscal;  // by ledger and line
  std::vector<int> three_public;          // by class: which of them, −1 for none
  std::vector<int> family;   // by class: the class whose budget it may draw on, or itself
  std::vector<Rules> rules;  // by ledger, from the first day on
};

enum class Kind {
  kInitial,
  kCarryIn,
  kSupplement,
  kCut,
  kVirement,
  kReceive,
  kCommit,
  kRelease,
  kPay,
  kReverse,
  kCorrect,
  kRules,
  kRefundEarlier,  // of a payment of an earlier, closed year
  kClose,
  kReopen
};

struct Part {
  int ledger = 0;
  Place place;
  Amount fen = 0;  // of a virement: below zero takes
};

// What is asked. `about` is the number of the step it names: a commitment, a payment, or for a
// reversal the refund of an earlier year's payment.
struct Step {
  Kind kind = Kind::kInitial;
  int ledger = 0;
  int day = 0;
  std::vector<Part> parts;  // of the budget kinds
  Place place;              // of the spending kinds; of a correction, where it goes
  Amount fen = 0;
  int about = -1;
  std::optional<Place> from;  // of a reversal or correction, where the caller says the money is
  Amount drawn = 0;           // 0: as much as there is
  bool overridden = false;
  Rules rules;
};

// In the order in which they are given.
enum class Objection {
  kLedgerClosed,
  kLedgerNotClosed,
  kBeforeLatest,
  kClassRequired,
  kCommitmentNotFound,
  kCommitmentMismatch,
  kPaymentNotFound,
  kPaymentElsewhere,
  kPlacementAmbiguous,
  kUnbalanced,
  kToItself,
  kBeforeOriginal,
  kExceedsPayment,
  kToSamePlace,
  kExceedsOriginal,
  kExceedsCommitment,
  kNoBudget,
  kLine,
  kClass,
  kThreePublic,
  kClassBudget
};

struct Answer {
  std::optional<Objection> objection;  // none: recorded
  int warnings = 0;
};

enum class Quantity {
  kInitial,
  kCarryIn,
  kSupplement,
  kCut,
  kVirementIn,
  kVirementOut,
  kReceived,
  kCommitted,
  kContracted,
  kPaid,
  kReversed,
  kRefundedEarlier  // of earlier years' payments: of no line and class
};
inline constexpr int kQuantityCount = 11;  // of a line and class: the last one left out

class Model {
 public:
  explicit Model(World world);

  // Answers and, without objection, records. Steps recorded are numbered 0, 1, 2 …
  Answer Ask(const Step& step);
  [[nodiscard]] int recorded() const { return static_cast<int>(steps_.size()); }
  [[nodiscard]] const Step& step(int number) const { return steps_[static_cast<size_t>(number)]; }

  // Everything below is at the end of `day`.
  [[nodiscard]] Amount Total(Quantity quantity, int ledger, Place place, int day) const;
  [[nodiscard]] Amount Headroom(int ledger, int line, int day) const;
  [[nodiscard]] Amount ClassHeadroom(int ledger, Place place, int day) const;
  // What the family's own class has left once the others have drawn on it what theirs lack; `more`
  // is taken as if it had happened.
  [[nodiscard]] Amount FamilyLeft(int ledger, int line, int family, int day,
                                  const std::vector<std::pair<Place, Amount>>& more = {}) const;
  [[nodiscard]] Amount ThreePublicHeadroom(int ledger, int three_public, int day) const;
  // The least headroom of the line on any day from `day` on.
  [[nodiscard]] Amount LowestHeadroom(int ledger, int line, int day) const;
  // The least budgeted at the place on any day from `day` on.
  [[nodiscard]] Amount LowestBudget(int ledger, Place place, int day) const;
  // The least the commitment, or the payment in all its places, has left from `day` on.
  [[nodiscard]] Amount LowestLeft(int about, int day) const;
  // What came back in the ledger of payments of earlier years.
  [[nodiscard]] Amount RefundedEarlier(int ledger, int day) const;
  // By order of recording, whatever the day.
  [[nodiscard]] bool ClosedNow(int ledger) const;
  // The day of the last closing recorded; −1 for none.
  [[nodiscard]] int LastClosing(int ledger) const;
  // The latest day of anything recorded of the ledger; −1 for nothing.
  [[nodiscard]] int LatestDay(int ledger) const;
  [[nodiscard]] Rules RulesOn(int ledger, int day) const;
  // The strictest of the rules in force on `day` or later.
  [[nodiscard]] Rules RulesFrom(int ledger, int day) const;

 private:
  struct Entry {
    Quantity quantity;
    int ledger;
    Place place;
    int day;
    Amount fen;
    int about;  // the commitment or payment it belongs to, −1 for none
  };
  struct Take {
    Place place;
    Amount fen;  // of headroom: below zero takes
  };
  using Objections = std::vector<Objection>;

  template <typename Sum>
  [[nodiscard]] Amount Lowest(int day, Sum sum) const;
  void ControlFamilies(int ledger, const Step& step, const std::vector<Take>& takes, bool always,
                       Objections& objections, int& warnings) const;
  // Whether some place loses more budget than it was given.
  [[nodiscard]] bool TakesBudgetNotThere(int ledger, const Step& step,
                                         const std::vector<Take>& takes) const;
  [[nodiscard]] Amount Left(int about, std::optional<Place> place, int day) const;
  [[nodiscard]] std::vector<Place> PlacesWithMoney(const Step& step) const;
  void Control(int ledger, const Step& step, const std::vector<Take>& takes, bool always,
               Objections& objections, int& warnings) const;
  void Exceeded(Mode mode, bool always, const Step& step, Objection objection,
                Objections& objections, int& warnings) const;
  [[nodiscard]] Objections Consider(Step& step, int& warnings) const;
  void ConsiderBudget(const Step& step, Objections& objections, int& warnings) const;
  void ConsiderPayment(Step& step, Objections& objections, int& warnings) const;
  void ConsiderRelease(const Step& step, Objections& objections) const;
  // Reversal and correction.
  void ConsiderFollowUp(Step& step, Objections& objections, int& warnings) const;
  void ConsiderRefund(const Step& step, Objections& objections) const;
  void ConsiderMistakenRefund(const Step& step, Objections& objections) const;
  void ConsiderClosing(const Step& step, Objections& objections) const;
  // Whether the ledger takes nothing, or nothing of that day.
  [[nodiscard]] bool Closed(int ledger, int day) const;
  // The least of the payment that is left from `day` on, later years' refunds taken off.
  [[nodiscard]] Amount LowestNotRefunded(int payment, int day) const;
  void Enter(Quantity quantity, const Step& step, int ledger, Place place, Amount fen, int about);
  void Record(const Step& step);

  World world_;
  std::vector<Step> steps_;
  std::vector<Entry> entries_;
};

}  // namespace outturn::model
