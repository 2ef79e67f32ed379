// "安排资金 985.00 万元，分配情况见下表": the total of the table, but for a
// slip of the pen.
#include <algorithm>

#include "services/document/prose/said.h"
#include "services/document/prose/sentence.h"
#include "services/document/slips.h"
#include "services/document/tables/parts.h"

namespace outturn::document {
namespace {

constexpr size_t kNear = 3;  // blocks

// A number of the row of totals.
struct Total {
  Said said;
  std::string head;
  Place place;
};

struct Summed {
  std::vector<Total> totals;
  std::vector<Said> others;  // every other number of the table
};

// "补助资金(万元)", "户数(户)": what the numbers below are of.
Said SaidUnder(const Written& number, const std::string& head, const std::string& money) {
  Said said;
  said.number = number;
  std::string unit = number.unit.empty() ? MoneyUnitIn(head) : number.unit;
  const size_t open = head.rfind('(');
  if (unit.empty() && open != std::string::npos && head.ends_with(')'))
    unit = head.substr(open + 1, head.size() - open - 2);
  if (unit.empty() && !Has(head, {"数", "个", "率", "%"})) unit = money;
  said.unit = IsMoney(unit) ? "money" : unit;
  if (IsMoney(unit)) said.number.unit = unit;
  const Exactly value = ValueOf(number);
  said.value = IsMoney(unit) ? InWan(value, unit) : value;
  said.half = IsMoney(unit) ? CoarseOf(number, unit) : Exactly{};
  return said;
}

Summed SummedIn(const Grid& grid, const std::string& money, const Labels& labels) {
  Summed summed;
  std::vector<std::string> heads;
  for (const auto& row : grid.rows) {
    heads.resize(std::max(heads.size(), row.size()));
    const bool numbers = std::any_of(row.begin(), row.end(), [&](const Cell& cell) {
      return NumberOf(cell, labels).has_value();
    });
    const auto first =
        std::find_if(row.begin(), row.end(), [](const Cell& cell) { return !cell.text.empty(); });
    const std::string name = first == row.end() ? "" : BareName(first->text);
    const bool total = name == "合计" || name == "总计";
    for (size_t c = 0; c < row.size(); ++c) {
      const auto number = NumberOf(row[c], labels);
      if (!numbers) heads[c] = Bare(row[c].text).empty() ? heads[c] : Bare(row[c].text);
      if (!number) continue;
      Said said = SaidUnder(*number, heads[c], money);
      if (total) summed.totals.push_back({said, heads[c], {"", row[c].where, row[c].order}});
      summed.others.push_back(std::move(said));
    }
  }
  return summed;
}

class ToldTotals {
 public:
  ToldTotals(Builder& builder, const Document& document)
      : builder_(builder), blocks_(document.blocks) {}

  void Read() {
    std::string money = "万元";
    for (size_t i = 0; i < blocks_.size(); ++i) {
      const Block& block = blocks_[i];
      const std::string bare = block.is_table ? "" : Bare(block.text);
      if (Has(bare, {"单位:"}) && !MoneyUnitIn(bare).empty()) money = MoneyUnitIn(bare);
      if (!block.is_table || block.grid.flat || block.grid.rows.size() < 3) continue;
      if (block.grid.rows.size() > 200) continue;
      const Summed summed = SummedIn(block.grid, money, builder_.labels);
      if (summed.totals.empty()) continue;
      size_t before = 0;
      for (size_t k = i; k-- > 0 && before < kNear && !blocks_[k].is_table;) {
        if (Bare(blocks_[k].text).find("。") != std::string::npos) ++before;
        Compare(blocks_[k], summed);
        if (before > 0) break;  // the nearest paragraph alone is about the table
      }
    }
  }

 private:
  void Compare(const Block& block, const Summed& summed) {
    const std::string bare = Bare(block.text);
    const bool refers = Has(bare, {"见下表", "如下表", "下表", "见表", "如表", "附表"});
    const std::vector<Said> said = SaidIn(bare, builder_.labels);
    const auto has = [](const auto& all, const Said& one) {
      return std::any_of(all.begin(), all.end(), [&](const Said& other) {
        return other.unit == one.unit && figures::IsZero(other.value - one.value);
      });
    };
    const bool anchored =
        std::any_of(summed.totals.begin(), summed.totals.end(), [&](const Total& total) {
          return total.said.value.numerator > 0 && has(said, total.said);
        });
    if (!refers && !anchored) return;
    for (const Said& one : said) {
      if (one.number.approximate || one.unit.empty() || one.unit == "%" || has(summed.others, one))
        continue;
      if (one.Says({"比", "较", "增", "减", "上年", "其中", "占"})) continue;
      for (const Total& total : summed.totals) {
        const bool asks = total.said.unit == one.unit && !has(said, total.said) &&
                          IsSlip(one.value, total.said.value, DigitsOf(one), true);
        if (asks) Tell(one, total, {"正文", block.where, block.order});
      }
    }
  }

  static size_t DigitsOf(const Said& one) {
    return static_cast<size_t>(std::count_if(one.number.printed.begin(), one.number.printed.end(),
                                             [](char c) { return c >= '0' && c <= '9'; }));
  }

  void Tell(const Said& one, const Total& total, const Place& place) {
    if (IsRelated(builder_, one, place)) return;
    Relation relation = RelationOf(Relation::Kind::kListed, "表中合计（" + total.head + "）", one,
                                   {&total.said}, "", place);
    relation.numbers.back().second = total.place.where;
    builder_.filing.relations.push_back(std::move(relation));
  }

  Builder& builder_;
  const std::vector<Block>& blocks_;
};

}  // namespace

void ReadToldTotals(Builder& builder, const Document& document) {
  ToldTotals(builder, document).Read();
}

}  // namespace outturn::document
