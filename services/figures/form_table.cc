// Form + cut → table.
#include "services/figures/form.h"
#include "services/figures/form_rows.h"
#include "services/figures/placeholders.h"

namespace outturn::figures {
namespace {

constexpr std::string_view kGrade = "grade";

class Printer {
 public:
  Printer(const FormDefinition& form, const Cut& cut, Language language)
      : form_(form), cut_(cut), language_(language), common_(CommonPlaceholders(cut)) {}

  [[nodiscard]] std::string Say(const Words& words) const {
    return Fill(words.In(language_), common_);
  }

  // What is said below a table that shows a grade before the year is over; else nothing.
  [[nodiscard]] Words ProvisionalNote(const std::vector<Section>& sections) const {
    if (!IsProvisional(kGrade) || !ShowsGrade(sections)) return {};
    return {"截止日 {as_of} 早于{year}年末：得分和等级为暂定，未上报的指标计零分。",
            "The year {year} is not over on {as_of}: scores and grade are provisional; what was "
            "not reported scores nothing."};
  }

  [[nodiscard]] Section Print(const SectionDefinition& definition) const {
    Section section;
    section.title = Say(definition.title);
    for (const ColumnDefinition& column : definition.columns) {
      section.columns.push_back(
          {.head = Say(column.head), .align = column.align, .width = column.width});
    }
    for (const RowDefinition& row : definition.rows) {
      if (row.only_with_classified && !HasClassifiedProjects(cut_)) continue;
      AddRows(definition, row, section);
    }
    return section;
  }

 private:
  static bool ShowsGrade(const std::vector<Section>& sections) {
    for (const Section& section : sections) {
      for (const Row& row : section.rows) {
        for (const Cell& cell : row.cells) {
          if (cell.figure == kGrade) return true;
        }
      }
    }
    return false;
  }

  void AddRows(const SectionDefinition& definition, const RowDefinition& row,
               Section& section) const {
    if (!row.repeat) {
      Add(definition, row, {.placeholders = common_}, section);
      return;
    }
    std::vector<Instance> instances = Instances(*row.repeat, cut_, form_.audience, language_);
    for (Instance& instance : instances) {
      instance.placeholders.insert(common_.begin(), common_.end());
      Add(definition, row, instance, section);
    }
    if (instances.empty() && !row.repeat->none.empty()) {
      const RowDefinition none{.kind = row.kind,
                               .repeat = std::nullopt,
                               .only_with_classified = false,
                               .cells = row.repeat->none,
                               .select = std::nullopt};
      Add(definition, none, {.placeholders = common_}, section);
    }
  }

  void Add(const SectionDefinition& definition, const RowDefinition& row, const Instance& instance,
           Section& section) const {
    Row printed{.kind = row.kind, .cells = {}};
    size_t column = 0;
    for (const CellDefinition& cell : row.cells) {
      const bool first = column == 0;
      printed.cells.push_back(Print(cell, instance, definition.columns[column].align));
      if (first) printed.cells.back().indent += instance.indent;
      column += static_cast<size_t>(cell.columns);
    }
    if (row.select) {
      Placeholders placeholders = instance.placeholders;
      placeholders["select"] = FillFigure(*row.select, placeholders);
      const Instance selected{placeholders, 0, instance.labels_only};
      for (; column < definition.columns.size(); ++column) {
        const ColumnDefinition& of = definition.columns[column];
        CellDefinition cell;
        cell.figure = of.figure;
        printed.cells.push_back(Print(cell, selected, of.align));
      }
    }
    Merge(row, section, printed);
    section.rows.push_back(std::move(printed));
  }

  [[nodiscard]] Cell Print(const CellDefinition& definition, const Instance& instance,
                           Align align) const {
    Cell cell;
    cell.align = align;
    cell.indent = definition.indent;
    cell.columns = definition.columns;
    if (definition.figure.empty() || instance.labels_only) {
      cell.printed = definition.figure.empty()
                         ? Fill(definition.label.In(language_), instance.placeholders)
                         : "";
      return cell;
    }
    Show(FillFigure(definition.figure, instance.placeholders), cell);
    if (!HasValue(cell.value) && !definition.otherwise.empty()) {
      Cell other = cell;
      Show(FillFigure(definition.otherwise, instance.placeholders), other);
      if (HasValue(other.value)) return other;
    }
    return cell;
  }

  // A public form shows nothing of a classified project, even where its file names one.
  void Show(const std::string& name, Cell& cell) const {
    const Fallible<Figure> figure = ParseFigure(name);
    if (!figure) return;
    if (form_.audience == Audience::kPublic && NamesClassified(cut_, *figure)) return;
    cell.figure = figure->Name();
    cell.value = Evaluate(cut_, *figure);
    cell.printed = figures::Print(cell.value, form_.money, language_);
    if (IsProvisional(figure->definition->name) && !cell.printed.empty()) {
      cell.printed += language_ == Language::kChinese ? "（暂定）" : " (provisional)";
    }
  }

  // A grade is given for a year; before its end it only says how things stand.
  [[nodiscard]] bool IsProvisional(std::string_view figure) const {
    return figure == kGrade && cut_.as_of < core::Day::LastOf(cut_.ledger.id.year);
  }

  // Cells that merge are one with the cell above while they and those left of them say the same.
  static void Merge(const RowDefinition& row, const Section& section, Row& printed) {
    if (section.rows.empty()) return;
    const std::vector<Cell>& above = section.rows.back().cells;
    for (size_t i = 0; i < row.cells.size() && i < above.size(); ++i) {
      if (!row.cells[i].merges || above[i].printed != printed.cells[i].printed) return;
      printed.cells[i].same_as_above = !printed.cells[i].printed.empty();
    }
  }

  const FormDefinition& form_;
  const Cut& cut_;
  Language language_;
  Placeholders common_;
};

}  // namespace

Table FormTable(const FormDefinition& form, const Cut& cut, const Provenance& provenance,
                Language language) {
  const Printer printer(form, cut, language);
  Table table;
  table.id = form.id;
  table.title = printer.Say(form.title);
  table.subtitle = printer.Say(form.subtitle);
  table.language = language;
  table.provenance = provenance;
  for (const SectionDefinition& section : form.sections) {
    table.sections.push_back(printer.Print(section));
  }
  const Words provisional = printer.ProvisionalNote(table.sections);
  if (!provisional.empty()) table.notes.push_back(printer.Say(provisional));
  for (const Words& note : form.notes) table.notes.push_back(printer.Say(note));
  return table;
}

}  // namespace outturn::figures
