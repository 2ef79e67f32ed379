#include "services/document/forms/words.h"

#include <algorithm>

#include "services/document/normal.h"
#include "services/intake/text.h"

namespace outturn::document {
namespace {

// Text of one cell is not so long and has not the names of so many.
bool IsFused(const std::string& word) {
  constexpr size_t kLong = 150;  // bytes
  constexpr size_t kMany = 3;
  size_t closed = 0;  // rows of points that a 是 or 否 ends
  for (const char* mark : {"是", "否"}) {
    for (size_t at = word.find(mark); at != std::string::npos; at = word.find(mark, at + 1))
      closed += at > 0 && word[at - 1] >= '0' && word[at - 1] <= '9' ? 1 : 0;
  }
  if (closed >= kMany) return true;
  return word.size() >= kLong && (Has(word, {"年度资金总额", "三级指标", "指标值", "得分"}) ||
                                  (Has(word, {"质量指标", "数量指标"}) && Has(word, {"效益指标"})));
}

// "10质量指标": the line before ended with a number, and the paragraph was made one. 0: no.
size_t NumberBefore(const std::string& word) {
  constexpr size_t kPoints = 4;  // bytes: "12.5"
  constexpr size_t kName = 12;   // bytes: four characters
  const size_t digits = word.find_first_not_of("0123456789.");
  if (digits == 0 || digits == std::string::npos || digits > kPoints) return 0;
  if (!figures::ReadPrinted(word.substr(0, digits)) || word.size() < digits + kName) return 0;
  const std::string name = word.substr(digits);
  if (static_cast<unsigned char>(name[0]) < 0x80) return 0;
  for (const char* unit :
       {"年", "月", "日", "号", "万", "亿", "元",   "个", "人", "次", "户", "亩", "家",
        "项", "条", "公", "平", "立", "天", "小时", "米", "分", "，", "、", "。", "：",
        "％", "种", "例", "套", "座", "份", "篇",   "吨", "台", "期", "场", "名", "位"}) {
    if (name.starts_with(unit)) return 0;
  }
  return digits;
}

}  // namespace

bool IsFilled(const std::string& text) {
  const auto number = figures::ReadPrinted(text);
  if (number) return number->suffix.empty() || number->suffix == "%" || number->suffix == "分";
  return !text.empty() && figures::IsBlank(text);
}

std::optional<figures::Exactly> FormPoints(const std::string& text) {
  const auto number = figures::ReadPrinted(text);
  const bool plain = number && (number->suffix.empty() || number->suffix == "分");
  return plain ? std::optional(number->Exact()) : std::nullopt;
}

std::vector<FormWord> FormWordsOf(const std::vector<Block>& blocks, const Labels& labels) {
  std::vector<FormWord> words;
  const auto part = [&] {
    if (const size_t digits = NumberBefore(words.back().text); digits > 0) {
      words.push_back({words.back().text.substr(digits), words.back().block});
      words[words.size() - 2].text.resize(digits);
    }
    if (!IsFused(words.back().text)) return;
    const FormWord whole = std::move(words.back());
    words.pop_back();
    for (std::string& cell : FusedCells(whole.text, labels))
      words.push_back({std::move(cell), whole.block});
  };
  for (size_t i = 0; i < blocks.size(); ++i) {
    bool open = false;
    for (std::string_view rest = blocks[i].text; !rest.empty();) {
      const std::string_view before = rest;
      const char32_t letter = intake::TakeCodePoint(&rest);
      const bool space = letter <= U' ' || letter == 0x3000 || letter == 0xA0 || letter == U'|';
      if (!space && !open) words.push_back({"", i});
      if (!space) words.back().text += before.substr(0, before.size() - rest.size());
      if (space && open) part();
      open = !space;
    }
    if (open) part();
  }
  return words;
}

std::string FormText::Text(size_t at) const { return Bare(words_[at].text); }

std::vector<size_t> FormText::Numbers(size_t at) const {
  std::vector<size_t> numbers;
  for (; at < words_.size() && IsFilled(words_[at].text); ++at) numbers.push_back(at);
  return numbers;
}

Cell FormText::CellAt(const std::string& text, size_t at) const {
  const Block& block = blocks_[words_[at].block];
  return {text, block.where, block.order, false};
}

std::string FormText::Above(size_t at, size_t words) const {
  std::string above;
  for (size_t i = at - std::min(at, words); i < at; ++i) above += Text(i);
  return above;
}

std::string FormText::Unit(size_t at) const {
  constexpr size_t kFar = 20;
  for (size_t i = at - std::min(at, kFar); i < std::min(words_.size(), at + kFar); ++i) {
    std::string unit = MoneyUnitIn(Text(i));
    if (!unit.empty()) return unit;
  }
  return "万元";
}

std::string FormText::ProjectName(size_t at) const {
  constexpr size_t kFar = 80;
  std::string name;
  for (size_t i = at; i-- > 0 && at - i < kFar;) {
    if (!Text(i).starts_with("项目名称")) continue;
    for (size_t k = i + 1; k < at && !Has(Text(k), {"主管", "实施", "单位", "性质", "项目资金"});
         ++k)
      name += Text(k);
    break;
  }
  return name.empty() ? "第" + std::to_string(blocks_[words_[at].block].order) + "行的项目" : name;
}

std::vector<Cell>& FormGrid::AddRow(const FormText& text, size_t at) {
  last = std::max(last, at);
  return grid.rows.emplace_back(kFormWidth, text.CellAt("", at));
}

}  // namespace outturn::document
