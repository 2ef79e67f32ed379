#include "services/document/forms/lists.h"

#include <optional>

#include "services/document/relations.h"
#include "services/figures/forms/printed.h"

namespace outturn::document {
namespace {

// A line that was a cell.
struct Line {
  std::string text;  // bare
  Place place;
  std::optional<figures::PrintedNumber> number;
};

std::vector<Line> LinesOf(const Document& document) {
  std::vector<Line> lines;
  for (const Block& block : document.blocks) {
    Line line{block.is_table ? "" : Bare(block.text), {"正文", block.where, block.order}, {}};
    const auto number = figures::ReadPrinted(line.text);
    if (number && number->suffix.empty()) line.number = number;
    lines.push_back(std::move(line));
  }
  return lines;
}

Relation TotalOf(const Line& total, const std::vector<const Line*>& parts, std::string label) {
  const auto term = [](const Line& line) {
    return Term{{line.number->Exact(), {}}, line.text, "", line.place};
  };
  Terms terms;
  for (const Line* part : parts) terms.push_back(term(*part));
  return SumRelation(std::move(label), term(total), terms);
}

class Lists {
 public:
  Lists(Builder& builder, const Document& document)
      : builder_(builder), lines_(LinesOf(document)) {}

  void Read() {
    for (size_t at = 0; at < lines_.size(); ++at) {
      if (IsOrdinal(at, 1)) ReadList(at);
      if (lines_[at].text.ends_with("资金总额")) ReadFunds(at);
    }
  }

 private:
  [[nodiscard]] bool IsOrdinal(size_t at, int64_t number) const {
    const auto& printed = lines_[at].number;
    return printed && printed->decimals == 0 && printed->digits == number;
  }

  // Every item has one amount behind its names; the total stands behind the last.
  void ReadList(size_t at) {
    constexpr size_t kFar = 8;  // cells of a row
    constexpr size_t kLeast = 3;
    std::vector<const Line*> amounts;
    for (size_t i = at; IsOrdinal(i, static_cast<int64_t>(amounts.size()) + 1);) {
      if (i + 1 >= lines_.size() || lines_[i + 1].number) return;  // no name behind it
      const Line* amount = nullptr;
      size_t next = i + 1;
      for (; next < lines_.size() && next - i <= kFar; ++next) {
        const bool ordinal = IsOrdinal(next, static_cast<int64_t>(amounts.size()) + 2);
        const bool total = lines_[next].text == "合计" || lines_[next].text == "总计";
        if (amount != nullptr && (ordinal || total)) break;
        if (lines_[next].number && amount != nullptr) return;  // a second amount
        if (lines_[next].number) amount = &lines_[next];
      }
      if (amount == nullptr || next >= lines_.size() || next - i > kFar) return;
      amounts.push_back(amount);
      i = next;
      if (lines_[i].number) continue;
      const bool summed = i + 1 < lines_.size() && lines_[i + 1].number &&
                          (i + 2 >= lines_.size() || !lines_[i + 2].number);
      if (summed && amounts.size() >= kLeast)
        builder_.filing.relations.push_back(TotalOf(lines_[i + 1], amounts, "合计"));
      return;
    }
  }

  // "资金总额" "100" "其中:财政拨款" "100" "其他资金", the last perhaps blank.
  void ReadFunds(size_t at) {
    constexpr size_t kCells = 4;
    if (at + kCells >= lines_.size() || !lines_[at + 1].number || !lines_[at + 3].number) return;
    const bool funds = lines_[at + 2].text.ends_with("财政拨款") &&
                       lines_[at + 2].text.starts_with("其中") &&
                       lines_[at + kCells].text == "其他资金";
    if (!funds) return;
    std::vector<const Line*> parts = {&lines_[at + 3]};
    const size_t other = at + kCells + 1;
    if (other < lines_.size() && lines_[other].number) parts.push_back(&lines_[other]);
    builder_.filing.relations.push_back(TotalOf(lines_[at + 1], parts, "资金总额"));
  }

  Builder& builder_;
  std::vector<Line> lines_;
};

}  // namespace

void ReadLonelyLists(Builder& builder, const Document& document) {
  Lists(builder, document).Read();
}

}  // namespace outturn::document
