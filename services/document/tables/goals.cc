#include "services/document/tables/goals.h"

#include <algorithm>
#include <optional>

#include "services/document/slips.h"
#include "services/document/words.h"

namespace outturn::document {
namespace {

enum class Side : uint8_t { kPlanned, kDone, kBoth };

std::optional<Side> SideOf(const std::string& head) {
  constexpr size_t kLong = 60;  // bytes
  if (head.size() > kLong || Has(head, {"指标"})) return std::nullopt;
  if (Has(head, {"完成情况"})) return Side::kDone;
  if (Has(head, {"预期目标", "设定目标", "年初目标"})) return Side::kPlanned;
  return std::nullopt;
}

// A number of a clause, with what stands before it there.
struct GoalAmount {
  Written number;
  std::string before;
};

std::vector<GoalAmount> AmountsIn(const std::string& bare, const Labels& labels) {
  std::vector<GoalAmount> amounts;
  for (const Token& token : Tokens(bare, labels)) {
    if (token.kind != Token::Kind::kNumber || token.number.approximate) continue;
    const auto at = static_cast<size_t>(token.text.data() - bare.data());
    std::string before = bare.substr(0, at);
    before = BehindLast(std::move(before), {"。", ",", ";", "、"});
    amounts.push_back({token.number, std::move(before)});
  }
  return amounts;
}

class Goals {
 public:
  Goals(Builder& builder, const Spot& spot) : builder_(builder), spot_(spot) {}

  void Read(const Cell& cell, Side side) {
    spot_.place = {spot_.place.form, cell.where, cell.order};
    const std::string bare = Bare(cell.text);
    const std::vector<GoalAmount> amounts = AmountsIn(bare, builder_.labels);
    const auto money = std::count_if(amounts.begin(), amounts.end(),
                                     [](const GoalAmount& one) { return IsMoney(one.number); });
    for (const GoalAmount& one : amounts) {
      const bool bare_number = one.number.unit.empty() && one.number.counter.empty();
      if (IsMoney(one.number) || bare_number) {
        ReadMoney(one, side, money == 1);
      } else if (side != Side::kPlanned) {
        ReadCount(one);
      }
    }
  }

 private:
  [[nodiscard]] std::vector<size_t> StatedFor(std::initializer_list<const char*> figures) const {
    std::vector<size_t> found;
    const auto& all = builder_.filing.stated;
    for (size_t i = 0; i < all.size(); ++i) {
      const bool here = all[i].scope == spot_.scope && all[i].place.form == spot_.place.form &&
                        !all[i].guessed && all[i].value.numerator > 0;
      for (const char* figure : figures) {
        if (here && all[i].figure == figure) found.push_back(i);
      }
    }
    return found;
  }

  // The budget among the goals, what was paid among the results.
  void ReadMoney(const GoalAmount& one, Side side, bool only) {
    const bool done = side != Side::kPlanned;
    const std::string unit = one.number.unit.empty() ? spot_.money_unit : one.number.unit;
    const Exactly value = InWan(ValueOf(one.number), unit);
    const Exactly coarse = CoarseOf(one.number, unit);
    const auto stated = StatedFor({"full_year_budget", "initial_budget", "paid"});
    const Stated* slip = nullptr;
    for (const size_t at : stated) {
      const Stated& other = builder_.filing.stated[at];
      const Exactly off = value - other.value;
      const Exactly more = Size(off);
      if (more <= coarse) return;  // it agrees with one
      const bool of_side = side == Side::kBoth || (other.figure == "paid") == done;
      const size_t digits = one.number.printed.size() -
                            static_cast<size_t>(one.number.printed.find('.') != std::string::npos);
      if (of_side && IsSlip(value, other.value, digits, false)) slip = &other;
    }
    const bool whole = only && side != Side::kBoth && IsMoney(one.number) && IsAllMoney(one.before);
    if (stated.empty() || (slip == nullptr && !whole)) return;
    Put(one, slip != nullptr ? slip->figure : done ? "paid" : "full_year_budget");
  }

  // "投入资金", "申请预算资金": all of it, and nothing that came of it.
  static bool IsAllMoney(const std::string& before) {
    return (before.ends_with("资金") || Has(before, {"投入资金", "预算资金", "项目资金", "使用资金",
                                                     "资金总额", "支出资金", "安排资金"})) &&
           !Has(before, {"其中", "每", "人均", "节约", "增收", "收入", "产值", "带动", "撬动",
                         "结余", "累计", "上年", "结转", "自筹"});
  }

  void Put(const GoalAmount& one, const std::string& figure) {
    Meaning meaning;
    meaning.figure = figure;
    meaning.or_figures = {"full_year_budget", "initial_budget", "paid"};
    meaning.label = one.before.empty() ? "年度总体目标" : one.before;
    meaning.guessed = true;
    builder_.Put(meaning, one.number, spot_);
  }

  // "全年救助 78 人次" where the only indicator that counts 人次 and speaks of 救助 has 87.
  void ReadCount(const GoalAmount& one) {
    const std::string& counter = one.number.counter;  // "人次" are no "人"
    if (counter.empty() || builder_.filing.indicators.empty()) return;
    const Exactly value = ValueOf(one.number);
    const checks::StatedIndicator* meant = nullptr;
    for (const auto& indicator : builder_.filing.indicators.back().indicators) {
      for (const auto* cell : {&indicator.target, &indicator.actual}) {
        if (cell->number && *cell->number == value) return;
      }
      if (!indicator.actual.number || !Bare(indicator.actual.text).ends_with(counter)) continue;
      if (meant != nullptr) return;  // nobody knows which
      meant = &indicator;
    }
    if (meant == nullptr || !ShareWords(meant->name, one.before)) return;
    Meaning meaning;
    meaning.figure = "result(" + meant->name + ")";
    meaning.label = meant->name + "/完成值";
    meaning.measured = Measured::kCount;
    const auto tokens = Tokens(meant->actual.text, builder_.labels);
    const auto number = std::find_if(tokens.begin(), tokens.end(), [](const Token& token) {
      return token.kind == Token::Kind::kNumber;
    });
    if (number == tokens.end()) return;
    const Place here = spot_.place;
    spot_.place = meant->actual.place;
    builder_.Put(meaning, number->number, spot_);
    spot_.place = here;
    meaning.label = one.before;
    meaning.guessed = true;
    builder_.Put(meaning, one.number, spot_);
  }

  static bool ShareWords(const std::string& name, const std::string& text) {
    const bool reason_before = name.find(',') != std::string::npos;
    return !reason_before && ShareTwoCharacters(name, text,
                                                {"完成", "年度", "任务", "全年", "情况", "项目",
                                                 "数量", "目标", "实际", "人次", "累计"});
  }

  Builder& builder_;
  Spot spot_;
};

}  // namespace

void ReadGoals(Builder& builder, const Grid& grid, const Spot& spot) {
  Goals goals(builder, spot);
  if (!grid.goals.text.empty()) goals.Read(grid.goals, Side::kBoth);
  for (size_t r = 0; r + 1 < grid.rows.size(); ++r) {
    if (IsIndicatorHead(builder, grid.rows[r])) continue;
    size_t sides = 0;
    for (const Cell& cell : grid.rows[r]) sides += !cell.covered && SideOf(Bare(cell.text)) ? 1 : 0;
    if (sides != 2) continue;
    for (size_t c = 0; c < grid.rows[r].size() && c < grid.rows[r + 1].size(); ++c) {
      const auto side = SideOf(Bare(grid.rows[r][c].text));
      const Cell& below = grid.rows[r + 1][c];
      if (side && !grid.rows[r][c].covered && !below.covered) goals.Read(below, *side);
    }
  }
}

}  // namespace outturn::document
