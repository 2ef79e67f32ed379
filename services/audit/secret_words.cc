#include "services/audit/secret_words.h"

#include <algorithm>

namespace outturn::audit {
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

void SecretWords::Learn(Line line) {
  lines_.push_back(std::move(line));
  const Line& learnt = lines_.back();
  const bool fresh =
      learnt.classified && !learnt.project.empty() && projects_.insert(learnt.project).second;
  if (!fresh) return Sort(learnt);
  // What was taken for public of the project's other lines is not.
  codes_.clear();
  words_.clear();
  public_words_.clear();
  for (const Line& one : lines_) Sort(one);
}

void SecretWords::Sort(const Line& line) {
  const bool classified = line.classified || projects_.contains(line.project);
  if (classified) codes_.insert(line.code);
  for (const std::string& word : {line.code, line.name, line.project, line.project_name}) {
    if (!word.empty()) (classified ? words_ : public_words_).insert(word);
  }
}

bool SecretWords::NamedIn(std::string_view text) const {
  constexpr size_t kShort = 3;
  if (text.empty()) return false;
  return std::any_of(words_.begin(), words_.end(), [&](const std::string& word) {
    const bool there = word.size() < kShort ? text == word : HasWord(text, word);
    return there && !public_words_.contains(word) && !HasWord(known_, word);
  });
}

}  // namespace outturn::audit
