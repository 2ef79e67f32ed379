// What a government's accounts add up to: totals with transfers, debt and balances, what is left
// of the year and of all years, parts by level, purposes and taxes.
#include <algorithm>

#include "services/document/government/government.h"
#include "services/document/slips.h"

namespace outturn::document {
namespace {

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
  return Within(whole.value - sum.value, whole.half + sum.half);
}

bool IsTotal(const Told& told) {
  const std::string& name = told.name;
  return told.part == Part::kLevel && told.number.unit == "money" &&
         (name.ends_with("收入总计") || name.ends_with("支出总计") || name.ends_with("收入合计") ||
          name.ends_with("支出合计") || name == "总计");
}

bool IsHead(const Told& told, int depth) {
  return told.part == Part::kLevel && told.number.unit == "money" && told.number.depth == depth &&
         !told.listed;
}

bool IsOfAccounts(const Labels& labels, const std::string& name) {
  return std::any_of(labels.account_words.begin(), labels.account_words.end(),
                     [&](const std::string& one) { return name.find(one) != std::string::npos; });
}

Quantity Less(const Quantity& one) {
  Quantity less = one;
  less.value = Exactly{} - one.value;
  return less;
}

}  // namespace

// "一般公共预算收入 A，其中……。加上转移性收入 B、上年结余 C，收入总计 D": A + B + C.
void GovernmentReader::ReadTotal(Index i) {
  const Told& total = told_[i];
  if (!IsTotal(total) || IsTold(total.number)) return;
  Index from = i;
  while (from > 0 && !IsTotal(told_[from - 1])) --from;
  Parts added;                // and what they are added to
  std::vector<Parts> others;  // as well
  Parts all;
  const Quantity* base = nullptr;
  bool rough = false;
  bool named = true;
  for (Index k = from; k < i; ++k) {
    const Told& one = told_[k];
    if (one.part != Part::kLevel || one.number.unit != "money") continue;
    if (one.number.depth != total.number.depth) continue;
    rough = rough || one.number.number.approximate;
    if (added.empty() && !one.added) others.push_back({&one.number});
    if (one.listed) continue;
    all.push_back(&one.number);
    named = named && IsOfAccounts(builder_.labels, one.name);
    if (one.added) added.push_back(&one.number);
    if (!one.added && added.empty()) base = &one.number;
  }
  if (rough || all.size() < 2 || Makes(all, total.number)) return;
  const bool adds = !added.empty() && base != nullptr;
  for (Parts& other : others) {
    other.insert(other.end(), added.begin(), added.end());
    if (adds && Makes(other, total.number)) return;
  }
  Parts parts = all;
  if (adds) {
    parts = added;
    parts.insert(parts.begin(), base);
  }
  // "……收入 A，……支出 B，收入总计": those of one side.
  const bool crosses = total.name.find("收入") != std::string::npos &&
                       std::any_of(told_.begin() + static_cast<std::ptrdiff_t>(from),
                                   told_.begin() + static_cast<std::ptrdiff_t>(i),
                                   [](const Told& one) { return one.name.ends_with("支出"); });
  if (crosses || !named || (added.empty() && all.size() < 3)) return;
  TellSum(total.number, parts);
}

// The last head before `i` whose name says the word.
const Told* GovernmentReader::HeadBefore(Index i, const std::string& word) const {
  for (Index k = i; k-- > 0;) {
    if (IsHead(told_[k], told_[i].number.depth) && told_[k].name.find(word) != std::string::npos)
      return &told_[k];
  }
  return nullptr;
}

// "基金收入 A，支出 B，当年结余 A − B，年末滚存结余": that and what was left the year before.
void GovernmentReader::ReadFlow(Index i) {
  const Told& left = told_[i];
  if (left.part != Part::kLevel || left.listed || IsTold(left.number)) return;
  if (left.name.find("结余") == std::string::npos) return;
  const auto is_rolled = [](const std::string& name) {
    return Has(name, {"滚存", "累计结余", "年末结余"});
  };
  const bool prior = Has(left.name, {"上年", "年初", "上年末"});
  // "本年收支结余", "当年结余": NameOfAmount takes the year's word away.
  const bool of_year = !prior && !is_rolled(left.name) &&
                       (Has(left.clause, {"当年", "本年", "本期"}) || left.name == "收支结余");
  if (of_year) {
    const Told* income = HeadBefore(i, "收入");
    const Told* spent = HeadBefore(i, "支出");
    const bool pair = income != nullptr && spent != nullptr && income < spent;
    if (!pair || income->name.find("支出") != std::string::npos) return;
    // Nothing else is told in between.
    const auto heads = std::count_if(
        income, &left, [&](const Told& one) { return IsHead(one, left.number.depth); });
    if (heads != 2) return;
    const Exactly off = left.number.value - (income->number.value - spent->number.value);
    if (Within(off, left.number.half + income->number.half + spent->number.half)) return;
    Tell(Kind::kDifference, "本年结余", left.number, {&income->number, &spent->number}, " − ");
    return;
  }
  if (!is_rolled(left.name) || prior) return;
  const Told* year = nullptr;
  const Told* before = nullptr;
  for (Index k = i; k-- > 0;) {
    const Told& one = told_[k];
    if (!IsHead(one, left.number.depth)) continue;
    if (is_rolled(one.name) && !Has(one.name, {"上年", "年初"})) break;
    if (one.name.find("结余") == std::string::npos) continue;
    const Told** role = Has(one.name, {"上年", "年初"}) ? &before : &year;
    if (*role != nullptr) break;
    *role = &one;
  }
  if (year == nullptr || before == nullptr) return;
  if (!Makes({&year->number, &before->number}, left.number))
    TellSum(left.number, {&before->number, &year->number});
}

// "年初余额 A，加新增 B、再融资 C，减偿还 D，年末余额 E": A + B + C − D.
void GovernmentReader::ReadSigned(Index i) {
  const Told& last = told_[i];
  if (last.part != Part::kLevel || !Has(last.name, {"余额", "结余", "限额"})) return;
  Index from = i;
  while (from > 0 && told_[from - 1].number.sentence == last.number.sentence) --from;
  std::vector<Quantity> parts;
  bool plus = false;
  bool minus = false;
  int sign = 0;
  for (Index k = from; k <= i; ++k) {
    const Told& one = told_[k];
    const bool money = one.number.unit == "money";
    if (!money || one.number.depth != last.number.depth || one.number.number.approximate) return;
    const bool less = one.clause.starts_with("减") && !Has(one.clause, {"减少", "减收", "减支"});
    const bool more = one.clause.starts_with("加");
    if (less || more) sign = less ? -1 : 1;
    plus = plus || more;
    minus = minus || less;
    if (k == i) {
      if (less || more || one.number.words.starts_with("、")) return;
      break;
    }
    if (k == from && (less || more || one.part != Part::kLevel)) return;
    if (k > from && sign == 0) return;
    parts.push_back(sign < 0 ? Less(one.number) : one.number);
  }
  if (!plus || !minus || parts.size() < 3) return;
  Parts all;
  for (const Quantity& part : parts) all.push_back(&part);
  if (!Makes(all, last.number)) TellSum(last.number, all);
}

// The words before the number say that what follows is all there is.
bool GovernmentReader::Splits(const Told& told) const {
  const auto& splits = builder_.labels.split_words;
  return std::any_of(splits.begin(), splits.end(), [&](const std::string& one) {
    return told.number.words.find(one) != std::string::npos;
  });
}

// "调增 120 万元，用于以下项目：教育支出 42 万元、农林水支出 78 万元"; "收入 16.82 亿元，下降
// 3%。分 部门看：国税部门 4.36 亿元、……": the parts make it.
void GovernmentReader::ReadSplit(Index i) {
  const Told& first = told_[i];
  if (i == 0 || first.part != Part::kLevel || !Splits(first)) return;
  Parts parts;
  for (Index k = i; k < told_.size(); ++k) {
    const Told& one = told_[k];
    const bool ends = one.number.sentence != first.number.sentence || (k > i && Splits(one));
    if (ends || one.number.depth < first.number.depth) break;
    if (one.number.unit != "money" || one.number.depth > first.number.depth) continue;
    if (one.listed || one.number.number.approximate || one.part == Part::kOther) return;
    if (one.part == Part::kLevel) parts.push_back(&one.number);
  }
  const Told* whole = nullptr;
  for (Index k = i; k-- > 0;) {
    const Told& one = told_[k];
    if (one.number.unit != "money" || one.listed || one.number.depth != first.number.depth)
      continue;
    const bool next =
        k + 1 == i && one.part == Part::kChange && one.number.sentence == first.number.sentence;
    if (one.part != Part::kLevel && !next) continue;
    // One of the parts of another split is no whole.
    const bool larger = std::all_of(parts.begin(), parts.end(), [&](const Quantity* part) {
      return (one.number.value - part->value).numerator >= 0;
    });
    if (!larger) continue;
    if (Makes(parts, one.number)) return;
    if (next) {  // "调增 12000 万元，用于以下项目：……"
      whole = &one;
      break;
    }
    if (whole == nullptr || whole->number.sentence == one.number.sentence) whole = &one;
  }
  if (whole != nullptr && parts.size() >= 2) TellSum(whole->number, parts);
}

// "专项债券 14200 万元。专项债券资金安排如下：公路 6800 万元、水库 7400 万元".
void GovernmentReader::ReadBonds(Index i) {
  const Told& first = told_[i];
  if (first.part != Part::kLevel || !first.number.Says({"安排如下:", "安排情况如下:"})) return;
  for (const char* kind : {"一般债", "专项债"}) {
    if (!first.number.Says({kind})) continue;
    Parts parts;
    for (Index k = i; k < told_.size() && told_[k].number.sentence == first.number.sentence; ++k) {
      const Told& one = told_[k];
      if (one.number.depth > first.number.depth) continue;
      if (one.part != Part::kLevel || one.listed || one.number.number.approximate) return;
      parts.push_back(&one.number);
    }
    const Told* whole = nullptr;
    for (Index k = i; k-- > 0 && whole == nullptr;) {
      const bool named = told_[k].part == Part::kLevel && told_[k].number.Says({kind});
      if (named) whole = &told_[k];
    }
    if (whole == nullptr || parts.size() < 2 || Makes(parts, whole->number)) return;
    TellSum(whole->number, parts);
  }
}

// "全县收入 A……其中：县级收入 B、乡镇级收入 C": both levels make it.
void GovernmentReader::ReadRegions(Index i) {
  const Told& below = told_[i];
  if (i == 0 || below.part != Part::kLevel || !below.listed) return;
  Index at = i - 1;  // "，增长 5%" between them is passed
  while (at > 0 && told_[at].part != Part::kLevel) --at;
  const Told& own = told_[at];
  const auto& levels = builder_.labels.opposite_levels;
  const bool pair = own.part == Part::kLevel && own.listed && own.number.Says({"其中"}) &&
                    own.number.sentence == below.number.sentence &&
                    own.number.depth == below.number.depth &&
                    std::any_of(levels.begin(), levels.end(), [&](const auto& both) {
                      return own.number.words.find(both.first) != std::string::npos &&
                             below.number.words.find(both.second) != std::string::npos;
                    });
  // A third part may follow.
  const bool more = i + 1 < told_.size() && told_[i + 1].part == Part::kLevel &&
                    told_[i + 1].number.sentence == below.number.sentence && told_[i + 1].listed;
  if (!pair || more) return;
  std::string kind;
  for (const char* word : {"收入", "支出", "限额", "余额"}) {
    if (own.name.find(word) != std::string::npos) kind = word;
  }
  for (Index k = at; k-- > 0;) {
    const Told& whole = told_[k];
    if (whole.part != Part::kLevel || whole.listed || whole.number.unit != "money") continue;
    if (whole.name.find(kind) == std::string::npos) continue;
    const bool of_all = (whole.number.value - own.number.value).numerator >= 0;
    if (of_all && !Makes({&own.number, &below.number}, whole.number))
      TellSum(whole.number, {&own.number, &below.number});
    return;
  }
}

// "预算 96000 万元，拟调减 24000 万元，调整后为 72000 万元".
void GovernmentReader::ReadAdjusted(Index i) {
  const Told& after = told_[i];
  if (i < 2 || after.part != Part::kLevel || !after.clause.starts_with("调整后")) return;
  const Told& change = told_[i - 1];
  const Told& before = told_[i - 2];
  const bool three =
      change.part == Part::kChange && before.part == Part::kLevel &&
      Has(change.clause, {"调增", "调减", "增加", "减少"}) && before.number.unit == "money" &&
      change.number.unit == "money" && before.number.sentence == after.number.sentence &&
      change.number.sentence == after.number.sentence && before.number.depth == after.number.depth;
  if (!three || before.number.number.approximate || IsTold(after.number)) return;
  const Quantity by = change.down ? Less(change.number) : change.number;
  if (!Makes({&before.number, &by}, after.number)) TellSum(after.number, {&before.number, &by});
}

// "1、增值税收入……；2、契税收入……。以上税收收入合计 A": what has 税 in its name.
void GovernmentReader::ReadTaxes(Index i) {
  const Told& whole = told_[i];
  const bool taxes = whole.part == Part::kLevel && whole.number.Says({"以上", "上述"}) &&
                     whole.number.Says({"税收收入合计", "税收合计", "税收收入小计", "税收小计"});
  if (!taxes || IsTold(whole.number)) return;
  Parts parts;
  for (const Told& one : items_) {
    const bool tax =
        one.name.find("税") != std::string::npos && one.name.find("非税") == std::string::npos;
    if (tax) parts.push_back(&one.number);
  }
  if (parts.size() >= 3 && !Makes(parts, whole.number)) TellSum(whole.number, parts);
}

void GovernmentReader::NoteItem(const std::string& bare) {
  const bool numbered = !bare.starts_with(BareName(bare));
  const bool first = bare.starts_with("1") && !bare.starts_with("10") && !bare.starts_with("11");
  if (!numbered || first) items_.clear();
  if (!numbered) return;
  const auto level = std::find_if(told_.begin(), told_.end(), [](const Told& one) {
    return one.number.unit == "money" && one.part == Part::kLevel;
  });
  if (level == told_.end()) return;
  items_.push_back(*level);
  items_.back().name = bare.substr(0, bare.find(level->number.number.printed));
}

}  // namespace outturn::document
