// The auditor at the command line, against the built server: why, what changed, does it hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/cli/at_server.h"

namespace outturn::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class AuditorAtTheCommandLine : public AtServer {
 protected:
  void SetUp() override {
    AtServer::SetUp();
    OpenLedger();
    Pay("Z-1", "2024-03-05", "1000");
    Pay("Z-2", "2024-08-05", "2500.50");  // position 6
  }
  void Pay(const std::string& id, const std::string& on, const std::string& amount) {
    Must({"payment", "make", "--id", id, "--on", on, "--line", "GY01", "--economic-class", "30201",
          "--payee", "某店", "--voucher", "凭-" + id, "--amount", amount});
  }
};

TEST_F(AuditorAtTheCommandLine, ComparesWhatIsInMemoryWithTheEvents) {
  const auto told = nlohmann::json::parse(Must({"book", "compare", "--all", "--format", "json"}));
  ASSERT_EQ(told["ledgers"].size(), 1u);
  EXPECT_EQ(told["ledgers"][0]["result"]["events"], "5");
  EXPECT_FALSE(told["ledgers"][0]["result"].value("difference", "").size());
  EXPECT_THAT(Must({"book", "compare", "--lang", "en"}), HasSubstr("same"));
  EXPECT_EQ(Outturn({"book", "compare", "--year", "1999"}).code, 6);
  EXPECT_EQ(Outturn({"book", "compare", "--year", "never"}).code, 2);
}

TEST_F(AuditorAtTheCommandLine, IsToldWhyAFigureIsWhatItIsDownToTheVouchers) {
  const std::string rate = Must({"explain", "execution_rate"});
  EXPECT_THAT(rate, HasSubstr("执行数 3500.50 ÷ 全年预算数 10000.00 = 35.01%"));
  EXPECT_THAT(rate, HasSubstr("凭-Z-2"));
  EXPECT_THAT(rate, HasSubstr("财预〔2024〕1号"));
  EXPECT_THAT(rate, HasSubstr("合计 2 项，等于指标数 3500.50"));
  EXPECT_LT(rate.find("凭-Z-2"), rate.find("凭-Z-1")) << "largest first";
  const Ran page = Outturn({"explain", "paid", "--page-size", "1", "--lang", "en"});
  EXPECT_THAT(page.out, HasSubstr("sum of 2 = the figure 3500.50"));
  EXPECT_THAT(page.err, HasSubstr("--page 6.20241231.1"));
  const auto json = nlohmann::json::parse(
      Must({"explain", "paid", "--page", "6.20241231.1", "--format", "json"}), nullptr, false);
  EXPECT_EQ(json["sections"][1]["rows"][0]["cells"][0]["printed"], "1000.00");
  EXPECT_EQ(json["provenance"]["position"], 6);
}

TEST_F(AuditorAtTheCommandLine, IsToldWhatChangedAndWhichEventsDidIt) {
  const std::string days =
      Must({"diff", "paid", "execution_rate", "--as-of", "2024-07-31", "--to-as-of", "2024-12-31"});
  EXPECT_THAT(days, HasSubstr("+2500.50"));
  EXPECT_THAT(days, HasSubstr("其后生效"));
  const std::string known = Must({"diff", "execution", "--known-at", "5", "--lang", "en"});
  EXPECT_THAT(known, HasSubstr("recorded later"));
  EXPECT_THAT(known, HasSubstr("= the change 2500.50"));
  const std::string monitoring = Must({"diff", "monitoring", "--known-at", "4", "--lang", "en"});
  EXPECT_THAT(monitoring, HasSubstr("to: as of 2024-07-31")) << "where the form itself is cut";
  EXPECT_THAT(monitoring, HasSubstr("= the change 1000.00"));
  const Ran other = Outturn({"diff", "reconciliation", "--lang", "en"});
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("ask reconcile"));
}

TEST_F(AuditorAtTheCommandLine, SeesAFiledFigureChangeLater) {
  Must({"declaration", "file", "--id", "D", "--on", "2024-12-31", "--form", "annex1", "--filed-on",
        "2025-01-10", "--cells", "figure=paid,label=执行数,printed=0.35"});
  EXPECT_THAT(Must({"reconcile"}), HasSubstr("一致"));
  Must({"payment", "reverse", "--id", "R", "--on", "2024-11-01", "--payment", "Z-2", "--amount",
        "500", "--kind", "退回"});
  const std::string told = Must({"reconcile", "annex1"});
  EXPECT_THAT(told, HasSubstr("填报时一致，后经变动 1"));
  EXPECT_THAT(told, HasSubstr("合计 1 项，等于变动数 -500.00"));
  EXPECT_EQ(Outturn({"reconcile", "annex2"}).code, 6);
}

TEST_F(AuditorAtTheCommandLine, MayAskAsKnownAtAnInstant) {
  EXPECT_THAT(Must({"figure", "show", "paid"}), HasSubstr("0.35"));
  const Ran now = Outturn({"figure", "show", "paid", "--known-at", "6"});
  EXPECT_THAT(now.err, HasSubstr("位置 6（记录于 "));
  EXPECT_THAT(now.err, HasSubstr("根哈希 "));
  EXPECT_EQ(Outturn({"explain", "paid", "--known-at", "1999-01-01 12:00"}).code, 12);
  EXPECT_EQ(Outturn({"report", "execution", "--known-at", "2999-01-01T00:00:00Z"}).code, 12);
  EXPECT_EQ(Outturn({"report", "execution", "--known-at", "2024-13-01"}).code, 2);
}

TEST_F(AuditorAtTheCommandLine, AsksAsKnownAtACheckpointByItsName) {
  const Ran named = Outturn({"checkpoint", "name", "filing-2024"});  // of 6 events
  EXPECT_EQ(named.code, 0) << named.err;
  EXPECT_THAT(named.err, HasSubstr("--known-at filing-2024"));
  Pay("Z-3", "2024-09-01", "100");
  Must({"checkpoint", "show"});
  const std::string list = Must({"checkpoint", "list", "--lang", "en"});
  EXPECT_LT(list.find("7 "), list.find("6  filing-2024")) << list;
  EXPECT_THAT(Must({"checkpoint", "list", "--named", "--format", "csv"}),
              HasSubstr("6,filing-2024,"));
  const std::string note = Must({"checkpoint", "show", "filing-2024"});
  EXPECT_THAT(note, HasSubstr("\n6\n"));
  const std::string kept = "@" + folder_.Write("june.txt", note);
  const auto root = nlohmann::json::parse(
      Must({"checkpoint", "list", "--named", "--format", "json"}))["checkpoints"][0]["root"];
  for (const std::string& then : {std::string("filing-2024"), std::string("checkpoint:6"), kept,
                                  std::string("6"), root.get<std::string>()}) {
    EXPECT_THAT(Must({"explain", "paid", "--known-at", then}), HasSubstr("3500.50")) << then;
    EXPECT_THAT(Must({"report", "execution", "--known-at", then, "--format", "json"}),
                HasSubstr("\"position\": 6"))
        << then;
    EXPECT_THAT(Must({"ledger", "balances", "--known-at", then, "--format", "csv"}),
                HasSubstr("3500.50"))
        << then;
    EXPECT_THAT(Outturn({"figure", "show", "paid", "--known-at", then}).err, HasSubstr("位置 6"));
  }
  EXPECT_THAT(Must({"diff", "paid", "--known-at", "filing-2024", "--lang", "en"}),
              HasSubstr("= the change 100.00"));
  const Ran moved = Outturn({"checkpoint", "name", "filing-2024", "--size", "7"});
  EXPECT_EQ(moved.code, 4) << moved.err;
  const Ran again = Outturn({"checkpoint", "name", "filing-2024", "--lang", "en"});
  EXPECT_EQ(again.code, 4) << "of now, which is position 7";
  EXPECT_THAT(again.err, HasSubstr("already stands at position 6"));
  const Ran same = Outturn({"checkpoint", "name", "filing-2024", "--size", "6", "--lang", "en"});
  EXPECT_EQ(same.code, 0) << same.err;
  EXPECT_EQ(same.out, note);
  EXPECT_THAT(same.err, HasSubstr("already"));
  EXPECT_EQ(Outturn({"checkpoint", "name", "2024"}).code, 2);
  EXPECT_EQ(Outturn({"checkpoint", "name", "x", "--size", "5"}).code, 12);
  EXPECT_EQ(Outturn({"checkpoint", "show", "filing-2025"}).code, 12);
  server_.Crash();
  EXPECT_THAT(Must({"explain", "paid", "--known-at", "filing-2024"}), HasSubstr("3500.50"));
}

TEST_F(AuditorAtTheCommandLine, SeesPaymentsEventsAndLedgersAsTheyWereKnown) {
  Must({"checkpoint", "name", "filing-2024"});  // of 6 events
  Must({"payment", "reverse", "--id", "R", "--on", "2024-11-01", "--payment", "Z-2", "--amount",
        "500", "--kind", "退回"});
  const auto told = [&](std::vector<std::string> question, const std::string& at) {
    question.insert(question.end(), {"--format", "csv"});
    if (!at.empty()) question.insert(question.end(), {"--known-at", at});
    const Ran ran = Outturn(question);
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.err, HasSubstr(at.empty() ? "位置 7（记录于 " : "位置 6（记录于 "));
    EXPECT_THAT(ran.err, HasSubstr("根哈希 "));
    return ran.out;
  };
  const auto lines = [](const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
  };
  const std::vector<std::string> payment = {"payment", "show", "test/Z-2"};
  const std::vector<std::string> events = {"event", "list"};
  for (const std::string at : {"filing-2024", "6", "checkpoint:6"}) {
    EXPECT_THAT(told(payment, at), HasSubstr("2500.50")) << at;
    EXPECT_EQ(lines(told(events, at)), 6) << at << ": the heads and five events of the ledger";
    EXPECT_THAT(told({"ledger", "list"}, at), HasSubstr(",5,6")) << at;
  }
  EXPECT_THAT(told(payment, ""), HasSubstr("2000.50"));
  EXPECT_EQ(lines(told(events, "")), 7);
  EXPECT_THAT(told({"ledger", "list"}, ""), HasSubstr(",6,7"));
  const Ran july = Outturn({"payment", "show", "test/Z-2", "--as-of", "2024-10-31"});
  EXPECT_THAT(july.out, HasSubstr("2500.50"));
  EXPECT_THAT(july.err, HasSubstr("截至 2024-10-31"));
}

TEST_F(AuditorAtTheCommandLine, ExplainsChecksForecastsAndMonitoringCells) {
  Must({"performance", "forecast", "--id", "F-1", "--on", "2024-08-31", "--figure", "paid",
        "--amount", "8000", "--likelihood", "有可能"});
  const std::string day = "2024-08-31";
  EXPECT_THAT(Must({"explain", "forecast_computed_rate", "--as-of", day}),
              HasSubstr("执行数 3500.50 × 12 ÷ 8 = 5250.75"));
  const std::string reported = Must({"explain", "forecast_reported_rate", "--as-of", day});
  EXPECT_THAT(reported, HasSubstr("全年预计执行数 8000.00 ÷ 全年预算数 10000.00 = 80.00%"));
  EXPECT_THAT(reported, HasSubstr("test/F-1"));
  EXPECT_THAT(Must({"explain", "ahead_of_time", "--as-of", day}), HasSubstr("凭-Z-2"));
  const std::string check = Must({"explain", "check(basic_project_sum)", "--lang", "en"});
  EXPECT_THAT(check, HasSubstr("paid 3500.50 = paid 3500.50 + paid 0.00"));
  EXPECT_THAT(check, HasSubstr("sum of 2 = the figure 3500.50"));
  for (const char* called : {"basic_project_sum", "total = basic + project expenditure",
                             "支出合计 = 基本支出 + 项目支出"}) {
    EXPECT_EQ(Must({"explain", called, "--lang", "en"}), check) << called;
  }
  const Ran near = Outturn({"explain", "check(basic_projekt_sum)", "--lang", "en"});
  EXPECT_EQ(near.code, 13);
  EXPECT_THAT(near.err, HasSubstr("check(basic_project_sum)"));
}

TEST_F(AuditorAtTheCommandLine, ExaminesTheWholeBook) {
  Must({"checkpoint", "name", "june"});
  const Ran sound = Outturn({"fsck", "--lang", "en"});
  EXPECT_EQ(sound.code, 0) << sound.err;
  EXPECT_THAT(sound.err, HasSubstr("6 events, 1 ledger, 1 checkpoint handed out (1 name): "
                                   "all agree"));
  const auto report = nlohmann::json::parse(Must({"fsck", "--format", "json"}));
  EXPECT_EQ(report["events"], "6");
  // A name that nobody gave: the file is not the server's any more.
  server_.Stop();
  const std::string names = server_.data() + "/checkpoint-names";
  std::ofstream(names, std::ios::app | std::ios::binary)
      << "6 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= forged\n";
  const auto stopped = [&](const std::map<std::string, std::string>& environment,
                           const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"--data", server_.data(), "--fsck", "--packs",
                                          std::string(SOURCE_DIR) + "/deploy/packs"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ran ran = RunProgram("outturn-server", arguments, folder_, environment);
    EXPECT_EQ(ran.code, 1) << ran.err;
    return ran;
  };
  const Ran english = stopped({{"OUTTURN_LANG", "zh"}}, {"--lang", "en"});
  EXPECT_THAT(english.out, HasSubstr("checkpoint, event 6: the name forged is of none"));
  EXPECT_THAT(english.out, HasSubstr("what to do:\n  checkpoint: "));
  EXPECT_THAT(english.err, HasSubstr("6 events, 1 ledger: 1 finding\n"));
  const Ran chinese = stopped({}, {});
  EXPECT_THAT(chinese.out, HasSubstr("检查点，事项 6：名称 forged 不属于任何签发过的检查点"));
  EXPECT_THAT(chinese.out, HasSubstr("怎么办：\n  检查点："));
  EXPECT_THAT(chinese.err, HasSubstr("6 个事项、1 个账套：1 项发现"));
  EXPECT_EQ(stopped({{"OUTTURN_LANG", "en"}}, {}).out, english.out);
  server_.Start();
  const Ran found = Outturn({"fsck", "--lang", "en"});
  EXPECT_EQ(found.code, 1) << found.err;
  EXPECT_EQ(found.out, english.out);
  EXPECT_THAT(found.err, HasSubstr(": 1 finding\n"));
}

// Every file with its content and when it was last written.
std::map<std::string, std::string> Contents(const std::string& folder) {
  namespace fs = std::filesystem;
  std::map<std::string, std::string> contents;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    std::string& content = contents[entry.path()];
    content = std::to_string(entry.last_write_time().time_since_epoch().count());
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    content.append(std::istreambuf_iterator<char>(in), {});
  }
  return contents;
}

TEST_F(AuditorAtTheCommandLine, PrintsTheKeyOfARunningServerAndOfAStoppedOne) {
  const std::string key = Must({"checkpoint", "key"});
  const auto print = [&](const std::string& data, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"--data", data, "--print-key"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunProgram("outturn-server", arguments, folder_);
  };
  const Ran running = print(server_.data());
  EXPECT_EQ(running.code, 0) << running.err;
  EXPECT_EQ(running.out, key);
  server_.Stop();
  const auto before = Contents(server_.data());
  EXPECT_EQ(print(server_.data()).out, key);
  EXPECT_EQ(print(server_.data(), {"--book", "430100"}).code, 1);
  EXPECT_TRUE(Contents(server_.data()) == before) << "it only reads";
  const std::string none = folder_.File("none");
  EXPECT_EQ(print(none, {"--book", "431200"}).code, 1);
  EXPECT_FALSE(std::filesystem::exists(none));
}

TEST_F(AuditorAtTheCommandLine, FindsAKeyThatIsGoneWhileTheServerRuns) {
  Must({"checkpoint", "name", "june"});
  std::filesystem::remove(server_.data() + "/key");
  const Ran found = Outturn({"fsck", "--lang", "en"});
  EXPECT_EQ(found.code, 1) << found.err;
  EXPECT_THAT(found.out, HasSubstr("signing key: " + server_.data() + "/key: there is no"));
}

TEST_F(AuditorAtTheCommandLine, HasACodeForEveryWrongQuestion) {
  const Ran unknown = Outturn({"explain", "pait", "--lang", "en"});
  EXPECT_EQ(unknown.code, 13);
  EXPECT_THAT(unknown.err, HasSubstr("paid"));
  EXPECT_EQ(Outturn({"figure", "show", "paid(line=GY02)"}).code, 13);
  EXPECT_EQ(Outturn({"diff", "annex99"}).code, 13);
  EXPECT_EQ(Outturn({"explain", "paid", "--known-at", "7"}).code, 12);
  for (const std::string& root :
       {std::string("2") + std::string(42, 'm') + "=",
        std::string("+") + std::string(42, 'A') + "=", std::string(64, '4')}) {
    const Ran asked = Outturn({"explain", "paid", "--known-at", root});
    EXPECT_EQ(asked.code, 12) << "a root no cut has, though it begins as instants do: "
                              << asked.err;
  }
  EXPECT_EQ(Outturn({"report", "execution", "--as-of", "2025-01-01"}).code, 11);
  EXPECT_EQ(Outturn({"explain", "paid", "--unit", "999"}).code, 6);
  EXPECT_EQ(Outturn({"explain", "paid", "--page", "x"}).code, 2);
  const Ran elsewhere = Outturn({"explain", "paid", "--page", "6.1", "--known-at", "5"});
  EXPECT_EQ(elsewhere.code, 2) << elsewhere.out;
  EXPECT_EQ(Outturn({"explain", "paid", "--page-size", "0"}).code, 2);
}

}  // namespace
}  // namespace outturn::cli
