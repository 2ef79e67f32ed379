#include "services/figures/name.h"

#include <algorithm>

#include "services/core/near_names.h"
#include "services/figures/catalogue.h"

namespace outturn::figures {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

Problem Malformed(std::string_view name, const std::string& zh, const std::string& en) {
  return {{"指标名“" + Shown(name) + "”写法有误：" + zh, "figure \"" + Shown(name) + "\": " + en},
          {}};
}

class Reader {
 public:
  explicit Reader(std::string_view name) : name_(name), rest_(name) {}

  Fallible<WrittenName> Read() {
    WrittenName written;
    SkipSpaces();
    while (!rest_.empty() && IsNameCharacter(rest_[0])) written.measure += Take();
    SkipSpaces();
    if (written.measure.empty()) return Malformed(name_, "没有指标", "it names no measure");
    if (rest_.empty()) return written;
    if (Take() != '(')
      return Malformed(name_, "指标之后只能是括号", "only a bracket may follow the measure");
    SkipSpaces();
    if (!rest_.empty() && rest_[0] == ')') {
      Take();
      return Finish(std::move(written));
    }
    while (true) {
      Argument argument;
      if (!ReadArgument(argument)) {
        return Malformed(name_, "括号里缺少值或引号没有结束",
                         "a value is missing between the brackets, or a quotation has no end");
      }
      written.arguments.push_back(std::move(argument));
      if (rest_.empty()) return Malformed(name_, "括号没有结束", "the bracket has no end");
      if (Take() == ')') return Finish(std::move(written));
    }
  }

 private:
  static bool IsNameCharacter(char c) {
    // No name has capitals: one that is written with some is told what is near it.
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
  char Take() {
    const char c = rest_[0];
    rest_.remove_prefix(1);
    return c;
  }
  void SkipSpaces() {
    while (!rest_.empty() && IsSpace(rest_[0])) rest_.remove_prefix(1);
  }

  Fallible<WrittenName> Finish(WrittenName written) {
    SkipSpaces();
    if (!rest_.empty()) {
      return Malformed(name_, "括号之后还有内容", "something follows the closing bracket");
    }
    return written;
  }

  // Up to the comma or bracket that ends the argument, which stays.
  bool ReadArgument(Argument& argument) {
    SkipSpaces();
    const size_t end = rest_.find_first_of("=,()\"");
    if (end != std::string_view::npos && rest_[end] == '=') {
      argument.key = Trimmed(rest_.substr(0, end));
      rest_.remove_prefix(end + 1);
      SkipSpaces();
      if (argument.key.empty()) return false;
    }
    if (!rest_.empty() && rest_[0] == '"') {
      if (!ReadQuoted(argument.value)) return false;
    } else {
      const size_t stop = std::min(rest_.find_first_of(",)(\"="), rest_.size());
      argument.value = Trimmed(rest_.substr(0, stop));
      rest_.remove_prefix(stop);
      if (argument.value.empty()) return false;
    }
    SkipSpaces();
    return rest_.empty() || rest_[0] == ',' || rest_[0] == ')';
  }

  bool ReadQuoted(std::string& value) {
    Take();
    while (!rest_.empty()) {
      const char c = Take();
      if (c != '"') {
        value += c;
      } else if (!rest_.empty() && rest_[0] == '"') {
        value += Take();
      } else {
        return true;
      }
    }
    return false;
  }

  static std::string Trimmed(std::string_view text) {
    while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
    return std::string(text);
  }

  std::string_view name_;
  std::string_view rest_;
};

}  // namespace

Fallible<WrittenName> TakeApart(std::string_view name) { return Reader(name).Read(); }

std::string PutTogether(std::string_view measure, const std::vector<Argument>& arguments) {
  std::string name(measure);
  if (arguments.empty()) return name;
  for (size_t i = 0; i < arguments.size(); ++i) {
    name += i == 0 ? "(" : ", ";
    if (!arguments[i].key.empty()) name += arguments[i].key + "=";
    name += Quoted(arguments[i].value);
  }
  return name + ")";
}

std::string Quoted(std::string_view value) {
  const bool plain = !value.empty() && value.find_first_of(",()=\"") == std::string_view::npos &&
                     !IsSpace(value.front()) && !IsSpace(value.back());
  if (plain) return std::string(value);
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string Shown(std::string_view text) {
  constexpr size_t kLongest = 80;
  if (text.size() <= kLongest) return std::string(text);
  size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::vector<std::string> Nearest(std::string_view asked, const std::vector<std::string>& known) {
  return core::Nearest(asked, known);
}

}  // namespace outturn::figures
