#include "services/app/fsck/folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "services/app/data_folder.h"
#include "services/app/fsck/kept_files.h"
#include "services/app/log.h"
#include "services/app/proofs/proofs.h"
#include "store/kept/durable_mark.h"
#include "store/kept/tile_roots.h"
#include "store/memory_state_store.h"
#include "store/remedy.h"
#include "store/rocksdb/event_log.h"
#include "store/rocksdb/log_parts.h"
#include "store/rocksdb/state_store.h"

namespace outturn::app {
namespace {

// Where the account that looks could not write: no finding, since a copy may be kept so.
void NoteUnwritable(const std::string& folder) {
  const auto look = [](const std::string& path) {
    if (faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0 || errno == ENOENT) return;
    Log(LogLevel::kWarning, path + ": this account may not write there, a start would fail");
  };
  look(folder);
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename();
    if (name != "BOOK" && name != "key") look(entry->path());  // which are only read
  }
}

// What is open of a folder, and what is to be said of the rest.
class Opening {
 public:
  explicit Opening(const FolderToExamine& folder) : folder_(folder) {}

  void OpenLog() {
    auto opened = store::InspectRocksdbEventLog(Sub("log"), {.env = folder_.env});
    if (opened.ok()) {
      log = *std::move(opened);
    } else {
      const auto damaged = store::DamagedLogParts(folder_.env, Sub("log"), opened.status());
      for (const auto& status : damaged.parts) Find(Finding::Of::kLog, status, "log");
      readable = damaged.readable;
      return;
    }
    const auto mark = ReadMarkOf(folder_.path, kept.book);
    if (mark.ok()) {
      known_by.emplace_back("durable", mark->position);
      if (mark->position <= log->Tail()) DropTilesBehind(log->Tail());
    } else {
      Find(Finding::Of::kSum, mark.status());
    }
  }

  void OpenDerived() {
    auto opened = OpenState("derived", Finding::Of::kDerived);
    state = opened != nullptr ? std::move(opened) : std::make_unique<store::MemoryStateStore>();
    auto opened_ids = store::InspectIdIndex(Sub("ids"));
    if (!opened_ids.ok() && opened_ids.status().code() != store::Code::kNotFound) {
      FindDerived(Finding::Of::kIds, opened_ids.status(), "ids");
    }
    ids = opened_ids.ok() ? *std::move(opened_ids) : store::NewMemoryIdIndex();
  }

  // After the log.
  void OpenHistory() {
    auto opened = OpenState("history", Finding::Of::kHistory);
    if (opened == nullptr || log == nullptr) return;
    const auto held = HoldAgainst(*log, *opened, "history");
    if (held.ok()) history_of = *held;
    if (!held.ok()) known_by.emplace_back("history", opened->Reached());
    // Of another log, or no history at all: said where all is held against it.
    if (opened->Reached() > log->Tail()) return;
    if (held.ok() && held->is(MadeOf::Verdict::kAnotherLog)) return;
    if (held.ok() && held->is(MadeOf::Verdict::kDamaged)) return;
    auto made = History::Open({*log, folder_.tables, std::move(opened), {}, true});
    if (made.ok()) {
      history = *std::move(made);
    } else if (made.status().code() != store::Code::kInvalid) {  // another version's is made anew
      FindDerived(Finding::Of::kHistory, made.status(), "history");
    }
  }

  void ReadKept() {
    kept = ReadKeptFiles(folder_.path, folder_.book);
    findings = kept.findings;
    checkpoints = kept.Signed();
    auto roots = store::ReadFile(ProofFiles(folder_.path).tiles);
    if (roots.status().code() == store::Code::kNotFound) return;
    if (!roots.ok()) {
      Find(Finding::Of::kTiles, MadeAnew(roots.status(), "the file tiles"));
    } else if (kept.key) {
      tiles = KeptTiles{*std::move(roots), store::DigestOf(kept.key->kind())};
    }
  }

  KeptFiles kept;
  std::unique_ptr<store::EventLog> log;    // nullptr: cannot be opened
  std::optional<core::Position> readable;  // as in ExaminedFolder
  KnownBy known_by;
  std::unique_ptr<store::StateStore> state;
  std::unique_ptr<store::IdIndex> ids;
  std::unique_ptr<History> history;
  std::optional<MadeOf> history_of;
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

  // The mark knows better than the tiles, which have no checksum, how far the log went.
  void DropTilesBehind(core::Position tail) {
    if (!tiles || tiles->events() <= tail) return;
    const auto longer = store::Status::Corrupt(
        0, ProofFiles(folder_.path).tiles + ": is of " + std::to_string(tiles->events()) +
               " events, the log of " + std::to_string(tail) + ", and durable knows of no more");
    Find(Finding::Of::kTiles, MadeAnew(longer, "the file tiles"));
    tiles.reset();
  }

  void FindDerived(Finding::Of of, const store::Status& status, const std::string& part) {
    Find(of, MadeAnew(status, "the folder " + part), part.c_str());
  }

  // nullptr: not there, or not to be opened.
  std::unique_ptr<store::StateStore> OpenState(const char* part, Finding::Of of) {
    auto opened = store::InspectRocksdbStateStore(Sub(part), {.env = folder_.env});
    if (opened.ok()) return *std::move(opened);
    if (opened.status().code() != store::Code::kNotFound) FindDerived(of, opened.status(), part);
    return nullptr;
  }

  const FolderToExamine& folder_;
};

// As long as there is no event nothing was derived.
std::vector<std::string> ToBeMade(const std::string& folder, core::Position events) {
  std::vector<std::string> absent;
  std::error_code error;
  for (const char* part : {"derived", "ids", "history"}) {
    if (events > 0 && !std::filesystem::exists(folder + "/" + part, error)) absent.push_back(part);
  }
  const bool has_tile = events >= store::kTileWidth;
  if (has_tile && !std::filesystem::exists(ProofFiles(folder).tiles, error)) {
    absent.push_back("tiles");
  }
  return absent;
}

}  // namespace

store::Result<ExaminedFolder> ExamineFolder(const FolderToExamine& folder,
                                            const FsckProgress& progress) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder.path, error)) {
    if (error == std::errc::permission_denied) {
      return store::Status(
          store::Code::kIo,
          store::WithRemedy(folder.path + ": cannot be opened: " + error.message()));
    }
    return store::Status(store::Code::kNotFound, folder.path + ": there is no such folder");
  }
  if (auto status = CheckNotInUse(folder.path, folder.env); !status.ok()) return status;
  NoteUnwritable(folder.path);
  Opening open(folder);
  open.ReadKept();
  open.OpenLog();
  open.OpenDerived();
  open.OpenHistory();
  ExaminedFolder result{open.kept.book, open.readable, {}};
  if (open.log != nullptr) {
    const Beside beside{open.checkpoints ? &*open.checkpoints : nullptr, open.history.get(),
                        open.tiles ? &*open.tiles : nullptr, open.known_by, open.history_of};
    result.examined = Examine(*open.log, folder.tables, *open.state, *open.ids, progress, beside);
  }
  result.to_be_made = ToBeMade(folder.path, open.log != nullptr ? open.log->Tail() : 0);
  auto& findings = result.examined.findings;
  // Of another log: said already.
  if (result.examined.of_another_log) {
    std::erase_if(open.findings,
                  [](const Finding& one) { return one.of == Finding::Of::kHistory; });
  }
  findings.insert(findings.begin(), open.findings.begin(), open.findings.end());
  LogFirst(findings);
  return result;
}

}  // namespace outturn::app
