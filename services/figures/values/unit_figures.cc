// Figures of the unit itself: staff, buildings, names, free texts.
#include <map>

#include "services/figures/definitions.h"

namespace outturn::figures {
namespace {

using core::BuildingReported;
using core::Decimal;
using core::Fen;

using Persons = std::map<std::string, core::DayKeyed<int>>;

// The persons of one kind, or of all kinds.
Value SumOfPersons(const Persons& persons, const Cut& cut, const std::string& kind) {
  int64_t sum = 0;
  bool any = false;
  for (const auto& [name, history] : persons) {
    const int* count = history.At(cut.as_of);
    if (count == nullptr || (!kind.empty() && kind != name)) continue;
    any = true;
    sum += *count;
  }
  if (any) return Count{sum};
  return NoValue{kind.empty() ? Absence::kNotRecorded : Absence::kNotInLedger};
}

Value StaffQuota(const Cut& cut, const Figure& figure) {
  return SumOfPersons(cut.ledger.quotas, cut, figure.code);
}
Value StaffOnPost(const Cut& cut, const Figure& figure) {
  return SumOfPersons(cut.ledger.headcounts, cut, figure.code);
}
Value StaffControlRate(const Cut& cut, const Figure& figure) {
  const Value on_post = StaffOnPost(cut, figure);
  const Value quota = StaffQuota(cut, figure);
  if (!HasValue(on_post)) return on_post;
  if (!HasValue(quota)) return quota;
  return RatioOf(std::get<Count>(on_post).number, std::get<Count>(quota).number);
}

int64_t Number(Decimal area) { return area.millionths(); }
int64_t Number(Fen cost) { return cost.count(); }

struct BuildingSum {
  std::optional<int64_t> number;  // millionths of m², or fen
  NoValue why;                    // when there is no number
};

// What is asked of a building, summed over the one named or over all.
template <typename T>
BuildingSum SumOfBuildings(const Cut& cut, const std::string& building,
                           T BuildingReported::*field) {
  BuildingSum sum{std::nullopt, {building.empty() ? Absence::kNotRecorded : Absence::kNotInLedger}};
  for (const auto& [name, history] : cut.ledger.buildings) {
    const BuildingReported* report = history.At(cut.as_of);
    if (report == nullptr || (!building.empty() && building != name)) continue;
    sum.number = Plus(sum.number.value_or(0), Number(report->*field));
    if (!sum.number) return {std::nullopt, {Absence::kTooLarge}};
  }
  return sum;
}

template <typename T>
Value BuildingRate(const Cut& cut, const Figure& figure, T BuildingReported::*actual,
                   T BuildingReported::*approved) {
  const BuildingSum done = SumOfBuildings(cut, figure.code, actual);
  const BuildingSum allowed = SumOfBuildings(cut, figure.code, approved);
  if (!done.number) return done.why;
  if (!allowed.number) return allowed.why;
  return RatioOf(*done.number, *allowed.number);
}

template <Decimal BuildingReported::*kField>
Value Area(const Cut& cut, const Figure& figure) {
  const BuildingSum sum = SumOfBuildings(cut, figure.code, kField);
  if (!sum.number) return sum.why;
  return Quantity{Decimal::OfMillionths(*sum.number), "", ""};
}
template <Fen BuildingReported::*kField>
Value Cost(const Cut& cut, const Figure& figure) {
  const BuildingSum sum = SumOfBuildings(cut, figure.code, kField);
  if (!sum.number) return sum.why;
  return Fen(*sum.number);
}
Value AreaRate(const Cut& cut, const Figure& figure) {
  return BuildingRate(cut, figure, &BuildingReported::actual_area,
                      &BuildingReported::approved_area);
}
Value CostRate(const Cut& cut, const Figure& figure) {
  return BuildingRate(cut, figure, &BuildingReported::actual_cost,
                      &BuildingReported::approved_cost);
}

Value TextOr(const std::string* text) {
  if (text == nullptr || text->empty()) return NoValue{Absence::kNotRecorded};
  return Text{*text, ""};
}
Value UnitName(const Cut& cut, const Figure&) { return TextOr(&cut.ledger.opened.unit_name); }
Value UnitCode(const Cut& cut, const Figure&) { return TextOr(&cut.ledger.id.unit); }
Value ParentUnit(const Cut& cut, const Figure&) { return TextOr(&cut.ledger.opened.parent_unit); }

Value Goal(const Cut& cut, const Figure& figure) {
  const auto goal = cut.ledger.goals.find(figure.code);
  return goal == cut.ledger.goals.end() ? NoValue{} : TextOr(goal->second.At(cut.as_of));
}
Value FormText(const Cut& cut, const Figure& figure) {
  const auto text = cut.ledger.texts.find({figure.code, figure.cell});
  return text == cut.ledger.texts.end() ? NoValue{} : TextOr(text->second.At(cut.as_of));
}

std::vector<Definition> BuildingDefinitions() {
  return {
      Derived("building_approved_area", "批复规模", "approved area", "批复的建设面积，平方米",
              "in square metres", "number", "F16", Takes::kBuilding,
              Area<&BuildingReported::approved_area>),
      Derived("building_actual_area", "实际规模", "actual area", "实际建设面积，平方米",
              "in square metres", "number", "F16", Takes::kBuilding,
              Area<&BuildingReported::actual_area>),
      Derived("building_area_rate", "规模控制率", "area control rate", "实际规模 ÷ 批复规模",
              "actual area ÷ approved area", "ratio", "F16", Takes::kBuilding, AreaRate),
      Derived("building_approved_cost", "预算投资", "approved cost", "批准的投资概算",
              "as approved", "fen", "F17", Takes::kBuilding,
              Cost<&BuildingReported::approved_cost>),
      Derived("building_actual_cost", "实际投资", "actual cost", "实际完成的投资", "as spent",
              "fen", "F17", Takes::kBuilding, Cost<&BuildingReported::actual_cost>),
      Derived("building_cost_rate", "投资概算控制率", "cost control rate", "实际投资 ÷ 预算投资",
              "actual cost ÷ approved cost", "ratio", "F17", Takes::kBuilding, CostRate),
  };
}

}  // namespace

std::vector<Definition> UnitDefinitions() {
  std::vector<Definition> definitions = {
      Derived("unit_name", "预算部门名称", "name of the unit", "建账时登记的单位名称",
              "as the ledger was opened", "text", "", Takes::kNothing, UnitName),
      Derived("unit_code", "预算单位代码", "code of the unit", "账套的单位代码", "of the ledger",
              "text", "", Takes::kNothing, UnitCode),
      Derived("parent_unit", "上级预算单位", "parent unit", "建账时登记的上级单位",
              "as the ledger was opened", "text", "", Takes::kNothing, ParentUnit),
      Derived("staff_quota", "编制数", "staff quota", "截止日有效的编制数；不写类型为各类合计",
              "in force on the day of the cut; all kinds together unless one is named", "count",
              "F05", Takes::kStaffKind, StaffQuota),
      Derived("staff_on_post", "实际在职人数", "staff on post",
              "截止日最近一次上报的在职人数；不写类型为各类合计",
              "as last reported by the day of the cut; all kinds together unless one is named",
              "count", "F05", Takes::kStaffKind, StaffOnPost),
      Derived("staff_control_rate", "在职人员控制率", "staff control rate", "实际在职人数 ÷ 编制数",
              "staff on post ÷ quota", "ratio", "F05", Takes::kStaffKind, StaffControlRate),
      Derived("goal", "年度总体目标", "goal of the year",
              "截止日有效的预期目标；写项目代码为该项目的",
              "in force on the day of the cut; of a project where one is named", "text", "",
              Takes::kProject, Goal),
      Derived("text", "表中文字", "text of a form", "为某表某栏登记的文字",
              "recorded for that cell of that form", "text", "", Takes::kText, FormText),
  };
  for (Definition& definition : BuildingDefinitions()) definitions.push_back(std::move(definition));
  return definitions;
}

}  // namespace outturn::figures
