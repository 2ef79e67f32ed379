// outturn: the command line. Everything is in run.cc; here is only the process.
#include <google/protobuf/stubs/logging.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "clients/cli/cli.h"

namespace {

std::optional<std::string> Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::optional<std::string> ReadFile(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

int main(int count, char** values) {
  using outturn::cli::Cli;
  std::signal(SIGPIPE, SIG_DFL);             // "outturn event list | head" ends quietly
  google::protobuf::SetLogHandler(nullptr);  // what is wrong is said in our words
  const std::vector<std::string> arguments(values + 1, values + count);
  Cli cli(outturn::cli::LoadSettings(arguments, Environment, ReadFile),
          outturn::cli::Console::OfProcess());
  const int code = outturn::cli::Main(arguments, &cli);
  cli.console.Flush();
  return code;
}
