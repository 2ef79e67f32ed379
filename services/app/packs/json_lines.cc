#include "services/app/packs/json_lines.h"

#include <algorithm>
#include <string>

namespace outturn::app {
namespace {

class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) { SkipSpaces(); }

  [[nodiscard]] size_t at() const { return at_; }

  // From the value it stands at to the one named below it; false when there is none.
  bool Enter(std::string_view name) {
    const size_t start = at_;
    const char open = Peek();
    if (open == '{' || open == '[') {
      Next();
      for (size_t index = 0; Peek() != '}' && Peek() != ']' && Peek() != '\0'; ++index) {
        std::string key = std::to_string(index);
        if (open == '{') {
          key = Word();
          Next();  // the colon
        }
        if (key == name) return true;
        SkipValue();
        if (Peek() == ',') Next();
      }
    }
    at_ = start;
    return false;
  }

 private:
  [[nodiscard]] char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void SkipSpaces() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != text_.npos) ++at_;
  }
  void Next() {
    ++at_;
    SkipSpaces();
  }
  // The string it stands at, escapes as they are written.
  std::string Word() {
    const size_t start = ++at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    const size_t end = std::min(at_, text_.size());
    at_ = end;
    Next();
    return std::string(text_.substr(start, end - start));
  }
  void SkipValue() {
    int depth = 0;
    do {
      const char c = Peek();
      if (c == '"') {
        Word();
      } else if (c == '{' || c == '[') {
        ++depth;
        Next();
      } else if (c == '}' || c == ']') {
        --depth;
        Next();
      } else if (c == '\0') {
        return;
      } else {
        while (std::string_view(",:]}").find(Peek()) == std::string_view::npos && Peek() != '\0') {
          ++at_;
        }
        if (depth > 0 && (Peek() == ',' || Peek() == ':')) Next();
      }
      if (depth > 0 && (Peek() == ',' || Peek() == ':')) Next();
    } while (depth > 0);
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

size_t LineOf(std::string_view text, std::string_view pointer) {
  Walker walker(text);
  while (!pointer.empty() && pointer[0] == '/') {
    pointer.remove_prefix(1);
    const size_t end = std::min(pointer.find('/'), pointer.size());
    if (!walker.Enter(pointer.substr(0, end))) break;
    pointer.remove_prefix(end);
  }
  const size_t at = std::min(walker.at(), text.size());
  return 1 + static_cast<size_t>(
                 std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(at), '\n'));
}

std::string LineAndColumn(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset == 0 ? 0 : offset - 1);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const size_t start = before.rfind('\n');
  const size_t column = start == std::string::npos ? before.size() + 1 : before.size() - start;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

}  // namespace outturn::app
