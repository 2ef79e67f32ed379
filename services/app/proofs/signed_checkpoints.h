// Every checkpoint of a book that was ever handed out, with the key they are signed by and the
// names some of them were given.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/app/proofs/checkpoint_names.h"
#include "store/event_log.h"
#include "store/tree/signed_note.h"

namespace outturn::app {

struct SignedCheckpoints {
  store::VerifierKey key;
  std::vector<store::Note> notes;  // in the order they were handed out
  std::vector<CheckpointName> names = {};
  bool key_is_anothers = false;  // then nothing can be told of signatures, only of what they sign
};

// How far the log is the book's: up to the newest of the checkpoints in the folder `path` of the
// book of that name, signed with its key; nullopt where the log has another root there, 0 where
// nothing was signed. Reads the log up to there.
[[nodiscard]] std::optional<store::Position> CoveredBySigned(const std::string& path,
                                                             const std::string& book,
                                                             const store::EventLog& log);

}  // namespace outturn::app
