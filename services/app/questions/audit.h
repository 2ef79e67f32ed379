// Audit: why a figure is what it is, what changed between two cuts, and what was filed beside what
// the events say; each down to the events.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/app/book.h"
#include "services/app/questions/reports.h"
#include "services/figures/difference.h"
#include "services/figures/explain/explain_table.h"
#include "services/figures/forms/refiled.h"

namespace outturn::app {

// Threads: any. Book and reports outlive it. What walks over events ends with GIVEN_UP soon after
// the question was given up.
class Audit {
 public:
  Audit(const Book& book, const Reports& reports) : book_(book), reports_(reports) {}

  struct Page {
    size_t skip = 0;   // of the shares of each basis, largest first
    size_t size = 20;  // at least 1
  };
  struct Explained {
    figures::Table table;
    bool adds_up = true;  // every list of events adds up to its figure
    bool more = false;    // some list goes on behind this page
  };
  // The figure's explanation with a page of the events behind it. Trouble as Reports::Values.
  // Reads all of the ledger's events up to the position asked for.
  [[nodiscard]] Asked<Explained> Explain(const Question& question, const std::string& figure,
                                         const Page& page, figures::Language language) const;

  // The largest `most` shares of each sum among events effective on `since` or later.
  struct Listed {
    std::string figure;
    int64_t amount_fen = 0;
    figures::EventRow event;
  };
  [[nodiscard]] Asked<std::vector<Listed>> LargestBehind(const Question& question,
                                                         const std::vector<figures::Figure>& sums,
                                                         core::Day since, size_t most) const;

  // What changed from one cut to another, of the same ledger: of a form, or of the figures named.
  // Of each list of events the `most` largest are told. Without a day forms are cut at their own,
  // as Reports::Table does; two nows are one. Trouble as Reports::Table and ::Values;
  // FIGURE_NOT_FOUND when a name is neither a form nor a figure, FORM_NOT_COMPARED of the
  // reconciliation, DAYS_DIFFER where no day is asked for and the names have different ones.
  [[nodiscard]] Asked<figures::Difference> Diff(const Question& before, const Question& after,
                                                const std::vector<std::string>& names, size_t most,
                                                figures::Language language) const;

  // Each declared cell beside the derived one, as known when the form was filed and as known now
  // (one position for all forms), both as of the day it was filed for. Forms: all that were filed
  // by the day asked for, or the one named (FORM_NOT_FOUND when it was not).
  [[nodiscard]] Asked<figures::Refiled> Reconcile(const Question& question, const std::string& form,
                                                  size_t most, figures::Language language) const;

 private:
  // One cut's figures with how they come about.
  struct Told {
    std::string label;
    figures::Value value;
    figures::Explanation explanation;
  };
  struct Side {
    figures::Provenance provenance;
    std::string unit_name;
    std::vector<std::string> order;  // names as they were met
    std::map<std::string, Told> told;
    std::map<std::string, std::string> titles = {};  // of forms, by id
  };
  // A figure to look at; of those a caller asked for by name unknown ones are trouble.
  struct Wanted {
    std::string figure;
    std::string label;  // empty: what the figure is called
    bool asked = false;
  };
  using Wants = std::function<std::vector<Wanted>(const figures::Cut&, const figures::Provenance&)>;
  // With `now`, the end of the book when a question about now was first looked into: such a
  // question means that position, however far the book has gone on since.
  [[nodiscard]] Asked<Side> Look(const Question& question, const Wants& wants,
                                 figures::Language language, core::Position now = 0) const;
  // A question whose day and end of the book are known, and the forms among its names.
  struct Resolved {
    Question question;
    core::Position position = 0;
    std::vector<const figures::FormDefinition*> forms;  // by name; nullptr: a figure
  };
  // What to say of a name that is no form; nullopt: it is a figure's.
  [[nodiscard]] std::optional<Trouble> NeitherFormNorFigure(const std::string& name,
                                                            const std::string& policy) const;
  [[nodiscard]] Asked<Resolved> Resolve(const Question& question,
                                        const std::vector<std::string>& names) const;
  [[nodiscard]] Asked<Side> LookAtAll(const Resolved& asked, const std::vector<std::string>& names,
                                      core::Position now, figures::Language language) const;
  // The events that changed what the figures rest on.
  [[nodiscard]] store::Result<std::vector<figures::ChangedBasis>> ChangesBetween(
      const Side& before, const Side& after, const std::vector<std::string>& names, size_t most,
      Patience& patience) const;
  struct Pair;
  [[nodiscard]] store::Status CountBoth(std::vector<Pair>& pairs, core::Position before,
                                        core::Position after, Patience& patience) const;

  // The shares of every basis among the events 1 … last.
  [[nodiscard]] store::Status Count(const std::vector<figures::Basis>& bases, core::Position last,
                                    std::vector<figures::Tally>& tallies, Patience& patience) const;
  [[nodiscard]] store::Result<figures::Behind> PageOf(const figures::Basis& basis,
                                                      const figures::Tally& tally,
                                                      const Page& page) const;

  const Book& book_;
  const Reports& reports_;
};

}  // namespace outturn::app
