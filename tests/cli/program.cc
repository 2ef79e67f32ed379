#include "tests/cli/program.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace outturn::cli {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::vector<char*> Pointers(std::vector<std::string>* strings) {
  std::vector<char*> pointers;
  for (std::string& one : *strings) pointers.push_back(one.data());
  pointers.push_back(nullptr);
  return pointers;
}

void Redirect(const std::string& path, int flags, int to) {
  const int file = open(path.c_str(), flags, 0600);
  if (file < 0 || dup2(file, to) < 0) _exit(126);
}

}  // namespace

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "outturn-cli-XXXXXX").string();
  path_ = mkdtemp(name.data());
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string Folder::Write(const std::string& name, const std::string& content) const {
  std::ofstream(File(name), std::ios::binary) << content;
  return File(name);
}

std::string Folder::Read(const std::string& name) const { return ReadFile(File(name)); }

bool Folder::Has(const std::string& name) const { return std::filesystem::exists(File(name)); }

Ran RunProgram(const std::string& program, const std::vector<std::string>& arguments,
               const Folder& folder, const std::map<std::string, std::string>& environment,
               const std::string& input) {
  const Folder streams;
  streams.Write("in", input);
  const bool elsewhere = program.front() == '/';
  std::vector<std::string> words = {elsewhere ? program
                                              : std::string(BINARY_DIR) + "/bin/" + program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = {"HOME=" + folder.path()};
  if (!environment.contains("PATH")) variables.push_back("PATH=/usr/bin:/bin");
  for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
  std::vector<char*> argv = Pointers(&words);
  std::vector<char*> envp = Pointers(&variables);
  const pid_t child = fork();
  if (child == 0) {
    Redirect(streams.File("in"), O_RDONLY, STDIN_FILENO);
    Redirect(streams.File("out"), O_WRONLY | O_CREAT, STDOUT_FILENO);
    Redirect(streams.File("err"), O_WRONLY | O_CREAT, STDERR_FILENO);
    if (chdir(folder.path().c_str()) != 0) _exit(126);
    execve(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  int status = 0;
  rusage usage = {};
  wait4(child, &status, 0, &usage);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), streams.Read("out"),
          streams.Read("err"), int64_t{usage.ru_maxrss} * 1024};
}

}  // namespace outturn::cli
