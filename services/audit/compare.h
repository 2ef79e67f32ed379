// A form derived from the events beside what the server printed.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/app/packs/packs.h"
#include "services/figures/catalogue.h"
#include "services/figures/table.h"

namespace outturn::audit {

// The reconciliation is no data file but a form all the same.
inline constexpr char kReconciliation[] = "reconciliation";

// In Chinese, as packs print it; nullopt when the rules have no such form.
[[nodiscard]] std::optional<figures::Table> DeriveForm(const app::Packs& rules,
                                                       const std::string& form,
                                                       const figures::Cut& cut,
                                                       const figures::Provenance& provenance);

struct Comparison {
  bool same = false;        // byte for byte
  bool unreadable = false;  // what was printed is no form
  size_t equal = 0;         // figures with the same value on both sides
  struct Difference {
    bool checkable = true;
    figures::Words words;  // "paid(…): printed 553.17, from the events 290.17"
  };
  std::vector<Difference> different;  // each figure once
  // Words that follow from the events are not printed, or in another order; places of figures
  // that can be checked count.
  bool words_missing = false;
  std::vector<std::string> words_more;  // printed beyond them
};
// Whether a figure follows from the events there are, though others are withheld.
using Checkable = std::function<bool(const std::string& figure)>;
[[nodiscard]] Comparison Compare(const figures::Table& derived, const std::string& printed_json,
                                 const Checkable& checkable);

}  // namespace outturn::audit
