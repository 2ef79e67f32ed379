// What was filed, beside what the events said then and say now.
#include <algorithm>
#include <utility>

#include "services/app/questions/audit.h"

namespace outturn::app {
namespace {

using figures::Comparison;

// The declarations in force on the day of the cut, in the order of their forms' first filing.
std::vector<figures::RefiledForm> Filed(const figures::Cut& cut) {
  std::vector<figures::RefiledForm> filed;
  for (const auto& [day, position, declaration] : cut.ledger.declarations.entries()) {
    if (day > cut.as_of) break;
    auto found = std::find_if(filed.begin(), filed.end(),
                              [&form = declaration.form](const auto& f) { return f.form == form; });
    if (found == filed.end()) found = filed.insert(filed.end(), figures::RefiledForm());
    found->form = declaration.form;
    found->filed_on = declaration.filed_on;
    found->for_day = day;
    found->position = position;
  }
  return filed;
}

std::vector<Comparison> ComparisonsOf(const figures::Cut& cut, const std::string& form) {
  std::vector<Comparison> comparisons = figures::Compare(cut);
  std::erase_if(comparisons, [&](const Comparison& one) { return one.form != form; });
  return comparisons;
}

Trouble NothingFiled(const std::string& form, const figures::Provenance& from) {
  const std::string at = std::to_string(from.position);
  const std::string day = from.as_of.ToString();
  return NotFound(
      "FORM_NOT_FOUND",
      {"截至 " + day + "、所知至位置 " + at + "，没有填报过任何表，也没有 " + form,
       "as of " + day + ", as known at position " + at + ", no form had been filed, nor " + form},
      {{"form", form}, {"known", ""}});
}

}  // namespace

Asked<figures::Refiled> Audit::Reconcile(const Question& question, const std::string& form,
                                         size_t most, figures::Language language) const {
  figures::Refiled refiled;
  const auto look = [&](const figures::Cut& cut, const figures::Provenance& from) {
    refiled.unit_name = cut.ledger.opened.unit_name + " " + cut.ledger.id.ToString();
    refiled.provenance = from;
    refiled.forms = Filed(cut);
  };
  if (auto trouble = reports_.WithCut(question, look)) return *std::move(trouble);
  if (!form.empty()) {
    std::string known;
    for (const auto& one : refiled.forms) known += (known.empty() ? "" : ", ") + one.form;
    std::erase_if(refiled.forms, [&](const auto& one) { return one.form != form; });
    if (known.empty()) return NothingFiled(form, refiled.provenance);
    if (refiled.forms.empty()) {
      return NotFound("FORM_NOT_FOUND",
                      {"没有填报过表 " + form + "；填报过的：" + known,
                       "no form " + form + " was filed; those filed: " + known},
                      {{"form", form}, {"known", known}});
    }
  }
  Patience patience(question.given_up);
  for (figures::RefiledForm& one : refiled.forms) {
    std::vector<Comparison> compared;
    const auto wants = [&](const figures::Cut& cut, const figures::Provenance&) {
      compared = ComparisonsOf(cut, one.form);
      std::vector<Wanted> wanted;
      for (const Comparison& cell : compared) {
        const bool known = !cell.figure.empty() && cell.verdict != figures::Verdict::kUnknownFigure;
        if (known) wanted.push_back({cell.figure, cell.label, false});
      }
      return wanted;
    };
    const auto then = Look({question.ledger, one.for_day, one.position}, wants, language);
    if (!then.ok()) return then.trouble();
    one.recorded_at = then->provenance.known_at;
    const std::vector<Comparison> compared_then = std::move(compared);
    const auto now = Look({question.ledger, one.for_day, question.known_at}, wants, language,
                          refiled.provenance.position);
    if (!now.ok()) return now.trouble();
    const size_t cells = std::min(compared_then.size(), compared.size());
    for (size_t i = 0; i < cells; ++i) one.cells.push_back({compared_then[i], compared[i]});
    std::vector<std::string> changed;
    for (const std::string& name : now->order) {
      const auto was = then->told.find(name);
      if (was != then->told.end() && was->second.value != now->told.at(name).value) {
        changed.push_back(name);
      }
    }
    auto bases = ChangesBetween(*then, *now, changed, most, patience);
    if (!bases.ok()) return Damaged(bases.status());
    if (patience.over()) return EndedEarly();
    one.changes = *std::move(bases);
  }
  return refiled;
}

}  // namespace outturn::app
