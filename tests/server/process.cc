#include "tests/server/process.h"

#include <fcntl.h>
#include <grpcpp/grpcpp.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace outturn::server {
namespace {

constexpr auto kPatience = std::chrono::seconds(30);

std::string FreshFile() {
  std::string path = (std::filesystem::temp_directory_path() / "outturn-log-XXXXXX").string();
  const int file = mkstemp(path.data());
  if (file < 0) throw std::runtime_error("mkstemp");
  close(file);
  return path;
}

}  // namespace

Process::Process(const std::vector<std::string>& arguments) : log_(FreshFile()) {
  std::vector<std::string> words = {std::string(BINARY_DIR) + "/bin/outturn-server"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log_.c_str(), O_WRONLY | O_TRUNC, 0600);
  const int failed = posix_spawn(&process_, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  out_ = ends[0];
  if (failed != 0) throw std::runtime_error("cannot start " + words[0]);
}

Process::~Process() {
  if (end_ < 0) {
    Send(SIGKILL);
    AwaitEnd();
  }
  close(out_);
  std::error_code ignored;
  std::filesystem::remove(log_, ignored);
}

int Process::AwaitPort() {
  std::string line;
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < until) {
    pollfd ready{out_, POLLIN, 0};
    if (poll(&ready, 1, 1'000) <= 0) continue;
    char byte = 0;
    if (read(out_, &byte, 1) != 1) return 0;
    if (byte != '\n') {
      line += byte;
      continue;
    }
    const std::string listening = "listening on port ";
    if (line.starts_with(listening)) return std::stoi(line.substr(listening.size()));
    line.clear();
  }
  return 0;
}

void Process::Send(int signal) {
  if (end_ < 0) kill(process_, signal);
}

size_t Process::Resident() const {
  std::ifstream file("/proc/" + std::to_string(process_) + "/statm");
  size_t size = 0;
  size_t resident = 0;
  file >> size >> resident;
  return resident * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

int Process::AwaitEnd() {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (end_ < 0) {
    int status = 0;
    if (waitpid(process_, &status, WNOHANG) == process_) {
      end_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    } else if (std::chrono::steady_clock::now() > until) {
      kill(process_, SIGKILL);
      waitpid(process_, &status, 0);
      end_ = 1'000;  // hung
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  return end_;
}

std::string Process::Log() const {
  std::ifstream file(log_);
  return {std::istreambuf_iterator<char>(file), {}};
}

Ended RunToItsEnd(const std::vector<std::string>& arguments) {
  Process process(arguments);
  const int code = process.AwaitPort() == 0 ? process.AwaitEnd() : -1;
  return {code, process.Log()};
}

namespace {

std::vector<std::string> Joined(std::vector<std::string> arguments,
                                const std::vector<std::string>& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

}  // namespace

Running::Running(const std::string& data, const std::string& book,
                 const std::vector<std::string>& more)
    : process(Joined({"--data", data, "--book", book, "--listen", "127.0.0.1:0", "--packs",
                      std::string(SOURCE_DIR) + "/deploy/packs"},
                     more)),
      port(process.AwaitPort()) {
  if (port == 0) throw std::runtime_error("the server did not start: " + process.Log());
  channel =
      grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials());
  recorder = v1::Recorder::NewStub(channel);
  events = v1::Events::NewStub(channel);
  books = v1::Books::NewStub(channel);
}

int Running::Stop() {
  recorder.reset();
  events.reset();
  books.reset();
  channel.reset();
  process.Send(SIGTERM);
  return process.AwaitEnd();
}

}  // namespace outturn::server
