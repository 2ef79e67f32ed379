#include "services/rpc/reports.h"

#include <string>

#include "services/figures/catalogue.h"
#include "services/figures/selector.h"
#include "services/rpc/questions.h"
#include "services/rpc/rendering.h"
#include "services/rpc/unary.h"

namespace outturn::rpc {
namespace {

constexpr int kMaxNames = 1000;
constexpr int kFewNames = 16;

}  // namespace

grpc::ServerUnaryReactor* Reports::ListForms(grpc::CallbackServerContext* context,
                                             const v1::ListFormsRequest*,
                                             v1::ListFormsReply* reply) {
  return reading_.Finish(context, app::Call::kListForms, [=, this] {
    for (const app::PackForm& form : reports_.packs().forms) {
      v1::FormSummary& out = *reply->add_forms();
      out.set_id(form.form.id);
      out.set_zh(form.form.title.zh);
      out.set_en(form.form.title.en);
      out.set_pack(form.pack);
    }
    v1::FormSummary& out = *reply->add_forms();
    out.set_id(std::string(app::kReconciliation));
    out.set_zh("填报数与账面数核对");
    out.set_en("Declared against derived");
    return grpc::Status::OK;
  });
}

grpc::ServerUnaryReactor* Reports::GetReport(grpc::CallbackServerContext* context,
                                             const v1::GetReportRequest* request,
                                             v1::GetReportReply* reply) {
  return reading_.Finish(context, app::Call::kGetReport, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(request->language(), LanguageOf(*context));
    const AskedCut asked = CutOf(language, moments_, *request);
    if (!asked.status.ok()) return asked.status;
    if (!v1::Format_IsValid(request->format())) {
      return Malformed(language, "format", std::to_string(request->format()),
                       {"TABLE、JSON、CSV、XLSX 或 HTML", "TABLE, JSON, CSV, XLSX or HTML"});
    }
    figures::Printing printing(language);
    printing.for_public = request->public_version();
    printing.project = request->project();
    const auto table = reports_.Table(asked.question, request->form(), printing);
    if (!table.ok()) return ToGrpc(Describe(table.trouble(), language));
    auto rendered = Render(*table, request->format());
    if (!rendered) return NoMemory(language);
    reply->set_content(std::move(rendered->content));
    reply->set_media_type(rendered->media_type);
    reply->set_sha256(app::Sha256(reply->content()));
    Fill(table->provenance, *reply->mutable_provenance());
    return grpc::Status::OK;
  });
}

grpc::ServerUnaryReactor* Reports::ListFigures(grpc::CallbackServerContext* context,
                                               const v1::ListFiguresRequest*,
                                               v1::ListFiguresReply* reply) {
  return reading_.Finish(context, app::Call::kListFigures, [=, this] {
    for (const figures::Definition& definition : figures::Catalogue()) {
      v1::FigureDefinition& out = *reply->add_figures();
      out.set_name(std::string(definition.name));
      out.set_zh(std::string(definition.zh));
      out.set_en(std::string(definition.en));
      out.set_definition_zh(std::string(definition.definition_zh));
      out.set_definition_en(std::string(definition.definition_en));
      out.set_unit(std::string(definition.unit));
      out.set_source(std::string(definition.source));
    }
    reply->set_selector_help_zh(figures::SelectorHelp().zh);
    reply->set_selector_help_en(figures::SelectorHelp().en);
    return grpc::Status::OK;
  });
}

grpc::ServerUnaryReactor* Reports::GetFigures(grpc::CallbackServerContext* context,
                                              const v1::GetFiguresRequest* request,
                                              v1::GetFiguresReply* reply) {
  const auto answer = [=, this]() -> grpc::Status {
    const Language language = LanguageOf(request->language(), LanguageOf(*context));
    const AskedCut asked = CutOf(language, moments_, *request);
    if (!asked.status.ok()) return asked.status;
    if (request->names_size() == 0 || request->names_size() > kMaxNames) {
      return Malformed(language, "names", std::to_string(request->names_size()) + " names",
                       {"1 至 1000 个指标名", "1 to 1000 figure names"});
    }
    const auto figures =
        reports_.Values(asked.question, {request->names().begin(), request->names().end()});
    if (!figures.ok()) return ToGrpc(Describe(figures.trouble(), language));
    for (const auto& [figure, value] : figures->values) {
      v1::FigureValue& out = *reply->add_figures();
      out.set_name(figure.Name());
      out.set_exact(figures::Exact(value));
      out.set_printed(figures::Print(value));
    }
    Fill(figures->provenance, *reply->mutable_provenance());
    return grpc::Status::OK;
  };
  const bool quick = request->known_at() == 0 && request->names_size() <= kFewNames;
  if (quick && reports_.IsQuiet()) {
    return reading_.FinishAtOnce(context, app::Call::kGetFigures, answer);
  }
  return reading_.Finish(context, app::Call::kGetFigures, answer);
}

}  // namespace outturn::rpc
