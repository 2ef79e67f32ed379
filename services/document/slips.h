// Slips of the pen.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "services/document/relations.h"

namespace outturn::document {

// Whether one is the other with two digits changed places, one digit wrong, or the point moved;
// both above zero. `printed_digits`: digits of one as printed, zeros at its end with them.
// `sure`: that both are the same was said, so that fewer digits are enough.
[[nodiscard]] bool IsSlip(const figures::Exactly& a, const figures::Exactly& b,
                          size_t printed_digits, bool sure);

// Whether the whole, or one of its parts, is what the others make it but for such a slip.
template <typename One>
[[nodiscard]] bool IsSlipOfOne(const One& whole, const figures::Exactly& due,
                               const std::vector<const One*>& parts, bool sure) {
  const auto digits = [](const One& one) { return DigitsIn(one.number.printed); };
  return IsSlip(whole.value, due, digits(whole), sure) ||
         std::any_of(parts.begin(), parts.end(), [&](const One* part) {
           return IsSlip(part->value, part->value + (whole.value - due), digits(*part), false);
         });
}
template <typename One>
[[nodiscard]] bool IsSlipOfOne(const One& whole, const std::vector<const One*>& parts, bool sure) {
  return IsSlipOfOne(whole, SumOf(parts).value, parts, sure);
}

}  // namespace outturn::document
