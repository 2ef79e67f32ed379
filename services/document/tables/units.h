// The unit of a table against that of the text beside it. For this folder.
#pragma once

#include <string>
#include <vector>

#include "services/document/builder.h"

namespace outturn::document {

// "单位：元" over a table whose 2535.40 the text calls 2535.40 万元.
class UnitsHeld {
 public:
  void NoteTable(const Builder& builder, const Grid& grid, const std::string& unit,
                 const std::string& form);
  // Of a paragraph or of sentences in a cell.
  void NoteText(const std::vector<Token>& tokens, const Place& place);
  // One relation for each table that has two numbers of the text or more, all in another unit.
  void Tell(Builder& builder) const;

 private:
  struct Amount {
    Written number;
    std::string unit;
    Place place;
  };
  std::vector<std::vector<Amount>> tables_;
  std::vector<Amount> text_;
};

}  // namespace outturn::document
