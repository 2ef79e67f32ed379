// The HTTP server against callers that are good, wrong, slow and many.
#include "services/web/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <future>
#include <memory>
#include <stdexcept>
#include <thread>

#include "tests/web/support.h"

namespace outturn::web {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

const std::string kGet = "GET /path?a=b HTTP/1.1\r\nHost: localhost\r\n\r\n";

class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest() {
    parts.address = "127.0.0.1:0";
    parts.handler = [](const Request& request) -> Response {
      if (request.path == "/throws") throw std::runtime_error("on purpose");
      return {200, {}, request.path + " " + request.query};
    };
  }
  // The bytes of the answer to these bytes, until the server closes.
  Answer Ask(const std::string& bytes) {
    Caller caller(server->port());
    caller.Send(bytes);
    return Split(caller.ReadToEnd());
  }
  // Of a request that is sent again while the server closes on it; 0 after ten seconds.
  int StatusOnceThereIsRoom() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::chrono::steady_clock::now() < end) {
      Caller next(server->port());
      const int status = next.Send(kGet) ? Split(next.ReadAnswer()).status : 0;
      if (status != 0) return status;
      std::this_thread::sleep_for(milliseconds(5));
    }
    return 0;
  }
  void Start() {
    server = HttpServer::Start(parts);
    ASSERT_NE(server, nullptr);
  }

  HttpServer::Parts parts;
  std::unique_ptr<HttpServer> server;
};

TEST_F(HttpServerTest, AnswersOneRequestAfterTheOtherOnOneConnection) {
  Start();
  Caller caller(server->port());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(caller.Send(kGet));
    const Answer answer = Split(caller.ReadAnswer());
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "/path a=b");
    EXPECT_THAT(answer.head, HasSubstr("Content-Type: text/plain; charset=utf-8"));
  }
}

TEST_F(HttpServerTest, AnswersRequestsThatComeTogetherInTheirOrder) {
  Start();
  Caller caller(server->port());
  ASSERT_TRUE(caller.Send("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\nConnection: close\r\n\r\n"));
  const std::string both = caller.ReadToEnd();
  EXPECT_LT(both.find("/1 "), both.find("/2 "));
  EXPECT_NE(both.find("/2 "), std::string::npos);
}

TEST_F(HttpServerTest, AnswersHeadWithoutABody) {
  Start();
  const Answer answer = Ask("HEAD /path HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.head, HasSubstr("Content-Length: 6"));
  EXPECT_EQ(answer.body, "");
}

TEST_F(HttpServerTest, TakesNoOtherMethod) {
  Start();
  for (const std::string method : {"PUT", "DELETE", "OPTIONS", "PATCH"}) {
    const Answer answer = Ask(method + " /path HTTP/1.1\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(answer.status, 405) << method;
    EXPECT_THAT(answer.head, HasSubstr("Allow: GET, HEAD"));
  }
}

TEST_F(HttpServerTest, TakesNoBody) {
  Start();
  EXPECT_EQ(Ask("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello").status, 413);
  EXPECT_EQ(Ask("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n").status, 413);
}

TEST_F(HttpServerTest, SaysThatARequestIsNone) {
  Start();
  for (const std::string bytes :
       {"nonsense\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"}) {
    EXPECT_EQ(Ask(bytes).status, 400) << bytes;
  }
}

TEST_F(HttpServerTest, TakesNoHeaderOverTheLimit) {
  parts.most_header_bytes = 1'000;
  Start();
  EXPECT_EQ(Ask("GET / HTTP/1.1\r\nX: " + std::string(5'000, 'x') + "\r\n\r\n").status, 431);
  EXPECT_EQ(Ask("GET /" + std::string(5'000, 'x') + " HTTP/1.1\r\n\r\n").status, 431);
  EXPECT_EQ(
      Ask("GET / HTTP/1.1\r\nConnection: close\r\nX: " + std::string(500, 'x') + "\r\n\r\n").status,
      200);
}

TEST_F(HttpServerTest, SaysSoWhenAnAnswerFails) {
  Start();
  EXPECT_EQ(Ask("GET /throws HTTP/1.1\r\nConnection: close\r\n\r\n").status, 500);
  EXPECT_EQ(Get(server->port(), "/path").status, 200);
}

TEST_F(HttpServerTest, ClosesOnACallerWhoSendsSlowly) {
  parts.patience = milliseconds(300);
  Start();
  Caller slow(server->port());
  const auto begin = std::chrono::steady_clock::now();
  // A byte now and then does not buy more time.
  bool open = true;
  for (size_t i = 0; open && i < 1'000; ++i) {
    open = slow.Send(kGet.substr(i % 10, 1)) && !slow.ClosedBy(milliseconds(20));
  }
  EXPECT_FALSE(open);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST_F(HttpServerTest, ClosesOnACallerWhoSaysNothing) {
  parts.patience = milliseconds(100);
  Start();
  Caller silent(server->port());
  EXPECT_TRUE(silent.ClosedBy(std::chrono::seconds(10)));
  Caller idle(server->port());
  ASSERT_TRUE(idle.Send(kGet));
  EXPECT_EQ(Split(idle.ReadAnswer()).status, 200);
  EXPECT_TRUE(idle.ClosedBy(std::chrono::seconds(10)));
}

TEST_F(HttpServerTest, ClosesOnACallerWhoDoesNotReadItsAnswer) {
  parts.patience = milliseconds(200);
  parts.most_connections = 1;
  parts.handler = [](const Request& request) {
    return Response{200, {}, std::string(request.path == "/big" ? 64 << 20 : 1, 'x')};
  };
  Start();
  Caller deaf(server->port());
  ASSERT_TRUE(deaf.Send("GET /big HTTP/1.1\r\n\r\n"));
  // The one place is free again although nobody has read.
  EXPECT_EQ(StatusOnceThereIsRoom(), 200);
}

TEST_F(HttpServerTest, AnswersAProbeWhileSomebodyWaitsForASlowPage) {
  std::promise<void> go_on;
  parts.is_slow = [](const Request& request) { return request.path == "/slow"; };
  parts.handler = [&, wait = go_on.get_future().share()](const Request& request) {
    if (request.path == "/slow") wait.wait();
    return Response{200, {}, request.path};
  };
  Start();
  Caller patient(server->port());
  ASSERT_TRUE(patient.Send("GET /slow HTTP/1.1\r\n\r\n"));
  Caller probe(server->port());
  ASSERT_TRUE(probe.Send(kGet));
  EXPECT_EQ(Split(probe.ReadAnswer()).body, "/path");
  go_on.set_value();
  EXPECT_EQ(Split(patient.ReadAnswer()).body, "/slow");
}

TEST_F(HttpServerTest, EndsThoughSlowPagesAreWaitedFor) {
  parts.is_slow = [](const Request&) { return true; };
  parts.handler = [](const Request&) {
    std::this_thread::sleep_for(milliseconds(50));
    return Response{200, {}, "late"};
  };
  Start();
  std::deque<Caller> callers;
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(callers.emplace_back(server->port()).Send(kGet));
  std::this_thread::sleep_for(milliseconds(20));
  server.reset();
}

TEST_F(HttpServerTest, ClosesOnOneCallerTooManyAndServesTheOthers) {
  parts.most_connections = 3;
  Start();
  std::deque<Caller> callers;
  for (int i = 0; i < 3; ++i) {
    callers.emplace_back(server->port()).Send(kGet);
    EXPECT_EQ(Split(callers.back().ReadAnswer()).status, 200);
  }
  for (int i = 0; i < 100; ++i) {
    Caller one_too_many(server->port());
    EXPECT_TRUE(one_too_many.ClosedBy(std::chrono::seconds(10)));
  }
  ASSERT_TRUE(callers[1].Send(kGet));
  EXPECT_EQ(Split(callers[1].ReadAnswer()).status, 200);
  // A place that becomes free is given away.
  callers.pop_front();
  EXPECT_EQ(StatusOnceThereIsRoom(), 200);
}

TEST_F(HttpServerTest, GoesDownWithCallersConnected) {
  Start();
  Caller idle(server->port());
  Caller half(server->port());
  half.Send("GET / HT");
  server.reset();
  EXPECT_TRUE(idle.ClosedBy(std::chrono::seconds(10)));
  EXPECT_TRUE(half.ClosedBy(std::chrono::seconds(10)));
}

TEST_F(HttpServerTest, ListensOnTheLoopbackAddressOnly) {
  for (const char* address : {"0.0.0.0:0", "[::]:0", "192.0.2.1:0", "example.invalid:0",
                              "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000", ""}) {
    parts.address = address;
    EXPECT_EQ(HttpServer::Start(parts), nullptr) << address;
  }
  parts.address = "localhost:0";
  EXPECT_NE(HttpServer::Start(parts), nullptr);
}

TEST_F(HttpServerTest, SharesItsPortWithNobody) {
  Start();
  parts.address = "127.0.0.1:" + std::to_string(server->port());
  EXPECT_EQ(HttpServer::Start(parts), nullptr);
}

}  // namespace
}  // namespace outturn::web
