#include "services/document/government/government.h"

#include <algorithm>
#include <set>

#include "services/document/slips.h"

namespace outturn::document {
namespace {

// "一、" of a heading: another chapter.
bool BeginsChapter(const std::string& bare) {
  constexpr size_t kShort = 150;  // bytes
  static const std::string kNumerals = "一二三四五六七八九十";
  if (bare.size() > kShort || bare.find("。") != std::string::npos) return false;
  const std::string_view mark = "、";
  const size_t at = bare.find(mark);
  return at != std::string::npos && at > 0 && at <= 6 &&
         kNumerals.find(bare.substr(0, LetterLength(bare))) != std::string::npos;
}

}  // namespace

bool IsOfAGovernment(const Document& document, const Labels& labels) {
  std::set<std::string> said;
  const auto note = [&](const std::string& text) {
    const std::string bare = Bare(text);
    for (const std::string& word : labels.government_words) {
      if (bare.find(word) != std::string::npos) said.insert(word);
    }
  };
  for (const Block& block : document.blocks) {
    note(block.text);
    for (const auto& row : block.grid.rows) {
      for (const Cell& cell : row) {
        if (!cell.covered) note(cell.text);
      }
    }
  }
  constexpr size_t kEnough = 3;
  return said.size() >= kEnough;
}

void GovernmentReader::ReadParagraph(const std::string& text, const Place& place) {
  const std::string bare = Bare(text);
  place_ = place;
  if (BeginsChapter(bare)) chapter_.clear();
  told_ = ToldIn(bare, place, builder_.labels);
  ReadLevels();
  for (Index i = 0; i < told_.size(); ++i) {
    if (told_[i].number.unit != "money" || told_[i].number.number.approximate) continue;
    ReadTotal(i);
    ReadFlow(i);
    ReadSigned(i);
    ReadSplit(i);
    ReadBonds(i);
    ReadAdjusted(i);
    ReadRegions(i);
    ReadTaxes(i);
  }
  ReadDebts();
  NoteItem(bare);
  chapter_.insert(chapter_.end(), told_.begin(), told_.end());
  if (!told_.empty()) paragraphs_.push_back(std::move(told_));
  told_.clear();
}

void GovernmentReader::ReadTable(const Grid& grid, const Spot& spot) {
  if (grid.rows.empty()) return;
  ++tables_;
  ReadOutline(grid, spot);
  NoteRows(grid, spot);
}

void GovernmentReader::Finish() {
  for (const std::vector<Told>& paragraph : paragraphs_) HoldAgainstTables(paragraph);
}

bool GovernmentReader::IsTold(const Quantity& one) const {
  const std::string printed = one.number.printed + (one.unit == "%" ? "%" : "");
  const auto& all = builder_.filing.relations;
  return std::any_of(all.rbegin(), all.rend(), [&](const Relation& relation) {
    return relation.place.order == one.place.order && relation.printed == printed &&
           relation.place.where.zh == one.place.where.zh && !relation.parts.empty() &&
           relation.whole.empty();
  });
}

Relation* GovernmentReader::Tell(Kind kind, const std::string& label, const Quantity& result,
                                 const Parts& parts, const std::string& sign) {
  const auto& all = builder_.filing.relations;
  // Of other parts it may be the sum as well.
  const auto same_sum = [&](const Relation& one) {
    return one.place.order == result.place.order && one.printed == result.number.printed &&
           (one.kind == Kind::kListed || one.kind == Kind::kSum) &&
           std::equal(
               one.parts.begin(), one.parts.end(), parts.begin(), parts.end(),
               [](const Exactly& a, const Quantity* b) { return figures::IsZero(a - b->value); });
  };
  const bool told =
      kind == Kind::kListed ? std::any_of(all.rbegin(), all.rend(), same_sum) : IsTold(result);
  if (told) return nullptr;
  const bool percent = result.unit == "%";
  Relation relation;
  relation.kind = kind;
  relation.place = result.place;
  relation.label = label;
  relation.printed = result.number.printed + (percent ? "%" : "");
  relation.unit = percent ? "" : result.number.unit;
  relation.value = result.value;
  relation.half = result.half;
  relation.numbers = {
      {result.number.printed + (percent ? "%" : result.number.unit), result.place.where}};
  for (const Quantity* part : parts) {
    relation.parts.push_back(part->value);
    relation.halves.push_back(part->half);
    const bool less = part->value.numerator < 0 && sign == " + ";
    if (!relation.formula.empty()) relation.formula += less ? " − " : sign;
    relation.formula += part->number.printed;
    relation.numbers.emplace_back(part->number.printed + part->number.unit, part->place.where);
  }
  builder_.filing.relations.push_back(std::move(relation));
  return &builder_.filing.relations.back();
}

void GovernmentReader::TellSum(const Quantity& whole, const Parts& parts) {
  Tell(Kind::kListed, "合计", whole, parts, " + ");
}

}  // namespace outturn::document
