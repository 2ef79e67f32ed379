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

// The list a field is a part of, where it has more than one element; else nullptr.
const google::protobuf::FieldDescriptor* SeveralOf(const Field& field, const v1::Command& command) {
  if (field.path.size() < 3 || !field.path[1]->is_repeated()) return nullptr;
  const auto& body = command.GetReflection()->GetMessage(command, field.path[0]);
  return body.GetReflection()->FieldSize(body, field.path[1]) > 1 ? field.path[1] : nullptr;
}

// The body's first field called one of these; of several in a list only how many there are.
std::string BodyText(const Kind& kind, const v1::Command& command, bool english,
                     std::initializer_list<const char*> names) {
  for (const char* name : names) {
    for (const Field& field : kind.fields) {
      if (field.path[0] != kind.member || field.path.back()->name() != name) continue;
      if (const auto* list = SeveralOf(field, command)) {
        const auto& body = command.GetReflection()->GetMessage(command, kind.member);
        const int count = body.GetReflection()->FieldSize(body, list);
        return std::to_string(count) + (english ? " items" : " 项");
      }
      std::string text = intake::FieldText(field, command, english);
      if (!text.empty()) return text;
    }
  }
  return "";
}

// What the event moves, in yuan: the sum of a list; of a virement what its legs bring in.
std::string AmountText(const Kind& kind, const v1::Command& command, bool english) {
  int64_t fen = 0;
  const v1::Command& c = command;
  for (const auto& one : c.initial_appropriation().amounts()) fen += one.amount_fen();
  for (const auto& one : c.carry_over_in().amounts()) fen += one.amount_fen();
  for (const auto& one : c.supplement().amounts()) fen += one.amount_fen();
  for (const auto& one : c.cut().amounts()) fen += one.amount_fen();
  for (const auto& leg : c.virement().legs()) {
    if (leg.direction() == v1::IN) fen += leg.amount_fen();
  }
  return fen > 0 ? intake::YuanText(fen) : BodyText(kind, command, english, {"amount_fen"});
}

}  // namespace

std::string BareWarning(const v1::Warning& warning) {
  std::string text = warning.reason();
  for (const auto& [name, value] : warning.variables()) text += " " + name + "=" + value;
  return text;
}

std::vector<Listing::Column> EventColumns() {
  return {{{"位置", "position"}, true},
          {{"生效日", "effective"}, false, true},
          {{"事项", "kind"}, false, true},
          {{"账套", "ledger"}, false, true},
          {{"编号", "id"}, false, true},
          {{"指标", "line"}, false, true},
          {{"经济分类", "class"}, false, true},
          {{"金额（元）", "yuan"}, true},
          {{"摘要", "about"}},
          {{"记录于", "recorded"}, false, true}};
}

std::vector<std::string> EventRow(const v1::Event& event, bool english, bool brief) {
  const v1::Command& command = event.command();
  const v1::Header& header = command.header();
  const Kind* kind = intake::KindOf(command);
  const std::string recorded = InstantText(event.recorded_at_us());
  std::vector<std::string> row = {std::to_string(event.position()),
                                  intake::DayText(header.effective_on())};
  if (kind == nullptr) {
    row.insert(row.end(),
               {"?", LedgerText(header), header.external_id(), "", "", "", "", recorded});
    return row;
  }
  row.insert(
      row.end(),
      {english ? kind->name.en : kind->name.zh, LedgerText(header), header.external_id(),
       BodyText(*kind, command, english, {"line", "to_line"}),
       BodyText(*kind, command, english, {"economic_class", "to_economic_class"}),
       AmountText(*kind, command, english),
       BodyText(*kind, command, english,
                {"payee", "counterparty", "purpose", "reason", "cause", "name", "unit_name",
                 "level3", "value", "text", "indicator", "form", "building", "staff_kind", "note"}),
       brief ? recorded.substr(0, 10) : recorded});
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
    facts.Add({"预警", "warning"}, BareWarning(warning));
  }
  return facts;
}

}  // namespace outturn::cli
