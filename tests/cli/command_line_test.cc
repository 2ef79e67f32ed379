// The built program against a server that only pretends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "outturn/v1/audit.grpc.pb.h"
#include "tests/cli/program.h"
#include "tests/client/fake_server.h"

namespace outturn::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class FakeEvents : public v1::Events::Service {
 public:
  grpc::Status ListEvents(grpc::ServerContext*, const v1::ListEventsRequest* request,
                          v1::ListEventsReply* reply) override {
    requests.push_back(*request);
    const int from = request->page_token().empty() ? 1 : std::stoi(request->page_token());
    const int size = std::min<int>(static_cast<int>(request->page_size()), 10);
    for (int i = from; i < from + size && i <= 25; ++i) {
      v1::Event* event = reply->add_events();
      event->set_position(i);
      event->mutable_command()->mutable_header()->set_effective_on(20240731);
      event->mutable_command()->mutable_payment()->set_amount_fen(i * 100);
    }
    if (from + size <= 25) reply->set_next_page_token(std::to_string(from + size));
    return grpc::Status::OK;
  }
  std::vector<v1::ListEventsRequest> requests;
};

class FakeReports : public v1::Reports::Service {
 public:
  grpc::Status GetReport(grpc::ServerContext*, const v1::GetReportRequest* request,
                         v1::GetReportReply* reply) override {
    last = *request;
    if (request->form() == "none") return {grpc::StatusCode::NOT_FOUND, "没有这张表"};
    reply->set_content("附件1\n");
    return grpc::Status::OK;
  }
  v1::GetReportRequest last;
};

// Of a book whose events do not give its figures.
class FakeAudit : public v1::Audit::Service {
 public:
  grpc::Status Diff(grpc::ServerContext*, const v1::DiffRequest* request,
                    v1::DiffReply* reply) override {
    reply->set_content("变动\n");
    reply->set_adds_up(request->names(0) == "paid");
    return grpc::Status::OK;
  }
  grpc::Status Reconcile(grpc::ServerContext*, const v1::ReconcileRequest* request,
                         v1::ReconcileReply* reply) override {
    reply->set_content("对照\n");
    reply->set_adds_up(request->form() == "annex1");
    return grpc::Status::OK;
  }
};

class CommandLine : public testing::Test {
 protected:
  Ran Outturn(std::vector<std::string> arguments, std::map<std::string, std::string> more = {},
              const std::string& input = "") {
    std::map<std::string, std::string> environment = {{"OUTTURN_SERVER", server_.address()},
                                                      {"OUTTURN_SOURCE", "test"},
                                                      {"OUTTURN_ACTOR", "clerk"},
                                                      {"OUTTURN_UNIT", "145001"}};
    for (const auto& [name, value] : more) environment[name] = value;
    return RunProgram("outturn", arguments, folder_, environment, input);
  }

  std::vector<std::string> Pay(std::vector<std::string> more) {
    std::vector<std::string> words = {
        "payment",          "make",  "--id",    "Z-1",  "--on",      "2024-07-31", "--line", "P-01",
        "--economic-class", "30201", "--payee", "某店", "--voucher", "V-1"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  Folder folder_;
  client::FakeRecorder recorder_;
  FakeEvents events_;
  FakeReports reports_;
  FakeAudit audit_;
  client::FakeServer server_{{&recorder_, &events_, &reports_, &audit_}};
};

const char kHeader[] = "支付单号,日期,指标编码,经济分类,金额,收款人,凭证号\n";

TEST_F(CommandLine, HelpBeginsWithExamplesInBothLanguages) {
  const Ran zh = Outturn({"payment", "make", "--help"});
  EXPECT_EQ(zh.code, 0);
  EXPECT_THAT(zh.out, StartsWith("例：\n  outturn payment make --id"));
  EXPECT_THAT(zh.out, HasSubstr("金额；必填"));
  const Ran en = Outturn({"payment", "make", "--help"}, {{"LANG", "en_GB.UTF-8"}});
  EXPECT_THAT(en.out, StartsWith("Examples:\n  outturn payment make --id"));
  EXPECT_THAT(en.out, HasSubstr("amount; required"));
  EXPECT_THAT(Outturn({"--help", "--lang", "en"}).out, HasSubstr("Exit codes:"));
}

TEST_F(CommandLine, HelpOfAGroupShowsAnExampleOfEachOfItsCommands) {
  const std::string help = Outturn({"monitor", "--help", "--lang", "en"}).out;
  EXPECT_THAT(help, StartsWith("Examples:\n  outturn monitor unit "));
  EXPECT_THAT(help, HasSubstr("\n  outturn monitor ranking "));
  EXPECT_THAT(help, Not(HasSubstr("outturn import")));
}

TEST_F(CommandLine, APaymentIsRecordedAndItsReceiptPrinted) {
  const Ran ran = Outturn(Pay({"--amount", "1,234.56", "--procurement", "--method", "实拨",
                               "--commitment", "contracts/HT-7", "--document", "某财〔2024〕1号"}));
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("76543.21"));
  EXPECT_THAT(ran.out, HasSubstr("2024-12-31"));
  ASSERT_EQ(recorder_.commands().size(), 1u);
  const v1::Command& command = recorder_.commands()[0];
  EXPECT_EQ(command.header().source(), "test");
  EXPECT_EQ(command.header().year(), 2024);
  EXPECT_EQ(command.header().document_number(), "某财〔2024〕1号");
  EXPECT_EQ(command.payment().amount_fen(), 123456);
  EXPECT_TRUE(command.payment().procurement());
  EXPECT_EQ(command.payment().method(), v1::TRANSFER);
  EXPECT_EQ(command.payment().commitment().source(), "contracts");
}

TEST_F(CommandLine, ARepeatedPaymentIsToldAndNotDoubled) {
  EXPECT_EQ(Outturn(Pay({"--amount", "1"})).code, 0);
  const Ran again = Outturn(Pay({"--amount", "1"}));
  EXPECT_EQ(again.code, 0);
  EXPECT_THAT(again.err, HasSubstr("没有重复记录"));
  const Ran other = Outturn(Pay({"--amount", "2"}));
  EXPECT_EQ(other.code, 4);
  EXPECT_THAT(other.err, HasSubstr("ID_REUSED"));
  EXPECT_EQ(recorder_.commands().size(), 1u);
}

TEST_F(CommandLine, ExitCodesTellWhatHappened) {
  EXPECT_EQ(Outturn(Pay({"--amount", "1000001"})).code, 3);
  EXPECT_EQ(Outturn({"report", "none", "--year", "2024"}).code, 6);
  EXPECT_EQ(Outturn({"payment", "make"}).code, 2);
  EXPECT_EQ(Outturn({"book", "status"}).code, 1);  // the pretended server has no such service
  const Ran nobody =
      Outturn({"book", "status", "--timeout", "1"}, {{"OUTTURN_SERVER", "127.0.0.1:1"}});
  EXPECT_EQ(nobody.code, 5);
  EXPECT_THAT(nobody.err, HasSubstr("127.0.0.1:1"));
}

// The lines of a text between two marks that begin with a number, as "number words".
std::vector<std::string> Numbered(const std::string& text, const std::string& from, char mark) {
  std::vector<std::string> rows;
  std::istringstream lines(text.substr(std::min(text.find(from), text.size())));
  for (std::string line; std::getline(lines, line);) {
    std::string row;
    for (const char c : line) {
      const bool blank = c == ' ' || c == mark;
      if (!blank || (!row.empty() && row.back() != ' ')) row += blank ? ' ' : c;
    }
    while (!row.empty() && row.back() == ' ') row.pop_back();
    if (!row.empty() && row.front() >= '0' && row.front() <= '9') rows.push_back(row);
  }
  return rows;
}

TEST_F(CommandLine, TheHelpAndTheReadmeNameTheSameExitCodes) {
  const std::string help = Outturn({"--help", "--lang", "en"}, {{"COLUMNS", "200"}}).out;
  const auto told = Numbered(help, "Exit codes:", ' ');
  ASSERT_EQ(told.size(), 14u) << help;
  for (size_t code = 0; code < told.size(); ++code) {
    EXPECT_THAT(told[code], StartsWith(std::to_string(code) + " "));
  }
  std::ifstream file(std::string(SOURCE_DIR) + "/clients/README.md");
  const std::string readme(std::istreambuf_iterator<char>(file), {});
  EXPECT_EQ(Numbered(readme, "| exit code | says |", '|'), told);
  EXPECT_EQ(Numbered(Outturn({"--help", "--lang", "zh"}).out, "退出码", ' ').size(), 14u);
}

TEST_F(CommandLine, NamesTheFlagThatIsMissingOrWrong) {
  const Ran missing = Outturn({"payment", "make", "--id", "Z", "--on", "2024-01-02"});
  EXPECT_THAT(missing.err, HasSubstr("--line（预算指标）、--economic-class（经济分类）、--amount"));
  const Ran wrong = Outturn(Pay({"--amount", "1.234"}));
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("--amount 是“1.234”，应为最多两位小数"));
  auto malformed = Pay({"--amount", "1"});
  malformed[11] = "malformed";
  const Ran told = Outturn(malformed);
  EXPECT_EQ(told.code, 2);
  EXPECT_THAT(told.err, HasSubstr("--payee：no such payee"));
  EXPECT_THAT(Outturn({"paymnet", "make"}).err, HasSubstr("是否为 payment"));
  EXPECT_THAT(Outturn({"payment", "make", "--amuont", "1"}).err, HasSubstr("是否为 --amount"));
  EXPECT_TRUE(recorder_.commands().empty());
}

TEST_F(CommandLine, ADryRunRecordsNothing) {
  const Ran ran = Outturn(Pay({"--amount", "1", "--dry-run"}));
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("未入账"));
  EXPECT_TRUE(recorder_.commands().empty());
}

TEST_F(CommandLine, AutoMakesANewIdEachTime) {
  auto words = Pay({"--amount", "1"});
  words[3] = "auto";
  EXPECT_EQ(Outturn(words).code, 0);
  EXPECT_EQ(Outturn(words).code, 0);
  ASSERT_EQ(recorder_.commands().size(), 2u);
  EXPECT_EQ(recorder_.commands()[0].header().external_id().size(), 36u);
}

TEST_F(CommandLine, ReadsListsJsonAndFiles) {
  EXPECT_EQ(Outturn({"budget", "vire", "--id", "T-1", "--on", "20240601", "--cause", "own decision",
                     "--legs", "line=A,direction=out,amount=12,345.00", "--legs",
                     "line=B,direction=in,amount=12345"})
                .code,
            0);
  EXPECT_EQ(recorder_.commands().at(0).virement().legs(0).amount_fen(), 1234500);
  folder_.Write("policy.json", R"({"id":"p","version":1})");
  EXPECT_EQ(
      Outturn({"policy", "adopt", "--id", "A", "--on", "20240101", "--file", "policy.json"}).code,
      0);
  EXPECT_EQ(recorder_.commands().at(1).policy_adopted().policy().id(), "p");
  EXPECT_EQ(recorder_.commands().at(1).header().unit(), "");
  const Ran piped = Outturn(
      {"declaration", "file", "--id", "D", "--on", "20250110", "--json", "-", "--form", "annex1"},
      {}, R"({"filed_on":20250110,"cells":[{"label":"x","printed":"1"}]})");
  EXPECT_EQ(piped.code, 0) << piped.err;
  EXPECT_EQ(recorder_.commands().at(2).declaration().form(), "annex1");
  EXPECT_EQ(recorder_.commands().at(2).declaration().cells_size(), 1);
  EXPECT_EQ(Outturn({"budget", "cut", "--id", "C", "--on", "20240101", "--json", "none.json"}).code,
            2);
}

// Another book's address may stand in the file that was meant.
TEST_F(CommandLine, DoesNothingWithoutTheConfigurationFileThatWasNamed) {
  const Ran ran = Outturn(Pay({"--amount", "1", "--config", folder_.File("none.ini")}));
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("none.ini"));
  EXPECT_TRUE(recorder_.commands().empty());
}

TEST_F(CommandLine, AFlagWinsOverTheEnvironmentAndThatOverTheFile) {
  folder_.Write("my.ini", "# mine\nactor = file\nsource = file\nunit=file\ncolour=red\n");
  const std::string config = "OUTTURN_CONFIG";
  auto words = Pay({"--amount", "1", "--source", "flag"});
  const Ran ran = RunProgram("outturn", words, folder_,
                             {{config, folder_.File("my.ini")},
                              {"OUTTURN_SERVER", server_.address()},
                              {"OUTTURN_SOURCE", "environment"},
                              {"OUTTURN_ACTOR", "environment"}});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("colour"));
  const v1::Header& header = recorder_.commands().at(0).header();
  EXPECT_EQ(header.source(), "flag");
  EXPECT_EQ(header.actor(), "environment");
  EXPECT_EQ(header.unit(), "file");
}

TEST_F(CommandLine, TheReceiptComesAsJsonToo) {
  const Ran ran = Outturn(Pay({"--amount", "1", "--format", "json"}));
  const auto receipt = nlohmann::json::parse(ran.out);
  EXPECT_EQ(receipt["outcome"]["headroom_fen"], "7654321");
  EXPECT_THAT(ran.err, IsEmpty());
}

TEST_F(CommandLine, AReportsBytesGoToStandardOutputAsTheyAre) {
  const Ran ran = Outturn({"report", "annex1", "--year", "2024", "--as-of", "2024年7月31日",
                           "--known-at", "7", "--format", "csv", "--lang", "en"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, "附件1\n");
  EXPECT_EQ(reports_.last.as_of(), 20240731);
  EXPECT_EQ(reports_.last.known_at(), 7u);
  EXPECT_EQ(reports_.last.format(), v1::CSV);
  EXPECT_EQ(reports_.last.language(), v1::EN);
  EXPECT_EQ(reports_.last.ledger().unit(), "145001");
  EXPECT_EQ(Outturn({"report", "show", "annex2", "--year", "2024"}).code, 0);
  EXPECT_EQ(reports_.last.form(), "annex2");
  EXPECT_EQ(Outturn({"report", "annex1"}).code, 2);
}

TEST_F(CommandLine, EventsArePagedUpToTheLimit) {
  const Ran all = Outturn({"event", "list", "--format", "json"});
  EXPECT_EQ(nlohmann::json::parse(all.out).size(), 25u);
  const Ran some = Outturn({"event", "list", "--format", "csv", "--limit", "12"});
  EXPECT_EQ(std::count(some.out.begin(), some.out.end(), '\n'), 13);
  events_.requests.clear();
  for (const char* none : {"0", "-1"}) {
    const Ran ran = Outturn({"event", "list", "--limit", none});
    EXPECT_EQ(ran.code, 2) << none;
    EXPECT_THAT(ran.err, HasSubstr("--limit"));
  }
  EXPECT_TRUE(events_.requests.empty());
  EXPECT_EQ(Outturn({"event", "list", "--unit", "145001", "--year", "2024", "--kind", "支付",
                     "--class", "302", "--from", "2024-07-01", "--recorded-from", "2024-07-31",
                     "--recorded-to", "2024-07-31", "--id", "Z-1"})
                .code,
            0);
  const v1::ListEventsRequest& request = events_.requests.at(0);
  EXPECT_EQ(request.ledger().year(), 2024);
  EXPECT_EQ(request.kinds(0), "payment");
  EXPECT_EQ(request.economic_class(), "302");
  EXPECT_EQ(request.effective_from(), 20240701);
  EXPECT_EQ(request.recorded_from_us(), 1'722'355'200'000'000);  // 2024-07-30T16:00:00Z
  EXPECT_EQ(request.recorded_to_us() - request.recorded_from_us(), 86'400'000'000 - 1);
}

TEST_F(CommandLine, EventsAreListedByTheInstantsOfTheirRecording) {
  const auto list = [&](const std::string& from, const std::string& to) {
    events_.requests.clear();
    return Outturn({"event", "list", "--recorded-from", from, "--recorded-to", to, "--limit", "1"});
  };
  EXPECT_EQ(list("2024-07-31 12:00", "2024-07-31T04:00:01.5Z").code, 0);
  constexpr int64_t kNoon = 1'722'398'400'000'000;  // 2024-07-31T04:00:00Z
  EXPECT_EQ(events_.requests.at(0).recorded_from_us(), kNoon);
  EXPECT_EQ(events_.requests.at(0).recorded_to_us(), kNoon + 1'500'000);
  EXPECT_EQ(list("2024年7月31日", "20240731").code, 0) << "days as they are written elsewhere";
  constexpr int64_t kMidnight = kNoon - 12 * 3'600'000'000;
  EXPECT_EQ(events_.requests.at(0).recorded_from_us(), kMidnight);
  EXPECT_EQ(events_.requests.at(0).recorded_to_us(), kMidnight + 86'400'000'000 - 1);
  const Ran wrong = list("2024-07-31", "2024-07-31 25:00");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("--recorded-to"));
}

TEST_F(CommandLine, AFolderIsNoFileAndAKeyThatIsNoneSaysWhy) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"verify", ".", "--key", "x"},
                                             {"report", "fill", "."},
                                             {"payment", "make", "--json", ".", "--id", "1"},
                                             {"report", "annex1", "--known-at", "@."}}) {
    EXPECT_EQ(Outturn(arguments).code, 2) << arguments[0] << " " << arguments[1];
  }
  const Ran ran =
      Outturn({"verify", folder_.Write("some.pack", "x"), "--key", "foo", "--lang", "en"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("NAME+ID+KEY"));
}

TEST_F(CommandLine, EventsThatDoNotAddUpToAChangeAreAFailure) {
  const auto ask = [&](const std::string& verb, const std::string& of) {
    return Outturn({verb, of, "--year", "2024", "--lang", "en"});
  };
  EXPECT_EQ(ask("diff", "paid").code, 0);
  EXPECT_EQ(ask("reconcile", "annex1").code, 0);
  for (const Ran& ran : {ask("diff", "received"), ask("reconcile", "annex2")}) {
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("do not add up"));
    EXPECT_FALSE(ran.out.empty()) << "what there is to see is shown all the same";
  }
}

TEST_F(CommandLine, AnImportReportsAndWritesEveryRejectedRow) {
  folder_.Write("p.csv", std::string(kHeader) +
                             "Z-1,2024-03-05,P,30201,1.00,某店,V\n"
                             "Z-2,2024-03-05,P,30201,1.005,某店,V\n"
                             "Z-3,2024-03-05,P,30201,2000000,某店,V\n"
                             "Z-4,2024-03-05,P,30201,1,malformed,V\n"
                             "Z-5,2024-03-05,P,30201,5.00,\"两\n行\",V\n"
                             "Z-6,2024-13-05,P,30201,6.00,,V\n");
  const Ran ran = Outturn({"import", "p.csv"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("p.csv 第 3 行：“金额”是“1.005”，应为最多两位小数"));
  EXPECT_THAT(ran.err, HasSubstr("p.csv 第 4 行：over the budget（OVER_BUDGET）"));
  EXPECT_THAT(ran.err, HasSubstr("p.csv 第 5 行：收款人：no such payee（MALFORMED）"));
  EXPECT_THAT(ran.err, HasSubstr("p.csv 第 7 行：“日期”是“2024-13-05”"));
  EXPECT_LT(ran.err.find("第 3 行"), ran.err.find("第 4 行"));
  EXPECT_LT(ran.err.find("第 5 行"), ran.err.find("第 7 行"));
  EXPECT_EQ(recorder_.commands().size(), 2u);

  std::string rejects = folder_.Read("p.rejects.csv");
  EXPECT_THAT(rejects, HasSubstr("凭证号,错误\r\nZ-2,2024-03-05,P,30201,1.005,某店,V,"));
  for (const auto& [wrong, right] :
       std::map<std::string, std::string>{{"30201,1.005", "30201,1.00"},
                                          {"2000000", "2"},
                                          {"malformed,V", "某店,V"},
                                          {"2024-13-05", "2024-12-05"},
                                          {"6.00,,V", "6.00,某店,V"}}) {
    ASSERT_NE(rejects.find(wrong), std::string::npos) << rejects;
    rejects.replace(rejects.find(wrong), wrong.size(), right);
  }
  folder_.Write("p.rejects.csv", rejects);
  const Ran corrected = Outturn({"import", "p.rejects.csv"});
  EXPECT_EQ(corrected.code, 0) << corrected.err;
  EXPECT_EQ(recorder_.commands().size(), 6u);
  EXPECT_FALSE(folder_.Has("p.rejects.rejects.csv"));
}

TEST_F(CommandLine, ImportingAgainChangesNothingAndOverwritesNoRejects) {
  folder_.Write("p.csv", std::string(kHeader) +
                             "Z-1,2024-03-05,P,30201,1.00,某店,V\nZ-2,x,P,30201,1,某店,V\n");
  EXPECT_EQ(Outturn({"import", "p.csv"}).code, 3);
  const Ran again = Outturn({"import", "p.csv", "--format", "json"});
  const auto summary = nlohmann::json::parse(again.out)[0];
  EXPECT_EQ(summary["recorded"], 0);
  EXPECT_EQ(summary["already_recorded"], 1);
  EXPECT_EQ(summary["rejected"], 1);
  EXPECT_THAT(summary["rejects"].get<std::string>(), HasSubstr("p.rejects-2.csv"));
  EXPECT_EQ(Outturn({"import", "p.rejects.csv"}).code, 3);
  EXPECT_EQ(Outturn({"import", "p.rejects-2.csv"}).code, 3);
  EXPECT_TRUE(folder_.Has("p.rejects-3.csv"));
  EXPECT_TRUE(folder_.Has("p.rejects-4.csv"));
  EXPECT_EQ(Outturn({"import", "p.csv", "--dry-run"}).code, 3);
  EXPECT_FALSE(folder_.Has("p.rejects-5.csv")) << "a dry run writes nothing";
  EXPECT_EQ(recorder_.commands().size(), 1u);
}

TEST_F(CommandLine, NothingIsImportedWhereRejectsCannotBeWritten) {
  folder_.Write("p.csv", std::string(kHeader) +
                             "Z-1,2024-03-05,P,30201,1.00,某店,V\nZ-2,x,P,30201,1,某店,V\n");
  const Ran ran = Outturn({"import", "p.csv", "--rejects", "nowhere/r.csv"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("nowhere/r.csv"));
  EXPECT_THAT(ran.out, IsEmpty());
  EXPECT_TRUE(recorder_.commands().empty());
  folder_.Write("good.csv", std::string(kHeader) + "Z-1,2024-03-05,P,30201,1.00,某店,V\n");
  const Ran itself = Outturn({"import", "good.csv", "--rejects", "./good.csv"});
  EXPECT_EQ(itself.code, 2);
  EXPECT_THAT(itself.err, HasSubstr("拒绝的行应写入另一个文件"));
  EXPECT_EQ(Outturn({"import", "good.csv", "--rejects", "r.csv"}).code, 0);
  EXPECT_FALSE(folder_.Has("r.csv")) << "nothing was rejected";
}

TEST_F(CommandLine, AHeaderOfIdIsTheExternalId) {
  folder_.Write("p.csv",
                "id,日期,指标编码,经济分类,金额,收款人,凭证号\nZ-9,2024-03-05,P,30201,1,某店,V\n");
  EXPECT_EQ(Outturn({"import", "p.csv", "--kind", "payment"}).code, 0);
  ASSERT_EQ(recorder_.commands().size(), 1u);
  EXPECT_EQ(recorder_.commands()[0].header().external_id(), "Z-9");
}

TEST_F(CommandLine, NoFileIsImportedWhereOneIsMissing) {
  folder_.Write("a.csv", std::string(kHeader) + "Z-1,2024-03-05,P,30201,1.00,某店,V\n");
  folder_.Write("z.csv", std::string(kHeader) + "Z-2,2024-03-05,P,30201,1.00,某店,V\n");
  folder_.Write("w.doc", "x");
  const Ran ran = Outturn({"import", "a.csv", "none.csv", "w.doc", "z.csv"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("没有文件 none.csv"));
  EXPECT_THAT(ran.err, HasSubstr("w.doc：看不出文件类型"));
  EXPECT_THAT(ran.err, HasSubstr("各文件均未导入"));
  EXPECT_TRUE(recorder_.commands().empty());
  folder_.Write("bad.csv", "颜色\n红\n");
  const Ran stopped = Outturn({"import", "a.csv", "bad.csv", "z.csv"});
  EXPECT_EQ(stopped.code, 2);
  EXPECT_THAT(stopped.err, HasSubstr("其后的文件没有导入： z.csv"));
}

TEST_F(CommandLine, AFileWithoutRowsSaysSo) {
  folder_.Write("p.csv", kHeader);
  const Ran ran = Outturn({"import", "p.csv"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.err, HasSubstr("p.csv：没有数据行（0 行）"));
}

TEST_F(CommandLine, AnAmountThatTheServerRefusesIsToldInYuan) {
  auto words = Pay({"--amount", "12.5"});
  words[11] = "poor";
  const Ran ran = Outturn(words);
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("--amount：填的是“12.50”，应为：另一个金额"));
  folder_.Write("p.csv", std::string(kHeader) + "Z-1,2024-03-05,P,30201,12.50,poor,V\n");
  EXPECT_THAT(Outturn({"import", "p.csv"}).err, HasSubstr("金额：填的是“12.50”，应为：另一个金额"));
}

TEST_F(CommandLine, EventsAreThoseOfTheLedgerOfTheSettings) {
  const std::map<std::string, std::string> year = {{"OUTTURN_YEAR", "2024"}};
  EXPECT_EQ(Outturn({"event", "list"}, year).code, 0);
  EXPECT_EQ(events_.requests.back().ledger().unit(), "145001");
  EXPECT_EQ(events_.requests.back().ledger().year(), 2024);
  EXPECT_EQ(Outturn({"event", "list", "--year", "2023"}, year).code, 0);
  EXPECT_EQ(events_.requests.back().ledger().year(), 2023);
  EXPECT_EQ(Outturn({"event", "list", "--whole-book"}, year).code, 0);
  EXPECT_FALSE(events_.requests.back().has_ledger());
  EXPECT_EQ(Outturn({"event", "list"}).code, 0);
  EXPECT_FALSE(events_.requests.back().has_ledger());
  EXPECT_EQ(Outturn({"event", "list", "--whole-book", "--unit", "1", "--year", "2024"}).code, 2);
}

TEST_F(CommandLine, TheHeadOfALongListStandsOnce) {
  const Ran ran = Outturn({"event", "list", "--lang", "en"});  // three pages
  const size_t head = ran.out.find("position");
  ASSERT_NE(head, std::string::npos);
  EXPECT_EQ(ran.out.find("position", head + 1), std::string::npos);
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 27);
  EXPECT_THAT(ran.out, HasSubstr("\n       9  2024-07-31"));
  EXPECT_THAT(ran.out, HasSubstr("\n      25  2024-07-31"));
}

TEST_F(CommandLine, NoServerIsSaidInPlainWordsAndSoon) {
  const auto start = std::chrono::steady_clock::now();
  const Ran ran = Outturn({"book", "status"}, {{"OUTTURN_SERVER", "127.0.0.1:1"}});
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(6));
  EXPECT_EQ(ran.code, 5);
  EXPECT_THAT(ran.err, HasSubstr("该地址没有服务在运行"));
  EXPECT_THAT(ran.err, HasSubstr("outturn-server --data"));
  EXPECT_THAT(ran.err, Not(HasSubstr("failed to connect")));
}

TEST_F(CommandLine, ProgressIsTellableWithoutATerminal) {
  std::string text = kHeader;
  for (int i = 0; i < 3'000; ++i) {
    text += "Z-" + std::to_string(i) + ",2024-03-05,P,30201,1.00,某店,V\n";
  }
  folder_.Write("slow.csv", text);
  recorder_.pause_ms = 700;  // a batch
  const Ran asked = Outturn({"import", "slow.csv", "--progress"});
  EXPECT_THAT(asked.err, HasSubstr("slow.csv：已读 "));
  EXPECT_THAT(asked.err, Not(HasSubstr("\x1b")));
  recorder_.pause_ms = 0;
  EXPECT_THAT(Outturn({"import", "slow.csv"}).err, IsEmpty());
}

TEST_F(CommandLine, ImportsNdjsonAndItsRejects) {
  const std::string good =
      R"({"header":{"external_id":"Z-1","effective_on":20240305},"payment":{"amount_fen":"100"}})";
  folder_.Write("e.ndjson", good + "\nbroken\n{\"payment\":{\"colour\":1}}\n");
  const Ran ran = Outturn({"import", "e.ndjson"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("e.ndjson 第 2 行"));
  EXPECT_THAT(folder_.Read("e.rejects.ndjson"), HasSubstr(R"("line":"broken"})"));
  EXPECT_EQ(recorder_.commands().size(), 1u);
}

TEST_F(CommandLine, AnImportSurvivesALostAnswer) {
  folder_.Write("p.csv", std::string(kHeader) + "Z-1,2024-03-05,P,30201,1.00,某店,V\n");
  recorder_.lose_answers = 1;
  EXPECT_EQ(Outturn({"import", "p.csv"}).code, 0);
  EXPECT_EQ(recorder_.commands().size(), 1u);
}

TEST_F(CommandLine, AnImportWithoutAServerSaysFromWhereOn) {
  folder_.Write("p.csv", std::string(kHeader) +
                             "Z-1,bad,P,30201,1.00,某店,V\nZ-2,2024-03-05,P,30201,1,某店,V\n");
  const Ran ran =
      Outturn({"import", "p.csv", "--timeout", "1"}, {{"OUTTURN_SERVER", "127.0.0.1:1"}});
  EXPECT_EQ(ran.code, 5);
  EXPECT_THAT(ran.err, HasSubstr("从第 3 行起"));
}

TEST_F(CommandLine, AnImportRefusesFilesItCannotTake) {
  EXPECT_EQ(Outturn({"import", "none.csv"}).code, 2);
  folder_.Write("p.bin", "x");
  EXPECT_THAT(Outturn({"import", "p.bin"}).err, HasSubstr("--type"));
  folder_.Write("empty.csv", "");
  EXPECT_EQ(Outturn({"import", "empty.csv"}).code, 2);
  folder_.Write("odd.csv", "支付单号,收款入\n");
  const Ran odd = Outturn({"import", "odd.csv", "--kind", "支付"});
  EXPECT_EQ(odd.code, 2);
  EXPECT_THAT(odd.err, HasSubstr("收款人"));
  EXPECT_EQ(Outturn({"import", "odd.csv", "--kind", "nothing"}).code, 2);
  EXPECT_EQ(Outturn({"import", "odd.csv", "--encoding", "latin1"}).code, 2);
}

TEST_F(CommandLine, ImportsTenThousandRowsAndADryRunNone) {
  std::string text = kHeader;
  for (int i = 0; i < 10'000; ++i) {
    text += "Z-" + std::to_string(i) + ",2024-03-05,P,30201,1.00,某店,V\n";
  }
  folder_.Write("big.csv", text);
  EXPECT_EQ(Outturn({"import", "big.csv", "--dry-run"}).code, 0);
  EXPECT_TRUE(recorder_.commands().empty());
  const Ran ran = Outturn({"import", "big.csv", "--format", "csv", "--lang", "en"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("big.csv,10000,10000,0,0,0,"));
  EXPECT_EQ(recorder_.commands().size(), 10'000u);
  EXPECT_EQ(recorder_.commands()[9'999].header().external_id(), "Z-9999");
}

TEST_F(CommandLine, NothingButDataGoesToStandardOutput) {
  const Ran ran = Outturn({"event", "list", "--format", "nonsense"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.out, IsEmpty());
  EXPECT_THAT(ran.err, Not(HasSubstr("\x1b")));
}

TEST_F(CommandLine, CompletionIsAScriptThatBashCanRun) {
  const Ran script = Outturn({"completion", "bash"});
  ASSERT_EQ(script.code, 0);
  folder_.Write("try.sh", script.out +
                              "COMP_WORDS=(outturn payment make --meth); COMP_CWORD=3; _outturn\n"
                              "echo \"${COMPREPLY[@]}\"\n"
                              "COMP_WORDS=(outturn bud); COMP_CWORD=1; _outturn\n"
                              "echo \"${COMPREPLY[@]}\"\n"
                              "COMP_WORDS=(outturn budget cut --cause S); COMP_CWORD=4; _outturn\n"
                              "echo \"${COMPREPLY[@]}\"\n");
  const Folder streams;
  const std::string command =
      "bash '" + folder_.File("try.sh") + "' > '" + streams.File("out") + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(streams.Read("out"), "--method\nbudget\nSTATE_POLICY SUPERIOR_TASK\n");
}

}  // namespace
}  // namespace outturn::cli
