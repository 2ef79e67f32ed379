// "全年共开展培训 36 场，具体如下：", and each kind a paragraph.
#include <algorithm>
#include <optional>

#include "services/document/prose/said.h"
#include "services/document/slips.h"

namespace outturn::document {
namespace {

constexpr size_t kMostItems = 30;

bool OpensList(const std::string& bare) {
  for (const char* end :
       {"其中:", "如下:", "包括:", "分别为:", "分别是:", "主要用于:", "具体为:"}) {
    if (bare.ends_with(end)) return true;
  }
  return false;
}

// All of it is listed: nothing but "其中" and "主要" says less.
bool ListsAll(const std::string& bare) {
  return !bare.ends_with("其中:") && !bare.ends_with("主要用于:") && !bare.ends_with("主要包括:");
}

bool IsAside(const Said& one) {
  return one.Says({"比", "较", "增", "减", "降", "升", "上年", "去年", "均", "每", "完成率", "占"});
}

size_t DigitsOf(const Said& one) {
  return static_cast<size_t>(std::count_if(one.number.printed.begin(), one.number.printed.end(),
                                           [](char c) { return c >= '0' && c <= '9'; }));
}

struct Part {
  Said said;
  Words where;
};

class ParagraphList {
 public:
  ParagraphList(Builder& builder, const Block& head, const std::string& bare)
      : builder_(builder), bare_(bare), place_{"正文", head.where, head.order} {
    for (Said& one : SaidIn(bare, builder.labels)) {
      const bool level = !one.number.approximate && !one.unit.empty() && one.unit != "%" &&
                         one.unit != "分" && !IsAside(one);
      if (level) whole_ = std::move(one);
    }
  }

  // Whether the block is one of its items.
  bool Take(const Block& block) {
    constexpr size_t kLongest = 300;  // bytes
    if (!whole_ || block.is_table || ended_ || parts_.size() >= kMostItems) return false;
    const std::string bare = Bare(block.text);
    const bool item = bare.size() > BareName(bare).size() && bare.size() <= kLongest;
    if (!item) return false;
    const std::vector<Said> said = SaidIn(BareName(bare), builder_.labels);
    const auto first = std::find_if(said.begin(), said.end(),
                                    [&](const Said& one) { return one.unit == whole_->unit; });
    if (first == said.end() || first->number.approximate || IsAside(*first)) {
      unclear_ = true;
    } else {
      parts_.push_back({*first, block.where});
    }
    // "……；" goes on, "……。" after such ones ends it.
    semicolons_ = semicolons_ || bare.ends_with(";");
    ended_ = semicolons_ && bare.ends_with("。");
    return true;
  }

  void Close() {
    if (!whole_ || unclear_ || parts_.size() < 2 || IsRelated(builder_, *whole_, place_)) return;
    Exactly sum;
    Exactly tolerance = whole_->half;
    std::vector<const Said*> parts;
    for (const Part& part : parts_) {
      sum = sum + part.said.value;
      tolerance = tolerance + part.said.half;
      parts.push_back(&part.said);
    }
    const Exactly off = whole_->value - sum;
    if ((tolerance - Size(off)).numerator >= 0) return;
    if (IsTold(sum)) return;
    const bool slip = IsSlip(whole_->value, sum, DigitsOf(*whole_), true) ||
                      std::any_of(parts.begin(), parts.end(), [&](const Said* part) {
                        return IsSlip(part->value, part->value + off, DigitsOf(*part), false);
                      });
    const bool all = ListsAll(bare_) && semicolons_;
    if (!slip && !all) return;
    Relation relation =
        RelationOf(Relation::Kind::kListed, "下列各项", *whole_, parts, " + ", place_);
    for (size_t n = 0; n < parts_.size(); ++n) relation.numbers[n + 1].second = parts_[n].where;
    builder_.filing.relations.push_back(std::move(relation));
  }

 private:
  // The same total and the same sum, from wherever they were read.
  [[nodiscard]] bool IsTold(const Exactly& sum) const {
    const auto& all = builder_.filing.relations;
    return std::any_of(all.begin(), all.end(), [&](const Relation& one) {
      const bool adds = one.kind == Relation::Kind::kSum || one.kind == Relation::Kind::kListed;
      if (!adds || one.printed != whole_->number.printed) return false;
      Exactly other;
      for (const Exactly& part : one.parts) other = other + part;
      return figures::IsZero(other - sum);
    });
  }

  Builder& builder_;
  std::string bare_;
  Place place_;
  std::optional<Said> whole_;
  std::vector<Part> parts_;
  bool semicolons_ = false;
  bool ended_ = false;
  bool unclear_ = false;
};

}  // namespace

void ReadParagraphLists(Builder& builder, const Document& document) {
  const auto& blocks = document.blocks;
  for (size_t i = 0; i + 2 < blocks.size(); ++i) {
    const std::string bare = blocks[i].is_table ? "" : Bare(blocks[i].text);
    if (!OpensList(bare)) continue;
    ParagraphList list(builder, blocks[i], bare);
    for (size_t k = i + 1; k < blocks.size() && list.Take(blocks[k]); ++k) {
    }
    list.Close();
  }
}

}  // namespace outturn::document
