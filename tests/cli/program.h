// Runs the built program and keeps what it printed.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace outturn::cli {

struct Ran {
  int code = -1;
  std::string out;
  std::string err;
  int64_t peak_bytes = 0;  // of memory
};

// A folder of its own that goes away with the test.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string File(const std::string& name) const { return path_ + "/" + name; }
  // Writes the file; its path.
  std::string Write(const std::string& name, const std::string& content) const;
  [[nodiscard]] std::string Read(const std::string& name) const;
  [[nodiscard]] bool Has(const std::string& name) const;

 private:
  std::string path_;
};

// `program` of the build's bin folder, or anywhere if it begins with a slash, in an environment
// that holds only PATH (unless `environment` says another), HOME (`folder`) and `environment`, with
// `folder` as its working directory.
[[nodiscard]] Ran RunProgram(const std::string& program, const std::vector<std::string>& arguments,
                             const Folder& folder,
                             const std::map<std::string, std::string>& environment = {},
                             const std::string& input = "");

}  // namespace outturn::cli
