#include "services/app/reports.h"

#include <algorithm>
#include <utility>

#include "services/figures/reconcile.h"

namespace outturn::app {
namespace {

Trouble NotFound(const char* reason, std::string zh, std::string en) {
  return {Trouble::Kind::kNotFound, reason, {std::move(zh), std::move(en)}};
}

// Today, kept inside the year.
core::Day DefaultDay(const Clock& clock, int year) {
  return std::clamp(clock.Now().ChinaDay(), core::Day::FirstOf(year), core::Day::LastOf(year));
}

// One cut of a state that holds the ledger, handed to `use` with its provenance.
std::optional<Trouble> Cut(const std::string& book_name, const core::BookState& book,
                           const store::Hash& root, const core::LedgerId& id, core::Day day,
                           const Reports::Use& use) {
  const core::LedgerState* ledger = book.FindLedger(id);
  if (ledger == nullptr) {
    return NotFound("LEDGER_NOT_FOUND", "没有账套 " + id.ToString(),
                    "there is no ledger " + id.ToString());
  }
  const core::Policy& policy = book.PolicyOf(*ledger, day);
  const figures::Cut cut{book, *ledger, policy, day};
  use(cut,
      {book_name, book.position, {root.begin(), root.end()}, day, book.recorded_at, policy.ref});
  return std::nullopt;
}

// The form of the cut; of its own day where nobody asked for one and that day has come.
figures::Table AtItsCut(const figures::FormDefinition& form, const Question& question,
                        const figures::Cut& cut, const figures::Provenance& from,
                        figures::Language language) {
  const auto day = form.cut
                       ? core::Day::Of(cut.ledger.id.year, static_cast<unsigned>(form.cut->first),
                                       static_cast<unsigned>(form.cut->second))
                       : std::nullopt;
  if (question.as_of || !day || *day >= cut.as_of) {
    return figures::FormTable(form, cut, from, language);
  }
  const core::Policy& policy = cut.book.PolicyOf(cut.ledger, *day);
  figures::Provenance of = from;
  of.as_of = *day;
  of.policy = policy.ref;
  return figures::FormTable(form, {cut.book, cut.ledger, policy, *day}, of, language);
}

}  // namespace

Trouble UnknownFigure(const figures::Problem& problem) {
  const figures::Words words = figures::Sentence(problem);
  return NotFound("FIGURE_NOT_FOUND", words.zh, words.en);
}

std::optional<Trouble> Reports::WithCut(const Question& question, const Use& use) const {
  const core::LedgerId& id = question.ledger;
  if (id.year < 1900 || id.year > 2999) {
    return NotFound("LEDGER_NOT_FOUND", "没有账套 " + id.ToString(),
                    "there is no ledger " + id.ToString());
  }
  const core::Day day = question.as_of.value_or(DefaultDay(book_.clock(), id.year));
  if (day.year() != id.year) {
    return Trouble{
        Trouble::Kind::kInvalid,
        "DAY_OUTSIDE_YEAR",
        {"日期 " + day.ToString() + " 不在预算年度 " + std::to_string(id.year) + " 内",
         "day " + day.ToString() + " lies outside fiscal year " + std::to_string(id.year)}};
  }
  if (question.known_at == 0) {
    return book_.Read([&](const core::BookState& book, const store::Frontier& frontier) {
      return Cut(book_.name(), book, frontier.Root(), id, day, use);
    });
  }
  const core::Position tail = book_.DurableTip().position;
  if (question.known_at > tail) {
    return Trouble{
        Trouble::Kind::kInvalid,
        "POSITION_BEYOND_TAIL",
        {"位置 " + std::to_string(question.known_at) + " 超出账簿末位 " + std::to_string(tail),
         "position " + std::to_string(question.known_at) + " is beyond the book's last, " +
             std::to_string(tail)}};
  }
  const auto known = book_.KnownAt(id, question.known_at);
  if (!known.ok()) return Damaged(known.status());
  const auto root = book_.RootAt(question.known_at);
  if (!root.ok()) return Damaged(root.status());
  return Cut(book_.name(), *known, *root, id, day, use);
}

Asked<figures::Table> Reports::Table(const Question& question, const std::string& form,
                                     figures::Language language) const {
  std::optional<figures::Table> table;
  auto trouble = WithCut(question, [&](const figures::Cut& cut, const figures::Provenance& from) {
    if (form == kReconciliation) {
      table = figures::ReconciliationTable(cut, from, language);
    } else if (const auto* definition = packs_.FindForm(cut.policy.ref.id, form)) {
      table = AtItsCut(*definition, question, cut, from, language);
    }
  });
  if (trouble) return *std::move(trouble);
  if (table) return *std::move(table);
  std::string known(kReconciliation);
  for (const PackForm& other : packs_.forms) known += ", " + other.form.id;
  return NotFound("FORM_NOT_FOUND", "没有表 " + form + "；现有：" + known,
                  "there is no form " + form + "; known: " + known);
}

Asked<Reports::Figures> Reports::Values(const Question& question,
                                        const std::vector<std::string>& names) const {
  Figures figures;
  for (const std::string& name : names) {
    auto figure = figures::ParseFigure(name);
    if (!figure) {
      return UnknownFigure(figure.problem());
    }
    figures.values.emplace_back(*std::move(figure), figures::NoValue{});
  }
  std::optional<figures::Problem> unknown;
  auto trouble = WithCut(question, [&](const figures::Cut& cut, const figures::Provenance& from) {
    figures.provenance = from;
    for (auto& [figure, value] : figures.values) {
      unknown = figures::FindUnknown(cut, figure);
      if (unknown) return;
      value = figures::Evaluate(cut, figure);
    }
  });
  if (trouble) return *std::move(trouble);
  if (unknown) return UnknownFigure(*unknown);
  return figures;
}

}  // namespace outturn::app
