#include "services/figures/secret_words.h"

#include "services/figures/form_rows.h"

namespace outturn::figures {
namespace {

bool IsCodeByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool HasWord(const std::string& text, const std::string& word) {
  constexpr size_t kShort = 3;
  if (word.size() < kShort) return text == word;
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    const bool before = at > 0 && IsCodeByte(text[at - 1]) && IsCodeByte(word.front());
    const bool after = end < text.size() && IsCodeByte(text[end]) && IsCodeByte(word.back());
    if (!before && !after) return true;
  }
  return false;
}

}  // namespace

SecretWords::SecretWords(const Cut& cut) {
  std::set<std::string> shown;
  for (const auto& [code, line] : cut.ledger.lines) {
    const core::LineOpened& facts = line.facts;
    const bool classified = facts.classified || IsClassifiedProject(cut, facts.project);
    const std::string& owner = facts.project.empty() ? facts.line : facts.project;
    for (const std::string& word : {facts.project, facts.project_name, facts.line, facts.name}) {
      if (word.empty()) continue;
      if (classified) {
        owners_.emplace(word, owner);
      } else {
        shown.insert(word);
      }
    }
  }
  for (const std::string& word : shown) owners_.erase(word);
}

std::string SecretWords::FirstIn(const std::string& text) const {
  for (const auto& [word, owner] : owners_) {
    if (HasWord(text, word)) return word;
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

std::set<std::string> SecretWords::OwnersIn(const std::string& text) const {
  std::set<std::string> owners;
  for (const auto& [word, owner] : owners_) {
    if (HasWord(text, word)) owners.insert(owner);
  }
  return owners;
}

}  // namespace outturn::figures
