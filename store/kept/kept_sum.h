// What a file that only grows held when it was last written to, in a small file beside it: from
// then on a byte that changed in it, or an end that is gone, is told.
//
// Derived: not synced, and of an earlier moment after a power cut; without it less is told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/status.h"

namespace outturn::store {

// What such a file held: so many bytes, and their CRC-32.
struct Extent {
  uint64_t length = 0;
  uint32_t sum = 0;
  friend bool operator==(const Extent&, const Extent&) = default;
};

// "998 1a2b3c4d"; nullopt of whatever would not be written so.
std::string ToText(const Extent& extent);
std::optional<Extent> ParseExtent(std::string_view text);

// kCorrupt where `content`, of the file at `path`, does not begin with what it held as the file at
// `told_by` has it; says what to do.
Status CheckBegin(const std::string& path, std::string_view content, const Extent& held,
                  const std::string& told_by);

// What to do about such a file that is damaged within: what is left of it is not to be gone on
// with.
std::string PutBackOrAside(const std::string& path);

// Threads: one at a time.
class KeptSum {
 public:
  // `content` of the file at `path`; empty when there is no file. kCorrupt when it does not begin
  // with what the file held. What is kept and cannot be read is taken for nothing.
  static Status Check(const std::string& path, std::string_view content);

  // What the file is known to have held, all of it on the disk; nullopt where nothing is kept.
  static std::optional<Extent> Kept(const std::string& path);

  // Of what is kept itself: kNotFound where there is none, kCorrupt where it cannot be read.
  static Status CheckKept(const std::string& path);

  // As Check, and keeps what the file holds now.
  static Result<KeptSum> Open(const std::string& path, std::string_view content);

  // `bytes` were appended to the file. Where that cannot be kept, less is told.
  void Append(std::string_view bytes);

  const Extent& extent() const { return extent_; }

 private:
  explicit KeptSum(std::string path) : path_(std::move(path)) {}

  std::string path_;
  Extent extent_;
};

}  // namespace outturn::store
