// The built server as a process of its own.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "outturn/v1/services.grpc.pb.h"

namespace outturn::server {

class Process {
 public:
  // Starts outturn-server with these arguments and does not wait.
  explicit Process(const std::vector<std::string>& arguments);
  ~Process();  // kills what still runs
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Waits for the line that says where it listens; 0 when it ended instead.
  int AwaitPort();
  void Send(int signal);
  // What it holds of the machine's memory, in bytes.
  [[nodiscard]] size_t Resident() const;
  // Waits for its end, at most half a minute: its exit code, or 128 + the signal that ended it.
  int AwaitEnd();
  // What it has logged so far.
  [[nodiscard]] std::string Log() const;

 private:
  pid_t process_ = -1;
  int out_ = -1;
  std::string log_;  // file of its stderr
  int end_ = -1;
};

// How a server that does not start ends: its exit code and what it logged.
struct Ended {
  int code;
  std::string log;
};
Ended RunToItsEnd(const std::vector<std::string>& arguments);

// A server on a free port, which is awaited.
struct Running {
  explicit Running(const std::string& data, const std::string& book = "431200",
                   const std::vector<std::string>& more = {});
  // Asks it to stop and waits: its exit code. A client that is idle would keep it waiting.
  int Stop();
  Process process;
  int port = 0;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<v1::Recorder::Stub> recorder;
  std::unique_ptr<v1::Events::Stub> events;
  std::unique_ptr<v1::Books::Stub> books;
};

}  // namespace outturn::server
