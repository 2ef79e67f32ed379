#include "clients/export/output.h"

#include <zip.h>

#include <filesystem>
#include <utility>

namespace outturn::exporter {

namespace fs = std::filesystem;

Output::Output(std::string path, bool several) : path_(std::move(path)), several_(several) {
  while (several_ && path_.size() > 1 && path_.ends_with('/')) path_.pop_back();
}

Output::~Output() {
  files_.clear();
  std::error_code ignored;
  if (!partial_.empty()) fs::remove_all(partial_, ignored);
}

intake::Words Output::CannotWrite() const { return {"无法写入 " + path_, "cannot write " + path_}; }

std::optional<intake::Words> Output::Begin() {
  if (write_) return std::nullopt;
  std::error_code error;
  const bool folder = fs::is_directory(path_, error);
  if (folder && (!several_ || zip() || !fs::is_empty(path_, error))) {
    return intake::Words{path_ + " 是已有的文件夹，不覆盖", path_ + " is a folder already there"};
  }
  if (several_ && !zip() && !folder && fs::exists(path_, error)) {
    return intake::Words{path_ + " 已存在且不是文件夹", path_ + " is there and is no folder"};
  }
  if (!several_) {
    unfinished_.emplace(path_, ".partial");
    files_.emplace("", std::ofstream(unfinished_->path(), std::ios::binary));
    return files_.begin()->second ? std::nullopt : std::optional(CannotWrite());
  }
  if (folder) path_ = fs::canonical(path_, error).string();  // a symbolic link stays one
  if (zip()) unfinished_.emplace(path_, ".new");
  partial_ = (zip() ? unfinished_->path() : path_) + ".partial";
  fs::remove_all(partial_, error);
  if (!fs::create_directory(partial_, error)) return CannotWrite();
  return std::nullopt;
}

void Output::Append(std::string_view file, std::string_view bytes) {
  if (write_) return write_(bytes);
  auto found = files_.find(file);
  if (found == files_.end()) {
    const std::string name(file);
    found = files_.emplace(name, std::ofstream(partial_ + "/" + name, std::ios::binary)).first;
  }
  found->second.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

bool Output::WriteZip(const std::string& to) const {
  zip_t* archive = zip_open(to.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  if (archive == nullptr) return false;
  bool added = true;
  for (const auto& [name, file] : files_) {
    const std::string path = partial_ + "/" + name;
    zip_source_t* source = zip_source_file(archive, path.c_str(), 0, -1);
    const zip_int64_t index =
        source == nullptr ? -1 : zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0 && source != nullptr) zip_source_free(source);
    added = added && index >= 0;
  }
  if (added && zip_close(archive) == 0) return true;  // it writes under another name, then renames
  zip_discard(archive);
  return false;
}

std::optional<intake::Words> Output::Commit() {
  if (write_) return std::nullopt;
  for (auto& [name, file] : files_) {
    file.close();
    if (!file) return CannotWrite();
  }
  if (zip() && !WriteZip(unfinished_->path())) return CannotWrite();
  if (unfinished_) return unfinished_->Place() ? std::nullopt : std::optional(CannotWrite());
  std::error_code error;
  fs::remove(path_, error);  // an empty folder
  fs::rename(partial_, path_, error);
  if (error) return CannotWrite();
  return std::nullopt;
}

}  // namespace outturn::exporter
