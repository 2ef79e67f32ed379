#include "services/app/data_folder.h"

#include <spdlog/spdlog.h>

#include <filesystem>
#include <fstream>
#include <system_error>

#include "store/rocksdb_event_log.h"
#include "store/rocksdb_state_store.h"

namespace outturn::app {
namespace {

namespace fs = std::filesystem;

store::Status Invalid(std::string message) { return {store::Code::kInvalid, std::move(message)}; }

// The name in the folder's BOOK file; empty when there is none.
std::string StoredName(const fs::path& file) {
  std::ifstream in(file);
  std::string name;
  std::getline(in, name);
  return name;
}

store::Result<std::string> SettleName(const fs::path& folder, const std::string& asked) {
  const fs::path file = folder / "BOOK";
  const std::string stored = StoredName(file);
  if (!stored.empty()) {
    if (asked.empty() || asked == stored) return stored;
    return Invalid(folder.string() + " holds the book of " + stored + ", not of " + asked);
  }
  if (fs::exists(folder / "log")) return Invalid(file.string() + " is missing beside a log");
  if (asked.empty()) return Invalid("a new data folder needs the book's name (--book 431200)");
  std::ofstream out(file);
  out << asked << "\n";
  out.close();
  if (!out) return store::Status(store::Code::kIo, "cannot write " + file.string());
  return asked;
}

store::Result<std::unique_ptr<store::StateStore>> OpenDerived(const std::string& path) {
  auto opened = store::OpenRocksdbStateStore(path);
  if (opened.ok()) return opened;
  spdlog::warn("derived state cannot be opened ({}): rebuilding it from the log",
               opened.status().ToString());
  if (auto status = store::DestroyRocksdbStateStore(path); !status.ok()) return status;
  return store::OpenRocksdbStateStore(path);
}

}  // namespace

store::Result<DataFolder> OpenDataFolder(const std::string& path, const std::string& book) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return store::Status(store::Code::kIo, path + ": " + error.message());
  auto name = SettleName(path, book);
  if (!name.ok()) return name.status();
  auto log = store::OpenRocksdbEventLog((fs::path(path) / "log").string());
  if (!log.ok()) return log.status();
  auto derived = OpenDerived((fs::path(path) / "derived").string());
  if (!derived.ok()) return derived.status();
  return DataFolder{*std::move(name), *std::move(log), *std::move(derived)};
}

}  // namespace outturn::app
