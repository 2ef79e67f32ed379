// What somebody stated: figures, rows, indicators and sentences of a written report or a filed
// form, each with the place it stands at, before anybody asks whether they agree.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/figures/forms/printed.h"
#include "services/figures/problem.h"

namespace outturn::checks {

using figures::Exactly;
using figures::Words;

enum class Measured : uint8_t { kMoney, kPercent, kPoints, kCount };

// Where something stands, for people: "第 371 行" / "line 371", "表2 第3行第4列", "Sheet1!C7".
struct Place {
  std::string form;  // what it belongs to: "附件1 部门整体支出…", "正文"; figures of one form are
                     // taken together first
  Words where;
  int order = 0;  // rises through the document
};

// A number somebody wrote for a figure.
struct Stated {
  std::string scope;   // empty: the whole unit; else the one project its table is about
  std::string figure;  // as the catalogue of figures writes it; some checks know more than it does
  std::vector<std::string> or_figures;  // what else the words may have meant
  std::string label;                    // the words that name it, as found
  Place place;
  std::string printed;  // as written, without its unit
  std::string unit;     // as written or taken from the table: "万元", "元", "%", "人"
  Measured measured = Measured::kMoney;
  Exactly value;             // money in 万元, rates in percent
  Exactly half;              // what rounding may have taken: 0.005 of the money's unit, or half the
                             // last decimal where the whole document prints fewer than two
  Exactly coarse;            // half the last decimal printed here: "1923" may be 1922.75
  bool unit_taken = false;   // the unit stands elsewhere, not at the number
  bool approximate = false;  // "约", "近", "余"
  bool implied = false;      // guessed, but taken where the figure is stated nowhere else
  bool guessed = false;      // no word said which measure it is: or_figures are as likely
};

// A row of a form that has figures of its own, printed or left blank.
struct StatedRow {
  std::string scope;
  std::string select;  // "(three_public=reception)"; empty: a project the form lists by name
  std::string name;    // as printed
  Place place;
  int cells = 0;            // places for numbers
  int filled = 0;           // of them not blank: "—" and "无" are filled in too
  int numbers_in = 0;       // of them that hold a number
  bool listed = false;      // one of the projects listed under a heading that asks for them
  bool classified = false;  // says that it may not be shown
  // Of a listed project, by measure; indices of Statement::stated.
  std::vector<std::pair<std::string, size_t>> numbers;
};

enum class Direction : uint8_t { kUnknown, kAtLeast, kAtMost, kEqual };

struct StatedCell {
  std::string text;  // trimmed; empty: blank
  std::optional<Exactly> number;
  std::string unit;
  Place place;
};

struct StatedIndicator {
  std::string level1;
  std::string level2;
  std::string name;
  Direction direction = Direction::kUnknown;
  bool less_is_better = false;  // no sign says so, but it is about cost, complaints, accidents
  StatedCell target;
  StatedCell actual;
  StatedCell weight;
  StatedCell score;
  StatedCell reason;
  std::string unit;  // of a column of its own
};

struct IndicatorTable {
  std::string scope;
  Place place;
  bool has_reason = false;  // a column for reasons
  bool has_unit = false;    // a column for units
  bool has_actual = false;
  bool has_score = false;
  bool headless = false;  // goes on without a head of its own behind a table that was summed up
  bool exact = true;      // which rows a level's name goes over is sure
  bool partial = false;   // its end is not there: the weights make no whole
  std::vector<StatedIndicator> indicators;
  StatedCell total_weight;
  StatedCell total_score;
};

// A number that a sentence or table makes of others: "占 62.5%", "增长 8.8%", a row of totals.
struct Relation {
  enum class Kind : uint8_t {
    kShare,
    kGrowth,
    kSum,
    kDifference,
    kGrowthOn,
    kListed,
    kAverage,
    kAtMost,
    kDirection,
    kNamed
  };
  Kind kind = Kind::kShare;
  Place place;
  std::string label;
  std::string printed;
  std::string unit;  // of money: "元"; empty: 万元
  Exactly value;
  Exactly half;
  // kShare: part, whole. kGrowth: present, change (signed). kSum, kListed: the addends.
  // kDifference: one and what it is held against. kGrowthOn: present, and what it grew from.
  // kAverage: what is shared out, and among how many. kAtMost: what it may not be above.
  // kDirection: two numbers of which `printed` says which is more; `value` is its sign.
  // kNamed: how many are listed by name.
  std::vector<Exactly> parts;
  std::vector<Exactly> halves;
  // Other wholes or presents the sentence may mean, each with its half: one that fits is enough.
  std::vector<std::pair<Exactly, Exactly>> others;
  // kShare, kGrowthOn: the figure it is of, where that stands elsewhere; kGrowth: the present.
  std::string whole;
  std::string formula;  // "1.80 ÷ 20.59"
  // The numbers in it, "20.59万元", with their places: what it may have in common with others.
  std::vector<std::pair<std::string, Words>> numbers;
  // Others it was reckoned from, which are no mark of one cause.
  std::vector<std::pair<std::string, Words>> tied;
};

// A sentence that promises something about the rest.
struct Claim {
  enum class Kind : uint8_t {
    kAllDone,  // every indicator was met
    kNotDone,  // one was not; `subject` names it
    kAnnex,    // refers to an annex; `subject` is "附件5"
    kExceeds,  // `subject` is above its target by `percent`
    kGrade,    // `subject` is the grade
    kNothing,  // there is no money of `subject`, a selector
  };
  Kind kind = Kind::kAllDone;
  std::string subject;
  std::string text;
  Exactly percent;
  int decimals = 0;
  Place place;
};

// What is written otherwise than it should be, and was understood all the same.
struct Remark {
  enum class Kind : uint8_t {
    kUnit,     // "占 51.72": a unit that can be only one was left out
    kName,     // a functional item's name that is not the tables'
    kWording,  // "减增加": both words of a form were left
  };
  Kind kind = Kind::kUnit;
  Place place;
  std::string found;
  std::string expected;
  Words words;
};

// A number that was seen and not understood, or a cell that could not be read.
struct Unread {
  Place place;
  std::string text;
  std::string label;
};

struct Filing {
  int year = 0;  // 0: it does not say
  std::vector<Stated> stated;
  std::vector<StatedRow> rows;
  std::vector<IndicatorTable> indicators;
  std::vector<Relation> relations;
  std::vector<Claim> claims;
  std::vector<std::string> annexes;  // "附件1": those that are there
  std::vector<Unread> unread;
  std::vector<Remark> remarks;
  bool compulsory_rows = false;  // it is the form whose rows must be filled in
};

}  // namespace outturn::checks
