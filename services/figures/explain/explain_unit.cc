// How figures of the unit come about: the records in force.
#include "services/figures/explain/explainer.h"

namespace outturn::figures {
namespace {

using core::BuildingReported;

void Opening(Explainer& explainer, Step& step, const Cut& cut, const Figure&) {
  explainer.RestOn(step, cut, FromOpening{});
}

template <auto kPersons>
void Staff(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  FromRecords from;
  for (const auto& [kind, history] : cut.ledger.*kPersons) {
    const auto* entry = history.EntryAt(cut.as_of);
    if (entry == nullptr || (!figure.code.empty() && figure.code != kind)) continue;
    from.records.emplace_back(entry->position, entry->value);
    step.formula += (step.formula.empty() ? "" : " + ") + kind + " " + std::to_string(entry->value);
  }
  const auto* count = std::get_if<Count>(&step.value);
  if (count == nullptr) return;
  step.formula += " = " + explainer.Shown(step.value);
  explainer.RestOn(step, cut, std::move(from), count->number);
}

// Two figures of the same name between the brackets, divided.
void Quotient(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure,
              const char* numerator, const char* denominator) {
  step.parts.push_back(explainer.Of(cut, numerator, figure.code));
  step.parts.push_back(explainer.Of(cut, denominator, figure.code));
  step.formula = explainer.Named(step.parts[0]) + " ÷ " + explainer.Named(step.parts[1]) + " = " +
                 explainer.Shown(step.value);
}

void StaffRate(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  Quotient(explainer, step, cut, figure, "staff_on_post", "staff_quota");
}
void AreaRate(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  Quotient(explainer, step, cut, figure, "building_actual_area", "building_approved_area");
}
void CostRate(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  Quotient(explainer, step, cut, figure, "building_actual_cost", "building_approved_cost");
}

int64_t Number(core::Decimal area) { return area.millionths(); }
int64_t Number(core::Fen cost) { return cost.count(); }

template <auto kField>
void Building(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  FromRecords from;
  int64_t sum = 0;
  for (const auto& [name, history] : cut.ledger.buildings) {
    const auto* entry = history.EntryAt(cut.as_of);
    if (entry == nullptr || (!figure.code.empty() && figure.code != name)) continue;
    const int64_t number = Number(entry->value.*kField);
    const auto next = Plus(sum, number);
    if (!next) return;  // the figure has no value either
    sum = *next;
    from.records.emplace_back(entry->position, number);
  }
  explainer.RestOn(step, cut, std::move(from), sum);
}

// The one record in force.
template <typename History>
void InForce(Explainer& explainer, Step& step, const Cut& cut, const History& history) {
  const auto* entry = history.EntryAt(cut.as_of);
  if (entry == nullptr) return;
  explainer.RestOn(step, cut, FromRecords{{{entry->position, std::nullopt}}});
}

void Goal(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  const auto goal = cut.ledger.goals.find(figure.code);
  if (goal != cut.ledger.goals.end()) InForce(explainer, step, cut, goal->second);
}
void FormText(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  const auto text = cut.ledger.texts.find({figure.code, figure.cell});
  if (text != cut.ledger.texts.end()) InForce(explainer, step, cut, text->second);
}

}  // namespace

Explainings UnitExplainings() {
  return {
      {"building_actual_area", Building<&BuildingReported::actual_area>},
      {"building_actual_cost", Building<&BuildingReported::actual_cost>},
      {"building_approved_area", Building<&BuildingReported::approved_area>},
      {"building_approved_cost", Building<&BuildingReported::approved_cost>},
      {"building_area_rate", AreaRate},
      {"building_cost_rate", CostRate},
      {"goal", Goal},
      {"parent_unit", Opening},
      {"staff_control_rate", StaffRate},
      {"staff_on_post", Staff<&core::LedgerState::headcounts>},
      {"staff_quota", Staff<&core::LedgerState::quotas>},
      {"text", FormText},
      {"unit_code", Opening},
      {"unit_name", Opening},
  };
}

}  // namespace outturn::figures
