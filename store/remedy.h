// What to do where the system refuses a file for want of permission or of room, said with the
// refusal: then nothing is lost, and no remedy for lost data is to follow.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace outturn::store {

// How much of a disk of that many bytes a server leaves free, where nobody says otherwise.
uint64_t UsualReserve(uint64_t capacity_bytes);

// "512 MiB".
std::string Mebibytes(uint64_t bytes);

// `message`, of the file at `path` (empty: the one it names), with the remedy where it says that
// permission or room is wanting; as it is where it says neither, or has it.
std::string WithRemedy(std::string message, const std::string& path = "");

// Whether that was said of it.
bool HasRemedy(std::string_view message);

}  // namespace outturn::store
