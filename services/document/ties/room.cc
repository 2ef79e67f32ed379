#include "services/document/ties/room.h"

#include <algorithm>

namespace outturn::document {
namespace {

constexpr size_t kNear = 6;  // numbers of a kind that are looked back for

}  // namespace

std::vector<TieRoom::Index> TieRoom::Before(Index i, const std::string& unit, bool sentence) const {
  std::vector<Index> found;  // nearest first
  for (Index k = i; k-- > 0 && found.size() < kNear;) {
    if (sentence && At(k).sentence != At(i).sentence) break;
    if (At(k).unit == unit && !At(k).number.approximate) found.push_back(k);
  }
  return found;
}

bool TieRoom::Told(const std::string& printed) const {
  const auto& all = builder_.filing.relations;
  for (size_t k = all.size(); k-- > 0 && all[k].place.order == place_.order;) {
    if (all[k].printed == printed && all[k].parts.size() > 1) return true;
  }
  return false;
}

void TieRoom::Settle(Index i) {
  const std::string text = At(i).number.printed + At(i).number.unit;
  auto& unread = builder_.filing.unread;
  for (size_t k = unread.size(); k-- > 0 && unread[k].place.order == place_.order;) {
    if (unread[k].text != text) continue;
    unread.erase(unread.begin() + static_cast<std::ptrdiff_t>(k));
    return;
  }
}

bool TieRoom::IsKnown(const Quantity& rate) const {
  const auto& stated = builder_.filing.stated;
  return std::any_of(stated.begin(), stated.end(), [&](const Stated& one) {
    return one.place.order == place_.order && one.measured == Measured::kPercent && !one.guessed &&
           one.printed == rate.number.printed;
  });
}

const Quantity* TieRoom::NamedWhole(const std::string& words, const std::string& unit) const {
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

Relation& TieRoom::Add(Kind kind, const std::string& label, const Quantity& result,
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

void TieRoom::AddSum(const Quantity& whole, const std::vector<const Quantity*>& parts) {
  if (!Told(whole.number.printed)) Add(Kind::kListed, "合计", whole, parts, " + ");
}

void TieRoom::AddNamed(const Quantity& count, int64_t listed) {
  const Term told{{count.value, {}}, count.number.printed, count.number.counter, count.place};
  builder_.filing.relations.push_back(NamedRelation("所列各项", told, listed));
}

}  // namespace outturn::document
