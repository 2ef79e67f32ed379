#include "services/intake/csv_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iconv.h>

#include "tests/intake/support.h"

namespace outturn::intake {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const char kHeader[] = "支付单号,日期,指标编码,经济分类,金额,收款人,凭证号,用途\n";

std::string Convert(const std::string& utf8, const char* encoding) {
  const iconv_t to = iconv_open(encoding, "UTF-8");
  std::string result(utf8.size() * 4 + 16, '\0');
  char* in = const_cast<char*>(utf8.data());
  size_t left = utf8.size();
  char* out = result.data();
  size_t room = result.size();
  EXPECT_EQ(iconv(to, &in, &left, &out, &room), 0u);
  iconv_close(to);
  result.resize(result.size() - room);
  return result;
}

std::string PaymentRow(int i) {
  return "Z-" + std::to_string(i) + ",2024-03-05,P-01,30201,\"1,234.56\",某市印刷厂,V-" +
         std::to_string(i) + ",印刷费\n";
}

TEST(CsvDecoder, ReadsAPaymentPerRow) {
  const Decoded decoded = DecodeCsv(kHeader + PaymentRow(1) + PaymentRow(2), Defaults());
  ASSERT_FALSE(decoded.failure) << decoded.failure->en;
  ASSERT_EQ(decoded.accepted.size(), 2u);
  EXPECT_THAT(decoded.rejected, testing::IsEmpty());
  const v1::Command& command = decoded.accepted[0].command;
  EXPECT_EQ(command.header().external_id(), "Z-1");
  EXPECT_EQ(command.header().source(), "budget-system");
  EXPECT_EQ(command.header().year(), 2024);
  EXPECT_EQ(command.payment().amount_fen(), 123456);
  EXPECT_EQ(command.payment().payee(), "某市印刷厂");
  EXPECT_EQ(decoded.accepted[0].row.number, 2u);
}

TEST(CsvDecoder, GivesTheSameForEveryPieceSizeAndEncoding) {
  const std::string text = kHeader + PaymentRow(1) + PaymentRow(2) + PaymentRow(3);
  const std::vector<std::string> files = {text, "\xEF\xBB\xBF" + text, Convert(text, "GB18030"),
                                          Convert(text, "UTF-16"), Convert(text, "GBK")};
  for (const std::string& file : files) {
    for (const size_t piece : {1, 2, 3, 7, 1000000}) {
      const Decoded decoded = DecodeCsv(file, Defaults(), piece);
      ASSERT_FALSE(decoded.failure) << decoded.failure->en;
      ASSERT_EQ(decoded.accepted.size(), 3u);
      EXPECT_EQ(decoded.accepted[2].command.payment().purpose(), "印刷费");
    }
  }
}

TEST(CsvDecoder, ReadsGb18030CharactersOfFourBytes) {
  const std::string text = kHeader + std::string("Z-1,2024-03-05,P-01,30201,1,㐂𠮷店,V-1,\n");
  const Decoded decoded = DecodeCsv(Convert(text, "GB18030"), Defaults(), 5);
  ASSERT_EQ(decoded.accepted.size(), 1u);
  EXPECT_EQ(decoded.accepted[0].command.payment().payee(), "㐂𠮷店");
}

TEST(CsvDecoder, SniffsTheSeparator) {
  for (const char separator : {',', ';', '\t'}) {
    std::string text =
        "支付单号,日期,指标编码,经济分类,金额,收款人,凭证号\nZ,20240305,P,30201,5,某店,V\n";
    std::replace(text.begin(), text.end(), ',', separator);
    const Decoded decoded = DecodeCsv(text, Defaults());
    EXPECT_EQ(decoded.accepted.size(), 1u) << separator;
    EXPECT_EQ(decoded.separator, separator);
  }
}

TEST(CsvDecoder, KeepsEmptyCellsBetweenTabs) {
  const Decoded decoded = DecodeCsv(
      "支付单号\t日期\t用途\t指标编码\t经济分类\t金额\t收款人\t凭证号\nZ\t20240305\t\tP\t30201\t5\t"
      "某店\tV\n",
      Defaults());
  ASSERT_EQ(decoded.accepted.size(), 1u);
  EXPECT_EQ(decoded.accepted[0].command.payment().line(), "P");
}

TEST(CsvDecoder, CountsRowsAsASpreadsheetDoes) {
  const std::string text = std::string(kHeader) +
                           "Z-1,2024-03-05,P-01,30201,1.00,某店,V-1,\"两行\n用途\"\r\n"
                           "\r\n"
                           ",,,,,,,,,\r\n"
                           "Z-2,2024-03-05,P-01,30201,一百,某店,V-2,\r\n";
  for (const size_t piece : {1, 1000000}) {
    const Decoded decoded = DecodeCsv(text, Defaults(), piece);
    ASSERT_EQ(decoded.accepted.size(), 1u);
    EXPECT_EQ(decoded.accepted[0].command.payment().purpose(), "两行\n用途");
    ASSERT_EQ(decoded.rejected.size(), 1u);
    EXPECT_EQ(decoded.rejected[0].row.number, 5u);
  }
}

TEST(CsvDecoder, TellsEverythingThatIsWrongInARow) {
  const Decoded decoded =
      DecodeCsv(std::string(kHeader) + "Z-1,2024-02-30,P-01,30201,12.345,,V-1,\n", Defaults());
  ASSERT_EQ(decoded.rejected.size(), 1u);
  const auto& problems = decoded.rejected[0].problems;
  ASSERT_EQ(problems.size(), 3u);
  EXPECT_EQ(problems[0].column, "日期");
  EXPECT_EQ(problems[0].found, "2024-02-30");
  EXPECT_EQ(problems[1].column, "金额");
  EXPECT_THAT(problems[1].expected.en, HasSubstr("at most two decimals"));
  EXPECT_EQ(problems[2].column, "收款人");
  EXPECT_EQ(problems[2].found, "");
  EXPECT_THAT(Describe(problems[1]).zh, HasSubstr("“金额”是“12.345”，应为最多两位小数"));
}

TEST(CsvDecoder, RejectsOnlyTheRowWithUnreadableBytes) {
  std::string text = kHeader + PaymentRow(1) + PaymentRow(2) + PaymentRow(3);
  text.replace(text.rfind("某市", text.find("V-2")), 1, "\xFF");
  const Decoded decoded = DecodeCsv("\xEF\xBB\xBF" + text, Defaults(), 11);
  EXPECT_EQ(decoded.accepted.size(), 2u);
  ASSERT_EQ(decoded.rejected.size(), 1u);
  EXPECT_EQ(decoded.rejected[0].row.number, 3u);
}

TEST(CsvDecoder, NamesUnknownColumnsWithNearMatches) {
  const Decoded decoded =
      DecodeCsv("支付单号,日期,指标编码,经济分类,金额,收款入,凭证号,颜色\n", Defaults("payment"));
  ASSERT_TRUE(decoded.failure);
  EXPECT_THAT(decoded.failure->zh, HasSubstr("“收款入”（是否为 收款人）"));
  EXPECT_THAT(decoded.failure->zh, HasSubstr("“颜色”"));
  EXPECT_THAT(DecodeCsv("Amuont\n", Defaults("payment")).failure->en,
              HasSubstr("did you mean amount?"));
}

TEST(CsvDecoder, NamesOnlyTheFirstOfVeryManyUnknownColumns) {
  std::string header;
  for (int i = 0; i < 3'000; ++i) header += "x" + std::to_string(i) + ",";
  const Decoded decoded = DecodeCsv(header + "\n", Defaults());
  ASSERT_TRUE(decoded.failure);
  EXPECT_THAT(decoded.failure->en, HasSubstr("3000 in all"));
  EXPECT_LT(decoded.failure->en.size(), 1'000u);
}

TEST(CsvDecoder, LeavesOutUnknownColumnsWhenTold) {
  IntakeDefaults defaults = Defaults("payment");
  defaults.ignore_unknown_columns = true;
  const Decoded decoded = DecodeCsv(
      "支付单号,日期,指标编码,经济分类,金额,收款人,凭证号,颜色\nZ,20240305,P,30201,5,某店,V,红\n",
      defaults);
  EXPECT_EQ(decoded.accepted.size(), 1u);
}

TEST(CsvDecoder, NamesMissingColumns) {
  IntakeDefaults defaults = Defaults("payment");
  defaults.header.clear_actor();
  const Decoded decoded = DecodeCsv("支付单号,日期,指标编码,经济分类,收款人,凭证号\n", defaults);
  ASSERT_TRUE(decoded.failure);
  EXPECT_EQ(decoded.failure->zh, "缺少列：“经办人”，或用 --actor、“金额”");
}

TEST(CsvDecoder, RefusesTwoColumnsOfOneField) {
  const Decoded decoded =
      DecodeCsv("支付单号,日期,指标编码,经济分类,金额,amount,收款人,凭证号\n", Defaults("payment"));
  ASSERT_TRUE(decoded.failure);
  EXPECT_THAT(decoded.failure->en, HasSubstr("\"金额\" and \"amount\" are the same field"));
}

TEST(CsvDecoder, GuessesTheKindOnlyWhereItIsTheOnlyOne) {
  EXPECT_EQ(DecodeCsv(kHeader + PaymentRow(1), Defaults()).accepted.size(), 1u);
  const Decoded two = DecodeCsv("外部编号,日期,文号,预算指标,经济分类,金额\n", Defaults());
  ASSERT_TRUE(two.failure);
  EXPECT_THAT(two.failure->zh, HasSubstr("年初预算"));
  const Decoded none = DecodeCsv("外部编号,日期\n", IntakeDefaults());
  ASSERT_TRUE(none.failure);
  EXPECT_THAT(none.failure->en, HasSubstr("--kind"));
}

TEST(CsvDecoder, TakesTheKindFromAColumn) {
  const Decoded decoded = DecodeCsv(
      "事项,外部编号,日期,文号,预算指标,经济分类,金额,调整原因,收款人,凭证号\n"
      "年初预算,A-1,2024-01-10,市财〔2024〕1号,P-01,30201,5000,,,\n"
      "追加,A-2,2024-06-10,市财〔2024〕9号,P-01,,300,上级交办,,\n"
      "支付,Z-1,2024-06-11,,P-01,30201,12.50,,某店,V-1\n"
      "支付,Z-2,2024-06-11,,P-01,30201,12.50,上级交办,某店,V-2\n"
      "没有的,Z-3,2024-06-11,,P-01,30201,12.50,,某店,V-2\n",
      Defaults());
  ASSERT_FALSE(decoded.failure) << decoded.failure->en;
  ASSERT_EQ(decoded.accepted.size(), 3u);
  EXPECT_EQ(decoded.accepted[0].command.initial_appropriation().amounts(0).amount_fen(), 500000);
  EXPECT_EQ(decoded.accepted[1].command.supplement().cause(), v1::SUPERIOR_TASK);
  EXPECT_EQ(decoded.accepted[2].command.payment().amount_fen(), 1250);
  ASSERT_EQ(decoded.rejected.size(), 2u);
  EXPECT_EQ(decoded.rejected[0].problems[0].column, "调整原因");
  EXPECT_EQ(decoded.rejected[1].problems[0].column, "事项");
}

TEST(CsvDecoder, ReadsAKindsOwnColumnCalledKind) {
  const Decoded decoded =
      DecodeCsv("external_id,effective_on,payment,amount,kind\nR-1,2024-05-01,Z-1,3.20,退回\n",
                Defaults("reversal"));
  ASSERT_EQ(decoded.accepted.size(), 1u);
  EXPECT_EQ(decoded.accepted[0].command.reversal().kind(), v1::REFUNDED);
}

TEST(CsvDecoder, CanReadItsRejectsAgain) {
  const Decoded first = DecodeCsv(
      std::string(kHeader) + "Z-1,2024-03-05,P-01,30201,12.345,\"某店，\"\"甲\"\"\",V-1,\"a\nb\"\n",
      Defaults());
  ASSERT_EQ(first.rejected.size(), 1u);
  std::vector<std::string> header = first.header;
  std::vector<std::string> cells = first.rejected[0].row.cells;
  header.push_back("错误");
  cells.push_back(Describe(first.rejected[0].problems[0]).zh);
  std::string rejects = "\xEF\xBB\xBF";
  AppendCsvRow(header, ',', &rejects);
  AppendCsvRow(cells, ',', &rejects);
  const Decoded again = DecodeCsv(rejects, Defaults());
  ASSERT_EQ(again.rejected.size(), 1u);
  EXPECT_EQ(again.rejected[0].row.cells, first.rejected[0].row.cells);
  EXPECT_EQ(again.header, first.header);
  rejects.replace(rejects.find("12.345"), 6, "12.34");
  const Decoded fixed = DecodeCsv(rejects, Defaults());
  ASSERT_EQ(fixed.accepted.size(), 1u);
  EXPECT_EQ(fixed.accepted[0].command.payment().payee(), "某店，\"甲\"");
  EXPECT_EQ(fixed.accepted[0].command.payment().purpose(), "a\nb");
}

TEST(CsvDecoder, RejectsTextUnderNoColumn) {
  const Decoded decoded = DecodeCsv(
      std::string(kHeader) + "Z-1,2024-03-05,P-01,30201,1,某店,V-1,,,extra\n", Defaults());
  ASSERT_EQ(decoded.rejected.size(), 1u);
  EXPECT_EQ(decoded.rejected[0].problems[0].column, "#10");
}

TEST(CsvDecoder, NoticesAQuoteThatIsNeverClosed) {
  const std::string text = kHeader + PaymentRow(1) + "Z-2,\"2024";
  const Decoded decoded = DecodeCsv(text, Defaults());
  ASSERT_TRUE(decoded.failure);
  EXPECT_THAT(decoded.failure->en, HasSubstr("row 3"));
  const Decoded huge = DecodeCsv(text + std::string(3 << 20, 'x'), Defaults(), 1 << 16);
  ASSERT_TRUE(huge.failure);
  EXPECT_THAT(huge.failure->en, HasSubstr("row 3"));
}

TEST(CsvDecoder, ACellThatIsTooLongCostsOnlyItsRow) {
  const std::string most(CsvRows::kMostCellBytes, 'x');
  const std::string good = "Z-2,2024-03-05,P-01,30201,1.00,某店,V-2,";
  for (const size_t piece : {size_t{1} << 12, size_t{100'000}, size_t{8} << 20}) {
    for (const std::string& too_long :
         {most + "x", most + most + most, "\"" + most + "\n,\"\"\n" + most + "\"",
          most + "x" + std::string(200'000, ' ')}) {
      const std::string text =
          kHeader + PaymentRow(1) + good + too_long + "\n" + PaymentRow(3) + good + most + "\n";
      const Decoded decoded = DecodeCsv(text, Defaults(), piece);
      EXPECT_FALSE(decoded.failure);
      ASSERT_EQ(decoded.rejected.size(), 1u) << piece;
      EXPECT_EQ(decoded.rejected[0].row.number, 3u);
      EXPECT_THAT(Describe(decoded.rejected[0].problems[0]).en,
                  testing::Eq("\"用途\" is too long: a cell has at most 1 MiB"));
      EXPECT_LT(decoded.rejected[0].row.cells[7].size(), 200u);
      ASSERT_EQ(decoded.accepted.size(), 3u);
      EXPECT_EQ(decoded.accepted[1].command.header().external_id(), "Z-3");
      EXPECT_EQ(decoded.accepted[2].command.payment().purpose(), most);
    }
  }
}

TEST(CsvDecoder, ARejectedBeginningOfALongCellIsNoTextToImport) {
  const std::string text = std::string(kHeader) + "Z-2,2024-03-05,P-01,30201,1.00,某店,V-2," +
                           std::string(CsvRows::kMostCellBytes + 1, 'x') + "\n";
  const Decoded first = DecodeCsv(text, Defaults());
  std::string rejects = kHeader;
  AppendCsvRow(first.rejected.at(0).row.cells, ',', &rejects);
  EXPECT_TRUE(DecodeCsv(rejects, Defaults()).accepted.empty());
}

TEST(CsvDecoder, OneRowOfGbkInAFileOfUtf8CostsOnlyThatRow) {
  std::string text = kHeader + PaymentRow(1);
  text += Convert(PaymentRow(2), "GB18030") + PaymentRow(3);
  const Decoded decoded = DecodeCsv(text, Defaults(), 64);
  EXPECT_FALSE(decoded.failure);
  EXPECT_EQ(decoded.accepted.size(), 2u);
  ASSERT_EQ(decoded.rejected.size(), 1u);
  EXPECT_EQ(decoded.rejected[0].row.number, 3u);
  EXPECT_THAT(Describe(decoded.rejected[0].problems[0]).en,
              HasSubstr("this row may be in another one than the rest"));
}

TEST(CsvDecoder, OneRowOfUtf8InAFileOfGbkCostsOnlyThatRow) {
  const std::string text = Convert(kHeader + PaymentRow(1), "GB18030") + PaymentRow(2) +
                           Convert(PaymentRow(3), "GB18030");
  for (const size_t piece : {1, 7, 64, 100'000}) {
    const Decoded decoded = DecodeCsv(text, Defaults(), piece);
    EXPECT_FALSE(decoded.failure);
    EXPECT_EQ(decoded.accepted.size(), 2u) << piece;
    ASSERT_EQ(decoded.rejected.size(), 1u) << piece;
    EXPECT_EQ(decoded.rejected[0].row.number, 3u);
    EXPECT_THAT(Describe(decoded.rejected[0].problems[0]).zh, HasSubstr("与其他行编码不同"));
  }
}

TEST(CsvDecoder, ReadsCodesAndIdsTypedInFullWidth) {
  const Decoded decoded = DecodeCsv(
      "支付单号,日期,单位代码,指标编码,经济分类,金额,收款人,凭证号,合同\n"
      "Ｚ－１,２０２４－０３－０５,４３１２００－１３６,ＧＹ０１,３０２０１,１．５０,甲（乙）店１,"
      "Ｖ＿１,"
      "ＨＴ－７\n",
      Defaults("payment"));
  ASSERT_EQ(decoded.accepted.size(), 1u) << decoded.failure->en;
  const v1::Command& command = decoded.accepted[0].command;
  EXPECT_EQ(command.header().external_id(), "Z-1");
  EXPECT_EQ(command.header().unit(), "431200-136");
  EXPECT_EQ(command.payment().line(), "GY01");
  EXPECT_EQ(command.payment().economic_class(), "30201");
  EXPECT_EQ(command.payment().payee(), "甲（乙）店１");
  EXPECT_EQ(command.payment().voucher(), "V_1");
  EXPECT_EQ(command.payment().commitment().external_id(), "HT-7");
}

TEST(CsvDecoder, RefusesAnEmptyFile) {
  EXPECT_TRUE(DecodeCsv("", Defaults()).failure);
  EXPECT_TRUE(DecodeCsv("\n\n\n", Defaults()).failure);
}

TEST(CsvDecoder, ReadsOldMacLineEnds) {
  std::string text = kHeader + PaymentRow(1) + PaymentRow(2);
  std::replace(text.begin(), text.end(), '\n', '\r');
  const Decoded decoded = DecodeCsv(text, Defaults(), 3);
  ASSERT_EQ(decoded.accepted.size(), 2u);
  EXPECT_EQ(decoded.accepted[1].row.number, 3u);
}

// Counts instead of keeping.
class Counter : public RowSink {
 public:
  void Accept(SourceRow, v1::Command command) override { fen += command.payment().amount_fen(); }
  void Reject(SourceRow, std::vector<Problem>) override { ++rejected; }
  int64_t fen = 0;
  int rejected = 0;
};

TEST(CsvDecoder, ReadsAHundredThousandRows) {
  Counter counter;
  CsvDecoder decoder(Defaults(), Encoding::kDetect, &counter);
  ASSERT_FALSE(decoder.Feed(kHeader));
  for (int i = 0; i < 100'000; ++i) ASSERT_FALSE(decoder.Feed(PaymentRow(i)));
  ASSERT_FALSE(decoder.Finish());
  EXPECT_EQ(counter.fen, 100'000LL * 123'456);
  EXPECT_EQ(counter.rejected, 0);
}

TEST(Columns, KnowErrorColumns) {
  EXPECT_TRUE(IsErrorColumn("错误"));
  EXPECT_TRUE(IsErrorColumn(" Error "));
  EXPECT_FALSE(IsErrorColumn("错"));
}

}  // namespace
}  // namespace outturn::intake
