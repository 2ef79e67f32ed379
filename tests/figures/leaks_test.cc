#include "services/figures/leaks.h"

#include <gtest/gtest.h>

#include "services/figures/elimination.h"
#include "services/figures/form.h"
#include "tests/figures/year.h"

namespace outturn::figures {
namespace {

using core::LineCategory;
using core::Measure;

TEST(Elimination, SaysHowRowsMakeARowUp) {
  Echelon echelon(3);
  echelon.Add({Modular(1), Modular(1), Modular(1)});
  echelon.Add({Modular(1), Modular(0), Modular(-1)});
  const auto made = echelon.Combination({Modular(0), Modular(1), Modular(2)});
  ASSERT_TRUE(made);
  EXPECT_EQ(Whole(made->at(0)), 1);
  EXPECT_EQ(Whole(made->at(1)), -1);
  EXPECT_FALSE(echelon.Combination({Modular(1)}));
  EXPECT_EQ(Whole(Modular(-7)), -7);
  EXPECT_EQ(Whole(kPrime / 2), std::nullopt);
}

class LeaksTest : public ::testing::Test {
 protected:
  LeaksTest() {
    Pay("G", 100);
    year.AddLine("G", LineCategory::kPublic);
    AddProject("P1", 1'000, false);
    AddProject("P2", 2'000, false);
  }
  void Pay(const std::string& line, int64_t fen) { to_pay.emplace_back(line, fen); }
  void AddProject(const std::string& code, int64_t fen, bool classified) {
    year.AddProject("L" + code, code).classified = classified;
    to_pay.emplace_back("L" + code, fen);
  }
  // What the figures named together reveal, "paid(project=S1)=4000" each.
  std::string Reveal(const std::vector<std::string>& figures,
                     Readers readers = Readers::kHaveTheForms) {
    for (const auto& [line, fen] : to_pay) year.Move(line, "30201", Measure::kPaid, fen);
    to_pay.clear();
    Table table;
    table.sections.emplace_back();
    for (const std::string& figure : figures) {
      Cell cell;
      cell.figure = figure;
      table.sections[0].rows.push_back({RowKind::kPlain, {cell}});
    }
    leaks = FindLeaks(year.At(), {table}, readers);
    std::string text;
    for (const Revealed& one : leaks.exact) {
      text += one.figure + "=" + std::to_string(one.amount.count()) + " ";
    }
    for (const Revealed& one : leaks.sums) {
      for (const std::string& project : one.projects) text += project + "+";
      text += "=" + std::to_string(one.amount.count()) + " ";
    }
    return text;
  }
  testing::Year year;
  std::vector<std::pair<std::string, int64_t>> to_pay;
  Leaks leaks;
};

TEST_F(LeaksTest, RevealASingleClassifiedProjectExactly) {
  AddProject("S1", 4'000, true);
  EXPECT_EQ(Reveal({"paid(category=project)", "paid(project=P1)", "paid(project=P2)"}),
            "paid(project=S1)=4000 ");
  ASSERT_EQ(leaks.exact.at(0).steps.size(), 3u);
  EXPECT_EQ(leaks.exact[0].steps[0].figure, "paid(category=project)");
  EXPECT_EQ(leaks.exact[0].steps[0].times, 1);
  EXPECT_EQ(leaks.exact[0].steps[1].times, -1);
}

TEST_F(LeaksTest, RevealNothingWhileARowIsMissing) {
  AddProject("S1", 4'000, true);
  EXPECT_EQ(Reveal({"paid(category=project)", "paid(project=P1)"}), "");
}

TEST_F(LeaksTest, RevealMoreToThoseWhoHaveThePublicEvents) {
  AddProject("S1", 4'000, true);
  EXPECT_EQ(Reveal({"paid", "paid(project=P1)"}), "");
  EXPECT_EQ(Reveal({"paid", "paid(project=P1)"}, Readers::kHaveThePublicEvents),
            "paid(project=S1)=4000 ");
  AddProject("S2", 5'000, true);
  EXPECT_EQ(Reveal({"paid"}, Readers::kHaveThePublicEvents), "S1+S2+=9000 ");
}

TEST_F(LeaksTest, SeeAWayAroundByOtherTables) {
  AddProject("S1", 4'000, true);
  EXPECT_EQ(Reveal({"paid", "paid(category=basic)", "paid(project=P1)", "paid(project=P2)"}),
            "paid(project=S1)=4000 ");
}

TEST_F(LeaksTest, RevealOnlyTheSumOfTwo) {
  AddProject("S1", 4'000, true);
  AddProject("S2", 5'000, true);
  EXPECT_EQ(Reveal({"paid(category=project)", "paid(project=P1)", "paid(project=P2)"}),
            "S1+S2+=9000 ");
}

TEST_F(LeaksTest, TellTwoApartByAClassOnlyOneOfThemHas) {
  AddProject("S1", 4'000, true);
  AddProject("S2", 5'000, true);
  year.Move("LS2", "30211", Measure::kPaid, 700);
  EXPECT_EQ(Reveal({"paid(category=project)", "paid(project=P1)", "paid(project=P2)",
                    "paid(class=30211)", "paid(class=30201)", "paid(category=basic)"}),
            "S1+S2+=9700 ");
  EXPECT_EQ(Reveal({"paid(category=project)", "paid(project=P1)", "paid(project=P2)",
                    "paid(function=204)", "paid(project_kind=special_fund)"}),
            "S1+S2+=9700 ");
}

TEST_F(LeaksTest, KnowMovementsApart) {
  AddProject("S1", 4'000, true);
  year.Move("LS1", "30201", Measure::kInitial, 9'000);
  year.Move("LP1", "30201", Measure::kInitial, 1'000);
  EXPECT_EQ(Reveal({"initial_budget", "initial_budget(project=P1)", "paid"}),
            "initial_budget(project=S1)=9000 full_year_budget(project=S1)=9000 ");
}

TEST_F(LeaksTest, FindNamesAndCodesInWhatIsPrinted) {
  year.AddProject("LX", "SECRET-1").classified = true;
  year.ledger->lines["LX"].facts.project_name = "夜莺行动";
  Table table;
  table.id = "annex1";
  table.notes = {"另有夜莺行动一项"};
  leaks = FindLeaks(year.At(), {table});
  ASSERT_EQ(leaks.names.size(), 1u);
  EXPECT_EQ(leaks.names[0].project, "SECRET-1");
  EXPECT_EQ(leaks.names[0].form, "annex1");
}

TEST_F(LeaksTest, AreNoneWithoutClassifiedProjects) {
  EXPECT_EQ(Reveal({"paid", "paid(project=P1)"}), "");
  const Table table = LeakTable(leaks, year.At(), {}, Language::kEnglish);
  EXPECT_EQ(table.notes.at(0), "The ledger has no classified projects.");
}

TEST_F(LeaksTest, AreTakenFromThePublicVersionOfAForm) {
  AddProject("S1", 4'000, true);
  FormDefinition form;
  form.id = "f";
  form.audience = Audience::kInternal;
  form.sections.emplace_back();
  form.sections[0].columns = {{{"项目", "project"}, Align::kLeft, 0, ""},
                              {{"数", "paid"}, Align::kRight, 0, "paid({select})"}};
  RowDefinition total;
  total.cells.resize(1);
  total.select = "category=project";
  RowDefinition each;
  each.repeat.emplace();
  each.cells.resize(1);
  each.cells[0].label = {"{project_name}{mark}", "{project_name}{mark}"};
  each.select = "project={project}";
  form.sections[0].rows = {total, each};
  ASSERT_TRUE(CheckForm(form).empty());
  (void)Reveal({});
  Printing printing(Language::kEnglish);
  EXPECT_EQ(FormTable(form, year.At(), {}, printing).sections[0].rows.size(), 4u);
  printing.for_public = true;
  const Table table = FormTable(form, year.At(), {}, printing);
  EXPECT_EQ(table.sections[0].rows.size(), 3u);
  leaks = FindLeaks(year.At(), {table});
  ASSERT_EQ(leaks.exact.size(), 1u);
  EXPECT_EQ(leaks.exact[0].amount, core::Fen(4'000));
  EXPECT_TRUE(leaks.names.empty());
}

}  // namespace
}  // namespace outturn::figures
