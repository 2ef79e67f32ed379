#include "services/figures/explain/explain_table.h"

#include <set>
#include <utility>

#include "services/core/overload.h"

namespace outturn::figures {
namespace {

class Speaker {
 public:
  explicit Speaker(Language language) : zh_(language == Language::kChinese) {}
  std::string operator()(const char* zh, const char* en) const { return zh_ ? zh : en; }

 private:
  bool zh_;
};

void Join(std::string& text, const std::string& more, const char* between = "，") {
  if (more.empty()) return;
  text += (text.empty() ? "" : between) + more;
}

std::string Both(std::string text, const std::string& more) {
  Join(text, more);
  return text;
}

// What an event of this kind is about; nothing where the row says it all.
std::string About(const core::Body& body) {
  std::string text;
  std::visit(
      core::Overload{
          [&](const core::Payment& e) { text = Both(e.payee, e.purpose); },
          [&](const core::Commitment& e) { text = Both(e.counterparty, e.purpose); },
          [&](const core::CommitmentRelease& e) { text = e.commitment.ToString(); },
          [&](const core::Reversal& e) { text = Both(e.payment.ToString(), e.reason); },
          [&](const core::Correction& e) { text = Both(e.payment.ToString(), e.reason); },
          [&](const core::PriorYearRefund& e) { text = Both(e.payment.ToString(), e.reason); },
          [&](const core::LedgerOpened& e) { text = e.unit_name; },
          [&](const core::LineOpened& e) { text = e.name; },
          [&](const core::GoalStated& e) { text = e.expected; },
          [&](const core::IndicatorSet& e) { text = Both(e.level3, e.approval); },
          [&](const core::IndicatorRevised& e) { text = Both(e.reason, e.approval); },
          [&](const core::ResultReported& e) { text = Both(e.text, e.evidence); },
          // The band's code is the policy's, in no language, and follows from the percentage.
          [&](const core::IndicatorRated& e) { text = std::to_string(e.percent) + "%"; },
          [&](const core::DeviationExplained& e) { text = e.reason; },
          [&](const core::TextRecorded& e) { text = e.text; },
          [&](const core::ForecastReported& e) { text = e.remark; },
          [&](const core::WarningHandled& e) { text = Both(e.rule, e.reason); },
          [&](const core::ReportPublished& e) { text = Both(e.form, e.digest); },
          [&](const core::QuotaSet& e) { text = e.staff_kind; },
          [&](const core::HeadcountReported& e) { text = e.staff_kind; },
          [&](const core::BuildingReported& e) { text = e.building; },
          [&](const core::Declaration& e) { text = e.form; },
          [](const core::PolicyAdopted&) {},
          [](const core::LedgerClosed&) {},
          [](const core::LedgerReopened&) {},
          [](const core::InitialAppropriation&) {},
          [](const core::CarryOverIn&) {},
          [](const core::Supplement&) {},
          [](const core::Cut&) {},
          [](const core::Virement&) {},
          [](const core::FundsReceived&) {},
          [](const core::PriorYearFigures&) {},
      },
      body);
  return text;
}

using Told = std::set<std::pair<std::string, std::string>>;  // figures, by ledger

// A step and its parts, each once: a part met again is only named in the formula.
void AddSteps(const Step& step, int depth, Section& section, Told& told, Language language) {
  if (!told.emplace(step.ledger, step.figure).second) return;
  Cell name = TextCell(step.called + " " + step.figure);
  if (!step.ledger.empty()) name.printed += " @ " + step.ledger;
  name.indent = depth;
  Cell value = TextCell(Print(step.value, MoneyUnit::kYuan, language), Align::kRight);
  value.figure = step.figure;
  value.value = step.value;
  if (!HasValue(step.value)) value.printed = "—";
  std::string how = step.definition;
  if (!step.rule.empty()) how += " [" + step.rule + "]";
  section.rows.push_back({depth == 0 ? RowKind::kHeading : RowKind::kPlain,
                          {std::move(name), std::move(value), TextCell(std::move(how))}});
  if (!step.formula.empty()) {
    section.rows.push_back({RowKind::kPlain,
                            {TextCell(""), TextCell(""),
                             TextCell(Speaker(language)("算式：", "formula: ") + step.formula)}});
  } else if (const auto* none = std::get_if<NoValue>(&step.value)) {
    section.rows.push_back(
        {RowKind::kPlain, {TextCell(""), TextCell(""), TextCell(Why(none->why).In(language))}});
  }
  for (const Step& part : step.parts) AddSteps(part, depth + 1, section, told, language);
}

Section StepsSection(const Explanation& explanation, Language language) {
  const Speaker say(language);
  Section section;
  section.title = say("1. 怎么来的（金额单位：元）", "1. How it comes about (money in yuan)");
  section.columns = {{say("指标数", "figure"), Align::kLeft, 34},
                     {say("数值", "value"), Align::kRight, 16},
                     {say("定义与算式", "definition and formula"), Align::kLeft, 60}};
  Told told;
  AddSteps(explanation.root, 0, section, told, language);
  return section;
}

std::string SumLine(const Behind& behind, const Speaker& say) {
  const Basis& basis = *behind.basis;
  const std::string count = std::to_string(behind.count);
  if (!basis.exact) return say("共 ", "") + count + say(" 项", " in all");
  const std::string sum = say("合计 ", "sum of ") + count + say(" 项", "");
  const std::string figure = ShareText(basis, *basis.exact);
  return *basis.exact == behind.sum ? sum + say("，等于指标数 ", " = the figure ") + figure
                                    : sum + say("，不等于指标数 ", ", NOT the figure ") + figure;
}

Section BehindSection(const Behind& behind, size_t number, Language language) {
  const Speaker say(language);
  const Basis& basis = *behind.basis;
  Section section;
  section.title = std::to_string(number) + ". " + say("事项：", "events: ") + basis.called + " " +
                  basis.figure + " @ " + basis.ledger.ToString();
  if (basis.as_of != core::Day::LastOf(basis.ledger.year)) {
    section.title += say("，截至 ", ", as of ") + basis.as_of.ToString();
  }
  const bool money = std::holds_alternative<core::Fen>(basis.value);
  section.columns = {{money ? say("金额（元）", "yuan") : say("数量", "adds"), Align::kRight, 14},
                     {say("生效日", "effective"), Align::kLeft, 10},
                     {say("位置", "position"), Align::kRight, 8},
                     {say("事项", "kind"), Align::kLeft, 8},
                     {say("编号", "id"), Align::kLeft, 16},
                     {say("凭证、文号", "voucher, document"), Align::kLeft, 16},
                     {say("指标", "line"), Align::kLeft, 8},
                     {say("经济分类", "class"), Align::kLeft, 8},
                     {say("摘要", "about"), Align::kLeft, 24}};
  for (const auto& [share, event] : behind.rows) {
    section.rows.push_back(
        {RowKind::kPlain,
         {TextCell(share.amount ? ShareText(basis, *share.amount) : "", Align::kRight),
          TextCell(event.effective_on.ToString()),
          TextCell(std::to_string(event.position), Align::kRight),
          TextCell(event.kind.In(language)), TextCell(event.id), TextCell(event.papers),
          TextCell(share.line ? *share.line : ""),
          TextCell(share.economic_class ? *share.economic_class : ""), TextCell(event.about)}});
  }
  Row total{RowKind::kTotal, {}};
  total.cells.push_back(TextCell(basis.exact ? ShareText(basis, behind.sum) : "", Align::kRight));
  total.cells.push_back(TextCell(SumLine(behind, say), Align::kLeft, 8));
  section.rows.push_back(std::move(total));
  return section;
}

}  // namespace

Cell TextCell(std::string text, Align align, int columns) {
  Cell cell;
  cell.printed = std::move(text);
  cell.align = align;
  cell.columns = columns;
  return cell;
}

std::string ShareText(const Basis& basis, int64_t amount) {
  if (std::holds_alternative<core::Fen>(basis.value)) return core::FormatYuan(core::Fen(amount));
  if (std::holds_alternative<Quantity>(basis.value)) {
    return core::Decimal::OfMillionths(amount).ToString();
  }
  return std::to_string(amount);
}

EventRow RowOf(const core::Event& event, Words kind) {
  const core::Header& header = event.command.header;
  EventRow row;
  row.position = event.position;
  row.effective_on = header.effective_on;
  row.recorded_at = event.recorded_at;
  row.kind = std::move(kind);
  row.id = header.ref.ToString();
  if (const auto* payment = std::get_if<core::Payment>(&event.command.body)) {
    row.papers = payment->voucher;
  } else if (const auto* commitment = std::get_if<core::Commitment>(&event.command.body)) {
    row.papers = commitment->contract_number;
  }
  Join(row.papers, header.document_number, " ");
  row.about = About(event.command.body);
  return row;
}

Table ExplanationTable(const Explanation& explanation, const std::vector<Behind>& behind,
                       const std::string& unit_name, const Provenance& provenance,
                       Language language) {
  const Speaker say(language);
  Table table;
  table.id = "explanation";
  table.title = explanation.root.called + " " + explanation.root.figure;
  table.subtitle = unit_name;
  table.language = language;
  table.provenance = provenance;
  table.sections.push_back(StepsSection(explanation, language));
  size_t number = 2;
  for (const Behind& one : behind) {
    table.sections.push_back(BehindSection(one, number++, language));
    if (one.rows.size() == one.count) continue;
    const size_t first = one.rows.empty() ? 0 : one.from + 1;
    table.notes.push_back(one.basis->figure + say("：显示第 ", ": shown are ") +
                          std::to_string(first) + "–" + std::to_string(one.from + one.rows.size()) +
                          say(" 项，共 ", " of ") + std::to_string(one.count) +
                          say(" 项，由大到小", ", largest first"));
  }
  return table;
}

}  // namespace outturn::figures
