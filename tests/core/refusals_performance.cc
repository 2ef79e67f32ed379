// What goals, indicators and results are refused for.
#include "tests/core/bodies.h"
#include "tests/core/refusals.h"

namespace outturn::core {
namespace {

const char* const kDay = "2024-03-01";

Asks Targets() {
  IndicatorSet money = Indicator("MONEY", IndicatorKind::kAtMost, 5);
  money.derived_from = "three_public.paid";
  return Opening() + Asks{Ask("2024-02-01", Indicator("NUM", IndicatorKind::kAtLeast, 40)),
                          Ask("2024-02-01", Indicator("QUAL", IndicatorKind::kQualitative, 20)),
                          Ask("2024-02-01", Indicator("TIME", IndicatorKind::kTimeliness, 10)),
                          Ask("2024-02-01", money)};
}

Row On(std::string name, Body body, Reason reason, std::vector<Variable> variables) {
  return {std::move(name), Targets(), Ask(kDay, std::move(body)), reason, std::move(variables)};
}

Row Unknown(Body body) {
  return On("NoSuchIndicator", std::move(body), Reason::kIndicatorNotFound,
            {{"indicator", "NONE"}});
}

Row TooEarly(Body body) {
  Row row = On("BeforeItWasSet", std::move(body), Reason::kBeforeOpening,
               {{"effective_on", "2024-01-31"}, {"what", "NUM"}, {"opened_on", "2024-02-01"}});
  row.when = row.when.On("2024-01-31");
  return row;
}

Row NotYet(Body body) {
  Row row = On("DayThatHasNotCome", std::move(body), Reason::kDayTooLate,
               {{"field", "effective_on"},
                {"day", kDay},
                {"bound", "recorded_on"},
                {"bound_day", "2024-02-29"}});
  row.when = row.when.RecordedOn("2024-02-29");
  return row;
}

Row Mismatch(std::string name, Body body, std::string indicator, std::string kind,
             std::string field) {
  return On(std::move(name), std::move(body), Reason::kIndicatorKindMismatch,
            {{"indicator", std::move(indicator)},
             {"kind", std::move(kind)},
             {"field", std::move(field)}});
}

ResultReported Said(std::string code, std::string text) {
  ResultReported result;
  result.indicator = std::move(code);
  result.text = std::move(text);
  return result;
}
ResultReported Done(std::string code, std::string_view day) {
  ResultReported result;
  result.indicator = std::move(code);
  result.completed_on = D(day);
  return result;
}

Rows SettingRows() {
  IndicatorRevised target = Revise("QUAL", 0);
  target.target = Decimal(5);
  IndicatorRevised due = Revise("NUM", 0);
  due.due = D("2024-10-31");
  return {
      On("SameIndicatorAgain", Indicator("NUM", IndicatorKind::kAtMost, 1),
         Reason::kIndicatorExists, {{"indicator", "NUM"}}),
      On("MoreThanNinetyPoints", Indicator("MORE", IndicatorKind::kAtMost, 16),
         Reason::kWeightsExceedTotal, {{"sum", "91"}, {"allowed", "90"}, {"on", kDay}}),
      Unknown(Revise("NONE", 1)),
      TooEarly(Revise("NUM", 1)),
      Mismatch("NumberForAQuality", target, "QUAL", "定性 qualitative", "target"),
      Mismatch("DayForANumber", due, "NUM", "≥", "due"),
      On("RevisedAboveNinetyPoints", Revise("NUM", 56), Reason::kWeightsExceedTotal,
         {{"sum", "91"}, {"allowed", "90"}, {"on", kDay}}),
  };
}

Rows ReportingRows() {
  return {
      Unknown(Report("NONE", 1)),
      TooEarly(Report("NUM", 1)),
      On("DoneInAnotherYear", Done("TIME", "2025-01-01"), Reason::kDayOutsideYear,
         {{"completed_on", "2025-01-01"}, {"year", "2024"}}),
      Mismatch("NumberOfAQuality", Report("QUAL", 1), "QUAL", "定性 qualitative", "value"),
      Mismatch("NumberMissing", Said("NUM", "很多"), "NUM", "≥", "value"),
      Mismatch(
          "DayOfANumber",
          [] {
            ResultReported result = Report("NUM", 1);
            result.completed_on = D("2024-03-01");
            return result;
          }(),
          "NUM", "≥", "completed_on"),
      Mismatch("DayMissing", Said("TIME", "按时"), "TIME", "时效 timeliness", "completed_on"),
      Mismatch("WordsMissing", Said("QUAL", ""), "QUAL", "定性 qualitative", "text"),
      On("DoneAfterItWasReported", Done("TIME", "2024-03-02"), Reason::kDayTooLate,
         {{"field", "completed_on"},
          {"day", "2024-03-02"},
          {"bound", "effective_on"},
          {"bound_day", kDay}}),
      NotYet(Report("NUM", 1)),
      On("FewerThanNone", Report("NUM", -5), Reason::kResultBelowZero,
         {{"indicator", "NUM"}, {"sum", "-5"}, {"unit", ""}, {"on", kDay}}),
      Mismatch("ResultThatIsDerived", Report("MONEY", 1), "MONEY", "≤",
               "derived_from three_public.paid"),
  };
}

Rows RatingRows() {
  const std::string bands = "good 80–100, fair 60–80, poor 0–60";
  const auto outside = [&](std::string name, std::string band, int percent) {
    return On(std::move(name), Rate("QUAL", band, percent), Reason::kRatingOutsideBand,
              {{"band", band}, {"percent", std::to_string(percent)}, {"allowed", bands}});
  };
  return {
      Unknown(Rate("NONE", "good", 90)),
      NotYet(Rate("QUAL", "good", 90)),
      TooEarly(Rate("NUM", "good", 90)),
      Mismatch("RatingOfANumber", Rate("NUM", "good", 90), "NUM", "≥", "band"),
      outside("NoSuchBand", "superb", 90),
      outside("BelowItsBand", "good", 79),
      outside("OnTheBorderOfTheBandAbove", "fair", 80),
      outside("AboveAHundred", "good", 101),
      outside("BelowZero", "poor", -1),
      Unknown(Explain("NONE")),
      TooEarly(Explain("NUM")),
  };
}

Rows ForecastRows() {
  ForecastReported words;
  words.indicator = "QUAL";
  words.likelihood = Likelihood::kCertain;
  return {
      Unknown(Expect("NONE", 1)),
      TooEarly(Expect("NUM", 1)),
      Mismatch("NumberExpectedOfAQuality", Expect("QUAL", 1), "QUAL", "定性 qualitative", "value"),
      Mismatch("WordsExpectedMissing", words, "QUAL", "定性 qualitative", "text"),
  };
}

Rows HandlingRows() {
  Policy policy = Strict();
  policy.warning_rules = {Watch("papers"), Watch("never"), Watch("stop")};
  policy.warning_rules[0].control = WarningControl::kNotifyWithAttachment;
  policy.warning_rules[1].control = WarningControl::kBan;
  policy.warning_rules[2].control = WarningControl::kHold;
  const auto about = [&](const char* id, WarningTest test, WarningScope scope) {
    WarningRule& rule = policy.warning_rules.emplace_back(Watch(id));
    rule.test = test;
    rule.scope = scope;
  };
  about("projects", WarningTest::kBehindTime, WarningScope::kEachProject);
  about("lines", WarningTest::kNoBudgetSpending, WarningScope::kEachLine);
  about("categories", WarningTest::kBehindTime, WarningScope::kEachCategory);
  about("expenses", WarningTest::kThreePublicOverBudget, WarningScope::kNone);
  about("elsewhere", WarningTest::kSuspectedThreePublic, WarningScope::kNone);
  policy.warning_rules.back().words = {"接待"};
  about("silent", WarningTest::kIndicatorNotReported, WarningScope::kNone);
  const auto row = [&](std::string name, WarningHandled handled, Reason reason,
                       std::vector<Variable> variables) {
    return Row{std::move(name), Opening(policy), Ask(kDay, std::move(handled)), reason,
               std::move(variables)};
  };
  WarningHandled passed = Handle("never");
  passed.handling = WarningHandling::kLetPass;
  const auto subject = [&](const char* rule, const char* found, const char* allowed) {
    WarningHandled handled = Handle(rule);
    handled.subject = found;
    return row(std::string("SubjectOf_") + rule, std::move(handled), Reason::kSubjectMismatch,
               {{"field", "subject"}, {"rule", rule}, {"found", found}, {"allowed", allowed}});
  };
  return {
      row("NoSuchRule", Handle("behind"), Reason::kWarningRuleNotFound,
          {{"rule", "behind"},
           {"policy", "r@1"},
           {"known",
            "papers, never, stop, projects, lines, categories, expenses, elsewhere, silent"}}),
      subject("papers", "project=X1", "空 empty"),
      subject("projects", "project=X2", "project=X1"),
      subject("lines", "line=X", "line=XM"),
      subject("categories", "category=basic", "category=personnel|public|project"),
      subject("expenses", "reception",
              "three_public=abroad|vehicle_purchase|vehicle_operation|reception|total"),
      subject("elsewhere", "payment=accounting/none", "payment=SOURCE/ID, line=LINE, class=CLASS"),
      subject("silent", "indicator=NONE", "—"),
      row("WithoutItsAttachment", Handle("papers"), Reason::kAttachmentMissing,
          {{"rule", "papers"}}),
      row("InterceptedWithoutAttachment", Handle("stop"), Reason::kAttachmentMissing,
          {{"rule", "stop"}}),
      row("ForbiddenAndLetPass", passed, Reason::kHandlingNotAllowed, {{"rule", "never"}}),
  };
}

Rows PublishingRows() {
  ReportPublished early = Publish("annex1");
  early.published_on = D("2023-12-31");
  ReportPublished late = Publish("annex1");
  late.published_on = D("2024-03-02");
  ReportPublished unknown = Publish("annex1");
  unknown.known_at = 1000;
  ReportPublished nobody = Publish("annex1");
  nobody.leaks = {{"QT01", "paid(project=QT01)", ""}, {"QT02", "", "annex1: 某设备购置"}};
  nobody.accepted_reason = "主管部门已批准";
  ReportPublished overtaken = nobody;
  overtaken.last_publication = 3;
  ReportPublished no_reason = nobody;
  no_reason.accepted_by = "保密委";
  no_reason.accepted_reason.clear();
  const auto row = [](std::string name, ReportPublished published, Reason reason,
                      std::vector<Variable> variables) {
    return Row{std::move(name), Opening(), Ask(kDay, std::move(published)), reason,
               std::move(variables)};
  };
  return {
      row("PublishedBeforeItsYear", early, Reason::kDayTooLate,
          {{"field", "fiscal_year"},
           {"day", "2024-01-01"},
           {"bound", "published_on"},
           {"bound_day", "2023-12-31"}}),
      row("PublishedOnADayToCome", late, Reason::kDayTooLate,
          {{"field", "published_on"},
           {"day", "2024-03-02"},
           {"bound", "recorded_on"},
           {"bound_day", kDay}}),
      row("KnownBeyondTheBook", unknown, Reason::kKnownAtTooLate,
          {{"known_at", "1000"}, {"position", "5"}}),
      row("PublishedAfterAnotherThanTheLast", overtaken, Reason::kPublishedMeanwhile,
          {{"ledger", "P1/2024"}, {"expected", "3"}, {"actual", "0"}}),
      row("LeaksAcceptedByNobody", nobody, Reason::kLeaksNotAccepted,
          {{"form", "annex1"}, {"leaks", "2"}}),
      row("LeaksAcceptedForNoReason", no_reason, Reason::kLeaksNotAccepted,
          {{"form", "annex1"}, {"leaks", "2"}}),
  };
}

}  // namespace

Rows PerformanceRefusals() {
  return SettingRows() + ReportingRows() + RatingRows() + ForecastRows() + HandlingRows() +
         PublishingRows();
}

}  // namespace outturn::core
