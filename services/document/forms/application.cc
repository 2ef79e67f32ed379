// The application for a project's money in text that lost its cells.
#include <map>

#include "services/document/forms/words.h"
#include "services/document/normal.h"

namespace outturn::document {
namespace {

using Parts = std::map<std::string, std::vector<size_t>>;

void AddApplied(const FormText& text, size_t at, const std::string& years, size_t all,
                const std::vector<std::pair<const char*, size_t>>& parts, FormGrid& form) {
  auto& project = form.AddRow(text, all);
  project[kFormName].text = "项目名称";
  project[kFormInitial].text = text.ProjectName(at) + years;
  auto& heads = form.AddRow(text, all);
  heads[kFormName].text = "项目资金(" + text.Unit(at) + ")";
  heads[kFormInitial].text = "年初预算数";
  auto& total = form.AddRow(text, all);
  total[kFormName].text = "年度资金总额";
  total[kFormInitial] = text.CellAt(text.raw(all), all);
  for (const auto& [name, number] : parts) {
    auto& row = form.AddRow(text, number);
    row[kFormName].text = name;
    row[kFormInitial] = text.CellAt(text.raw(number), number);
  }
}

}  // namespace

void ReadFormApplication(const FormText& text, size_t at, FormGrid& form) {
  const std::vector<size_t> all = text.Numbers(at + 1);
  const bool whole = at > 0 && IsFilled(text.raw(at - 1));
  if (all.size() != 1 || !whole) return;
  Parts parts;
  std::string name;
  for (size_t i = all[0] + 1; i < text.size() && !EndsFormMoney(text.Text(i)); ++i) {
    if (!IsFilled(text.raw(i))) {
      name += text.Text(i);
      continue;
    }
    const char* part = FormPartIn(name);
    if (part == nullptr) return;
    parts[part].push_back(i);
    name.clear();
  }
  const std::map<std::string, size_t> due = {
      {"当年财政拨款", 1}, {"财政资金", 1}, {"上年结转资金", 1}, {"其他资金", 2}};
  for (const auto& [part, count] : due) {
    if (parts[part].size() != count) return;
  }
  AddApplied(text, at, "（各年）", at - 1,
             {{"财政拨款", parts["财政资金"][0]}, {"其他资金", parts["其他资金"][0]}}, form);
  AddApplied(text, at, "", all[0],
             {{"当年财政拨款", parts["当年财政拨款"][0]},
              {"上年结转资金", parts["上年结转资金"][0]},
              {"其他资金", parts["其他资金"][1]}},
             form);
}

}  // namespace outturn::document
