#include "services/figures/monitoring/warnings.h"

#include <algorithm>
#include <array>
#include <map>

#include "services/figures/monitoring/warning_tests.h"

namespace outturn::figures {
namespace {

using core::WarningTest;

RaisedWarnings Ask(const Asking& asking) {
  switch (asking.rule.test) {
    case WarningTest::kNoBudgetSpending:
    case WarningTest::kOverBudgetSpending:
    case WarningTest::kBehindTime:
    case WarningTest::kAheadOfTime:
    case WarningTest::kYearEndRush:
      return MoneyWarnings(asking);
    case WarningTest::kThreePublicOverBudget:
    case WarningTest::kThreePublicOverLastYear:
    case WarningTest::kThreePublicHeadingOver:
      return ThreePublicWarnings(asking);
    case WarningTest::kSuspectedThreePublic:
      return PaymentWarnings(asking);
    case WarningTest::kIndicatorNotReported:
    case WarningTest::kTargetBehindTime:
    case WarningTest::kTargetUnlikely:
      return IndicatorWarnings(asking);
  }
  return {};
}

bool InSeason(const core::WarningRule& rule, core::Day as_of) {
  const int month = static_cast<int>(as_of.month());
  return month >= rule.from_month && (rule.to_month == 0 || month <= rule.to_month);
}

// Grey and blue are codes of real systems, too; they come behind the three that rise.
int Gravity(core::WarningLevel level) {
  switch (level) {
    case core::WarningLevel::kRed:
      return 0;
    case core::WarningLevel::kOrange:
      return 1;
    case core::WarningLevel::kYellow:
      return 2;
    case core::WarningLevel::kBlue:
      return 3;
    case core::WarningLevel::kGrey:
      return 4;
  }
  return 5;
}

void AddHandling(const Cut& cut, RaisedWarning& warning) {
  const auto found = cut.ledger.handlings.find({warning.rule->id, warning.subject});
  if (found == cut.ledger.handlings.end()) return;
  const auto* entry = found->second.EntryAt(cut.as_of);
  if (entry != nullptr) warning.handled = {entry->day, entry->position, entry->value};
}

}  // namespace

std::vector<std::string> WatchedWords(const core::Policy& policy) {
  std::vector<std::string> words;
  for (const core::WarningRule& rule : policy.warning_rules) {
    words.insert(words.end(), rule.words.begin(), rule.words.end());
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

bool HoldsAny(std::string_view text, std::span<const std::string> words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return text.find(word) != std::string_view::npos;
  });
}

std::vector<RaisedWarning> DeriveWarnings(const Cut& cut,
                                          std::span<const WatchedPayment> payments) {
  std::map<std::pair<WarningTest, std::string>, RaisedWarning> raised;
  for (const core::WarningRule& rule : cut.policy.warning_rules) {
    if (!InSeason(rule, cut.as_of)) continue;
    for (RaisedWarning& warning : Ask({cut, rule, payments})) {
      raised.insert_or_assign({rule.test, warning.subject}, std::move(warning));
    }
  }
  std::vector<RaisedWarning> warnings;
  for (auto& [key, warning] : raised) {
    AddHandling(cut, warning);
    warnings.push_back(std::move(warning));
  }
  std::stable_sort(warnings.begin(), warnings.end(),
                   [](const RaisedWarning& a, const RaisedWarning& b) {
                     return std::pair(Gravity(a.rule->level), a.rule) <
                            std::pair(Gravity(b.rule->level), b.rule);
                   });
  return warnings;
}

const Words& Name(core::WarningLevel level) {
  static const std::array<Words, 5> kNames = {{{"黄色", "yellow"},
                                               {"橙色", "orange"},
                                               {"红色", "red"},
                                               {"灰色", "grey"},
                                               {"蓝色", "blue"}}};
  return kNames.at(static_cast<size_t>(level) - 1);
}

const Words& Name(core::WarningControl control) {
  static const std::array<Words, 5> kNames = {{{"预警，无需上传附件", "warn"},
                                               {"预警，需上传附件", "warn, attachment due"},
                                               {"拦截", "intercept"},
                                               {"禁止", "forbid"},
                                               {"记录", "record"}}};
  return kNames.at(static_cast<size_t>(control) - 1);
}

const Words& Name(core::WarningHandling handling) {
  static const std::array<Words, 3> kNames = {
      {{"放行", "let pass"}, {"改正", "correct"}, {"禁止", "forbid"}}};
  return kNames.at(static_cast<size_t>(handling) - 1);
}

}  // namespace outturn::figures
