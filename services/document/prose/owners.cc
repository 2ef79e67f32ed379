#include "services/document/prose/owners.h"

#include <algorithm>

#include "services/document/normal.h"

namespace outturn::document {
namespace {

constexpr size_t kShortest = 6;  // bytes of a name
constexpr size_t kLongest = 60;

bool EndsOwner(const std::string& name, const Labels& labels) {
  if (name.ends_with("机关") || name.ends_with("本级")) return true;
  size_t last = name.size();
  while (last > 0 && (static_cast<unsigned char>(name[--last]) & 0xC0) == 0x80) {
  }
  return labels.owners.find(name.substr(last)) != std::string::npos;
}

// "我局", "全系统各单位": all of the unit, or nobody in particular.
bool IsNobody(const std::string& name) {
  return document::Has(
      name, {"我", "本单位", "本部门", "全", "各", "所属", "下属", "上级", "其中", "合计", "部门",
             "项目", "该", "以上", "上述", "对", "及", "和", "、"});
}

// Sentences of a bare text, their ends left out.
template <typename Visit>
void EachSentence(std::string_view bare, Visit visit) {
  const std::string_view stop = "。";
  for (size_t at = 0; at < bare.size();) {
    const size_t end = std::min(bare.find(stop, at), bare.size());
    visit(bare.substr(at, end - at));
    at = end + stop.size();
  }
}

bool IsHeading(const std::string& bare) {
  constexpr size_t kMost = 90;  // bytes
  return bare.size() <= kMost && bare.find("。") == std::string::npos &&
         bare.find(",") == std::string::npos && BareName(bare).size() < bare.size();
}

// One is the other with its district before it.
bool AreTheSame(const std::string& a, const std::string& b) {
  return a.ends_with(b) || b.ends_with(a);
}

}  // namespace

UnitOwners::UnitOwners(const Document& document, const Labels& labels) : labels_(labels) {
  constexpr size_t kStart = 6;  // paragraphs: the title is among them
  std::string title;
  size_t paragraphs = 0;
  for (const Block& block : document.blocks) {
    if (block.is_table) continue;
    const std::string bare = Bare(block.text);
    const bool names = bare.find("。") == std::string::npos && !IsHeading(bare);
    if (++paragraphs <= kStart && names) title += bare + "\n";
    Enter(bare);
    EachSentence(bare, [&](std::string_view sentence) {
      const std::string own = OwnerIn(sentence);
      if (!own.empty()) owner_ = own;
      if (!owner_.empty()) Note(owner_, sentence);
    });
  }
  Choose(title);
  heading_.clear();
  owner_.clear();
}

void UnitOwners::Enter(const std::string& bare) {
  if (IsHeading(bare)) heading_ = OwnerInHeading(bare);
  owner_ = heading_;
}

std::string UnitOwners::ScopeOf(std::string_view sentence) {
  if (units_.empty()) return "";
  const std::string own = OwnerIn(sentence);
  if (!own.empty()) owner_ = own;
  for (const std::string_view all :
       {"全局", "我局", "全系统", "本部门", "全部门", "合计", "总计"}) {
    if (sentence.starts_with(all)) owner_.clear();
  }
  return units_.contains(owner_) ? owner_ : "";
}

// The name before the first word for a figure, the first year or mark.
std::string UnitOwners::OwnerIn(std::string_view sentence) const {
  const std::string_view near = sentence.substr(0, std::min<size_t>(sentence.size(), 200));
  const std::string bare = BareName(near);
  std::string name;
  bool named = false;
  for (const Token& token : Tokens(bare, labels_)) {
    const bool word = token.kind == Token::Kind::kUnknown ||
                      (token.label != nullptr && token.label->role == Role::kFiller);
    named = token.kind == Token::Kind::kYear || (token.label != nullptr && !word);
    if (!word) break;
    name += token.text;
  }
  const bool fits = named && name.size() >= kShortest && name.size() <= kLongest &&
                    EndsOwner(name, labels_) && !IsNobody(name);
  return fits ? name : "";
}

std::string UnitOwners::OwnerInHeading(const std::string& bare) const {
  std::string name = BareName(bare);
  const bool fits = name.size() >= kShortest && name.size() <= kLongest &&
                    EndsOwner(name, labels_) && !IsNobody(name) &&
                    name.find_first_of("0123456789") == std::string::npos &&
                    NameOf(name, labels_).empty();
  return fits ? name : "";
}

// What is told of a unit: "年初预算" 520 万元.
void UnitOwners::Note(const std::string& owner, std::string_view sentence) {
  constexpr size_t kMostUnits = 200;
  if (told_.size() >= kMostUnits && !told_.contains(owner)) return;
  std::string words;
  for (const Token& token : Tokens(sentence, labels_)) {
    if (token.kind == Token::Kind::kNumber) {
      const Written& number = token.number;
      const std::string& unit = number.unit.empty() ? number.counter : number.unit;
      if (!words.empty() && !unit.empty()) told_[owner].emplace(words + unit, number.printed);
      words.clear();
    } else if (token.label != nullptr && token.label->role != Role::kFiller) {
      words += token.text;
    }
  }
}

void UnitOwners::Choose(const std::string& title) {
  for (auto a = told_.begin(); a != told_.end(); ++a) {
    for (auto b = std::next(a); b != told_.end(); ++b) {
      if (AreTheSame(a->first, b->first)) continue;
      size_t other = 0;
      size_t same = 0;
      for (const auto& [words, number] : a->second) {
        const auto found = b->second.find(words);
        if (found != b->second.end()) ++(found->second == number ? same : other);
      }
      if (other == 0 || same >= other) continue;
      units_.insert(a->first);
      units_.insert(b->first);
    }
  }
  // What the title is about is the whole.
  std::erase_if(units_,
                [&](const std::string& one) { return document::Has(title, {one.c_str()}); });
}

}  // namespace outturn::document
