// Units beside the sample year's, with the built server: a subordinate of it, and one under another
// province's rules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/cli/at_server.h"

namespace outturn::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const char* const kCentre = "431200-136001";
const char* const kHubei = "429900-045";

class SmallUnits : public AtServer {
 protected:
  SmallUnits() : AtServer({{"OUTTURN_LANG", "en"}}) {}
  void SetUp() override {
    AtServer::SetUp();
    for (const char* folder :
         {"huaihua-justice-2024", "legal-aid-centre-2024", "bureau-under-hubei-2024"}) {
      ImportSample(folder);
    }
  }

  std::string Csv(std::vector<std::string> arguments, const std::string& unit = "431200-136") {
    arguments.insert(arguments.end(), {"--format", "csv"});
    return Must(arguments, {{"OUTTURN_UNIT", unit}});
  }
};

// One test, as every one of them imports three years.
TEST_F(SmallUnits, AreRolledUpRankedAndGetTheFormsOfTheirOwnProvince) {
  // The bureau with its subordinate, and without the stranger.
  const std::string bureau = Csv({"monitor", "unit", "--as-of", "2024-12-31"});
  EXPECT_THAT(bureau, AllOf(HasSubstr("19227500.00"), HasSubstr("某市法律援助中心"),
                            HasSubstr("1417620.00"), HasSubstr("20645120.00")));
  EXPECT_THAT(bureau, Not(HasSubstr(kHubei)));
  EXPECT_THAT(Csv({"monitor", "unit", "--as-of", "2024-12-31"}, kCentre),
              AllOf(HasSubstr("98.53%"), Not(HasSubstr("19227500.00"))));
  EXPECT_THAT(Csv({"monitor", "city", "--as-of", "2024-12-31"}), HasSubstr("23526660.00"));
  EXPECT_THAT(Csv({"monitor", "city", "--by", "fund", "--as-of", "2024-12-31"}),
              AllOf(HasSubstr("57500.00"), HasSubstr("29000.00")));
  const std::string ranking = Csv({"monitor", "ranking", "--as-of", "2024-12-31"});
  EXPECT_THAT(ranking, AllOf(HasSubstr("1,431200-136,"), HasSubstr("2,431200-136001,"),
                             HasSubstr("3,429900-045,")));

  // In the middle of the year.
  EXPECT_THAT(Csv({"warning", "list", "--as-of", "2024-07-31"}, kCentre),
              AllOf(HasSubstr("project-behind-30"), HasSubstr("project=FY02")));
  EXPECT_THAT(Csv({"warning", "list", "--as-of", "2024-07-31"}, kHubei),
              AllOf(HasSubstr("behind-10"), HasSubstr("project=XM03")));

  // The second province's own form, by its own points: 20 × 97.47 % for execution.
  const std::string form = Csv({"report", "department-evaluation"}, kHubei);
  EXPECT_THAT(form, AllOf(HasSubstr("97.47%"), HasSubstr("19.5"), HasSubstr("94.5"),
                          HasSubstr("抽样调查中知晓率未达预期")));
  // The nation's for both, and nothing of another province under a name both might have.
  for (const char* name : {"monitoring", "execution", "progress", "final-03"}) {
    EXPECT_THAT(Csv({"report", name}, kHubei), HasSubstr("某市司法局（湖北）")) << name;
  }
  const Ran annex = Outturn({"report", "annex1"}, {{"OUTTURN_UNIT", kHubei}});
  EXPECT_EQ(annex.code, 6);
  EXPECT_THAT(annex.err, HasSubstr("hunan-2024/annex1"));
  EXPECT_THAT(Csv({"report", "hunan-2024/annex1"}, kHubei), HasSubstr("某市司法局（湖北）"));
  const Ran diff = Outturn({"diff", "annex1", "--known-at", "1200"}, {{"OUTTURN_UNIT", kHubei}});
  EXPECT_THAT(diff.err, HasSubstr("hunan-2024/annex1"));
  EXPECT_EQ(Outturn({"report", "department-evaluation"}).code, 6);
  EXPECT_THAT(Csv({"report", "annex2"}, kCentre), HasSubstr("98.35"));
  EXPECT_EQ(Outturn({"check"}, {{"OUTTURN_UNIT", kHubei}}).code, 0);
}

}  // namespace
}  // namespace outturn::cli
