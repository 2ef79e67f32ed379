#include "services/document/tables/units.h"

#include <algorithm>
#include <map>
#include <set>

#include "services/document/tables/parts.h"

namespace outturn::document {
namespace {

constexpr size_t kDigits = 4;     // that fewer are alike is chance
constexpr size_t kMost = 20'000;  // amounts that are kept of a document

// "2,535.40" and "2535.4" are the same digits.
std::string DigitsOf(const std::string& printed) {
  std::string digits = printed;
  std::erase(digits, ',');
  if (digits.find('.') == std::string::npos) return digits;
  while (digits.ends_with('0')) digits.pop_back();
  if (digits.ends_with('.')) digits.pop_back();
  return digits;
}

bool Counts(const std::string& digits) {
  return static_cast<size_t>(std::count_if(digits.begin(), digits.end(),
                                           [](char c) { return c >= '0' && c <= '9'; })) >= kDigits;
}

}  // namespace

void UnitsHeld::NoteTable(const Builder& builder, const Grid& grid, const std::string& unit,
                          const std::string& form) {
  if (unit.empty()) return;
  std::vector<Amount> amounts;
  for (const auto& row : grid.rows) {
    for (const Cell& cell : row) {
      const auto number = cell.covered ? std::nullopt : NumberOf(cell, builder.labels);
      const bool plain = number && number->unit.empty() && number->counter.empty();
      if (!plain || !Counts(DigitsOf(number->printed)) || amounts.size() >= kMost) continue;
      amounts.push_back({*number, unit, {form, cell.where, cell.order}});
    }
  }
  if (!amounts.empty()) tables_.push_back(std::move(amounts));
}

void UnitsHeld::NoteText(const std::vector<Token>& tokens, const Place& place) {
  for (const Token& token : tokens) {
    const bool money = token.kind == Token::Kind::kNumber &&
                       (token.number.unit == "元" || token.number.unit == "万元");
    if (!money || token.number.approximate || !Counts(DigitsOf(token.number.printed))) continue;
    if (text_.size() < kMost) text_.push_back({token.number, token.number.unit, place});
  }
}

void UnitsHeld::Tell(Builder& builder) const {
  constexpr size_t kEnough = 2;
  std::map<std::string, std::set<std::string>> units;  // of the text, by digits
  for (const Amount& one : text_) units[DigitsOf(one.number.printed)].insert(one.unit);
  for (const auto& table : tables_) {
    std::set<std::string> other;
    const Amount* first = nullptr;
    bool same = false;
    for (const Amount& one : table) {
      const std::string digits = DigitsOf(one.number.printed);
      const auto found = units.find(digits);
      if (found == units.end()) continue;
      same = same || found->second.contains(one.unit);
      if (first == nullptr) first = &one;
      other.insert(digits);
    }
    if (same || other.size() < kEnough) continue;
    const auto told = std::find_if(text_.begin(), text_.end(), [&](const Amount& one) {
      return DigitsOf(one.number.printed) == DigitsOf(first->number.printed);
    });
    // That of the table against that of the text, as printed.
    const auto term = [](const Amount& one) {
      return Term{
          {InWan(ValueOf(one.number), one.unit), {}}, one.number.printed, one.unit, one.place};
    };
    Relation relation = ListedRelation("表的单位与正文", term(*first), {term(*told)});
    relation.formula += told->unit;
    builder.filing.relations.push_back(std::move(relation));
  }
}

}  // namespace outturn::document
