// An auditor's way: checkpoints, proofs, packs, with the built server and programs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/at_server.h"

namespace outturn::cli {
namespace {

using testing::HasSubstr;

class Auditor : public AtServer {
 protected:
  Auditor() : AtServer({{"OUTTURN_LANG", "en"}}) {}
  void SetUp() override {
    AtServer::SetUp();
    ImportSample();
    key_ = Must({"checkpoint", "key"});
    key_.pop_back();
  }
  // Without a server anywhere.
  Ran Verify(const std::string& pack, const std::string& key, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"verify", pack, "--key", key, "--lang", "en"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunProgram("outturn", arguments, folder_);
  }
  Ran InPython(const std::string& script, const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"-B", std::string(SOURCE_DIR) + "/" + script};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunProgram("/usr/bin/python3", arguments, folder_);
  }
  Ran VerifyInPython(const std::string& pack, const std::string& key,
                     const std::string& checkpoint = "") {
    std::vector<std::string> arguments = {pack, "--key", key};
    if (!checkpoint.empty()) arguments.insert(arguments.end(), {"--checkpoint", checkpoint});
    return InPython("clients/verify-python/verify.py", arguments);
  }

  std::string key_;
};

TEST_F(Auditor, ChecksTheSampleYearWithoutTheServer) {
  const std::string pack = folder_.File("2024.pack");
  Must({"audit-pack", "431200-136/2024", "--out", pack});
  const Ran ran = Verify(pack, key_);
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("conclusion: holds"));
  const Ran form = Verify(pack, key_, {"--form", "annex2"});
  EXPECT_EQ(form.code, 0) << form.err;
  EXPECT_THAT(form.out, HasSubstr("99"));
  const Ran python = VerifyInPython(pack, key_);
  EXPECT_EQ(python.code, 0) << python.out << python.err;
  EXPECT_THAT(python.out, HasSubstr("all holds"));

  const std::string bytes = folder_.Read("2024.pack");
  for (const size_t at : {size_t{5}, size_t{200}, bytes.size() / 3, bytes.size() - 9}) {
    std::string changed = bytes;
    changed[at] ^= 1;
    EXPECT_EQ(Verify(folder_.Write("bad.pack", changed), key_).code, 7) << at;
  }
}

// One form and the code tables: some tens of kilobytes.
TEST_F(Auditor, HasASecondCheckerThatMissesNoByte) {
  namespace fs = std::filesystem;
  const fs::path all = std::string(SOURCE_DIR) + "/deploy/packs";
  const fs::path some = folder_.File("packs");
  fs::create_directories(some / "hunan-2024/forms");
  fs::copy(all / "codes-2024", some / "codes-2024");
  fs::copy(all / "hunan-2024/forms/annex2.json", some / "hunan-2024/forms/annex2.json");
  const Server small("", some);
  const auto must = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--server", small.address()});
    return Must(arguments);
  };
  must({"policy", "adopt", "--id", "P", "--on", "2024-01-01", "--file",
        all / "hunan-2024/policy.json"});
  must({"ledger", "open", "--id", "L", "--on", "2024-01-01", "--unit-name", "某局", "--division",
        "431200", "--policy", "hunan-2024@1", "--code-tables", "2024"});
  const std::string key = must({"checkpoint", "key"});
  const std::string pack = folder_.File("small.pack");
  must({"audit-pack", "--out", pack});
  const Ran ran = InPython(
      "tests/cli/every_byte.py",
      {std::string(SOURCE_DIR) + "/clients/verify-python", pack, key.substr(0, key.size() - 1)});
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("unchanged: 0"));
}

TEST_F(Auditor, IsToldOfAWrongKeyAndAnotherBook) {
  const std::string pack = folder_.File("2024.pack");
  Must({"audit-pack", "--out", pack});
  const std::string peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  EXPECT_EQ(Verify(pack, peter).code, 9);
  EXPECT_EQ(VerifyInPython(pack, peter).code, 9);
  EXPECT_EQ(Verify(pack, "nonsense").code, 2);
  EXPECT_EQ(Verify(folder_.File("nothing.pack"), key_).code, 2);
  EXPECT_EQ(Outturn({"audit-pack", "431200-999/2024", "--out", pack}).code, 6);
  EXPECT_EQ(Outturn({"audit-pack", "2024", "--out", pack}).code, 2);
  // Another server's book of the same name: its own key.
  const Server other;
  const Ran theirs =
      RunProgram("outturn", {"checkpoint", "key", "--server", other.address()}, folder_);
  EXPECT_EQ(Verify(pack, theirs.out.substr(0, theirs.out.size() - 1)).code, 8);
  // Or a checkpoint of theirs beside the right pack and key.
  const std::string note = folder_.Write(
      "theirs.txt",
      RunProgram("outturn", {"checkpoint", "show", "--server", other.address()}, folder_).out);
  const Ran beside = Verify(pack, key_, {"--checkpoint", note});
  EXPECT_EQ(beside.code, 8);
  EXPECT_THAT(beside.out, HasSubstr("the checkpoint you have is signed by another key"));
  EXPECT_EQ(VerifyInPython(pack, key_, note).code, 8);
}

TEST_F(Auditor, WithholdsWhatIsClassifiedAndTheRestHolds) {
  const std::string pack = folder_.File("public.pack");
  const Ran packed = Outturn({"audit-pack", "--out", pack, "--withhold-classified"});
  EXPECT_EQ(packed.code, 0) << packed.err;
  EXPECT_THAT(packed.err, HasSubstr("totals in the forms hold classified projects"));
  const Ran ran = Verify(pack, key_);
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("events are withheld"));
  EXPECT_THAT(ran.out, HasSubstr("not checkable: "));
  EXPECT_EQ(VerifyInPython(pack, key_).code, 0);
}

TEST_F(Auditor, HoldsTheServerToACheckpointHeKept) {
  const std::string kept = folder_.Write("june.txt", Must({"checkpoint", "show"}));
  const std::string size = std::to_string(
      std::stoull(folder_.Read("june.txt").substr(folder_.Read("june.txt").find('\n') + 1)));
  const std::string receipt = folder_.File("receipt.json");
  Must({"ledger", "open", "--unit", "431200-777", "--id", "L-9", "--on", "2024-01-01",
        "--unit-name", "某局", "--division", "431200", "--policy", "hunan-2024@1", "--code-tables",
        "2024", "--proof", receipt});
  const Ran checked = RunProgram("outturn", {"proof", "check", receipt, "--key", key_}, folder_);
  EXPECT_EQ(checked.code, 0) << checked.out << checked.err;
  EXPECT_TRUE(checked.out.starts_with("事项在日志中的证明：成立\n")) << checked.out;
  EXPECT_THAT(checked.out, HasSubstr("随附的事项"));
  EXPECT_THAT(checked.out, HasSubstr("L-9")) << "what was proved is told";
  auto replaced = nlohmann::json::parse(folder_.Read("receipt.json"));
  replaced["proof"]["event"] =
      nlohmann::json::parse(Must({"proof", "inclusion", "7", "--format", "json"}))["event"];
  const Ran swapped =
      Outturn({"proof", "check", folder_.Write("swapped.json", replaced.dump()), "--key", key_});
  EXPECT_EQ(swapped.code, 7) << swapped.out << swapped.err;
  std::string another = folder_.Read("receipt.json");
  const size_t position = another.find("\"position\":");
  ASSERT_NE(position, std::string::npos) << another;
  another.insert(another.find_first_of("0123456789", position), "9");
  const Ran moved =
      Outturn({"proof", "check", folder_.Write("moved.json", another), "--key", key_});
  EXPECT_EQ(moved.code, 7) << moved.out << moved.err;
  const std::string peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  const std::string in_file = folder_.Write("book.key", "\n" + key_ + "\n");
  Must({"proof", "check", receipt, "--key", "@" + in_file});
  const Ran forgotten = Outturn({"proof", "check", receipt, "--key", in_file});
  EXPECT_EQ(forgotten.code, 2);
  EXPECT_THAT(forgotten.err, HasSubstr("--key @"));
  const Ran missing = Outturn({"proof", "check", receipt, "--key", "@" + in_file + "s"});
  EXPECT_EQ(missing.code, 2);
  EXPECT_THAT(missing.err, HasSubstr(in_file + "s"));
  const Ran wrong = Outturn({"proof", "check", receipt, "--key", peter});
  EXPECT_EQ(wrong.code, 9);
  EXPECT_TRUE(wrong.out.starts_with("proof that an event is in the log: DOES NOT hold\n"))
      << wrong.out;
  EXPECT_TRUE(Must({"proof", "consistency", kept, "--key", key_})
                  .starts_with("proof that the log grew from a checkpoint: holds\n"));
  Must({"proof", "inclusion", "7", "--key", key_});
  EXPECT_THAT(Must({"proof", "inclusion", "7"}), HasSubstr("outturn/431200"));
  EXPECT_EQ(Outturn({"proof", "inclusion", "999999"}).code, 12);
  EXPECT_EQ(Outturn({"checkpoint", "show", "--size", "3"}).code, 12);
  const std::string pack = folder_.File("grown.pack");
  Must({"audit-pack", "--out", pack, "--from", size});
  EXPECT_EQ(Verify(pack, key_, {"--checkpoint", kept}).code, 0);
  const Ran python = VerifyInPython(pack, key_, kept);
  EXPECT_EQ(python.code, 0) << python.out;
  EXPECT_THAT(python.out, HasSubstr("grew from the checkpoint of " + size + " events"));
  Must({"audit-pack", "--out", pack});
  EXPECT_EQ(VerifyInPython(pack, key_, kept).code, 7) << "no proof of growth in it";
}

TEST_F(Auditor, FollowsTheLogWithAClientThatKnowsNothingOfOurs) {
  const std::string kept = folder_.File("kept.txt");
  const auto follow = [&] {
    return InPython("clients/follow-python/follow.py",
                    {server_.http(), "--key", key_, "--state", kept, "--prove", "7"});
  };
  const Ran first = follow();
  EXPECT_EQ(first.code, 0) << first.out << first.err;
  const std::string before = folder_.Read("kept.txt");
  Must({"ledger", "open", "--unit", "431200-777", "--id", "L-9", "--on", "2024-01-01",
        "--unit-name", "某局", "--division", "431200", "--policy", "hunan-2024@1", "--code-tables",
        "2024"});
  const Ran second = follow();
  EXPECT_EQ(second.code, 0) << second.out << second.err;
  EXPECT_THAT(second.out, HasSubstr("grew from the checkpoint of"));
  EXPECT_THAT(second.out, HasSubstr("event 7 is in it"));
  EXPECT_NE(folder_.Read("kept.txt"), before);
  for (const char* position : {"99999", "0"}) {
    const Ran beyond = InPython("clients/follow-python/follow.py",
                                {server_.http(), "--key", key_, "--prove", position});
    EXPECT_EQ(beyond.code, 12) << beyond.out << beyond.err;
    EXPECT_THAT(beyond.err, HasSubstr(std::string("there is no event ") + position));
  }

  const std::string client = std::string(SOURCE_DIR) + "/clients/follow-python";
  for (const std::string part : {"tile/0/", "tile/1/", "tile/entries/", "checkpoint"}) {
    const Ran changed = InPython("tests/cli/changed_log.py", {client, server_.http(), key_, part});
    EXPECT_EQ(changed.code, 7) << part << changed.out << changed.err;
  }
  const Server other;
  const std::string theirs =
      RunProgram("outturn", {"checkpoint", "key", "--server", other.address()}, folder_).out;
  const auto asked = [&](const std::string& log, const std::string& key) {
    return InPython("clients/follow-python/follow.py", {log, "--key", key, "--state", kept}).code;
  };
  EXPECT_EQ(asked(server_.http(), theirs.substr(0, theirs.size() - 1)), 8);
  EXPECT_EQ(asked("http://127.0.0.1:1", key_), 5);
}

}  // namespace
}  // namespace outturn::cli
