// Every checkpoint of a book that was ever handed out, with the key they are signed by and the
// names some of them were given.
#pragma once

#include <vector>

#include "services/app/proofs/checkpoint_names.h"
#include "store/tree/signed_note.h"

namespace outturn::app {

struct SignedCheckpoints {
  store::VerifierKey key;
  std::vector<store::Note> notes;  // in the order they were handed out
  std::vector<CheckpointName> names = {};
  bool key_is_anothers = false;  // then nothing can be told of signatures, only of what they sign
};

}  // namespace outturn::app
