// Income on the left, expenditure on the right: 收入支出总表, "按收入性质分 | 按支出性质分".
#include <algorithm>
#include <set>

#include "services/document/slips.h"
#include "services/document/tables/parts.h"
#include "services/document/tables/sums.h"

namespace outturn::document {

bool HasTwoSides(const Grid& grid) {
  bool income = false;
  bool expenditure = false;
  bool totals = false;
  for (const auto& row : grid.rows) {
    int here = 0;
    for (const Cell& cell : row) {
      if (cell.covered) continue;
      const std::string name = BareName(cell.text);
      income = income || name == "本年收入合计" || name == "收入合计";
      expenditure = expenditure || name == "本年支出合计" || name == "支出合计";
      if (name == "总计" || name == "合计" || name == "收入总计" || name == "支出总计") ++here;
    }
    totals = totals || here == 2;
  }
  return income && expenditure && totals;
}

void AddTwoSides(Builder& builder, const Grid& grid, const Spot& spot) {
  const bool fiscal = spot.place.form.find("财政拨款") != std::string::npos;
  for (const auto& row : grid.rows) {
    std::vector<std::pair<const Cell*, Written>> totals;
    std::string name;
    for (const Cell& cell : row) {
      if (cell.covered || cell.text.empty()) continue;
      const auto number = NumberOf(cell, builder.labels);
      if (number && name.ends_with("总计")) totals.emplace_back(&cell, *number);
      name = number ? "" : BareName(cell.text);
    }
    if (totals.size() != 2) continue;
    for (size_t side = 0; side < 2; ++side) {
      Meaning meaning;
      meaning.figure = side == 0 ? "income_all" : "expenditure_all";
      if (fiscal) meaning.figure += "(source=current)";
      meaning.label = side == 0 ? "收入/总计" : "支出/总计";
      Spot at = spot;
      at.place.where = totals[side].first->where;
      at.place.order = totals[side].first->order;
      builder.Put(meaning, totals[side].second, at);
    }
  }
}

namespace {

struct Natures {
  std::vector<const Stated*> parts;
  Exactly sum;
  Exactly half;
};

// The parts with these selectors, of which nobody says whether they were planned or paid.
Natures NaturesIn(const std::vector<Stated>& stated, size_t first,
                  std::initializer_list<std::string_view> selects) {
  Natures natures;
  for (size_t i = first; i < stated.size(); ++i) {
    const std::string& figure = stated[i].figure;
    const bool part =
        stated[i].guessed && std::any_of(selects.begin(), selects.end(),
                                         [&](auto one) { return figure.ends_with(one); });
    if (!part) continue;
    natures.parts.push_back(&stated[i]);
    natures.sum = natures.sum + stated[i].value;
    natures.half = natures.half + stated[i].half;
  }
  return natures;
}

bool Slipped(const Natures& natures, const Stated& whole) {
  const Exactly off = whole.value - natures.sum;
  return IsSlip(whole.value, natures.sum, DigitsIn(whole.printed), true) ||
         std::any_of(natures.parts.begin(), natures.parts.end(), [&](const Stated* part) {
           return IsSlip(part->value, part->value + off, DigitsIn(part->printed), true);
         });
}

// "其中：基本支出 820、项目支出 430" make the budget of 1250: planned they were, not paid.
void AreOf(std::vector<Stated>& stated, const Natures& natures, const std::string& measure) {
  for (const Stated* part : natures.parts) {
    Stated& one = stated[static_cast<size_t>(part - stated.data())];
    one.figure = measure + one.figure.substr(one.figure.find('('));
    one.or_figures.clear();
    one.guessed = one.implied = false;
  }
}

}  // namespace

void AddNatures(Builder& builder, size_t first) {
  auto& stated = builder.filing.stated;
  for (const Natures& natures :
       {NaturesIn(stated, first, {"(category=basic)", "(category=project)"}),
        NaturesIn(
            stated, first,
            {"(fund=general)", "(fund=gov_fund)", "(fund=special_account)", "(fund=other)"})}) {
    if (natures.parts.size() < 2) continue;
    const Stated* whole = nullptr;
    bool holds = false;
    std::set<std::string> made;  // measures whose total they make
    for (size_t i = first; i < stated.size(); ++i) {
      const std::string& figure = stated[i].figure;
      if (figure != "initial_budget" && figure != "full_year_budget" && figure != "paid") continue;
      const bool makes = Within(stated[i].value - natures.sum, stated[i].half + natures.half);
      holds = holds || makes;
      if (makes && !stated[i].guessed) made.insert(figure);
      if (!stated[i].guessed && Slipped(natures, stated[i])) whole = &stated[i];
    }
    const bool category = Has(natures.parts.front()->figure, {"(category="});
    if (category && made.size() == 1) AreOf(stated, natures, *made.begin());
    if (holds || whole == nullptr) continue;
    Relation relation = ListedRelation(whole->label, TermOf(*whole), TermsOf(natures.parts));
    relation.place = natures.parts.front()->place;
    builder.filing.relations.push_back(std::move(relation));
  }
}

}  // namespace outturn::document
