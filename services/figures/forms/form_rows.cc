#include "services/figures/forms/form_rows.h"

#include <algorithm>
#include <set>

#include "services/figures/definitions.h"
#include "services/figures/public/classified.h"
#include "services/figures/values/scoring.h"

namespace outturn::figures {
namespace {

using core::IndicatorSet;
using core::IndicatorState;
using core::Line;

bool IsHidden(const Cut& cut, const Line& line, Audience audience) {
  return audience == Audience::kPublic && IsClassified(cut, line);
}

std::string Mark(bool classified, Language language) {
  if (!classified) return "";
  return language == Language::kChinese ? "（涉密）" : " (classified)";
}

std::vector<Instance> Projects(const Repeat& repeat, const Cut& cut, Audience audience,
                               Language language) {
  std::map<std::string, std::string> names;
  for (const Line* line : LinesOf(cut, repeat.filter)) {
    if (!line->facts.project.empty()) {
      names.try_emplace(line->facts.project, line->facts.project_name);
    }
  }
  std::vector<Instance> instances;
  for (const auto& [project, name] : names) {
    const bool classified = IsClassifiedProject(cut, project);
    if (classified && audience == Audience::kPublic) continue;
    instances.push_back(
        {.placeholders = {
             {"project", project}, {"project_name", name}, {"mark", Mark(classified, language)}}});
  }
  return instances;
}

std::vector<Instance> Lines(const Repeat& repeat, const Cut& cut, Audience audience,
                            Language language) {
  std::vector<Instance> instances;
  for (const Line* line : LinesOf(cut, repeat.filter)) {
    if (IsHidden(cut, *line, audience)) continue;
    const core::LineOpened& facts = line->facts;
    instances.push_back({.placeholders = {{"line", facts.line},
                                          {"line_name", facts.name},
                                          {"mark", Mark(IsClassified(cut, *line), language)}}});
  }
  return instances;
}

// 类 have three digits, 款 five, 项 seven.
int LevelOf(const std::string& code) {
  return std::max(1, (static_cast<int>(code.size()) - 1) / 2);
}

// A code and the codes above it, by the digits: a table may lack one of them.
void AddWithParents(std::set<std::string>& codes, const std::string& code) {
  for (size_t digits = 3; digits < code.size(); digits += 2) codes.insert(code.substr(0, digits));
  if (!code.empty()) codes.insert(code);
}

bool WithinLevels(const Repeat& repeat, const std::string& code) {
  return repeat.levels == 0 || LevelOf(code) <= repeat.levels;
}

std::vector<Instance> FunctionalClasses(const Repeat& repeat, const Cut& cut, Audience audience) {
  std::set<std::string> codes;
  for (const Line* line : LinesOf(cut, repeat.filter)) {
    if (IsHidden(cut, *line, audience)) continue;
    AddWithParents(codes, line->facts.functional_class);
  }
  std::vector<Instance> instances;
  for (const std::string& code : codes) {
    if (!WithinLevels(repeat, code)) continue;
    const core::FunctionalClassInfo* info = cut.ledger.tables->Functional(code);
    instances.push_back(
        {.placeholders = {{"function", code}, {"function_name", info ? info->name : ""}},
         .indent = LevelOf(code) - 1});
  }
  return instances;
}

std::vector<Instance> EconomicClasses(const Repeat& repeat, const Cut& cut, Audience audience,
                                      Language language) {
  std::set<std::string> codes;
  bool without_class = false;
  for (const Line* line : LinesOf(cut, repeat.filter)) {
    if (IsHidden(cut, *line, audience)) continue;
    for (const auto& [code, cell] : line->cells) {
      if (!HoldsBudgetOrSpending(cell, cut.as_of)) continue;
      if (!repeat.filter.MatchesClass(*cut.ledger.tables, code)) continue;
      AddWithParents(codes, code);
      without_class |= code.empty();
    }
  }
  std::vector<Instance> instances;
  for (const std::string& code : codes) {
    if (!WithinLevels(repeat, code)) continue;
    const core::EconomicClassInfo* info = cut.ledger.tables->Economic(code);
    instances.push_back({.placeholders = {{"class", code}, {"class_name", info ? info->name : ""}},
                         .indent = LevelOf(code) - 1});
  }
  if (without_class) {
    const char* name = language == Language::kChinese ? "未列经济分类" : "without a class";
    instances.push_back({.placeholders = {{"class", "none"}, {"class_name", name}}});
  }
  return instances;
}

// ---- indicators

struct GroupRows {
  Repeat::Group group;
  bool framed = false;
  std::vector<const IndicatorState*> indicators;
};

bool Belongs(const IndicatorSet& set, const Repeat::Group& group) {
  return set.level1 == group.level1 &&
         (set.level2 == group.level2 ||
          std::find(group.also.begin(), group.also.end(), set.level2) != group.also.end());
}

void PutIntoGroup(std::vector<GroupRows>& groups, const IndicatorState* indicator) {
  const IndicatorSet& set = indicator->set;
  auto place = groups.end();
  for (auto group = groups.begin(); group != groups.end(); ++group) {
    if (Belongs(set, group->group)) {
      group->indicators.push_back(indicator);
      return;
    }
    if (group->group.level1 == set.level1) place = std::next(group);
  }
  groups.insert(place,
                {.group = {.level1 = set.level1, .level2 = set.level2, .also = {}, .figure = ""},
                 .framed = false,
                 .indicators = {indicator}});
}

std::vector<const IndicatorState*> AllIndicators(const Repeat& repeat, const Cut& cut,
                                                 Audience audience, const std::string& of) {
  if (repeat.department || !of.empty()) return IndicatorsOf(cut, of);
  std::set<std::string> projects;
  for (const auto& [code, indicator] : cut.ledger.indicators) {
    if (!indicator.set.project.empty()) projects.insert(indicator.set.project);
  }
  std::vector<const IndicatorState*> all;
  for (const std::string& project : projects) {
    if (audience == Audience::kPublic && IsClassifiedProject(cut, project)) continue;
    for (const IndicatorState* indicator : IndicatorsOf(cut, project)) all.push_back(indicator);
  }
  return all;
}

std::string ProjectName(const Cut& cut, const std::string& project) {
  for (const auto& [code, line] : cut.ledger.lines) {
    if (!project.empty() && line.facts.project == project) return line.facts.project_name;
  }
  return "";
}

Instance OfIndicator(const Cut& cut, const IndicatorSet& set, Language language) {
  return {.placeholders = {{"indicator", set.indicator},
                           {"level1", set.level1},
                           {"level2", set.level2},
                           {"level3", set.level3},
                           {"project", set.project},
                           {"project_name", ProjectName(cut, set.project)},
                           {"mark", Mark(IsClassifiedProject(cut, set.project), language)}}};
}

Instance OfEmptyGroup(const Repeat& repeat, const Repeat::Group& group, const Cut& cut,
                      Language language) {
  std::string words = repeat.no_indicator.In(language);
  if (!group.figure.empty()) {
    const Fallible<Figure> figure = ParseFigure(group.figure);
    const Value value = figure ? Evaluate(cut, *figure) : NoValue{};
    if (HasValue(value)) words = Print(value, MoneyUnit::kWanYuan, language);
  }
  return {.placeholders = {{"indicator", ""},
                           {"level1", group.level1},
                           {"level2", group.level2},
                           {"level3", words},
                           {"project", ""},
                           {"project_name", ""},
                           {"mark", ""}},
          .indent = 0,
          .labels_only = true};
}

std::vector<Instance> Indicators(const Repeat& repeat, const Cut& cut, Audience audience,
                                 Language language, const std::string& project) {
  std::vector<GroupRows> groups;
  for (const Repeat::Group& group : repeat.frame) {
    groups.push_back({.group = group, .framed = true, .indicators = {}});
  }
  for (const IndicatorState* indicator : AllIndicators(repeat, cut, audience, project)) {
    PutIntoGroup(groups, indicator);
  }
  std::vector<Instance> instances;
  for (const GroupRows& rows : groups) {
    if (rows.indicators.empty()) {
      instances.push_back(OfEmptyGroup(repeat, rows.group, cut, language));
    }
    for (const IndicatorState* indicator : rows.indicators) {
      instances.push_back(OfIndicator(cut, indicator->set, language));
    }
  }
  return instances;
}

std::vector<Instance> Buildings(const Cut& cut) {
  std::vector<Instance> instances;
  for (const auto& [building, history] : cut.ledger.buildings) {
    if (history.At(cut.as_of) == nullptr) continue;
    instances.push_back({.placeholders = {{"building", building}}});
  }
  return instances;
}

}  // namespace

std::vector<Instance> Instances(const Repeat& repeat, const Cut& cut, Audience audience,
                                Language language, const std::string& project) {
  switch (repeat.over) {
    case Over::kProjects:
      return Projects(repeat, cut, audience, language);
    case Over::kLines:
      return Lines(repeat, cut, audience, language);
    case Over::kFunctionalClasses:
      return FunctionalClasses(repeat, cut, audience);
    case Over::kEconomicClasses:
      return EconomicClasses(repeat, cut, audience, language);
    case Over::kIndicators:
      return Indicators(repeat, cut, audience, language, project);
    case Over::kBuildings:
      return Buildings(cut);
  }
  return {};
}

}  // namespace outturn::figures
