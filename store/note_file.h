// Every checkpoint that was ever handed out, one signed note behind the other in a file that only
// grows. Not derived: what was signed cannot be unsigned. Beside the log it is the other thing to
// keep.
#ifndef OUTTURN_STORE_NOTE_FILE_H_
#define OUTTURN_STORE_NOTE_FILE_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/file.h"
#include "store/signed_note.h"

namespace outturn::store {

// Notes as they lie in the file. What is behind the last whole one is left over from a write that a
// crash cut off: nobody was told of it.
struct NoteFileContent {
  std::vector<Note> notes;
  size_t whole_bytes = 0;  // of them
};
// kCorrupt where something that is no note stands before a whole note.
Result<NoteFileContent> ParseNoteFile(std::string_view bytes);

// Threads: one at a time.
class NoteFile {
 public:
  // Makes the file when there is none; cuts off an unfinished end. kCorrupt, kIo.
  static Result<NoteFile> Open(const std::string& path);

  // A checkpoint, or one that is there with more signatures. On the disk when it returns ok. kIo;
  // then every later one is kFailed until reopened, as half of it may be in the file.
  Status Append(const Note& note);

  // By number of leaves; the newest note of each, which has the most signatures.
  const std::map<uint64_t, Note>& checkpoints() const { return checkpoints_; }

 private:
  std::unique_ptr<File> file_;
  bool failed_ = false;
  std::map<uint64_t, Note> checkpoints_;
};

}  // namespace outturn::store

#endif  // OUTTURN_STORE_NOTE_FILE_H_
