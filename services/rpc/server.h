// The gRPC server over one book: all services, health, reflection.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "services/app/book.h"
#include "services/app/fsck/comparison.h"
#include "services/app/proofs/proofs.h"
#include "services/app/questions/reports.h"

namespace outturn::rpc {

// What callers can make the server hold, whatever they send.
struct Limits {
  // Of all connections together: what has arrived and is not taken over yet, and what waits to be
  // sent. When it is used up connections are read from more slowly, and new ones refused.
  size_t memory_bytes = size_t{512} << 20;
  int threads = 64;  // of the calls that gRPC answers itself: health, reflection
  // A message that is larger is answered RESOURCE_EXHAUSTED. What clients send by default, too.
  int message_bytes = 4 << 20;
  // Further calls wait at the client. Bounds what replies nobody reads can hold.
  int calls_of_a_connection = 4'096;
};

class Server {
 public:
  // Listens on `address` ("127.0.0.1:7300"; port 0 takes a free one). nullptr when it cannot. Book
  // reports, proofs and comparison outlive the server; without the latter two it has no service of
  // them.
  [[nodiscard]] static std::unique_ptr<Server> Start(const std::string& address, app::Book& book,
                                                     const app::Reports& reports,
                                                     app::Proofs* proofs = nullptr,
                                                     app::Comparison* comparison = nullptr,
                                                     const Limits& limits = {});
  ~Server();

  [[nodiscard]] int port() const;
  // Health answers SERVING or NOT_SERVING from now on.
  void SetServing(bool serving);
  // Takes no new calls, waits for those under way at most `grace`, then cancels them. Streams and
  // watches end as soon as what they were sent is answered.
  void Shutdown(std::chrono::milliseconds grace);

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace outturn::rpc
