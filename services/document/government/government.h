// Reports of a government on its budget, accounts and debt: what its amounts are, and where they
// contradict each other. Read beside the other rooms, only where a document is such a report.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "services/document/government/told.h"

namespace outturn::document {

// Whether its words say that a government reports, no department.
[[nodiscard]] bool IsOfAGovernment(const Document& document, const Labels& labels);

class GovernmentReader {
 public:
  explicit GovernmentReader(Builder& builder) : builder_(builder) {}

  // Once the other rooms have read it: what they told is not told again.
  void ReadParagraph(const std::string& text, const Place& place);
  void ReadTable(const Grid& grid, const Spot& spot);
  // What the text says of a table's rows, once all of them are known.
  void Finish();

 private:
  using Kind = Relation::Kind;
  using Parts = std::vector<const Quantity*>;
  using Index = size_t;

  // A level and what is said about it, one thing after another.
  struct Said {
    const Told* level = nullptr;
    const Told* base = nullptr;  // what it is held against
    const Told* change = nullptr;
    const Told* growth = nullptr;
  };
  struct Row {  // of a table: amounts of one name
    std::string name;
    size_t table = 0;
    std::vector<std::pair<size_t, Quantity>> cells;  // by column
  };

  void ReadLevels();
  void HoldAgainstBase(const Said& said, bool late);
  void ReadDone(const Told& level, const Told& plan, const Told& rate);
  void ReadShareOf(const Told& level, Index share);
  [[nodiscard]] std::vector<const Told*> Named(const std::string& name, Index before) const;
  [[nodiscard]] bool AnotherLevel(const Told& level, const Told& until,
                                  const std::function<bool(const Quantity&)>& fits) const;

  void ReadTotal(Index i);
  void ReadFlow(Index i);
  void ReadSigned(Index i);
  [[nodiscard]] bool Splits(const Told& told) const;
  void ReadSplit(Index i);
  void ReadBonds(Index i);
  void ReadAdjusted(Index i);
  void ReadRegions(Index i);
  void ReadTaxes(Index i);
  void NoteItem(const std::string& bare);
  [[nodiscard]] const Told* HeadBefore(Index i, const std::string& word) const;

  void ReadDebts();
  void ReadLimits();
  void ReadBorrowed();
  void ReadService(Index i);

  void ReadOutline(const Grid& grid, const Spot& spot);
  void NoteRows(const Grid& grid, const Spot& spot);
  void HoldAgainstTables(const std::vector<Told>& paragraph);

  [[nodiscard]] bool IsTold(const Quantity& one) const;
  Relation* Tell(Kind kind, const std::string& label, const Quantity& result, const Parts& parts,
                 const std::string& sign);
  void TellSum(const Quantity& whole, const Parts& parts);

  Builder& builder_;
  Place place_;
  std::vector<Told> told_;     // of the paragraph
  std::vector<Told> chapter_;  // of those before it
  std::vector<Told> items_;    // the first of each numbered paragraph
  std::vector<std::vector<Told>> paragraphs_;
  std::vector<Row> rows_;
  size_t tables_ = 0;
};

}  // namespace outturn::document
