// outturn check-document: the built program on real files, without a server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

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
  for (const char* said : {"错误 4，警告 8，说明 1", "74.30", "└ 同因", "读出的数",
                           "paid(three_public=total)", "第 107 行", "未能识别", "910万元"}) {
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
  const auto why = [&](const std::string& file,
                       const std::map<std::string, std::string>& environment = {}) {
    const Ran ran = Check({file, "--lang", "en"}, folder, environment);
    EXPECT_EQ(ran.code, 2) << file;
    return ran.err;
  };
  EXPECT_THAT(why(folder.File("none.txt")), HasSubstr("cannot be read"));
  EXPECT_THAT(why(folder.Write("a.docx", "PK\x03\x04 and nothing")),
              HasSubstr("cannot be unpacked"));
  EXPECT_THAT(why(folder.Write("a.doc", "\xD0\xCF\x11\xE0 old")), HasSubstr("old format"));
  EXPECT_THAT(why(folder.Write("a.pdf", "%PDF-1.4 broken")), HasSubstr("damaged"));
  EXPECT_THAT(why(kFiles + "right-chongqing-2024.pdf", {{"PATH", folder.path()}}),
              HasSubstr("poppler-utils"));
  EXPECT_EQ(Check({}, folder).code, 2);
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

}  // namespace
}  // namespace outturn::cli
