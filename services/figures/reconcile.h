// Reconciliation: what a unit declared beside what its events say.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/figures/catalogue.h"
#include "services/figures/table.h"

namespace outturn::figures {

enum class Verdict : uint8_t {
  kEqual,            // as printed, to the last digit
  kEqualByRounding,  // the exact value rounds to what is printed
  kDifferent,
  kPrintedBlank,   // nothing printed, though there is a value
  kNoValue,        // printed, but the events give no value
  kNoFigure,       // a statement the catalogue has no figure for
  kUnreadable,     // a number is due and none is printed
  kUnknownFigure,  // the declaration names a figure the catalogue does not have
};
[[nodiscard]] const Words& Name(Verdict verdict);

struct Comparison {
  std::string form;
  std::string label;
  std::string figure;   // canonical
  std::string printed;  // as declared
  Value derived;
  Verdict verdict = Verdict::kNoFigure;
  std::string difference;  // printed − derived in the printed unit; empty where it has no meaning
  Words remark;            // how rounding explains it, or what is unreadable; may be empty
};

// The last declaration of every form filed (by effective day) up to the cut, cell by cell, in the
// order declared.
[[nodiscard]] std::vector<Comparison> Compare(const Cut& cut);

enum class Severity : uint8_t { kError, kWarning, kInfo };

// Whether rounding to the printed decimals explains a difference; kNoMatter: no amounts differ.
enum class Rounding : uint8_t { kNoMatter, kExplains, kDoesNotExplain };

// One of the cells a check held against each other.
struct ComparedCell {
  std::string label;
  std::string value;  // as printed
  std::string form;
};

// What a check between declared cells found.
struct Finding {
  std::string check;  // stable id: "sum", "weights", …
  Severity severity = Severity::kError;
  std::string place;     // where, in words
  std::string found;     // as printed
  std::string expected;  // what the other printed figures make it
  std::string difference;
  Words words;
  std::vector<ComparedCell> compared = {};
  Rounding rounding = Rounding::kNoMatter;
};

// The declared cells against each other.
[[nodiscard]] std::vector<Finding> CheckDeclared(const Cut& cut);

// Both, as the form "reconciliation".
[[nodiscard]] Table ReconciliationTable(const Cut& cut, const Provenance& provenance,
                                        Language language);

}  // namespace outturn::figures
