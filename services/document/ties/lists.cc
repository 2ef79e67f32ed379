// Parts of what stands before or behind them, whatever they are called.
#include "services/document/prose/lists.h"

#include <algorithm>
#include <array>

#include "services/document/slips.h"
#include "services/document/ties/rooms.h"
#include "services/document/words.h"

namespace outturn::document {
namespace {

constexpr size_t kMostParts = 40;
constexpr size_t kMostNamed = 20;

std::string NameBefore(const std::string& words) {
  return BehindLast(words, {",", ";", ":", "、", "。", "(", ")", "其中", "主要用于", "和", "以及"});
}

// Another year's, a plan's, a change.
bool IsNoWhole(const Quantity& one) {
  return one.Says({"增",   "减",   "下降", "上升", "比",   "较",   "均",   "每",   "标准", "上年",
                   "去年", "同期", "累计", "节约", "目标", "任务", "计划", "以上", "以下", "占"});
}

// Neither those nor what became of the whole are parts.
bool IsNoPart(const Quantity& one) {
  return IsNoWhole(one) ||
         one.Says({"完成", "已", "实际", "拨付", "到位", "支付", "剩余", "结余", "结转", "共",
                   "总计", "合计", "总额", "截至", "还", "调整为", "由年初"});
}

// The first few make the whole, or one is made up of those behind it: other things follow.
bool IsOtherwiseMadeUp(const std::vector<const Quantity*>& parts, const Quantity& whole) {
  for (size_t first = 0; first < parts.size(); ++first) {
    std::vector<const Quantity*> run;
    for (size_t k = first; k < parts.size(); ++k) {
      run.push_back(parts[k]);
      if (run.size() > 1 && Agree(SumOf(run), whole)) return true;
      const std::vector<const Quantity*> behind(run.begin() + 1, run.end());
      if (!behind.empty() && Agree(SumOf(behind), *run.front())) return true;
    }
  }
  return std::any_of(parts.begin(), parts.end(),
                     [&](const Quantity* part) { return part->value >= whole.value; });
}

bool BeginsParts(const std::string& words) {
  if (words.starts_with("中,")) return true;  // "项目支出 382.72 万元中，……"
  return words.find("其中") != std::string::npos || words.find("主要用于") != std::string::npos ||
         words.starts_with(":");
}

struct Named {
  std::vector<const Quantity*> parts;
  std::vector<std::string> names;
};

// The parts that begin with `i`: of `unit`, each with a name of its own.
Named PartsFrom(const std::vector<Quantity>& all, size_t i, const std::string& unit) {
  Named named;
  std::string name;
  bool semicolons = false;  // between the parts
  for (size_t k = i + 1; k < all.size() && all[k].sentence == all[i].sentence; ++k) {
    semicolons = semicolons || all[k].words.find(';') != std::string::npos;
    if (all[k].unit == unit && all[k].depth == all[i].depth) break;
  }
  for (size_t k = i; k < all.size() && all[k].sentence == all[i].sentence; ++k) {
    const Quantity& one = all[k];
    if (one.depth < all[i].depth) break;
    if (one.depth > all[i].depth) continue;
    const bool opens = k > i && (BeginsParts(one.words) || one.Says({"包括", "含"}));
    const bool semicolon = one.words.find(';') != std::string::npos;
    if (opens || (semicolon && !semicolons && k > i)) break;
    name += NameBefore(one.words);
    if (one.unit != unit) {
      if (one.unit == "%") name.clear();
      continue;
    }
    if (one.number.approximate || IsNoPart(one) || name.empty()) break;
    named.parts.push_back(&one);
    named.names.push_back(name);
    name.clear();
  }
  return named;
}

// "3 家企业……甲企业 20 万元、乙企业 18 万元": each is called what they are counted as.
bool AreThoseCounted(const Named& named, const Quantity& count) {
  constexpr size_t kNoun = 6;  // bytes: two characters
  std::string noun = count.behind;
  const size_t mark = noun.find_first_of(",;:(");
  if (mark != std::string::npos) noun.resize(mark);
  if (noun.size() < kNoun + count.number.counter.size() || named.names.size() < 3) return false;
  noun.erase(0, noun.size() - kNoun);
  return std::all_of(named.names.begin(), named.names.end(), [&](const std::string& name) {
    return name.ends_with(noun) && name.size() > noun.size();
  });
}

// "……，其他业务经费 66 万元": nothing is left.
bool EndsWithOthers(const Named& named) {
  const std::string& last = named.names.back();
  return named.names.size() > 2 &&
         (last.starts_with("其他") || last.starts_with("其它") || last.starts_with("其余"));
}

// What is 为优 is not 为良; of "博士 54 人，党员 53 人" somebody may be both.
bool AreExclusive(const Named& named, const Quantity& whole) {
  if (whole.unit == "人" || whole.unit == "人次" || whole.unit == "户") return false;
  const bool measured = whole.unit == "money" || whole.number.decimals > 0 || whole.unit == "亩" ||
                        whole.unit == "吨" || whole.unit == "公里" || whole.unit == "平方米";
  // "优质粮 60 万吨，订单粮 45 万吨": of two, one may be the other too.
  if (measured) return whole.unit == "money" || named.names.size() > 2;
  return std::all_of(named.names.begin(), named.names.end(),
                     [](const std::string& name) { return name.find("为") != std::string::npos; });
}

// "(其中工程 300 万元)" behind each batch, and behind what they come to.
bool IsLike(const Quantity& one, const Quantity& whole, const std::vector<std::string>& letters,
            std::string_view of) {
  if (one.depth != whole.depth || one.unit != whole.unit) return false;
  if (whole.depth > 0) return one.words == whole.words;
  return std::all_of(letters.begin(), letters.end(), [&](const std::string& letter) {
    return one.words.find(letter) != std::string::npos || of == letter;
  });
}

bool Joins(const std::string& words) {
  if (words.find_first_of(",;:") != std::string::npos) return false;
  return words.find("、") != std::string::npos || words.find("和") != std::string::npos ||
         words.find("及") != std::string::npos || words.find("与") != std::string::npos;
}

constexpr std::array<std::string_view, 9> kOrdinals = {"一", "二", "三", "四", "五",
                                                       "六", "七", "八", "九"};

// "三批项目" names the third, "三批项目合计" all of them: 3; 0 for none.
size_t OrdinalIn(const std::string& words, std::string_view of) {
  if (words.find(of) == std::string::npos) return 0;
  size_t found = 0;
  size_t last = 0;
  for (size_t n = 0; n < kOrdinals.size(); ++n) {
    const size_t at = words.rfind(std::string(kOrdinals[n]) + std::string(of));
    if (at == std::string::npos || (found > 0 && at < last)) continue;
    found = n + 1;
    last = at;
  }
  return found;
}

// "合计批复总投资" → the letters of "批复投资".
std::vector<std::string> LettersOf(const std::string& words) {
  std::string name = NameBefore(words);
  for (const std::string_view total : {"合计", "共计", "总计", "累计"}) {  // "三批项目合计"
    const size_t at = name.rfind(total);
    if (at != std::string::npos && at + total.size() < name.size()) name.erase(0, at);
  }
  for (const std::string_view total : {"合计", "共计", "总计", "累计", "共", "总", "为"}) {
    for (size_t at = name.find(total); at != std::string::npos; at = name.find(total))
      name.erase(at, total.size());
  }
  std::vector<std::string> letters;
  for (std::string_view rest = name; !rest.empty();) {
    letters.emplace_back(rest.substr(0, LetterLength(rest)));
    rest.remove_prefix(letters.back().size());
  }
  return letters;
}

}  // namespace

// What the parts that begin with `opener` are of, and how many of them were announced.
const Quantity* ListTies::WholeOfParts(Index opener, const Quantity& first,
                                       const Quantity*& announced) const {
  const bool colon = At(opener).words.starts_with(":");
  const bool starts = At(opener).words.starts_with("。其中");
  // "调增 264 万元(其中……": of the change right before the bracket.
  const bool in_bracket = opener > 0 && At(opener - 1).depth < first.depth;
  if (in_bracket && At(opener - 1).Says({"增", "减", "比", "较"})) return nullptr;
  for (Index k = opener; k-- > 0;) {
    const Quantity& one = At(k);
    const bool near = one.sentence == first.sentence ||
                      (starts && (first.unit == "money" || one.sentence + 1 == first.sentence));
    if (!near) return nullptr;
    if (one.depth > first.depth) continue;
    // "41 万元，完成预算 52 万元的 78%，比上年减少 5 万元。其中": of the 41.
    const bool passing = one.Says({"增", "减", "比", "较", "完成预算", "完成年初", "完成全年",
                                   "完成调整", "完成计划", "完成任务"});
    if (one.unit == first.unit && passing && k > 0) continue;
    if (one.unit == first.unit) return one.number.approximate || IsNoWhole(one) ? nullptr : &one;
    if (colon) return nullptr;
    const bool counted =
        one.unit == "个" || one.unit == "家" || one.unit == "项" || one.unit == "户";
    if (counted && one.number.digits > 1 && one.number.decimals == 0 &&
        one.sentence == first.sentence)
      announced = &one;
  }
  return nullptr;
}

// "资金 52 万元，支持 3 家企业，其中：甲 20 万元、乙 18 万元、丙 14 万元": no more than 52, and all
// of it where three are named, or two besides which there is nothing.
void ListTies::ReadParts(Index i) {
  const Quantity& first = At(i);
  if (first.unit == "%" || first.unit == "分" || first.number.approximate || IsNoPart(first))
    return;
  Index opener = i;  // "右岸 1 段，长 0.98 公里": the first of its unit
  if (!BeginsParts(first.words) && i > 0 && At(i - 1).sentence == first.sentence &&
      At(i - 1).unit != first.unit && At(i - 1).unit != "%") {
    opener = i - 1;
  }
  if (!BeginsParts(At(opener).words)) return;
  const Quantity* announced = nullptr;
  const Quantity* whole = WholeOfParts(opener, first, announced);
  if (whole == nullptr || Told(whole->number.printed)) return;
  const bool beside = opener == i && i > 0 && whole == &At(i - 1) && first.unit != "money";
  if (beside && first.Says({"其中"}) && !first.Says({"实有", "现有", "开放"}) &&
      first.value - first.half - whole->value > whole->half) {
    Add(Kind::kAtMost, "其中的一部分", first, {whole}, "");
    return;
  }
  const Named named = PartsFrom(all_, opener, first.unit);
  if (named.parts.size() < 2 || named.parts.size() > kMostNamed) return;
  // "本年收入 A，其中财政拨款 B；本年支出 C": C is no part of A.
  const bool crosses = whole->Says({"收入"}) &&
                       std::any_of(named.parts.begin(), named.parts.end(),
                                   [](const Quantity* part) { return part->Says({"支出"}); });
  if (crosses) return;
  const auto count = static_cast<int64_t>(named.parts.size());
  if (announced != nullptr && announced->number.digits != count &&
      AreThoseCounted(named, *announced) && Agree(SumOf(named.parts), *whole)) {
    AddNamed(*announced, count);
  }
  if (IsOtherwiseMadeUp(named.parts, *whole)) return;
  const Amount sum = SumOf(named.parts);
  const bool over = sum.value - sum.half - whole->value > whole->half &&
                    !At(opener).words.starts_with(":") && AreExclusive(named, *whole);
  const bool complete = (announced != nullptr && announced->number.digits == count &&
                         AreThoseCounted(named, *announced)) ||
                        EndsWithOthers(named) || AreOpposites(builder_.labels, named.names);
  if (over || complete) AddSum(*whole, named.parts);
}

// "自评的项目 57 个……其中评级为优的项目 59 个": no part is more than its whole.
void ListTies::ReadPart(Index i) {
  constexpr size_t kNoun = 6;  // bytes: "项目"
  const Quantity& part = At(i);
  const bool counted = part.unit != "money" && part.unit != "%" && part.unit != "分";
  if (!counted || part.aside || !part.Says({"其中"}) || part.words.size() < kNoun) return;
  const std::string noun = part.words.substr(part.words.size() - kNoun);
  for (Index k = i; k-- > 0;) {
    const Quantity& whole = At(k);
    if (whole.unit != part.unit) continue;
    if (!whole.words.ends_with(noun) || whole.aside || whole.number.approximate ||
        Told(whole.number.printed))
      return;
    if (part.value <= whole.value) return;
    Add(Kind::kAtMost, "其中的一部分", part, {&whole}, "");
    return;
  }
}

// "医疗收入中，门诊收入 4123.65 万元、住院收入 8742.28 万元": parts of what was named before.
void ListTies::ReadWithin(Index i) {
  constexpr std::string_view kOf = "中,";
  const std::string& words = At(i).words;
  const size_t at = words.find(kOf);
  if (at == std::string::npos || words.find("其中") != std::string::npos) return;
  const std::string name = BehindLast(words.substr(0, at), {",", ";", ":", "。", ")"});
  const Quantity* whole = NamedWhole(name, "money");
  std::vector<const Quantity*> parts;
  for (Index k = i; whole != nullptr && k < all_.size(); ++k) {
    const bool next = k == i || At(k).words.starts_with("、") || At(k).words.starts_with(",") ||
                      At(k).words.starts_with("和");
    if (!next || At(k).sentence != At(i).sentence || At(k).unit != "money" || At(k).aside) break;
    parts.push_back(&At(k));
  }
  if (parts.size() < 2) return;
  const Exactly sum = SumOf(parts).value;
  if (whole->value == sum) return;
  if (IsSlipOfOne(*whole, parts, false)) AddSum(*whole, parts);
}

// "1 台打印机和 2 台电脑共 4 台", "174 台屏、30 台主机，上述设备合计 226 台".
void ListTies::ReadJoined(Index i) {
  const Quantity& whole = At(i);
  if (whole.number.approximate || whole.unit == "分" || Told(whole.number.printed)) return;
  const bool counts = whole.words.ends_with("共") || whole.words.ends_with("共计") ||
                      whole.words.ends_with("合计") || whole.words.ends_with("总计");
  const bool apart = whole.words.find_first_of(",;:") != std::string::npos;
  if (!counts || (apart && !whole.Says({"上述", "以上"}))) return;
  std::vector<const Quantity*> parts;
  for (Index k = i; k-- > 0 && At(k).sentence == whole.sentence;) {
    const Quantity& one = At(k);
    if (one.unit != whole.unit || one.number.approximate || one.depth != whole.depth) break;
    parts.insert(parts.begin(), &one);
    if (!Joins(one.words)) break;
  }
  if (parts.size() < 2 || Agree(SumOf(parts), whole)) return;
  AddSum(whole, parts);
}

// "一批投资 33.7 万元(其中……)，二批 20.1 万元，三批 7.8 万元，合计投资 61.6 万元": one of each.
void ListTies::ReadOrdinals(Index i) {
  const Quantity& whole = At(i);
  const bool within = whole.depth > 0 && i > 0 && At(i - 1).depth == 0;
  const Quantity& total = within ? At(i - 1) : whole;
  if (!total.Says({"合计", "共计", "总计", "累计"}) || (whole.depth > 0 && !within)) return;
  if (whole.number.approximate || Told(whole.number.printed)) return;
  const std::vector<std::string> letters = LettersOf(whole.words);
  if (letters.size() < 2 && !within) return;
  constexpr Index kFurthest = 200;  // numbers back; no paragraph is longer
  for (const std::string_view of : {"批", "期", "标段", "季度", "阶段"}) {
    std::vector<const Quantity*> parts;
    size_t at = 0;  // the ordinal whose part is told
    bool clean = true;
    for (Index k = i - std::min(i, kFurthest); k < i && clean; ++k) {
      const Quantity& one = At(k);
      if (const size_t named = OrdinalIn(one.words, of); named > 0 && one.depth == 0) {
        clean = named == at || (named == at + 1 && parts.size() == at);
        at = named;
      }
      const bool like = at > 0 && IsLike(one, whole, letters, of);
      if (!like) continue;
      parts.push_back(&one);
      clean = clean && parts.size() == at && !one.number.approximate;
    }
    if (!clean || at < 2 || parts.size() != at) continue;
    if (!Agree(SumOf(parts), whole)) AddSum(whole, parts);
    if (!within) batches_.push_back({whole, at});
    return;
  }
}

// "486 人、728 人、86 人，合计 1300 人": whether those right before it make it, up to a slip.
void ListTies::ReadClosing(Index i) {
  const Quantity& whole = At(i);
  if (whole.number.approximate || whole.value.numerator <= 0) return;
  std::vector<const Quantity*> run;  // nearest first
  const bool scores = whole.unit == "分";
  for (Index k = i; k-- > 0 && run.size() < kMostParts;) {
    if (At(k).sentence != whole.sentence && !scores) break;
    // "投入(20分)19分": the points stand behind their weight.
    const bool behind = k > 0 && At(k).words == ")" && At(k - 1).words.ends_with("(");
    if (scores && !At(k).Says({"得"}) && !behind) continue;
    if (At(k).unit != whole.unit || At(k).number.approximate) {
      if (At(k).unit == "%" || At(k).unit.empty() || scores) continue;
      break;
    }
    if (At(k).aside && !At(k).Says({"分别"})) break;
    run.push_back(&At(k));
    if (At(k).Says({"分别"})) break;
  }
  const bool respectively = !run.empty() && run.back()->Says({"分别"});
  std::vector<const Quantity*> slip;
  Amount sum;
  for (size_t n = 0; n < run.size(); ++n) {
    sum = sum + *run[n];
    if (n == 0) continue;
    if (Agree(whole, sum)) return;
    const bool last = n + 1 == run.size();
    if (IsSlip(whole.value, sum.value, DigitsIn(whole.number.printed), true) ||
        (last && (respectively || scores) && run.size() > 1)) {
      slip.assign(run.begin(), run.begin() + static_cast<std::ptrdiff_t>(n) + 1);
    }
  }
  std::reverse(slip.begin(), slip.end());
  if (!slip.empty()) AddSum(whole, slip);
}

// "实施项目共 16 个，年初批复 9 个（含 1 个…），年中增加 7 个": what was there at first and what
// came or went on the way make the whole.
void ListTies::ReadCountsOfTheYear(Index i) {
  const Quantity& added = At(i);
  if (!added.Says({"年中增加", "年中新增", "年中追加"})) return;
  const Quantity* whole = nullptr;
  const Quantity* first = nullptr;
  int depth = 0;
  for (Index k = 0; k < all_.size(); ++k) {
    const Quantity& one = At(k);
    depth += static_cast<int>(std::count(one.words.begin(), one.words.end(), '(')) -
             static_cast<int>(std::count(one.words.begin(), one.words.end(), ')'));
    if (one.sentence != added.sentence || one.unit != added.unit || depth > 0 || k == i) continue;
    const bool in_all = Without(one.words, {"有", "计"}).ends_with("共") ||
                        one.Says({"共实施", "共安排", "共开展", "共有"});
    const Quantity** role = in_all ? &whole : one.Says({"年初"}) ? &first : nullptr;
    // Nobody knows of a second one, or of what went, what it is a part of.
    if (role == nullptr || *role != nullptr || one.number.approximate) return;
    *role = &one;
  }
  if (whole == nullptr || first == nullptr) return;
  if (whole->value - first->value != added.value) AddSum(*whole, {first, &added});
}

// "出国团组 0 个、累计 4 人次", "30 批次、12 人次": nobody without a group, none without a person.
void ListTies::ReadPersons(Index i) {
  constexpr size_t kFew = 24;  // bytes
  const Quantity& persons = At(i);
  if (i == 0 || persons.unit != "人次" || persons.words.size() > kFew) return;
  const Quantity& groups = At(i - 1);
  const bool pair = groups.sentence == persons.sentence && groups.unit != "人次" &&
                    (groups.Says({"团组", "批次"}) || groups.unit == "批次") &&
                    !groups.number.approximate &&
                    (!groups.Says({"其中"}) || persons.words == "、") &&
                    !persons.Says({";", ")", "车", "比", "较", "增", "减", "均"});
  if (!pair) return;
  const bool of_nothing = groups.value.numerator == 0 && persons.value.numerator > 0;
  const bool fewer = groups.value.numerator > 0 && groups.value > persons.value;
  if (of_nothing) Add(Kind::kAtMost, "人次", persons, {&groups}, "");
  if (fewer) Add(Kind::kAtMost, "团组或批次", groups, {&persons}, "");
}

}  // namespace outturn::document
