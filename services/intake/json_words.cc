#include "services/intake/json_words.h"

#include <map>
#include <string>

namespace outturn::intake {
namespace {

// "(payment) foo" and "(payment.amount_fen)" as paths: "payment.foo", "payment.amount_fen".
std::string PathOf(std::string_view place) {
  std::string path;
  for (const char c : place) {
    if (c == '(' || c == ')') continue;
    if (c != ' ') {
      path += c;
    } else if (!path.empty()) {
      path += '.';
    }
  }
  while (path.ends_with('.') || path.ends_with(':')) path.pop_back();
  return path;
}

// What a field of that type holds.
Words Wanted(std::string_view type) {
  static const std::map<std::string_view, Words> kTypes = {
      {"TYPE_STRING", {"引号中的文字", "text between quotation marks"}},
      {"TYPE_BOOL", {"true 或 false", "true or false"}},
      {"TYPE_ENUM", {"规定的取值", "one of its values"}},
      {"TYPE_BYTES", {"base64 文字", "text in base64"}}};
  const auto found = kTypes.find(type);
  return found == kTypes.end() ? Words{"整数", "a whole number"} : found->second;
}

// Where the text cannot be read on, as the parser shows it on the line below its message.
std::string Excerpt(std::string_view rest) {
  const std::string_view line = Trim(rest.substr(0, rest.find('\n')));
  constexpr size_t kMost = 40;
  bool cut = false;
  const std::string_view head = line.substr(0, kMost);
  return line == "^" ? std::string() : std::string(head.substr(0, ValidUtf8Prefix(head, &cut)));
}

}  // namespace

Words JsonWords(std::string_view message) {
  const size_t end = message.find('\n');
  const std::string_view first = message.substr(0, end);
  constexpr std::string_view kUnknown = "Cannot find field.";
  if (first.ends_with(kUnknown)) {
    const std::string path = PathOf(first.substr(0, first.size() - kUnknown.size()));
    return {"没有字段 " + path, "there is no field " + path};
  }
  constexpr std::string_view kInvalid = ": invalid value ";
  constexpr std::string_view kForType = " for type ";
  const size_t invalid = first.find(kInvalid);
  const size_t type = first.rfind(kForType);
  if (invalid != std::string_view::npos && type != std::string_view::npos && type > invalid) {
    const std::string path = PathOf(first.substr(0, invalid));
    const size_t from = invalid + kInvalid.size();
    const std::string found(first.substr(from, type - from));
    const Words wanted = Wanted(first.substr(type + kForType.size()));
    return {path + " 是 " + found + "，应为" + wanted.zh,
            path + " is " + found + ", expected " + wanted.en};
  }
  if (first.starts_with("Unexpected end of string")) {
    return {"没有写完：缺少引号或括号", "it ends too soon: a quotation mark or bracket is missing"};
  }
  if (first.find("must be a message") != std::string_view::npos ||
      first.find("must be an object") != std::string_view::npos) {
    return {"最外层应为 {…}", "the outermost is to be {…}"};
  }
  if (first.starts_with("Expected") || first.starts_with("Unexpected") ||
      first.starts_with("Non quoted") || first.starts_with("Invalid")) {
    const std::string near =
        end == std::string_view::npos ? std::string() : Excerpt(message.substr(end + 1));
    return {"写法不合 JSON" + (near.empty() ? "" : "，在“" + near + "”一带"),
            "it is no JSON" + (near.empty() ? "" : ", near \"" + near + "\"")};
  }
  return {"写法有误（" + std::string(first) + "）", std::string(first)};
}

}  // namespace outturn::intake
