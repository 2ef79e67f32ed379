// Proofs a server handed out one by one, checked against the book's key.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/audit/verify.h"

namespace outturn::audit {

// What leads from an event to a checkpoint, as the wire has it.
struct InclusionClaim {
  uint64_t position = 0;
  uint64_t size = 0;
  std::string leaf;                 // 32 bytes
  std::vector<std::string> hashes;  // 32 bytes each
  std::string note;                 // the signed checkpoint of `size`
  uint64_t told_position = 0;       // where a receipt says the event is; 0: there is none
  std::string event = {};           // as stored; an earlier server gives none
};
[[nodiscard]] Verification VerifyInclusion(const InclusionClaim& claim,
                                           const store::VerifierKey& key);

// That the checkpoint in `new_note` grew from the one in `old_note`.
struct GrowthClaim {
  std::string old_note;
  std::string new_note;
  std::vector<std::string> hashes;
};
[[nodiscard]] Verification VerifyGrowth(const GrowthClaim& claim, const store::VerifierKey& key);

}  // namespace outturn::audit
