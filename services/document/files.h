// Word and Excel files → blocks.
#pragma once

#include <map>
#include <string>

#include "services/document/blocks.h"

namespace outturn::document {

// The files within a zip file, by name, unpacked. Bounded: an entry may hold 64 MiB, all together
// 128 MiB, and there may be 4,000 of them.
struct Unpacked {
  std::map<std::string, std::string> files;
  Words failure;  // empty: it was read
};
[[nodiscard]] Unpacked Unzip(const std::string& bytes);

struct Opened {
  Document document;
  Words failure;  // empty: it was read
};
// .docx and .xlsx, told apart by what is in them.
[[nodiscard]] Opened ReadOffice(const std::string& bytes);

// The words of a PDF with their places, as `pdftotext -bbox` writes them.
[[nodiscard]] Opened ReadPdfWords(const std::string& xhtml);

// For ReadOffice.
[[nodiscard]] Opened ReadDocx(const Unpacked& unpacked);
[[nodiscard]] Opened ReadXlsx(const Unpacked& unpacked);

}  // namespace outturn::document
