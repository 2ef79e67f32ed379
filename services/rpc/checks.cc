#include "services/rpc/checks.h"

#include "services/checks/ledger.h"
#include "services/rpc/questions.h"
#include "services/rpc/rendering.h"

namespace outturn::rpc {
namespace {

constexpr int kMostStated = 5000;

v1::FindingSeverity Wire(checks::Severity severity) {
  switch (severity) {
    case checks::Severity::kError:
      return v1::FINDING_ERROR;
    case checks::Severity::kWarning:
      return v1::FINDING_WARNING;
    case checks::Severity::kInfo:
      return v1::FINDING_INFO;
  }
  return v1::FINDING_SEVERITY_UNSPECIFIED;
}

v1::FindingRounding Wire(checks::Rounding rounding) {
  switch (rounding) {
    case checks::Rounding::kNoMatter:
      return v1::FINDING_ROUNDING_UNSPECIFIED;
    case checks::Rounding::kExplains:
      return v1::FINDING_ROUNDING_EXPLAINS;
    case checks::Rounding::kDoesNotExplain:
      return v1::FINDING_ROUNDING_DOES_NOT_EXPLAIN;
  }
  return v1::FINDING_ROUNDING_UNSPECIFIED;
}

v1::StatedVerdict Wire(checks::Agreement agreement) {
  switch (agreement) {
    case checks::Agreement::kEqual:
      return v1::STATED_EQUAL;
    case checks::Agreement::kEqualByRounding:
      return v1::STATED_EQUAL_BY_ROUNDING;
    case checks::Agreement::kDifferent:
      return v1::STATED_DIFFERENT;
    case checks::Agreement::kNoFigure:
      return v1::STATED_NO_FIGURE;
    case checks::Agreement::kNoValue:
      return v1::STATED_NO_VALUE;
  }
  return v1::STATED_VERDICT_UNSPECIFIED;
}

void Fill(const checks::Finding& from, Language language, v1::CheckFinding& to) {
  to.set_check(from.check);
  to.set_severity(Wire(from.severity));
  to.set_figure(from.figure);
  to.set_place(from.place.form);
  to.set_found(from.found);
  to.set_expected(from.expected);
  to.set_difference(from.difference);
  to.set_words(from.words.In(language));
  to.set_rounding(Wire(from.rounding));
  for (const checks::Compared& one : from.compared) {
    v1::ComparedFigure& out = *to.add_compared();
    out.set_label(one.label);
    out.set_value(one.value);
    out.set_where(one.where.In(language));
  }
  for (const checks::Finding& also : from.also) Fill(also, language, *to.add_same_cause());
}

}  // namespace

grpc::ServerUnaryReactor* Checks::CheckLedger(grpc::CallbackServerContext* context,
                                              const v1::CheckLedgerRequest* request,
                                              v1::CheckLedgerReply* reply) {
  return reading_.Finish(context, app::Call::kCheckLedger, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(request->language(), LanguageOf(*context));
    const AskedCut asked = CutOf(language, moments_, *request);
    if (!asked.status.ok()) return asked.status;
    const auto trouble = reports_.WithCut(
        asked.question, [&](const figures::Cut& cut, const figures::Provenance& from) {
          reply->Clear();
          for (const checks::Finding& finding :
               checks::CheckLedger(cut, reports_.packs().check_rules)) {
            Fill(finding, language, *reply->add_findings());
          }
          Fill(from, *reply->mutable_provenance());
        });
    return trouble ? ToGrpc(Describe(*trouble, language)) : grpc::Status::OK;
  });
}

grpc::ServerUnaryReactor* Checks::CheckStated(grpc::CallbackServerContext* context,
                                              const v1::CheckStatedRequest* request,
                                              v1::CheckStatedReply* reply) {
  return reading_.Finish(context, app::Call::kCheckStated, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(request->language(), LanguageOf(*context));
    const AskedCut asked = CutOf(language, moments_, *request);
    if (!asked.status.ok()) return asked.status;
    if (request->stated_size() == 0 || request->stated_size() > kMostStated) {
      return Malformed(language, "stated", std::to_string(request->stated_size()),
                       {"1 至 5000 个数", "1 to 5000 figures"});
    }
    const auto trouble = reports_.WithCut(
        asked.question, [&](const figures::Cut& cut, const figures::Provenance& from) {
          reply->Clear();
          for (const v1::StatedFigure& one : request->stated()) {
            const checks::Answered answer =
                checks::Compare(cut, {one.figure(),
                                      {one.or_figures().begin(), one.or_figures().end()},
                                      one.printed(),
                                      one.unit()});
            v1::StatedAnswer& out = *reply->add_answers();
            out.set_figure(answer.figure);
            out.set_verdict(Wire(answer.agreement));
            out.set_derived(answer.derived);
            out.set_difference(answer.difference);
          }
          Fill(from, *reply->mutable_provenance());
        });
    return trouble ? ToGrpc(Describe(*trouble, language)) : grpc::Status::OK;
  });
}

grpc::ServerUnaryReactor* Checks::ListChecks(grpc::CallbackServerContext* context,
                                             const v1::ListChecksRequest*,
                                             v1::ListChecksReply* reply) {
  return reading_.Finish(context, app::Call::kListChecks, [=, this] {
    const auto add = [&](const checks::CheckAbout& about) {
      v1::CheckSummary& out = *reply->add_checks();
      out.set_id(about.id);
      out.set_severity(Wire(about.severity));
      out.set_zh(about.words.zh);
      out.set_en(about.words.en);
    };
    for (const auto& about : checks::Catalogue(reports_.packs().check_rules)) add(about);
    for (const auto& about : checks::LedgerChecks()) add(about);
    return grpc::Status::OK;
  });
}

}  // namespace outturn::rpc
