// "总额 5540 万元，其中：流动资产 1286 万元、固定资产 …": whether the parts make the whole.
#include "services/document/prose/lists.h"

#include <algorithm>
#include <array>
#include <set>

#include "services/document/slips.h"
#include "services/document/words.h"

namespace outturn::document {
namespace {

bool AreOfOneKind(const Quantity& a, const Quantity& b) {
  return !a.unit.empty() && a.unit == b.unit && a.unit != "%" && a.unit != "分" &&
         ScaleOf(a.number) == ScaleOf(b.number);
}

// Money to the 元 or 0.01 万元, things one by one, however few decimals are printed.
Term Sharp(const Quantity& one) { return TermOf(one.number, one.place); }

Terms Sharp(const std::vector<const Quantity*>& all) {
  Terms terms;
  for (const Quantity* one : all) terms.push_back(Sharp(*one));
  return terms;
}

bool Makes(const std::vector<const Quantity*>& parts, const Quantity& whole) {
  return Agree(SumOf(Sharp(parts)), Sharp(whole));
}

// Told before: the same whole, of parts, in the same place.
bool IsTold(const Builder& builder, const Quantity& whole) {
  const auto& all = builder.filing.relations;
  return std::any_of(all.rbegin(), all.rend(), [&](const Relation& one) {
    return one.place.order == whole.place.order && one.printed == whole.number.printed &&
           one.parts.size() > 1 &&
           (one.kind == Relation::Kind::kListed || one.kind == Relation::Kind::kSum);
  });
}

void Tell(Builder& builder, const Term& whole, const std::vector<const Quantity*>& parts) {
  builder.filing.relations.push_back(ListedRelation("其中各项", whole, Sharp(parts)));
}

struct Listed {
  const Quantity* whole = nullptr;
  std::vector<const Quantity*> parts;
  std::vector<std::string> names;  // of the parts: all words before each
};

// Words of a number that is no part: a change, a rate, an average, of another time.
bool IsNoPart(std::string words) {
  // An award is paid, and due to nobody; a fund is no budget.
  for (const std::string_view name :
       {"目标奖", "目标考核", "一般公共预算财政拨款收入", "政府性基金预算财政拨款收入"}) {
    const size_t at = words.find(name);
    if (at != std::string::npos) words.erase(at, name.size());
  }
  return Has(words, {"增加", "增长", "净增", "新增", "调增", "减",   "降",   "升",
                     "占",   "比",   "较",   "均",   "每",   "完成", "标准", "上年",
                     "累计", "提高", "节约", "预算", "结转", "目标", "任务", "计划"}) ||
         words.starts_with(",合计") || words.starts_with(",共计");
}

// The name of a part that the words before the whole announce: "其中部门项目支出" where they say
// "有部门项目支出、专项支出两类".
bool IsAnnounced(const Listed& listed, std::string name) {
  constexpr size_t kLeast = 9;  // bytes: three characters
  const size_t colon = name.rfind(':');
  if (colon != std::string::npos) name.erase(0, colon + 1);
  for (const std::string_view start : {",", "、", "其中"}) {
    if (name.starts_with(start)) name.erase(0, start.size());
  }
  return name.size() >= kLeast && listed.whole->words.find(name) != std::string::npos;
}

// All parts are announced, and how many they are.
bool AreAnnounced(const Listed& listed) {
  static const std::array<std::vector<std::string>, 4> kCounts = {
      {{"二", "两"}, {"三"}, {"四"}, {"五"}}};
  const size_t count = listed.names.size();
  if (count < 2 || count - 2 >= kCounts.size()) return false;
  const auto counted = [&](const std::string& number) {
    return Has(listed.whole->words, {(number + "类").c_str(), (number + "部分").c_str()});
  };
  const auto& numbers = kCounts[count - 2];
  return std::any_of(numbers.begin(), numbers.end(), counted) &&
         std::all_of(listed.names.begin(), listed.names.end(),
                     [&](const std::string& name) { return IsAnnounced(listed, name); });
}

// "其他用车 16 辆" ends a list, "男 54 人，女 35 人" has nobody besides: nothing is left out.
bool LeavesNothingOut(const Builder& builder, const Listed& listed) {
  if (AreAnnounced(listed) || AreOpposites(builder.labels, listed.names)) return true;
  const bool counted = listed.whole->unit != "money";
  return counted && listed.names.size() > 2 && Has(listed.names.back(), {"其他", "其它", "其余"});
}

// "行政编制 42 名，事业编制 134 名" of "编制 186 名": all end alike, as does what they are parts
// of.
bool AreOfOneSort(const Listed& listed) {
  std::string common;
  for (const std::string& name : listed.names) {
    std::string last;
    for (std::string_view rest = name; !rest.empty();) {
      last = rest.substr(0, LetterLength(rest));
      rest.remove_prefix(last.size());
    }
    if (!common.empty() && last != common) return false;
    common = last;
  }
  return !common.empty() && listed.whole->words.find(common) != std::string::npos;
}

// One of the parts is the one that makes the whole, but for a slip of the pen.
// "8.6" for 0.86 is told of however few digits: all of the whole's bear it out.
bool OnePartSlipped(const Listed& listed, const Exactly& off, bool sure) {
  const Written& whole = listed.whole->number;
  return std::any_of(listed.parts.begin(), listed.parts.end(), [&](const Quantity* part) {
    const Exactly due = part->value + off;
    const bool moved = due.numerator > 0 && whole.decimals > 1 &&
                       (part->value * 10 == due || due * 10 == part->value);
    if (moved && DigitsIn(whole.printed) > 3) return true;
    return IsSlip(part->value, due, DigitsIn(part->number.printed) + (sure ? 1 : 0), sure);
  });
}

// All are whole 万元 or the like: each may be half of one off.
bool RoundingExplains(const Listed& listed, const Exactly& off) {
  const auto whole_number = [](const Quantity* one) { return one->number.decimals == 0; };
  return listed.whole->unit == "money" && whole_number(listed.whole) &&
         std::all_of(listed.parts.begin(), listed.parts.end(), whole_number) &&
         Within(off, listed.whole->half + SumOf(listed.parts).half);
}

// Wrong by a slip of the pen, or with names that leave nothing out.
void TellSlip(Builder& builder, const Listed& listed) {
  const Quantity& whole = *listed.whole;
  if (listed.parts.size() < 2 || IsMadeBefore(listed.parts, whole)) return;
  const Exactly sum = SumOf(listed.parts).value;
  const Exactly off = whole.value - sum;
  if (figures::IsZero(off) || RoundingExplains(listed, off)) return;
  const bool in_all = Has(whole.words, {"共", "合计", "总", "计"});
  const size_t digits = whole.number.decimals > 0 ? DigitsIn(whole.number.printed) : 0;
  const bool alike = AreOfOneSort(listed);
  Term exact = Sharp(whole);
  exact.half = {};
  if (IsSlip(whole.value, sum, digits, in_all) || OnePartSlipped(listed, off, alike) ||
      (alike && off.numerator < 0) || LeavesNothingOut(builder, listed))
    Tell(builder, exact, listed.parts);
}

// "完成年初预算 80500 万元的 100.87%": what the amount before it is measured by.
bool IsBaseOfRate(const Quantity& one) { return one.unit == "money" && one.behind == "的"; }

// "1516.64 万元，较上年减少 58.49 万元，降低 3.71%。其中": the last number that is no change of
// one.
const Quantity* LastLevelIn(const std::vector<Quantity>& sentence) {
  const Quantity* last = nullptr;
  for (const Quantity& one : sentence) {
    if (IsBaseOfRate(one)) continue;
    const bool change = last != nullptr && one.Says({"比", "较"}) && one.Says({"增加", "减少"});
    if (one.number.unit != "%" && !change) last = &one;
  }
  return last;
}

// Lists as they are written: one opens with "其中" and ends with its sentence, clause or bracket.
class Listing {
 public:
  Listing(Builder& builder, const Quantity* before) : builder_(builder), before_(before) {}

  void Read(const std::vector<Token>& tokens, const std::vector<Quantity>& all) {
    auto next = all.begin();
    for (const Token& token : tokens) {
      if (token.text == "(") ++depth_;
      if (token.text == ")") --depth_;
      const bool ends = depth_ == at_depth_ && token.text == ";" && !AmountsFirst();
      if (open_.whole != nullptr && (depth_ < at_depth_ || ends)) Close();
      if (token.kind == Token::Kind::kNumber) {
        TakeNumber(*next++);
        words_.clear();
      } else {
        words_ += token.text;
        if (words_.ends_with("其中") || words_.ends_with("其中:")) Open();
      }
    }
    Close();
  }

 private:
  // "其中：30 万元用于编制；30 万元用于审计".
  [[nodiscard]] bool AmountsFirst() const {
    return !open_.names.empty() &&
           (open_.names[0].ends_with("其中") || open_.names[0].ends_with("其中:"));
  }

  void Open() {
    if (depth_ <= at_depth_) Close();
    if (open_.whole != nullptr || before_ == nullptr || words_.size() >= 60) return;
    open_ = {before_, {}, {}};
    at_depth_ = depth_;
  }

  void Close() {
    if (open_.whole != nullptr) TellSlip(builder_, open_);
    open_ = {};
  }

  void TakeNumber(const Quantity& one) {
    if (open_.whole != nullptr && depth_ == at_depth_) TakePart(one);
    if (one.unit == "%") return;  // "533 户，占 9%，其中"
    // "4.68 亿尾，完成年度任务 4.50 亿尾的 104%，其中": of what was done, not of what was due.
    const bool passing = before_ != nullptr && IsPartOf(*before_, one) && one.Says({"完成"}) &&
                         one.Says({"任务", "计划", "目标", "预算"});
    if (!passing) before_ = &one;
  }

  [[nodiscard]] static bool IsPartOf(const Quantity& whole, const Quantity& one) {
    return AreOfOneKind(whole, one) && !whole.number.approximate && !one.number.approximate;
  }

  void TakePart(const Quantity& one) {
    if (!IsPartOf(*open_.whole, one)) return;
    // "未执行 390.75 万元，其中结转下年 240.75 万元、财政收回 150.00 万元".
    const bool left = one.Says({"结转"}) && !one.Says({"上年", "比", "较", "预算"}) &&
                      open_.whole->Says({"未执行", "未使用", "未支出"});
    const bool carried = one.Says({"年初结转和结余", "年末结转和结余"}) &&
                         open_.whole->Says({"总计"}) && !one.Says({"比", "较", "上年"});
    const bool named = carried || (AmountsFirst() && one.words.starts_with("用于")) ||
                       IsAnnounced(open_, one.words);
    if (IsNoPart(one.words) && !left && !named) {
      // It is what the parts lack, whatever it is called.
      const bool rest = open_.whole->value == SumOf(open_.parts).value + one.value;
      if (rest) open_ = {};
      return Close();
    }
    open_.parts.push_back(&one);
    open_.names.push_back(one.words);
  }

  Builder& builder_;
  const Quantity* before_;  // the number before
  Listed open_;             // its whole is null: none
  std::string words_;       // since then
  int depth_ = 0;
  int at_depth_ = 0;
};

// A change against another year, a rate, a task: nothing that is there.
bool IsAside(const std::string& words) {
  return Has(words, {"比", "较", "增", "减", "降", "升", "占", "均", "每", "标准", "上年", "去年",
                     "同期", "累计", "提高", "节约", "目标", "任务", "计划"});
}

// What stands behind the last mark of a number's words.
std::string NameOfPart(const std::string& words) {
  return BehindLast(words, {",", ";", ":", "、", "。", "(", ")", "其中", "包括"});
}

// "(包括中央和地方……)，收入总量为": what a bracket says is done with at its end.
std::string WithoutBrackets(std::string words) {
  for (size_t open = words.find('('); open != std::string::npos; open = words.find('(', open)) {
    const size_t end = words.find(')', open);
    if (end == std::string::npos) break;
    words.erase(open, end - open + 1);
  }
  return words;
}

// "，主要包括基本工资等": some of what the number before is for.
bool BeginsList(const std::string& all) {
  const std::string words = WithoutBrackets(all);
  return Has(words, {"其中", "按支出性质分"}) ||
         (Has(words, {"包括"}) && !Has(words, {"主要包括"}));
}

// "新增债务限额" is what there is, "增加" a change.
std::string WithoutNew(std::string name) {
  const std::string_view added = "新增";
  for (size_t at = name.find(added); at != std::string::npos; at = name.find(added))
    name.erase(at, added.size());
  return name;
}

// The last level before `i` that is none of a change, as deep in brackets or less.
const Quantity* WholeBefore(const std::vector<Quantity>& levels, size_t i, int depth) {
  for (size_t k = i; k-- > 0;) {
    const Quantity& one = levels[k];
    if (one.depth > depth || one.unit == "%" || one.unit.empty() || IsBaseOfRate(one)) continue;
    const std::string name = one.words.substr(one.words.rfind(';') + 1);
    const bool change =
        Has(name, {"比", "较", "同期"}) || Has(WithoutNew(NameOfPart(name)), {"增", "减", "降"});
    if (!change) return &one;
  }
  return nullptr;
}

struct Parts {
  std::vector<const Quantity*> named;  // those the set knows
  std::vector<const Quantity*> all;
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

Parts PartsOf(const CompleteList& set, const std::vector<Quantity>& levels, size_t first,
              const Quantity& whole) {
  Parts parts;
  bool other = false;
  const int depth = levels[first].depth;
  constexpr size_t kMost = 60;  // numbers; no list is longer
  const size_t end = std::min(levels.size(), first + kMost);
  for (size_t k = first; k < end; ++k) {
    const Quantity& one = levels[k];
    if (one.depth < depth) break;
    if (one.depth > depth || !AreOfOneKind(whole, one)) continue;
    const std::string name = NameOfPart(one.words);
    const bool next = BeginsList(one.words) || Has(name, {"总", "合计"}) || name.starts_with("加");
    // "其中基本支出 A，包括人员经费 B、公用经费 C；项目支出 D": D is beside A.
    const bool beside = BeginsList(whole.words) && one.words.find(';') != std::string::npos;
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
void CheckParts(Builder& builder, const std::vector<Quantity>& levels, size_t first,
                const Quantity& whole, bool bare) {
  if (whole.number.approximate || !AreOfOneKind(whole, levels[first])) return;
  const std::string name = NameOfPart(whole.words);
  for (const CompleteList& set : builder.labels.complete_lists) {
    if (!HasAny(name, set.of) || (bare && set.needs.empty())) continue;
    const Parts parts = PartsOf(set, levels, first, whole);
    if (!IsComplete(set, parts)) continue;
    // "非税收入由年初预算 A 调整为 B": one of them is two.
    const bool rough = std::any_of(parts.all.begin(), parts.all.end(), [](const Quantity* one) {
      return one->number.approximate || Has(NameOfPart(one->words), {"由"});
    });
    if (rough || Makes(parts.named, whole) || Makes(parts.all, whole)) return;
    const auto& told = set.needs.empty() ? parts.all : parts.named;
    if (!IsTold(builder, whole)) Tell(builder, Sharp(whole), told);
    return;
  }
}

// "收入合计 705.60 万元，其中：财政拨款收入 792.22 万元": no part is more than its whole, nor than
// whatever else may be meant by it.
void CheckFirstPart(Builder& builder, const std::vector<Quantity>& levels, size_t i,
                    const std::vector<Quantity>& before, const Quantity& whole) {
  const Quantity& part = levels[i];
  const bool pair = AreOfOneKind(whole, part) && part.unit == "money" &&
                    !whole.number.approximate && !part.number.approximate && !IsAside(part.words) &&
                    !IsAside(NameOfPart(whole.words));
  if (!pair || whole.number.digits < 0 || part.number.digits < 0 || IsTold(builder, whole)) return;
  const Term amount = Sharp(part);
  const auto covers = [&](const Quantity& one) {
    const Term room = Sharp(one);
    return AreOfOneKind(one, part) && room.value + room.half + amount.half >= amount.value;
  };
  if (std::any_of(before.begin(), before.end(), covers)) return;
  if (std::any_of(levels.begin(), levels.begin() + static_cast<std::ptrdiff_t>(i), covers)) return;
  builder.filing.relations.push_back(AtMostRelation("其中的一部分", amount, Sharp(whole)));
}

// Lists whose names leave nothing out, and parts that are more than their whole. `before`: whose
// numbers the list of a sentence that begins with it may be parts of.
void CheckLists(Builder& builder, const std::vector<Quantity>& levels,
                const std::vector<Quantity>& before) {
  for (size_t i = 0; i < levels.size(); ++i) {
    if (!BeginsList(levels[i].words)) {  // "在职 81 人，专业技术人员 57 人、管理人员 1 人"
      // Not of "编制 60 名，实有行政人员 18 人": those are of who is there.
      const auto posts = [](const Quantity& one) { return Has(one.words, {"编制", "岗位"}); };
      const bool next = i > 0 && levels[i - 1].depth == levels[i].depth &&
                        posts(levels[i - 1]) == posts(levels[i]);
      if (next) CheckParts(builder, levels, i, levels[i - 1], true);
      continue;
    }
    const bool opens = i == 0 && (levels[0].words.starts_with("其中") ||
                                  levels[0].words.starts_with("按支出性质分"));
    // "(其中：…)": of what stands before the bracket.
    const Quantity* whole =
        opens ? WholeBefore(before, before.size(), 0) : WholeBefore(levels, i, levels[i].depth);
    // "调增 264 万元(其中……)": of the change right before the bracket.
    const bool in_bracket = i > 0 && levels[i].depth > levels[i - 1].depth;
    if (whole == nullptr || (in_bracket && whole != &levels[i - 1])) continue;
    CheckParts(builder, levels, i, *whole, false);
    CheckFirstPart(builder, levels, i, opens ? before : std::vector<Quantity>(), *whole);
  }
}

bool TellsALevel(const std::vector<Quantity>& sentence) {
  return WholeBefore(sentence, sentence.size(), 0) != nullptr;
}

}  // namespace

void ListReader::Read(const std::vector<Token>& tokens, const Place& place, bool text,
                      bool goes_on) {
  static const std::vector<Quantity> kNone;
  const std::vector<Quantity> all = QuantitiesIn(tokens, place);
  const Quantity* last = goes_on ? LastLevelIn(last_) : nullptr;
  Quantity whole = last == nullptr ? Quantity() : *last;
  whole.words.clear();  // of another sentence: they announce nothing here
  if (text) Listing(builder_, last == nullptr ? nullptr : &whole).Read(tokens, all);
  const bool money = text && !all.empty() && all.front().unit == "money";
  CheckLists(builder_, all, !goes_on ? kNone : money ? money_ : levels_);
  if (TellsALevel(all)) levels_ = all;
  std::vector<Quantity> of_money = all;
  std::erase_if(of_money, [](const Quantity& one) { return one.unit != "money"; });
  if (TellsALevel(of_money)) money_ = all;
  last_ = all;
}

bool IsMadeBefore(const std::vector<const Quantity*>& parts, const Quantity& whole) {
  Exactly sum;
  for (size_t n = 0; n + 1 < parts.size(); ++n) {
    sum = sum + parts[n]->value;
    if (n > 0 && sum == whole.value) return true;
  }
  return false;
}

bool AreOpposites(const Labels& labels, const std::vector<std::string>& names) {
  const auto has = [&](size_t i, const std::string& word) {
    return names[i].find(word) != std::string::npos;
  };
  return names.size() == 2 &&
         std::any_of(labels.opposites.begin(), labels.opposites.end(), [&](const auto& pair) {
           return (has(0, pair.first) && has(1, pair.second)) ||
                  (has(0, pair.second) && has(1, pair.first));
         });
}

}  // namespace outturn::document
