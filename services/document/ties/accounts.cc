// The accounts of a government told in prose: what they come to, what is left of them; the kinds of
// posts; all income and all expenditure.
#include <algorithm>
#include <array>

#include "services/document/slips.h"
#include "services/document/ties/rooms.h"

namespace outturn::document {
namespace {

// What stands in brackets is told of a number outside of them.
bool StandsOutside(const Quantity& one) { return one.depth == 0; }

// ";加上级补助收入": from here on it is added to what stands before.
bool BeginsToAdd(const Quantity& one) {
  return one.Says({",加上", ";加上", ",加:", ";加:"}) || one.Says({",加债", ",加调", ",加转"});
}

}  // namespace

// "一般公共预算支出 A，加上解上级支出 B、债务还本支出 C，支出合计 D": A + B + C, but for a slip.
void AccountTies::ReadAccountTotal(Index i) {
  const Quantity& whole = At(i);
  const bool total = whole.Says({"收入合计", "支出合计", "收入总计", "支出总计"});
  if (!total || whole.number.approximate) return;
  constexpr Index kFurthest = 100;  // numbers back; no sentence is longer
  Index first = i;
  while (first > 0 && At(first - 1).sentence == whole.sentence) {
    if (i - --first > kFurthest) return;
  }
  std::vector<const Quantity*> parts;
  bool adds = false;
  for (Index k = first; k < i; ++k) {
    const Quantity& one = At(k);
    if (one.sentence != whole.sentence || one.unit != "money" || !StandsOutside(one)) continue;
    if (one.Says({"收入合计", "支出合计", "收入总计", "支出总计"})) {  // another begins behind it
      parts.clear();
      adds = false;
      continue;
    }
    if (one.number.approximate || one.Says({"增加", "减少", "其中:", "完成"})) return;
    if (BeginsToAdd(one) && !adds) {
      adds = true;
      if (parts.size() > 1) parts = {parts.back()};  // "总收入……其中地方收入": that is added to
    }
    parts.push_back(&one);
  }
  constexpr size_t kLeast = 3;
  if (parts.size() < kLeast) return;
  if (Agree(whole, SumOf(parts))) return;
  // What is added up to a total behind it is named as such, each of it.
  const bool named = std::all_of(parts.begin(), parts.end(), [](const Quantity* part) {
    return part->Says({"收入", "支出", "结转", "结余", "调入", "调出", "上解", "还本", "基金"});
  });
  // Not where the first of it stands in a sentence before: "……。加上上级补助收入 A".
  const bool here = !BeginsToAdd(*parts.front()) && !parts.front()->Says({"加上"});
  const bool certain = here && (adds || named);
  if (certain || IsSlipOfOne(whole, parts, true)) AddSum(whole, parts);
}

// What was told since the last account was settled, in this paragraph and those before it.
std::vector<Quantity> AccountTies::AccountBefore(Index i) const {
  std::vector<Quantity> account = account_;
  for (Index k = 0; k < i; ++k) {
    if (At(k).Says({"收支相抵"})) {
      account.clear();
    } else if (At(k).unit == "money" && StandsOutside(At(k))) {
      account.push_back(At(k));
    }
  }
  return account;
}

// "收支相抵，年终结余 A": of the totals before it, or where there are none of all income and
// expenditure since the last account, then but for a slip of the pen.
void AccountTies::ReadSettled(Index i) {
  const Quantity& left = At(i);
  if (!left.Says({"收支相抵"}) || !left.Says({"结余", "结转下年"}) || left.number.approximate)
    return;
  const Quantity* income = nullptr;
  const Quantity* spent = nullptr;
  std::vector<const Quantity*> more;
  std::vector<const Quantity*> less;
  const std::vector<Quantity> account = AccountBefore(i);
  for (const Quantity& one : account) {
    if (one.number.approximate || one.unit != "money") return;
    if (one.Says({"收入合计", "收入总计", "总收入", "总财力"})) income = &one;
    if (one.Says({"支出合计", "支出总计", "总支出"})) spent = &one;
    if (one.Says({"增加", "减少", "其中"})) more.clear();
    (one.Says({"支出"}) ? less : more).push_back(&one);
  }
  if ((income == nullptr) != (spent == nullptr)) return;
  // "预算收入 65.17 亿元，预算支出 57.93 亿元。收支相抵": one of each, and nothing else.
  const bool alone =
      more.size() == 1 && less.size() == 1 && more[0]->Says({"收入"}) && account.size() == 2;
  const bool totals = income != nullptr || alone;
  if (income != nullptr) {
    more = {income};
    less = {spent};
  }
  if (more.empty() || less.size() != 1) return;
  Quantity all = *more.front();
  static_cast<Amount&>(all) = SumOf(more);
  const Amount due = all - *less[0];
  if (Agree(left, due)) return Settle(i);
  if (!totals && !IsSlipOfOne(left, due.value, more, true)) return;
  Relation& relation = Add(Kind::kDifference, "年终结余", left, {&all, less[0]}, " − ");
  relation.numbers = {{less[0]->number.printed + less[0]->number.unit, less[0]->place.where}};
  relation.formula.clear();
  for (const Quantity* one : more) {
    relation.numbers.emplace_back(one->number.printed + one->number.unit, one->place.where);
    relation.formula += (relation.formula.empty() ? "" : " + ") + one->number.printed;
  }
  relation.formula += " − " + less[0]->number.printed;
}

void AccountTies::KeepAccount(bool heading) {
  if (heading && all_.empty()) account_.clear();
  for (Index k = 0; k < all_.size(); ++k) {
    if (At(k).unit == "money" && StandsOutside(At(k))) account_.push_back(At(k));
  }
  const bool settled = std::any_of(all_.begin(), all_.end(),
                                   [](const Quantity& one) { return one.Says({"收支相抵"}); });
  if (settled) account_.clear();
}

// "编制总数 95 名，其中：行政编制 0 名，参公事业编制 0 名，全额事业编制 95 名": the kinds of posts
// make all of them.
void AccountTies::ReadKindsOfPosts(Index i) {
  const Quantity& whole = At(i);
  constexpr size_t kLeast = 3;
  if (whole.unit != "人" || whole.number.approximate) return;
  for (const char* noun : {"编制", "在编"}) {
    if (!whole.Says({noun}) || whole.Says({"行政", "事业"})) continue;
    std::vector<const Quantity*> parts;
    bool office = false;
    bool service = false;
    for (Index k = i + 1; k < all_.size() && At(k).unit == "人" && At(k).Says({noun}); ++k) {
      const Quantity& part = At(k);
      if (part.sentence != whole.sentence || part.number.approximate) break;
      if (!part.Says({"行政", "事业"}) || part.Says({";"})) break;
      if (parts.empty() && !part.Says({"其中", "包括"})) break;
      office = office || (part.Says({"行政"}) && !part.Says({"事业"}));
      service = service || part.Says({"全额", "差额"});
      parts.push_back(&part);
    }
    if (parts.size() < kLeast || !office || !service) continue;
    if (whole.value != SumOf(parts).value) AddSum(whole, parts);
    return;
  }
}

// "总支出 A，其中：一般公共预算支出 B，转移性支出 C": what is told of is no department.
bool AccountTies::IsOfAGovernment(Index i) const {
  for (Index k = i + 1; k < all_.size() && At(k).sentence == At(i).sentence; ++k) {
    if (At(k).Says({"转移性", "上解", "债务还本", "债务转贷", "调出资金"})) return true;
    if (At(k).Says({";"})) return false;
  }
  // "支出 A，加上上解支出 B、债务还本支出 C，总支出为 D"
  for (Index k = i; k-- > 0 && At(k).sentence == At(i).sentence;) {
    if (At(k).Says({"转移性", "上解", "债务还本", "债务转贷", "债券转贷", "补助下级"})) return true;
  }
  return false;
}

// "总收入 A，其中本年收入 …" and "总支出 A，其中本年支出 …": both with the balances of other years.
void AccountTies::ReadWholeYears(Index i) {
  const bool income = At(i).Says({"总收入"});
  const bool spent = At(i).Says({"总支出"});
  if (income == spent || At(i).number.approximate) return;
  const bool last = i + 1 >= all_.size();
  const bool of_years = !last && At(i + 1).Says({income ? "其中本年收入" : "其中本年支出",
                                                 income ? "其中:本年收入" : "其中:本年支出"});
  if (!of_years && !IsOfAGovernment(i)) return;
  for (Stated& one : builder_.filing.stated) {  // not that of this year alone
    const bool this_one = one.place.order == place_.order && one.figure.starts_with("paid") &&
                          one.printed == At(i).number.printed;
    if (!this_one) continue;
    one.figure.replace(0, std::string_view("paid").size(), "expenditure_all");
    one.guessed = one.implied = false;
    one.or_figures.clear();
    break;
  }
  if (!of_years) return;
  if (income) {
    all_income_ = At(i);
    return;
  }
  if (!all_income_ ||
      !IsSlip(At(i).value, all_income_->value, DigitsIn(At(i).number.printed), true))
    return;
  if (At(i).value == all_income_->value) return;
  const Quantity whole = *all_income_;
  Add(Kind::kListed, "总支出与总收入", At(i), {&whole}, "");
}

// "收支总预算 A。收入包括：…拨款 B、上年结转结余 C；支出包括：教育支出 D、卫生健康支出 E": the
// parts make A, but for a slip of the pen.
void AccountTies::ReadMadeUpOf(Index i) {
  if (i == 0 || !At(i).Says({"收入包括:", "支出包括:"})) return;
  const Quantity* whole = nullptr;
  for (Index k = 0; k < i; ++k) {
    if (At(k).unit == "money" && At(k).Says({"收支总预算"})) whole = &At(k);
  }
  if (whole == nullptr || whole->number.approximate) return;
  std::vector<const Quantity*> parts;
  for (Index k = i; k < all_.size() && At(k).sentence == At(i).sentence; ++k) {
    const Quantity& part = At(k);
    if (k > i && (part.words.starts_with(";") || part.Says({"包括:"}))) break;
    if (part.unit != "money" || part.number.approximate || part.Says({"其中", "增", "减"})) return;
    parts.push_back(&part);
  }
  if (parts.size() < 2 || Agree(*whole, SumOf(parts))) return;
  if (IsSlipOfOne(*whole, parts, true)) AddSum(*whole, parts);
}

}  // namespace outturn::document
