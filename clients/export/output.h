// Where an export goes: standard output, a file, a folder or a zip file. What was begun and not
// finished leaves nothing behind under its name.
#pragma once

#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "clients/export/unfinished.h"
#include "services/intake/text.h"

namespace outturn::exporter {

class Output {
 public:
  // `path`: a file; of an export of several files a folder, or a zip file where it ends so. A file
  // there is replaced when all is written, a folder that is not empty never is, nor what is neither
  // (Unfinished).
  Output(std::string path, bool several);
  // Standard output, handed to `write`.
  explicit Output(std::function<void(std::string_view)> write) : write_(std::move(write)) {}
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  // Each returns why it cannot be; then nothing else is to be called.
  [[nodiscard]] std::optional<intake::Words> Begin();
  [[nodiscard]] std::optional<intake::Words> Commit();

  // Appends to a file of the export, "" where it is only one. A failure shows when it is committed.
  void Append(std::string_view file, std::string_view bytes);

 private:
  [[nodiscard]] bool zip() const { return several_ && path_.ends_with(".zip"); }
  [[nodiscard]] intake::Words CannotWrite() const;
  [[nodiscard]] bool WriteZip(const std::string& to) const;

  std::function<void(std::string_view)> write_;
  std::string path_;
  std::string partial_;                   // the folder that is written until all is there
  std::optional<Unfinished> unfinished_;  // the file or zip file likewise
  bool several_ = false;
  std::map<std::string, std::ofstream, std::less<>> files_;
};

}  // namespace outturn::exporter
