// Sums, changes, rates and bounds: what the rules say.
#include <algorithm>
#include <functional>
#include <set>

#include "services/checks/index.h"

namespace outturn::checks {
namespace {

using figures::IsZero;

struct Sum {
  std::vector<std::pair<const Stated*, int>> addends;
  Exactly value;
  Exactly tolerance;    // of the printed addends; the whole's own is not in it
  std::string formula;  // "18.79 + 0 + 1.8"
  bool untold = false;  // one that may be missing is
};

constexpr char kText[] = "正文";

void Put(Sum& sum, const Stated& stated, int sign) {
  sum.addends.emplace_back(&stated, sign);
  sum.value = sum.value + Times(stated.value, sign);
  sum.tolerance = sum.tolerance + stated.half;
  const char* mark = sign < 0 ? " − " : " + ";
  const bool first = sum.formula.empty();
  sum.formula += (first ? (sign < 0 ? "−" : "") : mark) + stated.printed;
}

// One that may be missing is looked for where the whole stands, and where the others were found.
const Stated* FindOptional(const Index& index, const Stated& whole, const std::string& figure,
                           const std::set<std::string>& forms) {
  const Stated* stated = index.Find(whole.scope, figure, whole.place.form, true);
  for (const std::string& form : forms) {
    if (stated == nullptr) stated = index.Find(whole.scope, figure, form, true);
  }
  return stated;
}

bool AnyBlank(const Index& index, const SumRule& rule, const std::string& measure,
              const Stated& whole) {
  return std::any_of(rule.parts.begin(), rule.parts.end(), [&](const Addend& part) {
    return index.HasBlank(whole.scope, Replaced(part.figure, "{m}", measure), whole.place.form);
  });
}

// nullopt where a part is neither printed nor left blank in the form: nothing can be said then.
std::optional<Sum> SumOf(Index& index, const SumRule& rule, const std::string& measure,
                         const Stated& whole) {
  std::vector<const Stated*> found;
  std::set<std::string> forms;
  for (const Addend& part : rule.parts) {
    const std::string figure = Replaced(part.figure, "{m}", measure);
    found.push_back(part.optional
                        ? nullptr
                        : index.Find(whole.scope, figure, whole.place.form, rule.same_form));
    if (found.back() != nullptr) {
      forms.insert(found.back()->place.form);
    } else if (!part.optional && !index.HasBlank(whole.scope, figure, whole.place.form)) {
      return std::nullopt;
    }
  }
  Sum sum;
  for (size_t i = 0; i < found.size(); ++i) {
    const Addend& part = rule.parts[i];
    if (part.optional) {
      found[i] = FindOptional(index, whole, Replaced(part.figure, "{m}", measure), forms);
    }
    if (found[i] != nullptr) Put(sum, *found[i], part.sign);
    sum.untold = sum.untold || (part.optional && found[i] == nullptr);
  }
  // One of many that may be missing is no sum: the others were not told.
  const bool alone =
      sum.addends.size() == 1 && rule.parts.size() > 1 && !AnyBlank(index, rule, measure, whole);
  if (sum.addends.empty() || alone) return std::nullopt;
  index.Touch(whole);
  for (const auto& [stated, sign] : sum.addends) index.Touch(*stated);
  return sum;
}

// One of the addends as it stands elsewhere would make the sum right: then it is that figure which
// is stated twice, and CheckSame tells of it.
bool AnotherStatementHeals(const Index& index, const Sum& sum, const Stated& whole) {
  const auto heals = [&](const Stated& used, int sign) {
    for (const Stated* other : index.All(used.scope, used.figure)) {
      const Exactly value = sum.value + Times(other->value - used.value, sign);
      if (NoMoreThan(Magnitude(whole.value - value), sum.tolerance + whole.half)) return true;
    }
    return false;
  };
  return std::any_of(sum.addends.begin(), sum.addends.end(),
                     [&](const auto& addend) { return heals(*addend.first, addend.second); });
}

Finding SumFinding(const SumRule& rule, const Sum& sum, const Stated& whole) {
  const Exactly difference = whole.value - sum.value;
  const bool rounding = NoMoreThan(Magnitude(difference), sum.tolerance + whole.half);
  const std::string expected = NumberLike(sum.value, whole);
  Finding finding{.check = rule.id,
                  .severity = rounding ? Severity::kInfo : rule.severity,
                  .scope = whole.scope,
                  .figure = whole.figure,
                  .place = whole.place,
                  .found = whole.printed,
                  .expected = expected,
                  .difference = NumberLike(difference, whole),
                  .rounding = rounding ? Rounding::kExplains : Rounding::kDoesNotExplain,
                  .words = rule.words,
                  .compared = {AsCompared(whole)},
                  .also = {}};
  const std::string formula = sum.formula + " = " + expected;
  finding.words.zh += "：" + formula + "，" + whole.label + " 为 " + whole.printed;
  finding.words.en += ": " + formula + ", but " + whole.printed + " is printed";
  finding.words.zh += rounding ? "，只有各数舍入前的尾数才能解释" : "，舍入不能解释";
  finding.words.en +=
      rounding ? "; only the digits rounded off can explain it" : "; rounding does not explain it";
  for (const auto& [stated, sign] : sum.addends) finding.compared.push_back(AsCompared(*stated));
  return finding;
}

// The whole is right where any form has it right; else the first that is wrong is told.
void CheckSum(Index& index, const SumRule& rule, const std::string& measure,
              const std::string& scope, std::vector<Finding>& findings) {
  std::optional<Finding> wrong;
  if (!rule.unless.empty() && index.Find(scope, Replaced(rule.unless, "{m}", measure), "")) return;
  for (const Stated* whole : index.All(scope, Replaced(rule.whole, "{m}", measure))) {
    const auto sum = SumOf(index, rule, measure, *whole);
    if (!sum) continue;
    if (IsZero(whole->value - sum->value)) return;
    const bool open = rule.same_form && whole->place.form == kText && sum->untold &&
                      (whole->value - sum->value).numerator > 0;
    if (open) continue;  // other funds, of which the text does not speak
    Finding finding = SumFinding(rule, *sum, *whole);
    const bool told =
        finding.severity != Severity::kInfo && AnotherStatementHeals(index, *sum, *whole);
    if (told) continue;
    if (!wrong || finding.severity > wrong->severity) wrong = std::move(finding);
  }
  if (wrong) findings.push_back(*std::move(wrong));
}

struct Change {
  const Stated* from;
  const Stated* to;
  [[nodiscard]] Exactly amount() const { return to->value - from->value; }
};

std::optional<Change> ChangeOf(const Index& index, const ChangeRule& rule,
                               const std::string& select, const std::string& scope,
                               const std::string& form) {
  const Stated* to = index.FindLoosely(scope, rule.to + select, form);
  const Stated* from =
      to == nullptr ? nullptr : index.Find(scope, rule.from + select, to->place.form);
  if (from == nullptr) return std::nullopt;
  return Change{from, to};
}

void CheckChange(const Index& index, const ChangeRule& rule, const std::string& scope,
                 std::vector<Finding>& findings) {
  const auto whole = ChangeOf(index, rule, rule.whole, scope, "");
  if (!whole) return;
  Exactly parts;
  Exactly tolerance = whole->from->half + whole->to->half;
  std::string formula;
  std::vector<Compared> compared = {AsCompared(*whole->from), AsCompared(*whole->to)};
  for (const std::string& select : rule.parts) {
    const auto part = ChangeOf(index, rule, select, scope, whole->to->place.form);
    if (!part) return;
    parts = parts + part->amount();
    tolerance = tolerance + part->from->half + part->to->half;
    formula += (formula.empty() ? "" : " + ") + std::string("(") + part->to->printed + " − " +
               part->from->printed + ")";
    compared.push_back(AsCompared(*part->from));
    compared.push_back(AsCompared(*part->to));
  }
  const Exactly difference = whole->amount() - parts;
  if (NoMoreThan(Magnitude(difference), tolerance)) return;
  const std::string found = Number(whole->amount(), Measured::kMoney);
  const std::string expected = Number(parts, Measured::kMoney);
  findings.push_back(
      {.check = rule.id,
       .severity = rule.severity,
       .scope = scope,
       .figure = whole->to->figure,
       .place = whole->to->place,
       .found = found,
       .expected = expected,
       .difference = Number(difference, Measured::kMoney),
       .rounding = Rounding::kDoesNotExplain,
       .words = {rule.words.zh + "：" + whole->to->printed + " − " + whole->from->printed + " = " +
                     found + "，分项 " + formula + " = " + expected,
                 rule.words.en + ": " + whole->to->printed + " − " + whole->from->printed + " = " +
                     found + ", by parts " + formula + " = " + expected},
       .compared = std::move(compared),
       .also = {}});
}

struct Parts {
  const Stated* numerator;
  const Stated* minus;
  const Stated* denominator;
  [[nodiscard]] Exactly top() const {
    return minus == nullptr ? numerator->value : numerator->value - minus->value;
  }
  [[nodiscard]] Exactly top_half() const {
    return minus == nullptr ? numerator->half : numerator->half + minus->half;
  }
};

std::string Top(const Parts& parts) {
  if (parts.minus == nullptr) return parts.numerator->printed;
  return "(" + parts.numerator->printed + " − " + parts.minus->printed + ")";
}

// What was paid, be it guessed: where nobody else says it, and all who guess say the same.
const Stated* FindNumerator(const Index& index, const Stated& rate, const std::string& figure) {
  if (const Stated* sure = index.Find(rate.scope, figure, rate.place.form)) return sure;
  const Stated* guessed = nullptr;
  for (const Stated& stated : index.filing().stated) {
    if (stated.scope != rate.scope || stated.figure != figure || !stated.guessed) continue;
    if (stated.approximate) continue;
    if (guessed != nullptr && !IsZero(guessed->value - stated.value)) return nullptr;
    guessed = &stated;
  }
  return guessed;
}

std::optional<Parts> PartsOf(const Index& index, const RateRule& rule, const Stated& rate,
                             const std::string& select, const std::string& denominator) {
  const auto find = [&](const std::string& figure) {
    return index.Find(rate.scope, Replaced(figure, "{s}", select), rate.place.form);
  };
  Parts parts{FindNumerator(index, rate, Replaced(rule.numerator, "{s}", select)),
              rule.minus.empty() ? nullptr : find(rule.minus), find(denominator)};
  if (parts.denominator == nullptr) {  // "预算数" alone may be the full year's
    parts.denominator =
        index.FindLoosely(rate.scope, Replaced(denominator, "{s}", select), rate.place.form);
    if (parts.denominator != nullptr && parts.denominator->guessed) return std::nullopt;
  }
  if (parts.numerator == nullptr || parts.denominator == nullptr) return std::nullopt;
  if (!rule.minus.empty() && parts.minus == nullptr) return std::nullopt;
  if (parts.denominator->value.numerator <= 0) return std::nullopt;
  return parts;
}

bool Fits(const Stated& rate, const Parts& parts) {
  return PercentFits(rate.value, rate.half, parts.top(), parts.top_half(), parts.denominator->value,
                     parts.denominator->half);
}

void CheckRate(Index& index, const RateRule& rule, const Stated& rate, const std::string& select,
               std::vector<Finding>& findings) {
  const auto parts = PartsOf(index, rule, rate, select, rule.denominator);
  if (!parts) return;
  for (const Stated* one : {&rate, parts->numerator, parts->denominator}) index.Touch(*one);
  if (Fits(rate, *parts)) return;
  const Exactly percent = PercentOf(parts->top(), parts->denominator->value);
  const bool rounded = IsRoundedOtherwise(rate.value - percent, rate.half);
  Finding finding{.check = rule.id,
                  .severity = rounded                     ? Severity::kInfo
                              : parts->numerator->guessed ? Severity::kWarning
                                                          : rule.severity,
                  .scope = rate.scope,
                  .figure = rate.figure,
                  .place = rate.place,
                  .found = Shown(rate),
                  .expected = figures::Decimals(percent) + "%",
                  .difference = figures::Decimals(rate.value - percent),
                  .rounding = rounded ? Rounding::kExplains : Rounding::kDoesNotExplain,
                  .words = rule.words,
                  .compared = {AsCompared(rate), AsCompared(*parts->numerator),
                               AsCompared(*parts->denominator)},
                  .also = {}};
  const std::string formula =
      Top(*parts) + " ÷ " + parts->denominator->printed + " = " + finding.expected;
  finding.words.zh += "：" + formula + "，印为 " + finding.found;
  finding.words.en += ": " + formula + ", but " + finding.found + " is printed";
  for (const std::string& other : rule.instead) {
    const auto mistaken = PartsOf(index, rule, rate, select, other);
    if (!mistaken || !Fits(rate, *mistaken)) continue;
    if (rule.either) return;
    finding.severity = Severity::kWarning;
    finding.words.zh += "；它是以" + mistaken->denominator->label + " " +
                        mistaken->denominator->printed + " 为分母算出的";
    finding.words.en += "; it was taken of " + mistaken->denominator->printed + " (" +
                        mistaken->denominator->label + ")";
    break;
  }
  findings.push_back(std::move(finding));
}

// Everything was spent to the last decimal: then the rate says nothing, the initial budget might.
void CheckFullIsPaid(const Index& index, const std::string& scope, std::vector<Finding>& findings) {
  const Stated* full = index.Find(scope, "full_year_budget", "");
  if (full == nullptr) return;
  const Stated* paid = index.Find(scope, "paid", full->place.form);
  const Stated* initial = index.Find(scope, "initial_budget", full->place.form);
  if (paid == nullptr || initial == nullptr || initial->value.numerator <= 0) return;
  if (!IsZero(full->value - paid->value) || IsZero(full->value - initial->value)) return;
  const std::string rate = figures::Decimals(PercentOf(paid->value, initial->value)) + "%";
  Words words{
      "全年预算数恰等于执行数，执行率必为 100%；占年初预算 " + initial->printed + " 为 " + rate,
      "the full-year budget is exactly what was paid, so the rate is 100% by construction; "
      "on the initial budget, " +
          initial->printed + ", it is " + rate};
  const Stated* basic = index.Find(scope, "initial_budget(category=basic)", "");
  const Stated* project = index.Find(scope, "initial_budget(category=project)", "");
  Severity severity = Severity::kInfo;  // nothing says where the change came from
  if (basic != nullptr && project != nullptr) {
    const Exactly sum = basic->value + project->value;
    // The initial budget is what its parts make: the change is theirs, and nothing is odd.
    if (NoMoreThan(Magnitude(sum - initial->value), basic->half + project->half + initial->half))
      return;
    severity = Severity::kWarning;
    if (sum.numerator > 0) {
      const std::string on_parts = figures::Decimals(PercentOf(paid->value, sum)) + "%";
      words.zh += "，占各部分之和 " + Number(sum, Measured::kMoney) + " 为 " + on_parts;
      words.en += ", on the sum of its parts, " + Number(sum, Measured::kMoney) + ", " + on_parts;
    }
  }
  findings.push_back({.check = "full_is_paid",
                      .severity = severity,
                      .scope = scope,
                      .figure = full->figure,
                      .place = full->place,
                      .found = full->printed,
                      .expected = "",
                      .difference = "",
                      .rounding = Rounding::kNoMatter,
                      .words = std::move(words),
                      .compared = {AsCompared(*initial), AsCompared(*full), AsCompared(*paid)},
                      .also = {}});
}

void CheckBound(Index& index, const AtMostRule& rule, const std::string& measure,
                const std::string& scope, std::vector<Finding>& findings) {
  const Stated* part = index.Find(scope, Replaced(rule.part, "{m}", measure), "");
  if (part == nullptr) return;
  const Stated* whole = index.Find(scope, Replaced(rule.whole, "{m}", measure), part->place.form);
  if (whole == nullptr) return;
  index.Touch(*part);
  const Exactly over = part->value - whole->value;
  if (NoMoreThan(over, part->half + whole->half)) return;
  for (const std::string& besides : rule.besides) {
    const Stated* more = index.Find(scope, besides, part->place.form);
    if (more != nullptr && NoMoreThan(over, part->half + whole->half + more->value)) return;
  }
  findings.push_back({.check = rule.id,
                      .severity = rule.severity,
                      .scope = scope,
                      .figure = part->figure,
                      .place = part->place,
                      .found = Shown(*part),
                      .expected = "≤ " + Shown(*whole),
                      .difference = NumberLike(over, *part),
                      .rounding = Rounding::kDoesNotExplain,
                      .words = {rule.words.zh + "：" + Shown(*part) + " > " + Shown(*whole),
                                rule.words.en + ": " + Shown(*part) + " > " + Shown(*whole)},
                      .compared = {AsCompared(*part), AsCompared(*whole)},
                      .also = {}});
}

}  // namespace

void CheckSums(Index& index, const Rules& rules, std::vector<Finding>& findings) {
  for (const std::string& scope : index.scopes()) {
    for (const SumRule& rule : rules.sums) {
      for (const std::string& measure : MeasuresOf(rule.measures)) {
        CheckSum(index, rule, measure, scope, findings);
      }
    }
  }
}

void CheckChanges(const Index& index, const Rules& rules, std::vector<Finding>& findings) {
  for (const std::string& scope : index.scopes()) {
    for (const ChangeRule& rule : rules.changes) CheckChange(index, rule, scope, findings);
  }
}

void CheckRates(Index& index, const Rules& rules, std::vector<Finding>& findings) {
  for (const std::string& scope : index.scopes()) {
    for (const RateRule& rule : rules.rates) {
      const std::vector<std::string> whole = {""};
      for (const std::string& select : rule.selectors.empty() ? whole : rule.selectors) {
        std::vector<Finding> wrong;
        const auto& rates = index.All(scope, Replaced(rule.rate, "{s}", select));
        for (const Stated* rate : rates) CheckRate(index, rule, *rate, select, wrong);
        // The same rate printed twice is one finding; CheckSame tells where they differ.
        if (!wrong.empty()) findings.push_back(std::move(wrong.front()));
      }
    }
    CheckFullIsPaid(index, scope, findings);
  }
}

void CheckAtMost(Index& index, const Rules& rules, std::vector<Finding>& findings) {
  for (const std::string& scope : index.scopes()) {
    for (const AtMostRule& rule : rules.at_most) {
      for (const std::string& measure : MeasuresOf(rule.measures)) {
        CheckBound(index, rule, measure, scope, findings);
      }
    }
  }
}

}  // namespace outturn::checks
