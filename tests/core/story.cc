#include "tests/core/story.h"

#include <algorithm>
#include <stdexcept>

namespace outturn::core {
namespace {

// Noon in China, so that no test hangs on the hour.
Instant NoonOf(Day day) {
  constexpr int64_t kHour = 3'600'000'000;
  return Instant(day.since_epoch() * 24 * kHour + 4 * kHour);
}

EconomicClassInfo Class(std::string name, std::string parent, ClassGroup group) {
  EconomicClassInfo info;
  info.name = std::move(name);
  info.parent = std::move(parent);
  info.group = group;
  return info;
}

EconomicClassInfo ThreePublicClass(std::string name, std::string parent, ClassGroup group,
                                   ThreePublic kind) {
  EconomicClassInfo info = Class(std::move(name), std::move(parent), group);
  info.is_three_public = true;
  info.three_public = kind;
  return info;
}

}  // namespace

Day D(std::string_view text) {
  const auto day = Day::Parse(text);
  OUTTURN_CHECK(day.has_value());
  return *day;
}

Ask::Ask(std::string_view day, Body body) {
  command.header.ref.source = "test";
  command.header.actor = "clerk";
  command.header.ledger = {"P1", 2024};
  command.header.effective_on = D(day);
  command.header.document_number = "财预〔2024〕1号";
  command.body = std::move(body);
}

Ask Ask::Named(std::string external_id) const {
  Ask ask = *this;
  ask.command.header.ref.external_id = std::move(external_id);
  return ask;
}
Ask Ask::From(std::string source) const {
  Ask ask = *this;
  ask.command.header.ref.source = std::move(source);
  return ask;
}
Ask Ask::In(std::string unit, int year) const {
  Ask ask = *this;
  ask.command.header.ledger = {std::move(unit), year};
  return ask;
}
Ask Ask::On(std::string_view day) const {
  Ask ask = *this;
  ask.command.header.effective_on = D(day);
  return ask;
}
Ask Ask::WithoutDocument() const {
  Ask ask = *this;
  ask.command.header.document_number.clear();
  return ask;
}
Ask Ask::Expecting(uint64_t version) const {
  Ask ask = *this;
  ask.command.header.expected_version = version;
  return ask;
}
Ask Ask::Overridden() const {
  Ask ask = *this;
  ask.command.header.override_by = Override{"抢险救灾", "县长办公会纪要〔2024〕7号"};
  return ask;
}
Ask Ask::RecordedOn(std::string_view day) const {
  Ask ask = *this;
  ask.recorded_on = D(day);
  return ask;
}

CodeTablesByVersion Story::Tables() {
  CodeTables tables;
  tables.version = "2024";
  tables.economic = {
      {"301", Class("工资福利支出", "", ClassGroup::kPersonnel)},
      {"30101", Class("基本工资", "301", ClassGroup::kPersonnel)},
      {"302", Class("商品和服务支出", "", ClassGroup::kPublic)},
      {"30201", Class("办公费", "302", ClassGroup::kPublic)},
      {"30202", Class("印刷费", "302", ClassGroup::kPublic)},
      {"30212",
       ThreePublicClass("因公出国（境）费用", "302", ClassGroup::kPublic, ThreePublic::kAbroad)},
      {"30217",
       ThreePublicClass("公务接待费", "302", ClassGroup::kPublic, ThreePublic::kReception)},
      {"30231", ThreePublicClass("公务用车运行维护费", "302", ClassGroup::kPublic,
                                 ThreePublic::kVehicleOperation)},
      {"309", Class("资本性支出（基本建设）", "", ClassGroup::kOther)},
      {"30913",
       ThreePublicClass("公务用车购置", "309", ClassGroup::kOther, ThreePublic::kVehiclePurchase)},
      {"310", Class("资本性支出", "", ClassGroup::kPublicBasicOnly)},
      {"31013", ThreePublicClass("公务用车购置", "310", ClassGroup::kPublicBasicOnly,
                                 ThreePublic::kVehiclePurchase)},
  };
  tables.functional = {{"2040601", {"行政运行", "20406"}}, {"2040604", {"基层司法业务", "20406"}}};
  tables.fund_types = {{"111", {"一般公共预算资金", true}}, {"3", {"单位资金", false}}};
  return {{"2024", tables}};
}

Command Story::Complete(const Ask& ask) {
  Command command = ask.command;
  std::string& id = command.header.ref.external_id;
  if (id.empty()) id = "e" + std::to_string(++asked_);
  return command;
}

Result<Event> Story::When(const Ask& ask) {
  const Day recorded_on = ask.recorded_on.value_or(ask.command.header.effective_on);
  Result<Event> answer = Decide(book_, tables_, *this, NoonOf(recorded_on), Complete(ask));
  if (!answer) return answer;
  Evolve(book_, tables_, *answer);
  events_.push_back(*answer);
  const Header& header = answer->command.header;
  if (const auto* payment = std::get_if<Payment>(&answer->command.body)) {
    payments_[header.ref] = {answer->position, header.ledger, header.effective_on, *payment};
  }
  return answer;
}

void Story::Given(const Asks& asks) {
  for (const Ask& ask : asks) {
    const auto answer = When(ask);
    ASSERT_TRUE(answer.ok()) << "given " << KindName(ask.command.body) << " on "
                             << ask.command.header.effective_on.ToString() << ": "
                             << Message(answer.refusal(), Language::kEnglish);
  }
}

const LedgerState& Story::Ledger(const std::string& unit, int year) const {
  const LedgerState* ledger = book_.FindLedger({unit, year});
  OUTTURN_CHECK(ledger != nullptr);
  return *ledger;
}

const Line& Story::LineOf(const LineCode& line) const {
  const Line* found = Ledger().FindLine(line);
  OUTTURN_CHECK(found != nullptr);
  return *found;
}

Fen Story::Of(const LineCode& line, const EconomicClass& economic_class, Measure measure,
              std::string_view day) const {
  const auto& cells = LineOf(line).cells;
  const auto cell = cells.find(economic_class);
  return cell == cells.end() ? Fen() : cell->second[measure].At(D(day));
}

Fen Story::Headroom(const LineCode& line, std::string_view day) const {
  return LineOf(line).headroom.At(D(day));
}

Fen Story::Headroom(ThreePublic kind, std::string_view day) const {
  return Ledger().three_public_headroom[static_cast<size_t>(kind)].At(D(day));
}

std::optional<PaymentRecord> Story::FindPayment(const EventRef& ref) const {
  const auto found = payments_.find(ref);
  if (found == payments_.end()) return std::nullopt;
  return found->second;
}

const Event& StoryTest::ThenRecorded() {
  OUTTURN_CHECK(answer_.has_value());
  if (!answer_->ok()) {
    ADD_FAILURE() << "refused: " << Message(answer_->refusal(), Language::kEnglish);
    throw std::runtime_error("no event");
  }
  return **answer_;
}

void StoryTest::ThenRefused(Reason reason, const std::vector<Variable>& variables) {
  OUTTURN_CHECK(answer_.has_value());
  ExpectRefused(*answer_, reason, variables);
}

void ExpectRefused(const Result<Event>& answer, Reason reason,
                   const std::vector<Variable>& variables) {
  ASSERT_FALSE(answer.ok()) << "recorded, though " << Name(reason) << " was to be expected";
  const Refusal& refusal = answer.refusal();
  EXPECT_EQ(Name(refusal.reason), Name(reason)) << Message(refusal, Language::kEnglish);
  for (const Variable& variable : variables) {
    const auto found = std::find_if(refusal.variables.begin(), refusal.variables.end(),
                                    [&](const Variable& v) { return v.name == variable.name; });
    ASSERT_NE(found, refusal.variables.end()) << "no variable " << variable.name;
    EXPECT_EQ(found->value, variable.value) << variable.name;
  }
}

}  // namespace outturn::core
