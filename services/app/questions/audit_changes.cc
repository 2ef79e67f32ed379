// What changed between two cuts, and which events did it.
#include <algorithm>
#include <cstdlib>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "services/app/questions/audit.h"
#include "services/app/questions/audit_rows.h"
#include "services/wire/codec.h"

namespace outturn::app {
namespace {

using figures::Basis;
using figures::Cell;
using figures::ChangedShare;

void AddWord(std::string_view word, const char* between, std::string& to) {
  if (word.empty()) return;
  to += (to.empty() ? "" : between) + std::string(word);
}

// What stands before a cell in its row and is no figure: the nearest words without one between.
std::string RowName(const figures::Row& row, size_t cell) {
  std::string name;
  for (size_t i = 0; i < cell; ++i) {
    const bool begins_anew = i > 0 && !row.cells[i - 1].figure.empty();
    if (begins_anew && row.cells[i].figure.empty() && !row.cells[i].printed.empty()) name.clear();
    if (row.cells[i].figure.empty()) AddWord(row.cells[i].printed, " ", name);
  }
  return name;
}

// The words over a column; where the cell beside it has the same figure, those over both.
std::string ColumnName(const figures::Section& section, const figures::Row& row, size_t cell,
                       size_t column) {
  if (column >= section.columns.size()) return "";
  const figures::Column& over = section.columns[column];
  const bool shared =
      cell + 1 < row.cells.size() && row.cells[cell + 1].figure == row.cells[cell].figure;
  std::string name;
  for (const std::string& above : over.above) AddWord(above, " ", name);
  if (!shared || name.empty()) AddWord(over.head, " ", name);
  return name;
}

// The figures of a form with the words by which a person finds them there: of the page, of the row
// (of the section, where the row has none), of the column.
std::vector<std::pair<std::string, std::string>> FiguresOf(const figures::Table& table) {
  std::vector<std::pair<std::string, std::string>> found;
  std::string page;
  for (const figures::Section& section : table.sections) {
    if (!section.page.empty()) page = section.page;
    for (const figures::Row& row : section.rows) {
      size_t column = 0;
      for (size_t i = 0; i < row.cells.size(); ++i) {
        const Cell& cell = row.cells[i];
        const size_t at = column;
        column += static_cast<size_t>(std::max(cell.columns, 1));
        if (cell.figure.empty()) continue;
        const std::string name = RowName(row, i);
        std::string label = page;
        AddWord(name.empty() ? section.title : name, " · ", label);
        AddWord(ColumnName(section, row, i, at), " · ", label);
        found.emplace_back(cell.figure, std::move(label));
      }
    }
  }
  return found;
}

// The places of the `most` largest, largest first.
std::vector<ChangedShare> LargestOf(std::vector<ChangedShare> shares, size_t most) {
  const auto size = [](const ChangedShare& share) { return std::llabs(share.amount.value_or(0)); };
  std::stable_sort(shares.begin(), shares.end(),
                   [&](const auto& a, const auto& b) { return size(a) > size(b); });
  if (shares.size() > most) shares.resize(most);
  return shares;
}

Trouble NotCompared() {
  return Invalid(
      "names", "FORM_NOT_COMPARED",
      {"表 reconciliation 本身就是填报数与账上数的对照，不再比较两个时点：请用 reconcile，"
       "或写明要比较的指标数、其他表",
       "form reconciliation itself sets declared beside derived figures, and is not compared "
       "with itself: ask reconcile, or name the figures or another form"});
}

Trouble DaysDiffer(const std::string& name, core::Day day, const std::string& other,
                   core::Day other_day) {
  const std::string a = day.ToString();
  const std::string b = other_day.ToString();
  return Invalid("as_of", "DAYS_DIFFER",
                 {name + " 截至 " + a + "，" + other + " 截至 " + b + "：请指明截止日，或分别比较",
                  name + " is cut at " + a + ", " + other + " at " + b +
                      ": say as of which day, or ask for each alone"},
                 {{"name", name}, {"day", a}, {"other", other}, {"other_day", b}});
}

// The request's second cut has fields of its own.
Trouble OfTheSecond(Trouble trouble) {
  if (!trouble.field.empty() && trouble.field != "names") trouble.field = "to_" + trouble.field;
  return trouble;
}

}  // namespace

// One basis in both cuts.
struct Audit::Pair {
  Pair(const Basis* earlier, const Basis* later) : before(earlier), after(later) {
    if (before != nullptr) tally_before.emplace(*before);
    if (after != nullptr) tally_after.emplace(*after);
  }
  [[nodiscard]] const Basis& basis() const { return after != nullptr ? *after : *before; }

  const Basis* before;
  const Basis* after;
  std::optional<figures::Tally> tally_before;
  std::optional<figures::Tally> tally_after;
};

Asked<Audit::Side> Audit::Look(const Question& question, const Wants& wants,
                               figures::Language language, core::Position now) const {
  Side side;
  std::optional<Trouble> unknown;
  bool gone_on = false;
  const auto look = [&](const figures::Cut& cut, const figures::Provenance& from) {
    side = Side{from, cut.ledger.opened.unit_name + " " + cut.ledger.id.ToString(), {}, {}};
    unknown.reset();
    gone_on = question.known_at == 0 && now != 0 && from.position != now;
    if (gone_on) return;
    for (const Wanted& wanted : wants(cut, from)) {
      const auto figure = figures::ParseFigure(wanted.figure);
      if (!figure) {
        unknown = UnknownFigure(wanted.figure, figure.problem());
        return;
      }
      if (const auto problem = figures::FindUnknown(cut, *figure); problem && wanted.asked) {
        unknown = UnknownFigure(wanted.figure, *problem);
        return;
      }
      std::string name = figure->Name();
      if (side.told.contains(name)) continue;
      figures::Explanation explanation = figures::Explain(cut, *figure, language);
      Told told{wanted.label.empty() ? explanation.root.called : wanted.label,
                explanation.root.value, std::move(explanation)};
      side.order.push_back(name);
      side.told.emplace(std::move(name), std::move(told));
    }
  };
  auto trouble = reports_.WithCut(question, look);
  if (trouble) return *std::move(trouble);
  if (unknown) return *std::move(unknown);
  if (gone_on) return Look({question.ledger, question.as_of, now}, wants, language);
  return side;
}

std::optional<Trouble> Audit::NeitherFormNorFigure(const std::string& name,
                                                   const std::string& policy) const {
  const Packs& packs = reports_.packs();
  if (!packs.NamesOf(name).empty()) return NoSuchForm(name, policy, packs);
  const auto figure = figures::ParseFigure(name);
  if (figure) return std::nullopt;
  constexpr size_t kMost = 3;
  figures::Problem problem = figure.problem();
  std::vector<std::string> near = NearForm(name, policy, packs);
  if (near.empty()) return UnknownFigure(name, problem);
  near.insert(near.end(), problem.near.begin(), problem.near.end());
  near.resize(std::min(near.size(), kMost));
  return UnknownFigure(name, {{"没有名为“" + name + "”的表或指标",
                               "there is no form and no figure \"" + name + "\""},
                              near});
}

Asked<Audit::Resolved> Audit::Resolve(const Question& question,
                                      const std::vector<std::string>& names) const {
  Resolved resolved;
  std::vector<core::Day> days;  // by name
  std::optional<Trouble> no_form;
  const auto look = [&](const figures::Cut& cut, const figures::Provenance& from) {
    resolved = {question, from.position, {}};
    days.clear();
    no_form.reset();
    for (const std::string& name : names) {
      const auto* form = reports_.packs().FindForm(cut.policy.ref.id, name);
      if (form == nullptr && name != kReconciliation) {
        no_form = NeitherFormNorFigure(name, cut.policy.ref.id);
      }
      if (no_form) return;
      resolved.forms.push_back(form);
      const bool own = form != nullptr && !question.as_of;
      days.push_back(own ? OwnDay(*form, cut) : cut.as_of);
    }
  };
  if (auto trouble = reports_.WithCut(question, look)) return *std::move(trouble);
  if (no_form) return *std::move(no_form);
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == kReconciliation) return NotCompared();
    if (days[i] != days.front()) return DaysDiffer(names.front(), days.front(), names[i], days[i]);
  }
  if (!days.empty()) resolved.question.as_of = days.front();
  return resolved;
}

Asked<Audit::Side> Audit::LookAtAll(const Resolved& asked, const std::vector<std::string>& names,
                                    core::Position now, figures::Language language) const {
  std::map<std::string, std::string> titles;
  const auto wants = [&](const figures::Cut& cut, const figures::Provenance& provenance) {
    std::vector<Wanted> wanted;
    for (size_t i = 0; i < names.size(); ++i) {
      if (asked.forms[i] == nullptr) {
        wanted.push_back({names[i], "", true});
        continue;
      }
      const auto table = figures::FormTable(*asked.forms[i], cut, provenance, language);
      titles[names[i]] = table.title;
      for (auto& [figure, label] : FiguresOf(table)) {
        wanted.push_back({std::move(figure), std::move(label), false});
      }
    }
    return wanted;
  };
  auto side = Look(asked.question, wants, language, now);
  if (!side.ok()) return side;
  Side found = *std::move(side);
  found.titles = std::move(titles);
  return found;
}

store::Status Audit::CountBoth(std::vector<Pair>& pairs, core::Position before,
                               core::Position after, Patience& patience) const {
  std::set<core::LedgerId> ledgers;
  for (const Pair& pair : pairs) ledgers.insert(pair.basis().ledger);
  for (const core::LedgerId& ledger : ledgers) {
    const auto take = [&](const core::Event& event, std::string_view) {
      if (patience.EndsHere()) return false;
      for (Pair& pair : pairs) {
        if (pair.basis().ledger != ledger) continue;
        if (pair.tally_before && pair.tally_before->Walks() && event.position <= before) {
          pair.tally_before->Take(event);
        }
        if (pair.tally_after && pair.tally_after->Walks() && event.position <= after) {
          pair.tally_after->Take(event);
        }
      }
      return true;
    };
    const auto status = book_.VisitEvents(&ledger, 1, std::max(before, after), take);
    if (!status.ok()) return status;
  }
  return {};
}

store::Result<std::vector<figures::ChangedBasis>> Audit::ChangesBetween(
    const Side& before, const Side& after, const std::vector<std::string>& names, size_t most,
    Patience& patience) const {
  // The last one: of last year's ledger, as it stood within that year (a forecast looks there).
  using Name = std::tuple<std::string, core::LedgerId, bool>;
  std::map<Name, std::pair<const Basis*, const Basis*>> bases;
  std::vector<Name> order;
  const auto gather = [&](const Side& side, auto member) {
    for (const std::string& name : names) {
      const auto told = side.told.find(name);
      if (told == side.told.end()) continue;
      for (const Basis& basis : told->second.explanation.bases) {
        const bool within = basis.as_of != side.provenance.as_of &&
                            basis.as_of != core::Day::LastOf(basis.ledger.year);
        const Name key{basis.figure, basis.ledger, within};
        if (!bases.contains(key)) order.push_back(key);
        bases[key].*member = &basis;
      }
    }
  };
  gather(after, &std::pair<const Basis*, const Basis*>::second);
  gather(before, &std::pair<const Basis*, const Basis*>::first);
  std::vector<Pair> pairs;
  pairs.reserve(order.size());
  for (const Name& name : order) {
    auto [a, b] = bases[name];
    if (std::get<bool>(name)) {  // asked as of a year's last day, both are one
      const auto whole = bases.find({std::get<0>(name), std::get<1>(name), false});
      if (a == nullptr && whole != bases.end()) a = whole->second.first;
      if (b == nullptr && whole != bases.end()) b = whole->second.second;
    }
    if (a != nullptr && b != nullptr && a->value == b->value) continue;
    pairs.emplace_back(a, b);
  }
  const core::Position known_before = before.provenance.position;
  const auto status = CountBoth(pairs, known_before, after.provenance.position, patience);
  if (!status.ok()) return status;
  std::vector<figures::ChangedBasis> changed;
  for (const Pair& pair : pairs) {
    static const std::vector<figures::Share> kNone;
    auto shares = figures::Changes(pair.tally_before ? pair.tally_before->shares() : kNone,
                                   pair.tally_after ? pair.tally_after->shares() : kNone);
    figures::ChangedBasis one{pair.basis(), std::nullopt, 0, shares.size(), {}};
    const bool sums = (pair.before == nullptr || pair.before->exact) &&
                      (pair.after == nullptr || pair.after->exact);
    if (sums) {
      one.change = (pair.after == nullptr ? 0 : *pair.after->exact) -
                   (pair.before == nullptr ? 0 : *pair.before->exact);
    }
    for (const ChangedShare& share : shares) one.sum += share.amount.value_or(0);
    for (ChangedShare& share : LargestOf(std::move(shares), most)) {
      const auto event = book_.EventAt(share.position);
      if (!event.ok()) return event.status();
      one.rows.emplace_back(std::move(share), RowOf(*event));
    }
    changed.push_back(std::move(one));
  }
  return changed;
}

Asked<figures::Difference> Audit::Diff(const Question& before, const Question& after,
                                       const std::vector<std::string>& names, size_t most,
                                       figures::Language language) const {
  const auto first = Resolve(before, names);
  if (!first.ok()) return first.trouble();
  const auto second = Resolve(after, names);
  if (!second.ok()) return OfTheSecond(second.trouble());
  // Two nows are one: what is recorded meanwhile is in neither.
  const core::Position now = before.known_at == 0 ? first->position : second->position;
  const auto from = LookAtAll(*first, names, now, language);
  if (!from.ok()) return from.trouble();
  const auto to = LookAtAll(*second, names, now, language);
  if (!to.ok()) return OfTheSecond(to.trouble());
  figures::Difference difference;
  for (size_t i = 0; i < names.size(); ++i) {
    const auto called = to->told.find(names[i]);
    const auto form = to->titles.find(names[i]);
    const std::string words = form != to->titles.end()   ? form->second
                              : called != to->told.end() ? called->second.explanation.root.called
                                                         : "";
    difference.title += (i == 0 ? "" : ", ") + (words.empty() ? "" : words + " ") + names[i];
  }
  difference.unit_name = to->unit_name;
  difference.before = from->provenance;
  difference.after = to->provenance;
  std::vector<std::string> all = to->order;
  for (const std::string& name : from->order) {
    if (!to->told.contains(name)) all.push_back(name);
  }
  difference.compared = all.size();
  std::vector<std::string> changed;
  for (const std::string& name : all) {
    const auto a = from->told.find(name);
    const auto b = to->told.find(name);
    const figures::Value was = a == from->told.end() ? figures::NoValue{} : a->second.value;
    const figures::Value is = b == to->told.end() ? figures::NoValue{} : b->second.value;
    if (was == is) continue;
    changed.push_back(name);
    difference.changed.push_back(
        {b == to->told.end() ? a->second.label : b->second.label, name, was, is});
  }
  Patience patience(after.given_up);
  auto bases = ChangesBetween(*from, *to, changed, most, patience);
  if (!bases.ok()) return Damaged(bases.status());
  if (patience.over()) return EndedEarly();
  difference.bases = *std::move(bases);
  return difference;
}

}  // namespace outturn::app
