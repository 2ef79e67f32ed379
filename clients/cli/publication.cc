#include "clients/cli/publication.h"

#include <nlohmann/json.hpp>

#include "clients/cli/report_flags.h"
#include "outturn/v1/services.grpc.pb.h"

namespace outturn::cli {
namespace {

template <typename Service, typename Request, typename Reply>
grpc::Status Call(const Cli& cli,
                  grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&,
                                                        Reply*),
                  const Request& request, Reply* reply) {
  const client::Connection connection = cli.Connect();
  const auto stub = Service::NewStub(connection.channel());
  return connection.Call(cli.Patient(), [&](grpc::ClientContext* context) {
    return ((*stub).*method)(context, request, reply);
  });
}

template <typename Request>
Request Prepared(const DocumentAsked& asked, const Cut& cut) {
  Request request;
  *request.mutable_ledger() = asked.ledger;
  cut.PutInto(&request);
  request.set_language(asked.language == "en" ? v1::EN : v1::ZH);
  request.set_format(asked.format);
  request.set_public_version(true);
  return request;
}

template <typename Reply>
void Take(const Reply& reply, PublicDocument* document) {
  document->content = reply.content();
  document->sha256 = reply.sha256();
  document->provenance = reply.provenance();
}

}  // namespace

grpc::Status MakePublic(const Cli& cli, const DocumentAsked& asked, const Cut& cut,
                        PublicDocument* document) {
  if (!asked.written.empty()) {
    auto request = Prepared<v1::FillTemplateRequest>(asked, cut);
    request.set_template_(asked.written);
    const grpc::Status status =
        Call<v1::Documents>(cli, &v1::Documents::Stub::FillTemplate, request, &document->filled);
    Take(document->filled, document);
    return status;
  }
  auto request = Prepared<v1::GetReportRequest>(asked, cut);
  request.set_form(asked.form);
  request.set_project(asked.project);
  v1::GetReportReply reply;
  const grpc::Status status =
      Call<v1::Reports>(cli, &v1::Reports::Stub::GetReport, request, &reply);
  Take(reply, document);
  return status;
}

// Of a form its JSON names where it rests as one member; of a report's text that stands behind the
// last blank line.
grpc::Status WhatItSays(const Cli& cli, const DocumentAsked& asked, const Cut& cut,
                        std::string* says) {
  DocumentAsked plain = asked;
  plain.format = asked.written.empty() ? v1::JSON : v1::TABLE;
  PublicDocument document;
  const grpc::Status status = MakePublic(cli, plain, cut, &document);
  if (!status.ok()) return status;
  if (asked.written.empty()) {
    auto json = nlohmann::ordered_json::parse(document.content, nullptr, false);
    if (json.is_object()) json.erase("provenance");
    *says = json.dump();
  } else {
    *says = document.content.substr(0, document.content.rfind("\n\n"));
  }
  return status;
}

Cut CutOf(const v1::Command& publication) {
  Cut cut;
  cut.as_of = publication.header().effective_on();
  cut.known.set_position(publication.report_published().known_at());
  return cut;
}

bool TakePublications(Cli* cli, std::vector<v1::Event>* events, int* code, PublicationsOf of) {
  v1::ListEventsRequest request;
  request.add_kinds("report_published");
  request.set_page_size(1'000);
  const bool named = !cli->settings.unit.empty() && !cli->settings.year.empty();
  if (named && of == PublicationsOf::kLedger) {
    if (auto wrong = cli->Ledger(request.mutable_ledger())) {
      *code = cli->UsageError(*wrong);
      return false;
    }
  }
  do {
    v1::ListEventsReply reply;
    if (!Ask<v1::Events>(cli, &v1::Events::Stub::ListEvents, request, &reply, code)) return false;
    events->insert(events->end(), reply.events().begin(), reply.events().end());
    request.set_page_token(reply.next_page_token());
  } while (!request.page_token().empty());
  return true;
}

bool TakeForms(Cli* cli, std::set<std::string>* forms, int* code) {
  v1::ListFormsReply reply;
  if (!Ask<v1::Reports>(cli, &v1::Reports::Stub::ListForms, v1::ListFormsRequest(), &reply, code)) {
    return false;
  }
  for (const v1::FormSummary& form : reply.forms()) forms->insert(form.id());
  return true;
}

v1::Format FormatNamed(const std::string& name) {
  if (name == "table") return v1::TABLE;
  if (name == "json") return v1::JSON;
  if (name == "csv") return v1::CSV;
  if (name == "xlsx") return v1::XLSX;
  if (name == "html") return v1::HTML;
  return v1::FORMAT_UNSPECIFIED;
}

}  // namespace outturn::cli
