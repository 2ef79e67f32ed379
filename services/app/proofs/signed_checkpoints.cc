#include "services/app/proofs/signed_checkpoints.h"

#include "services/app/derived/made_of.h"
#include "services/app/proofs/proofs.h"
#include "services/app/proofs/signing_key.h"
#include "store/file.h"
#include "store/kept/note_file.h"
#include "store/tree/merkle.h"

namespace outturn::app {

std::optional<store::Position> CoveredBySigned(const std::string& path, const std::string& book,
                                               const store::EventLog& log) {
  const ProofFiles files(path);
  const auto key = OpenSigningKey(files.key, book, std::nullopt);
  const auto bytes = store::ReadFile(files.checkpoints);
  const auto content = store::ParseNoteFile(bytes.ok() ? *bytes : "");
  if (!key.ok() || !content.ok()) return 0;
  store::Checkpoint newest;
  for (const store::Note& note : content->notes) {
    const auto checkpoint = store::Checkpoint::Parse(note.text);
    if (!checkpoint.ok() || checkpoint->origin != OriginOf(book)) continue;
    if (!note.IsSignedBy(key->verifier()) || checkpoint->size < newest.size) continue;
    newest = *checkpoint;
  }
  if (newest.size == 0) return 0;
  const auto tree = TreeOf(log, newest.size, store::DigestOf(key->verifier().kind()));
  if (!tree) return 0;
  return tree->Root() == newest.root ? std::optional<store::Position>(newest.size) : std::nullopt;
}

}  // namespace outturn::app
