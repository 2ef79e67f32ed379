#include "services/wire/fields.h"

#include <algorithm>
#include <utility>

#include "services/wire/characters.h"

namespace outturn::wire {
namespace {

bool HasControlCharacters(const std::string& text, bool line_breaks_allowed) {
  if (HasNoControlCharacters(text)) return false;
  return std::any_of(text.begin(), text.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    const bool line_break = c == '\n' || c == '\r' || c == '\t';
    return byte == 0x7f || (byte < 0x20 && !(line_breaks_allowed && line_break));
  });
}

// The text with a mark in place of each control character, so that the reader sees where they are.
std::string Marked(const std::string& text, bool line_breaks_allowed) {
  std::string marked;
  for (const char c : text) {
    marked += HasControlCharacters(std::string(1, c), line_breaks_allowed) ? '?' : c;
  }
  return marked;
}

}  // namespace

void Fields::Violate(std::string_view field, std::string_view found, Wanted wanted) {
  std::string path = std::string(path_) + (path_.empty() ? "" : ".") + std::string(field);
  // What is wrong with a field's form comes before what its content would have to be.
  if (!violations_.empty() && violations_.back().field == path) return;
  violations_.push_back(
      {std::move(path), Shortened(found), std::string(wanted.zh), std::string(wanted.en)});
}

std::string Fields::Code(std::string_view field, const std::string& value, Need need, size_t most) {
  if (value.empty() && need == Need::kRequired) {
    Violate(field, "", {"必填", "required"});
  } else if (value.size() > most) {
    Violate(
        field, value,
        {"至多 " + std::to_string(most) + " 字节", "at most " + std::to_string(most) + " bytes"});
  } else if (HasControlCharacters(value, false)) {
    Violate(field, Marked(value, false), {"不含控制字符的文字", "text without control characters"});
  }
  return value;
}

core::EconomicClass Fields::EconomicClass(std::string_view field, const std::string& value,
                                          Need need) {
  constexpr size_t kLongestWord = 64;  // a class's name is told what a class is, not how long it is
  core::EconomicClass code = Code(field, value, need, kLongestWord);
  if (code.size() > kMaxClassBytes) {
    Violate(field, code, {"经济分类代码，如 30201（办公费）", "the code of a class, as 30201"});
  }
  return code;
}

std::string Fields::Text(std::string_view field, const std::string& value, Need need) {
  if (value.empty() && need == Need::kRequired) {
    Violate(field, "", {"必填", "required"});
  } else if (value.size() > kMaxTextBytes) {
    Violate(field, value, {"至多 16384 字节", "at most 16384 bytes"});
  } else if (HasControlCharacters(value, true)) {
    Violate(field, Marked(value, true), {"不含控制字符的文字", "text without control characters"});
  }
  return value;
}

core::Fen Fields::Amount(std::string_view field, int64_t fen) {
  if (fen >= 1 && fen <= core::kMaxAmount.count()) return core::Fen(fen);
  Violate(field, std::to_string(fen),
          {"正的金额，至多十万亿元", "a positive amount, at most ten trillion yuan"});
  return core::Fen(1);
}

core::Fen Fields::AmountOrZero(std::string_view field, int64_t fen) {
  return fen == 0 ? core::Fen() : Amount(field, fen);
}

core::Day Fields::DayOf(std::string_view field, int32_t yyyymmdd) {
  if (const auto day = core::Day::OfNumber(yyyymmdd)) return *day;
  Violate(field, std::to_string(yyyymmdd),
          {"存在的日期，写作 20240731", "an existing day, written 20240731"});
  return {};
}

std::optional<core::Day> Fields::OptionalDay(std::string_view field, int32_t yyyymmdd) {
  if (yyyymmdd == 0) return std::nullopt;
  return DayOf(field, yyyymmdd);
}

std::optional<core::Decimal> Fields::OptionalDecimal(std::string_view field,
                                                     const std::string& text) {
  if (text.empty()) return std::nullopt;
  if (const auto value = core::Decimal::Parse(text)) return value;
  Violate(field, text,
          {"十进制数，至多六位小数，如 95.5", "a decimal number with at most six decimals: 95.5"});
  return std::nullopt;
}

int Fields::Int(std::string_view field, int64_t value, int64_t least, int64_t most) {
  if (value >= least && value <= most) return static_cast<int>(value);
  const std::string range = std::to_string(least) + "–" + std::to_string(most);
  Violate(field, std::to_string(value), {range, range});
  return static_cast<int>(least);
}

bool Fields::Items(std::string_view field, int count, int least) {
  if (count >= least && count <= kMaxItems) return true;
  Violate(field, std::to_string(count) + " items",
          {std::to_string(least) + " 至 500 项", std::to_string(least) + " to 500 items"});
  return false;
}

std::string Shortened(std::string_view text) {
  constexpr size_t kMost = 80;
  if (text.size() <= kMost) return std::string(text);
  size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::string ItemPath(std::string_view path, std::string_view field, int index) {
  return std::string(path) + "." + std::string(field) + "[" + std::to_string(index) + "]";
}

}  // namespace outturn::wire
