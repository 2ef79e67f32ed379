// Verify: what of an audit pack holds, with nothing but the book's public key.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/audit/pack.h"
#include "services/figures/problem.h"
#include "services/figures/table.h"
#include "store/tree/signing.h"

namespace outturn::audit {

enum class Verdict : uint8_t {
  kHolds,
  kDoesNotHold,
  kWrongKey,     // signed by another key than the one given; of the same book
  kAnotherBook,  // of another book than the key's
  kForked,       // the checkpoint contradicts one the auditor has
};

// What was verified.
enum class Subject : uint8_t {
  kPack,
  kInclusion,  // the proof that an event is in the log
  kGrowth,     // the proof that the log grew from a checkpoint
};

struct Check {
  std::string
      id;  // "container", "manifest", "section", "checkpoint", "events", "history", "form annex1" …
  bool holds = false;
  figures::Words words;
};

struct Verification {
  Subject subject = Subject::kPack;
  Verdict verdict = Verdict::kDoesNotHold;
  std::optional<Facts> facts;  // once the manifest could be read
  std::vector<Check> checks;
  std::vector<figures::Words> remarks;  // what is withheld, and what rests on it
  uint64_t not_checkable = 0;           // cells and words of forms that rest on what is withheld
  std::map<std::string, figures::Table> forms;     // derived from the events, by form
  std::vector<store::NoteSignature> cosignatures;  // of the checkpoint, by others, not checked

  // One page.
  [[nodiscard]] std::string ToText(figures::Language language) const;
  [[nodiscard]] std::string ToJson() const;
};

// `known`: a checkpoint the auditor got some other way; the pack's is compared with it as far as
// the pack allows. `witnesses`: who must have co-signed the pack's checkpoint.
[[nodiscard]] Verification Verify(std::string_view file, const store::VerifierKey& key,
                                  const std::optional<store::Note>& known = std::nullopt,
                                  const std::vector<store::VerifierKey>& witnesses = {});

}  // namespace outturn::audit
