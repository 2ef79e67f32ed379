// outturn-server: one book, served over gRPC; its metrics over HTTP.
#include <google/protobuf/stubs/logging.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/app/book.h"
#include "services/app/data_folder.h"
#include "services/app/fsck/comparison.h"
#include "services/app/fsck/folder.h"
#include "services/app/log.h"
#include "services/app/packs/packs.h"
#include "services/app/proofs/proofs.h"
#include "services/app/proofs/signing_key.h"
#include "services/app/questions/reports.h"
#include "services/app/watch/disk_guard.h"
#include "services/app/watch/folder_watch.h"
#include "services/app/watch/upkeep.h"
#include "services/audit/fsck_words.h"
#include "services/audit/store_words.h"
#include "services/options.h"
#include "services/rpc/server.h"
#include "services/web/http_server.h"
#include "services/web/pages.h"

namespace outturn {
namespace {

namespace asio = boost::asio;

// Tells where nothing can listen, and what to do. Asked before the book is opened, which may take
// long, and before gRPC, which tells of it in its own words.
bool CanListen(const char* option, const std::string& address) {
  const auto endpoint = *Loopback(address);
  asio::io_context context;
  asio::ip::tcp::acceptor acceptor(context);
  boost::system::error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) return true;
  const bool taken = error == asio::error::address_in_use;
  const std::string why =
      taken ? "another program listens there; stop it or choose another port" : error.message();
  app::Log(app::LogLevel::kCritical,
           "cannot listen on " + address + ": " + why + " (" + option + " 127.0.0.1:PORT)");
  return false;
}

bool CanListenWhereAsked(const Options& options) {
  if (options.http.empty()) return CanListen("--listen", options.listen);
  if (Loopback(options.http) == Loopback(options.listen) && Loopback(options.http)->port() != 0) {
    app::Log(app::LogLevel::kCritical,
             "--listen and --http are both " + options.listen + ": give each a port of its own");
    return false;
  }
  return CanListen("--listen", options.listen) && CanListen("--http", options.http);
}

std::optional<app::Packs> Load(const std::string& folder) {
  app::LoadedPacks loaded = app::LoadPacks(folder);
  for (const app::PackError& error : loaded.errors) {
    app::Log(app::LogLevel::kError, error.ToString(core::Language::kEnglish));
  }
  if (!loaded.errors.empty()) return std::nullopt;
  app::Log(app::LogLevel::kInfo, "packs loaded",
           {{"folder", folder},
            {"code_tables", loaded.packs.code_tables.size()},
            {"forms", loaded.packs.forms.size()}});
  return std::move(loaded.packs);
}

constexpr auto kCheckingEachSecond = std::chrono::milliseconds(20);  // of a core

// What is looked after once a second.
struct Watched {
  app::Book& book;
  app::DiskGuard& disk;
  rpc::Server& server;
  app::Upkeep& upkeep;  // all that reads or waits for the disk, lest the disk fills unseen

  // Turns health to NOT_SERVING while the book takes no writes.
  void Look() {
    disk.Look();
    server.SetServing(book.WhyNotWritable().empty());
    book.Sample();
    upkeep.Due();
  }
};

void Watch(asio::steady_timer& timer, Watched& watched) {
  timer.expires_after(std::chrono::seconds(1));
  timer.async_wait([&](const boost::system::error_code& error) {
    if (error) return;
    watched.Look();
    Watch(timer, watched);
  });
}

// Calls `ready` once a signal would be heeded.
void RunUntilSignal(Watched watched, const std::function<void()>& ready) {
  asio::io_context context;
  asio::steady_timer timer(context);
  watched.Look();
  Watch(timer, watched);
  asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code&, int signal) {
    app::Log(app::LogLevel::kInfo, "going down", {{"signal", static_cast<uint64_t>(signal)}});
    context
        .stop();  // not only the timer: it may have gone off just now and be about to start again
  });
  ready();
  context.run();
}

// Listens where asked to; false when it cannot. Nobody asked: true, and no server.
bool StartWeb(const Options& options, const web::Pages& pages,
              std::unique_ptr<web::HttpServer>& server) {
  if (options.http.empty()) return true;
  web::HttpServer::Parts parts;
  parts.address = options.http;
  parts.handler = [&pages](const web::Request& request) { return pages.Answer(request); };
  parts.is_slow = web::Pages::IsSlow;
  server = web::HttpServer::Start(std::move(parts));
  if (server == nullptr) {
    app::Log(app::LogLevel::kCritical, "cannot listen on " + options.http);
    return false;
  }
  app::Log(app::LogLevel::kInfo, "metrics over HTTP",
           {{"port", static_cast<uint64_t>(server->port())}});
  return true;
}

// Closing the book would tidy up by names that stand for another folder's files. What was
// acknowledged is durable, and what is derived is made anew.
[[noreturn]] void LeaveAtOnce(const std::string& folder) {
  app::Log(app::LogLevel::kError,
           folder + " is not the folder that was opened: it is left as it is");
  spdlog::default_logger()->flush();
  std::_Exit(kFailure);
}

// Until a signal, and then down in order.
int ServeBook(const Options& options, app::Book& book, const app::Packs& packs,
              app::Proofs& proofs) {
  const app::Reports reports(book, packs);
  app::Comparison comparison(book);
  app::FolderWatch folder(options.data, book, proofs);
  folder.Look();  // before anybody examines it
  auto server =
      rpc::Server::Start(options.listen, book, reports, &proofs, &comparison, options.limits);
  if (server == nullptr) {
    app::Log(app::LogLevel::kCritical, "cannot listen on " + options.listen);
    return kFailure;
  }
  web::Pages pages(book, &proofs);
  std::unique_ptr<web::HttpServer> web_server;
  if (!StartWeb(options, pages, web_server)) return kFailure;
  app::DiskGuard disk({book, options.data, app::SpaceOfFolder(options.data), options.disk_reserve});
  app::Log(app::LogLevel::kInfo, "listening",
           {{"book", book.name()},
            {"position", book.DurableTip().position},
            {"port", static_cast<uint64_t>(server->port())}});
  auto upkeep = std::make_unique<app::Upkeep>(std::vector<std::function<void()>>{
      [&] { folder.Look(); }, [&] { book.CatchUp(); }, [&] { proofs.CatchUp(); },
      [&] { proofs.CheckHandedOut(kCheckingEachSecond); }, [&] { comparison.CompareNext(); },
      [&] { book.VerifyIds(); }});
  RunUntilSignal({book, disk, *server, *upkeep}, [&] {
    // For scripts: the one line on stdout.
    std::printf("listening on port %d\n", server->port());
    std::fflush(stdout);
  });
  pages.GoDown();
  server->SetServing(false);
  book.StopWriting();
  server->Shutdown(std::chrono::seconds(10));
  upkeep.reset();
  folder.Look();  // the last checkpoints and names, too
  if (!folder.IsTheSame()) LeaveAtOnce(options.data);
  return kOk;
}

// How much was examined, and how many findings there are.
std::string Outcome(const app::ExaminedFolder& folder, bool zh) {
  const app::Examined& examined = folder.examined;
  std::string text;
  if (!folder.readable) {
    text = zh ? std::to_string(examined.events) + " 个事项、" + std::to_string(examined.ledgers) +
                    " 个账套"
              : audit::Counted(examined.events, "event") + ", " +
                    audit::Counted(examined.ledgers, "ledger");
  } else if (*folder.readable == 0) {
    text = zh ? "日志无法打开，能读出多少事项不知，未检查事项"
              : "the log cannot be opened, how many events can be read is not known, none was "
                "examined";
  } else {
    const std::string last = std::to_string(*folder.readable);
    text = zh ? "日志无法打开，事项 1 至 " + last + " 在完好的文件中、可以读出，未检查事项"
              : "the log cannot be opened, events 1 to " + last +
                    " are in sound files and can be read, none was examined";
  }
  const size_t found = examined.findings.size() + examined.more;
  if (found == 0) return text + (zh ? "：全部相符" : ": all agree");
  // Each may have been found at many places.
  return text +
         (zh ? "：" + std::to_string(found) + " 项发现" : ": " + audit::Counted(found, "finding"));
}

// Findings and what to do about them to stdout, what comes of it all to stderr.
void PrintExamined(const Options& options, const app::ExaminedFolder& folder) {
  const bool zh = options.InChinese();
  const app::Examined& examined = folder.examined;
  const auto language = zh ? core::Language::kChinese : core::Language::kEnglish;
  std::vector<audit::FsckPart> parts;
  for (const app::Finding& finding : examined.findings) {
    if (!audit::SaysRemedy(finding.what)) parts.push_back(finding.of);
    std::printf("%s\n",
                audit::FindingText(finding.of, finding.place(), finding.what, language).c_str());
  }
  if (examined.more > 0) {
    std::printf(zh ? "另有 %s 处未列出\n" : "and %s more, which are not listed\n",
                std::to_string(examined.more).c_str());
  }
  std::printf("%s", audit::WhatToDo(parts, language).c_str());
  std::printf("%s", audit::ToBeMadeText(folder.to_be_made, language).c_str());
  std::fflush(stdout);
  std::fprintf(stderr, "%s\n", Outcome(folder, zh).c_str());
}

int Fsck(const Options& options, const app::Packs& packs) {
  const auto folder = app::ExamineFolder(
      {options.data, options.book, packs.code_tables},
      [](core::Position done, core::Position tail) {
        app::Log(app::LogLevel::kInfo, "reading",
                 {{"events", done}, {"of", tail}, {"percent", done * 100 / tail}});
      });
  if (!folder.ok()) {
    const std::string why = folder.status().message();
    std::fprintf(stderr, "%s\n", (options.InChinese() ? audit::InChinese(why) : why).c_str());
    return folder.status().code() == store::Code::kNotFound ? kUsage : kUnreachable;
  }
  const app::Examined& examined = folder->examined;
  if (folder->readable) {
    app::Log(app::LogLevel::kInfo, "the log cannot be opened: no event was examined",
             {{"book", folder->book}, {"findings", examined.findings.size() + examined.more}});
  } else {
    std::string root;
    for (const uint8_t byte : examined.root) root += fmt::format("{:02x}", byte);
    app::Log(app::LogLevel::kInfo, "examined",
             {{"book", folder->book},
              {"events", examined.events},
              {"ledgers", static_cast<uint64_t>(examined.ledgers)},
              {"root", root},
              {"findings", examined.findings.size() + examined.more}});
  }
  PrintExamined(options, *folder);
  if (examined.findings.empty()) return kOk;
  const auto unreadable = [](const app::Finding& one) { return audit::SaysRemedy(one.what); };
  const auto& all = examined.findings;
  return std::all_of(all.begin(), all.end(), unreadable) ? kUnreachable : kFailure;
}

// nullptr, with a word in the log, where the book's proofs cannot be kept.
std::unique_ptr<app::Proofs> OpenProofs(const Options& options, const app::Book& book) {
  app::Proofs::Parts parts{book, app::ProofFiles(options.data), options.KeyKind(), {}};
  for (const std::string& text : options.witnesses) {
    auto witness = store::VerifierKey::Parse(text);
    if (!witness.ok()) {
      app::Log(app::LogLevel::kCritical, "--witness " + text + ": " + witness.status().message());
      return nullptr;
    }
    parts.witnesses.push_back(*std::move(witness));
  }
  auto proofs = app::Proofs::Open(std::move(parts));
  if (!proofs.ok()) {
    app::Log(app::LogLevel::kCritical,
             "the book's proofs cannot be opened: " + proofs.status().ToString());
    return nullptr;
  }
  return *std::move(proofs);
}

// Reads two files and changes nothing: a server may be running on the folder.
int PrintKey(const Options& options) {
  const auto fail = [](const std::string& why) {
    app::Log(app::LogLevel::kCritical, why);
    return int{kFailure};
  };
  const auto book = app::ReadBookName(options.data);
  if (!book.ok()) return fail(book.status().ToString());
  if (!options.book.empty() && options.book != *book) {
    return fail(options.data + " holds the book of " + *book + ", not of " + options.book);
  }
  const auto key =
      app::OpenSigningKey(app::ProofFiles(options.data).key, *book, /*to_make=*/std::nullopt);
  if (key.status().code() == store::Code::kNotFound) {
    return fail(key.status().message() + ": the first start makes it");
  }
  if (!key.ok()) return fail(key.status().ToString());
  std::printf("%s\n", key->verifier().ToString().c_str());
  return kOk;
}

// A new book is named after its division. One that has another name keeps it.
bool NamesDivision(const Options& options) {
  if (options.book.empty() || app::ReadBookName(options.data).ok()) return true;
  constexpr size_t kLeast = 2;
  constexpr size_t kMost = 12;
  const std::string& book = options.book;
  const bool digits = book.find_first_not_of("0123456789") == std::string::npos;
  if (digits && book.size() >= kLeast && book.size() <= kMost) return true;
  app::Log(app::LogLevel::kCritical,
           "--book is a division code, 2 to 12 digits such as 431200, not \"" + book + "\"");
  return false;
}

int Serve(const Options& options) {
  if (options.print_key) return PrintKey(options);
  const auto packs = Load(options.packs);
  if (!packs) return options.fsck ? kUsage : kFailure;
  if (options.fsck) return Fsck(options, *packs);
  if (!CanListenWhereAsked(options)) return kFailure;
  if (!NamesDivision(options)) return kFailure;
  auto folder = app::OpenDataFolder(options.data, options.book);
  if (!folder.ok()) {
    app::Log(app::LogLevel::kCritical, folder.status().ToString());
    return kFailure;
  }
  asio::thread_pool pool(1);
  app::BookParts parts;
  parts.name = folder->book;
  parts.log = std::move(folder->log);
  parts.derived = std::move(folder->derived);
  parts.ids = std::move(folder->ids);
  parts.history = std::move(folder->history);
  parts.tables = packs->code_tables;
  parts.background = [&pool](std::function<void()> task) { asio::post(pool, std::move(task)); };
  auto book = app::Book::Open(std::move(parts));
  if (!book.ok()) {
    app::Log(app::LogLevel::kCritical, "the book cannot be opened: " + book.status().ToString());
    return kFailure;
  }
  auto proofs = OpenProofs(options, **book);
  const int exit_code =
      proofs == nullptr ? int{kFailure} : ServeBook(options, **book, *packs, *proofs);
  proofs.reset();
  book->reset();
  pool.join();
  app::Log(app::LogLevel::kInfo, "down");
  return exit_code;
}

}  // namespace
}  // namespace outturn

int main(int argc, char** argv) {
  outturn::Options options;
  if (const auto exit_code = outturn::Parse(argc, argv, options)) return *exit_code;
  // stdout belongs to scripts, the log to stderr.
  spdlog::set_default_logger(spdlog::stderr_color_mt("outturn"));
  spdlog::set_level(spdlog::level::from_str(options.log_level));
  outturn::app::UseLogFormat(options.log_format == "json" ? outturn::app::LogFormat::kJson
                                                          : outturn::app::LogFormat::kText);
  // The library would tell stderr, in its own form, of every text a caller sends that is no UTF-8.
  google::protobuf::SetLogHandler(nullptr);
  std::signal(SIGPIPE, SIG_IGN);  // whoever read the log may be gone
  try {
    return outturn::Serve(options);
  } catch (const std::exception& error) {
    outturn::app::Log(outturn::app::LogLevel::kCritical, error.what());
    return outturn::kFailure;
  }
}
