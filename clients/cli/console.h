// Where words go: data to standard output, messages to standard error.
#pragma once

#include <chrono>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

#include "clients/cli/settings.h"

namespace outturn::cli {

class Console {
 public:
  // `colour` and `progress` say whether standard error is a terminal that takes them.
  Console(std::ostream* out, std::ostream* err, size_t width, bool colour, bool progress)
      : out_(out), err_(err), width_(width), colour_(colour), progress_(progress) {}

  // This process's streams: colour only on a terminal and without NO_COLOR.
  [[nodiscard]] static Console OfProcess();

  void Data(std::string_view bytes);
  // One line each, in the language chosen.
  void Note(const std::string& line);
  void Warn(Language language, const intake::Words& words);
  void Error(Language language, const intake::Words& words);

  // Whether enough time has passed for another line of progress: a moment on a terminal, a few
  // seconds elsewhere, where it is told only once PlainProgress was called.
  [[nodiscard]] bool ProgressDue();
  // On a terminal a line that the next one replaces, ended by ClearProgress; else one of its own.
  void Progress(const std::string& line);
  void ClearProgress();
  void PlainProgress() { plain_progress_ = true; }

  [[nodiscard]] size_t width() const { return width_; }  // of standard output, in columns
  [[nodiscard]] static bool OutIsTerminal();             // standard output
  [[nodiscard]] bool progress() const { return progress_; }
  void Flush();

 private:
  void Message(const char* colour, const std::string& label, const std::string& text);

  std::ostream* out_;
  std::ostream* err_;
  size_t width_;
  bool colour_;
  bool progress_;
  bool plain_progress_ = false;
  bool progress_shown_ = false;
  std::chrono::steady_clock::time_point progress_at_ = std::chrono::steady_clock::now();
};

}  // namespace outturn::cli
