#include "services/figures/selector.h"

#include <algorithm>
#include <array>
#include <map>

#include "services/figures/catalogue.h"
#include "services/figures/name.h"

namespace outturn::figures {
namespace {

using core::FundGroup;
using core::LineCategory;
using core::ProjectKind;
using core::ThreePublic;

template <typename T>
using Spelling = std::pair<std::string_view, T>;

constexpr std::array kCategories = std::to_array<Spelling<CategoryScope>>({
    {"personnel", CategoryScope::kPersonnel},
    {"public", CategoryScope::kPublic},
    {"basic", CategoryScope::kBasic},
    {"project", CategoryScope::kProject},
});
constexpr std::array kProjectKinds = std::to_array<Spelling<ProjectKind>>({
    {"business_work", ProjectKind::kBusinessWork},
    {"operation", ProjectKind::kOperation},
    {"special_fund", ProjectKind::kSpecialFund},
    {"other_development", ProjectKind::kOtherDevelopment},
});
constexpr std::array kFunds = std::to_array<Spelling<FundGroup>>({
    {"general", FundGroup::kGeneral},
    {"gov_fund", FundGroup::kGovernmentFund},
    {"government_fund", FundGroup::kGovernmentFund},
    {"state_capital", FundGroup::kStateCapital},
    {"special_account", FundGroup::kSpecialAccount},
    {"other", FundGroup::kOther},
});
constexpr std::array kFiscal =
    std::to_array<Spelling<bool>>({{"fiscal", true}, {"non_fiscal", false}});
constexpr std::array kThreePublicScopes = std::to_array<Spelling<ThreePublicScope>>({
    {"abroad", ThreePublicScope::kAbroad},
    {"vehicle_purchase", ThreePublicScope::kVehiclePurchase},
    {"vehicle_operation", ThreePublicScope::kVehicleOperation},
    {"vehicle", ThreePublicScope::kVehicle},
    {"reception", ThreePublicScope::kReception},
    {"total", ThreePublicScope::kTotal},
});
constexpr std::array kProcurement = std::to_array<Spelling<bool>>({{"yes", true}});
constexpr std::array kDisclosure =
    std::to_array<Spelling<bool>>({{"public", false}, {"classified", true}});

template <typename T, size_t N>
std::optional<T> Spelt(const std::array<Spelling<T>, N>& spellings, std::string_view text) {
  for (const auto& [spelling, value] : spellings) {
    if (spelling == text) return value;
  }
  return std::nullopt;
}
template <typename T, size_t N>
std::string Spell(const std::array<Spelling<T>, N>& spellings, T wanted) {
  for (const auto& [spelling, value] : spellings) {
    if (value == wanted) return std::string(spelling);
  }
  return "";
}

template <typename T, size_t N>
Problem UnknownValue(const Argument& argument, const std::array<Spelling<T>, N>& spellings) {
  std::vector<std::string> known;
  std::string list;
  for (const auto& [spelling, value] : spellings) {
    known.emplace_back(spelling);
    list += (list.empty() ? "" : ", ") + std::string(spelling);
  }
  const std::string asked = argument.key + "=" + Shown(argument.value);
  return {{"“" + asked + "”：没有这个取值，可用：" + list,
           "\"" + asked + "\": no such value; there are: " + list},
          Nearest(argument.value, known)};
}

bool IsCode(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "30205+30206" → the codes, sorted, each once; empty when malformed.
std::vector<std::string> Codes(std::string_view text, std::string_view also_allowed) {
  std::vector<std::string> codes;
  while (true) {
    const size_t plus = text.find('+');
    const std::string_view code = text.substr(0, plus);
    if (!IsCode(code) && (code.empty() || code != also_allowed)) return {};
    codes.emplace_back(code);
    if (plus == std::string_view::npos) break;
    text.remove_prefix(plus + 1);
  }
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

std::string Joined(const std::vector<std::string>& codes) {
  std::string text;
  for (const std::string& code : codes) text += (text.empty() ? "" : "+") + code;
  return text;
}

using Problems = std::optional<Problem>;

template <typename T, size_t N>
Problems SetSpelt(std::optional<T>& field, const Argument& argument,
                  const std::array<Spelling<T>, N>& spellings) {
  field = Spelt(spellings, argument.value);
  if (field) return std::nullopt;
  return UnknownValue(argument, spellings);
}

Problems SetCodes(std::vector<std::string>& field, const Argument& argument,
                  std::string_view also_allowed) {
  field = Codes(argument.value, also_allowed);
  if (!field.empty()) return std::nullopt;
  const std::string asked = argument.key + "=" + Shown(argument.value);
  return Problem{{"“" + asked + "”：应为数字代码，多个代码以 + 相连",
                  "\"" + asked + "\": codes are digits, several joined by +"},
                 {}};
}

Problems SetText(std::string& field, const Argument& argument) {
  field = argument.value;
  if (!field.empty()) return std::nullopt;
  return Problem{
      {"“" + argument.key + "=”之后没有值", "nothing stands behind \"" + argument.key + "=\""}, {}};
}

Problems SetFund(Selector& selector, const Argument& argument) {
  if (!argument.value.empty() && IsCode(argument.value.substr(0, 1))) {
    return SetCodes(selector.fund_types, argument, "");
  }
  selector.fiscal = Spelt(kFiscal, argument.value);
  if (selector.fiscal) return std::nullopt;
  return SetSpelt(selector.fund, argument, kFunds);
}

using Setter = Problems (*)(Selector&, const Argument&);
const std::map<std::string, Setter, std::less<>>& Setters() {
  static const std::map<std::string, Setter, std::less<>> kSetters = {
      {"category",
       [](Selector& s, const Argument& a) { return SetSpelt(s.category, a, kCategories); }},
      {"line", [](Selector& s, const Argument& a) { return SetText(s.line, a); }},
      {"project", [](Selector& s, const Argument& a) { return SetText(s.project, a); }},
      {"project_kind",
       [](Selector& s, const Argument& a) { return SetSpelt(s.project_kind, a, kProjectKinds); }},
      {"class", [](Selector& s, const Argument& a) { return SetCodes(s.classes, a, kNoClass); }},
      {"function", [](Selector& s, const Argument& a) { return SetCodes(s.functions, a, ""); }},
      {"fund", SetFund},
      {"three_public",
       [](Selector& s, const Argument& a) {
         return SetSpelt(s.three_public, a, kThreePublicScopes);
       }},
      {"procurement",
       [](Selector& s, const Argument& a) -> Problems {
         std::optional<bool> yes;
         Problems problem = SetSpelt(yes, a, kProcurement);
         s.procurement = yes.value_or(false);
         return problem;
       }},
      {"disclosure",
       [](Selector& s, const Argument& a) { return SetSpelt(s.classified, a, kDisclosure); }},
  };
  return kSetters;
}

bool InCategory(CategoryScope scope, LineCategory category) {
  switch (scope) {
    case CategoryScope::kPersonnel:
      return category == LineCategory::kPersonnel;
    case CategoryScope::kPublic:
      return category == LineCategory::kPublic;
    case CategoryScope::kBasic:
      return category != LineCategory::kProject;
    case CategoryScope::kProject:
      return category == LineCategory::kProject;
  }
  return false;
}

bool InFund(const core::CodeTables& tables, FundGroup group, std::string_view code) {
  const core::FundTypeInfo* info = tables.FundType(code);
  return group == (info == nullptr ? FundGroup::kOther : info->group);
}

bool InThreePublic(ThreePublicScope scope, ThreePublic kind) {
  switch (scope) {
    case ThreePublicScope::kAbroad:
      return kind == ThreePublic::kAbroad;
    case ThreePublicScope::kVehiclePurchase:
      return kind == ThreePublic::kVehiclePurchase;
    case ThreePublicScope::kVehicleOperation:
      return kind == ThreePublic::kVehicleOperation;
    case ThreePublicScope::kVehicle:
      return kind == ThreePublic::kVehiclePurchase || kind == ThreePublic::kVehicleOperation;
    case ThreePublicScope::kReception:
      return kind == ThreePublic::kReception;
    case ThreePublicScope::kTotal:
      return true;
  }
  return false;
}

bool BelowAny(std::string_view code, const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) { return Below(code, prefix); });
}

}  // namespace

bool Below(std::string_view code, std::string_view prefix) { return code.starts_with(prefix); }

bool Selector::MatchesLine(const core::CodeTables& tables, const core::Line& found) const {
  const core::LineOpened& facts = found.facts;
  return (!category || InCategory(*category, facts.category)) &&
         (line.empty() || facts.line == line) && (project.empty() || facts.project == project) &&
         (!project_kind || facts.project_kind == *project_kind) &&
         (functions.empty() || BelowAny(facts.functional_class, functions)) &&
         (!fund || InFund(tables, *fund, facts.fund_type)) &&
         (fund_types.empty() ||
          std::find(fund_types.begin(), fund_types.end(), facts.fund_type) != fund_types.end()) &&
         (!fiscal || found.fiscal == *fiscal) && (!three_public || found.fiscal) &&
         (!procurement || facts.procurement) && (!classified || facts.classified == *classified);
}

bool Selector::MatchesClass(const core::CodeTables& tables, std::string_view economic_class) const {
  const std::string_view code = economic_class.empty() ? kNoClass : economic_class;
  if (!classes.empty() && !BelowAny(code, classes)) return false;
  if (!three_public) return true;
  const core::EconomicClassInfo* info = tables.Economic(economic_class);
  return info != nullptr && info->is_three_public &&
         InThreePublic(*three_public, info->three_public);
}

std::vector<Argument> Selector::Arguments() const {
  std::vector<Argument> arguments;
  const auto add = [&](const char* key, std::string value) {
    if (!value.empty()) arguments.push_back({key, std::move(value)});
  };
  if (category) add("category", Spell(kCategories, *category));
  add("line", line);
  add("project", project);
  if (project_kind) add("project_kind", Spell(kProjectKinds, *project_kind));
  add("class", Joined(classes));
  add("function", Joined(functions));
  if (fund) add("fund", Spell(kFunds, *fund));
  add("fund", Joined(fund_types));
  if (fiscal) add("fund", Spell(kFiscal, *fiscal));
  if (three_public) add("three_public", Spell(kThreePublicScopes, *three_public));
  if (procurement) add("procurement", "yes");
  if (classified) add("disclosure", Spell(kDisclosure, *classified));
  return arguments;
}

Fallible<Selector> ParseSelector(const std::vector<Argument>& arguments) {
  Selector selector;
  std::vector<std::string_view> seen;
  for (const Argument& argument : arguments) {
    const auto setter = Setters().find(argument.key);
    if (setter == Setters().end()) {
      std::vector<std::string> known;
      for (const auto& [key, unused] : Setters()) known.push_back(key);
      const std::string key = Shown(argument.key.empty() ? argument.value : argument.key);
      return Problem{{"没有“" + key + "”这个条件，应写成 条件=取值",
                      "no condition \"" + key + "\"; conditions are written key=value"},
                     Nearest(key, known)};
    }
    if (std::find(seen.begin(), seen.end(), argument.key) != seen.end()) {
      return Problem{{"条件“" + argument.key + "”出现了两次",
                      "the condition \"" + argument.key + "\" stands twice"},
                     {}};
    }
    seen.push_back(argument.key);
    if (Problems problem = setter->second(selector, argument)) return *std::move(problem);
  }
  return selector;
}

const Words& SelectorHelp() {
  static const Words kHelp{
      "category=personnel|public|basic|project  "
      "人员经费、公用经费、基本支出（前两者之和）、项目支出\n"
      "line=指标代码  一个预算指标\n"
      "project=项目代码  一个项目\n"
      "project_kind=business_work|operation|special_fund|other_development  "
      "业务工作、运行维护、本级专项、其他事业发展\n"
      "class=30205+30206  部门预算支出经济分类代码或其前几位，+ 表示“或”；none 为未列经济分类的\n"
      "function=204+205  支出功能分类代码或其前几位\n"
      "fund=general|gov_fund|state_capital|special_account|other|fiscal|non_fiscal "
      "或资金性质代码（31+34）  "
      "一般公共预算、政府性基金、国有资本经营、财政专户、其他资金，财政拨款（前三者）、非财政拨款\n"
      "three_public=abroad|vehicle_purchase|vehicle_operation|vehicle|reception|total  "
      "三公经费：财政拨款，基本加项目，按经济分类\n"
      "procurement=yes  政府采购指标\n"
      "disclosure=public|classified  公开的或涉密的指标",
      "category=personnel|public|basic|project  basic is personnel and public\n"
      "line=CODE  one budget line\n"
      "project=CODE  one project\n"
      "project_kind=business_work|operation|special_fund|other_development\n"
      "class=30205+30206  economic classes or beginnings of their codes, + means or; none: without "
      "a class\n"
      "function=204+205  functional classes or beginnings of their codes\n"
      "fund=general|gov_fund|state_capital|special_account|other|fiscal|non_fiscal, or codes of "
      "fund types (31+34); fiscal is the first three\n"
      "three_public=abroad|vehicle_purchase|vehicle_operation|vehicle|reception|total  "
      "fiscal funds, basic and project, by economic class\n"
      "procurement=yes  lines of government procurement\n"
      "disclosure=public|classified"};
  return kHelp;
}

}  // namespace outturn::figures
