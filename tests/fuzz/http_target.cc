// What a caller sends over HTTP: any bytes to the real server, and paths of the log's pages.
#include "services/web/http_server.h"
#include "services/web/pages.h"
#include "tests/fuzz/small_book.h"
#include "tests/fuzz/target.h"
#include "tests/web/support.h"

namespace outturn::fuzz {
namespace {

struct Site : SmallBook {
  Site() : pages(*world.book, proofs.get()) {
    web::HttpServer::Parts parts;
    parts.address = "127.0.0.1:0";
    parts.handler = [this](const web::Request& request) { return pages.Answer(request); };
    server = web::HttpServer::Start(std::move(parts));
    Require(server != nullptr, "cannot listen");
  }
  web::Pages pages;
  std::unique_ptr<web::HttpServer> server;
};

void Run(std::string_view bytes) {
  static const Site site;
  if (TakeByte(bytes) % 4 != 0) {  // far quicker than by socket
    const size_t mark = bytes.find('?');
    const std::string query(mark == std::string_view::npos ? "" : bytes.substr(mark + 1));
    const web::Response page = site.pages.Answer({std::string(bytes.substr(0, mark)), query});
    Require(page.status == 200 || page.status == 404, "status " + std::to_string(page.status));
    return Require(!page.for_ever || page.status == 200, "what is not there, for ever");
  }
  web::Caller caller(site.server->port());
  caller.Send(std::string(bytes));
  caller.SendNoMore();
  const std::string answer = caller.ReadToEnd(std::chrono::seconds(4));
  Require(caller.ClosedBy(std::chrono::milliseconds(100)), "a caller that is gone is kept");
  Require(answer.empty() || web::Split(answer).status != 500, "500: " + answer);
}

const Registered registered("http", Run);

}  // namespace
}  // namespace outturn::fuzz
