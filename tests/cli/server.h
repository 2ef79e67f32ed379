// The built server on a free port, over a data folder that goes away with it.
#pragma once

#include <sys/types.h>

#include <string>

#include "tests/cli/program.h"

namespace outturn::cli {

class Server {
 public:
  // Waits until the server listens; address() is empty when it did not start. With `data_of`, on a
  // copy of that folder: the same book with the same key. `packs`: code tables and forms.
  explicit Server(const std::string& data_of = "",
                  const std::string& packs = SOURCE_DIR "/deploy/packs");
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  [[nodiscard]] const std::string& address() const { return address_; }
  // Ends it without a word, as a power cut would, and starts it again on the same data and port.
  void Crash();
  // In order; then its data may be copied, examined or changed.
  void Stop();
  // Again on the same data and port.
  void Start();
  // "http://127.0.0.1:PORT": where its metrics and the log's tiles are.
  [[nodiscard]] std::string http() const;
  [[nodiscard]] std::string data() const { return folder_.File("data"); }

 private:
  void End(int signal);

  Folder folder_;
  const std::string packs_;
  pid_t process_ = -1;
  std::string address_;
};

}  // namespace outturn::cli
