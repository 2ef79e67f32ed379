// Selector: which part of a ledger's money a figure speaks of. It can ask the same of an event's
// line and economic class, so that what made a figure can be listed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/core/code_tables.h"
#include "services/core/ledger_state.h"
#include "services/figures/problem.h"

namespace outturn::figures {

// key=value as written in a figure's name; the key of a positional argument is empty.
struct Argument {
  std::string key;
  std::string value;
  friend bool operator==(const Argument&, const Argument&) = default;
};

enum class CategoryScope : uint8_t { kPersonnel, kPublic, kBasic, kProject };  // basic: both first
enum class ThreePublicScope : uint8_t {
  kAbroad,
  kVehiclePurchase,
  kVehicleOperation,
  kVehicle,  // purchase and operation
  kReception,
  kTotal
};

// Every part that is set must hold; an empty selector means the whole ledger.
struct Selector {
  std::optional<CategoryScope> category;
  std::string line;
  std::string project;
  std::optional<core::ProjectKind> project_kind;
  std::vector<std::string> classes;  // economic codes, beginnings of them, or "none": any of these
  std::vector<std::string> functions;  // functional codes or beginnings of them: any of these
  std::optional<core::FundGroup> fund;
  std::vector<std::string> fund_types;           // these codes exactly, any of them: fund=31+34
  std::optional<bool> fiscal;                    // fund=fiscal 财政拨款, fund=non_fiscal
  std::optional<ThreePublicScope> three_public;  // fiscal funds, basic and project
  bool procurement = false;                      // only lines flagged as procurement
  std::optional<bool> classified;                // only classified lines, or only public ones

  [[nodiscard]] bool MatchesLine(const core::CodeTables& tables, const core::Line& line) const;
  // Asked of every class of a matching line; the class is empty where a document named none.
  [[nodiscard]] bool MatchesClass(const core::CodeTables& tables,
                                  std::string_view economic_class) const;
  // Whether the selector looks at economic classes at all.
  [[nodiscard]] bool ByClass() const { return three_public.has_value() || !classes.empty(); }

  // The arguments in canonical order and notation, as Parse reads them.
  [[nodiscard]] std::vector<Argument> Arguments() const;
  friend bool operator==(const Selector&, const Selector&) = default;
};

// Understands the keys category, line, project, project_kind, class, function, fund, three_public,
// procurement and disclosure, each at most once.
[[nodiscard]] Fallible<Selector> ParseSelector(const std::vector<Argument>& arguments);

// What the keys and values mean, one per line, for people.
[[nodiscard]] const Words& SelectorHelp();

// class=none: amounts whose document names no class.
inline constexpr std::string_view kNoClass = "none";

// Whether `code` is `prefix` or lies below it: Below("30201", "302"). An empty code lies nowhere.
[[nodiscard]] bool Below(std::string_view code, std::string_view prefix);

}  // namespace outturn::figures
