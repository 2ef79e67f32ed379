// What readers of a public version can work out of what it does not show: totals hold classified
// projects, so a total less its printed rows is theirs; of a single project, exactly its amount.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "services/figures/catalogue.h"
#include "services/figures/table.h"

namespace outturn::figures {

// An amount of classified projects that adding and subtracting printed figures gives.
struct Revealed {
  std::vector<std::string> projects;  // codes (of a line without a project, the line's); one: exact
  std::string figure;                 // "paid(project=QT01)"; of several: "paid"
  Words when;                         // empty: as of the new documents' day
  core::Fen amount;
  // How: figures and how often each counts, the largest amounts first. One that stands in an
  // earlier document has that one's day behind it: "paid @2024-07-31".
  struct Step {
    int64_t times = 0;
    std::string figure;
  };
  std::vector<Step> steps;
};

// A classified project's name or code among what is printed.
struct NamePrinted {
  std::string project;
  std::string form;
  std::string where;  // the text it stands in
};

struct Leaks {
  std::vector<Revealed> exact;
  std::vector<Revealed> sums;
  std::vector<NamePrinted> names;
};

// What readers have beside the printed tables.
enum class Readers : uint8_t {
  kHaveTheForms,         // nothing
  kHaveThePublicEvents,  // as of an audit pack: every movement of every line that is not classified
};

// Looks at every combination of the money figures of all tables together, by linear algebra over
// what each figure adds up. Rates and amounts by rules of their own (headroom of contracts aside)
// are not combined.
//
// Documents of other days count with the amounts they were made of: what a line got or paid between
// two of them is an unknown of its own, so their difference is seen for what it is.
class LeakSearch {
 public:
  explicit LeakSearch(Readers readers = Readers::kHaveTheForms);
  ~LeakSearch();
  LeakSearch(const LeakSearch&) = delete;
  LeakSearch& operator=(const LeakSearch&) = delete;

  // Public versions of a cut that readers have already, the oldest first. The cut may go
  // afterwards.
  void AddPublished(const Cut& cut, const std::vector<Table>& tables);

  // What the public versions of the new cut reveal together with those before; of other days than
  // the cut's only what readers did not know.
  [[nodiscard]] Leaks Find(const Cut& cut, const std::vector<Table>& tables) const;

 private:
  class Searcher;
  std::unique_ptr<Searcher> searcher_;
};

// The same where nothing was published before.
[[nodiscard]] Leaks FindLeaks(const Cut& cut, const std::vector<Table>& tables,
                              Readers readers = Readers::kHaveTheForms);

// The same as a report for insiders.
[[nodiscard]] Table LeakTable(const Leaks& leaks, const Cut& cut, const Provenance& provenance,
                              Language language);

}  // namespace outturn::figures
