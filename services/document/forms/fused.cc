// Forms whose cells stand in one line without anything between them: they are parted where a label
// of the official forms begins, where words end and numbers begin, and numbers that run into each
// other where only one way to part them fits.
#include <algorithm>
#include <array>
#include <optional>

#include "services/document/forms/words.h"
#include "services/document/normal.h"

namespace outturn::document {
namespace {

using figures::Exactly;

constexpr std::array<std::string_view, 34> kUnits = {
    "万元",   "平方米", "立方米", "公里", "厘米", "毫米", "人次", "人年", "万人",
    "百分比", "小时",   "元",     "米",   "亩",   "个",   "人",   "户",   "份",
    "篇",     "次",     "例",     "种",   "套",   "座",   "处",   "天",   "吨",
    "件",     "台",     "辆",     "场",   "期",   "%",    "家"};

class Parter {
 public:
  Parter(std::string text, const Labels& labels) : text_(std::move(text)), labels_(labels) {}

  std::vector<std::string> Read() {
    while (at_ < text_.size()) {
      const std::string_view rest = std::string_view(text_).substr(at_);
      if (const auto label = LabelAt(rest); !label.empty()) {
        TakeLabel(label);
      } else if (BeginsNumber(rest)) {
        TakeNumber();
      } else if (rest.front() == '(') {
        TakeBracket();
      } else {
        TakeLetters(LetterLength(rest));
      }
    }
    Close();
    return std::move(cells_);
  }

 private:
  [[nodiscard]] std::string_view LabelAt(std::string_view text) const {
    std::string_view longest;
    for (const std::string& label : labels_.form_cells) {
      if (text.starts_with(label) && label.size() > longest.size()) longest = label;
    }
    return longest;
  }
  void Close() {
    if (!open_.empty()) cells_.push_back(std::move(open_));
    open_.clear();
  }
  void TakeLetters(size_t count) {
    open_ += text_.substr(at_, count);
    at_ += count;
  }

  // "产出指标(70分)", "全年预算数(A)", "年度资金总额:".
  void TakeLabel(std::string_view label) {
    Close();
    TakeLetters(label.size());
    if (at_ < text_.size() && text_[at_] == '(') TakeBracket();
    if (at_ < text_.size() && text_[at_] == ':') TakeLetters(1);
    Close();
  }

  // Brackets belong to the words before them; points in them end a cell.
  void TakeBracket() {
    const size_t close = text_.find(')', at_);
    constexpr size_t kLong = 90;  // bytes
    if (close == std::string::npos || close - at_ > kLong) return TakeLetters(1);
    const std::string inside = text_.substr(at_ + 1, close - at_ - 1);
    TakeLetters(close + 1 - at_);
    const bool points = inside.ends_with("分") && FormPoints(inside).has_value();
    if (points) Close();
  }

  static size_t SignLength(std::string_view rest) {
    for (const std::string_view sign : {"≥", "≤", ">=", "<=", ">", "<"}) {
      if (rest.starts_with(sign)) return sign.size();
    }
    return 0;
  }
  static bool BeginsNumber(std::string_view rest) {
    const size_t sign = SignLength(rest);
    return sign < rest.size() && IsDigit(rest[sign]);
  }

  [[nodiscard]] size_t DigitsFrom(size_t at) const {
    size_t end = at;
    while (end < text_.size() &&
           (IsDigit(text_[end]) ||
            (text_[end] == '.' && end > at && end + 1 < text_.size() && IsDigit(text_[end + 1]))))
      ++end;
    return end - at;
  }

  // "2021年12月31日" from `at` on; 0: no date stands there.
  [[nodiscard]] size_t DateFrom(size_t at) const {
    size_t end = at;
    for (const std::string_view mark : {"年", "月", "日"}) {
      size_t digits = end;
      while (digits < text_.size() && IsDigit(text_[digits])) ++digits;
      if (digits == end || !std::string_view(text_).substr(digits).starts_with(mark)) break;
      end = digits + mark.size();
    }
    return end - at;
  }

  // Where the month begins in digits that end with it; 0: they are all of it.
  static size_t MonthAt(const std::string& digits) {
    const size_t size = digits.size();
    const bool two = size > 2 && digits[size - 2] == '1' && digits[size - 1] <= '2';
    const size_t at = size - (two ? 2 : 1);
    return size <= 2 || digits[at - 1] == '.' ? 0 : at;
  }

  void TakeNumber() {
    const size_t sign = SignLength(std::string_view(text_).substr(at_));
    size_t digits = DigitsFrom(at_ + sign);
    const std::string_view behind = std::string_view(text_).substr(at_ + sign + digits);
    // "52021年12月完成": 5, and a date.
    constexpr size_t kYear = 4;
    if (behind.starts_with("年") && digits >= kYear) {
      const size_t before = digits - kYear;
      if (before > 0) {
        Close();
        TakeLetters(before);
        Close();
      }
      return TakeLetters(DateFrom(at_));
    }
    // "19.512月底": 19.5, and a month.
    const size_t month = behind.starts_with("月") ? MonthAt(text_.substr(at_ + sign, digits)) : 0;
    if (month > 0) {
      Close();
      TakeLetters(sign + month);
      Close();
      return TakeLetters(digits - month);
    }
    const bool word = behind.starts_with("、") || behind.starts_with(":") ||
                      behind.starts_with("月") || behind.starts_with("日") ||
                      behind.starts_with("年") || open_.ends_with("第");
    if (word) return TakeLetters(sign + digits);
    Close();
    TakeLetters(sign + digits);
    std::string_view unit;
    for (const std::string_view one : kUnits) {
      if (behind.starts_with(one) && one.size() > unit.size()) unit = one;
    }
    if (LabelAt(behind).empty()) TakeLetters(unit.size());
    Close();
  }

  std::string text_;
  const Labels& labels_;
  size_t at_ = 0;
  std::string open_;  // the words of a cell so far
  std::vector<std::string> cells_;
};

bool IsAmount(std::string_view text) {
  const auto number = figures::ReadPrinted(text);
  if (!number || !number->suffix.empty() || !IsDigit(text.front())) return false;
  return text == "0" || text[0] != '0' || text.starts_with("0.");
}

constexpr size_t kMostSteps = 50'000;

// The ways to part digits into so many amounts.
// `steps`: how many may still be tried.
void PartDigits(const std::string& digits, size_t count, std::vector<std::string>& so_far,
                std::vector<std::vector<std::string>>& ways, size_t& steps) {
  constexpr size_t kLongest = 16;  // of an amount
  if (digits.size() < count || digits.size() > count * kLongest || steps == 0) return;
  --steps;
  if (count == 1) {
    if (digits.empty() || !IsAmount(digits)) return;
    ways.push_back(so_far);
    ways.back().push_back(digits);
    return;
  }
  for (size_t end = 1; end < std::min(digits.size(), kLongest + 1); ++end) {
    const std::string part = digits.substr(0, end);
    if (part.ends_with('.') || digits[end] == '.' || !IsAmount(part)) continue;
    so_far.push_back(part);
    PartDigits(digits.substr(end), count - 1, so_far, ways, steps);
    so_far.pop_back();
  }
}

Exactly ValueIn(const std::string& text) { return figures::ReadPrinted(text)->Exact(); }

// The cheapest of the ways; nullopt where two are as good.
using Way = std::vector<std::string>;
template <typename Cost>
std::optional<Way> CheapestOf(const std::vector<Way>& ways, Cost cost) {
  std::optional<int> least;
  std::optional<Way> best;
  for (const Way& way : ways) {
    const std::optional<int> one = cost(way);
    if (!one) continue;
    if (least && *one == *least) best.reset();
    if (least && *one >= *least) continue;
    least = one;
    best = way;
  }
  return best;
}

class Unsticker {
 public:
  explicit Unsticker(std::vector<std::string> cells) : cells_(std::move(cells)) {}

  std::vector<std::string> Read() {
    FindMoney();
    for (size_t i = 0; i < cells_.size();) {
      const size_t next = cells_[i].starts_with("年度资金总额")             ? TotalMoney(i)
                          : cells_[i].find("财政拨款") != std::string::npos ? PartMoney(i)
                          : cells_[i] == "总分"                             ? Total(i)
                                                                            : Row(i);
      if (next == i)
        parted_.push_back(cells_[i++]);
      else
        i = next;
    }
    return std::move(parted_);
  }

 private:
  void FindMoney() {
    for (const std::string& cell : cells_) {
      if (cell.starts_with("年度资金总额")) break;
      if (cell.starts_with("年初预算数") || cell.starts_with("全年预算数") ||
          cell.starts_with("全年执行数"))
        ++money_;
    }
  }

  [[nodiscard]] bool IsPlain(size_t at) const {
    return at < cells_.size() && figures::ReadPrinted(cells_[at]) && IsDigit(cells_[at][0]);
  }
  // Digits and points, of one number or of many.
  [[nodiscard]] bool IsRun(size_t at) const {
    if (at >= cells_.size() || !IsDigit(cells_[at][0])) return false;
    const size_t end = cells_[at].find_first_not_of("0123456789.");
    return end == std::string::npos || (end + 1 == cells_[at].size() && cells_[at][end] == '%');
  }
  void Put(const Way& way) { parted_.insert(parted_.end(), way.begin(), way.end()); }

  // "年度资金总额:" "202010100.00%" "10": budget, paid, weight and rate run together.
  size_t TotalMoney(size_t at) {
    if (money_ < 2 || !IsRun(at + 1) || !IsPlain(at + 2)) return at;
    std::string digits = cells_[at + 1];
    if (!digits.ends_with('%')) return at;
    digits.pop_back();
    std::vector<Way> ways;
    Way so_far;
    size_t steps = kMostSteps;
    PartDigits(digits, money_ + 2, so_far, ways, steps);
    if (steps == 0) return at;
    const std::string& score = cells_[at + 2];
    if (!IsAmount(score)) return at;
    const auto best = CheapestOf(ways, [&](const Way& way) { return MoneyCost(way, score); });
    if (!best) return at;
    totals_.assign(best->begin(), best->begin() + static_cast<std::ptrdiff_t>(money_));
    parted_.push_back(cells_[at]);
    Put(*best);
    parted_.back() += '%';
    parted_.push_back(score);
    return at + 3;
  }

  // Two of three hold where one number is wrong: the rate is that of the money, the score that of
  // the rate, and that of the money.
  [[nodiscard]] std::optional<int> MoneyCost(const Way& way, const std::string& score) const {
    const std::string& weight = way[money_];
    if (weight != "10" && weight != "20") return std::nullopt;
    const Exactly budget = ValueIn(way[money_ - 2]);
    const Exactly paid = ValueIn(way[money_ - 1]);
    const double rate = Number(ValueIn(way[money_ + 1]));
    if (budget.numerator <= 0 || rate > 150) return std::nullopt;
    const double due = 100 * Number(paid) / Number(budget);
    const double of_score = 100 * Number(ValueIn(score)) / Number(ValueIn(weight));
    const auto near = [](double a, double b) { return a - b < 0.6 && b - a < 0.6; };
    const int held =
        (near(rate, due) ? 1 : 0) + (near(of_score, due) ? 1 : 0) + (near(of_score, rate) ? 1 : 0);
    if (held == 0) return std::nullopt;
    // Nobody changed the budget, as long as nothing else is told.
    const bool changed = money_ > 2 && way[0] != way[1];
    return 2 * (3 - held) + (changed ? 1 : 0);
  }
  static double Number(const Exactly& value) {
    return static_cast<double>(value.numerator) / static_cast<double>(value.denominator);
  }

  // "其中:本年财政拨款" "2020": as many numbers as there is money.
  size_t PartMoney(size_t at) {
    if (totals_.empty() || !IsRun(at + 1) || IsRun(at + 2)) return at;
    std::vector<Way> ways;
    Way so_far;
    size_t steps = kMostSteps;
    PartDigits(cells_[at + 1], money_, so_far, ways, steps);
    if (steps == 0) return at;
    const auto best = CheapestOf(ways, [&](const Way& way) -> std::optional<int> {
      int other = 0;
      for (size_t i = 0; i < way.size(); ++i) {
        if (ValueIn(way[i]) != ValueIn(totals_[i])) ++other;
      }
      return other < static_cast<int>(way.size()) ? std::optional(other) : std::nullopt;
    });
    if (!best) return at;
    parted_.push_back(cells_[at]);
    Put(*best);
    return at + 2;
  }

  // "总分" "10098": the weights make 100.
  size_t Total(size_t at) {
    constexpr std::string_view kAll = "100";
    if (!IsPlain(at + 1) || IsPlain(at + 2)) return at;
    const std::string& both = cells_[at + 1];
    const std::string score = both.starts_with(kAll) ? both.substr(kAll.size()) : "";
    if (score.empty() || !IsAmount(score)) return at;
    Put({cells_[at], std::string(kAll), score});
    return at + 2;
  }

  // "1020万元" "20万元" "10" behind a name: a weight, what was asked for, what came of it, and the
  // score. The target is the result, or the weight is the score, or both.
  size_t Row(size_t at) {
    constexpr size_t kMostPoints = 2;  // digits
    const bool row = IsPlain(at) && at > 0 && !IsPlain(at - 1) && IsPlain(at + 1);
    if (!row || (IsPlain(at + 2) && IsPlain(at + 3))) return at;
    const std::string score = IsPlain(at + 2) ? cells_[at + 2] : "";  // it may be misread
    const auto first = figures::ReadPrinted(cells_[at]);
    const auto second = figures::ReadPrinted(cells_[at + 1]);
    if (first->suffix.empty() || first->suffix != second->suffix) return at;
    if (!score.empty() && !IsAmount(score)) return at;
    const std::string digits = cells_[at].substr(0, cells_[at].size() - first->suffix.size());
    std::vector<Way> ways;
    for (size_t points = 1; points <= kMostPoints && points < digits.size(); ++points) {
      Way way = {digits.substr(0, points), digits.substr(points)};
      if (IsAmount(way[0]) && IsAmount(way[1])) ways.push_back(std::move(way));
    }
    const auto best = CheapestOf(ways, [&](const Way& way) -> std::optional<int> {
      const bool alike = ValueIn(way[1]) == second->Exact();
      const bool full = !score.empty() && ValueIn(way[0]) == ValueIn(score);
      if (!alike && !full) return std::nullopt;
      return (alike ? 0 : 1) + (full ? 0 : 1);
    });
    if (!best) return at;
    Put({(*best)[0], (*best)[1] + first->suffix, cells_[at + 1]});
    if (!score.empty()) parted_.push_back(score);
    return at + (score.empty() ? 2 : 3);
  }

  std::vector<std::string> cells_;
  std::vector<std::string> parted_;
  size_t money_ = 0;  // columns of it
  Way totals_;        // of all the money
};

}  // namespace

std::vector<std::string> FusedCells(const std::string& text, const Labels& labels) {
  return Unsticker(Parter(Bare(text), labels).Read()).Read();
}

}  // namespace outturn::document
