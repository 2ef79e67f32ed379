// The audit pack: one file with all that is needed to check a ledger without the server. PACK.md
// has its bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "services/audit/touched.h"
#include "services/core/day.h"
#include "services/core/ids.h"
#include "store/tree/merkle_proof.h"
#include "store/tree/signed_note.h"

namespace outturn::audit {

// One event of the pack, or what is left of one that is withheld.
struct Entry {
  enum class Of : uint8_t {
    kLedger,     // the pack's ledger
    kPriorYear,  // the unit's ledger of the year before: the forms' columns of last year
    kBook,       // a policy adopted for no ledger
  };
  core::Position position = 0;
  Of of = Of::kLedger;
  bool withheld = false;
  store::Hash leaf{};
  std::string bytes;  // as stored; empty when withheld
};

// What the book says of the pack, and signs.
struct Facts {
  std::string book;
  core::LedgerId ledger;
  core::Day as_of;             // of the forms in it
  uint64_t size = 0;           // events of the book: the tree's size
  core::Instant recorded_at;   // when the last of them was recorded
  uint64_t version = 0;        // events of the ledger among them
  uint64_t prior_version = 0;  // of the ledger of the year before; 0: the book has none
};

struct Pack {
  Facts facts;
  store::Note checkpoint;
  std::vector<Entry> entries;                // by position
  store::Proof proof;                        // store::ProveLeaves of them in the checkpoint's tree
  uint64_t from = 0;                         // the size of an earlier checkpoint; 0: none
  store::Proof growth;                       // consistency from there
  Touched touched;                           // by what is withheld
  std::map<std::string, std::string> rules;  // code tables and forms, by file below the packs
  std::map<std::string, std::string> forms;  // what the server prints, as JSON, by form
};

// Signs a note's text with the book's key.
using Sign = std::function<store::Note(std::string text)>;

[[nodiscard]] std::string Write(const Pack& pack, store::Digest digest, const Sign& sign);

// ---- reading, piece by piece, so that what is wrong can be named

inline constexpr std::string_view kCheckpointSection = "checkpoint";
inline constexpr std::string_view kEventsSection = "events";
inline constexpr std::string_view kProofSection = "proof";
inline constexpr std::string_view kGrowthSection = "growth";
inline constexpr std::string_view kTouchedSection = "touched";
inline constexpr std::string_view kRulesPrefix = "rules/";
inline constexpr std::string_view kFormsPrefix = "forms/";

struct Section {
  std::string name;
  store::Hash hash{};      // as the manifest has it
  std::string_view bytes;  // of the file
};

struct Opened {
  store::Note manifest;
  Facts facts;
  std::vector<Section> sections;
  // nullptr when there is none of that name.
  [[nodiscard]] const Section* Find(std::string_view name) const;
};

// Takes the file apart; nothing is checked but its form. Points into `file`. kCorrupt.
[[nodiscard]] store::Result<Opened> Open(std::string_view file);

// The sections' contents. kCorrupt.
[[nodiscard]] store::Result<std::vector<Entry>> ReadEntries(std::string_view bytes);
[[nodiscard]] store::Result<store::Proof> ReadHashes(std::string_view bytes);
struct Growth {
  uint64_t from = 0;
  store::Proof proof;
};
[[nodiscard]] store::Result<Growth> ReadGrowth(std::string_view bytes);

}  // namespace outturn::audit
