#include "services/figures/forms/reconcile.h"

#include <gtest/gtest.h>

#include "services/figures/forms/printed.h"
#include "tests/figures/year.h"

namespace outturn::figures {
namespace {

using core::LineCategory;
using core::Measure;
using testing::On;
using testing::Year;

std::string Read(const std::string& text) {
  const auto number = ReadPrinted(text);
  return number ? number->ToString() + "|" + number->suffix : "no number";
}

TEST(Printed, IsReadLeniently) {
  EXPECT_EQ(Read("20.60"), "20.60|");
  EXPECT_EQ(Read("　78"), "78|");
  EXPECT_EQ(Read("75　"), "75|");
  EXPECT_EQ(Read(" 96.15% "), "96.15|%");
  EXPECT_EQ(Read("９６．１５％"), "96.15|%");
  EXPECT_EQ(Read("1,922.75 万元"), "1922.75|万元");
  EXPECT_EQ(Read("-48.84"), "-48.84|");
  EXPECT_EQ(Read("−48.84"), "-48.84|");
  EXPECT_EQ(Read("300本"), "300|本");
  for (const char* text : {"", "良好", "2024年12月之前完成", "2025年6月9日", ".5", "约300", "1.2.3",
                           "1234567890123", "1.1234567", "--5", "5-3", "1e9"}) {
    EXPECT_EQ(Read(text), "no number") << text;
  }
  EXPECT_EQ(Read("5."), "5|.");
}

TEST(Printed, BlankHasManySpellings) {
  for (const char* text : {"", " ", "　", "——", "—", "-", "/", "\n"}) EXPECT_TRUE(IsBlank(text));
  for (const char* text : {"0", "无", "－1"}) EXPECT_FALSE(IsBlank(text)) << text;
}

class Filed {
 public:
  Filed() {
    year.AddLine("GY", LineCategory::kPublic);
    year.AddProject("ZX", "P1");
  }
  void Declare(const std::string& form, std::vector<core::DeclaredCell> cells,
               const std::string& day = "2024-12-31") {
    year.Declare(form, std::move(cells), day);
  }
  // "verdict difference" of the only declared cell.
  [[nodiscard]] std::string Verdict(const std::string& figure, const std::string& printed) {
    year.ledger->declarations = {};
    Declare("annex", {{figure, "label", printed}});
    const Comparison comparison = Compare(year.At()).at(0);
    return Name(comparison.verdict).en +
           (comparison.difference.empty() ? "" : " " + comparison.difference);
  }
  Year year;
};

TEST(Reconciliation, TellsEqualRoundedAndDifferentApart) {
  Filed filed;
  filed.year.Move("GY", "30217", Measure::kPaid, 20'599'700);  // 20.5997 万元
  EXPECT_EQ(filed.Verdict("paid", "20.5997"), "equal");
  EXPECT_EQ(filed.Verdict("paid", "20.60"), "equal by rounding");
  EXPECT_EQ(filed.Verdict("paid", "20.6 万元"), "equal by rounding");
  EXPECT_EQ(filed.Verdict("paid", "205997元"), "equal");
  EXPECT_EQ(filed.Verdict("paid", "20.59"), "different -0.01");
  EXPECT_EQ(filed.Verdict("paid", "20.61"), "different 0.01");
  EXPECT_EQ(filed.Verdict("paid", ""), "printed blank");
  EXPECT_EQ(filed.Verdict("paid", "——"), "printed blank");
  EXPECT_EQ(filed.Verdict("paid", "若干"), "unreadable");
  EXPECT_EQ(filed.Verdict("", "20.60"), "no figure");
  EXPECT_EQ(filed.Verdict("payed", "20.60"), "unknown figure");
  EXPECT_EQ(filed.Verdict("prior_year_paid", "20.60"), "no derived value");
  EXPECT_EQ(filed.Verdict("prior_year_paid", ""), "equal");
  EXPECT_EQ(filed.Verdict("unit_name", "司 法 局"), "equal");
  EXPECT_EQ(filed.Verdict("unit_name", "公安局"), "different");
}

TEST(Reconciliation, RoundsOnlyAtTheBorder) {
  Filed filed;
  filed.year.Move("GY", "30217", Measure::kPaid, 5000);  // 0.005 万元
  EXPECT_EQ(filed.Verdict("paid", "0.01"), "equal by rounding");
  EXPECT_EQ(filed.Verdict("paid", "0.00"), "different -0.01");
  filed.year.Move("GY", "30217", Measure::kPaid, -1);
  EXPECT_EQ(filed.Verdict("paid", "0.00"), "equal by rounding");
  EXPECT_EQ(filed.Verdict("paid", "0"), "equal by rounding");
}

TEST(Reconciliation, ComparesRatesWithOrWithoutTheSign) {
  Filed filed;
  filed.year.ledger->quotas["a"].Put(On("2024-01-01"), 1, 78);
  filed.year.ledger->headcounts["a"].Put(On("2024-01-01"), 2, 75);
  EXPECT_EQ(filed.Verdict("staff_control_rate", "96.15%"), "equal by rounding");
  EXPECT_EQ(filed.Verdict("staff_control_rate", "96.15"), "equal by rounding");
  EXPECT_EQ(filed.Verdict("staff_control_rate", "96.16%"), "different 0.01");
  EXPECT_EQ(filed.Verdict("staff_quota", "78人"), "equal");
}

TEST(Reconciliation, TakesTheLastFilingOfEachForm) {
  Filed filed;
  filed.Declare("a", {{"paid", "one", "1"}}, "2024-06-01");
  filed.Declare("b", {{"paid", "two", "2"}}, "2024-07-01");
  filed.Declare("a", {{"paid", "three", "3"}}, "2024-08-01");
  const auto labels = [&](const char* day) {
    std::string text;
    for (const Comparison& comparison : Compare(filed.year.At(day))) text += comparison.label + " ";
    return text;
  };
  EXPECT_EQ(labels("2024-05-31"), "");
  EXPECT_EQ(labels("2024-07-31"), "one two ");
  EXPECT_EQ(labels("2024-08-01"), "three two ");
}

}  // namespace
}  // namespace outturn::figures
