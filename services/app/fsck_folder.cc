#include "services/app/fsck_folder.h"

#include <filesystem>
#include <utility>

#include "services/app/data_folder.h"
#include "services/app/proofs.h"
#include "services/app/signing_key.h"
#include "store/memory_state_store.h"
#include "store/rocksdb_event_log.h"
#include "store/rocksdb_state_store.h"

namespace outturn::app {
namespace {

// What is open of a folder, and what is to be said of the rest.
class Opening {
 public:
  explicit Opening(const FolderToExamine& folder) : folder_(folder) {}

  void ReadName() {
    const auto stored = ReadBookName(folder_.path);
    name = stored.ok() ? *stored : folder_.book;
    if (!stored.ok()) {
      Find(Finding::Of::kBook, stored.status());
    } else if (!folder_.book.empty() && folder_.book != name) {
      Find(Finding::Of::kBook, {store::Code::kInvalid, "the folder holds the book of " + name +
                                                           ", not of " + folder_.book});
    }
  }

  void OpenLog() {
    auto opened = store::InspectRocksdbEventLog(Sub("log"), {.env = folder_.env});
    if (opened.ok()) {
      log = *std::move(opened);
    } else {
      Find(Finding::Of::kLog, opened.status(), "log");
    }
  }

  void OpenDerived() {
    auto opened = OpenState("derived", Finding::Of::kDerived);
    state = opened != nullptr ? std::move(opened) : std::make_unique<store::MemoryStateStore>();
    auto opened_ids = store::InspectIdIndex(Sub("ids"));
    if (!opened_ids.ok() && opened_ids.status().code() != store::Code::kNotFound) {
      Find(Finding::Of::kIds, opened_ids.status(), "ids");
    }
    ids = opened_ids.ok() ? *std::move(opened_ids) : store::NewMemoryIdIndex();
  }

  // After the log.
  void OpenHistory() {
    auto opened = OpenState("history", Finding::Of::kHistory);
    if (opened == nullptr || log == nullptr) return;
    const core::Position reached = opened->Reached();
    if (reached > log->Tail()) {
      Find(Finding::Of::kLog,
           store::Status::Corrupt(
               log->Tail() + 1,
               "lost: the history of ledgers knows events up to " + std::to_string(reached)));
      return;
    }
    auto made = History::Open({*log, folder_.tables, std::move(opened), {}, true});
    if (made.ok()) {
      history = *std::move(made);
    } else if (made.status().code() != store::Code::kInvalid) {  // another version's is made anew
      Find(Finding::Of::kHistory, made.status(), "history");
    }
  }

  void ReadProofs() {
    auto read = ReadSignedCheckpoints(folder_.path, name);
    if (read.ok()) {
      checkpoints = *std::move(read);
    } else {
      Find(Finding::Of::kCheckpoint, read.status());
    }
    const ProofFiles files(folder_.path);
    auto roots = store::ReadFile(files.tiles);
    if (roots.status().code() == store::Code::kNotFound) return;
    const auto key = OpenSigningKey(files.key, name, std::nullopt);
    if (!roots.ok()) {
      Find(Finding::Of::kTiles, roots.status());
    } else if (key.ok()) {
      tiles = KeptTiles{*std::move(roots), store::DigestOf(key->verifier().kind())};
    } else if (read.ok() && !checkpoints) {  // else it was said
      Find(Finding::Of::kCheckpoint, key.status());
    }
  }

  std::string name;
  std::unique_ptr<store::EventLog> log;  // nullptr: cannot be opened
  std::unique_ptr<store::StateStore> state;
  std::unique_ptr<store::IdIndex> ids;
  std::unique_ptr<History> history;
  std::optional<SignedCheckpoints> checkpoints;
  std::optional<KeptTiles> tiles;
  std::vector<Finding> findings;

 private:
  [[nodiscard]] std::string Sub(const char* part) const { return folder_.path + "/" + part; }

  void Find(Finding::Of of, const store::Status& status, const char* part = "") {
    // Where it is; most messages name the file.
    const bool placed = status.message().find(folder_.path) != std::string::npos;
    const std::string place = placed ? "" : Sub(part) + ": ";
    findings.push_back({of, status.position(), place + status.message()});
  }

  // nullptr: not there, or not to be opened.
  std::unique_ptr<store::StateStore> OpenState(const char* part, Finding::Of of) {
    auto opened = store::InspectRocksdbStateStore(Sub(part), {.env = folder_.env});
    if (opened.ok()) return *std::move(opened);
    if (opened.status().code() != store::Code::kNotFound) Find(of, opened.status(), part);
    return nullptr;
  }

  const FolderToExamine& folder_;
};

}  // namespace

store::Result<ExaminedFolder> ExamineFolder(const FolderToExamine& folder,
                                            const FsckProgress& progress) {
  if (!std::filesystem::is_directory(folder.path)) {
    return store::Status(store::Code::kIo, folder.path + ": there is no such folder");
  }
  if (auto status = CheckNotInUse(folder.path, folder.env); !status.ok()) return status;
  Opening open(folder);
  open.ReadName();
  open.OpenLog();
  open.OpenDerived();
  open.OpenHistory();
  open.ReadProofs();
  ExaminedFolder result{open.name, {}};
  if (open.log != nullptr) {
    const Beside beside{open.checkpoints ? &*open.checkpoints : nullptr, open.history.get(),
                        open.tiles ? &*open.tiles : nullptr};
    result.examined = Examine(*open.log, folder.tables, *open.state, *open.ids, progress, beside);
  }
  auto& findings = result.examined.findings;
  findings.insert(findings.begin(), open.findings.begin(), open.findings.end());
  return result;
}

store::Result<std::optional<SignedCheckpoints>> ReadSignedCheckpoints(const std::string& folder,
                                                                      const std::string& book) {
  const ProofFiles files(folder);
  const auto bytes = store::ReadFile(files.checkpoints);
  const auto sound = store::KeptSum::Check(files.checkpoints, bytes.ok() ? *bytes : "");
  if (!sound.ok()) return sound;
  if (bytes.status().code() == store::Code::kNotFound) return std::optional<SignedCheckpoints>();
  if (!bytes.ok()) return bytes.status();
  auto content = store::ParseNoteFile(*bytes);
  if (!content.ok()) {
    return store::Status::Corrupt(0, files.checkpoints + ": " + content.status().message());
  }
  CheckpointNameLines named;
  const auto lines = store::ReadFile(files.names);
  if (!lines.ok() && lines.status().code() != store::Code::kNotFound) return lines.status();
  const auto named_sound = store::KeptSum::Check(files.names, lines.ok() ? *lines : "");
  if (!named_sound.ok()) return named_sound;
  if (lines.ok()) {
    auto parsed = ParseCheckpointNames(*lines);
    if (!parsed.ok()) {
      return store::Status::Corrupt(0, files.names + ": " + parsed.status().message());
    }
    named = *std::move(parsed);
  }
  if (content->notes.empty() && named.names.empty()) return std::optional<SignedCheckpoints>();
  const auto key = OpenSigningKey(files.key, book, std::nullopt);
  if (!key.ok()) return key.status();
  return std::optional(
      SignedCheckpoints{key->verifier(), std::move(content->notes), std::move(named.names)});
}

}  // namespace outturn::app
