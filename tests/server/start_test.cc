// What the server says when it cannot start, and that it stops when told to.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/server/payments.h"
#include "tests/server/process.h"
#include "tests/store/temp_folder.h"

namespace outturn::server {
namespace {

namespace fs = std::filesystem;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

const std::string kPacks = std::string(SOURCE_DIR) + "/deploy/packs";

class StartTest : public testing::Test {
 protected:
  Ended Start(std::vector<std::string> arguments) {
    for (const auto& [flag, value] : std::vector<std::pair<std::string, std::string>>{
             {"--data", data}, {"--listen", "127.0.0.1:0"}, {"--packs", kPacks}}) {
      if (std::find(arguments.begin(), arguments.end(), flag) != arguments.end()) continue;
      arguments.insert(arguments.end(), {flag, value});
    }
    return RunToItsEnd(arguments);
  }

  // A book of a few events, its server down again.
  void MakeBook() {
    Running server(data);
    OpenBook(server);
    Pay(server, "p1", 100);
    Pay(server, "p2", 200);
    ASSERT_EQ(server.Stop(), 0) << server.process.Log();
  }

  store::TempFolder temp;
  const std::string data = temp.Sub("data");
};

TEST_F(StartTest, NeedsTheBooksNameForANewFolder) {
  const Ended ended = Start({});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.log, HasSubstr("--book"));
  EXPECT_FALSE(fs::exists(data)) << "a folder was left behind";
  for (const char* wrong : {"no name", "abc", "4", "431200-1"}) {
    const Ended named = Start({"--book", wrong});
    EXPECT_EQ(named.code, 1) << wrong;
    EXPECT_THAT(named.log, HasSubstr("division code"));
    EXPECT_FALSE(fs::exists(data)) << wrong;
  }
}

TEST_F(StartTest, RefusesAnotherBooksName) {
  MakeBook();
  const Ended ended = Start({"--book", "431300"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.log, HasSubstr("holds the book of 431200, not of 431300"));
  Running again(data, "");
  EXPECT_EQ(PositionOf(again), 6u);
}

TEST_F(StartTest, RefusesASecondServerOnTheSameFolder) {
  Running first(data);
  const Ended ended = Start({});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.log, HasSubstr(data));
  EXPECT_THAT(ended.log, HasSubstr("another process"));
  OpenBook(first);
  EXPECT_EQ(PositionOf(first), 4u) << "the first one does not mind";
}

TEST_F(StartTest, RefusesAPortThatIsTaken) {
  Running first(data);
  const std::string address = "127.0.0.1:" + std::to_string(first.port);
  const Ended ended = Start({"--data", temp.Sub("other"), "--book", "431300", "--listen", address});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.log, HasSubstr("cannot listen on " + address + ": another program"));
  EXPECT_FALSE(fs::exists(temp.Sub("other"))) << "nothing is made for a server that cannot serve";
  const Ended http = Start({"--data", temp.Sub("other"), "--book", "431300", "--http", address});
  EXPECT_EQ(http.code, 1);
  EXPECT_THAT(http.log, HasSubstr("cannot listen on " + address + ": another program"));
  first.Stop();
  const Ended both = Start(
      {"--data", temp.Sub("other"), "--book", "431300", "--listen", address, "--http", address});
  EXPECT_EQ(both.code, 1);
  EXPECT_THAT(both.log, HasSubstr("--listen and --http are both " + address));
  EXPECT_FALSE(fs::exists(temp.Sub("other")));
  for (const std::string& log : {ended.log, http.log}) {
    const std::string told = log.substr(log.find("cannot listen"));
    EXPECT_EQ(std::count(told.begin(), told.end(), '\n'), 1) << log;
    EXPECT_THAT(log, Not(HasSubstr("grpc")));
  }
}

TEST_F(StartTest, ListensOnLoopbackOnly) {
  for (const char* address : {"127.0.0.1:99999", "127.0.0.1:x", "0.0.0.0:0", "[::]:0",
                              "192.0.2.1:0", "example.org:0", ":0", "0:0"}) {
    const Ended ended = Start({"--book", "431200", "--listen", address});
    EXPECT_EQ(ended.code, 2) << address;
    EXPECT_THAT(ended.log, HasSubstr("loopback")) << address;
  }
}

TEST_F(StartTest, NamesThePacksItCannotFind) {
  const std::string nowhere = temp.Sub("nowhere");
  const Ended ended = Start({"--book", "431200", "--packs", nowhere});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.log, HasSubstr(nowhere));
  EXPECT_THAT(ended.log, HasSubstr("no packs"));
  EXPECT_FALSE(fs::exists(data)) << "nothing is made before it is clear that it can be served";
}

TEST_F(StartTest, NamesWhatIsWrongInAPack) {
  const std::string packs = temp.Sub("packs");
  fs::copy(kPacks, packs, fs::copy_options::recursive);
  fs::create_directories(packs + "/broken/forms");
  std::ofstream(packs + "/broken/forms/annex9.json") << "{\"id\": \"annex9\", ";
  const Ended ended = Start({"--book", "431200", "--packs", packs});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.log, HasSubstr("broken/forms/annex9.json: line 1"));
}

TEST_F(StartTest, NamesTheCodeTablesALedgerMisses) {
  MakeBook();
  const std::string packs = temp.Sub("packs");
  fs::copy(kPacks, packs, fs::copy_options::recursive);
  fs::rename(packs + "/codes-2024", packs + "/codes-2031");
  const Ended ended = Start({"--packs", packs});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.log, HasSubstr("101001/2024 needs code tables 2024"));
}

TEST_F(StartTest, KnowsItsOptions) {
  EXPECT_EQ(Start({"--no-such-option"}).code, 2);
  EXPECT_EQ(Start({"--log-level", "loud"}).code, 2);
  EXPECT_EQ(Start({"--call-memory", "1MB"}).code, 2);
  EXPECT_EQ(Start({"--call-threads", "0"}).code, 2);
  EXPECT_EQ(Start({"--max-message", "33MB"}).code, 2) << "two of them could not be one group";
  EXPECT_EQ(Start({"--max-calls", "0"}).code, 2);
  EXPECT_EQ(Start({"--version"}).code, 0);
  EXPECT_EQ(Start({"--help"}).code, 0);
  EXPECT_EQ(Start({"--lang=en", "--help"}).code, 0);
}

TEST_F(StartTest, StopsWhenToldTo) {
  for (const int signal : {SIGTERM, SIGINT}) {
    Running server(data);
    server.process.Send(signal);
    EXPECT_EQ(server.process.AwaitEnd(), 0) << server.process.Log();
    EXPECT_THAT(server.process.Log(), HasSubstr("down"));
  }
}

TEST_F(StartTest, DoesNotWaitOutTheGraceForIdleStreams) {
  Running server(data);
  OpenBook(server);
  grpc::ClientContext context;
  const auto stream = server.recorder->RecordStream(&context);
  v1::RecordBatchRequest batch;
  v1::RecordBatchReply reply;
  *batch.add_commands() = PaymentOf("p1", 1);
  ASSERT_TRUE(stream->Write(batch) && stream->Read(&reply));
  std::thread reader([&] {
    EXPECT_FALSE(stream->Read(&reply));
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  });
  const auto begin = std::chrono::steady_clock::now();
  server.process.Send(SIGTERM);
  EXPECT_EQ(server.process.AwaitEnd(), 0) << server.process.Log();
  constexpr std::chrono::seconds kGrace(10);  // what it would take if streams were waited for
  EXPECT_LT(std::chrono::steady_clock::now() - begin, kGrace - std::chrono::seconds(1));
  reader.join();
}

// Flips a bit in the middle of every file of the log that holds records, one at a time.
TEST_F(StartTest, DoesNotStartOnADamagedLogAndNamesThePlace) {
  MakeBook();
  int damaged = 0;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(data + "/log")) {
    const std::string ending = entry.path().extension();
    if ((ending == ".log" || ending == ".sst") && entry.file_size() > 200) {
      files.push_back(entry.path());
    }
  }
  ASSERT_FALSE(files.empty());
  for (const fs::path& file : files) {
    const std::string copy = temp.Sub("damaged" + std::to_string(++damaged));
    fs::copy(data, copy, fs::copy_options::recursive);
    {
      std::fstream bytes(fs::path(copy) / "log" / file.filename(),
                         std::ios::in | std::ios::out | std::ios::binary);
      const auto middle = static_cast<std::streamoff>(fs::file_size(file) / 3);
      bytes.seekg(middle);
      const char flipped = static_cast<char>(bytes.get() ^ 1);
      bytes.seekp(middle);
      bytes.put(flipped);
    }
    const Ended ended = Start({"--data", copy});
    EXPECT_EQ(ended.code, 1) << file << "\n" << ended.log;
    EXPECT_THAT(ended.log, HasSubstr("corrupt")) << file;
    EXPECT_THAT(ended.log, AnyOf(HasSubstr("position"), HasSubstr(file.filename().string())));
    EXPECT_THAT(ended.log, Not(HasSubstr("listening")));
  }
}

TEST_F(StartTest, DoesNotStartWhenTheLogIsGone) {
  MakeBook();
  fs::remove_all(data + "/log");
  const Ended ended = Start({});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.log, HasSubstr("log is missing"));
}

// What is written to it would be gone with the process.
TEST_F(StartTest, TakesNoMoreWritesOnceItsFolderIsGone) {
  Running server(data);
  OpenBook(server);
  fs::remove_all(data);
  v1::RecordRequest request;
  grpc::Status status;
  for (int i = 0; i < 300; ++i) {
    *request.mutable_command() = PaymentOf("g" + std::to_string(i), 100);
    grpc::ClientContext context;
    v1::Receipt receipt;
    status = server.recorder->Record(&context, request, &receipt);
    if (!status.ok()) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << "still acknowledged";
  EXPECT_THAT(status.error_details(), HasSubstr("READ_ONLY"));
  EXPECT_THAT(server.process.Log(), HasSubstr("is gone"));
}

TEST_F(StartTest, TellsThatNothingToldOfALostEndAndThatTheKeyIsNew) {
  MakeBook();
  for (const char* file : {"durable", "key", "checkpoints", "checkpoints.sum"}) {
    fs::remove(data + "/" + file);
  }
  Running server(data, "");
  EXPECT_THAT(server.process.Log(), HasSubstr("had the log lost its end before"));
  EXPECT_THAT(server.process.Log(), HasSubstr("got a new signing key"));
}

TEST_F(StartTest, SaysThatTheMarkWasRemovedAndWritesItAnew) {
  MakeBook();
  fs::remove(data + "/durable");
  {
    Running server(data, "");
    const std::string log = server.process.Log();
    EXPECT_THAT(log, HasSubstr(data + "/durable: is missing"));
    EXPECT_THAT(log, Not(HasSubstr("earlier version's")));
    for (int i = 0; i < 100 && !fs::exists(data + "/durable"); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    EXPECT_TRUE(fs::exists(data + "/durable"));
  }
  std::ofstream(data + "/tiles") << std::string(32, 'x');
  Running again(data, "");
  EXPECT_THAT(again.process.Log(), Not(HasSubstr("nothing would tell it")));
  EXPECT_THAT(again.process.Log(), HasSubstr("the tiles are damaged or of another log"));
}

TEST_F(StartTest, FsckSaysHowManyEventsCanBeReadWhereTheLogCannotBeOpened) {
  MakeBook();
  const auto fsck = [&](const char* language) { return Start({"--fsck", "--lang", language}).log; };
  EXPECT_THAT(fsck("en"), HasSubstr("6 events, 1 ledger: all agree"));
  EXPECT_EQ(Running(data, "").Stop(), 0);  // the write-ahead log becomes a table file
  for (const auto& file : fs::directory_iterator(data + "/log")) {
    if (file.path().filename().string().starts_with("MANIFEST")) fs::resize_file(file.path(), 20);
  }
  EXPECT_THAT(fsck("en"), HasSubstr("the log cannot be opened, events 1 to 6 are in sound files"));
  EXPECT_THAT(fsck("zh"), HasSubstr("日志无法打开，事项 1 至 6 在完好的文件中"));
  EXPECT_THAT(fsck("en"), Not(HasSubstr("events=0")));
  fs::remove_all(data + "/log");
  EXPECT_THAT(fsck("en"), HasSubstr("how many events can be read is not known"));
}

TEST_F(StartTest, FsckTellsByItsExitCodeWhetherItFoundDamageOrCouldNotLook) {
  EXPECT_EQ(Start({"--fsck"}).code, 2) << "no such folder";
  {
    Running server(data);
    OpenBook(server);
    EXPECT_EQ(Start({"--fsck"}).code, 5) << "open in another process";
    ASSERT_EQ(server.Stop(), 0);
  }
  EXPECT_EQ(Start({"--fsck"}).code, 0);
  EXPECT_EQ(Start({"--fsck", "--packs", temp.Sub("nowhere")}).code, 2);
  EXPECT_EQ(Start({"--fsck", "--lang", "fr"}).code, 2);
  fs::remove(data + "/durable");
  EXPECT_EQ(Start({"--fsck"}).code, 1);
}

TEST_F(StartTest, OpensAFolderThatWasCopiedElsewhere) {
  MakeBook();
  const std::string elsewhere = temp.Sub("elsewhere");
  fs::copy(data, elsewhere, fs::copy_options::recursive);
  fs::remove_all(data);
  Running server(elsewhere, "");
  EXPECT_EQ(PositionOf(server), 6u);
  EXPECT_TRUE(Pay(server, "p1", 100).already_recorded());
  EXPECT_EQ(Pay(server, "p3", 300).position(), 7u);
}

TEST_F(StartTest, RebuildsWhatIsDerivedWhenItIsGone) {
  MakeBook();
  fs::remove_all(data + "/derived");
  Running server(data, "");
  EXPECT_TRUE(Pay(server, "p2", 200).already_recorded());
  EXPECT_EQ(Pay(server, "p3", 300).position(), 7u);
}

}  // namespace
}  // namespace outturn::server
