#include "services/figures/forms/refiled.h"

#include <algorithm>
#include <array>

namespace outturn::figures {
namespace {

std::string Say(Language language, const char* zh, const char* en) {
  return language == Language::kChinese ? zh : en;
}

bool Agrees(Verdict verdict) {
  return verdict == Verdict::kEqual || verdict == Verdict::kEqualByRounding;
}

bool Comparable(Verdict verdict) {
  return verdict != Verdict::kNoFigure && verdict != Verdict::kUnreadable &&
         verdict != Verdict::kUnknownFigure;
}

Cell Derived(const Comparison& comparison, Language language) {
  Cell cell = TextCell(Print(comparison.derived, MoneyUnit::kWanYuan, language), Align::kRight);
  cell.figure = comparison.figure;
  cell.value = comparison.derived;
  return cell;
}

// What is to be said of a cell: how rounding explains it, by how much it is off, what changed it.
std::string Remark(const RefiledCell& cell, Language language) {
  std::string text = cell.now.remark.In(language);
  if (!cell.now.difference.empty()) {
    text = Say(language, "填报 − 账上 = ", "declared − derived = ") + cell.now.difference;
  }
  if (Exact(cell.then.derived) != Exact(cell.now.derived)) {
    const std::string change = ChangeText(cell.then.derived, cell.now.derived);
    text += (text.empty() ? "" : Say(language, "；", "; ")) +
            Say(language, "其后变动", "changed since") + (change.empty() ? "" : " " + change);
    if (std::holds_alternative<core::Fen>(cell.now.derived)) text += Say(language, " 元", " yuan");
  }
  return text;
}

Section CellsSection(const RefiledForm& form, size_t number, Language language) {
  const auto say = [&](const char* zh, const char* en) { return Say(language, zh, en); };
  Section section;
  section.title = std::to_string(number) + ". " + form.form + say("：填报于 ", ": filed on ") +
                  form.filed_on.ToString() + say("，截至 ", ", as of ") + form.for_day.ToString() +
                  say("，位置 ", ", position ") + std::to_string(form.position);
  section.columns = {{say("栏目", "place"), Align::kLeft, 30},
                     {say("填报数", "declared"), Align::kRight, 12},
                     {say("填报时账上数", "derived then"), Align::kRight, 12},
                     {say("现在账上数", "derived now"), Align::kRight, 12},
                     {say("填报时", "then"), Align::kLeft, 10},
                     {say("现在", "now"), Align::kLeft, 10},
                     {say("结论", "standing"), Align::kLeft, 14},
                     {say("说明", "remark"), Align::kLeft, 26}};
  for (const RefiledCell& cell : form.cells) {
    section.rows.push_back(
        {RowKind::kPlain,
         {TextCell(cell.now.label), TextCell(cell.now.printed, Align::kRight),
          Derived(cell.then, language), Derived(cell.now, language),
          TextCell(Name(cell.then.verdict).In(language)),
          TextCell(Name(cell.now.verdict).In(language)),
          TextCell(Name(StandingOf(cell.then.verdict, cell.now.verdict)).In(language)),
          TextCell(Remark(cell, language))}});
  }
  return section;
}

std::string CountLine(const RefiledForm& form, Language language) {
  std::string line = form.form + Say(language, "：", ": ") + std::to_string(form.cells.size()) +
                     Say(language, " 格", " cells");
  for (int i = 0; i <= static_cast<int>(Standing::kNotCompared); ++i) {
    const auto standing = static_cast<Standing>(i);
    const auto count = std::count_if(form.cells.begin(), form.cells.end(), [&](const auto& cell) {
      return StandingOf(cell.then.verdict, cell.now.verdict) == standing;
    });
    if (count == 0) continue;
    line += Say(language, "，", ", ") + Name(standing).In(language) + " " + std::to_string(count);
  }
  return line;
}

}  // namespace

Standing StandingOf(Verdict then, Verdict now) {
  if (!Comparable(now)) return Standing::kNotCompared;
  if (Agrees(then)) return Agrees(now) ? Standing::kHolds : Standing::kWasRight;
  return Agrees(now) ? Standing::kBecameRight : Standing::kNeverRight;
}

const Words& Name(Standing standing) {
  static const std::array<Words, 5> kNames = {
      Words{"一致", "holds"},
      Words{"填报时一致，后经变动", "was right, changed since"},
      Words{"填报时不一致，现一致", "was wrong, right now"},
      Words{"不一致", "not borne out"},
      Words{"未比较", "not compared"},
  };
  return kNames[static_cast<size_t>(standing)];
}

Table RefiledTable(const Refiled& refiled, Language language) {
  Table table;
  table.id = "reconcile";
  table.title =
      Say(language, "填报数与账上数：填报时与现在", "Declared against derived, then and now");
  table.subtitle = refiled.unit_name + Say(language, "    单位：万元    内部资料",
                                           "    in 万元 (10,000 yuan)    internal");
  table.language = language;
  table.provenance = refiled.provenance;
  size_t number = 1;
  for (const RefiledForm& form : refiled.forms) {
    table.sections.push_back(CellsSection(form, number++, language));
    for (const ChangedBasis& changed : form.changes) {
      table.sections.push_back(ChangedSection(changed, form.position, number++, language));
    }
    table.notes.push_back(CountLine(form, language));
  }
  if (refiled.forms.empty()) {
    const std::string position = std::to_string(refiled.provenance.position);
    const std::string recorded = refiled.provenance.known_at.ChinaDay().ToString();
    const std::string day = refiled.provenance.as_of.ToString();
    table.notes.push_back(language == Language::kChinese
                              ? "所知至位置 " + position + "（记录于 " + recorded +
                                    "）：没有填报过 " + day + " 及以前的任何表。"
                              : "As known at position " + position + " (recorded on " + recorded +
                                    ") no form of a day up to " + day + " had been filed.");
  }
  return table;
}

}  // namespace outturn::figures
