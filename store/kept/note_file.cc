#include "store/kept/note_file.h"

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
  std::vector<Note> notes;
  auto file = GrowingFile::Open(path, [&](std::string_view bytes) -> Result<size_t> {
    auto content = ParseNoteFile(bytes);
    if (!content.ok()) return content.status();
    for (const Note& note : content->notes) {
      const auto checkpoint = Checkpoint::Parse(note.text);
      if (!checkpoint.ok()) return checkpoint.status();
    }
    notes = std::move(content->notes);
    return content->whole_bytes;
  });
  if (!file.ok()) return file.status();
  return NoteFile(*std::move(file), std::move(notes));
}

NoteFile::NoteFile(GrowingFile file, std::vector<Note> notes) : file_(std::move(file)) {
  const auto size_of = [](const Note& note) { return Checkpoint::Parse(note.text).value().size; };
  for (Note& note : notes) {
    Note& newest = checkpoints_[size_of(note)];
    if (!newest.text.empty() && newest.text != note.text) contradicted_.push_back(newest);
    newest = std::move(note);
  }
  std::erase_if(contradicted_,
                [&](const Note& note) { return note.text == checkpoints_.at(size_of(note)).text; });
}

Status NoteFile::Append(const Note& note) {
  const auto checkpoint = Checkpoint::Parse(note.text);
  if (!checkpoint.ok()) return checkpoint.status();
  if (Status status = file_.Append(note.ToString()); !status.ok()) return status;
  checkpoints_[checkpoint->size] = note;
  return Status();
}

}  // namespace outturn::store
