// Linear combinations, exactly: rows of whole numbers reduced modulo a large prime. For this folder
// only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace outturn::figures {

// 2^61 − 1. Whole numbers of some hundred rows of zeros and ones are far below it, so what is zero
// here is zero.
inline constexpr uint64_t kPrime = (uint64_t{1} << 61) - 1;

[[nodiscard]] uint64_t Modular(int64_t number);
// The whole number of least size that a residue stands for; nullopt for one above a thousand, which
// is a fraction.
[[nodiscard]] std::optional<int64_t> Whole(uint64_t residue);

// Rows in reduced echelon form, each with how the rows that were added make it up.
class Echelon {
 public:
  explicit Echelon(size_t columns) : columns_(columns) {}

  struct Row {
    std::vector<uint64_t> values;  // by column
    std::vector<uint64_t> made;    // by the number of the row added
    size_t pivot = 0;
  };

  // The row is worth `values`; rows count from 0.
  void Add(std::vector<uint64_t> values);

  // How the rows added make `values` up; nullopt when they cannot.
  [[nodiscard]] std::optional<std::vector<uint64_t>> Combination(
      std::vector<uint64_t> values) const;

  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

 private:
  size_t columns_;
  size_t added_ = 0;
  std::vector<Row> rows_;
};

}  // namespace outturn::figures
