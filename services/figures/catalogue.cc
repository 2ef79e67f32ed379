#include "services/figures/catalogue.h"

#include <algorithm>
#include <unordered_map>

#include "services/figures/definitions.h"
#include "services/figures/name.h"

namespace outturn::figures {
namespace {

std::vector<Definition> AllDefinitions() {
  std::vector<Definition> all;
  for (auto chapter : {MoneyDefinitions, RateDefinitions, UnitDefinitions, PerformanceDefinitions,
                       MonitoringDefinitions}) {
    for (Definition& definition : chapter()) all.push_back(std::move(definition));
  }
  return all;
}

// What stands where the measure should, when it is in no Latin letters; empty otherwise.
std::string InOtherLetters(std::string_view name) {
  name = name.substr(0, name.find('('));
  while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  const bool other = !name.empty() && (static_cast<unsigned char>(name.front()) & 0x80) != 0;
  return other ? std::string(name) : "";
}

// Figures whose Chinese name has `words` in it, the shortest of those first.
std::vector<std::string> Called(std::string_view words) {
  constexpr size_t kMost = 3;  // as Nearest
  std::vector<std::pair<size_t, std::string>> called;
  for (const Definition& definition : Catalogue()) {
    if (definition.zh.find(words) == std::string_view::npos) continue;
    called.emplace_back(definition.zh.size(), definition.name);
  }
  std::stable_sort(called.begin(), called.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> names;
  for (size_t i = 0; i < std::min(called.size(), kMost); ++i) names.push_back(called[i].second);
  return names;
}

Problem UnknownMeasure(const std::string& measure) {
  std::vector<std::string> known;
  for (const Definition& definition : Catalogue()) known.emplace_back(definition.name);
  Problem problem{
      {"没有名为“" + Shown(measure) + "”的指标", "there is no figure \"" + Shown(measure) + "\""},
      InOtherLetters(measure).empty() ? Nearest(measure, known) : Called(measure)};
  if (problem.near.empty()) {
    problem.words.zh += "（outturn figure list 列出全部）";
    problem.words.en += " (outturn figure list names them all)";
  }
  return problem;
}

Problem WrongArguments(const Definition& definition, const std::string& zh, const std::string& en) {
  const std::string name(definition.name);
  return {{name + "：" + zh, name + ": " + en}, {}};
}

// The code between the brackets, where one is due; or none.
Fallible<Figure> TakeCode(const Definition& definition, const std::vector<Argument>& arguments,
                          bool required) {
  Figure figure{.definition = &definition, .selector = {}, .code = "", .cell = ""};
  if (arguments.empty() && !required) return figure;
  if (arguments.size() != 1 || !arguments[0].key.empty() || arguments[0].value.empty()) {
    return WrongArguments(definition, "括号里应是一个代码", "one code stands between the brackets");
  }
  figure.code = arguments[0].value;
  return figure;
}

Fallible<Figure> TakeStaffKind(const Definition& definition,
                               const std::vector<Argument>& arguments) {
  Figure figure{.definition = &definition, .selector = {}, .code = "", .cell = ""};
  if (arguments.empty()) return figure;
  if (arguments.size() != 1 || arguments[0].key != "kind" || arguments[0].value.empty()) {
    return WrongArguments(definition, "只接受 kind=编制类型", "it takes kind=… only");
  }
  figure.code = arguments[0].value;
  return figure;
}

Fallible<Figure> TakeText(const Definition& definition, const std::vector<Argument>& arguments) {
  const bool two = arguments.size() == 2 && arguments[0].key.empty() && arguments[1].key.empty();
  if (!two) {
    return WrongArguments(definition, "括号里应是表和栏目",
                          "form and cell stand between the brackets");
  }
  return Figure{.definition = &definition,
                .selector = {},
                .code = arguments[0].value,
                .cell = arguments[1].value};
}

Fallible<Figure> TakeSelector(const Definition& definition,
                              const std::vector<Argument>& arguments) {
  Fallible<Selector> selector = ParseSelector(arguments);
  if (!selector) return selector.problem();
  Figure figure{
      .definition = &definition, .selector = *std::move(selector), .code = "", .cell = ""};
  if (definition.takes == Takes::kLineSelector && figure.selector.ByClass()) {
    return WrongArguments(definition, "不能按经济分类或三公取数，到账资金不分经济分类",
                          "it cannot be taken by economic class or three-public expense: funds are "
                          "received without a class");
  }
  if (definition.takes == Takes::kThreePublic) {
    const auto scope = figure.selector.three_public.value_or(ThreePublicScope::kTotal);
    figure.selector.three_public.reset();
    if (figure.selector != Selector()) {
      return WrongArguments(definition, "只接受 three_public=…", "it takes three_public=… only");
    }
    figure.selector.three_public = scope;
  }
  return figure;
}

const Definition& Known(std::string_view measure) {
  const Definition* definition = FindDefinition(measure);
  OUTTURN_CHECK(definition != nullptr);
  return *definition;
}

// A part may name its own selector; otherwise it takes the rate's.
core::Fen EvaluateParts(const Cut& cut, const std::vector<Part>& parts, const Selector& given) {
  core::Fen sum;
  for (const Part& part : parts) {
    const size_t bracket = part.figure.find('(');
    const std::string_view measure = part.figure.substr(0, bracket);
    Value value;
    if (bracket == std::string_view::npos) {
      value =
          Evaluate(cut, {.definition = &Known(measure), .selector = given, .code = "", .cell = ""});
    } else {
      value = Evaluate(cut, *ParseFigure(part.figure));
    }
    const auto* amount = std::get_if<core::Fen>(&value);
    OUTTURN_CHECK(amount != nullptr);  // parts of rates are money that always has a value
    sum += part.sign > 0 ? *amount : -*amount;
  }
  return sum;
}

}  // namespace

std::span<const Definition> Catalogue() {
  static const std::vector<Definition> kAll = AllDefinitions();
  return kAll;
}

const Definition* FindDefinition(std::string_view measure) {
  static const std::unordered_map<std::string_view, const Definition*> kByName = [] {
    std::unordered_map<std::string_view, const Definition*> by_name;
    for (const Definition& definition : Catalogue()) by_name[definition.name] = &definition;
    return by_name;
  }();
  const auto found = kByName.find(measure);
  return found == kByName.end() ? nullptr : found->second;
}

Fallible<Figure> ParseFigure(std::string_view name) {
  if (const auto words = InOtherLetters(name); !words.empty()) return UnknownMeasure(words);
  Fallible<WrittenName> written = TakeApart(name);
  if (!written) return written.problem();
  const Definition* definition = FindDefinition(written->measure);
  if (definition == nullptr) return UnknownMeasure(written->measure);
  const std::vector<Argument>& arguments = written->arguments;
  switch (definition->takes) {
    case Takes::kNothing:
      if (arguments.empty()) {
        return Figure{.definition = definition, .selector = {}, .code = "", .cell = ""};
      }
      return WrongArguments(*definition, "括号里应是空的", "nothing stands between its brackets");
    case Takes::kSelector:
    case Takes::kLineSelector:
    case Takes::kThreePublic:
      return TakeSelector(*definition, arguments);
    case Takes::kStaffKind:
      return TakeStaffKind(*definition, arguments);
    case Takes::kIndicator:
      return TakeCode(*definition, arguments, true);
    case Takes::kBuilding:
    case Takes::kProject:
      return TakeCode(*definition, arguments, false);
    case Takes::kText:
      return TakeText(*definition, arguments);
  }
  return UnknownMeasure(written->measure);
}

std::string Figure::Name() const {
  std::vector<Argument> arguments;
  switch (definition->takes) {
    case Takes::kNothing:
      break;
    case Takes::kSelector:
    case Takes::kLineSelector:
    case Takes::kThreePublic:
      arguments = selector.Arguments();
      break;
    case Takes::kStaffKind:
      if (!code.empty()) arguments = {{"kind", code}};
      break;
    case Takes::kIndicator:
    case Takes::kBuilding:
    case Takes::kProject:
      if (!code.empty()) arguments = {{"", code}};
      break;
    case Takes::kText:
      arguments = {{"", code}, {"", cell}};
      break;
  }
  return PutTogether(definition->name, arguments);
}

Definition Derived(std::string_view name, std::string_view zh, std::string_view en,
                   std::string_view definition_zh, std::string_view definition_en,
                   std::string_view unit, std::string_view source, Takes takes,
                   Value (*derive)(const Cut&, const Figure&)) {
  return {.name = name,
          .zh = zh,
          .en = en,
          .definition_zh = definition_zh,
          .definition_en = definition_en,
          .unit = unit,
          .source = source,
          .takes = takes,
          .terms = {},
          .numerator = {},
          .denominator = {},
          .derive = derive};
}

core::Fen Money(const Cut& cut, std::string_view measure, const Selector& selector) {
  const Definition& definition = Known(measure);
  OUTTURN_CHECK(!definition.terms.empty());
  return SumOf(cut, definition.terms, selector);
}

Value Evaluate(const Cut& cut, const Figure& figure) {
  const Definition& definition = *figure.definition;
  if (definition.derive != nullptr) return definition.derive(cut, figure);
  if (!definition.terms.empty()) return SumOf(cut, definition.terms, figure.selector);
  const core::Fen numerator = EvaluateParts(cut, definition.numerator, figure.selector);
  const core::Fen denominator = EvaluateParts(cut, definition.denominator, figure.selector);
  return RatioOf(numerator.count(), denominator.count());
}

}  // namespace outturn::figures
