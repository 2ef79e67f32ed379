#include "services/figures/values/rollup.h"

#include <algorithm>
#include <map>
#include <set>

#include "services/core/three_public_words.h"

namespace outturn::figures {
namespace {

using core::Fen;
using core::Line;
using core::Measure;

using Rows = std::map<std::string, RollupRow>;

Fen SumOfCells(const Line& line, Measure measure, core::Day as_of) {
  Fen sum;
  for (const auto& [economic_class, cell] : line.cells) sum += cell[measure].At(as_of);
  return sum;
}

RollupAmounts OfLine(const Line& line, core::Day as_of) {
  return {SumOfCells(line, Measure::kInitial, as_of), line.budget.At(as_of),
          SumOfCells(line, Measure::kCommitted, as_of), SumOfCells(line, Measure::kPaid, as_of)};
}

RollupAmounts OfCell(const core::Cell& cell, core::Day as_of) {
  RollupAmounts amounts;
  for (int i = 0; i < core::kMeasureCount; ++i) {
    const auto measure = static_cast<Measure>(i);
    const int sign = core::BudgetSign(measure);
    if (sign == 0) continue;
    const Fen amount = cell[measure].At(as_of);
    amounts.full_year += sign > 0 ? amount : -amount;
  }
  amounts.initial = cell[Measure::kInitial].At(as_of);
  amounts.committed = cell[Measure::kCommitted].At(as_of);
  amounts.paid = cell[Measure::kPaid].At(as_of);
  return amounts;
}

struct Key {
  std::string code;
  Words name;
};

Key CategoryKey(core::LineCategory category) {
  switch (category) {
    case core::LineCategory::kPersonnel:
      return {"personnel", {"人员经费", "personnel"}};
    case core::LineCategory::kPublic:
      return {"public", {"公用经费", "public expenses"}};
    case core::LineCategory::kProject:
      return {"project", {"项目支出", "project expenditure"}};
  }
  return {};
}

Key ProjectKindKey(core::ProjectKind kind) {
  switch (kind) {
    case core::ProjectKind::kNone:
      return {};
    case core::ProjectKind::kBusinessWork:
      return {"business_work", {"业务工作经费", "business work"}};
    case core::ProjectKind::kOperation:
      return {"operation", {"运行维护经费", "operation and maintenance"}};
    case core::ProjectKind::kSpecialFund:
      return {"special_fund", {"本级专项资金", "special funds"}};
    case core::ProjectKind::kOtherDevelopment:
      return {"other_development", {"其他事业类发展资金", "other development"}};
  }
  return {};
}

Key ThreePublicKey(core::ThreePublic kind) {
  const core::ThreePublicWords words = core::WordsOf(kind);
  return {std::string(core::Name(kind)), {std::string(words.zh), std::string(words.en)}};
}

Key FunctionKey(const core::CodeTables& tables, const std::string& code, int levels) {
  const std::string prefix = code.substr(0, static_cast<size_t>(1 + 2 * levels));
  const core::FunctionalClassInfo* info = tables.Functional(prefix);
  const std::string& name = info == nullptr ? prefix : info->name;  // never blank
  return {prefix, {name, name}};
}

Key FundKey(const core::CodeTables& tables, const std::string& code) {
  const core::FundTypeInfo* info = tables.FundType(code);
  const std::string& name = info == nullptr ? code : info->name;
  return {code, {name, name}};
}

// The row a line belongs to; an empty code: none.
Key KeyOf(const core::LedgerState& ledger, const Line& line, GroupBy by, int levels) {
  const core::LineOpened& facts = line.facts;
  switch (by) {
    case GroupBy::kUnit:
      return {ledger.id.unit, {ledger.opened.unit_name, ledger.opened.unit_name}};
    case GroupBy::kCategory:
      return CategoryKey(facts.category);
    case GroupBy::kProjectKind:
      return ProjectKindKey(facts.project_kind);
    case GroupBy::kFunction:
      return FunctionKey(*ledger.tables, facts.functional_class, levels);
    case GroupBy::kFundType:
      return FundKey(*ledger.tables, facts.fund_type);
    case GroupBy::kThreePublic:
      return {};
  }
  return {};
}

void Add(Rows& rows, Key key, const RollupAmounts& amounts, std::set<std::string>& seen) {
  RollupRow& row = rows[key.code];
  if (seen.insert(key.code).second) ++row.units;
  row.key = std::move(key.code);
  if (row.name.empty()) row.name = std::move(key.name);
  row.amounts += amounts;
}

void AddThreePublic(Rows& rows, const core::LedgerState& ledger, const Line& line, core::Day as_of,
                    std::set<std::string>& seen) {
  if (!line.fiscal) return;
  for (const auto& [economic_class, cell] : line.cells) {
    const core::EconomicClassInfo* info = ledger.tables->Economic(economic_class);
    if (info == nullptr || !info->is_three_public) continue;
    Add(rows, ThreePublicKey(info->three_public), OfCell(cell, as_of), seen);
  }
}

bool IsFaster(const RollupAmounts& a, const RollupAmounts& b) {
  return static_cast<Wide>(a.paid.count()) * b.full_year.count() >
         static_cast<Wide>(b.paid.count()) * a.full_year.count();
}

void Rank(std::vector<RollupRow>& rows) {
  const auto without = std::stable_partition(
      rows.begin(), rows.end(), [](const RollupRow& row) { return row.amounts.full_year > Fen(); });
  std::stable_sort(rows.begin(), without, [](const RollupRow& a, const RollupRow& b) {
    return IsFaster(a.amounts, b.amounts);
  });
  for (auto row = rows.begin(); row != without; ++row) {
    const bool shares = row != rows.begin() && !IsFaster(std::prev(row)->amounts, row->amounts);
    row->rank = shares ? std::prev(row)->rank : static_cast<size_t>(row - rows.begin()) + 1;
  }
}

}  // namespace

RollupAmounts& RollupAmounts::operator+=(const RollupAmounts& other) {
  initial += other.initial;
  full_year += other.full_year;
  committed += other.committed;
  paid += other.paid;
  return *this;
}

std::vector<const core::LedgerState*> LedgersUnder(const core::BookState& book, int year,
                                                   const std::string& unit, core::Day as_of) {
  std::map<std::string, const core::LedgerState*> of_year;
  for (const auto& [id, ledger] : book.ledgers) {
    if (id.year == year && ledger.opened_on <= as_of) of_year[id.unit] = &ledger;
  }
  const auto below = [&](const core::LedgerState* ledger) {
    std::set<std::string> passed;  // units that name each other as parents end here
    while (ledger != nullptr && passed.insert(ledger->id.unit).second) {
      const std::string& parent = ledger->opened.parent_unit;
      if (ledger->id.unit == unit || parent == unit) return true;
      const auto found = of_year.find(parent);
      ledger = found == of_year.end() ? nullptr : found->second;
    }
    return false;
  };
  std::vector<const core::LedgerState*> ledgers;
  for (const auto& [code, ledger] : of_year) {
    if (unit.empty() || below(ledger)) ledgers.push_back(ledger);
  }
  return ledgers;
}

Rollup RollUp(const std::vector<const core::LedgerState*>& ledgers, GroupBy by, int levels,
              core::Day as_of) {
  Rollup rollup;
  Rows rows;
  for (const core::LedgerState* ledger : ledgers) {
    ++rollup.units;
    std::set<std::string> seen;
    const Key unit{ledger->id.unit, {ledger->opened.unit_name, ledger->opened.unit_name}};
    if (by == GroupBy::kUnit) Add(rows, unit, {}, seen);  // one without lines is a unit too
    for (const auto& [code, line] : ledger->lines) {
      if (line.opened_on > as_of) continue;
      const RollupAmounts amounts = OfLine(line, as_of);
      rollup.total += amounts;
      if (by == GroupBy::kThreePublic) AddThreePublic(rows, *ledger, line, as_of, seen);
      Key key = KeyOf(*ledger, line, by, levels);
      if (!key.code.empty()) Add(rows, std::move(key), amounts, seen);
    }
  }
  for (auto& [key, row] : rows) rollup.rows.push_back(std::move(row));
  if (by == GroupBy::kUnit) Rank(rollup.rows);
  return rollup;
}

Value ExecutionRate(const RollupAmounts& amounts) {
  return RatioOf(amounts.paid.count(), amounts.full_year.count());
}

Value AheadOfTime(const RollupAmounts& amounts, int months) {
  const Wide paid = amounts.paid.count();
  const Wide budget = amounts.full_year.count();
  if (budget == 0) return NoValue{Absence::kDenominatorZero};
  // Of a whole city twelve times the sum may leave int64; a rate to the millionth of a fen is exact
  // enough for nobody to see, so both sides are halved until they fit.
  Wide gap = 12 * paid - months * budget;
  Wide whole = 12 * budget;
  while (static_cast<int64_t>(gap) != gap || static_cast<int64_t>(whole) != whole) {
    gap /= 2;
    whole /= 2;
  }
  const Value ratio = RatioOf(static_cast<int64_t>(gap), static_cast<int64_t>(whole));
  if (const auto* parts = std::get_if<Ratio>(&ratio)) return RateGap{*parts};
  return ratio;
}

core::Fen AheadAmount(const RollupAmounts& amounts, int months) {
  const Wide gap = static_cast<Wide>(amounts.paid.count()) * 12 -
                   static_cast<Wide>(amounts.full_year.count()) * months;
  return Fen(static_cast<int64_t>(RoundHalfUp(gap, 12)));
}

}  // namespace outturn::figures
