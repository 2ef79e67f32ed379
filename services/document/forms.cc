#include "services/document/forms.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

#include "services/document/flat.h"
#include "services/document/normal.h"
#include "services/figures/printed.h"
#include "services/intake/text.h"

namespace outturn::document {
namespace {

using figures::Exactly;

struct Word {
  std::string text;
  size_t block = 0;
};

bool Has(std::string_view text, std::string_view word) { return text.find(word) != text.npos; }

bool HasAny(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](auto word) { return Has(text, word); });
}

// A number, a percentage or "—".
bool IsFilled(const std::string& text) {
  const auto number = figures::ReadPrinted(text);
  if (number) return number->suffix.empty() || number->suffix == "%" || number->suffix == "分";
  return !text.empty() && figures::IsBlank(text);
}

// Points: no percentage, no unit.
std::optional<Exactly> PointsOf(const std::string& text) {
  const auto number = figures::ReadPrinted(text);
  const bool plain = number && (number->suffix.empty() || number->suffix == "分");
  return plain ? std::optional(number->Exact()) : std::nullopt;
}

// The columns of the table put together: money has six, indicators, whose last two are points, too.
enum Column : uint8_t { kName, kInitial, kFull, kPaid, kWeight, kRate, kScore, kWidth };
constexpr std::array<const char*, kWidth> kMoneyHeads = {
    "项目资金", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"};
constexpr std::array<const char*, kWidth> kIndicatorHeads = {
    "一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "分值", "得分"};
constexpr Column kTarget = kPaid;  // of indicators
constexpr Column kActual = kWeight;
constexpr Column kPoints = kRate;

// One form, from the row of all its money on.
class Form {
 public:
  // `at`: the words "年度资金总额".
  Form(const std::vector<Word>& words, const std::vector<Block>& blocks, size_t at)
      : words_(words), blocks_(blocks), at_(at) {}

  // Empty: it cannot be put together.
  Grid Read() {
    if (!FindHeads()) return {};
    const size_t behind = ReadMoney();
    if (behind == at_) return {};
    ReadIndicators(behind);
    return std::move(grid_);
  }
  // The application for a project's money, from "年度资金申请总额" on: each row has one number,
  // that of all years before that of this one.
  Grid ReadApplication() {
    const std::vector<size_t> all = Numbers(at_ + 1);
    const bool whole = at_ > 0 && IsFilled(words_[at_ - 1].text);
    if (all.size() != 1 || !whole) return {};
    std::map<std::string, std::vector<size_t>> parts;
    std::string name;
    for (size_t at = all[0] + 1; at < words_.size() && !EndsMoney(Text(at)); ++at) {
      if (!IsFilled(words_[at].text)) {
        name += Text(at);
        continue;
      }
      const auto part = PartIn(name);
      if (!part) return {};
      parts[*part].push_back(at);
      name.clear();
    }
    const std::map<std::string, size_t> due = {
        {"当年财政拨款", 1}, {"财政资金", 1}, {"上年结转资金", 1}, {"其他资金", 2}};
    for (const auto& [part, count] : due) {
      if (parts[part].size() != count) return {};
    }
    AddApplied("（各年）", at_ - 1,
               {{"财政拨款", parts["财政资金"][0]}, {"其他资金", parts["其他资金"][0]}});
    AddApplied("", all[0],
               {{"当年财政拨款", parts["当年财政拨款"][0]},
                {"上年结转资金", parts["上年结转资金"][0]},
                {"其他资金", parts["其他资金"][1]}});
    return std::move(grid_);
  }
  // Its last word, of those given.
  [[nodiscard]] size_t last() const { return last_; }

 private:
  [[nodiscard]] std::string Text(size_t at) const { return Bare(words_[at].text); }
  [[nodiscard]] Cell CellOf(const std::string& text, size_t at) const {
    const document::Block& block = blocks_[words_[at].block];
    return {text, block.where, block.order, false};
  }
  std::vector<Cell>& AddRow(size_t at) {
    last_ = std::max(last_, at);
    return grid_.rows.emplace_back(kWidth, CellOf("", at));
  }

  // The order of the heads above the money; 分值 and 得分 among them.
  bool FindHeads() {
    constexpr size_t kFar = 60;  // words
    std::string above;
    for (size_t i = at_ - std::min(at_, kFar); i < at_; ++i) above += Text(i);
    const size_t from = std::min(above.rfind("年初预算"), above.rfind("全年预算"));
    if (from == std::string::npos) return false;
    std::vector<std::pair<size_t, Column>> found;
    for (const auto& [head, column] :
         {std::make_pair("年初预算", kInitial), std::make_pair("全年预算", kFull),
          std::make_pair("调整后预算", kFull), std::make_pair("全年执行", kPaid),
          std::make_pair("预算执行数", kPaid), std::make_pair("分值", kWeight),
          std::make_pair("权重", kWeight), std::make_pair("执行率", kRate),
          std::make_pair("得分", kScore)}) {
      const size_t place = above.find(head, from);
      const bool again = std::any_of(found.begin(), found.end(),
                                     [&](const auto& one) { return one.second == column; });
      if (place != std::string::npos && !again) found.emplace_back(place, column);
    }
    std::sort(found.begin(), found.end());
    for (const auto& [place, column] : found) columns_.push_back(column);
    money_ = static_cast<size_t>(std::count_if(columns_.begin(), columns_.end(),
                                               [](Column column) { return column <= kPaid; }));
    const auto has = [&](Column column) {
      return std::find(columns_.begin(), columns_.end(), column) != columns_.end();
    };
    if (!has(kFull) || !has(kPaid) || !has(kWeight) || !has(kScore)) return false;
    if (!Has(above, "整体支出")) {
      AddRow(at_)[0].text = "项目名称";
      grid_.rows.back()[1].text = ProjectName();
    }
    auto& heads = AddRow(at_);
    for (size_t c = 0; c < kWidth; ++c) heads[c].text = kMoneyHeads.at(c);
    const std::string unit =
        MoneyUnitIn(above.substr(above.size() - std::min<size_t>(above.size(), 300)));
    if (!unit.empty()) heads[0].text += "(" + unit + ")";
    return true;
  }

  void AddApplied(const std::string& years, size_t all,
                  const std::vector<std::pair<const char*, size_t>>& parts) {
    auto& project = AddRow(all);
    project[kName].text = "项目名称";
    project[kInitial].text = ProjectName() + years;
    auto& heads = AddRow(all);
    heads[kName].text = "项目资金(" + Unit() + ")";
    heads[kInitial].text = kMoneyHeads[kInitial];
    auto& total = AddRow(all);
    total[kName].text = "年度资金总额";
    total[kInitial] = CellOf(words_[all].text, all);
    for (const auto& [name, at] : parts) {
      auto& row = AddRow(at);
      row[kName].text = name;
      row[kInitial] = CellOf(words_[at].text, at);
    }
  }

  // "（元）" somewhere beside the rows.
  [[nodiscard]] std::string Unit() const {
    constexpr size_t kFar = 20;
    for (size_t i = at_ - std::min(at_, kFar); i < std::min(words_.size(), at_ + kFar); ++i) {
      const std::string unit = MoneyUnitIn(Text(i));
      if (!unit.empty()) return unit;
    }
    return "万元";
  }

  // Between 项目名称 and the head behind it; that of no form twice.
  [[nodiscard]] std::string ProjectName() const {
    constexpr size_t kFar = 80;
    std::string name;
    for (size_t i = at_; i-- > 0 && at_ - i < kFar;) {
      if (!Text(i).starts_with("项目名称")) continue;
      for (size_t k = i + 1;
           k < at_ && !HasAny(Text(k), {"主管", "实施", "单位", "性质", "项目资金"}); ++k)
        name += Text(k);
      break;
    }
    return name.empty() ? "第" + std::to_string(blocks_[words_[at_].block].order) + "行的项目"
                        : name;
  }

  // The numbers from `at` on.
  [[nodiscard]] std::vector<size_t> Numbers(size_t at) const {
    std::vector<size_t> numbers;
    for (; at < words_.size() && IsFilled(words_[at].text); ++at) numbers.push_back(at);
    return numbers;
  }

  void Fill(std::vector<Cell>& row, const std::vector<size_t>& numbers) const {
    for (size_t i = 0; i < numbers.size() && i < columns_.size(); ++i) {
      row[columns_[i]] = CellOf(words_[numbers[i]].text, numbers[i]);
    }
  }

  // The rows of money; the word behind them, at_ where they are not whole.
  size_t ReadMoney() {
    const std::vector<size_t> all = Numbers(at_ + 1);
    if (all.empty()) return at_;
    // "238.93 251.89 251.89 100.00% 10" before anybody scored it: the rate stands in its place.
    const auto rate =
        static_cast<size_t>(std::find(columns_.begin(), columns_.end(), kRate) - columns_.begin());
    const bool unscored = all.size() + 1 == columns_.size() && columns_.back() == kScore &&
                          rate < all.size() && words_[all[rate]].text.ends_with('%');
    if (all.size() != columns_.size() && !unscored) return at_;
    auto& row = AddRow(all.back());
    row[kName].text = "年度资金总额";
    Fill(row, all);
    const size_t first_part = grid_.rows.size();
    money_row_ = first_part - 1;
    bool sure = true;
    std::string name;
    size_t at = all.back() + 1;
    for (; at < words_.size() && !EndsMoney(Text(at)); ++at) {
      const std::vector<size_t> numbers = Numbers(at);
      if (numbers.empty()) {
        if (IsInline(Text(at))) AddRow(at)[kName] = CellOf(words_[at].text, at);
        name += Text(at);
        continue;
      }
      sure = sure && ReadPart(name, numbers);
      name.clear();
      at = numbers.back();
    }
    if (!sure) grid_.rows.resize(first_part);
    return at;
  }

  // "其中：基本支出：1500.00".
  static bool IsInline(const std::string& text) {
    const size_t colon = text.rfind(':');
    return colon != std::string::npos && IsFlatAmount(text.substr(colon + 1));
  }

  static bool EndsMoney(const std::string& text) {
    return HasAny(text, {"总体目标", "项目总目标", "年度目标", "预期目标", "绩效目标", "一级指标",
                         "绩效指标"});
  }

  // "其中：本年财政拨款 90 89.97 89.97": whether every column is there.
  bool ReadPart(const std::string& name, const std::vector<size_t>& numbers) {
    const bool blank = std::all_of(numbers.begin(), numbers.end(),
                                   [&](size_t at) { return figures::IsBlank(words_[at].text); });
    if (blank) return true;  // "其他资金 / /": nothing of it
    if (numbers.size() != money_ && numbers.size() != columns_.size()) return false;
    const auto part = PartIn(name);
    if (!part) return false;
    auto& row = AddRow(numbers.back());
    row[kName].text = *part;
    Fill(row, numbers);
    return true;
  }

  // What money the words right before a number name, as the forms call it; nullopt: none of it.
  static std::optional<std::string> PartIn(std::string words) {
    static const std::array<std::pair<std::string_view, const char*>, 9> kParts = {
        {{"当年财政拨款", "当年财政拨款"},
         {"本年财政拨款", "当年财政拨款"},
         {"上年结转资金", "上年结转资金"},
         {"上年结转", "上年结转资金"},
         {"单位资金", "单位资金"},
         {"财政专户管理资金", "财政专户管理资金"},
         {"财政资金", "财政资金"},
         {"其他资金", "其他资金"},
         {"其它资金", "其他资金"}}};
    while (words.ends_with(':')) words.pop_back();
    for (const auto& [part, called] : kParts) {
      if (words.ends_with(part)) return called;
    }
    return std::nullopt;
  }

  // ---- indicators

  void ReadIndicators(size_t at) {
    constexpr size_t kFar = 480;  // words: the goals, and the heads
    const size_t limit = std::min(words_.size(), at + kFar);
    while (at < limit && !Has(Text(at), "一级指标") && !EndsForm(Text(at))) ++at;
    if (at >= limit || EndsForm(Text(at))) return;
    while (at < limit && !Has(Text(at), "得分")) ++at;
    while (at + 1 < limit && HasAny(Text(at + 1), {"原因", "措施", "改进", "分析", "备注"})) ++at;
    const size_t head = grid_.rows.size();
    auto& heads = AddRow(std::min(at, words_.size() - 1));
    for (size_t c = 0; c < kWidth; ++c) heads[c].text = kIndicatorHeads.at(c);
    ReadIndicatorRows(at + 1);
    if (!IsWhole(head + 1)) grid_.rows.resize(head);
  }

  static bool EndsForm(const std::string& text) {
    return HasAny(text, {"自评表", "年度资金总额", "项目名称"});
  }
  static bool IsTotal(const std::string& text) {
    return text.starts_with("总分") || text.starts_with("合计") || text.starts_with("总计");
  }

  // Points stand in twos behind their indicator, the result perhaps a number right before them.
  void ReadIndicatorRows(size_t at) {
    constexpr size_t kMost = 3000;  // words
    std::vector<size_t> before;     // words since the last row
    const size_t end = std::min(words_.size(), at + kMost);
    while (at < end && !EndsForm(Text(at))) {
      const bool total = IsTotal(Text(at));
      std::vector<size_t> numbers = Numbers(total ? at + 1 : at);
      if (total) return ReadTotal(at, numbers);
      if (numbers.size() < 2) {
        before.push_back(at++);
        continue;
      }
      at = numbers.back() + 1;
      const size_t score = numbers.back();
      const size_t weight = numbers[numbers.size() - 2];
      numbers.resize(numbers.size() - 2);
      before.insert(before.end(), numbers.begin(), numbers.end());
      if (PointsOf(words_[score].text) && PointsOf(words_[weight].text))
        AddIndicator(before, weight, score);
      before.clear();
    }
  }

  // The word before "≥95%", or all of the last ones.
  [[nodiscard]] std::string NameIn(const std::vector<size_t>& before) const {
    constexpr size_t kNameWords = 4;
    const size_t from = before.size() - std::min(before.size(), kNameWords);
    std::string name;
    for (size_t i = from; i < before.size(); ++i) {
      const std::string text = Text(before[i]);
      const bool target = text.starts_with("≥") || text.starts_with("≤");
      if (target && i > 0) return Text(before[i - 1]);
      name += text;
    }
    return name.empty() ? "指标" : name;
  }

  void AddIndicator(const std::vector<size_t>& before, size_t weight, size_t score) {
    auto& row = AddRow(score);
    row[kFull] = CellOf(NameIn(before), score);
    row[kPoints] = CellOf(words_[weight].text, weight);
    row[kScore] = CellOf(words_[score].text, score);
    // A reason may follow, of which nobody knows where it ends: only what was not met is told.
    if (before.size() < 2) return;
    const size_t target = before[before.size() - 2];
    const size_t actual = before.back();
    if (!IsUnmet(Text(target), Text(actual))) return;
    row[kTarget] = CellOf(words_[target].text, target);
    row[kActual] = CellOf(words_[actual].text, actual);
  }

  // "≥95%" and "90%".
  static bool IsUnmet(const std::string& target, const std::string& actual) {
    const bool least = target.starts_with("≥");
    if (!least && !target.starts_with("≤")) return false;
    const auto due = figures::ReadPrinted(target.substr(std::string_view("≥").size()));
    const auto done = figures::ReadPrinted(actual);
    if (!due || !done) return false;
    if (!done->suffix.empty() && done->suffix != due->suffix) return false;
    const Exactly off = done->Exact() - due->Exact();
    return least ? off.numerator < 0 : off.numerator > 0;
  }

  void ReadTotal(size_t at, const std::vector<size_t>& numbers) {
    auto& row = AddRow(numbers.empty() ? at : numbers.back());
    row[kName].text = "总分";
    if (numbers.size() == 2) {
      row[kPoints] = CellOf(words_[numbers[0]].text, numbers[0]);
      row[kScore] = CellOf(words_[numbers[1]].text, numbers[1]);
    } else if (numbers.size() == 1) {  // a full score may as well be the weight
      const bool full = words_[numbers[0]].text == "100";
      row[full ? kPoints : kScore] = CellOf(words_[numbers[0]].text, numbers[0]);
    }
  }

  // Whether the weights of the rows from `first` on make the total, or the scores do: then no row
  // was missed.
  [[nodiscard]] bool IsWhole(size_t first) const {
    constexpr size_t kLeast = 3;
    const auto sum = [&](Column column, Column execution) {
      Exactly all = PointsOf(grid_.rows[money_row_][execution].text).value_or(Exactly{});
      for (size_t i = first; i < grid_.rows.size(); ++i) {
        if (grid_.rows[i][kName].text == "总分") continue;
        all = all + PointsOf(grid_.rows[i][column].text).value_or(Exactly{});
      }
      return all;
    };
    if (grid_.rows.size() < first + kLeast) return false;
    const auto& total = grid_.rows.back();
    if (total[kName].text != "总分") return false;
    const auto score = PointsOf(total[kScore].text);
    const Exactly weight = PointsOf(total[kPoints].text).value_or(Exactly{100, 1});
    return figures::IsZero(sum(kPoints, kWeight) - weight) ||
           (score && figures::IsZero(sum(kScore, kScore) - *score));
  }

  const std::vector<Word>& words_;
  const std::vector<document::Block>& blocks_;
  size_t at_;
  size_t last_ = 0;
  std::vector<Column> columns_;  // as their heads stand
  size_t money_ = 0;             // of them
  size_t money_row_ = 0;         // that of all the money
  Grid grid_;
};

std::vector<Word> WordsOf(const std::vector<Block>& blocks) {
  std::vector<Word> words;
  for (size_t i = 0; i < blocks.size(); ++i) {
    bool open = false;
    for (std::string_view rest = blocks[i].text; !rest.empty();) {
      const std::string_view before = rest;
      const char32_t letter = intake::TakeCodePoint(&rest);
      const bool space = letter <= U' ' || letter == 0x3000 || letter == 0xA0;
      if (!space && !open) words.push_back({"", i});
      if (!space) words.back().text += before.substr(0, before.size() - rest.size());
      open = !space;
    }
  }
  return words;
}

}  // namespace

std::vector<Block> WithForms(const std::vector<Block>& blocks) {
  std::vector<Block> all;
  const std::vector<Word> words = WordsOf(blocks);
  size_t next = 0;     // block to be taken
  size_t read_to = 0;  // the word behind the last form: several may stand in one block
  for (size_t at = 0; at < words.size(); ++at) {
    if (at < read_to) continue;
    const std::string word = Bare(words[at].text);
    const bool applied = word.starts_with("年度资金申请总额");
    const bool total = word == "总额" && at > 0 && Bare(words[at - 1].text) == "原因";
    if (!applied && !total && !word.starts_with("年度资金总额")) continue;
    Form form(words, blocks, at);
    Grid grid = applied ? form.ReadApplication() : form.Read();
    if (grid.rows.empty()) continue;
    read_to = form.last() + 1;
    while (next <= words[form.last()].block) all.push_back(blocks[next++]);
    Block table;
    table.is_table = true;
    table.where = blocks[words[at].block].where;
    table.order = blocks[words[at].block].order;
    table.grid = std::move(grid);
    all.push_back(std::move(table));
  }
  all.insert(all.end(), blocks.begin() + static_cast<std::ptrdiff_t>(next), blocks.end());
  return all;
}

}  // namespace outturn::document
