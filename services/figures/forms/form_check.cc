// What can be wrong with a form before it meets a ledger.
#include <algorithm>

#include "services/figures/forms/form.h"
#include "services/figures/forms/placeholders.h"

namespace outturn::figures {
namespace {

class Checker {
 public:
  explicit Checker(const FormDefinition& form) : form_(form) {}

  std::vector<FormProblem> Check() {
    common_ = SampleCommonPlaceholders();
    common_["disclosure"] = "internal";
    CheckWords("/title", form_.title, common_);
    CheckWords("/subtitle", form_.subtitle, common_);
    if (form_.id.empty()) Add("/id", {"缺少表的标识", "the form has no id"});
    for (size_t i = 0; i < form_.notes.size(); ++i) {
      CheckWords("/notes/" + std::to_string(i), form_.notes[i], common_);
    }
    if (form_.each_project) common_.merge(SamplePlaceholders(Over::kProjects));
    for (size_t i = 0; i < form_.sections.size(); ++i) {
      CheckSection("/sections/" + std::to_string(i), form_.sections[i]);
    }
    return std::move(problems_);
  }

 private:
  void Add(const std::string& where, Words words) {
    problems_.push_back({where, {std::move(words), {}}});
  }

  void CheckSection(const std::string& where, const SectionDefinition& section) {
    CheckWords(where + "/title", section.title, common_);
    if (section.columns.empty()) Add(where + "/columns", {"没有列", "there are no columns"});
    for (size_t i = 0; i < section.columns.size(); ++i) {
      const std::string column = where + "/columns/" + std::to_string(i);
      CheckWords(column + "/head", section.columns[i].head, common_);
      for (size_t j = 0; j < section.columns[i].above.size(); ++j) {
        CheckWords(column + "/above/" + std::to_string(j), section.columns[i].above[j], common_);
      }
    }
    for (size_t i = 0; i < section.rows.size(); ++i) {
      CheckRow(where + "/rows/" + std::to_string(i), section, section.rows[i]);
    }
  }

  void CheckRow(const std::string& where, const SectionDefinition& section,
                const RowDefinition& row) {
    Placeholders placeholders = common_;
    if (row.repeat) {
      placeholders.merge(SamplePlaceholders(row.repeat->over));
      CheckCells(where + "/repeat/none", section, row.repeat->none, common_);
      for (size_t i = 0; i < row.repeat->frame.size(); ++i) {
        const std::string& figure = row.repeat->frame[i].figure;
        const std::string group = where + "/repeat/frame/" + std::to_string(i) + "/figure";
        if (!figure.empty()) CheckFigure(group, figure, common_);
      }
    }
    size_t column = CheckCells(where + "/cells", section, row.cells, placeholders);
    if (!row.select) return;
    if (!CheckPlaceholders(where + "/select", *row.select, placeholders)) return;
    placeholders["select"] = FillFigure(*row.select, placeholders);
    for (; column < section.columns.size(); ++column) {
      const std::string& figure = section.columns[column].figure;
      if (!figure.empty()) CheckFigure(where + "/select", figure, placeholders);
    }
  }

  // How many columns the cells take.
  size_t CheckCells(const std::string& where, const SectionDefinition& section,
                    const std::vector<CellDefinition>& cells, const Placeholders& placeholders) {
    size_t columns = 0;
    for (size_t i = 0; i < cells.size(); ++i) {
      const CellDefinition& cell = cells[i];
      const std::string at = where + "/" + std::to_string(i);
      CheckWords(at + "/label", cell.label, placeholders);
      if (!cell.figure.empty()) CheckFigure(at + "/figure", cell.figure, placeholders);
      if (!cell.otherwise.empty()) CheckFigure(at + "/otherwise", cell.otherwise, placeholders);
      if (!cell.tick.empty()) CheckTick(at + "/tick", cell, placeholders);
      if (cell.columns < 1) {
        Add(at + "/columns", {"至少占一列", "a cell takes at least one column"});
        return section.columns.size();
      }
      columns += static_cast<size_t>(cell.columns);
    }
    if (columns > section.columns.size()) {
      Add(where, {"单元格多于列（" + std::to_string(columns) + " > " +
                      std::to_string(section.columns.size()) + "）",
                  "more cells than columns (" + std::to_string(columns) + " > " +
                      std::to_string(section.columns.size()) + ")"});
    }
    return columns;
  }

  void CheckTick(const std::string& where, const CellDefinition& cell,
                 const Placeholders& placeholders) {
    const Fallible<Figure> figure = ParseFigure(FillFigure(cell.figure, placeholders));
    if (figure && figure->definition->unit == "text") return;
    Add(where, {"打勾的单元格须有文字类指标", "a cell that ticks needs a figure that is a text"});
  }

  void CheckWords(const std::string& where, const Words& words, const Placeholders& placeholders) {
    if (!CheckPlaceholders(where + "/zh", words.zh, placeholders)) return;
    (void)CheckPlaceholders(where + "/en", words.en, placeholders);
  }

  bool CheckPlaceholders(const std::string& where, const std::string& text,
                         const Placeholders& placeholders) {
    for (const std::string& name : NamesIn(text)) {
      if (placeholders.contains(name)) continue;
      std::vector<std::string> known;
      for (const auto& [key, value] : placeholders) known.push_back(key);
      problems_.push_back(
          {where,
           {{"此处没有占位符 {" + name + "}", "there is no placeholder {" + name + "} here"},
            Nearest(name, known)}});
      return false;
    }
    return true;
  }

  void CheckFigure(const std::string& where, const std::string& figure,
                   const Placeholders& placeholders) {
    if (!CheckPlaceholders(where, figure, placeholders)) return;
    const Fallible<Figure> parsed = ParseFigure(FillFigure(figure, placeholders));
    if (!parsed) {
      problems_.push_back({where, parsed.problem()});
    } else if (form_.audience == Audience::kPublic && parsed->selector.classified == true) {
      Add(where, {"公开的表不能取涉密指标的数：" + figure,
                  "a public form may not ask for classified lines: " + figure});
    }
  }

  const FormDefinition& form_;
  Placeholders common_;
  std::vector<FormProblem> problems_;
};

}  // namespace

std::vector<FormProblem> CheckForm(const FormDefinition& form) { return Checker(form).Check(); }

}  // namespace outturn::figures
