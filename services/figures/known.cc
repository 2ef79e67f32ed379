// Whether what a figure's brackets name is there at all: a sum over nothing is 0.00 like any other.
#include <algorithm>

#include "services/figures/catalogue.h"
#include "services/figures/name.h"

namespace outturn::figures {
namespace {

using Known = std::vector<std::string>;

// What is called so, in both languages.
struct Thing {
  const char* zh;
  const char* en;
};

// The nearest, and where none is near the first few: enough to see what codes look like here.
Problem Unknown(Thing thing, const std::string& asked, const std::string& where, Known known) {
  constexpr size_t kFew = 5;
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  Problem problem{{where + " 没有" + thing.zh + "“" + Shown(asked) + "”",
                   where + " has no " + thing.en + " \"" + Shown(asked) + "\""},
                  Nearest(asked, known)};
  if (!problem.near.empty()) return problem;
  for (size_t i = 0; i < std::min(known.size(), kFew); ++i) {
    problem.words.zh += (i == 0 ? "；现有：" : "、") + Shown(known[i]);
    problem.words.en += (i == 0 ? "; there are: " : ", ") + Shown(known[i]);
  }
  if (known.size() > kFew) {
    problem.words.zh += " 等";
    problem.words.en += " …";
  }
  return problem;
}

template <typename Map>
void AddKeys(const Map& map, Known& keys) {
  for (const auto& [key, unused] : map) keys.push_back(key);
}

bool Has(const Known& known, const std::string& name) {
  return std::find(known.begin(), known.end(), name) != known.end();
}

Known Projects(const core::LedgerState& ledger) {
  Known projects;
  for (const auto& [code, line] : ledger.lines) {
    if (!line.facts.project.empty()) projects.push_back(line.facts.project);
  }
  for (const auto& [code, indicator] : ledger.indicators) {
    if (!indicator.set.project.empty()) projects.push_back(indicator.set.project);
  }
  for (const auto& [project, goal] : ledger.goals) {
    if (!project.empty()) projects.push_back(project);
  }
  return projects;
}

// The first of `codes` under which `table` has nothing.
template <typename Table>
std::optional<Problem> UnknownCode(Thing thing, const std::vector<std::string>& codes,
                                   const Table& table, const std::string& tables) {
  for (const std::string& code : codes) {
    const auto at_or_below = table.lower_bound(code);
    if (code == kNoClass || (at_or_below != table.end() && Below(at_or_below->first, code))) {
      continue;
    }
    Known known;
    AddKeys(table, known);
    return Unknown(thing, code, tables, std::move(known));
  }
  return std::nullopt;
}

std::optional<Problem> UnknownIn(const core::LedgerState& ledger, const Selector& selector) {
  const std::string where = ledger.id.ToString();
  if (!selector.line.empty() && ledger.FindLine(selector.line) == nullptr) {
    Known lines;
    AddKeys(ledger.lines, lines);
    return Unknown({"预算指标", "line"}, selector.line, where, std::move(lines));
  }
  if (!selector.project.empty()) {
    Known projects = Projects(ledger);
    if (!Has(projects, selector.project)) {
      return Unknown({"项目", "project"}, selector.project, where, std::move(projects));
    }
  }
  const core::CodeTables& tables = *ledger.tables;
  const std::string version = "codes " + tables.version;
  if (auto problem =
          UnknownCode({"经济分类", "economic class"}, selector.classes, tables.economic, version)) {
    return problem;
  }
  if (auto problem = UnknownCode({"功能分类", "functional class"}, selector.functions,
                                 tables.functional, version)) {
    return problem;
  }
  for (const std::string& code : selector.fund_types) {
    if (tables.FundType(code) != nullptr) continue;
    Known funds;
    AddKeys(tables.fund_types, funds);
    return Unknown({"资金性质", "fund type"}, code, version, std::move(funds));
  }
  return std::nullopt;
}

std::optional<Problem> UnknownCodeOf(const core::LedgerState& ledger, const Figure& figure) {
  const auto check = [&](Thing thing, Known known) -> std::optional<Problem> {
    if (Has(known, figure.code)) return std::nullopt;
    return Unknown(thing, figure.code, ledger.id.ToString(), std::move(known));
  };
  Known known;
  switch (figure.definition->takes) {
    case Takes::kStaffKind:
      AddKeys(ledger.quotas, known);
      AddKeys(ledger.headcounts, known);
      return check({"编制类型", "kind of post"}, std::move(known));
    case Takes::kIndicator:
      AddKeys(ledger.indicators, known);
      return check({"绩效指标", "indicator"}, std::move(known));
    case Takes::kBuilding:
      AddKeys(ledger.buildings, known);
      return check({"楼堂馆所", "building"}, std::move(known));
    case Takes::kProject:
      return check({"项目", "project"}, Projects(ledger));
    case Takes::kNothing:
    case Takes::kSelector:
    case Takes::kLineSelector:
    case Takes::kThreePublic:
    case Takes::kText:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Problem> FindUnknown(const Cut& cut, const Figure& figure) {
  if (!figure.code.empty()) return UnknownCodeOf(cut.ledger, figure);
  auto problem = UnknownIn(cut.ledger, figure.selector);
  if (!problem) return std::nullopt;
  // Figures of last year may name what only last year has.
  if (figure.definition->derive != nullptr && HasValue(Evaluate(cut, figure))) return std::nullopt;
  const core::LedgerId& id = cut.ledger.id;
  const core::LedgerState* last_year = cut.book.FindLedger({id.unit, id.year - 1});
  if (figure.definition->derive != nullptr && last_year != nullptr &&
      !UnknownIn(*last_year, figure.selector)) {
    return std::nullopt;
  }
  return problem;
}

}  // namespace outturn::figures
