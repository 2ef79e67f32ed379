// A spreadsheet file (.xlsx) to rows of cells, sheet by sheet. Memory holds the packed file, its
// shared texts and one row; nothing unpacks without bound.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "services/intake/table_row.h"
#include "services/intake/xlsx_archive.h"
#include "services/intake/xlsx_values.h"

namespace outturn::intake {

class XlsxBook {
 public:
  static constexpr size_t kMostColumns = 1'024;
  static constexpr size_t kMostCellBytes = 1 << 20;

  struct Sheet {
    std::string name;
    std::string part;
    bool hidden = false;
  };

  // Why it cannot be read; to be called once, first.
  [[nodiscard]] std::optional<Words> Open(std::string bytes);
  // From now on numbers come as the spreadsheet shows them, "97.00%", not as it stores them.
  void ReadAsShown() { as_shown_ = true; }
  [[nodiscard]] const std::vector<Sheet>& sheets() const { return sheets_; }
  [[nodiscard]] bool from_1904() const { return from_1904_; }

  // Hands on the sheet's rows that hold any text, until `on_row` gives false; why it cannot be read
  // further.
  using OnRow = std::function<bool(TableRow)>;
  [[nodiscard]] std::optional<Words> Read(const Sheet& sheet, const OnRow& on_row) const;

  // A merged area: rows from 1, columns from 0.
  struct Merge {
    uint64_t first_row, last_row;
    uint32_t first_column, last_column;
  };
  // By first row.
  std::optional<Words> ReadMerges(const Sheet& sheet, std::vector<Merge>* merges) const;

 private:
  friend class XlsxSheetReader;
  std::optional<Words> ReadWorkbook(const std::string& part);
  std::optional<Words> ReadTexts(const std::string& part);
  std::optional<Words> ReadStyles(const std::string& part);

  XlsxArchive archive_;
  std::vector<Sheet> sheets_;
  std::vector<std::string> texts_;
  std::vector<NumberFormat> formats_;  // by cell style
  bool from_1904_ = false;
  bool as_shown_ = false;
};

}  // namespace outturn::intake
