#include "services/figures/leaks.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "services/figures/definitions.h"
#include "services/figures/elimination.h"
#include "services/figures/form_rows.h"
#include "services/figures/name.h"

namespace outturn::figures {
namespace {

// What money is made of here: one movement of one class of one line, of this year or the last.
using Atom = std::tuple<bool, std::string, std::string, core::Measure>;
using Sum = std::map<Atom, int64_t>;  // how often each counts

std::string OwnerOf(const core::LineOpened& facts) {
  return facts.project.empty() ? facts.line : facts.project;
}

class Searcher {
 public:
  Searcher(const Cut& cut, const std::vector<Table>& tables, Readers readers)
      : cut_(cut), readers_(readers) {
    for (const auto& [code, line] : cut.ledger.lines) {
      if (IsClassifiedLine(line)) owners_[OwnerOf(line.facts)] = line.facts.project_name;
    }
    if (owners_.empty()) return;
    for (const Table& table : tables) {
      for (const Section& section : table.sections) {
        for (const Row& row : section.rows) {
          for (const figures::Cell& cell : row.cells) AddFigure(cell.figure);
        }
      }
    }
  }

  [[nodiscard]] const std::map<std::string, std::string>& owners() const { return owners_; }

  void Search(Leaks& leaks) {
    Echelon echelon(NumberColumns());
    for (const Sum& sum : sums_) echelon.Add(RowOf(sum));
    for (const std::string_view measure :
         {"initial_budget", "full_year_budget", "paid", "received", "carry_in", "adjustments",
          "prior_year_paid", "prior_year_budget"}) {
      FindOf(measure, echelon, leaks);
    }
  }

 private:
  bool IsClassifiedLine(const core::Line& line) const {
    return line.facts.classified || IsClassifiedProject(cut_, line.facts.project);
  }

  [[nodiscard]] const core::LedgerState* LastYear() const {
    const core::LedgerId& id = cut_.ledger.id;
    return cut_.book.FindLedger({id.unit, id.year - 1});
  }

  // nullopt: the figure is no sum of movements.
  [[nodiscard]] std::optional<Sum> SumOfFigure(const Figure& figure) const {
    const std::string_view name = figure.definition->name;
    if (name == "prior_year_paid" || name == "prior_year_budget") {
      const core::LedgerState* last = LastYear();
      if (last == nullptr) return std::nullopt;
      const auto* same = FindDefinition(name == "prior_year_paid" ? "paid" : "initial_budget");
      return SumIn({cut_.book, *last, cut_.policy, core::Day::LastOf(last->id.year)}, same->terms,
                   figure.selector, true);
    }
    if (name == "procurement_budget") {
      Selector selector = figure.selector;
      selector.procurement = true;
      return SumIn(cut_, {{core::Measure::kInitial, 1}}, selector, false);
    }
    if (figure.definition->terms.empty()) return std::nullopt;
    return SumIn(cut_, figure.definition->terms, figure.selector, false);
  }

  static Sum SumIn(const Cut& cut, const std::vector<Term>& terms, const Selector& selector,
                   bool last_year) {
    Sum sum;
    for (const auto& [code, line] : cut.ledger.lines) {
      if (!selector.MatchesLine(*cut.ledger.tables, line)) continue;
      for (const auto& [economic_class, cell] : line.cells) {
        if (selector.ByClass() && !selector.MatchesClass(*cut.ledger.tables, economic_class)) {
          continue;
        }
        for (const Term& term : terms) {
          if (cell[term.measure].At(cut.as_of).zero()) continue;
          sum[{last_year, code, economic_class, term.measure}] += term.sign;
        }
      }
    }
    return sum;
  }

  void AddFigure(const std::string& name) {
    if (name.empty() || !seen_.insert(name).second) return;
    const Fallible<Figure> figure = ParseFigure(name);
    if (!figure || figure->definition->unit != "fen") return;
    auto sum = SumOfFigure(*figure);
    // What readers can add up themselves they can take off.
    if (sum && readers_ == Readers::kHaveThePublicEvents) {
      std::erase_if(*sum, [&](const auto& entry) { return !IsClassifiedAtom(entry.first); });
    }
    if (!sum || sum->empty()) return;
    sums_.push_back(*std::move(sum));
    names_.push_back(name);
    const Value value = Evaluate(cut_, *figure);
    const auto* fen = std::get_if<core::Fen>(&value);
    amounts_.push_back(fen == nullptr ? core::Fen() : *fen);
  }

  [[nodiscard]] bool IsClassifiedAtom(const Atom& atom) const {
    const core::LedgerState* ledger = std::get<0>(atom) ? LastYear() : &cut_.ledger;
    const core::Line* line = ledger == nullptr ? nullptr : ledger->FindLine(std::get<1>(atom));
    if (line == nullptr) return false;
    return line->facts.classified || owners_.contains(OwnerOf(line->facts));
  }

  // Gives every atom its column; how many columns there are. Public atoms that every figure counts
  // alike share one: no combination can tell them apart.
  size_t NumberColumns() {
    std::map<Atom, std::vector<std::pair<size_t, int64_t>>> counted;
    for (size_t i = 0; i < sums_.size(); ++i) {
      for (const auto& [atom, times] : sums_[i]) counted[atom].emplace_back(i, times);
    }
    std::map<std::vector<std::pair<size_t, int64_t>>, size_t> alike;
    size_t next = 0;
    for (const auto& [atom, by_figure] : counted) {
      if (IsClassifiedAtom(atom)) continue;
      const auto [at, is_new] = alike.try_emplace(by_figure, next);
      if (is_new) ++next;
      columns_[atom] = at->second;
    }
    for (const auto& [atom, by_figure] : counted) {
      if (IsClassifiedAtom(atom)) columns_[atom] = next++;
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

  void FindOf(std::string_view measure, const Echelon& echelon, Leaks& leaks) const {
    std::vector<std::string> hidden;
    std::vector<Sum> sums;
    for (const auto& [owner, name] : owners_) {
      Figure figure{.definition = FindDefinition(measure), .selector = {}, .code = "", .cell = ""};
      const bool project = std::any_of(
          cut_.ledger.lines.begin(), cut_.ledger.lines.end(),
          [&owner = owner](const auto& entry) { return entry.second.facts.project == owner; });
      (project ? figure.selector.project : figure.selector.line) = owner;
      const auto sum = SumOfFigure(figure);
      if (!sum || sum->empty()) continue;
      if (auto revealed = Reveal(*sum, echelon)) {
        revealed->projects = {owner};
        revealed->figure = figure.Name();
        leaks.exact.push_back(*std::move(revealed));
      } else {
        hidden.push_back(owner);
        sums.push_back(*sum);
      }
    }
    FindSums(measure, hidden, sums, echelon, leaks);
  }

  // The sum of those that are not revealed one by one; and of all but one, that is of pairs.
  void FindSums(std::string_view measure, const std::vector<std::string>& hidden,
                const std::vector<Sum>& sums, const Echelon& echelon, Leaks& leaks) const {
    constexpr size_t kMost = 10;  // subsets of more are too many; their whole is looked at
    const size_t count = hidden.size();
    if (count < 2) return;
    std::vector<uint32_t> subsets;
    const uint32_t whole = count < 32 ? (uint32_t{1} << count) - 1 : ~uint32_t{0};
    if (count <= kMost) {
      for (uint32_t subset = 1; subset <= whole; ++subset) subsets.push_back(subset);
    } else if (count < 32) {
      subsets.push_back(whole);
    }
    std::vector<uint32_t> found;
    std::sort(subsets.begin(), subsets.end(), [](uint32_t a, uint32_t b) {
      return std::pair(__builtin_popcount(a), a) < std::pair(__builtin_popcount(b), b);
    });
    for (const uint32_t subset : subsets) {
      if (__builtin_popcount(subset) < 2) continue;
      const bool told = std::any_of(found.begin(), found.end(),
                                    [&](uint32_t part) { return (part & subset) == part; });
      if (told) continue;
      Sum sum;
      std::vector<std::string> projects;
      for (size_t i = 0; i < count; ++i) {
        if ((subset >> i & 1) == 0) continue;
        projects.push_back(hidden[i]);
        sum.insert(sums[i].begin(), sums[i].end());
      }
      auto revealed = Reveal(sum, echelon);
      if (!revealed) continue;
      found.push_back(subset);
      revealed->projects = std::move(projects);
      revealed->figure = std::string(measure);
      leaks.sums.push_back(*std::move(revealed));
    }
  }

  [[nodiscard]] std::optional<Revealed> Reveal(const Sum& sum, const Echelon& echelon) const {
    const std::vector<uint64_t> row = RowOf(sum);
    if (row.empty()) return std::nullopt;
    const auto made = echelon.Combination(row);
    if (!made) return std::nullopt;
    Revealed revealed;
    for (const auto& [atom, times] : sum) {
      const auto& [last_year, code, economic_class, measure] = atom;
      const core::LedgerState& ledger = last_year ? *LastYear() : cut_.ledger;
      const core::Day day = last_year ? core::Day::LastOf(ledger.id.year) : cut_.as_of;
      const core::Fen amount =
          ledger.FindLine(code)->cells.find(economic_class)->second[measure].At(day);
      revealed.amount += times > 0 ? amount : -amount;
    }
    std::vector<std::pair<core::Fen, Revealed::Step>> steps;
    for (size_t i = 0; i < made->size(); ++i) {
      if ((*made)[i] == 0) continue;
      steps.push_back({amounts_[i], {Whole((*made)[i]).value_or(0), names_[i]}});
    }
    std::stable_sort(steps.begin(), steps.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (auto& [amount, step] : steps) revealed.steps.push_back(std::move(step));
    return revealed;
  }

  const Cut& cut_;
  const Readers readers_;
  std::map<std::string, std::string> owners_;  // of classified money, with their names
  std::set<std::string> seen_;
  std::vector<Sum> sums_;  // of the printed figures, with
  std::vector<std::string> names_;
  std::vector<core::Fen> amounts_;
  std::map<Atom, size_t> columns_;
};

// What must not be read anywhere, and whose it is. Short codes stand in too many words.
std::map<std::string, std::string> SecretWords(const Cut& cut) {
  constexpr size_t kShortest = 4;
  std::map<std::string, std::string> words;
  for (const auto& [code, line] : cut.ledger.lines) {
    const core::LineOpened& facts = line.facts;
    if (!facts.classified && !IsClassifiedProject(cut, facts.project)) continue;
    for (const std::string& word : {facts.project, facts.project_name, facts.line, facts.name}) {
      if (word.size() >= kShortest) words.emplace(word, OwnerOf(facts));
    }
  }
  return words;
}

void FindNames(const Cut& cut, const Table& table, std::vector<NamePrinted>& names) {
  const std::map<std::string, std::string> words = SecretWords(cut);
  std::set<std::string> told;
  const auto look = [&](const std::string& text) {
    for (const auto& [word, owner] : words) {
      if (text.find(word) == std::string::npos || !told.insert(owner + text).second) continue;
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

Leaks FindLeaks(const Cut& cut, const std::vector<Table>& tables, Readers readers) {
  Leaks leaks;
  Searcher searcher(cut, tables, readers);
  if (searcher.owners().empty()) return leaks;
  searcher.Search(leaks);
  for (const Table& table : tables) FindNames(cut, table, leaks.names);
  return leaks;
}

}  // namespace outturn::figures
