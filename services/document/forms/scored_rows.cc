#include "services/document/forms/scored_rows.h"

#include <algorithm>
#include <optional>

#include "services/document/relations.h"
#include "services/figures/forms/printed.h"

namespace outturn::document {
namespace {

bool Has(const std::string& text, std::string_view word) {
  return text.find(word) != std::string::npos;
}

// Words between spaces, those within brackets together: "部门决策（25 分）" is one.
std::vector<std::string> WordsIn(const std::string& text) {
  std::vector<std::string> words;
  size_t depth = 0;
  bool open = false;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string letter = Bare(rest.substr(0, LetterLength(rest)));
    rest.remove_prefix(LetterLength(rest));
    if (letter == "(") ++depth;
    if (letter == ")" && depth > 0) --depth;
    if (letter.empty() && depth == 0) open = false;
    if (letter.empty()) continue;
    if (!open) words.emplace_back();
    open = true;
    words.back() += letter;
  }
  return words;
}

// Rounded to its last decimal.
std::optional<Term> RoundedIn(std::string word, const std::string& suffix, const Place& place) {
  const auto number = figures::ReadPrinted(word);
  if (!number || number->suffix != suffix) return std::nullopt;
  word.resize(word.size() - suffix.size());
  const Exactly half = figures::Reduced(1, 2 * figures::PowerOfTen(number->decimals));
  return Term{{number->Exact(), half}, std::move(word), suffix.empty() ? "分" : suffix, place};
}

// The same digits, otherwise ordered: 67 and 76.
bool AreTurned(const std::string& a, const Exactly& b) {
  const auto digits = [](const std::string& text) {
    std::string all;
    for (const char c : text) {
      if (IsDigit(c)) all += c;
    }
    while (!all.empty() && all.back() == '0') all.pop_back();
    std::sort(all.begin(), all.end());
    return all;
  };
  return digits(a) == digits(figures::AllDecimals(b));
}

// A name with its points: "项目完成(20分)".
struct Scored {
  std::string name;
  Term weight;
  Terms parts;
  bool known = true;  // every part of it was understood
};

std::optional<Scored> ScoredIn(const std::string& word, const Place& place) {
  constexpr std::string_view kEnd = "分)";
  const size_t open = word.rfind('(');
  if (open == std::string::npos || open == 0 || !word.ends_with(kEnd)) return std::nullopt;
  const size_t end = word.size() - kEnd.size();
  if (end <= open) return std::nullopt;
  const auto weight = PointsIn(word.substr(open + 1, end - open - 1), place);
  if (!weight) return std::nullopt;
  return Scored{word.substr(0, open), *weight, {}, true};
}

class ScoredRows {
 public:
  explicit ScoredRows(Builder& builder) : builder_(builder) {}

  // `cells`: of a table; what it scores is read there.
  void Read(const std::string& text, const Place& place, bool cells) {
    place_ = place;
    const std::string bare = Bare(text);
    if (Has(bare, "。") || Has(bare, "自评表") || Has(bare, "得分表")) return End(false);
    if (Has(bare, "得分") && (Has(bare, "三级指标") || Has(bare, "权重"))) return ReadHead(bare);
    const std::vector<std::string> words = WordsIn(text);
    if (of_weight_) ReadOfWeight(words);
    if (bracketed_ && !cells && bare.size() >= kName) ReadBracketed(bare, words);
  }
  // `whole`: a row of totals stands here, so that no row is missing.
  void End(bool whole) {
    if (whole) {
      CloseSecond();
      CloseFirst();
    }
    first_.reset();
    second_.reset();
    bracketed_ = of_weight_ = false;
    // Where most rows do not fit, the columns are others.
    if (wrong_.size() <= fitting_) {
      for (Relation& one : wrong_) builder_.filing.relations.push_back(std::move(one));
    }
    wrong_.clear();
    fitting_ = 0;
  }

 private:
  static constexpr size_t kName = 6;  // bytes: two characters

  void ReadHead(const std::string& bare) {
    End(false);
    const size_t rate = std::min(bare.find("得分系数"), bare.find("执行率"));
    const size_t weight = bare.find("权重");
    of_weight_ = rate < weight && weight < bare.rfind("得分") && weight != std::string::npos;
    of_budget_ = !Has(bare, "得分系数");
    const bool results = Has(bare, "指标值") || Has(bare, "完成");
    bracketed_ = !of_weight_ && !results && Has(bare, "一级指标");
    weighted_ = Has(bare, "分值");
  }

  // "公用经费控制率 …… 100% 2 2 是": the points are so much of the weight.
  void ReadOfWeight(std::vector<std::string> words) {
    while (!words.empty() && (words.back() == "是" || words.back() == "否")) words.pop_back();
    constexpr size_t kColumns = 3;
    if (words.size() < kColumns) return;
    const auto score = RoundedIn(words.back(), "", place_);
    const auto weight = PointsIn(words[words.size() - 2], place_);
    const auto rate = RoundedIn(words[words.size() - kColumns], "%", place_);
    if (!score || !weight || !rate || weight->value.numerator <= 0) return;
    const Exactly due = score->value / weight->value * 100;
    const bool named = words.size() > kColumns;
    // Points for the budget spent may come in steps.
    if (of_budget_ && (!AreTurned(rate->printed, due) || named)) return;
    Relation relation =
        ShareRelation(named ? words.front() + "得分系数" : "执行率得分", *rate, {*score, *weight});
    Add(std::move(relation), rate->value == due);
    if (of_budget_) fitting_ = std::max<size_t>(fitting_, 1);
  }

  void Add(Relation relation, bool fits) {
    if (fits) ++fitting_;
    if (!fits) wrong_.push_back(std::move(relation));
  }

  void ReadBracketed(const std::string& bare, const std::vector<std::string>& words) {
    if (bare.starts_with("总分") || bare.starts_with("合计")) return End(true);
    std::vector<Scored> names;
    Terms numbers;
    std::string last;
    for (const std::string& word : words) {
      auto scored = ScoredIn(word, place_);
      const auto points = PointsIn(word, place_);
      if (points) numbers.push_back(*points);
      if (scored) names.push_back(std::move(*scored));
      if (!points) last = word;
      if (!points && !numbers.empty()) return Lose();
    }
    const bool due = numbers.size() == (weighted_ ? 2 : 1);
    std::optional<Scored> leaf;
    if (weighted_ && due && !ScoredIn(last, place_)) leaf = Scored{last, numbers[0], {}, true};
    if (!weighted_ && due && ScoredIn(last, place_) && !names.empty()) {
      leaf = std::move(names.back());
      names.pop_back();
    }
    Open(names);
    if (!leaf) return Lose();
    const Term& score = numbers.back();
    Add(AtMostRelation(leaf->name + "得分", score, leaf->weight),
        leaf->weight.value >= score.value);
    if (second_) second_->parts.push_back(leaf->weight);
  }

  void Lose() {
    if (second_) second_->known = false;
  }

  // One name in brackets is of the second level, two are of both.
  void Open(const std::vector<Scored>& names) {
    constexpr size_t kBoth = 2;
    if (names.empty()) return;
    CloseSecond();
    if (names.size() >= kBoth) {
      CloseFirst();
      first_ = names.front();
    }
    second_ = names.back();
    if (first_) first_->parts.push_back(second_->weight);
    if (names.size() > kBoth) Lose();
  }

  void CloseSecond() {
    if (second_) Close(*second_);
    second_.reset();
  }
  void CloseFirst() {
    if (first_) Close(*first_);
    first_.reset();
  }
  void Close(const Scored& whole) {
    if (!whole.known || whole.parts.empty()) return;
    Relation relation = ListedRelation(whole.name, whole.weight, whole.parts);
    relation.numbers.resize(1);  // each of the parts is a cause of its own
    Add(std::move(relation), SumOf(whole.parts).value == whole.weight.value);
  }

  Builder& builder_;
  Place place_;
  bool of_weight_ = false;  // rows end with a rate, a weight and the points
  bool of_budget_ = false;  // the rate is that of the budget
  bool bracketed_ = false;  // rows end with a weight and the points, or the points alone
  bool weighted_ = false;
  std::optional<Scored> first_;
  std::optional<Scored> second_;
  std::vector<Relation> wrong_;
  size_t fitting_ = 0;
};

}  // namespace

std::optional<Term> PointsIn(std::string word, const Place& place) {
  const auto number = figures::ReadPrinted(word);
  if (!number || !number->suffix.empty()) return std::nullopt;
  return Term{{number->Exact(), {}}, std::move(word), "分", place};
}

void ReadScoredRows(Builder& builder, const Document& document) {
  ScoredRows rows(builder);
  for (const Block& block : document.blocks) {
    if (!block.is_table) rows.Read(block.text, {"正文", block.where, block.order}, false);
    for (const auto& row : block.grid.rows) {
      std::string text;
      for (const Cell& cell : row) text += (cell.covered ? "" : cell.text) + " ";
      if (!row.empty()) rows.Read(text, {"正文", row.front().where, row.front().order}, true);
    }
  }
  rows.End(false);
}

}  // namespace outturn::document
