#include "services/audit/compare.h"

#include <map>
#include <nlohmann/json.hpp>

#include "services/figures/form.h"
#include "services/figures/reconcile.h"
#include "services/render/render.h"

namespace outturn::audit {
namespace {

using nlohmann::json;

// What each figure of a form's JSON is printed as.
using Printed = std::map<std::string, std::string>;

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

Printed FiguresOf(const json& form) {
  Printed figures;
  for (const json& section : ArrayOf(form, "sections")) {
    for (const json& row : ArrayOf(section, "rows")) {
      for (const json& cell : ArrayOf(row, "cells")) {
        if (!cell.is_object()) continue;
        const std::string figure = TextOf(cell, "figure");
        if (!figure.empty()) figures[figure] = TextOf(cell, "printed");
      }
    }
  }
  return figures;
}

std::string OrNothing(const std::string& text, const char* nothing) {
  return text.empty() ? nothing : text;
}

}  // namespace

std::optional<figures::Table> DeriveForm(const app::Packs& rules, const std::string& form,
                                         const figures::Cut& cut,
                                         const figures::Provenance& provenance) {
  constexpr auto kLanguage = figures::Language::kChinese;
  if (form == kReconciliation) return figures::ReconciliationTable(cut, provenance, kLanguage);
  const figures::FormDefinition* definition = rules.FindForm(cut.policy.ref.id, form);
  if (definition == nullptr) return std::nullopt;
  return figures::FormTable(*definition, cut, provenance, kLanguage);
}

Comparison Compare(const figures::Table& derived, const std::string& printed_json) {
  Comparison comparison;
  const std::string derived_json = render::Json(derived);
  comparison.same = derived_json == printed_json;
  const Printed mine = FiguresOf(json::parse(derived_json, nullptr, false));
  const json theirs_json = json::parse(printed_json, nullptr, false);
  comparison.unreadable = theirs_json.is_discarded();
  const Printed theirs = FiguresOf(theirs_json);
  Printed all = mine;
  all.insert(theirs.begin(), theirs.end());
  for (const auto& [figure, ignored] : all) {
    const auto here = mine.find(figure);
    const auto there = theirs.find(figure);
    const std::string derived_text = here == mine.end() ? "" : here->second;
    const std::string printed_text = there == theirs.end() ? "" : there->second;
    if (derived_text == printed_text) {
      ++comparison.equal;
      continue;
    }
    comparison.different.push_back({figure + "：打印为 " + OrNothing(printed_text, "空") +
                                        "，按事项为 " + OrNothing(derived_text, "空"),
                                    figure + ": printed " + OrNothing(printed_text, "nothing") +
                                        ", from the events " + OrNothing(derived_text, "nothing")});
  }
  if (!comparison.same && comparison.different.empty()) {
    comparison.different.push_back({"文字不同", "its words differ"});
  }
  return comparison;
}

}  // namespace outturn::audit
