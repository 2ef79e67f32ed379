// What the readers of paragraphs and tables share while a filing is put together. For this folder.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "services/checks/stated.h"
#include "services/document/blocks.h"
#include "services/document/labels.h"
#include "services/document/normal.h"

namespace outturn::document {

using checks::Claim;
using checks::Filing;
using checks::Measured;
using checks::Place;
using checks::Relation;
using checks::Stated;
using figures::Exactly;

// Which figure a number is, as its words say.
struct Meaning {
  std::string figure;
  std::vector<std::string> or_figures;
  std::string label;
  Measured measured = Measured::kMoney;
  bool guessed = false;
  bool implied = false;  // guessed, but likely enough where nobody else says it
};

// Where the number stands.
struct Spot {
  std::string scope;
  Place place;
  std::string money_unit;  // of numbers without a unit of their own
};

class FunctionItems;
class UnitOwners;

struct Builder {
  const Labels& labels;
  FunctionItems* items = nullptr;  // of the prose
  UnitOwners* owners = nullptr;    // the units it speaks of
  std::set<int> fiscal;            // orders of cells by code under a caption of 财政拨款 alone
  Filing filing;
  std::vector<Cell> last_head;  // of the last table of indicators
  std::string last_scope;       // of the last table; empty: the whole unit

  explicit Builder(const Labels& labels_in) : labels(labels_in) {}

  // Whether the number's unit can be one of what is measured.
  [[nodiscard]] static bool Suits(const Written& number, Measured measured, bool in_cell);
  // Index of what was put.
  size_t Put(const Meaning& meaning, const Written& number, const Spot& spot);
  void Miss(const Place& place, std::string text, std::string label);

  // The measure's name in the year spoken of; empty for years that are of no matter. `year` is 0,
  // -1 or a number.
  [[nodiscard]] std::string MeasureOf(const Label& measure, int year) const;
  // -1: last year; 0: this one; else something else.
  [[nodiscard]] int Relative(int year) const;
};

[[nodiscard]] Exactly ValueOf(const Written& number);  // as printed
[[nodiscard]] Exactly InWan(const Exactly& value, std::string_view unit);
// Without its sign.
[[nodiscard]] Exactly Size(const Exactly& number);
// Whether it may be what rounding took.
[[nodiscard]] bool Within(const Exactly& off, const Exactly& tolerance);
[[nodiscard]] Exactly HalfOf(const Written& number, Measured measured, std::string_view unit);
[[nodiscard]] Exactly CoarseOf(const Written& number, std::string_view unit);

// What a share of a functional item in all of its funds is called.
inline constexpr char kItemShare[] = "功能分类占比";

// Sentences: figures, relations and claims of a paragraph or a cell with prose in it.
// `inline_cell`: numbers need no unit where a word names them.
struct Prose {
  std::string text;
  Spot spot;
  bool inline_cell = false;
  std::string heading_select;  // what the chapter is about: "(category=project)"
  bool heading_known = false;
  // The paragraph itself says so, in a sentence of its own.
  bool heading_sure = false;
  std::string heading_label;
  bool outturn = false;  // of final accounts: what is no budget was paid
  bool budget = false;   // of a budget: what nobody calls otherwise is planned
};
void ReadProse(Builder& builder, const Prose& prose);
// "减增加": words of a form that exclude each other.
void ReadWording(Builder& builder, const std::string& bare, const Place& place);
void ReadClaims(Builder& builder, const std::string& text, const Place& place);

// Tables.
struct TableContext {
  std::string form;          // "附件1 部门整体支出…"
  std::string caption;       // what stands before it, bare
  std::string money_unit;    // 万元 where nobody says
  bool goes_on = false;      // nothing stands between it and the table before
  bool of_projects = false;  // the chapter is about 项目支出
};
void ReadTable(Builder& builder, const Grid& grid, const TableContext& context);

// A table of indicators from its head on; nullopt-like: false when `row` is no head of one.
bool IsIndicatorHead(const Builder& builder, const std::vector<Cell>& row);
// Reads rows from the head at `row` on; the first row behind them.
size_t ReadIndicators(Builder& builder, const Grid& grid, size_t row, const Spot& spot);
// The same columns again without a head; the width must be that of the last table read.
[[nodiscard]] bool ContinuesIndicators(const Builder& builder, const Grid& grid);
void ReadMoreIndicators(Builder& builder, const Grid& grid, const Spot& spot);

}  // namespace outturn::document
