// A plain list of rows as an aligned table or CSV; replies as JSON.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "services/intake/text.h"

namespace outturn::cli {

struct Listing {
  struct Column {
    intake::Words head;
    bool right = false;  // numbers
    bool whole = false;  // never broken over lines: codes and ids; numbers never are anyway
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;

  // With `widths`, a page of a long list: the first leaves its columns' widths there; later ones
  // have no heads and are no narrower.
  [[nodiscard]] std::string ToText(bool english, size_t width,
                                   std::vector<size_t>* widths = nullptr) const;
  // Without the heads where `with_heads` is false: pages after the first.
  [[nodiscard]] std::string ToCsv(bool english, bool with_heads = true) const;
};

// One thing's facts: names on the left, values on the right; as CSV a head and one row.
struct Facts {
  struct Fact {
    intake::Words name;
    std::string value;
  };
  std::vector<Fact> facts;

  void Add(intake::Words name, std::string value);
  [[nodiscard]] std::string ToText(bool english, size_t width) const;
  [[nodiscard]] std::string ToCsv(bool english) const;
};

// The schema's field names, every field, indented, ended by a line break.
[[nodiscard]] std::string ToJson(const google::protobuf::Message& message);

// "2024-07-31 15:20:11" in China's time, from microseconds since 1970; "" for 0.
[[nodiscard]] std::string InstantText(int64_t microseconds);

[[nodiscard]] std::string Hex(const std::string& bytes);

}  // namespace outturn::cli
