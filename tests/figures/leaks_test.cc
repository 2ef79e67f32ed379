#include "services/figures/public/leaks.h"

#include <gtest/gtest.h>

#include "services/figures/forms/form.h"
#include "services/figures/forms/template.h"
#include "services/figures/values/elimination.h"
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
    leaks = FindLeaks(year.At(), {TableOf(figures)}, readers);
    return Text();
  }
  // What was found, without 结余: of a year without a budget that is what was paid once more.
  std::string Text() {
    std::string text;
    for (const Revealed& one : leaks.exact) {
      if (one.figure.starts_with("remaining")) continue;
      text += one.figure + "=" + std::to_string(one.amount.count()) +
              (one.when.empty() ? "" : " " + one.when.en) + " ";
    }
    for (const Revealed& one : leaks.sums) {
      if (one.figure == "remaining") continue;
      for (const std::string& project : one.projects) text += project + "+";
      text += "=" + std::to_string(one.amount.count()) + " ";
    }
    return text;
  }
  static Table TableOf(const std::vector<std::string>& figures) {
    Table table;
    table.sections.emplace_back();
    for (const std::string& figure : figures) {
      Cell cell;
      cell.figure = figure;
      table.sections[0].rows.push_back({RowKind::kPlain, {cell}});
    }
    return table;
  }
  // What documents of one day after another reveal, the last of them with those before.
  std::string RevealInTurn(
      const std::vector<std::pair<std::string, std::vector<std::string>>>& documents) {
    LeakSearch search;
    for (size_t i = 0; i + 1 < documents.size(); ++i) {
      search.AddPublished(year.At(documents[i].first), {TableOf(documents[i].second)});
    }
    leaks = search.Find(year.At(documents.back().first), {TableOf(documents.back().second)});
    return Text();
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

TEST_F(LeaksTest, KnowWhatIsCommittedAndWhatIsLeft) {
  AddProject("S1", 4'000, true);
  year.Move("LS1", "30201", Measure::kCommitted, 700);
  year.Move("LS1", "30201", Measure::kInitial, 9'000);
  EXPECT_EQ(Reveal({"committed"}), "committed(project=S1)=700 ");
  EXPECT_EQ(
      Reveal({"remaining(category=project)", "remaining(project=P1)", "remaining(project=P2)"}),
      "");
  ASSERT_EQ(leaks.exact.size(), 1u);
  EXPECT_EQ(leaks.exact[0].figure, "remaining(project=S1)");
  EXPECT_EQ(leaks.exact[0].amount, core::Fen(5'000));
}

TEST_F(LeaksTest, SeeWhatTheDifferenceOfTwoDocumentsTells) {
  AddProject("S1", 4'000, true);
  (void)Reveal({});
  year.Move("LS1", "30201", Measure::kPaid, 250, "2024-09-01");
  const std::vector<std::string> total = {"paid(category=project)"};
  const std::vector<std::string> rows = {"paid(category=project)", "paid(project=P1)",
                                         "paid(project=P2)"};
  // Only the classified project paid after July: the two totals say what.
  EXPECT_EQ(RevealInTurn({{"2024-07-31", total}, {"2024-12-31", total}}),
            "paid(project=S1)=250 after 2024-07-31, until 2024-12-31 ");
  EXPECT_EQ(leaks.exact.at(0).steps.at(1).figure, "paid(category=project) @2024-07-31");
  // In December the rows are left out; but those of July have not changed since.
  EXPECT_EQ(RevealInTurn({{"2024-07-31", rows}, {"2024-12-31", total}}), "paid(project=S1)=4250 ");
  // What July's told then is known; the same day again tells nothing new either.
  EXPECT_EQ(RevealInTurn({{"2024-07-31", rows}, {"2024-12-31", {"initial_budget"}}}), "");
  EXPECT_EQ(RevealInTurn({{"2024-07-31", rows}, {"2024-08-31", {"paid(project=P1)"}}}),
            "paid(project=S1)=4000 ");
  // December's rows tell July's amount, too, where the public ones did not change.
  EXPECT_EQ(RevealInTurn({{"2024-07-31", total}, {"2024-12-31", rows}}),
            "paid(project=S1)=4250 paid(project=S1)=4000 until 2024-07-31 ");
}

TEST_F(LeaksTest, SeeNoDifferenceWhereOthersPaidToo) {
  AddProject("S1", 4'000, true);
  (void)Reveal({});
  year.Move("LS1", "30201", Measure::kPaid, 250, "2024-09-01");
  year.Move("LP1", "30201", Measure::kPaid, 30, "2024-09-01");
  const std::vector<std::string> total = {"paid(category=project)"};
  EXPECT_EQ(RevealInTurn({{"2024-07-31", total}, {"2024-12-31", total}}), "");
  EXPECT_EQ(RevealInTurn({{"2024-07-31", {"paid(category=project)", "paid(project=P1)"}},
                          {"2024-12-31", {"paid(category=project)", "paid(project=P1)"}}}),
            "paid(project=S1)=250 after 2024-07-31, until 2024-12-31 ");
}

TEST_F(LeaksTest, LookAtTheProseOfAReport) {
  AddProject("S1", 4'000, true);
  (void)Reveal({});
  const Template written =
      ReadTemplate("合计 {paid(category=project)}\n其中 {paid(project=P1)} 和 {paid(project=P2)}");
  Printing printing(Language::kChinese);
  printing.for_public = true;
  const Filled filled = Fill(written, year.At(), {}, printing);
  leaks = FindLeaks(year.At(), {ProseTable(written, filled)});
  EXPECT_EQ(Text(), "paid(project=S1)=4000 ");
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
  ASSERT_EQ(leaks.exact.size(), 2u);  // what is left, too
  EXPECT_EQ(leaks.exact[0].amount, core::Fen(4'000));
  EXPECT_TRUE(leaks.names.empty());
}

}  // namespace
}  // namespace outturn::figures
