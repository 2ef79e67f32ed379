#include "services/wire/kinds.h"

namespace outturn::wire {
namespace {

core::PolicyRef ReadPolicyRef(Fields& fields, const std::string& text) {
  (void)fields.Code("policy", text, Need::kRequired, kMaxCodeBytes + 8);
  const size_t at = text.rfind('@');
  core::PolicyRef ref{text.substr(0, at), 0};
  const std::string version = at == std::string::npos ? "" : text.substr(at + 1);
  const bool digits = !version.empty() && version.size() <= 7 &&
                      version.find_first_not_of("0123456789") == std::string::npos;
  if (digits) ref.version = static_cast<uint32_t>(std::stoul(version));
  if (ref.id.empty() || ref.version == 0) {
    fields.Violate("policy", text,
                   {"政策代码@版本，如 hunan-2024@1", "id@version, as hunan-2024@1"});
  }
  return ref;
}

constexpr std::string_view kPolicyPath = "policy_adopted.policy";

std::vector<core::QualitativeBand> ReadBands(const v1::Policy& from, Violations& violations) {
  std::vector<core::QualitativeBand> bands;
  if (!Fields(kPolicyPath, violations).Items("bands", from.bands_size(), 0)) return bands;
  for (int i = 0; i < from.bands_size(); ++i) {
    const v1::QualitativeBand& band = from.bands(i);
    const std::string item = ItemPath(kPolicyPath, "bands", i);
    Fields fields(item, violations);
    bands.push_back({fields.Code("code", band.code(), Need::kRequired),
                     fields.Code("zh", band.zh(), Need::kRequired),
                     fields.Code("en", band.en(), Need::kRequired), band.from_percent(),
                     band.to_percent()});
  }
  return bands;
}

std::vector<core::Grade> ReadGrades(const v1::Policy& from, Violations& violations) {
  std::vector<core::Grade> grades;
  if (!Fields(kPolicyPath, violations).Items("grades", from.grades_size(), 0)) return grades;
  for (int i = 0; i < from.grades_size(); ++i) {
    const v1::Grade& grade = from.grades(i);
    const std::string item = ItemPath(kPolicyPath, "grades", i);
    Fields fields(item, violations);
    grades.push_back({fields.Code("zh", grade.zh(), Need::kRequired),
                      fields.Code("en", grade.en(), Need::kOptional), grade.from_points()});
  }
  return grades;
}

core::WarningRule ReadWarningRule(const v1::WarningRule& from, std::string_view item,
                                  Violations& violations) {
  Fields fields(item, violations);
  core::WarningRule to;
  to.id = fields.Code("id", from.id(), Need::kRequired);
  to.zh = fields.Code("zh", from.zh(), Need::kRequired, kMaxIdBytes);
  to.en = fields.Code("en", from.en(), Need::kOptional, kMaxIdBytes);
  to.test = fields.Enum("test", from.test(), v1::WarningTest_IsValid, Need::kRequired, to.test);
  to.scope =
      fields.Enum("scope", from.scope(), v1::WarningScope_IsValid, Need::kOptional, to.scope);
  to.threshold = from.threshold();
  to.least = fields.AmountOrZero("least_fen", from.least_fen());
  to.level =
      fields.Enum("level", from.level(), v1::WarningLevel_IsValid, Need::kRequired, to.level);
  to.control = fields.Enum("control", from.control(), v1::WarningControl_IsValid, Need::kRequired,
                           to.control);
  to.from_month = from.from_month();
  to.to_month = from.to_month();
  to.months = from.months();
  if (!fields.Items("words", from.words_size(), 0)) return to;
  for (int i = 0; i < from.words_size(); ++i) {
    to.words.push_back(
        fields.Code("words[" + std::to_string(i) + "]", from.words(i), Need::kRequired));
  }
  return to;
}

std::vector<core::WarningRule> ReadWarningRules(const v1::Policy& from, Violations& violations) {
  std::vector<core::WarningRule> rules;
  if (!Fields(kPolicyPath, violations).Items("warning_rules", from.warning_rules_size(), 0)) {
    return rules;
  }
  for (int i = 0; i < from.warning_rules_size(); ++i) {
    rules.push_back(ReadWarningRule(from.warning_rules(i),
                                    ItemPath(kPolicyPath, "warning_rules", i), violations));
  }
  return rules;
}

void Write(const core::WarningRule& from, v1::WarningRule& to) {
  to.set_id(from.id);
  to.set_zh(from.zh);
  to.set_en(from.en);
  to.set_test(static_cast<v1::WarningTest>(from.test));
  to.set_scope(static_cast<v1::WarningScope>(from.scope));
  to.set_threshold(from.threshold);
  to.set_least_fen(from.least.count());
  to.set_level(static_cast<v1::WarningLevel>(from.level));
  to.set_control(static_cast<v1::WarningControl>(from.control));
  to.set_from_month(from.from_month);
  to.set_to_month(from.to_month);
  to.set_months(from.months);
  for (const std::string& word : from.words) to.add_words(word);
}

std::vector<std::string> ReadKinds(const v1::Policy& from, Violations& violations) {
  std::vector<std::string> kinds;
  Fields fields(kPolicyPath, violations);
  if (!fields.Items("allowed_after_close", from.allowed_after_close_size(), 0)) return kinds;
  for (int i = 0; i < from.allowed_after_close_size(); ++i) {
    kinds.push_back(fields.Code("allowed_after_close[" + std::to_string(i) + "]",
                                from.allowed_after_close(i), Need::kRequired));
  }
  return kinds;
}

core::Policy ReadPolicy(const v1::Policy& from, Violations& violations) {
  Fields fields(kPolicyPath, violations);
  core::Policy to;
  to.ref.id = fields.Code("id", from.id(), Need::kRequired);
  to.ref.version = from.version();
  to.zh = fields.Code("zh", from.zh(), Need::kRequired, kMaxIdBytes);
  to.en = fields.Code("en", from.en(), Need::kOptional, kMaxIdBytes);
  to.source = fields.Text("source", from.source());
  to.control_level = fields.Enum("control_level", from.control_level(), v1::ControlLevel_IsValid,
                                 Need::kOptional, to.control_level);
  to.over_budget = fields.Enum("over_budget", from.over_budget(), v1::ControlMode_IsValid,
                               Need::kOptional, to.over_budget);
  to.over_three_public =
      fields.Enum("over_three_public", from.over_three_public(), v1::ControlMode_IsValid,
                  Need::kOptional, to.over_three_public);
  to.targets_before_money = from.targets_before_money();
  to.backdating_days =
      static_cast<uint32_t>(fields.Int("backdating_days", from.backdating_days(), 0, 366));
  to.allowed_after_close = ReadKinds(from, violations);
  to.execution_points = from.execution_points();
  to.execution_reason_below_percent = from.execution_reason_below_percent();
  to.total_points = from.total_points();
  to.bands = ReadBands(from, violations);
  to.over_completion_percent = from.over_completion_percent();
  to.equal_rule = fields.Enum("equal_rule", from.equal_rule(), v1::EqualRule_IsValid,
                              Need::kOptional, to.equal_rule);
  to.score_decimals = from.score_decimals();
  to.grades = ReadGrades(from, violations);
  to.three_public_change =
      fields.Enum("three_public_change", from.three_public_change(), v1::ComparisonBasis_IsValid,
                  Need::kOptional, to.three_public_change);
  to.procurement = fields.Enum("procurement", from.procurement(), v1::ProcurementBasis_IsValid,
                               Need::kOptional, to.procurement);
  to.warning_rules = ReadWarningRules(from, violations);
  return to;
}

}  // namespace

core::PolicyAdopted Read(const v1::PolicyAdopted& from, Violations& violations) {
  Fields fields("policy_adopted", violations);
  core::PolicyAdopted to;
  if (from.has_policy()) {
    to.policy = ReadPolicy(from.policy(), violations);
  } else {
    fields.Violate("policy", "", {"必填", "required"});
  }
  if (!fields.Items("ledgers", from.ledgers_size(), 0)) return to;
  for (int i = 0; i < from.ledgers_size(); ++i) {
    const std::string item = ItemPath("policy_adopted", "ledgers", i);
    Fields at(item, violations);
    to.ledgers.push_back({at.Code("unit", from.ledgers(i).unit(), Need::kRequired),
                          at.Int("year", from.ledgers(i).year(), 1900, 2999)});
  }
  return to;
}

void Write(const core::Policy& from, v1::Policy& to) {
  to.set_id(from.ref.id);
  to.set_version(from.ref.version);
  to.set_zh(from.zh);
  to.set_en(from.en);
  to.set_source(from.source);
  to.set_control_level(static_cast<v1::ControlLevel>(from.control_level));
  to.set_over_budget(static_cast<v1::ControlMode>(from.over_budget));
  to.set_over_three_public(static_cast<v1::ControlMode>(from.over_three_public));
  to.set_targets_before_money(from.targets_before_money);
  to.set_backdating_days(from.backdating_days);
  for (const std::string& kind : from.allowed_after_close) to.add_allowed_after_close(kind);
  to.set_execution_points(from.execution_points);
  to.set_execution_reason_below_percent(from.execution_reason_below_percent);
  to.set_total_points(from.total_points);
  for (const core::QualitativeBand& band : from.bands) {
    v1::QualitativeBand& out = *to.add_bands();
    out.set_code(band.code);
    out.set_zh(band.zh);
    out.set_en(band.en);
    out.set_from_percent(band.from_percent);
    out.set_to_percent(band.to_percent);
  }
  to.set_over_completion_percent(from.over_completion_percent);
  to.set_equal_rule(static_cast<v1::EqualRule>(from.equal_rule));
  to.set_score_decimals(from.score_decimals);
  for (const core::Grade& grade : from.grades) {
    v1::Grade& out = *to.add_grades();
    out.set_zh(grade.zh);
    out.set_en(grade.en);
    out.set_from_points(grade.from_points);
  }
  to.set_three_public_change(static_cast<v1::ComparisonBasis>(from.three_public_change));
  to.set_procurement(static_cast<v1::ProcurementBasis>(from.procurement));
  for (const core::WarningRule& rule : from.warning_rules) Write(rule, *to.add_warning_rules());
}

void Write(const core::PolicyAdopted& from, v1::PolicyAdopted& to) {
  Write(from.policy, *to.mutable_policy());
  for (const core::LedgerId& ledger : from.ledgers) {
    v1::LedgerRef& out = *to.add_ledgers();
    out.set_unit(ledger.unit);
    out.set_year(ledger.year);
  }
}

core::LedgerOpened Read(const v1::LedgerOpened& from, Violations& violations) {
  Fields fields("ledger_opened", violations);
  core::LedgerOpened to;
  to.unit_name = fields.Code("unit_name", from.unit_name(), Need::kRequired, kMaxIdBytes);
  to.division = fields.Code("division", from.division(), Need::kRequired);
  const bool digits = to.division.find_first_not_of("0123456789") == std::string::npos;
  if (!to.division.empty() && (!digits || (to.division.size() != 6 && to.division.size() != 9))) {
    fields.Violate("division", to.division, {"6 或 9 位数字", "6 or 9 digits"});
  }
  to.parent_unit = fields.Code("parent_unit", from.parent_unit(), Need::kOptional);
  to.policy = ReadPolicyRef(fields, from.policy());
  to.code_tables = fields.Code("code_tables", from.code_tables(), Need::kRequired);
  to.currency = from.currency();
  if (!to.currency.empty() && to.currency != "CNY") {
    fields.Violate("currency", to.currency, {"CNY", "CNY"});
  }
  return to;
}

void Write(const core::LedgerOpened& from, v1::LedgerOpened& to) {
  to.set_unit_name(from.unit_name);
  to.set_division(from.division);
  to.set_parent_unit(from.parent_unit);
  to.set_policy(from.policy.ToString());
  to.set_code_tables(from.code_tables);
  to.set_currency(from.currency);
}

core::LedgerClosed Read(const v1::LedgerClosed& from, Violations& violations) {
  return {Fields("ledger_closed", violations).Text("note", from.note())};
}
void Write(const core::LedgerClosed& from, v1::LedgerClosed& to) { to.set_note(from.note); }

core::LedgerReopened Read(const v1::LedgerReopened& from, Violations& violations) {
  return {Fields("ledger_reopened", violations).Text("reason", from.reason(), Need::kRequired)};
}
void Write(const core::LedgerReopened& from, v1::LedgerReopened& to) { to.set_reason(from.reason); }

core::LineOpened Read(const v1::LineOpened& from, Violations& violations) {
  Fields fields("line_opened", violations);
  core::LineOpened to;
  to.line = fields.Code("line", from.line(), Need::kRequired);
  to.name = fields.Code("name", from.name(), Need::kRequired, kMaxIdBytes);
  to.category = fields.Enum("category", from.category(), v1::LineCategory_IsValid, Need::kRequired,
                            core::LineCategory::kProject);
  to.project = fields.Code("project", from.project(), Need::kOptional);
  to.project_name = fields.Code("project_name", from.project_name(), Need::kOptional, kMaxIdBytes);
  to.project_kind = fields.Enum("project_kind", from.project_kind(), v1::ProjectKind_IsValid,
                                Need::kOptional, core::ProjectKind::kNone);
  to.functional_class = fields.Code("functional_class", from.functional_class(), Need::kRequired);
  to.fund_type = fields.Code("fund_type", from.fund_type(), Need::kRequired);
  to.three_public = from.three_public();
  to.procurement = from.procurement();
  to.classified = fields.Enum("disclosure", from.disclosure(), v1::Disclosure_IsValid,
                              Need::kOptional, v1::DISCLOSED) == v1::CLASSIFIED;
  return to;
}

void Write(const core::LineOpened& from, v1::LineOpened& to) {
  to.set_line(from.line);
  to.set_name(from.name);
  to.set_category(static_cast<v1::LineCategory>(from.category));
  to.set_project(from.project);
  to.set_project_name(from.project_name);
  to.set_project_kind(static_cast<v1::ProjectKind>(from.project_kind));
  to.set_functional_class(from.functional_class);
  to.set_fund_type(from.fund_type);
  to.set_three_public(from.three_public);
  to.set_procurement(from.procurement);
  to.set_disclosure(from.classified ? v1::CLASSIFIED : v1::DISCLOSED);
}

}  // namespace outturn::wire
