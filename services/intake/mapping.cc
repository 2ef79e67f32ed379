#include "services/intake/mapping.h"

#include <algorithm>
#include <array>

#include "services/intake/cells.h"

namespace outturn::intake {
namespace {

constexpr std::array<std::pair<std::string_view, int>, 6> kUnits = {
    {{"元", 0}, {"千元", 3}, {"万元", 4}, {"百万元", 6}, {"亿元", 8}, {"分", -2}}};

// Whether some kind has a field of this name.
bool IsField(const Kind* kind, const std::string& name) {
  if (kind != nullptr) return kind->Find(name) >= 0;
  return std::any_of(Kinds().begin(), Kinds().end(),
                     [&](const Kind& one) { return one.Find(name) >= 0; });
}

Words AtLine(size_t line, const Words& why) {
  const std::string number = std::to_string(line);
  return {"第 " + number + " 行：" + why.zh, "line " + number + ": " + why.en};
}

class Parser {
 public:
  std::variant<Mapping, Words> Parse(std::string_view text) {
    for (size_t line = 1; !text.empty(); ++line) {
      const size_t end = text.find('\n');
      const std::string_view one = Trim(text.substr(0, end));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (auto why = Line(line == 1 && one.starts_with("\xEF\xBB\xBF") ? one.substr(3) : one)) {
        return AtLine(line, *why);
      }
      lines_ = line;
    }
    if (auto why = CheckFields()) return *why;
    return std::move(mapping_);
  }

 private:
  struct Named {
    size_t line;
    std::string field;
  };

  std::optional<Words> Line(std::string_view line) {
    if (line.empty() || line[0] == '#' || line[0] == ';') return std::nullopt;
    if (line[0] == '[') {
      section_ = NameKey(line);
      if (section_ == "[columns]" || section_ == "[constants]") return std::nullopt;
      if (section_ == "[列]") section_ = "[columns]";
      if (section_ == "[常量]") section_ = "[constants]";
      if (section_ == "[columns]" || section_ == "[constants]") return std::nullopt;
      return Words{"应为 [columns] 或 [constants]", "expected [columns] or [constants]"};
    }
    const size_t equals = line.find('=');
    if (equals == std::string_view::npos) {
      return Words{"应为“名称 = 值”", "expected \"name = value\""};
    }
    const std::string name(Trim(line.substr(0, equals)));
    std::string_view value = Trim(line.substr(equals + 1));
    const size_t comment = value.find(" ;");
    if (comment != std::string_view::npos) value = Trim(value.substr(0, comment));
    if (section_.empty()) return Setting(NameKey(name), std::string(value));
    const std::string field = section_ == "[columns]" ? std::string(value) : name;
    if (section_ == "[columns]") {
      const bool none = value == "-" || value.empty();
      if (!mapping_.columns.emplace(NameKey(name), none ? "" : value).second) {
        return Words{"“" + name + "”列重复", "column \"" + name + "\" is given twice"};
      }
      if (none) return std::nullopt;
    } else {
      mapping_.constants.emplace_back(name, value);
    }
    named_.push_back({lines_ + 1, field});
    return std::nullopt;
  }

  std::optional<Words> Setting(const std::string& name, const std::string& value) {
    if (name == "source") {
      mapping_.source = value;
    } else if (name == "sheet") {
      mapping_.sheet = value;
    } else if (name == "kind") {
      mapping_.kind = FindKind(value);
      if (mapping_.kind == nullptr) {
        return Words{"没有这类事项：“" + value + "”", "there is no kind \"" + value + "\""};
      }
    } else if (name == "head") {
      mapping_.head = ParseWholeCell(value, 1'048'576).value.value_or(0);
      if (mapping_.head == 0) return Words{"head 应为表头的行号", "head is the head's row number"};
    } else if (name == "money") {
      mapping_.money = MoneyUnit(value);
      if (!mapping_.money) {
        return Words{"money 应为 元、千元、万元、亿元 或 分",
                     "money is 元, 千元, 万元, 亿元 or 分"};
      }
    } else if (name == "days") {
      return Days(NameKey(value));
    } else {
      return Words{"不认识“" + name + "”，应为 source、kind、sheet、head、money 或 days",
                   "unknown: \"" + name + "\"; expected source, kind, sheet, head, money or days"};
    }
    return std::nullopt;
  }

  std::optional<Words> Days(const std::string& value) {
    if (value == "serial") {
      mapping_.serial_days = true;
    } else if (value == "d/m/y") {
      mapping_.days = DayOrder::kDayFirst;
    } else if (value == "m/d/y") {
      mapping_.days = DayOrder::kMonthFirst;
    } else if (value != "y/m/d") {
      return Words{"days 应为 y/m/d、d/m/y、m/d/y 或 serial",
                   "days is y/m/d, d/m/y, m/d/y or serial"};
    }
    return std::nullopt;
  }

  // Last, because the kind may be said after the columns.
  std::optional<Words> CheckFields() const {
    for (const Named& named : named_) {
      if (IsField(mapping_.kind, named.field)) continue;
      return AtLine(named.line, {"没有“" + named.field + "”这一项",
                                 "there is no field \"" + named.field + "\""});
    }
    return std::nullopt;
  }

  Mapping mapping_;
  std::string section_;
  std::vector<Named> named_;
  size_t lines_ = 0;
};

// What stands in the last pair of brackets of a name, "" for none; `*rest` is what is before it.
std::string_view InBrackets(std::string_view name, std::string_view* rest) {
  if (!name.ends_with(')')) return {};
  const size_t open = name.rfind('(');
  if (open == std::string_view::npos) return {};
  *rest = Trim(name.substr(0, open));
  return Trim(name.substr(open + 1, name.size() - open - 2));
}

std::string_view WithoutLabel(std::string_view text) {
  for (const std::string_view label : {"金额单位", "货币单位", "单位"}) {
    if (!text.starts_with(label)) continue;
    text = Trim(text.substr(label.size()));
    return text.starts_with(':') ? Trim(text.substr(1)) : text;
  }
  return text;
}

}  // namespace

std::variant<Mapping, Words> ParseMapping(std::string_view text) { return Parser().Parse(text); }

std::optional<int> MoneyUnit(std::string_view word) {
  std::string_view bare = Trim(word);
  if (bare.starts_with("人民币")) bare = Trim(bare.substr(std::string_view("人民币").size()));
  for (const auto& [name, power] : kUnits) {
    if (bare == name) return power;
  }
  return std::nullopt;
}

std::string MoneyUnitName(int power) {
  for (const auto& [name, one] : kUnits) {
    if (one == power) return std::string(name);
  }
  return "";
}

NameAndUnit SplitUnit(std::string_view header) {
  const std::string half = HalfWidth(header);
  std::string_view rest;
  const std::string_view inside = InBrackets(Trim(half), &rest);
  const auto unit = MoneyUnit(WithoutLabel(inside));
  if (inside.empty() || !unit || rest.empty()) return {std::string(header), std::nullopt};
  return {std::string(rest), unit};
}

std::optional<int> UnitOfTitle(std::string_view text) {
  const std::string half = HalfWidth(text);
  const size_t at = half.rfind("单位");
  if (at == std::string::npos) return std::nullopt;
  std::string_view word = WithoutLabel(std::string_view(half).substr(at));
  word = word.substr(0, word.find_first_of(" )"));
  return MoneyUnit(word);
}

std::optional<std::string> ToYuan(std::string_view amount, int power) {
  std::string text = HalfWidth(amount);
  std::erase(text, ' ');
  const size_t point = std::min(text.find('.'), text.size());
  if (!core::ParseYuan(text.substr(0, point))) return std::nullopt;  // misplaced commas, no digits
  std::string whole = text.substr(0, point);
  std::erase(whole, ',');
  std::string digits = point < text.size() ? text.substr(point + 1) : "";
  if (digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  const bool negative = whole.starts_with('-');
  if (negative) whole.erase(0, 1);
  for (; power > 0; --power) {
    whole += digits.empty() ? '0' : digits.front();
    if (!digits.empty()) digits.erase(0, 1);
  }
  for (; power < 0; ++power) {
    digits.insert(digits.begin(), whole.empty() ? '0' : whole.back());
    if (!whole.empty()) whole.pop_back();
  }
  while (!digits.empty() && digits.back() == '0') digits.pop_back();
  if (digits.size() > 2) return std::nullopt;
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
  return (negative ? "-" : "") + (whole.empty() ? "0" : whole) +
         (digits.empty() ? "" : "." + digits);
}

std::string YearFirst(std::string_view day, DayOrder order) {
  const std::string half = HalfWidth(day);
  const std::string_view text = Trim(half);
  const size_t first = text.find_first_of("-/.");
  const size_t second = first == std::string_view::npos ? first : text.find(text[first], first + 1);
  if (order == DayOrder::kYearFirst || second == std::string_view::npos || first > 2) {
    return std::string(day);
  }
  const std::string_view a = text.substr(0, first);
  const std::string_view b = text.substr(first + 1, second - first - 1);
  const std::string_view year = text.substr(second + 1, 4);
  const std::string_view rest = text.substr(std::min(second + 5, text.size()));
  const bool day_first = order == DayOrder::kDayFirst;
  return std::string(year) + "-" + std::string(day_first ? b : a) + "-" +
         std::string(day_first ? a : b) + std::string(rest);
}

}  // namespace outturn::intake
