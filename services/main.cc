// outturn-server: one book, served over gRPC.
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <optional>

#include "services/app/book.h"
#include "services/app/data_folder.h"
#include "services/app/packs.h"
#include "services/app/reports.h"
#include "services/rpc/server.h"

namespace outturn {
namespace {

namespace asio = boost::asio;

enum ExitCode { kOk = 0, kFailure = 1, kUsage = 2 };

struct Options {
  std::string data = "data";
  std::string book;
  std::string listen = "127.0.0.1:7300";
  std::string packs;
  std::string log_level = "info";
};

// Beside the program when installed, in the source tree when not.
std::string DefaultPacks(const char* program) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path beside = fs::canonical("/proc/self/exe", error).parent_path();
  for (const fs::path& folder : {beside / "../share/outturn/packs", beside / "packs",
                                 beside / "../../../deploy/packs", beside / "../../deploy/packs"}) {
    std::error_code missing;
    if (!error && fs::is_directory(folder, missing)) return folder.lexically_normal().string();
  }
  return std::string(program) + ".packs";
}

// Whether only this machine can reach the address. Whoever reaches the server may write: callers
// are not yet asked who they are.
bool IsLoopback(const std::string& address) {
  const size_t port = address.rfind(':');
  const std::string host = address.substr(0, port);
  if (port == std::string::npos) return false;
  boost::system::error_code error;
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  const auto ip = asio::ip::make_address(bracketed ? host.substr(1, host.size() - 2) : host, error);
  return host == "localhost" || (!error && ip.is_loopback());
}

// Prints and answers an exit code when the arguments are not for running.
std::optional<int> Parse(int argc, char** argv, Options& options) {
  CLI::App app{
      "outturn-server: serves one government's book over gRPC.\n\n"
      "  outturn-server --data /var/lib/outturn --book 431200\n"
      "  outturn-server --data data --listen 127.0.0.1:0      # a free port, printed at start\n"};
  options.packs = DefaultPacks(argv[0]);
  app.add_option("--data", options.data, "data folder; made when it is not there")
      ->capture_default_str();
  app.add_option("--book", options.book,
                 "division code of the book; needed once, when the data folder is new");
  app.add_option("--listen", options.listen, "loopback address and port; port 0 takes a free one")
      ->capture_default_str();
  app.add_option("--packs", options.packs, "folder of code tables and forms")
      ->capture_default_str();
  app.add_option("--log-level", options.log_level, "trace, debug, info, warn, error, critical")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "critical"}))
      ->capture_default_str();
  app.set_version_flag("--version", OUTTURN_VERSION);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kOk : kUsage;
  }
  if (IsLoopback(options.listen)) return std::nullopt;
  std::fprintf(stderr, "--listen %s: only a loopback address and port, as 127.0.0.1:7300\n",
               options.listen.c_str());
  return kUsage;
}

std::optional<app::Packs> Load(const std::string& folder) {
  app::LoadedPacks loaded = app::LoadPacks(folder);
  for (const app::PackError& error : loaded.errors) {
    spdlog::error("{}", error.ToString(core::Language::kEnglish));
  }
  if (!loaded.errors.empty()) return std::nullopt;
  spdlog::info("packs {}: {} code tables, {} forms", folder, loaded.packs.code_tables.size(),
               loaded.packs.forms.size());
  return std::move(loaded.packs);
}

// Turns health to NOT_SERVING when the book stops taking writes; looks once a second.
void Watch(asio::steady_timer& timer, const app::Book& book, rpc::Server& server) {
  timer.expires_after(std::chrono::seconds(1));
  timer.async_wait([&](const boost::system::error_code& error) {
    if (error) return;
    server.SetServing(book.WhyNotWritable().empty());
    Watch(timer, book, server);
  });
}

// Calls `ready` once a signal would be heeded.
void RunUntilSignal(app::Book& book, rpc::Server& server, const std::function<void()>& ready) {
  asio::io_context context;
  asio::steady_timer timer(context);
  Watch(timer, book, server);
  asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code&, int signal) {
    spdlog::info("signal {}: going down", signal);
    context
        .stop();  // not only the timer: it may have gone off just now and be about to start again
  });
  ready();
  context.run();
}

int Serve(const Options& options) {
  const auto packs = Load(options.packs);
  if (!packs) return kFailure;
  auto folder = app::OpenDataFolder(options.data, options.book);
  if (!folder.ok()) {
    spdlog::critical("{}", folder.status().ToString());
    return kFailure;
  }
  asio::thread_pool pool(1);
  app::BookParts parts;
  parts.name = folder->book;
  parts.log = std::move(folder->log);
  parts.derived = std::move(folder->derived);
  parts.ids = std::move(folder->ids);
  parts.tables = packs->code_tables;
  parts.background = [&pool](std::function<void()> task) { asio::post(pool, std::move(task)); };
  auto book = app::Book::Open(std::move(parts));
  if (!book.ok()) {
    spdlog::critical("the book cannot be opened: {}", book.status().ToString());
    return kFailure;
  }
  const app::Reports reports(**book, *packs);
  auto server = rpc::Server::Start(options.listen, **book, reports);
  if (server == nullptr) {
    spdlog::critical("cannot listen on {}", options.listen);
    return kFailure;
  }
  const auto position = (*book)->DurableTip().position;
  server->SetServing(true);
  spdlog::info("book {} at position {}, listening on port {}", (*book)->name(), position,
               server->port());
  RunUntilSignal(**book, *server, [&] {
    // For scripts: the one line on stdout.
    std::printf("listening on port %d\n", server->port());
    std::fflush(stdout);
  });
  server->SetServing(false);
  (*book)->StopWriting();
  server->Shutdown(std::chrono::seconds(10));
  server.reset();
  book->reset();
  pool.join();
  spdlog::info("down");
  return kOk;
}

}  // namespace
}  // namespace outturn

int main(int argc, char** argv) {
  outturn::Options options;
  if (const auto exit_code = outturn::Parse(argc, argv, options)) return *exit_code;
  // stdout belongs to scripts, the log to stderr.
  spdlog::set_default_logger(spdlog::stderr_color_mt("outturn"));
  spdlog::set_level(spdlog::level::from_str(options.log_level));
  std::signal(SIGPIPE, SIG_IGN);  // whoever read the log may be gone
  try {
    return outturn::Serve(options);
  } catch (const std::exception& error) {
    spdlog::critical("{}", error.what());
    return outturn::kFailure;
  }
}
