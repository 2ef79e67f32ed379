#include "tests/web/support.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sstream>
#include <stdexcept>

namespace outturn::web {

Caller::Caller(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("nobody listens");
  }
}

Caller::~Caller() { ::close(socket_); }

bool Caller::Send(const std::string& bytes) {
  size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t more = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (more <= 0) return false;
    sent += static_cast<size_t>(more);
  }
  return true;
}

void Caller::SendNoMore() { ::shutdown(socket_, SHUT_WR); }

bool Caller::AwaitInput(std::chrono::milliseconds patience) const {
  pollfd wanted{socket_, POLLIN, 0};
  return ::poll(&wanted, 1, static_cast<int>(patience.count())) == 1;
}

std::string Caller::ReadToEnd(std::chrono::milliseconds patience) {
  std::string bytes;
  char buffer[4096];
  while (AwaitInput(patience)) {
    const ssize_t more = ::recv(socket_, buffer, sizeof buffer, 0);
    if (more <= 0) break;
    bytes.append(buffer, static_cast<size_t>(more));
  }
  return bytes;
}

bool Caller::ClosedBy(std::chrono::milliseconds patience) {
  char byte = 0;
  return AwaitInput(patience) && ::recv(socket_, &byte, 1, 0) <= 0;
}

std::string Caller::ReadAnswer() {
  std::string bytes;
  const std::string announced = "Content-Length: ";
  size_t wanted = std::string::npos;
  char byte = 0;
  while (bytes.size() < wanted && AwaitInput(std::chrono::seconds(10)) &&
         ::recv(socket_, &byte, 1, 0) == 1) {
    bytes.push_back(byte);
    if (wanted != std::string::npos || !bytes.ends_with("\r\n\r\n")) continue;
    const size_t found = bytes.find(announced);
    if (found == std::string::npos) break;
    wanted = bytes.size() + std::stoul(bytes.substr(found + announced.size()));
  }
  return bytes;
}

Answer Split(const std::string& bytes) {
  Answer answer;
  const size_t end = bytes.find("\r\n\r\n");
  if (end == std::string::npos || !bytes.starts_with("HTTP/1.1 ")) return answer;
  answer.status = std::stoi(bytes.substr(9, 3));
  answer.head = bytes.substr(0, end);
  answer.body = bytes.substr(end + 4);
  return answer;
}

Answer Get(int port, const std::string& target) {
  Caller caller(port);
  caller.Send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  return Split(caller.ReadToEnd());
}

std::map<std::string, double> Samples(const std::string& text) {
  std::map<std::string, double> samples;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const size_t space = line.rfind(' ');
    if (line.empty() || line.front() == '#' || space == std::string::npos) continue;
    samples[line.substr(0, space)] = std::stod(line.substr(space + 1));
  }
  return samples;
}

}  // namespace outturn::web
