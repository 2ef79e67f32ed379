// Every checkpoint that was ever handed out, one signed note behind the other in a file that only
// grows. Not derived: what was signed cannot be unsigned. Beside the log it is the other thing to
// keep.
#ifndef OUTTURN_STORE_NOTE_FILE_H_
#define OUTTURN_STORE_NOTE_FILE_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/file.h"
#include "store/kept_sum.h"
#include "store/signed_note.h"

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
  // Makes the file when there is none; cuts off an unfinished end. kCorrupt, kIo. What the file had
  // (kept_sum.h) and has no more is kCorrupt, too.
  static Result<NoteFile> Open(const std::string& path);

  // A checkpoint, or one that is there with more signatures. On the disk when it returns ok. kIo;
  // then every later one is kFailed until reopened, as half of it may be in the file.
  Status Append(const Note& note);

  // By number of leaves; the newest note of each, which has the most signatures.
  const std::map<uint64_t, Note>& checkpoints() const { return checkpoints_; }
  // Notes that say something else than the newest one of their size: at most one of them is right.
  const std::vector<Note>& contradicted() const { return contradicted_; }

 private:
  std::unique_ptr<File> file_;
  bool failed_ = false;
  std::optional<KeptSum> sum_;
  std::map<uint64_t, Note> checkpoints_;
  std::vector<Note> contradicted_;
};

}  // namespace outturn::store

#endif  // OUTTURN_STORE_NOTE_FILE_H_
