// KeptFiles: what a data folder keeps that is not derived, beside the log: the book's name, the
// signing key, every checkpoint ever handed out and the names some have. Read back by fsck, of a
// folder nobody has open as of one whose book is in service.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/app/fsck/fsck.h"
#include "services/app/proofs/signed_checkpoints.h"
#include "store/tree/signing.h"

namespace outturn::app {

struct KeptFiles {
  std::string book;  // as the file BOOK says, else as asked, else as the newest checkpoint
  std::optional<store::VerifierKey> key;  // nullopt: there is none, or it cannot be read
  std::vector<store::Note> notes;         // of a sound file
  std::vector<CheckpointName> names;      // likewise
  bool key_is_anothers = false;           // none of the notes is signed with it
  bool notes_lost = false;        // the file is not sound: nothing is told of names it may have had
  std::vector<Finding> findings;  // each begins with the file's path

  // What a key is there to check; nullopt also where nothing was ever signed.
  [[nodiscard]] std::optional<SignedCheckpoints> Signed() const;
};

// Reads those files and changes none. `book`: what the folder is to be called; empty takes the name
// it has. That a file is not there is a finding where another one says it was.
[[nodiscard]] KeptFiles ReadKeptFiles(const std::string& folder, const std::string& book);

// The same of a folder whose book answers from `in_memory`, which all of it has to be in the files,
// too. What only the files have is kept, to be examined. Nobody writes them meanwhile.
[[nodiscard]] KeptFiles ReadKeptFilesBeside(const SignedCheckpoints& in_memory,
                                            const std::string& folder, const std::string& book);

}  // namespace outturn::app
