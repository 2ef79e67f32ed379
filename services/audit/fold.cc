#include "services/audit/fold.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "services/audit/concerns.h"
#include "services/core/decide.h"
#include "services/wire/codec.h"

namespace outturn::audit {
namespace {

constexpr size_t kMostProblems = 20;

std::string Text(uint64_t number) { return std::to_string(number); }

class Folding {
 public:
  Folding(const Facts& facts, const core::CodeTablesByVersion& tables)
      : facts_(facts), tables_(tables), prior_{facts.ledger.unit, facts.ledger.year - 1} {
    folded_.book.position = facts.size;
    folded_.book.recorded_at = facts.recorded_at;
  }

  void Take(const Entry& entry) {
    if (entry.withheld) return TakeWithheld(entry);
    const auto event = wire::DecodeEvent(entry.bytes);
    if (!event || event->position != entry.position) {
      return folded_.Find(
          "位置 " + Text(entry.position) + " 的内容不是该位置的事项",
          "the bytes at position " + Text(entry.position) + " are no event of that position");
    }
    if (const auto* adopted = std::get_if<core::PolicyAdopted>(&event->command.body)) {
      folded_.book.policies.emplace(adopted->policy.ref, adopted->policy);
    }
    Entry::Of of = Entry::Of::kBook;
    for (const core::LedgerId& id : core::LedgersOf(event->command)) {
      if (id != facts_.ledger && id != prior_) continue;
      if (of != Entry::Of::kLedger) {
        of = id == prior_ ? Entry::Of::kPriorYear : Entry::Of::kLedger;
      }
      FoldInto(id, *event);
    }
    const bool adopts = std::holds_alternative<core::PolicyAdopted>(event->command.body);
    if (of == Entry::Of::kBook && !adopts) {
      folded_.Find("位置 " + Text(entry.position) + " 的事项不属于本账套",
                   "the event at position " + Text(entry.position) + " is of another ledger");
    } else if (of != entry.of) {
      folded_.Find("位置 " + Text(entry.position) + " 的条目所写的归属与其事项不符",
                   "the entry at position " + Text(entry.position) +
                       " is put down to another ledger than its event");
    }
    ++folded_.events;
  }

  Folded Finish() {
    CheckVersion(facts_.ledger, facts_.version);
    CheckVersion(prior_, facts_.prior_version);
    CheckPolicies();
    return std::move(folded_);
  }

 private:
  void TakeWithheld(const Entry& entry) {
    const bool prior = entry.of == Entry::Of::kPriorYear;
    ++(prior ? folded_.withheld_prior : folded_.withheld);
    core::LedgerState& ledger = folded_.book.ledgers[prior ? prior_ : facts_.ledger];
    ++ledger.version;
    ledger.last_position = entry.position;
  }

  void FoldInto(const core::LedgerId& id, const core::Event& event) {
    core::LedgerState& ledger = folded_.book.ledgers[id];
    const uint64_t expected = event.outcome.ledger_version;
    if (event.command.header.ledger == id && expected != 0 && expected != ledger.version + 1) {
      folded_.Find("账套 " + id.ToString() + " 在位置 " + Text(event.position) +
                       " 之前缺少事项（应为第 " + Text(expected) + " 项，实为第 " +
                       Text(ledger.version + 1) + " 项）",
                   "of ledger " + id.ToString() + " events are missing before position " +
                       Text(event.position) + ": it is number " + Text(expected) + ", not " +
                       Text(ledger.version + 1));
      ledger.version = expected - 1;
    }
    std::string lacking = Lacking(ledger, event.command);
    const auto* opened = std::get_if<core::LedgerOpened>(&event.command.body);
    if (opened != nullptr && !tables_.contains(opened->code_tables)) {
      lacking = "code tables " + opened->code_tables;
    }
    if (lacking.empty()) return core::Evolve(ledger, tables_, event);
    ++ledger.version;
    ledger.last_position = event.position;
    ++folded_.resting;
    folded_.touched.Add(event.command, ledger);
    if (folded_.withheld + folded_.withheld_prior > 0) return;
    folded_.Find("位置 " + Text(event.position) + " 的事项所依据的内容不在包内：" + lacking,
                 "the event at position " + Text(event.position) +
                     " rests on what the pack does not have: " + lacking);
  }

  void CheckVersion(const core::LedgerId& id, uint64_t said) {
    const core::LedgerState* ledger = folded_.book.FindLedger(id);
    const uint64_t have = ledger == nullptr ? 0 : ledger->version;
    if (have == said) return;
    folded_.Find(
        "账套 " + id.ToString() + " 应有 " + Text(said) + " 个事项，包内为 " + Text(have) + " 个",
        "ledger " + id.ToString() + " has " + Text(said) + " events, the pack " + Text(have));
  }

  // A ledger that cannot be asked for figures is left out.
  void CheckPolicies() {
    for (const core::LedgerId& id : {facts_.ledger, prior_}) {
      const auto found = folded_.book.ledgers.find(id);
      if (found == folded_.book.ledgers.end()) continue;
      bool whole = found->second.tables != nullptr;
      for (const auto& entry : found->second.policy.entries()) {
        whole = whole && folded_.book.policies.contains(entry.value);
      }
      if (whole) continue;
      folded_.Find("账套 " + id.ToString() + " 的建账或政策不在包内",
                   "the opening of ledger " + id.ToString() + " or its policy is not in the pack");
      folded_.book.ledgers.erase(found);
    }
  }

  const Facts& facts_;
  const core::CodeTablesByVersion& tables_;
  const core::LedgerId prior_;
  Folded folded_;
};

}  // namespace

void Folded::Find(std::string zh, std::string en) {
  if (problems.size() < kMostProblems) problems.push_back({std::move(zh), std::move(en)});
}

Folded Fold(const Facts& facts, const std::vector<Entry>& entries,
            const core::CodeTablesByVersion& tables) {
  Folding folding(facts, tables);
  for (const Entry& entry : entries) folding.Take(entry);
  return folding.Finish();
}

}  // namespace outturn::audit
