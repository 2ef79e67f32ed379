#include "services/intake/xlsx_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/intake/xlsx_archive.h"
#include "services/intake/xlsx_values.h"
#include "tests/intake/support.h"
#include "tests/intake/xlsx_maker.h"

namespace outturn::intake {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Decoded DecodeXlsx(const std::string& bytes, const IntakeDefaults& defaults = Defaults()) {
  Decoded decoded;
  XlsxDecoder decoder(defaults, &decoded);
  decoded.failure = decoder.Feed(bytes);
  if (!decoded.failure) decoded.failure = decoder.Finish();
  decoded.header = decoder.table().HeaderCells();
  return decoded;
}

const std::vector<std::string> kHead = {"支付单号", "支付日期", "指标编码",   "经济分类",
                                        "金额",     "收款人",   "支付凭证号", "摘要"};

std::vector<std::string> Payment(const std::string& id, const std::string& day,
                                 const std::string& amount) {
  return {id, day, "P-01", "30201", amount, "某市印刷厂", "V-" + id, "印刷费"};
}

// What an accounting system writes: a title over everything, a line of particulars, a head, rows,
// totals.
std::string Export(const std::string& title, const std::vector<std::vector<std::string>>& rows,
                   const std::string& merges = "A1:H1") {
  std::string xml = RowOf(1, {"某市司法局支付明细表"}) + RowOf(2, {title}) + RowOf(4, kHead);
  int number = 5;
  for (const auto& row : rows) xml += RowOf(number++, row);
  return XlsxOf({{"支付", xml, merges}});
}

std::vector<int32_t> DaysOf(const Decoded& decoded) {
  std::vector<int32_t> days;
  for (const Accepted& one : decoded.accepted) days.push_back(one.command.header().effective_on());
  return days;
}

std::vector<int64_t> AmountsOf(const Decoded& decoded) {
  std::vector<int64_t> amounts;
  for (const Accepted& one : decoded.accepted) {
    amounts.push_back(one.command.payment().amount_fen());
  }
  return amounts;
}

std::string ErrorsOf(const Decoded& decoded) {
  std::string text = decoded.failure ? decoded.failure->en : "";
  for (const Rejected& one : decoded.rejected) {
    text += "\n" + std::to_string(one.row.number) + ": ";
    for (const Problem& problem : one.problems) text += Describe(problem).en + "; ";
  }
  return text;
}

TEST(XlsxDecoder, ReadsBelowTitlesAndPassesOverTotals) {
  const Decoded decoded = DecodeXlsx(
      Export("编制单位：某局  2024年7月", {Payment("Z-1", "2024-07-03", "1,234.56"),
                                           {"", "", "", "", "1,234.56", "小计", "", ""},
                                           Payment("Z-2", "2024/7/4", "１２．５"),
                                           {"合  计：", "", "", "", "1247.06"},
                                           {"", "", "302 商品和服务支出小计", "", "1247.06"}}));
  EXPECT_EQ(ErrorsOf(decoded), "");
  EXPECT_THAT(AmountsOf(decoded), ElementsAre(123456, 1250));
  EXPECT_EQ(decoded.accepted[0].row.number, 5u);
  EXPECT_EQ(decoded.accepted[0].row.sheet, "支付");
  ASSERT_EQ(decoded.skipped.size(), 5u);
  EXPECT_EQ(decoded.skipped[0].second, "a title above the head");
  EXPECT_EQ(decoded.skipped[2].second, "a row of totals");
  EXPECT_EQ(decoded.skipped[2].first.number, 6u);
}

TEST(XlsxDecoder, PassesOverWhatPagesCarry) {
  const Decoded decoded = DecodeXlsx(Export("", {{"", "承前页", "", "", "5"},
                                                 Payment("Z-1", "2024-07-03", "1"),
                                                 {"", "2024年7月合计", "", "", "1"},
                                                 {"", "", "", "", "6", "过次页"}}));
  EXPECT_EQ(ErrorsOf(decoded), "");
  EXPECT_EQ(decoded.accepted.size(), 1u);
}

TEST(XlsxDecoder, TakesAPayeeCalledTotalForAPayee) {
  auto row = Payment("Z-1", "2024-07-03", "1");
  row[5] = "合计";
  EXPECT_EQ(DecodeXlsx(Export("", {row})).accepted.size(), 1u);
}

TEST(XlsxDecoder, ReadsADayInEverySpelling) {
  const Decoded decoded = DecodeXlsx(
      Export("", {Payment("1", "2024-07-03", "1"), Payment("2", "2024/7/3", "1"),
                  Payment("3", "20240703", "1"), Payment("4", "2024年7月3日", "1"),
                  Payment("5", "45476", "1"), Payment("6", "=s=\"1\"><v>45476.75</v></c>", "1"),
                  Payment("7", "=s=\"2\"><v>45476</v></c>", "1")}));
  EXPECT_EQ(ErrorsOf(decoded), "");
  EXPECT_THAT(DaysOf(decoded), testing::Each(20240703));
  EXPECT_EQ(decoded.accepted.size(), 7u);
  const std::string rows =
      RowOf(1, kHead) + RowOf(2, Payment("1", "=s=\"1\"><v>44014</v></c>", "1"));
  EXPECT_THAT(DaysOf(DecodeXlsx(XlsxOf({{"a", rows}}, {}, true))), ElementsAre(20240703));
}

TEST(XlsxDecoder, CountsInTheUnitThatHeadOrTitleSay) {
  std::vector<std::string> head = kHead;
  head[4] = "支付金额（万元）";
  const std::string rows = RowOf(1, head) + RowOf(2, Payment("1", "20240703", "1.234567")) +
                           RowOf(3, Payment("2", "20240703", "0.1")) +
                           RowOf(4, Payment("3", "20240703", "0.0000001"));
  const Decoded own = DecodeXlsx(XlsxOf({{"a", rows}}));
  EXPECT_THAT(AmountsOf(own), ElementsAre(1234567, 100000));
  ASSERT_EQ(own.rejected.size(), 1u);
  EXPECT_THAT(ErrorsOf(own), HasSubstr("whole fen"));
  EXPECT_THAT(ErrorsOf(own), HasSubstr("E4"));
  const Decoded title = DecodeXlsx(
      Export("单位：万元", {Payment("1", "20240703", "1,000.5"), Payment("", "20240703", "1")}));
  EXPECT_THAT(AmountsOf(title), ElementsAre(1'000'500'000));
  EXPECT_THAT(title.header, testing::Contains("金额（万元）")) << "rejects keep what they mean";
}

TEST(XlsxDecoder, GivesMergedCellsToTheirRowsButNotAmounts) {
  auto second = Payment("2", "20240703", "5");
  second[2] = "";
  auto third = Payment("3", "20240703", "");
  third[2] = "";
  const Decoded decoded =
      DecodeXlsx(Export("", {Payment("1", "20240703", "1"), second, third}, "A1:H1 C5:C7 E6:E7"));
  ASSERT_EQ(decoded.accepted.size(), 2u);
  EXPECT_EQ(decoded.accepted[1].command.payment().line(), "P-01");
  ASSERT_EQ(decoded.rejected.size(), 1u);
  EXPECT_THAT(ErrorsOf(decoded), HasSubstr("merged with the row above"));
}

TEST(XlsxDecoder, ReadsAHeadOfTwoRows) {
  const std::string rows =
      RowOf(1, {"支付单号", "支付", "", "指标编码", "经济分类", "收款人", "", "用途"}) +
      RowOf(2, {"", "日期", "金额", "", "", "名称", "支付凭证号", ""}) +
      RowOf(3, {"Z-1", "20240703", "12.50", "P-01", "30201", "某店", "V-1", "x"});
  const Decoded decoded = DecodeXlsx(XlsxOf({{"a", rows, "A1:A2 B1:C1 D1:D2 E1:E2 F1:G1 H1:H2"}}));
  EXPECT_EQ(ErrorsOf(decoded), "");
  EXPECT_THAT(AmountsOf(decoded), ElementsAre(1250));
  EXPECT_THAT(decoded.header, ElementsAre("支付单号", "支付日期", "支付金额", "指标编码",
                                          "经济分类", "收款人名称", "支付凭证号", "用途"));
}

TEST(XlsxDecoder, ReadsSharedTextsFormulasAndBooleans) {
  std::vector<std::string> head = kHead;
  head.push_back("是否政府采购");
  auto row = Payment("1", "20240703", "=s=\"3\"><f>A1</f><v>0.30000000000000004</v></c>");
  row[5] = "=t=\"s\"><v>1</v></c>";
  row.push_back("=t=\"b\"><v>1</v></c>");
  const std::string rows = RowOf(1, head) + RowOf(2, row);
  const Decoded decoded = DecodeXlsx(XlsxOf({{"a", rows}}, {"x", "某市“A&B”店"}));
  EXPECT_EQ(ErrorsOf(decoded), "");
  ASSERT_EQ(decoded.accepted.size(), 1u);
  const v1::Payment& payment = decoded.accepted[0].command.payment();
  EXPECT_EQ(payment.payee(), "某市“A&B”店");
  EXPECT_EQ(payment.amount_fen(), 30);
  EXPECT_TRUE(payment.procurement());
}

TEST(XlsxDecoder, NamesTheCellThatIsWrong) {
  auto lost = Payment("=><v>4.31200196001011E+17</v></c>", "20240703", "1");
  const Decoded decoded = DecodeXlsx(Export(
      "", {Payment("1", "=t=\"e\"><v>#REF!</v></c>", "1"),
           Payment("2", "20240703", "=><f>1+1</f></c>"), Payment("3", "20240703", "1.234"), lost}));
  EXPECT_THAT(decoded.accepted, IsEmpty());
  const std::string errors = ErrorsOf(decoded);
  for (const char* part : {"支付日期 B5", "error of the spreadsheet", "金额 E6", "金额 E7",
                           "at most two decimals", "支付单号 A8", "all digits"}) {
    EXPECT_THAT(errors, HasSubstr(part));
  }
}

TEST(XlsxDecoder, ReadsEverySheetThatHasAHead) {
  const std::string rows = RowOf(1, kHead) + RowOf(2, Payment("1", "20240703", "1"));
  const std::string other = RowOf(1, kHead) + RowOf(2, Payment("2", "20240703", "2"));
  const std::vector<SheetXml> sheets = {{"说明", RowOf(1, {"填表说明"})},
                                        {"一月", rows},
                                        {"二月", other},
                                        {"底稿", other, "", "hidden"}};
  const Decoded all = DecodeXlsx(XlsxOf(sheets));
  EXPECT_FALSE(all.failure) << all.failure->en;
  EXPECT_THAT(AmountsOf(all), ElementsAre(100, 200));
  EXPECT_THAT(all.sheets, ElementsAre("说明"));
  Mapping mapping;
  mapping.sheet = "二月";
  IntakeDefaults defaults = Defaults();
  defaults.mapping = &mapping;
  EXPECT_THAT(AmountsOf(DecodeXlsx(XlsxOf(sheets), defaults)), ElementsAre(200));
  mapping.sheet = "三月";
  EXPECT_THAT(DecodeXlsx(XlsxOf(sheets), defaults).failure->zh, HasSubstr("三月"));
}

TEST(XlsxDecoder, SaysWhatIsNoSpreadsheet) {
  const auto why = [](const std::string& bytes) {
    const Decoded decoded = DecodeXlsx(bytes);
    return decoded.failure ? decoded.failure->en : "";
  };
  EXPECT_THAT(why("支付单号,金额\n"), HasSubstr("no .xlsx"));
  EXPECT_THAT(why(""), HasSubstr("no .xlsx"));
  EXPECT_THAT(why(std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") + std::string(600, 'x')),
              HasSubstr("password"));
  EXPECT_THAT(why(ZipOf({{"a.txt", "x"}})), HasSubstr("no workbook"));
  EXPECT_THAT(why(XlsxOf({{"a", "<row><c"}})), HasSubstr("damaged"));
  EXPECT_THAT(why(XlsxOf({{"a", RowOf(5, {"x"}) + RowOf(5, {"x"})}})), HasSubstr("misnumbered"));
  EXPECT_THAT(why(XlsxOf({{"a", RowOf(1, {"甲", "乙"})}})), HasSubstr("unknown columns"));
  EXPECT_THAT(why(XlsxOf({{"a", ""}})), HasSubstr("empty"));
  const std::string whole = Export("", {Payment("1", "20240703", "1")});
  for (size_t size = 0; size < whole.size(); size += 97) {
    EXPECT_NE(why(whole.substr(0, size)), "") << size;
  }
}

TEST(XlsxDecoder, IsNotBlownUpByASmallFile) {
  const auto why = [](const std::string& bytes) {
    const Decoded decoded = DecodeXlsx(bytes);
    return decoded.failure ? decoded.failure->en : "";
  };
  // A text of a million bytes, a thousand times in a row.
  std::string row = "<row r=\"1\">";
  for (int i = 0; i < 1'000; ++i) row += "<c t=\"s\"><v>0</v></c>";
  EXPECT_THAT(why(XlsxOf({{"a", row + "</row>"}}, {std::string(1'000'000, 'x')})),
              HasSubstr("too much"));
  EXPECT_THAT(why(XlsxOf({{"a", RowOf(1, std::vector<std::string>(1'100, "x"))}})),
              HasSubstr("1,024 columns"));
  const std::string laughs =
      "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;&x;\">]><workbook>&y;</workbook>";
  EXPECT_THAT(why(ZipOf({{"xl/workbook.xml", laughs}})), HasSubstr("damaged"));
  std::string deep;
  for (int i = 0; i < 1'000; ++i) deep += "<a>";
  EXPECT_THAT(why(ZipOf({{"xl/workbook.xml", deep}})), HasSubstr("damaged"));
  const std::string bomb(XlsxArchive::kMostPartBytes + 1, ' ');
  EXPECT_THAT(why(ZipOf({{"xl/workbook.xml", bomb}})), HasSubstr("unpacks to too much"));
}

TEST(XlsxValues, AreWhatASpreadsheetShows) {
  EXPECT_EQ(PlainNumber("1.2345E3"), "1234.5");
  EXPECT_EQ(PlainNumber("1234.5600000000001"), "1234.56");
  EXPECT_EQ(PlainNumber("0.1"), "0.1");
  EXPECT_EQ(PlainNumber("-5"), "-5");
  EXPECT_EQ(PlainNumber("1E-2"), "0.01");
  EXPECT_EQ(PlainNumber("999999999999999.9"), "1.0E+15");
  EXPECT_EQ(PlainNumber("00012"), "12");
  EXPECT_EQ(PlainNumber("0.0"), "0");
  EXPECT_EQ(PlainNumber("4.31200196001011E+17"), "4.31200196001011E+17");
  EXPECT_EQ(PlainNumber("abc"), "abc");
  EXPECT_EQ(SerialDay("1", false)->ToString(), "1900-01-01");
  EXPECT_EQ(SerialDay("59", false)->ToString(), "1900-02-28");
  EXPECT_FALSE(SerialDay("60", false)) << "29 February 1900 never was";
  EXPECT_EQ(SerialDay("61", false)->ToString(), "1900-03-01");
  EXPECT_EQ(SerialDay("0", true)->ToString(), "1904-01-01");
  EXPECT_FALSE(SerialDay("9999999", false));
  EXPECT_TRUE(IsDayFormat("yyyy-mm-dd"));
  EXPECT_TRUE(IsDayFormat("[$-804]yyyy\"年\"m\"月\"d\"日\";@"));
  EXPECT_FALSE(IsDayFormat("0.00_);[Red](0.00\"day\")"));
  EXPECT_FALSE(IsDayFormat("General"));
  EXPECT_FALSE(IsDayFormat("h:mm:ss"));
  EXPECT_EQ(ParseCellName("AB12")->column, 27u);
  EXPECT_EQ(ColumnLetters(27), "AB");
  EXPECT_FALSE(ParseCellName("12"));
}

}  // namespace
}  // namespace outturn::intake
