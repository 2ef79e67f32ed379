// A row of a table, of whatever sort of file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace outturn::intake {

// What a spreadsheet knows of a cell besides its text; CSV knows nothing.
struct CellNote {
  enum class What : uint8_t {
    kNumber,     // stored as a number: in a column of days it is a day's serial number
    kFromAbove,  // part of a merged area; the text is that of the cell it begins with, in a row
                 // above
    kWide,       // begins a merged area over several columns
    kWrong,      // an error of the spreadsheet, or a formula without its value
  };
  size_t column = 0;
  What what = What::kNumber;
};

struct TableRow {
  uint64_t number = 0;  // as a spreadsheet counts
  std::vector<std::string> cells;
  std::optional<size_t> too_long;  // the first cell that was cut
  std::vector<CellNote> notes;     // by column

  [[nodiscard]] bool Has(size_t column, CellNote::What what) const {
    for (const CellNote& note : notes) {
      if (note.column == column && note.what == what) return true;
    }
    return false;
  }
  [[nodiscard]] bool Has(CellNote::What what) const {
    for (const CellNote& note : notes) {
      if (note.what == what) return true;
    }
    return false;
  }
};

}  // namespace outturn::intake
