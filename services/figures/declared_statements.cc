// Checks of declared cells that are about rows, indicators and statements; and the index of cells.
#include <algorithm>
#include <array>
#include <set>

#include "services/figures/declared.h"
#include "services/figures/scoring.h"

namespace outturn::figures {
namespace {

std::string Place(const DeclaredFigure& cell) { return cell.form + " " + cell.label; }

// "法律援助经费" of the cell "法律援助经费/2024年预算数".
std::string RowLabel(const DeclaredFigure& cell) {
  return cell.label.substr(0, cell.label.rfind('/'));
}
std::string RowOf(const DeclaredFigure& cell) { return cell.form + " " + RowLabel(cell); }

// The printed rows of single projects, by project: {initial, paid}.
struct ProjectRow {
  const DeclaredFigure* initial = nullptr;
  const DeclaredFigure* paid = nullptr;
};
std::map<std::string, ProjectRow> ProjectRows(const DeclaredIndex& index) {
  std::map<std::string, ProjectRow> rows;
  for (const DeclaredFigure& cell : index.cells()) {
    if (!cell.figure || !cell.number || cell.figure->selector.project.empty()) continue;
    ProjectRow& row = rows[cell.form + "\n" + cell.figure->selector.project];
    if (cell.figure->definition->name == "initial_budget") row.initial = &cell;
    if (cell.figure->definition->name == "paid") row.paid = &cell;
  }
  std::erase_if(rows, [](const auto& row) {
    return row.second.initial == nullptr || row.second.paid == nullptr;
  });
  return rows;
}

void CheckOverwritten(const std::map<std::string, ProjectRow>& rows,
                      std::vector<Finding>& findings) {
  constexpr size_t kEnoughToWonder = 3;
  const bool all_equal = std::all_of(rows.begin(), rows.end(), [](const auto& row) {
    return IsZero(row.second.initial->number->Exact() - row.second.paid->number->Exact());
  });
  if (!all_equal || rows.size() < kEnoughToWonder) return;
  const std::string count = std::to_string(rows.size());
  std::vector<ComparedCell> cells;
  for (const auto& [project, row] : rows) {
    cells.push_back(AsCompared(*row.initial));
    cells.push_back(AsCompared(*row.paid));
  }
  findings.push_back(
      {.check = "initial_is_final",
       .severity = Severity::kWarning,
       .place = rows.begin()->second.initial->form,
       .found = count + "/" + count,
       .expected = "",
       .difference = "",
       .words = {"全部 " + count + " 个专项的预算数都等于决算数，年初预算一栏可能被决算数覆盖",
                 "in all " + count +
                     " project rows the budget equals the outturn: the initial column "
                     "may have been overwritten"},
       .compared = std::move(cells)});
}

void CheckCoverage(const Cut& cut, const DeclaredIndex& index,
                   const std::map<std::string, ProjectRow>& rows, std::vector<Finding>& findings) {
  if (rows.empty()) return;
  const std::string& form = rows.begin()->second.paid->form;
  const DeclaredFigure* total = index.Number("paid(category=project)", form);
  if (total == nullptr) return;
  Exactly listed;
  std::vector<ComparedCell> cells = {AsCompared(*total)};
  for (const auto& [key, row] : rows) {
    listed = listed + row.paid->number->Exact();
    cells.push_back(AsCompared(*row.paid));
  }
  const Exactly rest = total->number->Exact() - listed;
  if (IsZero(rest)) return;
  const bool classified =
      std::any_of(cut.ledger.lines.begin(), cut.ledger.lines.end(),
                  [](const auto& line) { return line.second.facts.classified; });
  Words words{"所列项目合计 " + Decimals(listed, 2) + "，项目支出 " + total->number->ToString() +
                  "，有 " + Decimals(rest, 2) + " 未列出",
              "the projects listed make " + Decimals(listed, 2) + " of " +
                  total->number->ToString() + "; " + Decimals(rest, 2) + " is not disclosed"};
  if (classified) {
    words.zh += "（账上有涉密项目）";
    words.en += " (the ledger has classified projects)";
  }
  findings.push_back({.check = "coverage",
                      .severity = Severity::kWarning,
                      .place = form,
                      .found = Decimals(listed, 2),
                      .expected = total->number->ToString(),
                      .difference = Decimals(Exactly{} - rest, 2),
                      .words = std::move(words),
                      .compared = std::move(cells),
                      .rounding = Rounding::kDoesNotExplain});
}

// ---- indicators

const DeclaredFigure* CellOf(const DeclaredIndex& index, const char* measure,
                             const std::string& code) {
  const auto& cells = index.All(std::string(measure) + "(" + Quoted(code) + ")");
  return cells.empty() ? nullptr : cells.front();
}

void CheckOverCompletion(const Cut& cut, const DeclaredIndex& index, const std::string& code,
                         const DeclaredFigure& target, const DeclaredFigure& actual,
                         std::vector<Finding>& findings) {
  const int threshold = cut.policy.over_completion_percent;
  const core::IndicatorState* indicator = FindIndicator(cut, code);
  if (indicator != nullptr && indicator->set.kind == core::IndicatorKind::kAtMost) return;
  if (threshold == 0 || target.number->digits <= 0) return;
  const Exactly goal = target.number->Exact();
  const Exactly done = actual.number->Exact();
  const Exactly percent =
      Reduced(done.numerator * goal.denominator * 100, done.denominator * goal.numerator);
  const DeclaredFigure* reason = CellOf(index, "indicator_reason", code);
  const bool explained = reason != nullptr && !IsBlank(reason->printed);
  if (explained || (percent - Exactly{threshold, 1}).numerator <= 0) return;
  const std::string limit = std::to_string(threshold) + "%";
  findings.push_back(
      {.check = "over_completion",
       .severity = Severity::kWarning,
       .place = RowOf(actual),
       .found = Decimals(percent) + "%",
       .expected = "≤ " + limit,
       .difference = "",
       .words = {"完成值 " + actual.printed + " 为指标值 " + target.printed + " 的 " +
                     Decimals(percent) + "%，超过 " + limit + " 而没有说明原因",
                 "the result " + actual.printed + " is " + Decimals(percent) + "% of the target " +
                     target.printed + ", above " + limit + ", and no reason is given"},
       .compared = {AsCompared(target), AsCompared(actual)}});
}

// "超年度任务17%" against the table's 581 and 300.
void CheckExcess(const DeclaredIndex& index, const std::string& code, const DeclaredFigure& target,
                 const DeclaredFigure& actual, std::vector<Finding>& findings) {
  const DeclaredFigure* excess = CellOf(index, "indicator_excess", code);
  if (excess == nullptr || !excess->number || target.number->digits <= 0) return;
  const Exactly goal = target.number->Exact();
  const Exactly over = actual.number->Exact() - goal;
  const Exactly percent =
      Reduced(over.numerator * goal.denominator * 100, over.denominator * goal.numerator);
  const Exactly difference = excess->number->Exact() - percent;
  const Wide step = 2 * PowerOfTen(excess->number->decimals);
  const Wide magnitude = difference.numerator < 0 ? -difference.numerator : difference.numerator;
  if (magnitude * step <= difference.denominator) return;
  findings.push_back(
      {.check = "text_against_table",
       .severity = Severity::kError,
       .place = Place(*excess),
       .found = excess->printed,
       .expected = Decimals(percent) + "%",
       .difference = Decimals(difference),
       .words = {"文字与表不符：表中为 " + actual.printed + "，指标值 " + target.printed,
                 "the text does not fit the table: " + actual.printed + " against a target of " +
                     target.printed},
       .compared = {AsCompared(*excess), AsCompared(target), AsCompared(actual)},
       .rounding = Rounding::kDoesNotExplain});
}

// Whether the one with fewer decimals is the other, rounded.
bool RoundsToTheOther(const PrintedNumber& a, const PrintedNumber& b) {
  const PrintedNumber& coarse = a.decimals <= b.decimals ? a : b;
  const Exactly fine = (a.decimals <= b.decimals ? b : a).Exact();
  return RoundHalfUp(fine.numerator * PowerOfTen(coarse.decimals), fine.denominator) ==
         coarse.digits;
}

// A bare number without a unit of measure anywhere.
void CheckUnit(const Cut& cut, const std::string& code, const DeclaredFigure& target,
               std::vector<Finding>& findings) {
  const core::IndicatorState* indicator = FindIndicator(cut, code);
  if (indicator == nullptr || !indicator->set.unit.empty()) return;
  if (!target.number->suffix.empty()) return;
  findings.push_back({.check = "unit",
                      .severity = Severity::kWarning,
                      .place = RowOf(target),
                      .found = target.printed,
                      .expected = "",
                      .difference = "",
                      .words = {"指标值没有度量单位", "the target has no unit of measure"},
                      .compared = {AsCompared(target)}});
}

}  // namespace

std::vector<DeclaredFigure> DeclaredFigures(const Cut& cut) {
  std::map<std::string, const core::Declaration*> last;
  std::vector<std::string> order;
  for (const auto& [day, position, declaration] : cut.ledger.declarations.entries()) {
    if (day > cut.as_of) break;
    if (last.insert_or_assign(declaration.form, &declaration).second) {
      order.push_back(declaration.form);
    }
  }
  std::vector<DeclaredFigure> cells;
  for (const std::string& form : order) {
    for (const core::DeclaredCell& cell : last[form]->cells) {
      DeclaredFigure declared{.form = form,
                              .label = cell.label,
                              .name = cell.figure,
                              .figure = std::nullopt,
                              .printed = cell.printed,
                              .number = ReadPrinted(cell.printed)};
      if (!cell.figure.empty()) {
        if (const Fallible<Figure> figure = ParseFigure(cell.figure)) {
          declared.figure = *figure;
          declared.name = figure->Name();
        }
      }
      cells.push_back(std::move(declared));
    }
  }
  return cells;
}

DeclaredIndex::DeclaredIndex(const std::vector<DeclaredFigure>& cells) : cells_(cells) {
  for (const DeclaredFigure& cell : cells_) {
    if (cell.figure) by_figure_[cell.name].push_back(&cell);
  }
}

const std::vector<const DeclaredFigure*>& DeclaredIndex::All(std::string_view figure) const {
  static const std::vector<const DeclaredFigure*> kNone;
  const auto found = by_figure_.find(figure);
  return found == by_figure_.end() ? kNone : found->second;
}

bool DeclaredIndex::HasCell(std::string_view figure) const { return !All(figure).empty(); }

const DeclaredFigure* DeclaredIndex::Number(std::string_view figure, std::string_view form) const {
  const DeclaredFigure* any = nullptr;
  for (const DeclaredFigure* cell : All(figure)) {
    if (!cell->number) continue;
    if (cell->form == form) return cell;
    if (any == nullptr) any = cell;
  }
  return any;
}

void CheckSpecialFunds(const Cut& cut, const DeclaredIndex& index, std::vector<Finding>& findings) {
  const std::map<std::string, ProjectRow> rows = ProjectRows(index);
  CheckOverwritten(rows, findings);
  CheckCoverage(cut, index, rows, findings);
}

void CheckIndicators(const Cut& cut, const DeclaredIndex& index, std::vector<Finding>& findings) {
  for (const DeclaredFigure& target : index.cells()) {
    if (!target.figure || target.figure->definition->name != "indicator_target") continue;
    const std::string& code = target.figure->code;
    const DeclaredFigure* actual = CellOf(index, "indicator_actual", code);
    if (!target.number || actual == nullptr || !actual->number) continue;
    CheckOverCompletion(cut, index, code, target, *actual, findings);
    CheckExcess(index, code, target, *actual, findings);
    CheckUnit(cut, code, target, findings);
  }
}

// 附件1's note: every project's expenditure and the public expenses are to be filled in.
void CheckBlanks(const DeclaredIndex& index, std::vector<Finding>& findings) {
  static const std::set<std::string> kMeasures = {"prior_year_paid", "initial_budget", "paid"};
  std::map<std::string, std::vector<std::string>> blank_rows;  // by form
  std::map<std::string, std::vector<ComparedCell>> blank_cells;
  for (const DeclaredFigure& cell : index.cells()) {
    if (!cell.figure || !IsBlank(cell.printed)) continue;
    if (!kMeasures.contains(std::string(cell.figure->definition->name))) continue;
    const Selector& selector = cell.figure->selector;
    const bool compulsory = selector.category == CategoryScope::kPublic ||
                            selector.category == CategoryScope::kProject ||
                            selector.project_kind == core::ProjectKind::kBusinessWork ||
                            selector.project_kind == core::ProjectKind::kOperation;
    if (!compulsory) continue;
    blank_cells[cell.form].push_back(AsCompared(cell));
    std::vector<std::string>& rows = blank_rows[cell.form];
    const std::string row = RowLabel(cell);
    if (std::find(rows.begin(), rows.end(), row) == rows.end()) rows.push_back(row);
  }
  // One form, one finding: the rows are left blank together.
  for (const auto& [form, rows] : blank_rows) {
    std::string list;
    for (const std::string& row : rows) list += (list.empty() ? "" : "、") + row;
    findings.push_back({.check = "blank",
                        .severity = Severity::kWarning,
                        .place = form,
                        .found = "",
                        .expected = "",
                        .difference = "",
                        .words = {"按表的说明应填而为空：" + list,
                                  "to be filled in by the form's own note, but blank: " + list},
                        .compared = blank_cells[form]});
  }
}

void CheckRepeated(const DeclaredIndex& index, std::vector<Finding>& findings) {
  std::set<std::string> done;
  for (const DeclaredFigure& cell : index.cells()) {
    if (!cell.figure || !cell.number || !done.insert(cell.name).second) continue;
    for (const DeclaredFigure* other : index.All(cell.name)) {
      if (!other->number) continue;
      const Exactly difference = other->number->Exact() - cell.number->Exact();
      if (IsZero(difference)) continue;
      findings.push_back(
          {.check = "repeated",
           .severity = Severity::kError,
           .place = Place(*other),
           .found = other->printed,
           .expected = cell.printed,
           .difference = Decimals(difference),
           .words = {"同一个数在“" + cell.label + "”填报为 " + cell.printed,
                     "the same figure is " + cell.printed + " at \"" + cell.label + "\""},
           .compared = {AsCompared(cell), AsCompared(*other)},
           .rounding = RoundsToTheOther(*cell.number, *other->number) ? Rounding::kExplains
                                                                      : Rounding::kDoesNotExplain});
    }
  }
}

void CheckStatements(const DeclaredIndex& index, std::vector<Finding>& findings) {
  const DeclaredFigure* all_done = nullptr;
  const DeclaredFigure* not_done = nullptr;
  std::set<std::string> forms;
  for (const DeclaredFigure& cell : index.cells()) {
    forms.insert(cell.form);
    const bool all = cell.printed.find("全部") != std::string::npos;
    const bool done = cell.printed.find("完成") != std::string::npos;
    const bool undone = cell.printed.find("未完成") != std::string::npos;
    if (all && done && !undone && all_done == nullptr) all_done = &cell;
    if (undone && not_done == nullptr) not_done = &cell;
  }
  if (all_done != nullptr && not_done != nullptr) {
    findings.push_back({.check = "statements",
                        .severity = Severity::kError,
                        .place = Place(*all_done),
                        .found = all_done->printed,
                        .expected = "",
                        .difference = "",
                        .words = {"与“" + not_done->label + "”相抵触：" + not_done->printed,
                                  "contradicts \"" + not_done->label + "\": " + not_done->printed},
                        .compared = {AsCompared(*all_done), AsCompared(*not_done)}});
  }
  // 附件N that was never filed. One reference, one finding.
  std::set<std::string> missing;
  for (const DeclaredFigure& cell : index.cells()) {
    constexpr std::string_view kAnnex = "附件";
    const size_t at = cell.printed.find(kAnnex);
    if (at == std::string::npos) continue;
    const size_t number = at + kAnnex.size();
    const size_t end =
        std::min(cell.printed.find_first_not_of("0123456789", number), cell.printed.size());
    const std::string annex = cell.printed.substr(number, end - number);
    if (annex.empty() || forms.contains("annex" + annex) || !missing.insert(annex).second) continue;
    findings.push_back({.check = "reference",
                        .severity = Severity::kWarning,
                        .place = Place(cell),
                        .found = std::string(kAnnex) + annex,
                        .expected = "",
                        .difference = "",
                        .words = {"所指的附件没有填报", "the annex it refers to was not filed"},
                        .compared = {AsCompared(cell)}});
  }
}

}  // namespace outturn::figures
