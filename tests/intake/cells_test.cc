#include "services/intake/cells.h"

#include <gtest/gtest.h>

namespace outturn::intake {
namespace {

int64_t Yuan(const char* text) {
  const auto parsed = ParseYuanCell(text);
  return parsed.value ? parsed.value->count() : -1;
}

TEST(YuanCell, UnderstandsWhatPeopleWrite) {
  EXPECT_EQ(Yuan("1234.56"), 123456);
  EXPECT_EQ(Yuan("1,234.5"), 123450);
  EXPECT_EQ(Yuan(" １，２３４．５６ "), 123456);
  EXPECT_EQ(Yuan("￥1234.56"), 123456);
  EXPECT_EQ(Yuan("¥ 12"), 1200);
  EXPECT_EQ(Yuan("12元"), 1200);
  EXPECT_EQ(Yuan("0"), 0);
}

TEST(YuanCell, RefusesAThirdDecimalInsteadOfRounding) {
  EXPECT_EQ(ParseYuanCell("1.005").expected.zh, "最多两位小数（分以下不四舍五入），如 1234.56");
  EXPECT_EQ(Yuan("1.000"), -1);
}

TEST(YuanCell, RefusesEveryOtherSortOfBadAmount) {
  for (const char* bad : {"abc", "1.2.3", "12,34", "1,23", "12,34.5", "--1", "1 234", ".5", "5.",
                          "1e3", "12万元", "99999999999999999999", "10000000000000.01"}) {
    const auto parsed = ParseYuanCell(bad);
    EXPECT_FALSE(parsed.value) << bad;
    EXPECT_FALSE(parsed.expected.zh.empty()) << bad;
    EXPECT_FALSE(parsed.expected.en.empty()) << bad;
  }
}

TEST(YuanCell, SaysThatAnAmountIsTooLarge) {
  for (const char* large : {"10000000000000.01", "99999999999999999999.00", "123456789012345678"}) {
    EXPECT_EQ(ParseYuanCell(large).expected.en, "at most ten trillion yuan") << large;
  }
}

TEST(YuanCell, SaysThatTheKindGivesTheDirection) {
  EXPECT_NE(ParseYuanCell("-12.00").expected.en.find("reversal"), std::string::npos);
  EXPECT_NE(ParseYuanCell("(12.00)").expected.en.find("reversal"), std::string::npos);
}

TEST(YuanCell, NamesScientificNotation) {
  EXPECT_NE(ParseYuanCell("1.23E+05").expected.en.find("scientific"), std::string::npos);
}

TEST(DayCell, UnderstandsEveryUsualSpelling) {
  for (const char* good :
       {"2024-07-31", "2024/7/31", "20240731", "2024年7月31日", "2024.7.31", "２０２４－０７－３１",
        " 2024-7-31 ", "2024/7/31 0:00:00", "2024-07-31T09:15:22Z", "20240731 10:00"}) {
    const auto parsed = ParseDayCell(good);
    ASSERT_TRUE(parsed.value) << good;
    EXPECT_EQ(parsed.value->Number(), 20240731) << good;
  }
}

TEST(DayCell, RefusesDaysThatAreNone) {
  for (const char* bad :
       {"2024-02-30", "2023-02-29", "31.07.2024", "2024-13-01", "2024-07", "七月", "2024-07/31",
        "202407310", "2024-07-31x", "2024-07-31 25", "0000-00-00"}) {
    EXPECT_FALSE(ParseDayCell(bad).value) << bad;
  }
}

TEST(DayCell, KnowsASpreadsheetsSerialNumber) {
  EXPECT_NE(ParseDayCell("45504").expected.en.find("serial number"), std::string::npos);
}

TEST(DecimalCell, ReadsExactNumbers) {
  EXPECT_EQ(ParseDecimalCell("95").value->ToString(), "95");
  EXPECT_EQ(ParseDecimalCell("1,200.5").value->ToString(), "1200.5");
  EXPECT_EQ(ParseDecimalCell("０．３５").value->ToString(), "0.35");
  for (const char* bad : {"", "九十五", "95%", "1,2", ",5", "0.1234567"}) {
    EXPECT_FALSE(ParseDecimalCell(bad).value) << bad;
  }
}

TEST(PointsCell, ReadsHundredths) {
  EXPECT_EQ(*ParsePointsCell("5").value, 500);
  EXPECT_EQ(*ParsePointsCell("7.5分").value, 750);
  EXPECT_FALSE(ParsePointsCell("7.555").value);
  EXPECT_FALSE(ParsePointsCell("-1").value);
}

TEST(WholeCell, KeepsToItsLimit) {
  EXPECT_EQ(*ParseWholeCell("７５", 100).value, 75u);
  EXPECT_FALSE(ParseWholeCell("101", 100).value);
  EXPECT_FALSE(ParseWholeCell("1.5", 100).value);
  EXPECT_FALSE(ParseWholeCell("-1", 100).value);
  EXPECT_FALSE(ParseWholeCell("99999999999999999999999", 100).value);
}

TEST(BoolCell, UnderstandsYesAndNo) {
  for (const char* yes : {"是", "Yes", "TRUE", "1", "√"}) EXPECT_TRUE(*ParseBoolCell(yes).value);
  for (const char* no : {"否", "no", "False", "0"}) EXPECT_FALSE(*ParseBoolCell(no).value);
  EXPECT_FALSE(ParseBoolCell("也许").value);
}

TEST(TextCell, KeepsTextAsItIs) {
  EXPECT_EQ(*ParseTextCell(" 某市印刷厂（有限公司）　").value, "某市印刷厂（有限公司）");
  EXPECT_EQ(*ParseTextCell("=\"00123\"").value, "00123");
  EXPECT_EQ(*ParseTextCell("３０２０１").value, "30201");
  EXPECT_EQ(*ParseTextCell("多行\n文字").value, "多行\n文字");
}

TEST(TextCell, RefusesWhatASpreadsheetOrATransferHasDamaged) {
  EXPECT_FALSE(ParseTextCell("2.02407E+17").value);
  EXPECT_FALSE(ParseTextCell("\xFF\xFE").value);
  EXPECT_FALSE(ParseTextCell("收\xEF\xBF\xBD人").value);
  EXPECT_FALSE(ParseTextCell(std::string("a\0b", 3)).value);
}

}  // namespace
}  // namespace outturn::intake
