#include "services/figures/forms/form.h"

#include <gtest/gtest.h>

#include "tests/figures/year.h"

namespace outturn::figures {
namespace {

using core::LineCategory;
using core::Measure;
using testing::Year;

Words Both(const std::string& text) { return {text, text}; }

CellDefinition Label(const std::string& text) {
  CellDefinition cell;
  cell.label = Both(text);
  return cell;
}
CellDefinition FigureCell(const std::string& figure) {
  CellDefinition cell;
  cell.figure = figure;
  return cell;
}

// A form of one section: a column of labels and one of paid({select}).
FormDefinition Form(std::vector<RowDefinition> rows, Audience audience = Audience::kInternal) {
  FormDefinition form;
  form.id = "test";
  form.title = {"{unit_name} {year}", "{unit_name} of {year}, last year {prior_year}"};
  form.audience = audience;
  SectionDefinition section;
  section.columns.resize(2);
  section.columns[0].head = Both("item");
  section.columns[1].head = Both("{month}");
  section.columns[1].figure = "paid({select})";
  section.columns[1].align = Align::kRight;
  section.rows = std::move(rows);
  form.sections = {section};
  return form;
}

RowDefinition SelectRow(const std::string& label, const std::string& select,
                        std::optional<Repeat> repeat = std::nullopt) {
  RowDefinition row;
  row.cells = {Label(label)};
  row.select = select;
  row.repeat = std::move(repeat);
  return row;
}
Repeat RepeatOver(Over over) {
  Repeat repeat;
  repeat.over = over;
  return repeat;
}

// "label=printed" of every row; indentation as dots.
std::vector<std::string> Lines(const Table& table) {
  std::vector<std::string> lines;
  for (const Row& row : table.sections.at(0).rows) {
    std::string line;
    for (const Cell& cell : row.cells) {
      if (!line.empty()) line += "=";
      line += std::string(static_cast<size_t>(cell.indent), '.') +
              (cell.same_as_above ? "^" : cell.printed);
    }
    lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> LinesOf(const FormDefinition& form, const Year& year) {
  EXPECT_TRUE(CheckForm(form).empty());
  return Lines(FormTable(form, year.At(), {}, Language::kChinese));
}

using Expected = std::vector<std::string>;

Year Sample() {
  Year year;
  year.AddLine("GY", LineCategory::kPublic);
  year.AddProject("Z1", "P1");
  year.AddProject("Z2", "P2").classified = true;
  year.AddProject("Z3", "P3", core::ProjectKind::kOperation).functional_class = "2010301";
  year.Move("GY", "30201", Measure::kPaid, 1'000'000);
  year.Move("Z1", "30211", Measure::kPaid, 2'000'000);
  year.Move("Z2", "30211", Measure::kPaid, 3'000'000);
  year.Move("Z3", "30217", Measure::kPaid, 4'000'000);
  return year;
}

TEST(Form, NamesTheFigureAndItsExactValueInEveryCell) {
  const Table table =
      FormTable(Form({SelectRow("all", "")}), Sample().At("2024-07-31"), {}, Language::kEnglish);
  EXPECT_EQ(table.title, "司法局 of 2024, last year 2023");
  EXPECT_EQ(table.sections[0].columns[1].head, "7");
  const Cell& cell = table.sections[0].rows[0].cells[1];
  EXPECT_EQ(cell.figure, "paid");
  EXPECT_EQ(cell.value, Value(core::Fen(10'000'000)));
  EXPECT_EQ(cell.printed, "10.00");
  EXPECT_EQ(cell.align, Align::kRight);
}

TEST(Form, RepeatsOverProjectsWithAFilter) {
  Repeat special = RepeatOver(Over::kProjects);
  special.filter.project_kind = core::ProjectKind::kSpecialFund;
  EXPECT_EQ(
      LinesOf(Form({SelectRow("{project_name}{mark}", "project={project}", special)}), Sample()),
      (Expected{"project P1=2.00", "project P2（涉密）=3.00"}));
}

TEST(Form, ShowsARowWhereThereIsNothingToRepeat) {
  Repeat other = RepeatOver(Over::kProjects);
  other.filter.project_kind = core::ProjectKind::kOtherDevelopment;
  const RowDefinition silent = SelectRow("{project_name}", "project={project}", other);
  other.none = {Label("none")};
  const RowDefinition spoken = SelectRow("{project_name}", "project={project}", other);
  EXPECT_EQ(LinesOf(Form({silent, spoken}), Sample()), (Expected{"none"}));
}

TEST(Form, ForThePublicShowsNothingClassifiedButCountsIt) {
  RowDefinition hint;
  hint.cells = {Label("classified")};
  hint.only_with_classified = true;
  RowDefinition named = SelectRow("named", "project=P2");
  const std::vector<RowDefinition> rows = {
      SelectRow("all", ""),
      SelectRow("{project_name}", "project={project}", RepeatOver(Over::kProjects)),
      SelectRow("{line}", "line={line}", RepeatOver(Over::kLines)), hint, named};
  Year year = Sample();
  EXPECT_EQ(LinesOf(Form(rows, Audience::kPublic), year),
            (Expected{"all=10.00", "project P1=2.00", "project P3=4.00", "GY=1.00", "Z1=2.00",
                      "Z3=4.00", "classified", "named="}));
  const Table table = FormTable(Form(rows, Audience::kPublic), year.At(), {}, Language::kChinese);
  EXPECT_EQ(table.sections[0].rows.back().cells[1].figure, "") << "not even the name";
  year.ledger->lines["Z2"].facts.classified = false;
  EXPECT_EQ(LinesOf(Form({hint}), year), Expected{});
}

TEST(Form, HidesAProjectAsSoonAsOneOfItsLinesIsClassified) {
  Year year = Sample();
  year.AddProject("Z1b", "P1").classified = true;
  const FormDefinition form =
      Form({SelectRow("{line}", "line={line}", RepeatOver(Over::kLines))}, Audience::kPublic);
  EXPECT_EQ(LinesOf(form, year), (Expected{"GY=1.00", "Z3=4.00"}));
}

TEST(Form, RepeatsOverFunctionalClassesWithThoseAbove) {
  const Repeat all = RepeatOver(Over::kFunctionalClasses);
  EXPECT_EQ(LinesOf(Form({SelectRow("{function} {function_name}", "function={function}", all)}),
                    Sample()),
            (Expected{"201 =4.00", ".20103 =4.00", "..2010301 =4.00", "204 public security=6.00",
                      ".20406 justice=6.00", "..2040601 running=6.00"}));
  Repeat top = all;
  top.levels = 1;
  EXPECT_EQ(LinesOf(Form({SelectRow("{function}", "function={function}", top)}), Sample()),
            (Expected{"201=4.00", "204=6.00"}));
}

TEST(Form, RepeatsOverEconomicClassesInUse) {
  Year year = Sample();
  const FormDefinition form =
      Form({SelectRow("{class}", "class={class}", RepeatOver(Over::kEconomicClasses))});
  EXPECT_EQ(LinesOf(form, year),
            (Expected{"302=10.00", ".30201=1.00", ".30211=5.00", ".30217=4.00"}));
  year.Move("GY", "", Measure::kReceived, 5);
  EXPECT_EQ(LinesOf(form, year).size(), 4U) << "receiving funds makes no class";
  year.Move("GY", "", Measure::kInitial, 5);
  EXPECT_EQ(LinesOf(form, year).back(), "none=0.00");
}

TEST(Form, ShowsWhatWasOpenOnTheDay) {
  Year year = Sample();
  year.ledger->lines["Z3"].opened_on = testing::On("2024-09-01");
  const FormDefinition form =
      Form({SelectRow("{project}", "project={project}", RepeatOver(Over::kProjects))});
  EXPECT_EQ(Lines(FormTable(form, year.At("2024-08-31"), {}, Language::kChinese)).size(), 2U);
  EXPECT_EQ(Lines(FormTable(form, year.At("2024-09-01"), {}, Language::kChinese)).size(), 3U);
}

RowDefinition IndicatorRow() {
  RowDefinition row;
  row.repeat = RepeatOver(Over::kIndicators);
  row.repeat->frame = {{"成本指标", "经济成本指标", {}, ""},
                       {"产出指标", "数量指标", {"产出数量"}, ""},
                       {"效益指标", "生态效益指标", {}, "text(test, ecology)"}};
  row.repeat->no_indicator = Both("n/a");
  row.cells = {Label("{level1}"), Label("{level3}")};
  row.cells[0].merges = true;
  return row;
}

TEST(Form, GroupsIndicatorsInItsFrame) {
  Year year;
  year.AddIndicator("B", core::IndicatorKind::kAtLeast, "1", 100).order = 2;
  year.AddIndicator("A", core::IndicatorKind::kAtLeast, "1", 100).order = 3;
  core::IndicatorSet& also = year.AddIndicator("C", core::IndicatorKind::kAtLeast, "1", 100);
  also.level2 = "产出数量";
  also.order = 1;
  core::IndicatorSet& extra = year.AddIndicator("D", core::IndicatorKind::kAtLeast, "1", 100);
  extra.level2 = "质量指标";
  core::IndicatorSet& strange = year.AddIndicator("E", core::IndicatorKind::kAtLeast, "1", 100);
  strange.level1 = "其他指标";
  year.AddIndicator("P", core::IndicatorKind::kAtLeast, "1", 100).project = "P1";
  EXPECT_EQ(LinesOf(Form({IndicatorRow()}), year),
            (Expected{"成本指标=n/a", "产出指标=indicator C", "^=indicator B", "^=indicator A",
                      "^=indicator D", "效益指标=n/a", "其他指标=indicator E"}));
  year.ledger->texts[{"test", "ecology"}].Put(testing::On("2024-01-01"), 1, "不适应");
  EXPECT_EQ(LinesOf(Form({IndicatorRow()}), year).at(5), "效益指标=不适应");
}

TEST(Form, ListsProjectIndicatorsApart) {
  Year year = Sample();
  year.AddIndicator("A", core::IndicatorKind::kAtLeast, "1", 100);
  year.AddIndicator("X1", core::IndicatorKind::kAtLeast, "1", 100).project = "P1";
  year.AddIndicator("X2", core::IndicatorKind::kAtLeast, "1", 100).project = "P2";
  RowDefinition row = IndicatorRow();
  row.repeat->frame.clear();
  row.repeat->department = false;
  EXPECT_EQ(LinesOf(Form({row}, Audience::kPublic), year), (Expected{"产出指标=indicator X1"}));
  EXPECT_EQ(LinesOf(Form({row}), year), (Expected{"产出指标=indicator X1", "^=indicator X2"}));
}

TEST(Form, ForThePublicHidesAnIndicatorDerivedFromAClassifiedProject) {
  Year year = Sample();
  year.AddIndicator("A", core::IndicatorKind::kAtMost, "100", 100).derived_from =
      "paid(project=P2)";
  RowDefinition row = IndicatorRow();
  row.repeat->frame.clear();
  row.cells[1] = FigureCell("indicator_actual({indicator})");
  EXPECT_EQ(LinesOf(Form({row}), year), (Expected{"产出指标=3.00"}));
  EXPECT_EQ(LinesOf(Form({row}, Audience::kPublic), year), (Expected{"产出指标="}));
}

TEST(Form, ForThePublicShowsNoPartThatOnlyClassifiedLinesMakeUp) {
  Year year = Sample();
  year.ledger->lines["Z2"].facts.fund_type = "112";
  year.ledger->lines["Z2"].facts.procurement = true;
  year.Move("Z2", "", Measure::kReceived, 3'000'000);
  RowDefinition funds = SelectRow("{function}", "function={function}, fund=gov_fund",
                                  RepeatOver(Over::kFunctionalClasses));
  funds.repeat->filter.fund = core::FundGroup::kGovernmentFund;
  funds.repeat->none = {Label("no government funds")};
  const std::vector<RowDefinition> rows = {SelectRow("all", ""),
                                           SelectRow("gov", "fund=gov_fund"),
                                           SelectRow("112", "fund=112"),
                                           SelectRow("111+112", "fund=111+112"),
                                           SelectRow("fiscal", "fund=fiscal"),
                                           SelectRow("procurement", "procurement=yes"),
                                           SelectRow("special", "class=30211, fund=gov_fund"),
                                           funds};
  FormDefinition form = Form(rows, Audience::kPublic);
  EXPECT_EQ(LinesOf(form, year), (Expected{"all=10.00", "gov=", "112=", "111+112=10.00",
                                           "fiscal=10.00", "procurement=", "special="}));
  form.sections[0].columns[1].figure = "received({select})";
  form.sections[0].rows[6].select = "fund=gov_fund";
  EXPECT_EQ(LinesOf(form, year).at(1), "gov=");
  // A public line of the fund that only received money makes it a total.
  year.AddProject("Z4", "P4").fund_type = "112";
  year.Move("Z4", "", Measure::kReceived, 1'000'000);
  EXPECT_EQ(LinesOf(form, year).at(1), "gov=4.00");
  form.audience = Audience::kInternal;
  EXPECT_EQ(LinesOf(form, year).at(1), "gov=4.00");
}

TEST(Form, ForThePublicLeavesRecordedTextsThatNameWhatIsClassifiedBlank) {
  Year year = Sample();
  year.ledger->lines["Z2"].facts.project = "MM2";
  year.ledger->lines["Z2"].facts.project_name = "夜莺行动";
  const auto record = [&](const std::string& cell, const std::string& text) {
    year.ledger->texts[{"test", cell}].Put(core::Day::FirstOf(2024), ++year.position, text);
  };
  record("plain", "压减会议费");
  record("named", "夜莺行动推迟");
  record("coded", "（MM2）推迟");
  record("like", "见MM20和XMM2");
  record("MM2", "总结");
  year.ledger->goals[""].Put(core::Day::FirstOf(2024), ++year.position, "完成夜莺行动");
  year.AddIndicator("A", core::IndicatorKind::kAtLeast, "1", 100).level3 = "夜莺行动次数";
  year.ledger->indicators["A"].set.target_text = "MM2一次";
  year.AddIndicator("MM2-1", core::IndicatorKind::kAtLeast, "1", 100);
  year.ledger->buildings["夜莺行动用房"].Put(core::Day::FirstOf(2024), ++year.position, {});
  RowDefinition texts;
  for (const char* figure :
       {"text(test, plain)", "text(test, named)", "text(test, like)", "text(test, MM2)", "goal",
        "indicator_target(A)", "indicator_target(MM2-1)"}) {
    texts.cells.push_back(FigureCell(figure));
  }
  texts.cells[1].otherwise = "text(test, coded)";
  RowDefinition indicators = IndicatorRow();
  indicators.repeat->frame.clear();
  RowDefinition buildings;
  buildings.cells = {Label("{building}"), FigureCell("building_actual_cost({building})")};
  buildings.repeat = RepeatOver(Over::kBuildings);
  FormDefinition form = Form({texts, indicators, buildings});
  form.sections[0].columns.resize(7);
  EXPECT_EQ(LinesOf(form, year),
            (Expected{"压减会议费=夜莺行动推迟=见MM20和XMM2=总结=完成夜莺行动=MM2一次=1",
                      "产出指标=夜莺行动次数", "^=indicator MM2-1", "夜莺行动用房=0.00"}));
  form.audience = Audience::kPublic;
  EXPECT_EQ(LinesOf(form, year), (Expected{"压减会议费==见MM20和XMM2====", "产出指标=", "^=", ""}));
  const Table table = FormTable(form, year.At(), {}, Language::kChinese);
  EXPECT_EQ(table.sections[0].rows.back().cells[1].figure, "") << "it would name the building";
  EXPECT_EQ(table.sections[0].rows[0].cells[1].value, Value(NoValue{}));
}

TEST(Form, KeepsHostileCodesApart) {
  Year year;
  const std::string project = "P, line=GY) \"{year}\"";
  year.AddProject("Z1", project);
  year.Move("Z1", "30201", Measure::kPaid, 1'000'000);
  EXPECT_EQ(
      LinesOf(Form({SelectRow("{project}", "project={project}", RepeatOver(Over::kProjects))}),
              year),
      (Expected{project + "=1.00"}));
}

TEST(Form, FallsBackToAnotherFigureWithoutAValue) {
  Year year;
  RowDefinition row;
  row.cells = {FigureCell("staff_quota"), FigureCell("goal")};
  row.cells[0].otherwise = "unit_name";
  EXPECT_EQ(LinesOf(Form({row}), year), (Expected{"司法局="}));
}

std::vector<std::string> Places(const FormDefinition& form) {
  std::vector<std::string> places;
  for (const FormProblem& problem : CheckForm(form)) places.push_back(problem.where);
  return places;
}

TEST(Form, MarksAGradeProvisionalBeforeTheYearIsOver) {
  Year year;
  year.AddLine("GY01", LineCategory::kPublic);
  year.policy.grades = {{"优", "excellent", 90}, {"差", "poor", 0}};
  RowDefinition row;
  row.cells = {FigureCell("grade"), FigureCell("total_score")};
  const auto table = [&](const std::string& day) {
    return FormTable(Form({row}), year.At(day), {}, Language::kEnglish);
  };
  const Table july = table("2024-07-31");
  EXPECT_EQ(july.sections[0].rows[0].cells[0].printed, "poor (provisional)");
  ASSERT_EQ(july.notes.size(), 1U);
  EXPECT_TRUE(july.notes[0].starts_with("The year 2024 is not over on 2024-07-31"));
  const Table december = table("2024-12-31");
  EXPECT_EQ(december.sections[0].rows[0].cells[0].printed, "poor");
  EXPECT_TRUE(december.notes.empty());
  EXPECT_TRUE(FormTable(Form({SelectRow("all", "")}), year.At("2024-07-31"), {}, Language::kEnglish)
                  .notes.empty())
      << "no grade, no note";
}

TEST(FormCheck, FindsUnknownFiguresAndPlaceholdersByPlace) {
  FormDefinition form = Form({SelectRow("a", "categry=project"), SelectRow("{project}", ""),
                              SelectRow("b", "project={project}"), SelectRow("c", "")});
  form.sections[0].rows[3].cells.push_back(FigureCell("payed"));
  form.title.en = "{nonsense}";
  EXPECT_EQ(
      Places(form),
      (Expected{"/title/en", "/sections/0/rows/0/select", "/sections/0/rows/1/cells/0/label/zh",
                "/sections/0/rows/2/select", "/sections/0/rows/3/cells/1/figure"}));
  EXPECT_EQ(CheckForm(form).back().problem.near.front(), "paid");
}

TEST(FormCheck, FindsTooManyCellsAndNoColumns) {
  RowDefinition row;
  row.cells = {Label("a"), Label("b"), Label("c")};
  EXPECT_EQ(Places(Form({row})), (Expected{"/sections/0/rows/0/cells"}));
  row.cells = {Label("a")};
  row.cells[0].columns = 0;
  EXPECT_EQ(Places(Form({row})), (Expected{"/sections/0/rows/0/cells/0/columns"}));
  FormDefinition bare = Form({});
  bare.sections[0].columns.clear();
  EXPECT_EQ(Places(bare), (Expected{"/sections/0/columns"}));
}

TEST(FormCheck, RefusesClassifiedFiguresInAPublicForm) {
  const std::vector<RowDefinition> rows = {SelectRow("a", "disclosure=classified")};
  EXPECT_EQ(Places(Form(rows, Audience::kPublic)), (Expected{"/sections/0/rows/0/select"}));
  EXPECT_TRUE(Places(Form(rows, Audience::kInternal)).empty());
}

TEST(FormCheck, FindsAColumnThatCannotTakeTheSelector) {
  FormDefinition form = Form({SelectRow("a", "class=302")});
  form.sections[0].columns[1].figure = "received({select})";
  EXPECT_EQ(Places(form), (Expected{"/sections/0/rows/0/select"}));
}

}  // namespace
}  // namespace outturn::figures
