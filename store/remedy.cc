#include "store/remedy.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace outturn::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNoPermission =
    "; no permission: check the owner and the mode of the folder and of what is in it";
constexpr std::string_view kNoRoom = "; the disk is full: ";

bool Says(std::string_view message, std::string_view what) {
  return message.find(what) != std::string_view::npos;
}

// "… file: /data/log/4.log: …": the first that begins at the root.
fs::path PathIn(const std::string& message) {
  const size_t begin = message.front() == '/' ? 0 : message.find(" /") + 1;
  if (begin == 0 && message.front() != '/') return {};
  return message.substr(begin, message.find(": ", begin) - begin);
}

std::string Room(const fs::path& file) {
  std::error_code error;
  const fs::path folder = fs::is_directory(file, error) ? file : file.parent_path();
  const fs::space_info space = fs::space(folder.empty() ? "." : folder, error);
  if (error) return "make room and start the server again";
  return folder.string() + " has " + Mebibytes(space.available) + " free and needs " +
         Mebibytes(UsualReserve(space.capacity)) +
         "; make room there, then the server can be started again and goes on";
}

}  // namespace

uint64_t UsualReserve(uint64_t capacity_bytes) {
  return std::min(uint64_t{1} << 30, capacity_bytes / 20);
}

std::string Mebibytes(uint64_t bytes) { return std::to_string(bytes >> 20) + " MiB"; }

std::string WithRemedy(std::string message, const std::string& path) {
  if (message.empty() || HasRemedy(message)) return message;
  if (Says(message, "Permission denied") || Says(message, "Operation not permitted")) {
    return message.append(kNoPermission);
  }
  if (!Says(message, "No space left on device") && !Says(message, "Disk quota exceeded")) {
    return message;
  }
  const std::string room = Room(path.empty() ? PathIn(message) : fs::path(path));
  return message.append(kNoRoom).append(room);
}

bool HasRemedy(std::string_view message) {
  return Says(message, kNoPermission) || Says(message, kNoRoom);
}

}  // namespace outturn::store
