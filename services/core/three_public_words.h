// What the three-public expenses are called.
#pragma once

#include <string_view>

#include "services/core/code_tables.h"

namespace outturn::core {

struct ThreePublicWords {
  std::string_view zh;
  std::string_view en;
};

[[nodiscard]] inline ThreePublicWords WordsOf(ThreePublic kind) {
  switch (kind) {
    case ThreePublic::kAbroad:
      return {"因公出国（境）费", "abroad"};
    case ThreePublic::kVehiclePurchase:
      return {"公务用车购置费", "vehicle purchase"};
    case ThreePublic::kVehicleOperation:
      return {"公务用车运行维护费", "vehicle operation"};
    case ThreePublic::kReception:
      return {"公务接待费", "reception"};
  }
  return {};
}

}  // namespace outturn::core
