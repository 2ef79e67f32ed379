#include "store/kept/durable_mark.h"

#include <charconv>
#include <cstdio>
#include <string_view>

#include "store/checksum.h"
#include "store/file.h"

namespace outturn::store {
namespace {

constexpr std::string_view kBook = "book ";

// "4711" LF, "book 431200" LF, then of each file "checkpoints 998 1a2b3c4d" LF; the checksum of all
// that in the last line.
std::string TextOf(const DurableMark& mark) {
  std::string lines = std::to_string(mark.position) + "\n";
  if (!mark.book.empty()) lines.append(kBook).append(mark.book).append("\n");
  for (const auto& [name, extent] : mark.grown) lines += name + " " + ToText(extent) + "\n";
  char sum[10];
  std::snprintf(sum, sizeof sum, "%08x\n", Checksum(lines));
  return lines + sum;
}

// Whatever is misread is not what would be written for it.
DurableMark Parse(std::string_view text) {
  DurableMark mark;
  std::from_chars(text.data(), text.data() + text.size(), mark.position);
  while (text.find('\n') != std::string_view::npos) {
    text.remove_prefix(text.find('\n') + 1);
    const std::string_view line = text.substr(0, text.find('\n'));
    const size_t blank = line.find(' ');
    if (blank == std::string_view::npos) continue;
    if (line.starts_with(kBook)) mark.book = line.substr(kBook.size());
    const auto extent = ParseExtent(line.substr(blank + 1));
    if (extent) mark.grown[std::string(line.substr(0, blank))] = *extent;
  }
  return mark;
}

}  // namespace

Status WriteDurableMark(const std::string& path, const DurableMark& mark) {
  return ReplaceFile(path, TextOf(mark));
}

Result<DurableMark> ReadDurableMark(const std::string& path) {
  const auto text = ReadFile(path);
  if (text.status().code() == Code::kNotFound)
    return Status(Code::kNotFound, path + ": is missing");
  if (!text.ok()) return text.status();
  DurableMark mark = Parse(*text);
  if (*text == TextOf(mark)) return mark;
  return Status::Corrupt(0, path + ": damaged, it says nothing that was written there");
}

}  // namespace outturn::store
