// A file that is written under another name until it is whole, and then put where it was asked for.
#pragma once

#include <string>

namespace outturn::exporter {

class Unfinished {
 public:
  // Of what is to stand at `target`. Where there is nothing or a plain file, `path()` lies beside
  // it (with `suffix`) and takes its place at once. Anything else is never replaced: what a
  // symbolic link names, a device or a FIFO is written to, from a file among the temporary ones.
  Unfinished(std::string target, const std::string& suffix);
  // Nothing is left behind of what was not placed.
  ~Unfinished();
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

  // To be written; empty when there is no room for temporary files, and nothing can be.
  [[nodiscard]] const std::string& path() const { return path_; }
  // False: it cannot be written. Waits for the reader of a FIFO. Once, after `path()` is closed.
  [[nodiscard]] bool Place();
  // Leaves what was not placed where it is.
  void Keep() { path_.clear(); }

 private:
  std::string target_;
  std::string path_;
  bool renamed_ = true;
};

}  // namespace outturn::exporter
