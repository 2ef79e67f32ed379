#include "store/ids/id_index.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "store/file.h"
#include "store/ids/id_manifest.h"
#include "store/ids/id_merge.h"
#include "store/ids/id_run.h"
#include "store/ids/id_table.h"

namespace outturn::store {
namespace {

// As many runs of about one size become one: each entry is merged once for every fourfold growth of
// the index, and a lookup meets at most three runs of a size.
constexpr size_t kRatio = 4;
constexpr size_t kMostInputs = 8;
// What one WriteBehind merges at most, by what a run from memory holds: enough for an index 4^8
// times as large.
constexpr uint64_t kMergedPerRun = 8;

// Entries whose memory is waited for together.
constexpr size_t kAddedAtOnce = 32;

// What ReplaceFile leaves behind when it is interrupted.
constexpr std::string_view kUnfinishedManifest = "MANIFEST.new";

// A free slot of a table is 0.
uint64_t Usable(uint64_t fingerprint) { return fingerprint == 0 ? 1 : fingerprint; }

// The names of what the index may have left in its folder; none when there is no folder.
Result<std::vector<std::string>> OwnFiles(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name == kIdManifestFile || name == kUnfinishedManifest || IsIdRunFile(name)) {
      names.push_back(name);
    }
  }
  if (!error || error == std::errc::no_such_file_or_directory) return names;
  return Status(Code::kIo, folder + ": " + error.message());
}

class FileIdIndex final : public IdIndex {
 public:
  FileIdIndex(std::string path, const IdIndexOptions& options)
      : path_(std::move(path)), options_(options) {}

  // One of them is to be called once, before anything else.
  Status Open();
  Status Inspect();

  void Add(uint64_t fingerprint, Position position) override;
  void AddAll(std::span<const IdEntry> entries) override;
  Result<std::vector<Position>> Find(uint64_t fingerprint) const override;
  void Fetch(std::span<const uint64_t> fingerprints) const override;
  Position Reached() const override { return reached_; }
  Status WriteBehind(bool all) override;
  bool WantsWriting() const override { return sealed_ > 0 || merging_; }
  Status Wipe() override;
  Status VerifySome(size_t bytes) override;
  std::vector<Status> LookAtFiles() const override;

 private:
  using Runs = IdMerge::Runs;

  // What a lookup looks at. Not changed once made, but for additions to the last table.
  struct View {
    std::vector<std::shared_ptr<IdTable>> tables;  // oldest first; the last one takes additions
    Runs runs;                                     // oldest first, as far as merging leaves it so
    // The memory of all of them is waited for at once. Inline always, as all that only fetches: the
    // compiler thinks that it has no effect, and leaves out calls of it.
    [[gnu::always_inline]] void Fetch(uint64_t fingerprint) const {
      for (const auto& table : tables) table->Prefetch(fingerprint);
      for (const auto& run : runs) run->Prefetch(fingerprint);
    }
  };

  std::shared_ptr<const View> Now() const;
  void Show(View view);                                  // with mutex_
  void SealActive();                                     // with mutex_
  void AddOne(uint64_t fingerprint, Position position);  // with mutex_
  std::shared_ptr<IdTable> NewTable() const {
    return std::make_shared<IdTable>(options_.memory_entries, spare_pages_);
  }
  std::string ManifestPath() const { return path_ + "/" + std::string(kIdManifestFile); }
  Result<IdManifest> ReadManifest() const;  // kNotFound: there is none, nor any run
  Result<IdManifest> MakeManifest() const;
  Status OpenRuns(const IdManifest& manifest);
  Status RemoveOrphans(const Runs& runs) const;

  // All below with writing_.
  Status WriteSealed();
  Status MergeSome();
  // Pushes a merge of the smallest size of which there are enough runs, unless one of that size or
  // a smaller one is under way. Nothing due is ok.
  Status StartMerge();
  Status FinishMerge();
  Runs DueForMerging() const;
  int SizeOf(const IdRun& run) const;
  // Makes the runs the index's content, on disk and in view, and lets go of `written`.
  Status Commit(Runs runs, Position reached, const IdTable* written);

  const std::string path_;
  const IdIndexOptions options_;
  const std::shared_ptr<SparePages> spare_pages_ = std::make_shared<SparePages>();
  bool read_only_ = false;

  mutable std::mutex writing_;  // held by WriteBehind, Wipe and LookAtFiles
  std::vector<std::unique_ptr<IdMerge>>
      merges_;  // under way: large ones first, the last is worked on

  // Where VerifySome goes on: which of the runs, and where in it if it is still this one.
  std::mutex verifying_;
  size_t next_run_ = 0;
  uint64_t next_run_id_ = 0;
  size_t next_block_ = 0;

  mutable std::mutex mutex_;  // held for moments
  std::shared_ptr<const View> view_;
  IdTable* active_ = nullptr;  // view_->tables.back()
  Position last_ = 0;          // added

  std::atomic<Position> reached_ = 0;
  std::atomic<size_t> sealed_ = 0;     // tables that wait to be written
  std::atomic<bool> merging_ = false;  // merges under way or due
};

Result<IdManifest> FileIdIndex::ReadManifest() const {
  auto bytes = ReadFile(ManifestPath());
  if (bytes.ok()) return DecodeIdManifest(*bytes);
  if (bytes.status().code() != Code::kNotFound) return bytes.status();
  const auto files = OwnFiles(path_);
  if (!files.ok()) return files.status();
  if (std::any_of(files->begin(), files->end(), IsIdRunFile)) {
    return Status::Corrupt(0, path_ + ": runs of ids without their manifest");
  }
  return bytes.status();
}

Result<IdManifest> FileIdIndex::MakeManifest() const {
  std::error_code error;
  std::filesystem::create_directories(path_, error);
  if (error) return Status(Code::kIo, path_ + ": " + error.message());
  const IdManifest empty;
  if (Status status = ReplaceFile(ManifestPath(), EncodeIdManifest(empty)); !status.ok()) {
    return status;
  }
  return empty;
}

Status FileIdIndex::RemoveOrphans(const Runs& runs) const {
  std::unordered_set<std::string> named = {std::string(kIdManifestFile)};
  for (const auto& run : runs) named.insert(IdRunFile(run->name().id));
  const auto files = OwnFiles(path_);
  if (!files.ok()) return files.status();
  for (const std::string& name : *files) {
    if (named.contains(name)) continue;
    if (Status status = RemoveFile(path_ + "/" + name); !status.ok()) return status;
  }
  return Status();
}

Status FileIdIndex::Open() {
  auto manifest = ReadManifest();
  if (manifest.status().code() == Code::kNotFound) manifest = MakeManifest();
  if (!manifest.ok()) return manifest.status();
  if (Status status = OpenRuns(*manifest); !status.ok()) return status;
  merging_ = !DueForMerging().empty();
  return RemoveOrphans(Now()->runs);
}

Status FileIdIndex::Inspect() {
  read_only_ = true;
  const auto manifest = ReadManifest();
  if (!manifest.ok()) return manifest.status();
  if (Status status = OpenRuns(*manifest); !status.ok()) return status;
  std::vector<char> block(kIdBlockBytes);
  for (const auto& run : Now()->runs) {
    for (size_t i = 0; i < run->blocks(); ++i) {
      if (Status status = run->ReadBlocks(i, 1, block.data()); !status.ok()) return status;
    }
  }
  return Status();
}

Status FileIdIndex::OpenRuns(const IdManifest& manifest) {
  View view;
  for (const IdRunName& name : manifest.runs) {
    auto run = IdRun::Open(path_, name);
    if (!run.ok()) return run.status();
    view.runs.push_back(*std::move(run));
  }
  view.tables.push_back(NewTable());
  reached_ = last_ = manifest.reached;
  Show(std::move(view));
  return Status();
}

std::shared_ptr<const FileIdIndex::View> FileIdIndex::Now() const {
  const std::lock_guard lock(mutex_);
  return view_;
}

void FileIdIndex::Show(View view) {
  active_ = view.tables.back().get();
  sealed_ = view.tables.size() - 1;
  view_ = std::make_shared<const View>(std::move(view));
}

void FileIdIndex::SealActive() {
  View view = *view_;
  view.tables.push_back(NewTable());
  Show(std::move(view));
}

void FileIdIndex::Add(uint64_t fingerprint, Position position) {
  const std::lock_guard lock(mutex_);
  AddOne(fingerprint, position);
}

void FileIdIndex::AddAll(std::span<const IdEntry> entries) {
  for (size_t begin = 0; begin < entries.size(); begin += kAddedAtOnce) {
    const auto rest = entries.subspan(begin);
    const auto some = rest.first(std::min(rest.size(), kAddedAtOnce));
    const std::lock_guard lock(mutex_);  // for moments: lookups want it, too
    for (const IdEntry& entry : some) active_->Prefetch(Usable(entry.fingerprint));
    for (const IdEntry& entry : some) AddOne(entry.fingerprint, entry.position);
  }
}

void FileIdIndex::AddOne(uint64_t fingerprint, Position position) {
  if (position <= last_) return;
  active_->Add(Usable(fingerprint), position);
  last_ = position;
  if (active_->full()) SealActive();
}

void FileIdIndex::Fetch(std::span<const uint64_t> fingerprints) const {
  const std::shared_ptr<const View> view = Now();
  for (const uint64_t fingerprint : fingerprints) view->Fetch(Usable(fingerprint));
}

Result<std::vector<Position>> FileIdIndex::Find(uint64_t given) const {
  const uint64_t fingerprint = Usable(given);
  const std::shared_ptr<const View> view = Now();
  view->Fetch(fingerprint);
  std::vector<Position> found;
  for (const auto& run : view->runs) {
    if (!run->MayHold(fingerprint)) continue;
    if (Status status = run->Find(fingerprint, &found); !status.ok()) return status;
  }
  for (const auto& table : view->tables) table->Find(fingerprint, &found);
  std::sort(found.begin(), found.end());
  return found;
}

Status FileIdIndex::WriteBehind(bool all) {
  if (read_only_) return Status(Code::kInvalid, path_ + " is open to be read only");
  const std::lock_guard writing(writing_);
  if (all) {
    const std::lock_guard lock(mutex_);
    if (active_->count() > 0) SealActive();
  }
  Status status = WriteSealed();
  if (status.ok()) status = MergeSome();
  merging_ = !merges_.empty() || !DueForMerging().empty();
  return status;
}

Status FileIdIndex::WriteSealed() {
  for (;;) {
    const std::shared_ptr<const View> view = Now();
    if (view->tables.size() == 1) return Status();
    const IdTable& table = *view->tables.front();
    auto writer = IdRunWriter::Create(path_, table.count());
    if (!writer.ok()) return writer.status();
    for (const IdEntry& entry : table.Sorted()) (*writer)->Append(entry);
    auto run = (*writer)->Finish();
    if (!run.ok()) return run.status();
    Runs runs = view->runs;
    runs.push_back(*run);
    if (Status status = Commit(std::move(runs), table.last(), &table); !status.ok()) {
      static_cast<void>(RemoveFile((*run)->path()));
      return status;
    }
  }
}

Status FileIdIndex::Commit(Runs runs, Position reached, const IdTable* written) {
  IdManifest manifest{reached, {}};
  for (const auto& run : runs) manifest.runs.push_back(run->name());
  if (Status status = ReplaceFile(ManifestPath(), EncodeIdManifest(manifest)); !status.ok()) {
    return status;
  }
  const std::lock_guard lock(mutex_);
  View view{view_->tables, std::move(runs)};
  std::erase_if(view.tables, [written](const auto& table) { return table.get() == written; });
  Show(std::move(view));
  reached_ = reached;
  return Status();
}

int FileIdIndex::SizeOf(const IdRun& run) const {
  int size = 0;
  for (uint64_t most = 2 * options_.memory_entries; most < run.name().count; most *= kRatio) ++size;
  return size;
}

FileIdIndex::Runs FileIdIndex::DueForMerging() const {
  const std::shared_ptr<const View> view = Now();  // a temporary would not outlast the loop's head
  std::vector<Runs> by_size;
  for (const auto& run : view->runs) {
    const auto merged = [&run](const auto& merge) {
      return std::find(merge->inputs().begin(), merge->inputs().end(), run) !=
             merge->inputs().end();
    };
    if (std::any_of(merges_.begin(), merges_.end(), merged)) continue;
    const auto size = static_cast<size_t>(SizeOf(*run));
    if (by_size.size() <= size) by_size.resize(size + 1);
    if (by_size[size].size() < kMostInputs) by_size[size].push_back(run);
  }
  for (Runs& runs : by_size) {
    if (runs.size() >= kRatio) return std::move(runs);
  }
  return {};
}

Status FileIdIndex::StartMerge() {
  Runs due = DueForMerging();
  if (due.empty()) return Status();
  if (!merges_.empty() && SizeOf(*due[0]) >= SizeOf(*merges_.back()->inputs()[0])) return Status();
  auto merge = IdMerge::Start(path_, std::move(due));
  if (!merge.ok()) return merge.status();
  merges_.push_back(*std::move(merge));
  return Status();
}

Status FileIdIndex::MergeSome() {
  uint64_t budget = kMergedPerRun * options_.memory_entries;
  for (;;) {
    if (Status status = StartMerge(); !status.ok()) return status;
    if (merges_.empty() || budget == 0) return Status();
    const uint64_t before = merges_.back()->left();
    const Status status = merges_.back()->Step(budget);
    budget -= before - merges_.back()->left();
    if (status.ok() && merges_.back()->left() > 0) return Status();  // the budget is spent
    const Status finished = status.ok() ? FinishMerge() : status;
    merges_.pop_back();  // after a failure it begins anew with the next call
    if (!finished.ok()) return finished;
  }
}

Status FileIdIndex::FinishMerge() {
  auto merged = merges_.back()->Finish();
  if (!merged.ok()) return merged.status();
  const Runs& inputs = merges_.back()->inputs();
  const std::shared_ptr<const View> view = Now();
  Runs runs;
  for (const auto& run : view->runs) {
    if (run == inputs[0]) runs.push_back(*merged);
    if (std::find(inputs.begin(), inputs.end(), run) == inputs.end()) runs.push_back(run);
  }
  if (Status status = Commit(std::move(runs), reached_, nullptr); !status.ok()) {
    static_cast<void>(RemoveFile((*merged)->path()));
    return status;
  }
  // Whoever still reads one has it open. What cannot be removed now is when the index is opened.
  for (const auto& run : inputs) static_cast<void>(RemoveFile(run->path()));
  return Status();
}

Status FileIdIndex::VerifySome(size_t bytes) {
  constexpr size_t kBlocksAtOnce = 64;
  const std::lock_guard verifying(verifying_);
  const std::shared_ptr<const View> view = Now();
  std::vector<char> read(kBlocksAtOnce * kIdBlockBytes);
  size_t blocks = bytes / kIdBlockBytes;
  while (blocks > 0 && next_run_ < view->runs.size()) {
    const IdRun& run = *view->runs[next_run_];
    if (std::exchange(next_run_id_, run.name().id) != run.name().id) next_block_ = 0;
    const size_t some = std::min({blocks, kBlocksAtOnce, run.blocks() - next_block_});
    if (Status status = run.ReadBlocks(next_block_, some, read.data()); !status.ok()) return status;
    blocks -= some;
    next_block_ += some;
    if (next_block_ < run.blocks()) continue;
    ++next_run_;
    next_run_id_ = 0;
  }
  if (next_run_ >= view->runs.size()) next_run_ = 0;
  return Status();
}

std::vector<Status> FileIdIndex::LookAtFiles() const {
  const std::lock_guard writing(writing_);
  std::vector<Status> found;
  const auto find = [&](const std::string& path, const Status& status) {
    if (status.ok()) return;
    const bool gone = status.code() == Code::kNotFound;
    found.push_back(gone ? Status(Code::kNotFound, path + ": is missing") : status);
  };
  std::error_code error;
  if (!std::filesystem::exists(path_, error) && !error) {
    find(path_, Status(Code::kNotFound, path_));
    return found;
  }
  const std::shared_ptr<const View> view = Now();
  IdManifest manifest{reached_, {}};
  for (const auto& run : view->runs) manifest.runs.push_back(run->name());
  const auto bytes = ReadFile(ManifestPath());
  find(ManifestPath(), bytes.status());
  if (bytes.ok() && *bytes != EncodeIdManifest(manifest)) {
    find("", Status::Corrupt(0, ManifestPath() + ": is not what the server wrote"));
  }
  for (const auto& run : view->runs) {
    // What a start reads of it.
    const Status there = File::Open(run->path()).status();
    find(run->path(), there.ok() ? IdRun::Open(path_, run->name()).status() : there);
  }
  return found;
}

Status FileIdIndex::Wipe() {
  if (read_only_) return Status(Code::kInvalid, path_ + " is open to be read only");
  const std::lock_guard writing(writing_);
  merges_.clear();
  // The manifest first: from then on the runs are nobody's, whatever interrupts this.
  if (Status status = ReplaceFile(ManifestPath(), EncodeIdManifest({})); !status.ok()) {
    return status;
  }
  {
    const std::lock_guard lock(mutex_);
    Show({{NewTable()}, {}});
    reached_ = last_ = 0;
  }
  merging_ = false;
  return RemoveOrphans({});
}

}  // namespace

Result<std::unique_ptr<IdIndex>> OpenIdIndex(const std::string& path,
                                             const IdIndexOptions& options) {
  if (options.memory_entries == 0) return Status(Code::kInvalid, "no entries in memory");
  auto index = std::make_unique<FileIdIndex>(path, options);
  if (Status status = index->Open(); !status.ok()) return status;
  return std::unique_ptr<IdIndex>(std::move(index));
}

Result<std::unique_ptr<IdIndex>> InspectIdIndex(const std::string& path) {
  auto index = std::make_unique<FileIdIndex>(path, IdIndexOptions());
  if (Status status = index->Inspect(); !status.ok()) return status;
  return std::unique_ptr<IdIndex>(std::move(index));
}

Status DestroyIdIndex(const std::string& path) {
  const auto files = OwnFiles(path);
  if (!files.ok()) return files.status();
  for (const std::string& name : *files) {
    if (Status status = RemoveFile(path + "/" + name); !status.ok()) return status;
  }
  return Status();
}

}  // namespace outturn::store
