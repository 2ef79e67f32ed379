#include "services/app/packs/packs.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "services/app/packs/form_json.h"
#include "store/tree/digest.h"

namespace outturn::app {
namespace {

namespace fs = std::filesystem;
using figures::Language;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A folder of packs that goes away with the test.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "outturn-packs-XXXXXX").string();
    root = mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(root); }
  void Write(const std::string& name, const std::string& text) const {
    fs::create_directories((root / name).parent_path());
    std::ofstream(root / name, std::ios::binary) << text;
  }
  void WriteCodes() const {
    Write("codes-1/economic.csv", "code,name,parent,group,three_public\n302,a,,public,\n");
    Write("codes-1/functional.csv", "code,name,parent\n204,a,\n");
    Write("codes-1/fund_types.csv", "code,name,fiscal,group\n111,a,1,general\n");
  }
  [[nodiscard]] std::string Errors() const {
    std::string errors;
    for (const PackError& error : LoadPacks(root).errors) {
      errors += error.ToString(Language::kEnglish) + "\n";
    }
    return errors;
  }
  fs::path root;
};

TEST(Packs, ThatAreShippedLoadWithoutAnError) {
  const LoadedPacks loaded = LoadPacks(SOURCE_DIR "/deploy/packs");
  for (const PackError& error : loaded.errors) ADD_FAILURE() << error.ToString(Language::kEnglish);
  const core::CodeTables& tables = loaded.packs.code_tables.at("2024");
  EXPECT_EQ(tables.Economic("30217")->three_public, core::ThreePublic::kReception);
  EXPECT_EQ(tables.Economic("30201")->group, core::ClassGroup::kPublic);
  EXPECT_TRUE(tables.FundType("111")->fiscal);
  EXPECT_FALSE(tables.FundType("3")->fiscal);
  EXPECT_EQ(tables.Functional("2040601")->parent, "20406");
  for (const char* region : {"hunan-2024", "hubei-2024", "sichuan-2024", "chongqing-2024"}) {
    for (const char* form : {"execution", "monitoring", "progress", "project-monitoring",
                             "final-01", "final-02", "final-03", "final-04", "final-05", "final-06",
                             "final-07", "final-08", "final-09", "project-evaluation"}) {
      EXPECT_NE(loaded.packs.FindForm(region, form), nullptr) << region << " " << form;
    }
  }
  // What one province has is that province's only.
  for (const char* form : {"annex1", "annex2"}) {
    EXPECT_NE(loaded.packs.FindForm("hunan-2024", form), nullptr) << form;
    EXPECT_EQ(loaded.packs.FindForm("hubei-2024", form), nullptr) << form;
  }
  EXPECT_NE(loaded.packs.FindForm("hubei-2024", "department-evaluation"), nullptr);
  EXPECT_EQ(loaded.packs.FindForm("hunan-2024", "department-evaluation"), nullptr);
  // A province has its own layout, others the nation's; any can be named.
  const auto* national = loaded.packs.FindForm("national-2024", "project-evaluation");
  const auto* sichuan = loaded.packs.FindForm("sichuan-2024", "project-evaluation");
  EXPECT_EQ(loaded.packs.FindForm("hunan-2024", "project-evaluation"), national);
  EXPECT_NE(sichuan, national);
  EXPECT_EQ(loaded.packs.FindForm("hunan-2024", "sichuan-2024/project-evaluation"), sichuan);
  EXPECT_NE(loaded.packs.FindForm("", "chongqing-2024/project-evaluation"), nullptr);
  EXPECT_EQ(loaded.packs.FindForm("", "hubei-2024/project-evaluation"), nullptr);
}

// What a book adopted once is compared with nothing any more: a version that meanwhile says
// something else would be two rules under one name. Not the layout of the file, what it says.
TEST(Packs, HavePoliciesWhoseVersionsNeverChange) {
  const std::map<std::string, std::string> frozen = {
      {"chongqing-2024@1", "3064e75b344a1b8a1b970f79b5c75f90f06596079c8e8e943d947b68c4cf5a78"},
      {"hubei-2024@1", "d51b082f7ecedbbd70ced6387ed7a26b7d305d809e9fdc0e8348fef4e64c933a"},
      {"hubei-2024@2", "b08570de146c5cdd2edab64ed623e4f0302c62a4d72baa3fa187586a1775ceaa"},
      {"hunan-2024@1", "21b578ad38b0cad0bf5ec47140397cf17372b6d5fb688c201a7a8d455a5b2dc1"},
      {"sichuan-2024@1", "a2c408550858cffd3f8fb1660f2f8a77f3cb8b3d5bcbcc21e5fca795a1e55bb4"},
  };
  std::map<std::string, std::string> shipped;
  for (const auto& entry : fs::directory_iterator(SOURCE_DIR "/deploy/packs")) {
    const fs::path file = entry.path() / "policy.json";
    if (!fs::exists(file)) continue;
    const auto policy = nlohmann::json::parse(ReadFile(file));
    std::string digest;
    for (const char byte : store::Sha256Of(policy.dump())) {
      constexpr char kHex[] = "0123456789abcdef";
      digest += kHex[static_cast<unsigned char>(byte) >> 4];
      digest += kHex[static_cast<unsigned char>(byte) & 15];
    }
    shipped[policy["id"].get<std::string>() + "@" + policy["version"].dump()] = digest;
  }
  EXPECT_EQ(shipped.size(), 4U);
  for (const auto& [version, digest] : shipped) {
    const auto known = frozen.find(version);
    EXPECT_EQ(known == frozen.end() ? "" : known->second, digest)
        << version << ": raise the policy's version, and note its digest here";
  }
}

TEST(Packs, DescribeTheirNotationWithAFormThatLoads) {
  const std::string readme = ReadFile(SOURCE_DIR "/deploy/packs/README.md");
  const std::string fence = "```json\n";
  const size_t start = readme.find(fence) + fence.size();
  const FormJson read = ReadFormJson(readme.substr(start, readme.find("```", start) - start));
  for (const auto& problem : read.problems)
    ADD_FAILURE() << problem.where << Sentence(problem.problem).en;
  EXPECT_EQ(read.form.sections.at(0).rows.size(), 3U);
  EXPECT_EQ(read.form.sections[0].rows[1].repeat->none.size(), 1U);
}

TEST(Packs, PreferTheFormOfTheLedgersPolicy) {
  const Folder folder;
  for (const std::string pack : {"a", "b", "national-1"}) {
    folder.Write(pack + "/forms/f.json",
                 R"({"id": "f", "title": ")" + pack + R"(", "sections": []})");
  }
  const Packs packs = LoadPacks(folder.root).packs;
  ASSERT_EQ(packs.forms.size(), 3U);
  EXPECT_EQ(packs.FindForm("b", "f")->title.zh, "b");
  EXPECT_EQ(packs.FindForm("c", "f")->title.zh, "national-1");
  EXPECT_EQ(packs.FindForm("b", "g"), nullptr);
}

TEST(Packs, GiveNoFormOfAnotherProvinceUnlessItIsNamed) {
  const Folder folder;
  folder.Write("a/forms/f.json", R"({"id": "f", "title": "a", "sections": []})");
  const Packs packs = LoadPacks(folder.root).packs;
  EXPECT_EQ(packs.FindForm("c", "f"), nullptr);
  EXPECT_EQ(packs.FindForm("c", "c/f"), nullptr);
  EXPECT_EQ(packs.FindForm("c", "a/f")->title.zh, "a");
  EXPECT_EQ(packs.NamesOf("f"), std::vector<std::string>{"a/f"});
  EXPECT_EQ(packs.NamesOf("c/f"), std::vector<std::string>{"a/f"});
  EXPECT_EQ(packs.NamesOf("g"), std::vector<std::string>{});
}

TEST(Packs, ReportCodesByFileAndLine) {
  const Folder folder;
  folder.WriteCodes();
  EXPECT_EQ(folder.Errors(), "");
  folder.Write("codes-1/economic.csv",
               "\xEF\xBB\xBF"
               "code,name,parent,group,three_public\r\n"
               "302,\"a, \"\"b\"\"\",,public,\r\n"
               "30201,x,302,publik,\r\n"
               "30202,x,399,public,\r\n"
               "30203,x,302,public,cars\r\n"
               "302,again,,public,\r\n"
               ",x,,public,\r\n"
               "30204,x,302\r\n");
  folder.Write("codes-1/functional.csv", "code,title\n");
  folder.Write("codes-1/fund_types.csv", "code,name,fiscal,group\n111,x,yes,\n112,y,1,party\n");
  EXPECT_EQ(folder.Errors(),
            "codes-1/economic.csv: line 6: code 302 stands on line 2 already\n"
            "codes-1/economic.csv: line 7: the code is missing\n"
            "codes-1/economic.csv: line 8: 5 columns are due, 3 found\n"
            "codes-1/economic.csv: line 3: there is no group \"publik\"\n"
            "codes-1/economic.csv: line 5: there is no three-public expense \"cars\"\n"
            "codes-1/economic.csv: line 4: there is no parent 399\n"
            "codes-1/functional.csv: line 1: the column name is missing\n"
            "codes-1/functional.csv: line 1: the column parent is missing\n"
            "codes-1/fund_types.csv: line 2: fiscal is 0 or 1, not \"yes\"\n"
            "codes-1/fund_types.csv: line 3: there is no group of funds \"party\"\n");
  EXPECT_EQ(LoadPacks(folder.root).packs.code_tables.at("1").Economic("302")->name, "a, \"b\"");
}

TEST(Packs, ReportWhatIsNotThere) {
  const Folder folder;
  EXPECT_NE(folder.Errors().find("there are no packs here"), std::string::npos);
  fs::create_directories(folder.root / "codes-1");
  EXPECT_EQ(folder.Errors(),
            "codes-1/economic.csv: it cannot be read\n"
            "codes-1/functional.csv: it cannot be read\n"
            "codes-1/fund_types.csv: it cannot be read\n");
}

// The places and words of everything wrong with a form.
std::string Wrong(const std::string& json) {
  std::string wrong;
  for (const auto& problem : ReadFormJson(json).problems) {
    wrong += problem.where + ": " + Sentence(problem.problem).en + "\n";
  }
  return wrong;
}

TEST(FormJson, ReportsWhereTheTextIsNoJson) {
  EXPECT_TRUE(
      Wrong("{\n  \"id\": \"a\",\n  oops\n}").starts_with("line 3, column 3: no valid JSON"))
      << Wrong("{\n  \"id\": \"a\",\n  oops\n}");
  EXPECT_TRUE(Wrong("").starts_with("line 1, column 1: no valid JSON")) << Wrong("");
  EXPECT_TRUE(Wrong("{\"id\": 1e999}").starts_with("/: no valid JSON: ")) << "no number so large";
}

TEST(FormJson, ReportsUnknownMembersAndWrongTypesByPlace) {
  EXPECT_EQ(Wrong("[]"), "/: an object is due\n");
  EXPECT_EQ(Wrong(R"({"id": 1, "titel": "x", "audience": "publik", "sections": {}})"),
            "/id: a string is due\n"
            "/audience: there is no \"publik\"; there are: public, internal; near it: public\n"
            "/sections: an array is due\n"
            "/titel: there is no such member; near it: title\n");
  EXPECT_EQ(Wrong(R"({"id": "a", "sections": [{"columns": [{"head": 5, "width": -1}],
                      "rows": [{"cells": [7], "repeat": {"ovr": "x", "filter": "categry=x"},
                                "only_with_classified": "yes"}]}]})"),
            "/sections/0/columns/0/head: an object is due\n"
            "/sections/0/columns/0/width: a whole number from 0 to 500 is due\n"
            "/sections/0/rows/0/only_with_classified: true or false is due\n"
            "/sections/0/rows/0/repeat/over: it does not say over what to repeat\n"
            "/sections/0/rows/0/repeat/filter: no condition \"categry\"; conditions are written "
            "key=value; near it: category\n"
            "/sections/0/rows/0/repeat/ovr: there is no such member; near it: over\n"
            "/sections/0/rows/0/cells/0: an object is due\n");
}

TEST(FormJson, ReportsAnUnknownFigureByPlaceWithThoseNear) {
  const std::string cell = R"json({"figure": "paidd(category=project)"})json";
  EXPECT_EQ(Wrong(R"({"id": "a", "sections": [{"columns": [{"head": "x"}], "rows": [{"cells": [)" +
                  cell + "]}]}]}"),
            "/sections/0/rows/0/cells/0/figure: there is no figure \"paidd\"; near it: paid\n");
}

TEST(Packs, ReportTheLineOfWhatIsWrongWithAForm) {
  const Folder folder;
  folder.Write("a/forms/x.json", R"json({
  "id": "x",
  "title": {"zh": "{yeer}", "en": "\"}, {"},
  "sections": [
    {"title": "", "columns": [{"head": "a"}, {"head": ["b"]}], "rows": []},
    {
      "columns": [{"head": "a"}],
      "rows": [
        {"cells": [{"figure": "paid"}]},
        {"cells": [{"figure": "payd"}]}
      ]
    }
  ]
})json");
  EXPECT_EQ(folder.Errors(),
            "a/forms/x.json: line 5, /sections/0/columns/1/head: an object is due\n");
  folder.Write("a/forms/x.json", R"json({
  "id": "x",
  "title": {"zh": "{yeer}", "en": "\"}, {"},
  "sections": [
    {"columns": [{"head": "a", "width": 5}], "rows": []},
    {
      "columns": [{"head": "a"}],
      "rows": [
        {"cells": [{"figure": "paid"}]},
        {"cells": [{"figure": "payd"}]}
      ]
    }
  ]
})json");
  EXPECT_EQ(folder.Errors(),
            "a/forms/x.json: line 3, /title/zh: there is no placeholder {yeer} here; near it: "
            "year\n"
            "a/forms/x.json: line 10, /sections/1/rows/1/cells/0/figure: there is no figure "
            "\"payd\"; near it: paid\n");
}

// What the policy of a pack "p" is told to be wrong with, once `from` in it says `to`.
std::string WrongPolicy(const std::string& from, const std::string& to) {
  std::string text = ReadFile(SOURCE_DIR "/deploy/packs/hunan-2024/policy.json");
  text.replace(text.find("hunan-2024"), 10, "p");
  if (!from.empty()) {
    const size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
  }
  const Folder folder;
  folder.Write("p/policy.json", text);
  return folder.Errors();
}

TEST(Packs, ReportWhatIsWrongWithAPolicyByLineBeforeAnybodyAdoptsIt) {
  EXPECT_EQ(WrongPolicy("", ""), "");
  EXPECT_TRUE(WrongPolicy("\"version\": 1,", "\"version\" 1,")
                  .starts_with("p/policy.json: line 3, column 13: no valid JSON"))
      << WrongPolicy("\"version\": 1,", "\"version\" 1,");
  EXPECT_EQ(WrongPolicy("\"p\"", "\"q\""),
            "p/policy.json: line 2, /id: the id is to be the folder's name\n");
  EXPECT_EQ(WrongPolicy("\"equal_rule\"", "\"equal_rul\""),
            "p/policy.json: line 29, /equal_rul: there is no such member; near it: equal_rule\n");
  EXPECT_EQ(WrongPolicy("\"FORBID\"", "\"FORBIDD\""),
            "p/policy.json: line 8, /over_budget: there is no \"FORBIDD\"; there are: FORBID, "
            "INTERCEPT, WARN, RECORD_ONLY; near it: FORBID\n");
  EXPECT_EQ(WrongPolicy("\"backdating_days\": 0", "\"backdating_days\": -1"),
            "p/policy.json: line 11, /backdating_days: a whole number from 0 on is due\n");
  EXPECT_EQ(WrongPolicy("\"targets_before_money\": true", "\"targets_before_money\": \"yes\""),
            "p/policy.json: line 10, /targets_before_money: true or false is due\n");
  EXPECT_EQ(WrongPolicy("\"grades\": [", "\"grades\": [7,"),
            "p/policy.json: line 31, /grades/0: an object is due\n");
}

// By the name core gives the field, found again in the file.
TEST(Packs, ReportWhatAPolicySaysThatCannotBe) {
  EXPECT_EQ(WrongPolicy("\"en\": \"achieved\", ", ""),
            "p/policy.json: line 24, /bands/0/en: required\n");
  const std::string band = WrongPolicy("\"from_percent\": 60", "\"from_percent\": 70");
  EXPECT_TRUE(band.starts_with("p/policy.json: line 26, /bands/2: ")) << band;
  const std::string decimals = WrongPolicy("\"score_decimals\": 2", "\"score_decimals\": 3");
  EXPECT_TRUE(decimals.starts_with("p/policy.json: line 30, /score_decimals: ")) << decimals;
  const std::string month = WrongPolicy("\"from_month\": 3", "\"from_month\": 13");
  EXPECT_TRUE(month.starts_with("p/policy.json: line 45, /warning_rules/5/from_month: ")) << month;
  const std::string kind = WrongPolicy("\"declaration\"", "\"declarations\"");
  EXPECT_TRUE(kind.starts_with("p/policy.json: line 12, /allowed_after_close: ")) << kind;
}

TEST(Packs, ReportWhatIsWrongWithATemplateByLine) {
  const Folder folder;
  folder.Write("p/forms/f.json", R"({"id": "f", "sections": []})");
  folder.Write("q/forms/g.json", R"({"id": "g", "sections": []})");
  folder.Write("p/templates/t.txt",
               "# {unit_name}\n支出{payd}万元。\n\n{table f}\n{table g}\n{table reconciliation}\n");
  EXPECT_EQ(folder.Errors(),
            "p/templates/t.txt: line 2: there is no figure \"payd\"; near it: paid\n"
            "p/templates/t.txt: line 5: there is no form g; near it: q/g\n");
}

TEST(Packs, ReportTheLineOfWhatIsWrongWithARuleOfTheChecks) {
  const Folder folder;
  folder.WriteCodes();
  folder.Write("checks/rules.json",
               "{\n  \"total_points\": 100,\n  \"sums\": [\n    {\"id\": \"a\", \"zh\": \"甲\", "
               "\"en\": \"a\",\n     \"whole\": 7, \"parts\": [\"paid\"]}\n  ]\n}\n");
  EXPECT_EQ(folder.Errors(), "checks/rules.json: line 5, /sums/0/whole: a text is due\n");
}

TEST(Packs, WantTheFormNamedLikeItsFile) {
  const Folder folder;
  folder.Write("a/forms/x.json", R"({"id": "y", "sections": []})");
  EXPECT_EQ(folder.Errors(), "a/forms/x.json: line 1, /id: the id is to be the file's name\n");
}

}  // namespace
}  // namespace outturn::app
