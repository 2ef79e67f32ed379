#include "services/rpc/documents.h"

#include "services/render/render.h"
#include "services/rpc/findings.h"
#include "services/rpc/questions.h"
#include "services/rpc/rendering.h"

namespace outturn::rpc {
namespace {

constexpr size_t kLongestTemplate = 1 << 20;
constexpr int kMostForms = 100;

// Of a request with a template of more than kLongestTemplate bytes.
template <typename Request>
grpc::Status TooLong(Language language, const Request& request) {
  return Malformed(language, "template", std::to_string(request.template_().size()) + " bytes",
                   {"不超过 1 MiB 的文字", "a text of at most 1 MiB"});
}

}  // namespace

grpc::ServerUnaryReactor* Documents::FillTemplate(grpc::CallbackServerContext* context,
                                                  const v1::FillTemplateRequest* request,
                                                  v1::FillTemplateReply* reply) {
  return reading_.Finish(context, app::Call::kFillTemplate, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(request->language(), LanguageOf(*context));
    const AskedCut asked = CutOf(language, moments_, *request);
    if (!asked.status.ok()) return asked.status;
    if (request->template_().size() > kLongestTemplate) return TooLong(language, *request);
    const bool html = request->format() == v1::HTML;
    if (!html && request->format() != v1::TABLE && request->format() != v1::FORMAT_UNSPECIFIED) {
      return Malformed(language, "format", v1::Format_Name(request->format()),
                       {"TABLE 或 HTML", "TABLE or HTML"});
    }
    figures::Printing printing(language);
    printing.for_public = request->public_version();
    const auto report = reports_.Fill(asked.question, request->template_(), printing);
    if (!report.ok()) return ToGrpc(Describe(report.trouble(), language));
    reply->set_content(html ? render::Html(report->document) : render::Text(report->document));
    reply->set_media_type(html ? "text/html; charset=utf-8" : "text/plain; charset=utf-8");
    reply->set_sha256(app::Sha256(reply->content()));
    Fill(report->document.provenance, *reply->mutable_provenance());
    for (const figures::Gap& gap : report->gaps) {
      v1::TemplateGap& out = *reply->add_gaps();
      out.set_line(static_cast<uint32_t>(gap.line));
      out.set_figure(gap.figure);
      out.set_why(gap.why.In(language));
    }
    return grpc::Status::OK;
  });
}

grpc::ServerUnaryReactor* Documents::FindLeaks(grpc::CallbackServerContext* context,
                                               const v1::FindLeaksRequest* request,
                                               v1::FindLeaksReply* reply) {
  return reading_.Finish(context, app::Call::kFindLeaks, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(request->language(), LanguageOf(*context));
    const AskedCut asked = CutOf(language, moments_, *request);
    if (!asked.status.ok()) return asked.status;
    if (!v1::Format_IsValid(request->format())) {
      return Malformed(language, "format", std::to_string(request->format()),
                       {"TABLE、JSON、CSV、XLSX 或 HTML", "TABLE, JSON, CSV, XLSX or HTML"});
    }
    if (request->forms_size() > kMostForms) {
      return Malformed(language, "forms", std::to_string(request->forms_size()) + " forms",
                       {"至多 100 张表", "at most 100 forms"});
    }
    if (request->template_().size() > kLongestTemplate) return TooLong(language, *request);
    const auto leaks = reports_.FindLeaks(asked.question,
                                          {{request->forms().begin(), request->forms().end()},
                                           request->template_(),
                                           request->with_published()},
                                          language);
    if (!leaks.ok()) return ToGrpc(Describe(leaks.trouble(), language));
    auto rendered = Render(leaks->table, request->format());
    if (!rendered) return NoMemory(language);
    reply->set_content(std::move(rendered->content));
    reply->set_media_type(rendered->media_type);
    reply->set_exact(static_cast<uint32_t>(leaks->leaks.exact.size()));
    reply->set_sums(static_cast<uint32_t>(leaks->leaks.sums.size()));
    reply->set_names(static_cast<uint32_t>(leaks->leaks.names.size()));
    AddFindings(leaks->leaks, language, reply->mutable_findings());
    for (const std::string& form : leaks->forms) reply->add_forms(form);
    for (const std::string& form : leaks->left_out) reply->add_left_out(form);
    reply->set_ledger_version(leaks->ledger_version);
    if (request->with_published()) reply->set_last_publication(leaks->last_publication);
    Fill(leaks->table.provenance, *reply->mutable_provenance());
    return grpc::Status::OK;
  });
}

}  // namespace outturn::rpc
