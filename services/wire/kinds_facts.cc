#include "services/wire/kinds.h"

namespace outturn::wire {
namespace {

constexpr int64_t kMaxPersons = 10'000'000;

core::Decimal ReadArea(Fields& fields, std::string_view field, const std::string& text, Need need) {
  if (text.empty() && need == Need::kRequired) fields.Violate(field, "", {"必填", "required"});
  const auto area = fields.OptionalDecimal(field, text);
  if (area && *area < core::Decimal()) {
    fields.Violate(field, text, {"不小于零的面积（㎡）", "an area in m², not below zero"});
  }
  return area.value_or(core::Decimal());
}

}  // namespace

core::QuotaSet Read(const v1::QuotaSet& from, Violations& violations) {
  Fields fields("quota_set", violations);
  return {fields.Code("staff_kind", from.staff_kind(), Need::kRequired),
          fields.Int("persons", from.persons(), 0, kMaxPersons)};
}
void Write(const core::QuotaSet& from, v1::QuotaSet& to) {
  to.set_staff_kind(from.staff_kind);
  to.set_persons(from.persons);
}

core::HeadcountReported Read(const v1::HeadcountReported& from, Violations& violations) {
  Fields fields("headcount_reported", violations);
  return {fields.Code("staff_kind", from.staff_kind(), Need::kRequired),
          fields.Int("persons", from.persons(), 0, kMaxPersons)};
}
void Write(const core::HeadcountReported& from, v1::HeadcountReported& to) {
  to.set_staff_kind(from.staff_kind);
  to.set_persons(from.persons);
}

core::BuildingReported Read(const v1::BuildingReported& from, Violations& violations) {
  Fields fields("building_reported", violations);
  return {fields.Code("building", from.building(), Need::kRequired, kMaxIdBytes),
          ReadArea(fields, "approved_area", from.approved_area(), Need::kRequired),
          ReadArea(fields, "actual_area", from.actual_area(), Need::kOptional),
          fields.Amount("approved_cost_fen", from.approved_cost_fen()),
          fields.AmountOrZero("actual_cost_fen", from.actual_cost_fen())};
}
void Write(const core::BuildingReported& from, v1::BuildingReported& to) {
  to.set_building(from.building);
  to.set_approved_area(from.approved_area.ToString());
  to.set_actual_area(from.actual_area.ToString());
  to.set_approved_cost_fen(from.approved_cost.count());
  to.set_actual_cost_fen(from.actual_cost.count());
}

core::PriorYearFigures Read(const v1::PriorYearFigures& from, Violations& violations) {
  core::PriorYearFigures to;
  if (!Fields("prior_year_figures", violations).Items("figures", from.figures_size())) return to;
  for (int i = 0; i < from.figures_size(); ++i) {
    const std::string item = ItemPath("prior_year_figures", "figures", i);
    Fields fields(item, violations);
    to.figures.push_back({fields.Code("figure", from.figures(i).figure(), Need::kRequired, 256),
                          fields.AmountOrZero("amount_fen", from.figures(i).amount_fen())});
  }
  return to;
}
void Write(const core::PriorYearFigures& from, v1::PriorYearFigures& to) {
  for (const core::PriorYearFigure& figure : from.figures) {
    v1::PriorYearFigure& out = *to.add_figures();
    out.set_figure(figure.figure);
    out.set_amount_fen(figure.amount.count());
  }
}

core::Declaration Read(const v1::Declaration& from, Violations& violations) {
  Fields fields("declaration", violations);
  core::Declaration to;
  to.form = fields.Code("form", from.form(), Need::kRequired);
  to.filed_on = fields.DayOf("filed_on", from.filed_on());
  if (!fields.Items("cells", from.cells_size())) return to;
  for (int i = 0; i < from.cells_size(); ++i) {
    const std::string item = ItemPath("declaration", "cells", i);
    Fields at(item, violations);
    to.cells.push_back({at.Code("figure", from.cells(i).figure(), Need::kOptional, 256),
                        at.Code("label", from.cells(i).label(), Need::kRequired, 512),
                        at.Text("printed", from.cells(i).printed())});
  }
  return to;
}
void Write(const core::Declaration& from, v1::Declaration& to) {
  to.set_form(from.form);
  to.set_filed_on(from.filed_on.Number());
  for (const core::DeclaredCell& cell : from.cells) {
    v1::DeclaredCell& out = *to.add_cells();
    out.set_figure(cell.figure);
    out.set_label(cell.label);
    out.set_printed(cell.printed);
  }
}

}  // namespace outturn::wire
