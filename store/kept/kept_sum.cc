#include "store/kept/kept_sum.h"

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

// The extent's line, and the checksum of that line in the next.
std::string TextOf(const Extent& extent) {
  const std::string line = ToText(extent) + "\n";
  return line + Hex(Checksum(line)) + "\n";
}

// All that goes with a file at once: what tells of a loss is the sum first, and then the mark.
std::string BesideOf(const std::string& path) {
  return path.substr(path.rfind('/') + 1) + ".sum and durable";
}

// Names, in a file beside it, are of what is in this one.
bool IsNamed(const std::string& path) { return path.ends_with("/checkpoints"); }

constexpr char kAndNames[] =
    ", and put checkpoint-names and checkpoint-names.sum aside where one names what was lost";

}  // namespace

std::string ToText(const Extent& extent) {
  return std::to_string(extent.length) + " " + Hex(extent.sum);
}

std::optional<Extent> ParseExtent(std::string_view text) {
  Extent extent;
  const char* const end = text.data() + text.size();
  const auto length = std::from_chars(text.data(), end, extent.length);
  if (length.ec != std::errc() || length.ptr == end) return std::nullopt;
  const auto sum = std::from_chars(length.ptr + 1, end, extent.sum, 16);
  if (sum.ec != std::errc() || text != ToText(extent)) return std::nullopt;
  return extent;
}

Status CheckBegin(const std::string& path, std::string_view content, const Extent& held,
                  const std::string& told_by) {
  const std::string length = std::to_string(held.length);
  std::string what;
  const bool damaged = content.size() >= held.length;
  if (!damaged) {
    what =
        "its end is lost: it has " + std::to_string(content.size()) + " bytes, and had " + length;
  } else if (Checksum(content.substr(0, held.length)) != held.sum) {
    what = "damaged within its first " + length + " bytes";
  } else {
    return Status();
  }
  const std::string beside = BesideOf(path);
  const std::string said = path + ": " + what + " (" + told_by + "). ";
  if (!damaged) {
    return Status::Corrupt(0, said + "Put it back with " + beside +
                                  " from one copy; to give up what was in it, remove " + beside +
                                  (IsNamed(path) ? kAndNames : ""));
  }
  return Status::Corrupt(0, said + PutBackOrAside(path));
}

std::string PutBackOrAside(const std::string& path) {
  const std::string beside = BesideOf(path);
  return "Put it back with " + beside + " from one copy; to give up all that was in it, put it " +
         "aside with " + (IsNamed(path) ? "checkpoint-names, checkpoint-names.sum, " : "") + beside;
}

std::optional<Extent> KeptSum::Kept(const std::string& path) {
  const auto text = ReadFile(FileOf(path));
  if (!text.ok()) return std::nullopt;
  const auto kept = ParseExtent(std::string_view(*text).substr(0, text->find('\n')));
  // Whatever was misread is not what would be written for it.
  return kept && *text == TextOf(*kept) ? kept : std::nullopt;
}

Status KeptSum::Check(const std::string& path, std::string_view content) {
  const auto kept = Kept(path);
  return kept ? CheckBegin(path, content, *kept, FileOf(path)) : Status();
}

Status KeptSum::CheckKept(const std::string& path) {
  const auto text = ReadFile(FileOf(path));
  if (text.status().code() == Code::kNotFound) {
    return Status(Code::kNotFound, FileOf(path) + ": is missing");
  }
  if (!text.ok()) return text.status();
  if (Kept(path)) return Status();
  return Status::Corrupt(0, FileOf(path) + ": damaged, it says nothing that was written there");
}

Result<KeptSum> KeptSum::Open(const std::string& path, std::string_view content) {
  if (Status status = Check(path, content); !status.ok()) return status;
  KeptSum kept(path);
  kept.Append(content);
  return kept;
}

void KeptSum::Append(std::string_view bytes) {
  extent_.length += bytes.size();
  extent_.sum = Checksum(bytes, extent_.sum);
  static_cast<void>(ReplaceFile(FileOf(path_), TextOf(extent_)));
}

}  // namespace outturn::store
