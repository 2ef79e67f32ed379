// The indicators of 项目支出绩效自评表 in text that lost its cells: rows are told by what holds in
// them (two points, the second no more than the first) and over them (the points of a group, the
// total).
#include <algorithm>
#include <array>
#include <optional>

#include "services/document/forms/words.h"
#include "services/document/normal.h"

namespace outturn::document {
namespace {

using figures::Exactly;

constexpr std::array<const char*, kFormWidth> kHeads = {
    "一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "分值", "得分", "偏差原因分析"};
constexpr FormColumn kLevel1 = kFormName;
constexpr FormColumn kLevel2 = kFormInitial;
constexpr FormColumn kIndicator = kFormFull;
constexpr FormColumn kTarget = kFormPaid;
constexpr FormColumn kActual = kFormWeight;
constexpr FormColumn kPoints = kFormRate;

bool EndsForm(const std::string& text) {
  return Has(text, {"自评表", "年度资金总额", "项目名称"}) || text.starts_with("注:");
}
bool IsTotal(const std::string& text) {
  return text.starts_with("总分") || text.starts_with("合计") || text.starts_with("总计");
}

// "产出指标(50分)": "产出指标" and 50.
struct Level {
  std::string name;
  std::optional<Exactly> points;
};

Level LevelOf(const std::string& text) {
  const size_t open = text.rfind('(');
  if (open == std::string::npos || open == 0 || !text.ends_with(')')) return {text, {}};
  const std::string inside = text.substr(open + 1, text.size() - open - 2);
  if (!inside.ends_with("分") || !FormPoints(inside)) return {text, {}};
  return {text.substr(0, open), FormPoints(inside)};
}

bool IsLevel1(const Level& level) {
  return level.points.has_value() || level.name == "产出指标" || level.name == "效益指标" ||
         level.name == "满意度指标";
}
bool IsLevel2(const Level& level) {
  for (const char* kind :
       {"数量", "质量", "时效", "成本", "经济成本", "社会成本", "生态环境成本", "经济效益",
        "社会效益", "生态效益", "可持续影响", "服务对象满意度", "满意度"}) {
    if (level.name == std::string(kind) + "指标") return true;
  }
  return false;
}

// A target or result: its sign, and the number behind it.
struct Amount {
  bool sign = false;
  figures::PrintedNumber number;
};

std::optional<Amount> AmountIn(std::string_view text) {
  Amount amount;
  for (const std::string_view sign :
       {"≥", "≤", ">=", "<=", ">", "<", "=", "不少于", "不低于", "不超过", "不高于"}) {
    if (!text.starts_with(sign)) continue;
    text.remove_prefix(sign.size());
    amount.sign = true;
    break;
  }
  const auto number = figures::ReadPrinted(text);
  if (!number) return std::nullopt;
  amount.number = *number;
  return amount;
}

// Whether a number was asked for and one like it came: "≥95%" and "90%", "8例" and "5例".
bool AreAlike(const std::string& target, const std::string& actual, bool in_run) {
  const auto due = AmountIn(target);
  const auto done = AmountIn(actual);
  if (!due || !done) return false;
  const std::string& unit = done->number.suffix;
  if (due->sign) return unit.empty() || unit == due->number.suffix;
  return unit == due->number.suffix && (in_run || !unit.empty());
}

class Indicators {
 public:
  Indicators(const FormText& text, FormGrid& form) : text_(text), form_(form) {}

  void Read(size_t at) {
    constexpr size_t kFar = 480;  // words: the goals, and the heads
    const size_t limit = std::min(text_.size(), at + kFar);
    const size_t from = at;
    while (at < limit && !IsHead(at) && !EndsForm(text_.Text(at))) ++at;
    if (at >= limit || EndsForm(text_.Text(at))) return;
    if (form_.money_row > 0) TakeGoals(from, at);
    std::string heads;
    while (at < limit && !Has(text_.Text(at), {"得分"})) heads += text_.Text(at++);
    while (at + 1 < limit && Has(text_.Text(at + 1), {"原因", "措施", "改进", "分析", "备注"})) {
      has_reason_ = true;
      ++at;
    }
    const size_t weight = std::min({heads.find("分值"), heads.find("权重"), heads.find("标准分")});
    const size_t value = std::min(heads.find("指标值"), heads.find("目标值"));
    if (form_.money_row == 0 && value == std::string::npos) return;  // scored_rows reads it
    const bool known = weight != std::string::npos && value != std::string::npos;
    const size_t head = form_.grid.rows.size();
    const size_t last = form_.last;
    for (const bool first : {false, true}) {
      if (known && first != (weight < value)) continue;
      named_ = known;
      ReadAll(std::min(at, text_.size() - 1), first);
      if (IsWhole(head + 1)) return;
      form_.grid.rows.resize(head);
      form_.grid.partial = false;
      form_.last = last;
    }
    if (known && at < limit) form_.left_unread = at;
  }

 private:
  // Which of them is a goal and which a result nobody knows.
  void TakeGoals(size_t from, size_t end) {
    Cell& goals = form_.grid.goals;
    for (size_t i = from; i < end; ++i) {
      const bool number = text_.Text(i).find_first_of("0123456789") != std::string::npos;
      if (goals.order == 0 || number) goals = text_.CellAt(goals.text, i);
      goals.text += text_.raw(i) + ",";
    }
  }

  // "一级指标", also over two lines.
  [[nodiscard]] bool IsHead(size_t at) const {
    const std::string text = text_.Text(at);
    return Has(text, {"一级指标"}) ||
           (text == "一级" && at + 1 < text_.size() && text_.Text(at + 1) == "指标");
  }

  void ReadAll(size_t at, bool weight_first) {
    auto& heads = form_.AddRow(text_, at);
    for (size_t c = 0; c < kFormWidth; ++c) heads[c].text = kHeads.at(c);
    level1_ = level2_ = {};
    so_far_ = {};
    full_rows_ = 0;
    if (weight_first) {
      ReadWeightFirst(at + 1);
    } else {
      ReadWeightLast(at + 1);
    }
  }

  [[nodiscard]] size_t End(size_t at) const {
    constexpr size_t kMost = 3000;  // words
    return std::min(text_.size(), at + kMost);
  }

  // Whether the word names a level, and notes it.
  bool TakeLevel(size_t at) {
    const Level level = LevelOf(text_.Text(at));
    const bool kind = IsLevel2(level);
    const bool open = level1_.points && *level1_.points > so_far_;
    const bool same = level1_.name == level.name;
    if (kind && (level.name != "满意度指标" || same) && (!level.points || open || same)) {
      level2_ = level;
      level2_.name = text_.Text(at);
      return true;
    }
    if (!IsLevel1(level)) return false;
    level1_ = level;
    level1_.name = level.name;
    printed1_ = text_.Text(at);
    level2_ = {};
    so_far_ = {};
    return true;
  }

  // Points stand in twos behind their indicator, the result perhaps a number right before them.
  void ReadWeightLast(size_t at) {
    constexpr size_t kColumns = 4;  // target, result, weight, score
    std::vector<size_t> before;     // words since the last row
    const size_t end = End(at);
    while (at < end && !EndsForm(text_.Text(at))) {
      if (IsTotal(text_.Text(at))) return ReadTotal(at);
      std::vector<size_t> numbers = text_.Numbers(at);
      if (numbers.size() < 2) {
        if (TakeLevel(at)) before.clear();
        before.push_back(at++);
        continue;
      }
      at = numbers.back() + 1;
      if (has_reason_ && numbers.size() == kColumns + 1) numbers.pop_back();  // a reason of "0"
      const bool in_run = numbers.size() == kColumns;
      const size_t score = numbers.back();
      const size_t weight = numbers[numbers.size() - 2];
      numbers.resize(numbers.size() - 2);
      before.insert(before.end(), numbers.begin(), numbers.end());
      if (FormPoints(text_.raw(score)) && FormPoints(text_.raw(weight)))
        AddRow(before, weight, score, in_run);
      before.clear();
    }
  }

  // "名称 10 ≥50厘米 50厘米 10": the weight stands before what was asked for.
  void ReadWeightFirst(size_t at) {
    std::vector<size_t> before;
    const size_t end = End(at);
    while (at < end && !EndsForm(text_.Text(at))) {
      if (IsTotal(text_.Text(at))) return ReadTotal(at);
      if (TakeLevel(at)) {
        before.clear();
        ++at;
        continue;
      }
      const bool weight = !before.empty() && FormPoints(text_.raw(at)).has_value();
      const size_t next = weight ? ReadFromWeight(before, at, end) : at;
      if (next != at) before.clear();
      if (next == at) before.push_back(at);
      at = next == at ? at + 1 : next;
    }
  }

  // The word behind the row whose weight this is; `at` where it is none.
  size_t ReadFromWeight(const std::vector<size_t>& before, size_t at, size_t end) {
    constexpr size_t kMost = 8;     // words between weight and score
    constexpr size_t kResults = 2;  // target and result
    std::vector<size_t> between;
    bool words = false;
    for (size_t i = at + 1; i < end && between.size() < kMost;) {
      if (EndsForm(text_.Text(i)) || IsTotal(text_.Text(i)) || IsLevel(i)) break;
      const std::vector<size_t> numbers = text_.Numbers(i);
      if (numbers.empty()) {
        words = true;
        between.push_back(i++);
        continue;
      }
      // Numbers alone: target, result and score. Behind words the last is the score, but for one
      // that is the result where the target was a word.
      const size_t results = words ? (between.size() == 1 && numbers.size() > 1 ? 1U : 0U)
                                   : kResults - std::min(kResults, between.size());
      if (numbers.size() <= results || !FormPoints(text_.raw(numbers[results]))) {
        between.insert(between.end(), numbers.begin(), numbers.end());
        i = numbers.back() + 1;
        continue;
      }
      between.insert(between.end(), numbers.begin(),
                     numbers.begin() + static_cast<std::ptrdiff_t>(results));
      std::vector<size_t> row = {before.back()};
      if (between.size() == kResults) row.insert(row.end(), between.begin(), between.end());
      AddRow(row, at, numbers[results], !words);
      return numbers[results] + 1;
    }
    if (!FormPoints(text_.raw(at)) || FormPoints(text_.raw(at))->numerator <= 0) return at;
    AddRow({before.back()}, at, kNoScore, false);
    return at + 1;
  }

  [[nodiscard]] bool IsLevel(size_t at) const {
    const Level level = LevelOf(text_.Text(at));
    return IsLevel1(level) || IsLevel2(level);
  }

  // The word before "≥95%", or all of the last ones.
  [[nodiscard]] std::string NameIn(const std::vector<size_t>& before) const {
    constexpr size_t kNameWords = 4;
    const size_t from = before.size() - std::min(before.size(), kNameWords);
    std::string name;
    for (size_t i = from; i < before.size(); ++i) {
      const std::string text = text_.Text(before[i]);
      const bool target = text.starts_with("≥") || text.starts_with("≤");
      if (target && i > 0) return text_.Text(before[i - 1]);
      name += text;
    }
    return name.empty() ? "指标" : name;
  }

  void AddRow(const std::vector<size_t>& before, size_t weight, size_t score, bool in_run) {
    constexpr size_t kWithResults = 3;
    const size_t at = score == kNoScore ? weight : score;
    auto& row = form_.AddRow(text_, at);
    row[kLevel1].text = printed1_;
    row[kLevel2].text = level2_.name;
    row[kPoints] = text_.CellAt(text_.raw(weight), weight);
    if (score != kNoScore) row[kFormScore] = text_.CellAt(text_.raw(score), score);
    row[kIndicator] = text_.CellAt(NameIn(before), at);
    so_far_ = so_far_ + *FormPoints(text_.raw(weight));
    // A reason may follow, of which nobody knows where it ends.
    row[kFormReason].text = "（未读）";
    if (before.size() < kWithResults) return;
    const size_t target = before[before.size() - 2];
    const size_t actual = before.back();
    if (!AreAlike(text_.Text(target), text_.Text(actual), in_run)) return;
    ++full_rows_;
    row[kIndicator].text = text_.Text(before[before.size() - kWithResults]);
    row[kTarget] = text_.CellAt(text_.raw(target), target);
    row[kActual] = text_.CellAt(text_.raw(actual), actual);
  }

  void ReadTotal(size_t at) {
    const std::vector<size_t> numbers = text_.Numbers(at + 1);
    auto& row = form_.AddRow(text_, numbers.empty() ? at : numbers.back());
    row[kFormName].text = "总分";
    if (numbers.size() == 2) {
      row[kPoints] = text_.CellAt(text_.raw(numbers[0]), numbers[0]);
      row[kFormScore] = text_.CellAt(text_.raw(numbers[1]), numbers[1]);
    } else if (numbers.size() == 1) {  // a full score may as well be the weight
      const bool full = text_.raw(numbers[0]) == "100";
      row[full ? kPoints : kFormScore] = text_.CellAt(text_.raw(numbers[0]), numbers[0]);
    }
  }

  [[nodiscard]] bool IsTotalRow(size_t row) const {
    return form_.grid.rows[row][kFormName].text == "总分";
  }
  [[nodiscard]] Exactly Sum(size_t first, FormColumn column, FormColumn execution) const {
    Exactly all;
    if (form_.money_row > 0)
      all = FormPoints(form_.grid.rows[form_.money_row][execution].text).value_or(Exactly{});
    for (size_t i = first; i < form_.grid.rows.size(); ++i) {
      if (!IsTotalRow(i))
        all = all + FormPoints(form_.grid.rows[i][column].text).value_or(Exactly{});
    }
    return all;
  }

  // Whether the weights of the rows from `first` on make the total, or the scores do: then no row
  // was missed. Else whether the points of their groups say so of those that are there.
  bool IsWhole(size_t first) {
    constexpr size_t kLeast = 3;
    if (form_.grid.rows.size() < first + kLeast || !AreRegular(first)) return false;
    const auto& total = form_.grid.rows.back();
    const bool summed = IsTotalRow(form_.grid.rows.size() - 1);
    if (summed && LacksScores(first)) {
      if (ScoresAbove(first) > 0) return false;  // it is of another row
      form_.grid.rows.back()[kFormScore].text.clear();
    }
    const auto score = summed ? FormPoints(total[kFormScore].text) : std::nullopt;
    const Exactly weight =
        summed ? FormPoints(total[kPoints].text).value_or(Exactly{100, 1}) : Exactly{100, 1};
    const Exactly none;
    const Exactly execution =
        form_.money_row == 0
            ? none
            : FormPoints(form_.grid.rows[form_.money_row][kFormWeight].text).value_or(none);
    const Exactly weights = Sum(first, kPoints, kFormWeight);
    if (weights == weight) return named_ || summed;
    if (summed && weights - execution == weight) return true;
    if (score && Sum(first, kFormScore, kFormScore) == *score) return true;
    form_.grid.partial = true;
    return GroupsHold(first) || IsSure(first);
  }

  // Of a row whose score was not found the total says nothing.
  [[nodiscard]] bool LacksScores(size_t first) const {
    return std::any_of(form_.grid.rows.begin() + static_cast<std::ptrdiff_t>(first),
                       form_.grid.rows.end() - 1, [](const std::vector<Cell>& row) {
                         return FormPoints(row[kPoints].text) && row[kFormScore].text.empty();
                       });
  }

  [[nodiscard]] size_t ScoresAbove(size_t first) const {
    size_t above = 0;
    for (size_t i = first; i < form_.grid.rows.size(); ++i) {
      const auto weight = FormPoints(form_.grid.rows[i][kPoints].text);
      const auto score = FormPoints(form_.grid.rows[i][kFormScore].text);
      if (weight && score && *weight < *score) ++above;
    }
    return above;
  }

  // No weight is above all points, and no score above its weight but for one that is wrong.
  [[nodiscard]] bool AreRegular(size_t first) const {
    constexpr int64_t kMostPoints = 100;
    constexpr size_t kOneIn = 4;
    size_t rows = 0;
    for (size_t i = first; i < form_.grid.rows.size(); ++i) {
      const auto weight = FormPoints(form_.grid.rows[i][kPoints].text);
      if (weight && *weight > Exactly{kMostPoints, 1}) return false;
      if (weight && !form_.grid.rows[i][kFormScore].text.empty()) ++rows;
    }
    const size_t above = ScoresAbove(first);
    return above == 0 || above * kOneIn <= rows;
  }

  // Of the groups that say their points all but one make them; the last may be cut off.
  [[nodiscard]] bool GroupsHold(size_t first) const {
    size_t hold = 0;
    size_t fail = 0;
    const auto& rows = form_.grid.rows;
    for (size_t i = first; i < rows.size();) {
      size_t end = i;
      Exactly sum;
      bool scored = true;
      for (; end < rows.size() && rows[end][kLevel1].text == rows[i][kLevel1].text; ++end) {
        sum = sum + FormPoints(rows[end][kPoints].text).value_or(Exactly{});
        scored = scored && !rows[end][kFormScore].text.empty();
      }
      const auto points = LevelOf(rows[i][kLevel1].text).points;
      const bool holds = points && *points == sum;
      if (holds) ++hold;
      // What is short of a score as well was read amiss.
      if (points && !holds && !scored && end < rows.size()) return false;
      if (points && !holds && end < rows.size()) ++fail;
      i = end;
    }
    return hold > 0 && fail <= 1 && (named_ || hold > fail);
  }

  // Most rows have all their cells: nothing else looks so.
  [[nodiscard]] bool IsSure(size_t first) const {
    constexpr size_t kMany = 8;
    const size_t rows = form_.grid.rows.size() - first;
    return named_ && full_rows_ >= kMany && full_rows_ * 4 >= rows * 3;
  }

  static constexpr size_t kNoScore = static_cast<size_t>(-1);
  const FormText& text_;
  FormGrid& form_;
  bool has_reason_ = false;
  bool named_ = false;  // the heads say where the weights stand
  Level level1_;
  std::string printed1_;
  Level level2_;
  Exactly so_far_;        // the weights of level 1
  size_t full_rows_ = 0;  // with target and result
};

}  // namespace

void ReadFormIndicators(const FormText& text, size_t at, FormGrid& form) {
  Indicators(text, form).Read(at);
}

}  // namespace outturn::document
