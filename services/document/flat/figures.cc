// Flat tables → figures.
#include <algorithm>
#include <array>

#include "services/document/flat/flat.h"
#include "services/document/flat/sums.h"
#include "services/document/normal.h"

namespace outturn::document {
namespace {

bool Has(const std::string& text, std::string_view word) {
  return text.find(word) != std::string::npos;
}

constexpr std::array<const char*, 6> kThreePublicNames = {
    "三公经费",       "因公出国(境)费",     "公务用车购置及运行维护费",
    "公务用车购置费", "公务用车运行维护费", "公务接待费"};

// What stands over the columns: of each its words, and its selector; "?": nobody knows it.
using Heads = std::vector<std::pair<std::string, std::string>>;
Heads HeadsOf(const FlatTable& table) {
  static const std::pair<std::string, std::string> kBasic = {"基本支出", "(category=basic)"};
  static const std::pair<std::string, std::string> kProject = {"项目支出", "(category=project)"};
  static const std::pair<std::string, std::string> kPersonnel = {"人员经费",
                                                                 "(category=personnel)"};
  static const std::pair<std::string, std::string> kPublic = {"公用经费", "(category=public)"};
  const std::string& heads = table.heads;
  const bool natures = Has(heads, "人员经费") && Has(heads, "公用经费");
  switch (table.kind) {
    case FlatKind::kExpenditure:
      return {{"", ""}, kBasic, kProject};
    case FlatKind::kFlow:
      return {{"", "?"}, {"", "?"}, {"", ""}, kBasic, kProject, {"", "?"}};
    case FlatKind::kEconomic:
      if (natures) return {{"", "(category=basic)"}, kPersonnel, kPublic};
      return {{"", "(category=basic)"}};
    case FlatKind::kTwoSides:
      if (Has(heads, "政府性基"))
        return {{"", ""},
                {"一般公共预算", "(fund=general)"},
                {"政府性基金预算", "(fund=gov_fund)"},
                {"国有资本经营预算", "(fund=state_capital)"}};
      if (natures && Has(heads, "项目支出")) return {{"", ""}, kPersonnel, kPublic, kProject};
      if (Has(heads, "基本支出") && Has(heads, "项目支出")) return {{"", ""}, kBasic, kProject};
      return {{"", ""}};
    default:
      return {{"", ""}};
  }
}

}  // namespace

bool NamesFlatSum(const std::string& name) { return Has(name, "合计") || Has(name, "总计"); }

bool IsFlatPart(const FlatRow& row) {
  const std::string bare = Bare(row.name);
  const size_t mark = bare.find("、");
  return mark != std::string::npos && mark > 0 && mark <= 9 && (bare[0] < '0' || bare[0] > '9') &&
         BareName(bare).size() < bare.size();
}

std::string FlatHeadOf(const FlatTable& table, int column) {
  const Heads heads = HeadsOf(table);
  const auto at = static_cast<size_t>(column);
  return at >= heads.size() || heads[at].first.empty() ? "" : "/" + heads[at].first;
}

// Writes one table.
class FlatWriter {
 public:
  FlatWriter(const FlatTables& all, Builder& builder, const FlatTable& table, const Spot& spot)
      : all_(all), builder_(builder), table_(table), spot_(spot), sums_(all, table, spot) {}

  // Whether the table could be read.
  bool Write() {
    const bool flawed = sums_.Flawed();
    const bool other_year = builder_.Relative(NameOf(table_.caption, builder_.labels).year) != 0;
    if (flawed || table_.kind == FlatKind::kUnknown) {
      MissAll(flawed);
      return !flawed;
    }
    sums_.TellWrong(builder_);
    if (other_year || table_.measure.empty()) return true;
    if (table_.kind == FlatKind::kThreePublic) {
      PutThreePublic();
      return true;
    }
    const FlatRow* balance = nullptr;  // of the left side, whose parts may stand below it
    for (const FlatRow& row : table_.rows) {
      balance = BalanceAt(row, balance);
      for (const FlatAmount& amount : row.amounts) {
        if (amount.blank) continue;
        // What is below a balance is of money from before; no figure has that of one fund.
        if (row.left && balance != nullptr && balance != &row) {
          if (amount.micro != 0) Miss(row, amount);
        } else {
          PutAmount(row, amount);
        }
      }
    }
    return true;
  }

 private:
  void MissAll(bool flawed) {
    for (const FlatRow& row : table_.rows) {
      for (const FlatAmount& amount : row.amounts) {
        if (!amount.blank) Miss(row, amount, flawed ? "表内多数合计不平，未能读懂：" : "");
      }
    }
  }
  void Miss(const FlatRow& row, const FlatAmount& amount, const std::string& why = "") {
    const Coded coded = CodedOf(row, amount);
    builder_.Miss(coded.place, amount.written.printed, why + coded.label);
  }

  [[nodiscard]] Coded CodedOf(const FlatRow& row, const FlatAmount& amount) const {
    return all_.CodedOf(row, amount, spot_);
  }

  // The balance the row of the left side is or stands below, `last` being that of the row before:
  // behind "年初结转和结余" all that has an ordinal, behind "二、上年结转" what has another kind of
  // it.
  [[nodiscard]] static const FlatRow* BalanceAt(const FlatRow& row, const FlatRow* last) {
    if (!row.left) return last;
    const std::string name = BareName(row.name);
    for (const std::string_view start : {"年初", "上年"}) {
      if (name.starts_with(start)) return &row;
    }
    const bool ordinal = name != Bare(row.name);
    const bool below = last != nullptr && ordinal && !(IsFlatPart(*last) && IsFlatPart(row));
    return below ? last : nullptr;
  }

  // The selectors of a column; nullopt: nobody knows what it is.
  [[nodiscard]] std::optional<std::vector<std::string>> SelectsOf(int column) const {
    const Heads heads = HeadsOf(table_);
    const auto at = static_cast<size_t>(column);
    if (at >= heads.size() || heads[at].second == "?") return std::nullopt;
    std::vector<std::string> selects;
    const bool of_fund = heads[at].second.starts_with("(fund=");
    if (table_.fund == "fiscal" && !of_fund) {
      selects.emplace_back("(source=current)");
    } else if (!table_.fund.empty() && table_.fund != "fiscal") {
      selects.push_back("(fund=" + table_.fund + ")");
    }
    if (!heads[at].second.empty()) selects.push_back(heads[at].second);
    return selects;
  }

  void PutFigure(const std::string& figure, const FlatRow& row, const FlatAmount& amount) {
    Meaning meaning;
    meaning.figure = figure;
    meaning.label = all_.LabelOf(row) + FlatHeadOf(table_, amount.at);
    Spot spot = spot_;
    spot.place = CodedOf(row, amount).place;
    builder_.Put(meaning, amount.written, spot);
  }

  void PutAmount(const FlatRow& row, const FlatAmount& amount) {
    std::string figure;
    if (amount.at >= 0) {
      switch (table_.kind) {
        case FlatKind::kIncome:
          figure = IncomeFigure(row, amount.at);
          break;
        case FlatKind::kTwoSides:
          figure = row.left ? LeftFigure(row) : RightFigure(row, amount.at);
          break;
        case FlatKind::kFlow:
          figure = amount.at == 1 ? "income" + Selected(row, {"(fund=" + table_.fund + ")"})
                                  : ExpenditureFigure(row, amount.at);
          break;
        default:
          figure = ExpenditureFigure(row, amount.at);
      }
    }
    // A 0 that no figure has is as good as a blank.
    if (figure.empty() && amount.micro == 0) return;
    if (figure.empty()) return Miss(row, amount);
    PutFigure(figure, row, amount);
  }

  [[nodiscard]] static std::string Selected(const FlatRow& row, std::vector<std::string> selects) {
    if (!row.code.empty()) selects.push_back(SelectOfCode(row.code));
    return Combined(selects);
  }

  [[nodiscard]] std::string IncomeFigure(const FlatRow& row, int column) const {
    if (row.code.empty() && Bare(row.name) != "合计") return "";
    if (column == 0) return "income" + Selected(row, {});
    if (column == 1 && Has(table_.heads, "财政拨款收入"))
      return "income" + Selected(row, {"(source=current)"});
    // The others in the order of the forms, where each has its column.
    static const std::vector<std::pair<std::string, std::string>> kOthers = {
        {"上级补助", "income_superior"},
        {"事业收入", "income_business"},
        {"经营", "income_operating"},
        {"附属单位", "income_affiliated"},
        {"其他收入", "income_other"}};
    std::vector<std::string> figures;
    for (const auto& [head, figure] : kOthers) {
      if (Has(table_.heads, head)) figures.push_back(figure);
    }
    if (column < 2 || table_.width != static_cast<int>(figures.size()) + 2) return "";
    return figures[static_cast<size_t>(column) - 2] + Selected(row, {});
  }

  [[nodiscard]] std::string ExpenditureFigure(const FlatRow& row, int column) const {
    auto selects = SelectsOf(column);
    const std::string name = Bare(row.name);
    if (!selects) return "";
    if (row.code.empty() && table_.kind == FlatKind::kEconomic && !NamesFlatSum(name)) return "";
    if (row.code.empty() && (name.starts_with("人员经费") || name.starts_with("公用经费"))) {
      selects->back() = name.starts_with("人员") ? "(category=personnel)" : "(category=public)";
    } else if (row.code.empty() && name != "合计" && name != "总计") {
      return "";
    }
    return table_.measure + Selected(row, *selects);
  }

  [[nodiscard]] std::string LeftFigure(const FlatRow& row) const {
    const bool fiscal = table_.fund == "fiscal";
    const std::string name = BareName(row.name);
    if (name == "总计" || name == "收入总计")
      return fiscal ? "income_all(source=current)" : "income_all";
    if (NamesFlatSum(name)) return fiscal ? "income(source=current)" : "income";
    const Naming naming = NameOf(row.name, builder_.labels);
    if (!naming.whole) return "";
    if (naming.figure != nullptr && naming.figure->by_measure.empty()) {
      return fiscal && !naming.figure->value.starts_with("income") ? "" : naming.figure->value;
    }
    const std::string select = Combined(naming.selects);
    return naming.subject && Has(select, "fund=") ? "income" + select : "";
  }

  [[nodiscard]] std::string RightFigure(const FlatRow& row, int column) const {
    auto selects = SelectsOf(column);
    if (!selects) return "";
    const std::string name = BareName(row.name);
    if (name == "总计" || name == "支出总计") return "expenditure_all" + Combined(*selects);
    if (NamesFlatSum(name)) return table_.measure + Combined(*selects);
    const auto known = all_.classes_.find(name);
    if (known != all_.classes_.end()) {
      selects->push_back(SelectOfCode(known->second));
      return table_.measure + Combined(*selects);
    }
    const Naming naming = NameOf(row.name, builder_.labels);
    const bool plain = table_.fund.empty() && naming.whole && naming.figure != nullptr;
    return plain && naming.figure->by_measure.empty() ? naming.figure->value : "";
  }

  void PutThreePublic() {
    const std::vector<int> slots = ThreePublicSlots(table_);
    const bool twice = Has(table_.heads, "决算数");
    if (slots.empty() || builder_.labels.three_public_order.size() != 6) return MissAll(false);
    for (const FlatRow& row : table_.rows) {
      if (row.amounts.size() != slots.size()) continue;
      std::array<std::array<const FlatAmount*, 6>, 2> found{};  // of budget and outturn
      for (size_t i = 0; i < slots.size(); ++i) {
        if (slots[i] < 0) {
          Miss(row, row.amounts[i]);
          continue;
        }
        const auto kind = static_cast<size_t>(twice ? slots[i] / 2 : slots[i]);
        const bool paid = twice ? slots[i] % 2 == 1 : table_.measure == "paid";
        const bool office = slots[i] == 12;
        if (!office) found.at(paid ? 1 : 0).at(kind) = &row.amounts[i];
        PutOfThreePublic(row, row.amounts[i], paid, office ? std::nullopt : std::optional(kind));
      }
      const bool sure = std::find(slots.begin(), slots.end(), -1) == slots.end();
      for (const auto& series : found) {
        if (!sure) break;
        sums_.WeighThreePublic(row, series[0], {series[1], series[2], series[5]});
        sums_.WeighThreePublic(row, series[2], {series[3], series[4]});
      }
    }
    sums_.TellWrong(builder_);
  }

  // `kind` is that of labels.three_public_order; without one it is the cost of running the office.
  void PutOfThreePublic(const FlatRow& row, const FlatAmount& amount, bool paid,
                        std::optional<size_t> kind) {
    Meaning meaning;
    if (!kind) {
      meaning.figure = paid ? "agency_operation" : "agency_operation_budget";
    } else {
      const std::string& select = builder_.labels.three_public_order[*kind];
      meaning.figure = (paid ? "paid" : "initial_budget") + select;
      if (!paid) meaning.or_figures = {"full_year_budget" + select};
    }
    meaning.label = std::string(kind ? kThreePublicNames.at(*kind) : "机关运行经费") +
                    (paid ? "/决算数" : "/预算数");
    Spot spot = spot_;
    spot.place = CodedOf(row, amount).place;
    builder_.Put(meaning, amount.written, spot);
  }

  const FlatTables& all_;
  Builder& builder_;
  const FlatTable& table_;
  Spot spot_;
  FlatSums sums_;
};

FlatTables::FlatTables(const Document& document) {
  for (const Block& block : document.blocks) {
    if (!block.grid.flat) continue;
    at_[&block.grid] = tables_.size();
    tables_.push_back(ParseFlat(block.grid));
  }
  FindFlatColumns(tables_);
  std::map<std::string, std::map<std::string, size_t>> names;
  for (const FlatTable& table : tables_) {
    for (const FlatRow& row : table.rows) {
      if (row.code.empty() || row.name.empty()) continue;
      const std::string name = Bare(row.name);
      if (row.mixed) {
        names_.emplace(row.code, name);  // until a better one is found
        continue;
      }
      ++names[row.code][name];
      if (row.code.size() == 3 && row.code[0] == '2') classes_.emplace(name, row.code);
    }
  }
  // A table may have printed a name over several lines, and lost some of it.
  for (const auto& [code, all] : names) {
    const auto most = std::max_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return std::make_pair(a.second, a.first.size()) < std::make_pair(b.second, b.first.size());
    });
    names_[code] = most->first;
  }
}

std::string FlatTables::LabelOf(const FlatRow& row) const {
  const auto known = names_.find(row.code);
  return row.code + (row.code.empty() || known == names_.end() ? Bare(row.name) : known->second);
}

Coded FlatTables::CodedOf(const FlatRow& row, const FlatAmount& amount, const Spot& spot) const {
  Place place = spot.place;
  place.where = amount.cell->where;
  place.order = amount.cell->order;
  return {MoneyOf(amount.written, spot.money_unit, place), row.code, LabelOf(row)};
}

void FlatTables::Put(Builder& builder, const Grid& grid, const TableContext& context) {
  const size_t at = at_.at(&grid);
  FlatTable& table = tables_[at];
  Spot& spot = spots_[at];
  spot.place.form = context.form;
  spot.money_unit = table.unit.empty() ? context.money_unit : table.unit;
  table.flawed = !FlatWriter(*this, builder, table, spot).Write();
}

}  // namespace outturn::document
