// outturn check-document: the built program on real files, without a server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/cli/program.h"
#include "tests/cli/server.h"
#include "tests/intake/xlsx_maker.h"

namespace outturn::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kFiles = std::string(SOURCE_DIR) + "/tests/document/files/";

Ran Check(const std::vector<std::string>& arguments, const Folder& folder,
          const std::map<std::string, std::string>& environment = {}) {
  std::vector<std::string> all = {"check-document"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return RunProgram("outturn", all, folder, environment);
}

TEST(CheckDocument, TellsWhatIsWrongWhatWasReadAndWhatCouldNotBe) {
  const Folder folder;
  const Ran ran = Check({kFiles + "huaihua-justice-2024.txt"}, folder);
  EXPECT_EQ(ran.code, 1) << ran.err;  // errors were found
  for (const char* said : {"错误 4，警告 8，说明 1", "74.30", "算得 193.67%", "印为 1971.59",
                           "└ 同因", "读出的数", "paid(three_public=total)", "第 107 行",
                           "未能识别", "910万元", "四、正文中读出而没有别的数可核对的"}) {
    EXPECT_THAT(ran.out, HasSubstr(said));
  }
  const Ran english =
      Check({kFiles + "huaihua-justice-2024.txt", "--lang", "en", "--findings-only"}, folder);
  EXPECT_THAT(english.out, HasSubstr("rounding does not explain it"));
  EXPECT_THAT(english.out, Not(HasSubstr("What was read")));
}

TEST(CheckDocument, ReadsEveryFormat) {
  const Folder folder;
  for (const char* right :
       {"right-sichuan-2023.txt", "right-jiangsu-2023.docx", "right-chongqing-2024.pdf"}) {
    const Ran ran = Check({kFiles + right, "--format", "json"}, folder);
    EXPECT_EQ(ran.code, 0) << right << ran.err;
    const auto json = nlohmann::json::parse(ran.out, nullptr, false);
    ASSERT_TRUE(json.is_object()) << right;
    EXPECT_TRUE(json["findings"].empty()) << right << json["findings"].dump(1);
    EXPECT_GT(json["read"].size(), 20U) << right;
  }
  for (const char* wrong : {"wrong-hubei-2022.txt", "wrong-yunnan-2021.docx",
                            "wrong-yunnan-2021.xlsx", "wrong-guizhou-2024.pdf"}) {
    const Ran ran = Check({kFiles + wrong, "--format", "csv"}, folder);
    EXPECT_EQ(ran.code, 1) << wrong << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("finding,error,")) << wrong;
    EXPECT_THAT(ran.out, HasSubstr("read,")) << wrong;
  }
}

TEST(CheckDocument, SaysWhyAFileCannotBeRead) {
  const Folder folder;
  const auto why = [&](const std::string& file) {
    const Ran ran = Check({file, "--lang", "en"}, folder);
    EXPECT_EQ(ran.code, 2) << file;
    return ran.err;
  };
  EXPECT_THAT(why(folder.File("none.txt")), HasSubstr("cannot be read"));
  EXPECT_THAT(why(folder.Write("a.docx", "PK\x03\x04 and nothing")),
              HasSubstr("cannot be unpacked"));
  EXPECT_THAT(why(folder.Write("a.doc", "\xD0\xCF\x11\xE0 old")), HasSubstr("old format"));
  EXPECT_THAT(why(folder.Write("a.pdf", "%PDF-1.4 broken")), HasSubstr("damaged"));
  const Ran none = RunProgram("/usr/bin/env",
                              {"PATH=" + folder.path(), std::string(BINARY_DIR) + "/bin/outturn",
                               "check-document", kFiles + "right-chongqing-2024.pdf"},
                              folder);
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("poppler-utils"));
  EXPECT_EQ(Check({}, folder).code, 2);
}

// Nothing that could not be checked passes as checked.
TEST(CheckDocument, ReadsAFileOfTwoEncodingsAndSaysSo) {
  const Folder folder;
  // "某局2024年度自评报告", "本年收入合计100万元" in UTF-8; "本年支出合计98万元" in GB18030.
  const std::string utf8 = "某局2024年度自评报告\n本年收入合计100.00万元。\n";
  const std::string gb =
      "\xB1\xBE\xC4\xEA\xD6\xA7\xB3\xF6\xBA\xCF\xBC\xC6"
      "98.00\xCD\xF2\xD4\xAA\xA1\xA3\n";
  for (const std::string& bytes : {utf8 + gb, gb + utf8}) {
    const Ran ran = Check({folder.Write("two.txt", bytes), "--lang", "en"}, folder);
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("both UTF-8 and GB18030"));
    EXPECT_THAT(ran.out, HasSubstr("98.00"));
    EXPECT_THAT(ran.out, HasSubstr("100.00"));
    EXPECT_THAT(ran.out, HasSubstr("text, line "));
    EXPECT_THAT(ran.out, HasSubstr("2 figures and 0 indicators read"));
  }
}

// A table within a cell, and so on.
std::string Nested(int depth) {
  const std::string words = "<w:p><w:r><w:t>支出5万元</w:t></w:r></w:p>";
  const std::string within = depth == 0 ? words : Nested(depth - 1);
  return "<w:tbl><w:tr><w:tc>" + within + "</w:tc></w:tr></w:tbl>";
}

TEST(CheckDocument, SaysWhereATableIsNestedTooDeep) {
  const Folder folder;
  for (const int depth : {3, 30}) {
    const std::string body =
        "<w:p><w:r><w:t>某局2024年度自评报告，本年支出合计100.00万元。</w:t></w:r></w:p>" +
        Nested(depth);
    const std::string document =
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/"
        "wordprocessingml/2006/main\"><w:body>" +
        body + "</w:body></w:document>";
    const std::string docx = intake::ZipOf({{"word/document.xml", document}});
    const Ran ran = Check({folder.Write("nested.docx", docx), "--lang", "en"}, folder);
    EXPECT_EQ(ran.out.find("too deeply nested") != std::string::npos, depth > 3) << ran.out;
  }
}

TEST(CheckDocument, SaysThatAFileIsNoReport) {
  const Folder folder;
  const auto why = [&](const std::string& name, const std::string& bytes) {
    const Ran ran = Check({folder.Write(name, bytes), "--lang", "en"}, folder);
    EXPECT_EQ(ran.code, 2) << name << ran.out;
    EXPECT_THAT(ran.out, Not(HasSubstr("No findings"))) << name;
    return ran.err;
  };
  std::string noise;
  for (uint32_t i = 0, x = 1; i < 4096; ++i, x = x * 1664525U + 1013904223U) {
    noise += static_cast<char>(x >> 24);
  }
  EXPECT_THAT(why("empty.txt", ""), HasSubstr("empty.txt is empty"));
  EXPECT_THAT(why("noise.txt", noise), HasSubstr("so plain text is due, but it is binary data"));
  EXPECT_THAT(why("noise", noise), HasSubstr("binary data, no text, which is not read"));
  EXPECT_THAT(why("noise.pdf", noise), HasSubstr("so a PDF is due"));
  EXPECT_THAT(why("words.docx", "全年预算数 1922.75 万元"),
              HasSubstr("so a Word document (.docx) is due, but it is plain text: name it .txt"));
  EXPECT_THAT(why("words.xlsx", "a,b"), HasSubstr("an Excel workbook (.xlsx) is due"));
  EXPECT_THAT(why("report.txt", "%PDF-1.4"), HasSubstr("but it is a PDF: name it .pdf"));
  EXPECT_THAT(why("export.xls", "<html><table>"), HasSubstr("a web page or XML"));
  EXPECT_THAT(why("scan", "\x89PNG\r\n"), HasSubstr("a picture"));
  EXPECT_THAT(why("poem.txt", "白日依山尽，黄河入海流。\n"),
              HasSubstr("no number was read, so nothing was checked"));
  EXPECT_THAT(why("score.txt", "比分\n21\n15\n"), HasSubstr("numbers seen, but not what"));
  std::filesystem::copy(kFiles + "wrong-yunnan-2021.xlsx", folder.File("sheet.docx"));
  const Ran sheet = Check({folder.File("sheet.docx"), "--lang", "en"}, folder);
  EXPECT_EQ(sheet.code, 2);
  EXPECT_THAT(sheet.err, HasSubstr("an Excel workbook (.xlsx): name it .xlsx"));
  const Ran whole = Check({folder.path()}, folder);
  EXPECT_EQ(whole.code, 2);
  EXPECT_THAT(whole.err, HasSubstr("是文件夹"));
}

TEST(CheckDocument, HasCheckedSomethingWhereSomethingIsWrong) {
  const Folder folder;
  const std::string file = folder.Write(
      "t.txt", "某局2031年度机构情况\n机关内设6个部门（办公室、康复部、宣传部）和机关党委。\n");
  const Ran ran = Check({file}, folder);
  EXPECT_EQ(ran.code, 0) << ran.err;  // a warning
  EXPECT_THAT(ran.out, HasSubstr("文中为 6 个，按名称列出 3 个"));
  EXPECT_EQ(ran.err, "");
}

TEST(CheckDocument, TakesOtherRulesAndRefusesWrongOnes) {
  const Folder folder;
  const std::string report = kFiles + "wrong-hubei-2022.txt";
  const std::string none = folder.Write("none.json", "{}");
  EXPECT_THAT(Check({report, "--rules", none}, folder).out, Not(HasSubstr("three_public_sum")));
  const Ran ran = Check(
      {report, "--rules", folder.Write("bad.json", R"({"sums": [{"id": 1}]})"), "--lang", "en"},
      folder);
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("/sums/0/id: a text is due"));
}

// The sample year, and the report its unit filed.
TEST(CheckLedger, TellsWhatTheEventsDoNotBearOut) {
  const Server server;
  ASSERT_NE(server.address(), "");
  const Folder folder;
  const std::map<std::string, std::string> environment = {{"OUTTURN_SERVER", server.address()},
                                                          {"OUTTURN_UNIT", "431200-136"},
                                                          {"OUTTURN_YEAR", "2024"}};
  std::vector<std::string> import = {"import"};
  const std::string sample = std::string(SOURCE_DIR) + "/deploy/sample/huaihua-justice-2024";
  for (const auto& entry : std::filesystem::directory_iterator(sample)) {
    const std::string ending = entry.path().extension();
    if (ending == ".csv" || ending == ".ndjson") import.push_back(entry.path());
  }
  std::sort(import.begin() + 1, import.end());
  ASSERT_EQ(RunProgram("outturn", import, folder, environment).code, 0);

  const Ran ledger = RunProgram("outturn", {"check", "431200-136/2024"}, folder, environment);
  EXPECT_EQ(ledger.code, 1) << ledger.err;
  for (const char* said : {"declared_is_derived", "declared_sum", "1971.59", "declared_coverage",
                           "disclosure", "舍入可以解释", "舍入不能解释", "比较：", "1897.29"}) {
    EXPECT_THAT(ledger.out, HasSubstr(said));
  }
  const Ran csv =
      RunProgram("outturn", {"check", "431200-136/2024", "--format", "csv", "--lang", "en"}, folder,
                 environment);
  EXPECT_THAT(csv.out, HasSubstr(",rounding,compared,"));
  EXPECT_THAT(csv.out, HasSubstr("rounding explains it"));
  const Ran as_json =
      RunProgram("outturn", {"check", "431200-136/2024", "--format", "json"}, folder, environment);
  const auto told = nlohmann::json::parse(as_json.out, nullptr, false);
  ASSERT_TRUE(told.is_object()) << as_json.out;
  EXPECT_THAT(as_json.out, HasSubstr("FINDING_ROUNDING_EXPLAINS"));
  for (const auto& finding : told["findings"]) {
    if (finding["check"] == "declared_sum") {
      EXPECT_GE(finding["compared"].size(), 3U) << finding.dump();
    }
  }
  EXPECT_EQ(RunProgram("outturn", {"check", "none/2024"}, folder, environment).code, 6);
  EXPECT_THAT(RunProgram("outturn", {"check", "list"}, folder, environment).out,
              HasSubstr("three_public_sum"));

  const Ran report = Check({kFiles + "huaihua-justice-2024.txt", "--unit", "431200-136", "--year",
                            "2024", "--format", "json"},
                           folder, environment);
  EXPECT_EQ(report.code, 1) << report.err;
  const auto json = nlohmann::json::parse(report.out, nullptr, false);
  ASSERT_TRUE(json.is_object());
  EXPECT_GT(json["agreeing"].get<int>(), 60);
  std::set<std::string> wrong;
  for (const auto& finding : json["findings"]) {
    if (finding["check"] == "ledger") wrong.insert(finding["figure"]);
    for (const auto& also : finding["same_cause"]) {
      if (also["check"] == "ledger") wrong.insert(also["figure"]);
    }
  }
  EXPECT_THAT(wrong, testing::Contains("initial_budget"));
  EXPECT_THAT(wrong, Not(testing::Contains("paid")));
}

}  // namespace
}  // namespace outturn::cli
