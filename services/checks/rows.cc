// Rows of forms: those left blank, the projects listed one by one.
#include <algorithm>
#include <map>

#include "services/checks/index.h"

namespace outturn::checks {
namespace {

using figures::IsZero;

// The number a listed row has for a measure; nullptr where it is blank.
const Stated* NumberOf(const Index& index, const StatedRow& row, const std::string& measure) {
  for (const auto& [of, at] : row.numbers) {
    if (of == measure) return &index.filing().stated[at];
  }
  return nullptr;
}

using ListedRows = std::vector<const StatedRow*>;

std::map<std::pair<std::string, std::string>, ListedRows> Listed(const Index& index) {
  std::map<std::pair<std::string, std::string>, ListedRows> lists;
  for (const StatedRow& row : index.filing().rows) {
    if (row.listed) lists[{row.scope, row.place.form}].push_back(&row);
  }
  return lists;
}

void CheckBlankRows(const Index& index, const Rules& rules, std::vector<Finding>& findings) {
  if (!index.filing().compulsory_rows) return;
  Words list;
  const StatedRow* first = nullptr;
  Finding finding = Blank("blank_row", Severity::kWarning);
  const auto& rows = index.filing().rows;
  std::set<std::string> told;
  for (const StatedRow& row : rows) {
    const auto due =
        std::find_if(rules.compulsory.begin(), rules.compulsory.end(),
                     [&](const CompulsoryRow& one) { return one.select == row.select; });
    const auto filled = std::any_of(rows.begin(), rows.end(), [&](const StatedRow& other) {
      return other.select == row.select && other.filled > 0;
    });
    if (due == rules.compulsory.end() || filled || row.cells == 0) continue;
    if (!told.insert(row.select).second) continue;
    if (first == nullptr) first = &row;
    list.zh += (list.zh.empty() ? "" : "、") + row.name;
    list.en += (list.en.empty() ? "" : ", ") + due->words.en;
    finding.compared.push_back({row.name, "", row.place.where});
  }
  if (first == nullptr) return;
  finding.scope = first->scope;
  finding.place = first->place;
  finding.words = {"按表的说明应填而为空：" + list.zh,
                   "to be filled in by the form's own note, but blank: " + list.en};
  findings.push_back(std::move(finding));
}

// Whether the project budget, or the whole budget, is known to have changed over the year.
bool KnownToHaveChanged(const Index& index, const std::string& scope) {
  for (const char* select : {"(category=project)", ""}) {
    const Stated* initial = index.Find(scope, std::string("initial_budget") + select, "");
    const Stated* paid = index.Find(scope, std::string("paid") + select, "");
    if (initial != nullptr && paid != nullptr) return !IsZero(initial->value - paid->value);
  }
  return false;
}

void CheckOverwritten(const Index& index, const Rules& rules, const ListedRows& rows,
                      std::vector<Finding>& findings) {
  int both = 0;
  std::vector<Compared> compared;
  for (const StatedRow* row : rows) {
    const Stated* initial = NumberOf(index, *row, "initial_budget");
    const Stated* paid = NumberOf(index, *row, "paid");
    if (initial == nullptr || paid == nullptr) continue;
    if (!IsZero(initial->value - paid->value)) return;
    compared.push_back(AsCompared(*initial));
    compared.push_back(AsCompared(*paid));
    ++both;
  }
  const StatedRow& first = *rows.front();
  if (both < rules.rows_to_wonder || !KnownToHaveChanged(index, first.scope)) return;
  const std::string count = std::to_string(both);
  findings.push_back(
      {.check = "initial_is_final",
       .severity = Severity::kWarning,
       .scope = first.scope,
       .figure = "",
       .place = first.place,
       .found = count + "/" + count,
       .expected = "",
       .difference = "",
       .rounding = Rounding::kNoMatter,
       .words = {"全部 " + count + " 个专项的预算数都等于决算数，年初预算一栏可能被决算数覆盖",
                 "in all " + count +
                     " project rows the budget equals the outturn: the initial column may have "
                     "been overwritten"},
       .compared = std::move(compared),
       .also = {}});
}

// What other rows of the form hold of the project expenditure.
void AddOtherKinds(const Index& index, const StatedRow& like, Exactly& sum, Exactly& tolerance) {
  for (const char* kind : {"business_work", "operation", "other_development"}) {
    const std::string figure = std::string("paid(project_kind=") + kind + ")";
    const Stated* stated = index.Find(like.scope, figure, like.place.form, true);
    if (stated == nullptr) continue;
    sum = sum + stated->value;
    tolerance = tolerance + stated->half;
  }
}

void CheckCoverage(const Index& index, const ListedRows& rows, std::vector<Finding>& findings) {
  const StatedRow& first = *rows.front();
  const Stated* total = index.Find(first.scope, "paid(category=project)", first.place.form);
  if (total == nullptr) return;
  Exactly sum;
  Exactly tolerance = total->half;
  bool classified = false;
  int counted = 0;
  std::vector<Compared> compared = {AsCompared(*total)};
  for (const StatedRow* row : rows) {
    classified = classified || row->classified;
    const Stated* paid = NumberOf(index, *row, "paid");
    if (paid == nullptr) continue;
    sum = sum + paid->value;
    tolerance = tolerance + paid->half;
    compared.push_back(AsCompared(*paid));
    ++counted;
  }
  if (counted == 0) return;
  AddOtherKinds(index, first, sum, tolerance);
  const Exactly rest = total->value - sum;
  if (NoMoreThan(Magnitude(rest), tolerance)) return;
  const bool more = rest.numerator < 0;
  const std::string listed = NumberLike(sum, *total);
  const std::string missing = NumberLike(Magnitude(rest), *total);
  Words words = more ? Words{"所列 " + std::to_string(counted) + " 个项目合计 " + listed +
                                 "，超过项目支出 " + total->printed,
                             "the projects listed make " + listed + ", more than the " +
                                 total->printed + " of project expenditure"}
                     : Words{"所列 " + std::to_string(counted) + " 个项目合计 " + listed +
                                 "，项目支出 " + total->printed + "，有 " + missing + " 未列出",
                             "the projects listed make " + listed + " of " + total->printed + "; " +
                                 missing + " is not disclosed"};
  if (classified && !more) {
    words.zh += "（表中注明有涉密项目；只有一个时，它的金额就是这个差数）";
    words.en += " (the form says that some are classified; if it is one, this is its amount)";
  }
  findings.push_back({.check = "projects_cover_total",
                      .severity = more ? Severity::kError : Severity::kWarning,
                      .scope = first.scope,
                      .figure = total->figure,
                      .place = first.place,
                      .found = listed,
                      .expected = total->printed,
                      .difference = NumberLike(Exactly{} - rest, *total),
                      .rounding = Rounding::kDoesNotExplain,
                      .words = std::move(words),
                      .compared = std::move(compared),
                      .also = {}});
}

}  // namespace

void CheckRows(const Index& index, const Rules& rules, std::vector<Finding>& findings) {
  CheckBlankRows(index, rules, findings);
  for (const auto& [of, rows] : Listed(index)) {
    CheckOverwritten(index, rules, rows, findings);
    CheckCoverage(index, rows, findings);
  }
}

}  // namespace outturn::checks
