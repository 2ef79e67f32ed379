#include "tests/bench/auditor_book.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <vector>

#include "services/core/decide.h"
#include "services/wire/codec.h"
#include "tests/bench/measure.h"

namespace outturn::bench {
namespace {

void Must(const store::Status& status) {
  if (!status.ok()) Stop(status.ToString());
}

uint64_t Mix(uint64_t x) {
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53ULL;
  return x ^ x >> 33;
}
std::string Format(const char* pattern, unsigned long long value) {
  char text[64];
  std::snprintf(text, sizeof text, pattern, value);
  return text;
}

constexpr std::array<const char*, 12> kClasses = {"30201", "30202", "30205", "30206",
                                                  "30207", "30211", "30213", "30227",
                                                  "30212", "30217", "30231", "31013"};

// Decides what the book is made of and appends it to its log in large groups.
class Maker final : public core::Lookups {
 public:
  Maker(const BookShape& shape, const core::CodeTablesByVersion& tables, store::EventLog& log)
      : shape_(shape), tables_(tables), log_(log) {}

  void Make() {
    Must(log_.Seal(log_.SealedEpoch() + 1));
    core::PolicyAdopted policy;
    policy.policy.ref = {"bench", 1};
    policy.policy.zh = "基准测试";
    Record("policy", {}, 101, policy);
    for (int year = kLastYear - shape_.years + 1; year <= kLastYear; ++year) {
      for (int unit = 0; unit < shape_.units; ++unit) OpenLedger(Ledger(unit, year));
    }
    OpenLedger(LargeLedger());
    const uint64_t all = shape_.payments + shape_.large;
    for (uint64_t i = 0; i < all; ++i) {
      const uint64_t h = Mix(i + 1);
      const bool large = Mix(h) % all < shape_.large;
      const int year =
          kLastYear - static_cast<int>((h >> 20) % static_cast<uint64_t>(shape_.years));
      Pay(i, h,
          large ? LargeLedger()
                : Ledger(static_cast<int>(h % static_cast<uint64_t>(shape_.units)), year));
    }
    Append();
  }

 private:
  std::optional<core::PaymentRecord> FindPayment(const core::EventRef&) const override {
    return std::nullopt;
  }
  static core::LedgerId Ledger(int unit, int year) {
    return {Format("431200-%05llu", static_cast<unsigned>(unit)), year};
  }
  static std::string Line(int line) { return Format("LINE-%03llu", static_cast<unsigned>(line)); }

  void OpenLedger(const core::LedgerId& id) {
    core::LedgerOpened opened;
    opened.unit_name = "基准单位";
    opened.division = "431200";
    opened.policy = {"bench", 1};
    opened.code_tables = "2024";
    Record("open-" + id.ToString(), id, 101, opened);
    for (int line = 0; line < shape_.lines; ++line) {
      core::LineOpened facts;
      facts.line = facts.name = Line(line);
      facts.category = core::LineCategory::kPublic;
      facts.functional_class = "2040601";
      facts.fund_type = "111";
      Record("line-" + id.ToString() + Line(line), id, 101, facts);
      core::InitialAppropriation budget{Line(line), {}};
      for (const char* code : kClasses)
        budget.amounts.push_back({code, core::Fen(1'000'000'000'000)});
      Record("budget-" + id.ToString() + Line(line), id, 101, budget);
    }
  }

  void Pay(uint64_t number, uint64_t h, const core::LedgerId& id) {
    core::Payment payment;
    payment.line = Line(static_cast<int>((h >> 24) % static_cast<uint64_t>(shape_.lines)));
    payment.economic_class = kClasses[(h >> 36) % kClasses.size()];
    payment.amount = core::Fen(static_cast<int64_t>(100 + (h >> 40) % 5'000'000));
    payment.payee = Format("某市供应商%06llu有限公司", (h >> 17) % 40000);
    payment.purpose = Format("合同 %06llu 验收单，办公及会议支出", (h >> 9) % 1000000);
    payment.voucher = Format("2024-PZ-%08llu", number);
    const int month = 1 + static_cast<int>((h >> 8) % 12);
    const int day = 1 + static_cast<int>((h >> 16) % 28);
    Record(Format("%016llx", h), id, month * 100 + day, std::move(payment));
  }

  void Record(const std::string& external_id, const core::LedgerId& id, int month_and_day,
              core::Body body) {
    core::Command command{{}, std::move(body)};
    command.header.ref = {"bench", external_id};
    command.header.actor = "clerk";
    command.header.ledger = id;
    const int year = id.unit.empty() ? kLastYear - shape_.years + 1 : id.year;
    command.header.effective_on = *core::Day::OfNumber(year * 10'000 + month_and_day);
    command.header.document_number = "基准〔2024〕1号";
    const core::Instant now(1'735'000'000'000'000 + static_cast<int64_t>(book_.position));
    auto event = core::Decide(book_, tables_, *this, now, std::move(command));
    if (!event) Stop(core::Message(event.refusal(), core::Language::kEnglish));
    core::Evolve(book_, tables_, *event);
    group_.push_back(wire::EncodeEvent(*event));
    if (group_.size() == 4'096) Append();
  }
  void Append() {
    const std::vector<std::string_view> views(group_.begin(), group_.end());
    if (!views.empty()) Must(log_.Append(log_.SealedEpoch(), log_.Tail() + 1, views));
    group_.clear();
  }

  const BookShape& shape_;
  const core::CodeTablesByVersion& tables_;
  store::EventLog& log_;
  core::BookState book_;
  std::vector<std::string> group_;
};

}  // namespace

const core::LedgerId& LargeLedger() {
  static const core::LedgerId large{"431200-99999", kLastYear};
  return large;
}

void MakeBook(const BookShape& shape, const core::CodeTablesByVersion& tables,
              store::EventLog& log) {
  Maker(shape, tables, log).Make();
}

// The columns of postgresql.sh's table.
void WriteRows(const store::EventLog& log, const std::string& file) {
  std::ofstream out(file, std::ios::trunc);
  const auto cursor = log.Read(1);
  while (cursor->Next()) {
    const auto event = wire::DecodeEvent(cursor->event());
    if (!event) Stop("an event cannot be read");
    const auto* payment = std::get_if<core::Payment>(&event->command.body);
    const core::Header& header = event->command.header;
    if (payment == nullptr || header.ledger == LargeLedger()) continue;
    out << header.ledger.unit.substr(7) << '\t' << header.ledger.year << '\t'
        << payment->line.substr(5) << '\t' << payment->economic_class << '\t'
        << payment->amount.count() << '\t' << header.effective_on.ToString() << '\t'
        << payment->voucher << '\t' << payment->payee << '\t' << payment->purpose << '\t'
        << header.ref.external_id << '\t' << header.actor << '\n';
  }
  Must(cursor->status());
  if (!out.flush()) Stop(file + " cannot be written");
}

}  // namespace outturn::bench
