#include "clients/cli/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace outturn::cli {
namespace {

// Without a terminal: wide enough for a form, narrow enough for a page.
constexpr size_t kPageWidth = 110;

size_t TerminalWidth() {
  winsize size{};
  if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return kPageWidth;
  return std::max<size_t>(size.ws_col, 60);
}

}  // namespace

Console Console::OfProcess() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool terminal = isatty(STDERR_FILENO) && !(term && std::string_view(term) == "dumb");
  const bool colour = terminal && !(no_color && *no_color);
  return {&std::cout, &std::cerr, TerminalWidth(), colour, terminal};
}

bool Console::OutIsTerminal() { return isatty(STDOUT_FILENO) != 0; }

void Console::Data(std::string_view bytes) {
  ClearProgress();
  out_->write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

namespace {

// What a file or a server said may not steer the terminal.
std::string Tame(std::string text) {
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f) c = '?';
  }
  return text;
}

}  // namespace

void Console::Note(const std::string& line) {
  ClearProgress();
  *err_ << Tame(line) << '\n';
}

void Console::Message(const char* colour, const std::string& label, const std::string& text) {
  ClearProgress();
  if (colour_) {
    *err_ << "\x1b[" << colour << 'm' << label << "\x1b[0m" << Tame(text) << '\n';
  } else {
    *err_ << label << Tame(text) << '\n';
  }
}

void Console::Warn(Language language, const intake::Words& words) {
  Message("33", In(language, {"注意：", "warning: "}), In(language, words));
}

void Console::Error(Language language, const intake::Words& words) {
  Message("31", In(language, {"错误：", "error: "}), In(language, words));
}

void Console::Progress(const std::string& line) {
  progress_at_ = std::chrono::steady_clock::now();
  if (!progress_) {
    if (plain_progress_) *err_ << Tame(line) << std::endl;
    return;
  }
  *err_ << '\r' << Tame(line) << "\x1b[K" << std::flush;
  progress_shown_ = true;
}

bool Console::ProgressDue() {
  if (!progress_ && !plain_progress_) return false;
  const auto pause = progress_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(2'000);
  return std::chrono::steady_clock::now() - progress_at_ >= pause;
}

void Console::ClearProgress() {
  if (!progress_shown_) return;
  *err_ << "\r\x1b[K";
  progress_shown_ = false;
}

void Console::Flush() {
  ClearProgress();
  out_->flush();
  err_->flush();
}

}  // namespace outturn::cli
