// What flat tables say of one another.
#include <algorithm>

#include "services/document/flat/flat.h"
#include "services/document/normal.h"

namespace outturn::document {

class FlatTies {
 public:
  FlatTies(const FlatTables& all, Builder& builder) : all_(all), builder_(builder) {}

  void Put() {
    const FlatTable* whole = Find("");
    const FlatTable* general = Find("general");
    if (general != nullptr) PutBasic(*general);
    for (const FlatTable& table : all_.tables_) {
      if (table.flawed) PutShift(table);
    }
    if (whole == nullptr || general == nullptr) return;
    std::vector<const FlatTable*> funds = {general};
    for (const char* fund : {"gov_fund", "state_capital"}) {
      if (const FlatTable* table = Find(fund)) funds.push_back(table);
    }
    int64_t off = TotalOf(*whole);
    for (const FlatTable* fund : funds) off -= TotalOf(*fund);
    if (TotalOf(*whole) == 0 || !FlatNear(off, funds.size())) return;
    for (const FlatRow& row : whole->rows) {
      if (!row.code.empty()) PutFunds(*whole, row, funds);
    }
  }

 private:
  [[nodiscard]] const FlatTable* Find(const std::string& fund) const {
    for (const FlatTable& table : all_.tables_) {
      const bool kind = table.kind == FlatKind::kExpenditure || table.kind == FlatKind::kFlow;
      if (kind && !table.flawed && table.fund == fund && !table.rows.empty()) return &table;
    }
    return nullptr;
  }

  static const FlatAmount* AllOf(const FlatTable& table, const FlatRow& row) {
    return row.In(table.kind == FlatKind::kFlow ? 2 : 0);
  }

  // As printed, or what its uppermost rows make.
  static int64_t TotalOf(const FlatTable& table) {
    if (const auto at = table.Total()) {
      if (const FlatAmount* total = AllOf(table, table.rows[*at])) return total->micro;
    }
    int64_t sum = 0;
    for (const size_t at : table.Below("")) {
      const FlatAmount* amount = AllOf(table, table.rows[at]);
      sum += amount == nullptr ? 0 : amount->micro;
    }
    return sum;
  }

  [[nodiscard]] Coded CodedOf(const FlatTable& table, const FlatRow& row,
                              const FlatAmount& amount) const {
    const auto spot = all_.spots_.find(static_cast<size_t>(&table - all_.tables_.data()));
    return all_.CodedOf(row, amount, spot == all_.spots_.end() ? Spot() : spot->second);
  }

  void PutFunds(const FlatTable& whole, const FlatRow& row,
                const std::vector<const FlatTable*>& funds) {
    const FlatAmount* all = AllOf(whole, row);
    if (all == nullptr) return;
    int64_t off = all->micro;
    std::vector<Coded> parts;
    for (const FlatTable* fund : funds) {
      for (const FlatRow& other : fund->rows) {
        const FlatAmount* amount = other.code == row.code ? AllOf(*fund, other) : nullptr;
        if (amount == nullptr) continue;
        off -= amount->micro;
        parts.push_back(CodedOf(*fund, other, *amount));
      }
    }
    AddIfWrong(CodedOf(whole, row, *all), parts, off);
  }

  // A table that does not add up, and whose numbers are those of another, some rows off.
  void PutShift(const FlatTable& table) {
    for (const FlatTable& other : all_.tables_) {
      const bool by_code = other.kind == FlatKind::kExpenditure || other.kind == FlatKind::kIncome;
      if (!by_code || other.flawed || other.measure != table.measure) continue;
      if (PutShiftOf(table, other)) return;
    }
  }

  bool PutShiftOf(const FlatTable& table, const FlatTable& other) {
    constexpr size_t kLeast = 5;
    std::map<std::string, const FlatAmount*> by_code;
    for (const FlatRow& row : other.rows) {
      if (!row.code.empty() && row.In(0) != nullptr) by_code[row.code] = row.In(0);
    }
    std::vector<const FlatAmount*> due;  // of each row, as the other table has it
    for (const FlatRow& row : table.rows) {
      const auto found = by_code.find(row.code);
      due.push_back(found == by_code.end() ? nullptr : found->second);
    }
    std::vector<size_t> moved;
    size_t wrong = 0;
    for (size_t i = 0; i < due.size(); ++i) {
      const FlatAmount* amount = table.rows[i].In(0);
      if (amount == nullptr || due[i] == nullptr || amount->micro == due[i]->micro) continue;
      ++wrong;
      if (StandsNear(due, i, amount->micro)) moved.push_back(i);
    }
    if (moved.size() < kLeast || 2 * moved.size() < wrong) return false;
    const FlatRow& first = table.rows[moved.front()];
    Coded whole = CodedOf(table, first, *first.In(0));
    whole.label += "（本表 " + std::to_string(moved.size()) + " 行的数在“" + other.caption +
                   "”中是邻近各行的：数与科目错行）";
    const Coded part = CodedOf(other, first, *due[moved.front()]);
    AddSum(builder_, whole, {&part});
    return true;
  }

  // Whether a row not far from `at` has that amount, no zero.
  static bool StandsNear(const std::vector<const FlatAmount*>& due, size_t at, int64_t micro) {
    constexpr size_t kFar = 8;
    for (size_t i = at - std::min(at, kFar); i < std::min(due.size(), at + kFar + 1); ++i) {
      if (due[i] != nullptr && i != at && micro != 0 && due[i]->micro == micro) return true;
    }
    return false;
  }

  void PutBasic(const FlatTable& general) {
    const auto total = general.Total();
    const FlatAmount* basic = total ? general.rows[*total].In(1) : nullptr;
    for (const FlatTable& table : all_.tables_) {
      if (basic == nullptr || table.kind != FlatKind::kEconomic || table.fund != "general")
        continue;
      int64_t off = basic->micro;
      std::vector<Coded> parts;
      for (const FlatRow& row : table.rows) {
        const std::string name = Bare(row.name);
        const bool nature = name.starts_with("人员经费") || name.starts_with("公用经费");
        if (!row.code.empty() || !nature || row.In(0) == nullptr) continue;
        off -= row.In(0)->micro;
        parts.push_back(CodedOf(table, row, *row.In(0)));
      }
      if (parts.size() == 2) AddIfWrong(CodedOf(general, general.rows[*total], *basic), parts, off);
    }
  }

  void AddIfWrong(const Coded& whole, const std::vector<Coded>& parts, int64_t off) {
    if (parts.empty() || FlatNear(off, parts.size())) return;
    std::vector<const Coded*> each;
    for (const Coded& part : parts) each.push_back(&part);
    AddSum(builder_, whole, each);
  }

  const FlatTables& all_;
  Builder& builder_;
};

// All expenditure of a code is that of general, government and state-capital funds, where their
// totals make that of the whole table. Basic expenditure is personnel and public.
void FlatTables::PutTies(Builder& builder) const { FlatTies(*this, builder).Put(); }

}  // namespace outturn::document
