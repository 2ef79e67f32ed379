// Units told of one after the other: "甲局年初预算 520 万元，……。乙站年初预算 210 万元，……". For
// this folder.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "services/document/blocks.h"
#include "services/document/labels.h"

namespace outturn::document {

class UnitOwners {
 public:
  // Reads all of the document for units that are told the same things of, with other numbers.
  UnitOwners(const Document& document, const Labels& labels);

  // Before a paragraph is read; its sentences follow.
  void Enter(const std::string& bare);
  // The unit a sentence is about, where it is one of several; empty: the whole.
  [[nodiscard]] std::string ScopeOf(std::string_view sentence);
  [[nodiscard]] bool Has(const std::string& scope) const { return units_.contains(scope); }

 private:
  [[nodiscard]] std::string OwnerIn(std::string_view sentence) const;
  [[nodiscard]] std::string OwnerInHeading(const std::string& bare) const;
  void Note(const std::string& owner, std::string_view sentence);
  void Choose(const std::string& title);

  const Labels& labels_;
  std::map<std::string, std::map<std::string, std::string>> told_;  // by unit and words
  std::set<std::string> units_;                                     // those that are several
  std::string heading_;                                             // the unit a heading names
  std::string owner_;                                               // of the paragraph so far
};

}  // namespace outturn::document
