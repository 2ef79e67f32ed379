#include "clients/export/unfinished.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

namespace outturn::exporter {

namespace fs = std::filesystem;

namespace {

// Readable by nobody else: what is written may be classified.
std::string TemporaryFile() {
  std::error_code error;
  std::string name = (fs::temp_directory_path(error) / "outturn-XXXXXX").string();
  const int file = error ? -1 : mkstemp(name.data());
  if (file < 0) return {};
  close(file);
  return name;
}

bool Copy(const std::string& from, const std::string& to) {
  std::ifstream in(from, std::ios::binary);
  std::ofstream out(to, std::ios::binary | std::ios::trunc);
  if (in && in.peek() != std::ifstream::traits_type::eof()) out << in.rdbuf();
  out.close();
  return in && out;
}

}  // namespace

Unfinished::Unfinished(std::string target, const std::string& suffix) : target_(std::move(target)) {
  std::error_code error;
  const fs::file_type there = fs::symlink_status(target_, error).type();
  renamed_ = there == fs::file_type::not_found || there == fs::file_type::regular;
  path_ = renamed_ ? target_ + suffix : TemporaryFile();
}

Unfinished::~Unfinished() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove(path_, ignored);
}

bool Unfinished::Place() {
  if (path_.empty()) return false;
  if (!renamed_) return Copy(path_, target_);
  std::error_code error;
  fs::rename(path_, target_, error);
  if (!error) path_.clear();
  return !error;
}

}  // namespace outturn::exporter
