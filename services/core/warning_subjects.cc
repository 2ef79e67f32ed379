#include "services/core/warning_subjects.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "services/core/control.h"
#include "services/core/near_names.h"

namespace outturn::core {
namespace {

constexpr std::string_view kCategories[] = {"personnel", "public", "project"};
constexpr std::string_view kExpenses[] = {"abroad", "vehicle_purchase", "vehicle_operation",
                                          "reception", "total"};

// "ZX01", or between quotation marks with those within doubled; nullopt: neither.
std::optional<std::string> Unquoted(std::string_view text) {
  if (!text.starts_with('"')) return std::string(text);
  std::string value;
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] != '"') {
      value += text[i];
    } else if (i + 1 < text.size() && text[i + 1] == '"') {
      value += text[++i];
    } else {
      return i + 1 == text.size() ? std::optional(value) : std::nullopt;
    }
  }
  return std::nullopt;
}

// The value of "key=value".
std::optional<std::string> ValueOf(std::string_view subject, std::string_view key) {
  if (!subject.starts_with(std::string(key) + "=")) return std::nullopt;
  return Unquoted(subject.substr(key.size() + 1));
}

bool IsOneOf(const std::optional<std::string>& value, const auto& names) {
  return value && std::find(std::begin(names), std::end(names), *value) != std::end(names);
}

std::string Either(std::string_view key, const auto& names) {
  std::string text(key);
  for (const std::string_view name : names) {
    text += (text.size() == key.size() ? "=" : "|") + std::string(name);
  }
  return text;
}

// The names near the one asked for, else the first ones; what there are more of is left out.
std::string Near(std::string_view key, std::string_view subject,
                 const std::set<std::string>& names) {
  constexpr size_t kMost = 8;
  const std::string asked(subject.substr(std::min(subject.find('=') + 1, subject.size())));
  std::vector<std::string> near;
  std::vector<std::string> first;
  for (const std::string& name : names) {
    const std::string named = std::string(key) + "=" + name;
    if (first.size() < kMost) first.push_back(named);
    if (near.size() < kMost && IsNear(asked, name)) near.push_back(named);
  }
  return Listed(near.empty() ? first : near);
}

class Subject {
 public:
  Subject(const Context& context, const WarningRule& rule, const std::string& subject)
      : context_(context), ledger_(*context.ledger), rule_(rule), subject_(subject) {}

  std::optional<Refusal> Check() const {
    switch (rule_.test) {
      case WarningTest::kNoBudgetSpending:
      case WarningTest::kOverBudgetSpending:
      case WarningTest::kBehindTime:
      case WarningTest::kAheadOfTime:
      case WarningTest::kYearEndRush:
        return CheckPart();
      case WarningTest::kThreePublicOverBudget:
      case WarningTest::kThreePublicOverLastYear:
      case WarningTest::kThreePublicHeadingOver:
        return Unless(IsOneOf(ValueOf(subject_, "three_public"), kExpenses),
                      Either("three_public", kExpenses));
      case WarningTest::kSuspectedThreePublic:
        return Unless(IsPayment() || IsClassOfLine(), "payment=SOURCE/ID, line=LINE, class=CLASS");
      case WarningTest::kIndicatorNotReported:
      case WarningTest::kTargetBehindTime:
      case WarningTest::kTargetUnlikely:
        return CheckIndicator();
    }
    return std::nullopt;
  }

 private:
  std::optional<Refusal> Unless(bool right, std::string allowed) const {
    if (right) return std::nullopt;
    return Refusal{Reason::kSubjectMismatch,
                   {{"field", "subject"},
                    {"rule", rule_.id},
                    {"found", subject_},
                    {"allowed", std::move(allowed)}}};
  }

  std::optional<Refusal> CheckPart() const {
    switch (rule_.scope) {
      case WarningScope::kNone:
      case WarningScope::kWholeLedger:
        return Unless(subject_.empty(), "空 empty");
      case WarningScope::kEachCategory:
        return Unless(IsOneOf(ValueOf(subject_, "category"), kCategories),
                      Either("category", kCategories));
      case WarningScope::kEachProject:
        return CheckProject();
      case WarningScope::kEachLine:
        return CheckLine();
    }
    return std::nullopt;
  }

  std::optional<Refusal> CheckProject() const {
    std::set<std::string> projects;
    for (const auto& [code, line] : ledger_.lines) {
      if (!line.facts.project.empty()) projects.insert(line.facts.project);
    }
    const auto project = ValueOf(subject_, "project");
    return Unless(project && projects.contains(*project), Near("project", subject_, projects));
  }

  std::optional<Refusal> CheckLine() const {
    const auto line = ValueOf(subject_, "line");
    if (line && ledger_.FindLine(*line) != nullptr) return std::nullopt;
    std::set<std::string> lines;
    for (const auto& [code, unused] : ledger_.lines) lines.insert(code);
    return Unless(false, Near("line", subject_, lines));
  }

  std::optional<Refusal> CheckIndicator() const {
    const auto indicator = ValueOf(subject_, "indicator");
    if (indicator && ledger_.indicators.contains(*indicator)) return std::nullopt;
    std::set<std::string> indicators;
    for (const auto& [code, unused] : ledger_.indicators) indicators.insert(code);
    return Unless(false, Near("indicator", subject_, indicators));
  }

  // A source or an id may hold a slash of its own.
  bool IsPayment() const {
    constexpr std::string_view kKey = "payment=";
    if (!subject_.starts_with(kKey)) return false;
    const std::string ref = subject_.substr(kKey.size());
    for (size_t at = ref.find('/'); at != std::string::npos; at = ref.find('/', at + 1)) {
      const auto payment = context_.lookups.FindPayment({ref.substr(0, at), ref.substr(at + 1)});
      if (payment && payment->ledger == ledger_.id) return true;
    }
    return false;
  }

  // "line=GY01, class=30217": what the line paid under a class.
  bool IsClassOfLine() const {
    constexpr std::string_view kClass = ", class=";
    const size_t at = subject_.rfind(kClass);
    if (at == std::string::npos) return false;
    const auto line = ValueOf(subject_.substr(0, at), "line");
    const auto economic_class = Unquoted(subject_.substr(at + kClass.size()));
    return line && ledger_.FindLine(*line) != nullptr && economic_class &&
           ledger_.tables->Economic(*economic_class) != nullptr;
  }

  const Context& context_;
  const LedgerState& ledger_;
  const WarningRule& rule_;
  const std::string& subject_;
};

}  // namespace

std::optional<Refusal> CheckSubject(const Context& context, const WarningRule& rule,
                                    const std::string& subject) {
  return Subject(context, rule, subject).Check();
}

}  // namespace outturn::core
