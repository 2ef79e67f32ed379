#include "services/document/prose/scopes.h"

#include <algorithm>
#include <map>
#include <string>

#include "services/document/normal.h"

namespace outturn::document {
namespace {

using checks::Filing;
using checks::Stated;

// "全县一般公共预算" and "县级一般公共预算" in one text.
bool TellsTwoLevels(const Document& document) {
  bool whole = false;
  bool own = false;
  for (const Block& block : document.blocks) {
    if (block.is_table) continue;
    const std::string bare = Bare(block.text);
    for (const std::string budget : {"一般公共预算", "政府性基金"}) {
      for (const std::string all : {"全县", "全市", "全区", "全省", "全州", "全旗"})
        whole = whole || bare.find(all + budget) != std::string::npos;
      for (const std::string level : {"本级", "县级", "市级", "区级", "省级", "州级", "旗级"})
        own = own || bare.find(level + budget) != std::string::npos;
    }
  }
  return whole && own;
}

bool IsMoneyOfAll(const Stated& one) {
  const std::string measure = one.figure.substr(0, one.figure.find('('));
  return one.place.form == "正文" && one.measured == checks::Measured::kMoney &&
         (measure == "paid" || measure == "income" || measure.ends_with("budget"));
}

// "四、" or "(二)": whether the paragraph heads a chapter, and whether one of the first rank.
bool Heads(const std::string& bare, bool& first_rank) {
  constexpr size_t kShort = 150;  // bytes
  static const std::string kNumerals = "一二三四五六七八九十";
  if (bare.empty() || bare.size() > kShort || bare.find("。") != std::string::npos) return false;
  const bool bracket = bare.front() == '(';
  const std::string numeral =
      bare.substr(bracket ? 1 : 0, LetterLength(bare.substr(bracket ? 1 : 0)));
  if (numeral.size() < 3 || kNumerals.find(numeral) == std::string::npos) return false;
  first_rank = !bracket;
  return bracket || bare.find("、") != std::string::npos;
}

bool SaysOneKind(const std::string& heading) {
  return Has(heading, {"一般公共预算", "政府性基金", "国有资本经营", "财政拨款"});
}

// The orders at which chapters on one kind of money begin and end.
std::map<int, bool> ChaptersIn(const Document& document) {
  std::map<int, bool> chapters;
  bool now = false;
  for (const Block& block : document.blocks) {
    if (block.is_table) continue;
    const std::string bare = Bare(block.text);
    bool first_rank = false;
    if (!Heads(bare, first_rank)) continue;
    now = SaysOneKind(bare) || (!first_rank && now);
    chapters[block.order] = now;
  }
  return chapters;
}

// All money of the measure and that of one kind are told, and differ.
bool Differ(const Filing& filing, const std::string& measure) {
  const Stated* all = nullptr;
  bool differ = false;
  for (const Stated& one : filing.stated) {
    if (one.figure == measure && !one.guessed && !one.approximate && one.scope.empty()) all = &one;
  }
  for (const Stated& one : filing.stated) {
    const bool kind =
        one.figure == measure + "(source=current)" || one.figure == measure + "(fund=general)";
    differ = differ || (all != nullptr && kind && all->value != one.value);
  }
  return differ;
}

}  // namespace

void LeaveWhatIsOfAGovernment(Filing& filing) {
  for (Stated& one : filing.stated) {
    const bool money = one.measured == checks::Measured::kMoney;
    if (money && !Has(one.figure, {"three_public"})) one.approximate = true;
  }
}

void LeaveOtherScopes(const Document& document, Filing& filing) {
  if (TellsTwoLevels(document)) {
    for (Stated& one : filing.stated) one.approximate = one.approximate || IsMoneyOfAll(one);
    return;
  }
  const std::map<int, bool> chapters = ChaptersIn(document);
  for (Stated& one : filing.stated) {
    auto chapter = chapters.upper_bound(one.place.order);
    if (chapter == chapters.begin() || !(--chapter)->second || !IsMoneyOfAll(one)) continue;
    if (Has(one.figure, {"fund=", "source=", "three_public"}) ||
        one.figure.find('(') == std::string::npos)
      continue;
    if (Differ(filing, one.figure.substr(0, one.figure.find('(')))) one.approximate = true;
  }
}

}  // namespace outturn::document
