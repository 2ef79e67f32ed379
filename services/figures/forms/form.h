// FormDefinition: a table of figures as an authority prints it, as data. Read from a pack's
// forms/*.json by services/app/packs/packs; deploy/packs/README.md has the notation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/figures/catalogue.h"
#include "services/figures/problem.h"
#include "services/figures/table.h"

namespace outturn::figures {

// Who may see a form. Classified projects and their lines and indicators appear in no row of a
// public form; its totals hold them. Internal forms show and mark them.
enum class Audience : uint8_t { kPublic, kInternal };

// One cell of a row: a label, or a figure. Words and figures may hold placeholders: {year},
// {prior_year}, {month}, {as_of}, {unit_name} everywhere, others in rows that repeat.
struct CellDefinition {
  Words label;
  std::string figure;     // a figure's name; empty: a label
  std::string otherwise;  // the figure shown where the first has no value; may be empty
  // The Chinese word of the figure's text that this cell stands for: "√" where it says that, else
  // blank, as forms with a column for each cause have it.
  std::string tick;
  int columns = 1;  // spans that many
  int indent = 0;
  bool merges = false;  // one cell with the row above while both say the same (names of groups)
};

// What a row is repeated over, and the placeholders it brings.
enum class Over : uint8_t {
  kProjects,           // {project} {project_name} {mark}
  kLines,              // {line} {line_name} {mark}
  kFunctionalClasses,  // {function} {function_name}: every class in use and those above it
  kEconomicClasses,    // {class} {class_name}: likewise; class none for amounts without a class
  kIndicators,         // {indicator} {level1} {level2} {level3} {project} {project_name} {mark}
  kBuildings,          // {building}
};

struct Repeat {
  Over over = Over::kProjects;
  Selector filter;         // kProjects, kLines, classes: only what matching lines have
  int levels = 0;          // classes: down to that level (1 类, 2 款, 3 项); 0: all
  bool department = true;  // kIndicators: those of the whole department, else those of projects
  // kIndicators: the groups the form always shows, in its order. A group without indicators gets
  // one row whose {level3} is the group's figure, else `no_indicator`. Groups the frame lacks
  // follow behind those of their level 1.
  struct Group {
    std::string level1;
    std::string level2;
    std::vector<std::string> also;  // other spellings of level 2
    std::string figure;             // a text; may be empty
  };
  std::vector<Group> frame;
  Words no_indicator;
  std::vector<CellDefinition> none;  // the row shown when there is nothing to repeat; empty: no row
};

struct RowDefinition {
  RowKind kind = RowKind::kPlain;
  std::optional<Repeat> repeat;
  bool only_with_classified = false;  // shown only where the ledger has classified projects
  // From the first column on. Where `select` is given, the columns behind the last cell take their
  // own figure with it.
  std::vector<CellDefinition> cells;
  std::optional<std::string> select;  // "category=project, fund=general"; "" is the whole ledger
};

struct ColumnDefinition {
  Words head;
  Align align = Align::kLeft;
  int width = 0;                  // characters on paper; 0: as needed
  std::string figure;             // for rows with `select`: "paid({select})"; may be empty
  std::vector<Words> above = {};  // heads of the groups it stands in, the outermost first
};

struct SectionDefinition {
  Words title;
  std::vector<ColumnDefinition> columns;
  std::vector<RowDefinition> rows;
};

struct FormDefinition {
  std::string id;  // "annex1"
  Words title;     // may hold placeholders, as all words may
  Words subtitle;
  Audience audience = Audience::kPublic;
  MoneyUnit money = MoneyUnit::kWanYuan;
  // The month and day it is cut at where nobody asks for another: 7, 31. Nothing: as every report.
  std::optional<std::pair<int, int>> cut;
  bool zeros_blank = false;  // amounts of nothing are left blank, as many forms have it
  // All sections once for each project that a line of the filter has, on a page of its own;
  // {project} {project_name} {mark} everywhere in them.
  std::optional<Selector> each_project;
  std::vector<SectionDefinition> sections;
  std::vector<Words> notes;
};

// What is wrong with a form: `where` is a JSON pointer below the form ("/sections/0/rows/3").
struct FormProblem {
  std::string where;
  Problem problem;
};

// Every figure the form can name is in the catalogue, every placeholder is known where it stands,
// no row has more cells than its section has columns. Empty when all is well.
[[nodiscard]] std::vector<FormProblem> CheckForm(const FormDefinition& form);

// How a form is asked for.
struct Printing {
  Printing(Language language_in = Language::kChinese) : language(language_in) {}  // NOLINT
  Language language;
  bool for_public = false;  // whatever the form's audience: nothing of a classified project
  std::string project;      // forms that have each_project: only this one; empty: all
};

// The form of one cut. The form has passed CheckForm. A figure the year does not know (an indicator
// that was never set) is a blank cell.
[[nodiscard]] Table FormTable(const FormDefinition& form, const Cut& cut,
                              const Provenance& provenance, const Printing& printing);

}  // namespace outturn::figures
