// Amounts that are a quantity by its price, and totals of rows that are numbered.
#include <algorithm>

#include "services/document/tables/amounts.h"
#include "services/document/tables/sums.h"

namespace outturn::document {
namespace {

// What may be lost of x × y where each is rounded to its last decimal.
Exactly HalfOfProduct(const Coded& x, const Coded& y) {
  const auto half = [](const Coded& one) {
    return one.printed.find('.') == std::string::npos ? Exactly{} : one.half;
  };
  return x.value * half(y) + y.value * half(x) + half(x) * half(y);
}

struct Products {
  size_t x = 0;
  size_t y = 0;
  int64_t times = 1;  // of units: 元 by 万元
  size_t holds = 0;
  std::vector<size_t> wrong;  // rows
};

// Whether `amount` is x × y ÷ per: each may have lost half of its last decimal.
bool Fits(const Coded& amount, const Coded& x, const Coded& y, int64_t per) {
  const Exactly off = Size(amount.value - x.value * y.value / per);
  return off <= amount.half + HalfOfProduct(x, y) / per;
}

Products TallyProducts(const Numbers& numbers, size_t amount, size_t x, size_t y, int64_t per) {
  Products of{x, y, per, 0, {}};
  for (size_t r = 0; r < numbers.rows(); ++r) {
    const auto& a = numbers.at(r, amount);
    const auto& b = numbers.at(r, x);
    const auto& c = numbers.at(r, y);
    if (NamesTotal(numbers.name(r))) continue;
    if (!a || !b || !c || b->value.numerator <= 0 || c->value.numerator <= 0) continue;
    if (Fits(*a, *b, *c, per)) {
      ++of.holds;
    } else {
      of.wrong.push_back(r);
    }
  }
  return of;
}

void TellProduct(Builder& builder, const Numbers& numbers, size_t amount, const Products& of,
                 size_t row) {
  const Coded& printed = *numbers.at(row, amount);
  const Coded& x = *numbers.at(row, of.x);
  const Coded& y = *numbers.at(row, of.y);
  const Term product{{x.value * y.value / of.times, HalfOfProduct(x, y) / of.times}, "", "", {}};
  Relation relation =
      SumRelation(numbers.name(row) + "/" + numbers.head(amount), printed, {product});
  relation.formula = x.printed + " × " + y.printed + (of.times == 1 ? "" : " ÷ 10000");
  relation.numbers.back() = {x.printed, x.place.where};
  relation.numbers.emplace_back(y.printed, y.place.where);
  builder.filing.relations.push_back(std::move(relation));
}

// Its head says that its numbers can be added up: neither ranks nor telephones nor days.
bool CountsUp(const std::string& head) {
  return Has(head, {"金额", "预算", "决算", "支出", "收入", "执行数", "资金", "投资", "支付", "款",
                    "费", "补助", "补贴", "人数", "数量", "面积", "完成数"});
}

// The rows [0, total) of a side against the row `total`, column by column.
void TellTotal(Builder& builder, const Numbers& numbers, size_t total, size_t side) {
  for (size_t c = 0; c < numbers.columns(); ++c) {
    const auto& whole = numbers.at(total, c);
    if (!whole || !numbers.Adds(c) || numbers.side(c) != side ||
        Has(numbers.head(c), {"单价", "标准", "单位", "年度", "年"}) || !CountsUp(numbers.head(c)))
      continue;
    std::vector<const Coded*> parts;
    bool words = false;
    for (size_t r = 0; r < total; ++r) {
      words = words || numbers.Words(r, c);
      if (!numbers.at(r, c)) continue;
      parts.push_back(&*numbers.at(r, c));
    }
    if (words || parts.size() < 3 || Agree(*whole, SumOf(parts))) continue;
    Coded tell = *whole;
    tell.label = numbers.name(total, side);
    AddSumOnce(builder, tell, parts);
  }
}

}  // namespace

void AddProducts(Builder& builder, const Grid& grid, const Spot& spot) {
  constexpr size_t kMostColumns = 20;
  Spot plain = spot;  // quantities have no unit of money
  plain.money_unit = "万元";
  const Numbers numbers(builder, grid, plain);
  if (numbers.columns() > kMostColumns) return;
  for (size_t amount = 0; amount < numbers.columns(); ++amount) {
    if (!Has(numbers.head(amount), {"金额", "合计", "小计", "补助", "资金"})) continue;
    Products best;
    for (size_t x = 0; x < numbers.columns(); ++x) {
      for (size_t y = 0; y < numbers.columns(); ++y) {
        const bool price = Has(numbers.head(y), {"单价", "标准", "每人", "每亩", "每户"});
        if (x == y || x == amount || y == amount || !price) continue;
        for (const int64_t per : {int64_t{1}, int64_t{10'000}}) {
          Products of = TallyProducts(numbers, amount, x, y, per);
          if (of.holds > best.holds) best = std::move(of);
        }
      }
    }
    if (best.holds < 2 || best.holds < 2 * best.wrong.size()) continue;
    for (const size_t row : best.wrong) TellProduct(builder, numbers, amount, best, row);
  }
}

bool HasNumberedRows(const Grid& grid, const Labels& labels) {
  constexpr int64_t kLeast = 3;
  int64_t last = 0;
  for (const auto& row : grid.rows) {
    if (row.empty() || row.front().covered) continue;
    const auto number = NumberOf(row.front(), labels);
    const bool next =
        number && number->decimals == 0 && number->unit.empty() && number->digits == last + 1;
    if (next) last = number->digits;
    if (number && !next) return false;
  }
  return last >= kLeast;
}

// "1 … 2 … 3 … 合计": rows with ordinals are all of one rank.
void AddNumberedTotals(Builder& builder, const Grid& grid, const Spot& spot) {
  const Numbers numbers(builder, grid, spot);
  if (numbers.rows() < 4 || numbers.sides() > 1) return;
  const size_t total = numbers.rows() - 1;
  const std::string& name = numbers.name(total);
  if (name != "合计" && name != "总计") return;
  for (size_t r = 0; r < total; ++r) {
    if (NamesTotal(numbers.name(r)) || Has(numbers.name(r), {"其中"})) return;
  }
  TellTotal(builder, numbers, total, 0);
}

void AddTotalsOfNamed(Builder& builder, const Grid& grid, const Spot& spot) {
  constexpr size_t kLeast = 3;
  const Numbers numbers(builder, grid, spot);
  for (size_t side = 0; side < numbers.sides(); ++side) {
    std::vector<std::string> names;
    for (size_t r = 0; r < numbers.rows(); ++r) {
      const std::string name = BareName(numbers.name(r, side));
      if (name.ends_with("总计") || name == "合计") {
        if (names.size() >= kLeast && AreAllOf(builder.labels, name, names))
          TellTotal(builder, numbers, r, side);
        break;
      }
      if (!name.empty()) names.push_back(numbers.name(r, side));
    }
  }
}

}  // namespace outturn::document
