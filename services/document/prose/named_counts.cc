// "内设 8 个部门（办公室、康复部、维权部）": how many are named.
#include <algorithm>
#include <optional>

#include "services/document/prose/lists.h"
#include "services/document/relations.h"

namespace outturn::document {
namespace {

constexpr int64_t kMost = 60;  // nobody lists more by name

size_t Count(std::string_view text, std::string_view word) {
  size_t count = 0;
  for (size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + word.size())) {
    ++count;
  }
  return count;
}

struct Names {
  int64_t least = 0;
  int64_t most = 0;  // where every "和" stands between two names
};

// "立法科（规范性文件管理科、法律事务科）" is one name.
std::string WithoutBrackets(std::string_view list) {
  std::string text;
  int depth = 0;
  for (const char letter : list) {
    if (letter == '(') ++depth;
    if (depth == 0) text += letter;
    if (letter == ')') --depth;
  }
  return text;
}

std::string LastLetter(std::string_view text) {
  std::string last;
  while (!text.empty()) {
    last = text.substr(0, LetterLength(text));
    text.remove_prefix(last.size());
  }
  return last;
}

// "财政中心和支付中心": two, for units end so; "人力资源和社会保障局" is one.
int64_t UnitsJoined(std::string_view list, const std::string& owners) {
  constexpr size_t kLeast = 12;  // bytes: four characters
  int64_t count = 0;
  for (const std::string_view joint : {"和", "及", "与"}) {
    for (size_t at = list.find(joint); at != std::string_view::npos;
         at = list.find(joint, at + joint.size())) {
      constexpr std::string_view kMark = "、";
      const size_t mark = list.substr(0, at).rfind(kMark);
      const size_t start = mark == std::string_view::npos ? 0 : mark + kMark.size();
      const std::string_view before = list.substr(start, at - start);
      const size_t from = at + joint.size();
      const std::string_view behind = list.substr(from, list.find(kMark, from) - from);
      const bool units = before.size() >= kLeast && behind.size() >= kLeast &&
                         owners.find(LastLetter(before)) != std::string::npos &&
                         owners.find(LastLetter(behind)) != std::string::npos;
      if (units) ++count;
    }
  }
  return count;
}

// The list has an end, and nothing in it is more than a name.
bool IsWholeList(const std::string& list) {
  if (list.empty() || list.ends_with("、")) return false;
  if (list.find_first_of("0123456789;*") != std::string::npos) return false;
  return !Has(list, {"等", "其中", "以及其他"});
}

// "办公室", "康复部", "刑一庭": names of parts of a unit, neither kinds of them nor places.
bool AreOrgans(const std::string& list, const std::string& owners) {
  constexpr size_t kLeast = 9;  // bytes: three characters
  constexpr std::string_view kMark = "、";
  static const std::string kOrgans = "室科股庭组段关";
  for (std::string_view rest = list; !rest.empty();) {
    const size_t end = std::min(rest.find(kMark), rest.size());
    const std::string_view name = rest.substr(0, end);
    const std::string last = LastLetter(name);
    const bool organ = name.size() >= kLeast && !last.empty() &&
                       (owners + kOrgans).find(last) != std::string::npos;
    if (!organ) return false;
    rest.remove_prefix(std::min(end + kMark.size(), rest.size()));
  }
  return true;
}

Names NamesIn(const std::string& list, const std::string& owners) {
  Names names;
  names.least = static_cast<int64_t>(Count(list, "、")) + 1;
  names.most = names.least;
  for (const std::string_view joint : {"和", "及", "与", "暨"})
    names.most += static_cast<int64_t>(Count(list, joint));
  names.least += UnitsJoined(list, owners);
  return names;
}

// Up to the bracket's end, or the next mark that ends a list.
std::string_view ListIn(std::string_view text, bool bracket) {
  int depth = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '(') ++depth;
    if (text[at] == ')' && depth-- == 0) return bracket ? text.substr(0, at) : std::string_view();
    if (!bracket && depth == 0 && (text[at] == ',' || text[at] == ';')) return text.substr(0, at);
  }
  return bracket ? std::string_view() : text;
}

// What is listed behind "8 个部门": in brackets, or where a word says so.
std::string_view ListBehind(std::string_view rest) {
  constexpr size_t kNoun = 36;  // bytes
  const size_t mark = rest.find_first_of("(,:");
  if (mark == std::string_view::npos || mark > kNoun) return {};
  const std::string_view noun = rest.substr(0, mark);
  const bool other = noun.find_first_of("0123456789;)") != std::string_view::npos ||
                     noun.find("、") != std::string_view::npos;
  if (other) return {};
  const bool bracket = rest[mark] == '(';
  std::string_view list = rest.substr(mark + 1);
  if (list.starts_with("含")) return {};  // among others
  bool said = bracket || rest[mark] == ':';
  for (const std::string_view word : {"分别是", "分别为", "包括", "具体为", "具体是", "即", ":"}) {
    if (!list.starts_with(word)) continue;
    list.remove_prefix(word.size());
    said = true;
  }
  return said ? ListIn(list, bracket) : std::string_view();
}

// "所属单位 4 个，财政事务中心和国库支付中心": every name is a unit's.
std::string_view UnitsBehind(std::string_view rest, const std::string& owners) {
  const size_t mark = rest.find(',');
  if (mark == std::string_view::npos || mark > 18) return {};
  const std::string_view noun = rest.substr(0, mark);
  for (const std::string_view other : {"(", "、", ";", ":"}) {
    if (noun.find(other) != std::string_view::npos) return {};
  }
  const std::string_view list = ListIn(rest.substr(mark + 1), false);
  if (list.size() < 12 || list.find_first_of("():0123456789") != std::string_view::npos) return {};
  std::string names(list);
  for (const std::string_view joint : {"和", "及", "与"}) {
    for (size_t at = names.find(joint); at != std::string::npos; at = names.find(joint))
      names.replace(at, joint.size(), "、");
  }
  constexpr std::string_view kMark = "、";
  if (names.find(kMark) == std::string::npos) return {};
  names += kMark;
  for (size_t at = names.find(kMark); at != std::string::npos; at = names.find(kMark)) {
    const std::string last = LastLetter(std::string_view(names).substr(0, at));
    if (last.empty() || owners.find(last) == std::string::npos) return {};
    names.erase(0, at + kMark.size());
  }
  return list;
}

// "东镇（甲村、乙村）、西镇（丙村）2 个乡镇 3 个村": how many stand outside of brackets, and in
// them; nothing where it is not all brackets.
std::optional<std::pair<int64_t, int64_t>> GroupsBefore(std::string_view words) {
  int64_t outer = 0;
  int64_t inner = 0;
  while (words.ends_with(")")) {
    const size_t open = words.rfind('(');
    if (open == std::string_view::npos) return std::nullopt;
    const std::string_view names = words.substr(open + 1, words.size() - open - 2);
    if (names.empty() || names.find_first_of("0123456789),;") != std::string_view::npos ||
        names.find("等") != std::string_view::npos)
      return std::nullopt;
    ++outer;
    inner += static_cast<int64_t>(Count(names, "、")) + 1;
    words = words.substr(0, open);
    const size_t end = words.rfind(')');
    constexpr std::string_view kMark = "、";
    const bool more = end != std::string_view::npos && words.substr(end + 1).starts_with(kMark);
    if (!more) break;
    words = words.substr(0, end + 1);
  }
  if (outer < 2) return std::nullopt;
  return std::pair(outer, inner);
}

// "(包括办公室、法规处、研究室 3 个处室)": what is listed before it.
std::string_view ListBefore(std::string_view words) {
  const size_t open = words.rfind('(');
  if (open == std::string_view::npos || words.find(')', open) != std::string_view::npos) return {};
  std::string_view list = words.substr(open + 1);
  for (const std::string_view word : {"包括", "包含", "含"}) {
    if (list.starts_with(word)) return list.substr(word.size());
  }
  return {};
}

void Tell(Builder& builder, const Written& number, int64_t listed, const Place& place) {
  builder.filing.relations.push_back(NamedRelation("所列名称", TermOf(number, place), listed));
}

void Check(Builder& builder, const Written& number, std::string_view named, const Place& place) {
  const std::string list = WithoutBrackets(named);
  const std::string& owners = builder.labels.owners;
  if (!IsWholeList(list) || !AreOrgans(list, owners)) return;
  const Names names = NamesIn(list, owners);
  const bool several = names.least >= 2 || names.most >= 2;
  if (!several || (number.digits >= names.least && number.digits <= names.most)) return;
  Tell(builder, number, number.digits < names.least ? names.least : names.most, place);
}

// One of two counts bears out what the brackets are, the other is held against them.
void CheckGroups(Builder& builder, const std::vector<Token>& tokens, size_t i,
                 std::string_view before, const Place& place) {
  const auto groups = GroupsBefore(before);
  if (!groups) return;
  const Written* second = nullptr;
  for (size_t k = i + 1; k < tokens.size() && k < i + 6 && second == nullptr; ++k) {
    if (tokens[k].text == "," || tokens[k].text == "、") return;
    if (tokens[k].kind == Token::Kind::kNumber) second = &tokens[k].number;
  }
  if (second == nullptr || second->counter != "个" || second->decimals > 0) return;
  const Written& first = tokens[i].number;
  const bool outer = first.digits == groups->first;
  const bool inner = second->digits == groups->second;
  if (outer && !inner) Tell(builder, *second, groups->second, place);
  if (inner && !outer) Tell(builder, first, groups->first, place);
}

}  // namespace

void ReadNamedCounts(Builder& builder, const std::vector<Token>& tokens, const Place& place) {
  std::string words;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const Written& number = tokens[i].number;
    const bool count = tokens[i].kind == Token::Kind::kNumber && number.decimals == 0 &&
                       !number.approximate && number.digits > 1 && number.digits <= kMost &&
                       (number.counter == "个" || number.counter == "家");
    words += tokens[i].text;
    if (!count) continue;
    std::string rest;
    for (size_t k = i + 1; k < tokens.size(); ++k) rest += tokens[k].text;
    const std::string_view behind =
        std::string_view(rest).substr(rest.starts_with(number.counter) ? number.counter.size() : 0);
    const std::string before = words.substr(0, words.size() - tokens[i].text.size());
    if (const std::string_view list = ListBehind(behind); !list.empty()) {
      Check(builder, number, list, place);
    } else if (const std::string_view named = ListBefore(before); !named.empty()) {
      Check(builder, number, named, place);
    } else if (const std::string_view units = UnitsBehind(behind, builder.labels.owners);
               !units.empty()) {
      Check(builder, number, units, place);
    } else {
      CheckGroups(builder, tokens, i, before, place);
    }
  }
}

}  // namespace outturn::document
