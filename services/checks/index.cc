#include "services/checks/index.h"

#include <algorithm>

namespace outturn::checks {

Index::Index(const Filing& filing) : filing_(filing) {
  for (const Stated& stated : filing.stated) {
    scopes_.insert(stated.scope);
    if (stated.guessed || stated.approximate) continue;
    by_figure_[{stated.scope, stated.figure}].push_back(&stated);
  }
  for (const StatedRow& row : filing.rows) scopes_.insert(row.scope);
}

const std::vector<const Stated*>& Index::All(const std::string& scope,
                                             const std::string& figure) const {
  static const std::vector<const Stated*> kNone;
  const auto found = by_figure_.find({scope, figure});
  return found == by_figure_.end() ? kNone : found->second;
}

const Stated* Index::Find(const std::string& scope, const std::string& figure,
                          const std::string& form, bool this_form_only) const {
  const auto& all = All(scope, figure);
  for (const Stated* stated : all) {
    if (stated->place.form == form) return stated;
  }
  return all.empty() || this_form_only ? nullptr : all.front();
}

const Stated* Index::FindLoosely(const std::string& scope, const std::string& figure,
                                 const std::string& form) const {
  if (const Stated* stated = Find(scope, figure, form)) return stated;
  for (const Stated& stated : filing_.stated) {
    if (stated.scope != scope || stated.place.form != form || stated.approximate) continue;
    const auto& others = stated.or_figures;
    if (std::find(others.begin(), others.end(), figure) != others.end()) return &stated;
  }
  return nullptr;
}

bool Index::HasBlank(const std::string& scope, std::string_view figure,
                     const std::string& form) const {
  const std::string_view select = SelectOf(figure);
  // Rows have columns of budgets and of what was paid, no other.
  const bool column = figure.find("budget") != std::string_view::npos ||
                      figure.find("paid") != std::string_view::npos;
  if (select.empty() || !column) return false;
  for (const StatedRow& row : filing_.rows) {
    // "—" is filled in, but no number.
    const bool this_row = row.scope == scope && row.place.form == form && row.select == select;
    if (this_row && row.numbers_in < row.cells) return true;
  }
  return false;
}

std::string_view SelectOf(std::string_view figure) {
  const size_t bracket = figure.find('(');
  return bracket == std::string_view::npos ? std::string_view() : figure.substr(bracket);
}

std::string Replaced(std::string text, std::string_view what, std::string_view with) {
  const size_t at = text.find(what);
  if (at != std::string::npos) text.replace(at, what.size(), with);
  return text;
}

std::vector<std::string> MeasuresOf(const std::vector<std::string>& measures) {
  return measures.empty() ? std::vector<std::string>{""} : measures;
}

Exactly Magnitude(const Exactly& number) { return number.numerator < 0 ? -number : number; }

bool NoMoreThan(const Exactly& a, const Exactly& b) { return a <= b; }

Exactly Times(const Exactly& a, int64_t factor) { return a * factor; }

Exactly PercentOf(const Exactly& numerator, const Exactly& denominator) {
  return numerator / denominator * 100;
}

bool PercentFits(const Exactly& printed, const Exactly& half, const Exactly& numerator,
                 const Exactly& numerator_half, const Exactly& denominator,
                 const Exactly& denominator_half) {
  const Exactly least_denominator = denominator - denominator_half;
  if (least_denominator.numerator <= 0) return true;  // nothing can be said
  const Exactly most_denominator = denominator + denominator_half;
  const Exactly least = numerator - numerator_half;
  const Exactly most = numerator + numerator_half;
  // A decrease is the greater the less it is of.
  const Exactly low = PercentOf(least, least.numerator < 0 ? least_denominator : most_denominator);
  const Exactly high = PercentOf(most, most.numerator < 0 ? most_denominator : least_denominator);
  return NoMoreThan(low, printed + half) && NoMoreThan(printed - half, high);
}

bool IsRoundedOtherwise(const Exactly& off, const Exactly& half) {
  // A tenth of the last digit more, as the parts were rounded themselves.
  const bool fine = NoMoreThan(half, {1, 2});
  return fine && NoMoreThan(Times(Magnitude(off), 10), Times(half, 22));
}

Finding Blank(std::string check, Severity severity) {
  Finding finding;
  finding.check = std::move(check);
  finding.severity = severity;
  return finding;
}

std::string Shown(const Stated& stated) { return stated.printed + stated.unit; }

Compared AsCompared(const Stated& stated) {
  return {stated.label, Shown(stated), stated.place.where, stated.figure};
}

std::string Number(const Exactly& number, Measured measured) {
  return figures::Decimals(number, measured == Measured::kMoney ? 2 : 0);
}

Exactly FromWan(const Exactly& money, std::string_view unit) {
  if (unit == "元") return Times(money, 10'000);
  if (unit == "千元") return Times(money, 10);
  if (unit == "亿元") return figures::Reduced(money.numerator, money.denominator * 10'000);
  return money;
}

std::string NumberLike(const Exactly& number, const Stated& like) {
  const bool money = like.measured == Measured::kMoney;
  return Number(money ? FromWan(number, like.unit) : number, like.measured);
}

}  // namespace outturn::checks
