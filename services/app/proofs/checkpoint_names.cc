#include "services/app/proofs/checkpoint_names.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "store/tree/base64.h"

namespace outturn::app {
namespace {

constexpr size_t kLongest = 64;
constexpr size_t kHexOfRoot = 64;
constexpr size_t kBase64OfRoot = 44;

// "998 snuXmAHF4Yni… filing-2024"
std::string LineOf(const CheckpointName& name) {
  const std::string_view root(reinterpret_cast<const char*>(name.root.data()), name.root.size());
  return std::to_string(name.size) + " " + store::Base64(root) + " " + name.name + "\n";
}

bool ParseLine(std::string_view line, CheckpointName& name) {
  const char* const end = line.data() + line.size();
  const auto size = std::from_chars(line.data(), end, name.size);
  if (size.ec != std::errc() || size.ptr == end || *size.ptr != ' ') return false;
  const std::string_view rest(size.ptr + 1, static_cast<size_t>(end - size.ptr) - 1);
  if (rest.size() <= kBase64OfRoot || rest[kBase64OfRoot] != ' ') return false;
  const auto root = store::FromBase64(rest.substr(0, kBase64OfRoot));
  if (!root || root->size() != name.root.size()) return false;
  std::copy(root->begin(), root->end(), name.root.begin());
  name.name = rest.substr(kBase64OfRoot + 1);
  return name.size > 0 && IsCheckpointName(name.name);
}

}  // namespace

bool IsCheckpointName(std::string_view text) {
  if (text.empty() || text.size() > kLongest) return false;
  const char first = text.front();
  if ((first >= '0' && first <= '9') || first == '-' || first == '+' || first == '@') return false;
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > ' ' && byte != 0x7f;
  });
  const bool hex = text.size() == kHexOfRoot &&
                   text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
  const bool base64 = text.size() == kBase64OfRoot && store::FromBase64(text).has_value();
  // The blank of Chinese text.
  return plain && !hex && !base64 && text.find("\xe3\x80\x80") == std::string_view::npos;
}

store::Result<CheckpointNameLines> ParseCheckpointNames(std::string_view bytes) {
  CheckpointNameLines lines;
  while (true) {
    const size_t end = bytes.find('\n', lines.whole_bytes);
    if (end == std::string_view::npos) return lines;
    CheckpointName name;
    const std::string_view line = bytes.substr(lines.whole_bytes, end - lines.whole_bytes);
    if (!ParseLine(line, name)) {
      return store::Status::Corrupt(
          0, "line " + std::to_string(lines.names.size() + 1) + " is no name of a checkpoint");
    }
    lines.names.push_back(std::move(name));
    lines.whole_bytes = end + 1;
  }
}

store::Result<CheckpointNames> CheckpointNames::Open(const std::string& path) {
  std::vector<CheckpointName> names;
  auto file = store::GrowingFile::Open(path, [&](std::string_view bytes) -> store::Result<size_t> {
    auto lines = ParseCheckpointNames(bytes);
    if (!lines.ok()) return lines.status();
    names = std::move(lines->names);
    return lines->whole_bytes;
  });
  if (!file.ok()) return file.status();
  return CheckpointNames(*std::move(file), std::move(names));
}

store::Status CheckpointNames::Append(const CheckpointName& name) {
  auto status = file_.Append(LineOf(name));
  if (status.ok()) names_.push_back(name);
  return status;
}

const CheckpointName* CheckpointNames::Find(std::string_view name) const {
  const auto found = std::find_if(names_.begin(), names_.end(),
                                  [&](const CheckpointName& one) { return one.name == name; });
  return found == names_.end() ? nullptr : &*found;
}

std::vector<std::string> CheckpointNames::Of(uint64_t size) const {
  std::vector<std::string> of;
  for (const CheckpointName& one : names_) {
    if (one.size == size) of.push_back(one.name);
  }
  return of;
}

}  // namespace outturn::app
