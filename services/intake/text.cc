#include "services/intake/text.h"

namespace outturn::intake {
namespace {

struct Lead {
  int length;  // 0: no character starts with this byte
  char32_t bits;
  char32_t least;  // smaller ones would be overlong
};

Lead Classify(unsigned char byte) {
  if (byte < 0x80) return {1, byte, 0};
  if (byte >= 0xC2 && byte < 0xE0) return {2, byte & 0x1Fu, 0x80};
  if (byte >= 0xE0 && byte < 0xF0) return {3, byte & 0x0Fu, 0x800};
  if (byte >= 0xF0 && byte < 0xF5) return {4, byte & 0x07u, 0x10000};
  return {0, 0, 0};
}

// Length of the character at the start of `text`; 0 malformed, -1 cut off.
int Decode(std::string_view text, char32_t* code_point) {
  const Lead lead = Classify(static_cast<unsigned char>(text[0]));
  char32_t value = lead.bits;
  for (int i = 1; i < lead.length; ++i) {
    if (static_cast<size_t>(i) >= text.size()) return -1;
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0) != 0x80) return 0;
    value = (value << 6) | (byte & 0x3Fu);
  }
  const bool surrogate = value >= 0xD800 && value < 0xE000;
  if (lead.length == 0 || value < lead.least || value > 0x10FFFF || surrogate) return 0;
  *code_point = value;
  return lead.length;
}

bool IsSpace(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || (c >= 0x2000 && c <= 0x200D) ||
         c == 0x202F || c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

}  // namespace

char32_t TakeCodePoint(std::string_view* text) {
  char32_t code_point = 0xFFFD;
  const int length = Decode(*text, &code_point);
  text->remove_prefix(length > 0 ? length : 1);
  return length > 0 ? code_point : 0xFFFD;
}

void AppendUtf8(char32_t c, std::string* to) {
  if (c < 0x80) {
    to->push_back(static_cast<char>(c));
    return;
  }
  if (c < 0x800) {
    to->push_back(static_cast<char>(0xC0 | (c >> 6)));
  } else {
    if (c < 0x10000) {
      to->push_back(static_cast<char>(0xE0 | (c >> 12)));
    } else {
      to->push_back(static_cast<char>(0xF0 | (c >> 18)));
      to->push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
    }
    to->push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
  }
  to->push_back(static_cast<char>(0x80 | (c & 0x3F)));
}

size_t ValidUtf8Prefix(std::string_view text, bool* cut) {
  size_t at = 0;
  *cut = false;
  while (at < text.size()) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    char32_t ignored;
    const int length = Decode(text.substr(at), &ignored);
    if (length <= 0) {
      *cut = length < 0;
      return at;
    }
    at += length;
  }
  return at;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty()) {
    std::string_view rest = text;
    if (!IsSpace(TakeCodePoint(&rest))) break;
    text = rest;
  }
  size_t end = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const char32_t c = TakeCodePoint(&rest);
    if (!IsSpace(c)) end = text.size() - rest.size();
  }
  return text.substr(0, end);
}

std::string HalfWidth(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    char32_t c = TakeCodePoint(&text);
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c == 0xFFE5) c = 0xA5;
    if (IsSpace(c)) c = ' ';
    AppendUtf8(c, &result);
  }
  return result;
}

std::string NameKey(std::string_view text) {
  std::string result;
  for (const char c : HalfWidth(text)) {
    if (c == ' ' || c == '_' || c == '-') continue;
    result.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return result;
}

}  // namespace outturn::intake
