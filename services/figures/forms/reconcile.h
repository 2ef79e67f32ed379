// Reconciliation: what a unit declared beside what its events say.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/figures/catalogue.h"

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

}  // namespace outturn::figures
