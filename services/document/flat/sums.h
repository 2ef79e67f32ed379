// Whether the sums that a flat table has of its own hold. For this folder.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "services/document/flat/flat.h"

namespace outturn::document {

// Codes and those below them, rows and their columns, sides and their classes.
class FlatSums {
 public:
  // All outlive it.
  FlatSums(const FlatTables& all, const FlatTable& table, const Spot& spot);

  // What is shifted or broken up breaks most of its sums; the few totals of two sides may all be
  // wrong in a table that is not.
  [[nodiscard]] bool Flawed() const;
  // One more: parts of three-public expenses in their places, nullptr for blank ones.
  void WeighThreePublic(const FlatRow& row, const FlatAmount* whole,
                        std::initializer_list<const FlatAmount*> parts);
  // Adds those found wrong since it was last told.
  void TellWrong(Builder& builder);

 private:
  struct Sum {
    Coded whole;
    std::vector<Coded> parts;
  };
  struct Tally {
    size_t holds = 0;
    size_t wrong = 0;
  };

  [[nodiscard]] Coded CodedOf(const FlatRow& row, const FlatAmount& amount) const {
    return all_.CodedOf(row, amount, spot_);
  }
  void FindSums();
  // The parts in `column` of the rows; one alone is no sum, but must be as much as the whole.
  void Weigh(const FlatRow& whole, const std::vector<const FlatRow*>& parts, int column,
             const std::string& remark = "");
  // All of a row is the sum of what stands behind it, wherever that stands.
  void WeighRow(const FlatRow& row);
  [[nodiscard]] std::vector<const FlatRow*> RowsBelow(const std::string& code) const;
  void WeighTree();
  // The numbers stand a row above or below their names: behind those that already make all of the
  // total stands the total itself once more.
  [[nodiscard]] static std::string ShiftOf(const FlatRow& whole,
                                           const std::vector<const FlatRow*>& parts);
  // 人员经费合计 is 301 and 303, 公用经费合计 the rest.
  void WeighNatures();
  // "一、…" make what sums them up; that and the balances make the total.
  void WeighSide(bool left);
  void Count(Sum found, int64_t off, Tally& tally);

  const FlatTables& all_;
  const FlatTable& table_;
  const Spot& spot_;
  Tally down_;    // sums of rows, of the first column
  Tally other_;   // of the others
  Tally across_;  // of columns
  std::vector<Sum> wrong_;
};

}  // namespace outturn::document
