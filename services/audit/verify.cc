#include "services/audit/verify.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "services/app/packs/packs.h"
#include "services/audit/compare.h"
#include "services/audit/fold.h"
#include "services/audit/key_name.h"
#include "services/audit/store_words.h"

namespace outturn::audit {
namespace {

using figures::Words;

std::string Text(uint64_t number) { return std::to_string(number); }

class Verifying {
 public:
  Verifying(const store::VerifierKey& key, const std::optional<store::Note>& known,
            const std::vector<store::VerifierKey>& witnesses)
      : key_(key), known_(known), witnesses_(witnesses), digest_(store::DigestOf(key.kind())) {}

  Verification Run(std::string_view file) {
    auto opened = Open(file);
    if (!opened.ok()) {
      const std::string why = opened.status().message();
      Say("container", false, "文件形式不符（" + InChinese(why) + "）", why);
      return Finish();
    }
    opened_ = *std::move(opened);
    result_.facts = opened_.facts;
    if (!CheckManifest()) return Finish();
    if (CheckCheckpoint()) CompareWithKnown();
    CheckUnknownSections();
    if (CheckEvents() && CheckRules()) Derive();
    return Finish();
  }

 private:
  void Say(std::string id, bool holds, std::string zh, std::string en) {
    result_.checks.push_back({std::move(id), holds, {std::move(zh), std::move(en)}});
  }

  void SayWrong(std::string id, const std::string& zh, const store::Status& status) {
    Say(std::move(id), false, zh + "（" + InChinese(status.message()) + "）", status.message());
  }

  // Of the section's bytes against the manifest; nullptr, and it is told, when they differ.
  const Section* Whole(std::string_view name) {
    const Section* section = opened_.Find(name);
    const std::string text(name);
    if (section == nullptr) {
      Say("section " + text, false, "缺少部分 " + text, "section " + text + " is missing");
      return nullptr;
    }
    if (store::HashOf(section->bytes, digest_) == section->hash) return section;
    Say("section " + text, false, "部分 " + text + " 被改动", "section " + text + " was changed");
    return nullptr;
  }

  bool CheckManifest() {
    const auto& signatures = opened_.manifest.signatures;
    const bool named = signatures.size() == 1 && signatures[0].name == key_.name();
    if ((named && signatures[0].id == key_.id()) || ContradictsItself()) {
      const bool good = named && opened_.manifest.IsSignedBy(key_);
      Say("manifest", good, good ? "目录由所给公钥签署" : "目录或其签名被改动",
          good ? "the manifest is signed by the key given"
               : "the manifest or its signature was changed");
      return good;
    }
    if (named) {
      result_.verdict = Verdict::kWrongKey;
      const std::string by = KeyName(signatures[0].name, signatures[0].id);
      const std::string given = KeyName(key_.name(), key_.id());
      Say("manifest", false,
          "由另一把密钥 " + by + " 签署，不是所给的公钥 " + given + "：请核对公钥取自本账簿",
          "signed by another key, " + by + ", than the one given, " + given +
              ": see that the key is this book's");
    } else {
      result_.verdict = Verdict::kAnotherBook;
      const std::string by = signatures[0].name;
      Say("manifest", false, "由 " + by + " 签署，所给公钥属于 " + key_.name(),
          "signed by " + by + ", the key given is of " + key_.name());
    }
    return false;
  }

  // Whether the manifest says that somebody signed it whom the pack's own checkpoint does not know:
  // then the manifest was changed, whatever book the key given is of.
  bool ContradictsItself() const {
    const auto& signatures = opened_.manifest.signatures;
    const Section* section = opened_.Find(kCheckpointSection);
    if (signatures.size() != 1 || section == nullptr) return true;
    const store::NoteSignature& signer = signatures[0];
    if (key_.Verifies(opened_.manifest.text, signer.signature)) return true;  // under a false name
    const auto note = store::Note::Parse(section->bytes);
    const auto checkpoint = note.ok() ? store::Checkpoint::Parse(note->text)
                                      : store::Result<store::Checkpoint>(note.status());
    if (!checkpoint.ok() || checkpoint->origin != signer.name) return true;
    return std::none_of(note->signatures.begin(), note->signatures.end(), [&](const auto& one) {
      return one.name == signer.name && one.id == signer.id;
    });
  }

  bool CheckCheckpoint() {
    const Section* section = Whole(kCheckpointSection);
    if (section == nullptr) return false;
    const auto note = store::Note::Parse(section->bytes);
    const auto checkpoint = note.ok() ? store::Checkpoint::Parse(note->text)
                                      : store::Result<store::Checkpoint>(note.status());
    const bool good = checkpoint.ok() && note->IsSignedBy(key_) &&
                      checkpoint->origin == key_.name() && checkpoint->size == opened_.facts.size;
    if (good) checkpoint_ = *checkpoint;
    Say("checkpoint", good,
        good ? "检查点（" + Text(checkpoint->size) + " 个事项）由所给公钥签署"
             : "检查点与目录或公钥不符",
        good ? "the checkpoint of " + Text(checkpoint->size) + " events is signed by the key given"
             : "the checkpoint is not the one of the manifest and the key");
    if (!good) return false;
    for (const store::VerifierKey& witness : witnesses_) CheckWitness(*note, witness);
    for (const store::NoteSignature& signature : note->signatures) {
      const bool checked =
          std::any_of(witnesses_.begin(), witnesses_.end(), [&](const store::VerifierKey& one) {
            return one.name() == signature.name && one.id() == signature.id;
          });
      if (signature.name != key_.name() && !checked) result_.cosignatures.push_back(signature);
    }
    return true;
  }

  void CheckWitness(const store::Note& note, const store::VerifierKey& witness) {
    const bool good = note.IsSignedBy(witness);
    const bool named = std::any_of(
        note.signatures.begin(), note.signatures.end(),
        [&](const auto& one) { return one.name == witness.name() && one.id == witness.id(); });
    const std::string who = KeyName(witness.name(), witness.id());
    Say("witness", good,
        "见证人 " + who +
            (good    ? " 共同签署了这个检查点"
             : named ? " 的共同签名不是这个检查点的"
                     : " 没有共同签署这个检查点"),
        "the witness " + who +
            (good    ? " has co-signed this checkpoint"
             : named ? " has a co-signature here that is not of this checkpoint"
                     : " has not co-signed this checkpoint"));
  }

  void CompareWithKnown() {
    const Section* section = opened_.Find(kGrowthSection);
    std::optional<Growth> growth;
    if (section != nullptr) {
      if (Whole(kGrowthSection) == nullptr) return;
      const auto read = ReadGrowth(section->bytes);
      if (!read.ok()) return SayWrong("growth", "一致性证明形式不符", read.status());
      growth = *read;
    }
    if (!known_) return;
    const auto known = store::Checkpoint::Parse(known_->text);
    if (!known.ok() || !known_->IsSignedBy(key_) || known->origin != key_.name()) {
      return RefuseKnown(known.ok() ? known->origin : "");
    }
    const bool same = known->size == checkpoint_->size;
    if (known->size > checkpoint_->size) {
      return Say("known checkpoint", false,
                 "所持检查点含 " + Text(known->size) + " 个事项，包只到 " +
                     Text(checkpoint_->size) +
                     "：请制作不早于该检查点的包；制不出则日志被截短或已分叉",
                 "the checkpoint you hold is of " + Text(known->size) + " events, the pack of " +
                     Text(checkpoint_->size) +
                     ": have one made that is no older; if none can be, the log was cut or forked");
    }
    if (!same && (!growth || growth->from != known->size)) {
      return Say("known checkpoint", false,
                 "包内没有从 " + Text(known->size) + " 到 " + Text(checkpoint_->size) +
                     " 的一致性证明：请用 --from " + Text(known->size) + " 重新制包",
                 "the pack has no proof of consistency from " + Text(known->size) + " to " +
                     Text(checkpoint_->size) + ": have it made with --from " + Text(known->size));
    }
    const bool grew =
        store::IsConsistent(known->size, known->root, checkpoint_->size, checkpoint_->root,
                            same ? store::Proof() : growth->proof, digest_);
    if (!grew) result_.verdict = Verdict::kForked;
    Say("known checkpoint", grew,
        grew ? "与所持检查点（" + Text(known->size) + " 个事项）一致，历史未被改写"
             : "与所持检查点（" + Text(known->size) + " 个事项）矛盾：历史被改写（分叉）",
        grew ? "consistent with the checkpoint of " + Text(known->size) +
                   " you have: nothing before it was rewritten"
             : "contradicts the checkpoint of " + Text(known->size) +
                   " you have: history was rewritten (a fork)");
  }

  // The auditor's own checkpoint is none of the key's: whose is it?
  void RefuseKnown(const std::string& origin) {
    const auto& signatures = known_->signatures;
    const bool named = std::any_of(signatures.begin(), signatures.end(), [&](const auto& one) {
      return one.name == key_.name() && one.id == key_.id();
    });
    const std::string name = key_.name();
    if (!origin.empty() && origin != name) {
      result_.verdict = Verdict::kAnotherBook;
      return Say("known checkpoint", false,
                 "所持检查点属于 " + origin + "，公钥属于 " + name + "：是另一账簿的",
                 "the checkpoint you have is of " + origin + ", the key of " + name +
                     ": it is another book's");
    }
    if (named) {
      return Say("known checkpoint", false, "所持检查点或其签名被改动",
                 "the checkpoint you have, or its signature, was changed");
    }
    result_.verdict = Verdict::kWrongKey;
    Say("known checkpoint", false, "所持检查点由另一把密钥签署，不是所给的公钥",
        "the checkpoint you have is signed by another key than the one given");
  }

  // A later version may add some; whatever they are for, they are to be as they were signed.
  void CheckUnknownSections() {
    for (const Section& section : opened_.sections) {
      const bool known = section.name == kCheckpointSection || section.name == kEventsSection ||
                         section.name == kProofSection || section.name == kGrowthSection ||
                         section.name == kTouchedSection ||
                         section.name.starts_with(kRulesPrefix) ||
                         section.name.starts_with(kFormsPrefix);
      if (!known) (void)Whole(section.name);
    }
  }

  bool CheckEvents() {
    const Section* const section = opened_.Find(kEventsSection);
    const bool whole = Whole(kEventsSection) != nullptr;
    if (section == nullptr) return false;
    auto entries = ReadEntries(section->bytes);
    if (!entries.ok()) {
      SayWrong("events", "事项部分形式不符", entries.status());
      return false;
    }
    entries_ = *std::move(entries);
    const bool unchanged = CheckLeaves();
    return CheckProof() && unchanged && whole;
  }

  // Each event's bytes against its leaf hash, so that a changed one is named.
  bool CheckLeaves() {
    size_t changed = 0;
    for (const Entry& entry : entries_) {
      if (entry.withheld || store::LeafHash(entry.bytes, digest_) == entry.leaf) continue;
      if (++changed > 10) continue;
      Say("event " + Text(entry.position), false,
          "位置 " + Text(entry.position) + " 的事项与其哈希不符",
          "the event at position " + Text(entry.position) + " is not the one its hash is of");
    }
    return changed == 0;
  }

  bool CheckProof() {
    const Section* section = Whole(kProofSection);
    if (section == nullptr || !checkpoint_) return false;
    const auto proof = ReadHashes(section->bytes);
    std::map<uint64_t, store::Hash> leaves;
    for (const Entry& entry : entries_) leaves[entry.position - 1] = entry.leaf;
    const auto root =
        proof.ok() ? store::RootByLeaves(leaves, checkpoint_->size, *proof, digest_) : std::nullopt;
    const bool good = root == checkpoint_->root;
    const std::string count = Text(entries_.size());
    Say("events", good,
        good ? count + " 个事项都在检查点所定的日志中，位置与内容均未改动"
             : "事项的证明导不出检查点的根哈希",
        good ? "all " + count + " events are in the log of the checkpoint, where and as they say"
             : "the proof of the events does not lead to the checkpoint's root");
    return good;
  }

  bool CheckRules() {
    bool whole = true;
    app::PackFiles files;
    for (const Section& section : opened_.sections) {
      if (!section.name.starts_with(kRulesPrefix)) continue;
      whole = Whole(section.name) != nullptr && whole;
      files[section.name.substr(kRulesPrefix.size())] = section.bytes;
    }
    if (!whole) return false;
    app::LoadedPacks loaded = app::LoadPacks(files);
    for (const app::PackError& error : loaded.errors) {
      Say("rules", false, error.ToString(figures::Language::kChinese),
          error.ToString(figures::Language::kEnglish));
    }
    if (!loaded.errors.empty()) return false;
    rules_ = std::make_unique<app::Packs>(std::move(loaded.packs));
    Say("rules", true, "代码表与表样齐全未改", "code tables and forms are whole and unchanged");
    return true;
  }

  void Derive() {
    const Folded folded = Fold(opened_.facts, entries_, rules_->code_tables);
    for (const Words& problem : folded.problems) Say("history", false, problem.zh, problem.en);
    if (folded.problems.empty()) {
      const std::string count = Text(opened_.facts.version);
      Say("history", true,
          "账套的 " + count + " 个事项前后相接，其间一个不缺；其后没有，是签署者所称",
          "the ledger's " + count +
              " events follow each other, none between them is missing; that there are no more is "
              "the "
              "signer's word");
    }
    const uint64_t withheld = folded.withheld + folded.withheld_prior;
    prior_withheld_ = folded.withheld_prior > 0;
    if (!ReadTouched()) return;
    touched_.Add(folded.touched);
    if (withheld > 0) {
      result_.remarks.push_back(
          {"涉密不予提供的事项 " + Text(withheld) + " 个（只有哈希）；因其而未能计入的事项 " +
               Text(folded.resting) + " 个",
           Text(withheld) + " events are withheld, only their hashes are here; " +
               Text(folded.resting) + " more could not be counted without them"});
    }
    const core::LedgerState* ledger = folded.book.FindLedger(opened_.facts.ledger);
    if (ledger == nullptr) return;
    const core::Day day = opened_.facts.as_of;
    const core::Policy& policy = folded.book.PolicyOf(*ledger, day);
    const figures::Cut cut{folded.book, *ledger, policy, day};
    const figures::Provenance provenance{opened_.facts.book,
                                         checkpoint_->size,
                                         {checkpoint_->root.begin(), checkpoint_->root.end()},
                                         day,
                                         opened_.facts.recorded_at,
                                         policy.ref};
    for (const Section& section : opened_.sections) {
      if (!section.name.starts_with(kFormsPrefix)) continue;
      CheckForm(section, cut, provenance, withheld > 0);
    }
  }

  // On the book's word: it may only make more of a pack impossible to check, and says of what.
  bool ReadTouched() {
    if (opened_.Find(kTouchedSection) == nullptr) return true;
    const Section* section = Whole(kTouchedSection);
    if (section == nullptr) return false;
    auto touched = Touched::Parse(section->bytes);
    if (!touched.ok()) {
      SayWrong("touched", "“涉及”部分形式不符", touched.status());
      return false;
    }
    touched_ = *std::move(touched);
    std::string names = touched_.ToString();
    std::replace(names.begin(), names.end(), '\n', ' ');
    result_.remarks.push_back({"据账簿所称，未提供的事项还涉及：" + names,
                               "by the book's word the withheld events are also about: " + names});
    return true;
  }

  void CheckForm(const Section& section, const figures::Cut& cut,
                 const figures::Provenance& provenance, bool withheld) {
    const std::string id = section.name.substr(kFormsPrefix.size());
    if (Whole(section.name) == nullptr) return;
    const auto table = DeriveForm(*rules_, id, cut, provenance);
    if (!table) {
      return Say("form " + id, false, "没有表样 " + id, "there is no form " + id);
    }
    const Comparison compared =
        Compare(*table, std::string(section.bytes), [&](const std::string& figure) {
          return !withheld || IsCheckable(cut, touched_, prior_withheld_, figure);
        });
    result_.forms.emplace(id, *table);
    if (auto wrong = WhatIsWrong(compared, withheld)) {
      return Say("form " + id, false, "“" + table->title + "”与事项不符：" + wrong->zh,
                 "\"" + table->title + "\" is not what the events make it: " + wrong->en);
    }
    const std::string cells = Text(compared.equal);
    Say("form " + id, true,
        "“" + table->title + "”按事项重新推导，" + cells + " 个数据格" +
            (compared.same ? "全部" : "") + "一致",
        "\"" + table->title + "\" derived anew from the events: " + (compared.same ? "all " : "") +
            cells + " figures are the same");
    for (const Comparison::Difference& one : compared.different) {
      ++result_.not_checkable;
      result_.remarks.push_back({id + "：" + one.words.zh, id + ": " + one.words.en});
    }
    for (const std::string& word : compared.words_more) {
      ++result_.not_checkable;
      result_.remarks.push_back({id + "：“" + word + "”按所提供的事项得不出",
                                 id + ": \"" + word + "\" does not follow from the events given"});
    }
  }

  // The first thing in which a form is not what the events make it; of what rests on withheld
  // events nobody can tell.
  std::optional<Words> WhatIsWrong(const Comparison& compared, bool withheld) const {
    if (compared.same) return std::nullopt;
    if (compared.unreadable) return Words{"不是表", "it is no form"};
    for (const Comparison::Difference& one : compared.different) {
      if (one.checkable) return one.words;
    }
    // What is classified only adds words to a form; a public line or indicator may make some.
    const bool more = !compared.different.empty() || !compared.words_more.empty();
    if (!withheld || !more || (compared.words_missing && touched_.empty())) {
      return Words{"文字不同", "its words differ"};
    }
    return std::nullopt;
  }

  Verification Finish() {
    const bool all = std::all_of(result_.checks.begin(), result_.checks.end(),
                                 [](const Check& check) { return check.holds; });
    if (all && !result_.checks.empty()) result_.verdict = Verdict::kHolds;
    return std::move(result_);
  }

  const store::VerifierKey& key_;
  const std::optional<store::Note>& known_;
  const std::vector<store::VerifierKey>& witnesses_;
  const store::Digest digest_;
  Opened opened_;
  std::optional<store::Checkpoint> checkpoint_;
  std::vector<Entry> entries_;
  Touched touched_;  // by what is withheld, and by what rests on it
  bool prior_withheld_ = false;
  std::unique_ptr<app::Packs> rules_;
  Verification result_;
};

}  // namespace

Verification Verify(std::string_view file, const store::VerifierKey& key,
                    const std::optional<store::Note>& known,
                    const std::vector<store::VerifierKey>& witnesses) {
  return Verifying(key, known, witnesses).Run(file);
}

}  // namespace outturn::audit
