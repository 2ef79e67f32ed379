// The built program against the built server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <thread>

#include "tests/cli/at_server.h"

namespace outturn::cli {
namespace {

using testing::HasSubstr;

class RealServer : public AtServer {
 protected:
  std::vector<std::string> Pay(const std::string& id, const std::string& amount) {
    return {"payment",   "make",    "--id",
            id,          "--on",    "2024-03-05",
            "--line",    "GY01",    "--economic-class",
            "30201",     "--payee", "某店",
            "--voucher", id,        "--amount",
            amount};
  }
};

TEST_F(RealServer, AYearCanBeTyped) {
  OpenLedger();
  const auto receipt = MustJson(Pay("Z-1", "1,000.00"));
  EXPECT_EQ(receipt["outcome"]["headroom_fen"], "900000");
  Must({"payment", "reverse", "--id", "R-1", "--on", "2024-04-01", "--payment", "Z-1", "--amount",
        "200", "--kind", "退回"});
  Must({"payment", "correct", "--id", "K-1", "--on", "2024-04-02", "--payment", "test/Z-1",
        "--amount", "100", "--to-line", "GY01", "--to-economic-class", "30211", "--reason",
        "误列"});
  Must({"commitment", "make", "--id", "C-1", "--on", "2024-05-01", "--line", "GY01",
        "--economic-class", "30201", "--amount", "3000"});
  Must({"commitment", "release", "--id", "F-1", "--on", "2024-05-02", "--commitment", "C-1",
        "--amount", "1000"});
  const auto balances = MustJson({"ledger", "balances"});
  EXPECT_EQ(balances["balances"][0]["paid_fen"], "80000");
  EXPECT_EQ(balances["balances"][0]["committed_fen"], "200000");
  EXPECT_EQ(balances["balances"][0]["headroom_fen"], "720000");
  const auto payment = MustJson({"payment", "show", "Z-1"});
  EXPECT_EQ(payment["follow_ups"].size(), 2u);
  EXPECT_EQ(payment["placements"].size(), 2u);
  EXPECT_THAT(Must({"payment", "show", "Z-1"}), HasSubstr("30211"));
  Must({"performance",       "set",    "--id",     "I-1",      "--on",     "2024-01-10",
        "--indicator",       "S1",     "--level1", "产出指标", "--level2", "数量指标",
        "--level3",          "案件数", "--kind",   ">=",       "--target", "300",
        "--unit-of-measure", "件",     "--weight", "10"});
  Must({"performance", "report", "--id", "I-2", "--on", "2024-06-10", "--indicator", "S1",
        "--value", "150"});
  EXPECT_THAT(Must({"performance", "list"}), HasSubstr("≥ 300件"));
}

TEST_F(RealServer, PrintsOnPaperAndForThePublic) {
  OpenLedger();
  Must({"line",
        "open",
        "--id",
        "S1",
        "--on",
        "2024-01-01",
        "--line",
        "MJ01",
        "--name",
        "夜莺经费",
        "--category",
        "项目支出",
        "--functional-class",
        "2040699",
        "--fund-type",
        "111",
        "--project",
        "YEYING",
        "--project-name",
        "夜莺行动",
        "--project-kind",
        "其他事业类发展资金",
        "--disclosure",
        "涉密"});
  const std::string workbook = folder_.File("annex1.xlsx");
  Must({"report", "annex1", "--format", "xlsx", "--out", workbook});
  EXPECT_EQ(folder_.Read("annex1.xlsx").substr(0, 2), "PK");
  EXPECT_THAT(Must({"report", "annex1", "--format", "html"}), HasSubstr("<html lang=\"zh-CN\">"));
  EXPECT_THAT(Must({"report", "execution"}), HasSubstr("夜莺行动"));
  for (const char* format : {"table", "json", "csv", "html"}) {
    const std::string out = Must({"report", "execution", "--public", "--format", format});
    EXPECT_THAT(out, testing::Not(HasSubstr("夜莺"))) << format;
    EXPECT_THAT(out, testing::Not(HasSubstr("YEYING"))) << format;
  }
  EXPECT_EQ(Outturn({"report", "reconciliation", "--public"}).code, 2);
  EXPECT_THAT(Outturn({"status", "--format", "xlsx"}).err, HasSubstr("--format"));
  Must(Pay("Z-1", "1,234.00"));
  const std::string leaks = Must({"report", "leaks", "--lang", "en"});
  EXPECT_THAT(leaks, HasSubstr("Verdict"));
  const std::string good = folder_.Write("good.txt", "# {unit_name}\n支出 {paid|yuan} 元\n");
  EXPECT_THAT(Must({"report", "fill", good}), HasSubstr("某市司法局\n支出 1234.00 元\n"));
  const std::string bad = folder_.Write("bad.txt", "好\n支出 {payd} 万元\n");
  const Ran refused = Outturn({"report", "fill", bad, "--lang", "en"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("line 2: there is no figure \"payd\"; near it: paid"));
  const std::string worse = folder_.Write(
      "worse.txt", "{table anex1}\n支出 {payd} 万元\n{paid(line=NONE)}\n{table annex1} 见此\n");
  const Ran all = Outturn({"report", "fill", worse, "--lang", "en"});
  EXPECT_EQ(all.code, 2);
  const char* const kWrong[] = {"line 1: there is no form anex1; near it: annex1",
                                "line 2: there is no figure \"payd\"",
                                "line 3: ", "line 4: {table …} stands alone"};
  size_t at = 0;
  for (const char* wrong : kWrong) {
    at = all.err.find(wrong, at);
    EXPECT_NE(at, std::string::npos) << wrong << " in\n" << all.err;
  }
}

TEST_F(RealServer, TellsOnOneScreenHowItDoes) {
  OpenLedger();
  Must(Pay("Z-1", "1,000.00"));
  Must(Pay("Z-1", "1,000.00"));
  EXPECT_EQ(Outturn(Pay("Z-2", "9,000.01")).code, 3);
  const auto status = MustJson({"status"});
  EXPECT_EQ(status["recorded"], "5");
  EXPECT_EQ(status["answered_again"], "1");
  ASSERT_EQ(status["refused"].size(), 1u);
  EXPECT_EQ(status["refused"][0]["reason"], "HEADROOM_EXCEEDED");
  EXPECT_EQ(status["refused"][0]["count"], "1");
  EXPECT_EQ(status["position"], "5");
  EXPECT_NE(status["disk_capacity_bytes"], "0");
  EXPECT_GT(std::stoull(status["disk_free_bytes"].get<std::string>()), 0u);
  const auto& calls = status["calls"];
  EXPECT_TRUE(std::any_of(calls.begin(), calls.end(), [](const auto& call) {
    return call["method"] == "outturn.v1.Recorder/Record" && call["calls"] == "7" &&
           call["failed"][0]["reason"] == "FAILED_PRECONDITION";
  })) << calls;
  const std::string screen = Must({"status", "--lang", "en"});
  for (const char* word :
       {"writable", "yes", "derived is behind by", "events per second", "GiB (writes stop below",
        "5 recorded, 1 answered again, 1 refused", "HEADROOM_EXCEEDED", "Recorder/Record", "p99"}) {
    EXPECT_THAT(screen, HasSubstr(word));
  }
  EXPECT_THAT(Must({"status"}), HasSubstr("可用"));
  EXPECT_THAT(Must({"status", "--format", "csv"}), HasSubstr("431200"));
}

// Payments of 0.01 yuan, Z-`first` and on.
void WritePayments(const std::string& path, int first, int rows) {
  std::ofstream file(path);
  file << "支付单号,日期,指标编码,经济分类,金额,收款人,凭证号\n";
  for (int i = first; i < first + rows; ++i) {
    file << "Z-" << i << ",2024-03-05,GY01,30201,0.01,某店,V-" << i << "\n";
  }
}

TEST_F(RealServer, AnImportTakesAsMuchMemoryForAHundredThousandRowsAsForMore) {
  OpenLedger();
  const auto peak_of = [&](int first, int rows) {
    WritePayments(folder_.File("big.csv"), first, rows);
    const Ran ran = Outturn({"import", "big.csv", "--format", "json"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(nlohmann::json::parse(ran.out)[0]["recorded"], rows);
    return ran.peak_bytes;
  };
  constexpr int kFew = 100'000;
  constexpr int kMany = 400'000;
  const int64_t few = peak_of(0, kFew);
  const int64_t many = peak_of(kFew, kMany);
  // Ten bytes for a row more would be seen.
  EXPECT_LT(many, few + int64_t{kMany - kFew} * 10) << "after " << few;
  EXPECT_EQ(MustJson({"ledger", "balances"})["balances"][0]["paid_fen"],
            std::to_string(kFew + kMany));
}

TEST_F(RealServer, AnImportGoesOnThroughTheServersDeath) {
  OpenLedger();
  constexpr int kRows = 400'000;  // seconds, where asking for the position takes a tenth of one
  WritePayments(folder_.File("big.csv"), 0, kRows);
  constexpr uint64_t kOpened = 4;  // events of OpenLedger
  const auto position = [&] {
    return std::stoull(MustJson({"book", "status"})["position"].get<std::string>());
  };
  Ran ran;
  std::thread import([&] { ran = Outturn({"import", "big.csv", "--format", "json"}); });
  for (int round = 1; round <= 3; ++round) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    const uint64_t goal = kOpened + static_cast<uint64_t>(round) * kRows / 5;
    while (position() < goal && std::chrono::steady_clock::now() < until) {
    }
    EXPECT_LT(position(), kOpened + kRows) << "the import was over before the server was killed";
    server_.Crash();
  }
  import.join();
  EXPECT_EQ(ran.code, 0) << ran.err;
  const auto summary = nlohmann::json::parse(ran.out)[0];
  EXPECT_EQ(summary["rows"], kRows);
  EXPECT_EQ(summary["recorded"].get<int>() + summary["already_recorded"].get<int>(), kRows);
  EXPECT_EQ(summary["rejected"], 0);
  EXPECT_EQ(position(), kOpened + kRows) << "every row once";
  EXPECT_EQ(MustJson({"ledger", "balances"})["balances"][0]["paid_fen"], std::to_string(kRows));
}

// The examples of a command's help, one per line, as they stand there.
std::vector<std::string> ExamplesOf(const std::string& help) {
  std::vector<std::string> examples;
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("  outturn ", 0) == 0) examples.push_back(line.substr(2));
    if (line.empty() && !examples.empty()) break;
  }
  return examples;
}

bool NeedsAFileOfTheReaders(const std::string& example) {
  for (const char* file :
       {"body.json", "report.txt", "checkpoint-2024.txt", "receipt.json", "annex1.pdf"}) {
    if (example.find(file) != std::string::npos) return true;
  }
  return false;
}

// A book may say no to an example for its own reasons (no such line); that it is understood, and
// asks for something well-formed, holds in every book.
TEST_F(RealServer, EveryExampleOfTheHelpIsUnderstood) {
  OpenLedger();
  const std::string script = Must({"completion", "bash"});
  // Examples name files of the source tree, and write some of their own; one reads what another
  // would have, had the leak check let it.
  folder_.Write("annex1.html", "");
  std::filesystem::create_directory_symlink(SOURCE_DIR "/deploy", folder_.File("deploy"));
  size_t tried = 0;
  for (const char* language : {"zh", "en"}) {
    std::set<std::string> done;
    std::istringstream words(script);
    for (std::string line; std::getline(words, line);) {
      const size_t end = line.find("') words=");
      if (line.rfind("    '", 0) != 0 || end == std::string::npos) continue;
      const std::string path = line.substr(5, end - 5);
      if (path.find(' ') == std::string::npos || path.find("--") != std::string::npos) continue;
      if (path.rfind("completion", 0) == 0 || !done.insert(path).second) continue;
      std::vector<std::string> help;
      std::istringstream parts(path);
      for (std::string part; parts >> part;) help.push_back(part);
      help.insert(help.end(), {"--help", "--lang", language});
      const std::vector<std::string> examples = ExamplesOf(Must(help));
      EXPECT_FALSE(examples.empty()) << path;
      for (const std::string& example : examples) {
        if (NeedsAFileOfTheReaders(example)) continue;
        const std::string command =
            "cd '" + folder_.path() +
            "' && PATH='" BINARY_DIR "/bin':\"$PATH\" OUTTURN_SERVER=" + server_.address() +
            " OUTTURN_SOURCE=test OUTTURN_ACTOR=clerk"
            " OUTTURN_UNIT=431200-136 OUTTURN_YEAR=2024 OUTTURN_CONFIG= " +
            example + " > '" + folder_.File("said") + "' 2>&1";
        const int status = std::system(command.c_str());
        EXPECT_NE(WEXITSTATUS(status), 2) << example << "\n" << folder_.Read("said");
        ++tried;
      }
    }
  }
  EXPECT_GT(tried, 60u);
}

TEST_F(RealServer, RefusalsHaveTheirOwnExitCodes) {
  OpenLedger();
  EXPECT_EQ(Outturn(Pay("Z-1", "10000.01")).code, 3);
  EXPECT_EQ(Outturn(Pay("Z-1", "1")).code, 0);
  EXPECT_EQ(Outturn(Pay("Z-1", "1")).code, 0);
  EXPECT_EQ(Outturn(Pay("Z-1", "2")).code, 4);
  auto versioned = Pay("Z-2", "1");
  versioned.insert(versioned.end(), {"--expected-version", "1"});
  EXPECT_EQ(Outturn(versioned).code, 4);
  EXPECT_EQ(Outturn({"payment", "show", "none"}).code, 6);
  EXPECT_EQ(Outturn({"report", "none"}).code, 6);
  auto long_payee = Pay("Z-3", "1");
  long_payee[11] = std::string(20'000, 'x');
  const Ran malformed = Outturn(long_payee);
  EXPECT_EQ(malformed.code, 2);
  EXPECT_THAT(malformed.err, HasSubstr("--payee"));
}

TEST_F(RealServer, AReceiptTellsTheIdThatWasMade) {
  OpenLedger();
  const auto receipt = MustJson(Pay("auto", "1"));
  EXPECT_EQ(receipt["source"], "test");
  const std::string id = receipt["external_id"];
  EXPECT_EQ(id.size(), 36u);
  EXPECT_THAT(Must({"payment", "show", id}), HasSubstr("某店"));
}

TEST_F(RealServer, MistakesAreToldInTheUnitsThatWereTyped) {
  const Ran weight = Outturn({"performance", "set",         "--id",     "I-1",      "--on",
                              "2024-01-10",  "--indicator", "S1",       "--level1", "产出指标",
                              "--level2",    "数量指标",    "--level3", "案件数",   "--kind",
                              ">=",          "--target",    "300",      "--weight", "0"});
  EXPECT_EQ(weight.code, 2);
  EXPECT_THAT(weight.err, HasSubstr("--weight：填的是“0”，应为：0.01–1000"));
}

TEST_F(RealServer, NamesNothingKnowsAreWarnedOf) {
  OpenLedger();
  const auto text = [&](const std::string& id, const std::string& form, const std::string& cell) {
    const Ran ran = Outturn({"performance", "text", "--id", id, "--on", "2024-03-01", "--form",
                             form, "--cell", cell, "--text", "说明"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.err;
  };
  EXPECT_THAT(text("T-1", "annex2", "goals_actual"), testing::IsEmpty());
  EXPECT_THAT(text("T-2", "annex2", "goal_actual"), HasSubstr("goals_actual"));
  EXPECT_THAT(text("T-3", "anex2", "goals_actual"), HasSubstr("annex2"));
  const auto declare = [&](const std::string& id, const std::string& form,
                           const std::string& figure) {
    const Ran ran = Outturn({"declaration", "file", "--id", id, "--on", "2024-12-31", "--form",
                             form, "--filed-on", "2025-03-01", "--cells",
                             "label=合计,printed=1.00,figure=" + figure});
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.err;
  };
  EXPECT_THAT(declare("D-1", "report text", "paid"), testing::IsEmpty());
  EXPECT_THAT(declare("D-2", "annex1", "payd"), HasSubstr("paid"));
  EXPECT_THAT(declare("D-3", "anex1", "paid"), HasSubstr("annex1"));
}

TEST_F(RealServer, TellsWhichFieldMakesAMessageTooLarge) {
  folder_.Write("body.json", R"({"line":"BG","payee":")" + std::string(6 << 20, 'x') + "\"}");
  const Ran ran = Outturn({"payment", "make", "--id", "Z-1", "--on", "2024-03-05", "--json",
                           "body.json", "--amount", "1"});
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("最大的是 --payee（收款人），6144 KiB"));
}

TEST_F(RealServer, ADryRunLeavesTheBookAsItIs) {
  OpenLedger();
  const auto before = MustJson({"book", "status"});
  auto dry = Pay("Z-1", "1");
  dry.push_back("--dry-run");
  Must(dry);
  auto refused = Pay("Z-1", "20000");
  refused.push_back("--dry-run");
  EXPECT_EQ(Outturn(refused).code, 3);
  EXPECT_EQ(MustJson({"book", "status"})["root"], before["root"]);
}

// A table without what differs from one book to the next: when its events were recorded, and the
// root over that.
std::string WithoutProvenance(const std::string& table) {
  std::istringstream lines(table);
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("所据事项：", 0) == 0 || line.rfind("根哈希：", 0) == 0) continue;
    kept += line + "\n";
  }
  return kept;
}

// tests/cli/sample/NAME.txt; OUTTURN_WRITE_GOLDEN=1 writes them anew, to be read before they are
// committed.
void ExpectAsWritten(const std::string& name, const std::string& table) {
  const std::string path = SOURCE_DIR "/tests/cli/sample/" + name + ".txt";
  if (std::getenv("OUTTURN_WRITE_GOLDEN") != nullptr) std::ofstream(path) << table;
  std::ifstream file(path);
  EXPECT_EQ(table, std::string(std::istreambuf_iterator<char>(file), {})) << path;
}

TEST_F(RealServer, TheSampleYearImportsAndImportsAgain) {
  std::vector<std::string> words = {"import"};
  for (const std::string& file : SampleFiles()) words.push_back(file);
  const auto sum = [](const nlohmann::json& summary, const char* name) {
    uint64_t total = 0;
    for (const auto& file : summary) total += file[name].get<uint64_t>();
    return total;
  };
  const auto first = MustJson(words);
  EXPECT_EQ(sum(first, "recorded"), 1025u);
  EXPECT_EQ(sum(first, "rows"), 1025u);
  EXPECT_EQ(sum(first, "rejected"), 0u);
  const auto book = MustJson({"book", "status"});
  server_.Crash();
  ASSERT_NE(server_.address(), "");
  const auto again = MustJson(words);
  EXPECT_EQ(sum(again, "recorded"), 0u);
  EXPECT_EQ(sum(again, "already_recorded"), 1025u);
  EXPECT_EQ(MustJson({"book", "status"})["root"], book["root"]);

  for (const std::string form : {"annex1", "annex2", "execution"}) {
    for (const std::string day : {"2024-07-31", "2024-12-31"}) {
      ExpectAsWritten(form + "-" + day,
                      WithoutProvenance(Must({"report", "show", form, "--as-of", day})));
    }
  }
  ExpectAsWritten("reconciliation", WithoutProvenance(Must({"report", "show", "reconciliation"})));

  EXPECT_THAT(Must({"ledger", "list"}), HasSubstr("431200-136"));
  EXPECT_THAT(Must({"policy", "list"}), HasSubstr("hunan-2024@1"));
  EXPECT_THAT(Must({"report", "list"}), HasSubstr("annex1"));
  EXPECT_THAT(Must({"report", "annex1"}), HasSubstr("18.79"));
  EXPECT_EQ(MustJson({"report", "annex2"})["form"], "annex2");
  EXPECT_THAT(Must({"report", "show", "annex2"}), HasSubstr("1922.75"));
  EXPECT_THAT(Must({"report", "execution", "--as-of", "2024-07-31", "--format", "csv"}),
              HasSubstr("\r\n"));
  EXPECT_THAT(Must({"figure", "list"}), HasSubstr("paid"));
  EXPECT_THAT(Must({"figure", "show", "paid"}), HasSubstr("1922.75  万元"));
  EXPECT_THAT(Must({"report", "list"}), HasSubstr("（2024年度）"));
  EXPECT_THAT(Must({"report", "list"}), testing::Not(HasSubstr("{")));
  EXPECT_THAT(Must({"report", "list", "--lang", "en"}), testing::Not(HasSubstr("{")));
  EXPECT_THAT(Must({"performance", "list"}), HasSubstr("法律援助"));
  const auto events = MustJson({"event", "list", "--kind", "支付", "--class", "302"});
  EXPECT_GT(events.size(), 100u);
  EXPECT_THAT(Must({"event", "show", "2"}), HasSubstr("ZT2024-0001"));
  EXPECT_EQ(Outturn({"event", "show", "100000"}).code, 6);
}

}  // namespace
}  // namespace outturn::cli
