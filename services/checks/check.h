// The checks (勾稽关系): stated figures against each other. What each check is called and how much
// it weighs stands in the catalogue; what is arithmetic stands in the rules.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/checks/rules.h"
#include "services/checks/stated.h"

namespace outturn::checks {

// Whether rounding to the printed decimals explains a difference; kNoMatter: no amounts differ.
enum class Rounding : uint8_t { kNoMatter, kExplains, kDoesNotExplain };

struct Compared {
  std::string label;
  std::string value;  // as printed, with its unit
  Words where;
  std::string figure = {};  // where it is stated for one
};

struct Finding {
  std::string check;  // an id of the catalogue or of a rule
  Severity severity = Severity::kError;
  std::string scope;
  std::string figure;  // empty: about no single figure
  Place place;
  std::string found;
  std::string expected;
  std::string difference;  // found − expected, in the unit of `found`
  Rounding rounding = Rounding::kNoMatter;
  Words words;
  std::vector<Compared> compared;
  std::vector<Finding> also;  // what follows from the same cause
};

struct CheckAbout {
  std::string id;
  Severity severity = Severity::kError;
  Words words;
};

// Every check there is under these rules, by id.
[[nodiscard]] std::vector<CheckAbout> Catalogue(const Rules& rules);

struct Checked {
  // One cause gives one finding. Errors first, else in the order of the document.
  std::vector<Finding> findings;
  // Figures of the text that were read and that no check held against another: nobody knows whether
  // they are right. In the order of the filing, which must outlive them.
  std::vector<const Stated*> untied;
};
[[nodiscard]] Checked CheckAll(const Filing& filing, const Rules& rules);
// Its findings alone.
[[nodiscard]] std::vector<Finding> Check(const Filing& filing, const Rules& rules);

[[nodiscard]] std::string_view Name(Severity severity);  // "error", "warning", "info"

}  // namespace outturn::checks
