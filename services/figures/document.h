// Document: prose and tables in one, before anybody decides how they look.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "services/figures/table.h"

namespace outturn::figures {

enum class PartKind : uint8_t { kTitle, kHeading, kParagraph, kBlank, kTable };

struct Document {
  struct Part {
    PartKind kind = PartKind::kParagraph;
    std::string text;
    size_t table = 0;  // kTable: of `tables`
  };
  std::vector<Part> parts;
  std::vector<Table> tables;
  Provenance provenance;
  Language language = Language::kChinese;
};

}  // namespace outturn::figures
