// Explain: why a figure is what it is. Its definition, its formula with the numbers filled in, the
// figures it is made of, and for each of those that rest on events how the events are found and
// what each of them adds.
#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "services/figures/catalogue.h"
#include "services/figures/values/movements.h"

namespace outturn::figures {

// ---- how the events behind a figure are found

// Movements of these measures on these lines, in classes the selector takes.
struct FromMovements {
  std::vector<Term> terms;
  Selector selector;
  const core::CodeTables* tables = nullptr;  // not owned; outlives the basis
  std::unordered_set<std::string> lines;     // those the selector takes
};
// Supplements, cuts and virements that count for F04.
struct FromAdjustments {};
struct FromPriorYearRefunds {};
struct FromOpening {};
// How an indicator was set and revised.
struct FromIndicator {
  std::string code;
};
// These events, known by their positions; with what each adds where the figure is a sum.
struct FromRecords {
  std::vector<std::pair<core::Position, std::optional<int64_t>>> records;
};
using Source = std::variant<FromMovements, FromAdjustments, FromPriorYearRefunds, FromOpening,
                            FromIndicator, FromRecords>;

// A figure that rests on events, and on which. Holds nothing of the cut it was made of.
struct Basis {
  std::string figure;  // canonical name
  std::string called;
  core::LedgerId ledger;  // last year's, where a figure looks back
  core::Day as_of;
  Value value;
  std::optional<int64_t>
      exact;  // what the events add up to: fen, persons, millionths; none: no sum
  Source source;
  core::Day since = {};  // movements of earlier days are not asked for; then nothing has to add up
};

// One amount of one event.
struct Share {
  core::Position position = 0;
  std::optional<int64_t> amount;                // in the unit of Basis::exact
  const std::string* line = nullptr;            // owned by the tally
  const std::string* economic_class = nullptr;  // likewise
};

// Finds the events of one basis and adds them up.
class Tally {
 public:
  explicit Tally(const Basis& basis);  // outlives the tally

  // Whether the ledger's events have to be shown to it, all of them from the first; otherwise it
  // knows the positions already.
  [[nodiscard]] bool Walks() const;
  void Take(const core::Event& event);

  // In the order of the events and of their legs.
  [[nodiscard]] const std::vector<Share>& shares() const { return shares_; }
  [[nodiscard]] int64_t sum() const { return sum_; }
  // Whether the shares add up to the figure; true where there is no sum.
  [[nodiscard]] bool AddsUp() const { return !basis_.exact || *basis_.exact == sum_; }

 private:
  void TakeMovements(const FromMovements& from, const core::Event& event);
  [[nodiscard]] bool TakesClass(const FromMovements& from, const std::string& economic_class);
  void Add(const core::Event& event, int64_t amount, const std::string* line = nullptr,
           const std::string* economic_class = nullptr);
  [[nodiscard]] const std::string* Kept(const std::string& text);

  const Basis& basis_;
  MovementReader reader_;
  std::unordered_set<std::string> kept_;           // texts the shares point at
  std::unordered_map<std::string, bool> classes_;  // asked before
  std::vector<Share> shares_;
  int64_t sum_ = 0;
};

// ---- the explanation

struct Step {
  std::string figure;  // canonical name; empty: a number of the rules
  std::string called;
  std::string ledger;  // where it is another's than the question's: "431200-136/2023", with the
                       // day where that is not the year's last
  Value value;
  std::string definition;  // in words
  std::string rule;        // F01 …; may be empty
  std::string formula;     // with the numbers filled in; empty where there is nothing to reckon
  std::vector<Step> parts;
};

struct Explanation {
  Step root;
  std::vector<Basis> bases;  // each once, in the order they are met
};

// In the words of `language`.
[[nodiscard]] Explanation Explain(const Cut& cut, const Figure& figure, Language language);

}  // namespace outturn::figures
