#include "services/app/proofs/proofs.h"

#include <algorithm>
#include <utility>

#include "services/app/data_folder.h"
#include "services/app/log.h"
#include "services/app/proofs/signing_key.h"
#include "services/audit/store_words.h"
#include "store/file.h"
#include "store/kept/kept_sum.h"

namespace outturn::app {
namespace {

using store::kTileHeight;
using store::kTileWidth;

constexpr uint64_t kCatchUpEvents = 20'000;        // a second: 1 % of a core
constexpr size_t kMostEntryBytes = (1 << 16) - 1;  // what an entry bundle has room for

Trouble NoCheckpoint(const std::string& zh, const std::string& en, core::Variable variable) {
  return NotFound("CHECKPOINT_NOT_FOUND",
                  {"没有签发过" + zh + "的检查点", "no checkpoint " + en + " was ever signed"},
                  {std::move(variable)});
}

Trouble TreeBeyondTail(uint64_t size, core::Position tail) {
  Trouble beyond = BeyondTail("size", size, tail);
  const std::string asked = std::to_string(size);
  const std::string last = std::to_string(tail);
  beyond.words = {"树的事项数 " + asked + " 超出账簿末位 " + last,
                  "a tree of " + asked + " events is beyond the book's last, " + last};
  return beyond;
}

Trouble NotInTree(core::Position position, uint64_t size, core::Position tail) {
  const std::string asked = std::to_string(position);
  const std::string events = std::to_string(size);
  const std::string last = std::to_string(tail);
  return Invalid("size", "POSITION_BEYOND_TAIL",
                 {"位置 " + asked + " 不在前 " + events + " 个事项的树内：树的事项数应为 " + asked +
                      " 至 " + last,
                  "position " + asked + " is not in the tree of the first " + events +
                      " events: one of " + asked + " to " + last + " events has it"},
                 {{"position", asked}, {"size", events}, {"last", last}});
}

constexpr uint64_t kClockSkewSeconds = 60;  // of a witness

Trouble NoTile(const char* zh, const char* en) { return NotFound("TILE_NOT_FOUND", {zh, en}); }

// Before anything is opened: what is not there any more would be made anew, and be empty.
store::Status CheckRemembered(const ProofFiles& files, const Book& book) {
  const auto mark = ReadMarkOf(files.folder, book.name());
  if ((!mark.ok() || mark->grown.empty()) && book.DurableTip().position > 0) {
    Log(LogLevel::kWarning,
        "had all signed checkpoints or their names been lost before, nothing would tell it",
        {{"reason", mark.ok() ? DurableMarkOf(files.folder) + " is an earlier version's"
                              : mark.status().message()}});
  }
  for (const std::string& path : {files.checkpoints, files.names}) {
    const auto bytes = store::ReadFile(path);
    if (!bytes.ok() && bytes.status().code() != store::Code::kNotFound) return bytes.status();
    const auto status = CheckGrown(files.folder, path, bytes.ok() ? *bytes : "");
    if (!status.ok()) return status;
  }
  return {};
}

// Of a file that only grows, with what to do.
store::Status OrPutBack(const store::Status& status, const std::string& path) {
  const std::string advice = store::PutBackOrAside(path);
  const bool said = status.message().find(". Put it back with ") != std::string::npos;
  if (status.code() != store::Code::kCorrupt || said) return status;
  return store::Status::Corrupt(status.position(), status.message() + ". " + advice);
}

// Of a digest the book keeps no root of, tiles are kept as far as the newest checkpoint covers them
// and leads to its root: no root is signed of tiles nobody compared with anything.
store::Result<std::unique_ptr<Tree>> OpenTree(const Proofs::Parts& parts, store::Digest digest,
                                              const store::NoteFile& notes) {
  const std::string& path = parts.files.tiles;
  if (digest == store::Digest::kSha256) return Tree::Open(parts.book, path, digest);
  store::Checkpoint newest;
  if (const auto& known = notes.checkpoints(); !known.empty()) {
    newest = store::Checkpoint::Parse(known.rbegin()->second.text).value();
  }
  const size_t covered = newest.size / kTileWidth * sizeof(store::Hash);
  const auto kept = store::ReadFile(path);
  if (kept.ok() && kept->size() > covered) {
    auto status = store::ReplaceFile(path, std::string_view(*kept).substr(0, covered));
    if (!status.ok()) return status;
  }
  auto tree = Tree::Open(parts.book, path, digest);
  if (!tree.ok() || newest.size == 0) return tree;
  const auto root = (*tree)->Root(newest.size);
  if (root.ok() && *root == newest.root) return tree;
  Log(LogLevel::kWarning, "the tiles do not lead to the newest checkpoint: making them anew");
  if (auto status = store::RemoveFile(path); !status.ok()) return status;
  return Tree::Open(parts.book, path, digest);
}

// Another event than the one asked for cannot be read.
store::Status NeededFor(core::Position position, const store::Status& status) {
  if (status.code() != store::Code::kCorrupt || status.position() == position) return status;
  return store::Status::Corrupt(status.position(), "the proof of event " +
                                                       std::to_string(position) +
                                                       " needs this one, too: " + status.message());
}

template <typename T>
Asked<T> OrDamaged(store::Result<T> result) {
  if (!result.ok()) return Damaged(result.status());
  return *std::move(result);
}

}  // namespace

Proofs::Proofs(Parts parts, store::SigningKey key, store::NoteFile notes, CheckpointNames names,
               std::unique_ptr<Tree> tree)
    : book_(parts.book),
      folder_(std::move(parts.files.folder)),
      key_(std::move(key)),
      witnesses_(std::move(parts.witnesses)),
      tree_(std::move(tree)),
      notes_(std::move(notes)),
      names_(std::move(names)) {}

store::Result<std::unique_ptr<Proofs>> Proofs::Open(Parts parts) {
  if (auto status = CheckRemembered(parts.files, parts.book); !status.ok()) return status;
  auto notes = store::NoteFile::Open(parts.files.checkpoints);
  if (!notes.ok()) return OrPutBack(notes.status(), parts.files.checkpoints);
  // A key that signed is not replaced by another: nobody who knows it would believe that one.
  const bool has_signed = !notes->checkpoints().empty();
  const bool had_key = store::ReadFile(parts.files.key).status().code() != store::Code::kNotFound;
  auto key = OpenSigningKey(parts.files.key, parts.book.name(),
                            has_signed ? std::nullopt : std::optional(parts.kind));
  if (key.status().code() == store::Code::kNotFound) {
    return store::Status::Corrupt(0, key.status().message() +
                                         ", but checkpoints signed with it; put the book's own "
                                         "file key back from a copy (mode 0600)");
  }
  if (!key.ok()) return key.status();
  std::vector<store::Note> handed_out = notes->contradicted();
  for (const auto& [size, note] : notes->checkpoints()) handed_out.push_back(note);
  auto own = CheckIsTheBooks(parts.files.key, key->verifier(), handed_out);
  if (!own.ok()) return own;
  if (const auto events = parts.book.DurableTip().position; !had_key && events > 0) {
    Log(LogLevel::kWarning, "a book that has events got a new signing key: is the old one lost?",
        {{"events", events}, {"key", key->verifier().ToString()}});
  }
  if (has_signed) {
    const auto named =
        CheckName(parts.files.folder, parts.book.name(), notes->checkpoints().rbegin()->second);
    if (!named.ok()) return named;
  }
  auto names = CheckpointNames::Open(parts.files.names);
  if (!names.ok()) return OrPutBack(names.status(), parts.files.names);
  auto tree = OpenTree(parts, store::DigestOf(key->verifier().kind()), *notes);
  if (!tree.ok()) return tree.status();
  const ProofFiles files = parts.files;
  auto proofs = std::unique_ptr<Proofs>(new Proofs(
      std::move(parts), *std::move(key), *std::move(notes), *std::move(names), *std::move(tree)));
  const auto status = proofs->CheckNewest();
  if (status.ok()) return proofs;
  if (status.position() != 0) {
    return store::Status::Corrupt(status.position(),
                                  status.message() +
                                      ". Keep log and checkpoints, find out which of them is not "
                                      "the book's own and put that back from a copy");
  }
  // Which of the two is wrong nothing tells.
  const auto of_both =
      store::Status::Corrupt(0, files.checkpoints + " or " + files.key + ": " + status.message());
  return OrPutBack(of_both, files.checkpoints);
}

store::Status Proofs::CheckNewest() {
  if (notes_.checkpoints().empty()) return {};
  return Check(notes_.checkpoints().rbegin()->second);
}

void Proofs::CheckHandedOut(std::chrono::microseconds budget) {
  const auto begin = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begin < budget) {
    const auto note = NextToCheck();
    if (!note) return;
    const auto status = Check(*note);
    book_.meters().checkpoints_checked.Add();
    if (status.ok()) continue;
    book_.meters().checkpoint_differences.Add();
    Log(LogLevel::kCritical, "a checkpoint that was handed out is not one of this log",
        {{"reason", status.ToString()}, {"checkpoint", note->text}});
  }
}

std::optional<store::Note> Proofs::NextToCheck() {
  const std::lock_guard lock(mutex_);
  if (contradicted_checked_ < notes_.contradicted().size()) {
    return notes_.contradicted()[contradicted_checked_++];
  }
  const auto next = notes_.checkpoints().lower_bound(check_from_);
  if (next == notes_.checkpoints().end()) return std::nullopt;
  check_from_ = next->first + 1;
  return next->second;
}

store::Status Proofs::Check(const store::Note& note) {
  const auto checkpoint = store::Checkpoint::Parse(note.text);
  if (!checkpoint.ok()) return checkpoint.status();
  const uint64_t tail = book_.DurableTip().position;
  const std::string said =
      "a checkpoint of " + std::to_string(checkpoint->size) + " events was signed and handed out, ";
  if (checkpoint->origin != key().name()) {
    return store::Status::Corrupt(
        0, said + "but of " + checkpoint->origin + ", not of this book, " + key().name());
  }
  if (!note.IsSignedBy(key())) {
    return store::Status::Corrupt(0, said + "but not with this book's key");
  }
  if (checkpoint->size > tail) {
    return store::Status::Corrupt(tail + 1, said + "but the log ends at " + std::to_string(tail));
  }
  const auto root = RootAt(checkpoint->size);
  if (!root.ok()) return root.status();
  if (*root == checkpoint->root) return {};
  return store::Status::Corrupt(checkpoint->size, said + "but the log is another one");
}

store::Result<store::Hash> Proofs::RootOf(const Resident::Tip& tip) {
  if (digest() == store::Digest::kSha256) return tip.frontier.Root();
  return tree_->Root(tip.position);
}

store::Result<store::Hash> Proofs::RootAt(uint64_t size) {
  return digest() == store::Digest::kSha256 ? book_.RootAt(size) : tree_->Root(size);
}

Asked<store::Note> Proofs::CheckpointCovering(uint64_t size) {
  if (digest() != store::Digest::kSha256) {
    // The tree may have far to go: not while others wait for the lock.
    const auto ready = tree_->Root(book_.DurableTip().position);
    if (!ready.ok()) return Damaged(ready.status());
  }
  const std::lock_guard lock(mutex_);
  const auto& known = notes_.checkpoints();
  if (!known.empty() && known.rbegin()->first >= size) return known.rbegin()->second;
  const Resident::Tip tip = book_.DurableTip();
  const auto root = RootOf(tip);
  if (!root.ok()) return Damaged(root.status());
  store::Note note =
      store::Note::Sign(store::Checkpoint{key().name(), tip.position, *root}.ToString(), key_);
  if (auto status = notes_.Append(note); !status.ok()) return NotKept(status);
  return note;
}

Asked<store::Note> Proofs::NewestCheckpoint() {
  return CheckpointCovering(book_.DurableTip().position);
}

Asked<store::Note> Proofs::KnownCheckpoint(size_t signatures) const {
  const std::lock_guard lock(mutex_);
  const auto& known = notes_.checkpoints();
  const auto found = std::find_if(known.rbegin(), known.rend(), [&](const auto& one) {
    return one.second.signatures.size() >= signatures;
  });
  if (found != known.rend()) return found->second;
  const std::string number = std::to_string(signatures);
  return NoCheckpoint("带有 " + number + " 个签名", "with " + number + " signatures",
                      {"signatures", number});
}

Asked<store::Note> Proofs::CheckpointOf(uint64_t size) const {
  const std::lock_guard lock(mutex_);
  const auto& known = notes_.checkpoints();
  const auto found = known.find(size);
  if (found != known.end()) return found->second;
  const std::string number = std::to_string(size);
  std::string near;  // the one before, the one behind
  const auto next = known.upper_bound(size);
  if (next != known.begin()) near = std::to_string(std::prev(next)->first);
  if (next != known.end()) near += (near.empty() ? "" : ", ") + std::to_string(next->first);
  Trouble none =
      NoCheckpoint("含 " + number + " 个事项", "of " + number + " events", {"size", number});
  if (near.empty()) return none;
  none.words.zh += "；最近的含 " + near + " 个事项，outturn checkpoint list 列出签发过的";
  none.words.en += "; those nearest are of " + near + "; outturn checkpoint list names them";
  none.variables.push_back({"near", near});
  return none;
}

Asked<InclusionProof> Proofs::ProveInclusion(core::Position position, uint64_t size) {
  const uint64_t tail = book_.DurableTip().position;
  if (position == 0 || position > tail) return BeyondTail("position", position, tail);
  if (size > tail) return TreeBeyondTail(size, tail);
  InclusionProof inclusion{position, size, {}, {}, {}, {}};
  if (size == 0) {
    const auto checkpoint = CheckpointCovering(position);
    if (!checkpoint.ok()) return checkpoint.trouble();
    inclusion.checkpoint = *checkpoint;
    inclusion.size = store::Checkpoint::Parse(checkpoint->text).value().size;
  } else if (const auto checkpoint = CheckpointOf(size); checkpoint.ok()) {
    inclusion.checkpoint = *checkpoint;
  }
  if (position > inclusion.size) return NotInTree(position, inclusion.size, tail);
  // The event itself before its neighbours, which are read for the proof, too.
  const auto itself = book_.Visit(nullptr, position, position, [&](auto, std::string_view bytes) {
    inclusion.event = bytes;
    return true;
  });
  if (!itself.ok()) return Damaged(itself);
  const auto leaf = tree_->Subtree(0, position - 1);
  if (!leaf.ok()) return Damaged(NeededFor(position, leaf.status()));
  inclusion.leaf = *leaf;
  auto proof = store::ProveInclusion(position - 1, inclusion.size, tree_->Subtrees(), digest());
  if (!proof.ok()) return Damaged(NeededFor(position, proof.status()));
  inclusion.proof = *std::move(proof);
  return inclusion;
}

Asked<ConsistencyProof> Proofs::ProveConsistency(uint64_t from, uint64_t to) {
  const uint64_t tail = book_.DurableTip().position;
  if (to == 0) {
    const auto checkpoint = CheckpointCovering(std::max<uint64_t>(from, 1));
    if (!checkpoint.ok()) return checkpoint.trouble();
    to = store::Checkpoint::Parse(checkpoint->text).value().size;
  }
  if (std::max(from, to) > tail) {
    return BeyondTail(from > to ? "from" : "to", std::max(from, to), tail);
  }
  if (from > to) {
    const std::string first = std::to_string(from);
    const std::string last = std::to_string(to);
    return Invalid("from", "CHECKPOINTS_REVERSED",
                   {"起点 " + first + " 在终点 " + last + " 之后",
                    "from " + first + " comes after to " + last},
                   {{"from", first}, {"to", last}});
  }
  auto proof = store::ProveConsistency(from, to, tree_->Subtrees(), digest());
  if (!proof.ok()) return Damaged(proof.status());
  return ConsistencyProof{from, to, *std::move(proof)};
}

Asked<store::Proof> Proofs::ProvePositions(const std::vector<core::Position>& positions,
                                           uint64_t size) {
  std::vector<uint64_t> leaves;
  for (const core::Position position : positions) leaves.push_back(position - 1);
  return OrDamaged(store::ProveLeaves(leaves, size, tree_->Subtrees(), digest()));
}

Asked<Proofs::Cosigned> Proofs::AddCosignature(uint64_t size, const std::string& line) {
  auto note = CheckpointOf(size);
  if (!note.ok()) return note.trouble();
  const auto wrong = [](std::string zh, std::string en) {
    return Invalid("line", "COSIGNATURE_WRONG", {std::move(zh), std::move(en)});
  };
  const std::string_view bare = std::string_view(line).substr(0, line.find('\n'));
  const auto signature = store::ParseSignatureLine(bare);
  if (!signature.ok()) {
    const std::string why = signature.status().message();
    return wrong("签名行有误：" + audit::InChinese(why), why);
  }
  const auto witness =
      std::find_if(witnesses_.begin(), witnesses_.end(), [&](const store::VerifierKey& one) {
        return one.name() == signature->name && one.id() == signature->id;
      });
  if (witness == witnesses_.end()) {
    return NotFound("WITNESS_UNKNOWN",
                    {"本服务不认识见证人 " + signature->name,
                     "this server knows no witness " + signature->name + " with that key"},
                    {{"witness", signature->name}});
  }
  if (!witness->Verifies(note->text, signature->signature)) {
    return wrong("签名与检查点不符", "the signature is not one of this checkpoint");
  }
  const uint64_t now = static_cast<uint64_t>(book_.clock().Now().microseconds()) / 1'000'000;
  if (witness->TimeOf(signature->signature) > now + kClockSkewSeconds) {
    return wrong("签名所写的时间尚未到来：请核对见证人的时钟",
                 "the signature is of a time to come: see to the witness's clock");
  }
  const std::lock_guard lock(mutex_);
  store::Note cosigned = notes_.checkpoints().at(size);
  for (const store::NoteSignature& there : cosigned.signatures) {
    if (there.name == signature->name && there.id == signature->id) return Cosigned{cosigned, true};
  }
  cosigned.signatures.push_back(*signature);
  if (auto status = notes_.Append(cosigned); !status.ok()) return NotKept(status);
  return Cosigned{cosigned};
}

Asked<std::string> Proofs::Tile(int level, uint64_t index, size_t width) {
  const uint64_t tail = book_.DurableTip().position;
  const Trouble none = NoTile("没有这个分块", "there is no such tile");
  if (level < 0 || level > 6 || width == 0 || width > kTileWidth) return none;
  const int height = level * kTileHeight;
  if (index > (tail >> height) || index * kTileWidth + width > (tail >> height)) return none;
  std::string bytes;
  for (uint64_t i = index * kTileWidth; i < index * kTileWidth + width; ++i) {
    const auto hash = tree_->Subtree(height, i);
    if (!hash.ok()) return Damaged(hash.status());
    bytes.append(hash->begin(), hash->end());
  }
  return bytes;
}

Asked<std::string> Proofs::Entries(uint64_t index, size_t width) {
  const uint64_t tail = book_.DurableTip().position;
  if (width == 0 || width > kTileWidth || index > tail || index * kTileWidth + width > tail) {
    return NoTile("没有这个分块", "there is no such tile");
  }
  std::string bytes;
  bool too_large = false;
  const auto take = [&](core::Position, std::string_view event) {
    too_large = too_large || event.size() > kMostEntryBytes;
    bytes += static_cast<char>(event.size() >> 8);
    bytes += static_cast<char>(event.size() & 255);
    bytes += event;
    return !too_large;
  };
  const uint64_t first = index * kTileWidth + 1;
  const auto status = book_.Visit(nullptr, first, first + width - 1, take);
  if (!status.ok()) return Damaged(status);
  if (too_large) {
    return NoTile("分块中有事项超过 65535 字节，此格式容不下",
                  "an event of the tile is longer than the 65535 bytes the format has room for");
  }
  return bytes;
}

void Proofs::CatchUp() { tree_->CatchUp(kCatchUpEvents); }

}  // namespace outturn::app
