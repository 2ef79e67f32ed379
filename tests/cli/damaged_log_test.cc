// A book whose log is damaged in its middle: a start does not read that, but whoever meets it is
// told, and from then on so is everybody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/cli/at_server.h"

namespace outturn::cli {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class DamagedLog : public AtServer {
 protected:
  void SetUp() override {
    AtServer::SetUp();
    const std::string sample = SOURCE_DIR "/deploy/sample/huaihua-justice-2024/";
    for (const char* file : {"01-policy.ndjson", "02-ledger.ndjson", "03-targets.ndjson",
                             "04-initial-budget.ndjson", "11-q1-budget.ndjson"}) {
      ASSERT_EQ(Outturn({"import", sample + file}).code, 0) << file;
    }
    ASSERT_EQ(Outturn({"import", Payments("1.csv", 0, kRows)}).code, 0);
    for (int i = 0; i < 2; ++i) {  // what was in the write-ahead log becomes a table
      server_.Stop();
      server_.Start();
    }
    ASSERT_EQ(Outturn({"import", Payments("2.csv", kRows, 10)}).code, 0);
    server_.Stop();
    DamageTheLargestTable();
    server_.Start();
  }

  std::string Payments(const std::string& name, int from, int count) {
    std::string rows =
        "业务流水号,来源系统,年度,预算单位代码,支付日期,凭证号,预算指标编码,部门经济分类,支付金额,"
        "收款人,用途,支付方式,是否政府采购,经办人\n";
    for (int i = from; i < from + count; ++i) {
      rows += "D-" + std::to_string(i) +
              ",accounting,2024,431200-136,2024-01-10,记-1,GY01,30211,0.01,某店,某事,国库集中支付,"
              "否,某人\n";
    }
    return folder_.Write(name, rows);
  }

  void DamageTheLargestTable() {
    fs::path largest;
    for (const auto& entry : fs::directory_iterator(server_.data() + "/log")) {
      if (entry.path().extension() != ".sst") continue;
      if (largest.empty() || entry.file_size() > fs::file_size(largest)) largest = entry.path();
    }
    ASSERT_FALSE(largest.empty());
    std::fstream file(largest, std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(fs::file_size(largest) / 2);
    file.seekg(middle);
    const char flipped = static_cast<char>(file.get() ^ 1);
    file.seekp(middle);
    file.put(flipped);
  }

  static constexpr int kRows = 2'500;
};

TEST_F(DamagedLog, StopsAnImportAtTheFirstRowThatMeetsItAndIsToldByStatusFromThenOn) {
  ASSERT_NE(server_.address(), "") << "a start reads the log's end only";

  // What stands before it can be read and proved, whichever block the index of the table leads to.
  for (const char* sound : {"140", "300", "600"}) {
    EXPECT_EQ(Outturn({"event", "show", sound}).code, 0) << sound;
  }

  const Ran again = Outturn({"import", folder_.File("1.csv")});
  EXPECT_EQ(again.code, 1) << again.err;
  EXPECT_THAT(again.err,
              AllOf(HasSubstr("DATA_DAMAGED"), HasSubstr("1.csv 第 "), HasSubstr("行：到此为止")));
  EXPECT_EQ(std::count(again.err.begin(), again.err.end(), '\n'), 2) << again.err;
  EXPECT_FALSE(folder_.Has("1.rejects.csv")) << "the rows are not at fault";
  const Ran tried = Outturn({"import", "--dry-run", folder_.File("1.csv")});
  EXPECT_EQ(tried.code, 1) << tried.err;
  EXPECT_THAT(tried.err, AllOf(HasSubstr("行：试算到此为止，没有入账"), Not(HasSubstr("有效"))));

  EXPECT_THAT(Outturn({"status"}).out, AllOf(HasSubstr("日志"), HasSubstr("已损坏：日志，事项 "),
                                             HasSubstr("从备份放回整个 log 目录")));
  EXPECT_THAT(Outturn({"status", "--lang", "en"}).out, HasSubstr("damaged: log, event "));
  const Ran json = Outturn({"status", "--format", "json"});
  EXPECT_THAT(json.out, AllOf(HasSubstr("log_damage"), HasSubstr("log_damage_position")));
}

}  // namespace
}  // namespace outturn::cli
