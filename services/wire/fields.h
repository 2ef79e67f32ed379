// Fields: turns the plain values of a message into core's types and collects what is wrong with
// them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/core/day.h"
#include "services/core/decimal.h"
#include "services/core/ids.h"
#include "services/core/money.h"

namespace outturn::wire {

// One malformed field: where, what was found, what would be right.
struct FieldViolation {
  std::string field;  // path from the command: "payment.amount_fen", "virement.legs[2].line"
  std::string found;
  std::string wanted_zh;
  std::string wanted_en;
  friend bool operator==(const FieldViolation&, const FieldViolation&) = default;
};
using Violations = std::vector<FieldViolation>;

inline constexpr size_t kMaxCodeBytes = 64;     // codes and names of lines, sources, projects …
inline constexpr size_t kMaxIdBytes = 128;      // external ids, vouchers, document numbers
inline constexpr size_t kMaxTextBytes = 16384;  // free text
inline constexpr size_t kMaxPayeeBytes = 256;
inline constexpr size_t kMaxClassBytes = 7;  // the code of an economic class
inline constexpr int kMaxItems = 500;        // of a repeated field

enum class Need : bool { kOptional, kRequired };

struct Wanted {
  std::string_view zh;
  std::string_view en;
};

// Reads the fields of one message standing at `path`. A malformed value is noted and replaced by a
// default. Both references outlive the object.
class Fields {
 public:
  Fields(std::string_view path, Violations& violations) : path_(path), violations_(violations) {}

  // One finding per field: the first.
  void Violate(std::string_view field, std::string_view found, Wanted wanted);

  // Text without control characters of at most `most` bytes.
  std::string Code(std::string_view field, const std::string& value, Need need,
                   size_t most = kMaxCodeBytes);
  // At most kMaxClassBytes; whether the code exists is the core's to say.
  core::EconomicClass EconomicClass(std::string_view field, const std::string& value, Need need);
  // Free text; line breaks are allowed.
  std::string Text(std::string_view field, const std::string& value, Need need = Need::kOptional);
  core::Fen Amount(std::string_view field, int64_t fen);        // 1 … core::kMaxAmount
  core::Fen AmountOrZero(std::string_view field, int64_t fen);  // 0 … core::kMaxAmount
  core::Day DayOf(std::string_view field, int32_t yyyymmdd);
  std::optional<core::Day> OptionalDay(std::string_view field, int32_t yyyymmdd);  // 0: none
  std::optional<core::Decimal> OptionalDecimal(std::string_view field, const std::string& text);
  int Int(std::string_view field, int64_t value, int64_t least, int64_t most);

  // An enum value; `valid` is the generated …_IsValid. Zero is refused where required, else
  // `otherwise`.
  template <typename Core>
  Core Enum(std::string_view field, int value, bool (*valid)(int), Need need,
            Core otherwise = Core{}) {
    if (value == 0 && need == Need::kOptional) return otherwise;
    if (value != 0 && valid(value)) return static_cast<Core>(value);
    Violate(field, std::to_string(value), {"规定的取值", "one of the values of the enum"});
    return otherwise;
  }

  // Notes an empty or overlong repeated field.
  bool Items(std::string_view field, int count, int least = 1);

 private:
  std::string_view path_;
  Violations& violations_;
};

// At most 80 bytes of a text, cut between characters: errors travel in headers, which are small.
[[nodiscard]] std::string Shortened(std::string_view text);

// "legs[2]" below `path`.
[[nodiscard]] std::string ItemPath(std::string_view path, std::string_view field, int index);

}  // namespace outturn::wire
