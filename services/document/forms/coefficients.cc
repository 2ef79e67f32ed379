// "名称 指标值 完成值 得分系数 权重 得分 是/否" in one line without anything between the cells: the
// points are the weight times the coefficient, so that "100%1010" can be parted in one way only.
#include <optional>

#include "services/document/forms/words.h"
#include "services/document/normal.h"

namespace outturn::document {
namespace {

using figures::Exactly;

struct Points {
  std::string weight;
  std::string score;
};

// "1010" and 100%: 10 and 10.
std::optional<Points> PartedBy(const std::string& digits, const Exactly& coefficient) {
  std::optional<Points> found;
  for (size_t end = 1; end < digits.size(); ++end) {
    Points points{digits.substr(0, end), digits.substr(end)};
    const auto weight = FormPoints(points.weight);
    const auto score = FormPoints(points.score);
    const bool whole =
        weight && score && !points.score.starts_with('.') &&
        (points.score == "0" || points.score[0] != '0' || points.score.starts_with("0.")) &&
        !points.weight.ends_with('.');
    if (!whole) continue;
    const Exactly due = *weight * coefficient / 100;
    if (due != *score) continue;
    if (found) return std::nullopt;
    found = std::move(points);
  }
  return found;
}

bool ClosesRow(const std::string& text) { return text.starts_with("是") || text.starts_with("否"); }

std::string NameIn(std::string text) {
  if (ClosesRow(text)) text.erase(0, std::string_view("是").size());
  for (const char* behind : {"%", "定量指标", "定性指标"}) {
    const size_t at = text.find(behind);
    if (at != std::string::npos && at > 0) text.erase(at);
  }
  return text;
}

bool IsNumber(const std::string& text) { return figures::ReadPrinted(text).has_value(); }

}  // namespace

void ReadFormCoefficients(const FormText& text, size_t at, FormGrid& form) {
  constexpr size_t kMost = 2000;  // words
  constexpr size_t kResults = 2;  // target and result
  constexpr size_t kLeastRows = 5;
  form.grid.partial = true;
  form.AddRow(text, at);
  const char* heads[] = {"",           "",     "三级指标", "指标值",
                         "实际完成值", "分值", "得分",     "偏差原因分析"};
  for (size_t c = 0; c < kFormWidth; ++c) form.grid.rows.back()[c].text = heads[c];
  std::string name;
  std::vector<size_t> numbers;
  const size_t end = std::min(text.size(), at + kMost);
  for (size_t i = at + 1; i < end; ++i) {
    const std::string word = text.Text(i);
    if (IsNumber(word)) {
      numbers.push_back(i);
      continue;
    }
    const auto coefficient = numbers.size() < 2
                                 ? std::nullopt
                                 : figures::ReadPrinted(text.Text(numbers[numbers.size() - 2]));
    const std::string digits = numbers.empty() ? "" : text.Text(numbers.back());
    const bool closed = ClosesRow(word) && coefficient && coefficient->suffix == "%";
    const auto points = closed ? PartedBy(digits, coefficient->Exact()) : std::nullopt;
    if (points) {
      auto& row = form.AddRow(text, numbers.back());
      row[kFormFull] = text.CellAt(name.empty() ? "指标" : name, numbers.back());
      row[kFormRate] = text.CellAt(points->weight, numbers.back());
      row[kFormScore] = text.CellAt(points->score, numbers.back());
      row[kFormReason].text = "（未读）";
      const auto unit = [&](size_t k) {
        return figures::ReadPrinted(text.Text(numbers[k]))->suffix;
      };
      if (numbers.size() == kResults + 2 && unit(0) == unit(1) && !unit(0).empty()) {
        row[kFormPaid] = text.CellAt(text.raw(numbers[0]), numbers[0]);
        row[kFormWeight] = text.CellAt(text.raw(numbers[1]), numbers[1]);
      }
    }
    const bool goes_on = numbers.empty() && !ClosesRow(word);
    name = NameIn(goes_on ? name + word : word);
    numbers.clear();
  }
  if (form.grid.rows.size() < kLeastRows + 1) form.grid.rows.clear();
}

}  // namespace outturn::document
