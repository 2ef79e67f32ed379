// HttpServer: HTTP/1.1 on a loopback address, for a few local callers (a Prometheus, a probe, a
// person). What a caller can make it hold is bounded; one that misbehaves is cut off, and the rest
// of the program does not notice: it has threads of its own.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace outturn::web {

struct Request {
  std::string path;   // "/metrics": the target without its query
  std::string query;  // without "?"
};

struct Response {
  int status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string body;
  bool for_ever = false;  // never changes: caches may keep it
};

class HttpServer {
 public:
  struct Parts {
    std::string address;  // "127.0.0.1:7301", "[::1]:7301"; port 0 takes a free one
    // Answers GET and HEAD; every other method is answered 405. What it throws is answered 500.
    // Called on the server's thread, or where `is_slow` says that others should not wait for it, on
    // one beside it.
    std::function<Response(const Request&)> handler;
    std::function<bool(const Request&)> is_slow = [](const Request&) { return false; };

    size_t most_connections = 64;          // one more is closed at once
    uint32_t most_header_bytes = 8 << 10;  // more: 431
    // A request has no body; one that has is answered 413.
    std::chrono::milliseconds patience{
        5'000};  // for a whole request, then for its answer to be read
  };
  // nullptr when it cannot listen there, or the address is not loopback.
  [[nodiscard]] static std::unique_ptr<HttpServer> Start(Parts parts);
  virtual ~HttpServer() = default;  // closes all connections

  [[nodiscard]] virtual int port() const = 0;
};

}  // namespace outturn::web
