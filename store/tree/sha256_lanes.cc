#include "store/tree/sha256_lanes.h"

#include <algorithm>
#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

namespace outturn::store {
namespace {

constexpr size_t kBlock = 64;
constexpr size_t kMostBlocks = (1 + kSha256LaneBytes + 1 + 8 + kBlock - 1) / kBlock;
static_assert(1 + kSha256LaneBytes + 1 + 8 == kMostBlocks * kBlock);

// FIPS 180-4, 4.2.2.
alignas(16) constexpr uint32_t kRoundConstants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// A message as it is hashed: prefix, bytes, 0x80, zeros, its length in bits (5.1.1). Only the
// blocks at both ends are put together; the others are where the message is.
class Padded {
 public:
  void Set(uint8_t prefix, std::string_view message) {
    const size_t length = 1 + message.size();
    blocks_ = (length + 1 + 8 + kBlock - 1) / kBlock;
    message_ = reinterpret_cast<const uint8_t*>(message.data());
    first_[0] = prefix;
    const size_t in_first = std::min(message.size(), kBlock - 1);
    std::copy_n(message.data(), in_first, first_.data() + 1);
    whole_ = length / kBlock;
    if (whole_ == 0) return End(first_.data(), length, length);
    const size_t rest = length - whole_ * kBlock;
    std::copy_n(message.data() + message.size() - rest, rest, last_.data());
    End(last_.data(), rest, length);
  }
  [[nodiscard]] size_t blocks() const { return blocks_; }
  [[nodiscard]] const uint8_t* block(size_t at) const {
    if (at == 0 || whole_ == 0) return first_.data() + at * kBlock;
    return at < whole_ ? message_ + at * kBlock - 1 : last_.data() + (at - whole_) * kBlock;
  }

 private:
  // Behind the last `rest` bytes of `length`.
  void End(uint8_t* at, size_t rest, size_t length) const {
    const size_t size = rest + 1 + 8 <= kBlock ? kBlock : 2 * kBlock;
    at[rest] = 0x80;
    std::memset(at + rest + 1, 0, size - rest - 1 - 8);
    const uint64_t bits = __builtin_bswap64(length * 8);
    std::memcpy(at + size - 8, &bits, sizeof(bits));
  }

  std::array<uint8_t, 2 * kBlock> first_;  // of a short message all
  std::array<uint8_t, 2 * kBlock> last_;
  const uint8_t* message_ = nullptr;
  size_t whole_ = 0;  // blocks of prefix and message alone
  size_t blocks_ = 0;
};

// The eight words of 5.3.3 as the instructions want them, highest word named first.
struct State {
  __m128i abef;
  __m128i cdgh;
};

State FirstState() {
  return {_mm_setr_epi32(static_cast<int>(0x9b05688c), 0x510e527f, static_cast<int>(0xbb67ae85),
                         0x6a09e667),
          _mm_setr_epi32(0x5be0cd19, 0x1f83d9ab, static_cast<int>(0xa54ff53a), 0x3c6ef372)};
}

// One block of each lane (6.2.2), four rounds at a time, lane after lane.
template <size_t kLanes>
[[gnu::target("sha,sse4.1")]] void HashBlocks(std::array<State, kLanes>& states,
                                              const std::array<const uint8_t*, kLanes>& blocks) {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i abef[kLanes];
  __m128i cdgh[kLanes];
  __m128i words[kLanes][4];
#pragma GCC unroll 4
  for (size_t lane = 0; lane < kLanes; ++lane) {
    abef[lane] = states[lane].abef;
    cdgh[lane] = states[lane].cdgh;
#pragma GCC unroll 4
    for (size_t i = 0; i < 4; ++i) {
      const auto* at = reinterpret_cast<const __m128i*>(blocks[lane] + 16 * i);
      words[lane][i] = _mm_shuffle_epi8(_mm_loadu_si128(at), swap);
    }
  }
#pragma GCC unroll 16
  for (size_t four = 0; four < 16; ++four) {
    const __m128i constants =
        _mm_load_si128(reinterpret_cast<const __m128i*>(kRoundConstants + 4 * four));
#pragma GCC unroll 4
    for (size_t lane = 0; lane < kLanes; ++lane) {
      auto& w = words[lane];
      __m128i& now = w[four % 4];
      const __m128i sum = _mm_add_epi32(now, constants);
      cdgh[lane] = _mm_sha256rnds2_epu32(cdgh[lane], abef[lane], sum);
      abef[lane] = _mm_sha256rnds2_epu32(abef[lane], cdgh[lane], _mm_shuffle_epi32(sum, 0x0e));
      if (four >= 12) continue;
      const __m128i before = w[(four + 3) % 4];
      const __m128i seven = _mm_alignr_epi8(before, w[(four + 2) % 4], 4);
      const __m128i part = _mm_add_epi32(_mm_sha256msg1_epu32(now, w[(four + 1) % 4]), seven);
      now = _mm_sha256msg2_epu32(part, before);
    }
  }
#pragma GCC unroll 4
  for (size_t lane = 0; lane < kLanes; ++lane) {
    states[lane].abef = _mm_add_epi32(states[lane].abef, abef[lane]);
    states[lane].cdgh = _mm_add_epi32(states[lane].cdgh, cdgh[lane]);
  }
}

std::array<uint8_t, 32> DigestOf(const State& state) {
  std::array<uint32_t, 4> abef;
  std::array<uint32_t, 4> cdgh;
  std::memcpy(abef.data(), &state.abef, sizeof(abef));
  std::memcpy(cdgh.data(), &state.cdgh, sizeof(cdgh));
  const std::array<uint32_t, 8> words = {abef[3], abef[2], cdgh[3], cdgh[2],
                                         abef[1], abef[0], cdgh[1], cdgh[0]};
  std::array<uint8_t, 32> digest;
  for (size_t i = 0; i < words.size(); ++i) {
    const uint32_t word = __builtin_bswap32(words[i]);
    std::memcpy(digest.data() + 4 * i, &word, sizeof(word));
  }
  return digest;
}

}  // namespace

bool HasSha256Lanes() {
  static const bool has = [] {
    constexpr unsigned kSha = 1U << 29;
    unsigned a = 0, b = 0, c = 0, d = 0;
    return __builtin_cpu_supports("sse4.1") && __get_cpuid_count(7, 0, &a, &b, &c, &d) == 1 &&
           (b & kSha) != 0;
  }();
  return has;
}

std::array<std::array<uint8_t, 32>, kSha256Lanes> Sha256OfLanes(
    uint8_t prefix, std::span<const std::string_view, kSha256Lanes> messages) {
  std::array<Padded, kSha256Lanes> padded;
  std::array<State, kSha256Lanes> states;
  size_t together = kMostBlocks;
  for (size_t lane = 0; lane < kSha256Lanes; ++lane) {
    padded[lane].Set(prefix, messages[lane]);
    states[lane] = FirstState();
    together = std::min(together, padded[lane].blocks());
  }
  for (size_t block = 0; block < together; ++block) {
    std::array<const uint8_t*, kSha256Lanes> blocks;
    for (size_t lane = 0; lane < kSha256Lanes; ++lane) {
      blocks[lane] = padded[lane].block(block);
    }
    HashBlocks(states, blocks);
  }
  std::array<std::array<uint8_t, 32>, kSha256Lanes> digests;
  for (size_t lane = 0; lane < kSha256Lanes; ++lane) {
    std::array<State, 1> alone = {states[lane]};
    for (size_t block = together; block < padded[lane].blocks(); ++block) {
      HashBlocks(alone, {padded[lane].block(block)});
    }
    digests[lane] = DigestOf(alone[0]);
  }
  return digests;
}

}  // namespace outturn::store

#else

namespace outturn::store {

bool HasSha256Lanes() { return false; }

std::array<std::array<uint8_t, 32>, kSha256Lanes> Sha256OfLanes(
    uint8_t, std::span<const std::string_view, kSha256Lanes>) {
  return {};
}

}  // namespace outturn::store

#endif
