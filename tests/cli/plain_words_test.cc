// The built program against a server that takes no writes, and given what it cannot take: each says
// one thing, in words of the reader's language.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/program.h"
#include "tests/client/fake_server.h"

namespace outturn::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class PlainWords : public testing::Test {
 protected:
  Ran Outturn(const std::vector<std::string>& arguments) {
    return RunProgram("outturn", arguments, folder_,
                      {{"OUTTURN_SERVER", server_.address()},
                       {"OUTTURN_SOURCE", "test"},
                       {"OUTTURN_ACTOR", "clerk"},
                       {"OUTTURN_UNIT", "145001"}});
  }

  Folder folder_;
  client::FakeRecorder recorder_;
  client::FakeServer server_{{&recorder_}};
};

const char kHeader[] = "支付单号,日期,指标编码,经济分类,金额,收款人,凭证号\n";

TEST_F(PlainWords, TheServersHelpIsInTheLanguageAskedFor) {
  const auto help = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"--help"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ran ran = RunProgram("outturn-server", arguments, folder_, {{"OUTTURN_LANG", "zh"}});
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.out;
  };
  EXPECT_THAT(help({"--lang", "en"}),
              AllOf(HasSubstr("data folder; made"), HasSubstr("Exit codes:")));
  EXPECT_EQ(help({"--lang=en"}), help({"--lang", "en"}));
  const std::string zh = help({});
  EXPECT_THAT(zh,
              AllOf(HasSubstr("数据目录；没有则建立"), HasSubstr("退出码："), HasSubstr("选项")));
  for (const char* english : {" the ", " is ", " when ", "Options", "Usage", "Exit codes"}) {
    EXPECT_THAT(zh, Not(HasSubstr(english)));
  }
}

TEST_F(PlainWords, AYearIsAYearWhereverItIsGiven) {
  for (const std::vector<std::string>& asked : std::vector<std::vector<std::string>>{
           {"ledger", "list", "--year", "24"},
           {"event", "list", "--unit", "U", "--year", "3000"},
           {"audit-pack", "U/1899", "--out", "x"},
           {"report", "annex1", "--unit", "U", "--year", "2O24"}}) {
    const Ran ran = Outturn(asked);
    EXPECT_EQ(ran.code, 2) << asked[0];
    EXPECT_THAT(ran.err, HasSubstr("应为 1900 到 2999 的年份")) << asked[0];
  }
}

TEST_F(PlainWords, ABodyThatIsNoJsonIsToldInChinese) {
  folder_.Write("b.json", R"({"amount_fen":"abc"})");
  EXPECT_THAT(
      Outturn({"payment", "make", "--id", "Z-1", "--on", "2024-07-31", "--json", "b.json"}).err,
      HasSubstr("amount_fen 是 \"abc\"，应为整数"));
}

TEST_F(PlainWords, ADryRunCountsAnIdOnce) {
  folder_.Write("p.csv",
                std::string(kHeader) +
                    "Z-1,2024-03-05,P,30201,1.00,某店,V\nZ-1,2024-03-05,P,30201,1.00,某店,V\n"
                    "Z-1,2024-03-05,P,30201,2.00,某店,V\n");
  folder_.Write("q.csv", std::string(kHeader) + "Z-1,2024-03-05,P,30201,1.00,某店,V\n");
  const Ran dry = Outturn({"import", "p.csv", "q.csv", "--dry-run", "--format", "json"});
  EXPECT_EQ(dry.code, 3);
  const auto summary = nlohmann::json::parse(dry.out);
  EXPECT_EQ(summary[0]["recorded"], 1);
  EXPECT_EQ(summary[0]["already_recorded"], 1);
  EXPECT_EQ(summary[0]["rejected"], 1);
  EXPECT_EQ(summary[1]["already_recorded"], 1);
  EXPECT_THAT(dry.err, HasSubstr("外部编号与 p.csv 第 2 行的相同"));
  const Ran real = Outturn({"import", "p.csv", "q.csv", "--format", "json"});
  const auto recorded = nlohmann::json::parse(real.out);
  for (const char* count : {"recorded", "already_recorded", "rejected"}) {
    EXPECT_EQ(recorded[0][count], summary[0][count]) << count;
    EXPECT_EQ(recorded[1][count], summary[1][count]) << count;
  }
}

TEST_F(PlainWords, AnImportThatIsHeldUpSaysOneThing) {
  recorder_.paused = true;
  folder_.Write("p.csv", std::string(kHeader) + "Z-1,2024-03-05,P,30201,1.00,某店,V\n");
  const Ran ran = Outturn({"import", "p.csv", "--timeout", "1"});
  EXPECT_EQ(ran.code, 5);
  EXPECT_THAT(ran.err, HasSubstr("未作处理"));
  EXPECT_THAT(ran.err, HasSubstr("从第 2 行起没有入账；重新导入本文件即可"));
  EXPECT_THAT(ran.err, Not(HasSubstr("尚不确定")));
}

}  // namespace
}  // namespace outturn::cli
