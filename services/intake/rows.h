// What the decoders of files give: commands with the row they came from, or what is wrong with a
// row. The decoders are pure: bytes in, rows out; opening and writing files is the caller's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "outturn/v1/event.pb.h"
#include "services/intake/kinds.h"
#include "services/intake/mapping.h"
#include "services/intake/text.h"

namespace outturn::intake {

// The row as the file had it, to be written to a file of rejects.
struct SourceRow {
  uint64_t number = 0;                  // as a spreadsheet or an editor counts, from 1
  std::vector<std::string> cells = {};  // CSV, without columns of earlier errors
  std::string line = {};                // NDJSON
  std::string sheet = {};               // of a spreadsheet
};

// One thing wrong in a row.
struct Problem {
  std::string column;  // the header as the file spells it; empty: the row as a whole
  std::string found;   // empty: nothing was there
  Words expected;
  Words instead;  // said of the column where "is …, expected …" does not fit: "is given twice"
};

// Receives rows in the file's order.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual void Accept(SourceRow row, v1::Command command) = 0;
  virtual void Reject(SourceRow row, std::vector<Problem> problems) = 0;
  // A row that is none of the table's own: a title, a row of totals.
  virtual void Skip(SourceRow /*row*/, Words /*why*/) {}
  // A sheet that is no table of commands.
  virtual void SkipSheet(const std::string& /*sheet*/, const Words& /*why*/) {}
};

// What the file itself need not say.
struct IntakeDefaults {
  const Kind* kind = nullptr;  // nullptr: the file says, or its columns tell
  v1::Header header;           // taken where the file has no such column or an empty cell
  bool ignore_unknown_columns = false;
  const Mapping* mapping = nullptr;  // how the source writes things; outlives its users
};

// "found “12.345”, expected at most two decimals …" in both languages.
[[nodiscard]] Words Describe(const Problem& problem);

}  // namespace outturn::intake
