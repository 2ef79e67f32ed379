// Spreadsheet files made of a few words, right or wrong.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace outturn::intake {

// A zip file of these parts.
[[nodiscard]] std::string ZipOf(const std::map<std::string, std::string>& parts);
// The parts of a zip file, unpacked.
[[nodiscard]] std::map<std::string, std::string> PartsOf(const std::string& zip);

struct SheetXml {
  std::string name;
  std::string rows;         // "<row r=\"1\">…</row>"
  std::string merges = "";  // "A1:C1 B2:B3"
  std::string state = "";   // "hidden"
};

// A workbook. Cell styles: 0 ordinary, 1 a day (numFmt 14), 2 yyyy"年"m"月"d"日", 3 #,##0.00.
[[nodiscard]] std::string XlsxOf(const std::vector<SheetXml>& sheets,
                                 const std::vector<std::string>& shared = {},
                                 bool from_1904 = false);

// <row>: cells in order, from column A. A text beginning with '=' is put in as the cell's XML
// without the '='; digits are numbers; anything else an inline text; "" no cell.
[[nodiscard]] std::string RowOf(int number, const std::vector<std::string>& cells);

}  // namespace outturn::intake
