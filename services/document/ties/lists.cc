// Parts of what stands before them, whatever they are called: more than there is, as many as was
// announced, nothing besides; numbers joined to one; one for each "一批", "二批", "三批".
#include <algorithm>
#include <array>

#include "services/document/prose/slips.h"
#include "services/document/ties/ties.h"

namespace outturn::document {
namespace {

constexpr size_t kMostNamed = 20;

// What stands behind the last mark of a number's words.
std::string NameBefore(const std::string& words) {
  std::string name = words;
  for (const std::string_view mark :
       {",", ";", ":", "、", "。", "(", ")", "其中", "主要用于", "和", "以及"}) {
    const size_t at = name.rfind(mark);
    if (at != std::string::npos) name.erase(0, at + mark.size());
  }
  return name;
}

// Another year's, a plan's, a change.
bool IsNoWhole(const Quantity& one) {
  return one.Says({"增",   "减",   "下降", "上升", "比",   "较",   "均",   "每",   "标准", "上年",
                   "去年", "同期", "累计", "节约", "目标", "任务", "计划", "以上", "以下", "占"});
}

// Neither those nor what became of the whole are parts.
bool IsNoPart(const Quantity& one) {
  return IsNoWhole(one) || one.Says({"完成", "已", "实际", "拨付", "到位", "支付", "剩余", "结余",
                                     "结转", "共", "总计", "合计", "总额", "截至", "还"});
}

struct Sum {
  Exactly value;
  Exactly half;
};

Sum SumOf(const std::vector<const Quantity*>& parts) {
  Sum sum;
  for (const Quantity* part : parts) {
    sum.value = sum.value + part->value;
    sum.half = sum.half + part->half;
  }
  return sum;
}

bool Makes(const std::vector<const Quantity*>& parts, const Quantity& whole) {
  const Sum sum = SumOf(parts);
  const Exactly off = whole.value - sum.value;
  return figures::IsZero(off) || Within(off, whole.half + sum.half);
}

// The first few make the whole, or one is made up of those behind it: other things follow.
bool IsOtherwiseMadeUp(const std::vector<const Quantity*>& parts, const Quantity& whole) {
  for (size_t first = 0; first < parts.size(); ++first) {
    std::vector<const Quantity*> run;
    for (size_t k = first; k < parts.size(); ++k) {
      run.push_back(parts[k]);
      if (run.size() > 1 && Makes(run, whole)) return true;
      const std::vector<const Quantity*> behind(run.begin() + 1, run.end());
      if (!behind.empty() && Makes(behind, *run.front())) return true;
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

bool AreOpposites(const Labels& labels, const std::vector<std::string>& names) {
  const auto has = [](const std::string& name, const std::string& word) {
    return name.find(word) != std::string::npos;
  };
  return names.size() == 2 &&
         std::any_of(labels.opposites.begin(), labels.opposites.end(), [&](const auto& pair) {
           return (has(names[0], pair.first) && has(names[1], pair.second)) ||
                  (has(names[0], pair.second) && has(names[1], pair.first));
         });
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
const Quantity* TieReader::WholeOfParts(Index opener, const Quantity& first,
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
void TieReader::ReadParts(Index i) {
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
      AreThoseCounted(named, *announced) && Makes(named.parts, *whole)) {
    AddNamed(*announced, count);
  }
  if (IsOtherwiseMadeUp(named.parts, *whole)) return;
  const Sum sum = SumOf(named.parts);
  const bool over = sum.value - sum.half - whole->value > whole->half &&
                    !At(opener).words.starts_with(":") && AreExclusive(named, *whole);
  const bool complete = (announced != nullptr && announced->number.digits == count &&
                         AreThoseCounted(named, *announced)) ||
                        EndsWithOthers(named) || AreOpposites(builder_.labels, named.names);
  if (over || complete) AddSum(*whole, named.parts);
}

// "接警 48600 起，其中有效警情 31590 起，占 56%", "352 户 1410 人，其中脱贫户 86 户，占总户数的";
// of money up to a slip of the pen.
const Quantity* TieReader::WholeBeside(const Share& share) const {
  const Quantity& part = At(share.part);
  const Quantity& printed = At(share.at);
  const bool of_all = share.whole.starts_with("总") && share.whole.size() <= 9;
  if (!(share.whole.empty() || of_all) || !part.Says({"其中"})) return nullptr;
  const bool counted = part.unit != "money" && part.unit != "分";
  for (Index k = share.part; k-- > 0 && At(k).sentence == part.sentence;) {
    const Quantity& one = At(k);
    if (one.unit != part.unit && (one.unit == "%" || one.unit == "money" || !of_all)) break;
    if (one.unit != part.unit) continue;
    const Exactly due = Rounded(PercentOf(part.value, one.value), printed.number.decimals);
    const bool asks = !one.aside && (counted || IsSlip(printed.value, due,
                                                       DigitsIn(printed.number.printed), false));
    return asks ? &one : nullptr;
  }
  return nullptr;
}

// "1 台打印机和 2 台电脑共 4 台", "174 台屏、30 台主机，上述设备合计 226 台".
void TieReader::ReadJoined(Index i) {
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
  if (parts.size() < 2 || Makes(parts, whole)) return;
  AddSum(whole, parts);
}

// "一批投资 33.7 万元(其中……)，二批 20.1 万元，三批 7.8 万元，合计投资 61.6 万元": one of each.
void TieReader::ReadOrdinals(Index i) {
  const Quantity& whole = At(i);
  const bool within = whole.depth > 0 && i > 0 && At(i - 1).depth == 0;
  const Quantity& total = within ? At(i - 1) : whole;
  if (!total.Says({"合计", "共计", "总计", "累计"}) || (whole.depth > 0 && !within)) return;
  if (whole.number.approximate || Told(whole.number.printed)) return;
  const std::vector<std::string> letters = LettersOf(whole.words);
  if (letters.size() < 2 && !within) return;
  for (const std::string_view of : {"批", "期", "标段", "季度", "阶段"}) {
    std::vector<const Quantity*> parts;
    size_t at = 0;  // the ordinal whose part is told
    bool clean = true;
    for (Index k = 0; k < i && clean; ++k) {
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
    if (!Makes(parts, whole)) AddSum(whole, parts);
    if (!within) batches_.push_back({whole, at});
    return;
  }
}

}  // namespace outturn::document
