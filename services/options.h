// What outturn-server is asked on its command line, and what its exit code says.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/rpc/server.h"
#include "store/tree/signing.h"

namespace outturn {

// As clients/cli/exit_codes.h has them.
enum ExitCode { kOk = 0, kFailure = 1, kUsage = 2, kUnreachable = 5 };

struct Options {
  std::string data = "data";
  std::string book;
  std::string listen = "127.0.0.1:7300";
  std::string packs;
  std::string http;
  std::optional<uint64_t> disk_reserve;
  std::string log_level = "info";
  std::string log_format = "text";
  bool fsck = false;
  std::string language;  // "zh", "en": of what --help and --fsck print
  bool print_key = false;
  std::string signature = "ed25519";
  std::vector<std::string> witnesses;
  rpc::Limits limits;

  [[nodiscard]] bool InChinese() const { return language == "zh"; }
  [[nodiscard]] store::KeyKind KeyKind() const {
    return signature == "sm2" ? store::KeyKind::kSm2 : store::KeyKind::kEd25519;
  }
};

// An address that only this machine can reach. Whoever reaches the server may write: callers are
// not yet asked who they are.
std::optional<boost::asio::ip::tcp::endpoint> Loopback(const std::string& address);

// Prints and answers an exit code when the arguments are not for running.
std::optional<int> Parse(int argc, char** argv, Options& options);

}  // namespace outturn
