#include "store/tree/signed_note.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "store/tree/base64.h"

namespace outturn::store {
namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";  // em dash, space
constexpr size_t kIdBytes = 4;

Status Bad(std::string what) { return Status::Corrupt(0, std::move(what)); }

// The first line of `text` without its break, which is cut off; text without a break is no line.
Result<std::string_view> TakeLine(std::string_view& text) {
  const size_t end = text.find('\n');
  if (end == std::string_view::npos) return Bad("a line of the note has no end");
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

std::string NoteSignature::Line() const {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(id >> shift & 255);
  return std::string(kDash) + name + " " + Base64(bytes + signature) + "\n";
}

Result<NoteSignature> ParseSignatureLine(std::string_view line) {
  if (!line.starts_with(kDash)) return Bad("no signature line: it begins with an em dash");
  line.remove_prefix(kDash.size());
  const size_t space = line.find(' ');
  if (space == std::string_view::npos || space == 0) return Bad("a signature line names no key");
  const auto bytes = FromBase64(line.substr(space + 1));
  if (!bytes || bytes->size() <= kIdBytes) return Bad("a signature that is no base64");
  NoteSignature signature{std::string(line.substr(0, space)), 0, bytes->substr(kIdBytes)};
  for (size_t i = 0; i < kIdBytes; ++i) {
    signature.id = signature.id << 8 | static_cast<uint8_t>((*bytes)[i]);
  }
  return signature;
}

Result<Note> Note::Parse(std::string_view bytes) {
  const size_t blank = bytes.rfind("\n\n");
  if (blank == std::string_view::npos) return Bad("no blank line before the signatures");
  Note note;
  note.text = bytes.substr(0, blank + 1);
  const bool control = std::any_of(note.text.begin(), note.text.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ' && c != '\n';
  });
  if (control) return Bad("a control character in the note");
  std::string_view rest = bytes.substr(blank + 2);
  while (!rest.empty()) {
    const auto line = TakeLine(rest);
    if (!line.ok()) return line.status();
    auto signature = ParseSignatureLine(*line);
    if (!signature.ok()) return signature.status();
    note.signatures.push_back(*std::move(signature));
  }
  if (note.signatures.empty()) return Bad("the note has no signature");
  return note;
}

Note Note::Sign(std::string text, const SigningKey& key) {
  NoteSignature signature{key.verifier().name(), key.verifier().id(), key.Sign(text)};
  return {std::move(text), {std::move(signature)}};
}

std::string Note::ToString() const {
  std::string bytes = text + "\n";
  for (const NoteSignature& signature : signatures) bytes += signature.Line();
  return bytes;
}

bool Note::IsSignedBy(const VerifierKey& key) const {
  bool found = false;
  for (const NoteSignature& signature : signatures) {
    if (signature.name != key.name() || signature.id != key.id()) continue;
    if (!key.Verifies(text, signature.signature)) return false;
    found = true;
  }
  return found;
}

Result<Checkpoint> Checkpoint::Parse(std::string_view text) {
  Checkpoint checkpoint;
  const auto origin = TakeLine(text);
  if (!origin.ok()) return origin.status();
  checkpoint.origin = *origin;
  const auto size = TakeLine(text);
  if (!size.ok()) return size.status();
  const char* const end = size->data() + size->size();
  const auto read = std::from_chars(size->data(), end, checkpoint.size);
  if (read.ec != std::errc() || read.ptr != end || std::to_string(checkpoint.size) != *size) {
    return Bad("the checkpoint's second line is no number of leaves");
  }
  const auto root = TakeLine(text);
  if (!root.ok()) return root.status();
  const auto bytes = FromBase64(*root);
  if (!bytes || bytes->size() != checkpoint.root.size()) {
    return Bad("the checkpoint's third line is no root hash");
  }
  std::copy(bytes->begin(), bytes->end(), checkpoint.root.begin());
  if (checkpoint.origin.empty()) return Bad("the checkpoint names no origin");
  return checkpoint;
}

std::string Checkpoint::ToString() const {
  return origin + "\n" + std::to_string(size) + "\n" +
         Base64({reinterpret_cast<const char*>(root.data()), root.size()}) + "\n";
}

}  // namespace outturn::store
