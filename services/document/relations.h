// Numbers as relations hold them, and the relations that are made of them. For this folder.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "services/document/builder.h"

namespace outturn::document {

// A number, and what rounding may have taken of it either way.
struct Amount {
  Exactly value;
  Exactly half;
};
[[nodiscard]] Amount operator+(const Amount& a, const Amount& b);
[[nodiscard]] Amount operator-(const Amount& a, const Amount& b);
// Whether they may be the same, rounded.
[[nodiscard]] bool Agree(const Amount& a, const Amount& b);
// Whether `printed` may be a ÷ b × times; never where b may be nothing.
[[nodiscard]] bool QuotientFits(const Amount& printed, const Amount& a, const Amount& b,
                                int64_t times = 1);

// Of amounts, or of pointers to them.
template <typename Parts>
[[nodiscard]] Amount SumOf(const Parts& parts) {
  Amount sum;
  for (const auto& part : parts) {
    if constexpr (requires { *part; }) {
      sum = sum + *part;
    } else {
      sum = sum + part;
    }
  }
  return sum;
}

// A number as a relation shows it.
struct Term : Amount {
  std::string printed;  // without its unit
  std::string unit;     // behind it: "万元", "%", "人次"
  Place place;
};
[[nodiscard]] Term TermOf(const Stated& stated);
// Of money in 万元; what is counted is as printed.
[[nodiscard]] Term TermOf(const Written& number, const Place& place);
[[nodiscard]] Term TermOf(const checks::StatedCell& cell);
// Money of a table, whose unit may stand elsewhere.
[[nodiscard]] Term MoneyOf(const Written& number, const std::string& unit, const Place& place);
// "62.5%": rounded to its last decimal.
[[nodiscard]] Term RateOf(const Written& number, const Place& place);

using Terms = std::vector<Term>;
template <typename Part>
[[nodiscard]] Terms TermsOf(const std::vector<const Part*>& parts) {
  Terms terms;
  for (const Part* part : parts) {
    if constexpr (std::is_base_of_v<Term, Part>) {
      terms.push_back(*part);
    } else {
      terms.push_back(TermOf(*part));
    }
  }
  return terms;
}

// What `result` is, of `parts` joined by `sign`; they are the numbers it shows.
[[nodiscard]] Relation Relate(Relation::Kind kind, std::string label, const Term& result,
                              const Terms& parts, std::string_view sign);
// Sums show what they come to first. One that is listed may lack what was not listed.
[[nodiscard]] Relation SumRelation(std::string label, const Term& whole, const Terms& parts);
[[nodiscard]] Relation ListedRelation(std::string label, const Term& whole, const Terms& parts);
// The whole may be added where it is found (Relation::whole).
[[nodiscard]] Relation ShareRelation(std::string label, const Term& rate, const Terms& of);
[[nodiscard]] Relation DifferenceRelation(std::string label, const Term& printed, const Term& x,
                                          const Term& y);
[[nodiscard]] Relation AtMostRelation(std::string label, const Term& one, const Term& most);
// `count` are told, `listed` are named.
[[nodiscard]] Relation NamedRelation(std::string label, const Term& count, int64_t listed);

}  // namespace outturn::document
