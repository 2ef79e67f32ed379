#include "services/app/questions/monitor.h"

#include <algorithm>
#include <utility>

#include "services/app/questions/moments.h"

namespace outturn::app {
namespace {

constexpr int kAttempts = 4;

// What has to be read from the log before warnings can be derived of a cut.
struct Wanted {
  std::vector<std::string> words;
  core::Position position = 0;
};

Monitor::RolledUp RollUpOf(const std::string& book_name, const core::BookState& book,
                           const store::Hash& root, const RollupQuestion& question, core::Day day) {
  const auto ledgers = figures::LedgersUnder(book, question.year, question.unit, day);
  return {figures::RollUp(ledgers, question.by, question.levels, day),
          {book_name, book.position, {root.begin(), root.end()}, day, book.recorded_at, {}}};
}

}  // namespace

// The texts of payments are read outside of the state's lock, so a cut may know of a payment that
// was not read yet: then that is read, and the cut is taken again. Into a ledger that is written
// all the time events come faster than that: then the texts of the last moments are left for the
// next question.
std::optional<Trouble> Monitor::Derive(const Question& question, const Take& use) {
  std::vector<figures::WatchedPayment> payments;
  Wanted have;
  for (int attempt = 0;; ++attempt) {
    Wanted wanted;
    bool lacks = false;
    const auto take = [&](const figures::Cut& cut, const figures::Provenance& from) {
      wanted = {figures::WatchedWords(cut.policy), from.position};
      const bool newer = cut.ledger.last_position > have.position && attempt < kAttempts;
      lacks = !wanted.words.empty() && (wanted.words != have.words || newer);
      if (lacks) return;
      Warnings warnings = figures::DeriveWarnings(cut, payments);
      use(cut, from, warnings);
    };
    if (auto trouble = reports_.WithCut(question, take)) return trouble;
    if (!lacks) return std::nullopt;
    auto read = watched_.UpTo(question.ledger, wanted.words, wanted.position);
    if (!read.ok()) return Damaged(read.status());
    payments = *std::move(read);
    have = std::move(wanted);
  }
}

std::vector<Monitor::Handling> Monitor::MarkOutgrown(Warnings& warnings) const {
  std::vector<Handling> unknown;
  const std::lock_guard lock(mutex_);
  for (figures::RaisedWarning& warning : warnings) {
    if (!warning.handled) continue;
    const auto then = extents_.find(warning.handled->position);
    if (then == extents_.end()) {
      unknown.push_back(
          {warning.rule->test, warning.subject, warning.handled->on, warning.handled->position});
    } else {
      warning.outgrown = !then->second || warning.extent.Outgrows(*then->second);
    }
  }
  return unknown;
}

// As of the day of the handling and as known just then, of whichever rule of the same test.
std::optional<Trouble> Monitor::Recall(const core::LedgerId& ledger, const Handling& handling) {
  std::optional<figures::RaisedWarning::Extent> extent;
  const auto take = [&](const figures::Cut&, const figures::Provenance&, Warnings& warnings) {
    for (const figures::RaisedWarning& warning : warnings) {
      const bool same = warning.rule->test == handling.test && warning.subject == handling.subject;
      if (same) extent = warning.extent;
    }
  };
  if (auto trouble = Derive({ledger, handling.on, handling.position}, take)) return trouble;
  const std::lock_guard lock(mutex_);
  extents_.emplace(handling.position, std::move(extent));
  return std::nullopt;
}

std::optional<Trouble> Monitor::WithWarnings(const Question& question, const Use& use) {
  std::vector<Handling> unknown;
  do {
    for (const Handling& handling : unknown) {
      if (auto trouble = Recall(question.ledger, handling)) return trouble;
    }
    const auto take = [&](const figures::Cut& cut, const figures::Provenance& from,
                          Warnings& warnings) {
      unknown = MarkOutgrown(warnings);
      if (unknown.empty()) use(cut, from, warnings);
    };
    if (auto trouble = Derive(question, take)) return trouble;
  } while (!unknown.empty());
  return std::nullopt;
}

Asked<Monitor::RolledUp> Monitor::RollUp(const RollupQuestion& question) const {
  const int year = question.year;
  if (year < 1900 || year > 2999) {
    const std::string number = std::to_string(year);
    return NotFound("UNIT_NOT_FOUND",
                    {number + " 年度没有账套", "there is no ledger of year " + number},
                    {{"year", number}});
  }
  const core::Day day = question.as_of.value_or(std::clamp(
      book_.clock().Now().ChinaDay(), core::Day::FirstOf(year), core::Day::LastOf(year)));
  if (day.year() != year) return OutsideYear(day, year);
  const auto now = [&](const core::BookState& book, const store::Frontier& frontier) {
    return RollUpOf(book_.name(), book, frontier.Root(), question, day);
  };
  const Asked<RolledUp> rolled =
      question.known_at == 0 ? Asked<RolledUp>(book_.Read(now)) : RollUpAsKnown(question, day);
  if (!rolled.ok() || rolled->rollup.units > 0) return rolled;
  // What was known earlier may have had no ledger yet: then the moment is the reason.
  const std::string at = question.known_at == 0 ? "" : std::to_string(question.known_at);
  const std::string known_zh = at.empty() ? "，" : "、按位置 " + at + " 所知，";
  const std::string known_en = at.empty() ? "" : ", as known at position " + at + ",";
  const std::string of_zh = question.unit.empty() ? "没有任何单位 " + std::to_string(year) + " 年度"
                                                  : "没有单位 " + question.unit + " 及其所属单位";
  const std::string of_en = question.unit.empty()
                                ? "any unit for " + std::to_string(year)
                                : "unit " + question.unit + " or of units below it";
  return NotFound("UNIT_NOT_FOUND",
                  {"截至 " + day.ToString() + known_zh + of_zh + "的账套",
                   "on " + day.ToString() + known_en + " there is no ledger of " + of_en},
                  {{"unit", question.unit}, {"as_of", day.ToString()}});
}

Asked<Monitor::RolledUp> Monitor::RollUpAsKnown(const RollupQuestion& question,
                                                core::Day day) const {
  const auto moment = Moments(book_).At(question.known_at);
  if (!moment.ok()) return moment.trouble();
  const auto ids = book_.Read([&](const core::BookState& book, const auto&) {
    std::vector<core::LedgerId> of_year;
    for (const auto& [id, ledger] : book.ledgers) {
      if (id.year == question.year) of_year.push_back(id);
    }
    return of_year;
  });
  core::BookState known;
  known.position = moment->position;
  known.recorded_at = moment->recorded_at;
  for (const core::LedgerId& id : ids) {
    auto one = book_.KnownAt(id, question.known_at);
    if (!one.ok()) return Damaged(one.status());
    const auto ledger = one->ledgers.find(id);
    if (ledger != one->ledgers.end()) known.ledgers.emplace(id, std::move(ledger->second));
  }
  const auto root = book_.RootAt(question.known_at);
  if (!root.ok()) return Damaged(root.status());
  return RollUpOf(book_.name(), known, *root, question, day);
}

}  // namespace outturn::app
