#include "services/document/words.h"

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

}  // namespace outturn::document
