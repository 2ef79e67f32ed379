// Tables of indicators: weights, scores, reasons, units.
#include <algorithm>
#include <optional>

#include "services/checks/index.h"

namespace outturn::checks {
namespace {

using figures::Decimals;
using figures::IsZero;

Finding About(const char* check, Severity severity, const IndicatorTable& table,
              const Place& place) {
  Finding finding = Blank(check, severity);
  finding.scope = table.scope;
  finding.place = place;
  return finding;
}

constexpr int64_t kAllPoints = 100;

struct Total {
  Exactly sum;
  int count = 0;
  std::string formula;
  std::vector<Compared> rows;
};

Total SumOf(const IndicatorTable& table, StatedCell StatedIndicator::*cell) {
  Total total;
  for (const StatedIndicator& indicator : table.indicators) {
    const auto& number = (indicator.*cell).number;
    if (!number) continue;
    total.sum = total.sum + *number;
    total.formula += (total.formula.empty() ? "" : "+") + figures::AllDecimals(*number);
    total.rows.push_back({indicator.name, (indicator.*cell).text, (indicator.*cell).place.where});
    ++total.count;
  }
  return total;
}

// The total of the scores: that of the table, or one told above it.
const StatedCell& TotalScoreOf(const Index& index, const IndicatorTable& table, StatedCell& told) {
  if (table.total_score.number || table.partial) return table.total_score;
  const auto& tables = index.filing().indicators;
  const auto same = std::count_if(tables.begin(), tables.end(), [&](const IndicatorTable& other) {
    return other.scope == table.scope && !other.headless;
  });
  const Stated* stated = index.Find(table.scope, "total_score", table.place.form, true);
  if (stated == nullptr || same != 1) return table.total_score;
  told.text = stated->printed;
  told.number = stated->value;
  told.place = stated->place;
  return told;
}

// With the points for execution where the same document gives some. Whether the table's own rows
// have them, its scores tell: only one of both sums is the total's.
std::vector<Exactly> WithExecution(const Index& index, const IndicatorTable& table,
                                   const Exactly& sum, const char* figure) {
  const Stated* execution = index.Find(table.scope, figure, table.place.form);
  if (execution == nullptr) return {sum};
  StatedCell told;
  const StatedCell& total = TotalScoreOf(index, table, told);
  const Stated* points = index.Find(table.scope, "execution_score", table.place.form);
  if (total.number && points != nullptr && !IsZero(points->value)) {
    const Exactly scores = SumOf(table, &StatedIndicator::score).sum;
    if (IsZero(scores - *total.number)) return {sum};
    if (IsZero(scores + points->value - *total.number)) return {sum + execution->value};
  }
  const Exactly weights = SumOf(table, &StatedIndicator::weight).sum;
  const bool own = IsZero(weights - table.total_weight.number.value_or(Exactly{kAllPoints, 1}));
  if (own && &total == &table.total_score) return {sum};
  return {sum + execution->value, sum};
}

bool KnowsExecution(const Index& index, const IndicatorTable& table, const char* figure) {
  return index.Find(table.scope, figure, table.place.form) != nullptr;
}

bool Has(const std::vector<Exactly>& sums, const Exactly& number) {
  return std::any_of(sums.begin(), sums.end(),
                     [&](const Exactly& sum) { return IsZero(sum - number); });
}

// Numbers of its form could not be read: a row may be missing, and a sum says little.
bool Uncertain(const Index& index, const IndicatorTable& table) {
  const auto& unread = index.filing().unread;
  const bool summed = table.total_score.number.has_value();
  return std::any_of(unread.begin(), unread.end(), [&](const Unread& one) {
    if (summed && one.place.order > table.total_score.place.order) return false;  // behind it
    return one.place.form == table.place.form && one.place.order >= table.place.order;
  });
}
const Words& MayBeMissing() {
  static const Words kWords{"；这张表有数未能识别，可能没有读全",
                            "; not every number of this table could be read"};
  return kWords;
}

void CheckWeights(const Index& index, const Rules& rules, const IndicatorTable& table,
                  std::vector<Finding>& findings) {
  constexpr int kEnough = 3;
  const Total total = SumOf(table, &StatedIndicator::weight);
  if (total.count < kEnough || table.partial) return;
  const Exactly due = table.total_weight.number.value_or(Exactly{rules.total_points, 1});
  const auto sums = WithExecution(index, table, total.sum, "execution_weight");
  if (Has(sums, due)) return;
  // Nothing was read of the points for execution, and just so many are missing.
  const Exactly missing = due - total.sum;
  const bool execution = !KnowsExecution(index, table, "execution_weight") &&
                         (Has({missing}, Exactly{10, 1}) || Has({missing}, Exactly{20, 1}));
  const bool uncertain = Uncertain(index, table);
  const bool with = !IsZero(sums.front() - total.sum);
  Finding finding = About("weights", execution || uncertain ? Severity::kInfo : Severity::kError,
                          table, table.place);
  finding.found = Decimals(sums.front());
  finding.expected = Decimals(due);
  finding.difference = Decimals(sums.front() - due);
  finding.words = {"分值合计应为 " + finding.expected + "，各行相加为 " + finding.found + "（" +
                       total.formula + (with ? "，加预算执行" : "") + "）",
                   "the weights are to make " + finding.expected + "; the rows make " +
                       finding.found + " (" + total.formula +
                       (with ? ", and that of execution" : "") + ")"};
  if (uncertain) finding.words.zh += MayBeMissing().zh;
  if (uncertain) finding.words.en += MayBeMissing().en;
  finding.compared = total.rows;
  if (const Stated* points = index.Find(table.scope, "execution_weight", table.place.form))
    finding.compared.push_back(AsCompared(*points));
  findings.push_back(std::move(finding));
}

// The 40 of "产出指标（40分）".
std::optional<Exactly> PointsIn(const std::string& heading) {
  constexpr std::string_view kPoints = "分";
  const size_t end = heading.rfind(kPoints);
  if (end == std::string::npos) return std::nullopt;
  size_t from = end;
  while (from > 0 && heading[from - 1] >= '0' && heading[from - 1] <= '9') --from;
  constexpr size_t kMost = 3;  // digits
  if (from == end || end - from > kMost) return std::nullopt;
  return Exactly{std::stoll(heading.substr(from, end - from)), 1};
}

// A table without weights whose groups have fewer points than the total is of: others stand
// elsewhere in the form.
bool HasOtherGroups(const IndicatorTable& table) {
  Exactly points;
  std::string before;
  for (const StatedIndicator& one : table.indicators) {
    if (one.weight.number) return false;
    if (one.level1 == before) continue;
    before = one.level1;
    points = points + PointsIn(one.level1).value_or(Exactly{});
  }
  return table.total_weight.number && points.numerator > 0 &&
         (*table.total_weight.number - points).numerator > 0;
}

void CheckScores(const Index& index, const IndicatorTable& table, std::vector<Finding>& findings) {
  const Total total = SumOf(table, &StatedIndicator::score);
  StatedCell told;
  const StatedCell& printed = TotalScoreOf(index, table, told);
  if (total.count == 0 || !printed.number) return;
  const auto sums = WithExecution(index, table, total.sum, "execution_score");
  if (Has(sums, *printed.number)) return;
  const Exactly more = *printed.number - total.sum;
  const auto weights = SumOf(table, &StatedIndicator::weight);
  const bool execution = !KnowsExecution(index, table, "execution_score") &&
                         table.total_weight.number && more.numerator > 0 &&
                         NoMoreThan(more, *table.total_weight.number - weights.sum);
  const auto whole = WithExecution(index, table, weights.sum, "execution_weight");
  const bool told_above = &printed == &told;
  if (told_above && !Has(whole, Exactly{kAllPoints, 1})) return;  // of other rows, too
  if (HasOtherGroups(table)) return;
  if (execution) return;  // the rest may be the points for execution, which were not read
  const bool uncertain = Uncertain(index, table);
  Finding finding =
      About("scores", uncertain ? Severity::kInfo : Severity::kError, table, printed.place);
  finding.found = Decimals(*printed.number);
  finding.expected = Decimals(sums.front());
  finding.difference = Decimals(*printed.number - sums.front());
  finding.words = {"总分应为各行得分之和 " + finding.expected + "，印为 " + finding.found,
                   "the total is to be the sum of the scores, " + finding.expected + "; " +
                       finding.found + " is printed"};
  if (uncertain) finding.words.zh += MayBeMissing().zh;
  if (uncertain) finding.words.en += MayBeMissing().en;
  finding.compared = total.rows;
  finding.compared.push_back({"总分/得分", printed.text, printed.place.where});
  if (const Stated* points = index.Find(table.scope, "execution_score", table.place.form))
    finding.compared.push_back(AsCompared(*points));
  findings.push_back(std::move(finding));
}

// A table that begins again behind one that was summed up: its rows belong to no total.
void CheckSecondTable(const IndicatorTable& table, const IndicatorTable* before,
                      std::vector<Finding>& findings) {
  const Total total = SumOf(table, &StatedIndicator::weight);
  if (total.count == 0) return;
  Finding finding = About("second_table", Severity::kError, table, table.place);
  std::string names;
  for (const StatedIndicator& indicator : table.indicators) {
    names += (names.empty() ? "" : "、") +
             (indicator.level2.empty() ? "" : indicator.level2 + "/") + indicator.name;
  }
  finding.found = Decimals(total.sum);
  finding.compared = total.rows;
  Words sum;
  if (before != nullptr && before->total_weight.number) {
    const std::string all = Decimals(*before->total_weight.number + total.sum);
    sum = {"，连前表 " + Decimals(*before->total_weight.number) + " 分共 " + all + " 分",
           ", with the " + Decimals(*before->total_weight.number) + " before it " + all};
    finding.expected = Decimals(*before->total_weight.number);
    finding.found = all;
    finding.compared.push_back(
        {"总分/分值", before->total_weight.text, before->total_weight.place.where});
    finding.difference = Decimals(total.sum);
  }
  finding.words = {"总分之后又有一张指标表（" + names + "），分值 " + Decimals(total.sum) + sum.zh,
                   "behind the total stands another table of indicators (" + names + "), weight " +
                       Decimals(total.sum) + sum.en};
  if (table.total_score.number) {
    const std::string score = Decimals(*table.total_score.number);
    finding.words.zh += "；它自己的总分印为 " + score;
    finding.words.en += "; its own total is printed as " + score;
  }
  findings.push_back(std::move(finding));
}

const StatedCell& Anchor(const StatedIndicator& indicator) {
  return indicator.actual.place.order != 0 ? indicator.actual : indicator.weight;
}

std::string Both(const StatedIndicator& one) {
  return "“" + one.name + "”：指标值 " + one.target.text + "，完成值 " + one.actual.text;
}
std::string BothEn(const StatedIndicator& one) {
  return "\"" + one.name + "\": target " + one.target.text + ", result " + one.actual.text;
}

bool Comparable(const StatedIndicator& one) {
  if (!one.target.number || !one.actual.number) return false;
  const bool percent = one.target.unit == "%";
  return percent == (one.actual.unit == "%") || one.target.unit.empty() || one.actual.unit.empty();
}

bool HasUnit(const IndicatorTable& table, const StatedIndicator& one) {
  return !one.target.unit.empty() || !one.actual.unit.empty() ||
         (table.has_unit && !one.unit.empty());
}

void CheckOverCompletion(const Rules& rules, const IndicatorTable& table,
                         const StatedIndicator& one, std::vector<Finding>& findings) {
  const bool below = one.direction == Direction::kAtMost ||
                     (one.direction == Direction::kUnknown && one.less_is_better);
  if (!Comparable(one) || below || !one.reason.text.empty()) return;
  if (one.target.number->numerator <= 0 || rules.over_completion_percent == 0) return;
  const Exactly percent = PercentOf(*one.actual.number, *one.target.number);
  if (NoMoreThan(percent, Exactly{rules.over_completion_percent, 1})) return;
  const std::string limit = std::to_string(rules.over_completion_percent) + "%";
  Finding finding = About("over_completion", Severity::kWarning, table, Anchor(one).place);
  finding.found = Decimals(percent) + "%";
  finding.expected = "≤ " + limit;
  finding.words = {Both(one) + "，为 " + finding.found + "，超过 " + limit + " 而没有说明原因",
                   BothEn(one) + ", which is " + finding.found + ", above " + limit +
                       ", and no reason is given"};
  if (!HasUnit(table, one)) {
    finding.words.zh += "；两数都没有计量单位";
    finding.words.en += "; neither number has a unit";
  }
  finding.compared = {{one.name + "/指标值", one.target.text, one.target.place.where},
                      {one.name + "/完成值", one.actual.text, one.actual.place.where}};
  findings.push_back(std::move(finding));
}

bool Met(const StatedIndicator& one) {
  const Exactly over = *one.actual.number - *one.target.number;
  if (one.direction == Direction::kAtMost) return over.numerator <= 0;
  if (one.direction == Direction::kEqual) return over.numerator == 0;
  return over.numerator >= 0;
}

std::vector<Compared> Points(const StatedIndicator& one) {
  return {{one.name, one.score.text, one.score.place.where},
          {one.name, one.weight.text, one.weight.place.where}};
}

void TellUnmet(const IndicatorTable& table, const StatedIndicator& one, Severity severity,
               std::vector<Finding>& findings) {
  Finding finding = About("unmet_full_score", severity, table, one.score.place);
  finding.found = one.score.text + (one.weight.text.empty() ? "" : "/" + one.weight.text);
  finding.compared = Points(one);
  finding.compared.push_back({one.name, one.target.text, one.target.place.where});
  finding.compared.push_back({one.name, one.actual.text, one.actual.place.where});
  finding.words = {Both(one) + "，没有达到却得满分 " + one.score.text,
                   BothEn(one) + ", not met, and yet the full score of " + one.score.text};
  findings.push_back(std::move(finding));
}

void CheckOneScore(const IndicatorTable& table, const StatedIndicator& one,
                   std::vector<Finding>& findings) {
  if (!one.weight.number || !one.score.number) return;
  const Exactly lost = *one.weight.number - *one.score.number;
  const std::string points = one.score.text + "/" + one.weight.text;
  if (lost.numerator < 0) {
    Finding finding = About("score_within_weight", Severity::kError, table, one.score.place);
    finding.found = one.score.text;
    finding.expected = "≤ " + one.weight.text;
    finding.difference = Decimals(Exactly{} - lost);
    finding.compared = Points(one);
    finding.words = {"“" + one.name + "”得分 " + one.score.text + " 高于分值 " + one.weight.text,
                     "\"" + one.name + "\" scores " + one.score.text + ", above its weight of " +
                         one.weight.text};
    findings.push_back(std::move(finding));
  } else if (lost.numerator > 0 && table.has_reason && one.reason.text.empty()) {
    Finding finding = About("reason_due", Severity::kWarning, table, one.score.place);
    finding.found = points;
    finding.compared = Points(one);
    finding.words = {"“" + one.name + "”扣了分（" + points + "）而没有说明偏差原因",
                     "\"" + one.name + "\" lost points (" + points + ") and no reason is given"};
    findings.push_back(std::move(finding));
  }
  const bool short_of = one.direction == Direction::kEqual && !one.less_is_better &&
                        Comparable(one) && (*one.target.number - *one.actual.number).numerator > 0;
  const bool sure = one.direction == Direction::kAtLeast || one.direction == Direction::kAtMost;
  const bool rate = one.name.find("率") != std::string::npos;  // more of it is better
  const bool plain = short_of || (one.direction == Direction::kUnknown && !one.less_is_better &&
                                  (table.has_reason || rate));
  if (!Comparable(one) || IsZero(*one.weight.number) || !(sure || plain) || Met(one)) return;
  if (lost.numerator != 0) return;  // more than the weight is told above
  TellUnmet(table, one, sure ? Severity::kError : Severity::kWarning, findings);
}

// A table without weights: where the scores of a group make all its points, each of them is full.
void CheckFullGroups(const IndicatorTable& table, std::vector<Finding>& findings) {
  const auto& all = table.indicators;
  if (std::any_of(all.begin(), all.end(), [](const auto& one) { return one.weight.number; }))
    return;
  for (size_t from = 0; from < all.size();) {
    size_t to = from;
    Exactly sum;
    for (; to < all.size() && all[to].level1 == all[from].level1; ++to)
      sum = sum + all[to].score.number.value_or(Exactly{});
    const std::optional<Exactly> points = PointsIn(all[from].level1);
    for (; from < to; ++from) {
      const StatedIndicator& one = all[from];
      const bool unmet = points && IsZero(*points - sum) && one.score.number &&
                         !IsZero(*one.score.number) && Comparable(one) && !one.less_is_better &&
                         one.direction != Direction::kAtMost && !Met(one) &&
                         (*one.target.number - *one.actual.number).numerator > 0;
      if (unmet) TellUnmet(table, one, Severity::kWarning, findings);
    }
  }
}

void CheckDue(const IndicatorTable& table, const StatedIndicator& one,
              std::vector<Finding>& findings) {
  if (!table.has_actual || !one.weight.number || IsZero(*one.weight.number)) return;
  const bool blank = one.actual.text.empty();
  const bool number_due = one.target.number && one.target.unit == "%" && !one.actual.number;
  if (one.target.text.empty() || (!blank && !number_due)) return;
  Finding finding = About("result_due", Severity::kWarning, table, one.actual.place);
  finding.found = one.actual.text;
  finding.expected = one.target.text;
  finding.words =
      blank ? Words{"“" + one.name + "”没有实际完成值", "\"" + one.name + "\" has no result"}
            : Words{"“" + one.name + "”的完成值应为数字：" + one.actual.text,
                    "the result of \"" + one.name + "\" is to be a number: " + one.actual.text};
  findings.push_back(std::move(finding));
}

// The score for execution: weight × rate, never above the weight.
void CheckExecutionScore(const Index& index, const std::string& scope,
                         std::vector<Finding>& findings) {
  const Stated* score = index.Find(scope, "execution_score", "");
  if (score == nullptr) return;
  const Stated* weight = index.Find(scope, "execution_weight", score->place.form, true);
  const Stated* rate = index.Find(scope, "execution_rate", score->place.form, true);
  if (weight == nullptr || rate == nullptr) return;
  const Exactly share = NoMoreThan(Exactly{100, 1}, rate->value) ? Exactly{100, 1} : rate->value;
  const Exactly expected = figures::Reduced(weight->value.numerator * share.numerator,
                                            weight->value.denominator * share.denominator * 100);
  const Exactly difference = score->value - expected;
  // Provinces that take points off in steps give less than the share; none gives more.
  const Exactly tenth{1, 10};
  const bool less = difference.numerator < 0 && share.numerator < 100 * share.denominator;
  // What the rate was rounded by.
  const Exactly half = figures::Reduced(weight->value.numerator * rate->half.numerator,
                                        weight->value.denominator * rate->half.denominator * 100);
  const Exactly slack = NoMoreThan(tenth, half) ? half : tenth;
  if (less || NoMoreThan(Magnitude(difference), slack)) return;
  // "10 × 86% = 9": some give whole points.
  const bool whole = score->value.denominator == 1 && NoMoreThan(difference, Exactly{1, 2});
  Finding finding = Blank("execution_score", whole ? Severity::kInfo : Severity::kError);
  finding.scope = scope;
  finding.figure = score->figure;
  finding.place = score->place;
  finding.found = score->printed;
  finding.expected = Decimals(expected);
  finding.difference = Decimals(difference);
  finding.words = {"执行率得分应为 " + weight->printed + " × " + rate->printed +
                       "% = " + finding.expected + "，印为 " + score->printed,
                   "the score for execution is to be " + weight->printed + " × " + rate->printed +
                       "% = " + finding.expected + "; " + score->printed + " is printed"};
  finding.compared = {AsCompared(*weight), AsCompared(*rate), AsCompared(*score)};
  findings.push_back(std::move(finding));
}

}  // namespace

void CheckIndicators(const Index& index, const Rules& rules, std::vector<Finding>& findings) {
  const IndicatorTable* before = nullptr;
  for (const IndicatorTable& table : index.filing().indicators) {
    if (table.headless) {
      CheckSecondTable(table, before, findings);
    } else {
      CheckWeights(index, rules, table, findings);
      CheckScores(index, table, findings);
      before = &table;
    }
    CheckGroups(index, table, findings);
    for (const StatedIndicator& one : table.indicators) {
      CheckOverCompletion(rules, table, one, findings);
      CheckOneScore(table, one, findings);
      CheckDue(table, one, findings);
    }
    CheckFullGroups(table, findings);
  }
  for (const std::string& scope : index.scopes()) CheckExecutionScore(index, scope, findings);
}

}  // namespace outturn::checks
