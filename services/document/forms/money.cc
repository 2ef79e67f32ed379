// The money of 项目支出绩效自评表 in text that lost its cells.
#include <algorithm>
#include <array>

#include "services/document/forms/words.h"
#include "services/document/normal.h"
#include "services/document/source/flat_lines.h"

namespace outturn::document {
namespace {

constexpr std::array<const char*, kFormWidth> kMoneyHeads = {
    "项目资金", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分", ""};

constexpr std::array<std::pair<std::string_view, const char*>, 9> kParts = {
    {{"当年财政拨款", "当年财政拨款"},
     {"本年财政拨款", "当年财政拨款"},
     {"上年结转资金", "上年结转资金"},
     {"上年结转", "上年结转资金"},
     {"单位资金", "单位资金"},
     {"财政专户管理资金", "财政专户管理资金"},
     {"财政资金", "财政资金"},
     {"其他资金", "其他资金"},
     {"其它资金", "其他资金"}}};

// "其中：基本支出：1500.00".
bool IsInline(const std::string& text) {
  const size_t colon = text.rfind(':');
  return colon != std::string::npos && IsFlatAmount(text.substr(colon + 1));
}

class Money {
 public:
  Money(const FormText& text, size_t at, FormGrid& form) : text_(text), at_(at), form_(form) {}

  size_t Read() {
    if (!FindHeads()) return at_;
    const size_t behind = ReadRows();
    if (behind == at_) form_.grid.rows.clear();
    return behind;
  }

 private:
  // The order of the heads above the money; 分值 and 得分 among them.
  bool FindHeads() {
    constexpr size_t kFar = 60;  // words
    const std::string above = text_.Above(at_, kFar);
    const size_t from = std::min(above.rfind("年初预算"), above.rfind("全年预算"));
    if (from == std::string::npos) return false;
    std::vector<std::pair<size_t, FormColumn>> found;
    for (const auto& [head, column] :
         {std::make_pair("年初预算", kFormInitial), std::make_pair("全年预算", kFormFull),
          std::make_pair("调整后预算", kFormFull), std::make_pair("全年执行", kFormPaid),
          std::make_pair("预算执行数", kFormPaid), std::make_pair("分值", kFormWeight),
          std::make_pair("权重", kFormWeight), std::make_pair("执行率", kFormRate),
          std::make_pair("得分", kFormScore)}) {
      const size_t place = above.find(head, from);
      const bool again = std::any_of(found.begin(), found.end(),
                                     [&](const auto& one) { return one.second == column; });
      if (place != std::string::npos && !again) found.emplace_back(place, column);
    }
    std::sort(found.begin(), found.end());
    for (const auto& [place, column] : found) columns_.push_back(column);
    money_ = static_cast<size_t>(std::count_if(
        columns_.begin(), columns_.end(), [](FormColumn column) { return column <= kFormPaid; }));
    for (const FormColumn due : {kFormFull, kFormPaid, kFormWeight, kFormScore}) {
      if (std::find(columns_.begin(), columns_.end(), due) == columns_.end()) return false;
    }
    AddHeads(above);
    return true;
  }

  void AddHeads(const std::string& above) {
    if (above.find("整体支出") == std::string::npos) {
      form_.AddRow(text_, at_)[kFormName].text = "项目名称";
      form_.grid.rows.back()[kFormInitial].text = text_.ProjectName(at_);
    }
    auto& heads = form_.AddRow(text_, at_);
    for (size_t c = 0; c < kFormWidth; ++c) heads[c].text = kMoneyHeads.at(c);
    const std::string unit =
        MoneyUnitIn(above.substr(above.size() - std::min<size_t>(above.size(), 300)));
    if (!unit.empty()) heads[kFormName].text += "(" + unit + ")";
  }

  void Fill(std::vector<Cell>& row, const std::vector<size_t>& numbers) const {
    for (size_t i = 0; i < numbers.size() && i < columns_.size(); ++i) {
      row[columns_[i]] = text_.CellAt(text_.raw(numbers[i]), numbers[i]);
    }
  }

  // The rows of money; the word behind them, at_ where they are not whole.
  size_t ReadRows() {
    const std::vector<size_t> all = text_.Numbers(at_ + 1);
    if (all.empty()) return at_;
    // "238.93 251.89 251.89 100.00% 10" before anybody scored it: the rate stands in its place.
    const auto rate = static_cast<size_t>(std::find(columns_.begin(), columns_.end(), kFormRate) -
                                          columns_.begin());
    const bool unscored = all.size() + 1 == columns_.size() && columns_.back() == kFormScore &&
                          rate < all.size() && text_.raw(all[rate]).ends_with('%');
    if (all.size() != columns_.size() && !unscored) return at_;
    auto& row = form_.AddRow(text_, all.back());
    row[kFormName].text = "年度资金总额";
    Fill(row, all);
    const size_t first_part = form_.grid.rows.size();
    form_.money_row = first_part - 1;
    bool sure = true;
    std::string name;
    size_t at = all.back() + 1;
    for (; at < text_.size() && !EndsFormMoney(text_.Text(at)); ++at) {
      const std::vector<size_t> numbers = text_.Numbers(at);
      if (numbers.empty()) {
        if (IsInline(text_.Text(at)))
          form_.AddRow(text_, at)[kFormName] = text_.CellAt(text_.raw(at), at);
        name += text_.Text(at);
        continue;
      }
      sure = sure && ReadPart(name, numbers);
      name.clear();
      at = numbers.back();
    }
    if (at < text_.size()) AddBlanks(name, at);
    if (!sure) form_.grid.rows.resize(first_part);
    return at;
  }

  // "其中：本年财政拨款 90 89.97 89.97": whether every column is there.
  bool ReadPart(const std::string& name, const std::vector<size_t>& numbers) {
    const bool blank = std::all_of(numbers.begin(), numbers.end(),
                                   [&](size_t at) { return figures::IsBlank(text_.raw(at)); });
    if (blank) return true;  // "其他资金 / /": nothing of it
    if (numbers.size() != money_ && numbers.size() != columns_.size()) return false;
    const char* part = FormPartIn(name);
    if (part == nullptr) return false;
    AddBlanks(name.substr(0, name.rfind(part)), numbers.front());
    auto& row = form_.AddRow(text_, numbers.back());
    row[kFormName].text = part;
    Fill(row, numbers);
    return true;
  }

  // "上年结转资金 其他资金" without a number: their rows are blank.
  void AddBlanks(const std::string& names, size_t at) {
    for (const char* part : {"当年财政拨款", "上年结转资金", "其他资金"}) {
      if (names.find(part) != std::string::npos) form_.AddRow(text_, at)[kFormName].text = part;
    }
  }

  const FormText& text_;
  size_t at_;
  FormGrid& form_;
  std::vector<FormColumn> columns_;  // as their heads stand
  size_t money_ = 0;                 // of them
};

}  // namespace

const char* FormPartIn(std::string words) {
  while (words.ends_with(':')) words.pop_back();
  for (const auto& [part, called] : kParts) {
    if (words.ends_with(part)) return called;
  }
  return nullptr;
}

bool EndsFormMoney(const std::string& text) {
  return Has(
      text, {"总体目标", "项目总目标", "年度目标", "预期目标", "绩效目标", "一级指标", "绩效指标"});
}

void ReadFormExecution(const FormText& text, size_t at, FormGrid& form) {
  constexpr size_t kFar = 60;  // words
  size_t i = at - std::min(at, kFar);
  while (i + 2 < at &&
         !(text.Text(i) == "分值" && text.Text(i + 1) == "执行率" && text.Text(i + 2) == "得分"))
    ++i;
  for (i += 3; i + 2 < at; ++i) {
    const auto weight = FormPoints(text.raw(i));
    const auto rate = figures::ReadPrinted(text.raw(i + 1));
    if (!weight || !FormPoints(text.raw(i + 2)) || !rate || rate->suffix != "%") continue;
    auto& heads = form.AddRow(text, i);
    for (size_t c = 0; c < kFormWidth; ++c) heads[c].text = kMoneyHeads.at(c);
    auto& row = form.AddRow(text, i + 2);
    row[kFormName].text = "年度资金总额";
    row[kFormWeight] = text.CellAt(text.raw(i), i);
    row[kFormRate] = text.CellAt(text.raw(i + 1), i + 1);
    row[kFormScore] = text.CellAt(text.raw(i + 2), i + 2);
    return;
  }
}

size_t ReadFormMoney(const FormText& text, size_t at, FormGrid& form) {
  return Money(text, at, form).Read();
}

}  // namespace outturn::document
