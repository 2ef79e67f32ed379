#include "services/document/prose/complete_lists.h"

#include <algorithm>
#include <set>

#include "services/document/words.h"

namespace outturn::document {
namespace {

bool OfOneKind(const Written& a, const Written& b) {
  const auto counter = [](const Written& number) {
    return number.counter == "名" ? std::string("人") : number.counter;
  };
  if (IsMoney(a) || IsMoney(b)) return IsMoney(a) && IsMoney(b);
  return !a.counter.empty() && counter(a) == counter(b);
}

Exactly AmountOf(const Written& number) {
  return IsMoney(number) ? InWan(ValueOf(number), number.unit) : ValueOf(number);
}

Exactly HalfIn(const Written& number) {
  return HalfOf(number, IsMoney(number) ? Measured::kMoney : Measured::kCount, number.unit);
}

// A number and the words since the one before it.
struct Level {
  const Written* number = nullptr;
  std::string words;
  int depth = 0;  // of brackets
};

// A change against another year, a rate, a task: nothing that is there.
bool IsAside(const std::string& words) {
  return Has(words, {"比", "较", "增", "减", "降", "升", "占", "均", "每", "标准", "上年", "去年",
                     "同期", "累计", "提高", "节约", "目标", "任务", "计划"});
}

std::vector<Level> LevelsOf(const std::vector<Token>& tokens) {
  std::vector<Level> levels;
  std::string words;
  int depth = 0;
  for (const Token& token : tokens) {
    if (token.text == "(") ++depth;
    if (token.text == ")") --depth;
    if (token.kind != Token::Kind::kNumber) {
      words += token.text;
      continue;
    }
    levels.push_back({&token.number, words, depth});
    words.clear();
  }
  return levels;
}

// What stands behind the last mark of a number's words.
std::string NameIn(const std::string& words) {
  return BehindLast(words, {",", ";", ":", "、", "。", "(", ")", "其中", "包括"});
}

// "，主要包括基本工资等": some of what the number before is for.
bool BeginsParts(const std::string& words) {
  return Has(words, {"其中", "按支出性质分"}) ||
         (Has(words, {"包括"}) && !Has(words, {"主要包括"}));
}
// The last level before `i` that is none of a change, as deep in brackets or less.
const Level* WholeBefore(const std::vector<Level>& levels, size_t i, int depth) {
  for (size_t k = i; k-- > 0;) {
    const Level& one = levels[k];
    const bool counted = !one.number->unit.empty() || !one.number->counter.empty();
    if (one.depth > depth || one.number->unit == "%" || !counted) continue;
    const std::string name = one.words.substr(one.words.rfind(';') + 1);
    const bool change = Has(name, {"比", "较", "同期"}) || Has(NameIn(name), {"增", "减", "降"});
    if (!change) return &one;
  }
  return nullptr;
}

struct Parts {
  std::vector<const Level*> named;  // those the set knows
  std::vector<const Level*> all;
  std::set<std::string> kinds;  // of the set
  bool mixed = false;           // others stand between them
};

// The set's name that this part has; the longest.
const std::string* NamedBy(const CompleteList& set, const std::string& name) {
  const std::string* found = nullptr;
  for (const std::string& part : set.parts) {
    const bool longer = found == nullptr || part.size() > found->size();
    if (longer && name.find(part) != std::string::npos) found = &part;
  }
  return found;
}

Parts PartsOf(const CompleteList& set, const std::vector<Level>& levels, size_t first,
              const Level& whole) {
  Parts parts;
  bool other = false;
  const int depth = levels[first].depth;
  for (size_t k = first; k < levels.size(); ++k) {
    const Level& one = levels[k];
    if (one.depth < depth) break;
    if (one.depth > depth || !OfOneKind(*whole.number, *one.number)) continue;
    const std::string name = NameIn(one.words);
    const bool next = BeginsParts(one.words) || Has(name, {"总", "合计"}) || name.starts_with("加");
    // "其中基本支出 A，包括人员经费 B、公用经费 C；项目支出 D": D is beside A.
    const bool beside = BeginsParts(whole.words) && one.words.find(';') != std::string::npos;
    const bool besides = Has(one.words, {"另有", "另外", "此外", "另聘"});
    if (k > first && (next || beside || besides)) break;
    const std::string* kind = NamedBy(set, name);
    const bool change = Has(name, {"比", "较", "增加", "减少", "增长", "下降", "增支", "增收"});
    if (change || (kind == nullptr && IsAside(one.words))) continue;
    parts.all.push_back(&one);
    other = other || kind == nullptr;
    if (kind == nullptr) continue;
    parts.mixed = parts.mixed || other;
    parts.named.push_back(&one);
    parts.kinds.insert(*kind);
  }
  return parts;
}

struct Sum {
  Exactly value;
  Exactly half;
};

Sum SumOf(const std::vector<const Level*>& parts) {
  Sum sum;
  for (const Level* part : parts) {
    sum.value = sum.value + AmountOf(*part->number);
    sum.half = sum.half + HalfIn(*part->number);
  }
  return sum;
}

bool Makes(const std::vector<const Level*>& parts, const Written& whole) {
  const Sum sum = SumOf(parts);
  const Exactly off = Size(AmountOf(whole) - sum.value);
  return HalfIn(whole) + sum.half >= off;
}

std::string Shown(const Written& number) {
  return number.printed + (number.unit.empty() ? number.counter : number.unit);
}

// Told before: the same whole, of parts, in the same place.
bool IsTold(const Builder& builder, const Written& whole, const Place& place) {
  const auto& all = builder.filing.relations;
  return std::any_of(all.rbegin(), all.rend(), [&](const Relation& one) {
    return one.place.order == place.order && one.printed == whole.printed && one.parts.size() > 1 &&
           (one.kind == Relation::Kind::kListed || one.kind == Relation::Kind::kSum);
  });
}

void Tell(Builder& builder, const Written& whole, const std::vector<const Level*>& parts,
          const Place& place) {
  Relation relation;
  relation.kind = Relation::Kind::kListed;
  relation.place = place;
  relation.label = "其中各项";
  relation.printed = whole.printed;
  relation.unit = IsMoney(whole) ? whole.unit : "";
  relation.value = AmountOf(whole);
  relation.half = HalfIn(whole);
  relation.numbers = {{Shown(whole), place.where}};
  for (const Level* part : parts) {
    relation.parts.push_back(AmountOf(*part->number));
    relation.halves.push_back(HalfIn(*part->number));
    relation.formula += (relation.formula.empty() ? "" : " + ") + part->number->printed;
    relation.numbers.emplace_back(Shown(*part->number), place.where);
  }
  builder.filing.relations.push_back(std::move(relation));
}

bool IsComplete(const CompleteList& set, const Parts& parts) {
  if (set.needs.empty())
    return parts.kinds.size() >= 2 && parts.named.size() * 2 >= parts.all.size();
  return !parts.mixed && std::all_of(set.needs.begin(), set.needs.end(), [&](const auto& group) {
    return std::any_of(group.begin(), group.end(),
                       [&](const std::string& one) { return parts.kinds.contains(one); });
  });
}

// The parts that begin with level `first` make `whole`, where a set says that they are all.
// `bare`: no word says that they are parts.
void CheckParts(Builder& builder, const std::vector<Level>& levels, size_t first,
                const Level& whole, bool bare, const Place& place) {
  if (whole.number->approximate || !OfOneKind(*whole.number, *levels[first].number)) return;
  for (const CompleteList& set : builder.labels.complete_lists) {
    const bool of_it = std::any_of(set.of.begin(), set.of.end(), [&](const std::string& word) {
      return NameIn(whole.words).find(word) != std::string::npos;
    });
    if (!of_it || (bare && set.needs.empty())) continue;
    const Parts parts = PartsOf(set, levels, first, whole);
    if (!IsComplete(set, parts)) continue;
    const bool rough = std::any_of(parts.all.begin(), parts.all.end(),
                                   [](const Level* one) { return one->number->approximate; });
    if (rough || Makes(parts.named, *whole.number) || Makes(parts.all, *whole.number)) return;
    const auto& told = set.needs.empty() ? parts.all : parts.named;
    if (!IsTold(builder, *whole.number, place)) Tell(builder, *whole.number, told, place);
    return;
  }
}

// "收入合计 705.60 万元，其中：财政拨款收入 792.22 万元": no part is more than its whole, nor than
// whatever else may be meant by it.
void CheckFirstPart(Builder& builder, const std::vector<Level>& levels, size_t i,
                    const std::vector<Level>& before, const Level& whole, const Place& place) {
  const Level& part = levels[i];
  const bool pair = OfOneKind(*whole.number, *part.number) && IsMoney(*part.number) &&
                    !whole.number->approximate && !part.number->approximate &&
                    !IsAside(part.words) && !IsAside(NameIn(whole.words));
  const bool negative =
      whole.number->digits < 0 || part.number->digits < 0 || AmountOf(*whole.number).numerator < 0;
  if (!pair || negative || IsTold(builder, *whole.number, place)) return;
  const Exactly amount = AmountOf(*part.number);
  const auto covers = [&](const Level& one) {
    const Exactly room = AmountOf(*one.number) + HalfIn(*one.number) + HalfIn(*part.number);
    return OfOneKind(*one.number, *part.number) && room >= amount;
  };
  if (std::any_of(before.begin(), before.end(), covers)) return;
  if (std::any_of(levels.begin(), levels.begin() + static_cast<std::ptrdiff_t>(i), covers)) return;
  Relation relation;
  relation.kind = Relation::Kind::kAtMost;
  relation.place = place;
  relation.label = "其中的一部分";
  relation.printed = part.number->printed;
  relation.unit = part.number->unit;
  relation.value = amount;
  relation.half = HalfIn(*part.number);
  relation.parts = {AmountOf(*whole.number)};
  relation.halves = {HalfIn(*whole.number)};
  relation.numbers = {{Shown(*part.number), place.where}, {Shown(*whole.number), place.where}};
  builder.filing.relations.push_back(std::move(relation));
}

}  // namespace

bool TellsALevel(const std::vector<Token>& tokens) {
  const std::vector<Level> levels = LevelsOf(tokens);
  return WholeBefore(levels, levels.size(), 0) != nullptr;
}

bool TellsMoney(const std::vector<Token>& tokens) {
  std::vector<Level> levels = LevelsOf(tokens);
  std::erase_if(levels, [](const Level& one) { return !IsMoney(*one.number); });
  return WholeBefore(levels, levels.size(), 0) != nullptr;
}

bool BeginsWithMoney(const std::vector<Token>& tokens) {
  const auto first = std::find_if(tokens.begin(), tokens.end(), [](const Token& token) {
    return token.kind == Token::Kind::kNumber;
  });
  return first != tokens.end() && IsMoney(first->number);
}

void ReadCompleteLists(Builder& builder, const std::vector<Token>& tokens, const Place& place,
                       const std::vector<Token>& sentence_before) {
  const std::vector<Level> levels = LevelsOf(tokens);
  const std::vector<Level> before = LevelsOf(sentence_before);
  for (size_t i = 0; i < levels.size(); ++i) {
    if (!BeginsParts(levels[i].words)) {  // "在职 81 人，专业技术人员 57 人、管理人员 1 人"
      // Not of "编制 60 名，实有行政人员 18 人": those are of who is there.
      const auto posts = [](const Level& one) { return Has(one.words, {"编制", "岗位"}); };
      const bool next = i > 0 && levels[i - 1].depth == levels[i].depth &&
                        posts(levels[i - 1]) == posts(levels[i]);
      if (next) CheckParts(builder, levels, i, levels[i - 1], true, place);
      continue;
    }
    const bool opens = i == 0 && (levels[0].words.starts_with("其中") ||
                                  levels[0].words.starts_with("按支出性质分"));
    // "(其中：…)": of what stands before the bracket.
    const Level* whole =
        opens ? WholeBefore(before, before.size(), 0) : WholeBefore(levels, i, levels[i].depth);
    // "调增 264 万元(其中……)": of the change right before the bracket.
    const bool in_bracket = i > 0 && levels[i].depth > levels[i - 1].depth;
    if (whole == nullptr || (in_bracket && whole != &levels[i - 1])) continue;
    CheckParts(builder, levels, i, *whole, false, place);
    CheckFirstPart(builder, levels, i, opens ? before : std::vector<Level>(), *whole, place);
  }
}

}  // namespace outturn::document
