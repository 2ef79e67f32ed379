// A plain socket on the loopback address: tests say every byte themselves, good or bad.
#pragma once

#include <chrono>
#include <map>
#include <string>

namespace outturn::web {

class Caller {
 public:
  explicit Caller(int port);
  ~Caller();
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  // False when the other side has closed.
  bool Send(const std::string& bytes);
  // The other side reads the end; answers still come.
  void SendNoMore();
  // Everything until the other side closes; what came so far after `patience`.
  std::string ReadToEnd(std::chrono::milliseconds patience = std::chrono::seconds(10));
  // Whether the other side closes within `patience`, without a byte.
  bool ClosedBy(std::chrono::milliseconds patience);
  // One answer: head, and as many bytes of body as it announces.
  std::string ReadAnswer();

 private:
  bool AwaitInput(std::chrono::milliseconds patience) const;
  int socket_ = -1;
};

struct Answer {
  int status = 0;  // 0: none came
  std::string head;
  std::string body;
};
Answer Split(const std::string& bytes);

// GET on a connection of its own.
Answer Get(int port, const std::string& target);

// The samples of a metrics page: "name{label=\"value\"}" → value.
std::map<std::string, double> Samples(const std::string& text);

}  // namespace outturn::web
