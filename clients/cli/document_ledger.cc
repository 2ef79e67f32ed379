#include "clients/cli/document_ledger.h"

#include <algorithm>

#include "outturn/v1/checks.grpc.pb.h"

namespace outturn::cli {
namespace {

using checks::Finding;
using checks::Place;

// What was asked of the server, beside where it stands in the report.
struct Asked {
  Place place;
  std::string label;
  std::string printed;
  bool guessed = false;
};

std::string Quoted(const std::string& name) {
  std::string quoted = "\"";
  for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

// A figure of a project's own table is that of the project.
std::string OfScope(const std::string& figure, const std::string& scope) {
  if (scope.empty()) return figure;
  const bool whole = figure.find('(') == std::string::npos;
  return whole ? figure + "(project=" + Quoted(scope) + ")" : "";
}

class Questions {
 public:
  void Add(const std::string& figure, const std::vector<std::string>& or_figures,
           const std::string& printed, const std::string& unit, Asked asked) {
    constexpr int kMost = 5000;
    if (figure.empty() || request_.stated_size() >= kMost) return;
    v1::StatedFigure& stated = *request_.add_stated();
    stated.set_figure(figure);
    for (const std::string& other : or_figures) stated.add_or_figures(other);
    stated.set_printed(printed);
    stated.set_unit(unit);
    asked_.push_back(std::move(asked));
  }

  void AddAll(const checks::Filing& filing) {
    for (const checks::Stated& one : filing.stated) {
      const bool other_unit = one.unit == "千元" || one.unit == "亿元";
      if (one.approximate || other_unit) continue;
      std::vector<std::string> others;
      for (const std::string& other : one.or_figures) others.push_back(OfScope(other, one.scope));
      Add(OfScope(one.figure, one.scope), others, one.printed, one.unit,
          {one.place, one.label, one.printed + one.unit, one.guessed});
    }
    for (const checks::IndicatorTable& table : filing.indicators) {
      if (table.headless) continue;
      for (const checks::StatedIndicator& one : table.indicators) {
        AddCell(one, "indicator_target", "指标值", one.target);
        AddCell(one, "indicator_actual", "完成值", one.actual);
        AddCell(one, "indicator_weight", "分值", one.weight);
        AddCell(one, "indicator_score", "得分", one.score);
      }
    }
  }

  v1::CheckStatedRequest& request() { return request_; }
  [[nodiscard]] const std::vector<Asked>& asked() const { return asked_; }

 private:
  void AddCell(const checks::StatedIndicator& one, const char* measure, const char* name,
               const checks::StatedCell& cell) {
    if (!cell.number) return;
    const std::string figure = std::string(measure) + "(" + Quoted(one.name) + ")";
    const std::string printed = figures::AllDecimals(*cell.number);
    Add(figure, {}, printed, cell.unit, {cell.place, one.name + "/" + name, cell.text, false});
  }

  v1::CheckStatedRequest request_;
  std::vector<Asked> asked_;
};

void AddDifference(const Asked& asked, const v1::StatedAnswer& answer, DocumentReport* report) {
  Finding finding;
  finding.check = "ledger";
  finding.severity = asked.guessed ? checks::Severity::kWarning : checks::Severity::kError;
  finding.figure = answer.figure();
  finding.place = asked.place;
  finding.found = asked.printed;
  finding.expected = answer.derived();
  finding.difference = answer.difference();
  finding.rounding = checks::Rounding::kDoesNotExplain;
  finding.words = {"“" + asked.label + "”与账上数不一致：账上为 " + answer.derived(),
                   "\"" + asked.label + "\" is not what the events say: " + answer.derived()};
  finding.compared = {{asked.label, asked.printed, asked.place.where}};
  for (Finding& told : report->findings) {
    const bool same = told.figure == answer.figure() && told.scope.empty() &&
                      (told.check == "ledger" || told.check == "same_figure" ||
                       told.difference == finding.difference);
    if (!same) continue;
    // The same number for the same figure in another place says nothing new.
    const auto again = [&](const Finding& one) {
      return one.check == "ledger" && one.found == finding.found;
    };
    if (again(told) || std::any_of(told.also.begin(), told.also.end(), again)) return;
    told.also.push_back(std::move(finding));
    return;
  }
  report->findings.push_back(std::move(finding));
}

}  // namespace

int CompareWithLedger(Cli* cli, const Cut& cut, DocumentReport* report) {
  Questions questions;
  if (auto wrong = cli->Ledger(questions.request().mutable_ledger()))
    return cli->UsageError(*wrong);
  questions.AddAll(report->filing);
  cut.PutInto(&questions.request());
  questions.request().set_language(cli->english() ? v1::EN : v1::ZH);
  report->ledger = cli->settings.unit + "/" + cli->settings.year;
  if (questions.asked().empty()) return kOk;
  v1::CheckStatedReply reply;
  int code = kOk;
  if (!Ask<v1::Checks>(cli, &v1::Checks::Stub::CheckStated, questions.request(), &reply, &code,
                       Patience::kPatient))
    return code;
  TellProvenance(cli, reply.provenance());
  const auto count = std::min(static_cast<size_t>(reply.answers_size()), questions.asked().size());
  for (size_t i = 0; i < count; ++i) {
    const v1::StatedAnswer& answer = reply.answers(static_cast<int>(i));
    const Asked& asked = questions.asked()[i];
    switch (answer.verdict()) {
      case v1::STATED_EQUAL:
      case v1::STATED_EQUAL_BY_ROUNDING:
        ++report->agreeing;
        break;
      case v1::STATED_DIFFERENT:
        AddDifference(asked, answer, report);
        break;
      default:
        report->not_compared.push_back({asked.label, asked.printed, asked.place.where});
    }
  }
  std::stable_sort(report->findings.begin(), report->findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
  return kOk;
}

}  // namespace outturn::cli
