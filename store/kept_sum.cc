#include "store/kept_sum.h"

#include <charconv>
#include <cstdio>
#include <optional>
#include <utility>

#include "store/checksum.h"
#include "store/file.h"

namespace outturn::store {
namespace {

std::string FileOf(const std::string& path) { return path + ".sum"; }

std::string Hex(uint32_t sum) {
  char hex[9];
  std::snprintf(hex, sizeof hex, "%08x", sum);
  return hex;
}

// "998 1a2b3c4d" LF, of the file, and the checksum of that line in the next.
std::string TextOf(uint64_t length, uint32_t sum) {
  const std::string line = std::to_string(length) + " " + Hex(sum) + "\n";
  return line + Hex(Checksum(line)) + "\n";
}

struct Kept {
  uint64_t length = 0;
  uint32_t sum = 0;
};

std::optional<Kept> ReadKept(const std::string& path) {
  const auto text = ReadFile(FileOf(path));
  if (!text.ok()) return std::nullopt;
  Kept kept;
  const char* const end = text->data() + text->size();
  const auto length = std::from_chars(text->data(), end, kept.length);
  if (length.ec != std::errc() || length.ptr == end) return std::nullopt;
  const auto sum = std::from_chars(length.ptr + 1, end, kept.sum, 16);
  // Whatever was misread is not what would be written for it.
  if (sum.ec != std::errc() || *text != TextOf(kept.length, kept.sum)) return std::nullopt;
  return kept;
}

}  // namespace

Status KeptSum::Check(const std::string& path, std::string_view content) {
  const auto kept = ReadKept(path);
  if (!kept) return Status();
  if (content.size() < kept->length) {
    return Status::Corrupt(0, path + ": its end is lost: it has " + std::to_string(content.size()) +
                                  " bytes, and had " + std::to_string(kept->length));
  }
  if (Checksum(content.substr(0, kept->length)) == kept->sum) return Status();
  return Status::Corrupt(
      0, path + ": damaged within its first " + std::to_string(kept->length) + " bytes");
}

Status KeptSum::CheckKept(const std::string& path) {
  const auto text = ReadFile(FileOf(path));
  if (text.status().code() == Code::kNotFound) {
    return Status(Code::kNotFound, FileOf(path) + ": is missing");
  }
  if (!text.ok()) return text.status();
  if (ReadKept(path)) return Status();
  return Status::Corrupt(0, FileOf(path) + ": damaged, it says nothing that was written there");
}

Result<KeptSum> KeptSum::Open(const std::string& path, std::string_view content) {
  if (Status status = Check(path, content); !status.ok()) return status;
  KeptSum kept(path);
  kept.Append(content);
  return kept;
}

void KeptSum::Append(std::string_view bytes) {
  length_ += bytes.size();
  sum_ = Checksum(bytes, sum_);
  static_cast<void>(ReplaceFile(FileOf(path_), TextOf(length_, sum_)));
}

}  // namespace outturn::store
