// One sheet's XML to rows.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/intake/xlsx_book.h"

namespace outturn::intake {

class XlsxSheetReader {
 public:
  XlsxSheetReader(const XlsxBook& book, std::vector<XlsxBook::Merge> merges,
                  const XlsxBook::OnRow& on_row)
      : book_(book), merges_(std::move(merges)), on_row_(on_row) {}

  void StopWith(XmlReader* reader) { reader_ = reader; }
  void stop() { reader_->Stop(); }
  void Start(const XmlElement& element);
  // False: nothing more is wanted.
  [[nodiscard]] bool End(std::string_view name);
  void Text(std::string_view text);
  [[nodiscard]] const std::optional<Words>& failure() const { return failure_; }

 private:
  void StartRow(const XmlElement& element);
  void StartCell(const XmlElement& element);
  void EndCell();
  bool EndRow();
  void TakeMerges();
  void FillFromAbove();
  void Weigh(size_t bytes);
  std::string* CellAt(size_t column);
  void Note(size_t column, CellNote::What what) { row_.notes.push_back({column, what}); }
  void Fail(Words words);

  const XlsxBook& book_;
  std::vector<XlsxBook::Merge> merges_;  // by first row
  const XlsxBook::OnRow& on_row_;
  XmlReader* reader_ = nullptr;
  std::optional<Words> failure_;

  size_t next_merge_ = 0;
  struct Area {
    uint64_t last_row;
    std::string text;
    bool number;
  };
  std::map<uint32_t, Area> areas_;  // over several rows, by the column that holds their text
  TableRow row_;
  uint64_t last_row_ = 0;
  size_t row_bytes_ = 0;
  size_t sheet_bytes_ = 0;
  bool in_row_ = false;

  // The cell being read.
  bool in_cell_ = false;
  size_t column_ = 0;
  size_t next_column_ = 0;
  std::string type_;
  NumberFormat format_;
  bool formula_ = false;
  bool has_value_ = false;
  bool in_value_ = false;
  int phonetic_ = 0;
  bool cut_ = false;
  std::string value_;
};

}  // namespace outturn::intake
