#include "services/core/near_names.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "services/core/edit_distance.h"

namespace outturn::core {
namespace {

constexpr size_t kLongest = 64;  // no known name is longer; keeps a hostile one cheap

size_t CharactersOf(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

size_t SlipsAllowed(std::string_view asked) {
  const size_t characters = CharactersOf(asked);
  return std::max<size_t>(characters < 4 ? 1 : 2, characters / 3);
}

// Takes what stands before the next '_' off the front.
std::string_view TakeWord(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find('_'));
  text.remove_prefix(std::min(word.size() + 1, text.size()));
  return word;
}

// Whether each word of `asked` begins the word of `name` in its place.
bool Abbreviates(std::string_view asked, std::string_view name) {
  constexpr size_t kShortest = 4;
  if (asked.size() < kShortest) return false;
  while (!asked.empty() && !name.empty()) {
    const std::string_view word = TakeWord(asked);
    if (word.empty() || !TakeWord(name).starts_with(word)) return false;
  }
  return asked.empty() && name.empty();
}

// Names are written small; who asks may not.
std::string InSmallLetters(std::string_view text) {
  std::string small(text);
  for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return small;
}

// How many slips lie between them; nullopt where they do not look alike.
std::optional<size_t> Distance(std::string_view asked, std::string_view name) {
  if (asked.empty() || asked.size() > kLongest || name.size() > kLongest) return std::nullopt;
  const size_t distance = EditDistance(asked, name);
  const bool contains = asked.size() >= 3 && name.find(asked) != std::string_view::npos;
  const bool near = distance <= SlipsAllowed(asked) || contains || Abbreviates(asked, name);
  return near ? std::optional(distance) : std::nullopt;
}

}  // namespace

bool IsNear(std::string_view asked, std::string_view name) {
  return Distance(asked, name).has_value();
}

std::vector<std::string> Nearest(std::string_view asked, const std::vector<std::string>& known,
                                 size_t most) {
  std::vector<std::pair<size_t, std::string>> near;
  const std::string small = InSmallLetters(asked.substr(0, kLongest + 1));
  for (const std::string& name : known) {
    const std::string other = InSmallLetters(name);
    const bool begins = small.size() >= 2 && other.starts_with(small);
    auto distance = Distance(small, other);
    if (!distance && begins) distance = other.size() - small.size();
    if (distance) near.emplace_back(*distance, name);
  }
  std::sort(near.begin(), near.end());
  std::vector<std::string> names;
  for (size_t i = 0; i < std::min(near.size(), most); ++i) names.push_back(near[i].second);
  return names;
}

}  // namespace outturn::core
