// The files of the index of ids: the manifest, and a run whose checksums are made right part of the
// time.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "store/checksum.h"
#include "store/ids/id_block.h"
#include "store/ids/id_manifest.h"
#include "store/ids/id_run.h"
#include "tests/fuzz/target.h"

namespace outturn::fuzz {
namespace {

constexpr uint64_t kRun = 1;

// A folder for the life of the program.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "outturn-fuzz-XXXXXX").string();
    Require(mkdtemp(name.data()) != nullptr, "no folder");
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void RunManifest(std::string_view bytes) {
  std::string manifest(bytes);
  const size_t sum = manifest.rfind("checksum ");
  if (sum != std::string::npos) {
    char hex[9];
    std::snprintf(hex, sizeof hex, "%08x",
                  store::Checksum(std::string_view(manifest).substr(0, sum)));
    manifest = manifest.substr(0, sum) + "checksum " + hex + "\n";
  }
  const auto decoded = store::DecodeIdManifest(manifest);
  if (decoded.ok()) {
    Require(store::EncodeIdManifest(*decoded) == manifest, "a manifest is read as another");
  }
}

// As many blocks and fences as the file has room for, sealed where `bits` says so.
void MendRun(uint64_t count, uint8_t bits, std::string& file) {
  const size_t blocks = store::IdBlocksFor(count);
  const size_t fences_at = blocks * store::kIdBlockBytes;
  const size_t filter = store::IdFilter::BytesFor(count);
  if ((bits & 1) != 0) file.resize(fences_at + blocks * 8 + filter + 20);
  if (file.size() < fences_at + blocks * 8 + 20) return;
  for (size_t block = 0; block < blocks && (bits & 2) != 0; ++block) {
    store::SealIdBlock(&file[block * store::kIdBlockBytes], kRun, static_cast<uint32_t>(block));
  }
  if ((bits & 4) == 0) return;
  char* const tail = &file[file.size() - 20];
  store::PutBig64(tail, kRun);
  store::PutBig64(tail + 8, count);
  store::PutBig32(tail + 16, store::Checksum(std::string_view(file).substr(
                                 fences_at, file.size() - 4 - fences_at)));
}

void RunFile(std::string_view bytes) {
  static const Folder folder;
  const uint8_t bits = TakeByte(bytes);
  const uint64_t count = TakeByte(bytes);
  const uint64_t fingerprint = TakeByte(bytes) * 0x0101010101010101u;
  std::string file(bytes);
  if (count > 0) MendRun(count, bits, file);
  const std::string path = folder.path() + "/" + store::IdRunFile(kRun);
  const int out = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written = ::write(out, file.data(), file.size()) == static_cast<ssize_t>(file.size());
  ::close(out);
  Require(written, "cannot write");
  const auto run = store::IdRun::Open(folder.path(), {kRun, count});
  if (!run.ok()) return;
  std::vector<store::Position> found;
  for (const uint64_t asked : {fingerprint, uint64_t{0}, UINT64_MAX}) {
    (void)(*run)->Find(asked, &found);
  }
}

void Run(std::string_view bytes) {
  if (TakeByte(bytes) % 2 == 0) return RunManifest(bytes);
  RunFile(bytes);
}

const Registered registered("ids", Run);

}  // namespace
}  // namespace outturn::fuzz
