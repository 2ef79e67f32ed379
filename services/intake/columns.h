// The header row of a CSV file: which column is which field of which kind.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/intake/fields.h"
#include "services/intake/rows.h"

namespace outturn::intake {

// Whether a column holds the errors of an earlier import (错误, error): read over.
[[nodiscard]] bool IsErrorColumn(const std::string& header);

class Columns {
 public:
  // The columns of one kind.
  struct Mapping {
    const Kind* kind = nullptr;
    std::vector<int> field_of;  // column → index into kind->fields; -1: this kind has no such field
    bool has_unit = false;      // one of them is the unit
  };

  // Reads the header row: a kind given by `defaults`, by a column 事项 or kind, or the only one
  // that has all the columns and whose required fields are all there. Otherwise says which columns
  // are unknown (with near matches), missing or double, or which kinds it might be.
  [[nodiscard]] std::optional<Words> Read(std::vector<std::string> headers,
                                          const IntakeDefaults& defaults);

  // As the file spells them; without trailing empty ones.
  [[nodiscard]] const std::vector<std::string>& headers() const { return headers_; }
  // The column that names each row's kind; -1: all rows are of `kind()`.
  [[nodiscard]] int kind_column() const { return kind_column_; }
  [[nodiscard]] const Kind* kind() const { return kind_; }
  // The mapping for a kind; made when first asked for.
  [[nodiscard]] const Mapping& For(const Kind& kind);
  // The unit its name gives a column: "金额（万元）" is 4.
  [[nodiscard]] std::optional<int> UnitOf(size_t column) const { return units_[column]; }
  [[nodiscard]] bool IsMoney(const Kind& kind, size_t column) const;
  // What to call the column: its name, or its number.
  [[nodiscard]] std::string Label(size_t column) const;
  // Whether a name means something as a column's, of whatever kind where `defaults` has none.
  [[nodiscard]] static bool Knows(const std::string& header, const IntakeDefaults& defaults);
  // Whether cells of a column are read over: error columns, unknown ones where that was asked for.
  [[nodiscard]] bool Ignored(size_t column) const { return ignored_[column]; }

 private:
  int FindKindColumn(const IntakeDefaults& defaults) const;
  std::optional<Words> GuessKind(const IntakeDefaults& defaults);
  std::optional<Words> CheckKnown(const IntakeDefaults& defaults);
  std::optional<Words> CheckDouble(const Mapping& mapping) const;
  std::optional<Words> CheckMissing(const Mapping& mapping, const IntakeDefaults& defaults) const;
  FieldSet Given(const Mapping& mapping, const IntakeDefaults& defaults) const;
  bool KnownTo(const Kind& kind, size_t column) const;
  Words NearMatches(const std::string& header) const;

  std::vector<std::string> headers_;
  std::vector<std::string> names_;  // what each stands for: by the mapping, without its unit
  std::vector<std::optional<int>> units_;
  std::vector<bool> ignored_;
  int kind_column_ = -1;
  const Kind* kind_ = nullptr;
  std::map<const Kind*, Mapping> mappings_;
};

}  // namespace outturn::intake
