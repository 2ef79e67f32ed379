// Every checkpoint that was ever handed out, one signed note behind the other in a file that only
// grows. Not derived: what was signed cannot be unsigned. Beside the log it is the other thing to
// keep.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "store/kept/growing_file.h"
#include "store/tree/signed_note.h"

namespace outturn::store {

// Notes as they lie in the file. What is behind the last whole one is left over from a write that a
// crash cut off, the beginning of a note: nobody was told of it.
struct NoteFileContent {
  std::vector<Note> notes;
  size_t whole_bytes = 0;  // of them
};
// kCorrupt where something stands that is neither.
Result<NoteFileContent> ParseNoteFile(std::string_view bytes);

// Threads: one at a time.
class NoteFile {
 public:
  // As GrowingFile::Open.
  static Result<NoteFile> Open(const std::string& path);

  // A checkpoint, or one that is there with more signatures. As GrowingFile::Append.
  Status Append(const Note& note);

  // By number of leaves; the newest note of each, which has the most signatures.
  const std::map<uint64_t, Note>& checkpoints() const { return checkpoints_; }
  // Notes that say something else than the newest one of their size: at most one of them is right.
  const std::vector<Note>& contradicted() const { return contradicted_; }
  const Extent& extent() const { return file_.extent(); }

 private:
  NoteFile(GrowingFile file, std::vector<Note> notes);

  GrowingFile file_;
  std::map<uint64_t, Note> checkpoints_;
  std::vector<Note> contradicted_;
};

}  // namespace outturn::store
