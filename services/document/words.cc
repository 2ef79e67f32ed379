#include "services/document/words.h"

#include "services/document/normal.h"

namespace outturn::document {

std::string BehindLast(std::string text, std::initializer_list<std::string_view> marks) {
  for (const std::string_view mark : marks) {
    const size_t at = text.rfind(mark);
    if (at != std::string::npos) text.erase(0, at + mark.size());
  }
  return text;
}

std::string Without(std::string words, std::initializer_list<std::string_view> ends) {
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view end : ends) {
      if (words.size() < end.size() || !words.ends_with(end)) continue;
      words.resize(words.size() - end.size());
      more = true;
    }
  }
  return words;
}

bool ShareTwoCharacters(std::string_view a, std::string b,
                        std::initializer_list<std::string_view> common) {
  for (const std::string_view word : common) {
    for (size_t at = b.find(word); at != std::string::npos; at = b.find(word)) {
      b.replace(at, word.size(), ",");
    }
  }
  for (size_t at = 0; at < a.size();) {
    const size_t first = LetterLength(a.substr(at));
    const size_t second = LetterLength(a.substr(at + first));
    const bool words = first > 1 && second > 1;
    if (words && b.find(a.substr(at, first + second)) != std::string::npos) return true;
    at += first;
  }
  return false;
}

}  // namespace outturn::document
