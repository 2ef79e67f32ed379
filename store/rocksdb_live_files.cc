#include "store/rocksdb_live_files.h"

#include "store/rocksdb_common.h"

namespace outturn::store {
namespace {

std::vector<LiveFile> LiveFilesOf(rocksdb::DB* db, const std::string& path) {
  std::vector<LiveFile> files;
  std::vector<rocksdb::LiveFileMetaData> tables;
  db->GetLiveFilesMetaData(&tables);
  for (const auto& table : tables) {
    const bool main = table.column_family_name == rocksdb::kDefaultColumnFamilyName;
    files.push_back({path + table.name, table.size, main ? table.smallestkey : "", {}});
  }
  std::vector<std::string> names;
  uint64_t manifest_bytes = 0;
  const auto listed = db->GetLiveFiles(names, &manifest_bytes, /*flush_memtable=*/false);
  if (!listed.ok()) files.push_back({path, 0, "", FromRocksdb(listed)});
  for (const std::string& name : names) {
    if (name.starts_with("/CURRENT")) files.push_back({path + name, 1, "", {}});
    if (name.starts_with("/MANIFEST-")) files.push_back({path + name, manifest_bytes, "", {}});
  }
  return files;
}

}  // namespace

std::vector<LiveFile> LookAtLiveFiles(rocksdb::DB* db, rocksdb::Env* env, const std::string& path) {
  if (Status status = CheckFolder(env, path); !status.ok()) return {{path, 0, "", status}};
  const bool held = db->DisableFileDeletions().ok();
  std::vector<LiveFile> files = LiveFilesOf(db, path);
  for (LiveFile& file : files) {
    if (file.status.ok()) file.status = CheckFile(env, file.path, file.bytes);
  }
  if (held) static_cast<void>(db->EnableFileDeletions(/*force=*/false));
  return files;
}

std::vector<Status> BadOf(const std::vector<LiveFile>& files) {
  std::vector<Status> bad;
  for (const LiveFile& file : files) {
    if (!file.status.ok()) bad.push_back(file.status);
  }
  return bad;
}

}  // namespace outturn::store
