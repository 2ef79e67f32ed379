#include "store/durable_mark.h"

#include <charconv>
#include <cstdio>

#include "store/checksum.h"
#include "store/file.h"

namespace outturn::store {
namespace {

// "4711" LF and the checksum of that line in the next.
std::string TextOf(Position position) {
  const std::string line = std::to_string(position) + "\n";
  char sum[10];
  std::snprintf(sum, sizeof sum, "%08x\n", Checksum(line));
  return line + sum;
}

}  // namespace

Status WriteDurableMark(const std::string& path, Position position) {
  return ReplaceFile(path, TextOf(position));
}

Result<Position> ReadDurableMark(const std::string& path) {
  const auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  Position position = 0;
  const auto read = std::from_chars(text->data(), text->data() + text->size(), position);
  if (read.ec == std::errc() && *text == TextOf(position)) return position;
  return Status::Corrupt(0, path + ": damaged, it says nothing that was written there");
}

}  // namespace outturn::store
