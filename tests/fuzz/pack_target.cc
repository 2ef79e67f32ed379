// Audit packs: a sound one of which a stretch is replaced, its sections by themselves, and packs
// of somebody who has the book's key and puts into one section what he likes.
#include "services/app/questions/audit_packs.h"
#include "services/audit/verify.h"
#include "tests/fuzz/small_book.h"
#include "tests/fuzz/target.h"

namespace outturn::fuzz {
namespace {

using audit::Pack;

struct Book : SmallBook {
  Book() {
    app::PackOrder order;
    order.ledger = {"101001", 2024};
    order.as_of = core::Day::Parse("2024-12-31");
    file = app::AuditPacks(*world.book, *reports, *proofs).Create(order)->bytes;
    const audit::Opened opened = audit::Open(file).value();
    pack.facts = opened.facts;
    pack.checkpoint = store::Note::Parse(opened.Find(audit::kCheckpointSection)->bytes).value();
    pack.entries = audit::ReadEntries(opened.Find(audit::kEventsSection)->bytes).value();
    pack.proof = audit::ReadHashes(opened.Find(audit::kProofSection)->bytes).value();
    for (const audit::Section& section : opened.sections) {
      const std::string_view name = section.name;
      if (name.starts_with(audit::kRulesPrefix)) {
        pack.rules[section.name.substr(audit::kRulesPrefix.size())] = section.bytes;
      } else if (name.starts_with(audit::kFormsPrefix)) {
        pack.forms[section.name.substr(audit::kFormsPrefix.size())] = section.bytes;
      }
    }
    Require(Verdict(file) == audit::Verdict::kHolds, "a sound pack does not hold");
    Require(Verdict(Signed(pack)) == audit::Verdict::kHolds, "nor does one that is written again");
  }

  // Over the tree of these events, whatever they are.
  [[nodiscard]] std::string Signed(Pack changed) const {
    store::Frontier tree(proofs->digest());
    for (audit::Entry& entry : changed.entries) {
      if (!entry.withheld) entry.leaf = store::LeafHash(entry.bytes, proofs->digest());
      tree.Append(entry.leaf);
    }
    changed.facts.size = changed.entries.size();
    const std::string origin = store::Checkpoint::Parse(pack.checkpoint.text)->origin;
    const store::Checkpoint checkpoint{origin, changed.entries.size(), tree.Root()};
    const auto sign = [&](std::string text) { return proofs->Sign(std::move(text)); };
    changed.checkpoint = sign(checkpoint.ToString());
    return audit::Write(changed, proofs->digest(), sign);
  }

  audit::Verdict Verdict(std::string_view bytes) const {
    const audit::Verification result = audit::Verify(bytes, proofs->key());
    for (const audit::Check& check : result.checks) {
      Require(!check.id.empty() && !check.words.empty(), "a check without words");
    }
    Require(!result.ToText(core::Language::kChinese).empty() && !result.ToJson().empty(),
            "no page");
    return result.verdict;
  }

  std::string file;
  Pack pack;
};

// Where (2 bytes), how many bytes go (2), and what comes in their place.
std::string Replaced(std::string file, std::string_view bytes) {
  const size_t at = TakeTwo(bytes) % (file.size() + 1);
  const size_t gone = TakeTwo(bytes);
  return file.replace(at, gone, bytes);
}

void Run(std::string_view bytes) {
  static const Book book;
  const uint8_t how = TakeByte(bytes);
  Pack changed = book.pack;
  switch (how % 8) {
    case 0:
      (void)book.Verdict(Replaced(book.file, bytes));
      return;
    case 1:
      (void)audit::ReadEntries(bytes);
      (void)audit::ReadHashes(bytes);
      (void)audit::ReadGrowth(bytes);
      return;
    case 2:
      if (auto entries = audit::ReadEntries(bytes); entries.ok()) changed.entries = *entries;
      break;
    case 3:
      changed.entries[TakeByte(bytes) % changed.entries.size()].bytes = bytes;
      break;
    case 4:
      changed.rules[kFormFile] = bytes;
      break;
    case 5:
      changed.rules[kCodesFile] = bytes;
      break;
    case 6:
      changed.forms["paid"] = bytes;
      break;
    default:
      (void)book.Verdict(bytes);
      return;
  }
  (void)book.Verdict(book.Signed(std::move(changed)));
}

const Registered registered("pack", Run);

}  // namespace
}  // namespace outturn::fuzz
