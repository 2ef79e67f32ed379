// What changed between two cuts, and what became of what was filed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <utility>

#include "services/app/questions/audit.h"
#include "services/app/questions/moments.h"
#include "tests/app/support.h"

namespace outturn::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const core::LedgerId kLedger{"101001", 2024};
const core::Day kEnd = *core::Day::Of(2024, 12, 31);
constexpr auto kEnglish = figures::Language::kEnglish;

core::Command On(core::Command command, unsigned month, unsigned day) {
  command.header.effective_on = *core::Day::Of(2024, month, day);
  return command;
}

core::Command File(const std::string& id, const std::string& form,
                   std::vector<core::DeclaredCell> cells) {
  core::Command command = On(Pay(id, "X01", 1), 12, 31);
  core::Declaration declaration;
  declaration.form = form;
  declaration.filed_on = *core::Day::Of(2024, 7, 15);
  declaration.cells = std::move(cells);
  command.body = declaration;
  return command;
}

class ChangesTest : public testing::Test {
 protected:
  ChangesTest() {
    packs.code_tables = Tables();
    world.Record(Beginnings(10'000'000));  // 4 events; 100,000.00 yuan
    world.Record({On(Pay("p1", "X01", 1'000'000), 3, 1), On(Pay("p2", "X01", 2'500'000), 10, 8)});
    reports.emplace(*world.book, packs);
    audit.emplace(*world.book, *reports);
  }

  struct Cut {
    core::Day as_of = kEnd;
    core::Position known_at = 0;
  };
  Asked<figures::Difference> Diff(Cut before, Cut after, std::vector<std::string> names) {
    return audit->Diff({kLedger, before.as_of, before.known_at},
                       {kLedger, after.as_of, after.known_at}, names, 10, kEnglish);
  }
  // "paid 100.00 -> 350.00 (+250.00)"
  static std::vector<std::string> Changed(const Asked<figures::Difference>& difference) {
    std::vector<std::string> lines;
    for (const figures::ChangedFigure& one : difference->changed) {
      lines.push_back(one.figure + " " + Print(one.before, figures::MoneyUnit::kYuan) + " -> " +
                      Print(one.after, figures::MoneyUnit::kYuan) + " (" +
                      ChangeText(one.before, one.after) + ")");
    }
    return lines;
  }
  // "paid +250000: #6 250000"
  static std::vector<std::string> Did(const std::vector<figures::ChangedBasis>& bases) {
    std::vector<std::string> lines;
    for (const figures::ChangedBasis& basis : bases) {
      EXPECT_EQ(basis.change.value_or(0), basis.sum) << basis.basis.figure;
      std::string line = basis.basis.figure + " " + std::to_string(basis.sum) + ":";
      for (const auto& [share, event] : basis.rows) {
        line += " #" + std::to_string(share.position) + (share.gone ? " gone " : " ") +
                std::to_string(share.amount.value_or(0));
      }
      lines.push_back(line);
    }
    return lines;
  }

  // Runs `question` with a payment recorded in the midst of it, when it has asked for the time this
  // often.
  void PayAmidst(int asked_in, const std::function<void()>& question) {
    ManualClock::asked_in = asked_in;
    ManualClock::and_then = [this] {
      const std::string id = "amidst" + std::to_string(++amidst_);
      world.Record({On(Pay(id, "X01", 100'000), 4, 1)});
    };
    question();
    ManualClock::asked_in = 0;
  }
  figures::Value Known(const std::string& figure, core::Day as_of, core::Position at) {
    const auto told = reports->Values({kLedger, as_of, at}, {figure});
    EXPECT_TRUE(told.ok());
    return told->values[0].second;
  }
  // A form with the figure in it, cut at 31 July.
  static PackForm JulyForm(const std::string& id, const std::string& figure) {
    figures::FormDefinition form;
    form.id = id;
    form.cut = std::pair(7, 31);
    figures::RowDefinition row;
    row.cells.resize(2);
    row.cells[0].label = {"数", "number"};
    row.cells[1].figure = figure;
    figures::SectionDefinition section;
    section.columns.resize(2);
    section.columns[1].head = {"数", "number"};
    section.rows.push_back(row);
    form.sections.push_back(section);
    return {"test", form};
  }

  World world;
  Packs packs;
  std::optional<Reports> reports;
  std::optional<Audit> audit;

 private:
  int amidst_ = 0;
};

TEST_F(ChangesTest, OfTheDayAreTheEventsThatTookEffectSince) {
  const auto told = Diff({*core::Day::Of(2024, 6, 30), 0}, {kEnd, 0},
                         {"paid", "full_year_budget", "execution_rate"});
  ASSERT_TRUE(told.ok()) << told.trouble().words.en;
  EXPECT_EQ(told->compared, 3u);
  EXPECT_THAT(Changed(told), ElementsAre("paid 10000.00 -> 35000.00 (+25000.00)",
                                         "execution_rate 10.00% -> 35.00% (+25.00)"));
  EXPECT_THAT(Did(told->bases), ElementsAre("paid 2500000: #6 2500000"));
}

TEST_F(ChangesTest, OfWhatWasKnownAreTheEventsRecordedSince) {
  world.Record({On(Refund("r1", "p2", 500'000), 11, 1)});
  const auto told = Diff({kEnd, 6}, {kEnd, 0}, {"paid", "reversed"});
  EXPECT_THAT(Did(told->bases),
              ElementsAre("paid -500000: #7 -500000", "reversed 500000: #7 500000"));
  const auto table = figures::DifferenceTable(*told, kEnglish);
  EXPECT_EQ(table.sections[1].rows[0].cells[4].printed, "recorded later");
  EXPECT_THAT(table.notes.back(), HasSubstr("known at position 7"));
}

TEST_F(ChangesTest, AreTakenBackWhenTheQuestionIsTurnedRound) {
  const auto told = Diff({kEnd, 0}, {*core::Day::Of(2024, 6, 30), 5}, {"paid"});
  EXPECT_THAT(Did(told->bases), ElementsAre("paid -2500000: #6 gone -2500000"));
}

TEST_F(ChangesTest, AreNoneBetweenEqualCuts) {
  const auto told = Diff({kEnd, 6}, {kEnd, 6}, {"paid"});
  EXPECT_EQ(told->compared, 1u);
  EXPECT_THAT(told->changed, IsEmpty());
  EXPECT_THAT(told->bases, IsEmpty());
}

TEST_F(ChangesTest, BetweenTwoNowsAreOfOnePositionThoughTheBookGoesOn) {
  for (int step = 1; step <= 4; ++step) {
    PayAmidst(step, [&] {
      const auto told = Diff({*core::Day::Of(2024, 6, 30), 0}, {kEnd, 0}, {"paid"});
      ASSERT_TRUE(told.ok()) << told.trouble().words.en;
      EXPECT_EQ(told->before.position, told->after.position) << step;
      EXPECT_EQ(told->before.root, told->after.root) << step;
      EXPECT_THAT(Did(told->bases), ElementsAre("paid 2500000: #6 2500000")) << step;
      EXPECT_EQ(told->changed[0].after, Known("paid", kEnd, told->after.position)) << step;
    });
  }
  EXPECT_EQ(world.position(), 10u) << "each question was disturbed";
}

TEST_F(ChangesTest, AreLookedForWhereAFormIsCut) {
  packs.forms = {JulyForm("half", "paid"), JulyForm("rate", "execution_rate")};
  packs.forms[0].form.title = {"半年（{year}年度）", "Half a year, {year}"};
  world.clock.Set(ManualClock::kStart + int64_t{365} * 86'400 * 1'000'000);  // the year is over
  world.Record({On(Refund("r1", "p1", 500'000), 3, 2)});
  const auto told = audit->Diff({kLedger, {}, 6}, {kLedger, {}, 0}, {"half", "rate"}, 10, kEnglish);
  ASSERT_TRUE(told.ok()) << told.trouble().words.en;
  EXPECT_THAT(Changed(told), ElementsAre("paid 10000.00 -> 5000.00 (-5000.00)",
                                         "execution_rate 10.00% -> 5.00% (-5.00)"));
  EXPECT_EQ(told->title, "Half a year, 2024 half, rate") << "a form by its title, where it has one";
  EXPECT_EQ(told->after.as_of, *core::Day::Of(2024, 7, 31));
  const auto form = reports->Table({kLedger, {}, 0}, "half", figures::Printing(kEnglish));
  ASSERT_TRUE(form.ok());
  EXPECT_EQ(form->sections[0].rows[0].cells[1].value, told->changed[0].after);
  EXPECT_EQ(form->provenance.as_of, told->after.as_of);
  const auto mixed =
      audit->Diff({kLedger, {}, 6}, {kLedger, {}, 0}, {"half", "paid"}, 10, kEnglish);
  EXPECT_EQ(mixed.trouble().reason, "DAYS_DIFFER");
  EXPECT_THAT(mixed.trouble().words.en, HasSubstr("half is cut at 2024-07-31, paid at 2024-12-31"));
  for (const char* slip : {"hlaf", "Half"}) {
    const auto unknown = Diff({kEnd, 6}, {kEnd, 0}, {slip});
    EXPECT_EQ(unknown.trouble().reason, "FIGURE_NOT_FOUND");
    EXPECT_THAT(unknown.trouble().words.en, HasSubstr("half")) << "forms are near, too";
  }
  EXPECT_THAT(Changed(Diff({kEnd, 6}, {kEnd, 0}, {"half", "paid"})),
              ElementsAre("paid 35000.00 -> 30000.00 (-5000.00)"));
}

// As a person finds them in the form: never by what stands in them.
TEST_F(ChangesTest, OfAFormAreNamedByTheWordsOfTheirRowAndColumn) {
  using figures::CellDefinition;
  const auto label = [](const char* words) {
    CellDefinition cell;
    cell.label = {words, words};
    return cell;
  };
  const auto figure = [](const char* name) {
    CellDefinition cell;
    cell.figure = name;
    return cell;
  };
  figures::FormDefinition form;
  form.id = "places";
  form.sections.resize(2);
  form.sections[0].title = {"rates", "rates"};
  form.sections[0].columns.resize(2);
  form.sections[0].columns[1].head = {"of the year", "of the year"};
  form.sections[0].rows.resize(1);
  form.sections[0].rows[0].cells = {figure("full_year_budget"), figure("execution_rate")};
  form.sections[1].columns.resize(6);
  form.sections[1].columns[3].head = {"left", "left"};
  form.sections[1].columns[5].head = {"done", "done"};
  form.sections[1].rows.resize(1);
  form.sections[1].rows[0].cells = {label("204"),        label("safety"), figure("initial_budget"),
                                    figure("remaining"), label("of it"),  figure("paid")};
  packs.forms = {{"test", form}};
  const auto told = Diff({kEnd, 5}, {kEnd, 0}, {"places"});
  ASSERT_TRUE(told.ok()) << told.trouble().words.en;
  std::vector<std::string> labels;
  for (const figures::ChangedFigure& changed : told->changed) labels.push_back(changed.label);
  EXPECT_THAT(labels, ElementsAre("rates · of the year", "204 safety · left", "of it · done"));
}

TEST_F(ChangesTest, SayWhenNothingHadBeenFiledByThen) {
  const auto none = audit->Reconcile({kLedger, kEnd, 6}, "", 10, kEnglish);
  ASSERT_TRUE(none.ok()) << none.trouble().words.en;
  const auto table = figures::RefiledTable(*none, kEnglish);
  EXPECT_THAT(table.notes,
              ElementsAre("As known at position 6 (recorded on 2024-07-15) no form of a day up to "
                          "2024-12-31 had been filed."));
  const auto asked = audit->Reconcile({kLedger, kEnd, 6}, "annex1", 10, kEnglish);
  EXPECT_EQ(asked.trouble().reason, "FORM_NOT_FOUND");
  EXPECT_THAT(
      asked.trouble().words.en,
      HasSubstr("as of 2024-12-31, as known at position 6, no form had been filed, nor annex1"));
}

TEST_F(ChangesTest, AreNotAddedUpWhereTheEventsSayOtherwise) {
  auto told = Diff({kEnd, 5}, {kEnd, 0}, {"paid"});
  ASSERT_EQ(told->bases.size(), 1u);
  std::vector<figures::ChangedBasis> bases = told->bases;
  EXPECT_TRUE(figures::AddUp(bases));
  bases[0].sum += 1;
  EXPECT_FALSE(figures::AddUp(bases));
  bases[0].change.reset();  // of a rate, say
  EXPECT_TRUE(figures::AddUp(bases));
}

TEST_F(ChangesTest, OfTheReconciliationAreAskedOtherwise) {
  const auto told = Diff({kEnd, 5}, {kEnd, 0}, {"reconciliation"});
  EXPECT_EQ(told.trouble().reason, "FORM_NOT_COMPARED");
  EXPECT_THAT(told.trouble().words.en, HasSubstr("ask reconcile"));
}

TEST_F(ChangesTest, AreRefusedOfNamesNobodyKnows) {
  EXPECT_EQ(Diff({kEnd, 0}, {kEnd, 5}, {"annex9"}).trouble().reason, "FIGURE_NOT_FOUND");
  EXPECT_EQ(Diff({kEnd, 9}, {kEnd, 5}, {"paid"}).trouble().reason, "POSITION_BEYOND_TAIL");
}

TEST_F(ChangesTest, TellAFiledFigureThatLaterEventsMadeWrong) {
  world.Record({File("d1", "annex1",
                     {{"paid", "paid in the year", "3.50"},
                      {"full_year_budget", "budget", "10"},
                      {"remaining", "left", "7.00"},
                      {"", "a statement", "yes"}})});
  world.Record({On(Refund("r1", "p2", 500'000), 11, 1)});
  const auto told = audit->Reconcile({kLedger, kEnd, 0}, "", 10, kEnglish);
  ASSERT_TRUE(told.ok()) << told.trouble().words.en;
  ASSERT_EQ(told->forms.size(), 1u);
  const figures::RefiledForm& form = told->forms[0];
  EXPECT_EQ(form.position, 7u);
  std::vector<std::string> standings;
  for (const figures::RefiledCell& cell : form.cells) {
    standings.push_back(Name(StandingOf(cell.then.verdict, cell.now.verdict)).en);
  }
  EXPECT_THAT(standings, ElementsAre("was right, changed since", "holds", "was wrong, right now",
                                     "not compared"));
  EXPECT_THAT(Did(form.changes),
              ElementsAre("paid -500000: #8 -500000", "remaining 500000: #8 500000"));
  const auto table = figures::RefiledTable(*told, kEnglish);
  EXPECT_THAT(table.notes[0], HasSubstr("was right, changed since 1"));
}

TEST_F(ChangesTest, SetEveryFormBesideOneNowThoughTheBookGoesOn) {
  world.Record({File("d1", "annex1", {{"paid", "paid", "3.50"}}),
                File("d2", "annex2", {{"paid", "paid", "3.50"}})});
  for (int step = 1; step <= 5; ++step) {
    PayAmidst(step, [&] {
      const auto told = audit->Reconcile({kLedger, kEnd, 0}, "", 10, kEnglish);
      ASSERT_TRUE(told.ok()) << told.trouble().words.en;
      const core::Position now = told->provenance.position;
      EXPECT_EQ(now, world.position() - (step == 1 ? 0U : 1U)) << step;
      ASSERT_EQ(told->forms.size(), 2u);
      for (const figures::RefiledForm& form : told->forms) {
        EXPECT_EQ(form.cells[0].now.derived, Known("paid", kEnd, now)) << step << form.form;
        EXPECT_TRUE(figures::AddUp(form.changes)) << step << form.form;
      }
    });
  }
  EXPECT_EQ(world.position(), 13u) << "each question was disturbed";
}

TEST_F(ChangesTest, TellWhatACheckFoundAndInWhichDeclaration) {
  world.Record({File("d1", "annex1",
                     {{"paid", "paid", "3.50"},
                      {"full_year_budget", "b", "10"},
                      {"execution_rate", "rate", "53%"}})});
  const auto told = audit->Explain({kLedger, kEnd, 0}, "check(declared_rate)", {}, kEnglish);
  ASSERT_TRUE(told.ok()) << told.trouble().words.en;
  const auto& rows = told->table.sections[0].rows;
  EXPECT_EQ(rows[0].cells[1].printed, "1");
  EXPECT_THAT(rows[2].cells[2].printed, HasSubstr("found 53%, expected 35%, difference 18"));
  EXPECT_EQ(told->table.sections[1].rows[0].cells[2].printed, "7");
  EXPECT_EQ(
      audit->Explain({kLedger, kEnd, 0}, "check(declared_rates)", {}, kEnglish).trouble().reason,
      "FIGURE_NOT_FOUND");
}

TEST_F(ChangesTest, CompareWithWhatWasKnownAndFiledLast) {
  world.Record({File("d1", "annex1", {{"paid", "paid", "9.99"}}),
                File("d2", "annex1", {{"paid", "paid", "3.50"}}),
                File("d3", "annex2", {{"paid", "paid", "3.5"}})});
  const auto told = audit->Reconcile({kLedger, kEnd, 0}, "", 10, kEnglish);
  ASSERT_EQ(told->forms.size(), 2u);
  EXPECT_EQ(told->forms[0].position, 8u);
  EXPECT_EQ(told->forms[0].cells[0].now.printed, "3.50");
  EXPECT_EQ(audit->Reconcile({kLedger, kEnd, 0}, "annex2", 10, kEnglish)->forms.size(), 1u);
  EXPECT_EQ(audit->Reconcile({kLedger, kEnd, 0}, "annex3", 10, kEnglish).trouble().reason,
            "FORM_NOT_FOUND");
}

TEST_F(ChangesTest, FindThePositionOfAnInstant) {
  const int64_t later = ManualClock::kStart + 60'000'000;
  world.clock.Set(later);
  world.Record({On(Refund("r1", "p2", 500'000), 11, 1)});
  const Moments moments(*world.book);
  const auto at = [&](int64_t micros) { return moments.At(core::Instant(micros)); };
  EXPECT_EQ(at(later)->position, 7u);
  EXPECT_EQ(at(later - 1)->position, 6u);
  EXPECT_EQ(at(ManualClock::kStart)->position, 1u);
  EXPECT_EQ(at(ManualClock::kStart - 1).trouble().reason, "BEFORE_THE_BOOK");
  EXPECT_EQ(at(later + 1).trouble().reason, "AHEAD_OF_NOW");
  world.clock.Set(ManualClock::kStart - 86'400'000'000);
  EXPECT_EQ(at(later)->position, 7u) << "what was recorded, though the clock was put back";
  EXPECT_EQ(at(later + 1).trouble().reason, "AHEAD_OF_NOW");
}

}  // namespace
}  // namespace outturn::app
