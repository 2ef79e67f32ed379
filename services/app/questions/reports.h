// Reports: any figure and any form of a ledger, as of any day, as known at any position.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/app/book.h"
#include "services/app/packs/packs.h"
#include "services/app/patience.h"
#include "services/app/trouble.h"
#include "services/figures/catalogue.h"
#include "services/figures/forms/form.h"
#include "services/figures/forms/template.h"
#include "services/figures/public/leaks.h"
#include "services/figures/table.h"

namespace outturn::app {

// One cut of one ledger.
struct Question {
  core::LedgerId ledger;
  std::optional<core::Day> as_of;  // none: today, or the year's last day once it is over
  core::Position known_at = 0;     // 0: now
  GivenUp given_up = {};           // of what walks over many events
};

// Threads: any. Book and packs outlive it.
class Reports {
 public:
  Reports(const Book& book, const Packs& packs) : book_(book), packs_(packs) {}

  // Calls `use` with the cut asked for; the cut lives for the call only and `use` neither waits nor
  // keeps it. Trouble: LEDGER_NOT_FOUND, DAY_OUTSIDE_YEAR, POSITION_BEYOND_TAIL, DATA_DAMAGED.
  using Use = std::function<void(const figures::Cut&, const figures::Provenance&)>;
  [[nodiscard]] std::optional<Trouble> WithCut(const Question& question, const Use& use) const;

  // The form as the ledger's rules have it (or "reconciliation"); trouble as WithCut, and
  // FORM_NOT_FOUND, FORM_NOT_PUBLIC, FORM_WITHOUT_PROJECTS, PROJECT_NOT_FOUND.
  [[nodiscard]] Asked<figures::Table> Table(const Question& question, const std::string& form,
                                            const figures::Printing& printing) const;

  struct Figures {
    std::vector<std::pair<figures::Figure, figures::Value>> values;  // as asked
    figures::Provenance provenance;
  };
  // Trouble as WithCut, and FIGURE_NOT_FOUND: of a name nobody defined, and of a line, project,
  // class, indicator … the ledger does not have.
  [[nodiscard]] Asked<Figures> Values(const Question& question,
                                      const std::vector<std::string>& names) const;

  // A template filled in. Trouble as Table, and TEMPLATE_WRONG: unknown figures, placeholders and
  // forms by line, with those near.
  struct Report {
    figures::Document document;
    std::vector<figures::Gap> gaps;
  };
  [[nodiscard]] Asked<Report> Fill(const Question& question, std::string_view written,
                                   const figures::Printing& printing) const;

  // What is to be published together.
  struct ToPublish {
    std::vector<std::string> forms;  // none, and no template: every form for the public there is
    std::string written;             // a whole report's template; empty: none
    bool with_published = false;     // looked at beside what is recorded as published
  };
  // What the public versions would reveal. What was published before is taken as it was made then:
  // as of its day, as known at its position. Trouble as Table and Fill.
  struct LeakReport {
    figures::Leaks leaks;
    figures::Table table;               // the same for insiders
    std::vector<std::string> forms;     // that were looked at; "annex1 @2024-07-31" of another day
    std::vector<std::string> left_out;  // published, but what they show is not in the book
    // When it was looked up what was published: the ledger's version, 0: it was not, and where the
    // last publication is recorded, 0: there is none.
    uint64_t ledger_version = 0;
    core::Position last_publication = 0;
  };
  [[nodiscard]] Asked<LeakReport> FindLeaks(const Question& question, const ToPublish& asked,
                                            figures::Language language) const;

  // Whether nothing is being recorded just now: a question about now then hardly waits.
  [[nodiscard]] bool IsQuiet() const;

  [[nodiscard]] const Packs& packs() const { return packs_; }

 private:
  // Adds what is recorded as published to a search for leaks, and to the report that it was.
  [[nodiscard]] std::optional<Trouble> AddPublished(const Question& question,
                                                    figures::LeakSearch& search,
                                                    LeakReport& report) const;

  const Book& book_;
  const Packs& packs_;
};

// The day a form is cut at where nobody asked for one: its own, once that has come.
[[nodiscard]] core::Day OwnDay(const figures::FormDefinition& form, const figures::Cut& cut);
// FORM_NOT_FOUND: with the packs that have the form where other rules do, else the forms there are.
[[nodiscard]] Trouble NoSuchForm(const std::string& form, const std::string& policy,
                                 const Packs& packs);
// Names that may have been meant: of that form in other packs, else those that look like it.
[[nodiscard]] std::vector<std::string> NearForm(const std::string& form, std::string_view policy,
                                                const Packs& packs);
// SHA-256 of what was printed: 32 bytes.
[[nodiscard]] std::string Sha256(std::string_view bytes);

}  // namespace outturn::app
