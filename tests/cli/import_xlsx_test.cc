// An accounting system's spreadsheet, by the built program into the built server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/at_server.h"
#include "tests/intake/xlsx_maker.h"

namespace outturn::cli {
namespace {

using intake::RowOf;
using testing::HasSubstr;
using testing::Not;

class Spreadsheet : public AtServer {
 protected:
  void SetUp() override {
    AtServer::SetUp();
    OpenLedger();
    folder_.Write("caiwu.map",
                  "source = caiwu\nkind = payment\n[columns]\n单据编号 = external_id\n"
                  "记账日期 = 日期\n发生额 = amount\n往来单位 = payee\n凭证字号 = voucher\n"
                  "[constants]\nline = GY01\neconomic_class = 30201\n");
    folder_.Write("export.xlsx", intake::XlsxOf({{"支付明细", Rows("0.02", "七月四日")}}));
  }

  // Two payments of one amount, in 万元; the second one's day as given.
  static std::string Rows(const std::string& amount, const std::string& day) {
    return RowOf(1, {"某市司法局支付明细"}) + RowOf(2, {"", "", "单位：万元"}) +
           RowOf(3, {"单据编号", "记账日期", "发生额", "往来单位", "凭证字号", "状态"}) +
           RowOf(4, {"D-1", "=s=\"1\"><v>45476</v></c>", amount, "某店", "记-1", "已记账"}) +
           RowOf(5, {"D-2", day, amount, "某店", "记-2", "已记账"}) +
           RowOf(6, {"合计", "", "0.04"});
  }

  // The source is `source` alone; none where it is empty.
  Ran OutturnFrom(const std::string& source, const std::vector<std::string>& arguments) {
    return Outturn(arguments, {{"OUTTURN_SOURCE", source}});
  }

  nlohmann::json Import(std::vector<std::string> more, const std::string& source, Ran* ran) {
    more.insert(more.begin(), "import");
    more.insert(more.end(), {"--format", "json"});
    *ran = OutturnFrom(source, more);
    return nlohmann::json::parse(ran->out, nullptr, false)[0];
  }
};

TEST_F(Spreadsheet, IsTriedThenImportedItsRejectsCorrectedAndTheMappingRemembered) {
  Ran ran;
  auto summary = Import({"export.xlsx", "--map", "caiwu.map", "--dry-run"}, "", &ran);
  EXPECT_EQ(ran.code, 3);
  for (const char* part : {"前几行读作", "外部编号=D-1", "生效日期=2024-07-03", "金额=200.00",
                           "不读的列：状态", "表“支付明细” 第 5 行", "记账日期 B5", "合计行"}) {
    EXPECT_THAT(ran.err, HasSubstr(part));
  }
  EXPECT_EQ(summary["recorded"], 1);
  EXPECT_FALSE(folder_.Has("export.rejects.csv"));
  EXPECT_FALSE(folder_.Has(".config/outturn/maps/caiwu.map")) << "only tried";

  summary = Import({"export.xlsx", "--map", "caiwu.map"}, "", &ran);
  EXPECT_EQ(ran.code, 3);
  EXPECT_EQ(summary["recorded"], 1);
  EXPECT_EQ(summary["rejects"], "export.rejects.csv");
  EXPECT_THAT(folder_.Read(".config/outturn/maps/caiwu.map"), HasSubstr("source = caiwu"));

  std::string rejects = folder_.Read("export.rejects.csv");
  EXPECT_THAT(rejects, HasSubstr("发生额（万元）"));
  rejects.replace(rejects.find("七月四日"), std::string("七月四日").size(), "2024年7月4日");
  folder_.Write("export.rejects.csv", rejects);
  summary = Import({"export.rejects.csv"}, "caiwu", &ran);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(summary["recorded"], 1);
  EXPECT_THAT(ran.err, HasSubstr("按记住的映射读取"));

  folder_.Write("again.xlsx", intake::XlsxOf({{"支付明细", Rows("0.02", "20240704")}}));
  summary = Import({"again.xlsx"}, "caiwu", &ran);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(summary["already_recorded"], 2) << "importing again changes nothing";
  const Ran paid = Outturn({"figure", "show", "paid", "--format", "json"});
  EXPECT_THAT(paid.out, HasSubstr("\"40000\""));
}

TEST_F(Spreadsheet, IsToldOfEachRuleTheColumnItIsAboutAndWhatWouldBeRight) {
  folder_.Write("rows.csv",
                "外部编号,生效日期,指标编码,经济分类,金额,收款人,凭证号\n"
                "R-1,2024-03-01,GY02,30201,1.00,某店,记-1\n"
                "R-2,2024-03-01,GY01,30100,1.00,某店,记-2\n"
                "R-3,2024-03-01,GY01,办公费,1.00,某店,记-3\n"
                "R-4,2024-03-01,GY01,30201,20000.00,某店,记-4\n"
                "R-5,2025-03-01,GY01,30201,1.00,某店,记-5\n");
  const Ran ran = OutturnFrom("test", {"import", "rows.csv", "--kind", "payment"});
  EXPECT_EQ(ran.code, 3);
  for (const char* told : {"第 2 行：指标编码：账套 431200-136/2024 没有预算指标 GY02",
                           "第 3 行：经济分类：经济分类 30100 不在代码表 2024 中",
                           "第 4 行：经济分类：填的是“办公费”，应为：经济分类代码",
                           "第 5 行：金额：指标 GY01 可用 10000.00 元",
                           "第 6 行：生效日期：日期 2025-03-01 不在预算年度 2024 内"}) {
    EXPECT_THAT(ran.err, HasSubstr(told));
  }
  folder_.Write("back.csv",
                "外部编号,生效日期,原支付,金额,退回类型\n"
                "B-1,2024-03-01,R-9,1.00,退回\n");
  const Ran back = OutturnFrom("test", {"import", "back.csv", "--kind", "reversal"});
  EXPECT_THAT(back.err, HasSubstr("：原支付：没有支付 test/R-9")) << "what a table has of it";
  folder_.Write("set.csv",
                "外部编号,生效日期,单位代码,预算年度,指标代码,度量单位\n"
                "S-1,2024-03-01,999,2024,Q1,个\n");
  const Ran set = OutturnFrom("test", {"import", "set.csv", "--kind", "indicator_set"});
  EXPECT_THAT(set.err, Not(HasSubstr("度量单位：没有账套")));
  folder_.Write("unit.csv",
                "外部编号,生效日期,单位代码,指标编码,经济分类,金额,收款人,凭证号\n"
                "U-1,2024-03-01,,GY01,30201,1.00,某店,记-6\n"
                "U-2,2024-03-01,431200-136,GY01,30201,1.00,某店,记-7\n");
  const Ran unit = OutturnFrom("test", {"import", "unit.csv", "--kind", "payment"});
  EXPECT_EQ(unit.code, 3) << "a forgotten cell is not the command line's unit";
  EXPECT_THAT(unit.err, HasSubstr("第 2 行：“单位代码”为空"));
  EXPECT_THAT(unit.err, Not(HasSubstr("第 3 行")));
}

TEST_F(Spreadsheet, IsNotImportedByAWrongMapping) {
  EXPECT_EQ(OutturnFrom("caiwu", {"import", "export.xlsx", "--map", "none.map"}).code, 2);
  folder_.Write("bad.map", "kind = payment\n[columns]\n单据编号 = extrnal_id\n");
  const Ran bad = OutturnFrom("caiwu", {"import", "export.xlsx", "--map", "bad.map"});
  EXPECT_EQ(bad.code, 2);
  EXPECT_THAT(bad.err, HasSubstr("第 3 行"));
  const Ran other = OutturnFrom("budget", {"import", "export.xlsx", "--map", "caiwu.map"});
  EXPECT_EQ(other.code, 2) << "another source is another identity of every row";
  EXPECT_EQ(OutturnFrom("caiwu", {"import", "export.xlsx", "--map", "none"}).code, 2);
  folder_.Write("none.xlsx", "PK no zip");
  EXPECT_EQ(OutturnFrom("caiwu", {"import", "none.xlsx"}).code, 2);
}

}  // namespace
}  // namespace outturn::cli
