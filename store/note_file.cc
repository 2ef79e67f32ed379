#include "store/note_file.h"

#include <utility>

namespace outturn::store {
namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";

// Where the note that begins at `begin` ends: behind its last line of signatures. npos when it is
// not whole.
size_t EndOfNote(std::string_view bytes, size_t begin) {
  size_t at = bytes.find("\n\n", begin);
  if (at == std::string_view::npos) return at;
  at += 2;
  bool signed_ = false;
  while (bytes.substr(at).starts_with(kDash)) {
    const size_t end = bytes.find('\n', at);
    if (end == std::string_view::npos) return end;
    at = end + 1;
    signed_ = true;
  }
  return signed_ ? at : std::string_view::npos;
}

}  // namespace

Result<NoteFileContent> ParseNoteFile(std::string_view bytes) {
  NoteFileContent content;
  while (content.whole_bytes < bytes.size()) {
    const size_t end = EndOfNote(bytes, content.whole_bytes);
    if (end == std::string_view::npos) break;
    auto note = Note::Parse(bytes.substr(content.whole_bytes, end - content.whole_bytes));
    if (!note.ok()) return note.status();
    content.notes.push_back(*std::move(note));
    content.whole_bytes = end;
  }
  return content;
}

Result<NoteFile> NoteFile::Open(const std::string& path) {
  NoteFile notes;
  auto opened = File::OpenToAppend(path);
  if (opened.status().code() == Code::kNotFound) opened = File::Create(path);
  if (!opened.ok()) return opened.status();
  notes.file_ = *std::move(opened);
  const auto bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.status();
  auto content = ParseNoteFile(*bytes);
  if (!content.ok()) return Status::Corrupt(0, path + ": " + content.status().message());
  if (content->whole_bytes < bytes->size()) {
    if (Status status = notes.file_->Truncate(content->whole_bytes); !status.ok()) return status;
  }
  for (Note& note : content->notes) {
    const auto checkpoint = Checkpoint::Parse(note.text);
    if (!checkpoint.ok()) {
      return Status::Corrupt(0, path + ": " + checkpoint.status().message());
    }
    notes.checkpoints_[checkpoint->size] = std::move(note);
  }
  return notes;
}

Status NoteFile::Append(const Note& note) {
  const auto checkpoint = Checkpoint::Parse(note.text);
  if (!checkpoint.ok()) return checkpoint.status();
  if (failed_) return Status(Code::kFailed, file_->path() + ": an earlier write failed");
  Status status = file_->Append(note.ToString());
  if (status.ok()) status = file_->Sync();
  failed_ = !status.ok();
  if (failed_) return status;
  checkpoints_[checkpoint->size] = note;
  return Status();
}

}  // namespace outturn::store
