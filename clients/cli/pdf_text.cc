#include "clients/cli/pdf_text.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>

namespace outturn::cli {
namespace {

constexpr size_t kMostText = 32 << 20;
constexpr auto kLongest = std::chrono::seconds(30);
constexpr int kNoProgram = 127;

// In the child, between fork and exec: only what is safe there.
[[noreturn]] void RunChild(int out, const char* path) {
  const rlimit memory{1U << 30, 1U << 30};
  const rlimit seconds{30, 30};
  const rlimit core{0, 0};
#ifndef __SANITIZE_ADDRESS__
  (void)setrlimit(RLIMIT_AS, &memory);
#else
  (void)memory;
#endif
  (void)setrlimit(RLIMIT_CPU, &seconds);
  (void)setrlimit(RLIMIT_CORE, &core);
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing >= 0) {
    (void)dup2(nothing, STDIN_FILENO);
    (void)dup2(nothing, STDERR_FILENO);
  }
  (void)dup2(out, STDOUT_FILENO);
  execlp("pdftotext", "pdftotext", "-q", "-bbox", "-enc", "UTF-8", path, "-",
         static_cast<char*>(nullptr));
  _exit(kNoProgram);
}

// What comes until the end; false when it took too long or was too much.
bool ReadAll(int from, std::string& text) {
  const auto end = std::chrono::steady_clock::now() + kLongest;
  std::array<char, 65536> buffer;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    if (left.count() <= 0 || text.size() > kMostText) return false;
    pollfd ready{from, POLLIN, 0};
    const int waited = poll(&ready, 1, static_cast<int>(left.count()));
    if (waited < 0 && errno == EINTR) continue;
    if (waited <= 0) return false;
    const ssize_t got = read(from, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got == 0;
    text.append(buffer.data(), static_cast<size_t>(got));
  }
}

}  // namespace

PdfText TextOfPdf(const std::string& path) {
  PdfText pdf;
  // A name that begins with "-" would be taken for an option.
  const std::string name = path.starts_with("-") ? "./" + path : path;
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    pdf.failure = {"无法启动 pdftotext", "pdftotext cannot be started"};
    return pdf;
  }
  const pid_t child = fork();
  if (child == 0) RunChild(ends[1], name.c_str());
  (void)close(ends[1]);
  const bool whole = child > 0 && ReadAll(ends[0], pdf.text);
  (void)close(ends[0]);
  int status = 0;
  if (child > 0) {
    if (!whole) (void)kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
  }
  if (!whole) {
    pdf.failure = {"pdftotext 用时过长或文字过多，已停止：" + path,
                   "pdftotext took too long or gave too much, and was stopped: " + path};
  } else if (WIFEXITED(status) && WEXITSTATUS(status) == kNoProgram) {
    pdf.failure = {"读 PDF 需要 pdftotext：请安装 poppler-utils",
                   "reading a PDF takes pdftotext: install poppler-utils"};
  } else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    pdf.failure = {"pdftotext 无法读取 " + path + "（文件损坏或加密）",
                   "pdftotext cannot read " + path + ": damaged or encrypted"};
  }
  return pdf;
}

}  // namespace outturn::cli
