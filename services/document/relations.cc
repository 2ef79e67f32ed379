#include "services/document/relations.h"

#include <algorithm>

namespace outturn::document {
namespace {

std::pair<std::string, figures::Words> NumberOf(const Term& term) {
  return {term.printed + term.unit, term.place.where};
}

Relation WithWhole(Relation relation, const Term& whole) {
  relation.numbers.insert(relation.numbers.begin(), NumberOf(whole));
  return relation;
}

}  // namespace

Amount operator+(const Amount& a, const Amount& b) { return {a.value + b.value, a.half + b.half}; }
Amount operator-(const Amount& a, const Amount& b) { return {a.value - b.value, a.half + b.half}; }

bool Agree(const Amount& a, const Amount& b) { return Within(a.value - b.value, a.half + b.half); }

bool QuotientFits(const Amount& printed, const Amount& a, const Amount& b, int64_t times) {
  const Exactly least = b.value - b.half;
  const Exactly most = b.value + b.half;
  if (least.numerator <= 0) return false;
  // Which of them makes more depends on the sign.
  const Exactly low = std::min((a.value - a.half) / least, (a.value - a.half) / most) * times;
  const Exactly high = std::max((a.value + a.half) / least, (a.value + a.half) / most) * times;
  return low <= printed.value + printed.half && printed.value - printed.half <= high;
}

Term TermOf(const Stated& stated) {
  return {{stated.value, stated.half}, stated.printed, stated.unit, stated.place};
}

Term TermOf(const Written& number, const Place& place) {
  const bool money = IsMoney(number);
  const bool own = money || number.unit == "%" || number.unit == "分";  // 816人次 are no 816人
  return {{money ? InWan(ValueOf(number), number.unit) : ValueOf(number),
           HalfOf(number, money ? Measured::kMoney : Measured::kCount, number.unit)},
          number.printed,
          own || number.counter.empty() ? number.unit : number.counter,
          place};
}

Term MoneyOf(const Written& number, const std::string& unit, const Place& place) {
  const Amount amount{InWan(ValueOf(number), unit), HalfOf(number, Measured::kMoney, unit)};
  return {amount, number.printed, unit, place};
}

Term RateOf(const Written& number, const Place& place) {
  return {{ValueOf(number), CoarseOf(number, "")}, number.printed, "%", place};
}

Term TermOf(const checks::StatedCell& cell) {
  return {{cell.number.value_or(Exactly{}), {}}, cell.text, "", cell.place};
}

Relation Relate(Relation::Kind kind, std::string label, const Term& result, const Terms& parts,
                std::string_view sign) {
  Relation relation;
  relation.kind = kind;
  relation.place = result.place;
  relation.label = std::move(label);
  relation.printed = result.printed + (result.unit == "%" ? "%" : "");
  if (IsMoney(result.unit)) relation.unit = result.unit;
  relation.value = result.value;
  relation.half = result.half;
  for (const Term& part : parts) {
    relation.parts.push_back(part.value);
    relation.halves.push_back(part.half);
    if (!relation.formula.empty()) relation.formula += sign;
    relation.formula += part.printed;
    relation.numbers.push_back(NumberOf(part));
  }
  return relation;
}

Relation SumRelation(std::string label, const Term& whole, const Terms& parts) {
  return WithWhole(Relate(Relation::Kind::kSum, std::move(label), whole, parts, " + "), whole);
}

Relation ListedRelation(std::string label, const Term& whole, const Terms& parts) {
  return WithWhole(Relate(Relation::Kind::kListed, std::move(label), whole, parts, " + "), whole);
}

Relation ShareRelation(std::string label, const Term& rate, const Terms& of) {
  return Relate(Relation::Kind::kShare, std::move(label), rate, of, " ÷ ");
}

Relation DifferenceRelation(std::string label, const Term& printed, const Term& x, const Term& y) {
  return Relate(Relation::Kind::kDifference, std::move(label), printed, {x, y}, " − ");
}

Relation AtMostRelation(std::string label, const Term& one, const Term& most) {
  return WithWhole(Relate(Relation::Kind::kAtMost, std::move(label), one, {most}, ""), one);
}

Relation NamedRelation(std::string label, const Term& count, int64_t listed) {
  Relation relation = Relate(Relation::Kind::kNamed, std::move(label), count, {}, "");
  relation.parts = {{listed, 1}};
  relation.halves = {{}};
  relation.formula = std::to_string(listed);
  relation.numbers = {NumberOf(count)};
  return relation;
}

}  // namespace outturn::document
