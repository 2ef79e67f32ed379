#include "services/document/tables/parts.h"

#include <algorithm>
#include <array>

namespace outturn::document {
namespace {

// "一、", "十二、" at the start of a row of the official forms.
bool HasNumeral(const std::string& bare) {
  static const std::array<std::string_view, 10> kNumerals = {"一", "二", "三", "四", "五",
                                                             "六", "七", "八", "九", "十"};
  std::string_view rest = bare;
  const auto take = [&] {
    return std::any_of(kNumerals.begin(), kNumerals.end(), [&](std::string_view numeral) {
      const bool there = rest.starts_with(numeral);
      if (there) rest.remove_prefix(numeral.size());
      return there;
    });
  };
  int numerals = 0;
  while (take()) ++numerals;
  if (numerals > 0) return rest.starts_with("、");
  // "19.住房保障支出"
  constexpr size_t kMost = 2;  // digits
  const size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  const bool named = rest.ends_with("支出") || rest.ends_with("收入");
  return digits > 0 && digits <= kMost && rest.substr(digits).starts_with('.') && named;
}

// What stands between "本年收入合计" and "总计" and is no part of another row.
bool IsBalance(const std::string& name) {
  return name.starts_with("年初") || name.starts_with("年末") || name.starts_with("使用") ||
         name.starts_with("结余分配") || name.starts_with("用事业基金");
}

std::vector<const Coded*> Each(const std::vector<Coded>& parts) {
  std::vector<const Coded*> each;
  for (const Coded& part : parts) each.push_back(&part);
  return each;
}

}  // namespace

void AddSum(Builder& builder, const Coded& whole, const std::vector<const Coded*>& parts) {
  if (parts.empty()) return;
  builder.filing.relations.push_back(SumRelation(whole.label, whole, TermsOf(parts)));
}

void AddSumOnce(Builder& builder, const Coded& whole, const std::vector<const Coded*>& parts) {
  const auto& all = builder.filing.relations;
  const bool told = std::any_of(all.begin(), all.end(), [&](const Relation& one) {
    return one.kind == Relation::Kind::kSum && one.place.order == whole.place.order &&
           one.place.where.zh == whole.place.where.zh && one.printed == whole.printed;
  });
  if (!told) AddSum(builder, whole, parts);
}

bool AreAllOf(const Labels& labels, const std::string& total,
              const std::vector<std::string>& names) {
  const auto& sets = labels.complete_lists;
  return std::any_of(sets.begin(), sets.end(), [&](const CompleteList& set) {
    return HasAny(total, set.of) && std::all_of(names.begin(), names.end(), [&](const auto& name) {
             return HasAny(name, set.parts);
           });
  });
}

void AddNumberedSums(Builder& builder, const std::vector<Coded>& rows) {
  std::vector<Coded> parts;
  std::vector<Coded> with_balances;
  bool other = false;
  for (const Coded& row : rows) {
    if (HasNumeral(row.label)) {
      parts.push_back(row);
    } else if (row.label.ends_with("合计")) {
      if (!other && parts.size() > 1) AddSum(builder, row, Each(parts));
      with_balances.clear();
      if (!parts.empty()) with_balances.push_back(row);
      parts.clear();
      other = false;
    } else if (IsBalance(row.label) && !with_balances.empty()) {
      with_balances.push_back(row);
    } else if (row.label.ends_with("总计") && with_balances.size() > 1) {
      AddSum(builder, row, Each(with_balances));
      with_balances.clear();
    } else if (!row.label.starts_with("其中") && !row.label.starts_with("(")) {
      other = true;
    }
  }
}

void AddRate(Builder& builder, const Coded& paid, const std::vector<Coded>& budgets,
             const Written& rate, const Place& place) {
  Relation relation = ShareRelation("执行率", RateOf(rate, place), {paid, budgets.front()});
  for (const Coded& budget : budgets) {
    if (budget.value.numerator > 0) relation.others.emplace_back(budget.value, budget.half);
  }
  builder.filing.relations.push_back(std::move(relation));
}

std::optional<Written> NumberOf(const Cell& cell, const Labels& labels) {
  if (cell.covered || cell.text.empty()) return std::nullopt;
  const std::string bare = Bare(cell.text);
  const std::vector<Token> tokens = Tokens(bare, labels);
  if (tokens.size() != 1 || tokens.front().kind != Token::Kind::kNumber) return std::nullopt;
  return tokens.front().number;
}

bool NumbersColumns(const std::vector<Cell>& row, const Labels& labels) {
  int64_t last = 0;
  int count = 0;
  bool named = false;
  for (const Cell& cell : row) {
    if (cell.covered || figures::IsBlank(cell.text)) continue;
    const auto number = NumberOf(cell, labels);
    if (!number) {
      const std::string name = Bare(cell.text);
      if (name != "栏次" && name != "行次" && name != "栏目") return false;
      named = true;
      continue;
    }
    const bool next = number->decimals == 0 && number->unit.empty() &&
                      number->digits == (count == 0 ? number->digits : last + 1);
    if (!next || number->digits < 1) return false;
    last = number->digits;
    ++count;
  }
  return count >= (named ? 1 : 3);
}

std::optional<Written> PointsOfHead(const std::vector<Cell>& row, const Labels& labels) {
  for (const Cell& cell : row) {
    if (cell.text.find("执行") == std::string::npos) continue;
    const size_t open = cell.text.find("分）") != std::string::npos  ? cell.text.rfind("（")
                        : cell.text.find("分)") != std::string::npos ? cell.text.rfind('(')
                                                                     : std::string::npos;
    if (open == std::string::npos) continue;
    const std::string bare = Bare(std::string_view(cell.text).substr(open));
    const std::vector<Token> tokens = Tokens(bare, labels);
    const bool points = tokens.size() == 3 && tokens[1].kind == Token::Kind::kNumber &&
                        tokens[1].number.unit == "分";
    if (points) return tokens[1].number;
  }
  return std::nullopt;
}

void DropOrdinals(Grid& grid, const Labels& labels) {
  constexpr size_t kMost = 40;  // heads; a table full of them is none
  size_t heads = 0;
  for (size_t r = 0; r < grid.rows.size(); ++r) {
    for (size_t c = 0; c < grid.rows[r].size(); ++c) {
      const std::string head = Bare(grid.rows[r][c].text);
      if (head != "行次" && head != "序号" && head != "栏次" && head != "行号") continue;
      if (++heads > kMost) return;
      for (size_t below = r + 1; below < grid.rows.size(); ++below) {
        Cell& cell = grid.rows[below][c];
        const auto number = NumberOf(cell, labels);
        if (number && number->decimals == 0 && number->unit.empty()) cell.text.clear();
      }
    }
  }
}

bool IsNumber(const Cell& cell, const Labels& labels) {
  Cell bare = cell;
  bare.covered = false;
  return NumberOf(bare, labels).has_value();
}

size_t Filled(const std::vector<Cell>& row) {
  return static_cast<size_t>(std::count_if(row.begin(), row.end(), [](const Cell& cell) {
    return !cell.text.empty() && !cell.covered;
  }));
}

void MendNames(Grid& grid, const Labels& labels) {
  auto& rows = grid.rows;
  const auto name = [](const std::vector<Cell>& row) { return row.front().text; };
  const auto known = [&](const std::string& text) {
    const Naming naming = NameOf(text, labels);
    return naming.whole && !naming.empty();
  };
  const auto erase = [&](size_t row) {
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(row));
  };
  for (size_t i = 0; i < rows.size();) {
    const bool alone = !name(rows[i]).empty() && !known(name(rows[i])) && Filled(rows[i]) == 1;
    if (alone && i + 1 < rows.size() && Filled(rows[i + 1]) > 0) {
      auto& next = rows[i + 1];
      const bool more = i + 2 < rows.size() && Filled(rows[i + 2]) == 1;
      const std::string two = name(rows[i]) + name(next);
      const std::string three = more ? two + name(rows[i + 2]) : "";
      if (known(two) || known(three)) {
        const bool all = !known(two);
        next.front().text = all ? three : two;
        if (all) erase(i + 2);
        erase(i);
        continue;
      }
    }
    // "公务用车购置和" is something else without the "维护经费" below it.
    if (alone && i > 0 && known(name(rows[i - 1]) + name(rows[i]))) {
      rows[i - 1].front().text += name(rows[i]);
      erase(i);
      continue;
    }
    ++i;
  }
}

std::string CodeIn(const std::string& bare) {
  size_t digits = 0;
  while (digits < bare.size() && bare[digits] >= '0' && bare[digits] <= '9') ++digits;
  const bool long_enough = digits == 3 || digits == 5 || digits == 7;
  const bool good = long_enough && (bare[0] == '2' || bare[0] == '3');
  const bool alone = digits == bare.size() || static_cast<unsigned char>(bare[digits]) >= 0x80;
  return good && alone ? bare.substr(0, digits) : "";
}

namespace {

// "返还性收入 | 26300 | 债务还本支出 | 41900": its amount, not the code of the name behind it.
bool IsAmountBehind(const Cell& name) {
  const std::string bare = Bare(name.text);
  const std::initializer_list<std::string_view> ends = {"收入", "支出", "资金", "结余",
                                                        "结转", "基金", "合计", "补助"};
  return std::any_of(ends.begin(), ends.end(), [&](auto end) { return bare.ends_with(end); });
}

}  // namespace

std::vector<size_t> CodeColumns(const std::vector<Cell>& row, const Labels& labels) {
  std::vector<size_t> columns;
  // A row of numbers alone, be one of them 240.00 or 301, goes by no code.
  const bool words = std::any_of(row.begin(), row.end(), [&](const Cell& cell) {
    return !cell.text.empty() && !figures::IsBlank(cell.text) && !IsNumber(cell, labels);
  });
  bool first = words;
  for (size_t c = 0; c < row.size(); ++c) {
    if (row[c].covered || row[c].text.empty()) continue;
    const std::string bare = Bare(row[c].text);
    size_t next = c + 1;
    while (next < row.size() && row[next].covered) ++next;
    const bool named = next < row.size() && !row[next].text.empty() && !IsNumber(row[next], labels);
    const bool amount = c > 0 && IsAmountBehind(row[c - 1]);
    if (!CodeIn(bare).empty() && (first || named) && !amount) columns.push_back(c);
    if (bare.size() > 7 || bare[0] < '0' || bare[0] > '9') first = false;
  }
  return columns;
}

void AddScopeOf(const std::string& caption, std::vector<std::string>& selects) {
  const auto says = [&](const char* words) { return caption.find(words) != std::string::npos; };
  if (!says("基本支出") || says("项目支出")) return;
  if (Combined(selects).find("category=") == std::string::npos)
    selects.emplace_back("(category=basic)");
  if (says("一般公共预算")) {
    selects.emplace_back("(fund=general)");
  } else if (!says("其他资金") && !says("单位资金") && !says("全部资金")) {
    selects.emplace_back("(fund=fiscal)");
  }
}

bool IsFiscalOnly(const std::string& caption) {
  return Has(caption, {"财政拨款"}) && Has(caption, {"支出"}) && !Has(caption, {"三公"}) &&
         !Has(caption, {"一般公共预算", "政府性基金", "国有资本经营"});
}

std::string FundOfCaption(const std::string& caption) {
  static const std::array<std::pair<const char*, const char*>, 3> kFunds = {
      {{"一般公共预算", "(fund=general)"},
       {"政府性基金", "(fund=gov_fund)"},
       {"国有资本经营", "(fund=state_capital)"}}};
  std::string only;
  for (const auto& [words, select] : kFunds) {
    if (caption.find(words) == std::string::npos) continue;
    if (!only.empty()) return "";
    only = select;
  }
  return only;
}

void AddFundsOf(const std::string& caption, std::vector<std::string>& selects) {
  const std::string select = Combined(selects);
  const bool part = select == "(category=personnel)" || select == "(category=public)";
  if (part) AddScopeOf(caption, selects);
}

std::string SelectOfCode(const std::string& code) {
  return std::string(code[0] == '2' ? "(function=" : "(class=") + code + ")";
}

void CodedColumns::AddSums(Builder& builder) const {
  for (const auto& [column, rows] : by_column_) {
    std::vector<const Coded*> top;
    for (const Coded& row : rows) {
      std::vector<const Coded*> children;
      bool below = false;
      for (const Coded& other : rows) {
        const bool child =
            other.code.size() == row.code.size() + 2 && other.code.starts_with(row.code);
        if (child) children.push_back(&other);
        below = below || (other.code.size() < row.code.size() && row.code.starts_with(other.code));
      }
      AddSum(builder, row, children);
      if (!below) top.push_back(&row);
    }
    const auto total = totals_.find(column);
    if (total != totals_.end() && rows.size() > 1) AddSum(builder, total->second, top);
  }
}

}  // namespace outturn::document
