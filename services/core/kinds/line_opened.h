// 预算指标: a budget line of the ledger.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

// What a line's money may be spent on.
enum class LineCategory : uint8_t { kPersonnel = 1, kPublic, kProject };

enum class ProjectKind : uint8_t {
  kNone,
  kBusinessWork,
  kOperation,
  kSpecialFund,
  kOtherDevelopment
};

struct LineOpened {
  static constexpr std::string_view kName = "line_opened";
  LineCode line;
  std::string name;
  LineCategory category = LineCategory::kPersonnel;
  std::string project;  // code, of one name and kind in a ledger; only in category kProject
  std::string project_name;
  ProjectKind project_kind = ProjectKind::kNone;
  std::string functional_class;
  std::string fund_type;
  bool three_public = false;  // 三公标识: holds three-public classes only
  bool procurement = false;   // 是否政府采购
  bool classified = false;    // 涉密
  friend bool operator==(const LineOpened&, const LineOpened&) = default;
};

// Refuses: kLineExists, kUnknownCode, kProjectMismatch, kProjectDiffers.
Result<Verdict> Decide(const Context& context, LineOpened& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position, const LineOpened& event);

}  // namespace outturn::core
