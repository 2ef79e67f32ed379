// Tables of published accounts in text that lost its columns: a row a line, its cells one space
// apart, blank cells left out, long names broken over the lines above and below. For this folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/document/builder.h"
#include "services/document/source/flat_lines.h"
#include "services/document/tables/parts.h"

namespace outturn::document {

enum class FlatKind : uint8_t {
  kUnknown,
  kIncome,       // by function: all, then where it comes from
  kExpenditure,  // by function: all, basic, project …
  kFlow,         // of one fund, by function: carried in, income, expenditure, carried out
  kEconomic,     // by economic class
  kTwoSides,     // income on the left, expenditure on the right
  kThreePublic,
};

struct FlatAmount {
  Written written;
  const Cell* cell = nullptr;
  bool blank = false;  // "—" holds its place
  int64_t micro = 0;   // millionths of the table's unit
  int at = -1;         // its column; -1: nobody knows
};

struct FlatRow {
  std::string code;
  std::string name;
  std::vector<FlatAmount> amounts;
  const Cell* first = nullptr;
  bool left = false;   // of a table with two sides
  bool mixed = false;  // its name may have letters of the names beside it
  size_t headed = 0;   // amounts before heads that fell into the row
  [[nodiscard]] const FlatAmount* In(int column) const;
  [[nodiscard]] bool Known() const;  // the columns of all its amounts
};

struct FlatTable {
  FlatKind kind = FlatKind::kUnknown;
  std::string caption;  // bare
  std::string heads;    // all words above the first row
  std::string unit;     // of its money; empty: it does not say
  std::string measure;  // "paid"
  std::string fund;     // "general"; "fiscal": all fiscal funds; empty: all money
  int width = 1;        // columns
  bool flawed = false;  // its sums do not hold: nothing of it is used
  std::vector<FlatRow> rows;

  // The row of the total of rows by code.
  [[nodiscard]] std::optional<size_t> Total() const;
  // Rows with amounts right below the code; of "": the uppermost ones.
  [[nodiscard]] const std::vector<size_t>& Below(const std::string& code) const;
  std::map<std::string, std::vector<size_t>> below;
};

[[nodiscard]] FlatTable ParseFlat(const Grid& grid);
// Whether the sum of so many rounded addends may be off by this much: up to two hundredths is never
// told.
[[nodiscard]] bool FlatNear(int64_t off, size_t addends);
// Finds which columns the amounts of rows with blanks stand in.
void FindFlatColumns(std::vector<FlatTable>& tables);
// The slots of the row of three-public expenses: 0 to 5 as `three_public_order` has them, of final
// accounts twice that, budget and outturn in turn; 12 for the cost of running the office; -1: one
// of several, nobody knows which. Empty: nobody knows any.
[[nodiscard]] std::vector<int> ThreePublicSlots(const FlatTable& table);

// "合计", "总计" and the like.
[[nodiscard]] bool NamesFlatSum(const std::string& name);
// "一、" but no "1." or "（一）": a class of one of two sides.
[[nodiscard]] bool IsFlatPart(const FlatRow& row);
// "/基本支出": what stands over a column; empty over that of all.
[[nodiscard]] std::string FlatHeadOf(const FlatTable& table, int column);

// All of a document, read together: one tells the columns and names of another.
class FlatTables {
 public:
  explicit FlatTables(const Document& document);
  // Puts what the table states.
  void Put(Builder& builder, const Grid& grid, const TableContext& context);
  // What the tables say of one another.
  void PutTies(Builder& builder) const;

  // Its code with the best name any table has for it.
  [[nodiscard]] std::string LabelOf(const FlatRow& row) const;
  [[nodiscard]] Coded CodedOf(const FlatRow& row, const FlatAmount& amount, const Spot& spot) const;

 private:
  friend class FlatWriter;
  friend class FlatTies;
  std::vector<FlatTable> tables_;
  std::map<const Grid*, size_t> at_;
  std::map<std::string, std::string> names_;    // by code
  std::map<std::string, std::string> classes_;  // codes of functional classes by name
  std::map<size_t, Spot> spots_;                // of the tables put
};

}  // namespace outturn::document
