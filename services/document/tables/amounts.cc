#include "services/document/tables/amounts.h"

#include <algorithm>

namespace outturn::document {
namespace {

constexpr size_t kMostRows = 200;

// "增减%", "增减比例（%）": its numbers are percentages without their sign.
bool SaysPercent(const std::string& head) {
  return head.ends_with("%") ||
         Has(head, {"增减%", "增长%", "(%)", "增减比例", "增减率", "增长率", "增减幅度"});
}

}  // namespace

bool NamesTotal(const std::string& text) { return Has(text, {"合计", "总计", "小计"}); }

Numbers::Numbers(const Builder& builder, const Grid& grid, const Spot& spot)
    : grid_(grid), spot_(spot), columns_(grid.rows.front().size()) {
  heads_.resize(columns_);
  rates_.resize(columns_);
  for (size_t r = 0; r < std::min(grid.rows.size(), kMostRows); ++r) {
    std::vector<std::optional<Coded>> row(columns_);
    std::string name;
    for (size_t c = 0; c < columns_; ++c) {
      const Cell& cell = grid.rows[r][c];
      const auto number = NumberOf(cell, builder.labels);
      if (number) {
        rates_[c] = rates_[c] || number->unit == "%" || SaysPercent(heads_[c]);
        row[c] = CodedOf(*number, cell, rates_[c]);
      } else if (!cell.text.empty() && !IsNumber(cell, builder.labels)) {
        if (name.empty() && !cell.covered) name = Bare(cell.text);
        row[c] = std::nullopt;
      }
    }
    const bool any = std::any_of(row.begin(), row.end(), [](const auto& c) { return c; });
    const bool caption = std::any_of(
        grid.rows[r].begin(), grid.rows[r].end(),
        [](const Cell& cell) { return Bare(cell.text).find("单位:") != std::string::npos; });
    for (size_t c = 0; !any && !caption && c < columns_; ++c)
      heads_[c] += Bare(grid.rows[r][c].text);
    if (!any) continue;
    rows_.push_back(std::move(row));
    names_.push_back(name);
    at_.push_back(r);
  }
  FindSides();
}

// A column of names with columns of numbers on its left begins another side.
void Numbers::FindSides() {
  side_.resize(columns_);
  names_at_ = {0};
  bool numbers = false;
  for (size_t c = 0; c < columns_; ++c) {
    size_t named = 0;
    size_t numbered = 0;
    for (size_t r = 0; r < rows(); ++r) {
      if (at(r, c)) ++numbered;
      if (Words(r, c)) ++named;
    }
    if (numbers && named >= 2 && named * 2 > rows() && numbered == 0) {
      names_at_.push_back(c);
      ++sides_;
      numbers = false;
    }
    numbers = numbers || (numbered >= 2 && Adds(c));
    side_[c] = sides_ - 1;
  }
}

std::string Numbers::name(size_t row, size_t side) const {
  return sides_ == 1 ? names_[row] : Bare(grid_.rows[at_[row]][names_at_[side]].text);
}

bool Numbers::IsOfRates(size_t row) const { return Has(names_[row], {"%", "率", "比例", "比重"}); }

bool Numbers::Words(size_t row, size_t column) const {
  const std::string& text = grid_.rows[at_[row]][column].text;
  return !rows_[row][column] && !text.empty() && !figures::IsBlank(text);
}

bool Numbers::Adds(size_t column) const {
  const std::string& head = heads_[column];
  if (Has(head, {"比"}) && (!Has(head, {"增减"}) || Has(head, {"比例", "比重"}))) return false;
  return !rates_[column] &&
         !Has(head, {"率", "均", "%", "序号", "行次", "编码", "代码", "标准", "得分", "单价"});
}

Coded Numbers::CodedOf(const Written& number, const Cell& cell, bool percent) const {
  const std::string& unit = number.unit.empty() ? spot_.money_unit : number.unit;
  Place place = spot_.place;
  place.where = cell.where;
  place.order = cell.order;
  Coded coded{MoneyOf(number, unit, place), "", ""};
  if (percent) static_cast<Amount&>(coded) = {ValueOf(number), CoarseOf(number, "")};
  return coded;
}

}  // namespace outturn::document
