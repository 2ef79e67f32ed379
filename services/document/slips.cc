#include "services/document/slips.h"

#include <algorithm>
#include <string>
#include <vector>

namespace outturn::document {
namespace {

// Its digits down to the sixth decimal: "3.7" is "3700000".
std::string DigitsOf(const figures::Exactly& amount) {
  constexpr size_t kDecimals = 6;
  std::string text = figures::AllDecimals(amount);
  const size_t point = std::min(text.find('.'), text.size());
  std::string digits = text.substr(0, point);
  std::string behind = point < text.size() ? text.substr(point + 1) : "";
  behind.resize(kDecimals, '0');
  return digits == "0" ? behind.substr(std::min(behind.find_first_not_of('0'), kDecimals))
                       : digits + behind;
}

std::string WithoutZeros(std::string text) {
  while (text.size() > 1 && text.back() == '0') text.pop_back();
  return text;
}

}  // namespace

bool IsSlip(const figures::Exactly& a, const figures::Exactly& b, size_t printed_digits,
            bool sure) {
  if (a.numerator <= 0 || b.numerator <= 0) return false;
  const std::string one = DigitsOf(a);
  const std::string two = DigitsOf(b);
  const size_t digits =
      std::max({WithoutZeros(one).size(), WithoutZeros(two).size(), printed_digits});
  if (one.size() != two.size()) return digits >= 3 && WithoutZeros(one) == WithoutZeros(two);
  std::vector<size_t> wrong;
  for (size_t i = 0; i < one.size(); ++i) {
    if (one[i] != two[i]) wrong.push_back(i);
  }
  const bool swapped =
      wrong.size() == 2 && one[wrong[0]] == two[wrong[1]] && one[wrong[1]] == two[wrong[0]];
  if (swapped) return digits >= (wrong[1] == wrong[0] + 1 ? 3U : 4U);
  return wrong.size() == 1 && digits >= (sure ? 3U : 4U);
}

}  // namespace outturn::document
