#include "services/app/questions/reports.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "services/checks/declared.h"
#include "store/tree/digest.h"

namespace outturn::app {
namespace {

// Today, kept inside the year.
core::Day DefaultDay(const Clock& clock, int year) {
  return std::clamp(clock.Now().ChinaDay(), core::Day::FirstOf(year), core::Day::LastOf(year));
}

// One cut of a state that holds the ledger, handed to `use` with its provenance.
std::optional<Trouble> Cut(const std::string& book_name, const core::BookState& book,
                           const store::Hash& root, const Question& question, core::Day day,
                           const Reports::Use& use) {
  const core::LedgerState* ledger = book.FindLedger(question.ledger);
  if (ledger == nullptr) return NoLedger(question.ledger, question.known_at);
  const core::Policy& policy = book.PolicyOf(*ledger, day);
  const figures::Cut cut{book, *ledger, policy, day};
  use(cut,
      {book_name, book.position, {root.begin(), root.end()}, day, book.recorded_at, policy.ref});
  return std::nullopt;
}

// The form of the cut; of its own day where nobody asked for one.
figures::Table AtItsCut(const figures::FormDefinition& form, const Question& question,
                        const figures::Cut& cut, const figures::Provenance& from,
                        const figures::Printing& printing) {
  const core::Day day = question.as_of ? cut.as_of : OwnDay(form, cut);
  if (day == cut.as_of) return figures::FormTable(form, cut, from, printing);
  const core::Policy& policy = cut.book.PolicyOf(cut.ledger, day);
  figures::Provenance of = from;
  of.as_of = day;
  of.policy = policy.ref;
  return figures::FormTable(form, {cut.book, cut.ledger, policy, day}, of, printing);
}

// What is asked of a form that it cannot give.
std::optional<Trouble> Unfit(const std::string& form, const figures::FormDefinition* definition,
                             const figures::Printing& printing) {
  if (form == kReconciliation && printing.for_public) {
    return Invalid("form", "FORM_NOT_PUBLIC",
                   {"表 " + form + " 只供内部使用，没有公开版",
                    "form " + form + " is for insiders: it has no public version"},
                   {{"form", form}});
  }
  if (!printing.project.empty() && definition != nullptr && !definition->each_project) {
    return Invalid("project", "FORM_WITHOUT_PROJECTS",
                   {"表 " + form + " 不是一个项目一页，不能只要一个项目",
                    "form " + form + " has no page for each project"},
                   {{"form", form}});
  }
  return std::nullopt;
}

// Those a ledger of that policy gets by their ids.
std::set<std::string> FormIds(std::string_view policy, const Packs& packs) {
  std::set<std::string> ids = {std::string(kReconciliation)};
  for (const PackForm& form : packs.forms) {
    if (packs.FindForm(policy, form.form.id) != nullptr) ids.insert(form.form.id);
  }
  return ids;
}

std::string Listed(const auto& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

}  // namespace

core::Day OwnDay(const figures::FormDefinition& form, const figures::Cut& cut) {
  if (!form.cut) return cut.as_of;
  const auto [month, day] = *form.cut;
  const auto own =
      core::Day::Of(cut.ledger.id.year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  return own ? std::min(*own, cut.as_of) : cut.as_of;
}

Trouble NoSuchForm(const std::string& form, const std::string& policy, const Packs& packs) {
  if (const auto elsewhere = packs.NamesOf(form); !elsewhere.empty()) {
    const std::string names = Listed(elsewhere);
    return NotFound(
        "FORM_NOT_FOUND",
        {"规则 " + policy + " 之下没有表 " + form + "；有：" + names,
         "there is no form " + form + " under the rules " + policy + "; there is: " + names},
        {{"form", form}, {"policy", policy}, {"known", names}});
  }
  const std::string known = Listed(FormIds(policy, packs));
  return NotFound(
      "FORM_NOT_FOUND",
      {"没有表 " + form + "；现有：" + known, "there is no form " + form + "; known: " + known},
      {{"form", form}, {"known", known}});
}

std::vector<std::string> NearForm(const std::string& form, std::string_view policy,
                                  const Packs& packs) {
  if (auto elsewhere = packs.NamesOf(form); !elsewhere.empty()) return elsewhere;
  const std::set<std::string> ids = FormIds(policy, packs);
  return figures::Nearest(form, {ids.begin(), ids.end()});
}

std::optional<Trouble> Reports::WithCut(const Question& question, const Use& use) const {
  const core::LedgerId& id = question.ledger;
  if (id.year < 1900 || id.year > 2999) return NoLedger(id);
  const core::Day day = question.as_of.value_or(DefaultDay(book_.clock(), id.year));
  if (day.year() != id.year) return OutsideYear(day, id.year);
  if (question.known_at == 0) {
    return book_.Read([&](const core::BookState& book, const store::Frontier& frontier) {
      return Cut(book_.name(), book, frontier.Root(), question, day, use);
    });
  }
  const core::Position tail = book_.DurableTip().position;
  if (question.known_at > tail) return BeyondTail("known.position", question.known_at, tail);
  const auto known = book_.KnownAt(id, question.known_at);
  if (!known.ok()) return Damaged(known.status());
  const auto root = book_.RootAt(question.known_at);
  if (!root.ok()) return Damaged(root.status());
  return Cut(book_.name(), *known, *root, question, day, use);
}

Asked<figures::Table> Reports::Table(const Question& question, const std::string& form,
                                     const figures::Printing& printing) const {
  std::optional<figures::Table> table;
  std::optional<Trouble> unfit;
  auto trouble = WithCut(question, [&](const figures::Cut& cut, const figures::Provenance& from) {
    const auto* definition = packs_.FindForm(cut.policy.ref.id, form);
    unfit = Unfit(form, definition, printing);
    if (unfit) return;
    if (form == kReconciliation) {
      table = checks::ReconciliationTable(cut, packs_.check_rules, from, printing.language);
    } else if (definition != nullptr) {
      table = AtItsCut(*definition, question, cut, from, printing);
    } else {
      unfit = NoSuchForm(form, cut.policy.ref.id, packs_);
    }
  });
  if (trouble) return *std::move(trouble);
  if (unfit) return *std::move(unfit);
  if (table->sections.empty() && !printing.project.empty()) {
    return NotFound("PROJECT_NOT_FOUND",
                    {"表 " + form + " 没有项目 " + printing.project + " 的一页",
                     "form " + form + " has no page for project " + printing.project},
                    {{"form", form}, {"project", printing.project}});
  }
  return *std::move(table);
}

Asked<Reports::Figures> Reports::Values(const Question& question,
                                        const std::vector<std::string>& names) const {
  Figures figures;
  for (const std::string& name : names) {
    auto figure = figures::ParseFigure(name);
    if (!figure) return UnknownFigure(name, figure.problem());
    figures.values.emplace_back(*std::move(figure), figures::NoValue{});
  }
  std::optional<Trouble> unknown;
  auto trouble = WithCut(question, [&](const figures::Cut& cut, const figures::Provenance& from) {
    figures.provenance = from;
    unknown.reset();
    for (auto& [figure, value] : figures.values) {
      if (const auto problem = figures::FindUnknown(cut, figure)) {
        unknown = UnknownFigure(figure.Name(), *problem);
        return;
      }
      value = figures::Evaluate(cut, figure);
    }
  });
  if (trouble) return *std::move(trouble);
  if (unknown) return *std::move(unknown);
  return figures;
}

namespace {

Trouble TemplateWrong(const std::vector<figures::TemplateProblem>& problems) {
  constexpr size_t kMost = 20;  // a wrong file would be all problems
  figures::Words words;
  for (size_t i = 0; i < std::min(problems.size(), kMost); ++i) {
    const std::string line = std::to_string(problems[i].line);
    const figures::Words sentence = figures::Sentence(problems[i].problem);
    words.zh += (i == 0 ? "" : "\n") + ("第 " + line + " 行：") + sentence.zh;
    words.en += (i == 0 ? "" : "\n") + ("line " + line + ": ") + sentence.en;
  }
  if (problems.size() > kMost) {
    const std::string more = std::to_string(problems.size() - kMost);
    words.zh += "\n另有 " + more + " 处";
    words.en += "\nand " + more + " more";
  }
  return Invalid("template", "TEMPLATE_WRONG", std::move(words),
                 {{"line", std::to_string(problems.front().line)},
                  {"problems", std::to_string(problems.size())}});
}

struct FilledIn {
  figures::Filled filled;
  std::optional<Trouble> unfit;  // everything that is wrong with the template, by line
};

FilledIn FillIn(const figures::Template& read, const Packs& packs, const figures::Cut& cut,
                const figures::Provenance& from, const figures::Printing& printing) {
  FilledIn in{figures::Fill(read, cut, from, printing), std::nullopt};
  auto& problems = in.filled.problems;
  problems.insert(problems.end(), read.problems.begin(), read.problems.end());
  for (const figures::TemplateLine& line : read.lines) {
    if (line.kind != figures::PartKind::kTable) continue;
    const auto* form = packs.FindForm(cut.policy.ref.id, line.form);
    if (form == nullptr && line.form != kReconciliation) {
      problems.push_back({line.line,
                          {{"没有表 " + line.form, "there is no form " + line.form},
                           NearForm(line.form, cut.policy.ref.id, packs)}});
      continue;
    }
    if (auto unfit = Unfit(line.form, form, printing)) {
      problems.push_back({line.line, {unfit->words, {}}});
      in.unfit = std::move(unfit);
      in.unfit->field = "template";
      continue;
    }
    in.filled.document.tables.push_back(
        form == nullptr
            ? checks::ReconciliationTable(cut, packs.check_rules, from, printing.language)
            : figures::FormTable(*form, cut, from, printing));
  }
  std::stable_sort(problems.begin(), problems.end(),
                   [](const auto& a, const auto& b) { return a.line < b.line; });
  const bool alone = in.unfit && problems.size() == 1;  // has a reason of its own
  if (!problems.empty() && !alone) in.unfit = TemplateWrong(problems);
  return in;
}

}  // namespace

Asked<Reports::Report> Reports::Fill(const Question& question, std::string_view written,
                                     const figures::Printing& printing) const {
  const figures::Template read = figures::ReadTemplate(written);
  FilledIn in;
  auto trouble = WithCut(question, [&](const figures::Cut& cut, const figures::Provenance& from) {
    in = FillIn(read, packs_, cut, from, printing);
  });
  if (trouble) return *std::move(trouble);
  if (in.unfit) return *std::move(in.unfit);
  return Report{std::move(in.filled.document), std::move(in.filled.gaps)};
}

namespace {

std::vector<std::string> PublicForms(std::string_view policy, const Packs& packs) {
  std::vector<std::string> names;
  for (const std::string& id : FormIds(policy, packs)) {
    const auto* form = packs.FindForm(policy, id);
    if (form != nullptr && form->audience == figures::Audience::kPublic) names.push_back(id);
  }
  return names;
}

// What went out as of one day, as known at one position: forms, and of some only a project's page.
using PublishedForms = std::set<std::pair<std::string, std::string>>;
using PublishedCuts = std::map<std::pair<core::Day, core::Position>, PublishedForms>;

figures::Printing ForThePublic(figures::Language language) {
  figures::Printing printing(language);
  printing.for_public = true;
  return printing;
}

void AddOnce(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

}  // namespace

std::optional<Trouble> Reports::AddPublished(const Question& question, figures::LeakSearch& search,
                                             LeakReport& report) const {
  PublishedCuts cuts;
  core::Day day;
  const auto list = [&](const figures::Cut& cut, const figures::Provenance&) {
    day = cut.as_of;
    report.ledger_version = cut.ledger.version;
    report.last_publication = core::LastPublication(cut.ledger);
    cuts.clear();  // what a lost write took back was read before
    for (const auto& [of_day, position, published] : cut.ledger.publications.entries()) {
      cuts[{of_day, published.known_at}].emplace(published.form, published.project);
    }
  };
  // Readers have what went out until today, whatever the new document knows of.
  if (auto trouble = WithCut({question.ledger, question.as_of, 0}, list)) return trouble;
  for (const auto& [when, forms] : cuts) {
    const auto add = [&, &of_day = when.first, &published = forms](
                         const figures::Cut& cut, const figures::Provenance& from) {
      std::vector<figures::Table> tables;
      for (const auto& [name, project] : published) {
        const auto* form = packs_.FindForm(cut.policy.ref.id, name);
        if (form == nullptr) {
          AddOnce(report.left_out, name);
          continue;
        }
        figures::Printing printing = ForThePublic(figures::Language::kChinese);
        printing.project = project;
        tables.push_back(figures::FormTable(*form, cut, from, printing));
        AddOnce(report.forms, of_day == day ? name : name + " @" + of_day.ToString());
      }
      search.AddPublished(cut, tables);
    };
    if (auto trouble = WithCut({question.ledger, when.first, when.second}, add)) return trouble;
  }
  return std::nullopt;
}

Asked<Reports::LeakReport> Reports::FindLeaks(const Question& question, const ToPublish& asked,
                                              figures::Language language) const {
  const figures::Template read = figures::ReadTemplate(asked.written);
  const figures::Printing printing = ForThePublic(language);
  const bool all = asked.forms.empty() && asked.written.empty();
  LeakReport report;
  figures::LeakSearch search;
  if (asked.with_published) {
    if (auto trouble = AddPublished(question, search, report)) return *std::move(trouble);
  }
  const std::vector<std::string> published = std::move(report.forms);
  std::optional<Trouble> unfit;
  auto trouble = WithCut(question, [&](const figures::Cut& cut, const figures::Provenance& from) {
    std::vector<figures::Table> tables;
    report.forms = all ? PublicForms(cut.policy.ref.id, packs_) : asked.forms;
    for (const std::string& name : report.forms) {
      const auto* form = packs_.FindForm(cut.policy.ref.id, name);
      unfit = Unfit(name, form, printing);
      if (unfit) unfit->field = "forms";
      if (!unfit && form == nullptr) unfit = NoSuchForm(name, cut.policy.ref.id, packs_);
      if (unfit) return;
      tables.push_back(figures::FormTable(*form, cut, from, printing));
    }
    if (!asked.written.empty()) {
      FilledIn in = FillIn(read, packs_, cut, from, printing);
      unfit = std::move(in.unfit);
      if (unfit) return;
      tables.push_back(figures::ProseTable(read, in.filled));
      for (figures::Table& table : in.filled.document.tables) tables.push_back(std::move(table));
    }
    report.leaks = search.Find(cut, tables);
    report.table = figures::LeakTable(report.leaks, cut, from, language);
  });
  if (trouble) return *std::move(trouble);
  if (unfit) return *std::move(unfit);
  for (const std::string& name : published) AddOnce(report.forms, name);
  return report;
}

bool Reports::IsQuiet() const {
  const Writer::Queue waiting = book_.Waiting();
  return waiting.commands == 0 && waiting.being_decided == 0;
}

std::string Sha256(std::string_view bytes) { return store::Sha256Of(bytes); }

}  // namespace outturn::app
