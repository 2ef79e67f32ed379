#include "store/note_file.h"

#include <algorithm>
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

// Whether `line`, which has no end, may be the beginning of a signature's.
bool MayBeginSignature(std::string_view line) {
  const size_t shown = std::min(line.size(), kDash.size());
  return line.substr(0, shown) == kDash.substr(0, shown) &&
         line.find('\n') == std::string_view::npos;
}

// Whether `rest`, which is no whole note, may be the beginning of one (of text, an empty line and
// lines of signatures) or of one more signature.
bool MayBeCutOff(std::string_view rest) {
  constexpr std::string_view kFirst = "outturn/";  // what every text of ours begins with
  constexpr auto kLines = 3;                       // of a text
  if (rest.size() < kDash.size() && MayBeginSignature(rest)) return true;
  const size_t shown = std::min(rest.size(), kFirst.size());
  if (rest.substr(0, shown) != kFirst.substr(0, shown)) return false;
  const size_t text = rest.find("\n\n");
  if (text == std::string_view::npos) {
    return std::count(rest.begin(), rest.end(), '\n') <= kLines &&
           rest.find(kDash) == std::string_view::npos;
  }
  std::string_view lines = rest.substr(text + 2);
  while (lines.starts_with(kDash) && lines.find('\n') != std::string_view::npos) {
    lines.remove_prefix(lines.find('\n') + 1);
  }
  return MayBeginSignature(lines);
}

}  // namespace

Result<NoteFileContent> ParseNoteFile(std::string_view bytes) {
  NoteFileContent content;
  while (content.whole_bytes < bytes.size()) {
    const size_t end = EndOfNote(bytes, content.whole_bytes);
    if (end == std::string_view::npos) {
      if (MayBeCutOff(bytes.substr(content.whole_bytes))) break;
      return Status::Corrupt(
          0, "what stands behind " + std::to_string(content.whole_bytes) + " bytes is no note");
    }
    auto note = Note::Parse(bytes.substr(content.whole_bytes, end - content.whole_bytes));
    if (!note.ok()) return note.status();
    content.notes.push_back(*std::move(note));
    content.whole_bytes = end;
  }
  return content;
}

Result<NoteFile> NoteFile::Open(const std::string& path) {
  NoteFile notes;
  const auto there = ReadFile(path);
  if (!there.ok() && there.status().code() != Code::kNotFound) return there.status();
  if (Status status = KeptSum::Check(path, there.ok() ? *there : ""); !status.ok()) return status;
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
    Note& newest = notes.checkpoints_[checkpoint->size];
    if (!newest.text.empty() && newest.text != note.text) notes.contradicted_.push_back(newest);
    newest = std::move(note);
  }
  std::erase_if(notes.contradicted_, [&](const Note& note) {
    return note.text == notes.checkpoints_.at(Checkpoint::Parse(note.text).value().size).text;
  });
  auto sum = KeptSum::Open(path, std::string_view(*bytes).substr(0, content->whole_bytes));
  if (!sum.ok()) return sum.status();
  notes.sum_ = *std::move(sum);
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
  sum_->Append(note.ToString());
  checkpoints_[checkpoint->size] = note;
  return Status();
}

}  // namespace outturn::store
