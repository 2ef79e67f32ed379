#include "services/web/log_pages.h"

#include <charconv>
#include <cstdint>
#include <string_view>
#include <utility>

namespace outturn::web {
namespace {

constexpr size_t kFullWidth = 256;

// A number as it is written: no sign, no leading zeros.
std::optional<uint64_t> Number(std::string_view text) {
  uint64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || std::to_string(value) != text) return std::nullopt;
  return value;
}

// "x001/x234/067" is 1234067.
std::optional<uint64_t> TileIndex(std::string_view text) {
  uint64_t index = 0;
  for (int groups = 0; groups < 6; ++groups) {
    const size_t slash = text.find('/');
    std::string_view group = text.substr(0, slash);
    const bool last = slash == std::string_view::npos;
    if (!last && (group.empty() || group.front() != 'x')) return std::nullopt;
    if (!last) group.remove_prefix(1);
    if (group.size() != 3 || group.find_first_not_of("0123456789") != std::string_view::npos) {
      return std::nullopt;
    }
    // The path of a number has no more groups than it needs.
    if (groups == 0 && !last && group == "000") return std::nullopt;
    index = index * 1000 + static_cast<uint64_t>((group[0] - '0') * 100 + (group[1] - '0') * 10 +
                                                 (group[2] - '0'));
    if (last) return index;
    text.remove_prefix(slash + 1);
  }
  return std::nullopt;
}

struct TilePath {
  std::optional<int> level;  // none: events
  uint64_t index = 0;
  size_t width = kFullWidth;
};

// What is behind "/tile/".
std::optional<TilePath> ReadTilePath(std::string_view text) {
  TilePath path;
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  if (text.substr(0, slash) != "entries") {
    const auto level = Number(text.substr(0, slash));
    if (!level || *level > 63) return std::nullopt;
    path.level = static_cast<int>(*level);
  }
  text.remove_prefix(slash + 1);
  if (const size_t partial = text.find(".p/"); partial != std::string_view::npos) {
    const auto width = Number(text.substr(partial + 3));
    if (!width || *width == 0 || *width >= kFullWidth) return std::nullopt;
    path.width = *width;
    text = text.substr(0, partial);
  }
  const auto index = TileIndex(text);
  if (!index) return std::nullopt;
  path.index = *index;
  return path;
}

template <typename T>
Response Refused(const app::Asked<T>& asked) {
  const bool damaged = asked.trouble().kind == app::Trouble::Kind::kDamaged;
  return {damaged ? 500 : 404, {}, asked.trouble().words.en + "\n", false};
}

Response NoteOf(const app::Asked<store::Note>& note) {
  if (!note.ok()) return Refused(note);
  return {200, {}, note->ToString(), false};
}

}  // namespace

std::optional<Response> LogPage(app::Proofs& proofs, const std::string& path) {
  constexpr std::string_view kOne = "/checkpoint/";
  constexpr std::string_view kTile = "/tile/";
  if (path == "/key") return Response{200, {}, proofs.key().ToString() + "\n", false};
  if (path == "/checkpoint") return NoteOf(proofs.NewestCheckpoint());
  if (path.starts_with(kOne)) {
    const auto size = Number(std::string_view(path).substr(kOne.size()));
    return size ? NoteOf(proofs.CheckpointOf(*size)) : std::optional<Response>();
  }
  if (!path.starts_with(kTile)) return std::nullopt;
  const auto tile = ReadTilePath(std::string_view(path).substr(kTile.size()));
  if (!tile) return Response{404, {}, "a tile is tile/LEVEL/x001/x234/067[.p/WIDTH]\n", false};
  const auto bytes = tile->level ? proofs.Tile(*tile->level, tile->index, tile->width)
                                 : proofs.Entries(tile->index, tile->width);
  if (!bytes.ok()) return Refused(bytes);
  return Response{200, "application/octet-stream", *bytes, true};
}

}  // namespace outturn::web
