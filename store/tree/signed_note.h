// Signed notes (C2SP signed-note) and the checkpoints of a log (C2SP tlog-checkpoint) as such.
//
//   outturn/431200              origin: the name of the key that signs
//   998                         number of leaves
//   snuXmAHF4Yni…               root hash, base64
//                               (blank)
//   — outturn/431200 mHp…       key id and signature, base64
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/status.h"
#include "store/tree/merkle.h"
#include "store/tree/signing.h"

namespace outturn::store {

struct NoteSignature {
  std::string name;
  uint32_t id = 0;
  std::string signature;
  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
  std::string Line() const;  // with its line break
};

struct Note {
  std::string text;  // ends with a line break
  std::vector<NoteSignature> signatures;

  // kCorrupt unless `bytes` is one note with at least one signature, written as ToString does.
  static Result<Note> Parse(std::string_view bytes);
  static Note Sign(std::string text, const SigningKey& key);
  std::string ToString() const;

  // Whether one of the signatures is the key's, and good. A bad one of the key beside a good one is
  // no good note.
  bool IsSignedBy(const VerifierKey& key) const;
};

// A line of a note: "— NAME BASE64". kCorrupt.
Result<NoteSignature> ParseSignatureLine(std::string_view line);

struct Checkpoint {
  std::string origin;
  uint64_t size = 0;
  Hash root{};

  // Of a note's text; lines behind the third are taken and forgotten. kCorrupt.
  static Result<Checkpoint> Parse(std::string_view text);
  std::string ToString() const;
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

}  // namespace outturn::store
