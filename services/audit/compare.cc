#include "services/audit/compare.h"

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "services/checks/declared.h"
#include "services/figures/forms/form.h"
#include "services/render/render.h"

namespace outturn::audit {
namespace {

using nlohmann::json;

// A form's JSON, taken apart.
struct Printed {
  // What each figure is printed as, and the whole cell.
  std::map<std::string, std::set<std::pair<std::string, std::string>>> figures;
  // Whatever else it says, in order; figures that can be checked hold their places among it.
  std::vector<std::string> words;
};

std::string TextOf(const json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

const json& ArrayOf(const json& object, const char* member) {
  static const json none = json::array();
  if (!object.is_object()) return none;
  const auto found = object.find(member);
  return found != object.end() && found->is_array() ? *found : none;
}

void AddWord(std::vector<std::string>& words, const json& word) {
  if (word.is_string() && !word.get<std::string>().empty()) {
    words.push_back(word.get<std::string>());
  }
}

void AddSection(const json& section, const Checkable& checkable, Printed& printed) {
  if (!section.is_object()) return;
  AddWord(printed.words, section.value("page", json()));
  AddWord(printed.words, section.value("title", json()));
  for (const json& head : ArrayOf(section, "columns")) AddWord(printed.words, head);
  for (const json& heads : ArrayOf(section, "above")) printed.words.push_back(heads.dump());
  for (const json& row : ArrayOf(section, "rows")) {
    for (const json& cell : ArrayOf(row, "cells")) {
      if (!cell.is_object()) continue;
      const std::string figure = TextOf(cell, "figure");
      if (figure.empty()) {
        AddWord(printed.words, cell.value("printed", json()));
      } else {
        printed.figures[figure].emplace(TextOf(cell, "printed"), cell.dump());
        if (checkable(figure)) printed.words.push_back(figure);
      }
    }
  }
}

Printed TakeApart(const json& form, const Checkable& checkable) {
  Printed printed;
  if (!form.is_object()) return printed;
  for (const char* member : {"form", "title", "subtitle", "language"}) {
    AddWord(printed.words, form.value(member, json()));
  }
  for (const json& section : ArrayOf(form, "sections")) {
    AddSection(section, checkable, printed);
  }
  for (const json& note : ArrayOf(form, "notes")) AddWord(printed.words, note);
  printed.words.push_back(form.value("provenance", json()).dump());
  return printed;
}

std::string Joined(const Printed& printed, const std::string& figure, const char* nothing) {
  const auto found = printed.figures.find(figure);
  std::string text;
  if (found != printed.figures.end()) {
    for (const auto& [one, cell] : found->second) text += (text.empty() ? "" : " / ") + one;
  }
  return text.empty() ? nothing : text;
}

// Words of `printed` beyond those of `derived`, which are to stand in it in their order.
void CompareWords(const std::vector<std::string>& derived, const std::vector<std::string>& printed,
                  Comparison& comparison) {
  auto next = derived.begin();
  for (const std::string& word : printed) {
    if (next != derived.end() && *next == word) {
      ++next;
    } else {
      comparison.words_more.push_back(word);
    }
  }
  comparison.words_missing = next != derived.end();
}

}  // namespace

std::optional<figures::Table> DeriveForm(const app::Packs& rules, const std::string& form,
                                         const figures::Cut& cut,
                                         const figures::Provenance& provenance) {
  constexpr auto kLanguage = figures::Language::kChinese;
  if (form == kReconciliation)
    return checks::ReconciliationTable(cut, rules.check_rules, provenance, kLanguage);
  const figures::FormDefinition* definition = rules.FindForm(cut.policy.ref.id, form);
  if (definition == nullptr) return std::nullopt;
  return figures::FormTable(*definition, cut, provenance, kLanguage);
}

Comparison Compare(const figures::Table& derived, const std::string& printed_json,
                   const Checkable& checkable) {
  Comparison comparison;
  const std::string derived_json = render::Json(derived);
  comparison.same = derived_json == printed_json;
  const Printed mine = TakeApart(json::parse(derived_json, nullptr, false), checkable);
  const json theirs_json = json::parse(printed_json, nullptr, false);
  comparison.unreadable = theirs_json.is_discarded();
  const Printed theirs = TakeApart(theirs_json, checkable);
  std::set<std::string> all;
  for (const auto& [figure, ignored] : mine.figures) all.insert(figure);
  for (const auto& [figure, ignored] : theirs.figures) all.insert(figure);
  for (const std::string& figure : all) {
    const auto here = mine.figures.find(figure);
    const auto there = theirs.figures.find(figure);
    if (here != mine.figures.end() && there != theirs.figures.end() &&
        here->second == there->second) {
      ++comparison.equal;
      continue;
    }
    comparison.different.push_back({checkable(figure),
                                    {figure + "：打印为 " + Joined(theirs, figure, "空") +
                                         "，按事项为 " + Joined(mine, figure, "空"),
                                     figure + ": printed " + Joined(theirs, figure, "nothing") +
                                         ", from the events " + Joined(mine, figure, "nothing")}});
  }
  CompareWords(mine.words, theirs.words, comparison);
  return comparison;
}

}  // namespace outturn::audit
