#include "services/checks/declared.h"

#include <algorithm>
#include <map>

#include "services/checks/index.h"
#include "services/figures/forms/declared.h"
#include "services/figures/values/scoring.h"

namespace outturn::checks {
namespace {

using figures::Cut;
using figures::DeclaredFigure;
using figures::Takes;

std::string PlaceOf(const DeclaredFigure& cell) { return cell.form + " " + cell.label; }

// "法律援助经费" of the cell "法律援助经费/2024年预算数".
std::string RowLabel(const DeclaredFigure& cell) {
  return cell.label.substr(0, cell.label.rfind('/'));
}

std::optional<Measured> MeasuredOf(std::string_view unit) {
  if (unit == "fen") return Measured::kMoney;
  if (unit == "ratio" || unit == "rate_gap") return Measured::kPercent;
  if (unit == "point_hundredths") return Measured::kPoints;
  if (unit == "number" || unit == "count") return Measured::kCount;
  return std::nullopt;  // a text
}

Exactly InWan(const Exactly& amount, std::string_view unit) {
  constexpr int kYuanPerWan = 10'000;
  return unit == "元" ? figures::Reduced(amount.numerator, amount.denominator * kYuanPerWan)
                      : amount;
}

void PutNumber(const figures::PrintedNumber& number, Stated& stated) {
  const bool money = stated.measured == Measured::kMoney;
  const Exactly last = figures::Reduced(1, 2 * figures::PowerOfTen(number.decimals));
  stated.printed = number.ToString();
  stated.unit = number.suffix;
  stated.value = money ? InWan(number.Exact(), number.suffix) : number.Exact();
  stated.coarse = money ? InWan(last, number.suffix) : last;
  if (stated.measured == Measured::kPercent) stated.half = stated.coarse;
  if (!money) return;
  constexpr int kDecimals = 2;  // those of the money of forms
  stated.half = number.decimals > kDecimals ? stated.coarse : InWan(Exactly{1, 200}, number.suffix);
}

Direction DirectionOf(core::IndicatorKind kind) {
  switch (kind) {
    case core::IndicatorKind::kAtLeast:
      return Direction::kAtLeast;
    case core::IndicatorKind::kAtMost:
      return Direction::kAtMost;
    case core::IndicatorKind::kEqual:
      return Direction::kEqual;
    case core::IndicatorKind::kQualitative:
    case core::IndicatorKind::kTimeliness:
      break;
  }
  return Direction::kUnknown;
}

class FilingReader {
 public:
  explicit FilingReader(const Cut& cut) : cut_(cut) {
    filing_.year = cut.ledger.id.year;
    filing_.compulsory_rows = true;
  }

  Filing Read() {
    for (const DeclaredFigure& cell : figures::DeclaredFigures(cut_)) {
      const std::string where = PlaceOf(cell);
      const Place place{cell.form, {where, where}, ++order_};
      const size_t before = filing_.stated.size();
      AddStated(cell, place);
      AddToRow(cell, place, filing_.stated.size() > before);
      AddToTable(cell, place);
      AddClaims(cell, place);
    }
    for (Claim& claim : excesses_) {
      const auto named = names_.find(claim.subject);
      if (named == names_.end()) continue;
      claim.subject = named->second;
      filing_.claims.push_back(std::move(claim));
    }
    return std::move(filing_);
  }

 private:
  // The points for execution are a row of the table like any other.
  static bool IsOfExecution(const DeclaredFigure& cell) {
    if (!cell.figure) return false;
    const std::string_view measure = cell.figure->definition->name;
    return measure == "execution_weight" || measure == "execution_score";
  }

  void AddStated(const DeclaredFigure& cell, const Place& place) {
    if (!cell.figure || !cell.number || IsOfExecution(cell)) return;
    const auto measured = MeasuredOf(cell.figure->definition->unit);
    if (!measured) return;
    Stated stated;
    stated.figure = cell.name;
    if (cell.figure->definition->takes == Takes::kProject) {
      stated.figure = cell.figure->definition->name;
      stated.scope = cell.figure->code;
    }
    stated.label = cell.label;
    stated.place = place;
    stated.measured = *measured;
    PutNumber(*cell.number, stated);
    filing_.stated.push_back(std::move(stated));
  }

  // Rows are what has one selector in one form.
  void AddToRow(const DeclaredFigure& cell, const Place& place, bool has_number) {
    if (!cell.figure || cell.figure->definition->unit != "fen") return;
    const std::string select(SelectOf(cell.name));
    if (select.empty()) return;
    const auto [at, first] = rows_.try_emplace({cell.form, select}, filing_.rows.size());
    if (first) {
      const std::string& project = cell.figure->selector.project;
      StatedRow row;
      row.select = select;
      row.name = RowLabel(cell);
      row.place = {place.form, {}, place.order};
      row.listed = !project.empty() && select == "(project=" + figures::Quoted(project) + ")";
      filing_.rows.push_back(std::move(row));
    }
    StatedRow& row = filing_.rows[at->second];
    ++row.cells;
    if (!figures::IsBlank(cell.printed)) ++row.filled;
    if (!has_number) return;
    ++row.numbers_in;
    row.numbers.emplace_back(cell.figure->definition->name, filing_.stated.size() - 1);
  }

  IndicatorTable& TableOf(const std::string& project, const Place& place) {
    const auto [at, first] = tables_.try_emplace({place.form, project}, filing_.indicators.size());
    if (first) {
      IndicatorTable table;
      table.scope = project;
      table.place = {place.form, {}, place.order};
      table.has_unit = true;  // the ledger's
      filing_.indicators.push_back(std::move(table));
    }
    return filing_.indicators[at->second];
  }

  StatedIndicator& IndicatorOf(const DeclaredFigure& cell, IndicatorTable& table) {
    // A project's points for execution have its code.
    const std::string code = (IsOfExecution(cell) ? "execution " : "") + cell.figure->code;
    const auto [at, first] = indicators_.try_emplace({cell.form, code}, table.indicators.size());
    if (!first) return table.indicators[at->second];
    StatedIndicator& one = table.indicators.emplace_back();
    one.name = RowLabel(cell);
    names_.emplace(code, one.name);
    if (const auto* known = figures::FindIndicator(cut_, code)) {
      one.direction = DirectionOf(known->set.kind);
      one.unit = known->set.unit;
    }
    return one;
  }

  static StatedCell CellOf(const DeclaredFigure& cell, const Place& place) {
    StatedCell stated;
    stated.place = place;
    if (figures::IsBlank(cell.printed)) return stated;
    stated.text = cell.printed;
    if (!cell.number) return stated;
    stated.number = cell.number->Exact();
    stated.unit = cell.number->suffix;
    return stated;
  }

  void AddToTable(const DeclaredFigure& cell, const Place& place) {
    const std::string row = cell.form + " " + RowLabel(cell);
    const StatedCell stated = CellOf(cell, {place.form, {row, row}, place.order});
    // Rows the catalogue has no figure for: a second table of indicators.
    const bool weight_of_none = cell.name.empty() && cell.number && cell.label.ends_with("/分值") &&
                                cell.label.find("总分") == std::string::npos;
    if (weight_of_none) {
      StatedIndicator& one = TableOf("", place).indicators.emplace_back();
      one.name = RowLabel(cell);
      one.weight = stated;
    }
    if (!cell.figure) return;
    const std::string_view measure = cell.figure->definition->name;
    if (measure == "total_score" && cell.number) {
      IndicatorTable& table = TableOf(cell.figure->code, place);
      if (!table.total_score.number) table.total_score = stated;
    }
    if (IsOfExecution(cell)) {
      StatedIndicator& one = IndicatorOf(cell, TableOf(cell.figure->code, place));
      (measure == "execution_weight" ? one.weight : one.score) = stated;
      one.reason.text = "—";  // when it asks for a reason the policy says
    }
    if (measure == "indicator_excess" && cell.number) {
      excesses_.push_back({Claim::Kind::kExceeds, cell.figure->code, cell.printed,
                           cell.number->Exact(), cell.number->decimals, place});
    }
    if (cell.figure->definition->takes == Takes::kIndicator) AddToIndicator(cell, stated, measure);
  }

  void AddToIndicator(const DeclaredFigure& cell, const StatedCell& stated,
                      std::string_view measure) {
    static const std::map<std::string_view, StatedCell StatedIndicator::*> kColumns = {
        {"indicator_target", &StatedIndicator::target},
        {"indicator_actual", &StatedIndicator::actual},
        {"indicator_weight", &StatedIndicator::weight},
        {"indicator_score", &StatedIndicator::score},
        {"indicator_reason", &StatedIndicator::reason}};
    const auto column = kColumns.find(measure);
    if (column == kColumns.end()) return;
    const auto* known = figures::FindIndicator(cut_, cell.figure->code);
    IndicatorTable& table = TableOf(known == nullptr ? "" : known->set.project, stated.place);
    if (measure == "indicator_actual") table.has_actual = true;
    if (measure == "indicator_score") table.has_score = true;
    if (measure == "indicator_reason") table.has_reason = true;
    StatedCell& into = IndicatorOf(cell, table).*(column->second);
    into = stated;
    // The number in a target that is words is none to reckon with.
    if (known != nullptr && !core::IsQuantitative(known->set.kind) &&
        (measure == "indicator_target" || measure == "indicator_actual")) {
      into.number.reset();
    }
  }

  void AddClaims(const DeclaredFigure& cell, const Place& place) {
    const std::string& text = cell.printed;
    const auto says = [&](const char* word) { return text.find(word) != std::string::npos; };
    const auto claim = [&](Claim::Kind kind, const std::string& said) {
      const bool annex = kind == Claim::Kind::kAnnex;
      filing_.claims.push_back({kind, annex ? said : "", said, {}, 0, place});
    };
    if (says("未完成")) {
      claim(Claim::Kind::kNotDone, text);
    } else if (says("全部") && says("完成")) {
      claim(Claim::Kind::kAllDone, text);
    }
    constexpr std::string_view kAnnex = "附件";
    constexpr std::string_view kAnnexForm = "annex";
    if (forms_.insert(cell.form).second && cell.form.starts_with(kAnnexForm)) {
      filing_.annexes.push_back(std::string(kAnnex) + cell.form.substr(kAnnexForm.size()));
    }
    const size_t at = text.find(kAnnex);
    if (at == std::string::npos) return;
    const size_t number = at + kAnnex.size();
    const size_t end = std::min(text.find_first_not_of("0123456789", number), text.size());
    if (end > number) claim(Claim::Kind::kAnnex, text.substr(at, end - at));
  }

  const Cut& cut_;
  Filing filing_;
  int order_ = 0;
  using Key = std::pair<std::string, std::string>;
  std::map<Key, size_t> rows_;                // by form and selector
  std::map<Key, size_t> tables_;              // by form and project
  std::map<Key, size_t> indicators_;          // by form and code: where in its table
  std::map<std::string, std::string> names_;  // of indicators, by code
  std::set<std::string> forms_;
  std::vector<Claim> excesses_;  // `subject` is a code until all names are known
};

bool HasClassified(const Cut& cut) {
  return std::any_of(cut.ledger.lines.begin(), cut.ledger.lines.end(),
                     [](const auto& line) { return line.second.facts.classified; });
}

// "账上精确数 20.5997（18.7949、0、1.8048）": what the events have behind a printed sum.
void AddExact(const Cut& cut, Finding& finding) {
  std::vector<std::string> exact;
  for (const Compared& one : finding.compared) {
    const auto figure = figures::ParseFigure(one.figure);
    const auto number =
        figure ? figures::InPrintedUnit(figures::Evaluate(cut, *figure), "") : std::nullopt;
    if (!number) return;
    exact.push_back(figures::AllDecimals(*number));
  }
  if (exact.empty()) return;
  std::string parts;
  for (size_t i = 1; i < exact.size(); ++i) parts += (i == 1 ? "" : ", ") + exact[i];
  finding.words.zh += "；账上精确数为 " + exact[0] + "（各数 " + parts + "）";
  finding.words.en += "; exactly, by the events, " + exact[0] + " (of " + parts + ")";
}

// What a check that is no rule is called of a filed form; those not here are of documents only.
const std::map<std::string, std::string>& BuiltOfForms() {
  static const std::map<std::string, std::string> kNames = {
      {"full_is_paid", "declared_full_is_paid"},
      {"same_figure", "declared_repeated"},
      {"blank_row", "declared_blank"},
      {"initial_is_final", "declared_initial_is_final"},
      {"projects_cover_total", "declared_coverage"},
      {"weights", "declared_weights"},
      {"scores", "declared_scores"},
      {"over_completion", "declared_over_completion"},
      {"score_within_weight", "declared_score_within_weight"},
      {"reason_due", "declared_reason_due"},
      {"unmet_full_score", "declared_unmet_full_score"},
      {"result_due", "declared_result_due"},
      {"execution_score", "declared_execution_score"},
      {"text_against_table", "declared_text_against_table"},
      {"statements", "declared_statements"},
      {"reference", "declared_reference"}};
  return kNames;
}

// From the words of a written report into those of a filed form.
class Renamer {
 public:
  Renamer(const Cut& cut, const Rules& rules) : cut_(cut), names_(BuiltOfForms()) {
    for (const SumRule& rule : rules.sums) names_[rule.id] = "declared_sum";
    for (const ChangeRule& rule : rules.changes) names_[rule.id] = "declared_change";
    for (const RateRule& rule : rules.rates) names_[rule.id] = "declared_rate";
    for (const AtMostRule& rule : rules.at_most) names_[rule.id] = "declared_at_most";
    for (const DeclaredFigure& cell : figures::DeclaredFigures(cut)) {
      forms_[PlaceOf(cell)] = cell.form;
      forms_[cell.form + " " + RowLabel(cell)] = cell.form;
    }
  }
  void Rename(Finding& finding) const {
    if (finding.check == "projects_cover_total" && HasClassified(cut_)) {
      finding.words.zh += "（账上有涉密项目）";
      finding.words.en += " (the ledger has classified projects)";
    }
    const auto name = names_.find(finding.check);
    // Which row holds the points for execution is known, and that none of them was overlooked.
    if (finding.check == "weights") finding.severity = Severity::kError;
    finding.check = name == names_.end() ? "declared_" + finding.check : name->second;
    if (finding.check == "declared_sum" && finding.rounding == Rounding::kExplains)
      AddExact(cut_, finding);
    for (Compared& one : finding.compared) {
      const auto form = forms_.find(one.where.zh);
      const std::string& in = form == forms_.end() ? finding.place.form : form->second;
      one.where = {in, in};
    }
    if (!finding.place.where.zh.empty()) finding.place.form = finding.place.where.zh;
    finding.place.where = {};
    if (!finding.scope.empty() && !finding.figure.empty())
      finding.figure += "(" + figures::Quoted(finding.scope) + ")";
    for (Finding& also : finding.also) Rename(also);
  }

 private:
  const Cut& cut_;
  std::map<std::string, std::string> names_;  // by id
  std::map<std::string, std::string> forms_;  // by place
};

}  // namespace

std::vector<Finding> CheckDeclared(const Cut& cut, const Rules& rules) {
  constexpr int kHundredths = 100;
  Rules of_policy = rules;
  of_policy.over_completion_percent = cut.policy.over_completion_percent;
  of_policy.total_points = cut.policy.total_points / kHundredths;
  std::vector<Finding> findings = Check(FilingReader(cut).Read(), of_policy);
  const Renamer renamer(cut, rules);
  for (Finding& finding : findings) renamer.Rename(finding);
  return findings;
}

std::vector<CheckAbout> DeclaredChecks() {
  std::vector<CheckAbout> checks = {
      {"declared_sum", Severity::kError, {"填报的合计 = 各部分之和", "declared sums add up"}},
      {"declared_change",
       Severity::kError,
       {"填报的预算变动 = 分项变动之和", "declared changes add up"}},
      {"declared_rate",
       Severity::kError,
       {"填报的比率 = 分子 ÷ 分母", "declared rates are those of their parts"}},
      {"declared_at_most",
       Severity::kWarning,
       {"填报的部分不超过整体", "no declared part is above its whole"}}};
  for (const CheckAbout& about : BuiltChecks()) {
    const auto name = BuiltOfForms().find(about.id);
    if (name == BuiltOfForms().end()) continue;
    checks.push_back(
        {name->second, about.severity, {"填报：" + about.words.zh, "declared: " + about.words.en}});
  }
  return checks;
}

}  // namespace outturn::checks
