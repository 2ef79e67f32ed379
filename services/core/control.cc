#include "services/core/control.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace outturn::core {
namespace {

std::string_view Name(LineCategory category) {
  switch (category) {
    case LineCategory::kPersonnel:
      return "personnel";
    case LineCategory::kPublic:
      return "public";
    case LineCategory::kProject:
      return "project";
  }
  return "";
}

// What to do about an exceeded control: refuse (nullopt) or let pass with a warning.
std::optional<Warning> LetPass(const Context& context, ControlMode mode, Rigour rigour,
                               const Refusal& refusal) {
  if (rigour == Rigour::kAlways) return std::nullopt;
  switch (mode) {
    case ControlMode::kForbid:
      return std::nullopt;
    case ControlMode::kIntercept:
      if (!context.header.override_by) return std::nullopt;
      return Warning{refusal, mode};
    case ControlMode::kWarn:
    case ControlMode::kRecordOnly:
      return Warning{refusal, mode};
  }
  return std::nullopt;
}

std::string_view ControlName(ControlMode mode, Rigour rigour) {
  const bool may_override = rigour == Rigour::kByPolicy && mode == ControlMode::kIntercept;
  return may_override ? "intercept" : "forbid";
}

// Collects the verdicts of single controls: the first refusal by precedence, or all warnings.
class Controls {
 public:
  Controls(const Context& context, Rigour rigour) : context_(context), rigour_(rigour) {}

  void Exceeded(Reason reason, std::vector<Variable> variables, ControlMode mode) {
    Refusal refusal{reason, std::move(variables)};
    if (auto warning = LetPass(context_, mode, rigour_, refusal)) {
      warnings_.push_back(std::move(*warning));
      return;
    }
    // What no policy lets pass takes budget away.
    const bool taking = reason == Reason::kNoBudget && rigour_ == Rigour::kAlways;
    refusal.variables.push_back(
        {"control", taking ? "taking" : std::string(ControlName(mode, rigour_))});
    KeepForemost(refusal_, std::move(refusal));
  }

  Result<std::vector<Warning>> Take() && {
    if (refusal_) return std::move(*refusal_);
    return std::move(warnings_);
  }

 private:
  const Context& context_;
  Rigour rigour_;
  std::optional<Refusal> refusal_;
  std::vector<Warning> warnings_;
};

// Headroom that `taken` (positive) would push below zero, or nullopt.
std::optional<DaySeries::Low> Shortfall(const DaySeries& headroom, Day from, Fen taken) {
  const DaySeries::Low low = headroom.LowestFrom(from);
  if (low.amount >= taken) return std::nullopt;
  return low;
}

void CheckLine(const Context& context, const Line& line, Fen change, ControlMode mode,
               Controls& controls) {
  if (change >= Fen()) return;
  const Day day = context.header.effective_on;
  const auto low = Shortfall(line.headroom, day, -change);
  if (!low) return;
  if (line.budget.At(day) <= Fen()) {
    controls.Exceeded(Reason::kNoBudget,
                      {{"line", line.facts.line}, Amount("asked", -change), On("on", day)}, mode);
    return;
  }
  controls.Exceeded(Reason::kHeadroomExceeded,
                    {{"line", line.facts.line},
                     Amount("asked", -change),
                     Amount("headroom", low->amount),
                     On("on", low->day)},
                    mode);
}

// The 类 whose budget a class draws on once its own is spent: itself where it is a 类.
EconomicClass FamilyOf(const CodeTables& tables, const EconomicClass& economic_class) {
  const EconomicClassInfo* info = tables.Economic(economic_class);
  return info == nullptr || info->parent.empty() ? economic_class : FamilyOf(tables, info->parent);
}

// The classes of one line that share a 类's budget: their headroom, and what moves of it.
struct Family {
  struct Member {
    const EconomicClass* economic_class;
    const DaySeries* headroom;
    Fen change;
    bool shared;  // the 类 itself
  };
  std::vector<Member> members;

  // What the 类 has left on `day` for its 款: below zero where they drew more than it has.
  [[nodiscard]] Fen Left(Day day, bool changed) const {
    Fen left;
    for (const Member& member : members) {
      Fen own = member.headroom->At(day);
      if (changed) own += member.change;
      left += member.shared ? own : std::min(own, Fen());
    }
    return left;
  }
  // The days from `from` on on which something of it changes, `from` first.
  [[nodiscard]] std::set<Day> DaysFrom(Day from) const {
    std::set<Day> days{from};
    for (const Member& member : members) {
      for (const DaySeries::Change& change : member.headroom->changes()) {
        if (change.day > from) days.insert(change.day);
      }
    }
    return days;
  }
};

using ClassChanges = std::map<EconomicClass, Fen>;

Family FamilyIn(const CodeTables& tables, const Line& line, const EconomicClass& shared,
                const ClassChanges& changes) {
  static const DaySeries kNone;
  Family family;
  for (const auto& [economic_class, change] : changes) {
    const auto cell = line.cells.find(economic_class);
    family.members.push_back({&economic_class,
                              cell == line.cells.end() ? &kNone : &cell->second.headroom, change,
                              economic_class == shared});
  }
  for (const auto& [economic_class, cell] : line.cells) {
    if (changes.contains(economic_class) || FamilyOf(tables, economic_class) != shared) continue;
    family.members.push_back({&economic_class, &cell.headroom, Fen(), economic_class == shared});
  }
  return family;
}

// The class blamed: the first that is left below zero, or the first that loses.
const Family::Member& Blamed(const Family& family, Day day) {
  const Family::Member* blamed = nullptr;
  for (const Family::Member& member : family.members) {
    if (member.change >= Fen()) continue;
    if (member.headroom->At(day) + member.change < Fen()) return member;
    if (blamed == nullptr) blamed = &member;
  }
  OUTTURN_CHECK(blamed != nullptr);
  return *blamed;
}

// `changes` are those of the classes that share the budget of the 类 `shared`.
void CheckFamily(const Context& context, const Line& line, const Family& family, ControlMode mode,
                 Controls& controls) {
  const Day from = context.header.effective_on;
  const bool own_budgets_do =
      std::all_of(family.members.begin(), family.members.end(), [&](const Family::Member& member) {
        return member.change >= Fen() ||
               (!member.shared && member.headroom->LowestFrom(from).amount >= -member.change);
      });
  if (own_budgets_do) return;
  std::optional<DaySeries::Low> worst;  // of what is left afterwards
  for (const Day day : family.DaysFrom(from)) {
    const Fen after = family.Left(day, true);
    // What was exceeded before, under a milder rule, is not held against who takes nothing of it.
    if (after >= Fen() || after >= family.Left(day, false)) continue;
    if (!worst || after < worst->amount) worst = DaySeries::Low{after, day};
  }
  if (!worst) return;
  const Family::Member& blamed = Blamed(family, worst->day);
  const Fen before = family.Left(worst->day, false);
  const Fen own = blamed.headroom->At(worst->day);
  const Fen allowed = own < Fen() ? Fen() : std::min(before, Fen());
  controls.Exceeded(Reason::kClassHeadroomExceeded,
                    {{"line", line.facts.line},
                     {"economic_class", *blamed.economic_class},
                     Amount("asked", -blamed.change),
                     Amount("headroom", -blamed.change + worst->amount - allowed),
                     On("on", worst->day)},
                    mode);
}

// What is budgeted under a class, day by day.
DaySeries BudgetOf(const Cell& cell) {
  DaySeries budget;
  for (int i = 0; i < kMeasureCount; ++i) {
    const int sign = BudgetSign(static_cast<Measure>(i));
    if (sign == 0) continue;
    for (const auto& [day, amount] : cell[static_cast<Measure>(i)].changes()) {
      budget.Add(day, sign > 0 ? amount : -amount);
    }
  }
  return budget;
}

// What each line gains or loses, by code: of several findings the same one is given every time.
std::vector<std::pair<const Line*, Fen>> NetByLine(std::span<const Movement> movements) {
  std::vector<std::pair<const Line*, Fen>> nets;
  for (const Movement& movement : movements) {
    const auto known = std::find_if(nets.begin(), nets.end(),
                                    [&](const auto& net) { return net.first == movement.line; });
    if (known == nets.end()) {
      nets.emplace_back(movement.line, movement.change);
    } else {
      known->second += movement.change;
    }
  }
  std::sort(nets.begin(), nets.end(),
            [](const auto& a, const auto& b) { return a.first->facts.line < b.first->facts.line; });
  return nets;
}

void CheckFamilies(const Context& context, const LedgerState& ledger,
                   std::span<const Movement> movements, ControlMode mode, Controls& controls) {
  std::map<std::pair<LineCode, EconomicClass>, std::pair<const Line*, ClassChanges>> families;
  for (const Movement& movement : movements) {
    auto& [line, changes] =
        families[{movement.line->facts.line, FamilyOf(*ledger.tables, movement.economic_class)}];
    line = movement.line;
    changes[movement.economic_class] += movement.change;
  }
  for (const auto& [key, family] : families) {
    const auto& [line, changes] = family;
    CheckFamily(context, *line, FamilyIn(*ledger.tables, *line, key.second, changes), mode,
                controls);
  }
}

void CheckThreePublics(const Context& context, const LedgerState& ledger,
                       std::span<const Movement> movements, ControlMode mode, Controls& controls) {
  std::array<Fen, kThreePublics.size()> changes;
  for (const Movement& movement : movements) {
    const EconomicClassInfo* info = ledger.tables->Economic(movement.economic_class);
    if (movement.line->fiscal && info != nullptr && info->is_three_public) {
      changes[static_cast<size_t>(info->three_public)] += movement.change;
    }
  }
  for (const ThreePublic kind : kThreePublics) {
    const Fen change = changes[static_cast<size_t>(kind)];
    if (change >= Fen()) continue;
    const DaySeries& headroom = ledger.three_public_headroom[static_cast<size_t>(kind)];
    const auto low = Shortfall(headroom, context.header.effective_on, -change);
    if (!low) continue;
    controls.Exceeded(Reason::kThreePublicExceeded,
                      {{"three_public", std::string(Name(kind))},
                       Amount("asked", -change),
                       Amount("headroom", low->amount),
                       On("on", low->day)},
                      mode);
  }
}

}  // namespace

ControlRules RulesFrom(const Context& context, const LedgerState& ledger) {
  const Day from = context.header.effective_on;
  const bool is_own = &ledger == context.ledger;
  const Policy& first = is_own ? *context.policy : context.book.PolicyOf(ledger, from);
  ControlRules rules{first.control_level, first.over_budget, first.over_three_public};
  for (const auto& [day, position, ref] : ledger.policy.entries()) {
    if (day <= from) continue;
    const Policy& later = context.book.policies.at(ref);
    rules.level = std::max(rules.level, later.control_level);
    rules.over_budget = std::min(rules.over_budget, later.over_budget);
    rules.over_three_public = std::min(rules.over_three_public, later.over_three_public);
  }
  return rules;
}

Result<std::vector<Warning>> CheckHeadroom(const Context& context, const LedgerState& ledger,
                                           std::span<const Movement> movements, Rigour rigour) {
  const ControlRules rules = RulesFrom(context, ledger);
  Controls controls(context, rigour);
  for (const auto& [line, change] : NetByLine(movements)) {
    CheckLine(context, *line, change, rules.over_budget, controls);
  }
  if (rules.level == ControlLevel::kByLineAndClass) {
    CheckFamilies(context, ledger, movements, rules.over_budget, controls);
  }
  CheckThreePublics(context, ledger, movements, rules.over_three_public, controls);
  return std::move(controls).Take();
}

std::optional<Refusal> CheckClassBudgets(const Context& context,
                                         const std::vector<Movement>& movements) {
  std::map<std::pair<LineCode, EconomicClass>, std::pair<const Line*, Fen>> by_class;
  for (const Movement& movement : movements) {
    auto& net = by_class[{movement.line->facts.line, movement.economic_class}];
    net = {movement.line, net.second + movement.change};
  }
  for (const auto& [place, net] : by_class) {
    const auto& [line, change] = net;
    if (change >= Fen()) continue;
    const auto cell = line->cells.find(place.second);
    const DaySeries budget = cell == line->cells.end() ? DaySeries() : BudgetOf(cell->second);
    const DaySeries::Low low = budget.LowestFrom(context.header.effective_on);
    if (low.amount >= -change) continue;
    return Refusal{Reason::kClassBudgetExceeded,
                   {{"line", place.first},
                    {"economic_class", place.second},
                    Amount("asked", -change),
                    Amount("budget", low.amount),
                    On("on", low.day)}};
  }
  return std::nullopt;
}

DaySeries::Low HeadroomAfter(const Context& context, const Line& line, Fen change) {
  DaySeries::Low low = line.headroom.LowestFrom(context.header.effective_on);
  low.amount += change;
  return low;
}

std::optional<Refusal> CheckTurnover(const LedgerState& ledger, Fen amount) {
  if (amount <= kMaxTurnover - ledger.turnover) return std::nullopt;
  return Refusal{Reason::kAmountTooLarge,
                 {Amount("asked", amount), Amount("turnover", ledger.turnover),
                  Amount("limit", kMaxTurnover)}};
}

Result<const Line*> UsableLine(const Context& context, const LedgerState& ledger,
                               const LineCode& code) {
  const Line* line = ledger.FindLine(code);
  if (line == nullptr) {
    return Refusal{Reason::kLineNotFound, {{"line", code}, {"ledger", ledger.id.ToString()}}};
  }
  if (context.header.effective_on < line->opened_on) {
    return Refusal{Reason::kBeforeOpening,
                   {On("effective_on", context.header.effective_on),
                    {"what", code},
                    On("opened_on", line->opened_on)}};
  }
  return line;
}

std::optional<Refusal> CheckClass(const LedgerState& ledger, const Line& line,
                                  const EconomicClass& economic_class, bool detailed) {
  const EconomicClassInfo* info = ledger.tables->Economic(economic_class);
  if (info == nullptr) {
    return Refusal{Reason::kUnknownCode,
                   {{"field", "economic_class"},
                    {"code", economic_class},
                    {"code_tables", ledger.tables->version}}};
  }
  if (detailed && info->parent.empty()) {
    return Refusal{Reason::kClassNotDetailed, {{"economic_class", economic_class}}};
  }
  const bool personnel = info->group == ClassGroup::kPersonnel;
  const bool public_expense =
      info->group == ClassGroup::kPublic || info->group == ClassGroup::kPublicBasicOnly;
  const LineCategory category = line.facts.category;
  if ((category == LineCategory::kPersonnel && !personnel) ||
      (category == LineCategory::kPublic && !public_expense)) {
    return Refusal{Reason::kClassNotInCategory,
                   {{"economic_class", economic_class}, {"category", std::string(Name(category))}}};
  }
  if (line.facts.three_public && !info->is_three_public) {
    return Refusal{Reason::kThreePublicMismatch,
                   {{"line", line.facts.line}, {"economic_class", economic_class}}};
  }
  return std::nullopt;
}

void KeepForemost(std::optional<Refusal>& kept, std::optional<Refusal> finding) {
  if (finding && (!kept || finding->reason < kept->reason)) kept = std::move(finding);
}

Result<Verdict> Foremost(Result<Verdict> verdict,
                         std::initializer_list<std::optional<Refusal>> findings) {
  for (const std::optional<Refusal>& finding : findings) {
    if (finding && (verdict.ok() || finding->reason < verdict.refusal().reason)) {
      verdict = *finding;
    }
  }
  return verdict;
}

std::string Listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list.empty() ? "—" : list;
}

Variable Amount(std::string name, Fen amount) { return {std::move(name), FormatYuan(amount)}; }
Variable On(std::string name, Day day) { return {std::move(name), day.ToString()}; }

}  // namespace outturn::core
