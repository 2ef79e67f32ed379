#include "tests/cli/server.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

namespace outturn::cli {

Server::Server(const std::string& data_of, const std::string& packs) : packs_(packs) {
  if (!data_of.empty()) {
    std::filesystem::copy(data_of, data(), std::filesystem::copy_options::recursive);
  }
  Start();
}

Server::~Server() { End(SIGTERM); }

void Server::Crash() {
  End(SIGKILL);
  Start();
}

void Server::Stop() { End(SIGTERM); }

// Standard output is a pipe: one line says the port, end of file that the server did not start.
void Server::Start() {
  const std::string program = std::string(BINARY_DIR) + "/bin/outturn-server";
  const std::string data = this->data();
  const std::string log = folder_.File("log");
  const std::string listen = address_.empty() ? "127.0.0.1:0" : address_;
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) return;
  process_ = fork();
  if (process_ == 0) {
    dup2(pipe_ends[1], STDOUT_FILENO);
    dup2(open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600), STDERR_FILENO);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    execl(program.c_str(), "outturn-server", "--data", data.c_str(), "--book", "431200", "--listen",
          listen.c_str(), "--packs", packs_.c_str(), "--http", "127.0.0.1:0", "--log-format",
          "json", nullptr);
    _exit(127);
  }
  close(pipe_ends[1]);
  std::string line;
  for (char c; read(pipe_ends[0], &c, 1) == 1 && c != '\n';) line.push_back(c);
  close(pipe_ends[0]);
  const size_t space = line.rfind(' ');
  address_ = space == std::string::npos ? "" : "127.0.0.1:" + line.substr(space + 1);
}

std::string Server::http() const {
  const std::string log = folder_.Read("log");
  const std::string port = "\"port\":";
  const size_t said = log.rfind("metrics over HTTP");
  const size_t at = said == std::string::npos ? said : log.find(port, said);
  if (at == std::string::npos) return "";
  const size_t begin = at + port.size();
  return "http://127.0.0.1:" +
         log.substr(begin, log.find_first_not_of("0123456789 ", begin) - begin);
}

void Server::End(int signal) {
  if (process_ < 0) return;
  kill(process_, signal);
  waitpid(process_, nullptr, 0);
  process_ = -1;
}

}  // namespace outturn::cli
