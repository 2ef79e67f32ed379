#include "services/app/fsck/kept_files.h"

#include <algorithm>
#include <set>
#include <utility>

#include "services/app/data_folder.h"
#include "services/app/proofs/proofs.h"
#include "services/app/proofs/signing_key.h"
#include "store/file.h"
#include "store/kept/kept_sum.h"
#include "store/kept/note_file.h"

namespace outturn::app {
namespace {

class Reading {
 public:
  Reading(const std::string& folder, const std::string& book) : folder_(folder), files_(folder) {
    kept_.book = book;
  }

  KeptFiles Read() {
    ReadName();
    ReadNotes();
    kept_.notes_lost = Told(files_.checkpoints);
    ReadNames();
    CompareName();
    if (kept_.book.empty()) TakeNameOfCheckpoints();
    ReadKey();
    return std::move(kept_);
  }

  KeptFiles ReadBeside(const SignedCheckpoints& in_memory) {
    served_ = true;
    kept_ = Read();
    CompareKey(in_memory.key);
    CompareNotes(in_memory.notes);
    CompareNames(in_memory.names);
    for (const std::string& path : {files_.checkpoints, files_.names}) {
      if (Told(path)) continue;
      const auto status = store::KeptSum::CheckKept(path);
      if (status.code() == store::Code::kNotFound) Find(Finding::Of::kSum, path + ".sum", status);
    }
    const std::string mark = DurableMarkOf(folder_);  // renewed each second
    if (const auto read = store::ReadDurableMark(mark); !read.ok()) {
      Find(Finding::Of::kSum, mark, read.status());
    }
    return std::move(kept_);
  }

 private:
  // Most messages name the file.
  void Find(Finding::Of of, const std::string& path, const store::Status& status) {
    const bool named = status.message().starts_with(path);
    Find(of, status.position(), (named ? "" : path + ": ") + status.message());
  }
  void Find(Finding::Of of, core::Position position, std::string what) {
    kept_.findings.push_back({of, position, std::move(what)});
  }
  [[nodiscard]] bool Told(const std::string& path) const {
    return std::any_of(kept_.findings.begin(), kept_.findings.end(), [&](const Finding& finding) {
      return finding.what.starts_with(path + ":") || finding.what.starts_with(path + " ");
    });
  }

  void ReadName() {
    const auto stored = ReadBookName(folder_);
    const std::string path = folder_ + "/BOOK";
    if (!stored.ok()) {
      Find(Finding::Of::kBook, path, stored.status());
    } else if (!kept_.book.empty() && kept_.book != *stored) {
      Find(Finding::Of::kBook, 0,
           path + ": the folder holds the book of " + *stored + ", not of " + kept_.book);
    }
    // A running server knows which book it is; of a folder alone it is what the folder says.
    if (stored.ok() && !served_) kept_.book = *stored;
  }

  // The content of a file that only grows, where it is what was written.
  std::optional<std::string> ReadGrowing(const std::string& path) {
    const auto bytes = store::ReadFile(path);
    const bool there = bytes.status().code() != store::Code::kNotFound;
    auto sound = there && !bytes.ok() ? bytes.status() : store::Status();
    if (sound.ok()) sound = store::KeptSum::Check(path, there ? *bytes : "");
    if (sound.ok()) sound = CheckGrown(folder_, path, there ? *bytes : "");
    if (!sound.ok()) Find(Finding::Of::kCheckpointFile, path, sound);
    const auto kept = store::KeptSum::CheckKept(path);
    // Of a file that was never written there is none. Beside a server it is looked for last.
    const bool had_one = !served_ && there && bytes.ok() && !bytes->empty();
    if (sound.ok() && !kept.ok() && (had_one || kept.code() != store::Code::kNotFound)) {
      Find(Finding::Of::kSum, path + ".sum", kept);
    }
    return sound.ok() && there ? std::optional(*bytes) : std::nullopt;
  }

  void ReadNotes() {
    const auto bytes = ReadGrowing(files_.checkpoints);
    if (!bytes) return;
    auto content = store::ParseNoteFile(*bytes);
    if (content.ok()) {
      kept_.notes = std::move(content->notes);
    } else {
      Find(Finding::Of::kCheckpointFile, files_.checkpoints, content.status());
    }
  }

  void ReadNames() {
    const auto bytes = ReadGrowing(files_.names);
    if (!bytes) return;
    auto lines = ParseCheckpointNames(*bytes);
    if (lines.ok()) {
      kept_.names = std::move(lines->names);
    } else {
      Find(Finding::Of::kCheckpointFile, files_.names, lines.status());
    }
  }

  // Then it is the checkpoints that all else is told by.
  void CompareName() {
    if (served_ || kept_.book.empty() || kept_.notes.empty()) return;
    const auto status = CheckName(folder_, kept_.book, kept_.notes.back());
    if (status.ok() || Told(folder_ + "/BOOK")) return;
    Find(Finding::Of::kBook, folder_ + "/BOOK", status);
    kept_.book.clear();
  }

  // A folder whose name is lost is still of the book its checkpoints are of: that the name is gone
  // is no reason to say the same of each of them.
  void TakeNameOfCheckpoints() {
    if (kept_.notes.empty()) return;
    const auto newest = store::Checkpoint::Parse(kept_.notes.back().text);
    const std::string origin = OriginOf("");
    if (newest.ok() && newest->origin.starts_with(origin)) {
      kept_.book = newest->origin.substr(origin.size());
    }
  }

  // A book's key is made at its first start; without one nothing can have been signed.
  void ReadKey() {
    const auto key = OpenSigningKey(files_.key, kept_.book, std::nullopt);
    if (key.ok()) kept_.key = key->verifier();
    const bool was_there = !kept_.notes.empty() || !kept_.names.empty() ||
                           Told(files_.checkpoints) || store::ReadFile(files_.tiles).ok();
    if (!key.ok() && (was_there || key.status().code() != store::Code::kNotFound)) {
      Find(Finding::Of::kKey, files_.key, key.status());
    }
    if (!kept_.key) return;
    const auto own = CheckIsTheBooks(files_.key, *kept_.key, kept_.notes);
    kept_.key_is_anothers = !own.ok();
    if (!own.ok()) Find(Finding::Of::kKey, files_.key, own);
  }

  void CompareKey(const store::VerifierKey& in_memory) {
    if (Told(files_.key)) return;
    if (!kept_.key) return Find(Finding::Of::kKey, 0, files_.key + ": there is no signing key");
    if (kept_.key->ToString() == in_memory.ToString()) return;
    Find(Finding::Of::kKey, 0, files_.key + ": another key than the one the server signs with");
  }

  void CompareNotes(const std::vector<store::Note>& in_memory) {
    std::set<std::string> in_file;
    for (const store::Note& note : kept_.notes) in_file.insert(note.ToString());
    std::set<std::string> texts;
    std::vector<core::Position> missing;
    for (const store::Note& note : in_memory) {
      texts.insert(note.text);
      if (in_file.contains(note.ToString())) continue;
      const auto checkpoint = store::Checkpoint::Parse(note.text);
      missing.push_back(checkpoint.ok() ? checkpoint->size : 0);
    }
    if (!missing.empty() && !Told(files_.checkpoints)) FindMissing(missing);
    // Of one text the note in memory has the most signatures.
    std::erase_if(kept_.notes, [&](const store::Note& note) { return texts.contains(note.text); });
    kept_.notes.insert(kept_.notes.begin(), in_memory.begin(), in_memory.end());
  }

  void FindMissing(const std::vector<core::Position>& sizes) {
    const std::string first = std::to_string(sizes.front());
    Find(Finding::Of::kCheckpointFile, sizes.front(),
         files_.checkpoints +
             (sizes.size() == 1
                  ? ": the checkpoint of so many events was handed out and is not in it"
                  : ": " + std::to_string(sizes.size()) +
                        " checkpoints were handed out and are not in it, the first of " + first +
                        " events"));
  }

  void CompareNames(const std::vector<CheckpointName>& in_memory) {
    std::vector<CheckpointName>& names = kept_.names;
    for (const CheckpointName& name : in_memory) {
      if (std::find(names.begin(), names.end(), name) != names.end()) continue;
      if (!Told(files_.names)) {
        Find(Finding::Of::kCheckpointFile, name.size,
             files_.names + ": the name " + name.name + " was given and is not in it");
      }
      names.push_back(name);
    }
  }

  const std::string& folder_;
  const ProofFiles files_;
  KeptFiles kept_;
  bool served_ = false;
};

}  // namespace

std::optional<SignedCheckpoints> KeptFiles::Signed() const {
  if (!key || (notes.empty() && names.empty())) return std::nullopt;
  // Of a key of another kind the tree would be another, too.
  const auto is_of_kind = [&](const store::NoteSignature& one) {
    constexpr size_t kEd25519Bytes = 64;
    return (one.signature.size() == kEd25519Bytes) == (key->kind() == store::KeyKind::kEd25519);
  };
  if (key_is_anothers && !is_of_kind(notes.back().signatures.front())) return std::nullopt;
  return SignedCheckpoints{*key, notes, notes_lost ? std::vector<CheckpointName>() : names,
                           key_is_anothers};
}

KeptFiles ReadKeptFiles(const std::string& folder, const std::string& book) {
  return Reading(folder, book).Read();
}

KeptFiles ReadKeptFilesBeside(const SignedCheckpoints& in_memory, const std::string& folder,
                              const std::string& book) {
  return Reading(folder, book).ReadBeside(in_memory);
}

}  // namespace outturn::app
