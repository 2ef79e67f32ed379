// Form + cut → table.
#include "services/figures/forms/form.h"
#include "services/figures/forms/form_rows.h"
#include "services/figures/forms/placeholders.h"
#include "services/figures/public/classified.h"
#include "services/figures/public/secret_words.h"

namespace outturn::figures {
namespace {

constexpr std::string_view kGrade = "grade";

class Printer {
 public:
  Printer(const FormDefinition& form, const Cut& cut, const Printing& printing)
      : form_(form),
        cut_(cut),
        language_(printing.language),
        audience_(printing.for_public ? Audience::kPublic : form.audience),
        common_(CommonPlaceholders(cut)) {
    if (audience_ == Audience::kPublic) secrets_.emplace(cut);
    const bool zh = language_ == Language::kChinese;
    common_["disclosure"] =
        audience_ == Audience::kInternal
            ? (zh ? "内部资料：含涉密项目" : "internal: shows classified projects")
            : (zh ? "公开版" : "public version");
  }

  // What is printed from here on is one project's.
  void TurnTo(const Instance& project) {
    project_ = project.placeholders.at("project");
    for (const auto& [name, value] : project.placeholders) common_[name] = value;
  }

  // The projects a form has a page for.
  [[nodiscard]] std::vector<Instance> Pages(const std::string& only) const {
    Repeat projects;
    projects.filter = *form_.each_project;
    std::vector<Instance> pages;
    for (Instance& page : Instances(projects, cut_, audience_, language_, "")) {
      if (only.empty() || page.placeholders["project"] == only) pages.push_back(std::move(page));
    }
    return pages;
  }

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
          {.head = Say(column.head), .align = column.align, .width = column.width, .above = {}});
      for (const Words& above : column.above) section.columns.back().above.push_back(Say(above));
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
    Repeat repeat = *row.repeat;
    repeat.filter.project = Fill(repeat.filter.project, common_);
    std::vector<Instance> instances = Instances(repeat, cut_, audience_, language_, project_);
    for (Instance& instance : instances) {
      instance.placeholders.insert(common_.begin(), common_.end());
      Add(definition, row, instance, section);
    }
    if (instances.empty() && !row.repeat->none.empty() && !HidesRows(repeat)) {
      const RowDefinition none{.kind = row.kind,
                               .repeat = std::nullopt,
                               .only_with_classified = false,
                               .cells = row.repeat->none,
                               .select = std::nullopt};
      Add(definition, none, {.placeholders = common_}, section);
    }
  }

  // That there is nothing would not be true where rows are kept from the public.
  [[nodiscard]] bool HidesRows(const Repeat& repeat) const {
    return audience_ == Audience::kPublic &&
           !Instances(repeat, cut_, Audience::kInternal, language_, project_).empty();
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
      if (definition.figure.empty()) {
        cell.printed = FillLabel(definition.label.In(language_), instance.placeholders);
      }
      return cell;
    }
    Show(FillFigure(definition.figure, instance.placeholders), cell);
    if (!definition.tick.empty()) return Ticked(definition.tick, std::move(cell));
    if (!HasValue(cell.value) && !definition.otherwise.empty()) {
      Cell other = cell;
      Show(FillFigure(definition.otherwise, instance.placeholders), other);
      if (HasValue(other.value)) return other;
    }
    return cell;
  }

  static Cell Ticked(const std::string& word, Cell cell) {
    const auto* text = std::get_if<Text>(&cell.value);
    const bool ticked = text != nullptr && text->text == word && !cell.printed.empty();
    cell.printed = ticked ? "√" : "";
    if (ticked) return cell;
    cell.figure.clear();
    cell.value = NoValue{};
    return cell;
  }

  // What somebody wrote may name what is classified: of a public form such words are left blank.
  // Names of lines and projects that are shown are not looked at, they were made public with them.
  [[nodiscard]] std::string FillLabel(const std::string& label,
                                      const Placeholders& placeholders) const {
    if (!secrets_) return Fill(label, placeholders);
    Placeholders shown = placeholders;
    for (const char* recorded : {"level1", "level2", "level3", "building"}) {
      const auto found = shown.find(recorded);
      if (found != shown.end() && secrets_->NamedIn(found->second)) found->second.clear();
    }
    return Fill(label, shown);
  }

  // A public form shows nothing of a classified project, even where its file or a recorded text
  // names one.
  void Show(const std::string& name, Cell& cell) const {
    const Fallible<Figure> figure = ParseFigure(name);
    if (!figure) return;
    if (secrets_ && (NamesClassified(cut_, *figure) || secrets_->NamedIn(*figure))) return;
    cell.figure = figure->Name();
    cell.value = Evaluate(cut_, *figure);
    if (secrets_ && !secrets_->FirstIn(cell.value).empty()) cell.value = NoValue{};
    cell.printed = figures::Print(cell.value, form_.money, language_);
    const auto* amount = std::get_if<core::Fen>(&cell.value);
    if (form_.zeros_blank && amount != nullptr && amount->zero()) cell.printed.clear();
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
  Audience audience_;
  Placeholders common_;
  std::optional<SecretWords> secrets_;  // of a public form
  std::string project_;                 // whose page is printed; empty: the department's
};

}  // namespace

Table FormTable(const FormDefinition& form, const Cut& cut, const Provenance& provenance,
                const Printing& printing) {
  Printer printer(form, cut, printing);
  Table table;
  table.id = form.id;
  table.title = printer.Say(form.title);
  table.subtitle = printer.Say(form.subtitle);
  table.language = printing.language;
  table.money = form.money;
  table.provenance = provenance;
  const auto add_sections = [&](const std::string& page) {
    for (const SectionDefinition& section : form.sections) {
      table.sections.push_back(printer.Print(section));
      if (&section == form.sections.data()) table.sections.back().page = page;
    }
  };
  if (form.each_project) {
    for (const Instance& page : printer.Pages(printing.project)) {
      printer.TurnTo(page);
      add_sections(page.placeholders.at("project_name"));
    }
  } else {
    add_sections("");
  }
  const Words provisional = printer.ProvisionalNote(table.sections);
  if (!provisional.empty()) table.notes.push_back(printer.Say(provisional));
  for (const Words& note : form.notes) table.notes.push_back(printer.Say(note));
  return table;
}

}  // namespace outturn::figures
