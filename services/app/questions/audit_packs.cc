#include "services/app/questions/audit_packs.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "services/audit/classified.h"
#include "services/audit/compare.h"
#include "services/audit/pack.h"
#include "services/render/render.h"
#include "services/wire/codec.h"

namespace outturn::app {
namespace {

using audit::Entry;

// A pack under way. Every step keeps the first trouble.
class Gathering {
 public:
  Gathering(const Book& book, const Reports& reports, Proofs& proofs, const PackOrder& order)
      : book_(book), reports_(reports), proofs_(proofs), order_(order) {}

  std::optional<Trouble> Gather() {
    auto trouble = TakeCheckpoint();
    if (!trouble) trouble = TakeFiguresAndForms();
    // What is about a payment of last year that is withheld is withheld, too: last year first.
    if (!trouble) trouble = TakeLedger(prior_, Entry::Of::kPriorYear);
    if (!trouble) trouble = TakeLedger(order_.ledger, Entry::Of::kLedger);
    if (!trouble) trouble = TakePolicies();
    if (!trouble && patience_.over()) trouble = EndedEarly();
    if (!trouble) trouble = TakeProofs();
    if (!trouble) TakeRules();
    return trouble;
  }

  [[nodiscard]] const audit::Pack& pack() const { return pack_; }
  // But for its bytes.
  [[nodiscard]] const MadePack& made() const { return made_; }

 private:
  std::optional<Trouble> TakeCheckpoint() {
    const core::Position tail = book_.DurableTip().position;
    if (order_.known_at > tail) return BeyondTail("known.position", order_.known_at, tail);
    auto note = order_.known_at > 0      ? proofs_.CheckpointOf(order_.known_at)
                : order_.signatures == 0 ? proofs_.NewestCheckpoint()
                                         : proofs_.KnownCheckpoint(order_.signatures);
    if (!note.ok()) return note.trouble();
    pack_.checkpoint = *note;
    const auto checkpoint = store::Checkpoint::Parse(note->text);
    if (!checkpoint.ok()) return Damaged(checkpoint.status());
    if (checkpoint->size == 0) {  // which asked about would mean now
      return Invalid("known.checkpoint", "BEFORE_THE_BOOK",
                     {"检查点签发时账簿还没有任何记录", "the checkpoint is of an empty book"});
    }
    root_ = {checkpoint->root.begin(), checkpoint->root.end()};
    pack_.facts.size = checkpoint->size;
    return std::nullopt;
  }

  // Asked as anybody asks: what the server prints is what the pack's reader will derive anew.
  std::optional<Trouble> TakeFiguresAndForms() {
    const Question question{order_.ledger, order_.as_of, pack_.facts.size};
    return reports_.WithCut(question,
                            [&](const figures::Cut& cut, const figures::Provenance& from) {
                              pack_.facts.book = from.book;
                              pack_.facts.ledger = order_.ledger;
                              pack_.facts.as_of = from.as_of;
                              pack_.facts.recorded_at = from.known_at;
                              pack_.facts.version = cut.ledger.version;
                              states_[order_.ledger] = cut.ledger;
                              if (const core::LedgerState* prior = cut.book.FindLedger(prior_)) {
                                pack_.facts.prior_version = prior->version;
                                states_[prior_] = *prior;
                              }
                              figures::Provenance provenance = from;
                              provenance.root = root_;
                              PrintForms(cut, provenance);
                            });
  }

  void PrintForms(const figures::Cut& cut, const figures::Provenance& provenance) {
    const audit::Classified classified(cut.ledger);
    std::vector<figures::Table> printed;
    for (const std::string& form : FormsToPrint(cut)) {
      const auto table = audit::DeriveForm(reports_.packs(), form, cut, provenance);
      if (!table) continue;
      std::string json = render::Json(*table);
      // A recorded text, printed in a form for the public, may name what is classified.
      if (order_.withhold_classified && classified.NamedIn(json)) {
        made_.forms_left_out.push_back(form);
        continue;
      }
      pack_.forms[form] = std::move(json);
      printed.push_back(*table);
    }
    if (order_.withhold_classified) {
      made_.leaks = figures::FindLeaks(cut, printed, figures::Readers::kHaveThePublicEvents);
    }
  }

  // Where something is withheld, only what is for the public anyway.
  std::set<std::string> FormsToPrint(const figures::Cut& cut) const {
    std::set<std::string> forms;
    if (!order_.withhold_classified) forms.insert(audit::kReconciliation);
    for (const app::PackForm& form : reports_.packs().forms) {
      const auto* used = reports_.packs().FindForm(cut.policy.ref.id, form.form.id);
      if (used == nullptr) continue;  // of another province
      if (order_.withhold_classified && used->audience != figures::Audience::kPublic) continue;
      forms.insert(form.form.id);
    }
    return forms;
  }

  std::optional<Trouble> TakeLedger(const core::LedgerId& id, Entry::Of of) {
    const auto state = states_.find(id);
    if (state == states_.end()) return std::nullopt;
    const audit::Classified classified(state->second);
    const auto take = [&](const core::Event& event, std::string_view bytes) {
      if (patience_.EndsHere()) return false;
      Add(event.position, of, bytes, order_.withhold_classified && IsWithheld(event, classified));
      if (const auto* adopted = std::get_if<core::PolicyAdopted>(&event.command.body)) {
        adopted_.insert(adopted->policy.ref);
      }
      return true;
    };
    const auto status = book_.VisitEvents(&id, 1, pack_.facts.size, take);
    Touch(state->second, classified);
    return status.ok() ? std::nullopt : std::optional(Damaged(status));
  }

  bool IsWithheld(const core::Event& event, const audit::Classified& classified) {
    if (!classified.Concerns(event, withheld_) && !HasLegElsewhere(event.command)) return false;
    withheld_.insert(event.command.header.ref);
    withheld_commands_.push_back(event.command);
    return true;
  }

  // A virement's leg in another unit's ledger, where the line is classified.
  bool HasLegElsewhere(const core::Command& command) const {
    const auto* virement = std::get_if<core::Virement>(&command.body);
    if (virement == nullptr) return false;
    return std::any_of(virement->legs.begin(), virement->legs.end(), [&](const auto& leg) {
      if (leg.unit == order_.ledger.unit) return false;
      return book_.Read([&](const core::BookState& book, const store::Frontier&) {
        const auto* other = book.FindLedger({leg.unit, command.header.ledger.year});
        return other != nullptr && audit::Classified(*other).IsLine(leg.line);
      });
    });
  }

  // What the withheld events are about that is public, by codes the ledger has.
  void Touch(const core::LedgerState& ledger, const audit::Classified& classified) {
    audit::Touched touched;
    for (const core::Command& command : withheld_commands_) touched.Add(command, ledger);
    withheld_commands_.clear();
    std::erase_if(touched.lines, [&](const std::string& code) {
      return classified.IsLine(code) || classified.NamedIn(code);
    });
    std::erase_if(touched.projects, [&](const std::string& code) {
      return classified.IsProject(code) || classified.NamedIn(code);
    });
    std::erase_if(touched.indicators, [&](const std::string& code) {
      return classified.IsIndicator(code) || classified.NamedIn(code);
    });
    pack_.touched.Add(touched);
  }

  void Add(core::Position position, Entry::Of of, std::string_view bytes, bool withheld) {
    const auto [at, fresh] = entries_.try_emplace(position);
    withheld = withheld || (!fresh && at->second.withheld);
    at->second = {position, of, withheld, store::LeafHash(bytes, proofs_.digest()),
                  withheld ? std::string() : std::string(bytes)};
  }

  // Policies adopted for nobody in particular, by which one of the ledgers was opened: before it.
  std::optional<Trouble> TakePolicies() {
    std::set<core::PolicyRef> missing;
    for (const auto& [id, state] : states_) {
      for (const auto& entry : state.policy.entries()) {
        if (!adopted_.contains(entry.value)) missing.insert(entry.value);
      }
    }
    const auto take = [&](core::Position position, std::string_view bytes) {
      if (patience_.EndsHere()) return false;
      for (const core::PolicyRef& ref : missing) {
        // Decoding every event of the book would take a hundred times as long.
        if (bytes.find(ref.id) == std::string_view::npos) continue;
        const auto event = wire::DecodeEvent(bytes);
        const auto* adopted =
            event ? std::get_if<core::PolicyAdopted>(&event->command.body) : nullptr;
        if (adopted == nullptr || adopted->policy.ref != ref) continue;
        Add(position, Entry::Of::kBook, bytes, false);
        missing.erase(ref);
        break;
      }
      return !missing.empty();
    };
    if (missing.empty()) return std::nullopt;
    const auto status = book_.Visit(nullptr, 1, pack_.facts.size, take);
    return status.ok() ? std::nullopt : std::optional(Damaged(status));
  }

  std::optional<Trouble> TakeProofs() {
    std::vector<core::Position> positions;
    for (auto& [position, entry] : entries_) {
      positions.push_back(position);
      pack_.entries.push_back(std::move(entry));
    }
    auto proof = proofs_.ProvePositions(positions, pack_.facts.size);
    if (!proof.ok()) return proof.trouble();
    pack_.proof = *proof;
    if (order_.from == 0) return std::nullopt;
    const auto growth = proofs_.ProveConsistency(order_.from, pack_.facts.size);
    if (!growth.ok()) return growth.trouble();
    pack_.from = order_.from;
    pack_.growth = growth->proof;
    return std::nullopt;
  }

  // The code tables the ledgers were opened with, and every form.
  void TakeRules() {
    std::set<std::string> folders;
    for (const auto& [id, state] : states_) folders.insert("codes-" + state.opened.code_tables);
    for (const auto& [name, text] : reports_.packs().files) {
      const std::string folder = name.substr(0, name.find('/'));
      if (folder.starts_with("codes-") && !folders.contains(folder)) continue;
      pack_.rules[name] = text;
    }
  }

  const Book& book_;
  const Reports& reports_;
  Proofs& proofs_;
  const PackOrder& order_;
  Patience patience_{order_.given_up};
  const core::LedgerId prior_{order_.ledger.unit, order_.ledger.year - 1};
  std::string root_;
  std::map<core::LedgerId, core::LedgerState> states_;
  std::map<core::Position, Entry> entries_;
  std::set<core::PolicyRef> adopted_;
  std::set<core::EventRef> withheld_;
  std::vector<core::Command> withheld_commands_;  // of the ledger that is being taken
  audit::Pack pack_;
  MadePack made_;
};

}  // namespace

Asked<MadePack> AuditPacks::Create(const PackOrder& order) const {
  Gathering gathering(book_, reports_, proofs_, order);
  if (auto trouble = gathering.Gather()) return *std::move(trouble);
  MadePack made = gathering.made();
  made.bytes = audit::Write(gathering.pack(), proofs_.digest(),
                            [this](std::string text) { return proofs_.Sign(std::move(text)); });
  return made;
}

}  // namespace outturn::app
