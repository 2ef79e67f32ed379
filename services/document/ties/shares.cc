// Shares: "占 62.5%" of what stands before, of what it names, or of what all of them make.
#include <algorithm>
#include <array>

#include "services/document/prose/sentence.h"
#include "services/document/slips.h"
#include "services/document/ties/rooms.h"
#include "services/document/words.h"

namespace outturn::document {
namespace {

// "……占总收入的": the words that name the whole; empty where none does.
std::string WholeIn(const std::string& words) {
  const std::string_view share = "占";
  return Without(words.substr(words.rfind(share) + share.size()),
                 {"的", "比例", "比重", "比", "约", "为", "达", "达到", "分别"});
}

}  // namespace

void ShareTies::ReadShare(Index i) {
  if (i == 0 || At(i - 1).unit == "%" || At(i - 1).unit.empty()) return;
  const bool bracket = At(i).words.starts_with(")");
  const Index part = bracket ? BeforeBracket(i) : i - 1;
  if (At(part).sentence != At(i).sentence || At(part).number.approximate) return;
  if (bracket && part + 1 != i) {  // whoever took what stands within the brackets was wrong
    std::erase_if(builder_.filing.relations, [&](const Relation& one) {
      return one.kind == Kind::kShare && one.place.order == place_.order &&
             one.printed == At(i).number.printed + "%";
    });
  }
  const std::string whole = WholeIn(At(i).words);
  const std::vector<Index> wholes = Before(part, At(part).unit, false);
  // "A 占 80%；B 占 20%": what was a part a moment ago is not the whole now.
  const auto was_part = [&](Index k) {
    return std::any_of(fitting_.begin(), fitting_.end(), [&](const Share& share) {
      return share.at == k + 1 && share.whole == whole && !At(part).Says({"其中"});
    });
  };
  for (const Index k : wholes) {
    if (was_part(k)) continue;
    if (!PercentFits(At(i), At(part), At(k))) continue;
    fitting_.push_back({i, k, whole});
    LetFit(i, k);
    Settle(i);
    return;
  }
  if (At(part).Says({"增加", "减少", "比", "较"})) return;
  open_.push_back({i, part, whole});
}

// "402.60 万元(人员经费 365.20 万元、公用经费 37.40 万元)，占": what the brackets stand behind.
ShareTies::Index ShareTies::BeforeBracket(Index i) const {
  for (Index k = i; k-- > 0 && At(k).sentence == At(i).sentence;) {
    if (At(k).Says({"("}) && !At(k).Says({")"})) return k > 0 ? k - 1 : i - 1;
  }
  return i - 1;
}

// A number before it fits: whatever else was taken for the whole.
void ShareTies::LetFit(Index i, Index whole) {
  auto& all = builder_.filing.relations;
  for (size_t k = all.size(); k-- > 0 && all[k].place.order == place_.order;) {
    const bool here = all[k].kind == Kind::kShare &&
                      (all[k].parts.size() == 2 || !all[k].whole.empty()) &&
                      all[k].printed == At(i).number.printed + "%";
    if (here) all[k].others.emplace_back(At(whole).value, At(whole).half);
  }
}

// All are shares of their sum, whatever else one of them was taken to be of.
void ShareTies::LetFitSum(const Share& share, const Quantity& sum) {
  of_their_sum_.insert(share.at);
  for (Relation& one : builder_.filing.relations) {
    const bool this_one = one.kind == Relation::Kind::kShare && one.place.order == place_.order &&
                          one.parts.size() == 2 && one.printed == At(share.at).number.printed + "%";
    if (this_one) one.others.emplace_back(sum.value, sum.half);
  }
}

// "教育支出 …占 92.03%；社会保障 …占 4.04%；住房 …占 3.56%": all but one are shares of their sum.
void ShareTies::TellSharesOfTheirSum() {
  constexpr size_t kMost = 200;  // of a paragraph
  if (open_.size() + fitting_.size() > kMost) return;
  for (const Share& share : open_) {
    std::vector<Share> fellows;
    for (const auto* shares : {&open_, &fitting_}) {
      for (const Share& one : *shares) {
        const bool fellow = one.whole == share.whole &&
                            At(one.at - 1).unit == At(share.part).unit &&
                            At(one.at).sentence == At(share.at).sentence;
        if (fellow) fellows.push_back(one);
      }
    }
    Quantity sum = At(share.part);
    std::vector<const Quantity*> parts;
    for (const Share& one : fellows) parts.push_back(&At(one.at - 1));
    static_cast<Amount&>(sum) = SumOf(parts);
    sum.number.printed = figures::Decimals(sum.value);
    const auto fits = [&](const Share& one) {
      return PercentFits(At(one.at), At(one.at - 1), sum);
    };
    const auto fitting = std::count_if(fellows.begin(), fellows.end(), fits);
    if (fellows.size() >= 2 && fitting == std::ssize(fellows)) LetFitSum(share, sum);
    const bool learned = fellows.size() >= 3 && fitting + 1 == std::ssize(fellows);
    const bool told = Told(At(share.at).number.printed + "%");
    if (!learned || fits(share) || told) continue;
    Add(Kind::kShare, "占比", At(share.at), {&At(share.part), &sum}, " ÷ ");
  }
}

// "A 占项目支出 37.96%；B 占 23.97%": one that names no whole is of that which its fellow named.
const Quantity* ShareTies::FellowsWhole(const Share& share) const {
  for (const auto* shares : {&open_, &fitting_}) {
    for (const Share& one : *shares) {
      const bool fellow =
          !one.whole.empty() && one.at < share.at && At(one.at).sentence == At(share.at).sentence;
      const Quantity* whole = fellow ? NamedWhole(one.whole, At(share.part).unit) : nullptr;
      if (whole != nullptr && PercentFits(At(one.at), At(one.at - 1), *whole)) return whole;
    }
  }
  return nullptr;
}

// "收入合计 A，较上年减少 B，下降 28.2%。其中：财政拨款收入 C，占 100%": A, for the first part of
// it.
const Quantity* ShareTies::TotalBefore(Index part) const {
  if (!At(part).Says({"其中"})) return nullptr;
  for (Index k = part; k-- > 0 && At(k).sentence + 2 > At(part).sentence;) {
    if (At(k).unit == "%" || At(k).aside) continue;
    const bool total = At(k).unit == At(part).unit && At(k).Says({"合计", "总计"});
    return total && !At(k).number.approximate ? &At(k) : nullptr;
  }
  return nullptr;
}

// "接警 48600 起，其中有效警情 31590 起，占 56%", "352 户 1410 人，其中脱贫户 86 户，占总户数的";
// of money up to a slip of the pen.
const Quantity* ShareTies::WholeBeside(const Share& share) const {
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

void ShareTies::TellLearnedShares() {
  of_their_sum_.clear();
  TellSharesOfTheirSum();
  for (const Share& share : open_) {
    if (of_their_sum_.contains(share.at)) continue;
    const Quantity& printed = At(share.at);
    const Quantity& part = At(share.part);
    const Quantity* whole = NamedWhole(share.whole, part.unit);
    const bool named = whole != nullptr;
    for (const Share& other : fitting_) {  // siblings of the same whole tell which it is
      const bool sibling = other.whole == share.whole && At(other.part).unit == part.unit &&
                           other.part < share.part && whole == nullptr;
      if (!sibling) continue;
      const bool fellow = At(other.at).sentence == printed.sentence;
      if (!fellow) continue;
      whole = &At(other.part);
    }
    if (whole == nullptr && share.whole.empty() && !part.Says({"其中"}))
      whole = FellowsWhole(share);
    if (whole == nullptr) whole = WholeBeside(share);
    if (whole == nullptr && share.whole.empty()) whole = TotalBefore(share.part);
    if (whole == nullptr || PercentFits(printed, part, *whole)) continue;
    if (!named && whole->value < part.value) continue;
    // What was taken for the whole without a word is not.
    std::erase_if(builder_.filing.relations, [&](const Relation& one) {
      return one.kind == Kind::kShare && one.place.order == place_.order &&
             one.printed == printed.number.printed + "%" && one.parts.size() == 2 &&
             !Within(one.parts[1] - whole->value, whole->half);
    });
    if (Told(printed.number.printed + "%")) continue;
    Add(Kind::kShare, "占比", printed, {&part, whole}, " ÷ ");
  }
  open_.clear();
  fitting_.clear();
}

// "A、B 和 C，分别占 12%、74% 和 14%": the run of percentages and as many amounts before it.
size_t ShareTies::ReadRespectively(Index i) {
  Index end = i + 1;
  const auto joins = [](const std::string& words) {
    return words == "、" || words == "和" || words == "," || words == "及" || words == "与";
  };
  while (end < all_.size() && At(end).unit == "%" && joins(At(end).words)) ++end;
  const size_t count = end - i;
  if (count < 2 || i < count || !At(i).Says({"占"})) return end;
  const std::string unit = At(i - 1).unit;
  for (Index k = i - count; k < i; ++k) {
    if (At(k).unit != unit || At(k).sentence != At(i).sentence || unit == "%") return end;
  }
  const auto fits = [&](const Quantity& whole) {
    size_t fitting = 0;
    for (size_t n = 0; n < count; ++n) {
      if (PercentFits(At(i + n), At(i - count + n), whole)) ++fitting;
    }
    return fitting;
  };
  Exactly sum;
  for (size_t n = 0; n < count; ++n) sum = sum + At(i - count + n).value;
  const Quantity* best = NamedWhole(WholeIn(At(i).words), unit);
  Quantity all = At(i - 1);
  all.value = sum;
  all.number.printed = figures::AllDecimals(sum);
  size_t most = best == nullptr ? 0 : fits(*best);
  for (const Index k : Before(i - count, unit, false)) {
    const bool is_sum = At(k).value == sum;
    if (fits(At(k)) > most || (best == nullptr && is_sum)) {
      best = &At(k);
      most = fits(At(k));
    }
  }
  if (best == nullptr && fits(all) + 1 >= count && count > 2) best = &all;
  if (best == nullptr) return end;
  for (size_t n = 0; n < count; ++n) {
    const Quantity& part = At(i - count + n);
    if (PercentFits(At(i + n), part, *best) || Told(At(i + n).number.printed + "%")) continue;
    Add(Kind::kShare, "占比", At(i + n), {&part, best}, " ÷ ");
  }
  return end;
}

// "合计投资 650 万元，占项目总投资 5783 万元的 11.24%".
bool ShareTies::ReadShareOfNamed(Index i) {
  if (i < 2 || !At(i - 1).words.starts_with(",占")) return false;
  const Quantity& whole = At(i - 1);
  const Quantity& part = At(i - 2);
  const bool pair = part.unit == whole.unit && !part.unit.empty() && part.unit != "%" &&
                    part.unit != "分" && part.sentence == At(i).sentence &&
                    whole.sentence == At(i).sentence && !part.number.approximate &&
                    !whole.number.approximate && !part.Says({"增", "减", "比", "较"});
  if (!pair || whole.value < part.value) return false;
  for (const Index k : Before(i - 1, whole.unit, true)) {
    if (!PercentFits(At(i), At(k), whole)) continue;
    Settle(i);
    return true;
  }
  if (Told(At(i).number.printed + "%")) return true;
  Add(Kind::kShare, "占比", At(i), {&part, &whole}, " ÷ ");
  return true;
}

// "41.36 万元，完成预算 52.80 万元的 78.33%"; false where it is not said like this.
bool ShareTies::ReadCompleted(Index i) {
  if (i < 2 || !At(i - 1).Says({"完成"})) return false;
  const Quantity& whole = At(i - 1);
  const Quantity& part = At(i - 2);
  const bool amounts = !whole.unit.empty() && whole.unit != "%" && whole.unit != "分";
  const bool pair = amounts && part.unit == whole.unit && part.sentence == At(i).sentence &&
                    whole.sentence == At(i).sentence && !part.number.approximate &&
                    !whole.number.approximate;
  if (!pair) return false;
  for (const Index k : Before(i - 1, whole.unit, true)) {
    if (!PercentFits(At(i), At(k), whole)) continue;
    Settle(i);
    return true;
  }
  Quantity clause = part;  // "……(基数为 0，不可比)；公务接待费支出决算为"
  clause.words.erase(0, part.words.rfind(';') + 1);
  const bool aside =
      clause.Says({"增加", "减少", "增长", "下降", "比", "较", "上年", "去年", "均", "每"});
  if (aside || Told(At(i).number.printed + "%")) return true;
  Add(Kind::kShare, "完成率", At(i), {&part, &whole}, " ÷ ");
  return true;
}

}  // namespace outturn::document
