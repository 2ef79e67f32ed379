#include "services/figures/values/elimination.h"

#include <algorithm>

#include "services/figures/value.h"

namespace outturn::figures {
namespace {

uint64_t Times(uint64_t a, uint64_t b) {
  __extension__ using Product = unsigned __int128;
  const Product product = static_cast<Product>(a) * b;
  const uint64_t sum =
      static_cast<uint64_t>(product & kPrime) + static_cast<uint64_t>(product >> 61);
  return sum >= kPrime ? sum - kPrime : sum;
}
uint64_t Less(uint64_t a, uint64_t b) { return a >= b ? a - b : a + kPrime - b; }

// By Fermat: a^(p−2).
uint64_t Inverse(uint64_t a) {
  uint64_t result = 1;
  for (uint64_t power = kPrime - 2; power > 0; power >>= 1) {
    if ((power & 1) != 0) result = Times(result, a);
    a = Times(a, a);
  }
  return result;
}

// a −= factor × b, where b may be shorter.
void Subtract(std::vector<uint64_t>& a, uint64_t factor, const std::vector<uint64_t>& b) {
  a.resize(std::max(a.size(), b.size()), 0);
  for (size_t i = 0; i < b.size(); ++i) {
    if (b[i] != 0) a[i] = Less(a[i], Times(factor, b[i]));
  }
}

}  // namespace

uint64_t Modular(int64_t number) {
  const uint64_t size = static_cast<uint64_t>(number < 0 ? -number : number) % kPrime;
  return number < 0 ? Less(0, size) : size;
}

std::optional<int64_t> Whole(uint64_t residue) {
  constexpr uint64_t kMost = 1'000;
  if (residue <= kMost) return static_cast<int64_t>(residue);
  if (kPrime - residue <= kMost) return -static_cast<int64_t>(kPrime - residue);
  return std::nullopt;
}

void Echelon::Add(std::vector<uint64_t> values) {
  values.resize(columns_, 0);
  Row row{.values = std::move(values), .made = {}, .pivot = 0};
  row.made.resize(++added_, 0);
  row.made.back() = 1;
  for (const Row& other : rows_) {
    const uint64_t factor = row.values[other.pivot];
    if (factor == 0) continue;
    Subtract(row.values, factor, other.values);
    Subtract(row.made, factor, other.made);
  }
  const auto first =
      std::find_if(row.values.begin(), row.values.end(), [](uint64_t value) { return value != 0; });
  if (first == row.values.end()) return;
  row.pivot = static_cast<size_t>(first - row.values.begin());
  const uint64_t inverse = Inverse(*first);
  for (uint64_t& value : row.values) value = Times(value, inverse);
  for (uint64_t& value : row.made) value = Times(value, inverse);
  for (Row& other : rows_) {
    const uint64_t factor = other.values[row.pivot];
    if (factor == 0) continue;
    Subtract(other.values, factor, row.values);
    Subtract(other.made, factor, row.made);
  }
  rows_.push_back(std::move(row));
}

std::optional<std::vector<uint64_t>> Echelon::Combination(std::vector<uint64_t> values) const {
  values.resize(columns_, 0);
  std::vector<uint64_t> made(added_, 0);
  for (const Row& row : rows_) {
    const uint64_t factor = values[row.pivot];
    if (factor == 0) continue;
    Subtract(values, factor, row.values);
    Subtract(made, Less(0, factor), row.made);
  }
  const bool zero = std::all_of(values.begin(), values.end(), [](uint64_t v) { return v == 0; });
  if (!zero) return std::nullopt;
  return made;
}

}  // namespace outturn::figures
