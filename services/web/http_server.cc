// The only file that includes Boost.Beast: it compiles slowly.
#include "services/web/http_server.h"

#include <array>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <charconv>
#include <optional>
#include <thread>
#include <utility>

#include "services/app/log.h"

namespace outturn::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Error = boost::system::error_code;
using Reply = http::response<http::string_body>;

std::optional<tcp::endpoint> EndpointOf(const std::string& address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  std::string host = address.substr(0, colon);
  if (host == "localhost") host = "127.0.0.1";
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  uint16_t port = 0;
  const char* const end = address.data() + address.size();
  const auto parsed = std::from_chars(address.data() + colon + 1, end, port);
  Error error;
  const auto ip = asio::ip::make_address(host, error);
  if (error || !ip.is_loopback() || parsed.ec != std::errc() || parsed.ptr != end) {
    return std::nullopt;
  }
  return tcp::endpoint(ip, port);
}

// The answer to what is no well-formed request; nullopt where the caller is just gone.
std::optional<Response> ToMalformed(const Error& error) {
  if (error == http::error::header_limit) return Response{431, {}, "request header too large\n"};
  if (error == http::error::body_limit) return Response{413, {}, "no body is taken\n"};
  if (error == http::error::end_of_stream || error == http::error::partial_message) {
    return std::nullopt;
  }
  if (error.category() == make_error_code(http::error::bad_method).category()) {
    return Response{400, {}, "bad request: " + error.message() + "\n"};
  }
  return std::nullopt;
}

class Server;

// One connection: request, answer, request … until somebody closes or patience ends.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, Server& server);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void Read();

 private:
  void Answer(const Error& error);
  void Send(Response response, unsigned version, bool keep_alive, bool head);
  // What the caller still sends is read away first: closing on unread bytes would be a reset, and
  // take the answer with it.
  void CloseGently();
  void Drain();

  beast::tcp_stream stream_;
  Server& server_;
  beast::flat_buffer buffer_{64 << 10};
  std::optional<http::request_parser<http::string_body>> parser_;
  Reply reply_;
  std::array<char, 4096> unread_;
};

class Server final : public HttpServer {
 public:
  Server(Parts parts, const tcp::endpoint& endpoint)
      : parts_(std::move(parts)), acceptor_(context_, endpoint), pause_(context_) {
    Accept();
    thread_ = std::thread([this] { context_.run(); });
  }
  ~Server() override {
    slow_.stop();
    slow_.join();
    context_.stop();
    thread_.join();
  }

  int port() const override { return acceptor_.local_endpoint().port(); }

 private:
  friend class Session;
  Response Answer(const Request& request) const {
    try {
      return parts_.handler(request);
    } catch (const std::exception& exception) {
      app::Log(app::LogLevel::kError, "an answer over HTTP failed",
               {{"target", request.path}, {"reason", exception.what()}});
      return {500, {}, "internal error\n"};
    }
  }
  void Accept() {
    acceptor_.async_accept([this](const Error& error, tcp::socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (error) return AcceptLater();
      // The socket of one too many is closed by going out of scope.
      if (connections_ < parts_.most_connections) {
        std::make_shared<Session>(std::move(socket), *this)->Read();
      }
      Accept();
    });
  }
  // Out of descriptors, say: trying again at once would spin.
  void AcceptLater() {
    pause_.expires_after(std::chrono::milliseconds(100));
    pause_.async_wait([this](const Error& error) {
      if (!error) Accept();
    });
  }

  const Parts parts_;
  size_t connections_ = 0;  // before context_: sessions it still holds count themselves off
  asio::io_context context_{1};
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  std::thread thread_;
  asio::thread_pool slow_{1};
};

Session::Session(tcp::socket socket, Server& server) : stream_(std::move(socket)), server_(server) {
  ++server_.connections_;
}

Session::~Session() { --server_.connections_; }

void Session::Read() {
  parser_.emplace();
  parser_->header_limit(server_.parts_.most_header_bytes);
  parser_->body_limit(0);
  stream_.expires_after(server_.parts_.patience);
  http::async_read(
      stream_, buffer_, *parser_,
      [self = shared_from_this()](const Error& error, size_t) { self->Answer(error); });
}

void Session::Answer(const Error& error) {
  if (error) {
    if (auto malformed = ToMalformed(error)) Send(*std::move(malformed), 11, false, false);
    return;
  }
  const auto& request = parser_->get();
  const bool head = request.method() == http::verb::head;
  if (!head && request.method() != http::verb::get) {
    return Send({405, {}, "only GET and HEAD\n"}, request.version(), request.keep_alive(), false);
  }
  const std::string target(request.target());
  const size_t mark = target.find('?');
  const Request asked{target.substr(0, mark),
                      mark == std::string::npos ? "" : target.substr(mark + 1)};
  const unsigned version = request.version();
  const bool keep_alive = request.keep_alive();
  if (!server_.parts_.is_slow(asked)) {
    return Send(server_.Answer(asked), version, keep_alive, head);
  }
  asio::post(server_.slow_,
             [self = shared_from_this(), asked, version, keep_alive, head]() mutable {
               Response response = self->server_.Answer(asked);
               asio::io_context& context = self->server_.context_;
               asio::post(context, [self = std::move(self), response = std::move(response), version,
                                    keep_alive, head]() mutable {
                 self->Send(std::move(response), version, keep_alive, head);
               });
             });
}

void Session::Send(Response response, unsigned version, bool keep_alive, bool head) {
  reply_ = Reply(static_cast<http::status>(response.status), version);
  reply_.set(http::field::content_type,
             response.type.empty() ? "text/plain; charset=utf-8" : response.type);
  reply_.set(http::field::cache_control,
             response.for_ever ? "public, max-age=31536000, immutable" : "no-store");
  if (response.status == 405) reply_.set(http::field::allow, "GET, HEAD");
  reply_.keep_alive(keep_alive);
  const size_t length = response.body.size();
  if (!head) reply_.body() = std::move(response.body);
  reply_.content_length(length);
  stream_.expires_after(server_.parts_.patience);
  http::async_write(stream_, reply_,
                    [self = shared_from_this(), keep_alive](const Error& error, size_t) {
                      if (error) return;
                      keep_alive ? self->Read() : self->CloseGently();
                    });
}

void Session::CloseGently() {
  Error ignored;
  stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
  // expires_after stays as it was: patience holds for this, too.
  Drain();
}

void Session::Drain() {
  stream_.async_read_some(asio::buffer(unread_),
                          [self = shared_from_this()](const Error& error, size_t) {
                            if (!error) self->Drain();
                          });
}

}  // namespace

std::unique_ptr<HttpServer> HttpServer::Start(Parts parts) {
  const auto endpoint = EndpointOf(parts.address);
  if (!endpoint) return nullptr;
  try {
    return std::make_unique<Server>(std::move(parts), *endpoint);
  } catch (const boost::system::system_error&) {
    return nullptr;
  }
}

}  // namespace outturn::web
