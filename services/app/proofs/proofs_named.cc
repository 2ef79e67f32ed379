// Checkpoints by what people call them: a name, a size, a root hash, the note they kept.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <limits>
#include <optional>
#include <utility>

#include "services/app/proofs/proofs.h"
#include "services/audit/store_words.h"
#include "services/figures/catalogue.h"
#include "services/wire/unseen.h"
#include "store/tree/base64.h"

namespace outturn::app {
namespace {

using figures::Words;

// Of what a caller says a checkpoint is called; callers whose field is another say so.
Trouble Wrong(const char* reason, std::string zh, std::string en,
              std::vector<core::Variable> variables = {}) {
  return Invalid("name", reason, {std::move(zh), std::move(en)}, std::move(variables));
}

std::optional<std::string> FromHex(std::string_view text) {
  std::string bytes;
  for (size_t i = 0; i + 1 < text.size(); i += 2) {
    unsigned byte = 0;
    const char* const end = text.data() + i + 2;
    const auto read = std::from_chars(text.data() + i, end, byte, 16);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

// The 32 bytes of a root hash as people copy it; nullopt when it is none.
std::optional<std::string> RootIn(const std::string& text) {
  constexpr size_t kHex = 64;
  const auto root = text.size() == kHex ? FromHex(text) : store::FromBase64(text);
  return root && root->size() == std::tuple_size_v<store::Hash> ? root : std::nullopt;
}

Trouble NoSuch(const std::string& said, const std::vector<std::string>& names) {
  const Words words = figures::Sentence(
      {{"没有签发过检查点“" + said + "”；outturn checkpoint list 列出签发过的",
        "no checkpoint \"" + said + "\" was ever handed out; outturn checkpoint list names them"},
       figures::Nearest(said, names)});
  return NotFound("CHECKPOINT_NOT_FOUND", words, {{"checkpoint", said}});
}

// The file of the checkpoints has lost what was named.
Trouble NameOfNone(const CheckpointName& name) {
  return Damaged(
      store::Status::Corrupt(name.size, "there is no checkpoint of the name " + name.name));
}

struct Characters {
  char32_t first;
  char32_t last;
  bool Has(char32_t c) const { return first <= c && c <= last; }
};

// What no name of a checkpoint needs besides: blanks of every width, fillers, variation selectors.
bool IsBlank(char32_t c) {
  static constexpr std::array kBlank = std::to_array<Characters>({{0xA0, 0xA0},
                                                                  {0x034F, 0x034F},
                                                                  {0x115F, 0x1160},
                                                                  {0x1680, 0x1680},
                                                                  {0x17B4, 0x17B5},
                                                                  {0x180B, 0x180F},
                                                                  {0x2000, 0x200A},
                                                                  {0x202F, 0x202F},
                                                                  {0x205F, 0x205F},
                                                                  {0x2800, 0x2800},
                                                                  {0x3164, 0x3164},
                                                                  {0xFE00, 0xFE0F},
                                                                  {0xFFA0, 0xFFA0},
                                                                  {0xFFF0, 0xFFFF},
                                                                  {0xE0080, 0xE0FFF}});
  return std::any_of(kBlank.begin(), kBlank.end(), [&](const auto& some) { return some.Has(c); });
}

// Letters, digits and marks that are also there in half the width, and the other way round.
bool IsOfAnotherWidth(char32_t c) { return Characters{0xFF01, 0xFFEE}.Has(c); }

// Why no new name may have one of its characters; names that were given with such ones stay.
std::optional<Trouble> UnfitCharacter(const std::string& name) {
  std::string_view rest = name;
  for (int number = 1; !rest.empty(); ++number) {
    const std::string_view before = rest;
    const char32_t c = wire::TakeCharacter(rest);
    const bool unseen = wire::IsUnseen(c) || IsBlank(c);
    if (!unseen && !IsOfAnotherWidth(c)) continue;
    const std::string seen(unseen ? "" : before.substr(0, before.size() - rest.size()));
    char code[16];
    std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned>(c));
    const std::string at = std::to_string(number);
    return Wrong("CHECKPOINT_NAME_WRONG",
                 "检查点名称的第 " + at + " 个字符" + (unseen ? "" : "“" + seen + "”") + "（" +
                     code + "）" + (unseen ? "看不见，或改变书写方向" : "为全角或半角变体") +
                     "，会与别的名称混淆；请改用看得见的普通字符",
                 "character " + at + " of the checkpoint's name, " + seen + (unseen ? "" : " ") +
                     "(" + code + ") " +
                     (unseen ? "cannot be seen or turns the direction of writing"
                             : "is a full-width or half-width variant") +
                     ", so that names look alike: use plain characters",
                 {{"name", name}, {"character", code}});
  }
  return std::nullopt;
}

}  // namespace

Asked<store::Note> Proofs::CompareWithLog(const std::string& text) {
  const auto note = store::Note::Parse(text);
  const auto checkpoint = note.ok() ? store::Checkpoint::Parse(note->text)
                                    : store::Result<store::Checkpoint>(note.status());
  if (!checkpoint.ok()) {
    const std::string why = checkpoint.status().message();
    return Wrong("CHECKPOINT_UNREADABLE", "不是检查点：" + audit::InChinese(why),
                 "no checkpoint: " + why, {{"detail", why}});
  }
  const std::string size = std::to_string(checkpoint->size);
  if (checkpoint->origin != key().name()) {
    return Wrong("CHECKPOINT_OF_ANOTHER_BOOK",
                 "检查点属于 " + checkpoint->origin + "，本账簿为 " + key().name(),
                 "the checkpoint is of " + checkpoint->origin + ", this book is " + key().name(),
                 {{"found", checkpoint->origin}, {"book", key().name()}});
  }
  const auto& signatures = note->signatures;
  const bool names_key = std::any_of(signatures.begin(), signatures.end(), [&](const auto& one) {
    return one.name == key().name() && one.id == key().id();
  });
  if (names_key && !note->IsSignedBy(key())) {
    return Wrong("CHECKPOINT_CHANGED", "检查点被改动过：内容与本账簿密钥的签名不符",
                 "the checkpoint was changed: it is not what this book's key signed");
  }
  if (!names_key) {
    return Wrong("CHECKPOINT_OF_ANOTHER_KEY", "检查点不是由本账簿的密钥签署的",
                 "the checkpoint is not signed by this book's key");
  }
  const Trouble forked = Wrong(
      "CHECKPOINT_FORKED", "检查点（" + size + " 个事项）由本账簿签署，但与现在的日志不同：已分叉",
      "the checkpoint of " + size +
          " events is signed by this book, but the log is another: a fork",
      {{"size", size}});
  if (checkpoint->size > book_.DurableTip().position) return forked;
  const auto root = RootAt(checkpoint->size);
  if (!root.ok()) return Damaged(root.status());
  if (*root != checkpoint->root) return forked;
  return *note;
}

Asked<store::Note> Proofs::FindCheckpoint(const std::string& said) {
  if (said.find('\n') != std::string::npos) return CompareWithLog(said);
  uint64_t size = 0;
  const char* const end = said.data() + said.size();
  const auto number = std::from_chars(said.data(), end, size);
  if (number.ec == std::errc() && number.ptr == end) return CheckpointOf(size);
  const auto root = RootIn(said);
  const std::lock_guard lock(mutex_);
  if (root) {
    for (const auto& [events, note] : notes_.checkpoints()) {
      const auto checkpoint = store::Checkpoint::Parse(note.text);
      if (checkpoint.ok() &&
          std::equal(root->begin(), root->end(), checkpoint->root.begin(),
                     [](char a, uint8_t b) { return static_cast<uint8_t>(a) == b; })) {
        return note;
      }
    }
  } else if (const CheckpointName* name = names_.Find(said)) {
    const auto note = notes_.checkpoints().find(name->size);
    if (note == notes_.checkpoints().end()) return NameOfNone(*name);
    const auto checkpoint = store::Checkpoint::Parse(note->second.text);
    if (!checkpoint.ok() || checkpoint->root != name->root) return NameOfNone(*name);
    return note->second;
  }
  std::vector<std::string> names;
  for (const CheckpointName& one : names_.all()) names.push_back(one.name);
  return NoSuch(said, names);
}

Asked<Proofs::Named> Proofs::NameCheckpoint(const std::string& name, uint64_t size) {
  // "checkpoint:" is how one is asked for by its number of events.
  if (!IsCheckpointName(name) || name.starts_with("checkpoint:")) {
    return Wrong("CHECKPOINT_NAME_WRONG",
                 "检查点名称为 1 至 64 字节，无空白，不以数字、-、+、@ 或 checkpoint: "
                 "开头，也不是哈希",
                 "a checkpoint's name is 1 to 64 bytes without blanks, begins with no digit, "
                 "\"-\", \"+\", \"@\" or \"checkpoint:\", and is no hash",
                 {{"name", name}});
  }
  if (auto unfit = UnfitCharacter(name)) return *unfit;
  {
    // Before anything is signed for it.
    const std::lock_guard lock(mutex_);
    if (auto has = HasName(name, size == 0 ? book_.DurableTip().position : size)) return *has;
  }
  const auto note = size == 0 ? NewestCheckpoint() : CheckpointOf(size);
  if (!note.ok()) return note.trouble();
  const auto checkpoint = store::Checkpoint::Parse(note->text);
  if (!checkpoint.ok()) return Damaged(checkpoint.status());
  const std::lock_guard lock(mutex_);
  if (auto has = HasName(name, checkpoint->size)) return *has;
  const auto status = names_.Append({name, checkpoint->size, checkpoint->root});
  if (!status.ok()) return NotKept(status);
  return Named{*note};
}

std::optional<Asked<Proofs::Named>> Proofs::HasName(const std::string& name, uint64_t size) const {
  const CheckpointName* taken = names_.Find(name);
  if (taken == nullptr) return std::nullopt;
  if (taken->size == size) {
    const auto note = notes_.checkpoints().find(size);
    if (note != notes_.checkpoints().end()) return Named{note->second, true};
    return NameOfNone(*taken);
  }
  const std::string of = std::to_string(taken->size);
  return Wrong("CHECKPOINT_NAME_TAKEN",
               "名称“" + name + "”已用于位置 " + of + " 的检查点（含 " + of +
                   " 个事项），不再改动；请另取名称",
               "the name \"" + name + "\" already stands at position " + of +
                   ", for the checkpoint of so many events, and is never moved: take another name",
               {{"name", name}, {"size", of}});
}

std::vector<std::string> Proofs::NamesOf(uint64_t size) const {
  const std::lock_guard lock(mutex_);
  return names_.Of(size);
}

std::vector<store::Note> Proofs::HandedOut(uint64_t below, size_t most, bool named_only) const {
  const std::lock_guard lock(mutex_);
  std::vector<store::Note> found;
  const auto& known = notes_.checkpoints();
  auto at = below == 0 ? known.end() : known.lower_bound(below);
  while (at != known.begin() && found.size() < most) {
    --at;
    if (!named_only || !names_.Of(at->first).empty()) found.push_back(at->second);
  }
  return found;
}

SignedCheckpoints Proofs::EverHandedOut() const {
  const std::lock_guard lock(mutex_);
  return All();
}

store::GrownFiles Proofs::Grown() const {
  const std::lock_guard lock(mutex_);
  return {{"checkpoints", notes_.extent()}, {"checkpoint-names", names_.extent()}};
}

void Proofs::Show(const ReadBeside& read) const {
  const std::lock_guard lock(mutex_);
  read(All(), folder_);
}

SignedCheckpoints Proofs::All() const {
  SignedCheckpoints all{key(), {}, names_.all()};
  for (const auto& [size, note] : notes_.checkpoints()) all.notes.push_back(note);
  all.notes.insert(all.notes.end(), notes_.contradicted().begin(), notes_.contradicted().end());
  return all;
}

}  // namespace outturn::app
