#include "store/rocksdb/live_files.h"

#include <rocksdb/sst_file_reader.h>

#include <algorithm>

#include "store/rocksdb/common.h"

namespace outturn::store {
namespace {

std::vector<LiveFile> LiveFilesOf(rocksdb::DB* db, const std::string& path) {
  std::vector<LiveFile> files;
  std::vector<rocksdb::LiveFileMetaData> tables;
  db->GetLiveFilesMetaData(&tables);
  for (const auto& table : tables) {
    const bool main = table.column_family_name == rocksdb::kDefaultColumnFamilyName;
    files.push_back({path + table.name,
                     table.size,
                     main ? table.smallestkey : "",
                     table.column_family_name,
                     {}});
  }
  std::vector<std::string> names;
  uint64_t manifest_bytes = 0;
  const auto listed = db->GetLiveFiles(names, &manifest_bytes, /*flush_memtable=*/false);
  if (!listed.ok()) files.push_back({path, 0, "", "", FromRocksdb(listed)});
  for (const std::string& name : names) {
    if (name.starts_with("/CURRENT")) files.push_back({path + name, 1, "", "", {}});
    if (name.starts_with("/MANIFEST-")) files.push_back({path + name, manifest_bytes, "", "", {}});
  }
  return files;
}

}  // namespace

std::vector<LiveFile> LookAtLiveFiles(rocksdb::DB* db, rocksdb::Env* env, const std::string& path) {
  if (Status status = CheckFolder(env, path); !status.ok()) return {{path, 0, "", "", status}};
  const HeldFiles held(db);
  std::vector<LiveFile> files = LiveFilesOf(db, path);
  for (LiveFile& file : files) {
    if (file.status.ok()) file.status = CheckFile(env, file.path, file.bytes);
  }
  return files;
}

void ReadLiveFiles(rocksdb::DB* db, const std::string& family, std::vector<LiveFile>& files) {
  const rocksdb::Options options = ReadOnly(db->GetOptions());
  const std::string folder = db->GetName() + "/";
  const auto damaged = [](const LiveFile& file, const rocksdb::Status& read) {
    const Status status = FromRocksdb(read);
    const std::string said = file.path + ": is cut off or damaged: " + status.message();
    return status.code() == Code::kIo ? Status(Code::kIo, said) : Status::Corrupt(0, said);
  };
  for (LiveFile& file : files) {
    const bool of_family = !file.family.empty() && (family.empty() || file.family == family);
    if (!file.status.ok()) continue;
    if (of_family) {
      rocksdb::SstFileReader reader(options);
      rocksdb::Status read = reader.Open(file.path);
      if (read.ok()) read = reader.VerifyChecksum();
      if (!read.ok()) file.status = damaged(file, read);
    } else if (file.path.ends_with("/CURRENT")) {
      std::string name;
      (void)rocksdb::ReadFileToString(options.env, file.path, &name);
      const auto names_it = [&](const LiveFile& one) { return one.path + "\n" == folder + name; };
      if (std::any_of(files.begin(), files.end(), names_it)) continue;
      file.status = Status::Corrupt(0, file.path + ": is not what the server wrote");
    } else if (file.path.find("/MANIFEST-") != std::string::npos) {
      const auto is_current = [](const LiveFile& one) { return one.path.ends_with("/CURRENT"); };
      const auto current = std::find_if(files.begin(), files.end(), is_current);
      if (current == files.end() || !current->status.ok()) continue;  // which leads to it
      std::vector<std::string> families;
      const auto read = rocksdb::DB::ListColumnFamilies(options, db->GetName(), &families);
      if (!read.ok()) file.status = damaged(file, read);
    }
  }
}

std::vector<Status> BadOf(const std::vector<LiveFile>& files) {
  std::vector<Status> bad;
  for (const LiveFile& file : files) {
    if (!file.status.ok()) bad.push_back(file.status);
  }
  return bad;
}

}  // namespace outturn::store
