// What an auditor may ask or bring that is wrong: each has its own exit code and says what it is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>

#include "tests/cli/at_server.h"

namespace outturn::cli {
namespace {

using testing::HasSubstr;

std::vector<std::string> Paying(const std::string& id, const std::string& amount) {
  return {"payment",   "make",    "--id",
          id,          "--on",    "2024-03-05",
          "--line",    "GY01",    "--economic-class",
          "30201",     "--payee", "某店",
          "--voucher", id,        "--amount",
          amount};
}

// A book of 5 events; a checkpoint of them was handed out.
class BadQuestions : public AtServer {
 protected:
  BadQuestions() : AtServer({{"OUTTURN_LANG", "en"}}) {}
  void SetUp() override {
    AtServer::SetUp();
    OpenLedger();
    Must(Paying("Z-1", "1000"));
    key_ = Must({"checkpoint", "key"});
    key_.pop_back();
    Must({"audit-pack", "--out", folder_.File("own.pack")});
  }

  // Everything that was said, wherever.
  void Expect(const std::vector<std::string>& arguments, int code, const std::string& words) {
    const Ran ran = Outturn(arguments);
    EXPECT_EQ(ran.code, code) << arguments[0] << ": " << ran.err << ran.out;
    EXPECT_THAT(ran.err + ran.out, HasSubstr(words)) << arguments[0];
  }

  std::string key_;
};

TEST_F(BadQuestions, ADateOutsideTheFiscalYear) {
  const std::string words = "2025-01-01";
  for (const std::vector<std::string>& question :
       std::vector<std::vector<std::string>>{{"report", "execution"},
                                             {"figure", "show", "paid"},
                                             {"explain", "paid"},
                                             {"check"},
                                             {"reconcile"},
                                             {"ledger", "balances"},
                                             {"performance", "list"},
                                             {"warning", "list"},
                                             {"report", "leaks"},
                                             {"payment", "show", "test/Z-1"},
                                             {"audit-pack", "--out", folder_.File("x.pack")}}) {
    std::vector<std::string> asked = question;
    asked.insert(asked.end(), {"--as-of", "2025-01-01"});
    Expect(asked, 11, words);
  }
  Expect({"diff", "paid", "--to-as-of", "2025-01-01"}, 11, words);
  std::vector<std::string> paying = Paying("Z-2", "1");
  paying[5] = "2025-01-01";
  paying.insert(paying.end(), {"--year", "2024"});
  Expect(paying, 11, words);
}

TEST_F(BadQuestions, AFileThatCannotBeWritten) {
  const std::string nowhere = folder_.File("none/x");
  for (const std::vector<std::string>& question : std::vector<std::vector<std::string>>{
           {"report", "execution"}, {"audit-pack"}, {"export", "--format", "ndjson"}}) {
    std::vector<std::string> asked = question;
    asked.insert(asked.end(), {"--out", nowhere});
    Expect(asked, 2, nowhere);
  }
  std::vector<std::string> paying = Paying("Z-3", "1");
  paying.insert(paying.end(), {"--proof", nowhere});
  Expect(paying, 1, "recorded");
}

TEST_F(BadQuestions, APositionBeyondTheTail) {
  for (const std::vector<std::string>& question :
       std::vector<std::vector<std::string>>{{"report", "execution"},
                                             {"figure", "show", "paid"},
                                             {"explain", "paid"},
                                             {"check"},
                                             {"reconcile"},
                                             {"ledger", "balances"},
                                             {"performance", "list"},
                                             {"warning", "list"},
                                             {"monitor", "city"},
                                             {"report", "leaks"},
                                             {"event", "list"},
                                             {"ledger", "list"},
                                             {"payment", "show", "test/Z-1"},
                                             {"export", "--format", "ndjson"}}) {
    std::vector<std::string> asked = question;
    asked.insert(asked.end(), {"--known-at", "99"});
    Expect(asked, 12, "position 99 is beyond the book's last, 5");
  }
  Expect({"diff", "paid", "--to-known-at", "99"}, 12, "beyond");
  Expect({"proof", "inclusion", "99"}, 12, "beyond");
  Expect({"proof", "inclusion", "2", "--size", "99"}, 12,
         "a tree of 99 events is beyond the book's last, 5");
  Expect({"proof", "inclusion", "4", "--size", "2"}, 12,
         "position 4 is not in the tree of the first 2 events: one of 4 to 5 events has it");
  Expect({"audit-pack", "--out", "x.pack", "--known-at", "99"}, 12,
         "position 99 is beyond the book's last, 5");
  Expect({"explain", "paid", "--known-at", "1999-01-01"}, 12,
         "at 1999-01-01 23:59:59 nothing had been recorded: the first event was at 20");
  Expect({"explain", "paid", "--known-at", "2999-01-01"}, 12,
         "2999-01-01 23:59:59 has not come yet, it is 20");
}

TEST_F(BadQuestions, AnUnknownFigureName) {
  for (const char* verb : {"explain", "diff"}) Expect({verb, "pait"}, 13, "paid");
  Expect({"figure", "show", "execution_rat"}, 13, "execution_rate");
  Expect({"figure", "show", "exec_rate"}, 13, "near it: execution_rate");
  Expect({"explain", "nosuch"}, 13,
         "there is no figure \"nosuch\" (outturn figure list names them all)");
  Expect({"explain", "paid(line=GY02)"}, 13, "GY01");
  Expect({"explain", "basic_projekt_sum"}, 13, "check(basic_project_sum)");
}

TEST_F(BadQuestions, APackOfAnotherBook) {
  const std::string peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  Expect({"verify", folder_.File("own.pack"), "--key", peter}, 9, "another book");
  Expect({"verify", folder_.File("own.pack"), "--key", key_}, 0, "holds");
}

TEST_F(BadQuestions, AWrongKey) {
  const Server other;  // the same book by name, with a key of its own
  std::string theirs = OutturnAt(other, {"checkpoint", "key"}).out;
  theirs.pop_back();
  Expect({"verify", folder_.File("own.pack"), "--key", theirs}, 8, "another key");
  const std::string note =
      folder_.Write("theirs.txt", OutturnAt(other, {"checkpoint", "show"}).out);
  Expect({"explain", "paid", "--known-at", "@" + note}, 8, "not signed by this book's key");
}

// The book goes on in two ways from a copy of its data: one key, two histories.
TEST_F(BadQuestions, ACheckpointFromAFork) {
  server_.Stop();
  const Server fork(server_.data());
  ASSERT_NE(fork.address(), "");
  server_.Start();
  Must(Paying("Z-2", "1"));
  EXPECT_EQ(OutturnAt(fork, Paying("Z-2", "2")).code, 0);
  const std::string note = folder_.Write("fork.txt", OutturnAt(fork, {"checkpoint", "show"}).out);
  Expect({"explain", "paid", "--known-at", "@" + note}, 10, "a fork");
  Expect({"report", "execution", "--known-at", "@" + note}, 10, "a fork");
  Expect({"proof", "consistency", note, "--key", key_}, 10, "fork");
  Must({"audit-pack", "--out", folder_.File("now.pack")});
  Expect({"verify", folder_.File("now.pack"), "--key", key_, "--checkpoint", note}, 10, "fork");
  EXPECT_EQ(OutturnAt(fork, Paying("Z-3", "3")).code, 0);
  const std::string longer =
      folder_.Write("longer.txt", OutturnAt(fork, {"checkpoint", "show"}).out);
  Expect({"proof", "consistency", longer, "--key", key_}, 10, "fork");
  Expect({"explain", "paid", "--known-at", "@" + longer}, 10, "a fork");
  Expect({"verify", folder_.File("now.pack"), "--key", key_, "--checkpoint", longer}, 7,
         "no older");
  std::string changed = folder_.Read("longer.txt");
  changed.replace(changed.find("\n7\n"), 3, "\n6\n");
  Expect({"explain", "paid", "--known-at", "@" + folder_.Write("changed.txt", changed)}, 7,
         "was changed");
}

TEST_F(BadQuestions, WhatCannotBeReadAtAll) {
  const std::string note = folder_.Write("note.txt", "hello\n");
  Expect({"explain", "paid", "--known-at", "@" + note}, 2, "no checkpoint");
  Expect({"explain", "paid", "--known-at", "@" + folder_.File("nothing")}, 2, "there is no file");
  Expect({"explain", "paid", "--known-at", "2024-06-99"}, 2, "--known-at");
  Expect({"explain", "paid", "--known-at", "june"}, 12, "checkpoint list");
  Expect({"explain", "paid", "--as-of", "2024-06-99"}, 2, "--as-of");
  Expect({"verify", folder_.Write("empty.pack", ""), "--key", key_}, 7, "no audit pack");
  Expect({"verify", folder_.File("nothing.pack"), "--key", key_}, 2, "there is no file");
  Expect({"verify", folder_.path(), "--key", key_}, 2, "is a folder");
  Expect({"proof", "check", folder_.Write("receipt.json", "{"), "--key", key_}, 2, "no receipt");
}

TEST_F(BadQuestions, WhatIsNoneOfWhatThereIs) {
  Expect({"status", "--server", ""}, 2, "--server");
  Expect({"payment", "nosuch", "--help"}, 2, "nosuch");
  Must({"payment", "--help"});
  Must({"payment", "make", "--help"});
  const Ran page = Outturn({"explain", "paid", "--page", "zzz"});
  EXPECT_EQ(page.code, 2) << page.err;
  EXPECT_THAT(page.err, testing::AllOf(HasSubstr("--page"), testing::Not(HasSubstr("page_token"))));
}

TEST_F(BadQuestions, ACheckpointsLinesMayEndAsAMailEndsThem) {
  std::string note = Must({"checkpoint", "show"});
  for (size_t at = 0; (at = note.find('\n', at)) != note.npos; at += 2) note.replace(at, 1, "\r\n");
  const std::string file = folder_.Write("mailed.txt", note);
  Must({"explain", "paid", "--known-at", "@" + file});
  Must({"proof", "consistency", file, "--key", key_});
  Must({"verify", folder_.File("own.pack"), "--key", key_, "--checkpoint", file});
}

TEST_F(BadQuestions, APackThatWasChangedOrIsNotAllThere) {
  const std::string pack = folder_.Read("own.pack");
  const auto expect = [&](const std::string& bytes, const std::string& words) {
    const Ran ran = Outturn({"verify", folder_.Write("bad.pack", bytes), "--key", key_});
    EXPECT_EQ(ran.code, 7) << ran.out << ran.err;
    EXPECT_TRUE(ran.out.starts_with("audit pack: DOES NOT hold\n")) << ran.out;
    EXPECT_THAT(ran.out, HasSubstr(words));
  };
  const auto changed = [&](size_t at) {
    std::string bytes = pack;
    bytes[at] ^= 1;
    return bytes;
  };
  expect(pack.substr(0, 100), "the file ends within the manifest");
  expect(pack.substr(0, pack.size() - 1), "the file ends within section forms/");
  expect(pack + "x", "behind the last section");
  expect(changed(pack.find("\nbook ") + 1), "line 2 of the manifest is damaged");
  expect(changed(pack.find("\nsection events ") + 2), "of the manifest is damaged");
  expect(changed(pack.find("\nbook ") + 6), "the manifest or its signature was changed");
  expect(changed(pack.size() - 9), "section forms/reconciliation was changed");
  const Ran whole = Outturn({"verify", folder_.File("own.pack"), "--key", key_});
  EXPECT_TRUE(whole.out.starts_with("audit pack: holds\n")) << whole.out;
}

TEST_F(BadQuestions, ATextThatIsNoUtf8) {
  const std::string bad = "a\xff\xfe";
  const auto expect = [&](const std::vector<std::string>& arguments, const std::string& named) {
    const Ran ran = Outturn(arguments);
    EXPECT_EQ(ran.code, 2) << arguments[0] << ran.err;
    EXPECT_EQ(ran.err, "error: " + named + " is \"a\\xff\\xfe\", which is no UTF-8 text\n");
  };
  expect({"report", bad}, "form");
  expect({"report", "annex1", "--unit", bad}, "--unit");
  expect({"explain", bad}, "figure");
  expect({"checkpoint", "name", bad}, "name");
  expect({"proof", "inclusion", "--id", bad}, "--id");
  expect({"explain", "paid", "--known-at", bad}, "--known-at");
  const Ran setting = RunProgram("outturn", {"report", "annex1"}, folder_,
                                 {{"OUTTURN_SERVER", server_.address()},
                                  {"OUTTURN_LANG", "en"},
                                  {"OUTTURN_YEAR", "2024"},
                                  {"OUTTURN_UNIT", bad}});
  EXPECT_EQ(setting.code, 2);
  EXPECT_THAT(setting.err, HasSubstr("the setting unit is \"a\\xff"));
  // Files are called what they are called.
  Must({"audit-pack", "--out", folder_.File(bad)});
  Must({"verify", folder_.File(bad), "--key", key_});
}

TEST_F(BadQuestions, AsKnownTodayIsAsKnownNow) {
  const std::time_t china = std::time(nullptr) + 8 * 3'600;
  char today[11];
  std::strftime(today, sizeof today, "%Y-%m-%d", std::gmtime(&china));
  Expect({"figure", "show", "paid", "--known-at", today}, 0, "position 5 (recorded ");
  Expect({"diff", "paid", "--known-at", "3", "--to-known-at", today}, 0, "1000.00");
}

TEST_F(BadQuestions, SettingsOutsideTheirRangeAreNamedWithWhatWasFound) {
  Expect({"ledger", "balances", "--year", "99999"}, 2, "is \"99999\", expected a year");
  Expect({"monitor", "city", "--year", "20x4"}, 2, "is \"20x4\", expected a year");
  Expect({"book", "status", "--timeout", "abc"}, 2, "--timeout is \"abc\", expected 1 to 86400");
  Expect({"book", "status", "--format", "xml"}, 2, "--format is \"xml\", expected table");
  Expect({"figure", "show", "paid", "--known-at", ""}, 2, "--known-at is empty");
  Expect({"figure", "show", "paid", "--as-of", ""}, 2, "--as-of is empty");
  Expect({"checkpoint", "name", "checkpoint:3"}, 2, "checkpoint:");
  Expect({"book", "status", "--lang", "fr"}, 2, "--lang 是“fr”，应为 zh 或 en");
  Expect({"event", "list", "--lang", "zh", "--limit", "many"}, 2, "无法理解 --limit = many");
  Expect({"event", "list", "--lang", "zh", "--limit"}, 2, "--limit 之后缺少值");
  Expect({"report", "execution", "--lang", "zh", "--out", "a", "--out", "b"}, 2,
         "--out 只能给一次");
  Expect({"explain", "paid", "--lang", "zh", "--page-size", "0"}, 2, "--page-size 应为 1 至 1000");
}

TEST_F(BadQuestions, FiltersThatNothingCanMatchAreMistakesAndNameTheirFlag) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong = {
      {{"event", "list", "--class", "3x"}, "--class"},
      {{"event", "list", "--from", "2024-07-02", "--to", "2024-07-01"}, "--to"},
      {{"event", "list", "--recorded-from", "2024-07-02", "--recorded-to", "2024-07-01"},
       "--recorded-to"},
      {{"event", "show", "-1"}, "-1"},
      {{"proof", "inclusion", "-1"}, "-1"},
      {{"watch", "--year", "2024", "--from", "-1"}, "--from"}};
  for (const auto& [arguments, named] : wrong) {
    const Ran ran = Outturn(arguments);
    EXPECT_EQ(ran.code, 2) << named;
    EXPECT_THAT(ran.err, HasSubstr(named));
  }
}

}  // namespace
}  // namespace outturn::cli
