#include "services/document/tables/paths.h"

#include <algorithm>

#include "services/document/tables/parts.h"

namespace outturn::document {
namespace {

bool HasNumber(const std::vector<Cell>& row, const Labels& labels) {
  return std::any_of(row.begin(), row.end(),
                     [&](const Cell& cell) { return NumberOf(cell, labels).has_value(); });
}

bool HeadsUnits(const std::string& head) {
  return head == "学校名称" || head == "单位名称" || head == "学校" || head == "区县" ||
         head == "县区" || head == "县市区" || head == "乡镇" || head == "地区";
}

}  // namespace

TablePaths::TablePaths(const Grid& grid, const Labels& labels) : grid_(grid), labels_(labels) {
  for (const auto& row : grid_.rows) {
    numbers_.push_back(HasNumber(row, labels_));
    words_above_.push_back(
        words_above_.empty() ? 1 : words_above_.back() + (numbers_[numbers_.size() - 2] ? 0 : 1));
  }
}

const std::vector<const Cell*>& TablePaths::HeadsOver(size_t row, size_t column) const {
  Heads& known = heads_[column];
  if (known.words != words_above_[row]) known = {words_above_[row], FindHeads(row, column)};
  return known.heads;
}

std::string TablePaths::TextOver(size_t row, size_t column) const {
  for (size_t r = row; r-- > 0 && row - r <= 2;) {
    const std::string& text = grid_.rows[r][column].text;
    if (!text.empty() && text != grid_.rows[row][column].text) return text;
  }
  return "";
}

std::vector<const Cell*> TablePaths::FindHeads(size_t row, size_t column) const {
  std::vector<const Cell*> heads;
  size_t found = 0;
  for (size_t r = row; r-- > 0;) {
    if (column >= grid_.rows[r].size()) continue;
    const Cell& cell = grid_.rows[r][column];
    if (numbers_[r]) {
      if (!heads.empty()) break;
      continue;
    }
    if (cell.text.empty() || NameOf(cell.text, labels_, TextOver(r, column)).empty()) {
      if (!heads.empty()) break;
      continue;
    }
    if (!heads.empty() && found - r > 1) break;
    if (heads.empty() || heads.front()->text != cell.text) heads.insert(heads.begin(), &cell);
    found = r;
  }
  return heads;
}

std::vector<const Cell*> TablePaths::NamesBefore(size_t row, size_t column) const {
  std::vector<const Cell*> names;
  const auto& cells = grid_.rows[row];
  for (size_t c = std::min(column, cells.size()); c-- > 0;) {
    if (cells[c].text.empty() || IsNumber(cells[c], labels_)) continue;
    if (figures::IsBlank(cells[c].text)) continue;
    if (names.empty() || names.front()->text != cells[c].text)
      names.insert(names.begin(), &cells[c]);
  }
  return names;
}

TablePaths::Path TablePaths::PathTo(size_t row, size_t column) const {
  Path path;
  const auto names = NamesBefore(row, column);
  if (!names.empty()) {
    path.name = names.back()->text;
    path.row = NameOf(path.name, labels_);
    // "三公经费 | 合计", "预算执行情况 | 执行数": what a group is called stands before it.
    const bool measure_only = path.row.measure != nullptr && !path.row.subject;
    if (measure_only) AddGroup(names, path.row);
    if (path.row.empty() || (path.row.total && !path.row.subject)) {
      for (size_t i = names.size() - 1; i-- > 0;) {
        Naming group = NameOf(names[i]->text, labels_);
        if (!group.whole || group.empty()) continue;
        if (path.row.total) path.row = group;
        break;
      }
    }
  }
  path.label = Bare(path.name);
  for (const Cell* head : HeadsOver(row, column)) {
    path.heads.push_back(NameOf(head->text, labels_, path.label));
    path.label += (path.label.empty() ? "" : "/") + Bare(head->text);
  }
  return path;
}

void TablePaths::AddGroup(const std::vector<const Cell*>& names, Naming& row) const {
  for (size_t i = names.size() - 1; i-- > 0;) {
    const Naming group = NameOf(names[i]->text, labels_);
    if (!group.whole || !group.subject) continue;
    row.subject = true;
    row.selects = group.selects;
    return;
  }
}

const Label* TablePaths::MeasureIn(const Path& path, int& year) const {
  const Label* measure = nullptr;
  for (const Naming& head : path.heads) {
    if (head.year != 0) year = head.year;
    if (head.measure != nullptr && head.whole) measure = head.measure;
  }
  for (const Naming& head : path.heads) {
    if (measure == nullptr && head.hint != nullptr && head.whole && !head.subject)
      measure = head.hint;
  }
  // "预算安排 | 历年结余结转": what nobody understands is not what the head above it says.
  const bool understood = path.heads.empty() || path.heads.back().whole;
  if (!understood) measure = nullptr;
  if (path.row.year != 0) year = path.row.year;
  if (path.row.measure != nullptr && path.row.whole) measure = path.row.measure;
  if (measure == nullptr && year != 0 && path.row.hint != nullptr && path.row.whole)
    measure = path.row.hint;
  return measure;
}

const Label* TablePaths::FigureIn(const Path& path) const {
  const Label* figure = nullptr;
  for (const Naming& head : path.heads) {
    if (head.figure != nullptr && head.whole) figure = head.figure;
  }
  if (path.row.figure != nullptr && path.row.whole) figure = path.row.figure;
  return figure;
}

bool TablePaths::SaysBeside(size_t row, size_t column, const std::string& words) const {
  for (size_t r = row; r-- > 0;) {
    if (column < grid_.rows[r].size() && !NameOf(grid_.rows[r][column].text, labels_).empty()) {
      return std::any_of(grid_.rows[r].begin(), grid_.rows[r].end(), [&](const Cell& cell) {
        return cell.text.find(words) != std::string::npos;
      });
    }
  }
  return false;
}

std::string TablePaths::WordsOver(size_t row, size_t column) const {
  auto& [known, words] = over_[column];
  const size_t stop = known <= row ? known : 0;  // from there on it is known
  std::string found = known <= row ? words : "";
  for (size_t r = row; r-- > stop;) {
    const Cell& cell = grid_.rows[r][column];
    if (cell.text.empty() || NumberOf(cell, labels_)) continue;
    found = Bare(cell.text);
    break;
  }
  known = row;
  words = found;
  return found;
}

bool TablePaths::UnderPoints(size_t row, size_t column) const {
  const std::string head = WordsOver(row, column);
  return head.ends_with("分值") || head.ends_with("得分") || head.ends_with("权重");
}

bool TablePaths::UnderChange(size_t row, size_t column) const {
  const std::string head = WordsOver(row, column);
  for (const char* word : {"增减", "增长", "增加", "减少", "变动", "差额", "结余", "预计"}) {
    if (head.find(word) != std::string::npos) return true;
  }
  return false;
}

bool TablePaths::HasHeadOfUnits() const {
  return std::any_of(grid_.rows.begin(), grid_.rows.end(), [](const auto& row) {
    return std::any_of(row.begin(), row.end(),
                       [](const Cell& cell) { return HeadsUnits(Bare(cell.text)); });
  });
}

bool TablePaths::IsSummed(size_t column) const {
  const auto known = summed_.find(column);
  if (known != summed_.end()) return known->second;
  bool summed = false;
  for (size_t r = 0; r < grid_.rows.size() && !summed; ++r)
    summed = numbers_[r] && NameOf(grid_.rows[r][column].text, labels_).total;
  return summed_[column] = summed;
}

bool TablePaths::IsOneOfUnits(size_t row, size_t column) const {
  const auto names = NamesBefore(row, column);
  if (names.empty()) return false;
  const auto& cells = grid_.rows[row];
  const auto at = static_cast<size_t>(names.back() - cells.data());
  if (NameOf(cells[at].text, labels_).total) return false;
  const bool summed = IsSummed(at);
  for (size_t r = row; summed && r-- > 0;) {
    if (numbers_[r]) continue;
    const std::string head = Bare(grid_.rows[r][at].text);
    return HeadsUnits(head) || head == "单位" || head == "预算单位" || head == "部门(单位)";
  }
  return false;
}

bool TablePaths::BesideTotal(size_t row, size_t column) const {
  const auto is_total = [&](const Cell& cell) {
    const Naming naming = NameOf(cell.text, labels_);
    return naming.total && naming.whole;
  };
  constexpr size_t kNear = 60;  // rows
  for (size_t r = row; r-- > 0 && row - r <= kNear;) {
    const Cell& head = grid_.rows[r][column];
    if (head.text.empty() || NumberOf(head, labels_)) continue;
    const bool known = NameOf(head.text, labels_).whole;
    return !known && std::any_of(grid_.rows[r].begin(), grid_.rows[r].end(), is_total);
  }
  return false;
}

bool TablePaths::UnderExecution(size_t row) const {
  for (size_t r = row; r-- > 0;) {
    if (numbers_[r]) continue;
    return std::any_of(grid_.rows[r].begin(), grid_.rows[r].end(), [](const Cell& cell) {
      return cell.text.find("执行率") != std::string::npos;
    });
  }
  return false;
}

}  // namespace outturn::document
