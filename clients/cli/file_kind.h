// What a file is by its bytes, held against what its name says it is.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/intake/text.h"

namespace outturn::cli {

enum class FileKind {
  kText,
  kPdf,
  kWord,       // a zip with a Word document
  kSheet,      // a zip with a workbook
  kZip,        // a zip with neither, or a damaged one
  kOldOffice,  // .doc and .xls of old, or with a password
  kRichText,
  kMarkup,  // HTML, and XML an old program called .xls or .doc
  kPicture,
  kBinary,  // none of these, and no text
  kEmpty,
};

[[nodiscard]] FileKind KindOf(std::string_view bytes);

// Why a file of this name and these bytes is not to be read as a report: what was found, and what
// would be right. nullopt: it can be tried. A name without a known ending goes by the bytes.
[[nodiscard]] std::optional<intake::Words> WhyNoReport(const std::string& path, FileKind kind);

// Text that no program wrote as text: zero bytes, or more than one character in twenty is a control
// character or could not be read. `text` is UTF-8 by now.
[[nodiscard]] bool IsNoText(std::string_view text);

}  // namespace outturn::cli
