#include "services/figures/public/secret_words.h"

namespace outturn::figures {
namespace {

bool IsCodeByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool HasWord(std::string_view text, std::string_view word) {
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    const bool before = at > 0 && IsCodeByte(text[at - 1]) && IsCodeByte(word.front());
    const bool after = end < text.size() && IsCodeByte(text[end]) && IsCodeByte(word.back());
    if (!before && !after) return true;
  }
  return false;
}

}  // namespace

SecretWords::SecretWords(const Cut& cut) : SecretWords(cut.ledger.opened.unit_name) {
  for (const auto& [code, line] : cut.ledger.lines) {
    const core::LineOpened& facts = line.facts;
    Learn({code, facts.name, facts.project, facts.project_name, facts.classified});
  }
}

void SecretWords::Learn(Line line) {
  lines_.push_back(std::move(line));
  const Line& learnt = lines_.back();
  const bool fresh =
      learnt.classified && !learnt.project.empty() && projects_.insert(learnt.project).second;
  if (!fresh) return Sort(learnt);
  // What was taken for public of the project's other lines is not.
  codes_.clear();
  owners_.clear();
  public_words_.clear();
  for (const Line& one : lines_) Sort(one);
}

void SecretWords::Sort(const Line& line) {
  const bool classified = line.classified || projects_.contains(line.project);
  if (classified) codes_.insert(line.code);
  for (const std::string& word : {line.code, line.name, line.project, line.project_name}) {
    if (word.empty()) continue;
    if (classified) {
      owners_.emplace(word, line.project.empty() ? line.code : line.project);
    } else {
      public_words_.insert(word);
    }
  }
}

bool SecretWords::IsSecretIn(std::string_view text, const std::string& word) const {
  constexpr size_t kShort = 3;
  const bool there = word.size() < kShort ? text == word : HasWord(text, word);
  return there && !public_words_.contains(word) && !HasWord(known_, word);
}

std::string SecretWords::FirstIn(std::string_view text) const {
  if (text.empty()) return "";
  for (const auto& [word, owner] : owners_) {
    if (IsSecretIn(text, word)) return word;
  }
  return "";
}

std::string SecretWords::FirstIn(const Value& value) const {
  if (const auto* words = std::get_if<Text>(&value)) {
    const std::string first = FirstIn(words->text);
    return first.empty() ? FirstIn(words->en) : first;
  }
  if (const auto* quantity = std::get_if<Quantity>(&value)) {
    const std::string first = FirstIn(quantity->text);
    return first.empty() ? FirstIn(quantity->unit) : first;
  }
  return "";
}

bool SecretWords::NamedIn(const Figure& figure) const {
  switch (figure.definition->takes) {
    case Takes::kNothing:
    case Takes::kSelector:  // NamesClassified knows of lines and projects
    case Takes::kLineSelector:
    case Takes::kThreePublic:
    case Takes::kProject:
      return false;
    case Takes::kStaffKind:
    case Takes::kIndicator:
    case Takes::kBuilding:
    case Takes::kText:
      return NamedIn(figure.code) || NamedIn(figure.cell);
  }
  return false;
}

std::set<std::string> SecretWords::OwnersIn(std::string_view text) const {
  std::set<std::string> owners;
  for (const auto& [word, owner] : owners_) {
    if (IsSecretIn(text, word)) owners.insert(owner);
  }
  return owners;
}

}  // namespace outturn::figures
