#include "services/document/ties/ties.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "services/document/prose/sentence.h"
#include "services/document/prose/slips.h"

namespace outturn::document {
namespace {

constexpr size_t kMostParts = 40;
constexpr size_t kNear = 6;  // numbers of a kind that are looked back for

// How many single things "万人" counts.
int64_t ScaleOf(const Written& number) {
  if (number.counter.starts_with("万")) return 10'000;
  return number.counter.starts_with("亿") ? 100'000'000 : 1;
}

std::string UnitOf(const Written& number) {
  if (IsMoney(number.unit)) return "money";
  if (number.unit == "%" || number.unit == "分") return number.unit;
  std::string counter = number.counter;
  if (ScaleOf(number) > 1) counter.erase(0, LetterLength(counter));
  return counter == "名" ? "人" : counter;
}

bool EndsSentence(std::string_view text) { return text == "。" || text == "!" || text == "?"; }

// A change, an average, a task or another year's number is no part of a sum.
bool IsAside(const std::string& words) {
  return Has(words,
             {"增",   "减",   "降",   "升",   "比",   "较",   "均",   "每",   "标准", "上年",
              "去年", "同期", "累计", "提高", "节约", "目标", "任务", "计划", "以上", "以下"});
}

std::vector<Quantity> QuantitiesIn(const std::vector<Token>& tokens) {
  std::vector<Quantity> all;
  std::string words;
  size_t sentence = 0;
  int depth = 0;
  for (const Token& token : tokens) {
    if (token.kind != Token::Kind::kNumber) {
      if (token.text == "(") ++depth;
      if (token.text == ")" && depth > 0) --depth;
      if (EndsSentence(token.text)) {
        ++sentence;
        words.clear();
      } else if (!all.empty() && all.back().sentence == sentence) {
        all.back().behind += token.text;
      }
      words += token.text;
      continue;
    }
    if (!all.empty() && all.back().sentence == sentence) {  // "公里": the counter is no word
      const Written& last = all.back().number;
      const std::string rest = last.counter.substr(std::min(last.unit.size(), last.counter.size()));
      if (words.starts_with(rest)) words.erase(0, rest.size());
    }
    Quantity one;
    one.number = token.number;
    one.words = words;
    one.depth = depth;
    one.unit = UnitOf(token.number);
    one.sentence = sentence;
    one.aside = IsAside(words);
    const Exactly coarse = CoarseOf(token.number, "");
    if (one.unit == "money") {
      one.value = InWan(ValueOf(token.number), token.number.unit);
      one.half = InWan(coarse, token.number.unit);
    } else {
      const int64_t scale = ScaleOf(token.number);
      const Exactly value = ValueOf(token.number);
      one.value = value * scale;
      const bool rounded = scale > 1 || token.number.decimals > 0 || one.unit == "%";
      if (rounded) one.half = coarse * scale;
    }
    all.push_back(std::move(one));
    words.clear();
  }
  return all;
}

// "……占总收入的": the words that name the whole; empty where none does.
std::string WholeIn(const std::string& words) {
  const std::string_view share = "占";
  return Without(words.substr(words.rfind(share) + share.size()),
                 {"的", "比例", "比重", "比", "约", "为", "达", "达到", "分别"});
}

std::string NameIn(const std::string& words) {
  std::string name = Without(words, {"为", "达", "达到", "共", "共计", "合计", "的", ":"});
  for (const std::string_view mark : {",", ";", ":", "。", "(", ")", "、"}) {
    const size_t at = name.rfind(mark);
    if (at != std::string::npos) name.erase(0, at + mark.size());
  }
  return name;
}

// "(二)黑土地保护项目": what is told of it stands in the paragraph below.
bool HeadsItem(const std::string& bare) {
  const std::string name = BareName(bare);
  return name.size() < bare.size() && bare.front() == '(' && name.size() >= 15 &&
         (name.ends_with("项目") || name.ends_with("补助") || name.ends_with("补贴"));
}

// By its start: "其中:" at its end is no number.
bool IsNumbered(const std::string& bare) { return !bare.starts_with(BareName(bare)); }

// "1.", "(一)": a paragraph of a list.
bool IsItem(const std::string& bare) {
  return IsNumbered(bare) && bare.find("。") != std::string::npos &&
         (bare.front() == '(' || (bare.front() >= '0' && bare.front() <= '9'));
}

}  // namespace

bool Quantity::Says(std::initializer_list<const char*> any) const { return Has(words, any); }

void TieReader::ReadParagraph(const std::string& text, const Place& place) {
  const std::string bare = Bare(text);
  place_ = place;
  const std::vector<Token> tokens = Tokens(bare, builder_.labels);
  all_ = QuantitiesIn(tokens);
  for (Quantity& one : all_) one.place = place;
  if (!all_.empty() || bare.ends_with("。")) {
    const bool item = (IsItem(bare) || heads_item_) && !bare.ends_with("其中:");
    heads_item_ = false;
    for (Index i = 0; i < all_.size(); ++i) {
      if (At(i).number.approximate) continue;
      if (At(i).unit == "%") {
        ReadPercent(i);
      } else {
        ReadAmount(i);
      }
    }
    TellLearnedShares();
    if (item) {
      const char mark = bare.front() == '(' ? '(' : '1';
      if (!list_.empty() && mark != list_.back().mark) {  // "1." below "(一)": a list within it
        std::vector<Quantity> above;
        for (const Item& one : list_) above.insert(above.end(), one.all.begin(), one.all.end());
        CloseList();
        heads_ = std::move(above);
      }
      list_.push_back({all_, place, mark});
    } else {
      headed_ = headed_ || bare.starts_with("上述") || bare.starts_with("以上");
      CloseList();
      heads_ = all_;
      heads_open_ = bare.ends_with("其中:");
    }
  } else {
    headed_ = headed_ || (!list_.empty() && IsNumbered(bare));
  }
  KeepAccount(!bare.ends_with("。"));
  if (HeadsItem(bare)) heads_item_ = true;
  for (const Quantity& one : all_) {
    const std::string name = NameIn(one.words);
    if (!name.empty() && !one.aside) named_[name].push_back(one);
  }
  // "事业收入 18,642.37 万元(全部为医疗收入)": another name of the same.
  for (Index i = 0; i + 1 < all_.size(); ++i) {
    for (const std::string_view also : {"(全部为", "(均为", "(全部是", "(即"}) {
      const std::string& words = At(i + 1).words;
      const size_t end = words.find(')');
      if (!words.starts_with(also) || end == std::string::npos) continue;
      named_[words.substr(also.size(), end - also.size())].push_back(At(i));
    }
  }
  if (!all_.empty()) last_ = all_;
}

void TieReader::ReadPercent(Index i) {
  const Quantity& rate = At(i);
  if (rate.words == "的" && (ReadCompleted(i) || ReadShareOfNamed(i))) return;
  if (ReadExcess(i) || ReadDeviation(i) || ReadRateOfPlan(i)) return;
  if (rate.Says({"分别"})) {
    (void)ReadRespectively(i);
  } else if (rate.Says({"占"})) {
    ReadShare(i);
  } else if (rate.Says({"增", "下降", "降低", "减少", "上升", "提高", "降幅"})) {
    ReadGrowth(i);
  } else {
    ReadRate(i);
  }
}

void TieReader::ReadAmount(Index i) {
  const Quantity& one = At(i);
  if (one.unit.empty()) return;
  if (one.number.unit == "个百分点") return ReadPointsApart(i);
  if (one.unit == "分") ReadScore(i);
  ReadPart(i);
  ReadParts(i);
  ReadJoined(i);
  ReadOrdinals(i);
  ReadPersons(i);
  ReadKindsOfPosts(i);
  if (one.unit != "money" && one.Says({"年中"})) ReadCountsOfTheYear(i);
  if (one.unit == "money") {
    ReadInOtherUnit(i);
    ReadConverted(i);
    ReadWithin(i);
    ReadBalance(i);
    ReadAmountOfProjects(i);
    ReadAccountTotal(i);
    ReadSettled(i);
    ReadWholeYears(i);
    ReadMadeUpOf(i);
    ReadPriced(i);
    ReadTimes(i);
    ReadNotYetSpent(i);
  }
  if (ReadAgainstBudget(i)) return;
  if (one.Says({"日均"})) return ReadPerDay(i);
  if (one.Says({"平均"}) && one.unit == "分") return ReadMean(i);
  if (one.Says({"均"})) return ReadAverage(i);
  if (one.Says({"增加", "减少", "净增", "增长", "下降", "提高", "降低"})) return ReadDifference(i);
  if (one.Says({"以上", "上述"}) && one.Says({"共计", "合计", "总计"})) return ReadAllAbove(i);
  if (one.unit == "money" && one.Says({"合计"})) ReadAllOfList(i);
  if (one.Says({"合计", "共计", "总计", "总数", "总得分", "总分", "综合得分"}))
    return ReadClosing(i);
  if (one.Says({"结余", "差额", "净值", "净资产", "节约", "结转"})) ReadLeft(i);
}

std::vector<TieReader::Index> TieReader::Before(Index i, const std::string& unit,
                                                bool sentence) const {
  std::vector<Index> found;  // nearest first
  for (Index k = i; k-- > 0 && found.size() < kNear;) {
    if (sentence && At(k).sentence != At(i).sentence) break;
    if (At(k).unit == unit && !At(k).number.approximate) found.push_back(k);
  }
  return found;
}

bool TieReader::Told(const std::string& printed) const {
  const auto& all = builder_.filing.relations;
  for (size_t k = all.size(); k-- > 0 && all[k].place.order == place_.order;) {
    if (all[k].printed == printed && all[k].parts.size() > 1) return true;
  }
  return false;
}

void TieReader::Settle(Index i) {
  const std::string text = At(i).number.printed + At(i).number.unit;
  auto& unread = builder_.filing.unread;
  for (size_t k = unread.size(); k-- > 0 && unread[k].place.order == place_.order;) {
    if (unread[k].text != text) continue;
    unread.erase(unread.begin() + static_cast<std::ptrdiff_t>(k));
    return;
  }
}

// What a figure's own words tied to a number that stood further below is not told twice.
void TieReader::Finish() {
  CloseList();
  TellNamesakes();
  std::set<std::string> figures;
  for (const Stated& one : builder_.filing.stated) {
    if (!one.guessed && one.scope.empty()) figures.insert(one.figure);
  }
  std::set<std::tuple<int, std::string, std::string>> named;
  auto& all = builder_.filing.relations;
  for (const Relation& one : all) {
    if (one.parts.size() == 1 && figures.contains(one.whole))
      named.insert({one.place.order, one.label, one.printed});
  }
  std::erase_if(all, [&](const Relation& one) {
    return one.parts.size() > 1 && named.contains({one.place.order, one.label, one.printed});
  });
}

Relation& TieReader::Add(Kind kind, const std::string& label, const Quantity& result,
                         const std::vector<const Quantity*>& parts, const std::string& sign) {
  const bool sums = kind == Kind::kSum || kind == Kind::kListed || kind == Kind::kDifference;
  const int64_t scale = sums && result.unit != "money" ? ScaleOf(result.number) : 1;
  const auto scaled = [&](const Exactly& value) { return value / scale; };
  const auto term = [&](const Quantity& one) {
    const bool own = one.unit == "money" || one.unit == "分" || one.unit == "%";
    const std::string& unit = own ? one.number.unit : one.number.counter;
    return Term{{scaled(one.value), scaled(one.half)}, one.number.printed, unit, place_};
  };
  Terms terms;
  for (const Quantity* part : parts) terms.push_back(term(*part));
  Relation relation = kind == Kind::kAtMost ? AtMostRelation(label, term(result), terms.front())
                                            : Relate(kind, label, term(result), terms, sign);
  // Another amount of the sentence that it fits is what it is of.
  for (const Quantity& one : all_) {
    const bool other = kind == Kind::kShare && parts.size() == 2 &&
                       one.sentence == result.sentence && one.unit == parts[0]->unit &&
                       one.value != parts[0]->value;
    if (other) relation.others.emplace_back(scaled(one.value), scaled(one.half));
  }
  builder_.filing.relations.push_back(std::move(relation));
  return builder_.filing.relations.back();
}

void TieReader::AddSum(const Quantity& whole, const std::vector<const Quantity*>& parts) {
  if (!Told(whole.number.printed)) Add(Kind::kListed, "合计", whole, parts, " + ");
}

void TieReader::ReadShare(Index i) {
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
TieReader::Index TieReader::BeforeBracket(Index i) const {
  for (Index k = i; k-- > 0 && At(k).sentence == At(i).sentence;) {
    if (At(k).Says({"("}) && !At(k).Says({")"})) return k > 0 ? k - 1 : i - 1;
  }
  return i - 1;
}

// A number before it fits: whatever else was taken for the whole.
void TieReader::LetFit(Index i, Index whole) {
  auto& all = builder_.filing.relations;
  for (size_t k = all.size(); k-- > 0 && all[k].place.order == place_.order;) {
    const bool here = all[k].kind == Kind::kShare &&
                      (all[k].parts.size() == 2 || !all[k].whole.empty()) &&
                      all[k].printed == At(i).number.printed + "%";
    if (here) all[k].others.emplace_back(At(whole).value, At(whole).half);
  }
}

const Quantity* TieReader::NamedWhole(const std::string& words, const std::string& unit) const {
  constexpr size_t kLeast = 9;  // bytes: three characters
  if (words.size() < kLeast) return nullptr;
  const Quantity* found = nullptr;
  const auto take = [&](const Quantity& one) {
    if (one.unit != unit || one.number.approximate) return true;
    if (found != nullptr && found->value != one.value) return false;
    found = &one;
    return true;
  };
  if (const auto named = named_.find(words); named != named_.end()) {
    for (const Quantity& one : named->second) {
      if (!take(one)) return nullptr;
    }
  }
  for (const Quantity& one : all_) {
    const std::string name = NameIn(one.words);
    const size_t year = name.rfind("年度");  // "2031年度政府采购支出总额"
    const bool same = name == words || (year != std::string::npos && name.ends_with(words) &&
                                        name.size() - words.size() <= year + 6);
    if (!one.aside && same && !take(one)) return nullptr;
  }
  return found;
}

// All are shares of their sum, whatever else one of them was taken to be of.
void TieReader::LetFitSum(const Share& share, const Quantity& sum) {
  of_their_sum_.insert(share.at);
  for (Relation& one : builder_.filing.relations) {
    const bool this_one = one.kind == Relation::Kind::kShare && one.place.order == place_.order &&
                          one.parts.size() == 2 && one.printed == At(share.at).number.printed + "%";
    if (this_one) one.others.emplace_back(sum.value, sum.half);
  }
}

// "教育支出 …占 92.03%；社会保障 …占 4.04%；住房 …占 3.56%": all but one are shares of their sum.
void TieReader::TellSharesOfTheirSum() {
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
    sum.value = {};
    sum.half = {};
    for (const Share& one : fellows) {
      sum.value = sum.value + At(one.at - 1).value;
      sum.half = sum.half + At(one.at - 1).half;
    }
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
const Quantity* TieReader::FellowsWhole(const Share& share) const {
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
const Quantity* TieReader::TotalBefore(Index part) const {
  if (!At(part).Says({"其中"})) return nullptr;
  for (Index k = part; k-- > 0 && At(k).sentence + 2 > At(part).sentence;) {
    if (At(k).unit == "%" || At(k).aside) continue;
    const bool total = At(k).unit == At(part).unit && At(k).Says({"合计", "总计"});
    return total && !At(k).number.approximate ? &At(k) : nullptr;
  }
  return nullptr;
}

void TieReader::TellLearnedShares() {
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
size_t TieReader::ReadRespectively(Index i) {
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

// "486 人、728 人、86 人，合计 1300 人": whether those right before it make it, up to a slip.
void TieReader::ReadClosing(Index i) {
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
  Exactly sum;
  Exactly tolerance = whole.half;
  for (size_t n = 0; n < run.size(); ++n) {
    sum = sum + run[n]->value;
    tolerance = tolerance + run[n]->half;
    if (n == 0) continue;
    const Exactly off = whole.value - sum;
    if (figures::IsZero(off) || Within(off, tolerance)) return;
    const bool last = n + 1 == run.size();
    if (IsSlip(whole.value, sum, DigitsIn(whole.number.printed), true) ||
        (last && (respectively || scores) && run.size() > 1)) {
      slip.assign(run.begin(), run.begin() + static_cast<std::ptrdiff_t>(n) + 1);
    }
  }
  std::reverse(slip.begin(), slip.end());
  if (!slip.empty()) AddSum(whole, slip);
}

}  // namespace outturn::document
