#include "services/intake/mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/intake/support.h"

namespace outturn::intake {
namespace {

using testing::HasSubstr;

Mapping Must(const std::string& text) {
  auto parsed = ParseMapping(text);
  if (const auto* wrong = std::get_if<Words>(&parsed)) {
    ADD_FAILURE() << wrong->en;
    return {};
  }
  return std::get<Mapping>(parsed);
}

std::string Wrong(const std::string& text) {
  const auto parsed = ParseMapping(text);
  const auto* wrong = std::get_if<Words>(&parsed);
  return wrong == nullptr ? "" : wrong->en;
}

const char kMapping[] =
    "# 某财务软件\n"
    "source = caiwu\nkind = 支付\nmoney = 万元   ; 全表\ndays = d/m/y\n\n"
    "[columns]\n单据编号 = external_id\n制单日期=日期\n发生额 = amount\n往来单位 = 收款人\n"
    "凭证字号 = voucher\n状态 = -\n"
    "[constants]\nline = P-01\neconomic_class = 30201\n";

TEST(Mapping, SaysWhatColumnsAndConstantsMean) {
  const Mapping mapping = Must(kMapping);
  EXPECT_EQ(mapping.source, "caiwu");
  EXPECT_EQ(mapping.kind, FindKind("payment"));
  EXPECT_EQ(mapping.money, 4);
  EXPECT_EQ(mapping.columns.at("单据编号"), "external_id");
  EXPECT_EQ(mapping.columns.at("状态"), "");
  EXPECT_EQ(mapping.constants.size(), 2u);
}

TEST(Mapping, TellsTheLineThatIsWrong) {
  EXPECT_THAT(Wrong("source = x\nkind = paiment\n"), HasSubstr("line 2: there is no kind"));
  EXPECT_THAT(Wrong("kind = payment\n[columns]\n甲 = amuont\n"), HasSubstr("line 3"));
  EXPECT_THAT(Wrong("[columns]\n甲 = amount\n甲 = payee\n"), HasSubstr("twice"));
  EXPECT_THAT(Wrong("[rows]\n"), HasSubstr("[columns] or [constants]"));
  EXPECT_THAT(Wrong("money = 角\n"), HasSubstr("line 1"));
  EXPECT_THAT(Wrong("colour = red\n"), HasSubstr("colour"));
  EXPECT_THAT(Wrong("source\n"), HasSubstr("name = value"));
  EXPECT_THAT(Wrong("days = sometimes\n"), HasSubstr("serial"));
}

TEST(Mapping, IsForCsvToo) {
  const Mapping mapping = Must(kMapping);
  IntakeDefaults defaults = Defaults();
  defaults.mapping = &mapping;
  const Decoded decoded = DecodeCsv(
      "某局支付明细\n单据编号,制单日期,发生额,往来单位,凭证字号,状态,备查\n"
      "D-1,3/7/2024,0.5,某店,记-1,已记账,x\n合计,,0.5,,,,\n",
      defaults);
  ASSERT_FALSE(decoded.failure) << decoded.failure->en;
  ASSERT_EQ(decoded.accepted.size(), 1u);
  const v1::Command& command = decoded.accepted[0].command;
  EXPECT_EQ(command.header().external_id(), "D-1");
  EXPECT_EQ(command.header().effective_on(), 20240703);
  EXPECT_EQ(command.payment().amount_fen(), 500'000);
  EXPECT_EQ(command.payment().line(), "P-01");
  EXPECT_EQ(decoded.skipped.size(), 2u);
}

TEST(Mapping, LetsARowSayOtherwiseThanAConstant) {
  const Mapping mapping = Must("kind = payment\n[constants]\nline = P-01\nvoucher = 0\n");
  IntakeDefaults defaults = Defaults();
  defaults.mapping = &mapping;
  const Decoded decoded = DecodeCsv(
      "支付单号,日期,经济分类,金额,收款人,指标编码\nZ-1,20240703,30201,1,x,P-02\n"
      "Z-2,20240703,30201,1,x,\n",
      defaults);
  ASSERT_EQ(decoded.accepted.size(), 2u);
  EXPECT_EQ(decoded.accepted[0].command.payment().line(), "P-02");
  EXPECT_EQ(decoded.accepted[1].command.payment().line(), "P-01");
}

TEST(Mapping, TakesTheHeadWhereItIsToldToBe) {
  const Mapping mapping = Must("kind = payment\nhead = 2\n[columns]\nA = external_id\n");
  IntakeDefaults defaults = Defaults();
  defaults.mapping = &mapping;
  const Decoded decoded = DecodeCsv(
      "支付单号,日期\nA,日期,经济分类,金额,收款人,指标编码,凭证号\nZ-1,20240703,30201,1,x,P,V\n",
      defaults);
  EXPECT_EQ(decoded.accepted.size(), 1u) << (decoded.failure ? decoded.failure->en : "");
}

TEST(Units, AreReadOffNamesAndTitles) {
  EXPECT_EQ(SplitUnit("金额（万元）").name, "金额");
  EXPECT_EQ(SplitUnit("金额（万元）").unit, 4);
  EXPECT_EQ(SplitUnit("支付金额(单位：元)").unit, 0);
  EXPECT_EQ(SplitUnit("因公出国（境）").name, "因公出国（境）");
  EXPECT_EQ(SplitUnit("（元）").unit, std::nullopt);
  EXPECT_EQ(UnitOfTitle("编制单位：某局    金额单位：万元"), 4);
  EXPECT_EQ(UnitOfTitle("单位:元"), 0);
  EXPECT_EQ(UnitOfTitle("编制单位：某局"), std::nullopt);
}

TEST(Units, AreExactInYuan) {
  EXPECT_EQ(ToYuan("1.23", 4), "12300");
  EXPECT_EQ(ToYuan("0.000001", 4), "0.01");
  EXPECT_EQ(ToYuan("0.0000001", 4), std::nullopt);
  EXPECT_EQ(ToYuan("1,234.5678", 4), "12345678");
  EXPECT_EQ(ToYuan("123456", -2), "1234.56");
  EXPECT_EQ(ToYuan("5", -2), "0.05");
  EXPECT_EQ(ToYuan("0", 4), "0");
  EXPECT_EQ(ToYuan("12,34", 4), std::nullopt);
  EXPECT_EQ(ToYuan("x", 4), std::nullopt);
  EXPECT_EQ(ToYuan("", 4), std::nullopt);
}

TEST(DayOrders, ArePutYearFirst) {
  EXPECT_EQ(YearFirst("3/7/2024", DayOrder::kDayFirst), "2024-7-3");
  EXPECT_EQ(YearFirst("7-3-2024 10:00", DayOrder::kMonthFirst), "2024-7-3 10:00");
  EXPECT_EQ(YearFirst("2024-07-03", DayOrder::kDayFirst), "2024-07-03");
  EXPECT_EQ(YearFirst("20240703", DayOrder::kDayFirst), "20240703");
}

}  // namespace
}  // namespace outturn::intake
