#include "services/audit/receipt.h"

#include <algorithm>
#include <utility>

#include "services/audit/key_name.h"
#include "services/audit/store_words.h"
#include "services/wire/codec.h"

namespace outturn::audit {
namespace {

std::optional<store::Hash> HashOf(const std::string& bytes) {
  store::Hash hash;
  if (bytes.size() != hash.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

std::optional<store::Proof> ProofOf(const std::vector<std::string>& hashes) {
  store::Proof proof;
  for (const std::string& bytes : hashes) {
    const auto hash = HashOf(bytes);
    if (!hash) return std::nullopt;
    proof.push_back(*hash);
  }
  return proof;
}

void Say(Verification& result, std::string id, bool holds, std::string zh, std::string en) {
  result.checks.push_back({std::move(id), holds, {std::move(zh), std::move(en)}});
}

// The checkpoint of a note that the key signed; what is wrong is told.
std::optional<store::Checkpoint> SignedCheckpoint(const std::string& text,
                                                  const store::VerifierKey& key,
                                                  Verification& result) {
  const auto note = store::Note::Parse(text);
  const auto checkpoint = note.ok() ? store::Checkpoint::Parse(note->text)
                                    : store::Result<store::Checkpoint>(note.status());
  if (!checkpoint.ok()) {
    const std::string why = checkpoint.status().message();
    Say(result, "checkpoint", false, "不是签名的检查点（" + InChinese(why) + "）", why);
    return std::nullopt;
  }
  if (checkpoint->origin != key.name()) {
    result.verdict = Verdict::kAnotherBook;
    Say(result, "checkpoint", false,
        "检查点属于 " + checkpoint->origin + "，公钥属于 " + key.name(),
        "the checkpoint is of " + checkpoint->origin + ", the key of " + key.name());
    return std::nullopt;
  }
  const bool named =
      std::any_of(note->signatures.begin(), note->signatures.end(),
                  [&](const auto& one) { return one.name == key.name() && one.id == key.id(); });
  if (!named) result.verdict = Verdict::kWrongKey;
  const bool good = note->IsSignedBy(key);
  const std::string size = std::to_string(checkpoint->size);
  const std::string given = KeyName(key.name(), key.id());
  std::string by;
  for (const auto& one : note->signatures) {
    by += (by.empty() ? "" : ", ") + KeyName(one.name, one.id);
  }
  Say(result, "checkpoint", good,
      "检查点（" + size + " 个事项）" +
          (named ? (good ? "由所给公钥签署" : "或其签名被改动")
                 : "不是由所给公钥 " + given + " 签署，签署者是 " + by + "：请核对公钥取自本账簿"),
      "the checkpoint of " + size + " events" +
          (named ? (good ? " is signed by the key given" : ", or its signature, was changed")
                 : " is not signed by the key given, " + given + ", but by " + by +
                       ": see that the key is this book's"));
  return good ? std::optional(*checkpoint) : std::nullopt;
}

// Whether the event itself, which came with the proof, is the one of the leaf.
bool IsOfLeaf(const InclusionClaim& claim, store::Digest digest, Verification& result) {
  const std::string position = std::to_string(claim.position);
  if (claim.event.empty()) {
    result.remarks.push_back(
        {"没有随附事项本身，叶哈希所指的内容无从核对；outturn proof inclusion " + position +
             " 连同事项一起取得",
         "the event itself did not come with it, so nothing shows what the leaf is the hash of; "
         "outturn proof inclusion " +
             position + " gets it with the event"});
    return true;
  }
  // One of a later version says nothing to this one, and is the leaf's all the same.
  const auto event = wire::DecodeEvent(claim.event);
  const bool good = HashOf(claim.leaf) == store::LeafHash(claim.event, digest) &&
                    (!event || event->position == claim.position);
  const std::string id = event ? event->command.header.ref.ToString() : position;
  Say(result, "event", good,
      good ? "随附的事项 " + id + " 正是该叶哈希所指"
           : "随附的事项不是位置 " + position + " 的叶哈希所指：被改动或属于另一处",
      good ? "the event that came with it, " + id + ", is what the leaf is the hash of"
           : "the event that came with it is not what the leaf of position " + position +
                 " is the hash of: it was changed, or is another one");
  return good;
}

}  // namespace

Verification VerifyInclusion(const InclusionClaim& claim, const store::VerifierKey& key) {
  Verification result;
  result.subject = Subject::kInclusion;
  const auto checkpoint = SignedCheckpoint(claim.note, key, result);
  if (!checkpoint) return result;
  const auto leaf = HashOf(claim.leaf);
  const auto proof = ProofOf(claim.hashes);
  const bool good = leaf && proof && claim.position > 0 && checkpoint->size == claim.size &&
                    store::RootByInclusion(*leaf, claim.position - 1, claim.size, *proof,
                                           store::DigestOf(key.kind())) == checkpoint->root;
  const std::string position = std::to_string(claim.position);
  Say(result, "inclusion", good,
      "位置 " + position + (good ? " 的事项在检查点所定的日志中" : " 的证明导不出检查点的根哈希"),
      good ? "the event at position " + position + " is in the log of the checkpoint"
           : "the proof of position " + position + " does not lead to the checkpoint's root");
  const bool same = claim.told_position == 0 || claim.told_position == claim.position;
  if (!same) {
    const std::string told = std::to_string(claim.told_position);
    Say(result, "receipt", false, "回执说事项在位置 " + told + "，证明的却是位置 " + position,
        "the receipt says position " + told + ", the proof is of position " + position);
  }
  const bool itself = IsOfLeaf(claim, store::DigestOf(key.kind()), result);
  if (good && same && itself) result.verdict = Verdict::kHolds;
  return result;
}

Verification VerifyGrowth(const GrowthClaim& claim, const store::VerifierKey& key) {
  Verification result;
  result.subject = Subject::kGrowth;
  const auto before = SignedCheckpoint(claim.old_note, key, result);
  if (!before) return result;
  const auto after = SignedCheckpoint(claim.new_note, key, result);
  if (!after) return result;
  const auto proof = ProofOf(claim.hashes);
  const bool good = proof && store::IsConsistent(before->size, before->root, after->size,
                                                 after->root, *proof, store::DigestOf(key.kind()));
  const std::string from = std::to_string(before->size);
  const std::string to = std::to_string(after->size);
  Say(result, "growth", good,
      good ? "检查点 " + to + " 由检查点 " + from + " 增长而来，历史未被改写"
           : "检查点 " + to + " 与检查点 " + from + " 矛盾：历史被改写（分叉）",
      good ? "checkpoint " + to + " grew from checkpoint " + from + ": nothing was rewritten"
           : "checkpoint " + to + " contradicts checkpoint " + from +
                 ": history was rewritten (a fork)");
  result.verdict = good ? Verdict::kHolds : Verdict::kForked;
  return result;
}

}  // namespace outturn::audit
