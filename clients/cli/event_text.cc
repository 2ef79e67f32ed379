#include "clients/cli/event_text.h"

#include "services/intake/cells.h"
#include "services/intake/fields.h"

namespace outturn::cli {
namespace {

using intake::Field;
using intake::Kind;

std::string LedgerText(const v1::Header& header) {
  if (header.unit().empty()) return "";
  return header.unit() + "/" + std::to_string(header.year());
}

// The body's first field called one of these.
std::string BodyText(const Kind& kind, const v1::Command& command, bool english,
                     std::initializer_list<const char*> names) {
  for (const char* name : names) {
    for (const Field& field : kind.fields) {
      if (field.path[0] != kind.member || field.path.back()->name() != name) continue;
      std::string text = intake::FieldText(field, command, english);
      if (!text.empty()) return text;
    }
  }
  return "";
}

}  // namespace

std::vector<Listing::Column> EventColumns() {
  return {{{"位置", "position"}, true},
          {{"生效日", "effective"}},
          {{"事项", "kind"}},
          {{"账套", "ledger"}},
          {{"编号", "id"}},
          {{"指标", "line"}},
          {{"经济分类", "class"}},
          {{"金额（元）", "yuan"}, true},
          {{"摘要", "about"}},
          {{"记录时间", "recorded at"}}};
}

std::vector<std::string> EventRow(const v1::Event& event, bool english) {
  const v1::Command& command = event.command();
  const v1::Header& header = command.header();
  const Kind* kind = intake::KindOf(command);
  std::vector<std::string> row = {std::to_string(event.position()),
                                  intake::DayText(header.effective_on())};
  if (kind == nullptr) {
    row.insert(row.end(), {"?", LedgerText(header), header.external_id(), "", "", "", "", ""});
  } else {
    row.insert(
        row.end(),
        {english ? kind->name.en : kind->name.zh, LedgerText(header), header.external_id(),
         BodyText(*kind, command, english, {"line", "to_line"}),
         BodyText(*kind, command, english, {"economic_class", "to_economic_class"}),
         BodyText(*kind, command, english, {"amount_fen"}),
         BodyText(*kind, command, english,
                  {"payee", "counterparty", "purpose", "reason", "name", "unit_name", "level3",
                   "value", "text", "indicator", "form", "building", "staff_kind", "note"}),
         InstantText(event.recorded_at_us())});
  }
  return row;
}

Facts EventFacts(const v1::Event& event, bool english) {
  Facts facts;
  facts.Add({"位置", "position"}, std::to_string(event.position()));
  facts.Add({"记录时间", "recorded at"}, InstantText(event.recorded_at_us()));
  if (const Kind* kind = intake::KindOf(event.command())) {
    facts.Add({"事项", "kind"}, english ? kind->name.en : kind->name.zh);
    for (const Field& field : kind->fields) {
      if (field.parent >= 0) continue;
      std::string text = intake::FieldText(field, event.command(), english);
      if (!text.empty()) facts.Add(field.name, std::move(text));
    }
  }
  const v1::Outcome& outcome = event.outcome();
  facts.Add({"账套版本", "ledger version"}, std::to_string(outcome.ledger_version()));
  if (outcome.has_headroom()) {
    facts.Add({"当时可用余额（元）", "headroom then (yuan)"},
              intake::YuanText(outcome.headroom_fen()));
    facts.Add({"最低余额日", "least on"}, intake::DayText(outcome.headroom_on()));
  }
  for (const v1::Warning& warning : outcome.warnings()) {
    std::string text = warning.reason();
    for (const auto& [name, value] : warning.variables()) text += " " + name + "=" + value;
    facts.Add({"预警", "warning"}, text);
  }
  return facts;
}

}  // namespace outturn::cli
