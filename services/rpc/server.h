// The gRPC server over one book: all services, health, reflection.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "services/app/book.h"
#include "services/app/comparison.h"
#include "services/app/proofs.h"
#include "services/app/reports.h"

namespace outturn::rpc {

class Server {
 public:
  // Listens on `address` ("127.0.0.1:7300"; port 0 takes a free one). nullptr when it cannot. Book
  // reports, proofs and comparison outlive the server; without the latter two it has no service of
  // them.
  [[nodiscard]] static std::unique_ptr<Server> Start(const std::string& address, app::Book& book,
                                                     const app::Reports& reports,
                                                     app::Proofs* proofs = nullptr,
                                                     app::Comparison* comparison = nullptr);
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
