// The words of a PDF, by pdftotext of poppler-utils.
#pragma once

#include <string>

#include "services/intake/text.h"

namespace outturn::cli {

struct PdfText {
  std::string text;
  intake::Words failure;  // empty: it was read
};
// Every word with its place on the page (XHTML): columns of a table are told apart by where they
// stand. Starts `pdftotext -bbox` as a child of its own: 30 seconds, 1 GiB of memory and 32 MiB of
// text at most.
[[nodiscard]] PdfText TextOfPdf(const std::string& path);

}  // namespace outturn::cli
