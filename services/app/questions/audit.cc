#include "services/app/questions/audit.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include "services/app/questions/audit_rows.h"
#include "services/checks/explain.h"
#include "services/wire/codec.h"

namespace outturn::app {
namespace {

using figures::Share;

// Largest first; as they were recorded where there is no amount.
std::vector<const Share*> Largest(const std::vector<Share>& shares, const Audit::Page& page) {
  std::vector<const Share*> sorted;
  sorted.reserve(shares.size());
  for (const Share& share : shares) sorted.push_back(&share);
  const size_t begin = std::min(page.skip, sorted.size());
  const size_t end = std::min(begin + page.size, sorted.size());
  const auto size = [](const Share* share) { return std::llabs(share->amount.value_or(0)); };
  // A share's place in the vector is the order of events and legs.
  std::partial_sort(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(end), sorted.end(),
                    [&](const Share* a, const Share* b) {
                      return size(a) != size(b) ? size(a) > size(b) : a < b;
                    });
  return {sorted.begin() + static_cast<std::ptrdiff_t>(begin),
          sorted.begin() + static_cast<std::ptrdiff_t>(end)};
}

// Of a figure, or of a check: "check(declared_sum)"; also by its bare id or what it is called,
// where no figure is called so.
figures::Fallible<figures::Explanation> ExplanationOf(const figures::Cut& cut,
                                                      const checks::Rules& rules,
                                                      const std::string& name,
                                                      figures::Language language) {
  if (auto check = checks::ExplainCheck(cut, rules, name, language)) return *std::move(check);
  const auto figure = figures::ParseFigure(name);
  auto unknown = figure ? figures::FindUnknown(cut, *figure)
                        : std::optional<figures::Problem>(figure.problem());
  if (!unknown) return figures::Explain(cut, *figure, language);
  if (auto check = checks::ExplainCheckCalled(cut, rules, name, language)) return *std::move(check);
  for (std::string& near : checks::ChecksNear(rules, name)) {
    unknown->near.push_back(std::move(near));
  }
  return *std::move(unknown);
}

}  // namespace

store::Status Audit::Count(const std::vector<figures::Basis>& bases, core::Position last,
                           std::vector<figures::Tally>& tallies, Patience& patience) const {
  std::map<core::LedgerId, std::vector<figures::Tally*>> walks;
  for (const figures::Basis& basis : bases) tallies.emplace_back(basis);
  for (size_t i = 0; i < bases.size(); ++i) {
    if (tallies[i].Walks()) walks[bases[i].ledger].push_back(&tallies[i]);
  }
  for (const auto& [ledger, takers] : walks) {
    const auto take = [&takers = takers, &patience](const core::Event& event, std::string_view) {
      if (patience.EndsHere()) return false;
      for (figures::Tally* tally : takers) tally->Take(event);
      return true;
    };
    if (auto status = book_.VisitEvents(&ledger, 1, last, take); !status.ok()) return status;
  }
  return {};
}

store::Result<figures::Behind> Audit::PageOf(const figures::Basis& basis,
                                             const figures::Tally& tally, const Page& page) const {
  figures::Behind behind{&basis, tally.shares().size(), tally.sum(), page.skip, {}};
  for (const Share* share : Largest(tally.shares(), page)) {
    const auto event = book_.EventAt(share->position);
    if (!event.ok()) return event.status();
    behind.rows.emplace_back(*share, RowOf(*event));
  }
  return behind;
}

Asked<Audit::Explained> Audit::Explain(const Question& question, const std::string& name,
                                       const Page& page, figures::Language language) const {
  figures::Explanation explanation;
  figures::Provenance provenance;
  std::string unit;
  std::optional<figures::Problem> unknown;
  auto trouble =
      reports_.WithCut(question, [&](const figures::Cut& cut, const figures::Provenance& from) {
        auto told = ExplanationOf(cut, reports_.packs().check_rules, name, language);
        unknown = told ? std::nullopt : std::optional(told.problem());
        if (unknown) return;
        explanation = *std::move(told);
        provenance = from;
        unit = cut.ledger.opened.unit_name + " " + cut.ledger.id.ToString();
      });
  if (trouble) return *std::move(trouble);
  if (unknown) return UnknownFigure(name, *unknown);
  std::vector<figures::Tally> tallies;
  tallies.reserve(explanation.bases.size());  // shares point into their tally
  Patience patience(question.given_up);
  if (auto status = Count(explanation.bases, provenance.position, tallies, patience);
      !status.ok()) {
    return Damaged(status);
  }
  if (patience.over()) return EndedEarly();
  Explained explained;
  std::vector<figures::Behind> behind;
  for (size_t i = 0; i < tallies.size(); ++i) {
    auto one = PageOf(explanation.bases[i], tallies[i], page);
    if (!one.ok()) return Damaged(one.status());
    explained.adds_up = explained.adds_up && tallies[i].AddsUp();
    explained.more = explained.more || page.skip + page.size < one->count;
    behind.push_back(*std::move(one));
  }
  explained.table = figures::ExplanationTable(explanation, behind, unit, provenance, language);
  return explained;
}

Asked<std::vector<Audit::Listed>> Audit::LargestBehind(const Question& question,
                                                       const std::vector<figures::Figure>& sums,
                                                       core::Day since, size_t most) const {
  std::vector<Listed> listed;
  if (sums.empty()) return listed;
  std::vector<figures::Basis> bases;
  core::Position last = 0;
  auto trouble =
      reports_.WithCut(question, [&](const figures::Cut& cut, const figures::Provenance& from) {
        last = from.position;
        bases.clear();  // read once more where memory was ahead of the disk
        for (const figures::Figure& sum : sums) {
          auto explained = figures::Explain(cut, sum, figures::Language::kChinese);
          for (figures::Basis& basis : explained.bases) {
            basis.since = since;
            bases.push_back(std::move(basis));
          }
        }
      });
  if (trouble) return *std::move(trouble);
  std::vector<figures::Tally> tallies;
  tallies.reserve(bases.size());  // shares point into their tally
  Patience patience(question.given_up);
  if (auto status = Count(bases, last, tallies, patience); !status.ok()) return Damaged(status);
  if (patience.over()) return EndedEarly();
  for (size_t i = 0; i < bases.size(); ++i) {
    auto page = PageOf(bases[i], tallies[i], {0, most});
    if (!page.ok()) return Damaged(page.status());
    for (auto& [share, event] : page->rows) {
      listed.push_back({bases[i].figure, share.amount.value_or(0), std::move(event)});
    }
  }
  return listed;
}

}  // namespace outturn::app
