#include "services/core/code_tables.h"

namespace outturn::core {
namespace {
template <typename Map>
const typename Map::mapped_type* Find(const Map& map, std::string_view key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}
}  // namespace

std::string_view Name(ThreePublic kind) {
  switch (kind) {
    case ThreePublic::kAbroad:
      return "abroad";
    case ThreePublic::kVehiclePurchase:
      return "vehicle_purchase";
    case ThreePublic::kVehicleOperation:
      return "vehicle_operation";
    case ThreePublic::kReception:
      return "reception";
  }
  return "";
}

const EconomicClassInfo* CodeTables::Economic(std::string_view code) const {
  return Find(economic, code);
}
const FunctionalClassInfo* CodeTables::Functional(std::string_view code) const {
  return Find(functional, code);
}
const FundTypeInfo* CodeTables::FundType(std::string_view code) const {
  return Find(fund_types, code);
}

}  // namespace outturn::core
