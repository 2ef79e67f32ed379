// SHA-256 of many short messages. A processor with instructions for it waits for each step of one
// message longer than the step takes; several messages side by side use the wait. OpenSSL, which
// hashes everything else, takes one message at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace outturn::store {

// How many messages go side by side: more are no faster.
constexpr size_t kSha256Lanes = 4;
// The longest message that is taken, in bytes.
constexpr size_t kSha256LaneBytes = 1'014;

// Whether this processor can; where it cannot, and for longer messages, there is OpenSSL.
bool HasSha256Lanes();

// SHA-256(prefix || message) of each. Any thread. Wants HasSha256Lanes() and no message longer than
// kSha256LaneBytes.
std::array<std::array<uint8_t, 32>, kSha256Lanes> Sha256OfLanes(
    uint8_t prefix, std::span<const std::string_view, kSha256Lanes> messages);

}  // namespace outturn::store
