// Stated figures by name, and arithmetic on what is printed. For this folder only.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/checks/check.h"

namespace outturn::checks {

class Index {
 public:
  explicit Index(const Filing& filing);

  [[nodiscard]] const Filing& filing() const { return filing_; }
  [[nodiscard]] const std::set<std::string>& scopes() const { return scopes_; }
  // Stated for the figure and for nothing else, in the order of the document.
  [[nodiscard]] const std::vector<const Stated*>& All(const std::string& scope,
                                                      const std::string& figure) const;
  // The one to reckon with: of `form` where it states the figure, else the first of any; nullptr.
  [[nodiscard]] const Stated* Find(const std::string& scope, const std::string& figure,
                                   const std::string& form, bool this_form_only = false) const;
  // As Find; where nothing else is stated, a number of that form whose words may mean the figure.
  [[nodiscard]] const Stated* FindLoosely(const std::string& scope, const std::string& figure,
                                          const std::string& form) const;
  // Whether a row for the figure's selector is there but blank.
  [[nodiscard]] bool HasBlank(const std::string& scope, std::string_view figure,
                              const std::string& form) const;

  // A check reckoned with it, whatever came out.
  void Touch(const Stated& stated) { touched_.insert(&stated); }
  [[nodiscard]] bool Touched(const Stated& stated) const { return touched_.contains(&stated); }

 private:
  std::set<const Stated*> touched_;
  const Filing& filing_;
  std::set<std::string> scopes_;
  std::map<std::pair<std::string, std::string>, std::vector<const Stated*>> by_figure_;
};

// "(three_public=total)" of "paid(three_public=total)"; empty where there are no brackets.
[[nodiscard]] std::string_view SelectOf(std::string_view figure);
[[nodiscard]] std::string Replaced(std::string text, std::string_view what, std::string_view with);
// What "{m}" stands for in a rule: each of its measures, or nothing.
[[nodiscard]] std::vector<std::string> MeasuresOf(const std::vector<std::string>& measures);

[[nodiscard]] Exactly Magnitude(const Exactly& number);
[[nodiscard]] bool NoMoreThan(const Exactly& a, const Exactly& b);
[[nodiscard]] Exactly Times(const Exactly& a, int64_t factor);
// numerator ÷ denominator × 100; the denominator is above zero.
[[nodiscard]] Exactly PercentOf(const Exactly& numerator, const Exactly& denominator);
// Whether `printed` ± `half` can be the percentage of parts that were rounded themselves.
[[nodiscard]] bool PercentFits(const Exactly& printed, const Exactly& half,
                               const Exactly& numerator, const Exactly& numerator_half,
                               const Exactly& denominator, const Exactly& denominator_half);

// A percentage cut off or rounded up instead of to the nearest: off by its last digit, no more.
[[nodiscard]] bool IsRoundedOtherwise(const Exactly& off, const Exactly& half);

// A finding about nothing yet.
[[nodiscard]] Finding Blank(std::string check, Severity severity);
// "20.60万元": as printed, with its unit.
[[nodiscard]] std::string Shown(const Stated& stated);
[[nodiscard]] Compared AsCompared(const Stated& stated);
// Money in 万元 with two decimals, others with as many as they need.
[[nodiscard]] std::string Number(const Exactly& number, Measured measured);
// Money of so many 万元 in another unit: "元", "千元", "亿元".
[[nodiscard]] Exactly FromWan(const Exactly& money, std::string_view unit);
// The same in the unit `like` was printed in: 元 where it stands in 元.
[[nodiscard]] std::string NumberLike(const Exactly& number, const Stated& like);

// A number and the place it stands at.
using Printed = std::pair<std::string, std::string>;
// Numbers that a relation was reckoned from are touched.
void TouchRelated(Index& index);
// Numbers that a share or growth of their own sentence bears out: whatever else is wrong, they are
// not the cause.
[[nodiscard]] std::set<Printed> BorneOut(const Index& index);

// The checks that are no rules.
[[nodiscard]] const std::vector<CheckAbout>& BuiltChecks();

// The chapters of Check. Those that take the index to change note what they reckoned with.
void CheckSums(Index& index, const Rules& rules, std::vector<Finding>& findings);
void CheckChanges(const Index& index, const Rules& rules, std::vector<Finding>& findings);
void CheckRates(Index& index, const Rules& rules, std::vector<Finding>& findings);
void CheckAtMost(Index& index, const Rules& rules, std::vector<Finding>& findings);
void CheckSame(Index& index, std::vector<Finding>& findings);
void CheckRelations(Index& index, std::vector<Finding>& findings);
void CheckRows(const Index& index, const Rules& rules, std::vector<Finding>& findings);
void CheckIndicators(const Index& index, const Rules& rules, std::vector<Finding>& findings);
// Of one table: the points of its groups, and its money.
void CheckGroups(const Index& index, const IndicatorTable& table, std::vector<Finding>& findings);
void CheckClaims(const Index& index, const Rules& rules, std::vector<Finding>& findings);

}  // namespace outturn::checks
