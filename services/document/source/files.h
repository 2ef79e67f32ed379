// Word and Excel files → blocks.
#pragma once

#include <string>

#include "services/document/blocks.h"

namespace outturn::document {

struct Opened {
  Document document;
  Words failure;  // empty: it was read
};
// .docx and .xlsx, told apart by what is in them. What they unpack to is bounded.
[[nodiscard]] Opened ReadOffice(const std::string& bytes);

// The words of a PDF with their places, as `pdftotext -bbox` writes them.
[[nodiscard]] Opened ReadPdfWords(const std::string& xhtml);

// For ReadOffice.
[[nodiscard]] Opened ReadXlsx(std::string bytes);

}  // namespace outturn::document
