// deploy/quickstart over programs already built: twice, and beside whatever a file of an earlier
// run names.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "tests/cli/program.h"

namespace outturn::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

// One nobody listens on just now.
std::string FreePort() {
  const int listening = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  EXPECT_EQ(bind(listening, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(getsockname(listening, reinterpret_cast<sockaddr*>(&address), &size), 0);
  close(listening);
  return std::to_string(ntohs(address.sin_port));
}

class Quickstart : public testing::Test {
 protected:
  ~Quickstart() override {
    const pid_t left = ServerOfTheFile();
    if (left > 0) kill(left, SIGTERM);
    while (left > 0 && Runs(left)) usleep(10'000);
  }

  Ran Run(const std::string& port, std::vector<std::string> arguments = {"--once"},
          const std::string& programs = BINARY_DIR "/bin") {
    return RunProgram(SOURCE_DIR "/deploy/quickstart", arguments, folder_,
                      {{"OUTTURN_BIN", programs},
                       {"OUTTURN_DATA", folder_.File("data")},
                       {"OUTTURN_PORT", port}});
  }
  // A process that has ended may still be there for its parent to look at, but runs nothing.
  static bool Runs(pid_t process) {
    char unread[1];
    return readlink(("/proc/" + std::to_string(process) + "/exe").c_str(), unread, 1) > 0;
  }
  // The process server.pid names; 0: there is no such file.
  pid_t ServerOfTheFile() {
    pid_t process = 0;
    std::ifstream(folder_.File("data/server.pid")) >> process;
    return process;
  }

  Folder folder_;
  const std::string port_ = FreePort();
};

TEST_F(Quickstart, TwiceDoublesNothing) {
  const Ran first = Run(port_);
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("listening on 127.0.0.1:" + port_));
  EXPECT_THAT(first.out, HasSubstr("1922.75"));
  EXPECT_EQ(ServerOfTheFile(), 0);
  const Ran again = Run(port_);
  ASSERT_EQ(again.code, 0) << again.err;
  const auto tables = [](const std::string& out) { return out.substr(out.find("== 5/5")); };
  EXPECT_EQ(tables(again.out), tables(first.out));
}

TEST_F(Quickstart, TakesProgramsFromAnywhere) {
  const std::string away = folder_.File("away");
  std::filesystem::create_directory(away);
  for (const std::string program : {"/outturn", "/outturn-server"}) {
    std::filesystem::copy_file(BINARY_DIR "/bin" + program, away + program);
  }
  const Ran ran = Run(port_, {"--once"}, away);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr(" PATH=" + away + ":$PATH\n"));
}

TEST_F(Quickstart, UsesTheServerOfAnEarlierRunWhereItListens) {
  ASSERT_EQ(Run(port_, {}).code, 0);
  const pid_t server = ServerOfTheFile();
  ASSERT_GT(server, 0);
  const Ran same = Run(port_, {});
  EXPECT_EQ(same.code, 0) << same.err;
  EXPECT_THAT(same.out, HasSubstr("still listening on 127.0.0.1:" + port_));
  const std::string other = FreePort();
  const Ran elsewhere = Run(other);
  EXPECT_EQ(elsewhere.code, 0) << elsewhere.err;
  EXPECT_THAT(elsewhere.out,
              HasSubstr("listens on 127.0.0.1:" + port_ + ", not on 127.0.0.1:" + other));
  EXPECT_FALSE(Runs(server)) << "--once stops it";
  EXPECT_EQ(ServerOfTheFile(), 0);
}

TEST_F(Quickstart, LeavesAProcessAloneThatHasAnEarlierServersNumber) {
  ASSERT_EQ(Run(port_).code, 0);
  const pid_t somebody = fork();
  if (somebody == 0) {
    execl("/bin/sleep", "sleep", "1000", nullptr);
    _exit(127);
  }
  folder_.Write("data/server.pid", std::to_string(somebody) + " 127.0.0.1:" + port_ + "\n");
  const Ran ran = Run(port_);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, Not(HasSubstr("earlier run")));
  EXPECT_TRUE(Runs(somebody)) << "it was ended";
  kill(somebody, SIGKILL);
  waitpid(somebody, nullptr, 0);
}

}  // namespace
}  // namespace outturn::cli
