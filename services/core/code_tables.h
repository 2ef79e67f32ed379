// Economic classes, functional classes and fund types of one version; read from data files by the
// shell.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace outturn::core {

// The four three-public expenses 三公经费, each controlled by its own ledger-wide budget.
enum class ThreePublic : uint8_t { kAbroad, kVehiclePurchase, kVehicleOperation, kReception };
inline constexpr std::array<ThreePublic, 4> kThreePublics = {
    ThreePublic::kAbroad, ThreePublic::kVehiclePurchase, ThreePublic::kVehicleOperation,
    ThreePublic::kReception};
[[nodiscard]] std::string_view Name(ThreePublic kind);  // "abroad", "vehicle_purchase" …

// Which part of basic expenditure a class may be spent from.
enum class ClassGroup : uint8_t {
  kOther,            // projects only
  kPersonnel,        // 301, 303
  kPublic,           // 302
  kPublicBasicOnly,  // 310: 公用经费 inside basic expenditure
};

struct EconomicClassInfo {
  std::string name;
  std::string parent;  // empty on level 类
  ClassGroup group = ClassGroup::kOther;
  bool is_three_public = false;
  ThreePublic three_public = ThreePublic::kAbroad;  // only when is_three_public
};

struct FunctionalClassInfo {
  std::string name;
  std::string parent;
};

// Where money comes from, as forms divide it.
enum class FundGroup : uint8_t {
  kOther,
  kGeneral,         // 一般公共预算
  kGovernmentFund,  // 政府性基金
  kStateCapital,    // 国有资本经营
  kSpecialAccount,  // 财政专户
};

struct FundTypeInfo {
  std::string name;
  bool fiscal = false;                  // 财政拨款: counts for the three-public figures
  FundGroup group = FundGroup::kOther;  // what forms count it under
};

struct CodeTables {
  std::string version;
  std::map<std::string, EconomicClassInfo, std::less<>> economic;
  std::map<std::string, FunctionalClassInfo, std::less<>> functional;
  std::map<std::string, FundTypeInfo, std::less<>> fund_types;

  // nullptr when the table has no such code.
  [[nodiscard]] const EconomicClassInfo* Economic(std::string_view code) const;
  [[nodiscard]] const FunctionalClassInfo* Functional(std::string_view code) const;
  [[nodiscard]] const FundTypeInfo* FundType(std::string_view code) const;
};

}  // namespace outturn::core
