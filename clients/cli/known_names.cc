#include "clients/cli/known_names.h"

#include <nlohmann/json.hpp>
#include <set>

#include "outturn/v1/monitoring.grpc.pb.h"
#include "outturn/v1/services.grpc.pb.h"
#include "services/intake/near_names.h"

namespace outturn::cli {
namespace {

using Names = std::set<std::string>;

// A call whose failure is no news here: what it is about was recorded.
template <typename Service, typename Request, typename Reply>
std::optional<client::Failure> AskQuietly(
    const Cli& cli,
    grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Reply*),
    const Request& request, Reply* reply) {
  const client::Connection connection = cli.Connect();
  const auto stub = Service::NewStub(connection.channel());
  const grpc::Status status = connection.Call(cli.Retry(3), [&](grpc::ClientContext* context) {
    return ((*stub).*method)(context, request, reply);
  });
  if (status.ok()) return std::nullopt;
  return client::FailureOf(status);
}

Names Near(const Names& names, const std::string& asked) {
  Names near;
  for (const std::string& name : names) {
    if (intake::IsNear(asked, name)) near.insert(name);
  }
  return near;
}

// The near ones, where there are any.
std::string Listed(const Names& names, const std::string& asked) {
  const Names near = Near(names, asked);
  std::string list;
  for (const std::string& name : near.empty() ? names : near) {
    list += (list.empty() ? "" : ", ") + name;
  }
  return list.empty() ? "—" : list;
}

std::optional<Names> KnownForms(const Cli& cli) {
  v1::ListFormsReply reply;
  if (AskQuietly<v1::Reports>(cli, &v1::Reports::Stub::ListForms, v1::ListFormsRequest(), &reply)) {
    return std::nullopt;
  }
  Names forms;
  for (const v1::FormSummary& form : reply.forms()) forms.insert(form.id());
  return forms;
}

// Whether the form is known; else that is told. What is declared may be no form of ours ("report
// text"): there only a name near a known one is.
bool CheckForm(Cli* cli, const std::string& form, bool declared) {
  const auto forms = KnownForms(*cli);
  if (!forms || forms->contains(form)) return true;
  if (declared && Near(*forms, form).empty()) return true;
  const std::string known = Listed(*forms, form);
  cli->console.Warn(cli->settings.lang(),
                    {"已登记，但没有表 " + form + "；现有或相近的：" + known,
                     "recorded, but there is no form " + form + "; known or near it: " + known});
  return false;
}

// The cells of the form that show a recorded text, as "text(annex2, goals_actual)" names them.
void CollectTexts(const nlohmann::json& json, const std::string& form, Names* cells) {
  if (json.is_object() && json.contains("figure") && json["figure"].is_string()) {
    const std::string figure = json["figure"];
    const std::string open = "text(" + form + ", ";
    if (figure.starts_with(open) && figure.ends_with(")")) {
      cells->insert(figure.substr(open.size(), figure.size() - open.size() - 1));
    }
  }
  if (!json.is_structured()) return;
  for (const auto& [key, value] : json.items()) CollectTexts(value, form, cells);
}

void CheckCell(Cli* cli, const v1::Header& header, const v1::TextRecorded& text) {
  v1::GetReportRequest request;
  request.mutable_ledger()->set_unit(header.unit());
  request.mutable_ledger()->set_year(header.year());
  request.set_form(text.form());
  request.set_format(v1::JSON);
  v1::GetReportReply reply;
  if (AskQuietly<v1::Reports>(*cli, &v1::Reports::Stub::GetReport, request, &reply)) return;
  Names cells;
  CollectTexts(nlohmann::json::parse(reply.content(), nullptr, false), text.form(), &cells);
  if (cells.contains(text.cell())) return;
  const std::string known = Listed(cells, text.cell());
  cli->console.Warn(
      cli->settings.lang(),
      {"已登记，但表 " + text.form() + " 不显示文字栏 " + text.cell() + "；现有或相近的：" + known,
       "recorded, but form " + text.form() + " shows no text cell " + text.cell() +
           "; known or near it: " + known});
}

void CheckFigures(Cli* cli, const v1::Header& header, const v1::Declaration& declaration) {
  Names told;
  for (const v1::DeclaredCell& cell : declaration.cells()) {
    if (cell.figure().empty() || !told.insert(cell.figure()).second) continue;
    v1::GetFiguresRequest request;
    request.mutable_ledger()->set_unit(header.unit());
    request.mutable_ledger()->set_year(header.year());
    request.add_names(cell.figure());
    v1::GetFiguresReply reply;
    const auto failure =
        AskQuietly<v1::Reports>(*cli, &v1::Reports::Stub::GetFigures, request, &reply);
    if (!failure) continue;
    if (failure->reason != "FIGURE_NOT_FOUND") return;
    cli->console.Warn(cli->settings.lang(),
                      {"已登记，但核对表用不上：" + failure->message,
                       "recorded, but no check can use it: " + failure->message});
  }
}

// A forecast of money is read under "paid" and a selector.
void CheckForecast(Cli* cli, const v1::Header& header, const std::string& figure) {
  if (figure.empty()) return;
  v1::GetFiguresRequest request;
  request.mutable_ledger()->set_unit(header.unit());
  request.mutable_ledger()->set_year(header.year());
  request.add_names(figure);
  v1::GetFiguresReply reply;
  const auto failure =
      AskQuietly<v1::Reports>(*cli, &v1::Reports::Stub::GetFigures, request, &reply);
  if (failure && failure->reason != "FIGURE_NOT_FOUND") return;
  const bool paid = figure == "paid" || figure.starts_with("paid(");
  if (!failure && paid) return;
  const std::string why = failure ? failure->message : figure;
  cli->console.Warn(cli->settings.lang(),
                    {"已登记，但没有报表用得上，应为 paid 或 paid(…)：" + why,
                     "recorded, but no report reads it, which would be paid or paid(…): " + why});
}

void CheckWarning(Cli* cli, const v1::Header& header, const v1::WarningHandled& handled) {
  v1::ListWarningsRequest request;
  request.mutable_ledger()->set_unit(header.unit());
  request.mutable_ledger()->set_year(header.year());
  request.set_as_of(header.effective_on());
  request.set_rule(handled.rule());
  v1::ListWarningsReply reply;
  if (AskQuietly<v1::Monitoring>(*cli, &v1::Monitoring::Stub::ListWarnings, request, &reply)) {
    return;
  }
  Names subjects;
  for (const v1::RaisedWarning& warning : reply.warnings()) subjects.insert(warning.subject());
  if (subjects.contains(handled.subject())) return;
  const std::string known = Listed(subjects, handled.subject());
  cli->console.Warn(cli->settings.lang(),
                    {"已登记，但生效日没有这一预警；" + handled.rule() + " 的预警对象：" + known,
                     "recorded, but there is no such warning on that day; subjects of " +
                         handled.rule() + ": " + known});
}

}  // namespace

void WarnOfUnknownNames(Cli* cli, const v1::Command& command) {
  if (command.has_text_recorded() && CheckForm(cli, command.text_recorded().form(), false)) {
    CheckCell(cli, command.header(), command.text_recorded());
  }
  if (command.has_forecast_reported()) {
    CheckForecast(cli, command.header(), command.forecast_reported().figure());
  }
  if (command.has_warning_handled()) {
    CheckWarning(cli, command.header(), command.warning_handled());
  }
  if (command.has_declaration()) {
    CheckForm(cli, command.declaration().form(), true);
    CheckFigures(cli, command.header(), command.declaration());
  }
}

}  // namespace outturn::cli
