#include "services/intake/json_keys.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <vector>

#include "services/intake/text.h"

namespace outturn::intake {
namespace {

// An object or array that is open at the place read.
struct Level {
  bool object = false;
  std::set<std::string> keys;
  std::string key;  // the member being read
  size_t index = 0;
};

char32_t ReadHex(std::string_view four) {
  unsigned value = 0xFFFD;
  std::from_chars(four.data(), four.data() + four.size(), value, 16);
  return value;
}

// Takes a string off `rest`, which begins after its opening quote.
std::string TakeString(std::string_view* rest) {
  std::string text;
  while (!rest->empty() && rest->front() != '"') {
    char c = rest->front();
    rest->remove_prefix(1);
    if (c == '\\' && !rest->empty()) {
      c = rest->front();
      rest->remove_prefix(1);
      if (c == 'u') {
        AppendUtf8(ReadHex(rest->substr(0, 4)), &text);
        rest->remove_prefix(std::min<size_t>(4, rest->size()));
        continue;
      }
    }
    text.push_back(c);
  }
  if (!rest->empty()) rest->remove_prefix(1);
  return text;
}

std::string PathOf(const std::vector<Level>& levels) {
  std::string path;
  for (const Level& level : levels) {
    if (level.object) {
      path += (path.empty() ? "" : ".") + level.key;
    } else {
      path += "[" + std::to_string(level.index) + "]";
    }
  }
  return path;
}

}  // namespace

std::optional<std::string> DoubleJsonKey(std::string_view json) {
  std::vector<Level> levels;
  bool key_next = false;  // a string here names a member
  for (std::string_view rest = json; !rest.empty();) {
    const char c = rest.front();
    rest.remove_prefix(1);
    if (c == '{' || c == '[') {
      levels.emplace_back();
      levels.back().object = key_next = c == '{';
    } else if (levels.empty()) {
      continue;
    } else if (c == '}' || c == ']') {
      levels.pop_back();
      key_next = false;
    } else if (c == ',') {
      ++levels.back().index;
      key_next = levels.back().object;
    } else if (c == '"') {
      std::string text = TakeString(&rest);
      if (!key_next) continue;
      key_next = false;
      // NameKey leaves out '_' and case: both spellings of a field give one.
      const bool fresh = levels.back().keys.insert(NameKey(text)).second;
      levels.back().key = std::move(text);
      if (!fresh) return PathOf(levels);
    }
  }
  return std::nullopt;
}

}  // namespace outturn::intake
