// A flat table's lines → rows: their codes, names and numbers.
#include <algorithm>
#include <array>
#include <set>

#include "services/document/flat/flat.h"
#include "services/document/normal.h"
#include "services/figures/forms/printed.h"

namespace outturn::document {
namespace {

bool Has(const std::string& text, std::string_view word) {
  return text.find(word) != std::string::npos;
}

bool IsDash(const std::string& text) { return !text.empty() && figures::IsBlank(text); }

bool IsDigits(const std::string& text, size_t count) {
  return text.size() == count &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

FlatAmount AmountOf(const Cell& cell) {
  constexpr int kPlaces = 6;
  FlatAmount amount;
  amount.cell = &cell;
  amount.blank = IsDash(cell.text);
  const auto number = figures::ReadPrinted(cell.text);
  if (amount.blank || !number) return amount;
  amount.written = {cell.text, number->digits, number->decimals, "", "", false};
  amount.micro = number->digits;
  for (int i = number->decimals; i < kPlaces; ++i) amount.micro *= 10;
  return amount;
}

// "一、", "（一）", "1." at the start of a name, and the names that need none.
bool OpensName(const std::string& text) {
  static const std::array<std::string_view, 12> kAlone = {
      "本年收入", "本年支出", "收入总计", "支出总计", "总计",     "年初",
      "年末",     "结余分配", "使用",     "收入合计", "支出合计", "公用经费合计"};
  const std::string bare = Bare(text);
  const bool ordinal = BareName(bare).size() < bare.size() && !bare.ends_with(")");
  return ordinal || std::any_of(kAlone.begin(), kAlone.end(),
                                [&](std::string_view alone) { return bare.starts_with(alone); });
}

// Whether the name stands on the left of a table with two sides.
bool IsIncome(const std::string& name) {
  const std::string bare = BareName(name);
  if (Has(bare, "支出") || bare.starts_with("年末")) return false;
  for (const std::string_view word : {"收入", "年初", "上年", "使用", "用事业基金"}) {
    if (Has(bare, word)) return true;
  }
  for (const std::string_view word :
       {"一般公共预算", "政府性基金", "国有资本经营预算", "财政专户", "单位资金", "财政拨款"}) {
    if (bare.starts_with(word)) return true;
  }
  return false;
}

// "栏次 1 2 3", or the numbers alone: columns, no amounts.
bool NumbersColumns(const std::vector<Cell>& row) {
  constexpr size_t kFew = 3;
  const bool named = row.front().text == "栏次";
  int64_t last = -1;
  for (size_t i = named ? 1 : 0; i < row.size(); ++i) {
    const auto number = figures::ReadPrinted(row[i].text);
    const bool next = number && number->decimals == 0 && number->suffix.empty() &&
                      (last < 0 || number->digits == last + 1);
    if (!next) return false;
    last = number->digits;
  }
  return named || (row.size() >= kFew && row.front().text == "1");
}

// A line as it was printed: rows of it, or words that belong to those above or below.
struct Line {
  std::vector<FlatRow> rows;
  std::string words;
};

// A row of both sides whose right name is broken over lines: only the first number is the left's.
void PartSides(std::vector<FlatRow>& rows) {
  for (size_t i = 0; i < rows.size(); ++i) {
    FlatRow& row = rows[i];
    row.left = !row.name.empty() && IsIncome(row.name);
    if (BareName(row.name) == "总计" || BareName(row.name) == "合计") {
      row.left = i == 0;
    }
    if (!row.left || row.amounts.size() < 2) continue;
    FlatRow right;
    right.first = row.amounts[1].cell;
    right.amounts.assign(row.amounts.begin() + 1, row.amounts.end());
    row.amounts.resize(1);
    rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::move(right));
  }
}

class RowReader {
 public:
  explicit RowReader(const Grid& grid) : grid_(grid) {
    size_t beside = 0;
    for (const auto& row : grid.rows) {
      if (!CodeAt(row, 0).empty()) ++coded_;
      if (row.size() > 2 && IsDigits(row[0].text, 3) && IsDigits(row[1].text, 2)) ++parted_;
      for (const Cell& cell : row) ordinals_ = ordinals_ || cell.text == "行次";
      for (size_t c = 1; c + 1 < row.size(); ++c) {
        if (IsPlainCode(row[c].text) && IsNamed(row, c)) ++beside;
      }
    }
    side_by_side_ = coded_ >= 2 && beside >= 2;
  }

  [[nodiscard]] bool coded() const { return coded_ >= 1; }

  // Heads are put before the first row.
  std::vector<FlatRow> Read(std::string& heads) {
    std::vector<Line> lines;
    bool begun = false;
    for (const auto& row : grid_.rows) {
      if (NumbersColumns(row)) continue;
      Line line = LineOf(row);
      if (line.rows.empty() && IsHead(row)) {
        for (const Cell& cell : row) heads += begun ? "" : cell.text;
        continue;
      }
      begun = begun || !line.rows.empty();
      if (!coded()) PartSides(line.rows);
      lines.push_back(std::move(line));
    }
    JoinBroken(lines);
    MendNames(lines, heads);
    std::vector<FlatRow> rows;
    for (Line& line : lines) {
      for (FlatRow& row : line.rows) rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  // "20805" where a code may stand in the middle of a line.
  static bool IsPlainCode(const std::string& text) {
    const bool digits = IsDigits(text, 3) || IsDigits(text, 5) || IsDigits(text, 7);
    return digits && (text[0] == '2' || text[0] == '3');
  }

  [[nodiscard]] static std::string CodeAt(const std::vector<Cell>& row, size_t at) {
    return at < row.size() ? CodeIn(Bare(row[at].text)) : "";
  }

  // Several words in a line without numbers, or words that head codes.
  static bool IsHead(const std::vector<Cell>& row) {
    std::string all;
    for (const Cell& cell : row) all += cell.text;
    const std::string bare = Bare(all);
    for (const std::string_view word : {"科目编码", "功能分类", "科目名称", "经济分类", "类款"}) {
      if (Has(bare, word)) return true;
    }
    return row.size() > 1 || bare == "项目" || bare == "编码";
  }

  // Whether the cell begins a row by its code.
  [[nodiscard]] bool OpensCode(const std::vector<Cell>& row, size_t at) const {
    if (CodeAt(row, at).empty()) return false;
    if (at == 0) return true;
    if (!side_by_side_ || !IsPlainCode(row[at].text)) return false;
    if (row[at].text.size() > 3 || at + 1 == row.size()) return row[at].text.size() > 3;
    // "302 12 0.00": the name is broken around the row.
    const bool bare = parted_ >= 2 && at + 3 == row.size() && IsDigits(row[at + 1].text, 2) &&
                      Has(row[at + 2].text, ".");
    return bare || IsNamed(row, at);
  }

  // Whether a name follows the code, of which the last two digits may stand apart: "302 01 办公费".
  static bool IsNamed(const std::vector<Cell>& row, size_t at) {
    const bool apart = at + 2 < row.size() && IsDigits(row[at].text, 3);
    const size_t name = at + (apart && IsDigits(row[at + 1].text, 2) ? 2 : 1);
    return name < row.size() && !IsFlatAmount(row[name].text) && !IsDash(row[name].text);
  }

  // "208 05 01": the rest of the code.
  static size_t TakeCode(const std::vector<Cell>& row, size_t at, FlatRow& of) {
    const std::string bare = Bare(row[at].text);
    of.code = CodeIn(bare);
    of.name = bare.substr(of.code.size());
    size_t next = at + 1;
    while (of.name.empty() && of.code.size() >= 3 && of.code.size() < 7 && next < row.size() &&
           IsDigits(row[next].text, 2)) {
      of.code += row[next++].text;
    }
    // "301 01基本工资"
    const bool more = of.name.empty() && of.code.size() < 7 && next < row.size();
    if (more && row[next].text.size() > 2 && IsDigits(row[next].text.substr(0, 2), 2) &&
        static_cast<unsigned char>(row[next].text[2]) >= 0x80) {
      of.code += row[next].text.substr(0, 2);
      of.name = row[next++].text.substr(2);
    }
    return next;
  }

  [[nodiscard]] Line LineOf(const std::vector<Cell>& row) const {
    Line line;
    bool any = false;
    for (size_t at = 0; at < row.size();) {
      const std::string& text = row[at].text;
      auto& rows = line.rows;
      if (HeadsTotal(row, at, rows)) {
        rows.back().headed = rows.back().amounts.size();
        ++at;
        continue;
      }
      if (OpensCode(row, at)) {
        rows.emplace_back().first = &row[at];
        at = TakeCode(row, at, rows.back());
        any = true;
        continue;
      }
      if (IsOrdinal(text, rows)) {
        any = any || row.size() > 2;
      } else if (IsFlatAmount(text) || IsDash(text)) {
        if (rows.empty()) rows.emplace_back().first = &row[at];
        rows.back().amounts.push_back(AmountOf(row[at]));
        any = any || IsFlatAmount(text);
      } else {
        const bool opens = rows.empty() || !rows.back().amounts.empty() ||
                           (rows.back().code.empty() && OpensName(text) && !Numeral(rows.back()));
        if (opens) rows.emplace_back().first = &row[at];
        rows.back().name += text;
        if (rows.back().name == "类款项") rows.back().name.clear();  // heads of the code's parts
      }
      ++at;
    }
    if (any) return line;
    for (const Cell& cell : row) line.words += cell.text;
    line.rows.clear();
    return line;
  }

  // "合计 20.00 合计 基本支出 项目支出 0": heads that fell into the row of the total; "类 款 项
  // 合计".
  static bool HeadsTotal(const std::vector<Cell>& row, size_t at,
                         const std::vector<FlatRow>& rows) {
    const auto is = [&](size_t i, std::initializer_list<const char*> words) {
      return std::any_of(words.begin(), words.end(),
                         [&](const char* word) { return row[i].text == word; });
    };
    const bool total = rows.size() == 1 && rows.back().code.empty() && !rows.back().amounts.empty();
    if (!total || Bare(rows.back().name) != "合计") return false;
    const bool heads = std::any_of(row.begin(), row.end(),
                                   [](const Cell& cell) { return cell.text == "基本支出"; });
    return heads && is(at, {"合计", "小计", "基本支出", "项目支出"});
  }

  // The number of a row, behind its name, where a column has these.
  [[nodiscard]] bool IsOrdinal(const std::string& text, const std::vector<FlatRow>& rows) const {
    constexpr size_t kMost = 3;
    return ordinals_ && text.size() <= kMost && IsDigits(text, text.size()) && !rows.empty() &&
           rows.back().amounts.empty() && !rows.back().name.empty();
  }

  // A code alone, the words of its name, and its numbers, each on lines of their own: one row.
  static void JoinBroken(std::vector<Line>& lines) {
    constexpr size_t kMost = 2;  // lines of words
    const auto lone = [](Line& line) { return line.rows.size() == 1 ? line.rows.data() : nullptr; };
    for (size_t i = 0; i < lines.size(); ++i) {
      FlatRow* row = lone(lines[i]);
      if (row == nullptr || row->code.empty() || !row->name.empty() || !row->amounts.empty())
        continue;
      size_t end = i + 1;
      while (end < lines.size() && end <= i + kMost && lines[end].rows.empty()) ++end;
      FlatRow* numbers = end < lines.size() ? lone(lines[end]) : nullptr;
      if (end == i + 1 || numbers == nullptr) continue;
      if (!numbers->code.empty() || !numbers->name.empty()) continue;
      for (size_t k = i + 1; k < end; ++k) row->name += lines[k].words;
      row->amounts = std::move(numbers->amounts);
      row->mixed = true;
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                  lines.begin() + static_cast<std::ptrdiff_t>(end) + 1);
    }
  }

  // "1." whose words follow.
  static bool Numeral(const FlatRow& row) {
    const std::string bare = Bare(row.name);
    return bare.size() <= 4 && (bare.ends_with(".") || bare.ends_with("、"));
  }

  // How many of these lines begin the name of the row below them.
  static size_t NameLines(const std::vector<std::string>& above, bool begun) {
    constexpr size_t kMost = 3;
    const size_t most = std::min<size_t>(above.size(), begun ? kMost : 1);
    for (size_t used = 1; used <= most; ++used) {
      if (OpensName(above[above.size() - used])) return used;
    }
    return most;
  }

  // Words above a row without a name and as many below it are its name; so is what stands above a
  // row by code that has the middle of its name.
  void MendNames(std::vector<Line>& lines, std::string& heads) const {
    std::vector<std::string> above;
    bool begun = false;
    for (size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].rows.empty()) {
        above.push_back(lines[i].words);
        continue;
      }
      FlatRow* nameless = nullptr;
      for (FlatRow& row : lines[i].rows) {
        if (row.name.empty() && nameless == nullptr) nameless = &row;
      }
      const bool middle = begun && coded() && nameless == nullptr && above.size() == 1 &&
                          lines[i].rows.size() == 1 && i + 1 < lines.size() &&
                          lines[i + 1].rows.empty();
      if (middle) nameless = &lines[i].rows.front();
      const size_t used = nameless == nullptr ? 0 : NameLines(above, begun);
      for (size_t k = 0; k + used < above.size(); ++k) {
        if (!begun) heads += above[k];
      }
      std::string start;
      for (size_t k = above.size() - used; k < above.size(); ++k) start += above[k];
      above.clear();
      begun = true;
      if (nameless == nullptr) continue;
      nameless->name = start + nameless->name;
      for (size_t k = 0; k < used && i + 1 < lines.size() && lines[i + 1].rows.empty(); ++k) {
        nameless->name += lines[++i].words;
      }
    }
    for (const std::string& rest : above) {
      if (!begun) heads += rest;
    }
  }

  const Grid& grid_;
  size_t coded_ = 0;   // rows that begin with a code
  size_t parted_ = 0;  // "301 01"
  bool side_by_side_ = false;
  bool ordinals_ = false;  // 行次
};

// Each row below the nearest code that is there.
void FindTree(FlatTable& table) {
  std::set<std::string> codes;
  for (const FlatRow& row : table.rows) {
    if (!row.amounts.empty()) codes.insert(row.code);
  }
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const FlatRow& row = table.rows[i];
    if (row.code.empty() || row.amounts.empty()) continue;
    std::string above = row.code.substr(0, row.code.size() - 2);
    while (above.size() >= 3 && !codes.contains(above)) above.resize(above.size() - 2);
    table.below[above.size() < 3 ? "" : above].push_back(i);
  }
}

FlatKind KindOf(const FlatTable& table, bool coded) {
  const std::string& caption = table.caption;
  if (Has(caption, "三公")) return FlatKind::kThreePublic;
  constexpr size_t kWide = 8;  // no form has more columns
  for (const FlatRow& row : table.rows) {
    if (row.amounts.size() > kWide) return FlatKind::kUnknown;
  }
  const bool income = Has(caption, "收入") || Has(caption, "收支");
  const bool expenditure = Has(caption, "支出") || Has(caption, "收支");
  if (!coded) {
    const bool both = income && expenditure && Has(table.heads, "收入") && Has(table.heads, "支出");
    return both ? FlatKind::kTwoSides : FlatKind::kUnknown;
  }
  size_t economic = 0;
  size_t functional = 0;
  for (const FlatRow& row : table.rows) {
    if (!row.code.empty()) ++(row.code[0] == '3' ? economic : functional);
  }
  if (economic > functional) return FlatKind::kEconomic;
  if (income && !expenditure) return FlatKind::kIncome;
  const bool parts = Has(table.heads, "基本支出") && Has(table.heads, "项目支出");
  if (income && expenditure && Has(table.heads, "本年收入")) return FlatKind::kFlow;
  return expenditure && parts ? FlatKind::kExpenditure : FlatKind::kUnknown;
}

std::string FundOf(const std::string& caption) {
  if (Has(caption, "一般公共预算")) return "general";
  if (Has(caption, "政府性基金")) return "gov_fund";
  if (Has(caption, "国有资本")) return "state_capital";
  return Has(caption, "财政拨款") ? "fiscal" : "";
}

}  // namespace

const FlatAmount* FlatRow::In(int column) const {
  for (const FlatAmount& amount : amounts) {
    if (amount.at == column && !amount.blank) return &amount;
  }
  return nullptr;
}

bool FlatRow::Known() const {
  return std::all_of(amounts.begin(), amounts.end(),
                     [](const FlatAmount& amount) { return amount.at >= 0; });
}

std::optional<size_t> FlatTable::Total() const {
  for (size_t i = 0; i < rows.size(); ++i) {
    const std::string name = Bare(rows[i].name);
    if (rows[i].code.empty() && !rows[i].amounts.empty() && (name == "合计" || name == "总计"))
      return i;
  }
  return std::nullopt;
}

const std::vector<size_t>& FlatTable::Below(const std::string& code) const {
  static const std::vector<size_t> kNone;
  const auto found = below.find(code);
  return found == below.end() ? kNone : found->second;
}

FlatTable ParseFlat(const Grid& grid) {
  FlatTable table;
  table.caption = grid.caption;
  table.unit = grid.unit;
  const bool final = Has(grid.caption, "决算");
  if (final || Has(grid.caption, "预算")) table.measure = final ? "paid" : "initial_budget";
  table.fund = FundOf(grid.caption);
  RowReader reader(grid);
  table.rows = reader.Read(table.heads);
  table.heads = Bare(table.heads);
  table.kind = KindOf(table, reader.coded());
  std::erase_if(table.rows, [](const FlatRow& row) {
    return row.amounts.empty() && (row.code.empty() || row.name.empty());
  });
  FindTree(table);
  return table;
}

}  // namespace outturn::document
