#include "services/figures/public/leaks.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "services/figures/definitions.h"
#include "services/figures/name.h"
#include "services/figures/public/classified.h"
#include "services/figures/public/secret_words.h"
#include "services/figures/values/elimination.h"

namespace outturn::figures {
namespace {

// What money is made of: one measure of one class of one line, of this year or the last.
using Movement = std::tuple<bool, std::string, std::string, core::Measure>;
using Amounts = std::map<Movement, int64_t>;
// What of it came between an edition of the documents and the one before.
using Atom = std::pair<size_t, Movement>;
using Sum = std::map<Atom, int64_t>;  // how often each counts

// All documents that show one state of the money.
struct Edition {
  core::Day day;
  Amounts gained;  // since the edition before, in fen, never zero; of the first, everything
};

// The amounts that came with the editions `first` to `last`, both included.
struct Span {
  size_t first = 0;
  size_t last = 0;
  Words when;  // empty: everything up to now
};

std::string OwnerOf(const core::LineOpened& facts) {
  return facts.project.empty() ? facts.line : facts.project;
}

// What every search asks of each classified project.
constexpr std::string_view kMeasures[] = {
    "initial_budget", "full_year_budget", "paid",      "received",  "carry_in",
    "adjustments",    "prior_year_paid",  "committed", "remaining", "prior_year_budget"};

// A figure of last year is this one, of last year's ledger.
const Definition& OfItsYear(std::string_view measure) {
  if (measure == "prior_year_paid") return *FindDefinition("paid");
  if (measure == "prior_year_budget") return *FindDefinition("initial_budget");
  return *FindDefinition(measure);
}
bool IsOfLastYear(std::string_view measure) { return measure.starts_with("prior_year_"); }

void FindNames(const Cut& cut, const Table& table, std::vector<NamePrinted>& names) {
  const SecretWords words(cut);
  std::set<std::string> told;
  const auto look = [&](const std::string& text) {
    if (!told.insert(text).second) return;
    for (const std::string& owner : words.OwnersIn(text)) {
      names.push_back({owner, table.id, Shown(text)});
    }
  };
  look(table.title);
  look(table.subtitle);
  for (const std::string& note : table.notes) look(note);
  for (const Section& section : table.sections) {
    look(section.page);
    look(section.title);
    for (const Column& column : section.columns) look(column.head);
    for (const Row& row : section.rows) {
      for (const figures::Cell& cell : row.cells) {
        look(cell.printed);
        look(cell.figure);
      }
    }
  }
}

}  // namespace

class LeakSearch::Searcher {
 public:
  explicit Searcher(Readers readers) : readers_(readers) {}

  void Add(const Cut& cut, const std::vector<Table>& tables) {
    Learn(cut);
    for (const Table& table : tables) {
      for (const Section& section : table.sections) {
        for (const Row& row : section.rows) {
          for (const figures::Cell& cell : row.cells) AddFigure(cut, cell.figure);
        }
      }
    }
  }

  // What was added until now is known to readers.
  void EndPublished() { published_ = printed_.size(); }

  [[nodiscard]] Leaks Search() {
    Leaks leaks;
    if (owners_.empty()) return leaks;
    const size_t columns = NumberColumns();
    echelon_.emplace(columns);
    known_.emplace(columns);
    for (size_t i = 0; i < printed_.size(); ++i) {
      echelon_->Add(RowOf(printed_[i].sum));
      if (i < published_) known_->Add(RowOf(printed_[i].sum));
    }
    for (const Span& span : Spans()) {
      for (const std::string_view measure : kMeasures) FindOf(measure, span, leaks);
    }
    return leaks;
  }

 private:
  struct Printed {
    std::string name;
    size_t edition = 0;
    core::Fen amount;
    Sum sum;
  };

  static const core::LedgerState* LastYear(const Cut& cut) {
    const core::LedgerId& id = cut.ledger.id;
    return cut.book.FindLedger({id.unit, id.year - 1});
  }

  // ---- what money there was

  void Learn(const Cut& cut) {
    for (const auto& [code, line] : cut.ledger.lines) {
      if (!line.facts.classified && !IsClassifiedProject(cut, line.facts.project)) continue;
      const std::string owner = OwnerOf(line.facts);
      owners_.emplace(owner, !line.facts.project.empty());
    }
    Amounts amounts;
    LearnLedger(cut.ledger, cut.as_of, false, amounts);
    if (const core::LedgerState* last = LastYear(cut)) {
      LearnLedger(*last, core::Day::LastOf(last->id.year), true, amounts);
    }
    Amounts gained = amounts;
    for (const auto& [movement, amount] : amounts_) {
      const auto now = gained.try_emplace(movement, 0).first;
      now->second -= amount;
      if (now->second == 0) gained.erase(now);
    }
    amounts_ = std::move(amounts);
    if (editions_.empty() || !gained.empty()) editions_.push_back({cut.as_of, std::move(gained)});
  }

  void LearnLedger(const core::LedgerState& ledger, core::Day day, bool last_year,
                   Amounts& amounts) {
    for (const auto& [code, line] : ledger.lines) {
      const std::string owner = OwnerOf(line.facts);
      if (line.facts.classified || owners_.contains(owner)) owner_of_[{last_year, code}] = owner;
      for (const auto& [economic_class, cell] : line.cells) {
        for (int i = 0; i < core::kMeasureCount; ++i) {
          const auto measure = static_cast<core::Measure>(i);
          const core::Fen amount = cell[measure].At(day);
          if (!amount.zero()) amounts[{last_year, code, economic_class, measure}] = amount.count();
        }
      }
    }
  }

  // ---- what the figures add up

  void AddFigure(const Cut& cut, const std::string& name) {
    const size_t edition = editions_.size() - 1;
    if (name.empty() || !seen_.emplace(edition, name).second) return;
    const Fallible<Figure> figure = ParseFigure(name);
    if (!figure || figure->definition->unit != "fen") return;
    auto sum = SumOfFigure(cut, *figure);
    // What readers can add up themselves they can take off.
    if (sum && readers_ == Readers::kHaveThePublicEvents) {
      std::erase_if(*sum, [&](const auto& entry) { return !IsClassified(entry.first.second); });
    }
    if (!sum || sum->empty()) return;
    const Value value = Evaluate(cut, *figure);
    const auto* fen = std::get_if<core::Fen>(&value);
    printed_.push_back({name, edition, fen == nullptr ? core::Fen() : *fen, *std::move(sum)});
  }

  // nullopt: the figure is no sum of movements.
  [[nodiscard]] std::optional<Sum> SumOfFigure(const Cut& cut, const Figure& figure) const {
    const std::string_view name = figure.definition->name;
    if (name == "prior_year_paid" || name == "prior_year_budget") {
      const core::LedgerState* last = LastYear(cut);
      if (last == nullptr) return std::nullopt;
      return SumIn(*last, OfItsYear(name).terms, figure.selector, true);
    }
    if (name == "procurement_budget") {
      Selector selector = figure.selector;
      selector.procurement = true;
      return SumIn(cut.ledger, {{core::Measure::kInitial, 1}}, selector, false);
    }
    if (figure.definition->terms.empty()) return std::nullopt;
    return SumIn(cut.ledger, figure.definition->terms, figure.selector, false);
  }

  [[nodiscard]] Sum SumIn(const core::LedgerState& ledger, const std::vector<Term>& terms,
                          const Selector& selector, bool last_year) const {
    Sum sum;
    for (const auto& [code, line] : ledger.lines) {
      if (!selector.MatchesLine(*ledger.tables, line)) continue;
      for (const auto& [economic_class, cell] : line.cells) {
        if (selector.ByClass() && !selector.MatchesClass(*ledger.tables, economic_class)) continue;
        for (const Term& term : terms) {
          Count({last_year, code, economic_class, term.measure}, term.sign, sum);
        }
      }
    }
    return sum;
  }

  void Count(const Movement& movement, int sign, Sum& sum) const {
    for (size_t i = 0; i < editions_.size(); ++i) {
      if (editions_[i].gained.contains(movement)) sum[{i, movement}] += sign;
    }
  }

  // ---- what is asked

  // Everything up to now; then what the editions before showed, and what lies between any two.
  [[nodiscard]] std::vector<Span> Spans() const {
    const size_t now = editions_.size() - 1;
    std::vector<Span> spans = {{0, now, {}}};
    for (size_t last = 0; last <= now; ++last) {
      const std::string until = editions_[last].day.ToString();
      if (last < now) spans.push_back({0, last, {"截至" + until, "until " + until}});
      for (size_t first = 1; first <= last; ++first) {
        const std::string since = editions_[first - 1].day.ToString();
        spans.push_back(
            {first, last, {since + "之后至" + until, "after " + since + ", until " + until}});
      }
    }
    return spans;
  }

  [[nodiscard]] Sum OfOwner(const std::string& owner, std::string_view measure,
                            const Span& span) const {
    Sum sum;
    const bool last_year = IsOfLastYear(measure);
    for (size_t i = span.first; i <= span.last; ++i) {
      for (const auto& [movement, gained] : editions_[i].gained) {
        const auto& [of_last_year, code, economic_class, moved] = movement;
        if (of_last_year != last_year) continue;
        const auto its_owner = owner_of_.find({last_year, code});
        if (its_owner == owner_of_.end() || its_owner->second != owner) continue;
        for (const Term& term : OfItsYear(measure).terms) {
          if (term.measure == moved) sum[{i, movement}] += term.sign;
        }
      }
    }
    return sum;
  }

  // ---- columns of unknowns, rows of figures

  [[nodiscard]] bool IsClassified(const Movement& movement) const {
    return owner_of_.contains({std::get<0>(movement), std::get<1>(movement)});
  }

  // Gives every atom its column; how many columns there are. Public atoms that every figure counts
  // alike share one: no combination can tell them apart.
  size_t NumberColumns() {
    std::map<Atom, std::vector<std::pair<size_t, int64_t>>> counted;
    for (size_t i = 0; i < printed_.size(); ++i) {
      for (const auto& [atom, times] : printed_[i].sum) counted[atom].emplace_back(i, times);
    }
    std::map<std::vector<std::pair<size_t, int64_t>>, size_t> alike;
    size_t next = 0;
    for (const auto& [atom, by_figure] : counted) {
      if (IsClassified(atom.second)) continue;
      const auto [at, is_new] = alike.try_emplace(by_figure, next);
      if (is_new) ++next;
      columns_[atom] = at->second;
    }
    for (const auto& [atom, by_figure] : counted) {
      if (IsClassified(atom.second)) columns_[atom] = next++;
    }
    return next;
  }

  // Empty when the sum holds what no printed figure does.
  [[nodiscard]] std::vector<uint64_t> RowOf(const Sum& sum) const {
    std::vector<uint64_t> row;
    for (const auto& [atom, times] : sum) {
      const auto column = columns_.find(atom);
      if (column == columns_.end()) return {};
      row.resize(std::max(row.size(), column->second + 1), 0);
      row[column->second] = Modular(times);  // the same for all atoms of the column
    }
    return row;
  }

  // ---- what is found

  void FindOf(std::string_view measure, const Span& span, Leaks& leaks) {
    std::vector<std::string> hidden;
    std::vector<Sum> sums;
    for (const auto& [owner, is_project] : owners_) {
      Sum sum = OfOwner(owner, measure, span);
      if (sum.empty()) continue;
      if (auto revealed = Reveal(sum, span)) {
        Figure figure{
            .definition = FindDefinition(measure), .selector = {}, .code = "", .cell = ""};
        (is_project ? figure.selector.project : figure.selector.line) = owner;
        revealed->projects = {owner};
        revealed->figure = figure.Name();
        leaks.exact.push_back(*std::move(revealed));
      } else {
        hidden.push_back(owner);
        sums.push_back(std::move(sum));
      }
    }
    FindSums(measure, span, hidden, sums, leaks);
  }

  // Which of `count` owners are looked at together, few before many. Subsets of more than ten are
  // too many: then their whole is, and so it is of days that are past.
  static std::vector<uint32_t> Subsets(size_t count, bool all) {
    constexpr size_t kMost = 10;
    std::vector<uint32_t> subsets;
    if (count < 2 || count >= 32) return subsets;
    const uint32_t whole = (uint32_t{1} << count) - 1;
    for (uint32_t subset = count <= kMost && all ? 1 : whole; subset <= whole; ++subset) {
      if (__builtin_popcount(subset) > 1) subsets.push_back(subset);
    }
    std::sort(subsets.begin(), subsets.end(), [](uint32_t a, uint32_t b) {
      return std::pair(__builtin_popcount(a), a) < std::pair(__builtin_popcount(b), b);
    });
    return subsets;
  }

  // The sum of those that are not revealed one by one; and of all but one, that is of pairs.
  void FindSums(std::string_view measure, const Span& span, const std::vector<std::string>& hidden,
                const std::vector<Sum>& sums, Leaks& leaks) {
    std::vector<uint32_t> found;
    for (const uint32_t subset : Subsets(hidden.size(), span.when.empty())) {
      const bool told = std::any_of(found.begin(), found.end(),
                                    [&](uint32_t part) { return (part & subset) == part; });
      if (told) continue;
      Sum sum;
      std::vector<std::string> projects;
      for (size_t i = 0; i < hidden.size(); ++i) {
        if ((subset >> i & 1) == 0) continue;
        projects.push_back(hidden[i]);
        sum.insert(sums[i].begin(), sums[i].end());
      }
      auto revealed = Reveal(sum, span);
      if (!revealed) continue;
      found.push_back(subset);
      revealed->projects = std::move(projects);
      revealed->figure = std::string(measure);
      leaks.sums.push_back(*std::move(revealed));
    }
  }

  // nullopt: it cannot be worked out; or it is of the past, and readers could before or can by what
  // was found already.
  [[nodiscard]] std::optional<Revealed> Reveal(const Sum& sum, const Span& span) {
    const std::vector<uint64_t> row = RowOf(sum);
    if (row.empty()) return std::nullopt;
    const auto made = echelon_->Combination(row);
    if (!made) return std::nullopt;
    if (!span.when.empty() && known_->Combination(row)) return std::nullopt;
    known_->Add(row);
    Revealed revealed;
    revealed.when = span.when;
    for (const auto& [atom, times] : sum) {
      const core::Fen amount(editions_[atom.first].gained.at(atom.second));
      revealed.amount += times > 0 ? amount : -amount;
    }
    std::vector<std::pair<core::Fen, Revealed::Step>> steps;
    for (size_t i = 0; i < made->size(); ++i) {
      if ((*made)[i] == 0) continue;
      const Printed& printed = printed_[i];
      std::string name = printed.name;
      if (printed.edition + 1 < editions_.size()) {
        name += " @" + editions_[printed.edition].day.ToString();
      }
      steps.push_back({printed.amount, {Whole((*made)[i]).value_or(0), std::move(name)}});
    }
    std::stable_sort(steps.begin(), steps.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (auto& [amount, step] : steps) revealed.steps.push_back(std::move(step));
    return revealed;
  }

  const Readers readers_;
  std::map<std::string, bool> owners_;  // of classified money: whether it is a project, or a line
  std::map<std::pair<bool, std::string>, std::string> owner_of_;  // lines, of last year or this
  std::vector<Edition> editions_;
  Amounts amounts_;  // of the last edition
  std::set<std::pair<size_t, std::string>> seen_;
  std::vector<Printed> printed_;
  size_t published_ = 0;  // how many of them readers had before
  std::map<Atom, size_t> columns_;
  std::optional<Echelon> echelon_;  // of all printed figures
  std::optional<Echelon> known_;    // of what readers knew, and what was found
};

LeakSearch::LeakSearch(Readers readers) : searcher_(std::make_unique<Searcher>(readers)) {}
LeakSearch::~LeakSearch() = default;

void LeakSearch::AddPublished(const Cut& cut, const std::vector<Table>& tables) {
  searcher_->Add(cut, tables);
}

Leaks LeakSearch::Find(const Cut& cut, const std::vector<Table>& tables) const {
  Searcher searcher = *searcher_;
  searcher.EndPublished();
  searcher.Add(cut, tables);
  Leaks leaks = searcher.Search();
  for (const Table& table : tables) FindNames(cut, table, leaks.names);
  return leaks;
}

Leaks FindLeaks(const Cut& cut, const std::vector<Table>& tables, Readers readers) {
  return LeakSearch(readers).Find(cut, tables);
}

}  // namespace outturn::figures
