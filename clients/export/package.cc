#include "clients/export/package.h"

#include <nlohmann/json.hpp>
#include <span>

#include "clients/export/head_json.h"
#include "services/intake/cells.h"
#include "services/intake/csv_rows.h"
#include "services/intake/fields.h"

namespace outturn::exporter {
namespace {

using nlohmann::ordered_json;

struct Column {
  const char* name;
  const char* zh;
  const char* en;
  const char* type = "string";
  const char* concept_name = nullptr;  // columnType of the Fiscal Data Package's taxonomies
  bool required = false;
  const char* format = nullptr;  // where it is not the type's own
};

constexpr Column kLines[] = {
    {"line", "预算指标", "line", "string", "budget-line-id", true},
    {"name", "指标名称", "name", "string", nullptr, true},
    {"category", "支出类别", "category", "string", nullptr, true},
    {"project", "项目代码", "project", "string", "activity:generic:project:code"},
    {"project_name", "项目名称", "project name", "string", "activity:generic:project:label"},
    {"project_kind", "项目类型", "project kind"},
    {"functional_class", "功能分类", "functional class", "string",
     "functional-classification:generic:code", true},
    {"fund_type", "资金性质", "fund type", "string", "fin-source:generic:code", true},
    {"three_public", "三公标识", "three-public", "boolean", nullptr, true},
    {"procurement", "是否政府采购", "procurement", "boolean", nullptr, true},
    {"disclosure", "公开属性", "disclosure", "string", nullptr, true},
    {"opened_on", "设立日期", "opened on", "date", nullptr, true},
};

constexpr Column kEvents[] = {
    {"position", "位置", "position", "integer", nullptr, true},
    {"recorded_at", "记录时间", "recorded at", "datetime", nullptr, true, "%Y-%m-%dT%H:%M:%S.%fZ"},
    {"effective_on", "生效日期", "effective on", "date", nullptr, true},
    {"kind", "事项", "kind", "string", "transaction-id:transaction-kind", true},
    {"source", "来源系统", "source", "string", nullptr, true},
    {"external_id", "外部编号", "external id", "string", nullptr, true},
    {"actor", "经办人", "actor", "string", nullptr, true},
    {"document_number", "文号", "document number"},
    {"voucher", "凭证号", "voucher"},
    {"counterparty", "收款人或对方单位", "payee or counterparty", "string",
     "recipient:generic:name"},
    {"purpose", "用途", "purpose"},
    {"contract_number", "合同号", "contract number", "string", "transaction-id:contract-id"},
    {"original", "所涉合同或原支付", "commitment or payment it is about"},
    {"reason", "原因", "reason"},
};

constexpr Column kMovements[] = {
    {"position", "位置", "position", "integer", nullptr, true},
    {"effective_on", "生效日期", "effective on", "date", "date:generic", true},
    {"year", "预算年度", "fiscal year", "integer", "date:fiscal-year", true},
    {"unit", "单位代码", "unit", "string", "administrative-classification:generic:code", true},
    {"line", "预算指标", "line"},
    {"economic_class", "经济分类", "economic class", "string",
     "economic-classification:generic:code"},
    {"account", "科目", "account", "string", nullptr, true},
    {"phase", "预算阶段", "phase", "string", "phase:id"},
    {"amount", "金额（元）", "amount in yuan", "number", "value", true},
};

// The phase of the budget cycle an amount belongs to; "" for what is none of its measures.
const char* PhaseOf(Account account) {
  switch (account) {
    case Account::kInitial:
      return "approved";
    case Account::kCarryIn:
    case Account::kSupplement:
    case Account::kCut:
    case Account::kVirement:
      return "adjusted";
    case Account::kPaid:
      return "executed";
    case Account::kReceived:
    case Account::kPriorYearRefund:
    case Account::kCommitted:
      return "";
  }
  return "";
}

void AppendHead(std::span<const Column> columns, std::string* to) {
  std::vector<std::string> names;
  for (const Column& column : columns) names.emplace_back(column.name);
  intake::AppendCsvRow(names, ',', to);
}

ordered_json FieldsOf(std::span<const Column> columns, bool english) {
  ordered_json fields = ordered_json::array();
  for (const Column& column : columns) {
    ordered_json field = {
        {"name", column.name}, {"type", column.type}, {"title", english ? column.en : column.zh}};
    if (column.format != nullptr) field["format"] = column.format;
    if (column.concept_name != nullptr) field["columnType"] = column.concept_name;
    if (column.required) field["constraints"] = {{"required", true}};
    fields.push_back(std::move(field));
  }
  return fields;
}

ordered_json Resource(const char* name, std::span<const Column> columns, const char* key,
                      bool english) {
  ordered_json resource = {{"name", name},
                           {"path", std::string(name) + ".csv"},
                           {"profile", "tabular-data-resource"},
                           {"format", "csv"},
                           {"mediatype", "text/csv"},
                           {"encoding", "utf-8"}};
  resource["schema"] = {{"fields", FieldsOf(columns, english)}, {"missingValues", {""}}};
  if (*key != '\0') resource["schema"]["primaryKey"] = {key};
  return resource;
}

ordered_json ForeignKey(const char* field, const char* resource) {
  return {{"fields", {field}}, {"reference", {{"resource", resource}, {"fields", {field}}}}};
}

ordered_json MovementsResource(bool english) {
  ordered_json resource = Resource("movements", kMovements, "", english);
  ordered_json& schema = resource["schema"];
  ordered_json accounts = ordered_json::array();
  for (int i = 0; i < kAccountCount; ++i) {
    accounts.push_back(std::string(AccountName(static_cast<Account>(i))));
  }
  for (ordered_json& field : schema["fields"]) {
    if (field["name"] == "account") field["constraints"]["enum"] = accounts;
    if (field["name"] == "phase") {
      field["constraints"] = {{"enum", {"approved", "adjusted", "executed"}}};
    }
  }
  schema["foreignKeys"] = {ForeignKey("position", "events"), ForeignKey("line", "lines")};
  schema["extraFields"] = {{{"name", "currency"},
                            {"type", "string"},
                            {"columnType", "value-currency:code"},
                            {"constant", "CNY"}},
                           {{"name", "direction"},
                            {"type", "string"},
                            {"columnType", "direction"},
                            {"constant", "expenditure"}}};
  return resource;
}

// Lower-case letters, digits, '.', '_' and '-', as the specification wants a name.
std::string PackageName(const Head& head) {
  std::string name = "outturn-";
  for (const char c : head.unit) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    name += plain ? c : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : '_';
  }
  return name + "-" + std::to_string(head.year);
}

std::string Descriptor(const Head& head) {
  const bool english = head.english;
  const std::string ledger = head.unit + "/" + std::to_string(head.year);
  ordered_json json = {{"profile", "tabular-data-package"},
                       {"name", PackageName(head)},
                       {"title", (english ? "Budget execution of " : "预算执行：") + ledger}};
  if (head.is_public) {
    json["description"] =
        english ? "Public version: classified lines are left out" : "公开版：不含涉密指标";
  }
  json["countryCode"] = "CN";
  json["fiscalPeriod"] = {{"start", std::to_string(head.year) + "-01-01"},
                          {"end", std::to_string(head.year) + "-12-31"}};
  json["outturn"] = HeadJson(head);
  json["resources"] = {Resource("lines", kLines, "line", english),
                       Resource("events", kEvents, "position", english),
                       MovementsResource(english)};
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

const char* YesNo(bool yes) { return yes ? "true" : "false"; }

std::string RefText(const v1::EventRef& ref) { return ref.source() + "/" + ref.external_id(); }

// What the tables' words come from: any body that has such a field.
struct Details {
  std::string voucher, counterparty, purpose, contract_number, original, reason;
};

Details DetailsOf(const v1::Command& command) {
  Details details;
  if (command.has_payment()) {
    const v1::Payment& payment = command.payment();
    details.voucher = payment.voucher();
    details.counterparty = payment.payee();
    details.purpose = payment.purpose();
    if (payment.has_commitment()) details.original = RefText(payment.commitment());
  } else if (command.has_commitment()) {
    const v1::Commitment& made = command.commitment();
    details.counterparty = made.counterparty();
    details.purpose = made.purpose();
    details.contract_number = made.contract_number();
  } else if (command.has_commitment_release()) {
    details.original = RefText(command.commitment_release().commitment());
  }
  const auto about = [&](const auto& body) {
    if (body.has_payment()) details.original = RefText(body.payment());
    details.reason = body.reason();
  };
  if (command.has_reversal()) about(command.reversal());
  if (command.has_correction()) about(command.correction());
  if (command.has_prior_year_refund()) about(command.prior_year_refund());
  return details;
}

}  // namespace

void Package::Begin(const Head& head) {
  head_ = head;
  append_("datapackage.json", Descriptor(head));
  const auto begin = [&](const char* file, std::span<const Column> columns) {
    std::string row;
    AppendHead(columns, &row);
    append_(file, row);
  };
  begin("lines.csv", kLines);
  begin("events.csv", kEvents);
  begin("movements.csv", kMovements);
}

void Package::AddLine(const v1::Event& event) {
  const v1::LineOpened& line = event.command().line_opened();
  const auto word = [](const std::string& name) {
    return name.ends_with("_UNSPECIFIED") ? std::string() : name;
  };
  const std::string disclosure = line.disclosure() == v1::CLASSIFIED ? "CLASSIFIED" : "DISCLOSED";
  std::string row;
  intake::AppendCsvRow({line.line(), line.name(), word(v1::LineCategory_Name(line.category())),
                        line.project(), line.project_name(),
                        word(v1::ProjectKind_Name(line.project_kind())), line.functional_class(),
                        line.fund_type(), YesNo(line.three_public()), YesNo(line.procurement()),
                        disclosure, intake::DayText(event.command().header().effective_on())},
                       ',', &row);
  append_("lines.csv", row);
}

void Package::Add(const v1::Event& event, const std::vector<Movement>& movements) {
  const v1::Command& command = event.command();
  const v1::Header& header = command.header();
  if (command.has_line_opened()) AddLine(event);
  const Details details = DetailsOf(command);
  const intake::Kind* kind = intake::KindOf(command);
  const std::string position = std::to_string(event.position());
  const std::string day = intake::DayText(header.effective_on());
  std::string rows;
  intake::AppendCsvRow(
      {position, InstantText(event.recorded_at_us()), day,
       kind == nullptr ? "" : kind->member->name(), header.source(), header.external_id(),
       header.actor(), header.document_number(), details.voucher, details.counterparty,
       details.purpose, details.contract_number, details.original, details.reason},
      ',', &rows);
  append_("events.csv", rows);
  rows.clear();
  for (const Movement& m : movements) {
    const int64_t fen = m.account == Account::kCut ? -m.fen : m.fen;
    intake::AppendCsvRow(
        {position, day, std::to_string(head_.year), head_.unit, m.line, m.economic_class,
         std::string(AccountName(m.account)), PhaseOf(m.account), intake::YuanText(fen)},
        ',', &rows);
  }
  append_("movements.csv", rows);
}

}  // namespace outturn::exporter
