// The key a book signs its checkpoints with: made at the first start, kept in the data folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/tree/signed_note.h"
#include "store/tree/signing.h"

namespace outturn::app {

// The name of the key and the origin of the checkpoints of a book: "outturn/431200".
[[nodiscard]] std::string OriginOf(const std::string& book);

// The key in the file at `path` (PEM, readable by its owner only). When there is none: a new one of
// kind `to_make`, or kNotFound. kInvalid where others may read the file, kCorrupt, kIo.
[[nodiscard]] store::Result<store::SigningKey> OpenSigningKey(
    const std::string& path, const std::string& book, std::optional<store::KeyKind> to_make);

// kCorrupt, with what to do, when `notes` are signed in the name of the book, and none with `key`,
// which lies at `path`: it is another book's.
[[nodiscard]] store::Status CheckIsTheBooks(const std::string& path, const store::VerifierKey& key,
                                            const std::vector<store::Note>& notes);

// kCorrupt, with what to do, when `note`, a checkpoint of the folder, is not of the book that the
// folder says it holds.
[[nodiscard]] store::Status CheckName(const std::string& folder, const std::string& book,
                                      const store::Note& note);

}  // namespace outturn::app
