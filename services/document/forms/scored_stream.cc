// Tables of points in text that lost its lines: "目标任务（15分） 相关性（5分） 5 明确性（5分） 5",
// and a weight and a score behind every name.
#include <algorithm>
#include <iterator>
#include <optional>

#include "services/document/forms/scored_rows.h"

namespace outturn::document {
namespace {

// A name with its points in brackets, and the score behind it, if one is.
struct Item {
  std::string name;
  Term weight;
  std::optional<Term> score;
};

std::string NumberAt(const std::string& text, size_t at) {
  size_t end = at;
  while (end < text.size() && (IsDigit(text[end]) || (text[end] == '.' && end > at))) ++end;
  return text.substr(at, end - at);
}

// Paragraphs as one text, with the place of every byte.
class Stream {
 public:
  void Add(const Block& block) {
    starts_.emplace_back(text_.size(), Place{"正文", block.where, block.order});
    text_ += Bare(block.text);
  }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const Place& PlaceAt(size_t at) const {
    const auto behind =
        std::upper_bound(starts_.begin(), starts_.end(), at,
                         [](size_t one, const auto& start) { return one < start.first; });
    return behind == starts_.begin() ? starts_.front().second : std::prev(behind)->second;
  }

 private:
  std::string text_;
  std::vector<std::pair<size_t, Place>> starts_;
};

// From `at` on, as long as names with points follow each other. `closed`: a total ends them.
std::vector<Item> ItemsFrom(const Stream& stream, size_t at, bool* closed) {
  constexpr size_t kLongName = 90;  // bytes
  const std::string& text = stream.text();
  std::vector<Item> items;
  while (at < text.size()) {
    const size_t open = text.find('(', at);
    const std::string name = text.substr(at, std::min(open, text.size()) - at);
    *closed = name.starts_with("总分") || name.starts_with("合计");
    if (*closed || open == std::string::npos || name.size() > kLongName || name.empty()) break;
    if (name.find("。") != std::string::npos) break;
    const std::string weight = NumberAt(text, open + 1);
    const std::string_view behind = std::string_view(text).substr(open + 1 + weight.size());
    constexpr std::string_view kEnd = "分)";
    const auto points = PointsIn(weight, stream.PlaceAt(open));
    if (!points || !behind.starts_with(kEnd)) break;
    at = open + 1 + weight.size() + kEnd.size();
    const std::string score = NumberAt(text, at);
    items.push_back({name, *points, PointsIn(score, stream.PlaceAt(at))});
    if (!score.empty() && !items.back().score) {
      items.pop_back();
      break;
    }
    at += score.size();
  }
  return items;
}

class Points {
 public:
  explicit Points(Builder& builder) : builder_(builder) {}

  void Read(const std::vector<Item>& items, bool closed) {
    constexpr size_t kLeast = 4;
    std::vector<const Item*> opened;
    for (const Item& item : items) {
      opened.push_back(&item);
      if (item.score) TakeLeaf(opened);
    }
    if (closed) CloseSecond();
    if (fitting_ < kLeast || wrong_.size() > fitting_) return;
    for (Relation& one : wrong_) builder_.filing.relations.push_back(std::move(one));
  }

 private:
  // The last is what was scored, those before it the levels it begins.
  void TakeLeaf(std::vector<const Item*>& opened) {
    const Item& leaf = *opened.back();
    opened.pop_back();
    if (!opened.empty()) {
      CloseSecond();
      second_ = opened.back();
    }
    opened.clear();
    weights_.push_back(leaf.weight);
    Note(AtMostRelation(leaf.name + "得分", *leaf.score, leaf.weight),
         leaf.weight.value >= leaf.score->value);
  }

  void CloseSecond() {
    if (second_ != nullptr && !weights_.empty()) {
      const Term& whole = second_->weight;
      Relation relation = ListedRelation(second_->name, whole, weights_);
      relation.numbers.resize(1);  // each of the parts is a cause of its own
      Note(std::move(relation), SumOf(weights_).value == whole.value);
    }
    second_ = nullptr;
    weights_.clear();
  }

  void Note(Relation relation, bool fits) {
    if (fits) ++fitting_;
    if (!fits) wrong_.push_back(std::move(relation));
  }

  Builder& builder_;
  const Item* second_ = nullptr;  // the level above what is scored
  Terms weights_;                 // of what is scored below it
  std::vector<Relation> wrong_;
  size_t fitting_ = 0;
};

// "5 5 可行性", "3 2 完成质量": lines that begin with a weight and a score of the name before them.
// Where so many do, and none but one scores above its weight, that one is wrong.
class Pairs {
 public:
  explicit Pairs(Builder& builder) : builder_(builder) {}

  void Read(const Block& block) {
    const std::string& text = block.text;
    const std::string weight = NumberAt(text, 0);
    const size_t gap = weight.size();
    const std::string score =
        gap + 1 < text.size() && text[gap] == ' ' ? NumberAt(text, gap + 1) : "";
    const Place place{"正文", block.where, block.order};
    const auto most = FewPoints(weight, place);
    const auto scored = FewPoints(score, place);
    const bool pair = most && scored && text.substr(gap + 1 + score.size()).starts_with(" ");
    if (pair && !name_.empty()) Note(*most, *scored);
    // The name of the next row is the last word of the line.
    const size_t space = text.rfind(' ');
    const std::string last = Bare(space == std::string::npos ? text : text.substr(space));
    name_ = last.size() > 3 && !IsDigit(last[0]) ? last : "";
  }
  void End() {
    constexpr size_t kLeast = 8;
    if (pairs_ >= kLeast && wrong_.size() == 1)
      builder_.filing.relations.push_back(std::move(wrong_.front()));
  }

 private:
  static std::optional<Term> FewPoints(const std::string& text, const Place& place) {
    constexpr size_t kDigits = 4;
    auto points = text.size() <= kDigits ? PointsIn(text, place) : std::nullopt;
    return points && points->value <= Exactly{50, 1} ? points : std::nullopt;
  }
  void Note(const Term& weight, const Term& score) {
    ++pairs_;
    if (weight.value < score.value) wrong_.push_back(AtMostRelation(name_ + "得分", score, weight));
  }

  Builder& builder_;
  std::string name_;
  size_t pairs_ = 0;
  std::vector<Relation> wrong_;
};

}  // namespace

void ReadScoredStream(Builder& builder, const Document& document) {
  Stream stream;
  Pairs pairs(builder);
  for (const Block& block : document.blocks) {
    if (block.is_table) continue;
    stream.Add(block);
    pairs.Read(block);
  }
  pairs.End();
  constexpr std::string_view kHeads = "二级指标三级指标得分";
  for (size_t at = stream.text().find(kHeads); at != std::string::npos;
       at = stream.text().find(kHeads, at + 1)) {
    bool closed = false;
    const std::vector<Item> items = ItemsFrom(stream, at + kHeads.size(), &closed);
    Points(builder).Read(items, closed);
  }
}

}  // namespace outturn::document
