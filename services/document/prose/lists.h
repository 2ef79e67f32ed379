// "X 万元，其中：A…、B…": numbers that are parts of one before them. For this folder.
#pragma once

#include <string>
#include <vector>

#include "services/document/quantity.h"

namespace outturn::document {

// The sentences of a paragraph, one after the other: each list is told where it is wrong and its
// words make it sure, or where it is wrong by a slip of the pen.
class ListReader {
 public:
  explicit ListReader(Builder& builder) : builder_(builder) {}
  // `text`: of a paragraph, not of a cell. `goes_on`: it begins with "其中", of sentences before
  // it.
  void Read(const std::vector<Token>& tokens, const Place& place, bool text, bool goes_on);

 private:
  Builder& builder_;
  std::vector<Quantity> last_;    // the sentence before
  std::vector<Quantity> levels_;  // the last that tells more than changes
  std::vector<Quantity> money_;   // the last that tells money so
};

// The first few make the whole before all are named, so that others follow.
[[nodiscard]] bool IsMadeBefore(const std::vector<const Quantity*>& parts, const Quantity& whole);
// "男 54 人，女 35 人": nobody besides.
[[nodiscard]] bool AreOpposites(const Labels& labels, const std::vector<std::string>& names);

// "内设 8 个部门（办公室、康复部、维权部）": three. Nothing where the list goes on ("等").
void ReadNamedCounts(Builder& builder, const std::vector<Token>& tokens, const Place& place);

}  // namespace outturn::document
